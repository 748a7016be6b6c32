//! Subsidies (补差): a merchant's money on top of a redeemed coupon, and the way back.

pub mod pay;
pub mod pay_list;
pub mod pay_query;
pub mod refund;
pub mod refund_query;

use super::field::title;
use super::read::{Fields, Money, Text, amount, text};
use super::refusal::Refusal;
use super::value::Amount;

/// A coupon's code in these calls.
const COUPON_CODE: Text = text(1, 128);
/// A number that the platform gives a payment, a refund or a receipt.
const PLATFORM_NO: Text = text(28, 32);
/// A merchant of these calls.
const MERCHANT: Text = text(1, 32);
/// What a subsidy is for.
const DESCRIPTION: Text = text(1, 1024);
/// One fen to five thousand yuan.
const AMOUNT: Money = amount(1, 500_000);

/// Who pays.
fn payer(from: &Fields<'_>) -> Result<String, Refusal> {
    from.need("payer_merchant", "出资商户号", MERCHANT)
}

/// Who is paid.
fn payee(from: &Fields<'_>) -> Result<String, Refusal> {
    from.need("payee_merchant", "收款商户号", MERCHANT)
}

/// How much.
fn sum(from: &Fields<'_>) -> Result<Amount, Refusal> {
    from.need("amount", "补差金额", AMOUNT)
}

/// What for.
fn description(from: &Fields<'_>) -> Result<String, Refusal> {
    from.need("description", "补差描述", DESCRIPTION)
}

/// The platform's number of the order that was paid.
fn transaction(from: &Fields<'_>) -> Result<String, Refusal> {
    from.need("transaction_id", title::TRANSACTION_ID, PLATFORM_NO)
}
