//! The answer of `voucher.query`: both shapes.

use super::{Snapshot, flat};
use crate::alipay::message::query::{Answer, Summary, VoucherInventoryInfo};

/// Everything about an activity, for those who operate it.
pub fn voucher_query(of: &Snapshot<'_>) -> Answer {
    let (document, base, display) = (of.document, of.base(), of.display());
    let sending = of.sending();
    let rule = sending
        .as_ref()
        .and_then(|info| info.voucher_send_rule_info.clone());
    let rule = rule.unwrap_or_default();
    let deduct = document.voucher_deduct_info.clone();
    let (given, used) = (Some(count(of.send_count)), Some(count(of.use_count)));
    Answer {
        activity_id: base.activity_id.clone(),
        activity_name: base.activity_name.clone(),
        activity_status: base.activity_status.clone(),
        belong_merchant_info: base.belong_merchant_info.clone(),
        activity_base_info: Some(base),
        publish_start_time: rule.publish_start_time.clone(),
        publish_end_time: rule.publish_end_time.clone(),
        voucher_type: deduct.as_ref().and_then(|info| info.voucher_type.clone()),
        voucher_send_mode_info: sending,
        voucher_deduct_info: deduct,
        voucher_available_scope_info: document.voucher_available_scope_info.clone(),
        voucher_use_rule_info: document.voucher_use_rule_info.clone(),
        voucher_customer_guide_info: document.voucher_customer_guide_info.clone(),
        voucher_budget_supply_info: document.voucher_budget_supply_info.clone(),
        voucher_inventory_info: Some(VoucherInventoryInfo {
            send_count: given,
            use_count: used,
        }),
        summary: Some(Summary {
            publish_count: given,
            used_count: used,
        }),
        voucher_send_rule: Some(flat::send_rule(&rule)),
        voucher_use_rule: Some(flat::use_rule(document)),
        voucher_budget_info: flat::budget(document),
        voucher_display_info: Some(flat::display(&display)),
        voucher_display_pattern_info: Some(display),
        audit_result_info: None,
    }
}

pub(super) fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
