//! The envelope of an answer, to the byte.
//!
//! SDKs find the signed text with string searches: the members' order, the absence
//! of any white space between them and the end without a line break are part of the
//! protocol.

use crate::alipay::charset::Charset;
use crate::alipay::code::Refusal;
use crate::alipay::encrypt::{AesKey, EncryptType, Seal};
use crate::alipay::key::{CannotSign, PrivateKey, SignType};

/// What a request says about the answer to it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Framing {
    /// The name of the answer's member, see [`root_name`].
    pub root: String,
    pub charset: Charset,
    pub sign_type: SignType,
    /// The request came in certificate mode, so the answer names our certificate.
    pub with_certificate: bool,
    /// The request was encrypted, so the answer is.
    pub encrypt_type: Option<EncryptType>,
}

/// What the platform signs and seals answers with.
#[derive(Clone, Copy, Debug)]
pub struct Sealing<'a> {
    pub key: &'a PrivateKey,
    /// The serial number of the platform's certificate.
    pub cert_sn: Option<&'a str>,
    /// The app's content key and how to use it. The caller draws the initial vector
    /// of [`Seal::AesV2`] when [`Framing::encrypt_type`] asks for it; see
    /// [`Framing::seal`].
    pub content: Option<(&'a AesKey, Seal)>,
}

/// Serial numbers that a client in certificate mode sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertificateSns {
    pub app_cert_sn: String,
    pub alipay_root_cert_sn: String,
}

/// An answer, ready to be sent with status 200.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    pub content_type: String,
    pub body: Vec<u8>,
}

/// `alipay.trade.query` answers under `alipay_trade_query_response`; without a
/// usable method it is `error_response`.
pub fn root_name(method: Option<&str>) -> String {
    let usable = |method: &&str| {
        (1..=128).contains(&method.len())
            && method
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_'))
    };
    match method.filter(usable) {
        Some(method) => format!("{}_response", method.replace('.', "_")),
        None => "error_response".to_owned(),
    }
}

impl Framing {
    /// How the answer's content is to be sealed; the vector is drawn only when it
    /// is needed.
    pub fn seal(&self, iv: impl FnOnce() -> [u8; 16]) -> Option<Seal> {
        self.encrypt_type.map(|how| match how {
            EncryptType::Aes => Seal::Aes,
            EncryptType::AesV2 => Seal::AesV2 { iv: iv() },
        })
    }

    /// Frames and signs a refusal. It is encrypted like any other answer when
    /// `sealing` has the app's key: some SDKs decrypt blindly.
    pub fn refuse(&self, refusal: &Refusal, sealing: Sealing<'_>) -> Result<Reply, CannotSign> {
        self.answer(&refusal.node(), sealing)
    }

    /// Frames and signs an answer. `node` is the compact JSON object.
    pub fn answer(&self, node: &str, sealing: Sealing<'_>) -> Result<Reply, CannotSign> {
        let plain = self.charset.encode_json(node);
        let node = match sealing.content {
            // Base64 needs no escape inside a JSON string.
            Some((key, seal)) => format!("\"{}\"", key.encrypt(&plain, seal)).into_bytes(),
            None => plain.into_owned(),
        };
        let sign = sealing.key.sign(self.sign_type, &node)?;
        Ok(self.envelope(&node, sealing.cert_sn, Some(&sign)))
    }

    /// Frames an answer without a signature, as the platform answers unknown apps.
    pub fn unsigned(&self, node: &str) -> Reply {
        self.envelope(&self.charset.encode_json(node), None, None)
    }

    fn envelope(&self, node: &[u8], cert_sn: Option<&str>, sign: Option<&str>) -> Reply {
        let mut body = Vec::with_capacity(node.len() + self.root.len() + 512);
        body.extend_from_slice(b"{\"");
        body.extend_from_slice(self.root.as_bytes());
        body.extend_from_slice(b"\":");
        body.extend_from_slice(node);
        if let Some(sn) = cert_sn.filter(|_| self.with_certificate) {
            body.extend_from_slice(b",\"alipay_cert_sn\":\"");
            body.extend_from_slice(sn.as_bytes());
            body.push(b'"');
        }
        if let Some(sign) = sign {
            body.extend_from_slice(b",\"sign\":\"");
            body.extend_from_slice(sign.as_bytes());
            body.push(b'"');
        }
        body.push(b'}');
        Reply {
            content_type: self.charset.content_type(),
            body,
        }
    }
}
