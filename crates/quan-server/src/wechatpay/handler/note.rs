//! What is kept with a coupon that means nothing to the engine.

use std::sync::Arc;

use quan_core::{MerchantId, Timestamp, Voucher};
use quan_wire::wechatpay::message::word::SendChannel;
use serde::{Deserialize, Serialize};

use crate::wechatpay::denial::Fault;

/// The note of a coupon. Its short names are columns of very many rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Note {
    /// The sender's number for it.
    #[serde(rename = "n")]
    pub(crate) number: String,
    /// The application in which it was received, and the user's name there.
    #[serde(rename = "a")]
    pub(crate) appid: String,
    #[serde(rename = "o")]
    pub(crate) openid: String,
    /// The way by which it was issued, where that was not the API.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub(crate) channel: Option<SendChannel>,
    /// When it counts as received, where the sender said so, in milliseconds.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub(super) received_ms: Option<i64>,
    /// How it was made invalid.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub(crate) deactivation: Option<Deactivation>,
}

/// How a coupon was made invalid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Deactivation {
    /// The caller's number for that.
    #[serde(rename = "n")]
    pub(crate) number: String,
    /// Why.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
}

impl Note {
    /// The note of a coupon that is issued.
    pub(super) fn new(
        number: &str,
        appid: &str,
        openid: &str,
        channel: SendChannel,
        received_at: Option<Timestamp>,
    ) -> Note {
        Note {
            number: number.to_owned(),
            appid: appid.to_owned(),
            openid: openid.to_owned(),
            channel: Some(channel).filter(|channel| *channel != SendChannel::Api),
            received_ms: received_at.map(Timestamp::as_millisecond),
            deactivation: None,
        }
    }

    /// The note of a coupon.
    pub(crate) fn of(voucher: &Voucher) -> Option<Note> {
        serde_json::from_str(voucher.note.as_deref()?).ok()
    }

    /// The text that is kept.
    pub(super) fn text(&self) -> Result<Arc<str>, Fault> {
        let text = serde_json::to_string(self);
        text.map(Into::into)
            .map_err(|error| Fault::broken(error.to_string()))
    }

    /// By which way it was issued.
    pub(crate) fn channel(&self) -> SendChannel {
        self.channel.unwrap_or(SendChannel::Api)
    }

    /// When the coupon counts as received.
    pub(crate) fn received_at(&self, voucher: &Voucher) -> Timestamp {
        let said = self.received_ms;
        said.and_then(|ms| Timestamp::from_millisecond(ms).ok())
            .unwrap_or(voucher.issued_at)
    }
}

/// Who issued a coupon.
pub(crate) fn sender(voucher: &Voucher, maker: MerchantId) -> MerchantId {
    voucher.issuer.unwrap_or(maker)
}
