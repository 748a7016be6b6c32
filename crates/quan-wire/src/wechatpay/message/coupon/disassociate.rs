//! `POST /coupons/disassociate`: takes a coupon from its order.

use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{COUPON_CODE, SIGNED_NO, STOCK_ID, title};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Time, message};

message! {
    /// Which coupon, and which order of the merchant's.
    Request {
        stock_id: String,
        coupon_code: String,
        out_trade_no: String,
        out_request_no: String,
    }

    /// When they were parted.
    Answer { wechatpay_disassociate_time: Time }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CouponDisassociate;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let from = asked.body();
        Ok(Request {
            stock_id: from.need("stock_id", title::STOCK_ID, STOCK_ID)?,
            coupon_code: from.need("coupon_code", title::COUPON_CODE, COUPON_CODE)?,
            out_trade_no: from.need("out_trade_no", title::OUT_TRADE_NO, SIGNED_NO)?,
            out_request_no: from.need("out_request_no", title::OUT_REQUEST_NO, SIGNED_NO)?,
        })
    }
}
