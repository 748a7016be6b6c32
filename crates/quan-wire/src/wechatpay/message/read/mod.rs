//! How the fields of a request are read: in the order in which the interface
//! defines them, so that the first thing wrong is the one that is answered.
//!
//! Null means that nothing was said, and so does the empty text of an optional
//! field; unknown members are passed over. Everything else of a wrong kind is a
//! [`Refusal`] that names the field by its pointer and its title.

mod kinds;
mod place;

use quan_core::Timestamp;
use serde_json::{Map, Value};

use super::refusal::Refusal;

pub(crate) use kinds::{
    Block, COUNT, Count, Kind, Money, Pattern, TIME, TRUTH, Text, amount, block, chars, count,
    list, object, string, text, word,
};
pub(crate) use place::{Place, Source, Step};

/// A block of fields that can be read.
pub(crate) trait Form: Sized {
    /// Reads it, field after field.
    fn read(from: &Fields<'_>) -> Result<Self, Refusal>;
}

/// The members of an object, or the parameters of a path or a query.
#[derive(Clone, Copy)]
pub(crate) struct Fields<'a> {
    members: &'a Map<String, Value>,
    source: Source,
    above: Option<&'a Place<'a>>,
    now: Timestamp,
}

impl<'a> Fields<'a> {
    /// What came by one source.
    pub(crate) fn of(source: Source, members: &'a Map<String, Value>, now: Timestamp) -> Self {
        Fields {
            members,
            source,
            above: None,
            now,
        }
    }

    /// The members of an object that stands at a place.
    pub(crate) fn within(
        members: &'a Map<String, Value>,
        above: &'a Place<'a>,
        now: Timestamp,
    ) -> Self {
        Fields {
            members,
            source: above.source,
            above: Some(above),
            now,
        }
    }

    /// The instant by which the request is judged.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// Where a field stands, whether it was said or not.
    pub(crate) fn at(&self, name: &'a str, title: &'static str) -> Place<'_> {
        Place {
            source: self.source,
            above: self.above,
            step: Step::Name(name),
            title,
        }
    }

    /// Whether a member is there and is not null.
    pub(crate) fn says(&self, name: &str) -> bool {
        self.members.get(name).is_some_and(|value| !value.is_null())
    }

    /// A field that must be said.
    pub(crate) fn need<K: Kind>(
        &self,
        name: &'a str,
        title: &'static str,
        kind: K,
    ) -> Result<K::Value, Refusal> {
        let place = self.at(name, title);
        match self.members.get(name) {
            None | Some(Value::Null) => Err(place.missing()),
            Some(value) => kind.read(&place, value, self.now),
        }
    }

    /// A field that may be left out.
    pub(crate) fn may<K: Kind>(
        &self,
        name: &'a str,
        title: &'static str,
        kind: K,
    ) -> Result<Option<K::Value>, Refusal> {
        match self.members.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) if kind.is_silence(self.source, value) => Ok(None),
            Some(value) => kind.read(&self.at(name, title), value, self.now).map(Some),
        }
    }
}
