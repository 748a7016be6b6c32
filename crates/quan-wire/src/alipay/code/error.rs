//! What the transport refuses before any business is asked.

use std::borrow::Cow;

use super::{Refusal, RestRefusal, entry};
use crate::alipay::key::SignType;

/// How much of the verified string an answer shows.
const SHOWN: usize = 2048;

/// Why a request does not reach the business.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TransportError {
    MissingMethod,
    MissingAppId,
    MissingSignature,
    MissingSignatureType,
    MissingTimestamp,
    MissingVersion,
    /// The app has neither key nor certificate for the sign type.
    MissingSignatureConfig,
    MissingAppCertSn,
    MissingAlipayRootCertSn,
    /// A content is encrypted and nothing says how.
    MissingEncryptType,
    /// No such method, or no such path.
    InvalidMethod,
    InvalidAppId,
    InvalidFormat,
    InvalidCharset,
    InvalidSignatureType,
    InvalidSignature(SignatureFault),
    /// No instant, or one outside the window.
    InvalidTimestamp,
    InvalidVersion,
    InvalidEncryptType,
    /// The app has no content key.
    InvalidEncryptKey,
    Undecipherable,
    InvalidAuthToken,
    InvalidAppAuthToken,
    /// The token does not reach this method.
    AppAuthTokenNoApi,
    AppAuthTokenTimeOut,
    InvalidAlipayRootCertSn,
    AppCertNotExist,
    AppCertExpired,
    AlipayCertNotExist,
    IllegalJson,
    InvalidHttpMethod,
    InvalidContentType,
    /// The body is longer than the route takes.
    TooLarge,
    /// The multipart body cannot be taken apart.
    BrokenMultipart,
    /// A common parameter that has no code of its own.
    InvalidParameter(&'static str),
    /// The nonce was seen before.
    ReplayedNonce,
    AppCallLimited,
    MethodCallLimited,
    InsufficientPermissions,
    /// Quan itself could not: ask again.
    Unavailable,
}

/// What is known about a signature that does not verify.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SignatureFault {
    /// The string that was verified, for the gateway's answer. Tokens in it are
    /// masked when it is shown.
    Mismatch { verified: String },
    /// It would verify with the other digest.
    OtherType { said: SignType },
    /// The values are not in the charset that was declared.
    OtherCharset,
}

