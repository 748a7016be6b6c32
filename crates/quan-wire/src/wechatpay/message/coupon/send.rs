//! `POST /coupons/send`: issues a coupon to a user.

use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{APPID, MERCHANT_CODE, OPENID, SIGNED_NO, STOCK_ID, title};
use crate::wechatpay::message::read::Place;
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::message;
use crate::wechatpay::message::word::CodeMode;

message! {
    /// To whom, from which stock, and where the merchant supplies codes under which.
    Request {
        openid: String,
        appid: String,
        stock_id: String,
        out_request_no: String,
        coupon_code: Option<String>,
    }

    /// The coupon. Some SDKs look for it in the inner block, the documentation shows
    /// it flat: both are written.
    Answer {
        stock_id: Option<String>,
        coupon_code: Option<String>,
        out_request_no: Option<String>,
        send_coupon_result: SendCouponResult,
    }

    /// The coupon, for the SDKs.
    SendCouponResult { stock_id: String, out_request_no: String, coupon_code: String }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CouponSend;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let from = asked.body();
        Ok(Request {
            openid: from.need("openid", title::OPENID, OPENID)?,
            appid: from.need("appid", title::APPID, APPID)?,
            stock_id: from.need("stock_id", title::STOCK_ID, STOCK_ID)?,
            out_request_no: from.need("out_request_no", title::OUT_REQUEST_NO, SIGNED_NO)?,
            coupon_code: from.may("coupon_code", title::COUPON_CODE, MERCHANT_CODE)?,
        })
    }
}

impl Request {
    /// Whether a code is named where the stock needs one, and nowhere else.
    pub fn suits(&self, mode: CodeMode) -> Result<(), Refusal> {
        let place = Place::in_body("coupon_code", title::COUPON_CODE);
        let rule = "W-SEND-3 a_code_where_the_merchant_supplies_it";
        match (mode, &self.coupon_code) {
            (CodeMode::MerchantApi, None) => {
                let missing = place.missing();
                Err(Refusal { rule, ..missing })
            }
            (CodeMode::WechatPay | CodeMode::MerchantUpload, Some(code)) => {
                let text = "该批次的券code模式不允许传入coupon_code";
                Err(place.refuse(rule, text.to_owned(), text, code.as_str().into()))
            }
            (CodeMode::MerchantApi, Some(_))
            | (CodeMode::WechatPay | CodeMode::MerchantUpload, None) => Ok(()),
        }
    }

    /// The answer, with the code that the coupon has.
    pub fn answer(&self, coupon_code: &str) -> Answer {
        let (stock, number) = (&self.stock_id, &self.out_request_no);
        Answer {
            stock_id: Some(stock.clone()),
            coupon_code: Some(coupon_code.to_owned()),
            out_request_no: Some(number.clone()),
            send_coupon_result: SendCouponResult {
                stock_id: stock.clone(),
                out_request_no: number.clone(),
                coupon_code: coupon_code.to_owned(),
            },
        }
    }
}
