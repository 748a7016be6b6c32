//! Where the server is that is asked, and who asks.

use clap::builder::NonEmptyStringValueParser;
use clap::{Args as ClapArgs, Subcommand};

/// Where the server is that is asked, and who asks.
#[derive(ClapArgs, Debug)]
pub(crate) struct Remote {
    /// The server that is asked.
    #[arg(
        long,
        global = true,
        env = "QUAN_SERVER",
        default_value = "http://127.0.0.1:8600",
        value_name = "URL",
        value_parser = NonEmptyStringValueParser::new(),
        help_heading = "Server"
    )]
    pub(crate) server: String,
    /// A token of the server's provisioning file.
    // Whoever lists processes reads what was typed; what the environment holds
    // is not shown.
    #[arg(
        long,
        global = true,
        env = "QUAN_TOKEN",
        hide_env_values = true,
        value_name = "TOKEN",
        value_parser = NonEmptyStringValueParser::new(),
        help_heading = "Server"
    )]
    pub(crate) token: Option<String>,
}

/// A command that asks a server.
#[derive(ClapArgs, Debug)]
pub(crate) struct Asking<C: Subcommand> {
    #[command(flatten)]
    pub(crate) remote: Remote,
    #[command(subcommand)]
    pub(crate) command: C,
}
