//! What the transport refuses before any business is asked.

use serde_json::{Value, json};

use super::error::{Code, ErrorBody};
use super::text::RequestText;

/// Why a request does not reach the business, in the order in which it is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No such path.
    Path,
    /// The path is known, but not under this method.
    Method,
    /// The body is too long, or cannot be taken apart to see what is signed.
    Body,
    /// `Accept` or `User-Agent` is missing.
    Headers,
    /// `Authorization` is missing, or not all of it is there.
    Authorization,
    /// The scheme is not served.
    Scheme,
    /// The request was signed more than five minutes ago, or will be.
    Timestamp,
    /// No such merchant. It is answered as if the certificate were unknown, so that
    /// nobody learns who is a merchant.
    Merchant,
    /// The merchant has no certificate of this serial number.
    SerialNo,
    /// The merchant never applied for a certificate.
    NoCertificate,
    CertificateExpired,
    CertificateRevoked,
    /// The merchant has a newer certificate and must use it.
    CertificateReplaced,
    /// The merchant has set no `APIv3` key.
    NoApiV3Key,
    /// The signature is another one.
    Signature(Box<Mismatch>),
    /// `Wechatpay-Serial` names no key of the platform.
    PlatformSerial,
    /// The call needs `Wechatpay-Serial`, and it is missing.
    NoPlatformSerial,
    /// The merchant may not use the product.
    Permission,
    /// Too many requests.
    Frequency,
    /// Quan itself could not.
    System,
    /// Quan cannot be asked at the moment.
    Unavailable,
}

impl Refusal {
    /// The status, and the body if there is one.
    pub fn answer(&self) -> (u16, Option<ErrorBody>) {
        let (code, message) = match self {
            Refusal::Path => return (404, None),
            Refusal::Method => return (405, None),
            Refusal::Body => (
                Code::InvalidRequest,
                "HTTP 请求不符合微信支付 APIv3 接口规则",
            ),
            Refusal::Headers => (Code::InvalidRequest, "Http头缺少Accept或User-Agent"),
            Refusal::Authorization => (
                Code::SignError,
                "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》",
            ),
            Refusal::Scheme => (Code::SignError, "Http头Authorization认证类型不正确"),
            Refusal::Timestamp => (
                Code::SignError,
                "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟",
            ),
            Refusal::Merchant | Refusal::SerialNo => (Code::SignError, "商户证书序列号有误"),
            Refusal::NoCertificate => (Code::SignError, "商户未申请过证书"),
            Refusal::CertificateExpired => (Code::SignError, "商户证书已过期"),
            Refusal::CertificateRevoked => (Code::SignError, "商户证书已作废"),
            Refusal::CertificateReplaced => (Code::SignError, "已更换证书，请使用新证书"),
            Refusal::NoApiV3Key => (Code::SignError, "商户未设置APIv3密钥"),
            Refusal::Signature(_) => (Code::SignError, "错误的签名，验签失败"),
            Refusal::PlatformSerial => (Code::ParamError, "平台证书序列号Wechatpay-Serial错误"),
            Refusal::NoPlatformSerial => (
                Code::ParamError,
                "HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)",
            ),
            Refusal::Permission => (Code::NoAuth, "无权限使用此API"),
            Refusal::Frequency => (Code::FrequencyLimited, "频率限制"),
            Refusal::System => (Code::SystemError, "系统异常，请稍后重试"),
            Refusal::Unavailable => (Code::ServiceUnavailable, "系统繁忙，请稍后重试"),
        };
        let mut body = ErrorBody::new(code, message);
        if let Refusal::Signature(mismatch) = self {
            body = body.with_detail(mismatch.detail());
        }
        (body.status(), Some(body))
    }

    /// Whether the request's signature had been accepted: only then is the answer
    /// signed.
    pub fn is_signed(&self) -> bool {
        match self {
            Refusal::Path
            | Refusal::Method
            | Refusal::Body
            | Refusal::Headers
            | Refusal::Authorization
            | Refusal::Scheme
            | Refusal::Timestamp
            | Refusal::Merchant
            | Refusal::SerialNo
            | Refusal::NoCertificate
            | Refusal::CertificateExpired
            | Refusal::CertificateRevoked
            | Refusal::CertificateReplaced
            | Refusal::NoApiV3Key
            | Refusal::Signature(_) => false,
            Refusal::PlatformSerial
            | Refusal::NoPlatformSerial
            | Refusal::Permission
            | Refusal::Frequency
            | Refusal::System
            | Refusal::Unavailable => true,
        }
    }
}

/// What was verified when a signature did not hold, for whoever made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    method: String,
    target: String,
    length: usize,
    truncated: String,
}

impl Mismatch {
    pub fn of(text: &RequestText<'_>) -> Mismatch {
        Mismatch {
            method: text.method.to_owned(),
            target: text.target.to_owned(),
            length: text.length(),
            truncated: text.truncated(),
        }
    }

    fn detail(&self) -> Value {
        json!({
            "detail": { "issue": "sign not match" },
            "field": "signature",
            "location": "authorization",
            "sign_information": {
                "method": self.method,
                "sign_message_length": self.length,
                "truncated_sign_message": self.truncated,
                "url": self.target,
            },
        })
    }
}

/// Whether a text keeps to characters of at most three bytes: the platform refuses
/// longer ones, such as emoji.
pub fn is_of_short_characters(text: &str) -> bool {
    text.bytes().all(|byte| byte < 0xF0)
}
