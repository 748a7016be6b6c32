//! RSA keys in the forms in which people have them, signing and verifying.
//!
//! One tool hands out one line of bare base64, another writes PEM, and each comes
//! as PKCS#1, PKCS#8 or `SubjectPublicKeyInfo`: all are read. Keys are parsed once;
//! clones share the parsed key. How a platform names its digests is the platform's.

mod armour;
mod private;
mod public;

pub use private::PrivateKey;
pub use public::PublicKey;

/// Which digest a signature is made with. All are PKCS#1 v1.5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Digest {
    /// With keys of 2048 bits or more.
    #[default]
    Sha256,
    /// What old SDKs still ask for.
    Sha1,
}

impl Digest {
    fn name(self) -> &'static str {
        match self {
            Digest::Sha256 => "SHA-256",
            Digest::Sha1 => "SHA-1",
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
#[error("the private key cannot sign with {}", .0.name())]
pub struct CannotSign(pub Digest);
