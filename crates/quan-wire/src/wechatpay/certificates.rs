//! The answer of `GET /v3/certificates`: the platform's certificates, sealed.

use serde::{Deserialize, Serialize};

use super::aead::{Algorithm, ApiV3Key, NonceError, Undecipherable};
use super::certificate::{Certificate, CertificateError};
use super::error::{Code, ErrorBody};
use super::message::value::Time;

/// Where the list is asked for.
pub const PATH: &str = "/v3/certificates";

/// What every certificate is sealed with beside the key.
const ASSOCIATED_DATA: &str = "certificate";

/// The certificates that a client may meet now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificates {
    pub data: Vec<Entry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub serial_no: String,
    pub effective_time: Time,
    pub expire_time: Time,
    pub encrypt_certificate: Sealed,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    pub algorithm: String,
    pub nonce: String,
    #[serde(default)]
    pub associated_data: String,
    pub ciphertext: String,
}

/// Which certificates are asked for; RSA's without the parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AlgorithmType {
    #[default]
    Rsa,
    Sm2,
    All,
}

impl AlgorithmType {
    /// Reads the parameter `algorithm_type`; `None` for an unknown word.
    pub fn parse(text: Option<&str>) -> Option<AlgorithmType> {
        match text {
            None | Some("" | "RSA") => Some(AlgorithmType::Rsa),
            Some("SM2") => Some(AlgorithmType::Sm2),
            Some("ALL") => Some(AlgorithmType::All),
            Some(_) => None,
        }
    }
}

/// Why a list cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CertificatesError {
    #[error("the answer is no list of certificates")]
    NotList,
    #[error("a certificate cannot be decrypted: is the APIv3 key right?")]
    Undecipherable(#[from] Undecipherable),
    #[error("a decrypted text is no certificate")]
    Certificate(#[from] CertificateError),
    #[error("the certificate {got} came under the number {said}")]
    Serial { said: String, got: String },
}

/// Seals one certificate for a merchant. The nonce has twelve characters, drawn at
/// random.
pub fn seal(certificate: &Certificate, key: &ApiV3Key, nonce: &str) -> Result<Entry, NonceError> {
    let algorithm = Algorithm::Aes256Gcm;
    let pem = certificate.pem().as_bytes();
    Ok(Entry {
        serial_no: certificate.serial().to_owned(),
        effective_time: certificate.not_before().into(),
        expire_time: certificate.not_after().into(),
        encrypt_certificate: Sealed {
            algorithm: algorithm.as_str().to_owned(),
            nonce: nonce.to_owned(),
            associated_data: ASSOCIATED_DATA.to_owned(),
            ciphertext: key.seal(algorithm, nonce, ASSOCIATED_DATA, pem)?,
        },
    })
}

/// Opens a list. Entries of other kinds than RSA's are passed over. Nothing here was
/// verified: do so with the certificates that were just opened.
pub fn open(body: &[u8], key: &ApiV3Key) -> Result<Vec<Certificate>, CertificatesError> {
    let list: Certificates =
        serde_json::from_slice(body).map_err(|_| CertificatesError::NotList)?;
    list.data
        .iter()
        .filter(|entry| entry.encrypt_certificate.algorithm == Algorithm::Aes256Gcm.as_str())
        .map(|entry| open_one(entry, key))
        .collect()
}

fn open_one(entry: &Entry, key: &ApiV3Key) -> Result<Certificate, CertificatesError> {
    let sealed = &entry.encrypt_certificate;
    let pem = key.open(
        Algorithm::Aes256Gcm,
        &sealed.nonce,
        &sealed.associated_data,
        &sealed.ciphertext,
    )?;
    let pem = String::from_utf8(pem).map_err(|_| CertificateError::NotPem)?;
    let certificate = Certificate::parse(&pem)?;
    if certificate.is_named(&entry.serial_no) {
        Ok(certificate)
    } else {
        Err(CertificatesError::Serial {
            said: entry.serial_no.clone(),
            got: certificate.serial().to_owned(),
        })
    }
}

/// What a merchant is told for whom there is no certificate.
pub fn none_available() -> ErrorBody {
    ErrorBody::new(
        Code::ResourceNotExists,
        "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。",
    )
}
