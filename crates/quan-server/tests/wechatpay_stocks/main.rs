//! Stocks of WeChat Pay's merchant coupons as merchants see them: laid down, shown,
//! changed, given codes, paused and ended, through the whole server with signed
//! requests.
//!
//! Tests are named after the rules in `tests/rules/wechatpay-busifavor.txt`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod budget;
mod callbacks;
mod cards;
mod codes;
mod create;
mod general;
mod modify;
mod query;
mod replays;
mod staff;
mod states;
mod upload;
#[path = "../wechatpay_transport/world.rs"]
#[expect(dead_code, reason = "the transport's tests use the rest of it")]
mod world;

use serde_json::Value;

/// A message of the samples.
#[track_caller]
pub(crate) fn sample(name: &str) -> Value {
    let folder = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../quan-wire/samples/wechatpay-busifavor"
    );
    let text = std::fs::read_to_string(format!("{folder}/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// What the samples were made with: when they begin.
pub(crate) const SAMPLED: &str = "2025-08-01T10:00:00+08:00";
/// A stock that never was.
pub(crate) const NO_STOCK: &str = "1000000000009999";
