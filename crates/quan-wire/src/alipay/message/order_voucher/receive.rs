//! `alipay.marketing.activity.ordervoucher.receive`: vouchers of several
//! activities for one user. Each element is told its own result.

use quan_core::Timestamp;

use super::ask;
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::code::Code;
use crate::alipay::message::field::{Flag, Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Recipient;

blocks! {
    /// Who gives which vouchers to whom.
    Request {
        receive_info_list: Vec<OrderVoucherReceiveInfo>,
        send_merchant_id: Text,
        send_merchant_open_id: Text,
        user_id: Text,
        user_open_id: Text,
    }

    /// One voucher. A code is given where the merchant makes them at each issue.
    OrderVoucherReceiveInfo {
        activity_id: Text,
        out_biz_no: Text,
        voucher_code: Text,
        customize_send_time: Text,
    }

    /// A result for each element, in the order of the request.
    Answer { receive_result_list: Vec<OrderVoucherReceiveResult> }

    /// What came of one voucher; `retry` says whether asking again may help.
    OrderVoucherReceiveResult {
        activity_id: Text,
        out_biz_no: Text,
        result: Flag,
        retry: Flag,
        error_code: Text,
        voucher_code: Text,
        voucher_id: Text,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherReceive;
}

/// Vouchers to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipts {
    /// Who gets them.
    pub recipient: Recipient,
    /// Who gives them; `None` is the caller.
    pub sender: Option<Recipient>,
    /// Every element of the request: a voucher, or what is wrong with it.
    pub elements: Vec<Result<Receipt, Violation>>,
}

/// One voucher to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The activity that is meant.
    pub activity_id: String,
    /// The caller's number for this element.
    pub out_biz_no: String,
    /// The merchant's code; `None` where the platform picks one.
    pub voucher_code: Option<String>,
    /// From when its validity counts; `None` is now.
    pub counts_from: Option<Timestamp>,
}

/// How many elements a call takes.
pub const MOST_ELEMENTS: usize = 50;

const LIST: &str = "receive_info_list";

impl Request {
    /// The vouchers, or the first rule that the request as a whole breaks.
    pub fn check(&self) -> Result<Receipts, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Receipts, Violation> {
        let elements = &self.receive_info_list;
        if !(1..=MOST_ELEMENTS).contains(&elements.len()) {
            let rule = "R1 between_1_and_50_elements";
            return Err(Violation::of(rule, LIST, "数量必须在1到50之间"));
        }
        let sender = ask::perhaps(
            "R5 send_merchant_named_once",
            ("send_merchant_id", &self.send_merchant_id),
            ("send_merchant_open_id", &self.send_merchant_open_id),
        )?;
        let recipient = ask::person(
            "R6 user_id_xor_user_open_id",
            ("user_id", &self.user_id),
            ("user_open_id", &self.user_open_id),
        )?;
        let elements = elements.iter().enumerate();
        let elements =
            elements.map(|(at, element)| element.check(at).map_err(Violation::in_order_words));
        let elements = elements.collect();
        Ok(Receipts {
            recipient,
            sender,
            elements,
        })
    }
}

impl OrderVoucherReceiveInfo {
    fn check(&self, at: usize) -> Result<Receipt, Violation> {
        let field = |name: &str| format!("{LIST}[{at}].{name}");
        let rule = "R2 activity_id_required";
        let activity_id = ask::activity_id(rule, &field("activity_id"), &self.activity_id)?;
        let out_biz_no = ask::out_biz_no(&field("out_biz_no"), &self.out_biz_no)?;
        if self
            .voucher_code
            .as_deref()
            .is_some_and(|code| !ask::is_code(code))
        {
            let rule = "R3 voucher_code_is_well_formed";
            return Err(Violation::of(rule, &field("voucher_code"), "格式不合法"));
        }
        let at = ask::instant(&field("customize_send_time"), &self.customize_send_time)?;
        Ok(Receipt {
            activity_id,
            out_biz_no,
            voucher_code: self.voucher_code.clone(),
            counts_from: at,
        })
    }
}

impl Receipt {
    /// Whether a code comes with the element is a question of whose codes they are:
    /// `named` where the merchant makes one at each issue.
    pub fn against(&self, named: bool) -> Result<(), Violation> {
        let what = match (named, self.voucher_code.is_some()) {
            (true, false) => "不能为空",
            (false, true) => "必须为空",
            (true, true) | (false, false) => return Ok(()),
        };
        let rule = "R3 voucher_code_where_codes_are_not_imported";
        Err(Violation::of(rule, "voucher_code", what).in_order_words())
    }
}

impl OrderVoucherReceiveResult {
    /// The voucher was given.
    pub fn given(
        of: &OrderVoucherReceiveInfo,
        voucher_code: Text,
        voucher_id: &str,
    ) -> OrderVoucherReceiveResult {
        OrderVoucherReceiveResult {
            activity_id: of.activity_id.clone(),
            out_biz_no: of.out_biz_no.clone(),
            result: Some(true),
            retry: Some(false),
            error_code: None,
            voucher_code,
            voucher_id: Some(voucher_id.to_owned()),
        }
    }

    /// It was not. Asking again helps only where the platform itself failed.
    pub fn refused(of: &OrderVoucherReceiveInfo, error_code: &str) -> OrderVoucherReceiveResult {
        OrderVoucherReceiveResult {
            activity_id: of.activity_id.clone(),
            out_biz_no: of.out_biz_no.clone(),
            result: Some(false),
            retry: Some(error_code == Code::SystemError.as_str()),
            error_code: Some(error_code.to_owned()),
            voucher_code: of.voucher_code.clone(),
            voucher_id: None,
        }
    }
}
