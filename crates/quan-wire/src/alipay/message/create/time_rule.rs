//! Rules about the times of use: dates, weekdays or holidays, and hours of them.

use crate::alipay::message::activity::{Days, Hours, TimeRule};
use crate::alipay::message::block::{
    DateRuleInfo, TimeRangeInfo, VoucherUseTimeRuleInfo, WeekRuleInfo,
};
use crate::alipay::message::check::{need, need_one_of, present};
use crate::alipay::message::times;
use crate::alipay::message::violation::Violation;

pub(crate) fn check(
    field: &str,
    rules: &[VoucherUseTimeRuleInfo],
) -> Result<Vec<TimeRule>, Violation> {
    let rules = rules.iter().enumerate();
    rules
        .map(|(at, rule)| one(&format!("{field}[{at}]"), rule))
        .collect()
}

fn one(field: &str, rule: &VoucherUseTimeRuleInfo) -> Result<TimeRule, Violation> {
    let of_type = format!("{field}.rule_type");
    let child = "V2.1.a rule_has_the_child_of_its_type";
    match need("V2.1.a rule_type_known", &of_type, &rule.rule_type)? {
        "DATE" => {
            let field = format!("{field}.date_rule_info");
            let info = present(child, &field, rule.date_rule_info.as_ref())?;
            Ok(TimeRule {
                days: dates(&field, info)?,
                hours: hours(&field, info.time_range_info.as_ref())?,
            })
        }
        "WEEK" => {
            let field = format!("{field}.week_rule_info");
            let info = present(child, &field, rule.week_rule_info.as_ref())?;
            Ok(TimeRule {
                days: week(&field, info)?,
                hours: hours(&field, info.time_range_info.as_ref())?,
            })
        }
        "HOLIDAY" => {
            let field = format!("{field}.holiday_rule_info");
            let info = present(child, &field, rule.holiday_rule_info.as_ref())?;
            Ok(TimeRule {
                days: Days::Holidays,
                hours: hours(&field, info.time_range_info.as_ref())?,
            })
        }
        _ => Err(Violation::of(
            "V2.1.a rule_type_known",
            &of_type,
            "取值不合法",
        )),
    }
}

fn dates(field: &str, info: &DateRuleInfo) -> Result<Days, Violation> {
    let field = format!("{field}.date_range_info");
    let rule = "V2.1.a date_range_is_two_dates";
    let range = present(rule, &field, info.date_range_info.as_ref())?;
    let begin = format!("{field}.begin_date");
    let first = need_one_of(rule, &begin, &range.begin_date, times::parse_date)?;
    let end = format!("{field}.end_date");
    let last = need_one_of(rule, &end, &range.end_date, times::parse_date)?;
    if first > last {
        let rule = "V2.1.a date_range_in_order";
        return Err(Violation::of(rule, &begin, "不能晚于 end_date"));
    }
    Ok(Days::Dates { first, last })
}

fn week(field: &str, info: &WeekRuleInfo) -> Result<Days, Violation> {
    let field = format!("{field}.week_day");
    let rule = "V2.1.a week_day_numbers_1_to_7";
    let days = need_one_of(rule, &field, &info.week_day, |text| {
        let day = |text: &str| text.trim().parse().ok().filter(|day| (1..=7).contains(day));
        text.split(',').map(day).collect::<Option<Vec<u8>>>()
    });
    let mut days = days?;
    days.sort_unstable();
    days.dedup();
    Ok(Days::Week(days))
}

fn hours(field: &str, range: Option<&TimeRangeInfo>) -> Result<Option<Hours>, Violation> {
    let Some(range) = range else { return Ok(None) };
    let field = format!("{field}.time_range_info");
    let rule = "V2.1.a time_range_is_two_times";
    let of_begin = format!("{field}.begin_time");
    let begin = need_one_of(rule, &of_begin, &range.begin_time, times::parse_time)?;
    let of_end = format!("{field}.end_time_info");
    let info = present(rule, &of_end, range.end_time_info.as_ref())?;
    let end = need_one_of(
        rule,
        &format!("{of_end}.end_time"),
        &info.end_time,
        times::parse_time,
    )?;
    let next_day = match info.end_time_type.as_deref() {
        None | Some("SAME_DAY") => false,
        Some("NEXT_DAY") => true,
        Some(_) => {
            let rule = "V2.1.a end_time_type_known";
            return Err(Violation::of(
                rule,
                &format!("{of_end}.end_time_type"),
                "取值不合法",
            ));
        }
    };
    if !next_day && begin >= end {
        let rule = "V2.1.a time_range_in_order";
        return Err(Violation::of(rule, &of_begin, "必须早于 end_time"));
    }
    Ok(Some(Hours {
        begin,
        end,
        next_day,
    }))
}
