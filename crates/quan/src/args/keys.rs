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
    /// For WeChat Pay: `wechatpay_platform_cert.pem`, `wechatpay_platform_public_key.pem`,
    /// and `wechatpay.txt` with what both are called.
    Export(ExportArgs),
    /// Make the certificate that follows the one which signs now.
    ///
    /// It is listed at once and signs a day later; the old one stays listed while it
    /// lasts. A server that runs sees it within a minute.
    Rotate(RotateArgs),
}

#[derive(ClapArgs, Debug)]
pub(crate) struct RotateArgs {
    /// The data directory of the server; keys are made where there are none.
    #[arg(
        long,
        env = "QUAN_DATA",
        default_value = "quan-data",
        value_name = "DIR"
    )]
    pub(crate) data: PathBuf,
    /// The certificate of WeChat Pay's platform.
    #[arg(long, required = true)]
    pub(crate) wechatpay: bool,
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
