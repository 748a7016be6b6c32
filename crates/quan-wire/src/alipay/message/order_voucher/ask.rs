//! The questions that most calls of order vouchers are made of. As everywhere,
//! each takes the rule's name and the field, and answers with a value or the
//! violation.

use quan_core::{Fen, Timestamp};

use crate::alipay::message::check;
use crate::alipay::message::field::{Numeral, Price, Text};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{AccessMode, Order, Recipient};

/// The longest voucher code.
pub(crate) const LONGEST_CODE: usize = 64;

/// A text that must be said, of so many characters at the most.
pub(crate) fn text(
    rule: &'static str,
    field: &str,
    text: &Text,
    most: usize,
) -> Result<String, Violation> {
    let said = check::need(rule, field, text)?.to_owned();
    short(field, text, most)?;
    Ok(said)
}

/// A text of so many characters at the most, if one is said.
pub(crate) fn short(field: &str, text: &Text, most: usize) -> Result<Text, Violation> {
    check::at_most("G12 text_too_long", field, text, most)?;
    Ok(text.clone())
}

/// The activity that a call names.
pub(crate) fn activity_id(rule: &'static str, field: &str, id: &Text) -> Result<String, Violation> {
    text(rule, field, id, 128)
}

/// The caller's number for a request.
pub(crate) fn out_biz_no(field: &str, number: &Text) -> Result<String, Violation> {
    check::need("G7 out_biz_no_required", field, number)?;
    check::at_most("G7 out_biz_no_at_most_64_chars", field, number, 64)?;
    Ok(number.clone().unwrap_or_default())
}

/// Who integrates; the merchant itself where nothing is said.
pub(crate) fn access_mode(mode: &Text) -> Result<AccessMode, Violation> {
    let rule = "G8 merchant_access_mode_known";
    let mode = check::one_of(rule, "merchant_access_mode", mode, AccessMode::from_word)?;
    Ok(mode.unwrap_or(AccessMode::SelfMode))
}

/// The three things that every change to an activity says.
pub(crate) fn order(
    rule: &'static str,
    activity: &Text,
    number: &Text,
    mode: &Text,
) -> Result<Order, Violation> {
    Ok(Order {
        activity_id: activity_id(rule, "activity_id", activity)?,
        out_biz_no: out_biz_no("out_biz_no", number)?,
        access_mode: access_mode(mode)?,
    })
}

/// The code of a voucher that was given: whether there is one, the activity knows.
pub(crate) fn given_code(
    rule: &'static str,
    field: &str,
    code: &Text,
) -> Result<String, Violation> {
    text(rule, field, code, LONGEST_CODE)
}

/// Whether a text can be a voucher's code: letters, digits and `-_+=|`, each case
/// for itself.
pub fn is_code(text: &str) -> bool {
    (1..=LONGEST_CODE).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-_+=|".contains(&byte))
}

/// An instant, if one is said.
pub(crate) fn instant(field: &str, text: &Text) -> Result<Option<Timestamp>, Violation> {
    check::instant("G2 times_are_seconds_in_shanghai", field, text)
}

/// An instant that must be said.
pub(crate) fn moment(rule: &'static str, field: &str, text: &Text) -> Result<Timestamp, Violation> {
    check::need(rule, field, text)?;
    instant(field, text)?.ok_or_else(|| Violation::of(rule, field, "不能为空"))
}

/// An amount of money, if one is said.
pub(crate) fn yuan(field: &str, price: &Price) -> Result<Option<Fen>, Violation> {
    let rule = "G3 prices_have_at_most_two_decimals";
    let written = price.as_ref().map(Numeral::as_str);
    let amount = written.map(|written| {
        Fen::from_yuan(written)
            .ok_or_else(|| Violation::of(rule, field, "金额格式不正确，最多两位小数"))
    });
    amount.transpose()
}

/// An amount of money between two, if one is said.
pub(crate) fn yuan_between(
    rule: &'static str,
    field: &str,
    price: &Price,
    least: Fen,
    most: Fen,
) -> Result<Option<Fen>, Violation> {
    let amount = yuan(field, price)?;
    match amount {
        Some(amount) if amount < least || most < amount => Err(Violation::of(
            rule,
            field,
            &format!("必须在{least}到{most}之间"),
        )),
        Some(_) | None => Ok(amount),
    }
}

/// A person named in exactly one way: by account, or by open id. Each field comes
/// with its name.
pub(crate) fn person(
    rule: &'static str,
    account: (&str, &Text),
    open: (&str, &Text),
) -> Result<Recipient, Violation> {
    if let Some(person) = perhaps(rule, account, open)? {
        return Ok(person);
    }
    let what = format!("和 {} 必须且只能传一个", open.0);
    Err(Violation::of(rule, account.0, &what))
}

/// A person named in one way, if in any.
pub(crate) fn perhaps(
    rule: &'static str,
    account: (&str, &Text),
    open: (&str, &Text),
) -> Result<Option<Recipient>, Violation> {
    short(account.0, account.1, 32)?;
    short(open.0, open.1, 128)?;
    match (account.1, open.1) {
        (Some(account), None) => Ok(Some(Recipient::User(account.clone()))),
        (None, Some(open)) => Ok(Some(Recipient::Open(open.clone()))),
        (None, None) => Ok(None),
        (Some(_), Some(_)) => {
            let what = format!("和 {} 只能传一个", open.0);
            Err(Violation::of(rule, account.0, &what))
        }
    }
}
