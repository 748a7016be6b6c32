//! Sealed contents: certificates, notifications and the codes in jump links.
//!
//! The key is the merchant's `APIv3` key, 32 characters that serve as bytes; the tag
//! follows the ciphertext, and both travel in base64.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::sm::Sm4Key;

const KEY_LENGTH: usize = 32;
/// How long a nonce is.
pub const NONCE_LENGTH: usize = 12;

/// How a content is sealed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Algorithm {
    #[default]
    Aes256Gcm,
    Sm4Gcm,
}

impl Algorithm {
    /// Reads the field's value; `None` for every other word.
    pub fn parse(text: &str) -> Option<Algorithm> {
        [Algorithm::Aes256Gcm, Algorithm::Sm4Gcm]
            .into_iter()
            .find(|algorithm| algorithm.as_str() == text)
    }

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Algorithm::Aes256Gcm => "AEAD_AES_256_GCM",
            Algorithm::Sm4Gcm => "AEAD_SM4_GCM",
        }
    }
}

/// A merchant's `APIv3` key. Clones share it.
#[derive(Clone)]
pub struct ApiV3Key(Arc<Inner>);

struct Inner {
    aes: LessSafeKey,
    sm4: Sm4Key,
}

/// A text is no `APIv3` key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an APIv3 key has 32 bytes, this text has {0}")]
pub struct ApiV3KeyError(pub usize);

/// A nonce has another length than twelve bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a nonce has 12 bytes, this one has {0}")]
pub struct NonceError(pub usize);

/// A content cannot be opened: another key, or something was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the content cannot be decrypted")]
pub struct Undecipherable;

impl ApiV3Key {
    pub fn parse(text: &str) -> Result<ApiV3Key, ApiV3KeyError> {
        let error = ApiV3KeyError(text.len());
        if text.len() != KEY_LENGTH {
            return Err(error);
        }
        let aes = UnboundKey::new(&AES_256_GCM, text.as_bytes()).map_err(|_| error)?;
        Ok(ApiV3Key(Arc::new(Inner {
            aes: LessSafeKey::new(aes),
            sm4: Sm4Key::of(text),
        })))
    }

    /// Seals a content. The nonce must never come again with this key: draw it.
    pub fn seal(
        &self,
        algorithm: Algorithm,
        nonce: &str,
        associated_data: &str,
        plain: &[u8],
    ) -> Result<String, NonceError> {
        let error = NonceError(nonce.len());
        let mut text = Vec::with_capacity(plain.len() + AES_256_GCM.tag_len());
        text.extend_from_slice(plain);
        let aad = associated_data.as_bytes();
        match algorithm {
            Algorithm::Aes256Gcm => {
                let nonce = aes_nonce(nonce).ok_or(error)?;
                self.0
                    .aes
                    .seal_in_place_append_tag(nonce, Aad::from(aad), &mut text)
                    .map_err(|_| error)?;
            }
            Algorithm::Sm4Gcm => {
                let nonce = nonce.as_bytes().try_into().map_err(|_| error)?;
                self.0.sm4.seal(nonce, aad, &mut text).ok_or(error)?;
            }
        }
        Ok(STANDARD.encode(text))
    }

    /// Opens a content.
    pub fn open(
        &self,
        algorithm: Algorithm,
        nonce: &str,
        associated_data: &str,
        ciphertext: &str,
    ) -> Result<Vec<u8>, Undecipherable> {
        let mut text = STANDARD.decode(ciphertext).map_err(|_| Undecipherable)?;
        let aad = associated_data.as_bytes();
        match algorithm {
            Algorithm::Aes256Gcm => {
                let nonce = aes_nonce(nonce).ok_or(Undecipherable)?;
                let plain = self.0.aes.open_in_place(nonce, Aad::from(aad), &mut text);
                let length = plain.map_err(|_| Undecipherable)?.len();
                text.truncate(length);
            }
            Algorithm::Sm4Gcm => {
                let nonce = nonce.as_bytes().try_into().map_err(|_| Undecipherable)?;
                self.0
                    .sm4
                    .open(nonce, aad, &mut text)
                    .ok_or(Undecipherable)?;
            }
        }
        Ok(text)
    }
}

fn aes_nonce(nonce: &str) -> Option<Nonce> {
    Nonce::try_assume_unique_for_key(nonce.as_bytes()).ok()
}

/// Shows that there is a key, never the key.
impl fmt::Debug for ApiV3Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiV3Key(…)")
    }
}
