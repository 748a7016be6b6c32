//! Rules as the flat form breaks them.

use super::{discounted, flat, judge, of_2021, promised, rules, sold, special};

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
