//! What `quan clock` is told.

use clap::Subcommand;
use quan_client::api::Moment;

#[derive(Subcommand, Debug)]
pub(crate) enum ClockCommand {
    /// Look at the clock.
    Show,
    /// Set the clock to an instant, back too.
    Set {
        /// `2026-12-31 23:59:00`, which is Shanghai's, or with an offset.
        instant: Moment,
    },
    /// Move the clock forward; what falls due by it is done.
    Advance {
        /// `PT4M`, `"90 minutes"`, `"3 days"`.
        by: String,
    },
    /// Stop the clock where it is.
    Freeze,
    /// Let the clock go on from where it stands.
    Release,
}
