//! What `quan activity` is told.

use clap::Subcommand;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use quan_client::ListedState;

use super::value::Paged;

#[derive(Subcommand, Debug)]
pub(crate) enum ActivityCommand {
    /// List activities, the newest first.
    List {
        /// Only those that this merchant owns or made.
        #[arg(long, value_name = "ID")]
        merchant: Option<String>,
        /// Only those in this state.
        #[arg(long, value_parser = listed_state())]
        state: Option<ListedState>,
        #[command(flatten)]
        paged: Paged,
    },
    /// Look at an activity: its state, its budget, what is under way.
    Show {
        /// The activity, as its platform names it.
        activity_id: String,
    },
    /// Issue nothing more until the activity is resumed (`PAUSE`, `PAUSED`).
    Pause {
        /// The activity, as its platform names it.
        activity_id: String,
    },
    /// Issue again after a pause.
    Resume {
        /// The activity, as its platform names it.
        activity_id: String,
    },
    /// Let a stock of WeChat Pay's issue coupons, after looking at it (`UNAUDIT`).
    Approve {
        /// The stock's number.
        stock_id: String,
    },
    /// Close a stock of WeChat Pay's for good (`STOPED`). Coupons that were issued
    /// stay usable.
    Stop {
        /// The stock's number.
        stock_id: String,
    },
    /// Do what was accepted (create, publish, modify, append, stop) now, whatever
    /// time it waits for.
    Complete {
        /// The activity, as its platform names it.
        activity_id: String,
    },
    /// Enrol activities in a central venue, where what they show cannot be
    /// changed.
    CentralVenue {
        #[command(subcommand)]
        command: VenueCommand,
    },
}

#[derive(Subcommand, Debug)]
pub(crate) enum VenueCommand {
    /// Ask whether an activity is enrolled.
    Show {
        /// The activity, as its platform names it.
        activity_id: String,
    },
    /// Enrol an activity.
    Enter {
        /// The activity, as its platform names it.
        activity_id: String,
    },
    /// Take an activity out.
    Leave {
        /// The activity, as its platform names it.
        activity_id: String,
    },
}

fn listed_state() -> impl TypedValueParser<Value = ListedState> {
    PossibleValuesParser::new(["active", "paused"]).map(|word| {
        if word == "paused" {
            ListedState::Paused
        } else {
            ListedState::Active
        }
    })
}
