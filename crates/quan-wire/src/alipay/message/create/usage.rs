//! `voucher_use_rule_info`: validity and the limits of use.

use super::sending::{cap, instant};
use super::time_rule;
use crate::alipay::message::activity::{Sending, TimeRule, Usage, Validity};
use crate::alipay::message::block::{
    AbsolutePeriodInfo, RelativePeriodInfo, TimeRestrictInfo, VoucherUseRuleInfo,
    VoucherUseTimeInfo,
};
use crate::alipay::message::check::{
    at_most, need, need_one_of, not_negative, one_of, positive, present,
};
use crate::alipay::message::document::{says_nothing, value};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{PeriodType, Rounding};

const INFO: &str = "voucher_use_rule_info";
const TIME: &str = "voucher_use_rule_info.voucher_use_time_info";

pub(super) fn check(
    info: Option<&VoucherUseRuleInfo>,
    sending: &Sending,
) -> Result<Usage, Violation> {
    let info = present("V2.1 voucher_use_rule_info_required", INFO, info)?;
    let time = info.voucher_use_time_info.as_ref();
    let time = present("V2.1 voucher_use_time_info_required", TIME, time)?;
    let (validity, restrict) = validity(time, sending)?;
    let per_user = cap(
        "V2.1 use_limit_not_negative",
        "V2.1 use_limit_period_known",
        INFO,
        info.quantity_limit_per_user,
        &info.quantity_limit_per_user_period_type,
    )?;
    let field = format!("{INFO}.voucher_max_use_times");
    let max_uses = positive(
        "V2.1 voucher_max_use_times_at_least_1",
        &field,
        info.voucher_max_use_times,
    )?;
    let field = format!("{INFO}.voucher_use_ext_info");
    at_most(
        "V2.1 voucher_use_ext_info_at_most_1024_chars",
        &field,
        &info.voucher_use_ext_info,
        1024,
    )?;
    let (usable, disabled) = restrict;
    Ok(Usage {
        validity,
        usable,
        disabled,
        per_user,
        max_uses: max_uses.unwrap_or(1),
    })
}

type Restriction = (Vec<TimeRule>, Vec<TimeRule>);

fn validity(
    time: &VoucherUseTimeInfo,
    sending: &Sending,
) -> Result<(Validity, Restriction), Violation> {
    let field = format!("{TIME}.period_type");
    need("V2.1 period_type_required", &field, &time.period_type)?;
    let rule = "V2.1 period_type_known";
    let kind = need_one_of(rule, &field, &time.period_type, PeriodType::from_word)?;
    let (absolute, relative) = (
        format!("{TIME}.absolute_period_info"),
        format!("{TIME}.relative_period_info"),
    );
    let other = |field: &str, silent: bool| {
        let rule = "V2.1 period_block_matches_type";
        if silent {
            Ok(())
        } else {
            Err(Violation::of(rule, field, "与 period_type 不匹配"))
        }
    };
    match kind {
        PeriodType::Absolute => {
            other(&relative, says_nothing(&value(&time.relative_period_info)))?;
            let info = time.absolute_period_info.as_ref();
            let info = present("V2.1 absolute_period_info_required", &absolute, info)?;
            let validity = of_absolute(&absolute, info, sending)?;
            Ok((
                validity,
                restriction(&absolute, info.time_restrict_info.as_ref())?,
            ))
        }
        PeriodType::Relative => {
            other(&absolute, says_nothing(&value(&time.absolute_period_info)))?;
            let info = time.relative_period_info.as_ref();
            let info = present("V2.1 relative_period_info_required", &relative, info)?;
            let validity = of_relative(&relative, info)?;
            Ok((
                validity,
                restriction(&relative, info.time_restrict_info.as_ref())?,
            ))
        }
    }
}

fn of_absolute(
    field: &str,
    info: &AbsolutePeriodInfo,
    sending: &Sending,
) -> Result<Validity, Violation> {
    let (first, last) = (
        format!("{field}.valid_begin_time"),
        format!("{field}.valid_end_time"),
    );
    let begin = instant(
        "V2.1 valid_begin_time_required",
        "V2.1 valid_begin_time_format",
        &first,
        &info.valid_begin_time,
    )?;
    let end = instant(
        "V2.1 valid_end_time_required",
        "V2.1 valid_end_time_format",
        &last,
        &info.valid_end_time,
    )?;
    if begin >= end {
        let rule = "V2.1 valid_begin_before_valid_end";
        return Err(Violation::of(rule, &first, "必须早于 valid_end_time"));
    }
    if end < sending.closes {
        let rule = "V2.1 valid_end_not_before_publish_end";
        return Err(Violation::of(rule, &last, "不能早于 publish_end_time"));
    }
    Ok(Validity::Absolute { begin, end })
}

fn of_relative(field: &str, info: &RelativePeriodInfo) -> Result<Validity, Violation> {
    let of_days = format!("{field}.valid_days_after_receive");
    let rule = "V2.1 valid_days_above_0";
    let days = positive(rule, &of_days, info.valid_days_after_receive)?;
    let Some(days) = days else {
        return Err(Violation::of(rule, &of_days, "必须大于0"));
    };
    let of_wait = format!("{field}.wait_days_after_receive");
    let wait = not_negative(
        "V2.1 wait_days_not_negative",
        &of_wait,
        info.wait_days_after_receive,
    )?;
    let field = format!("{field}.valid_days_relative_type");
    let rule = "V2.1 valid_days_relative_type_known";
    let rounding = one_of(rule, &field, &info.valid_days_relative_type, rounding)?;
    Ok(Validity::Relative {
        days,
        wait,
        rounding: rounding.unwrap_or(Rounding::Backward),
    })
}

/// The platform itself spells one of the two in two ways.
pub(crate) fn rounding(word: &str) -> Option<Rounding> {
    match word {
        "ROUND_BACKWARDS" => Some(Rounding::Backward),
        other => Rounding::from_word(other),
    }
}

fn restriction(field: &str, info: Option<&TimeRestrictInfo>) -> Result<Restriction, Violation> {
    let Some(info) = info else {
        return Ok((Vec::new(), Vec::new()));
    };
    let field = format!("{field}.time_restrict_info");
    let usable = time_rule::check(
        &format!("{field}.usable_period_info"),
        &info.usable_period_info,
    )?;
    let disabled = time_rule::check(
        &format!("{field}.disable_period_info"),
        &info.disable_period_info,
    )?;
    Ok((usable, disabled))
}
