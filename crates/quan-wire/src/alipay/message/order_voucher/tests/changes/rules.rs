//! Rules, and the edges at which they no longer refuse.

use super::super::rules;
use super::{
    nothing, of_cities, of_exchange, of_flat, of_shown, of_sold, of_special, of_unlimited, valid,
};

rules! { valid, of_flat;
    m1_out_biz_no_required: { "out_biz_no" = null };
    m1_out_biz_no_at_most_64_chars: { "out_biz_no" = ("x".repeat(65)) };
    m2_activity_id_required: { "activity_id" = null } but {
        "activity_id" = null, "activity_base_info.activity_id" = "2026112200826004508401111111",
    };
    m2_activity_id_at_most_128_chars: { "activity_id" = ("1".repeat(129)) };
    m2_activity_ids_agree: { "activity_base_info.activity_id" = "1" } but {
        "activity_base_info.activity_id" = "2026112200826004508401111111",
    };
    m8_identifying_fields_stay: { "activity_base_info.code_mode" = "MERCHANT_API" }
        but { "activity_base_info.code_mode" = "MERCHANT_UPLOAD" };
    m8_identifying_fields_stay_of_owner: {
        "activity_base_info.belong_merchant_info" = { "merchant_id": "2088", "merchant_id_type": "PID" },
    } but {
        "activity_base_info.belong_merchant_info" = {
            "merchant_id": "2088102111111111", "merchant_id_type": "PID", "business_type": "ISV_FOR_MERCHANT"
        },
    };
    m8_identifying_fields_stay_of_mode: { "voucher_send_mode_info.voucher_send_mode" = "SALE_MODE" }
        but { "voucher_send_mode_info.voucher_send_mode" = "DIRECT_SEND_MODE" };
    m8_identifying_fields_stay_of_package: {
        "voucher_send_mode_info.voucher_package_mode_info.voucher_package_id" = "IP1",
    };
    m8_identifying_fields_stay_of_period: {
        "voucher_use_rule_info.voucher_use_time_info.period_type" = "RELATIVE",
    } but { "voucher_use_rule_info.voucher_use_time_info.period_type" = "ABSOLUTE" };
    m8_identifying_fields_stay_of_custody: {
        "voucher_send_mode_info.voucher_sale_mode_info.fund_custody_mode" = "NONE",
    };
    m9_activity_name_at_most_20_chars: { "activity_name" = ("券".repeat(21)) };
    m10_agency_needs_owner: {
        "merchant_access_mode" = "AGENCY_MODE",
        "activity_base_info.activity_name" = "春季满10减1",
    } but { "merchant_access_mode" = "AGENCY_MODE" };
    m10_business_type_known: { "activity_base_info.belong_merchant_info.business_type" = "OTHER" };
    m10_merchant_required: {
        "activity_base_info.belong_merchant_info.merchant_id" = "2088102111111111",
    };
    m10_merchant_id_type_known: {
        "activity_base_info.belong_merchant_info" = { "merchant_id": "2088102111111111", "merchant_id_type": "MID" },
    };
    m11_publish_times_are_seconds_in_shanghai: { "publish_end_time" = "2027-06-29" };
    m12_publish_span_at_most_180_days: {
        "publish_end_time" = "2027-06-30 00:00:01",
    } but { "publish_end_time" = "2027-06-30 00:00:00" };
    m12_publish_start_before_publish_end: { "publish_start_time" = "2027-06-29 23:59:59" };
    m13_publish_end_only_later: { "publish_end_time" = "2027-05-31 23:59:58" }
        but { "publish_end_time" = "2027-05-31 23:59:59" };
    m17_publish_start_not_after_valid_begin: { "publish_start_time" = "2027-01-01 00:00:01" }
        but { "publish_start_time" = "2027-01-01 00:00:00" };
    m18_valid_end_not_before_publish_end: {
        "publish_end_time" = "2027-06-29 23:59:59",
        "voucher_use_rule.voucher_valid_period.valid_end_time" = "2027-06-29 23:59:58",
    };
    m19_valid_end_after_publish_end: {
        "publish_end_time" = "2027-06-30 00:00:00",
        "voucher_use_rule.voucher_valid_period.valid_end_time" = "2027-06-30 00:00:00",
    } but {
        "publish_end_time" = "2027-06-30 00:00:00",
        "voucher_use_rule.voucher_valid_period.valid_end_time" = "2027-06-30 23:59:59",
    };
    m20_valid_end_only_later: {
        "voucher_use_rule.voucher_valid_period.valid_end_time" = "2027-06-30 23:59:58",
    } but { "voucher_use_rule.voucher_valid_period.valid_end_time" = "2027-06-30 23:59:59" };
    m21_valid_days_only_for_relative: {
        "voucher_use_rule.voucher_valid_period.valid_days_after_receive" = 30,
    } but { "voucher_use_rule.voucher_valid_period.valid_days_after_receive" = 0 };
    m24_valid_begin_only_earlier: {
        "voucher_use_rule.voucher_valid_period.valid_begin_time" = "2027-01-01 00:00:01",
    } but {
        "publish_start_time" = "2026-12-31 00:00:00", "publish_end_time" = null,
        "voucher_use_rule.voucher_valid_period.valid_begin_time" = "2026-12-31 00:00:00",
    };
    m24_wait_days_only_for_relative: {
        "voucher_use_rule.voucher_valid_period.wait_days_after_receive" = 1,
    };
    m24_wait_days_not_negative: {
        "voucher_use_rule.voucher_valid_period.wait_days_after_receive" = (-1),
    };
    m26_brand_name_at_most_12_chars: { "voucher_display_info.brand_name" = ("牌".repeat(13)) }
        but { "voucher_display_info.brand_name" = ("牌".repeat(12)) };
    m26_brand_name_at_most_12_chars_nested: { "voucher_display_pattern_info.brand_name" = ("牌".repeat(13)) };
    m27_brand_logo_at_most_64_or_128_chars: { "voucher_display_info.brand_logo" = ("x".repeat(65)) }
        but { "voucher_display_pattern_info.brand_logo" = ("x".repeat(65)) };
    m27_brand_logo_at_most_64_or_128_chars_nested: {
        "voucher_display_pattern_info.brand_logo" = ("x".repeat(129)),
    };
    m28_comment_at_most_12_chars: { "voucher_display_info.voucher_comment" = ("好".repeat(13)) };
    m28_comment_only_for_exchange: { "voucher_display_info.voucher_comment" = "好" };
    m29_voucher_description_at_most_1000_chars: {
        "voucher_display_info.voucher_description" = ("x".repeat(1001)),
    } but { "voucher_display_info.voucher_description" = ("x".repeat(1000)) };
    m30_voucher_image_at_most_64_chars: { "voucher_display_info.voucher_image" = ("x".repeat(65)) };
    m31_detail_images_need_voucher_image: { "voucher_display_info.voucher_detail_images" = ["d"] } but {
        "voucher_display_info.voucher_detail_images" = ["d"], "voucher_display_info.voucher_image" = "i",
    };
    m32_at_most_3_detail_images: {
        "voucher_display_info.voucher_detail_images" = ["a", "b", "c", "d"],
        "voucher_display_info.voucher_image" = "i",
    };
    m32_detail_images_at_most_256_chars: {
        "voucher_display_info.voucher_detail_images" = [("a".repeat(125)), ("b".repeat(125))],
        "voucher_display_info.voucher_image" = "i",
    } but {
        "voucher_display_info.voucher_detail_images" = [("a".repeat(124)), ("b".repeat(125))],
        "voucher_display_info.voucher_image" = "i",
    };
    m35_customer_service_mobile_at_most_20_chars: {
        "voucher_display_info.customer_service_mobile" = ("1".repeat(21)),
    };
    m35_customer_service_url_at_most_255_chars: {
        "voucher_display_info.customer_service_url" = ("x".repeat(256)),
    };
    m35_one_customer_service: {
        "voucher_display_pattern_info" = { "customer_service_mobile": "1", "customer_service_url": "x" },
    } but { "voucher_display_info" = { "customer_service_mobile": "1", "customer_service_url": "x" } };
    m36_voucher_name_at_most_20_chars: { "voucher_display_pattern_info.voucher_name" = ("券".repeat(21)) }
        but { "voucher_display_pattern_info.voucher_name" = ("券".repeat(20)) };
    m37_voucher_name_at_most_12_chars: { "voucher_use_rule.exchange_voucher.voucher_name" = ("券".repeat(13)) };
    m37_voucher_name_only_for_exchange: { "voucher_use_rule.exchange_voucher.voucher_name" = "券" };
    m38_modify_type_required: { "voucher_use_rule.voucher_available_scope.modify_type" = null };
    m38_modify_type_known: { "voucher_use_rule.voucher_available_scope.modify_type" = "CHANGE" };
    m38_modify_type_known_nested: { "voucher_available_scope_modify_type" = "CHANGE",
        "voucher_use_rule.voucher_available_scope" = null };
    g1_forms_agree_about_modify_types: { "voucher_available_scope_modify_type" = "REMOVE" }
        but { "voucher_available_scope_modify_type" = "ADD" };
    g1_forms_agree_in_modify: { "activity_base_info.activity_name" = "另一个" };
    m46_some_shop_stays: {
        "voucher_use_rule.voucher_available_scope" = {
            "modify_type": "REMOVE", "order_voucher_available_shop": { "shop_ids": [
                "2026110500502000000011110002", "other", "2026110500502000000011110001"
            ] }
        },
    } but {
        "voucher_use_rule.voucher_available_scope" = {
            "modify_type": "REMOVE", "order_voucher_available_shop": { "shop_ids": [
                "2026110500502000000011110002", "other"
            ] }
        },
    };
    m47_place_type_stays: {
        "voucher_use_rule.voucher_available_scope.order_voucher_available_city_code.city_codes" = ["310100"],
    };
    m47_place_type_stays_nested: {
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_scope_type" = "CITY_CODE",
    };
    m48_old_shop_lists_only_grow: {
        "voucher_use_rule.voucher_available_scope" = null,
        "customer_guide.shop_ids" = ["2026110500502000000011110001", "new"],
    } but {
        "voucher_use_rule.voucher_available_scope" = null,
        "customer_guide.store_ids" = ["new", "2026110500502000000011110002", "2026110500502000000011110001"],
    };
    m49_scope_type_known: {
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_scope_type" = "PLANET",
    };
    m49_shops_named_in_exactly_one_way: {
        "voucher_use_rule.voucher_available_scope" = null,
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info" = {
            "available_shop_ids": ["a"], "available_real_shop_ids": ["r"]
        },
    };
    m51_some_account: { "voucher_available_scope_info.voucher_available_account_info" = {} }
        but { "voucher_available_scope_info.voucher_available_account_info" = { "available_smids": ["s"] } };
    m54_limits_not_negative: { "voucher_send_rule.voucher_quantity_limit_per_user" = (-1) };
    m56_quantity_not_negative: { "voucher_send_mode_info.voucher_send_rule_info.quantity" = (-1) };
    m56_quantity_of_upload_is_zero: { "voucher_send_mode_info.voucher_send_rule_info.quantity" = 100 }
        but { "voucher_send_mode_info.voucher_send_rule_info.quantity" = 0 };
    m57_day_limit_not_negative: {
        "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day" = (-1),
    };
    m57_day_limit_times_days_within_quantity: {
        "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day" = 1,
    } but {
        "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day" = 0,
    };
    m58_limit_period_known: {
        "voucher_send_mode_info.voucher_send_rule_info.quantity_limit_per_user_period_type" = "YEAR",
    };
    m59_voucher_send_mode_known: { "voucher_send_mode_info.voucher_send_mode" = "GIFT" };
    m60_sale_amount_between_0_1_and_3000: {
        "voucher_send_mode_info.voucher_sale_mode_info.sale_amount" = "3000.01",
    };
    m60_settle_mode_known: {
        "voucher_send_mode_info.voucher_sale_mode_info.settle_info.settle_mode" = "LATER",
    };
    m61_payee_pid_at_most_32_chars: {
        "voucher_send_mode_info.voucher_sale_mode_info.payee_pid" = ("2".repeat(33)),
    };
    m62_mini_app_id_at_most_16_chars: {
        "customer_guide.voucher_use_guide.mini_app_id" = ("2".repeat(17)),
    };
    m63_mini_app_path_at_most_64_chars: {
        "customer_guide.voucher_use_guide.mini_app_path" = ("p".repeat(65)),
    };
    m64_mini_app_path_is_relative: {
        "customer_guide.voucher_use_guide.mini_app_path" = "alipays://platformapi/startapp",
    };
    m65_service_codes_at_most_1280_chars: {
        "customer_guide.voucher_use_guide" = { "service_codes": [("s".repeat(1277))] },
    };
    m66_one_service_code: { "customer_guide.voucher_use_guide" = { "service_codes": ["s", "t"] } };
    m67_service_code_or_mini_app_path: { "customer_guide.voucher_use_guide.service_codes" = ["s"] } but {
        "customer_guide.voucher_use_guide.service_codes" = ["s"],
        "customer_guide.voucher_use_guide.mini_app_path" = null,
    };
    m68_detail_url_only_for_exchange: {
        "customer_guide.voucher_send_guide.voucher_detail_url" = "alipays://x",
    };
    m69_guide_modes_known: {
        "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode" = ["WALK"],
    };
    m69_guide_modes_known_of_sending: {
        "voucher_customer_guide_info.voucher_send_guide_info.send_guide_mode" = ["SCAN_CODE"],
    };
    m70_mini_app_url_at_most_255_chars: {
        "customer_guide" = null,
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_url" = ("x".repeat(256)),
    };
    m70_mini_app_url_at_most_255_chars_of_sending: {
        "voucher_customer_guide_info.voucher_send_guide_info.mini_app_send_guide_info.mini_app_url" = ("x".repeat(256)),
    };
    m70_service_codes_at_most_1000_chars: {
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_service_codes" = [("s".repeat(997))],
    };
    m70_one_service_code: {
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_service_codes" = ["s", "t"],
    };
    m70_mini_app_url_or_service_code: {
        "customer_guide" = null,
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info" = {
            "mini_app_url": "alipays://x", "mini_app_service_codes": ["s"]
        },
    } but {
        "customer_guide" = null,
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info" = {
            "mini_app_service_codes": ["s"]
        },
    };
    m71_use_limits_not_negative: { "voucher_use_rule_info.quantity_limit_per_user" = (-1) };
    m71_use_limit_period_known: { "voucher_use_rule_info.quantity_limit_per_user_period_type" = "YEAR" };
    m72_isv_only_for_exchange: { "activity_base_info.belong_merchant_info.business_type" = "ISV" };
}

