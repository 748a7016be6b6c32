//! Common rules, the base of an activity, and the rules of giving.

use super::{create, nested, rules};

rules! { nested, create;
    v1_2_out_biz_no_required: { "out_biz_no" = "" };
    v1_2_out_biz_no_at_most_64_chars: { "out_biz_no" = ("x".repeat(65)) }
        but { "out_biz_no" = ("x".repeat(64)) };
    v1_2_merchant_access_mode_known: { "merchant_access_mode" = "OTHER_MODE" }
        but { "merchant_access_mode" = null };
    v1_2_money_has_at_most_two_decimals: { "voucher_deduct_info.fix_voucher_info.amount" = "1.001" }
        but { "voucher_deduct_info.fix_voucher_info.amount" = "10.5" };

    v2_1_activity_base_info_required: { "activity_base_info" = null };
    v2_1_activity_name_required: { "activity_base_info.activity_name" = null };
    v2_1_activity_name_at_most_20_chars:
        { "activity_base_info.activity_name" = ("券".repeat(21)) }
        but { "activity_base_info.activity_name" = ("券".repeat(20)) };
    v2_1_agency_needs_owner: { "merchant_access_mode" = "AGENCY_MODE" };
    v2_1_agency_needs_owner_type: {
        "merchant_access_mode" = "AGENCY_MODE",
        "activity_base_info.belong_merchant_info.merchant_id" = "2088000000000101",
    } but {
        "merchant_access_mode" = "AGENCY_MODE",
        "activity_base_info.belong_merchant_info.merchant_id" = "2088000000000101",
        "activity_base_info.belong_merchant_info.merchant_id_type" = "PID",
    };
    v2_1_merchant_id_at_most_32_chars:
        { "activity_base_info.belong_merchant_info.merchant_id" = ("2".repeat(33)) }
        but { "activity_base_info.belong_merchant_info.merchant_id" = ("2".repeat(32)) };
    v2_1_merchant_id_type_known: {
        "activity_base_info.belong_merchant_info.merchant_id" = "2088000000000101",
        "activity_base_info.belong_merchant_info.merchant_id_type" = "UID",
    };
    v2_1_business_type_is_isv_for_merchant:
        { "activity_base_info.belong_merchant_info.business_type" = "ISV" }
        but { "activity_base_info.belong_merchant_info.business_type" = "ISV_FOR_MERCHANT" };
    v2_1_out_activity_id_at_most_64_chars:
        { "activity_base_info.out_activity_id" = ("x".repeat(65)) }
        but { "activity_base_info.out_activity_id" = ("x".repeat(64)) };

    v2_1_voucher_send_mode_info_required: { "voucher_send_mode_info" = null };
    v2_1_voucher_send_mode_required: { "voucher_send_mode_info.voucher_send_mode" = "" };
    v2_1_voucher_send_mode_is_direct: { "voucher_send_mode_info.voucher_send_mode" = "SALE_MODE" };
    v2_1_voucher_send_rule_info_required: { "voucher_send_mode_info.voucher_send_rule_info" = null };
    v2_1_publish_start_time_required:
        { "voucher_send_mode_info.voucher_send_rule_info.publish_start_time" = null };
    v2_1_publish_start_time_format:
        { "voucher_send_mode_info.voucher_send_rule_info.publish_start_time" = "2026-11-31 00:00:00" };
    v2_1_publish_end_time_required:
        { "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = null };
    v2_1_publish_end_time_format:
        { "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = "2026-11-30T23:59:59" };
    v2_1_publish_start_before_publish_end:
        { "voucher_send_mode_info.voucher_send_rule_info.publish_start_time" = "2026-11-30 23:59:59" }
        but { "voucher_send_mode_info.voucher_send_rule_info.publish_start_time" = "2026-11-30 23:59:58" };
    v2_1_publish_span_at_most_180_days: {
        "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day" = 0,
        "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = "2027-04-30 00:00:01",
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_end_time" = "2027-12-31 00:00:00",
    } but {
        "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day" = 0,
        "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = "2027-04-30 00:00:00",
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_end_time" = "2027-12-31 00:00:00",
    };
    v2_1_publish_end_in_the_future: {
        "voucher_send_mode_info.voucher_send_rule_info.publish_start_time" = "2026-10-01 00:00:00",
        "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = "2026-10-31 12:00:00",
    } but {
        "voucher_send_mode_info.voucher_send_rule_info.publish_start_time" = "2026-10-01 00:00:00",
        "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = "2026-10-31 12:00:01",
    };
    v2_1_quantity_required: { "voucher_send_mode_info.voucher_send_rule_info.quantity" = null };
    v2_1_quantity_between_1_and_99999999:
        { "voucher_send_mode_info.voucher_send_rule_info.quantity" = 100_000_000 }
        but { "voucher_send_mode_info.voucher_send_rule_info.quantity" = 99_999_999 };
    v2_1_quantity_between_1_and_99999999_not_zero:
        { "voucher_send_mode_info.voucher_send_rule_info.quantity" = 0 };
    v2_1_max_quantity_by_day_at_least_1:
        { "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day" = (-1) }
        but { "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day" = 0 };
    // November has thirty days, both ends counted.
    v2_1_max_quantity_by_day_times_days_within_quantity:
        { "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day" = 34 }
        but { "voucher_send_mode_info.voucher_send_rule_info.max_quantity_by_day" = 33 };
    v2_1_quantity_limit_per_user_not_negative:
        { "voucher_send_mode_info.voucher_send_rule_info.quantity_limit_per_user" = (-1) };
    v2_1_quantity_limit_period_known:
        { "voucher_send_mode_info.voucher_send_rule_info.quantity_limit_per_user_period_type" = "YEAR" }
        but { "voucher_send_mode_info.voucher_send_rule_info.quantity_limit_per_user_period_type" = "WEEK" };
    v2_1_extra_limits_not_negative:
        { "voucher_send_mode_info.voucher_send_rule_info.quantity_week_limit_per_user" = (-1) }
        but { "voucher_send_mode_info.voucher_send_rule_info.quantity_week_limit_per_user" = 0 };
    v8_5_natural_person_needs_user_limit:
        { "voucher_send_mode_info.voucher_send_rule_info.quantity_limit_per_user" = 0 };
    v8_5_phone_number_needs_user_limit: {
        "voucher_send_mode_info.voucher_send_rule_info.quantity_limit_per_user" = null,
        "voucher_send_mode_info.voucher_send_rule_info.natural_person_limit" = false,
        "voucher_send_mode_info.voucher_send_rule_info.phone_number_limit" = true,
    };

    v2_1_voucher_deduct_info_required: { "voucher_deduct_info" = null };
    v2_1_voucher_type_required: { "voucher_deduct_info.voucher_type" = null };
    v2_1_voucher_type_known: { "voucher_deduct_info.voucher_type" = "FREE_VOUCHER" };
    v8_3_exchange_voucher_refused: { "voucher_deduct_info.voucher_type" = "EXCHANGE_VOUCHER" };
    v8_3_customer_defined_voucher_refused:
        { "voucher_deduct_info.voucher_type" = "CUSTOMER_DEFINE_VOUCHER" };
    v2_1_deduct_block_matches_voucher_type:
        { "voucher_deduct_info.discount_voucher_info.discount" = "6.5" };
    v2_1_fix_voucher_info_required: { "voucher_deduct_info.fix_voucher_info" = null };
    v2_1_fix_amount_required: { "voucher_deduct_info.fix_voucher_info.amount" = null };
    v2_1_fix_amount_between_0_1_and_3000: {
        "voucher_deduct_info.fix_voucher_info.amount" = "3000.01",
        "voucher_deduct_info.fix_voucher_info.floor_amount" = "5000",
    } but {
        "voucher_deduct_info.fix_voucher_info.amount" = "3000",
        "voucher_deduct_info.fix_voucher_info.floor_amount" = "5000",
    } but { "voucher_deduct_info.fix_voucher_info.amount" = "0.1" };
    v2_1_floor_amount_between_0_1_and_50000:
        { "voucher_deduct_info.fix_voucher_info.floor_amount" = "0" }
        but { "voucher_deduct_info.fix_voucher_info.floor_amount" = "50000.00" }
        but { "voucher_deduct_info.fix_voucher_info.floor_amount" = "" };
    v2_1_floor_amount_required_with_goods: {
        "voucher_deduct_info.fix_voucher_info.floor_amount" = null,
        "voucher_available_scope_info.voucher_available_goods_info.available_goods_sku_ids" = ["a"],
    };
    v2_1_floor_amount_not_below_amount:
        { "voucher_deduct_info.fix_voucher_info.floor_amount" = "19.99" }
        but { "voucher_deduct_info.fix_voucher_info.floor_amount" = "20.00" };
}

rules! { discount, create;
    v2_1_discount_voucher_info_required: { "voucher_deduct_info.discount_voucher_info" = null };
    v2_1_discount_required: { "voucher_deduct_info.discount_voucher_info.discount" = null };
    v2_1_discount_between_0_1_and_9_9:
        { "voucher_deduct_info.discount_voucher_info.discount" = "10" }
        but { "voucher_deduct_info.discount_voucher_info.discount" = "9.9" }
        but { "voucher_deduct_info.discount_voucher_info.discount" = "0.1" };
    v2_1_discount_between_0_1_and_9_9_in_whole_percents:
        { "voucher_deduct_info.discount_voucher_info.discount" = "6.55" };
    v2_1_ceiling_amount_required: { "voucher_deduct_info.discount_voucher_info.ceiling_amount" = null };
    v2_1_ceiling_amount_between_0_1_and_15000:
        { "voucher_deduct_info.discount_voucher_info.ceiling_amount" = "15000.01" }
        but { "voucher_deduct_info.discount_voucher_info.ceiling_amount" = "15000" };
}

rules! { special, create;
    v2_1_special_voucher_info_required: { "voucher_deduct_info.special_voucher_info" = null };
    v2_1_special_amount_required: { "voucher_deduct_info.special_voucher_info.special_amount" = null };
    v2_1_special_amount_at_most_999: {
        "voucher_deduct_info.special_voucher_info.special_amount" = "999.01",
        "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = "2000",
    } but {
        "voucher_deduct_info.special_voucher_info.special_amount" = "999",
        "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = "2000",
    } but { "voucher_deduct_info.special_voucher_info.special_amount" = "0" };
    v2_1_special_needs_goods_name:
        { "voucher_available_scope_info.voucher_available_goods_info.goods_name" = null,
          "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = null };
    v2_1_special_needs_origin_amount:
        { "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = null };
    v2_1_origin_amount_above_special_amount:
        { "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = "9.9" }
        but { "voucher_available_scope_info.voucher_available_goods_info.origin_amount" = "9.91" };
}

fn discount() -> serde_json::Value {
    let info = serde_json::json!({
        "voucher_type": "DISCOUNT_VOUCHER",
        "discount_voucher_info": { "discount": "6.5", "ceiling_amount": "50", "floor_amount": "10" },
    });
    super::edited(nested(), &[("voucher_deduct_info", info)])
}

fn special() -> serde_json::Value {
    let info = serde_json::json!({
        "voucher_type": "SPECIAL_VOUCHER",
        "special_voucher_info": { "special_amount": "9.9" },
    });
    let goods = serde_json::json!({
        "available_goods_sku_ids": ["apple-01"], "goods_name": "美味甜甜圈", "origin_amount": "19.9",
    });
    super::edited(
        nested(),
        &[
            ("voucher_deduct_info", info),
            (
                "voucher_available_scope_info.voucher_available_goods_info",
                goods,
            ),
        ],
    )
}

#[test]
fn kinds_of_benefit_become_whole_numbers() {
    use crate::alipay::message::activity::Benefit;
    use quan_core::Fen;
    let fix = Benefit::Fix {
        amount: Fen::new(2000),
        floor: Some(Fen::new(10_000)),
    };
    let off = Benefit::Discount {
        pays: 65,
        ceiling: Fen::new(5000),
        floor: Some(Fen::new(1000)),
    };
    let price = Benefit::Special {
        price: Fen::new(990),
        origin: Fen::new(1990),
        floor: None,
    };
    for (message, benefit) in [(nested(), fix), (discount(), off), (special(), price)] {
        assert_eq!(create(&message).unwrap().benefit, benefit);
    }
}
