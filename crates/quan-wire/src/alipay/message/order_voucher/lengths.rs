//! How long texts and lists may be: the published figures, in both forms.
//!
//! Texts are counted in characters; a list in those of its JSON text. Fields
//! with a closed vocabulary or a fixed format are judged by that alone, and
//! some have a rule of their own.

use serde_json::Value;

use super::check::json_length;
use super::form::{ShopLists, shops_at};
use crate::alipay::message::violation::Violation;

/// The first text or list of a message that is too long. `apart` are the
/// fields that have a rule of their own.
pub(crate) fn check(message: &Value, apart: &[&str]) -> Result<(), Violation> {
    sweep(message, String::new(), apart)
}

fn sweep(value: &Value, path: String, apart: &[&str]) -> Result<(), Violation> {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let path = if path.is_empty() {
                    name.clone()
                } else {
                    format!("{path}.{name}")
                };
                sweep(value, path, apart)?;
            }
            Ok(())
        }
        Value::Array(elements) if elements.iter().any(Value::is_object) => {
            for element in elements {
                sweep(element, path.clone(), apart)?;
            }
            Ok(())
        }
        Value::String(text) => match most(&path, apart) {
            Some(most) if text.chars().count() > most => Err(too_long(&path, most)),
            Some(_) | None => Ok(()),
        },
        Value::Array(_) => match most(&path, apart) {
            Some(most) if value.to_string().chars().count() > most => Err(Violation::of(
                "G12 list_too_long",
                &path,
                &format!("总长度不能超过{most}"),
            )),
            Some(_) | None => Ok(()),
        },
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

fn too_long(path: &str, most: usize) -> Violation {
    let what = format!("长度不能超过{most}");
    Violation::of("G12 text_too_long", path, &what)
}

fn most(path: &str, apart: &[&str]) -> Option<usize> {
    if apart.contains(&path) {
        return None;
    }
    let found = LENGTHS.iter().find(|(name, _)| *name == path);
    found.map(|(_, most)| *most)
}

/// The lists of shops, which have been taken out of the message.
pub(crate) fn shops(legacy: &ShopLists, nested: &ShopLists) -> Result<(), Violation> {
    let flat = "voucher_use_rule.voucher_available_scope.order_voucher_available_shop";
    let all = "order_voucher_merchant_all_shop.exclude_shop_ids";
    let lists = [
        (format!("{flat}.shop_ids"), &legacy.shops, 8_400_000),
        (
            format!("{flat}.real_shop_ids"),
            &legacy.real_shops,
            8_640_000,
        ),
        (format!("{flat}.{all}"), &legacy.excluded, LIST),
        (shops_at("available_shop_ids"), &nested.shops, LIST),
        (
            shops_at("available_real_shop_ids"),
            &nested.real_shops,
            LIST,
        ),
        (
            shops_at("available_geography_all_shop.exclude_shop_ids"),
            &nested.excluded,
            LIST,
        ),
    ];
    for (path, list, most) in lists {
        if json_length(list) > most {
            let what = format!("总长度不能超过{most}");
            return Err(Violation::of("G12 list_too_long", &path, &what));
        }
    }
    Ok(())
}

/// The length of most lists.
const LIST: usize = 84_000;

