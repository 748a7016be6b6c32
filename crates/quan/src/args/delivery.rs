//! What `quan delivery` is told.

use clap::Subcommand;
use quan_client::api::DeliveryStatus;

use super::value::{Part, one_of};

#[derive(Subcommand, Debug)]
pub(crate) enum DeliveryCommand {
    /// List promotion plans in the order of their ids.
    List {
        /// Only this merchant's.
        #[arg(long, value_name = "ID")]
        merchant: Option<String>,
        #[command(flatten)]
        part: Part,
    },
    /// Look at a promotion plan.
    Show {
        /// The plan, as Alipay names it.
        delivery_id: String,
    },
    /// Say whether a promotion plan is carried out, and why not.
    Status {
        /// The plan, as Alipay names it.
        delivery_id: String,
        /// How it stands from now on.
        #[arg(
            value_parser = one_of::<DeliveryStatus>(&["active", "inactive", "auditing", "rejected"])
        )]
        status: DeliveryStatus,
        /// Why it is not carried out.
        #[arg(long, value_name = "TEXT")]
        error: Option<String>,
    },
}
