//! The two shapes of a request brought together: the flat one of 2021 becomes
//! today's containers, and a violation found there gets its flat name back.

use serde_json::Value;

use super::block::{
    AbsolutePeriodInfo, ActivityBaseInfo, AvailableGeographyShopInfo, AvailableGoods,
    AvailableMerchant, FixVoucherInfo, MiniAppUseGuideInfo, PaymentVoucherBudgetInfo,
    PaymentVoucherUseRule, RelativePeriodInfo, VoucherAvailableAccountInfo,
    VoucherAvailableAppInfo, VoucherAvailableGeographyScopeInfo, VoucherAvailableGoodsInfo,
    VoucherAvailableScopeInfo, VoucherBalanceRechargeInfo, VoucherBudgetSupplyInfo,
    VoucherCustomerGuideInfo, VoucherDeductInfo, VoucherDisplayPatternInfo, VoucherRechargeInfo,
    VoucherSendModeInfo, VoucherSendRuleInfo, VoucherUseGuideInfo, VoucherUseRuleInfo,
    VoucherUseTimeInfo, VoucherValidPeriod,
};
use super::create;
use super::document::{Document, says_nothing, value};
use super::modify;
use super::violation::Violation;

/// A block, unless it says nothing.
fn said<T: serde::Serialize>(block: T) -> Option<T> {
    (!says_nothing(&value(&block))).then_some(block)
}

/// The flat fields of a creation as containers; what they do not say stays absent.
pub(crate) fn of_create(request: &create::Request) -> Document {
    let uses = request.voucher_use_rule.clone().unwrap_or_default();
    let sends = request.voucher_send_rule.clone().unwrap_or_default();
    let shows = request.voucher_display_info.clone().unwrap_or_default();
    Document {
        activity_base_info: said(ActivityBaseInfo {
            activity_name: request.activity_name.clone(),
            belong_merchant_info: request.belong_merchant_info.clone(),
            ..ActivityBaseInfo::default()
        }),
        voucher_send_mode_info: said(VoucherSendModeInfo {
            voucher_send_rule_info: said(VoucherSendRuleInfo {
                quantity: sends.voucher_quantity,
                max_quantity_by_day: sends.max_quantity_by_day,
                quantity_limit_per_user: sends.voucher_quantity_limit_per_user,
                quantity_limit_per_user_period_type: sends
                    .voucher_quantity_limit_per_user_period_type,
                natural_person_limit: sends.natural_person_limit,
                phone_number_limit: sends.phone_number_limit,
                real_name_limit: sends.real_name_limit,
                publish_start_time: request.publish_start_time.clone(),
                publish_end_time: request.publish_end_time.clone(),
                ..VoucherSendRuleInfo::default()
            }),
            ..VoucherSendModeInfo::default()
        }),
        voucher_deduct_info: said(VoucherDeductInfo {
            voucher_type: request.voucher_type.clone(),
            fix_voucher_info: uses.fix_voucher.as_ref().map(|fix| FixVoucherInfo {
                amount: fix.amount.clone(),
                floor_amount: fix.floor_amount.clone(),
                voucher_deduct_threshold_info: None,
            }),
            ..VoucherDeductInfo::default()
        }),
        voucher_available_scope_info: scope(
            uses.available_merchant.as_ref(),
            &uses.available_app_ids,
            &uses.available_store_ids,
            uses.available_goods.as_ref(),
            &uses.unavailable_goods_ids,
        ),
        voucher_use_rule_info: said(VoucherUseRuleInfo {
            quantity_limit_per_user: uses.voucher_quantity_limit_per_user,
            quantity_limit_per_user_period_type: uses
                .voucher_quantity_limit_per_user_period_type
                .clone(),
            voucher_use_time_info: uses.voucher_valid_period.as_ref().and_then(validity),
            ..VoucherUseRuleInfo::default()
        }),
        voucher_customer_guide_info: guide(&uses),
        voucher_display_pattern_info: said(VoucherDisplayPatternInfo {
            brand_name: shows.brand_name,
            brand_logo: shows.brand_logo,
            voucher_description: shows.voucher_description,
            customer_service_mobile: shows.customer_service_mobile,
            voucher_image: shows.voucher_image,
            voucher_detail_images: shows.voucher_detail_images,
            ..VoucherDisplayPatternInfo::default()
        }),
        voucher_budget_supply_info: request.voucher_budget_info.as_ref().and_then(budget),
    }
}

