//! What `quan recharge` is told.

use clap::Subcommand;

#[derive(Subcommand, Debug)]
pub(crate) enum RechargeCommand {
    /// Look at a payment that a prepaid budget waits for.
    Show {
        /// As the activity names it.
        recharge_id: String,
    },
    /// Pay it from its sponsor's account. Paying it again changes nothing.
    Pay {
        /// As the activity names it.
        recharge_id: String,
    },
}
