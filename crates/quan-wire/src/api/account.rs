//! What a merchant paid in, and what is left of it.

use serde::{Deserialize, Serialize};

use super::value::Yuan;

/// A merchant's account, from which prepaid budgets are paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    /// Whose.
    pub merchant_id: String,
    /// Everything ever paid in.
    pub paid_in: Yuan,
    /// What can be spent.
    pub balance: Yuan,
}

/// Pay money into an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deposit {
    /// Tells this request from others.
    pub request_no: String,
    /// How much.
    pub amount: Yuan,
}

/// Money was paid in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deposited {
    /// Into whose account.
    pub merchant_id: String,
    /// At which request.
    pub request_no: String,
    /// How much.
    pub amount: Yuan,
}