/// Every text and list whose length nothing else rules.
const LENGTHS: &[(&str, usize)] = &[
    ("biz_tag", 64),
    ("belong_merchant_info.merchant_id", 32),
    ("voucher_use_rule.discount_voucher.discount", 8),
    ("voucher_use_rule.discount_voucher.goods_name", 12),
    (
        "voucher_use_rule.exchange_voucher.customer_service_mobile",
        20,
    ),
    (
        "voucher_use_rule.exchange_voucher.customer_service_url",
        255,
    ),
    ("voucher_use_rule.exchange_voucher.payee_pid", 32),
    ("voucher_use_rule.exchange_voucher.settle_type", 32),
    ("voucher_use_rule.exchange_voucher.voucher_detail_url", 255),
    ("voucher_use_rule.exchange_voucher.voucher_name", 12),
    ("voucher_use_rule.fix_voucher.goods_name", 12),
    ("voucher_use_rule.special_voucher.goods_name", 12),
    (
        "voucher_use_rule.voucher_available_scope.order_voucher_available_city_code.city_codes",
        LIST,
    ),
    ("voucher_display_info.brand_logo", 64),
    ("voucher_display_info.brand_name", 12),
    ("voucher_display_info.customer_service_mobile", 20),
    ("voucher_display_info.customer_service_url", 255),
    ("voucher_display_info.voucher_comment", 12),
    ("voucher_display_info.voucher_description", 1000),
    ("voucher_display_info.voucher_detail_images", 256),
    ("voucher_display_info.voucher_image", 64),
    ("customer_guide.mini_app_id", 16),
    ("customer_guide.mini_app_path", 64),
    ("customer_guide.service_codes", 1280),
    ("customer_guide.voucher_send_guide.voucher_detail_url", 255),
    ("customer_guide.voucher_use_guide.mini_app_id", 16),
    ("customer_guide.voucher_use_guide.mini_app_path", 64),
    ("customer_guide.voucher_use_guide.service_codes", 1280),
    ("activity_base_info.activity_product_type", 32),
    ("activity_base_info.belong_merchant_info.merchant_id", 32),
    ("activity_base_info.out_activity_id", 64),
    ("voucher_send_mode_info.delivery_channel_list", LIST),
    (
        "voucher_send_mode_info.voucher_package_mode_info.voucher_package_id",
        64,
    ),
    (
        "voucher_send_mode_info.voucher_sale_mode_info.payee_pid",
        32,
    ),
    (
        "voucher_send_mode_info.voucher_sale_mode_info.settle_info.settle_target_type",
        32,
    ),
    (
        "voucher_deduct_info.customer_define_voucher_info.deduct_info.customer_define_deduct_rule.customer_define_deduct_rule_desc",
        64,
    ),
    ("voucher_deduct_info.discount_voucher_info.discount", 8),
    (
        "voucher_deduct_info.exchange_voucher_info.exchange_goods_info.exchange_goods_name",
        64,
    ),
    (
        "voucher_deduct_info.fix_voucher_info.voucher_deduct_threshold_info.customer_define_voucher_threshold_desc",
        64,
    ),
    (
        "voucher_deduct_info.fix_voucher_info.voucher_deduct_threshold_info.voucher_express_info.pay_express",
        32,
    ),
    (
        "voucher_deduct_info.fix_voucher_info.voucher_deduct_threshold_info.voucher_goods_quantity_specification_info.directional_type",
        32,
    ),
    (
        "voucher_deduct_info.fix_voucher_info.voucher_deduct_threshold_info.voucher_goods_quantity_specification_info.specification_unit",
        16,
    ),
    (
        "voucher_deduct_info.discount_voucher_info.voucher_deduct_threshold_info.customer_define_voucher_threshold_desc",
        64,
    ),
    (
        "voucher_deduct_info.discount_voucher_info.voucher_deduct_threshold_info.voucher_express_info.pay_express",
        32,
    ),
    (
        "voucher_deduct_info.discount_voucher_info.voucher_deduct_threshold_info.voucher_goods_quantity_specification_info.directional_type",
        32,
    ),
    (
        "voucher_deduct_info.discount_voucher_info.voucher_deduct_threshold_info.voucher_goods_quantity_specification_info.specification_unit",
        16,
    ),
    (
        "voucher_deduct_info.special_voucher_info.voucher_deduct_threshold_info.customer_define_voucher_threshold_desc",
        64,
    ),
    (
        "voucher_deduct_info.special_voucher_info.voucher_deduct_threshold_info.voucher_express_info.pay_express",
        32,
    ),
    (
        "voucher_deduct_info.special_voucher_info.voucher_deduct_threshold_info.voucher_goods_quantity_specification_info.directional_type",
        32,
    ),
    (
        "voucher_deduct_info.special_voucher_info.voucher_deduct_threshold_info.voucher_goods_quantity_specification_info.specification_unit",
        16,
    ),
    (
        "voucher_deduct_info.exchange_voucher_info.voucher_deduct_threshold_info.customer_define_voucher_threshold_desc",
        64,
    ),
    (
        "voucher_deduct_info.exchange_voucher_info.voucher_deduct_threshold_info.voucher_express_info.pay_express",
        32,
    ),
    (
        "voucher_deduct_info.exchange_voucher_info.voucher_deduct_threshold_info.voucher_goods_quantity_specification_info.directional_type",
        32,
    ),
    (
        "voucher_deduct_info.exchange_voucher_info.voucher_deduct_threshold_info.voucher_goods_quantity_specification_info.specification_unit",
        16,
    ),
    (
        "voucher_available_scope_info.voucher_available_account_info.available_pids",
        LIST,
    ),
    (
        "voucher_available_scope_info.voucher_available_account_info.available_smids",
        LIST,
    ),
    (
        "voucher_available_scope_info.voucher_available_app_info.available_app_ids",
        LIST,
    ),
    (
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_city_info.available_city_codes",
        LIST,
    ),
    (
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info.available_geography_all_shop.available_brand_id",
        64,
    ),
    (
        "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info.available_geography_all_shop.merchant_ids",
        LIST,
    ),
    (
        "voucher_available_scope_info.voucher_available_goods_info.available_goods_sku_ids",
        LIST,
    ),
    (
        "voucher_available_scope_info.voucher_available_goods_info.exclude_goods_sku_ids",
        LIST,
    ),
    (
        "voucher_available_scope_info.voucher_available_goods_info.goods_description",
        120,
    ),
    (
        "voucher_available_scope_info.voucher_available_goods_info.goods_detail",
        1000,
    ),
    (
        "voucher_available_scope_info.voucher_available_goods_info.goods_detail_images",
        256,
    ),
    (
        "voucher_available_scope_info.voucher_available_goods_info.goods_detail_rich_description",
        4000,
    ),
    (
        "voucher_available_scope_info.voucher_available_goods_info.goods_name",
        12,
    ),
    (
        "voucher_available_scope_info.voucher_available_item_info.item_id",
        64,
    ),
    (
        "voucher_available_scope_info.voucher_available_item_info.out_item_info.item_app_id",
        16,
    ),
    (
        "voucher_available_scope_info.voucher_available_item_info.out_item_info.out_item_id",
        64,
    ),
    ("voucher_use_rule_info.payment_restriction_list", LIST),
    ("voucher_use_rule_info.voucher_use_ext_info", 512),
    (
        "voucher_customer_guide_info.voucher_send_guide_info.mini_app_send_guide_info.mini_app_url",
        255,
    ),
    (
        "voucher_customer_guide_info.voucher_send_guide_info.send_guide_mode",
        300,
    ),
    (
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_service_codes",
        1000,
    ),
    (
        "voucher_customer_guide_info.voucher_use_guide_info.mini_app_use_guide_info.mini_app_url",
        255,
    ),
    (
        "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode",
        300,
    ),
    (
        "voucher_customer_guide_info.voucher_use_guide_info.use_url",
        255,
    ),
    ("voucher_display_pattern_info.brand_logo", 128),
    ("voucher_display_pattern_info.brand_name", 12),
    ("voucher_display_pattern_info.customer_service_mobile", 20),
    ("voucher_display_pattern_info.customer_service_url", 255),
    ("voucher_display_pattern_info.voucher_description", 1000),
    ("voucher_display_pattern_info.voucher_detail_images", 256),
    ("voucher_display_pattern_info.voucher_image", 64),
    ("voucher_display_pattern_info.voucher_name", 20),
];

/// The paths that have a length, for tests.
#[cfg(test)]
pub(crate) fn all() -> &'static [(&'static str, usize)] {
    LENGTHS
}
