//! Service codes: what mini-programs offer, as vouchers lead to it.

use quan_wire::api::{PutServiceCode, ServiceCode, Stretch};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

/// Which service codes to list. Nothing said is no limit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceCodeFilter {
    /// Of this mini-program; needed for tokens that are confined to a merchant.
    pub app_id: Option<String>,
    /// Behind this code.
    pub after: Option<String>,
    /// How many, at most 1000.
    pub limit: Option<u32>,
}

/// Service codes.
impl QuanClient {
    /// Lists service codes in their order.
    pub async fn service_codes(
        &self,
        filter: &ServiceCodeFilter,
    ) -> Result<Stretch<ServiceCode>, ApiError> {
        let ask = Ask::get("/api/service-codes", &[])
            .with("app_id", filter.app_id.as_deref())
            .with("after", filter.after.as_deref())
            .with("limit", filter.limit);
        self.ask(ask).await
    }

    /// Looks at a service code, with everything that it was registered with.
    pub async fn service_code(&self, code: &str) -> Result<ServiceCode, ApiError> {
        self.ask(Ask::get("/api/service-codes/{code}", &[code]))
            .await
    }

    /// Registers a service under a code, or changes it.
    pub async fn put_service_code(
        &self,
        code: &str,
        asked: &PutServiceCode,
    ) -> Result<ServiceCode, ApiError> {
        self.ask(Ask::put("/api/service-codes/{code}", &[code]).carrying(asked))
            .await
    }
}
