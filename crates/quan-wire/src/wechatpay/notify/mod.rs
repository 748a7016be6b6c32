//! Messages that the platform posts to a merchant, from both ends.
//!
//! A message is JSON whose resource is sealed with the merchant's `APIv3` key, signed
//! like an answer. It is delivered once the receiver answers with any status of
//! success, and repeated under the same id until then.

mod envelope;
mod push;

use std::time::Duration;

pub use envelope::{Envelope, EnvelopeError, Resource};
pub use push::{Push, probe, push};

/// How long a receiver may take.
pub const TIMEOUT: Duration = Duration::from_secs(5);

/// The waits between the deliveries of a coupon's message: eleven in all.
pub const GAPS: [Duration; 10] = [Duration::from_mins(1); 10];

/// What a receiver may answer when it has taken a message in; the status counts.
pub const SUCCESS: &str = r#"{"code":"SUCCESS","message":""}"#;

/// Whether an answer says that a message has been taken in, whatever its body is.
pub fn is_accepted(status: u16) -> bool {
    (200..300).contains(&status)
}

/// What a receiver answers, with a status of failure, to have the message again.
pub fn failure(message: &str) -> String {
    serde_json::json!({ "code": "FAIL", "message": message }).to_string()
}

/// Whether messages may be posted to an address: by HTTPS, without blanks and without
/// a query.
pub fn is_address(url: &str) -> bool {
    url.strip_prefix("https://").is_some_and(|rest| {
        !rest.is_empty()
            && !rest.starts_with('/')
            && !rest.contains(|sign: char| sign.is_whitespace() || sign == '?')
    })
}
