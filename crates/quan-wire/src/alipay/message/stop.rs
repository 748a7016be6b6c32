//! `alipay.marketing.activity.voucher.stop`: an activity gives no more vouchers.

use super::call::{Call, Operation};
use super::check::order;
use super::field::{Text, blocks};
use super::violation::Violation;
use super::word::Order;

blocks! {
    /// Which activity.
    Request { activity_id: Text, out_biz_no: Text, merchant_access_mode: Text }

    /// Nothing but success.
    Answer {}
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::VoucherStop;
}

impl Request {
    /// The order, or the first rule that it breaks.
    pub fn check(&self) -> Result<Order, Violation> {
        order(
            &self.activity_id,
            &self.out_biz_no,
            &self.merchant_access_mode,
        )
    }
}
