//! Reading an answer, at the client.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::reply::root_name;
use crate::alipay::charset::Charset;
use crate::alipay::encrypt::{AesKey, EncryptType};
use crate::alipay::key::{PublicKey, SignType};

/// An answer of the gateway, taken apart. The node is the text that was signed,
/// exactly as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    node: String,
    charset: Charset,
    sign: Option<String>,
    cert_sn: Option<String>,
    is_error_response: bool,
}

/// The JSON object of an answer whose signature has been verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    pub json: String,
    /// The object stood under `error_response`.
    pub is_error_response: bool,
}

/// Why an answer cannot be trusted or read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    #[error("the answer is not in the charset {0}")]
    Charset(String),
    #[error("the answer is not JSON")]
    NotJson,
    #[error("the answer holds neither \"{0}\" nor \"error_response\"")]
    NoRoot(String),
    #[error("the answer is not signed")]
    Unsigned,
    #[error("the answer's signature does not verify")]
    Signature,
    #[error("the answer was signed under the certificate {got}, not {expected}")]
    Certificate { expected: String, got: String },
    #[error("the answer names no certificate")]
    NoCertificate,
    #[error("the answer is encrypted and there is no key for it")]
    NoKey,
    #[error("the answer cannot be decrypted")]
    Undecipherable,
}

impl Envelope {
    /// Takes an answer to a call of `method` apart.
    pub fn read(body: &[u8], method: &str, charset: &Charset) -> Result<Envelope, EnvelopeError> {
        let text = charset
            .decode(body)
            .ok_or_else(|| EnvelopeError::Charset(charset.name().to_owned()))?;
        let mut members: BTreeMap<Cow<'_, str>, &RawValue> =
            serde_json::from_str(&text).map_err(|_| EnvelopeError::NotJson)?;
        let root = root_name(Some(method));
        let (node, is_error_response) = match members.remove(root.as_str()) {
            Some(node) => (node, false),
            None => match members.remove("error_response") {
                Some(node) => (node, true),
                None => return Err(EnvelopeError::NoRoot(root)),
            },
        };
        let text_of = |name: &str| {
            members
                .get(name)
                .and_then(|raw| serde_json::from_str::<String>(raw.get()).ok())
        };
        Ok(Envelope {
            node: node.get().to_owned(),
            charset: charset.clone(),
            sign: text_of("sign").filter(|sign| !sign.is_empty()),
            cert_sn: text_of("alipay_cert_sn").filter(|sn| !sn.is_empty()),
            is_error_response,
        })
    }

    /// The bytes that the signature covers: the node as transmitted, quotes included
    /// when it is a ciphertext.
    pub fn signed_bytes(&self) -> Cow<'_, [u8]> {
        self.charset.encode(&self.node)
    }

    /// The certificate that the platform says it signed with.
    pub fn cert_sn(&self) -> Option<&str> {
        self.cert_sn.as_deref()
    }

    pub fn is_signed(&self) -> bool {
        self.sign.is_some()
    }

    /// Whether the node is a ciphertext.
    pub fn is_encrypted(&self) -> bool {
        self.node.starts_with('"')
    }

    /// The node as it came, not verified: for error messages only.
    pub fn unverified_node(&self) -> &str {
        &self.node
    }

    /// Certificate mode: whether the platform signed with the certificate that the
    /// client has.
    pub fn expect_certificate(&self, sn: &str) -> Result<(), EnvelopeError> {
        match self.cert_sn() {
            Some(got) if got == sn => Ok(()),
            Some(got) => Err(EnvelopeError::Certificate {
                expected: sn.to_owned(),
                got: got.to_owned(),
            }),
            None => Err(EnvelopeError::NoCertificate),
        }
    }

    /// Verifies the signature, then decrypts if need be.
    pub fn open(
        &self,
        key: &PublicKey,
        sign_type: SignType,
        content: Option<(&AesKey, EncryptType)>,
    ) -> Result<Opened, EnvelopeError> {
        let sign = self.sign.as_deref().ok_or(EnvelopeError::Unsigned)?;
        if !self.verifies(key, sign_type, sign) {
            return Err(EnvelopeError::Signature);
        }
        let json = if self.is_encrypted() {
            let (key, how) = content.ok_or(EnvelopeError::NoKey)?;
            let cipher: String =
                serde_json::from_str(&self.node).map_err(|_| EnvelopeError::NotJson)?;
            let plain = key
                .decrypt(&cipher, how)
                .map_err(|_| EnvelopeError::Undecipherable)?;
            let plain = self
                .charset
                .decode(&plain)
                .ok_or(EnvelopeError::Undecipherable)?;
            plain.into_owned()
        } else {
            self.node.clone()
        };
        Ok(Opened {
            json,
            is_error_response: self.is_error_response,
        })
    }

    /// The platform has been seen to escape slashes after signing, so a second try
    /// takes the escapes away, as the official SDKs do.
    fn verifies(&self, key: &PublicKey, sign_type: SignType, sign: &str) -> bool {
        if key.verifies(sign_type, &self.signed_bytes(), sign) {
            return true;
        }
        self.node.contains("\\/") && {
            let unescaped = self.node.replace("\\/", "/");
            key.verifies(sign_type, &self.charset.encode(&unescaped), sign)
        }
    }
}
