//! What `quan keys` is told.

use std::path::PathBuf;

use clap::{Args as ClapArgs, Subcommand};

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
