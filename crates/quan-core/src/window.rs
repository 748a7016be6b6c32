//! Spans of time, and the hours of a calendar at which a voucher is usable.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time, Weekday};

use crate::time::{self, Timestamp};

/// From one instant to another, both of them included, as both platforms print
/// their spans (`23:59:59` still counts).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first instant.
    pub opens_at: Timestamp,
    /// The last instant.
    pub closes_at: Timestamp,
}

impl Window {
    /// Whether `now` lies within.
    pub fn contains(&self, now: Timestamp) -> bool {
        self.opens_at <= now && now <= self.closes_at
    }

    /// Whether `now` lies before the first instant.
    pub fn is_ahead(&self, now: Timestamp) -> bool {
        now < self.opens_at
    }

    /// Whether `now` lies after the last instant.
    pub fn is_over(&self, now: Timestamp) -> bool {
        self.closes_at < now
    }

    /// How many calendar days the window touches, the first and the last
    /// included.
    pub fn calendar_days(&self) -> u32 {
        let (first, last) = (time::day_of(self.opens_at), time::day_of(self.closes_at));
        let days = (last - first).get_days().saturating_add(1);
        u32::try_from(days).unwrap_or(0)
    }
}

/// The hours of a day: from `begins` to `ends`, both included; an end on the
/// next day reaches past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours {
    /// The first second.
    pub begins: Time,
    /// The last second.
    pub ends: Time,
    /// Whether `ends` lies on the following day.
    pub next_day: bool,
}

impl Hours {
    /// The whole day.
    pub const ALL_DAY: Hours = Hours {
        begins: Time::MIN,
        ends: Time::constant(23, 59, 59, 0),
        next_day: false,
    };
}

/// When a rule of the calendar holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Days {
    /// Between two dates, both included.
    Dates {
        /// The first day.
        first: Date,
        /// The last day.
        last: Date,
    },
    /// On some weekdays.
    Weekdays(Vec<Weekday>),
    /// On these holidays, which were looked up when the rule was made.
    Holidays(BTreeSet<Date>),
}

/// A rule of the calendar: some days, and some hours of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarRule {
    /// The days that it speaks of.
    pub days: Days,
    /// The hours of such a day.
    pub hours: Hours,
}

impl CalendarRule {
    /// Whether the rule holds at `now`: on a day of its own within the hours,
    /// or on the morning after one whose hours reach past midnight.
    pub fn holds(&self, now: Timestamp) -> bool {
        let reading = time::civil(now);
        let (today, clock) = (
            reading.date(),
            reading.time().with().subsec_nanosecond(0).build(),
        );
        let Ok(clock) = clock else { return false };
        let Hours {
            begins,
            ends,
            next_day,
        } = self.hours;
        if self.speaks_of(today) && begins <= clock && (next_day || clock <= ends) {
            return true;
        }
        next_day && clock <= ends && today.yesterday().is_ok_and(|day| self.speaks_of(day))
    }

    fn speaks_of(&self, day: Date) -> bool {
        match &self.days {
            Days::Dates { first, last } => *first <= day && day <= *last,
            Days::Weekdays(weekdays) => weekdays.contains(&day.weekday()),
            Days::Holidays(holidays) => holidays.contains(&day),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn check(rule: &CalendarRule, cases: &[(&str, bool)]) {
        for (now, holds) in cases {
            assert_eq!(rule.holds(at(now)), *holds, "{now}");
        }
    }

    #[test]
    fn hours_that_end_on_the_next_day_hold_after_midnight() {
        let friday_night = CalendarRule {
            days: Days::Weekdays(vec![Weekday::Friday]),
            hours: Hours {
                begins: time(22, 0, 0, 0),
                ends: time(2, 0, 0, 0),
                next_day: true,
            },
        };
        check(
            &friday_night,
            &[
                ("2026-11-27T21:59:59+08:00", false),
                ("2026-11-27T22:00:00+08:00", true),
                ("2026-11-28T02:00:00.9+08:00", true),
                ("2026-11-28T02:00:01+08:00", false),
                ("2026-11-28T22:00:00+08:00", false),
            ],
        );
    }

    #[test]
    fn dates_include_the_first_and_the_last() {
        let rule = CalendarRule {
            days: Days::Dates {
                first: date(2026, 10, 1),
                last: date(2026, 10, 7),
            },
            hours: Hours::ALL_DAY,
        };
        check(
            &rule,
            &[
                ("2026-09-30T23:59:59+08:00", false),
                ("2026-10-01T00:00:00+08:00", true),
                ("2026-10-07T23:59:59.5+08:00", true),
                ("2026-10-08T00:00:00+08:00", false),
            ],
        );
    }

    #[test]
    fn a_window_counts_every_day_it_touches() {
        let window = Window {
            opens_at: at("2026-11-01T23:00:00+08:00"),
            closes_at: at("2026-11-03T01:00:00+08:00"),
        };
        assert_eq!(window.calendar_days(), 3);
        assert!(window.contains(window.closes_at));
    }
}
