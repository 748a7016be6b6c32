//! RSA keys in the forms in which people have them, signing and verifying.
//!
//! Alipay's tools hand out one line of bare base64, openssl writes PEM, and each
//! comes as PKCS#1, PKCS#8 or `SubjectPublicKeyInfo`: all are read. Keys are parsed
//! once; clones share the parsed key.

mod armour;
mod private;
mod public;

pub use private::PrivateKey;
pub use public::PublicKey;

/// Which digest a signature is made with, as `sign_type` names it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SignType {
    /// SHA-256, with keys of 2048 bits or more.
    #[default]
    Rsa2,
    /// SHA-1, what old SDKs ask for when nothing is set.
    Rsa,
}

impl SignType {
    /// Reads the parameter's value; `None` for every other word.
    pub fn parse(text: &str) -> Option<SignType> {
        match text {
            "RSA2" => Some(SignType::Rsa2),
            "RSA" => Some(SignType::Rsa),
            _ => None,
        }
    }

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            SignType::Rsa2 => "RSA2",
            SignType::Rsa => "RSA",
        }
    }

    /// The other one, for saying which type a signature seems to have.
    #[must_use]
    pub fn other(self) -> SignType {
        match self {
            SignType::Rsa2 => SignType::Rsa,
            SignType::Rsa => SignType::Rsa2,
        }
    }
}

/// Why a text is no key that can be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    #[error("the key is empty")]
    Empty,
    #[error("the key is neither PEM nor base64")]
    NotBase64,
    #[error("the PEM block is not closed")]
    Unclosed,
    #[error("the private key is protected by a passphrase; decrypt it first")]
    Passphrase,
    #[error("this is a public key where a private key is needed")]
    PublicForPrivate,
    #[error("this is a private key where a public key is needed")]
    PrivateForPublic,
    #[error("the PEM block \"{0}\" holds no RSA key")]
    Label(String),
    #[error("the bytes are no RSA private key in PKCS#8 or PKCS#1 form")]
    NotPrivate,
    #[error("the bytes are no RSA public key")]
    NotPublic,
}

/// A signature could not be made: the key is too short for the digest, or longer
/// than the library can use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the private key cannot sign with {}", .0.as_str())]
pub struct CannotSign(pub SignType);
