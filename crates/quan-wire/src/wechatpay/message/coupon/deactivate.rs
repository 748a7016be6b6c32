//! `POST /coupons/deactivate`: makes a coupon invalid for good.

use super::coupon;
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::REQUEST_NO;
use crate::wechatpay::message::read::chars;
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Time, message};

message! {
    /// Which coupon, and why.
    Request {
        coupon_code: String,
        stock_id: String,
        deactivate_request_no: String,
        deactivate_reason: Option<String>,
    }

    /// Since when it is invalid.
    Answer { wechatpay_deactivate_time: Time }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CouponDeactivate;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let (coupon_code, stock_id) = coupon(asked)?;
        let from = asked.body();
        let number = "deactivate_request_no";
        Ok(Request {
            coupon_code,
            stock_id,
            deactivate_request_no: from.need(number, "失效请求单据号", REQUEST_NO)?,
            deactivate_reason: from.may("deactivate_reason", "失效原因", chars(64))?,
        })
    }
}
