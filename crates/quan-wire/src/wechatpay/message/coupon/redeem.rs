//! `POST /coupons/use`: the merchant tells that a coupon is used.

use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{
    APPID, COUPON_CODE, MCHID, OPENID, REQUEST_NO, STOCK_ID, title,
};
use crate::wechatpay::message::read::{TIME, text};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Time, message};

message! {
    /// Which coupon. The stock is needed by merchants' own codes; the last three are
    /// kept for the record.
    Request {
        coupon_code: String,
        stock_id: Option<String>,
        appid: String,
        use_time: Time,
        use_request_no: String,
        openid: Option<String>,
        out_trade_no: Option<String>,
        mch_id: Option<String>,
        transaction_id: Option<String>,
    }

    /// Whose coupon it was, and when it was used by the platform's clock.
    Answer { stock_id: String, openid: String, wechatpay_use_time: Time }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CouponUse;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let from = asked.body();
        Ok(Request {
            coupon_code: from.need("coupon_code", title::COUPON_CODE, COUPON_CODE)?,
            stock_id: from.may("stock_id", title::STOCK_ID, STOCK_ID)?,
            appid: from.need("appid", title::APPID, APPID)?,
            use_time: from.need("use_time", "请求核销时间", TIME)?,
            use_request_no: from.need("use_request_no", "核销请求单据号", REQUEST_NO)?,
            openid: from.may("openid", title::OPENID, OPENID)?,
            out_trade_no: from.may("out_trade_no", title::OUT_TRADE_NO, text(1, 128))?,
            mch_id: from.may("mch_id", title::MCHID, MCHID)?,
            transaction_id: from.may("transaction_id", title::TRANSACTION_ID, text(1, 32))?,
        })
    }
}
