//! What `quan trade` is told.

use clap::Subcommand;

#[derive(Subcommand, Debug)]
pub(crate) enum TradeCommand {
    /// Look at an order for a voucher.
    Show {
        /// The number of its trade.
        trade_no: String,
    },
    /// Pay an order, as its buyer would. Paying it again changes nothing.
    Pay {
        /// The number of its trade.
        trade_no: String,
    },
    /// Close an order that nobody paid. Closing it again changes nothing.
    Close {
        /// The number of its trade.
        trade_no: String,
    },
}
