//! `alipay.marketing.activity.order.refundconfirmcommit`: the merchant's late
//! answer to the question whether money may go back.

use super::RefundType;
use super::refund::refund_type;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::order_voucher::ask;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{Recipient, words};

blocks! {
    /// Which order, and what of it may go back.
    Request {
        order_no: Text,
        buyer_id: Text,
        buyer_open_id: Text,
        refund_type: Text,
        refund_confirm_commit_activity_info_list: Vec<RefundConfirmCommitActivityInfo>,
    }

    /// Codes of one activity.
    RefundConfirmCommitActivityInfo {
        activity_id: Text,
        refund_confirm_commit_result_list: Vec<RefundConfirmCommitResult>,
    }

    /// Yes or no to one code, and why not.
    RefundConfirmCommitResult { voucher_code: Text, result: Text, reason: Text }

    /// The order.
    Answer { order_no: Text }
}

words! {
    /// What the merchant says.
    Verdict { Agree = "AGREE", Refuse = "REFUSE" }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderRefundconfirmcommit;
}

/// What the merchant says to an order's codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmation {
    /// The order.
    pub order_no: String,
    /// Who bought, where the caller says it.
    pub buyer: Option<Recipient>,
    /// Why the money goes back.
    pub kind: RefundType,
    /// What is said to each code.
    pub codes: Vec<Confirmed>,
}

/// What the merchant says to one code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Confirmed {
    /// Its activity.
    pub activity_id: String,
    /// The code.
    pub voucher_code: String,
    /// Yes or no.
    pub verdict: Verdict,
    /// Why not.
    pub reason: Option<String>,
}

const LIST: &str = "refund_confirm_commit_activity_info_list";

impl Request {
    /// What the merchant says, or the first rule that the request breaks.
    pub fn check(&self) -> Result<Confirmation, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Confirmation, Violation> {
        let order_no = ask::text("OC1 order_no_required", "order_no", &self.order_no, 64)?;
        let buyer = ask::perhaps(
            "OC1 buyer_named_once",
            ("buyer_id", &self.buyer_id),
            ("buyer_open_id", &self.buyer_open_id),
        )?;
        let kind = refund_type("OC1 refund_type_known", &self.refund_type)?;
        let mut codes = Vec::new();
        for (at, activity) in self
            .refund_confirm_commit_activity_info_list
            .iter()
            .enumerate()
        {
            activity.check(at, &mut codes)?;
        }
        if codes.is_empty() {
            return Err(Violation::of("OC1 codes_required", LIST, "不能为空"));
        }
        Ok(Confirmation {
            order_no,
            buyer,
            kind,
            codes,
        })
    }
}

impl RefundConfirmCommitActivityInfo {
    fn check(&self, at: usize, codes: &mut Vec<Confirmed>) -> Result<(), Violation> {
        let field = |name: &str| format!("{LIST}[{at}].{name}");
        let rule = "OC1 activity_id_required";
        let activity_id = ask::activity_id(rule, &field("activity_id"), &self.activity_id)?;
        let list = field("refund_confirm_commit_result_list");
        for (at, said) in self.refund_confirm_commit_result_list.iter().enumerate() {
            let field = |name: &str| format!("{list}[{at}].{name}");
            let rule = "OC1 voucher_code_required";
            let code = ask::given_code(rule, &field("voucher_code"), &said.voucher_code)?;
            let rule = "OC1 result_known";
            let word = Verdict::from_word;
            let verdict = check::need_one_of(rule, &field("result"), &said.result, word)?;
            codes.push(Confirmed {
                activity_id: activity_id.clone(),
                voucher_code: code,
                verdict,
                reason: said.reason.clone(),
            });
        }
        Ok(())
    }
}
