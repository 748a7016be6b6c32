//! Asking, at the client: from a call to headers and a body.

use jiff::Timestamp;

use super::{SCHEME, header, string_to_sign};
use crate::alipay::encrypt::{AesKey, EncryptType, Seal};
use crate::alipay::gateway::{CertificateSns, Upload};
use crate::alipay::key::{CannotSign, PrivateKey, SignType};
use crate::alipay::multipart::Builder;

/// An app that calls REST v3.
#[derive(Clone, Debug)]
pub struct Caller {
    pub app_id: String,
    pub key: PrivateKey,
    /// Present in certificate mode.
    pub certificates: Option<CertificateSns>,
    /// Encrypts every call when present, also those without a body: their answers
    /// come encrypted.
    pub encrypt_key: Option<AesKey>,
    /// The token by which the app acts for another merchant.
    pub app_auth_token: Option<String>,
}

/// One request, ready to be sent to its target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Caller {
    /// An app in key mode.
    pub fn new(app_id: impl Into<String>, key: PrivateKey) -> Caller {
        Caller {
            app_id: app_id.into(),
            key,
            certificates: None,
            encrypt_key: None,
            app_auth_token: None,
        }
    }

    /// A call with a JSON body, or without a body. `target` is the path and query
    /// exactly as they will stand in the request; the nonce must be new.
    pub fn call(
        &self,
        method: &str,
        target: &str,
        json: Option<&str>,
        nonce: &str,
        now: Timestamp,
    ) -> Result<Outgoing, CannotSign> {
        let (body, content_type) = match json {
            None => (String::new(), None),
            Some(json) => (self.sealed(json), Some(self.content_type())),
        };
        let mut headers = self.headers(method, target, body.as_bytes(), nonce, now)?;
        if let Some(content_type) = content_type {
            headers.push((header::CONTENT_TYPE, content_type.to_owned()));
        }
        Ok(Outgoing {
            headers,
            body: body.into_bytes(),
        })
    }

    /// A call that carries files beside its JSON. Draw the boundary at random.
    pub fn upload(
        &self,
        target: &str,
        json: &str,
        files: &[Upload<'_>],
        boundary: &str,
        nonce: &str,
        now: Timestamp,
    ) -> Result<Outgoing, CannotSign> {
        let data = self.sealed(json);
        let mut headers = self.headers("POST", target, data.as_bytes(), nonce, now)?;
        let mut builder =
            Builder::new(boundary).text("data", Some(self.content_type()), data.as_bytes());
        for file in files {
            builder = builder.file(file.name, file.filename, file.content_type, file.bytes);
        }
        let (content_type, body) = builder.finish();
        headers.push((header::CONTENT_TYPE, content_type));
        Ok(Outgoing { headers, body })
    }

    fn sealed(&self, json: &str) -> String {
        match &self.encrypt_key {
            Some(key) => key.encrypt(json.as_bytes(), Seal::Aes),
            None => json.to_owned(),
        }
    }

    fn content_type(&self) -> &'static str {
        if self.encrypt_key.is_some() {
            "text/plain"
        } else {
            "application/json"
        }
    }

    fn headers(
        &self,
        method: &str,
        target: &str,
        signed_body: &[u8],
        nonce: &str,
        now: Timestamp,
    ) -> Result<Vec<(&'static str, String)>, CannotSign> {
        let certificate = match &self.certificates {
            Some(sns) => format!(",app_cert_sn={}", sns.app_cert_sn),
            None => String::new(),
        };
        let signed_text = format!(
            "app_id={}{certificate},nonce={nonce},timestamp={}",
            self.app_id,
            now.as_millisecond()
        );
        let token = self
            .app_auth_token
            .as_deref()
            .filter(|token| !token.is_empty());
        let text = string_to_sign(&signed_text, method, target, signed_body, token);
        let sign = self.key.sign(SignType::Rsa2, &text)?;
        let mut headers = vec![(
            header::AUTHORIZATION,
            format!("{SCHEME} {signed_text},sign={sign}"),
        )];
        if let Some(token) = token {
            headers.push((header::APP_AUTH_TOKEN, token.to_owned()));
        }
        if let Some(sns) = &self.certificates {
            headers.push((header::ROOT_CERT_SN, sns.alipay_root_cert_sn.clone()));
        }
        if self.encrypt_key.is_some() {
            headers.push((header::ENCRYPT_TYPE, EncryptType::Aes.as_str().to_owned()));
        }
        Ok(headers)
    }
}
