//! `voucher_available_scope_info`: with whom, where and for what a voucher counts.

use quan_core::Fen;

use super::geography;
use crate::alipay::message::activity::{Benefit, Goods, Places, Scope};
use crate::alipay::message::block::{
    VoucherAvailableAccountInfo, VoucherAvailableAppInfo, VoucherAvailableGoodsInfo,
    VoucherAvailableScopeInfo,
};
use crate::alipay::message::check::{at_most, each_at_most, money_between, need};
use crate::alipay::message::violation::Violation;

const INFO: &str = "voucher_available_scope_info";

/// The scope, and the benefit with the price that a special one starts from.
pub(super) fn check(
    info: Option<&mut VoucherAvailableScopeInfo>,
    benefit: Benefit,
) -> Result<(Scope, Benefit), Violation> {
    let Some(info) = info else {
        return Err(Violation::of(
            "V2.1 voucher_available_scope_info_required",
            INFO,
            "不能为空",
        ));
    };
    let accounts = info
        .voucher_available_account_info
        .clone()
        .unwrap_or_default();
    if accounts.available_pids.is_empty() && accounts.available_smids.is_empty() {
        let field = format!("{INFO}.voucher_available_account_info.available_pids");
        let what = "和 available_smids 不能同时为空";
        return Err(Violation::of(
            "V2.1 some_merchant_takes_the_voucher",
            &field,
            what,
        ));
    }
    accounts_fit(&accounts)?;
    let app_ids = apps(info.voucher_available_app_info.as_ref())?;
    let places = match info.voucher_available_geography_scope_info.as_mut() {
        Some(info) => {
            let places = geography::check(info)?;
            if places == Places::AllCities {
                // The cities are the platform's to fill in.
                info.available_geography_city_info
                    .get_or_insert_default()
                    .available_city_codes
                    .clear();
            }
            places
        }
        None => Places::Anywhere,
    };
    let goods_info = info
        .voucher_available_goods_info
        .clone()
        .unwrap_or_default();
    let goods = goods_listed(&goods_info)?;
    let benefit = goods_described(&goods_info, benefit)?;
    let scope = Scope {
        pids: accounts.available_pids,
        smids: accounts.available_smids,
        app_ids,
        places,
        goods,
        goods_name: goods_info.goods_name,
    };
    Ok((scope, benefit))
}

/// Lengths of the merchants' ids.
pub(crate) fn accounts_fit(accounts: &VoucherAvailableAccountInfo) -> Result<(), Violation> {
    let at = |name: &str| format!("{INFO}.voucher_available_account_info.{name}");
    each_at_most(
        "V2.1 pids_at_most_16_chars",
        &at("available_pids"),
        &accounts.available_pids,
        16,
    )?;
    let rule = "V2.1 smids_at_most_32_chars";
    each_at_most(rule, &at("available_smids"), &accounts.available_smids, 32)
}

/// The mini-programs, with the lengths of their ids.
pub(crate) fn apps(info: Option<&VoucherAvailableAppInfo>) -> Result<Vec<String>, Violation> {
    let Some(info) = info else {
        return Ok(Vec::new());
    };
    let field = format!("{INFO}.voucher_available_app_info.available_app_ids");
    each_at_most(
        "V2.1 app_ids_at_most_32_chars",
        &field,
        &info.available_app_ids,
        32,
    )?;
    Ok(info.available_app_ids.clone())
}

fn goods_at(name: &str) -> String {
    format!("{INFO}.voucher_available_goods_info.{name}")
}

/// The goods that are listed, on one side only.
pub(crate) fn goods_listed(info: &VoucherAvailableGoodsInfo) -> Result<Goods, Violation> {
    let (only, except) = (&info.available_goods_sku_ids, &info.exclude_goods_sku_ids);
    let rule = "V2.1 goods_ids_at_most_64_chars";
    each_at_most(rule, &goods_at("available_goods_sku_ids"), only, 64)?;
    each_at_most(rule, &goods_at("exclude_goods_sku_ids"), except, 64)?;
    match (only.is_empty(), except.is_empty()) {
        (true, true) => Ok(Goods::Any),
        (false, true) => Ok(Goods::Only(only.clone())),
        (true, false) => Ok(Goods::Except(except.clone())),
        (false, false) => {
            let rule = "V2.1 goods_available_xor_excluded";
            let what = "和 available_goods_sku_ids 不能同时设置";
            Err(Violation::of(
                rule,
                &goods_at("exclude_goods_sku_ids"),
                what,
            ))
        }
    }
}

/// Name, description and price of the goods; a special price needs them.
fn goods_described(
    info: &VoucherAvailableGoodsInfo,
    benefit: Benefit,
) -> Result<Benefit, Violation> {
    let name = goods_at("goods_name");
    let special = matches!(benefit, Benefit::Special { .. });
    if info.origin_amount.is_some() {
        need(
            "V2.1 goods_name_required_with_origin_amount",
            &name,
            &info.goods_name,
        )?;
    }
    if special {
        need("V2.1 special_needs_goods_name", &name, &info.goods_name)?;
    }
    at_most(
        "V2.1 goods_name_at_most_20_chars",
        &name,
        &info.goods_name,
        20,
    )?;
    let rule = "V2.1 goods_description_at_most_120_chars";
    at_most(
        rule,
        &goods_at("goods_description"),
        &info.goods_description,
        120,
    )?;
    let field = goods_at("origin_amount");
    if special {
        need(
            "V2.1 special_needs_origin_amount",
            &field,
            &info.origin_amount,
        )?;
    }
    let rule = "V2.1 origin_amount_between_0_1_and_9999";
    let origin = money_between(
        rule,
        &field,
        &info.origin_amount,
        Fen::new(10),
        Fen::new(999_900),
    )?;
    let (Benefit::Special { price, floor, .. }, Some(origin)) = (&benefit, origin) else {
        return Ok(benefit);
    };
    if origin <= *price {
        let rule = "V2.1 origin_amount_above_special_amount";
        return Err(Violation::of(rule, &field, "必须大于 special_amount"));
    }
    Ok(Benefit::Special {
        price: *price,
        origin,
        floor: *floor,
    })
}

/// Places of a modification, judged as those of a creation are.
pub(crate) fn places(info: Option<&VoucherAvailableScopeInfo>) -> Result<Places, Violation> {
    let geography = info.and_then(|info| info.voucher_available_geography_scope_info.as_ref());
    geography.map_or(Ok(Places::Anywhere), geography::check)
}
