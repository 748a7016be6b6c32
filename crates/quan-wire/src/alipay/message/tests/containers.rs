//! Scope, use, guide, display and budget of a creation.

use super::{create, edited, nested, rules};
use serde_json::{Value, json};

rules! { nested, create;
    v2_1_voucher_available_scope_info_required: { "voucher_available_scope_info" = null };
    v2_1_some_merchant_takes_the_voucher:
        { "voucher_available_scope_info.voucher_available_account_info.available_pids" = [] }
        but {
            "voucher_available_scope_info.voucher_available_account_info.available_pids" = [],
            "voucher_available_scope_info.voucher_available_account_info.available_smids" = ["2088000000000991"],
        };
    v2_1_pids_at_most_16_chars:
        { "voucher_available_scope_info.voucher_available_account_info.available_pids" = ["20880000000001010"] };
    v2_1_smids_at_most_32_chars:
        { "voucher_available_scope_info.voucher_available_account_info.available_smids" = [("2".repeat(33))] };
    v2_1_app_ids_at_most_32_chars:
        { "voucher_available_scope_info.voucher_available_app_info.available_app_ids" = [("2".repeat(33))] }
        but { "voucher_available_scope_info.voucher_available_app_info.available_app_ids" = [("2".repeat(32))] };

    v2_1_geography_type_required:
        { "voucher_available_scope_info.voucher_available_geography_scope_info" = {} };
    v2_1_geography_type_known:
        { "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_scope_type" = "ALL" };
    v2_1_geography_block_matches_type: {
        "voucher_available_scope_info.voucher_available_geography_scope_info" = {
            "available_geography_scope_type": "SHOP",
            "available_geography_city_info": { "all_city": true },
        },
    };
    v2_1_shops_named_in_exactly_one_way: {
        "voucher_available_scope_info.voucher_available_geography_scope_info" = {
            "available_geography_scope_type": "SHOP",
            "available_geography_shop_info": {
                "available_shop_ids": ["1"], "available_real_shop_ids": ["2"],
            },
        },
    } but {
        "voucher_available_scope_info.voucher_available_geography_scope_info" = {
            "available_geography_scope_type": "SHOP",
            "available_geography_shop_info": { "available_real_shop_ids": ["2"] },
        },
    };
    v2_1_all_shop_of_one_merchant: {
        "voucher_available_scope_info.voucher_available_geography_scope_info" = {
            "available_geography_scope_type": "SHOP",
            "available_geography_shop_info": {
                "available_geography_all_shop": { "merchant_ids": ["1", "2"] },
            },
        },
    } but {
        "voucher_available_scope_info.voucher_available_geography_scope_info" = {
            "available_geography_scope_type": "SHOP",
            "available_geography_shop_info": {
                "available_geography_all_shop": { "merchant_ids": ["1", "1"] },
            },
        },
    };
    v2_1_city_codes_or_all_city: {
        "voucher_available_scope_info.voucher_available_geography_scope_info" = {
            "available_geography_scope_type": "CITY_CODE",
            "available_geography_city_info": { "all_city": false },
        },
    } but {
        "voucher_available_scope_info.voucher_available_geography_scope_info" = {
            "available_geography_scope_type": "CITY_CODE",
            "available_geography_city_info": { "available_city_codes": ["310100"] },
        },
    };
    v2_1_goods_ids_at_most_64_chars:
        { "voucher_available_scope_info.voucher_available_goods_info.available_goods_sku_ids" = [("x".repeat(65))] };
    v2_1_goods_available_xor_excluded: {
        "voucher_available_scope_info.voucher_available_goods_info.available_goods_sku_ids" = ["a"],
        "voucher_available_scope_info.voucher_available_goods_info.exclude_goods_sku_ids" = ["b"],
    };
    v2_1_goods_name_required_with_origin_amount:
        { "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = "5" };
    v2_1_goods_name_at_most_20_chars:
        { "voucher_available_scope_info.voucher_available_goods_info.goods_name" = ("圈".repeat(21)) };
    v2_1_goods_description_at_most_120_chars:
        { "voucher_available_scope_info.voucher_available_goods_info.goods_description" = ("圈".repeat(121)) }
        but { "voucher_available_scope_info.voucher_available_goods_info.goods_description" = ("圈".repeat(120)) };
    v2_1_origin_amount_between_0_1_and_9999: {
        "voucher_available_scope_info.voucher_available_goods_info.goods_name" = "甜甜圈",
        "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = "9999.01",
    };

    v2_1_voucher_use_rule_info_required: { "voucher_use_rule_info" = null };
    v2_1_voucher_use_time_info_required: { "voucher_use_rule_info.voucher_use_time_info" = null };
    v2_1_period_type_required: { "voucher_use_rule_info.voucher_use_time_info.period_type" = null };
    v2_1_period_type_known: { "voucher_use_rule_info.voucher_use_time_info.period_type" = "DAY" };
    v2_1_absolute_period_info_required:
        { "voucher_use_rule_info.voucher_use_time_info.absolute_period_info" = null };
    v2_1_relative_period_info_required: {
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info" = null,
        "voucher_use_rule_info.voucher_use_time_info.period_type" = "RELATIVE",
    };
    v2_1_period_block_matches_type: {
        "voucher_use_rule_info.voucher_use_time_info.relative_period_info.valid_days_after_receive" = 7,
    } but {
        "voucher_use_rule_info.voucher_use_time_info.relative_period_info.valid_days_after_receive" = 0,
    };
    v2_1_valid_begin_time_required:
        { "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_begin_time" = null };
    v2_1_valid_begin_time_format:
        { "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_begin_time" = "2026-11-01" };
    v2_1_valid_end_time_required:
        { "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_end_time" = null };
    v2_1_valid_end_time_format:
        { "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_end_time" = "2026-12-31 24:00:00" };
    v2_1_valid_begin_before_valid_end:
        { "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_begin_time" = "2026-12-31 23:59:59" };
    v2_1_valid_end_not_before_publish_end:
        { "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_end_time" = "2026-11-30 23:59:58" }
        but { "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_end_time" = "2026-11-30 23:59:59" };
    v2_1_use_limit_not_negative: { "voucher_use_rule_info.quantity_limit_per_user" = (-1) };
    v2_1_use_limit_period_known:
        { "voucher_use_rule_info.quantity_limit_per_user_period_type" = "HOUR" };
    v2_1_voucher_max_use_times_at_least_1: { "voucher_use_rule_info.voucher_max_use_times" = (-1) }
        but { "voucher_use_rule_info.voucher_max_use_times" = 0 };
    v2_1_voucher_use_ext_info_at_most_1024_chars:
        { "voucher_use_rule_info.voucher_use_ext_info" = ("x".repeat(1025)) }
        but { "voucher_use_rule_info.voucher_use_ext_info" = ("x".repeat(1024)) };

    v2_1_voucher_customer_guide_info_required: { "voucher_customer_guide_info" = null };
    v2_1_use_guide_mode_known:
        { "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["SELF_LINK"] }
        but { "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["SCAN_CODE", "OFFLINE_CODE"] };
    v2_1_mini_app_guide_only_with_mini_app: {
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_url" =
            "alipays://platformapi/startapp?appId=2021000000000001",
    };
    v2_1_mini_app_url_xor_service_code:
        { "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["MINI_APP"] }
        but {
            "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["MINI_APP"],
            "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_service_codes" = ["S1"],
        };
    v2_1_one_mini_app_service_code: {
        "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["MINI_APP"],
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_service_codes" = ["S1", "S2"],
    };
    v2_1_mini_app_url_is_a_mini_app_link: {
        "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["MINI_APP"],
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_url" = "https://example.test/",
    } but {
        "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["MINI_APP"],
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_url" =
            "alipays://platformapi/startapp?appId=2021000000000001",
    };
    v2_1_mini_app_url_at_most_255_chars: {
        "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["MINI_APP"],
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_url" =
            (format!("{:x<256}", "alipays://platformapi/startapp?appId=")),
    } but {
        "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["MINI_APP"],
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_url" =
            (format!("{:x<255}", "alipays://platformapi/startapp?appId=")),
    };
    v2_1_use_url_at_most_512_chars:
        { "voucher_customer_guide_info.voucher_use_guide_info.use_url" = ("x".repeat(513)) };
    v2_1_send_guide_mode_known:
        { "voucher_customer_guide_info.voucher_send_guide_info.send_guide_mode" = ["CAN_USE"] }
        but { "voucher_customer_guide_info.voucher_send_guide_info.send_guide_mode" = ["MINI_APP"] };

    v2_1_voucher_display_pattern_info_required: { "voucher_display_pattern_info" = null };
    v2_1_brand_name_at_most_32_chars: { "voucher_display_pattern_info.brand_name" = ("牌".repeat(33)) }
        but { "voucher_display_pattern_info.brand_name" = ("牌".repeat(32)) };
    v2_1_brand_logo_at_most_64_chars: { "voucher_display_pattern_info.brand_logo" = ("x".repeat(65)) };
    v2_1_voucher_name_at_most_32_chars: { "voucher_display_pattern_info.voucher_name" = ("券".repeat(33)) };
    v2_1_voucher_description_required: { "voucher_display_pattern_info.voucher_description" = "" };
    v2_1_voucher_description_at_most_1000_chars:
        { "voucher_display_pattern_info.voucher_description" = ("券".repeat(1001)) }
        but { "voucher_display_pattern_info.voucher_description" = ("券".repeat(1000)) };
    v2_1_voucher_image_at_most_64_chars: { "voucher_display_pattern_info.voucher_image" = ("x".repeat(65)) };
    v2_1_at_most_3_detail_images: {
        "voucher_display_pattern_info.voucher_image" = "image",
        "voucher_display_pattern_info.voucher_detail_images" = ["1", "2", "3", "4"],
    } but {
        "voucher_display_pattern_info.voucher_image" = "image",
        "voucher_display_pattern_info.voucher_detail_images" = ["1", "2", "3", "3"],
    };
    v2_1_detail_images_at_most_64_chars: {
        "voucher_display_pattern_info.voucher_image" = "image",
        "voucher_display_pattern_info.voucher_detail_images" = [("x".repeat(65))],
    };
    v2_1_detail_images_need_voucher_image: { "voucher_display_pattern_info.voucher_detail_images" = ["1"] };
    v2_1_customer_service_mobile_at_most_32_chars:
        { "voucher_display_pattern_info.customer_service_mobile" = ("1".repeat(33)) };
    v2_1_customer_service_url_at_most_512_chars:
        { "voucher_display_pattern_info.customer_service_url" = ("x".repeat(513)) };

    v2_1_voucher_budget_supply_info_required: { "voucher_budget_supply_info" = null };
    v2_1_budget_type_required: { "voucher_budget_supply_info" = {} };
    v2_1_budget_type_known: { "voucher_budget_supply_info.budget_type" = "CASH" };
    v2_1_voucher_recharge_info_required: { "voucher_budget_supply_info.budget_type" = "RECHARGE" };
    v2_1_recharge_info_only_with_recharge:
        { "voucher_budget_supply_info.voucher_recharge_info.recharge_type" = "ALIPAY_BALANCE" };
}

rules! { relative, create;
    v2_1_valid_days_above_0:
        { "voucher_use_rule_info.voucher_use_time_info.relative_period_info.valid_days_after_receive" = 0 }
        but { "voucher_use_rule_info.voucher_use_time_info.relative_period_info.valid_days_after_receive" = 1 };
    v2_1_wait_days_not_negative:
        { "voucher_use_rule_info.voucher_use_time_info.relative_period_info.wait_days_after_receive" = (-1) }
        but { "voucher_use_rule_info.voucher_use_time_info.relative_period_info.wait_days_after_receive" = 0 };
    v2_1_valid_days_relative_type_known:
        { "voucher_use_rule_info.voucher_use_time_info.relative_period_info.valid_days_relative_type" = "ROUND" }
        but { "voucher_use_rule_info.voucher_use_time_info.relative_period_info.valid_days_relative_type" = "ROUND_BACKWARDS" };
}

rules! { timed, create;
    v2_1_a_rule_type_known: {
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.time_restrict_info.usable_period_info.0.rule_type" = "YEAR" };
    v2_1_a_rule_has_the_child_of_its_type: {
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.time_restrict_info.usable_period_info.0.date_rule_info" = null };
    v2_1_a_date_range_is_two_dates: {
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.time_restrict_info.usable_period_info.0.date_rule_info.date_range_info.begin_date" = "2026-02-29" };
    v2_1_a_date_range_in_order: {
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.time_restrict_info.usable_period_info.0.date_rule_info.date_range_info.begin_date" = "2026-12-01" };
    v2_1_a_week_day_numbers_1_to_7: {
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.time_restrict_info.usable_period_info.1.week_rule_info.week_day" = "0,1" }
        but { "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.time_restrict_info.usable_period_info.1.week_rule_info.week_day" = "7" };
    v2_1_a_time_range_is_two_times: {
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.time_restrict_info.usable_period_info.1.week_rule_info.time_range_info.begin_time" = "9:00" };
    v2_1_a_time_range_in_order: {
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.time_restrict_info.usable_period_info.1.week_rule_info.time_range_info.end_time_info.end_time_type" = "SAME_DAY" };
    v2_1_a_end_time_type_known: {
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.time_restrict_info.usable_period_info.1.week_rule_info.time_range_info.end_time_info.end_time_type" = "TODAY" };
}

rules! { prepaid, create;
    v2_1_recharge_type_is_alipay_balance:
        { "voucher_budget_supply_info.voucher_recharge_info.recharge_type" = "BANK" };
    v2_1_recharge_amount_required:
        { "voucher_budget_supply_info.voucher_recharge_info.voucher_balance_recharge_info.amount" = null };
    v2_1_recharge_amount_is_face_times_quantity:
        { "voucher_budget_supply_info.voucher_recharge_info.voucher_balance_recharge_info.amount" = "20000.01" }
        but { "voucher_budget_supply_info.voucher_recharge_info.voucher_balance_recharge_info.amount" = "20000.0" };
    v2_1_partner_id_xor_logon_id:
        { "voucher_budget_supply_info.voucher_recharge_info.voucher_balance_recharge_info.logon_id" = "a@example.test" };
}

fn relative() -> Value {
    let info = json!({
        "period_type": "RELATIVE", "relative_period_info": { "valid_days_after_receive": 7 },
    });
    edited(
        nested(),
        &[("voucher_use_rule_info.voucher_use_time_info", info)],
    )
}

fn timed() -> Value {
    let night = json!({
        "begin_time": "18:00:00",
        "end_time_info": { "end_time": "02:00:00", "end_time_type": "NEXT_DAY" },
    });
    let rules = json!([
        { "rule_type": "DATE", "date_rule_info": {
            "date_range_info": { "begin_date": "2026-11-01", "end_date": "2026-11-07" } } },
        { "rule_type": "WEEK", "week_rule_info": { "week_day": "6,7,6", "time_range_info": night } },
        { "rule_type": "HOLIDAY", "holiday_rule_info": {} },
    ]);
    let path = "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.time_restrict_info.usable_period_info";
    edited(nested(), &[(path, rules)])
}

fn prepaid() -> Value {
    let info = json!({ "budget_type": "RECHARGE", "voucher_recharge_info": {
        "recharge_type": "ALIPAY_BALANCE",
        "voucher_balance_recharge_info": { "amount": "20000", "partner_id": "2088000000000101" },
    } });
    edited(nested(), &[("voucher_budget_supply_info", info)])
}

#[test]
fn times_of_use_become_days_and_hours() {
    use crate::alipay::message::activity::{Days, Hours, TimeRule};
    use jiff::civil::{date, time};
    let usage = create(&timed()).unwrap().usage;
    let night = Hours {
        begin: time(18, 0, 0, 0),
        end: time(2, 0, 0, 0),
        next_day: true,
    };
    let dates = Days::Dates {
        first: date(2026, 11, 1),
        last: date(2026, 11, 7),
    };
    assert_eq!(
        usage.usable,
        [
            TimeRule {
                days: dates,
                hours: None
            },
            TimeRule {
                days: Days::Week(vec![6, 7]),
                hours: Some(night)
            },
            TimeRule {
                days: Days::Holidays,
                hours: None
            },
        ]
    );
    assert_eq!(usage.disabled, []);
}

#[test]
fn every_city_leaves_no_codes_behind() {
    use crate::alipay::message::activity::Places;
    let cities = json!({
        "available_geography_scope_type": "CITY_CODE",
        "available_geography_city_info": { "all_city": true, "available_city_codes": ["310100"] },
    });
    let path = "voucher_available_scope_info.voucher_available_geography_scope_info";
    let activity = create(&edited(nested(), &[(path, cities)])).unwrap();
    assert_eq!(activity.scope.places, Places::AllCities);
    assert!(!activity.document.to_json().contains("310100"));
}

#[test]
fn a_guide_that_names_no_way_of_use_means_that_it_can_be_used() {
    let guide = json!({});
    let activity = create(&edited(nested(), &[("voucher_customer_guide_info", guide)])).unwrap();
    assert!(
        activity
            .document
            .to_json()
            .contains(r#""use_guide_mode":["CAN_USE"]"#)
    );
}
