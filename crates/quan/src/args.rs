//! What can be typed.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand};

/// Quan 券: a voucher platform in one binary, which speaks Alipay's protocols.
///
/// Start with `quan demo`, which runs a whole voucher programme and shows every
/// step; then `quan serve` to point an official SDK at.
#[derive(Parser, Debug)]
#[command(name = "quan", version, propagate_version = true)]
pub(crate) struct Args {
    /// Report in JSON, for programs.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand, Debug)]
pub(crate) enum Command {
    /// Run a voucher programme from beginning to end, over real signed HTTP.
    Demo(DemoArgs),
    /// Serve Alipay's protocols and Quan's own API.
    Serve(ServeArgs),
    /// Hand out the platform's keys.
    Keys(KeysArgs),
    /// Count every row of a store again and compare.
    Verify(VerifyArgs),
    /// Measure, beside a baseline that is measured in the same run.
    Bench(BenchArgs),
}

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

#[derive(ClapArgs, Debug)]
pub(crate) struct KeysArgs {
    #[command(subcommand)]
    pub(crate) command: KeysCommand,
}

#[derive(Subcommand, Debug)]
pub(crate) enum KeysCommand {
    /// Write what an SDK is configured with: `alipay_public_key.pem`, and for
    /// certificate mode `alipay_root.crt` and `alipay_cert_public_key.crt`.
    Export(ExportArgs),
}

#[derive(ClapArgs, Debug)]
pub(crate) struct ExportArgs {
    /// The data directory of the server; keys are made where there are none.
    #[arg(
        long,
        env = "QUAN_DATA",
        default_value = "quan-data",
        value_name = "DIR"
    )]
    pub(crate) data: PathBuf,
    /// Where to write.
    #[arg(long, default_value = ".", value_name = "DIR")]
    pub(crate) out: PathBuf,
}

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

#[derive(ClapArgs, Debug)]
pub(crate) struct BenchArgs {
    #[command(subcommand)]
    pub(crate) command: BenchCommand,
}

#[derive(Subcommand, Debug)]
pub(crate) enum BenchCommand {
    /// Vouchers a second on one hot activity of the embedded store, beside one
    /// transaction a voucher on the same disk.
    Issue(BenchIssueArgs),
    /// CPU time of the server for a signed call, beside one RSA-2048 signature
    /// and one verification.
    Wire(BenchWireArgs),
}

#[derive(ClapArgs, Debug)]
pub(crate) struct BenchIssueArgs {
    /// How long each measurement takes.
    #[arg(long, default_value_t = 5, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=600))]
    pub(crate) seconds: u32,
    /// Where the stores are made; the disk is part of the measurement.
    #[arg(long, value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
    /// Callers that wait for their answer before they ask again.
    #[arg(long, value_delimiter = ',', default_values_t = [200, 2000])]
    pub(crate) callers: Vec<u32>,
    /// Issue exactly this many vouchers into DIR, once, and leave them there.
    #[arg(long, value_name = "COUNT", requires = "dir")]
    pub(crate) fill: Option<u32>,
}

#[derive(ClapArgs, Debug)]
pub(crate) struct BenchWireArgs {
    /// Calls that are signed beforehand and then sent.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(100..=1_000_000))]
    pub(crate) calls: u32,
    /// Connections that they are sent over.
    #[arg(long, default_value_t = 128, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) connections: u32,
}
