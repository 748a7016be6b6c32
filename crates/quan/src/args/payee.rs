//! What `quan payee` is told.

use clap::Subcommand;
use quan_client::api::{PayeeStatus, SettleMode};

use super::value::{Part, one_of};

#[derive(Subcommand, Debug)]
pub(crate) enum PayeeCommand {
    /// List payees in the order of their numbers.
    List {
        #[command(flatten)]
        part: Part,
    },
    /// Look at a payee.
    Show {
        /// The account: sixteen digits that begin with 2088.
        pid: String,
    },
    /// Register a payee, or replace what is known of one.
    Put {
        /// The account: sixteen digits that begin with 2088.
        pid: String,
        /// When money is settled (Alipay's `CAPTURE`, `PERIOD`).
        #[arg(
            long,
            default_value = "on_request",
            value_parser = one_of::<SettleMode>(&["on_request", "periodic"])
        )]
        settle_mode: SettleMode,
        /// Whether it may receive already (Alipay's `SUCCESS`, `APPLY`).
        #[arg(
            long,
            default_value = "registered",
            value_parser = one_of::<PayeeStatus>(&["registered", "applied"])
        )]
        status: PayeeStatus,
    },
}
