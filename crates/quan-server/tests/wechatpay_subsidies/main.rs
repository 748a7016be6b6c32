//! Subsidies (补差) through the whole server: money that a merchant pays for a used
//! coupon, and its way back. Requests are signed, and go through the real router.
//!
//! Tests are named after the rules in `tests/rules/wechatpay-busifavor.txt`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[cfg(test)]
mod coupon;
#[cfg(test)]
mod pay;
#[cfg(test)]
mod query;
#[cfg(test)]
mod refund;
#[cfg(test)]
mod replay;
#[cfg(test)]
#[expect(dead_code, reason = "the tests of other calls use the rest of it")]
#[path = "../wechatpay_transport/world.rs"]
mod world;
