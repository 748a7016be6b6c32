//! `voucher_send_mode_info`: the window, the quantity and the limits of giving.

use jiff::SignedDuration;
use quan_core::Timestamp;
use quan_core::time::day_of;

use crate::alipay::message::activity::{Cap, Sending};
use crate::alipay::message::block::{VoucherSendModeInfo, VoucherSendRuleInfo};
use crate::alipay::message::check::{self, need, not_negative, positive, present};
use crate::alipay::message::field::{Flag, Int, Text};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::LimitPeriod;

const MODE: &str = "voucher_send_mode_info";
const RULE: &str = "voucher_send_mode_info.voucher_send_rule_info";

/// The longest window of giving.
pub(crate) const LONGEST: SignedDuration = SignedDuration::from_hours(180 * 24);

/// The most vouchers that one activity can have.
const MOST: u32 = 99_999_999;

pub(super) fn check(
    info: Option<&VoucherSendModeInfo>,
    now: Timestamp,
) -> Result<Sending, Violation> {
    let info = present("V2.1 voucher_send_mode_info_required", MODE, info)?;
    let field = format!("{MODE}.voucher_send_mode");
    let mode = need(
        "V2.1 voucher_send_mode_required",
        &field,
        &info.voucher_send_mode,
    )?;
    if mode != "DIRECT_SEND_MODE" {
        return Err(Violation::of(
            "V2.1 voucher_send_mode_is_direct",
            &field,
            "取值不合法",
        ));
    }
    let rule = "V2.1 voucher_send_rule_info_required";
    let rule = present(rule, RULE, info.voucher_send_rule_info.as_ref())?;

    let (opens, closes) = window(rule, now)?;
    let quantity = quantity(rule.quantity)?;
    let max_by_day = max_by_day(rule.max_quantity_by_day, quantity, opens, closes)?;

    let per_user = cap(
        "V2.1 quantity_limit_per_user_not_negative",
        "V2.1 quantity_limit_period_known",
        RULE,
        rule.quantity_limit_per_user,
        &rule.quantity_limit_per_user_period_type,
    )?;
    let extra = |name: &str, limit| {
        let limit = not_negative("V2.1 extra_limits_not_negative", &at(name), limit)?;
        Ok::<_, Violation>((limit > 0).then_some(limit))
    };
    let per_user_day = extra(
        "quantity_day_limit_per_user",
        rule.quantity_day_limit_per_user,
    )?;
    let per_user_week = extra(
        "quantity_week_limit_per_user",
        rule.quantity_week_limit_per_user,
    )?;
    let per_user_month = extra(
        "quantity_month_limit_per_user",
        rule.quantity_month_limit_per_user,
    )?;

    let natural_person = counted(
        "V8.5 natural_person_needs_user_limit",
        "natural_person_limit",
        rule.natural_person_limit,
        per_user,
    )?;
    let phone_number = counted(
        "V8.5 phone_number_needs_user_limit",
        "phone_number_limit",
        rule.phone_number_limit,
        per_user,
    )?;
    let real_name = rule.real_name_limit.unwrap_or(false);
    Ok(Sending {
        opens,
        closes,
        quantity,
        max_by_day,
        per_user,
        per_user_day,
        per_user_week,
        per_user_month,
        natural_person,
        phone_number,
        real_name,
    })
}

fn at(name: &str) -> String {
    format!("{RULE}.{name}")
}

fn window(rule: &VoucherSendRuleInfo, now: Timestamp) -> Result<(Timestamp, Timestamp), Violation> {
    let (start, end) = (at("publish_start_time"), at("publish_end_time"));
    let opens = instant(
        "V2.1 publish_start_time_required",
        "V2.1 publish_start_time_format",
        &start,
        &rule.publish_start_time,
    )?;
    let closes = instant(
        "V2.1 publish_end_time_required",
        "V2.1 publish_end_time_format",
        &end,
        &rule.publish_end_time,
    )?;
    if opens >= closes {
        let rule = "V2.1 publish_start_before_publish_end";
        return Err(Violation::of(rule, &start, "必须早于 publish_end_time"));
    }
    if closes.duration_since(opens) > LONGEST {
        return Err(Violation::of(
            "V2.1 publish_span_at_most_180_days",
            &end,
            "发放时间跨度不能超过180天",
        ));
    }
    if closes <= now {
        return Err(Violation::of(
            "V2.1 publish_end_in_the_future",
            &end,
            "必须晚于当前时间",
        ));
    }
    Ok((opens, closes))
}

/// An instant that must be said.
pub(super) fn instant(
    required: &'static str,
    format: &'static str,
    field: &str,
    text: &Text,
) -> Result<Timestamp, Violation> {
    need(required, field, text)?;
    let at = check::instant(format, field, text)?;
    at.ok_or_else(|| Violation::of(required, field, "不能为空"))
}

fn quantity(quantity: Int) -> Result<u32, Violation> {
    let field = at("quantity");
    let Some(quantity) = quantity else {
        return Err(Violation::of("V2.1 quantity_required", &field, "不能为空"));
    };
    let within = u32::try_from(quantity)
        .ok()
        .filter(|quantity| (1..=MOST).contains(quantity));
    let rule = "V2.1 quantity_between_1_and_99999999";
    within.ok_or_else(|| Violation::of(rule, &field, "必须在1到99999999之间"))
}

/// The days of the window are those of the calendar, both ends included.
fn max_by_day(
    limit: Int,
    quantity: u32,
    opens: Timestamp,
    closes: Timestamp,
) -> Result<Option<u32>, Violation> {
    let field = at("max_quantity_by_day");
    let limit = positive("V2.1 max_quantity_by_day_at_least_1", &field, limit)?;
    let days = day_of(opens).duration_until(day_of(closes)).as_hours() / 24 + 1;
    match limit {
        Some(limit) if i64::from(limit).saturating_mul(days) > i64::from(quantity) => {
            let rule = "V2.1 max_quantity_by_day_times_days_within_quantity";
            Err(Violation::of(rule, &field, "乘以活动天数不能大于券总数量"))
        }
        Some(_) | None => Ok(limit),
    }
}

/// A limit per user and its span; zero is no limit, and the span the whole life.
pub(super) fn cap(
    negative: &'static str,
    unknown: &'static str,
    parent: &str,
    limit: Int,
    period: &Text,
) -> Result<Option<Cap>, Violation> {
    let limit = not_negative(
        negative,
        &format!("{parent}.quantity_limit_per_user"),
        limit,
    )?;
    let field = format!("{parent}.quantity_limit_per_user_period_type");
    let period = check::one_of(unknown, &field, period, LimitPeriod::from_word)?;
    let period = period.unwrap_or(LimitPeriod::LifeCycle);
    Ok((limit > 0).then_some(Cap { limit, period }))
}

/// Counting a person's accounts together needs a limit to count to.
fn counted(
    rule: &'static str,
    name: &str,
    flag: Flag,
    per_user: Option<Cap>,
) -> Result<bool, Violation> {
    let counted = flag.unwrap_or(false);
    if counted && per_user.is_none() {
        let text = "打开了身份证计次和电话号码计次.则 voucherQuantityLimitPerUser 必须大于0";
        return Err(Violation::saying(rule, &at(name), text));
    }
    Ok(counted)
}
