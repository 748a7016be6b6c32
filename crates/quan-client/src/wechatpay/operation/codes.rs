//! Codes that a merchant uploads, by name.

use quan_wire::wechatpay::message::code::{delete, list, query, upload};

use crate::wechatpay::client::WechatPayClient;
use crate::wechatpay::error::Error;

/// A stock's codes.
impl WechatPayClient {
    /// Uploads up to 200 codes (`POST …/stocks/{stock_id}/couponcodes`). The answer says of
    /// each what became of it. A stock that is a few seconds old may not take codes yet
    /// (`STATEMENT_CREATING`): ask again after a minute.
    pub async fn upload_codes(&self, request: &upload::Request) -> Result<upload::Answer, Error> {
        self.call(request).await
    }

    /// Lists codes, from a position on (`GET …/stocks/{stock_id}/couponcodes`).
    pub async fn list_codes(&self, request: &list::Request) -> Result<list::Answer, Error> {
        self.call(request).await
    }

    /// Asks about one code and the coupon that has it
    /// (`GET …/couponcodes/{coupon_code}`).
    pub async fn query_code(&self, request: &query::Request) -> Result<query::Answer, Error> {
        self.call(request).await
    }

    /// Takes back a code that nobody has (`DELETE …/couponcodes/{coupon_code}`).
    pub async fn delete_code(&self, request: &delete::Request) -> Result<delete::Answer, Error> {
        self.call(request).await
    }
}
