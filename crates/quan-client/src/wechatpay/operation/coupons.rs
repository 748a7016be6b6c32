//! Coupons (券) by name.

use quan_wire::wechatpay::message::coupon::{
    Coupon, associate, card, deactivate, disassociate, list, query, redeem, send, undo,
};

use crate::wechatpay::client::WechatPayClient;
use crate::wechatpay::error::Error;

/// Coupons of users.
impl WechatPayClient {
    /// Gives a user one coupon (`POST …/coupons/send`). The same `out_request_no` gives
    /// the same coupon. The platform opens this call to few merchants; pages and mini
    /// programs ask for coupons with [`h5_link`](crate::wechatpay::h5_link) and the like.
    pub async fn send_coupon(&self, request: &send::Request) -> Result<send::Answer, Error> {
        self.call(request).await
    }

    /// Lists a user's coupons, page by page (`GET …/users/{openid}/coupons`).
    pub async fn list_coupons(&self, request: &list::Request) -> Result<list::Answer, Error> {
        self.call(request).await
    }

    /// Asks about one coupon of a user
    /// (`GET …/users/{openid}/coupons/{coupon_code}/appids/{appid}`).
    pub async fn query_coupon(&self, request: &query::Request) -> Result<Coupon, Error> {
        self.call(request).await
    }

    /// Tells that a coupon is used (`POST …/coupons/use`).
    pub async fn use_coupon(&self, request: &redeem::Request) -> Result<redeem::Answer, Error> {
        self.call(request).await
    }

    /// Undoes a use (`POST …/coupons/return`). Another return needs another number.
    pub async fn return_coupon(&self, request: &undo::Request) -> Result<undo::Answer, Error> {
        self.call(request).await
    }

    /// Makes a coupon that was not used invalid for good (`POST …/coupons/deactivate`).
    pub async fn deactivate_coupon(
        &self,
        request: &deactivate::Request,
    ) -> Result<deactivate::Answer, Error> {
        self.call(request).await
    }

    /// Links a coupon to an order (`POST …/coupons/associate`).
    pub async fn associate_coupon(
        &self,
        request: &associate::Request,
    ) -> Result<associate::Answer, Error> {
        self.call(request).await
    }

    /// Takes a coupon from its order (`POST …/coupons/disassociate`).
    pub async fn disassociate_coupon(
        &self,
        request: &disassociate::Request,
    ) -> Result<disassociate::Answer, Error> {
        self.call(request).await
    }

    /// Gives a user a consumption card (`POST …/coupons/{card_id}/send`). Number and time
    /// together tell requests apart: repeat both.
    pub async fn send_card(&self, request: &card::Request) -> Result<card::Answer, Error> {
        self.call(request).await
    }
}
