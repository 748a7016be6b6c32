//! Messages that the platform pushes to a merchant, from both ends.
//!
//! A message is a signed form, posted to the app's address, and is delivered once
//! the answer is `success`. Whether `sign_type` is part of the signed string differs
//! between the platform's own messages, so the sender chooses a [`Layout`] and the
//! receiver tries both.
//!
//! [`Layout`]: super::form::Layout

mod push;
mod receive;

pub use push::{CHARSET, Message, Push, Signing, push, push_fields};
pub use receive::{Event, Notification, NotifyError, receive};

/// What a receiver answers, with status 200, when it has taken a message in.
pub const SUCCESS: &str = "success";

/// Whether an answer says that a message has been taken in.
pub fn is_accepted(status: u16, body: &[u8]) -> bool {
    status == 200 && body == SUCCESS.as_bytes()
}
