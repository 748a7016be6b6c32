//! Lists in the order of their keys, a stretch at a time.

use quan_wire::api::Stretch;
use serde::Deserialize;

use super::refusal::Refusal;

/// The most entries of one answer.
const MOST: usize = 1000;
/// How many there are where nothing is said.
const USUAL: usize = 100;

/// Where a list begins.
#[derive(Debug, Default, Deserialize, utoipa::IntoParams)]
#[serde(default, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct From {
    /// Behind this entry.
    pub(super) after: Option<String>,
    /// How many, at most 1000.
    pub(super) limit: Option<usize>,
}

/// How many entries were asked for.
pub(super) fn limit(asked: Option<usize>) -> Result<usize, Refusal> {
    let limit = asked.unwrap_or(USUAL);
    if limit == 0 || limit > MOST {
        return Err(Refusal::field("limit", format!("not from 1 to {MOST}")));
    }
    Ok(limit)
}

/// The entries that were found where `limit` were asked for, each with its key.
pub(super) fn stretch<T>(found: impl IntoIterator<Item = (String, T)>, limit: usize) -> Stretch<T> {
    let mut items = Vec::new();
    let mut next = None;
    for (key, item) in found {
        items.push(item);
        next = Some(key);
    }
    let next = next.filter(|_| items.len() == limit);
    Stretch { items, next }
}
