//! What the platform asks a merchant: `spi.alipay.marketing.activity.order.*`.
//!
//! A question is a signed form, posted to the app's address; the answer is JSON
//! text and comes within seconds. Integrations write it in more than one way, so
//! it is read gently.

pub mod answer;
pub mod confirm;
pub mod send;

pub use answer::{Reply, Unreadable, is_signed};
pub use confirm::{ConfirmAnswer, ConfirmQuestion, RefundActivity};
pub use send::{SendAnswer, SendQuestion, Sent};

use jiff::Timestamp;

use super::word::Recipient;
use crate::alipay::key::{CannotSign, SignType};
use crate::alipay::notify::{Push, Signing, push_fields};

/// How long an answer may take, in seconds.
pub const SECONDS: u64 = 3;
/// How often a question is asked again.
pub const RETRIES: u32 = 10;

const CHARSET: &str = "UTF-8";

/// The form of a question: the platform's own fields, then what it asks.
fn form(
    method: &str,
    asked: &[(&str, &str)],
    at: Timestamp,
    signing: Signing<'_>,
) -> Result<Push, CannotSign> {
    let at = at.as_second().to_string();
    let sign_type: SignType = signing.sign_type;
    let mut fields = vec![
        ("method", method),
        ("version", "1.0"),
        ("charset", CHARSET),
        ("sign_type", sign_type.as_str()),
        ("utc_timestamp", &at),
    ];
    fields.extend(asked);
    push_fields(&fields, signing)
}

/// The field that names a buyer, and the name.
fn buyer(who: &Recipient) -> (&'static str, &str) {
    match who {
        Recipient::User(id) | Recipient::Both { user_id: id, .. } => ("buyer_id", id),
        Recipient::Open(id) => ("buyer_open_id", id),
    }
}
