//! Which of the shops that a request names can be taken, and how that is told.

use std::collections::HashSet;

use quan_core::{Activity, Member, MerchantId, ScopeKind};
use quan_engine::Page;
use quan_engine::registry::{ShopFault, ShopKind};
use quan_wire::alipay::message::Document;
use quan_wire::alipay::message::block::OrderVoucherRefused;
use quan_wire::alipay::message::order_voucher::result::{PlacesOutcome, ShopOutcome};
use quan_wire::alipay::message::order_voucher::word::FailReason;

use super::super::Handlers;
use crate::alipay::denial::{Fault, Reason};

/// The lists that shops are named in, and what they are called where refusals
/// are kept.
const LISTS: [(ScopeKind, &str); 3] = [
    (ScopeKind::Shop, "shop"),
    (ScopeKind::RealShop, "real_shop"),
    (ScopeKind::ExcludedShop, "excluded"),
];

/// What cities are called there.
const CITIES: &str = "city";

/// The registry that the shops of a list are in.
fn registry_of(list: ScopeKind) -> ShopKind {
    if list == ScopeKind::RealShop {
        ShopKind::Real
    } else {
        ShopKind::Payment
    }
}

/// The place of a list's outcome.
pub(super) fn place(outcome: &mut PlacesOutcome, list: ScopeKind) -> &mut Option<ShopOutcome> {
    match list {
        ScopeKind::RealShop => &mut outcome.real_shops,
        ScopeKind::ExcludedShop => &mut outcome.excluded,
        ScopeKind::Shop
        | ScopeKind::Merchant
        | ScopeKind::Submerchant
        | ScopeKind::App
        | ScopeKind::City
        | ScopeKind::Goods
        | ScopeKind::ExcludedGoods => &mut outcome.shops,
    }
}

impl Handlers {
    /// What becomes of shops that are to be in a scope.
    pub(super) fn shops_to_come(
        &self,
        owner: MerchantId,
        list: ScopeKind,
        ids: &[String],
    ) -> Result<ShopOutcome, Fault> {
        let faults = self.faults(owner, list, ids)?;
        let mut outcome = ShopOutcome::default();
        for (id, faults) in ids.iter().zip(faults) {
            if faults.is_empty() {
                outcome.succeeded.push(id.clone());
            } else {
                outcome.failed.push((id.clone(), reasons(&faults)));
            }
        }
        Ok(outcome)
    }

    /// What becomes of shops that are to leave the scope of an activity. One
    /// that is there can go, whatever became of it since.
    pub(super) async fn shops_to_go(
        &self,
        activity: &Activity,
        list: ScopeKind,
        ids: &[String],
    ) -> Result<ShopOutcome, Fault> {
        let members: Vec<Member> = ids.iter().filter_map(|id| Member::parse(id).ok()).collect();
        let generation = activity.terms.scope.generation;
        let there: HashSet<Member> = self
            .engine
            .are_members(activity.id, generation, list, members)
            .await?;
        let is_there = |id: &str| Member::parse(id).is_ok_and(|member| there.contains(&member));
        let faults = self.faults(activity.owner, list, ids)?;
        let mut outcome = ShopOutcome::default();
        for (id, faults) in ids.iter().zip(faults) {
            if is_there(id) {
                outcome.succeeded.push(id.clone());
                continue;
            }
            let mut reasons = reasons(&faults);
            if !reasons.contains(&FailReason::NotExist) {
                reasons.push(FailReason::NotOfActivity);
            }
            outcome.failed.push((id.clone(), reasons));
        }
        Ok(outcome)
    }

    fn faults(
        &self,
        owner: MerchantId,
        list: ScopeKind,
        ids: &[String],
    ) -> Result<Vec<Vec<ShopFault>>, Fault> {
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        Ok(self.registry.check_shops(owner, registry_of(list), &ids)?)
    }

    /// The shops of an activity's scope, or those left out of all.
    pub(in super::super) async fn shops_of(
        &self,
        activity: &Activity,
    ) -> Result<Vec<String>, Fault> {
        use quan_core::terms::Places;
        let list = match activity.terms.scope.places {
            Places::Shops => ScopeKind::Shop,
            Places::RealShops => ScopeKind::RealShop,
            Places::ShopsOf(_) => ScopeKind::ExcludedShop,
            Places::Everywhere | Places::Cities | Places::AnyCity => return Ok(Vec::new()),
        };
        let generation = activity.terms.scope.generation;
        let listed = self
            .engine
            .members(activity.id, generation, list, Page::first(u32::MAX))
            .await?;
        Ok(listed.items.iter().map(Member::to_string).collect())
    }
}

fn reasons(faults: &[ShopFault]) -> Vec<FailReason> {
    let reason = |fault: &ShopFault| match fault {
        ShopFault::Uncertified => FailReason::InfoNotPass,
        ShopFault::Unknown => FailReason::NotExist,
        ShopFault::Foreign => FailReason::NoRelation,
    };
    faults.iter().map(reason).collect()
}

/// Refuses a request of whose shops not one can be taken.
pub(super) fn some_succeeded(outcome: &PlacesOutcome) -> Result<(), Fault> {
    if outcome.none_succeeded() {
        return Err(Reason::Business("门店无效.请检查门店是否存在，并且门店属于该商户PID").into());
    }
    Ok(())
}

/// Keeps what was refused, so that the same answer can be given again.
pub(super) fn keep(document: &mut Document, outcome: &PlacesOutcome) {
    let mut outcome = outcome.clone();
    document.order_voucher_refused = Vec::new();
    document.order_voucher_named = Vec::new();
    if outcome.cities {
        document.order_voucher_named.push(CITIES.to_owned());
    }
    for (list, name) in LISTS {
        let Some(ShopOutcome { failed, .. }) = place(&mut outcome, list).take() else {
            continue;
        };
        document.order_voucher_named.push(name.to_owned());
        document
            .order_voucher_refused
            .extend(failed.into_iter().map(|(id, reasons)| OrderVoucherRefused {
                list: Some(name.to_owned()),
                shop_id: Some(id),
                reasons: reasons.iter().map(ToString::to_string).collect(),
            }));
    }
}

/// What became then of what a request names, by what was kept. `named` answers
/// the shops of a list, as the request names them.
pub(super) fn recall<'a>(
    document: &Document,
    named: impl Fn(ScopeKind) -> &'a [String],
) -> PlacesOutcome {
    let was = |name: &str| document.order_voucher_named.iter().any(|list| list == name);
    let mut outcome = PlacesOutcome {
        cities: was(CITIES),
        ..PlacesOutcome::default()
    };
    for (list, name) in LISTS {
        if was(name) {
            *place(&mut outcome, list) = Some(recall_list(document, list, named(list)));
        }
    }
    outcome
}

fn recall_list(document: &Document, list: ScopeKind, ids: &[String]) -> ShopOutcome {
    let name = LISTS.iter().find(|(kind, _)| *kind == list);
    let name = name.map(|(_, name)| *name);
    let refused: std::collections::HashMap<&str, Vec<FailReason>> = document
        .order_voucher_refused
        .iter()
        .filter(|refused| refused.list.as_deref() == name)
        .filter_map(|refused| {
            let words = refused.reasons.iter();
            let reasons = words.filter_map(|word| FailReason::from_word(word));
            Some((refused.shop_id.as_deref()?, reasons.collect()))
        })
        .collect();
    let mut outcome = ShopOutcome::default();
    for id in ids {
        match refused.get(id.as_str()) {
            Some(reasons) => outcome.failed.push((id.clone(), reasons.clone())),
            None => outcome.succeeded.push(id.clone()),
        }
    }
    outcome
}
