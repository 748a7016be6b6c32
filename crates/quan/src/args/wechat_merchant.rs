//! What `quan wechat-merchant` is told.

use clap::Subcommand;
use quan_client::api::CertificateState;

use super::value::{Part, one_of};

#[derive(Subcommand, Debug)]
pub(crate) enum WechatMerchantCommand {
    /// List merchants in the order of their numbers.
    List {
        #[command(flatten)]
        part: Part,
    },
    /// Look at a merchant: its certificates, its apps, where it is told things.
    Show {
        /// The merchant's number.
        mchid: String,
    },
    /// Say what is to be said of a merchant's certificate. Requests that are signed
    /// with one that is not valid are refused.
    ///
    /// Where the provisioning file says it, that is said again at the next start.
    Certificate {
        /// The merchant's number.
        mchid: String,
        /// The certificate's serial number.
        serial_no: String,
        /// What is to be said of it.
        #[arg(value_parser = one_of::<CertificateState>(&["valid", "expired", "revoked", "replaced"]))]
        state: CertificateState,
    },
    /// Say where messages to a merchant are posted; nowhere, without an address.
    ///
    /// An address of the provisioning file is back at the next start.
    NotifyUrl {
        /// The merchant's number.
        mchid: String,
        /// The address.
        #[arg(value_name = "URL")]
        notify_url: Option<String>,
    },
}
