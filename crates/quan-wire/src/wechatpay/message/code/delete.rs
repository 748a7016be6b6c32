//! `DELETE /stocks/{stock_id}/couponcodes/{coupon_code}`: takes a free code back.

use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{COUPON_CODE, REQUEST_NO, STOCK_ID, title};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Time, message};

message! {
    /// Which code of which stock.
    Request { stock_id: String, coupon_code: String, delete_request_no: String }

    /// When it was deleted.
    Answer { stock_id: String, delete_time: Time }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::CodeDelete;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let from = asked.query();
        Ok(Request {
            stock_id: asked.variable("stock_id", title::STOCK_ID, STOCK_ID)?,
            coupon_code: asked.variable("coupon_code", title::COUPON_CODE, COUPON_CODE)?,
            delete_request_no: from.need("delete_request_no", "删除请求单据号", REQUEST_NO)?,
        })
    }
}
