//! Orders for vouchers, which buyers pay.

use quan_wire::api::Trade;

use crate::quan::client::{Ask, QuanClient};
use crate::quan::error::ApiError;

/// Orders for vouchers, as their buyers see them.
impl QuanClient {
    /// An order for a voucher, by the number of its trade.
    pub async fn trade(&self, trade_no: &str) -> Result<Trade, ApiError> {
        self.ask(Ask::get("/api/trades/{trade_no}", &[trade_no]))
            .await
    }

    /// Pays an order for a voucher, as its buyer would. Paying it again changes
    /// nothing.
    pub async fn pay_trade(&self, trade_no: &str) -> Result<Trade, ApiError> {
        self.ask(Ask::post("/api/trades/{trade_no}/pay", &[trade_no]))
            .await
    }

    /// Closes an order for a voucher that nobody paid. Closing it again changes
    /// nothing.
    pub async fn close_trade(&self, trade_no: &str) -> Result<Trade, ApiError> {
        self.ask(Ask::post("/api/trades/{trade_no}/close", &[trade_no]))
            .await
    }
}
