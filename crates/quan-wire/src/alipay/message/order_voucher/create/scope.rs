//! C24 to C32: goods, places, merchants and mini-programs.

use super::Request;
use crate::alipay::message::activity::{Goods, Places, Scope};
use crate::alipay::message::block::{
    AvailableGeographyCityInfo, AvailableGeographyShopInfo, OrderVoucherRest,
    VoucherAvailableAccountInfo, VoucherAvailableGeographyScopeInfo, VoucherAvailableGoodsInfo,
};
use crate::alipay::message::check::present;
use crate::alipay::message::document::Document;
use crate::alipay::message::order_voucher::check::need_word;
use crate::alipay::message::order_voucher::form::{GEOGRAPHY, ShopLists, shops_at};
use crate::alipay::message::order_voucher::word::PlaceType;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::ShopType;

const INFO: &str = "voucher_available_scope_info";

/// The most ids that the oldest list of shops takes.
const MOST_STORES: usize = 3000;

/// The scope. The document keeps which shops are meant, but not their ids.
pub(super) fn check(
    document: &mut Document,
    shops: ShopLists,
    request: &Request,
) -> Result<Scope, Violation> {
    let info = document.voucher_available_scope_info.clone();
    let mut info = info.unwrap_or_default();
    let goods_info = info.voucher_available_goods_info.clone();
    let goods_info = goods_info.unwrap_or_default();
    let goods = goods(&goods_info)?;
    let places = match info.voucher_available_geography_scope_info.as_mut() {
        Some(geography) => places(geography, shops, names_merchant(request))?,
        None => Places::Anywhere,
    };
    let stores = request.customer_guide.as_ref();
    if stores.is_some_and(|guide| guide.store_ids.len() > MOST_STORES) {
        let rule = "C27 at_most_3000_store_ids";
        let what = format!("最多{MOST_STORES}个");
        return Err(Violation::of(rule, "customer_guide.store_ids", &what));
    }
    let accounts = accounts(info.voucher_available_account_info.as_ref())?;
    let apps = info.voucher_available_app_info.clone().unwrap_or_default();
    note(document, &places);
    if document.voucher_available_scope_info.is_some() {
        document.voucher_available_scope_info = Some(info);
    }
    Ok(Scope {
        pids: accounts.available_pids,
        smids: accounts.available_smids,
        app_ids: apps.available_app_ids,
        places,
        goods,
        goods_name: goods_info.goods_name,
    })
}

/// The goods that are listed, on one side only.
pub(crate) fn goods(info: &VoucherAvailableGoodsInfo) -> Result<Goods, Violation> {
    let (only, except) = (&info.available_goods_sku_ids, &info.exclude_goods_sku_ids);
    match (only.is_empty(), except.is_empty()) {
        (true, true) => Ok(Goods::Any),
        (false, true) => Ok(Goods::Only(only.clone())),
        (true, false) => Ok(Goods::Except(except.clone())),
        (false, false) => {
            let field = format!("{INFO}.voucher_available_goods_info.exclude_goods_sku_ids");
            let what = "和 available_goods_sku_ids 不能同时设置";
            Err(Violation::of("C24 goods_only_or_except", &field, what))
        }
    }
}

/// Which places are meant; the block of the other type is dropped.
fn places(
    info: &mut VoucherAvailableGeographyScopeInfo,
    shops: ShopLists,
    named: bool,
) -> Result<Places, Violation> {
    let kind = need_word(
        "C25 scope_type_required",
        "C25 scope_type_known",
        &format!("{GEOGRAPHY}.available_geography_scope_type"),
        &info.available_geography_scope_type,
        PlaceType::from_word,
    )?;
    match kind {
        PlaceType::Shop => {
            let field = format!("{GEOGRAPHY}.available_geography_shop_info");
            let block = info.available_geography_shop_info.as_ref();
            let block = present("C25 shop_type_needs_shops", &field, block)?;
            info.available_geography_city_info = None;
            of_shops(block, shops, named)
        }
        PlaceType::City => {
            let field = format!("{GEOGRAPHY}.available_geography_city_info");
            let block = info.available_geography_city_info.as_mut();
            let Some(block) = block else {
                let rule = "C25 city_type_needs_cities";
                return Err(Violation::of(rule, &field, "不能为空"));
            };
            info.available_geography_shop_info = None;
            of_cities(block)
        }
    }
}

