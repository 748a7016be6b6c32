//! The AES encryption of contents: CBC with PKCS#7 padding, in base64.

use std::fmt;

use aws_lc_rs::cipher::{
    AES_128, AES_192, AES_256, DecryptionContext, EncryptionContext, PaddedBlockDecryptingKey,
    PaddedBlockEncryptingKey, UnboundCipherKey,
};
use aws_lc_rs::iv::FixedLength;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

const BLOCK: usize = 16;

/// How a content is encrypted, as `encrypt_type` names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EncryptType {
    /// The initial vector is zero: equal texts give equal ciphertexts.
    Aes,
    /// A random initial vector leads the ciphertext.
    AesV2,
}

impl EncryptType {
    /// Reads the parameter's value; `None` for every other word.
    pub fn parse(text: &str) -> Option<EncryptType> {
        match text {
            "AES" => Some(EncryptType::Aes),
            "AES_V2" => Some(EncryptType::AesV2),
            _ => None,
        }
    }

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            EncryptType::Aes => "AES",
            EncryptType::AesV2 => "AES_V2",
        }
    }
}

/// How to encrypt one content: [`EncryptType`] with the initial vector that the
/// second one needs. The caller draws it, because nothing here draws randomness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    Aes,
    AesV2 { iv: [u8; BLOCK] },
}

/// An app's content key: 16 bytes, rarely 24 or 32, in base64.
#[derive(Clone)]
pub struct AesKey(Vec<u8>);

/// Why a text is no content key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AesKeyError {
    #[error("the encrypt key is not base64")]
    NotBase64,
    #[error("the encrypt key has {0} bytes where 16, 24 or 32 are needed")]
    Length(usize),
}

/// A ciphertext could not be read. It says no more, so that nobody can use the
/// answer as an oracle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the content cannot be decrypted with this key")]
pub struct Undecipherable;

impl AesKey {
    /// Reads the key as the console shows it.
    pub fn parse(text: &str) -> Result<AesKey, AesKeyError> {
        let bytes = STANDARD
            .decode(text.trim())
            .map_err(|_| AesKeyError::NotBase64)?;
        match bytes.len() {
            16 | 24 | 32 => Ok(AesKey(bytes)),
            length => Err(AesKeyError::Length(length)),
        }
    }

    /// Encrypts a content into base64.
    pub fn encrypt(&self, plain: &[u8], seal: Seal) -> String {
        let (iv, mut out) = match seal {
            Seal::Aes => ([0; BLOCK], Vec::new()),
            Seal::AesV2 { iv } => (iv, iv.to_vec()),
        };
        let mut text = plain.to_vec();
        self.unbound()
            .and_then(PaddedBlockEncryptingKey::cbc_pkcs7)
            .and_then(|key| {
                key.less_safe_encrypt(&mut text, EncryptionContext::Iv128(FixedLength::from(iv)))
            })
            .expect("a key of a length that `parse` let in encrypts texts of any length");
        out.extend_from_slice(&text);
        STANDARD.encode(out)
    }

    /// Reads a content out of base64.
    pub fn decrypt(&self, text: &str, how: EncryptType) -> Result<Vec<u8>, Undecipherable> {
        let bytes = STANDARD.decode(text.trim()).map_err(|_| Undecipherable)?;
        let (iv, mut cipher) = match how {
            EncryptType::Aes => ([0; BLOCK], bytes),
            EncryptType::AesV2 => {
                let (iv, rest) = bytes.split_first_chunk::<BLOCK>().ok_or(Undecipherable)?;
                (*iv, rest.to_vec())
            }
        };
        let key = self
            .unbound()
            .and_then(PaddedBlockDecryptingKey::cbc_pkcs7)
            .map_err(|_| Undecipherable)?;
        let plain = key
            .decrypt(&mut cipher, DecryptionContext::Iv128(FixedLength::from(iv)))
            .map_err(|_| Undecipherable)?;
        Ok(plain.to_vec())
    }

    fn unbound(&self) -> Result<UnboundCipherKey, aws_lc_rs::error::Unspecified> {
        let algorithm = match self.0.len() {
            24 => &AES_192,
            32 => &AES_256,
            _ => &AES_128,
        };
        UnboundCipherKey::new(algorithm, &self.0)
    }
}

/// Shows that there is a key, never the key.
impl fmt::Debug for AesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AesKey(…)")
    }
}
