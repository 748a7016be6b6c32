//! A certificate: a merchant's, by which requests are verified, or the platform's.

use jiff::Timestamp;
use x509_parser::pem::Pem;
use x509_parser::prelude::{FromDer as _, X509Certificate};

use crate::hex;
use crate::key::PublicKey;

/// How many digits a serial number has.
const SERIAL_DIGITS: usize = 40;

/// A certificate with an RSA key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    serial: String,
    not_before: Timestamp,
    not_after: Timestamp,
    public_key: PublicKey,
    pem: String,
}

/// Why a text is no certificate that can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    #[error("the text is not PEM")]
    NotPem,
    #[error("the PEM block holds no X.509 certificate")]
    NotX509,
    #[error("the certificate holds no RSA key of 2048 bits or more")]
    NotRsa,
}

impl Certificate {
    /// Reads the first block of a PEM text.
    pub fn parse(pem: &str) -> Result<Certificate, CertificateError> {
        let block = Pem::iter_from_buffer(pem.as_bytes())
            .next()
            .and_then(Result::ok)
            .ok_or(CertificateError::NotPem)?;
        let not_x509 = CertificateError::NotX509;
        let (_, parsed) = X509Certificate::from_der(&block.contents).map_err(|_| not_x509)?;
        let instant = |seconds| Timestamp::from_second(seconds).map_err(|_| not_x509);
        Ok(Certificate {
            serial: digits(parsed.raw_serial()),
            not_before: instant(parsed.validity().not_before.timestamp())?,
            not_after: instant(parsed.validity().not_after.timestamp())?,
            public_key: PublicKey::from_der(parsed.public_key().raw)
                .map_err(|_| CertificateError::NotRsa)?,
            pem: pem.to_owned(),
        })
    }

    /// The serial number in 40 upper-case hex digits. Clients compare the text letter
    /// by letter, and some make it from the certificate without leading zeros: a
    /// certificate of the platform should have a number that needs none.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// Whether a text names the certificate: the case of letters and leading zeros
    /// are not asked, because merchants type it.
    pub fn is_named(&self, serial: &str) -> bool {
        let ours = self.serial.trim_start_matches('0');
        ours.eq_ignore_ascii_case(serial.trim_start_matches('0'))
    }

    pub fn public_key(&self) -> &PublicKey {
        &self.public_key
    }

    pub fn not_before(&self) -> Timestamp {
        self.not_before
    }

    pub fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// Whether the certificate is valid at an instant, both ends included.
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        self.not_before <= now && now <= self.not_after
    }

    /// The text that it was read from.
    pub fn pem(&self) -> &str {
        &self.pem
    }
}

/// A number in hex.
fn digits(bytes: &[u8]) -> String {
    let start = bytes.iter().take_while(|byte| **byte == 0).count();
    let text = hex::upper(bytes.get(start..).unwrap_or_default());
    format!("{text:0>SERIAL_DIGITS$}")
}
