//! Reading a request, in the order in which the gateway refuses.

use std::borrow::Cow;

use jiff::Timestamp;

use super::parameter::{BOUNDS, COMMON};
use super::reply::{Framing, root_name};
use super::timestamp::{parse_timestamp, within_a_day};
use crate::alipay::charset::Charset;
use crate::alipay::code::{SignatureFault, TransportError};
use crate::alipay::encrypt::{AesKey, EncryptType};
use crate::alipay::form::{Layout, Params, query_of};
use crate::alipay::key::{PublicKey, SignType};
use crate::alipay::multipart::{self, FilePart};

/// A request as HTTP delivers it.
#[derive(Clone, Copy, Debug)]
pub struct Arrival<'a> {
    /// The request target, in origin or absolute form.
    pub target: &'a str,
    pub content_type: Option<&'a str>,
    pub body: &'a [u8],
}

/// A request whose parameters have been gathered from the query and the body.
///
/// Ask in this order, so that the first fault is the one the platform names:
/// [`Request::assemble`] (charset, lengths, method, app id), then look the app up,
/// [`Request::claims`], look its key up, [`Request::verify`], look the method up,
/// then the tokens, then [`Request::content`].
#[derive(Clone, Debug)]
pub struct Request {
    params: Params,
    files: Vec<FilePart>,
    charset: Charset,
    framing: Framing,
    app_id: String,
    method: String,
}

/// What a request says about its signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    pub sign_type: SignType,
    pub timestamp: Timestamp,
    sign: String,
}

/// A request that cannot be read, with what is known about framing the answer.
#[derive(Clone, Debug)]
pub struct Rejected {
    pub error: TransportError,
    pub framing: Framing,
    /// The app that the request names, if it names one.
    pub app_id: Option<String>,
}

impl Request {
    /// Gathers the parameters, and checks the charset, the lengths, and that there
    /// are a method and an app id.
    pub fn assemble(arrival: Arrival<'_>) -> Result<Request, Box<Rejected>> {
        let mut params = Params::new();
        params.merge_encoded(query_of(arrival.target).as_bytes());
        let files = merge_body(&mut params, arrival);
        let charset = declared_charset(&params);
        let framing = framing(&params, charset.clone().unwrap_or_default());
        let reject = |error| {
            Box::new(Rejected {
                error,
                framing: framing.clone(),
                app_id: word(&params, "app_id").map(Cow::into_owned),
            })
        };
        let files = files.map_err(reject)?;
        let charset = charset.map_err(reject)?;
        let method = word(&params, "method").ok_or(TransportError::MissingMethod);
        let method = method.map_err(reject)?.into_owned();
        let app_id = word(&params, "app_id").ok_or(TransportError::MissingAppId);
        let app_id = app_id.map_err(reject)?.into_owned();
        for bound in BOUNDS {
            let length = params
                .get(bound.name)
                .map_or(0, |value| characters(&charset, value));
            if length > bound.longest {
                return Err(reject(bound.error.clone()));
            }
        }
        Ok(Request {
            params,
            files,
            charset,
            framing,
            app_id,
            method,
        })
    }

    pub fn app_id(&self) -> &str {
        &self.app_id
    }

    pub fn method(&self) -> &str {
        &self.method
    }

    pub fn charset(&self) -> &Charset {
        &self.charset
    }

    /// How the answer must be framed.
    pub fn framing(&self) -> &Framing {
        &self.framing
    }

    /// All parameters, as bytes.
    pub fn params(&self) -> &Params {
        &self.params
    }

    pub fn files(&self) -> &[FilePart] {
        &self.files
    }

    /// Takes the files out, so that their bytes need not be copied again.
    pub fn take_files(&mut self) -> Vec<FilePart> {
        std::mem::take(&mut self.files)
    }

