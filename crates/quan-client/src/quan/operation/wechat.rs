//! `WeChat` Pay's merchants, and the cards that coupons are sent as.

use quan_wire::api::{
    PutWechatCard, SetCertificateState, SetNotifyUrl, Stretch, WechatCard, WechatMerchant,
};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

/// `WeChat` Pay.
impl QuanClient {
    /// Lists merchants in the order of their numbers, from the one behind `after`.
    pub async fn wechat_merchants(
        &self,
        after: Option<&str>,
        limit: Option<u32>,
    ) -> Result<Stretch<WechatMerchant>, ApiError> {
        let ask = Ask::get("/api/wechat-merchants", &[])
            .with("after", after)
            .with("limit", limit);
        self.ask(ask).await
    }

    /// Looks at a merchant. Its keys are never shown.
    pub async fn wechat_merchant(&self, mchid: &str) -> Result<WechatMerchant, ApiError> {
        self.ask(Ask::get("/api/wechat-merchants/{mchid}", &[mchid]))
            .await
    }

    /// Says what is to be said of a merchant's certificate.
    pub async fn set_certificate_state(
        &self,
        mchid: &str,
        asked: &SetCertificateState,
    ) -> Result<WechatMerchant, ApiError> {
        let path = "/api/wechat-merchants/{mchid}/certificate-state";
        self.ask(Ask::put(path, &[mchid]).carrying(asked)).await
    }

    /// Says where messages to a merchant are posted, or that they are posted nowhere.
    pub async fn set_notify_url(
        &self,
        mchid: &str,
        asked: &SetNotifyUrl,
    ) -> Result<WechatMerchant, ApiError> {
        let path = "/api/wechat-merchants/{mchid}/notify-url";
        self.ask(Ask::put(path, &[mchid]).carrying(asked)).await
    }

    /// Lists cards in the order of their numbers, from the one behind `after`.
    pub async fn wechat_cards(
        &self,
        after: Option<&str>,
        limit: Option<u32>,
    ) -> Result<Stretch<WechatCard>, ApiError> {
        let ask = Ask::get("/api/wechat-cards", &[])
            .with("after", after)
            .with("limit", limit);
        self.ask(ask).await
    }

    /// Looks at a card.
    pub async fn wechat_card(&self, card_id: &str) -> Result<WechatCard, ApiError> {
        self.ask(Ask::get("/api/wechat-cards/{card_id}", &[card_id]))
            .await
    }

    /// Registers a card under a number, or changes it.
    pub async fn put_wechat_card(
        &self,
        card_id: &str,
        asked: &PutWechatCard,
    ) -> Result<WechatCard, ApiError> {
        self.ask(Ask::put("/api/wechat-cards/{card_id}", &[card_id]).carrying(asked))
            .await
    }
}
