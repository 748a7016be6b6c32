//! How the fields of a message are read: gently where callers differ, strictly
//! where a wrong type would be guessed at.
//!
//! SDKs disagree about what an unset field looks like. Null, the empty string
//! and the empty list all mean that nothing was said; whole numbers and truth
//! values also come as text; ids that were listed twice count once. Everything
//! else of a wrong type is a [`Violation`] that names the field.

mod kinds;
mod priced;

use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error};

use super::violation::Violation;

pub use kinds::{Joined, Numeral, Spoken, Verbatim};
pub(crate) use kinds::{Object, block};
pub use priced::Priced;

/// A text, or nothing said.
pub type Text = Option<String>;
/// A whole number of 32 bits, or nothing said.
pub type Int = Option<i32>;
/// A number kept as it was written, or nothing said.
pub type Price = Option<Numeral>;
/// A truth value, or nothing said.
pub type Flag = Option<bool>;

/// The rule that a field of the wrong type breaks.
pub const WRONG_TYPE: &str = "V1.2 field_types";

/// Reads a message from JSON text.
pub fn parse<T: DeserializeOwned>(json: impl AsRef<[u8]>) -> Result<T, Violation> {
    let mut reader = serde_json::Deserializer::from_slice(json.as_ref());
    let Whole(message) = serde_path_to_error::deserialize(&mut reader).map_err(misread)?;
    reader.end().map_err(|_| not_json())?;
    Ok(message)
}

/// Reads a message from the pairs of a query string, path variables among them.
pub fn from_pairs<T, K, V>(pairs: impl IntoIterator<Item = (K, V)>) -> Result<T, Violation>
where
    T: DeserializeOwned,
    K: Into<String>,
    V: Into<String>,
{
    let members = pairs
        .into_iter()
        .map(|(key, value)| (key.into(), value.into().into()));
    let object = serde_json::Value::Object(members.collect());
    let Whole(message) = serde_path_to_error::deserialize(object).map_err(misread)?;
    Ok(message)
}

fn misread(error: serde_path_to_error::Error<serde_json::Error>) -> Violation {
    use serde_json::error::Category;
    let field = error.path().to_string();
    match error.inner().classify() {
        Category::Data if field == "." => {
            Violation::saying(WRONG_TYPE, "", "请求内容必须是JSON对象")
        }
        Category::Data => Violation::of(WRONG_TYPE, &field, "类型不正确"),
        Category::Syntax | Category::Eof | Category::Io => not_json(),
    }
}

fn not_json() -> Violation {
    Violation::saying(WRONG_TYPE, "", "请求内容不是合法的JSON")
}

/// A message as a whole: an object and nothing else.
struct Whole<T>(T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Whole<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        match from.deserialize_any(Object::<T>(PhantomData))? {
            Some(whole) => Ok(Whole(whole)),
            None => Err(D::Error::custom("null is no message")),
        }
    }
}

/// One kind of value that a field can hold.
pub trait Word: Sized {
    /// Reads it; `None` where nothing was said.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error>;

    /// What is left of a list of them when repetitions are taken out.
    fn distinct(list: Vec<Self>) -> Vec<Self> {
        list
    }
}

/// What a field of a message is made of: one word or a list of them.
pub trait Field: Sized {
    /// Reads the field.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error>;
    /// Whether nothing is said, so that the field is left out.
    fn absent(&self) -> bool;
}

/// Declares blocks of fields, every one of which may be absent and is then
/// left out of the JSON text.
macro_rules! blocks {
    ($(
        $(#[$about:meta])*
        $name:ident { $( $(#[$note:meta])* $field:ident: $kind:ty ),* $(,)? }
    )*) => {$(
        $(#[$about])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $(
                #[doc = concat!("`", stringify!($field), "` of the published model.")]
                $(#[$note])*
                #[serde(
                    deserialize_with = "crate::alipay::message::field::Field::read",
                    skip_serializing_if = "crate::alipay::message::field::Field::absent"
                )]
                pub $field: $kind,
            )*
        }

        impl crate::alipay::message::field::Word for $name {
            fn read<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
                crate::alipay::message::field::block(from)
            }
        }
    )*};
}
pub(crate) use blocks;
