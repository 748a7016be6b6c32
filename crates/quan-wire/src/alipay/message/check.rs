//! The questions that every check is made of. Each takes the rule's name and
//! the field's path, and answers with a value or the violation.

use quan_core::{Fen, Timestamp};

use super::block::BelongMerchantInfo;
use super::field::{Int, Text};
use super::times;
use super::violation::Violation;
use super::word::{AccessMode, MerchantKind, MerchantRef, Order, Page, Recipient};

/// A text that must be said.
pub(crate) fn need<'a>(
    rule: &'static str,
    field: &str,
    text: &'a Text,
) -> Result<&'a str, Violation> {
    text.as_deref()
        .ok_or_else(|| Violation::of(rule, field, "不能为空"))
}

/// A block that must be there.
pub(crate) fn present<'a, T>(
    rule: &'static str,
    field: &str,
    block: Option<&'a T>,
) -> Result<&'a T, Violation> {
    block.ok_or_else(|| Violation::of(rule, field, "不能为空"))
}

/// A text of so many characters at the most.
pub(crate) fn at_most(
    rule: &'static str,
    field: &str,
    text: &Text,
    most: usize,
) -> Result<(), Violation> {
    match text {
        Some(text) => fits(rule, field, text, most),
        None => Ok(()),
    }
}

/// Texts of so many characters at the most.
pub(crate) fn each_at_most(
    rule: &'static str,
    field: &str,
    texts: &[String],
    most: usize,
) -> Result<(), Violation> {
    texts.iter().enumerate().try_for_each(|(at, text)| {
        if text.chars().count() <= most {
            return Ok(());
        }
        fits(rule, &format!("{field}[{at}]"), text, most)
    })
}

fn fits(rule: &'static str, field: &str, text: &str, most: usize) -> Result<(), Violation> {
    // A text has no more characters than bytes: most are judged without counting.
    if text.len() <= most || text.chars().count() <= most {
        return Ok(());
    }
    Err(Violation::of(rule, field, &format!("长度不能超过{most}")))
}