rules! { nothing, of_sold;
    m16_valid_end_only_for_absolute: {
        "voucher_use_rule.voucher_valid_period.valid_end_time" = "2027-07-31 23:59:59",
    };
    m22_valid_days_above_zero: {
        "voucher_use_rule.voucher_valid_period.valid_days_after_receive" = (-1),
    };
    m23_valid_days_only_more: {
        "voucher_use_rule.voucher_valid_period.valid_days_after_receive" = 29,
    } but { "voucher_use_rule.voucher_valid_period.valid_days_after_receive" = 31 };
    m24_valid_begin_only_for_absolute: {
        "voucher_use_rule.voucher_valid_period.valid_begin_time" = "2027-01-01 00:00:00",
    };
    m24_wait_days_only_fewer: { "voucher_use_rule.voucher_valid_period.wait_days_after_receive" = 1 };
    m36_detail_images_not_for_exchange: { "voucher_display_pattern_info.voucher_detail_images" = ["d"] };
    m50_all_shops_of_the_owner: {
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info.available_geography_all_shop.merchant_ids" = ["2088"],
    } but {
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info.available_geography_all_shop.merchant_ids" = ["2088102111111111"],
    };
    m53_goods_only_or_except: {
        "voucher_available_scope_info.voucher_available_goods_info" = {
            "available_goods_sku_ids": ["a"], "exclude_goods_sku_ids": ["b"]
        },
    };
    m53_goods_name_at_most_12_chars: {
        "voucher_available_scope_info.voucher_available_goods_info.goods_name" = ("锅".repeat(13)),
    } but { "voucher_available_scope_info.voucher_available_goods_info.goods_name" = ("锅".repeat(12)) };
    m53_goods_description_at_most_120_chars: {
        "voucher_available_scope_info.voucher_available_goods_info.goods_description" = ("锅".repeat(121)),
    };
    m53_origin_between_0_1_and_9999: {
        "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = 10000,
    };
    m56_quantity_stays: { "voucher_send_mode_info.voucher_send_rule_info.quantity" = 999 }
        but { "voucher_send_mode_info.voucher_send_rule_info.quantity" = "1000" };
}

