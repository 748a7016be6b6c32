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

mod names;

pub(crate) use names::{Names, flat_in, flat_name, to_flat, to_flat_in};

/// A block, unless it says nothing.
pub(crate) fn said<T: serde::Serialize>(block: T) -> Option<T> {
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
        order_voucher_rest: None,
        order_voucher_refused: Vec::new(),
        order_voucher_named: Vec::new(),
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

pub(crate) fn validity(period: &VoucherValidPeriod) -> Option<VoucherUseTimeInfo> {
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
