//! M38 and M51 to M53: how lists are meant, merchants and mini-programs.
//!
//! A list is a difference or the whole, as the request says. Which type of
//! places an activity has, and shops of which directory, was settled when it
//! was made.

use std::collections::HashSet;

use super::against::Draft;
use super::{Member, ScopeChange, goods, places};
use crate::alipay::message::block::VoucherAvailableScopeInfo;
use crate::alipay::message::check::{one_of, present};
use crate::alipay::message::document::Document;
use crate::alipay::message::field::Priced;
use crate::alipay::message::order_voucher::check::need_word;
use crate::alipay::message::order_voucher::word::ModifyType;
use crate::alipay::message::violation::Violation;

const INFO: &str = "voucher_available_scope_info";

pub(super) fn check(draft: &mut Draft<'_>) -> Result<(), Violation> {
    let how = how(draft)?;
    places::check(draft, how)?;
    let wanted = draft.asked.request.voucher_available_scope_info.clone();
    let Some(Priced(wanted)) = wanted else {
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
