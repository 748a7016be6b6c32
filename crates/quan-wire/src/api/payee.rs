//! Payees: the accounts that receive what buyers paid for vouchers.

use serde::{Deserialize, Serialize};

/// An account that receives the money of redemptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Payee {
    /// The account.
    #[cfg_attr(feature = "openapi", schema(examples("2088102111111111")))]
    pub pid: String,
    /// When money is settled.
    pub settle_mode: SettleMode,
    /// Whether it may receive already.
    pub status: PayeeStatus,
}

/// When money is settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum SettleMode {
    /// When somebody asks (Alipay's `CAPTURE`).
    #[default]
    OnRequest,
    /// Now and then (`PERIOD`).
    Periodic,
}

/// Whether a payee may receive already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum PayeeStatus {
    /// It may (Alipay's `SUCCESS`).
    #[default]
    Registered,
    /// Somebody still looks at the application (`APPLY`).
    Applied,
}

/// Register a payee, or change one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PutPayee {
    /// When money is settled.
    pub settle_mode: SettleMode,
    /// Whether it may receive already.
    pub status: PayeeStatus,
}
