//! Payment vouchers as merchants see them: every rule of the specification
//! that the server and the engine keep, through the handlers, on an engine in
//! memory and a clock that stands still until a test moves it.
//!
//! Tests are named after the rules in `tests/rules/alipay-voucher.txt`.

#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on fails"
)]

mod activities;
mod append;
mod caps;
mod create;
mod funds;
mod idempotency;
mod images;
mod life_cycle;
mod messages;
mod modify;
mod ownership;
mod publish;
mod query;
mod scope;
mod send;
mod stop;
mod users;
mod validity;
mod world;
