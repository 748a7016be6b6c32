//! Subsidies (补差) by name.

use quan_wire::wechatpay::message::subsidy::pay::{self, PayReceipt};
use quan_wire::wechatpay::message::subsidy::refund::{self, ReturnReceipt};
use quan_wire::wechatpay::message::subsidy::{pay_list, pay_query, refund_query};

use crate::wechatpay::client::WechatPayClient;
use crate::wechatpay::error::Error;

/// Subsidies of coupons that were used.
impl WechatPayClient {
    /// Pays a subsidy (`POST …/subsidy/pay-receipts`). It is accepted at once; the receipt
    /// says later what became of it.
    pub async fn pay_subsidy(&self, request: &pay::Request) -> Result<PayReceipt, Error> {
        self.call(request).await
    }

    /// Lists the subsidies of a coupon (`GET …/subsidy/pay-receipts`).
    pub async fn list_subsidies(
        &self,
        request: &pay_list::Request,
    ) -> Result<pay_list::Answer, Error> {
        self.call(request).await
    }

    /// Asks about one subsidy (`GET …/subsidy/pay-receipts/{subsidy_receipt_id}`).
    pub async fn query_subsidy(&self, request: &pay_query::Request) -> Result<PayReceipt, Error> {
        self.call(request).await
    }

    /// Gives a subsidy back (`POST …/subsidy/return-receipts`), from the one who was paid
    /// to the one who paid.
    pub async fn return_subsidy(&self, request: &refund::Request) -> Result<ReturnReceipt, Error> {
        self.call(request).await
    }

    /// Asks about one return
    /// (`GET …/subsidy/return-receipts/{subsidy_return_receipt_id}`).
    pub async fn query_subsidy_return(
        &self,
        request: &refund_query::Request,
    ) -> Result<ReturnReceipt, Error> {
        self.call(request).await
    }
}
