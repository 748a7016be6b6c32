//! Where a merchant is told about its coupons.

pub mod query;
pub mod set;
