//! The signing half of a key.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeyPair;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rsa::pkcs1::{DecodeRsaPrivateKey, EncodeRsaPublicKey};
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::DecodePrivateKey;
use rsa::signature::{SignatureEncoding, Signer};
use rsa::{RsaPrivateKey, RsaPublicKey};
use sha1::Sha1;

use super::public::sha256;
use super::{CannotSign, Digest, KeyError, PublicKey, armour};

/// An RSA private key. Clones share it.
#[derive(Clone)]
pub struct PrivateKey(Arc<Inner>);

struct Inner {
    /// Signs with SHA-256; absent for keys under 2048 bits.
    modern: Option<KeyPair>,
    /// Signs with SHA-1, which the faster library refuses to do.
    legacy: Option<SigningKey<Sha1>>,
    public: PublicKey,
}

impl PrivateKey {
    /// Reads PEM (PKCS#8, PKCS#1) or bare base64 of either.
    pub fn parse(text: &str) -> Result<PrivateKey, KeyError> {
        let bare = armour::open(text)?;
        match bare.label.as_deref() {
            None | Some("PRIVATE KEY" | "RSA PRIVATE KEY") => {}
            Some("PUBLIC KEY" | "RSA PUBLIC KEY" | "CERTIFICATE") => {
                return Err(KeyError::PublicForPrivate);
            }
            Some(other) => return Err(KeyError::Label(other.to_owned())),
        }
        match PrivateKey::from_der(&bare.der) {
            Err(KeyError::NotPrivate) if PublicKey::from_der(&bare.der).is_ok() => {
                Err(KeyError::PublicForPrivate)
            }
            read => read,
        }
    }

    /// Reads the DER bytes of PKCS#8 or PKCS#1.
    pub fn from_der(der: &[u8]) -> Result<PrivateKey, KeyError> {
        let modern = KeyPair::from_pkcs8(der)
            .or_else(|_| KeyPair::from_der(der))
            .ok();
        let legacy = RsaPrivateKey::from_pkcs8_der(der)
            .ok()
            .or_else(|| RsaPrivateKey::from_pkcs1_der(der).ok());
        let public = match (&modern, &legacy) {
            (Some(pair), _) => PublicKey::from_der(pair.public_key().as_ref())?,
            (None, Some(key)) => {
                let public = RsaPublicKey::from(key);
                let der = public.to_pkcs1_der().map_err(|_| KeyError::NotPrivate)?;
                PublicKey::from_der(der.as_bytes())?
            }
            (None, None) => return Err(KeyError::NotPrivate),
        };
        let legacy = legacy.map(SigningKey::<Sha1>::new);
        Ok(PrivateKey(Arc::new(Inner {
            modern,
            legacy,
            public,
        })))
    }

    /// The base64 signature over a text. The scheme is deterministic: the same
    /// text gets the same signature.
    pub fn sign(&self, digest: impl Into<Digest>, text: &[u8]) -> Result<String, CannotSign> {
        let digest = digest.into();
        let signature = match digest {
            Digest::Sha256 => self.sign_sha256(text),
            Digest::Sha1 => self.0.legacy.as_ref().and_then(|key| {
                let signature = key.try_sign(text).ok()?;
                Some(signature.to_vec())
            }),
        };
        signature
            .map(|bytes| STANDARD.encode(bytes))
            .ok_or(CannotSign(digest))
    }

    /// The base64 signature with SHA-256 over a text that stands in pieces.
    pub fn sign_pieces(&self, pieces: &[&[u8]]) -> Result<String, CannotSign> {
        let digest = sha256(pieces);
        let cannot = CannotSign(Digest::Sha256);
        let pair = self.0.modern.as_ref().ok_or(cannot)?;
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign_digest(&RSA_PKCS1_SHA256, &digest, &mut signature)
            .map_err(|_| cannot)?;
        Ok(STANDARD.encode(signature))
    }

    /// The DER bytes of PKCS#8; `None` for keys under 2048 bits.
    pub(crate) fn to_pkcs8(&self) -> Option<Vec<u8>> {
        let der: Pkcs8V1Der<'_> = self.0.modern.as_ref()?.as_der().ok()?;
        Some(der.as_ref().to_vec())
    }

    /// The verifying half.
    pub fn public_key(&self) -> &PublicKey {
        &self.0.public
    }

    fn sign_sha256(&self, text: &[u8]) -> Option<Vec<u8>> {
        let pair = self.0.modern.as_ref()?;
        let mut signature = vec![0; pair.public_modulus_len()];
        // PKCS#1 v1.5 needs no randomness: the source is asked for and left alone.
        pair.sign(
            &RSA_PKCS1_SHA256,
            &SystemRandom::new(),
            text,
            &mut signature,
        )
        .ok()?;
        Some(signature)
    }
}

/// Shows that there is a key, never the key.
impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}
