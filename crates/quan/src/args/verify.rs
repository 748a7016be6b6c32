//! What `quan verify` is told.

use std::path::PathBuf;

use clap::Args as ClapArgs;

/// Exit code 0 says that everything holds, 1 that something does not.
#[derive(ClapArgs, Debug)]
pub(crate) struct VerifyArgs {
    /// The data directory; no server may have it open.
    #[arg(
        long,
        env = "QUAN_DATA",
        default_value = "quan-data",
        value_name = "DIR"
    )]
    pub(crate) data: PathBuf,
    /// The directory is a sandbox's.
    #[arg(long)]
    pub(crate) sandbox: bool,
}
