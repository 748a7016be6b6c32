//! `alipay.marketing.activity.settle.query`: what became of a settlement. Only
//! the gateway offers it.

use super::ask;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Price, Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::words;

blocks! {
    /// Which settlement.
    Request { activity_id: Text, order_no: Text, settle_no: Text }

    /// Who receives what, and what the order is charged.
    Answer {
        order_no: Text,
        settle_info: Vec<BizFundSettleDetailInfo>,
        summary: Option<BizFundSettleSummary>,
    }

    /// Money for one account.
    BizFundSettleDetailInfo {
        trans_in: Text,
        trans_in_type: Text,
        amount: Price,
        status: Text,
    }

    /// The fee of the whole order.
    BizFundSettleSummary { charge: Price }
}

words! {
    /// How far a settlement is.
    SettleStatus { Processing = "PROCESSING", Success = "SUCCESS", Fail = "FAIL" }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::SettleQuery;
}

/// A settlement to ask about. One of the two numbers is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The activity whose voucher was sold.
    pub activity_id: String,
    /// The order in which it was.
    pub order_no: Option<String>,
    /// The settlement.
    pub settle_no: Option<String>,
}

impl Request {
    /// The question, or the first rule that it breaks.
    pub fn check(&self) -> Result<Question, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Question, Violation> {
        let rule = "L0 activity_id_required";
        let activity_id = ask::activity_id(rule, "activity_id", &self.activity_id)?;
        let order_no = ask::short("order_no", &self.order_no, 64)?;
        let settle_no = ask::short("settle_no", &self.settle_no, 64)?;
        if order_no.is_none() && settle_no.is_none() {
            let rule = "L0 order_no_or_settle_no_required";
            return Err(Violation::of(rule, "order_no", "和 settle_no 不能同时为空"));
        }
        Ok(Question {
            activity_id,
            order_no,
            settle_no,
        })
    }
}
