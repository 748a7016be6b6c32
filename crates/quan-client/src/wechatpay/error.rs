//! What can go wrong with a call, told apart by what one does about it.

use std::sync::Arc;

use serde_json::Value;

use crate::http::{ConnectionError, Failure};

pub use quan_wire::wechatpay::certificates::CertificatesError;
pub use quan_wire::wechatpay::error::Code;
/// Why an answer or a notification cannot be trusted.
pub use quan_wire::wechatpay::received::ReceivedError as SignatureError;

use quan_wire::wechatpay::error::is_transient;

type Cause = Box<dyn std::error::Error + Send + Sync>;

/// Why a call has no answer.
///
/// ```
/// # use quan_client::wechatpay::{Code, Error};
/// let error = Error::Refused {
///     status: 403,
///     code: "RULELIMIT".into(),
///     message: "券不在有效期".into(),
///     detail: None,
///     request_id: None,
///     verified: true,
/// };
/// // The platform has two spellings of some codes; either is meant.
/// assert!(error.is(Code::RuleLimit) && !error.is_retryable());
/// assert_eq!(error.to_string(), "RULELIMIT: 券不在有效期");
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The platform's no.
    #[error("{code}: {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// The code, as it came.
        code: String,
        /// The platform's words.
        message: String,
        /// What else the platform says, such as which field is wrong.
        detail: Option<Value>,
        /// By which the platform finds the call again.
        request_id: Option<String>,
        /// Whether the answer bore the platform's signature. What the platform says
        /// before it knows the caller never does, and could be anybody's.
        verified: bool,
    },
    /// A status of failure without a code: a path that the platform does not know, or a
    /// proxy's page.
    #[error("an answer with status {status} that says no code")]
    Http {
        /// The HTTP status.
        status: u16,
        /// How the body begins; it may be empty.
        body: String,
    },
    /// The answer is not the platform's, or cannot be shown to be.
    #[error("the answer cannot be trusted")]
    Signature(#[from] SignatureError),
    /// The platform's certificates could not be had, without which no answer can be
    /// verified. Where the call was sent already, it may have been carried out.
    #[error("the platform's certificates could not be had")]
    Certificates(#[source] Arc<Error>),
    /// The list of the platform's certificates cannot be read.
    #[error("the list of certificates cannot be read")]
    List(#[from] CertificatesError),
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

impl Error {
    pub(super) fn decode(what: impl Into<String>) -> Error {
        Error::Decode {
            what: what.into(),
            source: None,
        }
    }

    /// The HTTP status of an answer that says no.
    pub fn status(&self) -> Option<u16> {
        match self {
            Error::Refused { status, .. } | Error::Http { status, .. } => Some(*status),
            Error::Signature(_)
            | Error::Certificates(_)
            | Error::List(_)
            | Error::Decode { .. }
            | Error::Timeout
            | Error::Connection(_)
            | Error::Request(_) => None,
        }
    }

    /// The platform's code, as it came.
    pub fn code(&self) -> Option<&str> {
        match self {
            Error::Refused { code, .. } => Some(code),
            Error::Http { .. }
            | Error::Signature(_)
            | Error::Certificates(_)
            | Error::List(_)
            | Error::Decode { .. }
            | Error::Timeout
            | Error::Connection(_)
            | Error::Request(_) => None,
        }
    }

    /// The code as one of those that were published, in either spelling.
    pub fn known_code(&self) -> Option<Code> {
        self.code().and_then(Code::parse)
    }

    /// Whether the platform refused with this code.
    pub fn is(&self, code: Code) -> bool {
        self.known_code() == Some(code)
    }

    /// Whether the same request, with the same number, may be answered when it is sent
    /// again later.
    pub fn is_retryable(&self) -> bool {
        match self {
            // Some calls say that the system failed with a status of 400.
            Error::Refused { status, .. } => {
                is_transient(*status) || self.known_code().is_some_and(Code::is_transient)
            }
            Error::Http { status, .. } => is_transient(*status),
            Error::Timeout | Error::Connection(_) => true,
            Error::Certificates(error) => error.is_retryable(),
            Error::Signature(_) | Error::List(_) | Error::Decode { .. } | Error::Request(_) => {
                false
            }
        }
    }

    /// Whether the request surely was not carried out, so that even one without a number
    /// of its own can be sent again.
    pub(super) fn surely_not_done(&self) -> bool {
        match self {
            Error::Connection(error) => !error.may_have_arrived(),
            Error::Refused { .. } => self.is(Code::FrequencyLimited) || self.status() == Some(429),
            Error::Http { status, .. } => *status == 429,
            Error::Signature(_)
            | Error::Certificates(_)
            | Error::List(_)
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
