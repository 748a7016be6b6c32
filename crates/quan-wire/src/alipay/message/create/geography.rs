//! `voucher_available_geography_scope_info`: shops of one directory, or cities.

use crate::alipay::message::activity::Places;
use crate::alipay::message::block::{
    AvailableGeographyAllShop, AvailableGeographyCityInfo, AvailableGeographyShopInfo,
    VoucherAvailableGeographyScopeInfo,
};
use crate::alipay::message::check::need;
use crate::alipay::message::document::{says_nothing, value};
use crate::alipay::message::violation::Violation;

const INFO: &str = "voucher_available_scope_info.voucher_available_geography_scope_info";

pub(super) fn check(info: &VoucherAvailableGeographyScopeInfo) -> Result<Places, Violation> {
    let field = format!("{INFO}.available_geography_scope_type");
    let kind = need(
        "V2.1 geography_type_required",
        &field,
        &info.available_geography_scope_type,
    )?;
    let shops = format!("{INFO}.available_geography_shop_info");
    let cities = format!("{INFO}.available_geography_city_info");
    let rule = "V2.1 geography_block_matches_type";
    let other = |field: &str| {
        Err(Violation::of(
            rule,
            field,
            "与 available_geography_scope_type 不匹配",
        ))
    };
    match kind {
        "SHOP" => {
            if !says_nothing(&value(&info.available_geography_city_info)) {
                return other(&cities);
            }
            of_shops(
                &shops,
                info.available_geography_shop_info
                    .clone()
                    .unwrap_or_default(),
            )
        }
        "CITY_CODE" => {
            if !says_nothing(&value(&info.available_geography_shop_info)) {
                return other(&shops);
            }
            of_cities(
                &cities,
                info.available_geography_city_info
                    .clone()
                    .unwrap_or_default(),
            )
        }
        _ => Err(Violation::of(
            "V2.1 geography_type_known",
            &field,
            "取值不合法",
        )),
    }
}

/// Exactly one of the three ways to name shops.
fn of_shops(field: &str, info: AvailableGeographyShopInfo) -> Result<Places, Violation> {
    let (shops, real) = (info.available_shop_ids, info.available_real_shop_ids);
    match (
        shops.is_empty(),
        real.is_empty(),
        info.available_geography_all_shop,
    ) {
        (false, true, None) => Ok(Places::Shops(shops)),
        (true, false, None) => Ok(Places::RealShops(real)),
        (true, true, Some(all)) => of_all(&format!("{field}.available_geography_all_shop"), all),
        (true, true, None) | (false, _, Some(_)) | (_, false, Some(_)) | (false, false, None) => {
            let what = "available_shop_ids、available_real_shop_ids、available_geography_all_shop 必须且只能设置一个";
            Err(Violation::of(
                "V2.1 shops_named_in_exactly_one_way",
                field,
                what,
            ))
        }
    }
}

fn of_all(field: &str, mut all: AvailableGeographyAllShop) -> Result<Places, Violation> {
    if all.merchant_ids.len() > 1 {
        let rule = "V2.1 all_shop_of_one_merchant";
        return Err(Violation::of(
            rule,
            &format!("{field}.merchant_ids"),
            "只能设置一个商户",
        ));
    }
    Ok(Places::AllShops {
        merchant_id: all.merchant_ids.pop(),
        brand_id: all.available_brand_id,
        exclude: all.exclude_shop_ids,
    })
}

fn of_cities(field: &str, info: AvailableGeographyCityInfo) -> Result<Places, Violation> {
    if info.all_city == Some(true) {
        return Ok(Places::AllCities);
    }
    if info.available_city_codes.is_empty() {
        let field = format!("{field}.available_city_codes");
        return Err(Violation::of(
            "V2.1 city_codes_or_all_city",
            &field,
            "不能为空",
        ));
    }
    Ok(Places::Cities(info.available_city_codes))
}
