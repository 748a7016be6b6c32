//! Applications: where they are told things and asked things.

use quan_wire::api::{App, SetAddresses};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

/// Applications.
impl QuanClient {
    /// Looks at an application.
    pub async fn app(&self, app_id: &str) -> Result<App, ApiError> {
        self.ask(Ask::get("/api/apps/{app_id}", &[app_id])).await
    }

    /// Says where an application is told things and asked things. What is left
    /// out is no longer there.
    pub async fn set_addresses(
        &self,
        app_id: &str,
        addresses: &SetAddresses,
    ) -> Result<App, ApiError> {
        let path = "/api/apps/{app_id}/addresses";
        self.ask(Ask::put(path, &[app_id]).carrying(addresses))
            .await
    }
}
