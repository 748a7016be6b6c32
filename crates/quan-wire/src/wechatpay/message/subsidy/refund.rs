//! `POST /subsidy/return-receipts`: gives a subsidy back, from its payee to its payer.

use super::{COUPON_CODE, PLATFORM_NO, description, payee, payer, sum, transaction};
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{SIGNED_NO, STOCK_ID, title};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Amount, Heard, Time, message};
use crate::wechatpay::message::word::{ReturnFailure, ReturnStatus};

message! {
    /// For which coupon and which refund, and how much. Payer and payee are those of
    /// the subsidy.
    Request {
        stock_id: String,
        coupon_code: String,
        transaction_id: String,
        refund_id: String,
        payer_merchant: String,
        payee_merchant: String,
        amount: Amount,
        description: String,
        out_subsidy_return_no: String,
    }

    /// A return and what became of it.
    ReturnReceipt {
        subsidy_return_receipt_id: String,
        stock_id: String,
        coupon_code: String,
        transaction_id: String,
        refund_id: String,
        payer_merchant: String,
        payee_merchant: String,
        amount: Amount,
        description: String,
        status: Heard<ReturnStatus>,
        fail_reason: Option<Heard<ReturnFailure>>,
        return_done_time: Option<Time>,
        subsidy_receipt_id: String,
        out_subsidy_return_no: String,
        return_create_time: Option<Time>,
    }
}

impl Call for Request {
    type Answer = ReturnReceipt;
    const OPERATION: Operation = Operation::SubsidyReturn;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let from = asked.body();
        let number = "out_subsidy_return_no";
        Ok(Request {
            stock_id: from.need("stock_id", title::STOCK_ID, STOCK_ID)?,
            coupon_code: from.need("coupon_code", title::COUPON_CODE, COUPON_CODE)?,
            transaction_id: transaction(&from)?,
            refund_id: from.need("refund_id", "微信支付退款单号", PLATFORM_NO)?,
            payer_merchant: payer(&from)?,
            payee_merchant: payee(&from)?,
            amount: sum(&from)?,
            description: description(&from)?,
            out_subsidy_return_no: from.need(number, "商户补差回退单号", SIGNED_NO)?,
        })
    }
}