rules! { nothing, of_special;
    m53_origin_above_special: {
        "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = "9.90",
    } but { "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = "9.91" };
}

rules! { nothing, of_exchange;
    m53_goods_name_required: {
        "voucher_available_scope_info.voucher_available_goods_info.goods_description" = "锅",
    } but {
        "voucher_available_scope_info.voucher_available_goods_info.goods_name" = "锅",
    };
    m68_detail_url_at_most_255_chars: {
        "customer_guide.voucher_send_guide.voucher_detail_url" = ("x".repeat(256)),
    } but { "voucher_use_rule.exchange_voucher.voucher_detail_url" = ("x".repeat(255)) };
}

rules! { nothing, of_shown;
    m63_mini_app_path_needs_mini_app_id: {
        "customer_guide.voucher_use_guide.mini_app_path" = "pages/a",
    } but {
        "customer_guide.voucher_use_guide.mini_app_path" = "pages/a",
        "customer_guide.voucher_use_guide.mini_app_id" = "2021238412323412",
    };
    m65_service_codes_need_mini_app_id: { "customer_guide.voucher_use_guide.service_codes" = ["s"] };
}

rules! { nothing, of_unlimited;
    m55_person_and_phone_need_user_limit: { "voucher_send_rule" = { "phone_number_limit": "true" } } but {
        "voucher_send_rule" = { "phone_number_limit": "true", "voucher_quantity_limit_per_user": 1 },
    };
    m55_person_and_phone_need_user_limit_of_person: {
        "voucher_send_mode_info.voucher_send_rule_info.natural_person_limit" = true,
    };
}

rules! { nothing, of_cities;
    m46_some_member_stays: {
        "voucher_use_rule.voucher_available_scope" = {
            "modify_type": "REMOVE",
            "order_voucher_available_city_code": { "city_codes": ["330100", "310100"] }
        },
    } but {
        "voucher_use_rule.voucher_available_scope" = {
            "modify_type": "REMOVE", "order_voucher_available_city_code": { "city_codes": ["310100"] }
        },
    };
    m47_some_city_stays: {
        "voucher_available_scope_modify_type" = "REMOVE",
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_city_info.all_city" = true,
    };
}
