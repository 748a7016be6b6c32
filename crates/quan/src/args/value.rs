//! Words, pages and pairs, as several commands take them.

use clap::Args as ClapArgs;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde::de::DeserializeOwned;

/// One of these words of the API.
pub(super) fn one_of<T>(words: &'static [&'static str]) -> impl TypedValueParser<Value = T>
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    PossibleValuesParser::new(words)
        .try_map(|word| serde_json::from_value::<T>(serde_json::Value::String(word)))
}

/// Which page of a list.
#[derive(ClapArgs, Debug)]
pub(crate) struct Paged {
    /// Which page, from 1.
    #[arg(long, value_name = "NUMBER")]
    pub(crate) page: Option<u32>,
    /// How many rows a page has, at most 100 [default: 20].
    #[arg(long, value_name = "COUNT")]
    pub(crate) page_size: Option<u32>,
}

/// Which part of a list.
#[derive(ClapArgs, Debug)]
pub(crate) struct Part {
    /// Begin behind this one.
    #[arg(long, value_name = "ID")]
    pub(crate) after: Option<String>,
    /// How many, at most 1000 [default: 100].
    #[arg(long, value_name = "COUNT")]
    pub(crate) limit: Option<u32>,
}

/// Two texts around the first `=`.
pub(super) fn pair(text: &str) -> Result<(String, String), &'static str> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => {
            Ok((name.to_owned(), value.to_owned()))
        }
        Some(_) | None => Err("not two texts joined by `=`"),
    }
}
