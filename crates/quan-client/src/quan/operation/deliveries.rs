//! Promotion plans: where activities are shown to users.

use quan_wire::api::{Delivery, SetDeliveryStatus, Stretch};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

/// Which promotion plans to list. Nothing said is no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeliveryFilter {
    /// Of this merchant.
    pub merchant: Option<String>,
    /// Behind this plan.
    pub after: Option<String>,
    /// How many, at most 1000.
    pub limit: Option<u32>,
}

/// Promotion plans.
impl QuanClient {
    /// Lists promotion plans in the order of their ids.
    pub async fn deliveries(&self, filter: &DeliveryFilter) -> Result<Stretch<Delivery>, ApiError> {
        let ask = Ask::get("/api/deliveries", &[])
            .with("merchant", filter.merchant.as_deref())
            .with("after", filter.after.as_deref())
            .with("limit", filter.limit);
        self.ask(ask).await
    }

    /// Looks at a promotion plan.
    pub async fn delivery(&self, delivery_id: &str) -> Result<Delivery, ApiError> {
        self.ask(Ask::get("/api/deliveries/{delivery_id}", &[delivery_id]))
            .await
    }

    /// Says whether a promotion plan is carried out, and why not.
    pub async fn set_delivery_status(
        &self,
        delivery_id: &str,
        asked: &SetDeliveryStatus,
    ) -> Result<Delivery, ApiError> {
        let path = "/api/deliveries/{delivery_id}/status";
        self.ask(Ask::put(path, &[delivery_id]).carrying(asked))
            .await
    }
}
