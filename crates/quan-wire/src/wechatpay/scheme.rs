//! The schemes of signatures, as `Authorization` and `Wechatpay-Signature-Type` name
//! them.

/// How a request or an answer is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// RSA with SHA-256, what everybody has.
    #[default]
    Rsa,
    /// SM2 with SM3, for merchants that the platform enabled.
    Sm,
}

/// The scheme of brands. It names a brand instead of a merchant, and no call of
/// merchants takes it.
pub(super) const BRAND: &str = "WECHATPAY-BRAND-SHA256-RSA2048";

impl Scheme {
    /// Reads the scheme's name; `None` for every other word.
    pub fn parse(text: &str) -> Option<Scheme> {
        [Scheme::Rsa, Scheme::Sm]
            .into_iter()
            .find(|scheme| scheme.as_str() == text)
    }

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Scheme::Rsa => "WECHATPAY2-SHA256-RSA2048",
            Scheme::Sm => "WECHATPAY2-SM2-WITH-SM3",
        }
    }
}
