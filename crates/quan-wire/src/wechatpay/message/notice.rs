//! What the platform tells a merchant when a coupon of its stock was issued: the text
//! inside the encrypted notice.

use super::value::{Heard, Time, message};
use super::word::SendChannel;

message! {
    /// A coupon was issued. User and union are always said, though they may be empty.
    CouponSent {
        event_type: String,
        coupon_code: String,
        stock_id: String,
        send_time: Time,
        openid: String,
        unionid: String,
        send_channel: Heard<SendChannel>,
        send_merchant: String,
        attach_info: Option<AttachInfo>,
    }

    /// What belongs to the channel.
    #[derive(Default)]
    AttachInfo {
        transaction_id: Option<String>,
        act_code: Option<String>,
        hall_code: Option<String>,
        hall_belong_mch_id: Option<String>,
        card_id: Option<String>,
        activity_id: Option<String>,
    }
}

/// The word for it within the notice.
pub const EVENT_TYPE: &str = "EVENT_TYPE_BUSICOUPON_SEND";
