//! The questions that several calls of order vouchers ask.

use jiff::SignedDuration;
use quan_core::time::day_of;
use quan_core::{Fen, Timestamp};

use super::ask;
use super::word::Business;
use crate::alipay::message::block::BelongMerchantInfo;
use crate::alipay::message::check::{at_most, need, need_one_of, one_of, present};
use crate::alipay::message::field::Text;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{AccessMode, MerchantKind, MerchantRef};

/// The caller's number for a request.
pub(crate) fn out_biz_no(
    missing: &'static str,
    too_long: &'static str,
    text: &Text,
) -> Result<String, Violation> {
    let number = need(missing, "out_biz_no", text)?.to_owned();
    at_most(too_long, "out_biz_no", text, 64)?;
    Ok(number)
}

/// An instant that must be said.
pub(crate) fn need_instant(
    missing: &'static str,
    field: &str,
    text: &Text,
) -> Result<Timestamp, Violation> {
    let at = ask::instant(field, text)?;
    at.ok_or_else(|| Violation::of(missing, field, "不能为空"))
}

/// An amount between two, if one is said.
pub(crate) fn price(
    rule: &'static str,
    field: &str,
    text: &Text,
    least: Fen,
    most: Fen,
) -> Result<Option<Fen>, Violation> {
    let Some(text) = text else { return Ok(None) };
    let Some(amount) = Fen::from_yuan(text) else {
        let rule = "G3 prices_have_at_most_two_decimals";
        return Err(Violation::of(rule, field, "金额格式不正确，最多两位小数"));
    };
    if least <= amount && amount <= most {
        return Ok(Some(amount));
    }
    let what = format!("必须在{least}到{most}之间");
    Err(Violation::of(rule, field, &what))
}

/// An amount between two that must be said.
pub(crate) fn need_price(
    missing: &'static str,
    rule: &'static str,
    field: &str,
    text: &Text,
    least: Fen,
    most: Fen,
) -> Result<Fen, Violation> {
    let amount = price(rule, field, text, least, most)?;
    amount.ok_or_else(|| Violation::of(missing, field, "不能为空"))
}

/// The names of the rules about an owner in one series.
pub(crate) struct OwnerRules {
    pub(crate) agency_needs_owner: &'static str,
    pub(crate) business_type_known: &'static str,
    pub(crate) merchant_required: &'static str,
    pub(crate) merchant_id_type_known: &'static str,
}

/// Whose an activity is and whose business; `None` is the caller.
pub(crate) fn owner(
    rules: &OwnerRules,
    field: &str,
    block: Option<&BelongMerchantInfo>,
    mode: AccessMode,
) -> Result<(Option<MerchantRef>, Business), Violation> {
    if mode == AccessMode::AgencyMode {
        present(rules.agency_needs_owner, field, block)?;
    }
    let Some(block) = block else {
        return Ok((None, Business::ForMerchant));
    };
    let at = |name: &str| format!("{field}.{name}");
    let business = one_of(
        rules.business_type_known,
        &at("business_type"),
        &block.business_type,
        Business::from_word,
    )?;
    let business = business.unwrap_or(Business::ForMerchant);
    if business == Business::ForMerchant {
        let (of_type, id) = (at("merchant_id_type"), at("merchant_id"));
        need(rules.merchant_required, &of_type, &block.merchant_id_type)?;
        need(rules.merchant_required, &id, &block.merchant_id)?;
    }
    let kind = one_of(
        rules.merchant_id_type_known,
        &at("merchant_id_type"),
        &block.merchant_id_type,
        MerchantKind::from_word,
    )?;
    let kind = kind.unwrap_or(MerchantKind::Pid);
    let owner = block.merchant_id.clone();
    Ok((owner.map(|id| MerchantRef { id, kind }), business))
}

/// The longest window of giving.
pub(crate) const LONGEST: SignedDuration = SignedDuration::from_hours(180 * 24);

/// The days of a window, those of the calendar, both ends included.
pub(crate) fn days(opens: Timestamp, closes: Timestamp) -> i64 {
    day_of(opens).duration_until(day_of(closes)).as_hours() / 24 + 1
}

/// Whether so many a day stay within the total, if there is one yet.
pub(crate) fn fits_total(
    rule: &'static str,
    field: &str,
    by_day: Option<u32>,
    window: (Timestamp, Timestamp),
    total: u32,
) -> Result<(), Violation> {
    let Some(by_day) = by_day.filter(|_| total > 0) else {
        return Ok(());
    };
    let whole = i64::from(by_day).saturating_mul(days(window.0, window.1));
    if whole <= i64::from(total) {
        return Ok(());
    }
    Err(Violation::of(rule, field, "乘以活动天数不能大于券总数量"))
}

/// Counting a person's or a telephone's vouchers together needs a limit to count to.
pub(crate) fn counted(
    rule: &'static str,
    field: &str,
    flag: bool,
    limited: bool,
) -> Result<(), Violation> {
    if !flag || limited {
        return Ok(());
    }
    let text = "打开了身份证计次和电话号码计次.则 voucherQuantityLimitPerUser 必须大于0";
    Err(Violation::saying(rule, field, text))
}

/// The published sentence about a validity that begins before the window.
pub(crate) const STARTS_AFTER_VALIDITY: &str =
    "券有效属于绝对时间情况下：活动开始时间晚于券有效时间";
/// The published sentence about a validity that ends before the window.
pub(crate) const VALIDITY_ENDS_FIRST: &str = "券有效属于绝对时间情况下：券过期时间早于活动结束时间";
/// The published sentence about a page without its mini-program.
pub(crate) const PAGE_WITHOUT_APP: &str = "用户引导信息 miniAppPath 有值,则 miniAppId 必须有 值";

/// A word of a closed vocabulary that must be said.
pub(crate) fn need_word<T>(
    missing: &'static str,
    unknown: &'static str,
    field: &str,
    text: &Text,
    known: impl Fn(&str) -> Option<T>,
) -> Result<T, Violation> {
    need(missing, field, text)?;
    need_one_of(unknown, field, text, known)
}

/// The texts of a list as JSON text: its length in characters.
pub(crate) fn json_length(list: &[String]) -> usize {
    // Two brackets, and for each text two quotes and a comma but for the last.
    let texts: usize = list.iter().map(|text| text.chars().count() + 3).sum();
    (texts + 1).max(2)
}
