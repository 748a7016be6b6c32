//! What `quan wechat-card` is told.

use clap::Subcommand;

use super::value::Part;

#[derive(Subcommand, Debug)]
pub(crate) enum WechatCardCommand {
    /// List cards in the order of their numbers.
    List {
        #[command(flatten)]
        part: Part,
    },
    /// Look at a card.
    Show {
        /// The card's number.
        card_id: String,
    },
    /// Register a card under a number, or change it.
    Put {
        /// The card's number.
        card_id: String,
        /// The merchant whose it is.
        #[arg(long, value_name = "MCHID")]
        merchant: String,
        /// The stock whose coupons are sent as the card.
        #[arg(long, value_name = "STOCK_ID")]
        stock: String,
    },
}
