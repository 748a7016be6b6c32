//! C13 to C16: validity and the limits of use.

use super::sending::cap;
use crate::alipay::message::activity::{Sending, TimeRule, Usage, Validity};
use crate::alipay::message::block::{
    AbsolutePeriodInfo, RelativePeriodInfo, TimeRestrictInfo, VoucherUseRuleInfo,
};
use crate::alipay::message::check::{not_negative, one_of, positive, present};
use crate::alipay::message::create::{rounding, time_rules};
use crate::alipay::message::document::Document;
use crate::alipay::message::order_voucher::check::{
    STARTS_AFTER_VALIDITY, VALIDITY_ENDS_FIRST, need_instant, need_word,
};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{LimitPeriod, PeriodType, Rounding};

const INFO: &str = "voucher_use_rule_info";
const TIME: &str = "voucher_use_rule_info.voucher_use_time_info";

/// Judges and completes the rule of use: the period of the other kind is
/// dropped, and what is meant where nothing was said is written down.
pub(super) fn check(document: &mut Document, sending: &Sending) -> Result<Usage, Violation> {
    let info = document.voucher_use_rule_info.get_or_insert_default();
    let usage = read(info)?;
    if let Validity::Absolute { begin, end } = usage.validity {
        let field = format!("{TIME}.absolute_period_info");
        if end <= sending.closes {
            let rule = "C13 valid_end_after_publish_end";
            let field = format!("{field}.valid_end_time");
            return Err(Violation::verbatim(rule, &field, VALIDITY_ENDS_FIRST));
        }
        if sending.opens > begin {
            let rule = "C14 publish_start_not_after_valid_begin";
            let field = format!("{field}.valid_begin_time");
            return Err(Violation::verbatim(rule, &field, STARTS_AFTER_VALIDITY));
        }
    }
    let time = info.voucher_use_time_info.get_or_insert_default();
    match usage.validity {
        Validity::Absolute { .. } => time.relative_period_info = None,
        Validity::Relative { .. } => time.absolute_period_info = None,
    }
    info.voucher_max_use_times = i32::try_from(usage.max_uses).ok();
    if usage.per_user.is_some() {
        let period = &mut info.quantity_limit_per_user_period_type;
        period.get_or_insert_with(|| LimitPeriod::LifeCycle.to_string());
    }
    Ok(usage)
}

/// The typed values of the block, with the rules that always hold about them.
pub(crate) fn read(info: &VoucherUseRuleInfo) -> Result<Usage, Violation> {
    let time = info.voucher_use_time_info.clone().unwrap_or_default();
    let kind = need_word(
        "C2 period_type_required",
        "C15 period_type_known",
        &format!("{TIME}.period_type"),
        &time.period_type,
        PeriodType::from_word,
    )?;
    let (validity, (usable, disabled)) = match kind {
        PeriodType::Absolute => {
            let field = format!("{TIME}.absolute_period_info");
            let info = time.absolute_period_info.as_ref();
            let info = present("C15 absolute_needs_begin_and_end", &field, info)?;
            let validity = absolute(&field, info)?;
            (
                validity,
                calendar(&field, info.time_restrict_info.as_ref())?,
            )
        }
        PeriodType::Relative => {
            let field = format!("{TIME}.relative_period_info");
            let info = time.relative_period_info.as_ref();
            let info = present("C16 valid_days_above_zero", &field, info)?;
            let validity = relative(&field, info)?;
            (
                validity,
                calendar(&field, info.time_restrict_info.as_ref())?,
            )
        }
    };
    let per_user = cap(
        ("C8 use_limit_not_negative", "C8 use_limit_period_known"),
        INFO,
        info.quantity_limit_per_user,
        &info.quantity_limit_per_user_period_type,
    )?;
    let field = format!("{INFO}.voucher_max_use_times");
    let max_uses = positive(
        "C8 max_use_times_not_negative",
        &field,
        info.voucher_max_use_times,
    )?;
    Ok(Usage {
        validity,
        usable,
        disabled,
        per_user,
        max_uses: max_uses.unwrap_or(1),
    })
}

fn absolute(field: &str, info: &AbsolutePeriodInfo) -> Result<Validity, Violation> {
    let (first, last) = (
        format!("{field}.valid_begin_time"),
        format!("{field}.valid_end_time"),
    );
    let required = "C15 absolute_needs_begin_and_end";
    let begin = need_instant(required, &first, &info.valid_begin_time)?;
    let end = need_instant(required, &last, &info.valid_end_time)?;
    if begin >= end {
        let rule = "C15 valid_begin_before_valid_end";
        return Err(Violation::of(rule, &first, "必须早于 valid_end_time"));
    }
    Ok(Validity::Absolute { begin, end })
}

fn relative(field: &str, info: &RelativePeriodInfo) -> Result<Validity, Violation> {
    let of_days = format!("{field}.valid_days_after_receive");
    let rule = "C16 valid_days_above_zero";
    let days = positive(rule, &of_days, info.valid_days_after_receive)?;
    let Some(days) = days else {
        return Err(Violation::of(rule, &of_days, "必须大于0"));
    };
    let of_wait = format!("{field}.wait_days_after_receive");
    let rule = "C16 wait_days_not_negative";
    let wait = not_negative(rule, &of_wait, info.wait_days_after_receive)?;
    let field = format!("{field}.valid_days_relative_type");
    let rule = "C16 valid_days_relative_type_known";
    let rounding = one_of(rule, &field, &info.valid_days_relative_type, rounding)?;
    Ok(Validity::Relative {
        days,
        wait,
        rounding: rounding.unwrap_or(Rounding::Backward),
    })
}

/// The only times, and the times that are barred.
type Calendar = (Vec<TimeRule>, Vec<TimeRule>);

fn calendar(field: &str, info: Option<&TimeRestrictInfo>) -> Result<Calendar, Violation> {
    let Some(info) = info else {
        return Ok((Vec::new(), Vec::new()));
    };
    let at = |name: &str| format!("{field}.time_restrict_info.{name}");
    let rule = |violation| Violation {
        rule: "G12 time_rules_are_well_formed",
        ..violation
    };
    let usable = time_rules(&at("usable_period_info"), &info.usable_period_info).map_err(rule)?;
    let disabled =
        time_rules(&at("disable_period_info"), &info.disable_period_info).map_err(rule)?;
    Ok((usable, disabled))
}
