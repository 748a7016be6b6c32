//! Payees: the accounts that receive what buyers paid for vouchers.

use quan_wire::api::{Payee, PutPayee, Stretch};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

/// Payees.
impl QuanClient {
    /// Lists payees in the order of their numbers, from behind `after`.
    pub async fn payees(
        &self,
        after: Option<&str>,
        limit: Option<u32>,
    ) -> Result<Stretch<Payee>, ApiError> {
        let ask = Ask::get("/api/payees", &[])
            .with("after", after)
            .with("limit", limit);
        self.ask(ask).await
    }

    /// Looks at a payee.
    pub async fn payee(&self, pid: &str) -> Result<Payee, ApiError> {
        self.ask(Ask::get("/api/payees/{pid}", &[pid])).await
    }

    /// Registers a payee, or changes one.
    pub async fn put_payee(&self, pid: &str, asked: &PutPayee) -> Result<Payee, ApiError> {
        self.ask(Ask::put("/api/payees/{pid}", &[pid]).carrying(asked))
            .await
    }
}
