//! The `Authorization` header: who asks, when, and the signature.

use std::fmt;

use jiff::Timestamp;

use super::key::{SigningError, SigningKey, VerifyingKey};
use super::refusal::{Mismatch, Refusal};
use super::scheme::{BRAND, Scheme};
use super::text::RequestText;
use super::time;

/// How long the header may be: a signature of the longest key, and the rest.
const LONGEST: usize = 4096;
const LONGEST_MCHID: usize = 32;
const LONGEST_NONCE: usize = 128;
const LONGEST_SERIAL: usize = 64;

/// The header, taken apart. It borrows from the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Authorization<'a> {
    pub scheme: Scheme,
    pub mchid: &'a str,
    pub nonce: &'a str,
    /// As it came: the signature covers the text.
    pub timestamp: &'a str,
    /// The serial number of the merchant's certificate, in either case of letters.
    pub serial_no: &'a str,
    pub signature: &'a str,
}

/// The request that a header speaks for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    pub method: &'a str,
    pub target: &'a str,
    /// What is signed of the body; of an upload the bytes of its part `meta`.
    pub body: &'a [u8],
}

impl<'a> Authorization<'a> {
    /// Reads the header. The parameters may come in any order, with blanks around
    /// their commas; unknown ones are passed over, a repeated one is not.
    pub fn parse(header: Option<&'a str>) -> Result<Authorization<'a>, Refusal> {
        let header = header.map(str::trim).ok_or(Refusal::Authorization)?;
        if header.len() > LONGEST {
            return Err(Refusal::Authorization);
        }
        let (scheme, rest) = header.split_once(' ').ok_or(Refusal::Authorization)?;
        if scheme == BRAND {
            return Err(Refusal::Scheme);
        }
        let fields = Fields::read(rest).ok_or(Refusal::Authorization)?;
        let scheme = Scheme::parse(scheme);
        // What is missing is said before what is not served.
        let authorization = fields
            .complete(scheme.unwrap_or_default())
            .ok_or(Refusal::Authorization)?;
        scheme.ok_or(Refusal::Scheme)?;
        Ok(authorization)
    }

    /// Refuses a scheme that is not served.
    pub fn require(&self, scheme: Scheme) -> Result<(), Refusal> {
        if self.scheme == scheme {
            Ok(())
        } else {
            Err(Refusal::Scheme)
        }
    }

    /// Whether the request was signed within five minutes of `now`. It is asked
    /// before the signature is looked at.
    pub fn is_timely(&self, now: Timestamp) -> Result<(), Refusal> {
        match time::parse_seconds(self.timestamp) {
            Some(seconds) if time::is_within_window(seconds, now) => Ok(()),
            _ => Err(Refusal::Timestamp),
        }
    }

    /// Verifies the signature with the key of the certificate that
    /// [`Authorization::serial_no`] names.
    pub fn verify(&self, asked: Asked<'_>, key: &VerifyingKey) -> Result<(), Refusal> {
        self.require(key.scheme())?;
        let text = RequestText {
            method: asked.method,
            target: asked.target,
            timestamp: self.timestamp,
            nonce: self.nonce,
            body: asked.body,
        };
        if key.verifies(&text.pieces(), self.signature) {
            Ok(())
        } else {
            Err(Refusal::Signature(Box::new(Mismatch::of(&text))))
        }
    }
}

/// Writes the header in the order in which most SDKs do.
impl fmt::Display for Authorization<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} mchid=\"{}\",nonce_str=\"{}\",timestamp=\"{}\",serial_no=\"{}\",signature=\"{}\"",
            self.scheme.as_str(),
            self.mchid,
            self.nonce,
            self.timestamp,
            self.serial_no,
            self.signature
        )
    }
}

/// Signs a request: the header's value.
pub fn authorize(
    asked: Asked<'_>,
    mchid: &str,
    serial_no: &str,
    key: &SigningKey,
    nonce: &str,
    now: Timestamp,
) -> Result<String, SigningError> {
    let timestamp = now.as_second().to_string();
    let text = RequestText {
        method: asked.method,
        target: asked.target,
        timestamp: &timestamp,
        nonce,
        body: asked.body,
    };
    let signature = key.sign(&text.pieces())?;
    let authorization = Authorization {
        scheme: key.scheme(),
        mchid,
        nonce,
        timestamp: &timestamp,
        serial_no,
        signature: &signature,
    };
    Ok(authorization.to_string())
}

/// The parameters as they were found.
#[derive(Default)]
struct Fields<'a> {
    mchid: Option<&'a str>,
    nonce_str: Option<&'a str>,
    timestamp: Option<&'a str>,
    serial_no: Option<&'a str>,
    signature: Option<&'a str>,
}

impl<'a> Fields<'a> {
    /// Reads `key="value"` pairs between commas.
    fn read(text: &'a str) -> Option<Fields<'a>> {
        let mut fields = Fields::default();
        let mut rest = text.trim();
        loop {
            let (name, after) = rest.split_once('=')?;
            let (value, after) = after.strip_prefix('"')?.split_once('"')?;
            let place = match name {
                "mchid" => Some(&mut fields.mchid),
                "nonce_str" => Some(&mut fields.nonce_str),
                "timestamp" => Some(&mut fields.timestamp),
                "serial_no" => Some(&mut fields.serial_no),
                "signature" => Some(&mut fields.signature),
                _ => None,
            };
            if let Some(place) = place
                && place.replace(value).is_some()
            {
                return None;
            }
            let after = after.trim_start();
            if after.is_empty() {
                return Some(fields);
            }
            rest = after.strip_prefix(',')?.trim_start();
        }
    }

    /// Checks that all five are there and have their form.
    fn complete(self, scheme: Scheme) -> Option<Authorization<'a>> {
        let digits = |text: &&str| text.bytes().all(|byte| byte.is_ascii_digit());
        let hex = |text: &&str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let printable = |text: &&str| !text.contains(char::is_control);
        let seconds = |text: &&str| time::parse_seconds(text).is_some();
        let within = |most: usize| move |text: &&str| (1..=most).contains(&text.len());
        Some(Authorization {
            scheme,
            mchid: self.mchid.filter(digits).filter(within(LONGEST_MCHID))?,
            nonce: self
                .nonce_str
                .filter(printable)
                .filter(within(LONGEST_NONCE))?,
            timestamp: self.timestamp.filter(seconds)?,
            serial_no: self.serial_no.filter(hex).filter(within(LONGEST_SERIAL))?,
            signature: self.signature.filter(within(LONGEST))?,
        })
    }
}
