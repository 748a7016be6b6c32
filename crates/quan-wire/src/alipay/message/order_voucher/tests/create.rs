//! The rules of creation.

use super::{create, flat, given, nested, now, rules};
use crate::alipay::message::activity::{Places, Validity};
use crate::alipay::message::order_voucher::create::{NewOrderActivity, Offer};
use crate::alipay::message::order_voucher::word::Business;
use crate::alipay::message::tests::edited;
use crate::alipay::message::word::Rounding;
use crate::alipay::message::{Violation, times};
use serde_json::{Value, json};

fn judge(message: &Value) -> Result<NewOrderActivity, Violation> {
    create(message)
}

/// The flat sample with codes of the merchant's own.
fn promised() -> Value {
    edited(
        flat(),
        &[
            ("code_mode", json!("MERCHANT_API")),
            ("voucher_send_rule.voucher_quantity", json!(100)),
        ],
    )
}

/// A flat exchange voucher that is sold.
fn sold() -> Value {
    edited(
        promised(),
        &[
            ("voucher_type", json!("EXCHANGE_VOUCHER")),
            (
                "voucher_use_rule.exchange_voucher",
                json!({
                    "amount": "100.00", "sale_amount": "50.00", "voucher_name": "火锅套餐",
                    "payee_pid": "2088102111111111", "refundable": true, "settle_type": "1",
                }),
            ),
            ("voucher_display_info.voucher_image", json!("image")),
            (
                "customer_guide.voucher_send_guide.voucher_detail_url",
                json!("alipays://platformapi/startapp?appId=1"),
            ),
        ],
    )
}

fn discounted() -> Value {
    edited(
        flat(),
        &[
            ("voucher_type", json!("DISCOUNT_VOUCHER")),
            (
                "voucher_use_rule.discount_voucher",
                json!({ "discount": "6.5", "ceiling_amount": "20.00" }),
            ),
        ],
    )
}

fn special() -> Value {
    edited(
        flat(),
        &[
            ("voucher_type", json!("SPECIAL_VOUCHER")),
            (
                "voucher_use_rule.special_voucher",
                json!({ "special_amount": "9.90", "origin_amount": "100.00", "goods_name": "甜甜圈" }),
            ),
        ],
    )
}

/// A special price in containers.
fn special_nested() -> Value {
    edited(
        given(),
        &[
            ("voucher_deduct_info.voucher_type", json!("SPECIAL_VOUCHER")),
            (
                "voucher_deduct_info.special_voucher_info",
                json!({ "special_amount": "9.90" }),
            ),
        ],
    )
}

/// A flat creation with the guide of 2021 alone.
fn of_2021() -> Value {
    edited(
        flat(),
        &[
            ("voucher_use_rule.voucher_available_scope", Value::Null),
            (
                "customer_guide",
                json!({ "mini_app_id": "2021238412323412", "mini_app_path": "pages/a" }),
            ),
        ],
    )
}

