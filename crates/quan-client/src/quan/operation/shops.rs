//! Shops: what became of checking them, and whether they are open.

use quan_wire::api::{SetShop, Shop, ShopKind, Stretch};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

/// Which shops to list. Nothing said is no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShopFilter {
    /// Of this merchant, those of its indirect merchants among them.
    pub merchant: Option<String>,
    /// Of this sort.
    pub kind: Option<ShopKind>,
    /// Behind this shop.
    pub after: Option<String>,
    /// How many, at most 1000.
    pub limit: Option<u32>,
}

/// Shops.
impl QuanClient {
    /// Lists shops in the order of their numbers.
    pub async fn shops(&self, filter: &ShopFilter) -> Result<Stretch<Shop>, ApiError> {
        let kind = filter.kind.map(|kind| match kind {
            ShopKind::Payment => "payment",
            ShopKind::Real => "real",
        });
        let ask = Ask::get("/api/shops", &[])
            .with("merchant", filter.merchant.as_deref())
            .with("kind", kind)
            .with("after", filter.after.as_deref())
            .with("limit", filter.limit);
        self.ask(ask).await
    }

    /// Looks at a shop, with everything that it was registered with.
    pub async fn shop(&self, shop_id: &str) -> Result<Shop, ApiError> {
        self.ask(Ask::get("/api/shops/{shop_id}", &[shop_id])).await
    }

    /// Says what became of checking a shop, or whether it is open. What is left
    /// out stays.
    pub async fn set_shop(&self, shop_id: &str, asked: &SetShop) -> Result<Shop, ApiError> {
        self.ask(Ask::patch("/api/shops/{shop_id}", &[shop_id]).carrying(asked))
            .await
    }
}
