//! Stocks (批次) by name.

use quan_wire::wechatpay::message::stock::{budget, create, modify, query};

use crate::wechatpay::client::WechatPayClient;
use crate::wechatpay::error::Error;

/// Stocks.
impl WechatPayClient {
    /// Lays down a stock (`POST …/stocks`). The same `out_request_no` gives the same
    /// stock.
    pub async fn create_stock(&self, request: &create::Request) -> Result<create::Answer, Error> {
        self.call(request).await
    }

    /// Asks everything about a stock (`GET …/stocks/{stock_id}`).
    pub async fn query_stock(&self, request: &query::Request) -> Result<query::Answer, Error> {
        self.call(request).await
    }

    /// Changes what is shown of a stock and a few of its rules
    /// (`PATCH …/stocks/{stock_id}`). What the request does not say stays.
    pub async fn modify_stock(&self, request: &modify::Request) -> Result<(), Error> {
        self.call(request).await?;
        Ok(())
    }

    /// Changes how many coupons a stock or one of its days has
    /// (`PATCH …/stocks/{stock_id}/budget`). The request names the present number too, and
    /// is refused when that is no longer so.
    pub async fn modify_budget(&self, request: &budget::Request) -> Result<budget::Answer, Error> {
        self.call(request).await
    }
}
