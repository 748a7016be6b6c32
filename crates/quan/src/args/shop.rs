//! What `quan shop` is told.

use clap::Subcommand;
use quan_client::api::{InfoStatus, ShopKind};

use super::value::{Part, one_of};

#[derive(Subcommand, Debug)]
pub(crate) enum ShopCommand {
    /// List shops in the order of their numbers.
    List {
        /// Only this merchant's, those of its indirect merchants among them.
        #[arg(long, value_name = "ID")]
        merchant: Option<String>,
        /// Only those that take payments, or those on the map.
        #[arg(long, value_parser = one_of::<ShopKind>(&["payment", "real"]))]
        kind: Option<ShopKind>,
        #[command(flatten)]
        part: Part,
    },
    /// Look at a shop, with everything that it was registered with.
    Show {
        /// The shop's number.
        shop_id: String,
    },
    /// Say what became of checking a shop. Activities take certified ones only.
    Certify {
        /// The shop's number.
        shop_id: String,
        /// What became of it.
        #[arg(
            long,
            default_value = "certified",
            value_parser = one_of::<InfoStatus>(&["certified", "incomplete", "in_audit", "unknown"])
        )]
        status: InfoStatus,
    },
    /// Say that a shop is open.
    Open {
        /// The shop's number.
        shop_id: String,
    },
    /// Say that a shop has closed.
    Close {
        /// The shop's number.
        shop_id: String,
    },
}
