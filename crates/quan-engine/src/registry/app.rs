//! Applications and what they may do for others.

use std::fmt;

use quan_core::{AppId, MerchantId};

/// An application at Alipay: what calls, and what is told what happened.
#[derive(Clone, PartialEq, Eq)]
pub struct AlipayApp {
    /// Its number.
    pub app_id: AppId,
    /// Whose it is.
    pub merchant: MerchantId,
    /// What its requests are verified with.
    pub key: AppKey,
    /// Base64 of the AES key that contents are encrypted with, where any are.
    pub encrypt_key: Option<String>,
    /// Where messages to it are posted.
    pub gateway_url: Option<String>,
    /// Where it answers the platform's own questions.
    pub spi_url: Option<String>,
    /// Whether both addresses are the operator's own words, which need no check;
    /// those that somebody set through an API are not.
    pub trusted: bool,
    /// What sort of application it is.
    pub kind: AppKind,
}

impl AlipayApp {
    /// Whether messages can be delivered to it.
    pub fn has_address(&self) -> bool {
        self.gateway_url.is_some()
    }
}

/// Without the AES key, so that no log ever holds it.
impl fmt::Debug for AlipayApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AlipayApp")
            .field("app_id", &self.app_id)
            .field("merchant", &self.merchant)
            .field("key", &self.key)
            .field("encrypted", &self.encrypt_key.is_some())
            .field("gateway_url", &self.gateway_url)
            .field("spi_url", &self.spi_url)
            .field("trusted", &self.trusted)
            .field("kind", &self.kind)
            .finish()
    }
}

/// What an application's requests are verified with; the form decides how
/// answers to it are marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppKey {
    /// PEM of a public key: key mode.
    PublicKey(String),
    /// PEM of a certificate: certificate mode.
    Certificate(String),
}

impl AppKey {
    /// The PEM text of either form.
    pub fn pem(&self) -> &str {
        match self {
            AppKey::PublicKey(pem) | AppKey::Certificate(pem) => pem,
        }
    }
}

/// What sort of application it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AppKind {
    /// Runs within Alipay: the only kind that vouchers can be confined to.
    #[default]
    MiniProgram,
    /// A site or a server.
    Web,
    /// An application on a telephone.
    Mobile,
}

/// Leave for an application to act for a merchant: agency mode.
#[derive(Clone, PartialEq, Eq)]
pub struct Authorization {
    /// The application that may act.
    pub app_id: AppId,
    /// The merchant that it may act for.
    pub merchant: MerchantId,
    /// What the application shows.
    pub app_auth_token: String,
}

/// Without the token, which is as good as a password.
impl fmt::Debug for Authorization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Authorization")
            .field("app_id", &self.app_id)
            .field("merchant", &self.merchant)
            .finish_non_exhaustive()
    }
}
