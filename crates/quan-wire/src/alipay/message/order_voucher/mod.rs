//! Order vouchers (商家券): the messages of
//! `alipay.marketing.activity.ordervoucher.*`.
//!
//! An activity can be told in two forms: flat, as in 2021, and in nested
//! containers, as today. Both become one [`Document`](super::Document) of
//! today's containers, from which a query answers in both again.

mod check;
pub mod create;
mod form;
pub mod legacy;
mod lengths;
pub mod modify;
mod name;
pub mod query;
pub mod result;
pub mod append;
pub(crate) mod ask;
pub mod associate;
pub mod batchsend;
pub mod codecount;
pub mod codedeposit;
pub mod disassociate;
pub mod invalid;
pub mod receive;
pub mod redeem;
pub mod send;
pub mod settle;
pub mod settle_query;
pub mod stop;
pub mod trade;
pub mod undo;
pub mod word;

pub use ask::is_code;

pub use form::Forms;
pub use name::voucher_name;

#[cfg(test)]
mod tests;
