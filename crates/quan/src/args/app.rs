//! What `quan app` is told.

use clap::Subcommand;

#[derive(Subcommand, Debug)]
pub(crate) enum AppCommand {
    /// Look at an application.
    Show {
        /// The application's number.
        app_id: String,
    },
    /// Say where an application is told things and asked things.
    ///
    /// What is left out is no longer there. The provisioning file has its own again
    /// at the next start.
    Addresses {
        /// The application's number.
        app_id: String,
        /// Where messages to it are posted.
        #[arg(long, value_name = "URL")]
        gateway_url: Option<String>,
        /// Where it answers the platform's questions.
        #[arg(long, value_name = "URL")]
        spi_url: Option<String>,
    },
}
