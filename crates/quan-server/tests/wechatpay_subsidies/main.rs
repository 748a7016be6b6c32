//! Subsidies (补差) through the whole server: money that a merchant pays for a used
//! coupon, and its way back. Requests are signed, and go through the real router.
//!
//! Tests are named after the rules in `tests/rules/wechatpay-busifavor.txt`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod coupon;
mod pay;
mod query;
mod refund;
mod replay;
#[expect(dead_code, reason = "the tests of other calls use the rest of it")]
#[path = "../wechatpay_transport/world.rs"]
mod world;
