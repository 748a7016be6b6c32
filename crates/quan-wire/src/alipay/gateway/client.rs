//! Asking, at the client: from parameters to the bytes of a request.

use jiff::Timestamp;

use super::reply::CertificateSns;
use super::timestamp::format_timestamp;
use crate::alipay::charset::Charset;
use crate::alipay::encrypt::{AesKey, EncryptType, Seal};
use crate::alipay::form::{self, Empties, Layout, Params};
use crate::alipay::key::{CannotSign, PrivateKey, SignType};
use crate::alipay::multipart::Builder;

/// An app that calls the gateway.
#[derive(Clone, Debug)]
pub struct Caller {
    pub app_id: String,
    pub key: PrivateKey,
    pub sign_type: SignType,
    pub charset: Charset,
    /// Present in certificate mode.
    pub certificates: Option<CertificateSns>,
    /// Encrypts every content when present.
    pub encrypt_key: Option<AesKey>,
    /// The token by which the app acts for another merchant.
    pub app_auth_token: Option<String>,
    /// The token of the user that a call is about, where a method asks for one.
    pub auth_token: Option<String>,
}

/// One request, ready to be posted to the gateway's path with `?query`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    pub query: String,
    pub content_type: String,
    pub body: Vec<u8>,
}

/// A file to send along.
#[derive(Clone, Copy, Debug)]
pub struct Upload<'a> {
    pub name: &'a str,
    pub filename: &'a str,
    pub content_type: &'a str,
    pub bytes: &'a [u8],
}

impl Caller {
    /// An app in key mode that speaks UTF-8 and signs with SHA-256.
    pub fn new(app_id: impl Into<String>, key: PrivateKey) -> Caller {
        Caller {
            app_id: app_id.into(),
            key,
            sign_type: SignType::Rsa2,
            charset: Charset::default(),
            certificates: None,
            encrypt_key: None,
            app_auth_token: None,
            auth_token: None,
        }
    }

    /// A call whose contents are the JSON text of `biz_content`.
    pub fn call(
        &self,
        method: &str,
        biz_content: &str,
        now: Timestamp,
    ) -> Result<Outgoing, CannotSign> {
        let content = match &self.encrypt_key {
            Some(key) => key
                .encrypt(&self.charset.encode_json(biz_content), Seal::Aes)
                .into_bytes(),
            None => self.charset.encode_json(biz_content).into_owned(),
        };
        let query = self.signed_query(method, now, &[("biz_content", &content)])?;
        Ok(Outgoing {
            query,
            content_type: format!(
                "application/x-www-form-urlencoded;charset={}",
                self.charset.name()
            ),
            body: form::encode([("biz_content", &content)]).into_bytes(),
        })
    }

    /// A call that carries files: its texts are signed, the files are not. Draw the
    /// boundary at random.
    pub fn upload(
        &self,
        method: &str,
        texts: &[(&str, &str)],
        files: &[Upload<'_>],
        now: Timestamp,
        boundary: &str,
    ) -> Result<Outgoing, CannotSign> {
        let encoded: Vec<(&str, Vec<u8>)> = texts
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (*name, self.charset.encode(value).into_owned()))
            .collect();
        let signed: Vec<(&str, &[u8])> = encoded
            .iter()
            .map(|(name, value)| (*name, value.as_slice()))
            .collect();
        let query = self.signed_query(method, now, &signed)?;
        let mut builder = Builder::new(boundary);
        for (name, value) in &encoded {
            builder = builder.text(name, None, value);
        }
        for file in files {
            builder = builder.file(file.name, file.filename, file.content_type, file.bytes);
        }
        let (content_type, body) = builder.finish();
        Ok(Outgoing {
            query,
            content_type,
            body,
        })
    }

    /// The common parameters and the signature over them and `own`.
    fn signed_query(
        &self,
        method: &str,
        now: Timestamp,
        own: &[(&str, &[u8])],
    ) -> Result<String, CannotSign> {
        let timestamp = format_timestamp(now);
        let mut common: Vec<(&str, &str)> = vec![
            ("app_id", &self.app_id),
            ("method", method),
            ("format", "json"),
            ("charset", self.charset.name()),
            ("sign_type", self.sign_type.as_str()),
            ("timestamp", &timestamp),
            ("version", "1.0"),
        ];
        if let Some(sns) = &self.certificates {
            common.push(("app_cert_sn", &sns.app_cert_sn));
            common.push(("alipay_root_cert_sn", &sns.alipay_root_cert_sn));
        }
        if let Some(token) = &self.app_auth_token {
            common.push(("app_auth_token", token));
        }
        if let Some(token) = &self.auth_token {
            common.push(("auth_token", token));
        }
        if self.encrypt_key.is_some() && own.iter().any(|(name, _)| *name == "biz_content") {
            common.push(("encrypt_type", EncryptType::Aes.as_str()));
        }
        let mut params = Params::new();
        for (name, value) in &common {
            params.insert(*name, *value);
        }
        for (name, value) in own {
            params.insert(*name, *value);
        }
        let text = params.string_to_sign(Layout::WithSignType, Empties::Dropped);
        let sign = self.key.sign(self.sign_type, &text)?;
        common.push(("sign", &sign));
        Ok(form::encode(common))
    }
}
