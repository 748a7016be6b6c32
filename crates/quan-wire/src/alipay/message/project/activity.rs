//! The answers of `activity.query` and `activity.batchquery`: an activity as
//! those see it who may give its vouchers away.

use super::{Snapshot, flat};
use crate::alipay::message::activity_query::Answer;
use crate::alipay::message::batchquery::ActivityLiteInfo;
use crate::alipay::message::times;

/// One activity.
pub fn activity_query(of: &Snapshot<'_>) -> Answer {
    let (document, base, display) = (of.document, of.base(), of.display());
    let sending = of.sending();
    let rule = sending
        .as_ref()
        .and_then(|info| info.voucher_send_rule_info.clone());
    let rule = rule.unwrap_or_default();
    let deduct = document.voucher_deduct_info.clone();
    Answer {
        activity_id: base.activity_id.clone(),
        activity_name: base.activity_name.clone(),
        activity_status: base.activity_status.clone(),
        activity_base_info: Some(base),
        belong_merchant_id: Some(of.owner.id.clone()),
        publish_start_time: rule.publish_start_time.clone(),
        publish_end_time: rule.publish_end_time.clone(),
        voucher_type: deduct.as_ref().and_then(|info| info.voucher_type.clone()),
        voucher_send_rule: Some(flat::send_rule(&rule)),
        voucher_use_rule: Some(flat::benefit(document)),
        voucher_display_info: Some(flat::display_of_others(&display)),
        voucher_send_mode_info: sending,
        voucher_deduct_info: deduct,
        voucher_available_scope_info: document.voucher_available_scope_info.clone(),
        voucher_use_rule_info: document.voucher_use_rule_info.clone(),
        voucher_customer_guide_info: document.voucher_customer_guide_info.clone(),
        voucher_display_pattern_info: Some(display),
    }
}

/// One entry of a list.
pub fn activity_lite_info(of: &Snapshot<'_>) -> ActivityLiteInfo {
    let whole = activity_query(of);
    ActivityLiteInfo {
        activity_id: whole.activity_id,
        activity_name: whole.activity_name,
        activity_status: whole.activity_status,
        belong_merchant_id: whole.belong_merchant_id,
        create_time: Some(times::format(of.created_at)),
        publish_start_time: whole.publish_start_time,
        publish_end_time: whole.publish_end_time,
        voucher_type: whole.voucher_type,
        voucher_display_lite_info: Some(flat::display_lite(of)),
        voucher_use_rule_lite_info: whole.voucher_use_rule,
        activity_base_info: whole.activity_base_info,
        voucher_send_mode_info: whole.voucher_send_mode_info,
        voucher_deduct_info: whole.voucher_deduct_info,
        voucher_available_scope_info: whole.voucher_available_scope_info,
        voucher_use_rule_info: whole.voucher_use_rule_info,
        voucher_customer_guide_info: whole.voucher_customer_guide_info,
        voucher_display_pattern_info: whole.voucher_display_pattern_info,
    }
}
