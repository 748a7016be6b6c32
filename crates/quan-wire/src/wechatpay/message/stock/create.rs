//! `POST /stocks`: lays down a stock.

use super::{STOCK_NAME, STOCK_NAME_CHARS, Stock, code_mode, comment, said};
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{MCHID, REQUEST_NO, title};
use crate::wechatpay::message::read::{
    Fields, Kind, Place, Source, TRUTH, block, chars, object, word,
};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::rule::CouponUseRule;
use crate::wechatpay::message::value::{Time, message};
use crate::wechatpay::message::word::StockType;
use quan_core::Timestamp;
use serde_json::Value;

message! {
    /// A stock, and the caller's number for it.
    Request {
        #[serde(flatten)]
        stock: Stock,
        out_request_no: String,
    }

    /// The new stock's number.
    Answer { stock_id: String, create_time: Time }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::StockCreate;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let from = asked.body();
        let name = from.need("stock_name", STOCK_NAME, STOCK_NAME_CHARS)?;
        let belong_merchant = from.need("belong_merchant", title::BELONG_MERCHANT, MCHID)?;
        let comment = comment(&from)?;
        let goods_name = from.need("goods_name", title::GOODS_NAME, chars(15))?;
        let stock_type = from.need("stock_type", "批次类型", word())?;
        let coupon_use_rule =
            from.need("coupon_use_rule", title::USE_RULE, UseRuleOf(stock_type))?;
        let stock_send_rule = from.need("stock_send_rule", title::SEND_RULE, block())?;
        let out_request_no = from.need("out_request_no", title::OUT_REQUEST_NO, REQUEST_NO)?;
        let custom_entrance = from.may("custom_entrance", title::ENTRANCE, block())?;
        let display_pattern_info = from.may("display_pattern_info", title::DISPLAY, block())?;
        let coupon_code_mode = code_mode(&from)?;
        let notify_config = from.may("notify_config", title::NOTIFY, block())?;
        let stock = Stock {
            stock_name: name,
            belong_merchant,
            comment,
            goods_name,
            stock_type,
            coupon_use_rule,
            stock_send_rule,
            custom_entrance: said(custom_entrance),
            display_pattern_info: said(display_pattern_info),
            coupon_code_mode,
            notify_config: said(notify_config),
            subsidy: from.may("subsidy", title::SUBSIDY, TRUTH)?,
        };
        Ok(Request {
            stock,
            out_request_no,
        })
    }
}

/// The rules of use of a stock of this type.
struct UseRuleOf(StockType);

impl Kind for UseRuleOf {
    type Value = CouponUseRule;

    fn read(
        &self,
        place: &Place<'_>,
        value: &Value,
        now: Timestamp,
    ) -> Result<CouponUseRule, Refusal> {
        let members = object(place, value)?;
        CouponUseRule::read(&Fields::within(members, place, now), self.0)
    }

    fn is_silence(&self, _: Source, _: &Value) -> bool {
        false
    }
}
