//! What activities refer to, over both of Alipay's protocols: shops, service
//! codes, payees, voucher packages, promotion plans and images. Calls are signed,
//! go through the real transport, and answers are verified.
//!
//! Tests are named after the rules in `tests/rules/alipay-ordervoucher.txt`.

#![expect(
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on fails"
)]

mod deliveries;
mod http;
mod images;
mod messages;
mod packages;
mod payees;
mod places;
mod services;
mod shops;
#[path = "../alipay_voucher/world.rs"]
#[expect(dead_code, reason = "payment vouchers use the rest of it")]
mod world;
