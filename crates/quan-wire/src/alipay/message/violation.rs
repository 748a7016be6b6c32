//! What is wrong with a request: the rule, the field, and words for the caller.

use std::fmt;

use super::code::Code;
use super::field::WRONG_TYPE;

/// The first rule that a request breaks.
///
/// `Display` is the complete message of the answer, worded as the platform
/// words it: the code's own text, then the detail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The rule's name, as the list of rules spells it.
    pub rule: &'static str,
    /// The path of the field, as the caller wrote it; empty for the whole request.
    pub field: String,
    /// What is wrong, for the caller to read.
    pub text: String,
    /// How the message begins.
    pub wording: Wording,
}

/// How the message of a violation begins, and which code it goes with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// A parameter, as payment vouchers word it.
    Payment,
    /// A parameter, as order vouchers word it.
    Order,
    /// A parameter, in a sentence that was published as a whole.
    Verbatim,
    /// No parameter as such: what it meets forbids it.
    Business,
    /// A parameter whose fault has a code of its own.
    Coded(Code),
}

/// How messages about a parameter of a payment voucher's call begin.
const PAYMENT: &str = "REQUEST_PARAM_ILLEGAL|异常原因：请求参数非法|";
/// How messages about a parameter of an order voucher's call begin.
const ORDER: &str = "REQUEST_PARAM_ILLEGAL|异常原因:请求参数非法|";

impl Violation {
    /// A violation whose words begin with the field's path.
    pub(crate) fn of(rule: &'static str, field: &str, what: &str) -> Violation {
        Violation {
            rule,
            field: field.to_owned(),
            text: format!("{field} {what}"),
            wording: Wording::Payment,
        }
    }

    /// A violation with words of its own.
    pub(crate) fn saying(rule: &'static str, field: &str, text: &str) -> Violation {
        Violation {
            rule,
            field: field.to_owned(),
            text: text.to_owned(),
            wording: Wording::Payment,
        }
    }

    /// A violation in a published sentence.
    pub(crate) fn verbatim(rule: &'static str, field: &str, text: &str) -> Violation {
        Violation {
            wording: Wording::Verbatim,
            ..Violation::saying(rule, field, text)
        }
    }

    /// What the present state forbids.
    pub(crate) fn business(rule: &'static str, field: &str, text: &str) -> Violation {
        Violation {
            wording: Wording::Business,
            ..Violation::saying(rule, field, text)
        }
    }

    /// The same violation under a code of its own.
    pub(crate) fn coded(self, code: Code) -> Violation {
        Violation {
            wording: Wording::Coded(code),
            ..self
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

    /// The same violation in the words of order vouchers. What only a reader of
    /// messages can find, wherever they belong, gets their rule's name, too.
    #[must_use]
    pub fn in_order_words(mut self) -> Violation {
        if self.wording != Wording::Payment {
            return self;
        }
        self.wording = Wording::Order;
        if self.rule == WRONG_TYPE {
            self.rule = "G12 field_types";
        }
        if let Some(what) = self
            .text
            .strip_prefix(&self.field)
            .and_then(|rest| rest.strip_prefix(' '))
            .filter(|_| !self.field.is_empty())
        {
            self.text = format!("{}: {what}", self.field);
        }
        self
    }

    /// The code that goes with it.
    pub fn code(&self) -> Code {
        match self.wording {
            Wording::Payment | Wording::Order | Wording::Verbatim => Code::InvalidParameter,
            Wording::Business => Code::BizError,
            Wording::Coded(code) => code,
        }
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let preamble = match self.wording {
            Wording::Payment => PAYMENT,
            Wording::Order => ORDER,
            Wording::Verbatim | Wording::Business => "",
            Wording::Coded(_) => "|",
        };
        write!(f, "{}{preamble}{}", self.code().text(), self.text)
    }
}

impl std::error::Error for Violation {}
