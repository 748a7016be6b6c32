//! M16 to M24: validity, of the kind that the activity was made with.

use quan_core::Timestamp;

use super::against::{Draft, set};
use super::base::period;
use super::window::Window;
use crate::alipay::message::block::{AbsolutePeriodInfo, RelativePeriodInfo, VoucherUseTimeInfo};
use crate::alipay::message::check::{not_negative, positive};
use crate::alipay::message::order_voucher::ask::instant;
use crate::alipay::message::order_voucher::check::{STARTS_AFTER_VALIDITY, VALIDITY_ENDS_FIRST};
use crate::alipay::message::times;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::PeriodType;

const TIME: &str = "voucher_use_rule_info.voucher_use_time_info";

pub(super) fn check(draft: &mut Draft<'_>, window: Window) -> Result<(), Violation> {
    let uses = draft.asked.wanted.voucher_use_rule_info.as_ref();
    let wanted = uses.and_then(|uses| uses.voucher_use_time_info.clone());
    let VoucherUseTimeInfo {
        period_type: _,
        absolute_period_info,
        relative_period_info,
    } = wanted.unwrap_or_default();
    let kind = period(draft.before);
    let end = absolute(
        draft,
        kind,
        absolute_period_info.unwrap_or_default(),
        window,
    )?;
    relative(draft, kind, relative_period_info.unwrap_or_default())?;
    begin(kind, end)
}

/// Where an absolute validity is to begin, and where it opened.
struct Begin {
    field: String,
    wanted: Option<Timestamp>,
    stored: Option<Timestamp>,
}

fn absolute(
    draft: &mut Draft<'_>,
    kind: Option<PeriodType>,
    wanted: AbsolutePeriodInfo,
    (opens, closes): Window,
) -> Result<Begin, Violation> {
    let at = |name: &str| format!("{TIME}.absolute_period_info.{name}");
    let (first, last) = (at("valid_begin_time"), at("valid_end_time"));
    let begin = instant(&first, &wanted.valid_begin_time)?;
    let end = instant(&last, &wanted.valid_end_time)?;
    if kind != Some(PeriodType::Absolute) {
        if end.is_some() {
            let rule = "M16 valid_end_only_for_absolute";
            return Err(Violation::of(rule, &last, "相对有效期的活动不能修改"));
        }
        return Ok(Begin {
            field: first,
            wanted: begin,
            stored: None,
        });
    }
    let stored = draft.time().absolute_period_info.get_or_insert_default();
    let read = |text: &Option<String>| text.as_deref().and_then(times::parse);
    let opened = read(&stored.valid_begin_time);
    let ended = read(&stored.valid_end_time);
    if begin.or(opened).is_some_and(|begins| opens > begins) {
        let rule = "M17 publish_start_not_after_valid_begin";
        return Err(Violation::verbatim(rule, &first, STARTS_AFTER_VALIDITY));
    }
    let ends = end.or(ended);
    if ends.is_some_and(|ends| ends < closes) {
        let rule = "M18 valid_end_not_before_publish_end";
        return Err(Violation::verbatim(rule, &last, VALIDITY_ENDS_FIRST));
    }
    if ends == Some(closes) {
        let rule = "M19 valid_end_after_publish_end";
        return Err(Violation::verbatim(rule, &last, VALIDITY_ENDS_FIRST));
    }
    if end.is_some() && end < ended {
        let rule = "M20 valid_end_only_later";
        return Err(Violation::of(rule, &last, "只能延后"));
    }
    set(
        &mut stored.valid_begin_time,
        wanted.valid_begin_time.as_ref(),
    );
    set(&mut stored.valid_end_time, wanted.valid_end_time.as_ref());
    Ok(Begin {
        field: first,
        wanted: begin,
        stored: opened,
    })
}

fn relative(
    draft: &mut Draft<'_>,
    kind: Option<PeriodType>,
    wanted: RelativePeriodInfo,
) -> Result<(), Violation> {
    let field = format!("{TIME}.relative_period_info.valid_days_after_receive");
    let given = wanted.valid_days_after_receive.filter(|days| *days != 0);
    if given.is_some() && kind != Some(PeriodType::Relative) {
        let rule = "M21 valid_days_only_for_relative";
        return Err(Violation::of(rule, &field, "绝对有效期的活动不能修改"));
    }
    let days = positive("M22 valid_days_above_zero", &field, given)?;
    if kind != Some(PeriodType::Relative) {
        return waits(wanted.wait_days_after_receive, None).map(drop);
    }
    let stored = draft.time().relative_period_info.get_or_insert_default();
    let had = stored.valid_days_after_receive.unwrap_or(0);
    if days.is_some() && given < Some(had) {
        let rule = "M23 valid_days_only_more";
        return Err(Violation::of(rule, &field, "有效天数只能延长"));
    }
    set(&mut stored.valid_days_after_receive, given.as_ref());
    let before = stored.wait_days_after_receive.unwrap_or(0);
    let before = u32::try_from(before).unwrap_or(0);
    let wait = waits(wanted.wait_days_after_receive, Some(before))?;
    set(&mut stored.wait_days_after_receive, wait.as_ref());
    let rounding = wanted.valid_days_relative_type.as_ref();
    set(&mut stored.valid_days_relative_type, rounding);
    Ok(())
}

/// Days of waiting: fewer than there were, where there are such.
fn waits(wanted: Option<i32>, before: Option<u32>) -> Result<Option<i32>, Violation> {
    let field = format!("{TIME}.relative_period_info.wait_days_after_receive");
    let wait = not_negative("M24 wait_days_not_negative", &field, wanted)?;
    if wait == 0 {
        return Ok(None);
    }
    match before {
        Some(before) if wait <= before => Ok(wanted),
        Some(_) => {
            let rule = "M24 wait_days_only_fewer";
            Err(Violation::of(rule, &field, "只能减少"))
        }
        None => {
            let rule = "M24 wait_days_only_for_relative";
            Err(Violation::of(rule, &field, "绝对有效期的活动不能修改"))
        }
    }
}

/// A begin that only moves forward, of an absolute validity.
fn begin(kind: Option<PeriodType>, begin: Begin) -> Result<(), Violation> {
    let Begin {
        field,
        wanted: Some(wanted),
        stored,
    } = begin
    else {
        return Ok(());
    };
    if kind != Some(PeriodType::Absolute) {
        let rule = "M24 valid_begin_only_for_absolute";
        return Err(Violation::of(rule, &field, "相对有效期的活动不能修改"));
    }
    if stored.is_some_and(|stored| wanted > stored) {
        let rule = "M24 valid_begin_only_earlier";
        return Err(Violation::of(rule, &field, "只能提前"));
    }
    Ok(())
}