/// A word of a closed vocabulary, if one is said.
pub(crate) fn one_of<T>(
    rule: &'static str,
    field: &str,
    text: &Text,
    known: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Violation> {
    let Some(text) = text else { return Ok(None) };
    let word = known(text).ok_or_else(|| Violation::of(rule, field, "取值不合法"))?;
    Ok(Some(word))
}

/// A word of a closed vocabulary that must be said.
pub(crate) fn need_one_of<T>(
    rule: &'static str,
    field: &str,
    text: &Text,
    known: impl Fn(&str) -> Option<T>,
) -> Result<T, Violation> {
    let text = need(rule, field, text)?;
    known(text).ok_or_else(|| Violation::of(rule, field, "取值不合法"))
}

/// An instant, if one is said.
pub(crate) fn instant(
    rule: &'static str,
    field: &str,
    text: &Text,
) -> Result<Option<Timestamp>, Violation> {
    one_of(rule, field, text, times::parse)
        .map_err(|_| Violation::of(rule, field, "格式必须为yyyy-MM-dd HH:mm:ss"))
}

/// An amount of money, if one is said.
pub(crate) fn money(
    rule: &'static str,
    field: &str,
    text: &Text,
) -> Result<Option<Fen>, Violation> {
    one_of(rule, field, text, Fen::from_yuan)
        .map_err(|_| Violation::of(rule, field, "金额格式不正确，最多两位小数"))
}

/// An amount of money between two, if one is said.
pub(crate) fn money_between(
    rule: &'static str,
    field: &str,
    text: &Text,
    least: Fen,
    most: Fen,
) -> Result<Option<Fen>, Violation> {
    let Some(amount) = money("V1.2 money_has_at_most_two_decimals", field, text)? else {
        return Ok(None);
    };
    if least <= amount && amount <= most {
        return Ok(Some(amount));
    }
    Err(Violation::of(
        rule,
        field,
        &format!("必须在{least}到{most}之间"),
    ))
}

/// A number that is not negative; zero where nothing is said.
pub(crate) fn not_negative(rule: &'static str, field: &str, number: Int) -> Result<u32, Violation> {
    u32::try_from(number.unwrap_or(0)).map_err(|_| Violation::of(rule, field, "不能小于0"))
}

/// A number of at least one; zero says nothing.
pub(crate) fn positive(
    rule: &'static str,
    field: &str,
    number: Int,
) -> Result<Option<u32>, Violation> {
    let number = not_negative(rule, field, number)?;
    Ok((number > 0).then_some(number))
}

/// The caller's number for a request.
pub(crate) fn out_biz_no(text: &Text) -> Result<String, Violation> {
    need("V1.2 out_biz_no_required", "out_biz_no", text)?;
    at_most("V1.2 out_biz_no_at_most_64_chars", "out_biz_no", text, 64)?;
    Ok(text.clone().unwrap_or_default())
}

/// Who integrates; the merchant itself where nothing is said.
pub(crate) fn access_mode(text: &Text) -> Result<AccessMode, Violation> {
    let rule = "V1.2 merchant_access_mode_known";
    let mode = one_of(rule, "merchant_access_mode", text, AccessMode::from_word)?;
    Ok(mode.unwrap_or(AccessMode::SelfMode))
}

/// The activity that a call is about.
pub(crate) fn activity_id(text: &Text) -> Result<String, Violation> {
    activity_id_at("activity_id", text)
}

/// The activity that a call names in some field.
pub(crate) fn activity_id_at(field: &str, text: &Text) -> Result<String, Violation> {
    need("V1.2 activity_id_required", field, text)?;
    at_most("V1.2 activity_id_at_most_128_chars", field, text, 128)?;
    Ok(text.clone().unwrap_or_default())
}

/// The three things that every change to an activity says.
pub(crate) fn order(activity: &Text, number: &Text, mode: &Text) -> Result<Order, Violation> {
    Ok(Order {
        activity_id: activity_id(activity)?,
        out_biz_no: out_biz_no(number)?,
        access_mode: access_mode(mode)?,
    })
}

/// The merchant that a query is asked for.
pub(crate) fn merchant_id(text: &Text) -> Result<Option<String>, Violation> {
    at_most("V9 merchant_id_at_most_32_chars", "merchant_id", text, 32)?;
    Ok(text.clone())
}

/// A page; the first of twenty entries where nothing is said.
pub(crate) fn page(num: Int, size: Int) -> Result<Page, Violation> {
    let num = positive("V9 page_num_at_least_1", "page_num", num)?.unwrap_or(1);
    let rule = "V9 page_size_between_1_and_20";
    let size = positive(rule, "page_size", size)?.unwrap_or(20);
    if size > 20 {
        return Err(Violation::of(rule, "page_size", "必须在1到20之间"));
    }
    Ok(Page { num, size })
}

/// A person named in exactly one way.
pub(crate) fn recipient(
    rule: &'static str,
    user: &Text,
    open: &Text,
) -> Result<Recipient, Violation> {
    let what = "和 open_id 必须且只能传一个";
    let recipient = match (user, open) {
        (Some(user), None) => Recipient::User(user.clone()),
        (None, Some(open)) => Recipient::Open(open.clone()),
        (Some(_), Some(_)) | (None, None) => return Err(Violation::of(rule, "user_id", what)),
    };
    at_most("V7.1 user_id_at_most_32_chars", "user_id", user, 32)?;
    at_most("V7.1 open_id_at_most_128_chars", "open_id", open, 128)?;
    Ok(recipient)
}

/// The merchant in a `belong_merchant_info` block, an account unless it says otherwise.
pub(crate) fn owner(
    field: &str,
    block: Option<&BelongMerchantInfo>,
) -> Result<Option<MerchantRef>, Violation> {
    let Some(block) = block else { return Ok(None) };
    let rule = "V2.1 merchant_id_at_most_32_chars";
    at_most(
        rule,
        &format!("{field}.merchant_id"),
        &block.merchant_id,
        32,
    )?;
    let rule = "V2.1 merchant_id_type_known";
    let of_kind = format!("{field}.merchant_id_type");
    let kind = one_of(
        rule,
        &of_kind,
        &block.merchant_id_type,
        MerchantKind::from_word,
    )?;
    let kind = kind.unwrap_or(MerchantKind::Pid);
    Ok(block.merchant_id.clone().map(|id| MerchantRef { id, kind }))
}