impl TransportError {
    /// The gateway's public code.
    pub fn sub_code(&self) -> &'static str {
        match self {
            TransportError::MissingMethod => "isv.missing-method",
            TransportError::MissingAppId => "isv.missing-app-id",
            TransportError::MissingSignature => "isv.missing-signature",
            TransportError::MissingSignatureType => "isv.missing-signature-type",
            TransportError::MissingTimestamp => "isv.missing-timestamp",
            TransportError::MissingVersion => "isv.missing-version",
            TransportError::MissingSignatureConfig => "isv.missing-signature-config",
            TransportError::MissingAppCertSn => "isv.missing-app-cert-sn",
            TransportError::MissingAlipayRootCertSn => "isv.missing-alipay-root-cert-sn",
            TransportError::MissingEncryptType => "isv.decryption-error-missing-encrypt-type",
            TransportError::InvalidMethod => "isv.invalid-method",
            TransportError::InvalidAppId => "isv.invalid-app-id",
            TransportError::InvalidFormat => "isv.invalid-format",
            TransportError::InvalidCharset => "isv.invalid-charset",
            TransportError::InvalidSignatureType => "isv.invalid-signature-type",
            TransportError::InvalidSignature(_) => "isv.invalid-signature",
            TransportError::InvalidTimestamp => "isv.invalid-timestamp",
            TransportError::InvalidVersion => "isv.invalid-version",
            TransportError::InvalidEncryptType => "isv.decryption-error-not-valid-encrypt-type",
            TransportError::InvalidEncryptKey => "isv.decryption-error-not-valid-encrypt-key",
            TransportError::Undecipherable => "isv.decryption-error-unknown",
            TransportError::InvalidAuthToken => "aop.invalid-auth-token",
            TransportError::InvalidAppAuthToken => "aop.invalid-app-auth-token",
            TransportError::AppAuthTokenNoApi => "aop.invalid-app-auth-token-no-api",
            TransportError::AppAuthTokenTimeOut => "aop.app-auth-token-time-out",
            TransportError::InvalidAlipayRootCertSn => "isv.invalid-alipay-root-cert-sn",
            TransportError::AppCertNotExist => "isv.app-cert-not-exist",
            TransportError::AppCertExpired => "isv.app-cert-expired",
            TransportError::AlipayCertNotExist => "isv.alipay-cert-not-exist",
            TransportError::IllegalJson => "isv.illegal-json",
            TransportError::InvalidHttpMethod => "isv.invalid-http-method",
            TransportError::InvalidContentType => "isv.invalid-content-type",
            TransportError::TooLarge
            | TransportError::BrokenMultipart
            | TransportError::InvalidParameter(_) => "isv.invalid-parameter",
            TransportError::ReplayedNonce => "isv.suspected-attack",
            TransportError::AppCallLimited => "isv.app-call-limited",
            TransportError::MethodCallLimited => "isv.method-call-limited",
            TransportError::InsufficientPermissions => "isv.insufficient-isv-permissions",
            TransportError::Unavailable => "isp.unknow-error",
        }
    }

    /// The refusal as the gateway words it.
    pub fn refusal(&self) -> Refusal {
        self.worded(Protocol::Gateway)
    }

    /// The refusal as REST v3 words it, which never shows the verified string.
    pub fn rest(&self) -> RestRefusal {
        self.worded(Protocol::Rest).rest()
    }

    fn worded(&self, protocol: Protocol) -> Refusal {
        let mut refusal = entry(self.sub_code())
            .expect("every transport error has its row in the table")
            .refusal();
        if let Some(text) = self.detail(protocol) {
            refusal.sub_msg = text;
        }
        refusal
    }

    /// What is said instead of the code's plain text.
    fn detail(&self, protocol: Protocol) -> Option<Cow<'static, str>> {
        let text = if let TransportError::InvalidSignature(fault) = self {
            fault.text(protocol)
        } else if let TransportError::InvalidParameter(what) = self {
            format!("参数无效，{what}")
        } else if *self == TransportError::TooLarge {
            "参数无效，请求体超过大小限制".to_owned()
        } else if *self == TransportError::BrokenMultipart {
            "参数无效，multipart请求体格式错误".to_owned()
        } else if *self == TransportError::ReplayedNonce {
            "疑似攻击请求，nonce重复".to_owned()
        } else {
            return None;
        };
        Some(Cow::Owned(text))
    }
}

impl From<TransportError> for Refusal {
    fn from(error: TransportError) -> Refusal {
        error.refusal()
    }
}

impl From<TransportError> for RestRefusal {
    fn from(error: TransportError) -> RestRefusal {
        error.rest()
    }
}

impl std::fmt::Display for TransportError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.sub_code())
    }
}

impl std::error::Error for TransportError {}

#[derive(Clone, Copy)]
enum Protocol {
    Gateway,
    Rest,
}

impl SignatureFault {
    fn text(&self, protocol: Protocol) -> String {
        const ADVICE: &str = "验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配";
        match (self, protocol) {
            (SignatureFault::Mismatch { verified }, Protocol::Gateway) => {
                format!("{ADVICE}，网关生成的验签字符串为：{}", shown(verified))
            }
            (SignatureFault::Mismatch { .. }, Protocol::Rest) => ADVICE.to_owned(),
            (SignatureFault::OtherType { said }, _) => format!(
                "验签出错，sign值与sign_type参数指定的签名类型不一致：\
                 sign_type参数值为{}，您实际用的签名类型可能是{}",
                said.as_str(),
                said.other().as_str()
            ),
            (SignatureFault::OtherCharset, _) => "验签出错，请确认charset参数放在了URL查询字符串中\
                 且各参数值使用charset参数指示的字符集编码"
                .to_owned(),
        }
    }
}

/// The verified string as an answer may carry it: tokens masked, cut to a length
/// that fits an error, and harmless when a page shows it.
fn shown(verified: &str) -> String {
    let mut text = String::new();
    for (index, pair) in verified.split('&').enumerate() {
        if index > 0 {
            text.push_str("&amp;");
        }
        match pair.split_once('=') {
            Some((name @ ("app_auth_token" | "auth_token"), _)) => {
                text.push_str(name);
                text.push_str("=***");
            }
            _ => text.push_str(&pair.replace('<', "&lt;").replace('>', "&gt;")),
        }
        if text.len() > SHOWN {
            let end = text.floor_char_boundary(SHOWN);
            text.truncate(end);
            text.push('…');
            break;
        }
    }
    text
}
