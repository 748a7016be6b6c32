//! What `quan switch` is told.

use clap::{Subcommand, ValueEnum};

#[derive(Subcommand, Debug)]
pub(crate) enum SwitchCommand {
    /// Look at how the platform treats a merchant.
    Show {
        /// The merchant's PID.
        merchant_id: String,
    },
    /// Turn switches on; the others stay.
    On {
        /// The merchant's PID.
        merchant_id: String,
        /// Which.
        #[arg(required = true)]
        switches: Vec<Switch>,
    },
    /// Turn switches off; the others stay.
    Off {
        /// The merchant's PID.
        merchant_id: String,
        /// Which.
        #[arg(required = true)]
        switches: Vec<Switch>,
    },
}

/// A switch, as the API names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub(crate) enum Switch {
    /// New order-voucher activities are refused: their discount is too small.
    SmallDiscount,
    /// New order-voucher activities are refused by risk control.
    Risk,
    /// A new end for an order-voucher activity that is over is refused, not
    /// ignored.
    ExpiredIsError,
    /// New shops are not certified.
    UncertifiedShops,
}
