//! What `quan demo` is told.

use std::path::PathBuf;

use clap::Args as ClapArgs;

/// Starts Quan in a fresh directory with a demo merchant and lets the Rust SDK
/// create, publish, issue, redeem, return, append, modify and stop.
#[derive(ClapArgs, Debug)]
pub(crate) struct DemoArgs {
    /// Users who receive vouchers at the same time.
    #[arg(long, default_value_t = 1000, value_parser = clap::value_parser!(u32).range(10..=100_000))]
    pub(crate) users: u32,
    /// Where the demo keeps its store; a fresh directory that is removed
    /// afterwards, where not said.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// Leave the server up afterwards, and say how to call it.
    #[arg(long)]
    pub(crate) keep_running: bool,
}