/// The flat fields of a modification as containers.
pub(crate) fn of_modify(request: &modify::Request) -> Document {
    let uses = request.voucher_use_rule.clone().unwrap_or_default();
    Document {
        voucher_send_mode_info: said(VoucherSendModeInfo {
            voucher_send_rule_info: said(VoucherSendRuleInfo {
                publish_end_time: request.publish_end_time.clone(),
                ..VoucherSendRuleInfo::default()
            }),
            ..VoucherSendModeInfo::default()
        }),
        voucher_available_scope_info: scope(
            uses.available_merchant.as_ref(),
            &uses.available_app_ids.0,
            &uses.available_store_ids.0,
            uses.available_goods.as_ref(),
            &[],
        ),
        voucher_use_rule_info: said(VoucherUseRuleInfo {
            voucher_use_time_info: uses.voucher_valid_period.as_ref().and_then(validity),
            ..VoucherUseRuleInfo::default()
        }),
        ..Document::default()
    }
}

fn scope(
    merchants: Option<&AvailableMerchant>,
    apps: &[String],
    stores: &[String],
    goods: Option<&AvailableGoods>,
    excluded: &[String],
) -> Option<VoucherAvailableScopeInfo> {
    let shops = said(AvailableGeographyShopInfo {
        available_shop_ids: stores.to_vec(),
        ..AvailableGeographyShopInfo::default()
    });
    let goods = goods.cloned().unwrap_or_default();
    said(VoucherAvailableScopeInfo {
        voucher_available_account_info: merchants.map(|merchants| VoucherAvailableAccountInfo {
            available_pids: merchants.available_pids.clone(),
            available_smids: merchants.available_smids.clone(),
        }),
        voucher_available_app_info: said(VoucherAvailableAppInfo {
            available_app_ids: apps.to_vec(),
        }),
        voucher_available_geography_scope_info: shops.map(|shops| {
            VoucherAvailableGeographyScopeInfo {
                available_geography_scope_type: Some("SHOP".to_owned()),
                available_geography_shop_info: Some(shops),
                available_geography_city_info: None,
            }
        }),
        voucher_available_goods_info: said(VoucherAvailableGoodsInfo {
            available_goods_sku_ids: goods.goods_ids,
            exclude_goods_sku_ids: excluded.to_vec(),
            goods_name: goods.goods_name,
            goods_description: goods.goods_description,
            ..VoucherAvailableGoodsInfo::default()
        }),
        voucher_available_item_info: None,
    })
}

fn validity(period: &VoucherValidPeriod) -> Option<VoucherUseTimeInfo> {
    said(VoucherUseTimeInfo {
        period_type: period.period.clone(),
        absolute_period_info: said(AbsolutePeriodInfo {
            valid_begin_time: period.valid_begin_time.clone(),
            valid_end_time: period.valid_end_time.clone(),
            time_restrict_info: None,
        }),
        relative_period_info: said(RelativePeriodInfo {
            valid_days_after_receive: period.valid_days_after_receive,
            wait_days_after_receive: period.wait_days_after_receive,
            ..RelativePeriodInfo::default()
        }),
    })
}

fn guide(uses: &PaymentVoucherUseRule) -> Option<VoucherCustomerGuideInfo> {
    let mode = uses.use_mode.as_deref().map(|mode| match mode {
        "SELF_LINK" => "MINI_APP".to_owned(),
        other => other.to_owned(),
    });
    said(VoucherCustomerGuideInfo {
        voucher_use_guide_info: said(VoucherUseGuideInfo {
            use_guide_mode: mode.into_iter().collect(),
            mini_app_use_guide_info: said(MiniAppUseGuideInfo {
                mini_app_url: uses.use_url.clone(),
                mini_app_service_codes: Vec::new(),
            }),
            use_url: None,
        }),
        voucher_send_guide_info: None,
    })
}

