//! Answers and notifications as they come to a merchant, and the keys by which they
//! are trusted.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::certificate::Certificate;
use super::header;
use super::key::VerifyingKey;
use super::text::AnswerText;
use super::time;

/// The keys of the platform that a client knows, by serial number or name.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    keys: BTreeMap<String, Known>,
}

#[derive(Clone, Debug)]
struct Known {
    key: VerifyingKey,
    /// When the certificate began; absent for public keys.
    since: Option<Timestamp>,
}

impl Trust {
    /// Trusts a public key that was downloaded by hand, under its name; an SM2
    /// certificate's key under its serial number.
    #[must_use]
    pub fn with_key(mut self, id: impl Into<String>, key: impl Into<VerifyingKey>) -> Trust {
        let known = Known {
            key: key.into(),
            since: None,
        };
        self.keys.insert(id.into(), known);
        self
    }

    /// Trusts a certificate that was opened from the list.
    #[must_use]
    pub fn with_certificate(mut self, certificate: &Certificate) -> Trust {
        let known = Known {
            key: VerifyingKey::Rsa(certificate.public_key().clone()),
            since: Some(certificate.not_before()),
        };
        self.keys.insert(certificate.serial().to_owned(), known);
        self
    }

    /// The key of a serial number or name. Certificates are compared in capitals.
    pub fn key(&self, serial: &str) -> Option<&VerifyingKey> {
        let known = match self.keys.get(serial) {
            Some(known) => Some(known),
            None => self.keys.get(&serial.to_ascii_uppercase()),
        };
        known.map(|known| &known.key)
    }

    /// What a request should say in `Wechatpay-Serial`: a public key's name, else the
    /// certificate that began last.
    pub fn preferred(&self) -> Option<&str> {
        let rank = |known: &Known| (known.since.is_none(), known.since);
        self.keys
            .iter()
            .max_by_key(|(_, known)| rank(known))
            .map(|(serial, _)| serial.as_str())
    }
}

/// What came, with the headers that sign it.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    pub timestamp: Option<&'a str>,
    pub nonce: Option<&'a str>,
    pub serial: Option<&'a str>,
    pub signature: Option<&'a str>,
    pub body: &'a [u8],
}

/// Why it cannot be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceivedError {
    #[error("the header {0} is missing")]
    Missing(&'static str),
    #[error("the signature is more than five minutes old, or the clocks differ")]
    Stale,
    #[error("the platform's key {0} is unknown")]
    UnknownSerial(String),
    #[error("the signature does not verify")]
    Signature,
}

impl Received<'_> {
    /// Whether all headers of a signature are there.
    pub fn is_signed(&self) -> bool {
        self.timestamp.is_some()
            && self.nonce.is_some()
            && self.serial.is_some()
            && self.signature.is_some()
    }

    /// Verifies the signature over the bytes as they came. What the platform sends
    /// to probe its receivers fails here like every other wrong signature.
    pub fn verify(&self, trust: &Trust, now: Timestamp) -> Result<(), ReceivedError> {
        let timestamp = self
            .timestamp
            .ok_or(ReceivedError::Missing(header::TIMESTAMP))?;
        let nonce = self.nonce.ok_or(ReceivedError::Missing(header::NONCE))?;
        let serial = self.serial.ok_or(ReceivedError::Missing(header::SERIAL))?;
        let signature = self
            .signature
            .ok_or(ReceivedError::Missing(header::SIGNATURE))?;
        let seconds = time::parse_seconds(timestamp).ok_or(ReceivedError::Stale)?;
        if !time::is_within_window(seconds, now) {
            return Err(ReceivedError::Stale);
        }
        let key = trust
            .key(serial)
            .ok_or_else(|| ReceivedError::UnknownSerial(serial.to_owned()))?;
        let text = AnswerText {
            timestamp,
            nonce,
            body: self.body,
        };
        if key.verifies(&text.pieces(), signature) {
            Ok(())
        } else {
            Err(ReceivedError::Signature)
        }
    }
}
