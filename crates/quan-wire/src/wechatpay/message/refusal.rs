//! Why a call is refused: what the form of a request breaks, with the field and the
//! platform's sentence, or one of the platform's problems.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::problem::Problem;
use crate::wechatpay::error::ErrorBody;

/// A call that is not served, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The rule's name, as the list of rules spells it.
    pub rule: &'static str,
    /// Which status and code it goes with.
    pub problem: Problem,
    /// What the caller reads.
    pub message: String,
    /// Which field, where it is one.
    pub detail: Option<Box<Detail>>,
}

/// The field that is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Detail {
    /// Its pointer below the location.
    pub field: String,
    /// What was said there, or how much of it.
    pub value: Value,
    /// What is wrong.
    pub issue: String,
    /// The part of the request: `body`, `query` or `uri_template`.
    pub location: &'static str,
}

impl Refusal {
    /// A field that breaks a rule of its form.
    pub(crate) fn of(rule: &'static str, message: String, detail: Detail) -> Refusal {
        Refusal {
            rule,
            problem: Problem::Parameter,
            message,
            detail: Some(Box::new(detail)),
        }
    }

    /// A problem in words of its own.
    pub(crate) fn saying(rule: &'static str, problem: Problem, message: String) -> Refusal {
        Refusal {
            rule,
            problem,
            message,
            detail: None,
        }
    }

    /// A problem under the number of the rule that a request breaks.
    pub(crate) fn under(rule: &'static str, problem: Problem) -> Refusal {
        Refusal::saying(rule, problem, problem.message().to_owned())
    }

    /// The body of the answer, with its status.
    pub fn answer(&self) -> ErrorBody {
        let body = ErrorBody::new(self.problem.code(), self.message.clone());
        match self.detail.as_deref().map(serde_json::to_value) {
            Some(Ok(detail)) => body.with_detail(detail),
            Some(Err(_)) | None => body,
        }
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Refusal {
        Refusal::under(problem.rule(), problem)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.problem.code().as_str(), self.message)
    }
}

impl std::error::Error for Refusal {}