fn budget(budget: &PaymentVoucherBudgetInfo) -> Option<VoucherBudgetSupplyInfo> {
    let recharges = budget.budget_type.as_deref() != Some("NO_CASH");
    let recharge = budget.recharge_info.clone().unwrap_or_default();
    let payer = recharge.alipay_balance_recharge_info.unwrap_or_default();
    said(VoucherBudgetSupplyInfo {
        budget_type: budget.budget_type.clone(),
        voucher_recharge_info: said(VoucherRechargeInfo {
            recharge_type: recharge.recharge_type,
            voucher_balance_recharge_info: said(VoucherBalanceRechargeInfo {
                amount: budget.amount.clone().filter(|_| recharges),
                partner_id: payer.user_id,
                logon_id: payer.logon_id,
            }),
        }),
    })
}

/// Completes the nested containers of a request with what its flat fields say
/// beside them. The nested ones win; `Err` names a datum that both give differently.
pub(crate) fn reconcile(nested: &Document, flat: &Document) -> (Document, Result<(), Violation>) {
    let (mut whole, flat) = (value(nested), value(flat));
    let mut differs = None;
    fill(&mut whole, &flat, "", true, &mut differs);
    let document = serde_json::from_value(whole).unwrap_or_else(|_| nested.clone());
    let agreed = match differs {
        None => Ok(()),
        Some(field) => {
            let flat = flat_name(&field).unwrap_or(&field);
            let what = format!("与 {flat} 的取值不一致");
            Err(Violation::of("V2.3 shapes_agree", &field, &what))
        }
    };
    (document, agreed)
}

fn fill(into: &mut Value, from: &Value, path: &str, top: bool, differs: &mut Option<String>) {
    let (Value::Object(into), Value::Object(from)) = (into, from) else {
        return;
    };
    for (name, theirs) in from {
        let path = if path.is_empty() {
            name.clone()
        } else {
            format!("{path}.{name}")
        };
        match into.get_mut(name) {
            Some(ours) if ours.is_object() => fill(ours, theirs, &path, false, differs),
            Some(ours) if says_nothing(ours) => *ours = theirs.clone(),
            Some(ours) => {
                if differs.is_none() && !says_nothing(theirs) && !same(name, ours, theirs) {
                    *differs = Some(path);
                }
            }
            // A container that is missing stays missing: it is required.
            None if top => {}
            None => {
                into.insert(name.clone(), theirs.clone());
            }
        }
    }
}

/// Whether two values of a field mean the same: money by amount, lists as sets.
pub(crate) fn same(name: &str, ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::String(ours), Value::String(theirs)) if name.ends_with("amount") => {
            let amounts = (
                quan_core::Fen::from_yuan(ours),
                quan_core::Fen::from_yuan(theirs),
            );
            ours == theirs || (amounts.0.is_some() && amounts.0 == amounts.1)
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().all(|element| theirs.contains(element))
        }
        _ => ours == theirs,
    }
}

/// What a nested field is called in the flat shape.
pub(crate) fn flat_name(nested: &str) -> Option<&str> {
    let flat = NAMES
        .iter()
        .find(|(_, path)| *path == nested)
        .map(|(flat, _)| *flat);
    flat.or_else(|| {
        // A missing block is known by the first of its fields.
        NAMES
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
    let (stem, element) = match violation.field.split_once('[') {
        Some((stem, element)) => (stem, format!("[{element}")),
        None => (violation.field.as_str(), String::new()),
    };
    match flat_name(stem).map(|name| format!("{name}{element}")) {
        Some(name) => violation.renamed(&name),
        None => violation,
    }
}

/// Where each datum stands in the flat and in the nested shape.
const NAMES: &[(&str, &str)] = &[
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
