//! The platform's ids: how they are made from numbers, and read back.
//!
//! An id that would not be written the way it came is refused, so that one
//! thing never answers to two names.

use jiff::civil::Date;

const ACTIVITY: &str = "00826004";
const PAYMENT_SHOP: &str = "00502000";
const REAL_SHOP: &str = "00502010";
const SHOP_APPLICATION: &str = "00502900";
const DELIVERY: &str = "00073100";
const SERVICE: &str = "21";
const PACKAGE: &str = "000000000000";
const VOUCHER: &str = "00073002";
const SALE: &str = "0150230";
const TRADE: &str = "2";
const SETTLEMENT: &str = "0160230";
/// Digits of an activity's number and an order's together.
const NUMBER_OF_SALE: u32 = 19;
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

/// The id of a shop that takes payments: twenty-eight digits, the day first.
pub fn shop_id(registered: Date, number: u64) -> String {
    format!("{}{PAYMENT_SHOP}{number:012}", day(registered))
}

/// The id of a shop that is a place on the map.
pub fn real_shop_id(registered: Date, number: u64) -> String {
    format!("{}{REAL_SHOP}{number:012}", day(registered))
}

/// The id of the application that led to a shop; `None` for shops whose id was
/// not made here.
pub fn shop_application(shop_id: &str) -> Option<String> {
    let (date, tail) = parts(shop_id, PAYMENT_SHOP)?;
    Some(format!("{}{SHOP_APPLICATION}{tail}", day(date)))
}

/// The code of a service: twenty-two digits.
pub fn service_code(registered: Date, number: u64) -> String {
    format!("{}{SERVICE}{number:012}", day(registered))
}

/// The id of a voucher package: `IP` and thirty-two digits.
pub fn package_id(made: Date, number: u64) -> String {
    format!("IP{}{PACKAGE}{number:012}", day(made))
}

/// The id of a promotion plan: twenty-eight digits.
pub fn delivery_id(made: Date, number: u64) -> String {
    format!("{}{DELIVERY}{number:012}", day(made))
}

/// The number of an order in which a voucher is sold: thirty-four digits.
/// `None` for numbers that do not fit.
pub fn sale_no(ordered: Date, activity: u64, sequence: u32) -> Option<String> {
    of_sale(ordered, SALE, activity, sequence)
}

/// The day, the activity's number and the order's in an order's number.
pub fn parse_sale_no(id: &str) -> Option<(Date, u64, u32)> {
    parse_of_sale(id, SALE)
}

/// The number of the trade that pays for an order: twenty-eight digits.
pub fn trade_no(ordered: Date, activity: u64, sequence: u32) -> Option<String> {
    of_sale(ordered, TRADE, activity, sequence)
}

/// The day, the activity's number and the order's in a trade's number.
pub fn parse_trade_no(id: &str) -> Option<(Date, u64, u32)> {
    parse_of_sale(id, TRADE)
}

/// The number of an order's settlement: thirty-four digits.
pub fn settle_no(settled: Date, activity: u64, sequence: u32) -> Option<String> {
    of_sale(settled, SETTLEMENT, activity, sequence)
}

/// The day, the activity's number and the order's in a settlement's number.
pub fn parse_settle_no(id: &str) -> Option<(Date, u64, u32)> {
    parse_of_sale(id, SETTLEMENT)
}

fn of_sale(at: Date, kind: &str, activity: u64, sequence: u32) -> Option<String> {
    let number = activity
        .checked_mul(SEQUENCES)?
        .checked_add(u64::from(sequence))?;
    let fits = u64::from(sequence) < SEQUENCES && number < 10_u64.pow(NUMBER_OF_SALE);
    fits.then(|| format!("{}{kind}{number:019}", day(at)))
}

fn parse_of_sale(id: &str, kind: &str) -> Option<(Date, u64, u32)> {
    let (date, rest) = id.split_at_checked(8)?;
    let tail = rest.strip_prefix(kind)?;
    if !id.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let date = Date::new(
        date[..4].parse().ok()?,
        date[4..6].parse().ok()?,
        date[6..].parse().ok()?,
    )
    .ok()?;
    let number: u64 = tail.parse().ok()?;
    let sequence = u32::try_from(number % SEQUENCES).ok()?;
    let activity = number / SEQUENCES;
    (of_sale(date, kind, activity, sequence)? == id).then_some((date, activity, sequence))
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
