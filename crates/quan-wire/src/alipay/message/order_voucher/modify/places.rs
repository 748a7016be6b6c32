//! M39 to M50: shops and cities.

use std::collections::HashSet;

use super::against::Draft;
use super::scope::{list, scope_of};
use super::{Member, ScopeChange};
use crate::alipay::message::block::{
    AvailableGeographyCityInfo, AvailableGeographyShopInfo, VoucherAvailableGeographyScopeInfo,
    VoucherAvailableScopeInfo,
};
use crate::alipay::message::check::one_of;
use crate::alipay::message::document::Document;
use crate::alipay::message::order_voucher::form::{GEOGRAPHY, shops_at};
use crate::alipay::message::order_voucher::word::{ModifyType, PlaceType};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::ShopType;

pub(super) fn check(draft: &mut Draft<'_>, how: ModifyType) -> Result<(), Violation> {
    shops(draft, how)?;
    cities(draft, how)?;
    old_shops(draft)?;
    let scope = draft.asked.request.voucher_available_scope_info.clone();
    match scope {
        Some(scope) => told(draft, &scope.0),
        None => Ok(()),
    }
}

/// The geography to be.
fn places_of(document: &mut Document) -> &mut VoucherAvailableGeographyScopeInfo {
    scope_of(document)
        .voucher_available_geography_scope_info
        .get_or_insert_default()
}

/// The places of an activity.
fn geography(document: &Document) -> VoucherAvailableGeographyScopeInfo {
    let scope = document.voucher_available_scope_info.as_ref();
    let geography = scope.and_then(|s| s.voucher_available_geography_scope_info.clone());
    geography.unwrap_or_default()
}

fn place_type(document: &Document) -> Option<PlaceType> {
    let word = geography(document).available_geography_scope_type?;
    PlaceType::from_word(&word)
}

/// The kind of shops that the activity has: of one directory, or those left out
/// of all.
fn shop_member(document: &Document) -> Option<Member> {
    if place_type(document) != Some(PlaceType::Shop) {
        return None;
    }
    let rest = document.order_voucher_rest.as_ref();
    let kind = rest.and_then(|rest| rest.shop_type.as_deref());
    match kind.and_then(ShopType::from_word) {
        Some(ShopType::PaymentShop) => Some(Member::Shop),
        Some(ShopType::RealShop) => Some(Member::RealShop),
        None => Some(Member::ExcludedShop),
    }
}

/// M39 to M46: shops. Kinds that the activity was not made with are passed over.
fn shops(draft: &mut Draft<'_>, how: ModifyType) -> Result<(), Violation> {
    let lists = &draft.asked.shops;
    let kind = shop_member(draft.before);
    let ids = match kind {
        Some(Member::Shop) => &lists.shops,
        Some(Member::RealShop) => &lists.real_shops,
        Some(Member::ExcludedShop) => &lists.excluded,
        _ => return Ok(()),
    };
    let (Some(member), false) = (kind, ids.is_empty()) else {
        return Ok(());
    };
    if member != Member::ExcludedShop && how == ModifyType::Remove {
        let gone: HashSet<&String> = ids.iter().collect();
        if draft.present.shops.iter().all(|shop| gone.contains(shop)) {
            let rule = "M46 some_shop_stays";
            let field = shops_at("available_shop_ids");
            return Err(Violation::business(
                rule,
                &field,
                "活动至少需要保留一个门店",
            ));
        }
    }
    draft.scope.push(ScopeChange {
        member,
        how,
        ids: ids.clone(),
    });
    Ok(())
}

