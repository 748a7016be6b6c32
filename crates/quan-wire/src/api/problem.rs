//! Why a request was refused, as RFC 9457 has it.

use serde::{Deserialize, Serialize};

/// Why a request was refused (`application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// Names the kind of problem.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(examples("urn:quan:problem:below-floor")))]
    pub kind: String,
    /// The kind of problem in a few words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What was wrong this time.
    pub detail: String,
    /// The kind of problem as a stable word, to branch on.
    #[cfg_attr(feature = "openapi", schema(examples("below-floor")))]
    pub code: String,
    /// The field that is wrong, where one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
}

/// What leads the type of every problem.
const TYPES: &str = "urn:quan:problem:";

impl Problem {
    /// A problem of the kind `code`.
    pub fn new(status: u16, code: &str, title: &str, detail: String) -> Problem {
        Problem {
            kind: format!("{TYPES}{code}"),
            title: title.to_owned(),
            status,
            detail,
            code: code.to_owned(),
            field: None,
        }
    }
}
