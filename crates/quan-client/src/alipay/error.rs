//! What can go wrong with a call, told apart by what one does about it.

use quan_wire::alipay::code::{rest_code, rest_status};
use quan_wire::alipay::message::Code;

use crate::http::{ConnectionError, Failure};

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a call has no answer.
///
/// Codes are compared without the prefix that only the gateway writes, so one
/// match serves both protocols.
///
/// ```
/// # use quan_client::Error;
/// let error = Error::Platform {
///     code: "isv.invalid-app-id".into(),
///     message: "无效的AppID参数".into(),
///     status: 400,
///     trace_id: None,
///     signed: false,
/// };
/// assert!(error.is("invalid-app-id") && error.is("isv.invalid-app-id"));
/// assert!(!error.is_retryable());
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operation's own no, with a code of its list, such as
    /// `BUDGET_NOT_ENOUGH`.
    #[error("{code}: {message}")]
    Business {
        /// The code, as it came.
        code: String,
        /// The platform's words.
        message: String,
        /// By which the platform finds the call again.
        trace_id: Option<String>,
        /// Whether the answer was signed. An unsigned refusal could be anybody's.
        signed: bool,
    },
    /// The request did not get as far as the operation, such as
    /// `invalid-signature` or `app-call-limited`.
    #[error("{code}: {message}")]
    Platform {
        /// The code, as it came: the gateway writes `isv.`, `isp.` or `aop.` before it.
        code: String,
        /// The platform's words.
        message: String,
        /// The HTTP status; on the gateway, which always answers 200, the one
        /// that REST v3 has for the code.
        status: u16,
        /// By which the platform finds the call again.
        trace_id: Option<String>,
        /// Whether the answer was signed. Some refusals never are.
        signed: bool,
    },
    /// The answer is not the platform's, or cannot be shown to be.
    #[error("the answer cannot be trusted")]
    Signature(#[from] SignatureError),
    /// Something other than the platform answered, such as a proxy.
    #[error("an answer with status {status} that is not the platform's")]
    Http {
        /// The HTTP status.
        status: u16,
        /// How the body begins.
        body: String,
    },
    /// The answer is the platform's and cannot be read.
    #[error("{what}")]
    Decode {
        /// What cannot be read.
        what: String,
        /// Why.
        source: Option<Cause>,
    },
    /// No answer came in time. The request may have arrived.
    #[error("no answer came in time")]
    Timeout,
    /// No answer came.
    #[error(transparent)]
    Connection(#[from] ConnectionError),
    /// The request cannot be made as it is; nothing was sent.
    #[error("{0}")]
    Request(String),
}

/// Why an answer cannot be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// A success without a signature.
    #[error("the answer is not signed")]
    Missing,
    /// The signature is not the platform's over this answer.
    #[error("the answer's signature does not verify")]
    Wrong,
    /// Certificate mode: a success that names no certificate.
    #[error("the answer names no certificate")]
    NoCertificate,
    /// Certificate mode: signed under a certificate that the client does not
    /// have. The platform may have a new one: give it to the builder.
    #[error("the answer was signed under the unknown certificate {0}")]
    UnknownCertificate(String),
}

impl Error {
    /// A refusal in the platform's words, on either protocol.
    pub(super) fn refused(refused: Refused) -> Error {
        let Refused {
            code,
            message,
            status,
            trace_id,
            signed,
        } = refused;
        if is_public(&code) {
            Error::Platform {
                code,
                message,
                status,
                trace_id,
                signed,
            }
        } else {
            Error::Business {
                code,
                message,
                trace_id,
                signed,
            }
        }
    }

    pub(super) fn decode(what: impl Into<String>) -> Error {
        Error::Decode {
            what: what.into(),
            source: None,
        }
    }

    /// The platform's code, as it came.
    pub fn code(&self) -> Option<&str> {
        match self {
            Error::Business { code, .. } | Error::Platform { code, .. } => Some(code),
            Error::Signature(_)
            | Error::Http { .. }
            | Error::Decode { .. }
            | Error::Timeout
            | Error::Connection(_)
            | Error::Request(_) => None,
        }
    }

    /// Whether the platform refused with this code, with or without the
    /// gateway's prefix.
    pub fn is(&self, code: &str) -> bool {
        self.code()
            .is_some_and(|own| rest_code(own) == rest_code(code))
    }

    /// The code as one of the operations' own; `None` for every other error.
    pub fn business_code(&self) -> Option<Code> {
        let Error::Business { code, .. } = self else {
            return None;
        };
        Code::from_word(code)
    }

    /// By which the platform finds the call again.
    pub fn trace_id(&self) -> Option<&str> {
        match self {
            Error::Business { trace_id, .. } | Error::Platform { trace_id, .. } => {
                trace_id.as_deref()
            }
            Error::Signature(_)
            | Error::Http { .. }
            | Error::Decode { .. }
            | Error::Timeout
            | Error::Connection(_)
            | Error::Request(_) => None,
        }
    }

    /// Whether the same request, with the same `out_biz_no`, may be answered
    /// when it is sent again later.
    pub fn is_retryable(&self) -> bool {
        match self {
            Error::Business { code, .. } => is_passing(rest_status(code)),
            Error::Platform { status, code, .. } => {
                is_passing(*status) || is_passing(rest_status(code))
            }
            Error::Http { status, .. } => is_passing(*status),
            Error::Timeout | Error::Connection(_) => true,
            Error::Signature(_) | Error::Decode { .. } | Error::Request(_) => false,
        }
    }

    /// Whether the request surely was not carried out, so that even one without
    /// a number of its own can be sent again.
    pub(super) fn surely_not_done(&self) -> bool {
        match self {
            Error::Connection(error) => !error.may_have_arrived(),
            Error::Platform { status, code, .. } => *status == 429 || rest_status(code) == 429,
            Error::Http { status, .. } => *status == 429,
            Error::Business { .. }
            | Error::Signature(_)
            | Error::Decode { .. }
            | Error::Timeout
            | Error::Request(_) => false,
        }
    }
}

impl From<Failure> for Error {
    fn from(failure: Failure) -> Error {
        match failure {
            Failure::Timeout => Error::Timeout,
            Failure::Connection(error) => Error::Connection(error),
            Failure::TooLarge => Error::decode("the answer is larger than any of the platform's"),
        }
    }
}

/// A refusal as either protocol brings it.
pub(super) struct Refused {
    pub(super) code: String,
    pub(super) message: String,
    pub(super) status: u16,
    pub(super) trace_id: Option<String>,
    pub(super) signed: bool,
}

/// Too many calls, or a server that is not well: it passes.
fn is_passing(status: u16) -> bool {
    status == 429 || status >= 500
}

/// Codes of the platform as a whole are words joined by dashes; the operations'
/// own are in capitals.
fn is_public(code: &str) -> bool {
    rest_code(code)
        .bytes()
        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}
