//! Answers: made at the server, read at the client.

use jiff::Timestamp;

use super::header;
use crate::alipay::code::RestRefusal;
use crate::alipay::encrypt::{AesKey, EncryptType, Seal};
use crate::alipay::key::{CannotSign, PrivateKey, PublicKey, SignType};

/// What a request says about the answer to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Framing {
    /// The request named an app certificate, so the answer names ours.
    pub with_certificate: bool,
    /// The request asked for encryption, so a success is encrypted.
    pub encrypted: bool,
}

/// What the platform signs an answer with.
#[derive(Clone, Copy, Debug)]
pub struct Sealing<'a> {
    pub key: &'a PrivateKey,
    /// The serial number of the platform's certificate.
    pub cert_sn: Option<&'a str>,
    /// The app's content key.
    pub content: Option<&'a AesKey>,
    pub now: Timestamp,
    pub nonce: &'a str,
    pub trace_id: &'a str,
}

/// An answer, ready to be sent. Header names are lower case and must stay so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Framing {
    /// Frames and signs a success: status 200 and a JSON object, `{}` when there is
    /// nothing to say, because SDKs cannot read an empty body.
    pub fn answer(self, json: &str, sealing: Sealing<'_>) -> Result<Answer, CannotSign> {
        match sealing.content.filter(|_| self.encrypted) {
            Some(key) => {
                let body = key.encrypt(json.as_bytes(), Seal::Aes);
                // Java and .NET compare the type with equality: no charset here.
                let mut answer = self.signed(200, "text/plain", body, sealing)?;
                answer
                    .headers
                    .push((header::ENCRYPT_TYPE, EncryptType::Aes.as_str().to_owned()));
                Ok(answer)
            }
            None => self.signed(200, JSON, json.to_owned(), sealing),
        }
    }

    /// Frames and signs a refusal, which is never encrypted: no SDK decrypts one.
    pub fn refuse(self, refusal: &RestRefusal, sealing: Sealing<'_>) -> Result<Answer, CannotSign> {
        self.signed(refusal.status, JSON, refusal.body(), sealing)
    }

    fn signed(
        self,
        status: u16,
        content_type: &str,
        body: String,
        sealing: Sealing<'_>,
    ) -> Result<Answer, CannotSign> {
        let timestamp = sealing.now.as_millisecond().to_string();
        let text = response_string_to_sign(&timestamp, sealing.nonce, body.as_bytes());
        let signature = sealing.key.sign(SignType::Rsa2, &text)?;
        let mut headers = vec![
            (header::CONTENT_TYPE, content_type.to_owned()),
            (header::TRACE_ID, sealing.trace_id.to_owned()),
            (header::TIMESTAMP, timestamp),
            (header::NONCE, sealing.nonce.to_owned()),
            (header::SIGNATURE, signature),
        ];
        if let Some(sn) = sealing.cert_sn.filter(|_| self.with_certificate) {
            headers.push((header::SN, sn.to_owned()));
        }
        Ok(Answer {
            status,
            headers,
            body: body.into_bytes(),
        })
    }
}

const JSON: &str = "application/json;charset=UTF-8";

/// The string to sign of an answer: the body as it was sent.
pub fn response_string_to_sign(timestamp: &str, nonce: &str, body: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(timestamp.len() + nonce.len() + body.len() + 3);
    for line in [timestamp.as_bytes(), nonce.as_bytes(), body] {
        text.extend_from_slice(line);
        text.push(b'\n');
    }
    text
}

/// An answer as it came to the client.
#[derive(Clone, Copy, Debug)]
pub struct Received<'a> {
    pub timestamp: Option<&'a str>,
    pub nonce: Option<&'a str>,
    pub signature: Option<&'a str>,
    /// The header `alipay-sn`.
    pub sn: Option<&'a str>,
    pub body: &'a [u8],
}

/// Why an answer cannot be trusted or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReceivedError {
    #[error("the answer is not signed")]
    Unsigned,
    #[error("the answer's signature does not verify")]
    Signature,
    #[error("the answer was signed under the certificate {got}, not {expected}")]
    Certificate { expected: String, got: String },
    #[error("the answer cannot be decrypted")]
    Undecipherable,
    #[error("the answer is not UTF-8")]
    NotUtf8,
}

impl Received<'_> {
    pub fn is_signed(&self) -> bool {
        self.signature.is_some()
    }

    /// Verifies the signature and, in certificate mode, the certificate's number.
    pub fn verify(&self, key: &PublicKey, cert_sn: Option<&str>) -> Result<(), ReceivedError> {
        let (Some(timestamp), Some(nonce), Some(signature)) =
            (self.timestamp, self.nonce, self.signature)
        else {
            return Err(ReceivedError::Unsigned);
        };
        if let (Some(expected), Some(got)) = (cert_sn, self.sn)
            && expected != got
        {
            let (expected, got) = (expected.to_owned(), got.to_owned());
            return Err(ReceivedError::Certificate { expected, got });
        }
        let text = response_string_to_sign(timestamp, nonce, self.body);
        if key.verifies(SignType::Rsa2, &text, signature) {
            Ok(())
        } else {
            Err(ReceivedError::Signature)
        }
    }

    /// The JSON text. Give the key only for a success that was asked for encrypted.
    pub fn text(&self, content: Option<&AesKey>) -> Result<String, ReceivedError> {
        let bytes = match content {
            None => self.body.to_vec(),
            Some(key) => {
                let text = std::str::from_utf8(self.body).map_err(|_| ReceivedError::NotUtf8)?;
                key.decrypt(text, EncryptType::Aes)
                    .map_err(|_| ReceivedError::Undecipherable)?
            }
        };
        String::from_utf8(bytes).map_err(|_| ReceivedError::NotUtf8)
    }
}
