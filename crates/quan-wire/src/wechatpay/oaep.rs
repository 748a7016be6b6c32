//! Sensitive fields: RSA-OAEP with SHA-1, without a label, in base64.
//!
//! The one-time randomness is drawn inside the library, so that no caller can choose
//! a weak one.

use aws_lc_rs::rsa::{
    OAEP_SHA1_MGF1SHA1, OaepPrivateDecryptingKey, OaepPublicEncryptingKey, PrivateDecryptingKey,
    PublicEncryptingKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::aead::Undecipherable;
use crate::key::{PrivateKey, PublicKey};

/// A field cannot be sealed: a key of 2048 bits takes 214 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the field is too long for the key")]
pub struct TooLong;

/// Seals a field with the platform's key.
pub fn seal(key: &PublicKey, plain: &str) -> Result<String, TooLong> {
    let key = PublicEncryptingKey::from_der(key.as_der())
        .and_then(|key| Ok(OaepPublicEncryptingKey::new(key)?))
        .map_err(|_| TooLong)?;
    let mut text = vec![0; key.ciphertext_size()];
    let sealed = key
        .encrypt(&OAEP_SHA1_MGF1SHA1, plain.as_bytes(), &mut text, None)
        .map_err(|_| TooLong)?;
    Ok(STANDARD.encode(sealed))
}

/// Opens a field with the private half.
pub fn open(key: &PrivateKey, ciphertext: &str) -> Result<String, Undecipherable> {
    let pkcs8 = key.to_pkcs8().ok_or(Undecipherable)?;
    let key = PrivateDecryptingKey::from_pkcs8(&pkcs8)
        .and_then(|key| Ok(OaepPrivateDecryptingKey::new(key)?))
        .map_err(|_| Undecipherable)?;
    let ciphertext = STANDARD.decode(ciphertext).map_err(|_| Undecipherable)?;
    let mut text = vec![0; key.min_output_size()];
    let plain = key
        .decrypt(&OAEP_SHA1_MGF1SHA1, &ciphertext, &mut text, None)
        .map_err(|_| Undecipherable)?;
    String::from_utf8(plain.to_vec()).map_err(|_| Undecipherable)
}
