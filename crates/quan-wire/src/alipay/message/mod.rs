//! Payment vouchers (支付券): the business messages of
//! `alipay.marketing.activity.voucher.*` and their neighbours, typed.
//!
//! | module | what it is for |
//! | --- | --- |
//! | [`call`], [`code`] | the operations, where they live, what they may answer |
//! | [`field`], [`violation`] | reading requests; the first rule that one breaks |
//! | [`block`] | nested blocks of fields, as both sides send them |
//! | [`create`], [`publish`], [`append`], [`modify`], [`stop`], [`send`], [`query`] | the voucher operations |
//! | [`activity_query`], [`batchquery`], [`consult`], [`usable`], [`user`], [`order_consult`], [`bind`], [`upload`] | their neighbours |
//! | [`order_voucher`] | order vouchers (商家券): their activities, codes and vouchers |
//! | [`order`], [`payee`], [`spi`] | selling order vouchers, and what the platform asks the merchant about it |
//! | [`package`], [`delivery`] | vouchers that are sold together; plans that show them |
//! | [`shop`], [`function`] | what vouchers name: shops, services of mini-programs |
//! | [`activity`] | a new activity after every check: typed values |
//! | [`document`] | what queries give back of an activity |
//! | [`project`] | answers made from a document and the present state |
//! | [`push`] | messages that merchants receive |
//! | [`trade`] | what trades and refunds report about a voucher |
//! | [`ids`], [`times`], [`word`] | ids, instants and vocabularies |
//!
//! A request is read with [`parse`] or [`from_pairs`], then judged with its
//! `check`: the result holds typed values only. What depends on the present
//! state of an activity is a second, pure question (`against`).

pub mod activity;
pub mod activity_query;
pub mod append;
pub mod batchquery;
pub mod bind;
pub mod block;
pub mod call;
mod check;
pub mod code;
pub mod consult;
pub mod create;
pub mod delivery;
pub mod document;
pub mod field;
pub mod function;
pub mod ids;
pub mod modify;
pub mod order;
pub mod order_consult;
pub mod order_voucher;
pub mod package;
pub mod payee;
pub mod project;
pub mod publish;
pub mod push;
pub mod query;
pub mod send;
mod shape;
pub mod shop;
pub mod spi;
pub mod stop;
pub mod times;
pub mod trade;
pub mod upload;
pub mod usable;
pub mod user;
pub mod violation;
pub mod word;

#[cfg(test)]
mod tests;

pub use call::{Call, Operation, Route, Verb};
pub use code::Code;
pub use document::Document;
pub use field::{from_pairs, parse};
pub use push::Message;
pub use violation::Violation;
