//! Tables that people read.

use comfy_table::Table;
use comfy_table::presets::UTF8_FULL_CONDENSED;
use quan_client::api::{Listed, Stretch};
use serde::Serialize;

/// One thing: a row for each thing that is known of it.
pub(crate) struct Sheet(Table);

impl Sheet {
    pub(crate) fn new() -> Sheet {
        Sheet(plain())
    }

    /// Adds what is known.
    pub(crate) fn row(mut self, what: &str, value: impl ToString) -> Sheet {
        self.0.add_row([what.to_owned(), value.to_string()]);
        self
    }

    /// Adds it where it is known.
    pub(crate) fn maybe(self, what: &str, value: Option<impl ToString>) -> Sheet {
        match value {
            Some(value) => self.row(what, value),
            None => self,
        }
    }

    pub(crate) fn words(&self) -> String {
        self.0.to_string()
    }
}

/// A list, a row for each of its things. An empty one says so.
pub(crate) fn list<const N: usize>(
    head: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let mut table = plain();
    table.set_header(head);
    table.add_rows(rows);
    if table.row_count() == 0 {
        return "none.".to_owned();
    }
    table.to_string()
}

/// A page of a list, and how much of the list it is.
pub(crate) fn page<T, const N: usize>(
    listed: &Listed<T>,
    head: [&str; N],
    row: impl Fn(&T) -> [String; N],
) -> String {
    let table = list(head, listed.items.iter().map(row));
    let Listed { page, total, .. } = listed;
    let count = listed.items.len();
    format!("{table}\npage {page}: {count} of {total}")
}

/// A part of a list, and where the list goes on.
pub(crate) fn part<T, const N: usize>(
    stretch: &Stretch<T>,
    head: [&str; N],
    row: impl Fn(&T) -> [String; N],
) -> String {
    let table = list(head, stretch.items.iter().map(row));
    table + &goes_on(stretch.next.as_deref())
}

/// Where a list goes on.
pub(crate) fn goes_on(next: Option<&str>) -> String {
    next.map_or_else(String::new, |next| format!("\nmore with --after {next}"))
}

/// A word of the API, as it stands in JSON.
pub(crate) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(other) => other.to_string(),
        Err(_) => String::new(),
    }
}

/// Yes or no.
pub(crate) fn yes(is: bool) -> &'static str {
    if is { "yes" } else { "no" }
}

/// What is known, or a dash.
pub(crate) fn dash(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

fn plain() -> Table {
    let mut table = Table::new();
    table.load_preset(UTF8_FULL_CONDENSED);
    table
}
