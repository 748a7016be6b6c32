//! M71: the limits and the times of use.

use super::against::{Draft, set, set_list};
use super::base::period;
use crate::alipay::message::block::TimeRestrictInfo;
use crate::alipay::message::check::{one_of, positive};
use crate::alipay::message::create::rounding;
use crate::alipay::message::order_voucher::create::read_usage;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{LimitPeriod, PeriodType};

const INFO: &str = "voucher_use_rule_info";

pub(super) fn check(draft: &mut Draft<'_>) -> Result<(), Violation> {
    let wanted = draft.asked.wanted.voucher_use_rule_info.clone();
    let wanted = wanted.unwrap_or_default();
    let at = |name: &str| format!("{INFO}.{name}");
    let rule = "M71 use_limits_not_negative";
    let field = at("quantity_limit_per_user");
    positive(rule, &field, wanted.quantity_limit_per_user)?;
    let field = at("quantity_limit_per_user_period_type");
    let span = &wanted.quantity_limit_per_user_period_type;
    one_of(
        "M71 use_limit_period_known",
        &field,
        span,
        LimitPeriod::from_word,
    )?;
    let field = at("voucher_max_use_times");
    let max_uses = positive(rule, &field, wanted.voucher_max_use_times)?;
    if max_uses.is_some_and(|max| max < draft.present.most_uses) {
        let rule = "M71 max_use_times_not_below_what_was_used";
        return Err(Violation::of(rule, &field, "不能小于已核销次数"));
    }
    let time = wanted.voucher_use_time_info.clone().unwrap_or_default();
    let relative = time.relative_period_info.clone().unwrap_or_default();
    let field = at("voucher_use_time_info.relative_period_info.valid_days_relative_type");
    let rule = "M71 valid_days_relative_type_known";
    one_of(rule, &field, &relative.valid_days_relative_type, rounding)?;

    let uses = draft.after.voucher_use_rule_info.get_or_insert_default();
    let limit = wanted.quantity_limit_per_user.filter(|limit| *limit > 0);
    set(&mut uses.quantity_limit_per_user, limit.as_ref());
    set(&mut uses.quantity_limit_per_user_period_type, span.as_ref());
    if uses.quantity_limit_per_user.is_some() {
        let period = &mut uses.quantity_limit_per_user_period_type;
        period.get_or_insert_with(|| LimitPeriod::LifeCycle.to_string());
    }
    let max_uses = wanted.voucher_max_use_times.filter(|max| *max > 0);
    set(&mut uses.voucher_max_use_times, max_uses.as_ref());
    let restrictions = &wanted.payment_restriction_list;
    set_list(&mut uses.payment_restriction_list, restrictions);
    let ext = wanted.voucher_use_ext_info.as_ref();
    set(&mut uses.voucher_use_ext_info, ext);
    let absolute = time.absolute_period_info.unwrap_or_default();
    match period(draft.before) {
        Some(PeriodType::Absolute) => restrict(draft, absolute.time_restrict_info),
        Some(PeriodType::Relative) => restrict(draft, relative.time_restrict_info),
        None => {}
    }
    let uses = draft.after.voucher_use_rule_info.clone();
    read_usage(&uses.unwrap_or_default()).map(drop)
}

/// Other times of use: a list that is sent takes the place of the one there was.
fn restrict(draft: &mut Draft<'_>, wanted: Option<TimeRestrictInfo>) {
    let Some(wanted) = wanted else { return };
    let kind = period(draft.before);
    let time = draft.time();
    let stored = match kind {
        Some(PeriodType::Relative) => time
            .relative_period_info
            .get_or_insert_default()
            .time_restrict_info
            .get_or_insert_default(),
        Some(PeriodType::Absolute) | None => time
            .absolute_period_info
            .get_or_insert_default()
            .time_restrict_info
            .get_or_insert_default(),
    };
    set_list(&mut stored.usable_period_info, &wanted.usable_period_info);
    let disabled = &wanted.disable_period_info;
    set_list(&mut stored.disable_period_info, disabled);
}
