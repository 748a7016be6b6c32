//! What the platform's staff decides about merchants and activities, and no
//! platform's API tells.

use serde::{Deserialize, Serialize};

/// How the platform treats a merchant, to make answers that no rule leads to.
/// What is left out is off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, and most are off"
)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Switches {
    /// New order-voucher activities are refused: their discount is too small
    /// (Alipay's `DISCOUNT_AMOUNT_INSUFFICIENT`).
    pub small_discount: bool,
    /// New order-voucher activities are refused by risk control
    /// (`BUSINESS_HAS_RISK`).
    pub risk: bool,
    /// A new end for an order-voucher activity that is over is refused
    /// (`ACTIVITY_EXPIRED`), not ignored.
    pub expired_is_error: bool,
    /// New shops are not certified.
    pub uncertified_shops: bool,
}

/// Whether an activity is enrolled in a central venue, where what it shows
/// cannot be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CentralVenue {
    /// Whether it is.
    pub enrolled: bool,
}
