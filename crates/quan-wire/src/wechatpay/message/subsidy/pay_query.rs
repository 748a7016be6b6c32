//! `GET /subsidy/pay-receipts/{subsidy_receipt_id}`: one subsidy.

use super::PLATFORM_NO;
use super::pay::PayReceipt;
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::message;

message! {
    /// Which subsidy.
    Request { subsidy_receipt_id: String }
}

impl Call for Request {
    type Answer = PayReceipt;
    const OPERATION: Operation = Operation::SubsidyPayQuery;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let name = "subsidy_receipt_id";
        Ok(Request {
            subsidy_receipt_id: asked.variable(name, "补差付款单号", PLATFORM_NO)?,
        })
    }
}
