//! What is kept with a voucher, and means something to the wallet alone.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// What is kept with a voucher.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Note {
    /// Where the wallet leads to the order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) order_url: Option<String>,
    /// What the wallet's picture of the code says instead of the code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) code_url: Option<String>,
    /// The trade in which it was sold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) trade_no: Option<String>,
    /// Where the user came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) channel: Option<String>,
}

impl Note {
    /// The text to keep; nothing where there is nothing to say.
    pub(crate) fn to_text(&self) -> Option<Arc<str>> {
        if *self == Note::default() {
            return None;
        }
        serde_json::to_string(self).ok().map(Into::into)
    }
}
