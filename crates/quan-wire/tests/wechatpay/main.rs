//! The transport of `WeChat` Pay: golden vectors made by other implementations, and a
//! test for every rule that shows without a server.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests stand outside of the test functions"
)]

mod captured;
mod golden;
mod robust;
mod rules_answer;
mod rules_authorization;
mod rules_certificate;
mod rules_media;
mod rules_notify;
mod rules_received;
mod rules_refusal;
mod rules_sign;
mod rules_sm;
mod rules_v2;
mod support;
