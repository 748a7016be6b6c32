//! What a modification makes of the activity as it stands.

use quan_core::Timestamp;
use serde_json::{Value, json};

use super::{Changes, Modification, Modified, scope};
use crate::alipay::message::activity::Shape;
use crate::alipay::message::block::{VoucherSendRuleInfo, VoucherUseTimeInfo};
use crate::alipay::message::check;
use crate::alipay::message::create::LONGEST;
use crate::alipay::message::document::{Document, says_nothing, value};
use crate::alipay::message::field::Text;
use crate::alipay::message::shape::{same, to_flat};
use crate::alipay::message::times;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::PeriodType;

const END: &str = "voucher_send_mode_info.voucher_send_rule_info.publish_end_time";
const TIME: &str = "voucher_use_rule_info.voucher_use_time_info";

impl Modification {
    /// The activity as it will be, given as it is and its present total; or the
    /// first rule that the modification breaks.
    pub fn against(&self, present: &Document, quantity: u32) -> Result<Modified, Violation> {
        self.judge(present, quantity)
            .map_err(|violation| match self.shape {
                Shape::Nested => violation,
                Shape::Flat => to_flat(violation),
            })
    }

    fn judge(&self, present: &Document, quantity: u32) -> Result<Modified, Violation> {
        let wanted = &self.wanted;
        let mut document = present.clone();
        let mut changes = Changes::default();
        rename(&mut document, wanted, &mut changes);
        self.reopen(&mut document, &mut changes)?;
        if let Some(wanted) = &wanted.voucher_available_scope_info {
            let scope = document
                .voucher_available_scope_info
                .get_or_insert_default();
            scope::grow(scope, wanted, &mut changes)?;
        }
        if let Some(wanted) = time_of(wanted) {
            let uses = document.voucher_use_rule_info.get_or_insert_default();
            let time = uses.voucher_use_time_info.get_or_insert_default();
            prolong(time, wanted, &mut changes)?;
        }
        still_covers(&document, &changes)?;
        unmodifiable(present, wanted, quantity)?;
        if changes == Changes::default() {
            let text = "没有需要修改的内容";
            return Err(Violation::saying("V5 something_to_modify", "", text));
        }
        Ok(Modified { document, changes })
    }

    /// A later end of giving.
    fn reopen(&self, document: &mut Document, changes: &mut Changes) -> Result<(), Violation> {
        let Some(wanted) = sending_of(&self.wanted) else {
            return Ok(());
        };
        let sending = document.voucher_send_mode_info.get_or_insert_default();
        let rule = sending.voucher_send_rule_info.get_or_insert_default();
        let name = "V5 publish_end_only_later";
        let closes = later(
            name,
            END,
            &mut rule.publish_end_time,
            &wanted.publish_end_time,
        )?;
        let opens = rule.publish_start_time.as_deref().and_then(times::parse);
        if let (Some(opens), Some(closes)) = (opens, closes)
            && closes.duration_since(opens) > LONGEST
        {
            let rule = "V5 publish_span_at_most_180_days";
            return Err(Violation::of(rule, END, "发放时间跨度不能超过180天"));
        }
        changes.closes = closes;
        Ok(())
    }
}

fn sending_of(document: &Document) -> Option<&VoucherSendRuleInfo> {
    document
        .voucher_send_mode_info
        .as_ref()?
        .voucher_send_rule_info
        .as_ref()
}

fn time_of(document: &Document) -> Option<&VoucherUseTimeInfo> {
    document
        .voucher_use_rule_info
        .as_ref()?
        .voucher_use_time_info
        .as_ref()
}

fn rename(document: &mut Document, wanted: &Document, changes: &mut Changes) {
    let name = wanted
        .activity_base_info
        .as_ref()
        .and_then(|base| base.activity_name.clone());
    let base = document.activity_base_info.get_or_insert_default();
    if name.is_some() && name != base.activity_name {
        base.activity_name.clone_from(&name);
        changes.name = name;
    }
}

/// An instant that only moves to later; `None` where nothing is said or new.
fn later(
    rule: &'static str,
    field: &str,
    present: &mut Text,
    wanted: &Text,
) -> Result<Option<Timestamp>, Violation> {
    let Some(to) = check::instant(rule, field, wanted)? else {
        return Ok(None);
    };
    match present.as_deref().and_then(times::parse) {
        Some(from) if to < from => Err(Violation::of(rule, field, "只能延后")),
        Some(from) if to == from => Ok(None),
        Some(_) | None => {
            present.clone_from(wanted);
            Ok(Some(to))
        }
    }
}

