//! M38 to M53: places, merchants, mini-programs and goods.
//!
//! A list is a difference or the whole, as the request says. Which type of
//! places an activity has, and shops of which directory, was settled when it
//! was made.

use std::collections::HashSet;

use super::against::Draft;
use super::goods;
use super::{Member, ScopeChange};
use crate::alipay::message::block::{
    AvailableGeographyCityInfo, AvailableGeographyShopInfo, VoucherAvailableGeographyScopeInfo,
    VoucherAvailableScopeInfo,
};
use crate::alipay::message::check::{need_one_of, one_of, present};
use crate::alipay::message::document::Document;
use crate::alipay::message::order_voucher::check::need_word;
use crate::alipay::message::order_voucher::form::{GEOGRAPHY, shops_at};
use crate::alipay::message::order_voucher::word::{ModifyType, PlaceType};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::ShopType;

const INFO: &str = "voucher_available_scope_info";

pub(super) fn check(draft: &mut Draft<'_>) -> Result<(), Violation> {
    let how = how(draft)?;
    shops(draft, how)?;
    cities(draft, how)?;
    old_shops(draft)?;
    let wanted = draft.asked.request.voucher_available_scope_info.clone();
    let wanted = wanted.map(|wanted| wanted.0);
    if let Some(wanted) = &wanted {
        places_told(draft, wanted)?;
    }
    let Some(wanted) = wanted else {
        return Ok(());
    };
    accounts(draft, &wanted, how)?;
    if let Some(apps) = &wanted.voucher_available_app_info {
        let ids = &apps.available_app_ids;
        list(draft, Member::App, how, ids)?;
    }
    goods::check(draft, &wanted, how)?;
    if let Some(item) = &wanted.voucher_available_item_info {
        scope_of(&mut draft.after).voucher_available_item_info = Some(item.clone());
    }
    Ok(())
}

/// The scope to be.
pub(super) fn scope_of(document: &mut Document) -> &mut VoucherAvailableScopeInfo {
    document
        .voucher_available_scope_info
        .get_or_insert_default()
}

/// M38: how lists are meant; whole ones where the nested form does not say.
fn how(draft: &Draft<'_>) -> Result<ModifyType, Violation> {
    let request = &draft.asked.request;
    let uses = request.voucher_use_rule.as_ref();
    let scope = uses.and_then(|uses| uses.voucher_available_scope.as_ref());
    let flat = scope
        .map(|scope| {
            need_word(
                "M38 modify_type_required",
                "M38 modify_type_known",
                "voucher_use_rule.voucher_available_scope.modify_type",
                &scope.modify_type,
                ModifyType::from_word,
            )
        })
        .transpose()?;
    let nested = one_of(
        "M38 modify_type_known",
        "voucher_available_scope_modify_type",
        &request.voucher_available_scope_modify_type,
        ModifyType::from_word,
    )?;
    Ok(nested.or(flat).unwrap_or(ModifyType::Replace))
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
            return Err(Violation::business(rule, &field, "活动至少需要保留一个门店"));
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
    let scope = scope_of(&mut draft.after);
    let geography = scope
        .voucher_available_geography_scope_info
        .get_or_insert_default();
    let cities = geography
        .available_geography_city_info
        .get_or_insert_default();
    let had_all = cities.all_city == Some(true);
    let narrow = |text: &str| Violation::of("M47 some_city_stays", &field, text);
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
fn places_told(draft: &mut Draft<'_>, wanted: &VoucherAvailableScopeInfo) -> Result<(), Violation> {
    let Some(geography) = &wanted.voucher_available_geography_scope_info else {
        return Ok(());
    };
    let field = format!("{GEOGRAPHY}.available_geography_scope_type");
    let rule = "M49 scope_type_known";
    if geography.available_geography_scope_type.is_some() {
        let text = &geography.available_geography_scope_type;
        need_one_of(rule, &field, text, PlaceType::from_word)?;
    }
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
        let scope = scope_of(&mut draft.after);
        let geography = scope
            .voucher_available_geography_scope_info
            .get_or_insert_default();
        let shops = geography
            .available_geography_shop_info
            .get_or_insert_default();
        let all = shops.available_geography_all_shop.get_or_insert_default();
        all.available_brand_id = Some(brand.clone());
    }
    Ok(())
}

/// M51: merchants, some where the block is there.
fn accounts(
    draft: &mut Draft<'_>,
    wanted: &VoucherAvailableScopeInfo,
    how: ModifyType,
) -> Result<(), Violation> {
    let Some(accounts) = &wanted.voucher_available_account_info else {
        return Ok(());
    };
    let (pids, smids) = (&accounts.available_pids, &accounts.available_smids);
    let field = format!("{INFO}.voucher_available_account_info.available_pids");
    let some = (!pids.is_empty() || !smids.is_empty()).then_some(());
    present("M51 some_account", &field, some.as_ref())?;
    list(draft, Member::Pid, how, pids)?;
    list(draft, Member::Smid, how, smids)
}

/// Changes a list that the document keeps, if one is sent. One that limits must
/// not become empty, because it would then limit nothing.
pub(super) fn list(
    draft: &mut Draft<'_>,
    member: Member,
    how: ModifyType,
    ids: &[String],
) -> Result<(), Violation> {
    if ids.is_empty() {
        return Ok(());
    }
    let (place, path) = place(&mut draft.after, member);
    let named: HashSet<&String> = ids.iter().collect();
    match how {
        ModifyType::Replace => *place = ids.to_vec(),
        ModifyType::Add => {
            let had: HashSet<String> = place.iter().cloned().collect();
            place.extend(ids.iter().filter(|id| !had.contains(*id)).cloned());
        }
        ModifyType::Remove => {
            let had = !place.is_empty();
            place.retain(|id| !named.contains(id));
            if had && place.is_empty() {
                let rule = "M46 some_member_stays";
                let field = format!("{INFO}.{path}");
                return Err(Violation::business(rule, &field, "适用范围不能为空"));
            }
        }
    }
    draft.scope.push(ScopeChange {
        member,
        how,
        ids: ids.to_vec(),
    });
    Ok(())
}

/// Where the document keeps a list, and what it is called there.
fn place(document: &mut Document, member: Member) -> (&mut Vec<String>, &'static str) {
    let scope = scope_of(document);
    match member {
        Member::Pid => (
            &mut scope
                .voucher_available_account_info
                .get_or_insert_default()
                .available_pids,
            "voucher_available_account_info.available_pids",
        ),
        Member::Smid => (
            &mut scope
                .voucher_available_account_info
                .get_or_insert_default()
                .available_smids,
            "voucher_available_account_info.available_smids",
        ),
        Member::App => (
            &mut scope
                .voucher_available_app_info
                .get_or_insert_default()
                .available_app_ids,
            "voucher_available_app_info.available_app_ids",
        ),
        Member::Goods => (
            &mut scope
                .voucher_available_goods_info
                .get_or_insert_default()
                .available_goods_sku_ids,
            "voucher_available_goods_info.available_goods_sku_ids",
        ),
        Member::ExcludedGoods => (
            &mut scope
                .voucher_available_goods_info
                .get_or_insert_default()
                .exclude_goods_sku_ids,
            "voucher_available_goods_info.exclude_goods_sku_ids",
        ),
        Member::Shop | Member::RealShop | Member::ExcludedShop | Member::City => (
            &mut scope
                .voucher_available_geography_scope_info
                .get_or_insert_default()
                .available_geography_city_info
                .get_or_insert_default()
                .available_city_codes,
            "voucher_available_geography_scope_info.available_geography_city_info.available_city_codes",
        ),
    }
}
