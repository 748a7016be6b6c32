//! The gateway's timestamps: `yyyy-MM-dd HH:mm:ss`, read in China's time.

use jiff::civil::DateTime;
use jiff::{SignedDuration, Timestamp};
use quan_core::time::{civil, instant};

/// Reads a timestamp; `None` unless it has exactly the documented form.
pub fn parse_timestamp(text: &str) -> Option<Timestamp> {
    let shape = text.len() == 19
        && text.bytes().enumerate().all(|(index, byte)| match index {
            4 | 7 => byte == b'-',
            10 => byte == b' ',
            13 | 16 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
    // A leap second would be read as the second before it.
    if !shape || text.ends_with(":60") {
        return None;
    }
    let reading: DateTime = text.parse().ok()?;
    instant(reading)
}

/// Writes an instant as the gateway reads it.
pub fn format_timestamp(at: Timestamp) -> String {
    civil(at).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Whether an instant lies within 24 hours of `now`, both ends included. The window
/// is wide because some SDKs write the local time of their machine.
pub fn within_a_day(at: Timestamp, now: Timestamp) -> bool {
    at.duration_since(now).abs() <= SignedDuration::from_hours(24)
}
