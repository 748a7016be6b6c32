//! The keys of [`crate::key`], and how Alipay names what they sign with.

pub use crate::key::{CannotSign, Digest, KeyError, PrivateKey, PublicKey};

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

impl From<SignType> for Digest {
    fn from(sign_type: SignType) -> Digest {
        match sign_type {
            SignType::Rsa2 => Digest::Sha256,
            SignType::Rsa => Digest::Sha1,
        }
    }
}
