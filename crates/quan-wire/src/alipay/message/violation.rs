//! What is wrong with a request: the rule, the field, and words for the caller.

use std::fmt;

/// The first rule that a request breaks.
///
/// `Display` is the complete message of an `INVALID_PARAMETER` answer, worded
/// as the platform words it: a fixed preamble, then the detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule's name, as the list of rules spells it.
    pub rule: &'static str,
    /// The path of the field, as the caller wrote it; empty for the whole request.
    pub field: String,
    /// What is wrong, for the caller to read.
    pub text: String,
}

/// How every message about a parameter begins.
const PREAMBLE: &str = "参数有误REQUEST_PARAM_ILLEGAL|异常原因：请求参数非法|";

impl Violation {
    /// A violation whose words begin with the field's path.
    pub(crate) fn of(rule: &'static str, field: &str, what: &str) -> Violation {
        Violation {
            rule,
            field: field.to_owned(),
            text: format!("{field} {what}"),
        }
    }

    /// A violation with words of its own.
    pub(crate) fn saying(rule: &'static str, field: &str, text: &str) -> Violation {
        Violation {
            rule,
            field: field.to_owned(),
            text: text.to_owned(),
        }
    }

    /// The same violation of a field under another name.
    pub(crate) fn renamed(self, name: &str) -> Violation {
        let text = self.text.replacen(&self.field, name, 1);
        Violation {
            field: name.to_owned(),
            text,
            ..self
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{PREAMBLE}{}", self.text)
    }
}

impl std::error::Error for Violation {}
