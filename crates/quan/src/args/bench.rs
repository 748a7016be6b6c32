//! What `quan bench` is told.

use std::path::PathBuf;

use crate::bench::pool::BenchPoolArgs;
use crate::bench::scope::BenchScopeArgs;
use clap::{Args as ClapArgs, Subcommand, ValueEnum};

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
    /// CPU time of the server for signed calls, beside one RSA-2048 signature
    /// and one verification.
    Wire(BenchWireArgs),
    /// A change of an activity that names very many shops, beside the same rows in
    /// a bare table, and what it costs to issue and redeem afterwards.
    Scope(BenchScopeArgs),
    /// A pool of very many codes: how fast the last come in beside the first, and
    /// what its size costs at issue.
    Pool(BenchPoolArgs),
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
    /// What is called, one after another.
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = WireCall::ALL)]
    pub(crate) call: Vec<WireCall>,
    /// Calls that are signed beforehand and then sent.
    #[arg(long, default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(100..=200_000))]
    pub(crate) calls: u32,
    /// Connections that they are sent over.
    #[arg(long, default_value_t = 128, value_parser = clap::value_parser!(u32).range(1..=1000))]
    pub(crate) connections: u32,
}

/// A call that can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum WireCall {
    /// Issue a voucher of Alipay's, over REST v3.
    AlipaySend,
    /// Issue a coupon of WeChat Pay's.
    WechatSend,
    /// Use a coupon of WeChat Pay's.
    WechatUse,
}

impl WireCall {
    const ALL: [WireCall; 3] = [
        WireCall::AlipaySend,
        WireCall::WechatSend,
        WireCall::WechatUse,
    ];
}
