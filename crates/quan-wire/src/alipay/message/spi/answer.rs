//! Reading what a merchant answers.

use std::fmt;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::value::RawValue;

use crate::alipay::key::{PublicKey, SignType};
use crate::alipay::message::field::{Field, Word, blocks, parse};

/// What a merchant answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply<T> {
    /// What was asked for.
    Done(T),
    /// The merchant will not.
    Refused {
        /// The merchant's code.
        sub_code: String,
        /// The merchant's words.
        sub_msg: String,
    },
}

/// Why an answer cannot be understood: as good as none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub String);

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the merchant's answer cannot be used: {}", self.0)
    }
}

impl std::error::Error for Unreadable {}

blocks! {
    /// Whether a question was answered.
    Head {
        code: Option<String>,
        msg: Option<String>,
        sub_code: Option<String>,
        sub_msg: Option<String>,
    }
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow)]
    response: Option<&'a RawValue>,
    sign: Option<String>,
}

/// The answer proper, as it stands in the text: below `response`, or the whole.
fn node(body: &str) -> &str {
    let envelope = serde_json::from_str::<Envelope<'_>>(body);
    let response = envelope.ok().and_then(|envelope| envelope.response);
    response.map_or(body, RawValue::get)
}

/// Reads an answer.
pub(super) fn read<T: DeserializeOwned>(body: &[u8]) -> Result<Reply<T>, Unreadable> {
    let body = std::str::from_utf8(body).map_err(|_| Unreadable("not UTF-8".to_owned()))?;
    let node = node(body);
    let unreadable = |error: crate::alipay::message::Violation| Unreadable(error.text);
    let head: Head = parse(node).map_err(unreadable)?;
    if head.code.as_deref() == Some("10000") && head.sub_code.is_none() {
        return parse(node).map(Reply::Done).map_err(unreadable);
    }
    let code = head.sub_code.or(head.code);
    let Some(sub_code) = code else {
        return Err(Unreadable("no code".to_owned()));
    };
    Ok(Reply::Refused {
        sub_code,
        sub_msg: head.sub_msg.or(head.msg).unwrap_or_default(),
    })
}

/// Whether an answer bears the signature of the app that gave it.
pub fn is_signed(body: &[u8], key: &PublicKey, sign_type: SignType) -> bool {
    let Ok(body) = std::str::from_utf8(body) else {
        return false;
    };
    let Ok(Envelope { response, sign }) = serde_json::from_str(body) else {
        return false;
    };
    match (response, sign) {
        (Some(node), Some(sign)) => key.verifies(sign_type, node.get().as_bytes(), &sign),
        _ => false,
    }
}

/// A list that integrations also write as its only element, or as JSON in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OneOrMany<T>(pub Vec<T>);

impl<T: Word + DeserializeOwned> Field for OneOrMany<T> {
    fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        elements(Value::deserialize(from)?)
            .map(OneOrMany)
            .map_err(serde::de::Error::custom)
    }

    fn absent(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T: serde::Serialize> serde::Serialize for OneOrMany<T> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(to)
    }
}

fn elements<T: DeserializeOwned>(value: Value) -> Result<Vec<T>, serde_json::Error> {
    match value {
        Value::Null => Ok(Vec::new()),
        Value::Array(list) => list.into_iter().map(serde_json::from_value).collect(),
        Value::String(text) if text.is_empty() => Ok(Vec::new()),
        Value::String(text) => elements(serde_json::from_str(&text)?),
        one @ (Value::Object(_) | Value::Bool(_) | Value::Number(_)) => {
            Ok(vec![serde_json::from_value(one)?])
        }
    }
}
