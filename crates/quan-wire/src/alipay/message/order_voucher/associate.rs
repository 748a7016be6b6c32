//! `alipay.marketing.activity.ordervoucher.associate`: a voucher is linked to a
//! trade, for the statistics of commissions.

use quan_core::Timestamp;

use super::ask;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::times;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Order;

blocks! {
    /// Which code and which trade.
    Request {
        activity_id: Text,
        voucher_code: Text,
        trade_no: Text,
        out_biz_no: Text,
        merchant_access_mode: Text,
    }

    /// Since when they are linked.
    Answer { associate_time: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherAssociate;
}

/// A voucher and a trade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which activity, and the caller's number.
    pub order: Order,
    /// Which voucher.
    pub voucher_code: String,
    /// Which trade; kept as it is.
    pub trade_no: String,
}

impl Request {
    /// The link, or the first rule that it breaks.
    pub fn check(&self) -> Result<Link, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Link, Violation> {
        let order = ask::order(
            "AS1 activity_id_required",
            &self.activity_id,
            &self.out_biz_no,
            &self.merchant_access_mode,
        )?;
        let rule = "AS2 voucher_code_required";
        let voucher_code = ask::given_code(rule, "voucher_code", &self.voucher_code)?;
        let rule = "AS3 trade_no_required";
        let trade_no = ask::text(rule, "trade_no", &self.trade_no, 64)?;
        Ok(Link {
            order,
            voucher_code,
            trade_no,
        })
    }
}

impl Answer {
    /// The answer for a link of that time.
    pub fn of(at: Timestamp) -> Answer {
        Answer {
            associate_time: Some(times::format(at)),
        }
    }
}
