//! `GET /stocks/{stock_id}/couponcodes/{coupon_code}`: one code, and the coupon that
//! has it.

use super::CodeInformation;
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::coupon::Coupon;
use crate::wechatpay::message::field::{APPID, COUPON_CODE, STOCK_ID, title};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::message;

message! {
    /// Which code of which stock.
    Request { stock_id: String, coupon_code: String, appid: Option<String> }

    /// The code, and if it was given out the coupon.
    Answer {
        code_information: CodeInformation,
        coupon_information: Option<Coupon>,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CodeQuery;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        Ok(Request {
            stock_id: asked.variable("stock_id", title::STOCK_ID, STOCK_ID)?,
            coupon_code: asked.variable("coupon_code", title::COUPON_CODE, COUPON_CODE)?,
            appid: asked.query().may("appid", title::APPID, APPID)?,
        })
    }
}
