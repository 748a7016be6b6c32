//! Shops: `ant.merchant.expand.shop.{create,query}` and
//! `alipay.business.relation.shop.create`, as far as vouchers need them.

pub mod block;
pub mod create;
pub mod place;
pub mod query;
pub mod relation;

pub use place::{Place, Shop};
