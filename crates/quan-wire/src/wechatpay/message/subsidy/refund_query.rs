//! `GET /subsidy/return-receipts/{subsidy_return_receipt_id}`: one return.

use super::PLATFORM_NO;
use super::refund::ReturnReceipt;
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::message;

message! {
    /// Which return.
    Request { subsidy_return_receipt_id: String }
}

impl Call for Request {
    type Answer = ReturnReceipt;
    const OPERATION: Operation = Operation::SubsidyReturnQuery;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let name = "subsidy_return_receipt_id";
        Ok(Request {
            subsidy_return_receipt_id: asked.variable(name, "补差回退单号", PLATFORM_NO)?,
        })
    }
}
