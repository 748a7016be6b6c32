//! Refusals, worded for both protocols.
//!
//! The gateway answers `code`, `msg`, `sub_code` and `sub_msg`; REST v3 a status,
//! `code` and `message`. One refusal is both: [`Refusal`] holds the gateway's words
//! and yields the other's, [`TransportError`] lists what the transport itself can
//! refuse.

mod error;
mod table;

use std::borrow::Cow;

use serde::Serialize;

pub use error::{SignatureFault, TransportError};
pub use table::{CODES, Entry, entry};

/// The gateway's outer codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Class {
    /// 10000
    Success,
    /// 20000: the result is unknown; ask again.
    Unavailable,
    /// 20001: something is wrong with a token.
    Token,
    /// 40001: a common parameter is missing.
    Missing,
    /// 40002: a common parameter is wrong.
    Invalid,
    /// 40003: the caller's configuration does not allow the call.
    Conditions,
    /// 40004: the business said no.
    Business,
    /// 40005: too many calls.
    Limited,
    /// 40006: no permission.
    Permissions,
}

impl Class {
    pub fn code(self) -> &'static str {
        match self {
            Class::Success => "10000",
            Class::Unavailable => "20000",
            Class::Token => "20001",
            Class::Missing => "40001",
            Class::Invalid => "40002",
            Class::Conditions => "40003",
            Class::Business => "40004",
            Class::Limited => "40005",
            Class::Permissions => "40006",
        }
    }

    pub fn msg(self) -> &'static str {
        match self {
            Class::Success => "Success",
            Class::Unavailable => "Service Currently Unavailable",
            Class::Token => "Insufficient Token Permissions",
            Class::Missing => "Missing Required Arguments",
            Class::Invalid => "Invalid Arguments",
            Class::Conditions => "Insufficient Conditions",
            Class::Business => "Business Failed",
            Class::Limited => "Call Limited",
            Class::Permissions => "Insufficient Permissions",
        }
    }
}

/// A refusal in the gateway's words. SDKs take an empty `sub_code` for success, so
/// there always is one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub class: Class,
    pub sub_code: Cow<'static, str>,
    pub sub_msg: Cow<'static, str>,
}

/// A refusal in the words of REST v3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RestRefusal {
    pub status: u16,
    pub code: Cow<'static, str>,
    pub message: Cow<'static, str>,
}

#[derive(Serialize)]
struct Node<'a> {
    code: &'a str,
    msg: &'a str,
    sub_code: &'a str,
    sub_msg: &'a str,
}

#[derive(Serialize)]
struct RestBody<'a> {
    code: &'a str,
    message: &'a str,
}

impl Refusal {
    /// A refusal of the business, with the codes of the operation's own list.
    pub fn business(
        sub_code: impl Into<Cow<'static, str>>,
        sub_msg: impl Into<Cow<'static, str>>,
    ) -> Refusal {
        Refusal {
            class: Class::Business,
            sub_code: sub_code.into(),
            sub_msg: sub_msg.into(),
        }
    }

    /// A refusal under a public code of the gateway, such as
    /// `isv.invalid-parameter`; `None` when the table has no such code.
    pub fn public(sub_code: &str) -> Option<Refusal> {
        entry(sub_code).map(Entry::refusal)
    }

    pub fn code(&self) -> &'static str {
        self.class.code()
    }

    pub fn msg(&self) -> &'static str {
        self.class.msg()
    }

    /// The object that takes the answer's place in the gateway's envelope.
    pub fn node(&self) -> String {
        let node = Node {
            code: self.code(),
            msg: self.msg(),
            sub_code: &self.sub_code,
            sub_msg: &self.sub_msg,
        };
        serde_json::to_string(&node).expect("an object of strings has a JSON text")
    }

    /// The same refusal in the words of REST v3.
    pub fn rest(&self) -> RestRefusal {
        RestRefusal {
            status: rest_status(&self.sub_code),
            code: match &self.sub_code {
                Cow::Borrowed(sub_code) => Cow::Borrowed(rest_code(sub_code)),
                Cow::Owned(sub_code) => Cow::Owned(rest_code(sub_code).to_owned()),
            },
            message: self.sub_msg.clone(),
        }
    }
}

impl RestRefusal {
    /// The body: never `links`, which Java cannot read as the platform sends them.
    pub fn body(&self) -> String {
        let body = RestBody {
            code: &self.code,
            message: &self.message,
        };
        serde_json::to_string(&body).expect("an object of strings has a JSON text")
    }
}

/// REST v3 drops the prefix that the gateway's public codes carry; business codes
/// are the same on both.
pub fn rest_code(sub_code: &str) -> &str {
    // `aop.ACQ.SYSTEM_ERROR` and its like keep what follows the first prefix.
    ["isv.", "aop.", "isp."]
        .iter()
        .find_map(|prefix| sub_code.strip_prefix(prefix))
        .unwrap_or(sub_code)
}

/// The gateway's name for a code of REST v3; business codes come back as they are.
pub fn gateway_sub_code(code: &str) -> &str {
    CODES
        .iter()
        .map(|entry| entry.sub_code)
        .find(|sub_code| rest_code(sub_code) == code)
        .unwrap_or(code)
}

/// The status that REST v3 answers a code with, given with or without its prefix.
pub fn rest_status(sub_code: &str) -> u16 {
    match rest_code(sub_code) {
        "invalid-auth-token"
        | "auth-token-time-out"
        | "invalid-app-auth-token"
        | "app-auth-token-time-out"
        | "invalid-app-auth-token-no-api"
        | "insufficient-isv-permissions"
        | "insufficient-user-permissions"
        | "self-invoke-forbidden" => 401,
        "no-product-reg-by-partner" | "forbidden-api" => 403,
        "invalid-method" => 404,
        "app-call-limited" | "method-call-limited" => 429,
        "unknow-error" | "SYSTEM_ERROR" | "ACQ.SYSTEM_ERROR" => 500,
        _ => 400,
    }
}
