//! Refusals: `application/problem+json`, as RFC 9457 has it.

use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use quan_core::{Denial, NotAName};
use quan_engine::registry::RegistryError;
use quan_engine::{Error, StoreError};
use quan_wire::api::Problem;

use super::denial;

/// A request that is not done, and why.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    /// Boxed, because most requests have none and carry its place all the same.
    problem: Box<Problem>,
    challenge: Option<&'static str>,
}

impl Refusal {
    /// A refusal of the kind `code`.
    pub(crate) fn new(
        status: StatusCode,
        code: &str,
        title: &str,
        detail: impl Into<String>,
    ) -> Refusal {
        let problem = Problem::new(status.as_u16(), code, title, detail.into()).into();
        Refusal {
            status,
            problem,
            challenge: None,
        }
    }

    /// A field that cannot be what it is.
    pub(crate) fn field(field: impl Into<String>, detail: impl Into<String>) -> Refusal {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let mut refusal = Refusal::new(status, "invalid-field", "A field is wrong", detail);
        refusal.problem.field = Some(field.into());
        refusal
    }

    /// A name that is none of its kind.
    pub(crate) fn name(field: &str) -> impl FnOnce(NotAName) -> Refusal + '_ {
        move |not| Refusal::field(field, not.to_string())
    }

    /// Something that is not there.
    pub(crate) fn unknown(code: &str, detail: impl Into<String>) -> Refusal {
        Refusal::new(StatusCode::NOT_FOUND, code, "Not found", detail)
    }

    /// Nobody known asks.
    pub(crate) fn stranger(challenge: &'static str, detail: &str) -> Refusal {
        let status = StatusCode::UNAUTHORIZED;
        let mut refusal = Refusal::new(status, "unauthorized", "A bearer token is needed", detail);
        refusal.challenge = Some(challenge);
        refusal
    }

    /// Somebody asks who may not.
    pub(crate) fn forbidden(detail: impl Into<String>) -> Refusal {
        Refusal::new(
            StatusCode::FORBIDDEN,
            "forbidden",
            "The token does not allow this",
            detail,
        )
    }

    /// Something broke on this side; the log says what.
    fn broken(error: &(dyn std::error::Error + 'static)) -> Refusal {
        tracing::error!(error, "an API request failed");
        let status = StatusCode::INTERNAL_SERVER_ERROR;
        Refusal::new(
            status,
            "internal",
            "Something broke",
            "the server's log says what",
        )
    }

    /// The status of the answer.
    pub(crate) fn status(&self) -> StatusCode {
        self.status
    }

    /// The kind of problem.
    pub(crate) fn code(&self) -> &str {
        &self.problem.code
    }
}

impl From<Denial> for Refusal {
    fn from(denial: Denial) -> Refusal {
        let kind = denial::kind(&denial);
        Refusal::new(kind.status, kind.code, kind.title, denial.to_string())
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Refusal {
        match error {
            Error::Denied(denial) => denial.into(),
            Error::Store(error) => error.into(),
            Error::Closed => {
                let status = StatusCode::SERVICE_UNAVAILABLE;
                Refusal::new(
                    status,
                    "closing",
                    "The server is shutting down",
                    "ask again later",
                )
            }
        }
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Refusal {
        Refusal::broken(&error)
    }
}

impl From<RegistryError> for Refusal {
    fn from(error: RegistryError) -> Refusal {
        Refusal::broken(&error)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self.problem).unwrap_or_default();
        let mut response = (self.status, body).into_response();
        let json = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(CONTENT_TYPE, json);
        if let Some(challenge) = self.challenge {
            response
                .headers_mut()
                .insert(WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        response
    }
}

/// For paths that lead nowhere.
pub(super) async fn no_such_route() -> Refusal {
    Refusal::unknown(
        "no-such-route",
        "nothing is at this path; see /api/openapi.json",
    )
}

/// For methods that a path does not know.
pub(super) async fn no_such_method() -> Refusal {
    let status = StatusCode::METHOD_NOT_ALLOWED;
    Refusal::new(
        status,
        "no-such-method",
        "Wrong method",
        "see the Allow header",
    )
}
