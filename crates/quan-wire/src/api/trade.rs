//! An order by which a buyer buys a voucher, as its payment sees it.

use serde::{Deserialize, Serialize};

use super::value::{Moment, Yuan};

/// An order by which a buyer buys a voucher.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Trade {
    /// The number of the trade that pays for it.
    pub trade_no: String,
    /// The number of the order.
    pub order_no: String,
    /// The merchant's number for it.
    pub out_order_no: String,
    /// The activity whose voucher is bought.
    pub activity_id: String,
    /// Who buys.
    pub buyer_id: String,
    /// What it costs.
    pub amount: Yuan,
    /// How it stands.
    pub state: TradeState,
    /// When it was placed.
    pub ordered_at: Moment,
    /// When it was paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paid_at: Option<Moment>,
    /// The voucher that was delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voucher_id: Option<String>,
    /// When its money went back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refunded_at: Option<Moment>,
    /// When its payee asked for the money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled_at: Option<Moment>,
}

/// How an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum TradeState {
    /// A voucher is set aside until it is paid or closed.
    Ordered,
    /// Paid; the merchant is asked for a code.
    Paid,
    /// The buyer has the voucher.
    Delivered,
    /// The merchant is asked whether the money may go back.
    Refunding,
    /// The money went back.
    Refunded,
    /// Never paid.
    Closed,
}
