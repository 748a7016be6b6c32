//! The verifying half of a key.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::digest;
use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::signature::{
    ParsedPublicKey, RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use super::{Digest, KeyError, PrivateKey, armour};

/// The longest signature that verifies, that of a key of 8192 bits, with the three
/// bytes by which the decoder's estimate may exceed it.
const LONGEST_SIGNATURE: usize = 1024 + 3;

/// An RSA public key. Clones share it.
#[derive(Clone)]
pub struct PublicKey(Arc<Inner>);

struct Inner {
    sha256: ParsedPublicKey,
    sha1: ParsedPublicKey,
    spki: Vec<u8>,
}

impl PublicKey {
    /// Reads PEM (`PUBLIC KEY`, `RSA PUBLIC KEY`, or a `CERTIFICATE`, whose key is
    /// taken) or bare base64 of any of these.
    pub fn parse(text: &str) -> Result<PublicKey, KeyError> {
        let bare = armour::open(text)?;
        match bare.label.as_deref() {
            None | Some("PUBLIC KEY" | "RSA PUBLIC KEY") => {}
            Some("CERTIFICATE") => return PublicKey::of_certificate(&bare.der),
            Some("PRIVATE KEY" | "RSA PRIVATE KEY") => return Err(KeyError::PrivateForPublic),
            Some(other) => return Err(KeyError::Label(other.to_owned())),
        }
        PublicKey::from_der(&bare.der).or_else(|error| {
            if bare.label.is_none() && PrivateKey::from_der(&bare.der).is_ok() {
                return Err(KeyError::PrivateForPublic);
            }
            PublicKey::of_certificate(&bare.der).map_err(|_| error)
        })
    }

    /// Reads the DER bytes of `SubjectPublicKeyInfo` or PKCS#1.
    pub fn from_der(der: &[u8]) -> Result<PublicKey, KeyError> {
        let sha256 = ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, der);
        let sha1 = ParsedPublicKey::new(&RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY, der);
        let (Ok(sha256), Ok(sha1)) = (sha256, sha1) else {
            return Err(KeyError::NotPublic);
        };
        let spki = sha1
            .as_der()
            .map_err(|_| KeyError::NotPublic)?
            .as_ref()
            .to_vec();
        Ok(PublicKey(Arc::new(Inner { sha256, sha1, spki })))
    }

    /// Whether `signature`, in base64, was made over `text` by the private half.
    pub fn verifies(&self, digest: impl Into<Digest>, text: &[u8], signature: &str) -> bool {
        let mut buffer = [0; LONGEST_SIGNATURE];
        let signature = armour::LENIENT.decode_slice(signature.trim(), &mut buffer);
        let Some(signature) = signature.ok().and_then(|length| buffer.get(..length)) else {
            return false;
        };
        let key = match digest.into() {
            Digest::Sha256 => &self.0.sha256,
            Digest::Sha1 => &self.0.sha1,
        };
        key.verify_sig(text, signature).is_ok()
    }

    /// Whether `signature`, in base64 with padding, was made with SHA-256 over a text
    /// that stands in pieces. Nothing is copied, and nothing is allocated.
    pub fn verifies_pieces(&self, pieces: &[&[u8]], signature: &str) -> bool {
        let mut buffer = [0; LONGEST_SIGNATURE];
        let signature = STANDARD.decode_slice(signature, &mut buffer);
        let Some(signature) = signature.ok().and_then(|length| buffer.get(..length)) else {
            return false;
        };
        let digest = sha256(pieces);
        self.0.sha256.verify_digest_sig(&digest, signature).is_ok()
    }

    /// The key as the platform's console shows it: one line of base64.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(&self.0.spki)
    }

    /// The key as openssl writes it.
    pub fn to_pem(&self) -> String {
        armour::close("PUBLIC KEY", &self.0.spki)
    }

    /// The DER bytes of the `SubjectPublicKeyInfo`.
    pub fn as_der(&self) -> &[u8] {
        &self.0.spki
    }

    fn of_certificate(der: &[u8]) -> Result<PublicKey, KeyError> {
        let (_, certificate) = X509Certificate::from_der(der).map_err(|_| KeyError::NotPublic)?;
        PublicKey::from_der(certificate.public_key().raw)
    }
}

/// The digest of a text that stands in pieces.
pub(super) fn sha256(pieces: &[&[u8]]) -> digest::Digest {
    let mut context = digest::Context::new(&digest::SHA256);
    for piece in pieces {
        context.update(piece);
    }
    context.finish()
}

/// Two keys are equal when they are the same key, in whatever form they came. The
/// platform's key must differ from the app's: Java refuses to work otherwise.
impl PartialEq for PublicKey {
    fn eq(&self, other: &PublicKey) -> bool {
        self.0.spki == other.0.spki
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.to_base64())
    }
}
