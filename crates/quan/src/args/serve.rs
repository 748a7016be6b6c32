//! What `quan serve` is told.

use std::path::PathBuf;

use clap::Args as ClapArgs;

/// Settings come from flags, then from the environment, then from the file given
/// with --config, then from their defaults.
#[derive(ClapArgs, Debug)]
pub(crate) struct ServeArgs {
    /// A TOML file with the same settings.
    #[arg(long, env = "QUAN_CONFIG", value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Where the store and the platform's keys lie [default: quan-data].
    #[arg(long, env = "QUAN_DATA", value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The address to listen on; port 0 takes a free one [default: 127.0.0.1:8600].
    #[arg(long, env = "QUAN_LISTEN", value_name = "ADDR")]
    pub(crate) listen: Option<String>,
    /// Merchants, apps, users and shops, applied at every start.
    #[arg(long, env = "QUAN_PROVISION", value_name = "FILE")]
    pub(crate) provision: Option<PathBuf>,
    /// Let tests move the clock. A store is a sandbox's for good or never.
    #[arg(long, env = "QUAN_SANDBOX", num_args = 0..=1, default_missing_value = "true", value_name = "BOOL")]
    pub(crate) sandbox: Option<bool>,
    /// The address that links in answers begin with [default: <http://ADDR>].
    #[arg(long, env = "QUAN_PUBLIC_URL", value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// Milliseconds until accepted changes are done, or `manual` [default: 0].
    #[arg(long, env = "QUAN_COMPLETION_DELAY", value_name = "MS")]
    pub(crate) completion_delay: Option<quan_server::config::CompletionDelay>,
}
