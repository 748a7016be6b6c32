//! `alipay.marketing.activity.ordervoucher.disassociate`: a voucher's link to a
//! trade is taken away.

use quan_core::Timestamp;

use super::ask;
use super::associate::Link;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::times;
use crate::alipay::message::violation::Violation;

blocks! {
    /// Which code and which trade.
    Request {
        activity_id: Text,
        voucher_code: Text,
        trade_no: Text,
        out_biz_no: Text,
        merchant_access_mode: Text,
    }

    /// When the link was taken away.
    Answer { disassociate_time: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherDisassociate;
}

impl Request {
    /// The link, or the first rule that the request breaks.
    pub fn check(&self) -> Result<Link, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Link, Violation> {
        let order = ask::order(
            "DA1 activity_id_required",
            &self.activity_id,
            &self.out_biz_no,
            &self.merchant_access_mode,
        )?;
        let rule = "DA2 voucher_code_required";
        let voucher_code = ask::given_code(rule, "voucher_code", &self.voucher_code)?;
        let rule = "DA3 trade_no_required";
        let trade_no = ask::text(rule, "trade_no", &self.trade_no, 64)?;
        Ok(Link {
            order,
            voucher_code,
            trade_no,
        })
    }
}

impl Answer {
    /// The answer for a link that was taken away then.
    pub fn of(at: Timestamp) -> Answer {
        Answer {
            disassociate_time: Some(times::format(at)),
        }
    }
}
