//! What `quan notice` is told.

use clap::Subcommand;
use quan_client::api::NoticeState;

use super::value::{Paged, one_of};

#[derive(Subcommand, Debug)]
pub(crate) enum NoticeCommand {
    /// List notices, and how their delivery went.
    ///
    /// News of receipts and expiries is listed only once a delivery failed.
    List {
        /// Only those in this state.
        #[arg(long, value_parser = one_of::<NoticeState>(&["waiting", "delivered", "dead"]))]
        state: Option<NoticeState>,
        /// Only those of this activity; a token that is confined to a merchant
        /// needs one, or a plan, or a shop.
        #[arg(long, value_name = "ID", group = "about")]
        activity: Option<String>,
        /// Only those about this promotion plan.
        #[arg(long, value_name = "ID", group = "about")]
        delivery: Option<String>,
        /// Only those about this shop.
        #[arg(long, value_name = "ID", group = "about")]
        shop: Option<String>,
        #[command(flatten)]
        paged: Paged,
    },
    /// Deliver a notice again: one that was given up, or that got lost.
    Replay {
        /// As notices are listed.
        notice_id: String,
    },
}
