//! Whether everything adds up.

use serde::{Deserialize, Serialize};

/// What an audit of the whole store found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Audit {
    /// Whether every invariant holds.
    pub sound: bool,
    /// Activities that were looked at.
    pub activities: u64,
    /// Vouchers that were looked at.
    pub vouchers: u64,
    /// Redemptions that were looked at, without returned ones.
    pub redemptions: u64,
    /// Accounts that were added up.
    pub accounts: u64,
    /// What does not add up.
    pub findings: Vec<Finding>,
}

/// Something that does not add up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Finding {
    /// The invariant that does not hold.
    pub invariant: String,
    /// Where.
    pub subject: String,
    /// How.
    pub words: String,
}
