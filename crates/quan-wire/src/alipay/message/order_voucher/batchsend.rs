//! `alipay.marketing.activity.ordervoucher.batchsend`: vouchers that a user
//! bought, under codes of the merchant's own. Each element is told its own result.

use quan_core::Timestamp;

use super::ask;
use super::trade::{self, Sale, TradeChannel};
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::code::Code;
use crate::alipay::message::field::{Flag, Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Recipient;

blocks! {
    /// Who gets which vouchers.
    Request {
        activity_send_voucher_info_list: Vec<ActivitySendVoucherInfo>,
        user_id: Text,
        open_id: Text,
        biz_dt: Text,
        trade_channel: Text,
        trade_no: Text,
        promo_trace_info: Text,
    }

    /// One voucher.
    ActivitySendVoucherInfo {
        activity_id: Text,
        out_biz_no: Text,
        voucher_code: Text,
        merchant_order_url: Text,
        voucher_code_url: Text,
    }

    /// A result for each element, in the order of the request.
    Answer { activity_send_voucher_result_info_list: Vec<ActivitySendVoucherResultInfo> }

    /// What came of one voucher; `retry` says whether asking again may help.
    ActivitySendVoucherResultInfo {
        voucher_code: Text,
        result: Flag,
        error_code: Text,
        error_msg: Text,
        retry: Flag,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherBatchsend;
}

/// Vouchers to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchSend {
    /// Who gets them.
    pub recipient: Recipient,
    /// When the caller gave them, for the record.
    pub at: Option<Timestamp>,
    /// The trade in which they were sold.
    pub sale: Option<Sale>,
    /// Where the user came from; kept as it is.
    pub trace: Option<String>,
    /// Every element of the request: a voucher, or what is wrong with it.
    pub elements: Vec<Result<Piece, Violation>>,
}

/// One voucher to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The activity that is meant.
    pub activity_id: String,
    /// The caller's number for this element.
    pub out_biz_no: String,
    /// The merchant's code.
    pub voucher_code: String,
    /// Where the wallet leads to the order.
    pub order_url: Option<String>,
    /// What the wallet's picture of the code says instead of the code.
    pub code_url: Option<String>,
}

/// How many elements a call takes.
pub const MOST_ELEMENTS: usize = 50;

const LIST: &str = "activity_send_voucher_info_list";

impl Request {
    /// The vouchers, or the first rule that the request as a whole breaks.
    pub fn check(&self) -> Result<BatchSend, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<BatchSend, Violation> {
        let elements = &self.activity_send_voucher_info_list;
        if !(1..=MOST_ELEMENTS).contains(&elements.len()) {
            let rule = "B1 between_1_and_50_elements";
            return Err(Violation::of(rule, LIST, "数量必须在1到50之间"));
        }
        let recipient = ask::person(
            "B7 user_id_xor_open_id",
            ("user_id", &self.user_id),
            ("open_id", &self.open_id),
        )?;
        let at = ask::instant("biz_dt", &self.biz_dt)?;
        let sale = trade::sale(
            "B8 trade_channel_known",
            TradeChannel::ALL,
            "B9 trade_channel_needs_trade_no",
            &self.trade_channel,
            &self.trade_no,
        )?;
        let trace = ask::short("promo_trace_info", &self.promo_trace_info, 1024)?;
        let elements = elements.iter().enumerate();
        let elements =
            elements.map(|(at, element)| element.check(at).map_err(Violation::in_order_words));
        let elements = elements.collect();
        Ok(BatchSend {
            recipient,
            at,
            sale,
            trace,
            elements,
        })
    }
}

impl ActivitySendVoucherInfo {
    fn check(&self, at: usize) -> Result<Piece, Violation> {
        let field = |name: &str| format!("{LIST}[{at}].{name}");
        let rule = "B2 activity_id_required";
        let activity_id = ask::activity_id(rule, &field("activity_id"), &self.activity_id)?;
        let out_biz_no = ask::out_biz_no(&field("out_biz_no"), &self.out_biz_no)?;
        let rule = "B4 voucher_code_is_well_formed";
        let named = field("voucher_code");
        let voucher_code = check::need(rule, &named, &self.voucher_code)?.to_owned();
        if !ask::is_code(&voucher_code) {
            return Err(Violation::of(rule, &named, "格式不合法"));
        }
        let rule = "B5 merchant_order_url_begins_with_alipays";
        let order_url =
            trade::order_url(rule, &field("merchant_order_url"), &self.merchant_order_url)?;
        let code_url = ask::short(&field("voucher_code_url"), &self.voucher_code_url, 255)?;
        Ok(Piece {
            activity_id,
            out_biz_no,
            voucher_code,
            order_url,
            code_url,
        })
    }
}

impl BatchSend {
    /// What is asked for besides where vouchers are sold.
    pub fn against(&self, sold: bool) -> Result<(), Violation> {
        if sold && self.sale.is_none() {
            let rule = "B8 sold_needs_trade_channel";
            return Err(Violation::of(rule, "trade_channel", "不能为空").in_order_words());
        }
        Ok(())
    }
}

impl Piece {
    /// What an activity for exchange asks for besides.
    pub fn against(&self, exchange: bool) -> Result<(), Violation> {
        if exchange {
            let rule = "B5 exchange_needs_merchant_order_url";
            let url = check::need(rule, "merchant_order_url", &self.order_url);
            url.map_err(Violation::in_order_words)?;
        }
        Ok(())
    }
}

impl ActivitySendVoucherResultInfo {
    /// The voucher was given.
    pub fn given(voucher_code: &str) -> ActivitySendVoucherResultInfo {
        ActivitySendVoucherResultInfo {
            voucher_code: Some(voucher_code.to_owned()),
            result: Some(true),
            retry: Some(false),
            ..ActivitySendVoucherResultInfo::default()
        }
    }

    /// It was not. Asking again helps only where the platform itself failed.
    pub fn refused(
        voucher_code: &Text,
        error_code: &str,
        error_msg: &str,
    ) -> ActivitySendVoucherResultInfo {
        ActivitySendVoucherResultInfo {
            voucher_code: voucher_code.clone(),
            result: Some(false),
            error_code: Some(error_code.to_owned()),
            error_msg: Some(error_msg.to_owned()),
            retry: Some(error_code == Code::SystemError.as_str()),
        }
    }
}
