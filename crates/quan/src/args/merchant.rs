//! What `quan merchant` is told.

use clap::Subcommand;
use quan_client::api::Yuan;

#[derive(Subcommand, Debug)]
pub(crate) enum MerchantCommand {
    /// Look at a merchant's account, from which prepaid budgets are paid.
    Account {
        /// The merchant's PID.
        merchant_id: String,
    },
    /// Pay money into a merchant's account.
    Deposit {
        /// The merchant's PID.
        merchant_id: String,
        /// How much.
        #[arg(long, value_name = "YUAN")]
        amount: Yuan,
        /// Tells this request from others: the same one again pays in once.
        #[arg(long, value_name = "TEXT")]
        request_no: String,
    },
}
