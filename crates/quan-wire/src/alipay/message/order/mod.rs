//! Orders in which exchange vouchers are sold:
//! `alipay.marketing.activity.order.*`. Only the gateway offers them.

pub mod confirm;
pub mod create;
pub mod refund;

use super::word::words;

words! {
    /// Why the money of an order goes back, as calls and messages say it.
    RefundType {
        User = "USER_REFUND",
        Expired = "AUTO_EXPIRE",
        SendError = "SEND_ERROR_REFUND",
        Emergency = "ALIPAY_EMERGENCY_REFUND",
    }
}

impl RefundType {
    /// The type that a merchant may ask for under this word.
    fn asked(word: &str) -> Option<RefundType> {
        let asked = [RefundType::User, RefundType::Expired];
        RefundType::from_word(word).filter(|kind| asked.contains(kind))
    }
}
