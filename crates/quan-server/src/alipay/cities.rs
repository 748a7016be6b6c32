//! Cities that vouchers can be confined to: a table that can be replaced.

use std::collections::BTreeMap;

use super::holidays::{BadLine, first_word, lines};

/// The table that comes with Quan.
const SUPPLIED: &str = include_str!("../../data/cities.txt");

/// Cities by their national code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cities {
    names: BTreeMap<String, String>,
}

impl Cities {
    /// The cities that come with Quan.
    pub fn supplied() -> Cities {
        Cities::parse(SUPPLIED).expect("a test reads the supplied table")
    }

    /// Reads a table: a six-digit code and a name in every line, `#` before
    /// remarks.
    pub fn parse(text: &str) -> Result<Cities, BadLine> {
        let mut names = BTreeMap::new();
        for (number, line) in lines(text) {
            let code = first_word(line);
            if code.len() != 6 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
                let wanted = "a code of six digits, as in 330100";
                return Err(BadLine {
                    number,
                    line: line.to_owned(),
                    wanted,
                });
            }
            let name = line.strip_prefix(code).unwrap_or("").trim();
            names.insert(code.to_owned(), name.to_owned());
        }
        Ok(Cities { names })
    }

    /// Whether there is such a city.
    pub fn has(&self, code: &str) -> bool {
        self.names.contains_key(code)
    }

    /// Every code, in order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.names.keys().map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_supplied_table_knows_cities_and_the_published_example() {
        let cities = Cities::supplied();
        for code in ["330100", "110100", "429004", "810000", "100100"] {
            assert!(cities.has(code), "{code}");
        }
        assert!(!cities.has("999999"));
        assert!(cities.codes().count() > 300);
    }

    #[test]
    fn a_code_has_six_digits() {
        assert_eq!(
            Cities::parse("330100 杭州市\n3301 x").unwrap_err().number,
            2
        );
    }
}
