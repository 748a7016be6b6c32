//! Where each datum stands in the flat and in the nested shape, as a table.

use crate::alipay::message::violation::Violation;

/// Flat names beside their nested paths.
pub(crate) type Names = [(&'static str, &'static str)];

/// What a nested field is called in the flat shape.
pub(crate) fn flat_name(nested: &str) -> Option<&str> {
    flat_in(NAMES, nested)
}

/// What a table calls a nested field in the flat shape.
pub(crate) fn flat_in(names: &Names, nested: &str) -> Option<&'static str> {
    let flat = names
        .iter()
        .find(|(_, path)| *path == nested)
        .map(|(flat, _)| *flat);
    flat.or_else(|| {
        // A missing block is known by the first of its fields.
        names
            .iter()
            .find(|(_, path)| path.strip_prefix(nested).is_some_and(inside))
            .map(|n| n.0)
    })
}

fn inside(rest: &str) -> bool {
    rest.starts_with('.')
}

/// A violation under the name that the caller of a flat request knows.
pub(crate) fn to_flat(violation: Violation) -> Violation {
    to_flat_in(NAMES, violation)
}

/// A violation under the name that a table has for the field.
pub(crate) fn to_flat_in(names: &Names, violation: Violation) -> Violation {
    let (stem, element) = match violation.field.split_once('[') {
        Some((stem, element)) => (stem, format!("[{element}")),
        None => (violation.field.as_str(), String::new()),
    };
    match flat_in(names, stem).map(|name| format!("{name}{element}")) {
        Some(name) => violation.renamed(&name),
        None => violation,
    }
}

