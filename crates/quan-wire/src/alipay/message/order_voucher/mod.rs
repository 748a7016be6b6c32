//! Order vouchers (商家券): the messages of
//! `alipay.marketing.activity.ordervoucher.*`.
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`create`], [`modify`], [`query`], [`append`], [`stop`] | activities |
//! | [`codedeposit`], [`codecount`] | codes that merchants bring |
//! | [`send`], [`batchsend`], [`receive`] | giving vouchers |
//! | [`redeem`], [`undo`], [`associate`], [`disassociate`], [`invalid`] | what becomes of one |
//! | [`settle`], [`settle_query`], [`trade`] | money and trades |
//! | [`legacy`], [`result`], [`word`] | the flat form; which shops were taken; vocabularies |
//!
//! An activity can be told in two forms: flat, as in 2021, and in nested
//! containers, as today. Both become one [`Document`](super::Document) of
//! today's containers, from which a query answers in both again.

pub mod append;
pub(crate) mod ask;
pub mod associate;
pub mod batchsend;
mod check;
pub mod codecount;
pub mod codedeposit;
pub mod create;
pub mod disassociate;
mod form;
pub mod invalid;
pub mod legacy;
mod lengths;
pub mod modify;
mod name;
pub mod query;
pub mod receive;
pub mod redeem;
pub mod result;
pub mod send;
pub mod settle;
pub mod settle_query;
pub mod stop;
pub mod trade;
pub mod undo;
pub mod word;

#[cfg(test)]
mod tests;

pub use ask::is_code;
pub use form::Forms;
pub use name::voucher_name;
