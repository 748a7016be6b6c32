//! A voucher in a user's hands.

use serde::{Deserialize, Serialize};

use super::value::{Moment, Yuan};

/// A voucher in a user's hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Voucher {
    /// Names it.
    pub voucher_id: String,
    /// Its activity.
    pub activity_id: String,
    /// Whose it is.
    pub user_id: String,
    /// How it stands.
    pub status: VoucherStatus,
    /// When it was issued.
    pub issued_at: Moment,
    /// The first instant at which it can be used.
    pub usable_from: Moment,
    /// The last.
    pub usable_until: Moment,
    /// What its merchant tells it by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Whether its user threw it out of the wallet.
    #[serde(default)]
    pub hidden: bool,
    /// How often it was used and not returned.
    pub uses: u32,
    /// How often it can be used.
    pub max_uses: u32,
    /// What it took off orders so far.
    pub deducted: Yuan,
}

/// How a voucher stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum VoucherStatus {
    /// Usable, now or later.
    Usable,
    /// Used up.
    Redeemed,
    /// Past its end.
    Expired,
    /// Taken back unused.
    Revoked,
}
