//! Error answers: the codes of the platform and the body that carries them.
//!
//! Every body that is not empty is a JSON object with a `code`: SDKs parse it before
//! they look at the status, and some call a method on the code without asking
//! whether it is there.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The codes that are emitted, in their new spellings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Code {
    ParamError,
    InvalidRequest,
    AppidMchidNotMatch,
    MchNotExists,
    ResourceAlreadyExists,
    /// A stock is too young to take codes.
    StatementCreating,
    SignError,
    NoAuth,
    RuleLimit,
    ResourceNotExists,
    UserNotExists,
    FrequencyLimited,
    SystemError,
    ServiceUnavailable,
}

impl Code {
    /// All of them, in the order of their statuses.
    pub const ALL: [Code; 14] = [
        Code::ParamError,
        Code::InvalidRequest,
        Code::AppidMchidNotMatch,
        Code::MchNotExists,
        Code::ResourceAlreadyExists,
        Code::StatementCreating,
        Code::SignError,
        Code::NoAuth,
        Code::RuleLimit,
        Code::ResourceNotExists,
        Code::UserNotExists,
        Code::FrequencyLimited,
        Code::SystemError,
        Code::ServiceUnavailable,
    ];

    /// Reads a code, also in the older spellings that a client may meet; `None` for
    /// every other word.
    pub fn parse(text: &str) -> Option<Code> {
        match text {
            "NOAUTH" => Some(Code::NoAuth),
            "RULELIMIT" => Some(Code::RuleLimit),
            "RATELIMIT_EXCEEDED" | "FREQUENCY_LIMIT_EXCEED" => Some(Code::FrequencyLimited),
            new => Code::ALL.into_iter().find(|code| code.as_str() == new),
        }
    }

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Code::ParamError => "PARAM_ERROR",
            Code::InvalidRequest => "INVALID_REQUEST",
            Code::AppidMchidNotMatch => "APPID_MCHID_NOT_MATCH",
            Code::MchNotExists => "MCH_NOT_EXISTS",
            Code::ResourceAlreadyExists => "RESOURCE_ALREADY_EXISTS",
            Code::StatementCreating => "STATEMENT_CREATING",
            Code::SignError => "SIGN_ERROR",
            Code::NoAuth => "NO_AUTH",
            Code::RuleLimit => "RULE_LIMIT",
            Code::ResourceNotExists => "RESOURCE_NOT_EXISTS",
            Code::UserNotExists => "USER_NOT_EXISTS",
            Code::FrequencyLimited => "FREQUENCY_LIMITED",
            Code::SystemError => "SYSTEM_ERROR",
            Code::ServiceUnavailable => "SERVICE_UNAVAILABLE",
        }
    }

    /// The status that goes with it.
    pub fn status(self) -> u16 {
        match self {
            Code::ParamError
            | Code::InvalidRequest
            | Code::AppidMchidNotMatch
            | Code::MchNotExists
            | Code::ResourceAlreadyExists
            | Code::StatementCreating => 400,
            Code::SignError => 401,
            Code::NoAuth | Code::RuleLimit => 403,
            Code::ResourceNotExists | Code::UserNotExists => 404,
            Code::FrequencyLimited => 429,
            Code::SystemError => 500,
            Code::ServiceUnavailable => 503,
        }
    }

    /// Whether the same request may be sent again, with the same request number.
    pub fn is_transient(self) -> bool {
        is_transient(self.status())
    }
}

/// Whether a status asks for the same request again, with the same request number.
pub fn is_transient(status: u16) -> bool {
    status == 429 || status >= 500
}

/// What an error answer says.
#[derive(Clone, Debug, PartialEq)]
pub struct ErrorBody {
    pub code: Code,
    pub message: Cow<'static, str>,
    pub detail: Option<Value>,
}

/// The order of the fields is the one of the live service.
#[derive(Serialize)]
struct Printed<'a> {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a Value>,
    message: &'a str,
}

impl ErrorBody {
    pub fn new(code: Code, message: impl Into<Cow<'static, str>>) -> ErrorBody {
        ErrorBody {
            code,
            message: message.into(),
            detail: None,
        }
    }

    /// The same error with what is known about its place.
    #[must_use]
    pub fn with_detail(self, detail: Value) -> ErrorBody {
        ErrorBody {
            detail: Some(detail),
            ..self
        }
    }

    pub fn status(&self) -> u16 {
        self.code.status()
    }

    /// The JSON text.
    pub fn to_json(&self) -> String {
        let printed = Printed {
            code: self.code.as_str(),
            detail: self.detail.as_ref(),
            message: &self.message,
        };
        serde_json::to_string(&printed).expect("texts and a JSON value are JSON")
    }
}

/// An error answer as it came to a client. The code is a text, because the platform
/// adds codes.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct ErrorAnswer {
    pub code: String,
    #[serde(default)]
    pub message: String,
    #[serde(default)]
    pub detail: Option<Value>,
}

impl ErrorAnswer {
    /// Reads a body; `None` when it is empty or no such object, as the answers of
    /// unknown paths and of gateways on the way are.
    pub fn read(body: &[u8]) -> Option<ErrorAnswer> {
        serde_json::from_slice(body).ok()
    }

    /// The code, if it is a known one.
    pub fn known_code(&self) -> Option<Code> {
        Code::parse(&self.code)
    }
}
