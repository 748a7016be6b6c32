//! Rules as the nested form breaks them.

use super::{judge, nested, rules, special_nested};

rules! { nested, judge;
    c2_container_required: { "voucher_available_scope_info" = null }
        but { "voucher_available_scope_info.voucher_available_account_info" = null };
    c2_container_required_of_base: { "activity_base_info" = null };
    c2_container_required_of_sending: { "voucher_send_mode_info" = null };
    c2_container_required_of_deduction: { "voucher_deduct_info" = null };
    c2_container_required_of_use: { "voucher_use_rule_info" = null };
    c2_container_required_of_guide: { "voucher_customer_guide_info" = null };
    c2_container_required_of_display: { "voucher_display_pattern_info" = null };
    c2_container_required_of_send_rule: { "voucher_send_mode_info.voucher_send_rule_info" = null };
    c2_container_required_of_use_time: { "voucher_use_rule_info.voucher_use_time_info" = null };
    c2_voucher_send_mode_required: { "voucher_send_mode_info.voucher_send_mode" = null };
    c8_limit_period_known: {
        "voucher_send_mode_info.voucher_send_rule_info.quantity_limit_per_user_period_type" = "YEAR",
    };
    c8_extra_limits_not_negative: {
        "voucher_send_mode_info.voucher_send_rule_info.quantity_week_limit_per_user" = (-1),
    };
    c8_use_limit_not_negative: { "voucher_use_rule_info.quantity_limit_per_user" = (-1) };
    c8_use_limit_period_known: { "voucher_use_rule_info.quantity_limit_per_user_period_type" = "YEAR" };
    c8_max_use_times_not_negative: { "voucher_use_rule_info.voucher_max_use_times" = (-1) };
    c10_day_limit_not_negative: {
        "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day" = (-1),
    };
    c10_day_limit_times_days_within_quantity: {
        "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day" = 12,
    } but { "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day" = 11 };
    c16_valid_days_relative_type_known: {
        "voucher_use_rule_info.voucher_use_time_info.relative_period_info.valid_days_relative_type" = "ROUND",
    } but {
        "voucher_use_rule_info.voucher_use_time_info.relative_period_info.valid_days_relative_type" = "ROUND_BACKWARDS",
    };
    c23_goods_name_required: { "voucher_available_scope_info.voucher_available_goods_info.goods_name" = null };
    c23_origin_between_0_1_and_9999: {
        "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = "0.01",
    };
    c24_goods_only_or_except: {
        "voucher_available_scope_info.voucher_available_goods_info.available_goods_sku_ids" = ["a"],
        "voucher_available_scope_info.voucher_available_goods_info.exclude_goods_sku_ids" = ["b"],
    } but {
        "voucher_available_scope_info.voucher_available_goods_info.exclude_goods_sku_ids" = ["b"],
    };
    c28_all_shops_of_one_merchant: {
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info.available_geography_all_shop.merchant_ids" = ["a", "b"],
    };
    c28_all_shops_of_one_merchant_at_least: {
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info.available_geography_all_shop.merchant_ids" = [],
    };
    c31_some_account: { "voucher_available_scope_info.voucher_available_account_info.available_pids" = [] }
        but { "voucher_available_scope_info.voucher_available_account_info" = { "available_smids": ["s"] } };
    c37_mini_app_url_or_service_code: {
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info" = null,
    } but {
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info" = { "mini_app_service_codes": ["s"] },
    };
    c37_mini_app_url_or_service_code_not_both: {
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_service_codes" = ["s"],
    } but {
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_service_codes" = ["s"],
        "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["OFFLINE_CODE"],
    };
    c37_one_mini_app_service_code: {
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info" = { "mini_app_service_codes": ["s", "t"] },
    };
    c38_use_guide_mode_required: { "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = [] };
    c38_use_guide_mode_known: { "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["WALK"] }
        but { "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["SCAN_CODE", "CAN_USE"] };
    c38_send_guide_mode_known: {
        "voucher_customer_guide_info.voucher_send_guide_info.send_guide_mode" = ["OFFLINE_CODE"],
    };
    c40_voucher_send_mode_known: { "voucher_send_mode_info.voucher_send_mode" = "GIFT" };
    c40_sale_info_required: { "voucher_send_mode_info.voucher_sale_mode_info" = null };
    c40_payee_pid_required: { "voucher_send_mode_info.voucher_sale_mode_info.payee_pid" = null };
    c40_sale_amount_required: { "voucher_send_mode_info.voucher_sale_mode_info.sale_amount" = null };
    c40_sale_amount_between_0_1_and_3000_nested: {
        "voucher_send_mode_info.voucher_sale_mode_info.sale_amount" = "3000.01",
    };
    c40_fund_custody_mode_is_guarantee: {
        "voucher_send_mode_info.voucher_sale_mode_info.fund_custody_mode" = null,
    };
    c40_settle_mode_known: {
        "voucher_send_mode_info.voucher_sale_mode_info.settle_info.settle_mode" = "LATER",
    };
    c40_only_exchange_is_sold: {
        "voucher_deduct_info.voucher_type" = "FIX_VOUCHER",
        "voucher_deduct_info.fix_voucher_info.amount" = "1",
    };
    c41_voucher_package_id_required: { "voucher_send_mode_info.voucher_send_mode" = "VOUCHER_PACKAGE" } but {
        "voucher_send_mode_info.voucher_send_mode" = "VOUCHER_PACKAGE",
        "voucher_send_mode_info.voucher_package_mode_info.voucher_package_id" = "IP1",
    };
    g12_time_rules_are_well_formed: {
        "voucher_use_rule_info.voucher_use_time_info.relative_period_info.time_restrict_info.disable_period_info" = [{ "rule_type": "WEEK" }],
    } but {
        "voucher_use_rule_info.voucher_use_time_info.relative_period_info.time_restrict_info.disable_period_info" = [
            { "rule_type": "WEEK", "week_rule_info": { "week_day": "6,7" } }
        ],
    };
    g1_forms_agree: { "activity_name" = "另一个名字" } but { "activity_name" = "双人火锅套餐" };
    g1_forms_agree_about_shops: {
        "voucher_use_rule.voucher_available_scope.order_voucher_available_shop.order_voucher_merchant_all_shop.exclude_shop_ids" = ["x"],
        "voucher_use_rule.voucher_available_scope.voucher_available_type" = "SHOP",
    };
}

rules! { special_nested, judge;
    c23_origin_amount_required: {
        "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = null,
    };
}
