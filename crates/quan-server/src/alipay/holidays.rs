//! Public holidays, which rules of the calendar can speak of. A table, not
//! code: the State Council announces each year's days late in the year before.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

/// The files that come with Quan.
const SUPPLIED: [&str; 2] = [
    include_str!("../../data/holidays-2025.txt"),
    include_str!("../../data/holidays-2026.txt"),
];

/// The public holidays of the years that are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays {
    years: BTreeMap<i16, BTreeSet<Date>>,
}

/// A line of a table that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {number} is not {wanted}: {line:?}")]
pub struct BadLine {
    /// Which line, from 1.
    pub number: usize,
    /// What it says.
    pub line: String,
    /// What it should begin with.
    pub wanted: &'static str,
}

impl Holidays {
    /// The years that come with Quan.
    pub fn supplied() -> Holidays {
        let mut holidays = Holidays::default();
        for text in SUPPLIED {
            holidays
                .take(text)
                .expect("a test reads every supplied table");
        }
        holidays
    }

    /// Takes a table over: a day and a name in every line, `#` before remarks.
    /// A year in it replaces what was known of that year.
    pub fn take(&mut self, text: &str) -> Result<(), BadLine> {
        let mut years: BTreeMap<i16, BTreeSet<Date>> = BTreeMap::new();
        for (number, line) in lines(text) {
            let bad = || BadLine {
                number,
                line: line.to_owned(),
                wanted: "a day, as in 2026-10-01",
            };
            let day: Date = first_word(line).parse().map_err(|_| bad())?;
            years.entry(day.year()).or_default().insert(day);
        }
        self.years.extend(years);
        Ok(())
    }

    /// The holidays from one day to another, both included; `None` where a
    /// year is touched whose holidays nobody knows.
    pub fn between(&self, first: Date, last: Date) -> Option<BTreeSet<Date>> {
        let mut days = BTreeSet::new();
        for year in first.year()..=last.year() {
            let known = self.years.get(&year)?;
            days.extend(known.iter().filter(|day| (first..=last).contains(day)));
        }
        Some(days)
    }
}

/// The lines of a table that say something, with their numbers.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let numbered = text
        .lines()
        .enumerate()
        .map(|(index, line)| (index + 1, line.trim()));
    numbered.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

/// What a line begins with.
pub(super) fn first_word(line: &str) -> &str {
    line.split_whitespace().next().unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_national_day_is_among_the_supplied_holidays() {
        let days = Holidays::supplied()
            .between(date(2026, 9, 30), date(2026, 10, 8))
            .unwrap();
        assert_eq!(days.first(), Some(&date(2026, 10, 1)));
        assert_eq!(days.last(), Some(&date(2026, 10, 7)));
        assert_eq!(days.len(), 7);
    }

    #[test]
    fn a_year_without_a_table_is_not_known() {
        let holidays = Holidays::supplied();
        assert_eq!(holidays.between(date(2026, 12, 1), date(2031, 1, 2)), None);
    }

    #[test]
    fn a_table_replaces_its_years_and_no_others() {
        let mut holidays = Holidays::supplied();
        holidays.take("# moved\n2026-10-02 国庆节\n").unwrap();
        let october = holidays
            .between(date(2026, 10, 1), date(2026, 10, 8))
            .unwrap();
        assert_eq!(october, BTreeSet::from([date(2026, 10, 2)]));
        assert!(
            holidays
                .between(date(2025, 1, 1), date(2025, 1, 1))
                .is_some()
        );
        let bad = holidays.take("\n2026-13-01 x").unwrap_err();
        assert_eq!(bad.number, 2);
    }
}
