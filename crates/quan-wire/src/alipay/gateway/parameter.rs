//! The common parameters: what names they have and how long they may be.

use crate::alipay::code::TransportError;

/// One common parameter whose length is bounded.
pub(super) struct Bound {
    pub(super) name: &'static str,
    pub(super) longest: usize,
    pub(super) error: TransportError,
}

const fn bound(name: &'static str, longest: usize, error: TransportError) -> Bound {
    Bound {
        name,
        longest,
        error,
    }
}

/// The bounds, in the order in which they are asked. A key of 8192 bits signs
/// with 1368 characters; nothing longer can be a signature.
pub(super) const BOUNDS: &[Bound] = &[
    bound("charset", 10, TransportError::InvalidCharset),
    bound("method", 128, TransportError::InvalidMethod),
    bound("app_id", 32, TransportError::InvalidAppId),
    bound("format", 40, TransportError::InvalidFormat),
    bound("sign_type", 10, TransportError::InvalidSignatureType),
    bound(
        "sign",
        1368,
        TransportError::InvalidParameter("sign长度超过限制"),
    ),
    bound("timestamp", 19, TransportError::InvalidTimestamp),
    bound("version", 3, TransportError::InvalidVersion),
    bound("app_auth_token", 40, TransportError::InvalidAppAuthToken),
];

/// The parameters that are read by the gateway itself: everything else is the
/// method's own.
pub(super) const COMMON: &[&str] = &[
    "alipay_root_cert_sn",
    "alipay_sdk",
    "app_auth_token",
    "app_cert_sn",
    "app_id",
    "auth_token",
    "biz_content",
    "charset",
    "encrypt_type",
    "format",
    "method",
    "notify_url",
    "prod_code",
    "return_url",
    "sign",
    "sign_type",
    "target_app_id",
    "terminal_info",
    "terminal_type",
    "timestamp",
    "version",
    "ws_service_url",
];
