//! Instants, calendar days and the clock they come from.

use jiff::civil::{Date, DateTime, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Span, ToSpan};

pub use jiff::Timestamp;

/// The offset of Asia/Shanghai, in which both platforms count days.
///
/// China has kept no daylight saving since 1991, so a fixed offset is exact
/// for every instant that a voucher can know.
pub fn shanghai() -> TimeZone {
    TimeZone::fixed(jiff::tz::offset(8))
}

/// Where instants come from. The wall clock judges and stamps transport; the
/// business clock, which a sandbox can move, rules everything else.
pub trait Clock: Send + Sync {
    /// The present instant, in whole milliseconds.
    fn now(&self) -> Timestamp;
}

/// The calendar day of an instant in Shanghai.
pub fn day_of(at: Timestamp) -> Date {
    civil(at).date()
}

/// The wall-clock reading of an instant in Shanghai.
pub fn civil(at: Timestamp) -> DateTime {
    shanghai().to_datetime(at)
}

/// The instant of a wall-clock reading in Shanghai; `None` outside the
/// range of instants.
pub fn instant(at: DateTime) -> Option<Timestamp> {
    shanghai().to_timestamp(at).ok()
}

/// The first instant of a day in Shanghai.
pub fn start_of(day: Date) -> Option<Timestamp> {
    instant(day.to_datetime(Time::midnight()))
}

/// 23:59:59 of a day in Shanghai: the last second that both platforms print.
pub fn end_of(day: Date) -> Option<Timestamp> {
    instant(day.at(23, 59, 59, 0))
}

/// The day that comes `days` after `day`; `None` beyond the calendar.
pub fn days_after(day: Date, days: u32) -> Option<Date> {
    let span = Span::new().try_days(days).ok()?;
    day.checked_add(span).ok()
}

/// The instant that comes `seconds` after `at`, held at the last instant.
pub fn seconds_after(at: Timestamp, seconds: u32) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(i64::from(seconds)))
        .unwrap_or(Timestamp::MAX)
}

/// An instant cut to whole milliseconds.
pub fn whole_millis(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// A span of the calendar after which a count starts anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// From midnight to midnight.
    Day,
    /// From Monday to Sunday.
    Week,
    /// From the first to the last of a month.
    Month,
    /// The whole life of an activity.
    Lifetime,
}

impl Period {
    /// The first instant of the period that `now` lies in; `None` for the
    /// whole life, which has no beginning to count from.
    pub fn start(self, now: Timestamp) -> Option<Timestamp> {
        let today = day_of(now);
        let first = match self {
            Period::Day => today,
            Period::Week => {
                let past = today.weekday().since(Weekday::Monday);
                today.checked_sub(i64::from(past).days()).ok()?
            }
            Period::Month => today.first_of_month(),
            Period::Lifetime => return None,
        };
        start_of(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn periods_begin_at_midnight_in_shanghai() {
        let wednesday = at("2026-11-25T23:30:00+08:00");
        for (period, start) in [
            (Period::Day, "2026-11-25T00:00:00+08:00"),
            (Period::Week, "2026-11-23T00:00:00+08:00"),
            (Period::Month, "2026-11-01T00:00:00+08:00"),
        ] {
            assert_eq!(period.start(wednesday), Some(at(start)), "{period:?}");
        }
        assert_eq!(Period::Lifetime.start(wednesday), None);
    }

    #[test]
    fn a_week_begins_on_monday_itself() {
        let monday = at("2026-11-23T00:00:00+08:00");
        assert_eq!(Period::Week.start(monday), Some(monday));
    }
}
