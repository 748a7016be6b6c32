//! WeChat Pay's transport through the whole server: what is refused, in which order
//! and words, how answers are framed and signed, and what real SDKs sent.
//!
//! Tests are named after the rules in `tests/rules/wechatpay-transport.txt`.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on fails"
)]

#[cfg(test)]
mod captures;
#[cfg(test)]
mod certificate;
#[cfg(test)]
mod media;
#[cfg(test)]
mod notify;
#[cfg(test)]
mod order;
#[cfg(test)]
mod recorded;
#[cfg(test)]
mod sign;
#[cfg(test)]
mod socket;
#[cfg(test)]
#[expect(dead_code, reason = "the tests of handlers use the rest of it")]
mod world;
