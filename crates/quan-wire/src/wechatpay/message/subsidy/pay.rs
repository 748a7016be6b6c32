//! `POST /subsidy/pay-receipts`: pays a subsidy.

use super::{COUPON_CODE, description, payee, payer, sum, transaction};
use crate::wechatpay::message::asked::Asked;
use crate::wechatpay::message::call::{Call, Operation};
use crate::wechatpay::message::field::{SIGNED_NO, STOCK_ID, title};
use crate::wechatpay::message::refusal::Refusal;
use crate::wechatpay::message::value::{Amount, Heard, Time, message};
use crate::wechatpay::message::word::{PayFailure, PayStatus};

message! {
    /// For which coupon, from whom to whom, and how much.
    Request {
        stock_id: String,
        coupon_code: String,
        transaction_id: String,
        payer_merchant: String,
        payee_merchant: String,
        amount: Amount,
        description: String,
        out_subsidy_no: String,
    }

    /// A subsidy and what became of it.
    PayReceipt {
        subsidy_receipt_id: String,
        stock_id: String,
        coupon_code: String,
        transaction_id: String,
        payer_merchant: String,
        payee_merchant: String,
        amount: Amount,
        description: String,
        status: Heard<PayStatus>,
        fail_reason: Option<Heard<PayFailure>>,
        success_time: Option<Time>,
        out_subsidy_no: String,
        create_time: Option<Time>,
    }
}

impl Call for Request {
    type Answer = PayReceipt;
    const OPERATION: Operation = Operation::SubsidyPay;

    fn read(asked: &Asked) -> Result<Self, Refusal> {
        let from = asked.body();
        Ok(Request {
            stock_id: from.need("stock_id", title::STOCK_ID, STOCK_ID)?,
            coupon_code: from.need("coupon_code", title::COUPON_CODE, COUPON_CODE)?,
            transaction_id: transaction(&from)?,
            payer_merchant: payer(&from)?,
            payee_merchant: payee(&from)?,
            amount: sum(&from)?,
            description: description(&from)?,
            out_subsidy_no: from.need("out_subsidy_no", "商户补差单号", SIGNED_NO)?,
        })
    }
}
