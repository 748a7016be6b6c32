//! The body of a request: what of it is signed, what is a file, what it says.

use crate::alipay::code::TransportError;
use crate::alipay::encrypt::{AesKey, EncryptType};
use crate::alipay::form::origin_form;
use crate::alipay::multipart::{self, FilePart};

/// A body, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contents {
    signed: Vec<u8>,
    pub files: Vec<FilePart>,
}

impl Contents {
    /// Takes a body apart. Of a multipart body the part `data` is signed, unless it
    /// is a file; of any other body, all of it.
    pub fn read(content_type: Option<&str>, body: &[u8]) -> Result<Contents, TransportError> {
        let content_type = content_type.unwrap_or_default();
        if !multipart::is_multipart(content_type) {
            return Ok(Contents {
                signed: body.to_vec(),
                files: Vec::new(),
            });
        }
        let parts =
            multipart::parse(content_type, body).map_err(|_| TransportError::BrokenMultipart)?;
        let mut signed = None;
        let mut files = Vec::new();
        for part in parts {
            if part.is_file() {
                files.extend(FilePart::of(part));
            } else if part.name == "data" && signed.is_none() {
                signed = Some(part.bytes.to_vec());
            }
        }
        Ok(Contents {
            signed: signed.unwrap_or_default(),
            files,
        })
    }

    /// The bytes that the signature covers.
    pub fn signed(&self) -> &[u8] {
        &self.signed
    }

    /// The JSON text, decrypted if the header `alipay-encrypt-type` says so; empty
    /// when there is none.
    pub fn text(
        &self,
        encrypt_type: Option<&str>,
        key: Option<&AesKey>,
    ) -> Result<String, TransportError> {
        let Some(how) = Contents::encrypt_type(encrypt_type)? else {
            return utf8(self.signed.clone());
        };
        let key = key.ok_or(TransportError::InvalidEncryptKey)?;
        if self.signed.is_empty() {
            return Ok(String::new());
        }
        let text = std::str::from_utf8(&self.signed).map_err(|_| TransportError::Undecipherable)?;
        utf8(
            key.decrypt(text, how)
                .map_err(|_| TransportError::Undecipherable)?,
        )
    }

    /// Reads the header `alipay-encrypt-type`. Only `AES` is known here: the other
    /// one is the gateway's.
    pub fn encrypt_type(header: Option<&str>) -> Result<Option<EncryptType>, TransportError> {
        match header.map(str::trim).filter(|text| !text.is_empty()) {
            None => Ok(None),
            Some("AES") => Ok(Some(EncryptType::Aes)),
            Some(_) => Err(TransportError::InvalidEncryptType),
        }
    }
}

/// The string to sign of a request: each of its lines ends in a line feed, the last
/// too. `target` is the request target as it came: it is never encoded anew.
pub fn string_to_sign(
    signed_text: &str,
    method: &str,
    target: &str,
    signed_body: &[u8],
    app_auth_token: Option<&str>,
) -> Vec<u8> {
    let mut text = Vec::with_capacity(signed_text.len() + target.len() + signed_body.len() + 64);
    for line in [
        signed_text.as_bytes(),
        method.as_bytes(),
        origin_form(target).as_bytes(),
        signed_body,
    ] {
        text.extend_from_slice(line);
        text.push(b'\n');
    }
    if let Some(token) = app_auth_token.filter(|token| !token.is_empty()) {
        text.extend_from_slice(token.as_bytes());
        text.push(b'\n');
    }
    text
}

fn utf8(bytes: Vec<u8>) -> Result<String, TransportError> {
    String::from_utf8(bytes).map_err(|_| TransportError::InvalidCharset)
}
