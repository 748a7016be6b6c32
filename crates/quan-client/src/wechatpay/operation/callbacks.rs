//! Where a merchant is told about its coupons, by name.

use quan_wire::wechatpay::message::callback::{query, set};

use crate::wechatpay::client::WechatPayClient;
use crate::wechatpay::error::Error;

/// The address for notifications.
impl WechatPayClient {
    /// Sets the address (`POST …/callbacks`); what comes there is read with
    /// [`receive`](WechatPayClient::receive) or a
    /// [`Webhook`](crate::webhook::wechatpay::Webhook).
    pub async fn set_callback(&self, request: &set::Request) -> Result<set::Answer, Error> {
        self.call(request).await
    }

    /// Asks for the address (`GET …/callbacks`).
    pub async fn query_callback(&self, request: &query::Request) -> Result<query::Answer, Error> {
        self.call(request).await
    }
}
