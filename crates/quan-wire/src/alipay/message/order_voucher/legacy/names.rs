//! Where each datum stands in the flat and in the nested form, as a table.

use crate::alipay::message::order_voucher::word::Kind;
use crate::alipay::message::shape::{Names, flat_in, to_flat_in};
use crate::alipay::message::violation::Violation;

/// What a nested field is called in the flat form.
pub(crate) fn flat_name(nested: &str) -> Option<&'static str> {
    flat_in(NAMES, nested)
}

/// A violation under the name that the caller of a flat request knows. Goods
/// are told in the block of the voucher's kind there.
pub(crate) fn to_flat(violation: Violation, kind: Option<Kind>) -> Violation {
    let violation = to_flat_in(NAMES, violation);
    let of_kind = match kind {
        Some(Kind::Discount) => "voucher_use_rule.discount_voucher.",
        Some(Kind::Fix) => "voucher_use_rule.fix_voucher.",
        Some(Kind::Special | Kind::Exchange) | None => return violation,
    };
    match violation.field.strip_prefix(GOODS) {
        Some(name @ ("goods_name" | "origin_amount")) => {
            let name = format!("{of_kind}{name}");
            violation.renamed(&name)
        }
        Some(_) | None => violation,
    }
}

const GOODS: &str = "voucher_use_rule.special_voucher.";

/// Where each datum stands in the flat and in the nested form.
const NAMES: &Names = &[
    ("activity_name", "activity_base_info.activity_name"),
    ("code_mode", "activity_base_info.code_mode"),
    ("activity_id", "activity_base_info.activity_id"),
    (
        "belong_merchant_info",
        "activity_base_info.belong_merchant_info",
    ),
    (
        "belong_merchant_info.business_type",
        "activity_base_info.belong_merchant_info.business_type",
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
        "voucher_send_rule.voucher_quantity_limit_per_user",
        "voucher_send_mode_info.voucher_send_rule_info.quantity_limit_per_user",
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
        "voucher_use_rule.exchange_voucher.sale_amount",
        "voucher_send_mode_info.voucher_sale_mode_info.sale_amount",
    ),
    (
        "voucher_use_rule.exchange_voucher.payee_pid",
        "voucher_send_mode_info.voucher_sale_mode_info.payee_pid",
    ),
    (
        "voucher_use_rule.exchange_voucher.refundable",
        "voucher_send_mode_info.voucher_sale_mode_info.refundable",
    ),
    (
        "voucher_use_rule.exchange_voucher.overdue_refundable",
        "voucher_send_mode_info.voucher_sale_mode_info.overdue_refundable",
    ),
    ("voucher_type", "voucher_deduct_info.voucher_type"),
    (
        "voucher_use_rule.fix_voucher",
        "voucher_deduct_info.fix_voucher_info",
    ),
    (
        "voucher_use_rule.fix_voucher.amount",
        "voucher_deduct_info.fix_voucher_info.amount",
    ),
    (
        "voucher_use_rule.fix_voucher.floor_amount",
        "voucher_deduct_info.fix_voucher_info.floor_amount",
    ),
    (
        "voucher_use_rule.discount_voucher",
        "voucher_deduct_info.discount_voucher_info",
    ),
    (
        "voucher_use_rule.discount_voucher.discount",
        "voucher_deduct_info.discount_voucher_info.discount",
    ),
    (
        "voucher_use_rule.discount_voucher.ceiling_amount",
        "voucher_deduct_info.discount_voucher_info.ceiling_amount",
    ),
    (
        "voucher_use_rule.discount_voucher.floor_amount",
        "voucher_deduct_info.discount_voucher_info.floor_amount",
    ),
    (
        "voucher_use_rule.special_voucher",
        "voucher_deduct_info.special_voucher_info",
    ),
    (
        "voucher_use_rule.special_voucher.special_amount",
        "voucher_deduct_info.special_voucher_info.special_amount",
    ),
    (
        "voucher_use_rule.special_voucher.floor_amount",
        "voucher_deduct_info.special_voucher_info.floor_amount",
    ),
    (
        "voucher_use_rule.exchange_voucher",
        "voucher_deduct_info.exchange_voucher_info",
    ),
    (
        "voucher_use_rule.exchange_voucher.amount",
        "voucher_deduct_info.exchange_voucher_info.amount",
    ),
    (
        "voucher_use_rule.exchange_voucher.floor_amount",
        "voucher_deduct_info.exchange_voucher_info.floor_amount",
    ),
    (
        "voucher_use_rule.exchange_voucher.biz_type",
        "voucher_deduct_info.exchange_voucher_info.biz_type",
    ),
    (
        "voucher_use_rule.special_voucher.goods_name",
        "voucher_available_scope_info.voucher_available_goods_info.goods_name",
    ),
    (
        "voucher_use_rule.special_voucher.origin_amount",
        "voucher_available_scope_info.voucher_available_goods_info.origin_amount",
    ),
    (
        "voucher_use_rule.voucher_available_scope.modify_type",
        "voucher_available_scope_modify_type",
    ),
    (
        "voucher_use_rule.voucher_available_scope.voucher_available_type",
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_scope_type",
    ),
    (
        "voucher_use_rule.voucher_available_scope.order_voucher_available_shop",
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info",
    ),
    (
        "voucher_use_rule.voucher_available_scope.order_voucher_available_shop.shop_ids",
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info.available_shop_ids",
    ),
    (
        "voucher_use_rule.voucher_available_scope.order_voucher_available_shop.real_shop_ids",
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info.available_real_shop_ids",
    ),
    (
        "voucher_use_rule.voucher_available_scope.order_voucher_available_shop.order_voucher_merchant_all_shop.exclude_shop_ids",
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info.available_geography_all_shop.exclude_shop_ids",
    ),
    (
        "voucher_use_rule.voucher_available_scope.order_voucher_available_city_code",
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_city_info",
    ),
    (
        "voucher_use_rule.voucher_available_scope.order_voucher_available_city_code.all_city",
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_city_info.all_city",
    ),
    (
        "voucher_use_rule.voucher_available_scope.order_voucher_available_city_code.city_codes",
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_city_info.available_city_codes",
    ),
    (
        "voucher_use_rule.voucher_valid_period",
        "voucher_use_rule_info.voucher_use_time_info",
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
        "customer_guide.voucher_send_guide.voucher_detail_url",
        "voucher_customer_guide_info.voucher_send_guide_info.mini_app_send_guide_info.mini_app_url",
    ),
    (
        "customer_guide.voucher_use_guide",
        "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode",
    ),
    (
        "customer_guide.voucher_use_guide.mini_app_path",
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_url",
    ),
    (
        "customer_guide.voucher_use_guide.service_codes",
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_service_codes",
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
        "voucher_display_info.customer_service_mobile",
        "voucher_display_pattern_info.customer_service_mobile",
    ),
    (
        "voucher_display_info.customer_service_url",
        "voucher_display_pattern_info.customer_service_url",
    ),
    (
        "voucher_display_info.voucher_comment",
        "order_voucher_rest.voucher_comment",
    ),
    (
        "voucher_display_info.voucher_description",
        "voucher_display_pattern_info.voucher_description",
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
        "voucher_use_rule.exchange_voucher.voucher_name",
        "voucher_display_pattern_info.voucher_name",
    ),
];