rules! { flat, judge;
    c1_out_biz_no_required: { "out_biz_no" = null };
    c1_out_biz_no_at_most_64_chars: { "out_biz_no" = ("x".repeat(65)) }
        but { "out_biz_no" = ("券".repeat(64)) };
    g8_merchant_access_mode_known: { "merchant_access_mode" = "OTHER" }
        but { "merchant_access_mode" = "SELF_MODE" };
    c2_flat_block_required: { "voucher_use_rule" = null };
    c2_flat_block_required_of_validity: { "voucher_use_rule.voucher_valid_period" = null };
    c2_publish_times_required: { "publish_start_time" = "" };
    c2_publish_times_required_of_the_end: { "publish_end_time" = null };
    c2_period_type_required: { "voucher_use_rule.voucher_valid_period.type" = null };
    c3_activity_name_required: { "activity_name" = "" };
    c3_activity_name_at_most_20_chars: { "activity_name" = ("券".repeat(21)) }
        but { "activity_name" = ("券".repeat(20)) };
    c4_code_mode_required: { "code_mode" = null };
    c4_code_mode_known: { "code_mode" = "MERCHANT" };
    c5_voucher_type_required: { "voucher_type" = null };
    c5_voucher_type_known: { "voucher_type" = "CUSTOMER_DEFINE_VOUCHER" };
    c6_agency_needs_owner: { "merchant_access_mode" = "AGENCY_MODE" } but {
        "merchant_access_mode" = "AGENCY_MODE",
        "belong_merchant_info" = { "merchant_id": "2088102111111111", "merchant_id_type": "PID" },
    };
    c6_business_type_known: { "belong_merchant_info.business_type" = "OTHER" };
    c6_merchant_required: { "belong_merchant_info.merchant_id" = "2088102111111111" };
    c6_merchant_required_by_id: { "belong_merchant_info.merchant_id_type" = "PID" };
    c6_merchant_id_type_known: {
        "belong_merchant_info" = { "merchant_id": "2088102111111111", "merchant_id_type": "MID" },
    };
    c6_isv_only_for_exchange: { "belong_merchant_info.business_type" = "ISV" };
    c7_quantity_of_upload_is_zero: { "voucher_send_rule.voucher_quantity" = 1 }
        but { "voucher_send_rule.voucher_quantity" = 0 };
    c8_user_limit_not_negative: { "voucher_send_rule.voucher_quantity_limit_per_user" = (-1) };
    c9_person_and_phone_need_user_limit: { "voucher_send_rule.voucher_quantity_limit_per_user" = 0 };
    c9_person_and_phone_need_user_limit_of_phone: {
        "voucher_send_rule" = { "phone_number_limit": "true" },
    };
    c11_publish_start_before_publish_end: { "publish_start_time" = "2027-05-31 23:59:59" };
    c11_publish_span_at_most_180_days: {
        "publish_start_time" = "2027-01-01 00:00:00", "publish_end_time" = "2027-06-30 00:00:01",
        "voucher_use_rule.voucher_valid_period.valid_end_time" = "2027-12-31 00:00:00",
    } but {
        "publish_start_time" = "2027-01-01 00:00:00", "publish_end_time" = "2027-06-30 00:00:00",
        "voucher_use_rule.voucher_valid_period.valid_end_time" = "2027-12-31 00:00:00",
    };
    c12_publish_end_in_the_future: {
        "publish_start_time" = "2026-11-01 00:00:00", "publish_end_time" = "2026-11-22 12:00:00",
    } but {
        "publish_start_time" = "2026-11-01 00:00:00", "publish_end_time" = "2026-11-22 12:00:01",
    };
    c13_valid_end_after_publish_end: {
        "voucher_use_rule.voucher_valid_period.valid_end_time" = "2027-05-31 23:59:59",
    } but { "voucher_use_rule.voucher_valid_period.valid_end_time" = "2027-06-01 00:00:00" };
    c14_publish_start_not_after_valid_begin: {
        "voucher_use_rule.voucher_valid_period.valid_begin_time" = "2026-12-31 23:59:59",
    } but { "voucher_use_rule.voucher_valid_period.valid_begin_time" = "2027-01-01 00:00:00" };
    c15_period_type_known: { "voucher_use_rule.voucher_valid_period.type" = "BOTH" };
    c15_absolute_needs_begin_and_end: {
        "voucher_use_rule.voucher_valid_period.valid_begin_time" = null,
    };
    c15_absolute_needs_begin_and_end_of_end: {
        "voucher_use_rule.voucher_valid_period.valid_end_time" = null,
    };
    c15_valid_begin_before_valid_end: {
        "voucher_use_rule.voucher_valid_period.valid_begin_time" = "2027-06-30 23:59:59",
    };
    c16_valid_days_above_zero: {
        "voucher_use_rule.voucher_valid_period" = { "type": "RELATIVE", "valid_days_after_receive": 0 },
    } but {
        "voucher_use_rule.voucher_valid_period" = { "type": "RELATIVE", "valid_days_after_receive": "1" },
    };
    c16_wait_days_not_negative: {
        "voucher_use_rule.voucher_valid_period" = {
            "type": "RELATIVE", "valid_days_after_receive": 1, "wait_days_after_receive": -1
        },
    };
    c17_amount_required: { "voucher_use_rule.fix_voucher.amount" = null };
    c17_amount_between_0_1_and_3000: { "voucher_use_rule.fix_voucher.amount" = "0.09" }
        but { "voucher_use_rule.fix_voucher.amount" = "0.1" }
        but { "voucher_use_rule.fix_voucher.amount" = "3000.00" };
    c17_amount_between_0_1_and_3000_at_most: { "voucher_use_rule.fix_voucher.amount" = "3000.01" };
    c17_floor_between_0_1_and_50000: { "voucher_use_rule.fix_voucher.floor_amount" = "0" }
        but { "voucher_use_rule.fix_voucher.floor_amount" = null }
        but { "voucher_use_rule.fix_voucher.floor_amount" = "50000" };
    c21_block_of_type_required: { "voucher_use_rule.fix_voucher" = null };
    c25_scope_type_required: { "voucher_use_rule.voucher_available_scope.voucher_available_type" = null };
    c25_scope_type_known: { "voucher_use_rule.voucher_available_scope.voucher_available_type" = "CITY" };
    c25_shop_type_needs_shops: {
        "voucher_use_rule.voucher_available_scope.order_voucher_available_shop" = null,
    };
    c25_city_type_needs_cities: {
        "voucher_use_rule.voucher_available_scope.voucher_available_type" = "CITY_CODE",
    };
    c26_shops_named_in_exactly_one_way: {
        "voucher_use_rule.voucher_available_scope.order_voucher_available_shop.shop_ids" = [],
    } but {
        "voucher_use_rule.voucher_available_scope.order_voucher_available_shop" = { "real_shop_ids": ["r"] },
    };
    c26_shops_named_in_exactly_one_way_of_two: {
        "voucher_use_rule.voucher_available_scope.order_voucher_available_shop.real_shop_ids" = ["r"],
    };
    c26_shops_named_in_exactly_one_way_of_all: {
        "voucher_use_rule.voucher_available_scope.order_voucher_available_shop.order_voucher_merchant_all_shop" = {},
    };
    c30_all_city_or_codes: {
        "voucher_use_rule.voucher_available_scope" = {
            "voucher_available_type": "CITY_CODE", "order_voucher_available_city_code": { "all_city": false }
        },
    } but {
        "voucher_use_rule.voucher_available_scope" = {
            "voucher_available_type": "CITY_CODE", "order_voucher_available_city_code": { "all_city": "true" }
        },
    };
    c34_detail_images_need_voucher_image: { "voucher_display_info.voucher_detail_images" = ["d"] }
        but { "voucher_display_info.voucher_detail_images" = ["d"], "voucher_display_info.voucher_image" = "i" };
    c34_at_most_3_detail_images: {
        "voucher_display_info.voucher_detail_images" = ["a", "b", "c", "d"],
        "voucher_display_info.voucher_image" = "i",
    } but {
        "voucher_display_info.voucher_detail_images" = ["a", "b", "c", "c"],
        "voucher_display_info.voucher_image" = "i",
    };
    c35_comment_only_for_exchange: { "voucher_display_info.voucher_comment" = "食材新鲜" };
    c35_one_customer_service: { "voucher_display_info.customer_service_mobile" = null };
    c35_one_customer_service_not_two: { "voucher_display_info.customer_service_url" = "alipay://x" };
    c36_mini_app_path_needs_mini_app_id: { "customer_guide.voucher_use_guide.mini_app_id" = null };
    c37_service_codes_need_mini_app_id: {
        "customer_guide.voucher_use_guide" = { "offline_code_use_guide": true, "service_codes": ["s"] },
    };
    c37_service_code_or_mini_app_path: { "customer_guide.voucher_use_guide.service_codes" = ["s"] }
        but { "customer_guide.voucher_use_guide.service_codes" = ["s"],
              "customer_guide.voucher_use_guide.mini_app_path" = null };
    c37_one_service_code: {
        "customer_guide.voucher_use_guide.service_codes" = ["s", "t"],
        "customer_guide.voucher_use_guide.mini_app_path" = null,
    };
    c38_some_use_guide: {
        "customer_guide.voucher_use_guide.offline_code_use_guide" = false,
        "customer_guide.voucher_use_guide.mini_app_use_guide" = false,
    } but { "customer_guide.voucher_use_guide.mini_app_use_guide" = false };
    c38_mini_app_guide_needs_mini_app_id: {
        "customer_guide.voucher_use_guide" = { "mini_app_use_guide": true },
    };
}

