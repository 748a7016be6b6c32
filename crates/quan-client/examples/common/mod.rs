//! What the examples share: settings from the environment, and an activity.

use quan_client::message::block::{
    AbsolutePeriodInfo, ActivityBaseInfo, FixVoucherInfo, VoucherAvailableAccountInfo,
    VoucherAvailableScopeInfo, VoucherBudgetSupplyInfo, VoucherCustomerGuideInfo,
    VoucherDeductInfo, VoucherDisplayPatternInfo, VoucherSendModeInfo, VoucherSendRuleInfo,
    VoucherUseGuideInfo, VoucherUseRuleInfo, VoucherUseTimeInfo,
};
use quan_client::message::{create, times};
use quan_client::{Clock as _, Timestamp, WallClock};

pub(crate) type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A setting, or what it is when nobody set it.
pub(crate) fn setting(name: &str, otherwise: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| otherwise.to_owned())
}

/// The text of the file that a setting names.
pub(crate) fn file(name: &str) -> Result<String, String> {
    let path = std::env::var(name).map_err(|_| format!("set {name} to the path of a file"))?;
    std::fs::read_to_string(&path).map_err(|error| format!("could not read {path}: {error}"))
}

/// A number that no earlier run has used.
pub(crate) fn run_number() -> String {
    WallClock.now().as_millisecond().to_string()
}

/// 5 yuan off from 20 yuan: 100 vouchers, open and valid for 30 days.
pub(crate) fn five_off_twenty(out_biz_no: String, merchant_id: &str) -> create::Request {
    let now = WallClock.now();
    let in_30_days = Timestamp::from_second(now.as_second() + 30 * 86_400).unwrap_or(now);
    let (from, until) = (times::format(now), times::format(in_30_days));
    create::Request {
        out_biz_no: Some(out_biz_no),
        merchant_access_mode: Some("SELF_MODE".into()),
        activity_base_info: Some(ActivityBaseInfo {
            activity_name: Some("满20减5".into()),
            ..ActivityBaseInfo::default()
        }),
        voucher_send_mode_info: Some(VoucherSendModeInfo {
            voucher_send_mode: Some("DIRECT_SEND_MODE".into()),
            voucher_send_rule_info: Some(VoucherSendRuleInfo {
                quantity: Some(100),
                quantity_limit_per_user: Some(1),
                publish_start_time: Some(from.clone()),
                publish_end_time: Some(until.clone()),
                ..VoucherSendRuleInfo::default()
            }),
            ..VoucherSendModeInfo::default()
        }),
        voucher_deduct_info: Some(VoucherDeductInfo {
            voucher_type: Some("FIX_VOUCHER".into()),
            fix_voucher_info: Some(FixVoucherInfo {
                amount: Some("5.00".into()),
                floor_amount: Some("20.00".into()),
                ..FixVoucherInfo::default()
            }),
            ..VoucherDeductInfo::default()
        }),
        voucher_available_scope_info: Some(VoucherAvailableScopeInfo {
            voucher_available_account_info: Some(VoucherAvailableAccountInfo {
                available_pids: vec![merchant_id.to_owned()],
                ..VoucherAvailableAccountInfo::default()
            }),
            ..VoucherAvailableScopeInfo::default()
        }),
        voucher_use_rule_info: Some(VoucherUseRuleInfo {
            voucher_use_time_info: Some(VoucherUseTimeInfo {
                period_type: Some("ABSOLUTE".into()),
                absolute_period_info: Some(AbsolutePeriodInfo {
                    valid_begin_time: Some(from),
                    valid_end_time: Some(until),
                    ..AbsolutePeriodInfo::default()
                }),
                ..VoucherUseTimeInfo::default()
            }),
            ..VoucherUseRuleInfo::default()
        }),
        voucher_customer_guide_info: Some(VoucherCustomerGuideInfo {
            voucher_use_guide_info: Some(VoucherUseGuideInfo {
                use_guide_mode: vec!["CAN_USE".into()],
                ..VoucherUseGuideInfo::default()
            }),
            ..VoucherCustomerGuideInfo::default()
        }),
        voucher_display_pattern_info: Some(VoucherDisplayPatternInfo {
            brand_name: Some("演示咖啡".into()),
            voucher_description: Some("全场通用".into()),
            ..VoucherDisplayPatternInfo::default()
        }),
        voucher_budget_supply_info: Some(VoucherBudgetSupplyInfo {
            budget_type: Some("NO_CASH".into()),
            ..VoucherBudgetSupplyInfo::default()
        }),
        ..create::Request::default()
    }
}
