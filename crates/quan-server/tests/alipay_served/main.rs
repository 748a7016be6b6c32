//! Order vouchers as `quan serve` offers them: a whole Quan on a data directory,
//! listening on a socket, and signed requests over HTTP.

#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on fails"
)]

mod heard;
#[path = "../alipay_registry/http.rs"]
#[expect(dead_code, reason = "only its keys and targets are needed here")]
mod http;
mod live;
#[path = "../alipay_ordervoucher/world.rs"]
#[expect(
    dead_code,
    unused_imports,
    reason = "its bodies are needed, and few of its calls"
)]
mod orders;
mod races;
mod replays;
#[path = "../alipay_voucher/world.rs"]
#[expect(dead_code, reason = "payment vouchers use the rest of it")]
mod world;

/// The world that order vouchers stand in, as [`orders`] calls it.
use world as base;