rules! { promised, judge;
    c7_quantity_of_api_above_zero: { "voucher_send_rule.voucher_quantity" = 0 };
    c7_quantity_of_api_above_zero_nor_below: { "voucher_send_rule.voucher_quantity" = (-5) };
    c7_quantity_at_most_999999: { "voucher_send_rule.voucher_quantity" = 1_000_000 }
        but { "voucher_send_rule.voucher_quantity" = 999_999 };
}

rules! { discounted, judge;
    c18_discount_required: { "voucher_use_rule.discount_voucher.discount" = null };
    c18_discount_between_0_1_and_9_9: { "voucher_use_rule.discount_voucher.discount" = "10" }
        but { "voucher_use_rule.discount_voucher.discount" = "9.9" }
        but { "voucher_use_rule.discount_voucher.discount" = "0.10" };
    c18_discount_between_0_1_and_9_9_in_tenths: { "voucher_use_rule.discount_voucher.discount" = "6.55" };
    c18_ceiling_required: { "voucher_use_rule.discount_voucher.ceiling_amount" = null };
    c18_ceiling_between_0_1_and_15000: { "voucher_use_rule.discount_voucher.ceiling_amount" = "15000.01" }
        but { "voucher_use_rule.discount_voucher.ceiling_amount" = 15000 };
    c18_floor_between_0_1_and_50000: { "voucher_use_rule.discount_voucher.floor_amount" = "50000.01" };
    c18_origin_between_0_1_and_9999: {
        "voucher_use_rule.discount_voucher.origin_amount" = "9999.01",
        "voucher_use_rule.discount_voucher.goods_name" = "甜甜圈",
    };
    c22_goods_name_and_origin_amount_together: { "voucher_use_rule.discount_voucher.goods_name" = "甜甜圈" }
        but { "voucher_use_rule.discount_voucher.goods_name" = "甜甜圈",
              "voucher_use_rule.discount_voucher.origin_amount" = "10" };
}

