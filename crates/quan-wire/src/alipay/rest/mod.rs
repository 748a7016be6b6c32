//! REST v3: a path a call, JSON bodies, signatures in headers.
//!
//! The server reads with [`Authorization`] and [`Contents`] and answers with
//! [`Framing`]; the client asks with [`Caller`] and reads with [`Received`].

mod answer;
mod authorization;
mod client;
mod contents;

pub use answer::{Answer, Framing, Received, ReceivedError, Sealing, response_string_to_sign};
pub use authorization::{Authorization, Claims, SCHEME, within_ten_minutes};
pub use client::{Caller, Outgoing};
pub use contents::{Contents, string_to_sign};

/// Names of the headers, in the lower case in which some SDKs look them up.
pub mod header {
    pub const APP_AUTH_TOKEN: &str = "alipay-app-auth-token";
    pub const AUTHORIZATION: &str = "authorization";
    pub const CONTENT_TYPE: &str = "content-type";
    pub const ENCRYPT_TYPE: &str = "alipay-encrypt-type";
    pub const NONCE: &str = "alipay-nonce";
    pub const REQUEST_ID: &str = "alipay-request-id";
    pub const ROOT_CERT_SN: &str = "alipay-root-cert-sn";
    pub const SIGNATURE: &str = "alipay-signature";
    pub const SN: &str = "alipay-sn";
    pub const TIMESTAMP: &str = "alipay-timestamp";
    pub const TRACE_ID: &str = "alipay-trace-id";
}
