//! The transport of Alipay's protocols: golden vectors made by other
//! implementations, and a test for every rule that shows without a server.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests stand outside of the test functions"
)]

mod golden;
mod robust;
mod rules_answer;
mod rules_content;
mod rules_gateway;
mod rules_key;
mod rules_notify;
mod rules_rest;
mod rules_signature;
mod support;