rules! { special, judge;
    c19_special_amount_required: { "voucher_use_rule.special_voucher.special_amount" = null };
    c19_special_amount_at_most_999: { "voucher_use_rule.special_voucher.special_amount" = "999.01" }
        but { "voucher_use_rule.special_voucher.special_amount" = "0" };
    c19_floor_between_0_1_and_50000: { "voucher_use_rule.special_voucher.floor_amount" = "0.05" };
    c19_origin_required: { "voucher_use_rule.special_voucher.origin_amount" = null };
    c19_origin_between_0_1_and_9999: { "voucher_use_rule.special_voucher.origin_amount" = "10000" };
    c19_origin_above_special: { "voucher_use_rule.special_voucher.origin_amount" = "9.9" }
        but { "voucher_use_rule.special_voucher.origin_amount" = "9.91" };
    c22_goods_name_and_origin_amount_together_of_special: {
        "voucher_use_rule.special_voucher.goods_name" = null,
    };
}

rules! { sold, judge;
    c20_amount_required: { "voucher_use_rule.exchange_voucher.amount" = null };
    c20_amount_between_0_1_and_3000: { "voucher_use_rule.exchange_voucher.amount" = "3000.01" };
    c20_floor_between_0_1_and_50000: { "voucher_use_rule.exchange_voucher.floor_amount" = "0.00" };
    c20_biz_type_known: { "voucher_use_rule.exchange_voucher.biz_type" = "OTHER" }
        but { "voucher_use_rule.exchange_voucher.biz_type" = "FIX_EXCHANGE_VOUCHER" };
    c20_voucher_name_required: { "voucher_use_rule.exchange_voucher.voucher_name" = null };
    c33_brand_required_for_isv: {
        "belong_merchant_info.business_type" = "ISV", "voucher_display_info.brand_name" = null,
    } but { "belong_merchant_info.business_type" = "ISV" };
    c34_voucher_image_required_for_exchange: { "voucher_display_info.voucher_image" = null };
    c34_detail_images_not_for_exchange: { "voucher_display_info.voucher_detail_images" = ["d"] };
    c35_one_customer_service_in_either_place: {
        "voucher_use_rule.exchange_voucher.customer_service_url" = "alipay://x",
    } but {
        "voucher_use_rule.exchange_voucher.customer_service_url" = "alipay://x",
        "voucher_display_info.customer_service_mobile" = null,
    };
    c39_detail_url_required_for_exchange: { "customer_guide.voucher_send_guide" = null } but {
        "customer_guide.voucher_send_guide" = null,
        "voucher_use_rule.exchange_voucher.voucher_detail_url" = "alipays://x",
    };
    c40_sale_amount_between_0_1_and_3000: { "voucher_use_rule.exchange_voucher.sale_amount" = "0.09" };
    g1_forms_agree_within_the_flat_one: {
        "voucher_use_rule.exchange_voucher.voucher_detail_url" = "alipays://other",
    };
}

