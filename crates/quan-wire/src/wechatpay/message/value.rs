//! The values that messages are made of, and how they are written.

use quan_core::time::whole_millis;
use quan_core::{Fen, Timestamp};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::word::Vocabulary;
use crate::wechatpay::time;

/// Whether a field is said; what is not said is left out of the JSON text.
pub trait Said {
    /// Whether there is nothing to write.
    fn absent(&self) -> bool {
        false
    }
}

impl<T> Said for Option<T> {
    fn absent(&self) -> bool {
        self.is_none()
    }
}

impl<T> Said for Vec<T> {}
impl Said for String {}
impl Said for bool {}
impl Said for u32 {}
impl Said for u64 {}

/// Declares blocks of fields in the published order. What is optional and not said
/// is left out of the JSON text.
macro_rules! message {
    ($(
        $(#[$about:meta])*
        $name:ident { $( $(#[$note:meta])* $field:ident: $kind:ty ),* $(,)? }
    )*) => {$(
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        pub struct $name {
            $(
                #[doc = concat!("`", stringify!($field), "` of the published model.")]
                $(#[$note])*
                #[serde(skip_serializing_if = "crate::wechatpay::message::value::Said::absent")]
                pub $field: $kind,
            )*
        }

        impl crate::wechatpay::message::value::Said for $name {}
    )*};
}
pub(crate) use message;

/// An instant, written in Shanghai's offset and to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub Timestamp);

impl Said for Time {}

impl Time {
    /// Reads an instant with its offset, to the millisecond.
    pub fn parse(text: &str) -> Option<Time> {
        time::parse(text).map(whole_millis).map(Time)
    }
}

impl From<Timestamp> for Time {
    fn from(at: Timestamp) -> Time {
        Time(at)
    }
}

impl std::fmt::Display for Time {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&time::format(self.0))
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Time, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(from)?;
        Time::parse(&text).ok_or_else(|| D::Error::custom("no time of RFC 3339"))
    }
}

/// An amount of money, written as a whole number of fen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount(pub Fen);

impl Said for Amount {}

impl From<Fen> for Amount {
    fn from(amount: Fen) -> Amount {
        Amount(amount)
    }
}

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(self.0.get())
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Amount, D::Error> {
        u64::deserialize(from).map(|fen| Amount(Fen::new(fen)))
    }
}

/// A word of an answer. The platform adds words; who asks must not stumble over one
/// that came later.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Heard<T> {
    /// One that was published.
    Known(T),
    /// Another.
    Other(String),
}

impl<T> Said for Heard<T> {}

impl<T> From<T> for Heard<T> {
    fn from(word: T) -> Heard<T> {
        Heard::Known(word)
    }
}

impl<T: Vocabulary> Heard<T> {
    /// The word as it is spelt.
    pub fn as_str(&self) -> &str {
        match self {
            Heard::Known(word) => word.spelling(),
            Heard::Other(word) => word,
        }
    }
}

impl<T: Vocabulary> Serialize for Heard<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de, T: Vocabulary> Deserialize<'de> for Heard<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Heard<T>, D::Error> {
        let word = String::deserialize(from)?;
        Ok(T::spelt(&word).map_or(Heard::Other(word), Heard::Known))
    }
}
