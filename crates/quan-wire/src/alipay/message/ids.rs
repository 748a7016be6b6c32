//! The platform's ids: how they are made from numbers, and read back.
//!
//! An id that would not be written the way it came is refused, so that one
//! thing never answers to two names.

use jiff::civil::Date;

const ACTIVITY: &str = "00826004";
const VOUCHER: &str = "00073002";
const TEMPLATE: &str = "00073001";
/// Vouchers of one activity that ids can tell apart.
const SEQUENCES: u64 = 100_000_000;
const TAIL: usize = 12;

/// Twenty-eight characters: the day, `00826004`, the activity's number.
/// `None` for numbers beyond twelve digits.
pub fn activity_id(created: Date, number: u64) -> Option<String> {
    let digits = format!("{number:012}");
    (digits.len() == TAIL).then(|| format!("{}{ACTIVITY}{digits}", day(created)))
}

/// The day and the number in an activity id.
pub fn parse_activity_id(id: &str) -> Option<(Date, u64)> {
    let (date, tail) = parts(id, ACTIVITY)?;
    let number = tail
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then(|| tail.parse().ok())??;
    (activity_id(date, number)? == id).then_some((date, number))
}

/// Twenty-eight characters: the day of issue, `00073002`, and activity and
/// sequence as one number in base 36. `None` for numbers beyond its twelve digits.
pub fn voucher_id(issued: Date, activity: u64, sequence: u32) -> Option<String> {
    if u64::from(sequence) >= SEQUENCES {
        return None;
    }
    let number = activity
        .checked_mul(SEQUENCES)?
        .checked_add(u64::from(sequence))?;
    Some(format!("{}{VOUCHER}{}", day(issued), base36(number)?))
}

/// The day, the activity's number and the sequence in a voucher id.
pub fn parse_voucher_id(id: &str) -> Option<(Date, u64, u32)> {
    let (date, tail) = parts(id, VOUCHER)?;
    let number = from_base36(tail)?;
    let sequence = u32::try_from(number % SEQUENCES).ok()?;
    let activity = number / SEQUENCES;
    (voucher_id(date, activity, sequence)? == id).then_some((date, activity, sequence))
}

/// The id under which trades name an activity's template.
pub fn template_id(created: Date, activity: u64) -> Option<String> {
    Some(format!("{}{TEMPLATE}{}", day(created), base36(activity)?))
}

/// The day and the activity's number in a template id.
pub fn parse_template_id(id: &str) -> Option<(Date, u64)> {
    let (date, tail) = parts(id, TEMPLATE)?;
    let activity = from_base36(tail)?;
    (template_id(date, activity)? == id).then_some((date, activity))
}

/// Whether a text has the shape of an account: `2088` and twelve digits.
pub fn is_user_id(id: &str) -> bool {
    id.len() == 16 && id.starts_with("2088") && id.bytes().all(|byte| byte.is_ascii_digit())
}

fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

fn parts<'a>(id: &'a str, kind: &str) -> Option<(Date, &'a str)> {
    let (date, rest) = id.split_at_checked(8)?;
    let tail = rest.strip_prefix(kind)?;
    if tail.len() != TAIL || !date.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let date = Date::new(
        date[..4].parse().ok()?,
        date[4..6].parse().ok()?,
        date[6..].parse().ok()?,
    );
    Some((date.ok()?, tail))
}

fn base36(mut number: u64) -> Option<String> {
    const DIGITS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let mut text = vec![b'0'; TAIL];
    for place in text.iter_mut().rev() {
        *place = *DIGITS.get(usize::try_from(number % 36).ok()?)?;
        number /= 36;
    }
    if number > 0 {
        return None;
    }
    String::from_utf8(text).ok()
}

fn from_base36(text: &str) -> Option<u64> {
    text.chars().try_fold(0_u64, |number, digit| {
        let digit = digit.to_digit(36).filter(|_| !digit.is_ascii_lowercase())?;
        number.checked_mul(36)?.checked_add(u64::from(digit))
    })
}
