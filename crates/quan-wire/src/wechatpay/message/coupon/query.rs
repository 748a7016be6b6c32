//! `GET /users/{openid}/coupons/{coupon_code}/appids/{appid}`: one coupon of a user.

use super::Coupon;
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{APPID, COUPON_CODE, OPENID, title};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::message;

message! {
    /// Which coupon of which user.
    Request { openid: String, coupon_code: String, appid: String }
}

impl Call for Request {
    type Answer = Coupon;
    const OPERATION: Operation = Operation::CouponQuery;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        Ok(Request {
            openid: asked.variable("openid", title::OPENID, OPENID)?,
            coupon_code: asked.variable("coupon_code", title::COUPON_CODE, COUPON_CODE)?,
            appid: asked.variable("appid", title::APPID, APPID)?,
        })
    }
}
