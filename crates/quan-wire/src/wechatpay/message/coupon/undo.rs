//! `POST /coupons/return`: undoes a use.

use super::coupon;
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::REQUEST_NO;
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Time, message};

message! {
    /// Which coupon.
    Request { coupon_code: String, stock_id: String, return_request_no: String }

    /// When it was given back.
    Answer { wechatpay_return_time: Time }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CouponReturn;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let (coupon_code, stock_id) = coupon(asked)?;
        let number = "return_request_no";
        Ok(Request {
            coupon_code,
            stock_id,
            return_request_no: asked.body().need(number, "退券请求单据号", REQUEST_NO)?,
        })
    }
}
