//! Scopes only grow: a list that is sent is the complete new one, and holds
//! everything that the present one holds.

use std::collections::HashSet;

use super::Changes;
use crate::alipay::message::activity::Places;
use crate::alipay::message::block::{
    AvailableGeographyAllShop, VoucherAvailableGeographyScopeInfo, VoucherAvailableScopeInfo,
};
use crate::alipay::message::create::places;
use crate::alipay::message::violation::Violation;

const INFO: &str = "voucher_available_scope_info";

/// What an empty present list means.
#[derive(Clone, Copy)]
enum Empty {
    /// Nobody: any list is growth.
    None,
    /// Everybody: any list is a limit.
    All,
}

/// Widens the present scope, and notes what became different.
pub(super) fn grow(
    present: &mut VoucherAvailableScopeInfo,
    wanted: &VoucherAvailableScopeInfo,
    changes: &mut Changes,
) -> Result<(), Violation> {
    let of = |block: &str, name: &str| format!("{INFO}.{block}.{name}");
    if let Some(wanted) = &wanted.voucher_available_account_info {
        let accounts = present
            .voucher_available_account_info
            .get_or_insert_default();
        let at = |name| of("voucher_available_account_info", name);
        let (rule, empty) = ("V5 merchants_only_grow", Empty::None);
        changes.pids = list(
            rule,
            &at("available_pids"),
            &mut accounts.available_pids,
            &wanted.available_pids,
            empty,
        )?;
        changes.smids = list(
            rule,
            &at("available_smids"),
            &mut accounts.available_smids,
            &wanted.available_smids,
            empty,
        )?;
    }
    if let Some(wanted) = &wanted.voucher_available_app_info {
        let field = of("voucher_available_app_info", "available_app_ids");
        let ids = &wanted.available_app_ids;
        let mut now = present
            .voucher_available_app_info
            .clone()
            .unwrap_or_default();
        changes.app_ids = list(
            "V5 apps_only_grow",
            &field,
            &mut now.available_app_ids,
            ids,
            Empty::All,
        )?;
        if changes.app_ids.is_some() {
            present.voucher_available_app_info = Some(now);
        }
    }
    if wanted.voucher_available_geography_scope_info.is_some() {
        changes.places = geography(present, wanted)?;
    }
    if let Some(wanted) = &wanted.voucher_available_goods_info {
        let field = of("voucher_available_goods_info", "available_goods_sku_ids");
        let ids = &wanted.available_goods_sku_ids;
        let mut now = present
            .voucher_available_goods_info
            .clone()
            .unwrap_or_default();
        changes.goods = list(
            "V5 goods_only_grow",
            &field,
            &mut now.available_goods_sku_ids,
            ids,
            Empty::All,
        )?;
        if changes.goods.is_some() {
            present.voucher_available_goods_info = Some(now);
        }
    }
    Ok(())
}

/// A list that holds all of the present one; `None` where nothing is said or new.
fn list(
    rule: &'static str,
    field: &str,
    present: &mut Vec<String>,
    wanted: &[String],
    empty: Empty,
) -> Result<Option<Vec<String>>, Violation> {
    if wanted.is_empty() {
        return Ok(None);
    }
    let limits = matches!(empty, Empty::All) && present.is_empty();
    if limits || !holds(wanted, present) {
        return Err(Violation::of(rule, field, "只能扩大范围，不能缩小"));
    }
    if wanted.len() == present.len() {
        return Ok(None);
    }
    wanted.clone_into(present);
    Ok(Some(wanted.to_vec()))
}

fn holds(list: &[String], part: &[String]) -> bool {
    let list: HashSet<&String> = list.iter().collect();
    part.iter().all(|id| list.contains(id))
}

fn geography(
    present: &mut VoucherAvailableScopeInfo,
    wanted: &VoucherAvailableScopeInfo,
) -> Result<Option<Places>, Violation> {
    let field = format!("{INFO}.voucher_available_geography_scope_info");
    let shrunk = || Violation::of("V5 places_only_grow", &field, "只能扩大范围，不能缩小");
    let to = places(Some(wanted))?;
    let grown = match (places(Some(present))?, to) {
        (Places::AllCities, Places::AllCities) => None,
        (Places::Cities(_), Places::AllCities) => Some(Places::AllCities),
        (Places::Shops(now), Places::Shops(to)) if holds(&to, &now) => {
            (to.len() > now.len()).then_some(Places::Shops(to))
        }
        (Places::RealShops(now), Places::RealShops(to)) if holds(&to, &now) => {
            (to.len() > now.len()).then_some(Places::RealShops(to))
        }
        (Places::Cities(now), Places::Cities(to)) if holds(&to, &now) => {
            (to.len() > now.len()).then_some(Places::Cities(to))
        }
        (
            Places::AllShops {
                merchant_id,
                brand_id,
                exclude,
            },
            Places::AllShops {
                merchant_id: merchant,
                brand_id: brand,
                exclude: fewer,
            },
        ) => {
            // What is not said of them stays as it is; fewer exceptions are growth.
            let stays = (merchant.is_none() || merchant == merchant_id)
                && (brand.is_none() || brand == brand_id);
            if !stays || !holds(&exclude, &fewer) {
                return Err(shrunk());
            }
            let less = !fewer.is_empty() && fewer.len() < exclude.len();
            less.then_some(Places::AllShops {
                merchant_id,
                brand_id,
                exclude: fewer,
            })
        }
        _ => return Err(shrunk()),
    };
    if let Some(grown) = &grown {
        let info = present
            .voucher_available_geography_scope_info
            .get_or_insert_default();
        write(info, grown);
    }
    Ok(grown)
}

/// Puts grown places into the block that held the former ones.
fn write(info: &mut VoucherAvailableGeographyScopeInfo, places: &Places) {
    let shops = info.available_geography_shop_info.get_or_insert_default();
    match places {
        Places::Anywhere => {}
        Places::Shops(ids) => shops.available_shop_ids.clone_from(ids),
        Places::RealShops(ids) => shops.available_real_shop_ids.clone_from(ids),
        Places::AllShops {
            merchant_id,
            brand_id,
            exclude,
        } => {
            shops.available_geography_all_shop = Some(AvailableGeographyAllShop {
                merchant_ids: merchant_id.iter().cloned().collect(),
                exclude_shop_ids: exclude.clone(),
                available_brand_id: brand_id.clone(),
            });
        }
        Places::AllCities => {
            info.available_geography_shop_info = None;
            let cities = info.available_geography_city_info.get_or_insert_default();
            cities.all_city = Some(true);
            cities.available_city_codes.clear();
        }
        Places::Cities(codes) => {
            info.available_geography_shop_info = None;
            let cities = info.available_geography_city_info.get_or_insert_default();
            cities.available_city_codes.clone_from(codes);
        }
    }
}
