//! `alipay.marketing.activity.ordervoucher.invalid`: a voucher that was given is
//! never to be used.

use quan_core::Timestamp;

use super::ask;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Order;

blocks! {
    /// Which code.
    Request {
        activity_id: Text,
        voucher_code: Text,
        out_biz_no: Text,
        biz_dt: Text,
        merchant_access_mode: Text,
    }

    /// Nothing but success.
    Answer {}
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherInvalid;
}

/// A voucher to make unusable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalidate {
    /// Which activity, and the caller's number.
    pub order: Order,
    /// Which voucher.
    pub voucher_code: String,
    /// When the merchant did so, for the record.
    pub at: Timestamp,
}

impl Request {
    /// The voucher, or the first rule that the request breaks.
    pub fn check(&self) -> Result<Invalidate, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Invalidate, Violation> {
        let order = ask::order(
            "V1 activity_id_required",
            &self.activity_id,
            &self.out_biz_no,
            &self.merchant_access_mode,
        )?;
        let rule = "V2 voucher_code_required";
        let voucher_code = ask::given_code(rule, "voucher_code", &self.voucher_code)?;
        let at = ask::moment("V4 biz_dt_required", "biz_dt", &self.biz_dt)?;
        Ok(Invalidate {
            order,
            voucher_code,
            at,
        })
    }
}
