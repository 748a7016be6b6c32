//! Money and instants as texts, and pages of lists.

use std::fmt;
use std::str::FromStr;

use quan_core::{Fen, time};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// Money: a text in yuan with at most two decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, pattern = r"^\d+(\.\d{1,2})?$", examples("20.00"))
)]
pub struct Yuan(pub Fen);

/// A text that is no money.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an amount in yuan with at most two decimals, like \"20.00\"")]
pub struct NotYuan;

impl FromStr for Yuan {
    type Err = NotYuan;

    fn from_str(text: &str) -> Result<Yuan, NotYuan> {
        Fen::from_yuan(text).map(Yuan).ok_or(NotYuan)
    }
}

impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// An instant: a text with its offset, printed in Shanghai's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(value_type = String, format = DateTime, examples("2026-11-25T10:00:00+08:00"))
)]
pub struct Moment(pub time::Timestamp);

/// A text that is no instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an instant like \"2026-11-25T10:00:00+08:00\" or \"2026-11-25 10:00:00\"")]
pub struct NotAMoment;

impl FromStr for Moment {
    type Err = NotAMoment;

    /// Reads an instant with its offset; one without is Shanghai's, as the
    /// platforms write them. Cut to whole milliseconds.
    fn from_str(text: &str) -> Result<Moment, NotAMoment> {
        let at = text.parse().ok().or_else(|| {
            let reading = text.parse::<jiff::civil::DateTime>().ok()?;
            time::instant(reading)
        });
        at.map(|at| Moment(time::whole_millis(at)))
            .ok_or(NotAMoment)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.display_with_offset(jiff::tz::offset(8)).fmt(f)
    }
}

macro_rules! as_text {
    ($name:ty) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }
    };
}

as_text!(Yuan);
as_text!(Moment);

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Listed<T> {
    /// The rows of the page.
    pub items: Vec<T>,
    /// Which page, from 1.
    pub page: u32,
    /// How many rows a page has.
    pub page_size: u32,
    /// How many rows there are in all.
    pub total: u64,
}

/// A part of a list in the order of its keys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Stretch<T> {
    /// The entries.
    pub items: Vec<T>,
    /// Where the list goes on: ask again with `after` set to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_with_its_offset_or_as_shanghais_and_printed_in_shanghais() {
        for text in [
            "2026-11-25T02:00:00Z",
            "2026-11-25 10:00:00",
            "2026-11-25T10:00:00+08:00",
        ] {
            let moment: Moment = text.parse().unwrap();
            assert_eq!(moment.to_string(), "2026-11-25T10:00:00+08:00", "{text}");
        }
        assert_eq!("25.11.2026".parse::<Moment>(), Err(NotAMoment));
    }

    #[test]
    fn money_is_a_text_with_two_decimals() {
        let yuan: Yuan = serde_json::from_str("\"20\"").unwrap();
        assert_eq!(serde_json::to_string(&yuan).unwrap(), "\"20.00\"");
        assert!(
            serde_json::from_str::<Yuan>("20").is_err(),
            "a number is not exact"
        );
        assert!(serde_json::from_str::<Yuan>("\"1.001\"").is_err());
    }
}
