//! SM2 keys: signing and verifying with SM3, and the encryption of single fields.

use std::fmt;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sm2::SecretKey;
use sm2::dsa::signature::{MultipartSigner as _, MultipartVerifier as _};
use sm2::dsa::{Signature, SigningKey, VerifyingKey};
use sm2::elliptic_curve::common::getrandom::SysRng;
use sm2::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use sm2::pke::{DecryptingKey, EncryptingKey, Mode};

/// The user id that enters every signature.
const USER_ID: &str = "1234567812345678";

/// A text is no key that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SmKeyError {
    #[error("the text is no SM2 private key in PKCS#8 PEM form")]
    NotPrivate,
    #[error("the text is no SM2 public key in PEM form")]
    NotPublic,
}

/// An SM2 private key. Clones share it.
#[derive(Clone)]
pub struct PrivateKey(Arc<Private>);

struct Private {
    signing: SigningKey,
    decrypting: DecryptingKey,
    public: PublicKey,
}

impl PrivateKey {
    /// Reads PEM with a PKCS#8 key.
    pub fn parse(pem: &str) -> Result<PrivateKey, SmKeyError> {
        let error = SmKeyError::NotPrivate;
        let secret = SecretKey::from_pkcs8_pem(pem.trim()).map_err(|_| error)?;
        let signing = SigningKey::new(USER_ID, &secret).map_err(|_| error)?;
        let scalar = secret.to_nonzero_scalar();
        Ok(PrivateKey(Arc::new(Private {
            signing,
            decrypting: DecryptingKey::new_with_mode(scalar, Mode::C1C3C2),
            public: PublicKey::of(secret.public_key()).ok_or(error)?,
        })))
    }

    /// The base64 signature over a text that stands in pieces: the DER sequence of
    /// both numbers. The secret number of a signature is drawn from key and text, so
    /// that the same text gets the same signature.
    pub(in crate::wechatpay) fn sign(&self, pieces: &[&[u8]]) -> Option<String> {
        let signature: Signature = self.0.signing.try_multipart_sign(pieces).ok()?;
        Some(STANDARD.encode(signature.to_der()))
    }

    /// Opens what was sealed for this key; `None` when it was not.
    pub fn decrypt(&self, ciphertext: &str) -> Option<Vec<u8>> {
        let der = STANDARD.decode(ciphertext).ok()?;
        self.0.decrypting.decrypt_der(&der).ok()
    }

    /// The verifying half.
    pub fn public_key(&self) -> &PublicKey {
        &self.0.public
    }
}

/// Shows that there is a key, never the key.
impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("sm::PrivateKey(…)")
    }
}

/// An SM2 public key. Clones share it.
#[derive(Clone)]
pub struct PublicKey(Arc<Public>);

struct Public {
    verifying: VerifyingKey,
    encrypting: EncryptingKey,
}

impl PublicKey {
    /// Reads PEM with a `SubjectPublicKeyInfo`.
    pub fn parse(pem: &str) -> Result<PublicKey, SmKeyError> {
        let key =
            sm2::PublicKey::from_public_key_pem(pem.trim()).map_err(|_| SmKeyError::NotPublic)?;
        PublicKey::of(key).ok_or(SmKeyError::NotPublic)
    }

    fn of(key: sm2::PublicKey) -> Option<PublicKey> {
        Some(PublicKey(Arc::new(Public {
            verifying: VerifyingKey::new(USER_ID, key).ok()?,
            encrypting: EncryptingKey::new_with_mode(key, Mode::C1C3C2),
        })))
    }

    /// Whether `signature`, in base64, was made over a text that stands in pieces.
    pub(in crate::wechatpay) fn verifies(&self, pieces: &[&[u8]], signature: &str) -> bool {
        let signature = STANDARD
            .decode(signature)
            .ok()
            .and_then(|der| Signature::from_der(&der).ok());
        signature.is_some_and(|signature| {
            self.0
                .verifying
                .multipart_verify(pieces, &signature)
                .is_ok()
        })
    }

    /// Seals a field for the private half: the DER sequence of point, digest and
    /// ciphertext, in base64. The one-time key is drawn inside, so that no caller can
    /// choose a weak one. `None` for an empty field, and when the system has no
    /// randomness to give.
    pub fn encrypt(&self, plain: &[u8]) -> Option<String> {
        let der = self.0.encrypting.encrypt_der(&mut SysRng, plain).ok()?;
        Some(STANDARD.encode(der))
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &PublicKey) -> bool {
        self.0.verifying.as_affine() == other.0.verifying.as_affine()
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let point = self.0.verifying.to_sec1_bytes();
        write!(f, "sm::PublicKey({})", STANDARD.encode(point))
    }
}
