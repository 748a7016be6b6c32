//! Merchants: their money, and how the platform treats them.

use quan_wire::api::{Account, Deposit, Deposited, Recharge, Switches};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

const SWITCHES: &str = "/api/merchants/{merchant_id}/switches";

/// Money.
impl QuanClient {
    /// Looks at a merchant's account.
    pub async fn account(&self, merchant_id: &str) -> Result<Account, ApiError> {
        self.ask(Ask::get(
            "/api/merchants/{merchant_id}/account",
            &[merchant_id],
        ))
        .await
    }

    /// Pays money into a merchant's account.
    pub async fn deposit(
        &self,
        merchant_id: &str,
        deposit: &Deposit,
    ) -> Result<Deposited, ApiError> {
        let path = "/api/merchants/{merchant_id}/deposits";
        self.ask(Ask::post(path, &[merchant_id]).carrying(deposit))
            .await
    }

    /// Looks at a payment that a prepaid budget waits for.
    pub async fn recharge(&self, recharge_id: &str) -> Result<Recharge, ApiError> {
        self.ask(Ask::get("/api/recharges/{recharge_id}", &[recharge_id]))
            .await
    }

    /// Pays it from its sponsor's account. Paying it again changes nothing.
    pub async fn pay_recharge(&self, recharge_id: &str) -> Result<Recharge, ApiError> {
        self.ask(Ask::post(
            "/api/recharges/{recharge_id}/pay",
            &[recharge_id],
        ))
        .await
    }
}

/// How the platform treats merchants.
impl QuanClient {
    /// Looks at how the platform treats a merchant.
    pub async fn switches(&self, merchant_id: &str) -> Result<Switches, ApiError> {
        self.ask(Ask::get(SWITCHES, &[merchant_id])).await
    }

    /// Says how the platform treats a merchant. What is left out is off.
    pub async fn put_switches(
        &self,
        merchant_id: &str,
        switches: &Switches,
    ) -> Result<Switches, ApiError> {
        self.ask(Ask::put(SWITCHES, &[merchant_id]).carrying(switches))
            .await
    }
}
