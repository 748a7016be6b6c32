//! What the platform's staff decides about merchants and activities, and no
//! platform's API tells.

use quan_core::{ActivityId, MerchantId};

use super::{Registry, RegistryError};

/// How the platform treats a merchant, to make answers that no rule leads to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own, and most are off"
)]
pub struct Switches {
    /// New activities are refused: their discount is too small.
    pub small_discount: bool,
    /// New activities are refused by risk control.
    pub risk: bool,
    /// A new end for an activity that is over is refused, not ignored.
    pub expired_is_error: bool,
    /// New shops are not certified.
    pub uncertified_shops: bool,
}

impl Registry {
    /// How the platform treats a merchant.
    pub fn switches(&self, merchant: MerchantId) -> Switches {
        self.snapshot().switches(merchant)
    }

    /// Whether an activity is enrolled in a central venue, where what it shows
    /// cannot be changed.
    pub fn is_in_venue(&self, activity: ActivityId) -> Result<bool, RegistryError> {
        self.ask(
            |sqlite| sqlite.is_in_venue(activity),
            |memory| Ok(memory.is_in_venue(activity)),
        )
    }

    /// Enrols an activity in a central venue, or takes it out.
    pub fn set_in_venue(&self, activity: ActivityId, enrolled: bool) -> Result<(), RegistryError> {
        self.change(
            |sqlite| sqlite.set_in_venue(activity, enrolled),
            |memory| {
                memory.set_in_venue(activity, enrolled);
                Ok(())
            },
        )
    }
}
