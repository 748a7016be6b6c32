//! Instants on the wire: whole seconds under signatures, RFC 3339 in bodies.

use jiff::Timestamp;
use quan_core::time::civil;

/// How far a signature's instant may be off, both ends included.
pub const WINDOW_SECONDS: u64 = 300;

/// Reads whole seconds, written in digits alone.
pub fn parse_seconds(text: &str) -> Option<i64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// Whether an instant lies within five minutes of `now`.
pub fn is_within_window(seconds: i64, now: Timestamp) -> bool {
    seconds.abs_diff(now.as_second()) <= WINDOW_SECONDS
}

/// Writes an instant in China's time, in whole seconds.
pub fn format(at: Timestamp) -> String {
    civil(at).strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string()
}

/// Reads an instant with `Z` or an offset in numbers; a fraction is allowed.
pub fn parse(text: &str) -> Option<Timestamp> {
    // The library reads more than RFC 3339, such as names of zones in brackets.
    let shape = text.len() >= 20
        && text.as_bytes().get(10) == Some(&b'T')
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b':' | b'.' | b'T' | b'Z'));
    if shape { text.parse().ok() } else { None }
}
