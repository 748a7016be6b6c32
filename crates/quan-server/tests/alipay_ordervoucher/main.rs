//! Order vouchers as merchants see them: every rule of the specification that
//! stored state decides, through the handlers, on an engine in memory and a clock
//! that stands still until a test moves it.
//!
//! Tests are named after the rules in `tests/rules/alipay-ordervoucher.txt`.

#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on fails"
)]

mod agency;
#[path = "../alipay_voucher/world.rs"]
#[expect(dead_code, reason = "payment vouchers use the rest of it")]
mod base;
mod codes;
mod create;
mod giving;
mod messages;
mod modify;
mod orders;
mod post;
mod query;
mod races;
mod replays;
mod sales;
mod shops;
mod states;
mod users;
mod using;
mod vouchers;
mod world;