/// A later end, or more days, of the kind of validity that the activity has.
fn prolong(
    time: &mut VoucherUseTimeInfo,
    wanted: &VoucherUseTimeInfo,
    changes: &mut Changes,
) -> Result<(), Violation> {
    let kind = time.period_type.as_deref().and_then(PeriodType::from_word);
    let field = format!("{TIME}.absolute_period_info.valid_end_time");
    let end = wanted
        .absolute_period_info
        .clone()
        .unwrap_or_default()
        .valid_end_time;
    if end.is_some() {
        if kind != Some(PeriodType::Absolute) {
            let rule = "V5 valid_end_only_for_absolute";
            return Err(Violation::of(rule, &field, "相对有效期的活动不能修改"));
        }
        let period = time.absolute_period_info.get_or_insert_default();
        let rule = "V5 valid_end_only_later";
        changes.valid_end = later(rule, &field, &mut period.valid_end_time, &end)?;
    }
    let field = format!("{TIME}.relative_period_info.valid_days_after_receive");
    let days = wanted
        .relative_period_info
        .clone()
        .unwrap_or_default()
        .valid_days_after_receive;
    let rule = "V5 valid_days_above_0";
    let Some(days) = check::positive(rule, &field, days)? else {
        return Ok(());
    };
    if kind != Some(PeriodType::Relative) {
        let rule = "V5 valid_days_only_for_relative";
        return Err(Violation::of(rule, &field, "绝对有效期的活动不能修改"));
    }
    let period = time.relative_period_info.get_or_insert_default();
    let now = u32::try_from(period.valid_days_after_receive.unwrap_or(0)).unwrap_or(0);
    if days < now {
        return Err(Violation::of(
            "V5 valid_days_only_more",
            &field,
            "有效天数只能延长",
        ));
    }
    if days > now {
        period.valid_days_after_receive = i32::try_from(days).ok();
        changes.valid_days = Some(days);
    }
    Ok(())
}

/// Vouchers must not be given away after an absolute validity is over.
fn still_covers(document: &Document, changes: &Changes) -> Result<(), Violation> {
    let Some(closes) = changes.closes else {
        return Ok(());
    };
    let absolute = time_of(document).and_then(|time| time.absolute_period_info.as_ref());
    let end = absolute
        .and_then(|period| period.valid_end_time.as_deref())
        .and_then(times::parse);
    if end.is_some_and(|end| end < closes) {
        let rule = "V5 publish_end_not_after_valid_end";
        return Err(Violation::of(rule, END, "不能晚于 valid_end_time"));
    }
    Ok(())
}

/// Every other field may be repeated, and must then be as it is.
fn unmodifiable(present: &Document, wanted: &Document, quantity: u32) -> Result<(), Violation> {
    let mut now = value(present);
    if let Some(rule) = now.pointer_mut("/voucher_send_mode_info/voucher_send_rule_info") {
        rule["quantity"] = json!(quantity);
    }
    unchanged("", "", Some(&now), &value(wanted))
}

/// Fields that have been judged, and fields that only answers have.
const JUDGED: &[&str] = &[
    "activity_base_info.activity_id",
    "activity_base_info.activity_name",
    "activity_base_info.activity_status",
    "activity_base_info.activity_operation_status",
    "activity_base_info.activity_product_type",
    "activity_base_info.code_mode",
    END,
    "voucher_available_scope_info.voucher_available_account_info.available_pids",
    "voucher_available_scope_info.voucher_available_account_info.available_smids",
    "voucher_available_scope_info.voucher_available_app_info.available_app_ids",
    "voucher_available_scope_info.voucher_available_geography_scope_info",
    "voucher_available_scope_info.voucher_available_goods_info.available_goods_sku_ids",
    "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_end_time",
    "voucher_use_rule_info.voucher_use_time_info.relative_period_info.valid_days_after_receive",
];

fn unchanged(path: &str, name: &str, now: Option<&Value>, wanted: &Value) -> Result<(), Violation> {
    if says_nothing(wanted) || JUDGED.contains(&path) {
        return Ok(());
    }
    if let Value::Object(members) = wanted {
        return members.iter().try_for_each(|(name, wanted)| {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            unchanged(&path, name, now.and_then(|now| now.get(name)), wanted)
        });
    }
    let same = match now {
        Some(now) => same(name, now, wanted),
        None => default_of(name).is_some_and(|default| default == *wanted),
    };
    if same {
        return Ok(());
    }
    Err(Violation::of("V5 other_fields_stay", path, "不允许修改"))
}

/// What a field means when it was never said.
fn default_of(name: &str) -> Option<Value> {
    match name {
        "quantity_limit_per_user_period_type" => Some(json!("LIFE_CYCLE")),
        "valid_days_relative_type" => Some(json!("ROUND_BACKWARD")),
        "voucher_max_use_times" => Some(json!(1)),
        "business_type" => Some(json!("ISV_FOR_MERCHANT")),
        "merchant_id_type" => Some(json!("PID")),
        _ => None,
    }
}
