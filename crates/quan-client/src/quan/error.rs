//! What can go wrong with a call of Quan's own API.

use quan_wire::api::Problem;

use crate::http::{ConnectionError, Failure};

/// Why a call of Quan's own API has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApiError {
    /// Quan's no, as RFC 9457 words it.
    #[error("{}", worded(.0))]
    Problem(Problem),
    /// Something other than Quan answered, such as a proxy.
    #[error("an answer with status {status} that is not Quan's")]
    Http {
        /// The HTTP status.
        status: u16,
        /// How the body begins.
        body: String,
    },
    /// The answer is Quan's and cannot be read.
    #[error("{what}")]
    Decode {
        /// What cannot be read.
        what: String,
        /// Why.
        source: Option<Box<dyn std::error::Error + Send + Sync>>,
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

/// A problem in a line: its code, the field that is wrong, and how.
fn worded(problem: &Problem) -> String {
    let Problem { code, detail, .. } = problem;
    match &problem.field {
        // Queries name their field already.
        Some(field) if !detail.starts_with(field.as_str()) => format!("{code}: {field}: {detail}"),
        Some(_) | None => format!("{code}: {detail}"),
    }
}

impl ApiError {
    /// The problem's code, such as `below-floor`.
    pub fn code(&self) -> Option<&str> {
        self.problem().map(|problem| problem.code.as_str())
    }

    /// Whether Quan refused with this code.
    pub fn is(&self, code: &str) -> bool {
        self.code() == Some(code)
    }

    /// The problem, where there is one.
    pub fn problem(&self) -> Option<&Problem> {
        match self {
            ApiError::Problem(problem) => Some(problem),
            ApiError::Http { .. }
            | ApiError::Decode { .. }
            | ApiError::Timeout
            | ApiError::Connection(_)
            | ApiError::Request(_) => None,
        }
    }

    /// Whether the same request, with the same `request_no`, may be answered
    /// when it is sent again later.
    pub fn is_retryable(&self) -> bool {
        let passing = |status: u16| status == 429 || status >= 500;
        match self {
            ApiError::Problem(problem) => passing(problem.status),
            ApiError::Http { status, .. } => passing(*status),
            ApiError::Timeout | ApiError::Connection(_) => true,
            ApiError::Decode { .. } | ApiError::Request(_) => false,
        }
    }
}

impl ApiError {
    /// Whether the request surely was not carried out.
    pub(super) fn surely_not_done(&self) -> bool {
        match self {
            ApiError::Connection(error) => !error.may_have_arrived(),
            ApiError::Problem(problem) => problem.status == 429,
            ApiError::Http { status, .. } => *status == 429,
            ApiError::Decode { .. } | ApiError::Timeout | ApiError::Request(_) => false,
        }
    }
}

impl From<Failure> for ApiError {
    fn from(failure: Failure) -> ApiError {
        match failure {
            Failure::Timeout => ApiError::Timeout,
            Failure::Connection(error) => ApiError::Connection(error),
            Failure::TooLarge => {
                let what = "the answer is larger than any of Quan's".to_owned();
                ApiError::Decode { what, source: None }
            }
        }
    }
}
