//! Merchant coupons (商家券, busifavor): the business messages of
//! `/v3/marketing/busifavor`, typed.
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`call`] | the operations, where they live, which one a path asks for |
//! | [`asked`], [`refusal`], [`problem`] | a request as it came; why it is refused; every answer that says no |
//! | [`field`], [`value`], [`word`] | what messages are made of |
//! | [`rule`] | the blocks of a stock's rules |
//! | [`stock`], [`code`], [`coupon`], [`callback`], [`subsidy`] | the operations, one file each |
//! | [`notice`] | what a merchant is told |
//!
//! A request is read whole: [`call::Call::read`] gives one that is right in itself, or
//! the first rule that it breaks. What needs more than the request, the server asks.

pub mod asked;
pub mod call;
pub mod callback;
pub mod code;
pub mod coupon;
pub mod field;
pub mod notice;
pub mod problem;
mod read;
pub mod refusal;
pub mod rule;
pub mod stock;
pub mod subsidy;
pub mod value;
pub mod word;

#[cfg(test)]
mod tests;

pub use asked::Asked;
pub use call::{Call, Operation, Routing, route};
pub use problem::Problem;
pub use refusal::Refusal;
