//! `alipay.marketing.activity.user.{batchqueryvoucher,queryvoucher}`: the
//! vouchers that a user holds.

pub mod list;
pub mod one;
