//! The `Authorization` header: who asks, when, and the signature.

use jiff::{SignedDuration, Timestamp};

use crate::alipay::code::{SignatureFault, TransportError};
use crate::alipay::key::{PublicKey, SignType};

/// The only scheme that SDKs speak.
pub const SCHEME: &str = "ALIPAY-SHA256withRSA";

/// How long an app id may be.
const LONGEST_APP_ID: usize = 32;
/// How long a nonce may be: it is kept for the length of the window.
const LONGEST_NONCE: usize = 128;

/// The header, taken apart. Its fields may come in any order; the signature covers
/// them as they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authorization {
    signed: String,
    sign: Option<String>,
    app_id: Option<String>,
    app_cert_sn: Option<String>,
    nonce: Option<String>,
    timestamp: Option<String>,
}

/// What a request says about its signature. `nonce` must not come again from the
/// same app while the window lasts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    pub nonce: String,
    pub timestamp: Timestamp,
    sign: String,
}

impl Authorization {
    /// Reads the header. Its absence is answered as the platform does: the timestamp
    /// is missing.
    pub fn parse(header: Option<&str>) -> Result<Authorization, TransportError> {
        let header = header.map(str::trim).filter(|header| !header.is_empty());
        let header = header.ok_or(TransportError::MissingTimestamp)?;
        let (scheme, rest) = header.split_once(' ').unwrap_or((header, ""));
        if !scheme.eq_ignore_ascii_case(SCHEME) {
            return Err(TransportError::InvalidSignatureType);
        }
        let (signed, sign) = match rest.rsplit_once(",sign=") {
            Some((signed, sign)) => (signed, Some(sign)),
            None => (rest, None),
        };
        let field = |name: &str| {
            signed.split(',').find_map(|pair| {
                let (key, value) = pair.split_once('=')?;
                (key.trim() == name && !value.trim().is_empty()).then(|| value.trim().to_owned())
            })
        };
        Ok(Authorization {
            app_id: field("app_id"),
            app_cert_sn: field("app_cert_sn"),
            nonce: field("nonce"),
            timestamp: field("timestamp"),
            sign: sign
                .map(str::trim)
                .filter(|sign| !sign.is_empty())
                .map(str::to_owned),
            signed: signed.to_owned(),
        })
    }

    /// The text that leads the string to sign, exactly as it came.
    pub fn signed_text(&self) -> &str {
        &self.signed
    }

    /// The app that asks. It is looked up before the signature is asked for.
    pub fn app_id(&self) -> Result<&str, TransportError> {
        let app_id = self.app_id.as_deref().ok_or(TransportError::MissingAppId)?;
        if app_id.chars().count() > LONGEST_APP_ID {
            return Err(TransportError::InvalidAppId);
        }
        Ok(app_id)
    }

    /// Certificate mode: by which certificate the signature verifies.
    pub fn app_cert_sn(&self) -> Option<&str> {
        self.app_cert_sn.as_deref()
    }

    /// Checks what must be there to verify a signature: a timestamp within ten
    /// minutes of `now`, a nonce, a signature.
    pub fn claims(&self, now: Timestamp) -> Result<Claims, TransportError> {
        let timestamp = self
            .timestamp
            .as_deref()
            .ok_or(TransportError::MissingTimestamp)?;
        let timestamp = milliseconds(timestamp)
            .filter(|at| within_ten_minutes(*at, now))
            .ok_or(TransportError::InvalidTimestamp)?;
        let nonce = self
            .nonce
            .as_deref()
            .ok_or(TransportError::InvalidParameter("缺少nonce"))?;
        if nonce.len() > LONGEST_NONCE {
            return Err(TransportError::InvalidParameter("nonce长度超过限制"));
        }
        let sign = self
            .sign
            .as_deref()
            .ok_or(TransportError::MissingSignature)?;
        Ok(Claims {
            nonce: nonce.to_owned(),
            timestamp,
            sign: sign.to_owned(),
        })
    }
}

impl Claims {
    /// Verifies the signature over the string that [`string_to_sign`] made.
    ///
    /// [`string_to_sign`]: super::string_to_sign
    pub fn verify(&self, text: &[u8], key: &PublicKey) -> Result<(), TransportError> {
        if key.verifies(SignType::Rsa2, text, &self.sign) {
            return Ok(());
        }
        let verified = String::from_utf8_lossy(text).into_owned();
        Err(TransportError::InvalidSignature(SignatureFault::Mismatch {
            verified,
        }))
    }
}

/// Whether an instant lies within ten minutes of `now`, both ends included.
pub fn within_ten_minutes(at: Timestamp, now: Timestamp) -> bool {
    at.duration_since(now).abs() <= SignedDuration::from_mins(10)
}

/// Unix milliseconds, written in digits alone.
fn milliseconds(text: &str) -> Option<Timestamp> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Timestamp::from_millisecond(text.parse().ok()?).ok()
}
