//! Keys of either scheme.

use super::scheme::Scheme;
use super::sm;
use crate::key::{CannotSign, PrivateKey, PublicKey};

/// What a request or an answer is signed with.
#[derive(Clone, Debug)]
pub enum SigningKey {
    Rsa(PrivateKey),
    Sm(sm::PrivateKey),
}

/// A signature could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SigningError {
    #[error(transparent)]
    Rsa(#[from] CannotSign),
    #[error("the private key cannot sign with SM2")]
    Sm,
}

impl SigningKey {
    pub fn scheme(&self) -> Scheme {
        match self {
            SigningKey::Rsa(_) => Scheme::Rsa,
            SigningKey::Sm(_) => Scheme::Sm,
        }
    }

    /// The base64 signature over a text that stands in pieces.
    pub fn sign(&self, pieces: &[&[u8]]) -> Result<String, SigningError> {
        match self {
            SigningKey::Rsa(key) => Ok(key.sign_pieces(pieces)?),
            SigningKey::Sm(key) => key.sign(pieces).ok_or(SigningError::Sm),
        }
    }

    /// The verifying half.
    pub fn verifying_key(&self) -> VerifyingKey {
        match self {
            SigningKey::Rsa(key) => VerifyingKey::Rsa(key.public_key().clone()),
            SigningKey::Sm(key) => VerifyingKey::Sm(key.public_key().clone()),
        }
    }
}

impl From<PrivateKey> for SigningKey {
    fn from(key: PrivateKey) -> SigningKey {
        SigningKey::Rsa(key)
    }
}

impl From<sm::PrivateKey> for SigningKey {
    fn from(key: sm::PrivateKey) -> SigningKey {
        SigningKey::Sm(key)
    }
}

/// What a signature is verified with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VerifyingKey {
    Rsa(PublicKey),
    Sm(sm::PublicKey),
}

impl VerifyingKey {
    pub fn scheme(&self) -> Scheme {
        match self {
            VerifyingKey::Rsa(_) => Scheme::Rsa,
            VerifyingKey::Sm(_) => Scheme::Sm,
        }
    }

    /// Whether `signature`, in base64 with padding, was made over a text that stands
    /// in pieces.
    pub fn verifies(&self, pieces: &[&[u8]], signature: &str) -> bool {
        match self {
            VerifyingKey::Rsa(key) => key.verifies_pieces(pieces, signature),
            VerifyingKey::Sm(key) => key.verifies(pieces, signature),
        }
    }
}

impl From<PublicKey> for VerifyingKey {
    fn from(key: PublicKey) -> VerifyingKey {
        VerifyingKey::Rsa(key)
    }
}

impl From<sm::PublicKey> for VerifyingKey {
    fn from(key: sm::PublicKey) -> VerifyingKey {
        VerifyingKey::Sm(key)
    }
}
