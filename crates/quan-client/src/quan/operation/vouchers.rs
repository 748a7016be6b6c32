//! Vouchers: using them, giving orders' money back, throwing them out.

use quan_wire::api::{RedeemVoucher, Redeemed, Redemption, ReturnRedemption, Returned, Voucher};

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

/// Vouchers, and what orders do with them.
impl QuanClient {
    /// Uses a voucher on an order. Answers what comes off, or the first
    /// condition that failed.
    pub async fn redeem(
        &self,
        voucher_id: &str,
        order: &RedeemVoucher,
    ) -> Result<Redeemed, ApiError> {
        let path = "/api/vouchers/{voucher_id}/redemptions";
        self.ask(Ask::post(path, &[voucher_id]).carrying(order))
            .await
    }

    /// Looks at a redemption.
    pub async fn redemption(&self, redemption_id: &str) -> Result<Redemption, ApiError> {
        self.ask(Ask::get(
            "/api/redemptions/{redemption_id}",
            &[redemption_id],
        ))
        .await
    }

    /// Gives an order's money back, whole or in part. Once the whole order is
    /// given back, the use of the voucher is returned too.
    pub async fn return_redemption(
        &self,
        redemption_id: &str,
        asked: &ReturnRedemption,
    ) -> Result<Returned, ApiError> {
        let path = "/api/redemptions/{redemption_id}/returns";
        self.ask(Ask::post(path, &[redemption_id]).carrying(asked))
            .await
    }

    /// Looks at a voucher.
    pub async fn voucher(&self, voucher_id: &str) -> Result<Voucher, ApiError> {
        self.ask(Ask::get("/api/vouchers/{voucher_id}", &[voucher_id]))
            .await
    }

    /// Throws a voucher out of its user's wallet, for good. It stays what it was,
    /// and is in no list any more.
    pub async fn hide_voucher(&self, voucher_id: &str) -> Result<Voucher, ApiError> {
        self.ask(Ask::post("/api/vouchers/{voucher_id}/hide", &[voucher_id]))
            .await
    }
}