/// Where each datum stands in the flat and in the nested shape.
const NAMES: &Names = &[
    ("activity_name", "activity_base_info.activity_name"),
    (
        "belong_merchant_info",
        "activity_base_info.belong_merchant_info",
    ),
    (
        "belong_merchant_info.merchant_id",
        "activity_base_info.belong_merchant_info.merchant_id",
    ),
    (
        "belong_merchant_info.merchant_id_type",
        "activity_base_info.belong_merchant_info.merchant_id_type",
    ),
    (
        "belong_merchant_info.business_type",
        "activity_base_info.belong_merchant_info.business_type",
    ),
    ("activity_id", "activity_base_info.activity_id"),
    (
        "publish_start_time",
        "voucher_send_mode_info.voucher_send_rule_info.publish_start_time",
    ),
    (
        "publish_end_time",
        "voucher_send_mode_info.voucher_send_rule_info.publish_end_time",
    ),
    (
        "voucher_send_rule.voucher_quantity",
        "voucher_send_mode_info.voucher_send_rule_info.quantity",
    ),
    (
        "voucher_send_rule.max_quantity_by_day",
        "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day",
    ),
    (
        "voucher_send_rule.voucher_quantity_limit_per_user",
        "voucher_send_mode_info.voucher_send_rule_info.quantity_limit_per_user",
    ),
    (
        "voucher_send_rule.voucher_quantity_limit_per_user_period_type",
        "voucher_send_mode_info.voucher_send_rule_info.quantity_limit_per_user_period_type",
    ),
    (
        "voucher_send_rule.natural_person_limit",
        "voucher_send_mode_info.voucher_send_rule_info.natural_person_limit",
    ),
    (
        "voucher_send_rule.phone_number_limit",
        "voucher_send_mode_info.voucher_send_rule_info.phone_number_limit",
    ),
    (
        "voucher_send_rule.real_name_limit",
        "voucher_send_mode_info.voucher_send_rule_info.real_name_limit",
    ),
    ("voucher_type", "voucher_deduct_info.voucher_type"),
    (
        "voucher_use_rule.fix_voucher.amount",
        "voucher_deduct_info.fix_voucher_info.amount",
    ),
    (
        "voucher_use_rule.fix_voucher.floor_amount",
        "voucher_deduct_info.fix_voucher_info.floor_amount",
    ),
    (
        "voucher_use_rule.available_merchant.available_pids",
        "voucher_available_scope_info.voucher_available_account_info.available_pids",
    ),
    (
        "voucher_use_rule.available_merchant.available_smids",
        "voucher_available_scope_info.voucher_available_account_info.available_smids",
    ),
    (
        "voucher_use_rule.available_app_ids",
        "voucher_available_scope_info.voucher_available_app_info.available_app_ids",
    ),
    (
        "voucher_use_rule.available_store_ids",
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info.available_shop_ids",
    ),
    (
        "voucher_use_rule.available_goods.goods_ids",
        "voucher_available_scope_info.voucher_available_goods_info.available_goods_sku_ids",
    ),
    (
        "voucher_use_rule.unavailable_goods_ids",
        "voucher_available_scope_info.voucher_available_goods_info.exclude_goods_sku_ids",
    ),
    (
        "voucher_use_rule.available_goods.goods_name",
        "voucher_available_scope_info.voucher_available_goods_info.goods_name",
    ),
    (
        "voucher_use_rule.available_goods.goods_description",
        "voucher_available_scope_info.voucher_available_goods_info.goods_description",
    ),
    (
        "voucher_use_rule.use_mode",
        "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode",
    ),
    (
        "voucher_use_rule.use_url",
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_url",
    ),
    (
        "voucher_use_rule.voucher_quantity_limit_per_user",
        "voucher_use_rule_info.quantity_limit_per_user",
    ),
    (
        "voucher_use_rule.voucher_quantity_limit_per_user_period_type",
        "voucher_use_rule_info.quantity_limit_per_user_period_type",
    ),
    (
        "voucher_use_rule.voucher_valid_period.type",
        "voucher_use_rule_info.voucher_use_time_info.period_type",
    ),
    (
        "voucher_use_rule.voucher_valid_period.valid_begin_time",
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_begin_time",
    ),
    (
        "voucher_use_rule.voucher_valid_period.valid_end_time",
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_end_time",
    ),
    (
        "voucher_use_rule.voucher_valid_period.valid_days_after_receive",
        "voucher_use_rule_info.voucher_use_time_info.relative_period_info.valid_days_after_receive",
    ),
    (
        "voucher_use_rule.voucher_valid_period.wait_days_after_receive",
        "voucher_use_rule_info.voucher_use_time_info.relative_period_info.wait_days_after_receive",
    ),
    (
        "voucher_display_info.brand_name",
        "voucher_display_pattern_info.brand_name",
    ),
    (
        "voucher_display_info.brand_logo",
        "voucher_display_pattern_info.brand_logo",
    ),
    (
        "voucher_display_info.voucher_description",
        "voucher_display_pattern_info.voucher_description",
    ),
    (
        "voucher_display_info.customer_service_mobile",
        "voucher_display_pattern_info.customer_service_mobile",
    ),
    (
        "voucher_display_info.voucher_image",
        "voucher_display_pattern_info.voucher_image",
    ),
    (
        "voucher_display_info.voucher_detail_images",
        "voucher_display_pattern_info.voucher_detail_images",
    ),
    (
        "voucher_budget_info.budget_type",
        "voucher_budget_supply_info.budget_type",
    ),
    (
        "voucher_budget_info.recharge_info.recharge_type",
        "voucher_budget_supply_info.voucher_recharge_info.recharge_type",
    ),
    (
        "voucher_budget_info.amount",
        "voucher_budget_supply_info.voucher_recharge_info.voucher_balance_recharge_info.amount",
    ),
    (
        "voucher_budget_info.recharge_info.alipay_balance_recharge_info.user_id",
        "voucher_budget_supply_info.voucher_recharge_info.voucher_balance_recharge_info.partner_id",
    ),
    (
        "voucher_budget_info.recharge_info.alipay_balance_recharge_info.logon_id",
        "voucher_budget_supply_info.voucher_recharge_info.voucher_balance_recharge_info.logon_id",
    ),
];
