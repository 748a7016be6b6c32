//! A request as it came: its parameters by source, before anything is understood.

use quan_core::Timestamp;
use serde_json::{Map, Value};

use super::call::{Operation, Parameters};
use super::problem::Problem;
use super::read::{Fields, Kind, Source};
use super::refusal::Refusal;

/// A request that was routed and verified.
#[derive(Clone, Debug)]
pub struct Asked {
    path: Map<String, Value>,
    query: Map<String, Value>,
    body: Map<String, Value>,
    now: Timestamp,
}

impl Asked {
    /// Takes a request apart. `query` is what follows the question mark, and `now` the
    /// instant of business by which the request is judged. A parameter that the query
    /// has twice counts as it came first.
    pub fn of(
        operation: Operation,
        parameters: Parameters,
        query: Option<&str>,
        body: &[u8],
        now: Timestamp,
    ) -> Result<Asked, Refusal> {
        let text = |(name, value): (&str, String)| (name.to_owned(), Value::String(value));
        let path = parameters.into_iter().map(text).collect();
        let mut asked = Map::new();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            let value = Value::String(value.into_owned());
            asked.entry(name.into_owned()).or_insert(value);
        }
        let body = if operation.has_body() {
            members(body)?
        } else {
            Map::new()
        };
        Ok(Asked {
            path,
            query: asked,
            body,
            now,
        })
    }

    /// The same request, judged by another instant.
    #[must_use]
    pub fn at(&self, now: Timestamp) -> Asked {
        Asked {
            now,
            ..self.clone()
        }
    }

    /// What the path says.
    pub(crate) fn path(&self) -> Fields<'_> {
        Fields::of(Source::Path, &self.path, self.now)
    }

    /// What the query says.
    pub(crate) fn query(&self) -> Fields<'_> {
        Fields::of(Source::Query, &self.query, self.now)
    }

    /// What the body says.
    pub(crate) fn body(&self) -> Fields<'_> {
        Fields::of(Source::Body, &self.body, self.now)
    }

    /// A variable of the path, which the body must not say as well.
    pub(crate) fn variable<K: Kind>(
        &self,
        name: &str,
        title: &'static str,
        kind: K,
    ) -> Result<K::Value, Refusal> {
        if self.body().says(name) {
            return Err(self.path().at(name, title).repeated());
        }
        self.path().need(name, title, kind)
    }
}

/// The members of a body, which must be a JSON object.
fn members(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) | Err(_) => Err(Refusal::under("W-VAL-7 body_is_an_object", Problem::Body)),
    }
}
