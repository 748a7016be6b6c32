//! What `quan service-code` is told.

use clap::Subcommand;

use super::value::Part;

#[derive(Subcommand, Debug)]
pub(crate) enum ServiceCodeCommand {
    /// List service codes in their order.
    List {
        /// Only those of this mini-program; needed where the token is confined to
        /// a merchant.
        #[arg(long, value_name = "APP_ID")]
        app: Option<String>,
        #[command(flatten)]
        part: Part,
    },
    /// Look at a service code, with everything that it was registered with.
    Show {
        /// The code.
        code: String,
    },
    /// Register a service under a code, or change it.
    Put {
        /// The code.
        code: String,
        /// The mini-program that offers it.
        #[arg(long, value_name = "APP_ID")]
        app: String,
        /// What users read.
        #[arg(
            long,
            default_value = "",
            hide_default_value = true,
            value_name = "TEXT"
        )]
        name: String,
    },
}
