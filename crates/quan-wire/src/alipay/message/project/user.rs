//! The answers of `user.batchqueryvoucher` and `user.queryvoucher`: a voucher
//! and what it is worth.

use super::query::count;
use super::{Snapshot, VoucherSnapshot, activity_query, flat, voucher_name};
use crate::alipay::message::block::ActivityBaseInfo;
use crate::alipay::message::times;
use crate::alipay::message::user::list::{UserVoucherBaseInfo, UserVoucherInfo};
use crate::alipay::message::user::one::Answer;

/// One voucher of a list.
pub fn user_voucher_info(of: &Snapshot<'_>, voucher: &VoucherSnapshot<'_>) -> UserVoucherInfo {
    let whole = user_query_voucher(of, voucher);
    UserVoucherInfo {
        activity_id: whole.activity_id,
        voucher_id: Some(voucher.voucher_id.to_owned()),
        voucher_name: whole.voucher_name,
        voucher_type: whole.voucher_type,
        voucher_status: whole.voucher_status,
        create_time: whole.create_time,
        available_begin_time: whole.available_begin_time,
        available_end_time: whole.available_end_time,
        belong_merchant_id: whole.belong_merchant_id,
        voucher_display_lite_info: Some(flat::display_lite(of)),
        voucher_use_rule_lite_info: whole.voucher_use_rule,
        activity_base_info: whole.activity_base_info,
        user_voucher_base_info: whole.user_voucher_base_info,
        voucher_send_mode_info: whole.voucher_send_mode_info,
        voucher_deduct_info: whole.voucher_deduct_info,
        voucher_available_scope_info: whole.voucher_available_scope_info,
        voucher_use_rule_info: whole.voucher_use_rule_info,
        voucher_customer_guide_info: whole.voucher_customer_guide_info,
        voucher_display_pattern_info: whole.voucher_display_pattern_info,
    }
}

/// One voucher with everything about its activity.
pub fn user_query_voucher(of: &Snapshot<'_>, voucher: &VoucherSnapshot<'_>) -> Answer {
    let activity = activity_query(of);
    let own = own(of, voucher);
    Answer {
        activity_id: activity.activity_id,
        voucher_name: own.voucher_name.clone(),
        voucher_type: activity.voucher_type,
        voucher_status: own.voucher_status.clone(),
        create_time: own.create_time.clone(),
        available_begin_time: own.valid_begin_time.clone(),
        available_end_time: own.valid_end_time.clone(),
        belong_merchant_id: own.belong_merchant_id.clone(),
        associate_trade_no: own.associate_trade_no.clone(),
        user_voucher_base_info: Some(own),
        activity_base_info: activity.activity_base_info.map(named),
        voucher_send_rule: activity.voucher_send_rule,
        voucher_use_rule: activity.voucher_use_rule,
        voucher_display_info: activity.voucher_display_info,
        voucher_send_mode_info: activity.voucher_send_mode_info,
        voucher_deduct_info: activity.voucher_deduct_info,
        voucher_available_scope_info: activity.voucher_available_scope_info,
        voucher_use_rule_info: activity.voucher_use_rule_info,
        voucher_customer_guide_info: activity.voucher_customer_guide_info,
        voucher_display_pattern_info: activity.voucher_display_pattern_info,
    }
}

fn own(of: &Snapshot<'_>, voucher: &VoucherSnapshot<'_>) -> UserVoucherBaseInfo {
    UserVoucherBaseInfo {
        voucher_id: Some(voucher.voucher_id.to_owned()),
        voucher_name: Some(voucher_name(of.document)),
        voucher_status: Some(voucher.status.to_string()),
        create_time: Some(times::format(voucher.created_at)),
        valid_begin_time: Some(times::format(voucher.valid_begin)),
        valid_end_time: Some(times::format(voucher.valid_end)),
        voucher_max_use_times: Some(count(voucher.max_uses)),
        voucher_used_times: Some(count(voucher.used)),
        belong_merchant_id: Some(of.owner.id.clone()),
        voucher_code: voucher.voucher_code.map(str::to_owned),
        associate_trade_no: voucher.trade_no.map(str::to_owned),
    }
}

/// A voucher's holder is told the activity's id and name, not its state.
fn named(base: ActivityBaseInfo) -> ActivityBaseInfo {
    ActivityBaseInfo {
        activity_id: base.activity_id,
        activity_name: base.activity_name,
        ..ActivityBaseInfo::default()
    }
}
