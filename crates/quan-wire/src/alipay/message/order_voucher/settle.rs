//! `alipay.marketing.activity.ordervoucher.settle`: the money of a sold voucher
//! goes to its payee. The number makes it move once.

use super::ask;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::violation::Violation;

blocks! {
    /// Which order.
    Request { activity_id: Text, order_no: Text, out_biz_no: Text }

    /// The settlement.
    Answer { settle_no: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherSettle;
}

/// An order to settle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settle {
    /// The activity whose voucher was sold.
    pub activity_id: String,
    /// The order in which it was.
    pub order_no: String,
    /// The caller's number for this request.
    pub out_biz_no: String,
}

impl Request {
    /// The order, or the first rule that the request breaks.
    pub fn check(&self) -> Result<Settle, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Settle, Violation> {
        let rule = "L1 activity_id_required";
        let activity_id = ask::activity_id(rule, "activity_id", &self.activity_id)?;
        let order_no = ask::text("L2 order_no_required", "order_no", &self.order_no, 64)?;
        let out_biz_no = ask::out_biz_no("out_biz_no", &self.out_biz_no)?;
        Ok(Settle {
            activity_id,
            order_no,
            out_biz_no,
        })
    }
}