/// M47: cities, of an activity that was made with cities.
fn cities(draft: &mut Draft<'_>, how: ModifyType) -> Result<(), Violation> {
    let wanted = geography(&draft.asked.wanted);
    let (told, stored) = (
        wanted.available_geography_scope_type.as_deref(),
        place_type(draft.before),
    );
    let known = told.and_then(PlaceType::from_word);
    let field = format!("{GEOGRAPHY}.available_geography_scope_type");
    let switched = || {
        let rule = "M47 place_type_stays";
        Violation::of(rule, &field, "不能在门店与城市之间切换")
    };
    // What was made without places has none to switch, and gets none.
    if stored.is_none() {
        return Ok(());
    }
    if known.is_some() && known != stored {
        return Err(switched());
    }
    let Some(AvailableGeographyCityInfo {
        all_city,
        available_city_codes: codes,
    }) = wanted.available_geography_city_info
    else {
        return Ok(());
    };
    let all = all_city == Some(true);
    if codes.is_empty() && !all {
        return Ok(());
    }
    if stored != Some(PlaceType::City) {
        // Told beside shops, cities are of no use to those; alone, they are a switch.
        return if known == Some(PlaceType::Shop) {
            Ok(())
        } else {
            Err(switched())
        };
    }
    let cities = places_of(&mut draft.after)
        .available_geography_city_info
        .get_or_insert_default();
    let had_all = cities.all_city == Some(true);
    let narrow = |text: &str| {
        let field = format!("{GEOGRAPHY}.available_geography_city_info.available_city_codes");
        Violation::of("M47 some_city_stays", &field, text)
    };
    match (how, all) {
        (ModifyType::Add | ModifyType::Replace, true) => {
            cities.all_city = Some(true);
            cities.available_city_codes.clear();
            if !had_all {
                draft.all_cities = Some(true);
                draft.scope.push(ScopeChange {
                    member: Member::City,
                    how: ModifyType::Replace,
                    ids: Vec::new(),
                });
            }
            return Ok(());
        }
        (ModifyType::Add, false) if had_all => return Ok(()),
        (ModifyType::Remove, true) => return Err(narrow("活动至少需要保留一个城市")),
        (ModifyType::Remove, false) if had_all => {
            return Err(narrow("全国可用的活动不能移除城市"));
        }
        (ModifyType::Add | ModifyType::Remove | ModifyType::Replace, false) => {}
    }
    if had_all {
        cities.all_city = None;
        draft.all_cities = Some(false);
    }
    list(draft, Member::City, how, &codes)
}

/// M48: the lists of 2021 are complete, and lose nothing.
fn old_shops(draft: &mut Draft<'_>) -> Result<(), Violation> {
    let lists = &draft.asked.old_shops;
    let (member, name, ids) = match shop_member(draft.before) {
        Some(Member::Shop) => (Member::Shop, "shop_ids", &lists.shops),
        Some(Member::RealShop) => (Member::RealShop, "real_shop_ids", &lists.real_shops),
        _ => return Ok(()),
    };
    if ids.is_empty() || draft.scope.iter().any(|change| change.member == member) {
        return Ok(());
    }
    let stay: HashSet<&String> = ids.iter().collect();
    if !draft.present.shops.iter().all(|shop| stay.contains(shop)) {
        let rule = "M48 old_shop_lists_only_grow";
        let field = format!("customer_guide.{name}");
        return Err(Violation::of(rule, &field, "只能扩大范围，不能缩小"));
    }
    draft.scope.push(ScopeChange {
        member,
        how: ModifyType::Replace,
        ids: ids.clone(),
    });
    Ok(())
}

/// M49 and M50: what the nested form says about places.
fn told(draft: &mut Draft<'_>, wanted: &VoucherAvailableScopeInfo) -> Result<(), Violation> {
    let Some(geography) = &wanted.voucher_available_geography_scope_info else {
        return Ok(());
    };
    let field = format!("{GEOGRAPHY}.available_geography_scope_type");
    let rule = "M49 scope_type_known";
    let text = &geography.available_geography_scope_type;
    one_of(rule, &field, text, PlaceType::from_word)?;
    let Some(AvailableGeographyShopInfo {
        available_geography_all_shop: all,
        ..
    }) = &geography.available_geography_shop_info
    else {
        return Ok(());
    };
    let lists = &draft.asked.shops;
    let ways = [
        !lists.shops.is_empty(),
        !lists.real_shops.is_empty(),
        all.is_some(),
    ];
    if ways.iter().filter(|said| **said).count() > 1 {
        let rule = "M49 shops_named_in_exactly_one_way";
        let field = format!("{GEOGRAPHY}.available_geography_shop_info");
        let what = "指定门店、关联门店、全部门店只能设置一种";
        return Err(Violation::of(rule, &field, what));
    }
    let Some(all) = all else { return Ok(()) };
    if shop_member(draft.before) != Some(Member::ExcludedShop) {
        return Ok(());
    }
    let field = shops_at("available_geography_all_shop.merchant_ids");
    let own = [draft.present.owner.to_owned()];
    if all.merchant_ids != own {
        let rule = "M50 all_shops_of_the_owner";
        let what = "必须且只能是活动归属商户";
        return Err(Violation::of(rule, &field, what));
    }
    if let Some(brand) = &all.available_brand_id {
        let shops = places_of(&mut draft.after)
            .available_geography_shop_info
            .get_or_insert_default();
        let all = shops.available_geography_all_shop.get_or_insert_default();
        all.available_brand_id = Some(brand.clone());
    }
    Ok(())
}
