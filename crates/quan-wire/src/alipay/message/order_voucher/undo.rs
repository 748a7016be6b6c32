//! `alipay.marketing.activity.ordervoucher.refund`: a use is undone and the user
//! has the voucher again. No money moves.

use quan_core::{Fen, Timestamp};

use super::ask;
use super::redeem::total_fee;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::field::{Int, Price, Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Order;

/// What is left of the voucher, as after a use.
pub use super::redeem::Answer;

blocks! {
    /// Which code, and what went back to the user.
    Request {
        activity_id: Text,
        voucher_code: Text,
        out_biz_no: Text,
        biz_dt: Text,
        total_fee: Price,
        voucher_refund_detail_info: Option<VoucherRefundDetailInfo>,
        merchant_access_mode: Text,
    }

    /// How many uses are undone, and what they had taken off.
    VoucherRefundDetailInfo { voucher_refund_use_times: Int, voucher_refund_amount: Price }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherRefund;
}

/// Uses of a voucher to undo.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undo {
    /// Which activity, and the caller's number.
    pub order: Order,
    /// Which voucher.
    pub voucher_code: String,
    /// When the order was refunded; taken as the time of undoing.
    pub at: Timestamp,
    /// What the refunded order cost, where the caller tells it.
    pub total: Option<Fen>,
    /// How many uses; `None` undoes all of them.
    pub times: Option<u32>,
    /// What they had taken off, where the caller tells it.
    pub amount: Option<Fen>,
}

impl Request {
    /// The uses, or the first rule that the request breaks.
    pub fn check(&self) -> Result<Undo, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Undo, Violation> {
        let order = ask::order(
            "F1 activity_id_required",
            &self.activity_id,
            &self.out_biz_no,
            &self.merchant_access_mode,
        )?;
        let rule = "F2 voucher_code_required";
        let voucher_code = ask::given_code(rule, "voucher_code", &self.voucher_code)?;
        let at = ask::moment("F4 biz_dt_required", "biz_dt", &self.biz_dt)?;
        let rule = "F5 total_fee_between_0_01_and_100000000";
        let total = total_fee(rule, &self.total_fee)?;
        let detail = self.voucher_refund_detail_info.clone().unwrap_or_default();
        let times = check::positive(
            "F6 voucher_refund_use_times_not_negative",
            "voucher_refund_detail_info.voucher_refund_use_times",
            detail.voucher_refund_use_times,
        )?;
        let amount = ask::yuan(
            "voucher_refund_detail_info.voucher_refund_amount",
            &detail.voucher_refund_amount,
        )?;
        Ok(Undo {
            order,
            voucher_code,
            at,
            total,
            times,
            amount,
        })
    }
}
