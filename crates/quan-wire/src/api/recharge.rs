//! A payment that a prepaid budget waits for.

use serde::{Deserialize, Serialize};

use super::value::{Moment, Yuan};

/// A payment that a prepaid budget waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Recharge {
    /// Names it.
    pub recharge_id: String,
    /// Of which activity.
    pub activity_id: String,
    /// Who is to pay.
    pub sponsor: String,
    /// How much.
    pub amount: Yuan,
    /// How it stands.
    pub state: RechargeState,
    /// Since when.
    pub opened_at: Moment,
    /// When it is too late.
    pub lapses_at: Moment,
    /// When it was paid or lapsed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Moment>,
    /// The page on which it is paid.
    pub url: String,
}

/// How a recharge stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RechargeState {
    /// Nobody paid yet.
    Open,
    /// Paid.
    Paid,
    /// Not paid in time.
    Lapsed,
}
