//! Certificate mode: chains, and the serial numbers by which both sides name
//! certificates.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use md5::{Digest as _, Md5};
use x509_parser::der_parser::asn1_rs::Any;
use x509_parser::num_bigint::BigUint;
use x509_parser::pem::Pem;
use x509_parser::prelude::{FromDer as _, X509Certificate, X509Name};

use super::key::PublicKey;
use crate::hex;

/// The signature algorithms that count for the serial number of a root bundle.
const RSA_FAMILY: &str = "1.2.840.113549.1.1";

/// A certificate: what certificate mode needs of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    sn: String,
    issuer: String,
    serial: String,
    signature_algorithm: String,
    not_before: Timestamp,
    not_after: Timestamp,
    public_key: Option<PublicKey>,
    der: Vec<u8>,
}

/// Why bytes are no certificates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    #[error("there is no certificate in the text")]
    Empty,
    #[error("certificate {0} of the text is not PEM")]
    NotPem(usize),
    #[error("the bytes are no X.509 certificate")]
    NotX509,
}

impl Certificate {
    /// Reads every certificate of a PEM text, in order: the leaf comes first.
    pub fn parse_chain(pem: &[u8]) -> Result<Vec<Certificate>, CertificateError> {
        let mut chain = Vec::new();
        for (index, block) in Pem::iter_from_buffer(pem).enumerate() {
            let block = block.map_err(|_| CertificateError::NotPem(index + 1))?;
            if block.label == "CERTIFICATE" {
                chain.push(Certificate::from_der(&block.contents)?);
            }
        }
        if chain.is_empty() {
            Err(CertificateError::Empty)
        } else {
            Ok(chain)
        }
    }

    /// Reads the first certificate of a PEM text, the leaf.
    pub fn parse_leaf(pem: &[u8]) -> Result<Certificate, CertificateError> {
        Certificate::parse_chain(pem)?
            .into_iter()
            .next()
            .ok_or(CertificateError::Empty)
    }

    /// Reads the DER bytes of one certificate.
    pub fn from_der(der: &[u8]) -> Result<Certificate, CertificateError> {
        let (_, parsed) = X509Certificate::from_der(der).map_err(|_| CertificateError::NotX509)?;
        let instant =
            |seconds| Timestamp::from_second(seconds).map_err(|_| CertificateError::NotX509);
        let issuer = distinguished_name(parsed.issuer());
        let serial = BigUint::from_bytes_be(parsed.raw_serial()).to_string();
        Ok(Certificate {
            sn: serial_number(&issuer, &serial),
            issuer,
            serial,
            signature_algorithm: parsed.signature_algorithm.algorithm.to_id_string(),
            not_before: instant(parsed.validity().not_before.timestamp())?,
            not_after: instant(parsed.validity().not_after.timestamp())?,
            public_key: PublicKey::from_der(parsed.public_key().raw).ok(),
            der: der.to_vec(),
        })
    }

    /// The serial number by which the platform names the certificate:
    /// `app_cert_sn` of an app's, `alipay_cert_sn` of the platform's.
    pub fn sn(&self) -> &str {
        &self.sn
    }

    /// The RSA key; `None` when the certificate holds a key of another kind.
    pub fn public_key(&self) -> Option<&PublicKey> {
        self.public_key.as_ref()
    }

    /// Whether the certificate is valid at an instant, both ends included.
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        self.not_before <= now && now <= self.not_after
    }

    pub fn not_before(&self) -> Timestamp {
        self.not_before
    }

    pub fn not_after(&self) -> Timestamp {
        self.not_after
    }

    /// The issuer as it enters the serial number, most specific part first.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The issuer's own number for the certificate, in decimal.
    pub fn serial(&self) -> &str {
        &self.serial
    }

    /// The dotted number of the algorithm that the certificate was signed with.
    pub fn signature_algorithm(&self) -> &str {
        &self.signature_algorithm
    }

    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// Whether it counts for the serial number of a root bundle.
    fn is_of_rsa_family(&self) -> bool {
        self.signature_algorithm.starts_with(RSA_FAMILY)
    }
}

/// `alipay_root_cert_sn`: the serial numbers of a bundle's certificates, in order,
/// without those that are not signed with RSA.
pub fn root_sn(bundle: &[Certificate]) -> String {
    let numbers: Vec<&str> = bundle
        .iter()
        .filter(|one| one.is_of_rsa_family())
        .map(Certificate::sn)
        .collect();
    numbers.join("_")
}

/// MD5 over the issuer and the decimal serial, in lower-case hex.
fn serial_number(issuer: &str, serial: &str) -> String {
    let digest = Md5::new()
        .chain_update(issuer)
        .chain_update(serial)
        .finalize();
    hex::lower(&digest)
}

/// A name in the order and spelling of RFC 2253, as Java prints it. Attributes it
/// has no keyword for are printed by number with their DER bytes in hex.
fn distinguished_name(name: &X509Name<'_>) -> String {
    let mut parts: Vec<String> = name
        .iter_rdn()
        .map(|rdn| {
            let attributes: Vec<String> = rdn
                .iter()
                .map(|one| attribute(&one.attr_type().to_id_string(), one.attr_value()))
                .collect();
            attributes.join("+")
        })
        .collect();
    parts.reverse();
    parts.join(",")
}

fn attribute(oid: &str, value: &Any<'_>) -> String {
    let keyword = match oid {
        "2.5.4.3" => "CN",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "STREET",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "0.9.2342.19200300.100.1.25" => "DC",
        "0.9.2342.19200300.100.1.1" => "UID",
        other => {
            return format!("{other}=#{}", hex::lower(&der_of(value)));
        }
    };
    format!("{keyword}={}", escape(&String::from_utf8_lossy(value.data)))
}

/// The DER bytes of a value: names are short, so two bytes of length are enough.
fn der_of(value: &Any<'_>) -> Vec<u8> {
    let tag = u8::try_from(value.tag().0).unwrap_or_default();
    let mut der = vec![tag];
    match u16::try_from(value.data.len())
        .unwrap_or(u16::MAX)
        .to_be_bytes()
    {
        [0, low] if low < 0x80 => der.push(low),
        [0, low] => der.extend([0x81, low]),
        [high, low] => der.extend([0x82, high, low]),
    }
    der.extend_from_slice(value.data);
    der
}

/// Escapes what RFC 2253 asks to be escaped in a value.
fn escape(value: &str) -> String {
    let last = value.chars().count().saturating_sub(1);
    let mut escaped = String::with_capacity(value.len());
    for (index, character) in value.chars().enumerate() {
        let at_edge = character == ' ' && (index == 0 || index == last);
        let special = matches!(character, ',' | '+' | '"' | '\\' | '<' | '>' | ';');
        if special || at_edge || (index == 0 && character == '#') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

/// What the download of a platform certificate answers: base64 of the PEM text.
pub fn downloadable(chain_pem: &[u8]) -> String {
    STANDARD.encode(chain_pem)
}
