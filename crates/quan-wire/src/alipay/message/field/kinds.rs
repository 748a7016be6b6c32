//! How each kind of value is read: visitors that take what the SDKs send.

use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use quan_core::Fen;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::{Field, Flag, Int, Text, Word};

impl<T: Word> Field for Option<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from)
    }

    fn absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Word> Field for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(List {
            lone: false,
            of: PhantomData,
        })
    }

    fn absent(&self) -> bool {
        self.is_empty()
    }
}

/// A list of ids that older models write as one text, joined by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Joined(pub Vec<String>);

impl Field for Joined {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let ids: Vec<String> = from.deserialize_any(List {
            lone: true,
            of: PhantomData,
        })?;
        let ids = ids
            .iter()
            .flat_map(|id| id.split(','))
            .map(|id| id.trim().to_owned());
        Ok(Joined(String::distinct(
            ids.filter(|id| !id.is_empty()).collect(),
        )))
    }

    fn absent(&self) -> bool {
        self.0.is_empty()
    }
}

impl serde::Serialize for Joined {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0.join(","))
    }
}

struct Element<T>(Option<T>);

impl<'de, T: Word> Deserialize<'de> for Element<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::read(from).map(Element)
    }
}

/// Reads a list, and where `lone` is set also a single text as a list of one.
struct List<T> {
    lone: bool,
    of: PhantomData<T>,
}

impl<'de, T: Word> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E: Error>(self) -> Result<Vec<T>, E> {
        Ok(Vec::new())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<T>, E> {
        if !self.lone && !text.is_empty() {
            return Err(E::custom("a text is no list"));
        }
        let element = T::read(serde::de::value::StrDeserializer::<E>::new(text))?;
        Ok(element.into_iter().collect())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        while let Some(Element(element)) = seq.next_element()? {
            list.extend(element);
        }
        Ok(T::distinct(list))
    }
}

struct Words;

impl Visitor<'_> for Words {
    type Value = Text;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_unit<E: Error>(self) -> Result<Text, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Text, E> {
        Ok((!text.is_empty()).then(|| text.to_owned()))
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Text, E> {
        Ok(Some(text).filter(|text| !text.is_empty()))
    }
}

impl Word for String {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(Words)
    }

    fn distinct(list: Vec<Self>) -> Vec<Self> {
        let mut seen = HashSet::with_capacity(list.len());
        let fresh: Vec<bool> = list.iter().map(|text| seen.insert(text.as_str())).collect();
        let kept = list.iter().zip(fresh).filter(|(_, fresh)| *fresh);
        kept.map(|(text, _)| text.clone()).collect()
    }
}

/// A number that is kept as it was written: money, or a count that the model
/// types as a text. Callers write it either way; it is always answered as a text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Numeral(pub String);

impl Numeral {
    /// The number as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Numeral {
    fn from(text: &str) -> Numeral {
        Numeral(text.to_owned())
    }
}

impl From<String> for Numeral {
    fn from(text: String) -> Numeral {
        Numeral(text)
    }
}

impl From<Fen> for Numeral {
    fn from(amount: Fen) -> Numeral {
        Numeral(amount.to_string())
    }
}

impl serde::Serialize for Numeral {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl Word for Numeral {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        // As it stands in the JSON text, so that no decimal is lost.
        let raw = Box::<RawValue>::deserialize(from)?;
        let written = raw.get();
        if written == "null" {
            return Ok(None);
        }
        if written.starts_with('"') {
            let text: String = serde_json::from_str(written).map_err(D::Error::custom)?;
            return Ok((!text.is_empty()).then_some(Numeral(text)));
        }
        if written.starts_with(['{', '[', 't', 'f']) {
            return Err(D::Error::custom("no number"));
        }
        Ok(Some(Numeral(written.to_owned())))
    }
}

/// A text of a list in which repetitions and empty texts count, because each of
/// them is answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Verbatim(pub String);

impl<T: Into<String>> From<T> for Verbatim {
    fn from(text: T) -> Verbatim {
        Verbatim(text.into())
    }
}

impl serde::Serialize for Verbatim {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&self.0)
    }
}

impl Word for Verbatim {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        Ok(Option::<String>::deserialize(from)?.map(Verbatim))
    }
}

struct Whole32;

impl Visitor<'_> for Whole32 {
    type Value = Int;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a whole number of 32 bits")
    }

    fn visit_unit<E: Error>(self) -> Result<Int, E> {
        Ok(None)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Int, E> {
        i32::try_from(number).map(Some).map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Int, E> {
        i32::try_from(number).map(Some).map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Int, E> {
        if text.is_empty() {
            return Ok(None);
        }
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(E::custom("no whole number"));
        }
        text.parse().map(Some).map_err(E::custom)
    }
}

impl Word for i32 {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(Whole32)
    }
}

struct Truth;

impl Visitor<'_> for Truth {
    type Value = Flag;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("true or false")
    }

    fn visit_unit<E: Error>(self) -> Result<Flag, E> {
        Ok(None)
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Flag, E> {
        Ok(Some(truth))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Flag, E> {
        match text {
            "" => Ok(None),
            "true" => Ok(Some(true)),
            "false" => Ok(Some(false)),
            _ => Err(E::custom("neither true nor false")),
        }
    }
}

impl Word for bool {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        from.deserialize_any(Truth)
    }
}

/// A truth value that an older model writes as text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spoken(pub bool);

impl Word for Spoken {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        Ok(bool::read(from)?.map(Spoken))
    }
}

impl serde::Serialize for Spoken {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(if self.0 { "true" } else { "false" })
    }
}

/// Reads a nested object; derived readers would take a list for one.
pub(crate) struct Object<T>(pub(super) PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for Object<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E: Error>(self) -> Result<Option<T>, E> {
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Option<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

/// Reads a nested block of fields.
pub(crate) fn block<'de, T, D>(from: D) -> Result<Option<T>, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    from.deserialize_any(Object(PhantomData))
}
