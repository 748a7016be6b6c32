//! Terms and letters as JSON, the one form in which they lie in a column. The
//! domain's own types promise nothing to strangers, so these are their doubles.

mod letter;
mod terms;

use quan_core::Member;
use serde::Serialize;

use super::Result;
use crate::error::StoreError;

pub(super) use self::letter::{letter, letter_text};
pub(super) use self::terms::{terms, terms_text};

pub(super) fn member_of(text: &str) -> Result<Member> {
    Member::parse(text)
        .map_err(|error| StoreError::inconsistent("scope_member", format!("{text:?} is {error}")))
}

/// These bodies are numbers, texts and lists: they always have a JSON form.
fn json(body: &impl Serialize) -> String {
    serde_json::to_string(body).expect("numbers, texts and lists have a JSON form")
}