rules! { of_2021, judge;
    c27_at_most_3000_store_ids: {
        "customer_guide" = { "store_ids": ((0..3001).map(|n| n.to_string()).collect::<Vec<_>>()) },
    } but {
        "customer_guide" = { "store_ids": ((0..3000).map(|n| n.to_string()).collect::<Vec<_>>()) },
    };
    c36_mini_app_path_needs_mini_app_id_of_2021: { "customer_guide.mini_app_id" = null };
    c46_one_old_place_of_use: { "customer_guide.shop_ids" = ["s"] }
        but { "customer_guide" = { "real_shop_ids": ["r"] } };
    c46_service_code_or_path_with_old_app: { "customer_guide.mini_app_path" = null }
        but { "customer_guide.mini_app_path" = null, "customer_guide.service_codes" = ["s"] };
}

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

#[test]
fn c9_is_worded_as_published() {
    let message = edited(flat(), &[("voucher_send_rule.voucher_quantity_limit_per_user", json!(null))]);
    assert_eq!(
        judge(&message).unwrap_err().to_string(),
        "参数有误REQUEST_PARAM_ILLEGAL|异常原因:请求参数非法|打开了身份证计次和电话号码计次.则 voucherQuantityLimitPerUser 必须大于0"
    );
}

#[test]
fn c13_and_c14_are_worded_as_published() {
    let period = "voucher_use_rule.voucher_valid_period";
    for (name, time, text) in [
        ("valid_end_time", "2027-05-01 00:00:00", "券过期时间早于活动结束时间"),
        ("valid_begin_time", "2026-12-01 00:00:00", "活动开始时间晚于券有效时间"),
    ] {
        let message = edited(flat(), &[(&format!("{period}.{name}"), json!(time))]);
        assert_eq!(
            judge(&message).unwrap_err().to_string(),
            format!("参数有误券有效属于绝对时间情况下：{text}")
        );
    }
}

#[test]
fn c36_is_worded_as_published() {
    let path = "customer_guide.voucher_use_guide.mini_app_id";
    assert_eq!(
        judge(&edited(flat(), &[(path, json!(null))])).unwrap_err().to_string(),
        "参数有误REQUEST_PARAM_ILLEGAL|异常原因:请求参数非法|用户引导信息 miniAppPath 有值,则 miniAppId 必须有 值"
    );
}

#[test]
fn g10_owner_is_the_one_that_is_told() {
    let activity = judge(&nested()).unwrap();
    assert_eq!(activity.owner.unwrap().id, "2088102111111111");
    assert_eq!(activity.business, Business::ForMerchant);
    assert_eq!(judge(&flat()).unwrap().owner, None);
    let message = edited(sold(), &[("belong_merchant_info.business_type", json!("ISV"))]);
    let activity = judge(&message).unwrap();
    assert_eq!((activity.owner, activity.business), (None, Business::Own));
}

#[test]
fn c10_is_passed_over_while_there_are_no_codes() {
    let field = "voucher_send_mode_info.voucher_send_rule_info";
    let uploads = edited(
        given(),
        &[
            ("activity_base_info.code_mode", json!("MERCHANT_UPLOAD")),
            (&format!("{field}.quantity"), json!(0)),
            (&format!("{field}.max_quantity_by_day"), json!(500)),
        ],
    );
    assert_eq!(judge(&uploads).unwrap().sending.max_by_day, Some(500));
}

