//! What `quan redemption` is told.

use clap::Subcommand;
use quan_client::api::Yuan;

#[derive(Subcommand, Debug)]
pub(crate) enum RedemptionCommand {
    /// Look at a use of a voucher.
    Show {
        /// As the use was answered.
        redemption_id: String,
    },
    /// Give an order's money back, whole or in part.
    ///
    /// Once the whole order is given back, the use of the voucher is returned too.
    Return {
        /// As the use was answered.
        redemption_id: String,
        /// Tells this request from others: the same one again gives back once.
        #[arg(long, value_name = "TEXT")]
        request_no: String,
        /// How much of the order's sum; everything that is left, where not said.
        #[arg(long, value_name = "YUAN")]
        amount: Option<Yuan>,
    },
}
