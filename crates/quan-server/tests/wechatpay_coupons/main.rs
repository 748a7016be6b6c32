//! Coupons at WeChat Pay as merchants and users see them: every rule that the stock
//! or the coupon decides, through the real router with signed requests, on an engine
//! in memory and a clock that stands still until a test moves it.
//!
//! Tests are named after the rules in `tests/rules/wechatpay-busifavor.txt` and
//! `tests/rules/wechatpay-transport.txt`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod availability;
mod claims;
mod deactivations;
mod limits;
mod links;
mod lists;
mod live;
mod notices;
mod numbers;
mod races;
mod returns;
mod sends;
mod shop;
mod states;
mod uses;
#[path = "../wechatpay_transport/world.rs"]
#[expect(dead_code, reason = "the tests of the transport use the rest of it")]
mod world;
