//! `GET /subsidy/pay-receipts`: the subsidies of a coupon.

use super::COUPON_CODE;
use super::pay::PayReceipt;
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{SIGNED_NO, STOCK_ID, title};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::message;

message! {
    /// Of which coupon, or the one of a number.
    Request { stock_id: String, coupon_code: String, out_subsidy_no: Option<String> }

    /// The subsidies.
    Answer { pay_receipt_list: Option<Vec<PayReceipt>> }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::SubsidyPayList;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let from = asked.query();
        Ok(Request {
            stock_id: from.need("stock_id", title::STOCK_ID, STOCK_ID)?,
            coupon_code: from.need("coupon_code", title::COUPON_CODE, COUPON_CODE)?,
            out_subsidy_no: from.may("out_subsidy_no", "商户补差单号", SIGNED_NO)?,
        })
    }
}
