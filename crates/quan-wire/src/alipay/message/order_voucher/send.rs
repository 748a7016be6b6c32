//! `alipay.marketing.activity.ordervoucher.send`: one voucher for one user. The
//! platform picks the code among the imported ones.

use quan_core::Timestamp;

use super::ask;
use super::trade::{self, Sale, TradeChannel};
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Recipient;

blocks! {
    /// Which activity, and who gets the voucher.
    Request {
        activity_id: Text,
        out_biz_no: Text,
        user_id: Text,
        open_id: Text,
        biz_dt: Text,
        merchant_order_url: Text,
        trade_channel: Text,
        trade_no: Text,
        ch_info: Text,
    }

    /// The code that was picked.
    Answer { voucher_code: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherSend;
}

/// A voucher to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Send {
    /// The activity that is meant.
    pub activity_id: String,
    /// The caller's number for this request.
    pub out_biz_no: String,
    /// Who gets it.
    pub recipient: Recipient,
    /// When the caller gave it, for the record.
    pub at: Timestamp,
    /// Where the wallet leads to the order.
    pub order_url: Option<String>,
    /// The trade in which it was sold.
    pub sale: Option<Sale>,
    /// Where the user came from; kept as it is.
    pub channel: Option<String>,
}

impl Request {
    /// The order, or the first rule that it breaks.
    pub fn check(&self) -> Result<Send, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Send, Violation> {
        let rule = "S1 activity_id_required";
        let activity_id = ask::activity_id(rule, "activity_id", &self.activity_id)?;
        let out_biz_no = ask::out_biz_no("out_biz_no", &self.out_biz_no)?;
        let recipient = ask::person(
            "S3 user_id_xor_open_id",
            ("user_id", &self.user_id),
            ("open_id", &self.open_id),
        )?;
        let at = ask::moment("S4 biz_dt_required", "biz_dt", &self.biz_dt)?;
        let rule = "S5 merchant_order_url_begins_with_alipays";
        let order_url = trade::order_url(rule, "merchant_order_url", &self.merchant_order_url)?;
        let sale = trade::sale(
            "S6 trade_channel_known",
            &[TradeChannel::Alipay],
            "S7 trade_channel_needs_trade_no",
            &self.trade_channel,
            &self.trade_no,
        )?;
        let channel = ask::short("ch_info", &self.ch_info, 256)?;
        Ok(Send {
            activity_id,
            out_biz_no,
            recipient,
            at,
            order_url,
            sale,
            channel,
        })
    }
}

impl Send {
    /// What an activity for exchange, and one whose vouchers are sold, ask for besides.
    pub fn against(&self, exchange: bool, sold: bool) -> Result<(), Violation> {
        if exchange {
            let rule = "S5 exchange_needs_merchant_order_url";
            let url = check::need(rule, "merchant_order_url", &self.order_url);
            url.map_err(Violation::in_order_words)?;
        }
        if sold && self.sale.is_none() {
            let rule = "S6 sold_needs_trade_channel";
            return Err(Violation::of(rule, "trade_channel", "不能为空").in_order_words());
        }
        Ok(())
    }
}
