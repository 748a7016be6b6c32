//! Instants, dates and times of day as the platform writes them, in GMT+8.

use jiff::civil::{Date, DateTime, Time};
use quan_core::Timestamp;
use quan_core::time::{civil, instant};

/// Reads `yyyy-MM-dd HH:mm:ss`, digits and separators exactly so; `None` for
/// anything else and for days that no calendar has.
pub fn parse(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once(' ')?;
    instant(DateTime::from_parts(parse_date(date)?, parse_time(time)?))
}

/// Writes `yyyy-MM-dd HH:mm:ss`; what is finer than a second is cut off.
pub fn format(at: Timestamp) -> String {
    let at = civil(at);
    format!("{} {}", format_date(at.date()), format_time(at.time()))
}

/// Reads `yyyy-MM-dd`.
pub fn parse_date(text: &str) -> Option<Date> {
    let [year, month, day] = numbers(text, '-', [4, 2, 2])?;
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// Writes `yyyy-MM-dd`.
pub fn format_date(date: Date) -> String {
    format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
}

/// Reads `HH:mm:ss`.
pub fn parse_time(text: &str) -> Option<Time> {
    let [hour, minute, second] = numbers(text, ':', [2, 2, 2])?;
    let part = |number| i8::try_from(number).ok();
    Time::new(part(hour)?, part(minute)?, part(second)?, 0).ok()
}

/// Writes `HH:mm:ss`.
pub fn format_time(time: Time) -> String {
    format!(
        "{:02}:{:02}:{:02}",
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// Three numbers of so many digits.
fn numbers(text: &str, between: char, digits: [usize; 3]) -> Option<[i16; 3]> {
    let mut parts = text.split(between);
    let mut found = [0; 3];
    for (number, digits) in found.iter_mut().zip(digits) {
        let part = parts.next()?;
        if part.len() != digits || !part.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(found)
}
