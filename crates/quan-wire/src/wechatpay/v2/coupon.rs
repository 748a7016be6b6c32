//! One coupon that is asked for.

use jiff::Timestamp;

use crate::wechatpay::time;

/// What is asked for. Empty values are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SendCoupon {
    pub stock_id: String,
    pub out_request_no: String,
    pub coupon_code: Option<String>,
    pub customize_send_time: Option<String>,
}

/// A text is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("customize_send_time is no instant of RFC 3339")]
pub struct NotTime;

impl SendCoupon {
    /// The instant that counts as the receipt, where one is named.
    pub fn sent_at(&self) -> Result<Option<Timestamp>, NotTime> {
        match &self.customize_send_time {
            None => Ok(None),
            Some(text) => time::parse(text).map(Some).ok_or(NotTime),
        }
    }

    /// Whether the code is there exactly when the merchant supplies codes in its
    /// calls.
    pub fn fits(&self, merchant_names_codes: bool) -> bool {
        self.coupon_code.is_some() == merchant_names_codes
    }
}

/// A value that is not empty.
pub(super) fn filled(value: &str) -> Option<String> {
    Some(value)
        .filter(|value| !value.is_empty())
        .map(str::to_owned)
}