#[test]
fn c21_blocks_of_other_kinds_are_dropped() {
    let activity = judge(&given()).unwrap();
    let deduct = activity.document.voucher_deduct_info.unwrap();
    assert!(deduct.fix_voucher_info.is_some() && deduct.exchange_voucher_info.is_none());
    assert_eq!(activity.offer, Offer::Direct);
    let sending = activity.document.voucher_send_mode_info.unwrap();
    assert_eq!(sending.voucher_sale_mode_info, None);
}

#[test]
fn c27_shop_ids_leave_the_document() {
    let activity = judge(&flat()).unwrap();
    let Places::Shops(shops) = &activity.scope.places else {
        panic!("these are shops")
    };
    assert_eq!(shops.len(), 2);
    assert!(!activity.document.to_json().contains("2026110500502000000011110001"));
    assert!(activity.canonical().contains("2026110500502000000011110001"));
}

#[test]
fn c29_excluded_shops_are_of_all_shops() {
    let Places::AllShops { merchant_id, exclude, .. } = judge(&nested()).unwrap().scope.places else {
        panic!("these are all shops")
    };
    assert_eq!(merchant_id.as_deref(), Some("2088102111111111"));
    assert_eq!(exclude, ["2026110500502000000011110006"]);
    let flat = edited(
        flat(),
        &[(
            "voucher_use_rule.voucher_available_scope.order_voucher_available_shop",
            json!({ "order_voucher_merchant_all_shop": {} }),
        )],
    );
    let places = judge(&flat).unwrap().scope.places;
    assert!(matches!(places, Places::AllShops { merchant_id: None, exclude, .. } if exclude.is_empty()));
}

#[test]
fn c32_app_ids_are_listed() {
    let path = "voucher_available_scope_info.voucher_available_app_info.available_app_ids";
    let message = edited(nested(), &[(path, json!(["a", "b", "a"]))]);
    assert_eq!(judge(&message).unwrap().scope.app_ids, ["a", "b"]);
}

#[test]
fn c42_biz_tag_is_kept_and_means_nothing() {
    let message = edited(sold(), &[("biz_tag", json!("GROUP_BUY_EXCHANGE_VOUCHER"))]);
    let activity = judge(&message).unwrap();
    let rest = activity.document.order_voucher_rest.unwrap();
    assert_eq!(rest.biz_tag.as_deref(), Some("GROUP_BUY_EXCHANGE_VOUCHER"));
    assert_eq!(rest.settle_type.as_deref(), Some("1"));
    let deduct = activity.document.voucher_deduct_info.unwrap();
    assert_eq!(deduct.exchange_voucher_info.unwrap().biz_type, None);
}

#[test]
fn c45_states_that_are_sent_are_ignored() {
    let message = edited(
        nested(),
        &[
            ("activity_base_info.activity_id", json!("1")),
            ("activity_base_info.activity_status", json!("FINISHED")),
            ("activity_base_info.activity_operation_status", json!("CREATING")),
        ],
    );
    assert_eq!(judge(&message).unwrap().document, judge(&nested()).unwrap().document);
}

#[test]
fn c46_old_positions_give_way_to_newer_ones() {
    let path = "customer_guide.shop_ids";
    let message = edited(flat(), &[(path, json!(["elsewhere"]))]);
    let Places::Shops(shops) = judge(&message).unwrap().scope.places else {
        panic!("these are shops")
    };
    assert_eq!(shops.len(), 2);
    let old = edited(of_2021(), &[("customer_guide", json!({ "store_ids": ["s", "t"] }))]);
    assert_eq!(
        judge(&old).unwrap().scope.places,
        Places::Shops(vec!["s".to_owned(), "t".to_owned()])
    );
    let service = edited(
        of_2021(),
        &[("customer_guide", json!({ "mini_app_id": "a", "service_codes": ["s"] }))],
    );
    let guide = judge(&service).unwrap().guide;
    assert_eq!((guide.app_ids, guide.service_codes), (vec!["a".to_owned()], vec!["s".to_owned()]));
}

