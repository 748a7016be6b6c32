//! Names of headers in the spelling in which they stand on the wire: one SDK looks
//! them up letter by letter.

use jiff::Timestamp;

use super::key::{SigningError, SigningKey};
use super::text::AnswerText;

pub const ACCEPT: &str = "Accept";
pub const AUTHORIZATION: &str = "Authorization";
pub const CACHE_CONTROL: &str = "Cache-Control";
pub const CONTENT_LANGUAGE: &str = "Content-Language";
pub const CONTENT_TYPE: &str = "Content-Type";
pub const CONTENT_TYPE_OPTIONS: &str = "X-Content-Type-Options";
pub const NONCE: &str = "Wechatpay-Nonce";
pub const REQUEST_ID: &str = "Request-ID";
pub const SERIAL: &str = "Wechatpay-Serial";
pub const SIGNATURE: &str = "Wechatpay-Signature";
pub const SIGNATURE_TYPE: &str = "Wechatpay-Signature-Type";
pub const TIMESTAMP: &str = "Wechatpay-Timestamp";
pub const USER_AGENT: &str = "User-Agent";

/// How the names of the platform's public keys begin; digits follow.
pub const PUBLIC_KEY_PREFIX: &str = "PUB_KEY_ID_";

/// Whether a text has the form of a public key's name.
pub fn is_public_key_id(text: &str) -> bool {
    text.strip_prefix(PUBLIC_KEY_PREFIX).is_some_and(|digits| {
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// The value of `Wechatpay-Serial` in a request; an empty one counts as absent.
pub fn asked_serial(value: Option<&str>) -> Option<&str> {
    value.map(str::trim).filter(|serial| !serial.is_empty())
}

/// What the platform signs an answer or a notification with.
#[derive(Clone, Copy, Debug)]
pub struct Sealing<'a> {
    pub key: &'a SigningKey,
    /// The serial number of the key's certificate, as the list of certificates spells
    /// it, or the public key's name.
    pub serial: &'a str,
    pub now: Timestamp,
    /// 32 characters, drawn at random.
    pub nonce: &'a str,
    /// What [`request_id`](super::answer::request_id) made.
    pub request_id: &'a str,
}

/// The headers that sign a body.
pub fn signed(
    body: &[u8],
    sealing: &Sealing<'_>,
) -> Result<[(&'static str, String); 5], SigningError> {
    let timestamp = sealing.now.as_second().to_string();
    let text = AnswerText {
        timestamp: &timestamp,
        nonce: sealing.nonce,
        body,
    };
    let signature = sealing.key.sign(&text.pieces())?;
    Ok([
        (TIMESTAMP, timestamp),
        (NONCE, sealing.nonce.to_owned()),
        (SERIAL, sealing.serial.to_owned()),
        (SIGNATURE, signature),
        (SIGNATURE_TYPE, sealing.key.scheme().as_str().to_owned()),
    ])
}
