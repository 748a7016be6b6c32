//! `alipay.marketing.activity.order.refund`: the money of a sold voucher goes
//! back, and its code is no longer good. Accepted at once, done when the message
//! `refunded` comes.

use super::RefundType;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::field::{Price, Text, blocks};
use crate::alipay::message::order_voucher::ask;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Recipient;

blocks! {
    /// Which order, and which codes of it.
    Request {
        order_no: Text,
        out_biz_no: Text,
        buyer_id: Text,
        buyer_open_id: Text,
        refund_type: Text,
        refund_activity_info_list: Vec<RefundActivityInfo>,
    }

    /// Codes of one activity. Their number is typed as a text.
    RefundActivityInfo { activity_id: Text, quantity: Price, voucher_code_list: Vec<String> }

    /// The order.
    Answer { order_no: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderRefund;
}

/// An order to refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// The order.
    pub order_no: String,
    /// The caller's number for this request.
    pub out_biz_no: String,
    /// Who bought, where the caller says it.
    pub buyer: Option<Recipient>,
    /// Why the money goes back.
    pub kind: RefundType,
    /// Of which activity a voucher was sold.
    pub activity_id: String,
    /// The code that was sold.
    pub voucher_code: String,
}

const LIST: &str = "refund_activity_info_list";

impl Request {
    /// The refund, or the first rule that it breaks.
    pub fn check(&self) -> Result<Refund, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Refund, Violation> {
        let order_no = ask::text("OR1 order_no_required", "order_no", &self.order_no, 64)?;
        let out_biz_no = ask::out_biz_no("out_biz_no", &self.out_biz_no)?;
        let buyer = ask::perhaps(
            "OR3 buyer_named_once",
            ("buyer_id", &self.buyer_id),
            ("buyer_open_id", &self.buyer_open_id),
        )?;
        let kind = refund_type("OR4 refund_type_known", &self.refund_type)?;
        let [refunded] = self.refund_activity_info_list.as_slice() else {
            let rule = "OR5 exactly_one_activity";
            return Err(Violation::of(rule, LIST, "必须且只能包含一个活动"));
        };
        let (activity_id, voucher_code) = refunded.check()?;
        Ok(Refund {
            order_no,
            out_biz_no,
            buyer,
            kind,
            activity_id,
            voucher_code,
        })
    }
}

/// Why the money goes back; the user wants it where nothing is said.
pub(super) fn refund_type(rule: &'static str, kind: &Text) -> Result<RefundType, Violation> {
    let kind = check::one_of(rule, "refund_type", kind, RefundType::asked)?;
    Ok(kind.unwrap_or(RefundType::User))
}

impl RefundActivityInfo {
    /// The activity, and the only code of it.
    fn check(&self) -> Result<(String, String), Violation> {
        let field = |name: &str| format!("{LIST}[0].{name}");
        let rule = "OR5 activity_id_required";
        let activity_id = ask::activity_id(rule, &field("activity_id"), &self.activity_id)?;
        if self
            .quantity
            .as_ref()
            .is_none_or(|quantity| quantity.as_str() != "1")
        {
            let rule = "OR5 quantity_is_1";
            return Err(Violation::of(rule, &field("quantity"), "必须为1"));
        }
        let list = field("voucher_code_list");
        let [code] = self.voucher_code_list.as_slice() else {
            let rule = "OR6 as_many_codes_as_quantity_says";
            return Err(Violation::of(rule, &list, "数量必须等于quantity"));
        };
        ask::short(
            &format!("{list}[0]"),
            &Some(code.clone()),
            ask::LONGEST_CODE,
        )?;
        Ok((activity_id, code.clone()))
    }
}
