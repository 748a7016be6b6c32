//! `alipay.marketing.activity.ordervoucher.stop`: no more vouchers are given, and
//! never again. Accepted at once, done when the message `stopped` comes.

use super::ask;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Order;

blocks! {
    /// Which activity.
    Request { activity_id: Text, out_biz_no: Text, merchant_access_mode: Text }

    /// Nothing but success.
    Answer {}
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherStop;
}

impl Request {
    /// The order, or the first rule that it breaks.
    pub fn check(&self) -> Result<Order, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Order, Violation> {
        ask::order(
            "T1 activity_id_required",
            &self.activity_id,
            &self.out_biz_no,
            &self.merchant_access_mode,
        )
    }
}