#[test]
fn g1_one_activity_whichever_form_told_it() {
    let flat = judge(&flat()).unwrap();
    let told = json!({
        "out_biz_no": "CRE20261122000001",
        "activity_base_info": { "activity_name": "新春满10减1", "code_mode": "MERCHANT_UPLOAD" },
        "voucher_send_mode_info": {
            "voucher_send_mode": "DIRECT_SEND_MODE",
            "voucher_send_rule_info": {
                "quantity": 0, "quantity_limit_per_user": 1, "natural_person_limit": true,
                "quantity_limit_per_user_period_type": "LIFE_CYCLE", "phone_number_limit": false,
                "publish_start_time": "2027-01-01 00:00:00", "publish_end_time": "2027-05-31 23:59:59",
            },
        },
        "voucher_deduct_info": {
            "voucher_type": "FIX_VOUCHER", "fix_voucher_info": { "amount": 1, "floor_amount": 10.0 },
        },
        "voucher_available_scope_info": { "voucher_available_geography_scope_info": {
            "available_geography_scope_type": "SHOP",
            "available_geography_shop_info": { "available_shop_ids": [
                "2026110500502000000011110001", "2026110500502000000011110002",
            ] },
        } },
        "voucher_use_rule_info": { "voucher_use_time_info": {
            "period_type": "ABSOLUTE",
            "absolute_period_info": {
                "valid_begin_time": "2027-01-01 00:00:00", "valid_end_time": "2027-06-30 23:59:59",
            },
        } },
        "voucher_customer_guide_info": { "voucher_use_guide_info": {
            "use_guide_mode": ["OFFLINE_CODE", "MINI_APP"],
            "mini_app_use_guide_info": {
                "mini_app_url": "alipays://platformapi/startapp?appId=2021238412323412&page=pages%2Findex%2Findex",
            },
        } },
        "voucher_display_pattern_info": {
            "brand_name": "示例小馆", "brand_logo": "adeDSktiQO-u5vJUqVbcQwAAACMAAQED",
            "voucher_description": "1、不可兑换现金。2、每人限领1张。",
            "customer_service_mobile": "01012345678",
        },
    });
    let nested = judge(&told).unwrap();
    assert_eq!(nested.document, flat.document);
    assert_eq!(nested.canonical(), flat.canonical());
    assert!(nested.forms.nested && !nested.forms.legacy);
}

#[test]
fn g1_a_container_may_be_completed_by_flat_fields() {
    let mixed = edited(
        nested(),
        &[
            ("activity_base_info", Value::Null),
            ("activity_name", json!("双人火锅套餐")),
            ("code_mode", json!("MERCHANT_API")),
            (
                "belong_merchant_info",
                json!({ "merchant_id": "2088102111111111", "merchant_id_type": "PID" }),
            ),
        ],
    );
    let activity = judge(&mixed).unwrap();
    assert_eq!((activity.forms.legacy, activity.forms.nested), (true, true));
    assert_eq!(activity.name, "双人火锅套餐");
}

#[test]
fn relative_validity_rounds_backward_unless_told() {
    let Validity::Relative { days, wait, rounding } = judge(&nested()).unwrap().usage.validity else {
        panic!("it is relative")
    };
    assert_eq!((days, wait, rounding), (30, 0, Rounding::Backward));
    assert!(times::parse("2027-01-01 00:00:00").unwrap() > now());
}

#[test]
fn flat_violations_bear_flat_names() {
    for (message, field) in [
        (edited(flat(), &[("activity_name", json!(null))]), "activity_name"),
        (
            edited(
                discounted(),
                &[
                    ("voucher_use_rule.discount_voucher.goods_name", json!("a")),
                    ("voucher_use_rule.discount_voucher.origin_amount", json!("0.01")),
                ],
            ),
            "voucher_use_rule.discount_voucher.origin_amount",
        ),
        (
            edited(flat(), &[("voucher_use_rule.fix_voucher", json!(null))]),
            "voucher_use_rule.fix_voucher",
        ),
    ] {
        let violation = judge(&message).unwrap_err();
        assert_eq!(violation.field, field);
        let start = "参数有误REQUEST_PARAM_ILLEGAL|异常原因:请求参数非法|";
        assert!(violation.to_string().starts_with(&format!("{start}{field}: ")));
    }
}
