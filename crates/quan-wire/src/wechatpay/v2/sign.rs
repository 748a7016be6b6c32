//! The signature over parameters.

use std::collections::BTreeMap;
use std::fmt;

use aws_lc_rs::hmac;

use crate::hex;

/// A merchant's `APIv2` key.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiV2Key(String);

/// A text is no `APIv2` key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an APIv2 key has 32 letters and digits")]
pub struct ApiV2KeyError;

impl ApiV2Key {
    pub fn parse(text: &str) -> Result<ApiV2Key, ApiV2KeyError> {
        if text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Ok(ApiV2Key(text.to_owned()))
        } else {
            Err(ApiV2KeyError)
        }
    }

    /// The signature over parameters: HMAC-SHA256 in capitals.
    pub fn sign<'a>(&self, params: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
        let text = string_to_sign(params, self);
        let tag = hmac::sign(&self.hmac(), text.as_bytes());
        hex::upper(tag.as_ref())
    }

    /// Whether a signature was made over parameters. MD5, which other calls of the
    /// old interface know, is not accepted.
    pub fn verifies<'a>(
        &self,
        params: impl IntoIterator<Item = (&'a str, &'a str)>,
        sign: &str,
    ) -> bool {
        let made = self.sign(params);
        aws_lc_rs::constant_time::verify_slices_are_equal(made.as_bytes(), sign.as_bytes()).is_ok()
    }

    fn hmac(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.0.as_bytes())
    }
}

/// Shows that there is a key, never the key.
impl fmt::Debug for ApiV2Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApiV2Key(…)")
    }
}

/// The text under the signature: what is not empty, sorted by the bytes of the names,
/// values without encoding, and the key at the end.
pub fn string_to_sign<'a>(
    params: impl IntoIterator<Item = (&'a str, &'a str)>,
    key: &ApiV2Key,
) -> String {
    let filled: BTreeMap<&str, &str> = params
        .into_iter()
        .filter(|(name, value)| !value.is_empty() && *name != "sign")
        .collect();
    let mut text = String::new();
    for (name, value) in filled {
        text.push_str(name);
        text.push('=');
        text.push_str(value);
        text.push('&');
    }
    text.push_str("key=");
    text.push_str(&key.0);
    text
}