    /// Certificate mode: by which certificate the signature verifies.
    pub fn app_cert_sn(&self) -> Option<Cow<'_, str>> {
        word(&self.params, "app_cert_sn")
    }

    /// Certificate mode: which root certificates the caller trusts.
    pub fn alipay_root_cert_sn(&self) -> Option<Cow<'_, str>> {
        word(&self.params, "alipay_root_cert_sn")
    }

    /// The token by which the app acts for a merchant.
    pub fn app_auth_token(&self) -> Option<Cow<'_, str>> {
        word(&self.params, "app_auth_token")
    }

    /// The token by which the app acts for a user.
    pub fn auth_token(&self) -> Option<Cow<'_, str>> {
        word(&self.params, "auth_token")
    }

    /// Checks what must be there to verify a signature: sign type, signature,
    /// timestamp (within 24 hours of `now`), version and format.
    pub fn claims(&self, now: Timestamp) -> Result<Claims, TransportError> {
        let sign_type =
            word(&self.params, "sign_type").ok_or(TransportError::MissingSignatureType)?;
        let sign_type = SignType::parse(&sign_type).ok_or(TransportError::InvalidSignatureType)?;
        let sign = word(&self.params, "sign").ok_or(TransportError::MissingSignature)?;
        let timestamp = word(&self.params, "timestamp").ok_or(TransportError::MissingTimestamp)?;
        let timestamp = parse_timestamp(&timestamp)
            .filter(|at| within_a_day(*at, now))
            .ok_or(TransportError::InvalidTimestamp)?;
        match word(&self.params, "version").as_deref() {
            Some("1.0") => {}
            Some(_) => return Err(TransportError::InvalidVersion),
            None => return Err(TransportError::MissingVersion),
        }
        let format = word(&self.params, "format");
        if format.is_some_and(|format| !format.eq_ignore_ascii_case("json")) {
            return Err(TransportError::InvalidFormat);
        }
        Ok(Claims {
            sign_type,
            timestamp,
            sign: sign.into_owned(),
        })
    }

    /// Verifies the signature over the bytes that came, with and without empty
    /// values.
    pub fn verify(&self, claims: &Claims, key: &PublicKey) -> Result<(), TransportError> {
        let candidates = self.params.candidates(Layout::WithSignType);
        let verifies = |sign_type| {
            candidates
                .iter()
                .any(|text| key.verifies(sign_type, text, &claims.sign))
        };
        if verifies(claims.sign_type) {
            return Ok(());
        }
        let fault = if verifies(claims.sign_type.other()) {
            SignatureFault::OtherType {
                said: claims.sign_type,
            }
        } else {
            match candidates
                .first()
                .and_then(|text| self.charset.decode(text))
            {
                Some(text) => SignatureFault::Mismatch {
                    verified: text.into_owned(),
                },
                None => SignatureFault::OtherCharset,
            }
        };
        Err(TransportError::InvalidSignature(fault))
    }

    /// The strings that the signature may have been made over, the likelier first.
    pub fn strings_to_sign(&self) -> Vec<Vec<u8>> {
        self.params.candidates(Layout::WithSignType)
    }

    /// How the contents are encrypted; `None` when they are not.
    pub fn encrypt_type(&self) -> Result<Option<EncryptType>, TransportError> {
        match word(&self.params, "encrypt_type") {
            None => Ok(None),
            Some(text) => EncryptType::parse(&text)
                .map(Some)
                .ok_or(TransportError::InvalidEncryptType),
        }
    }

    /// The text of `biz_content`, decrypted with the app's key if it came encrypted;
    /// `None` when the request has none.
    pub fn content(&self, key: Option<&AesKey>) -> Result<Option<String>, TransportError> {
        let how = self.encrypt_type()?;
        if how.is_some() && key.is_none() {
            return Err(TransportError::InvalidEncryptKey);
        }
        let Some(raw) = self.params.filled("biz_content") else {
            return Ok(None);
        };
        let text = self
            .charset
            .decode(raw)
            .ok_or(TransportError::InvalidCharset)?;
        match (how, key) {
            (Some(how), Some(key)) => {
                let plain = key
                    .decrypt(&text, how)
                    .map_err(|_| TransportError::Undecipherable)?;
                let plain = self
                    .charset
                    .decode(&plain)
                    .ok_or(TransportError::InvalidCharset)?;
                Ok(Some(plain.into_owned()))
            }
            (None, Some(key)) if !text.trim_start().starts_with(['{', '[']) => {
                // Ciphertext without a word about it is worth its own refusal.
                match key.decrypt(&text, EncryptType::Aes) {
                    Ok(_) => Err(TransportError::MissingEncryptType),
                    Err(_) => Ok(Some(text.into_owned())),
                }
            }
            _ => Ok(Some(text.into_owned())),
        }
    }

    /// One parameter as text; `None` when it is absent or empty.
    pub fn text(&self, name: &str) -> Result<Option<Cow<'_, str>>, TransportError> {
        match self.params.filled(name) {
            None => Ok(None),
            Some(value) => self
                .charset
                .decode(value)
                .map(Some)
                .ok_or(TransportError::InvalidCharset),
        }
    }

    /// The method's own parameters, which older methods use instead of
    /// `biz_content`.
    pub fn own_texts(&self) -> Result<Vec<(String, String)>, TransportError> {
        let mut own = Vec::new();
        for (name, value) in self.params.iter() {
            let name = self
                .charset
                .decode(name)
                .ok_or(TransportError::InvalidCharset)?;
            if COMMON.contains(&name.as_ref()) || value.is_empty() {
                continue;
            }
            let value = self
                .charset
                .decode(value)
                .ok_or(TransportError::InvalidCharset)?;
            own.push((name.into_owned(), value.into_owned()));
        }
        Ok(own)
    }
}

/// Takes the body's pairs or parts in; gives back the files.
fn merge_body(params: &mut Params, arrival: Arrival<'_>) -> Result<Vec<FilePart>, TransportError> {
    let content_type = arrival.content_type.unwrap_or_default();
    if !multipart::is_multipart(content_type) {
        params.merge_encoded(arrival.body);
        return Ok(Vec::new());
    }
    let parts = multipart::parse(content_type, arrival.body)
        .map_err(|_| TransportError::BrokenMultipart)?;
    let mut files = Vec::new();
    for part in parts {
        if part.is_file() {
            files.extend(FilePart::of(part));
        } else {
            params.insert(part.name, part.bytes);
        }
    }
    Ok(files)
}

/// The charset that the parameters name. Without one it is UTF-8, as Java assumes.
fn declared_charset(params: &Params) -> Result<Charset, TransportError> {
    match params.filled("charset") {
        None => Ok(Charset::default()),
        Some(name) => std::str::from_utf8(name)
            .ok()
            .and_then(Charset::parse)
            .ok_or(TransportError::InvalidCharset),
    }
}

fn framing(params: &Params, charset: Charset) -> Framing {
    Framing {
        root: root_name(word(params, "method").as_deref()),
        charset,
        sign_type: word(params, "sign_type")
            .and_then(|text| SignType::parse(&text))
            .unwrap_or_default(),
        with_certificate: params.filled("app_cert_sn").is_some(),
        encrypt_type: word(params, "encrypt_type").and_then(|text| EncryptType::parse(&text)),
    }
}

/// A common parameter: all of them are ASCII, so that anything else equals nothing
/// we know.
fn word<'a>(params: &'a Params, name: &str) -> Option<Cow<'a, str>> {
    params.filled(name).map(String::from_utf8_lossy)
}

fn characters(charset: &Charset, value: &[u8]) -> usize {
    charset.decode_lossy(value).chars().count()
}