fn of_shops(
    block: &AvailableGeographyShopInfo,
    shops: ShopLists,
    named: bool,
) -> Result<Places, Violation> {
    let ShopLists {
        shops,
        real_shops,
        excluded,
    } = shops;
    let all = block.available_geography_all_shop.as_ref();
    match (shops.is_empty(), real_shops.is_empty(), all) {
        (false, true, None) => Ok(Places::Shops(shops)),
        (true, false, None) => Ok(Places::RealShops(real_shops)),
        (true, true, Some(all)) => {
            let rule = "C28 all_shops_of_one_merchant";
            if all.merchant_ids.len() > 1 || (named && all.merchant_ids.is_empty()) {
                let field = shops_at("available_geography_all_shop.merchant_ids");
                return Err(Violation::of(rule, &field, "必须且只能设置一个商户"));
            }
            Ok(Places::AllShops {
                merchant_id: all.merchant_ids.first().cloned(),
                brand_id: all.available_brand_id.clone(),
                exclude: excluded,
            })
        }
        (true, true, None) | (false, false, _) | (false, _, Some(_)) | (_, false, Some(_)) => {
            let rule = "C26 shops_named_in_exactly_one_way";
            let field = format!("{GEOGRAPHY}.available_geography_shop_info");
            let what = "指定门店、关联门店、全部门店必须且只能设置一种";
            Err(Violation::of(rule, &field, what))
        }
    }
}

/// Whether the nested form asks for all shops, and so must say whose.
fn names_merchant(request: &Request) -> bool {
    let scope = request.voucher_available_scope_info.as_ref();
    let geography = scope.and_then(|s| s.voucher_available_geography_scope_info.as_ref());
    let shops = geography.and_then(|info| info.available_geography_shop_info.as_ref());
    shops.is_some_and(|shops| shops.available_geography_all_shop.is_some())
}

fn of_cities(block: &mut AvailableGeographyCityInfo) -> Result<Places, Violation> {
    if block.all_city == Some(true) {
        // The cities are the platform's to fill in.
        block.available_city_codes.clear();
        return Ok(Places::AllCities);
    }
    if block.available_city_codes.is_empty() {
        let field = format!("{GEOGRAPHY}.available_geography_city_info.available_city_codes");
        let rule = "C30 all_city_or_codes";
        return Err(Violation::of(rule, &field, "不能为空"));
    }
    Ok(Places::Cities(block.available_city_codes.clone()))
}

/// Merchants: some, where the block is there.
fn accounts(
    info: Option<&VoucherAvailableAccountInfo>,
) -> Result<VoucherAvailableAccountInfo, Violation> {
    let Some(info) = info else {
        return Ok(VoucherAvailableAccountInfo::default());
    };
    if info.available_pids.is_empty() && info.available_smids.is_empty() {
        let field = format!("{INFO}.voucher_available_account_info.available_pids");
        let rule = "C31 some_account";
        return Err(Violation::of(
            rule,
            &field,
            "和 available_smids 不能同时为空",
        ));
    }
    Ok(info.clone())
}

/// Notes of which directory the shops are, once their ids are gone.
fn note(document: &mut Document, places: &Places) {
    let kind = match places {
        Places::Shops(_) => ShopType::PaymentShop,
        Places::RealShops(_) => ShopType::RealShop,
        Places::Anywhere | Places::AllShops { .. } | Places::AllCities | Places::Cities(_) => {
            return;
        }
    };
    document
        .order_voucher_rest
        .get_or_insert_with(OrderVoucherRest::default)
        .shop_type = Some(kind.to_string());
}
