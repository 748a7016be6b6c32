//! From an order voucher's messages to the engine's terms, and to the members of
//! its scope.

use quan_core::terms::{
    Calendar, Codes, GoodsScope, Judge, MoneyBack, Places, RedeemTerms, Sale, Scope,
};
use quan_core::window::Days;
use quan_core::{Benefit, Funding, Member, MerchantId, ScopeChange, ScopeKind, Terms, Window};
use quan_wire::alipay::message::activity as asked;
use quan_wire::alipay::message::order_voucher::create::{self as order, NewOrderActivity, Offer};
use quan_wire::alipay::message::order_voucher::modify::{self, Changes};
use quan_wire::alipay::message::order_voucher::word::{CodeMode, ModifyType};

use super::denial::{Fault, Reason};
use super::holidays::Holidays;
use super::terms::{benefit, calendar_rule, cap, issue, known_holidays, usable_days, validity};

/// The terms of a new activity.
pub(crate) fn terms_of(
    new: &NewOrderActivity,
    owner: MerchantId,
    holidays: &Holidays,
) -> Result<Terms, Fault> {
    let (benefit, floor) = match &new.benefit {
        order::Benefit::Deduction(deduction) => benefit(deduction),
        order::Benefit::Exchange { worth, floor, .. } => {
            (Benefit::Exchange { worth: *worth }, *floor)
        }
    };
    let sale = match &new.offer {
        Offer::Sale(terms) => Some(sale(terms, owner)?),
        Offer::Direct | Offer::Package { .. } => None,
    };
    let issue = issue(&new.sending);
    let (validity, calendar, redeem) = usage(&new.usage, issue.window, holidays)?;
    Ok(Terms {
        benefit,
        floor,
        issue,
        validity,
        calendar,
        redeem,
        scope: Scope {
            generation: 1,
            apps: !new.scope.app_ids.is_empty(),
            places: match &new.scope.places {
                asked::Places::Anywhere => Places::Everywhere,
                asked::Places::Shops(_) => Places::Shops,
                asked::Places::RealShops(_) => Places::RealShops,
                asked::Places::AllShops { .. } => Places::ShopsOf(owner),
                asked::Places::AllCities => Places::AnyCity,
                asked::Places::Cities(_) => Places::Cities,
            },
            goods: match &new.scope.goods {
                asked::Goods::Any => GoodsScope::Any,
                asked::Goods::Only(_) => GoodsScope::Only,
                asked::Goods::Except(_) => GoodsScope::Except,
            },
        },
        funding: Funding::Forgone,
        codes: match new.codes {
            CodeMode::Upload => Codes::Deposited,
            CodeMode::Api => Codes::Named,
        },
        sale,
    })
}

fn usage(
    usage: &asked::Usage,
    issue: Window,
    holidays: &Holidays,
) -> Result<(quan_core::Validity, Calendar, RedeemTerms), Fault> {
    let validity = validity(usage.validity);
    let days = usable_days(issue, validity);
    let rules = |rules: &[asked::TimeRule]| {
        rules
            .iter()
            .map(|rule| calendar_rule(rule, days, holidays))
            .collect::<Result<_, Fault>>()
    };
    let calendar = Calendar {
        usable: rules(&usage.usable)?,
        spans: Vec::new(),
        barred: rules(&usage.disabled)?,
    };
    let redeem = RedeemTerms {
        per_user: usage.per_user.map(cap),
        max_uses: usage.max_uses.max(1),
        judge: Judge::Merchant,
    };
    Ok((validity, calendar, redeem))
}

fn sale(terms: &order::Sale, owner: MerchantId) -> Result<Sale, Fault> {
    let payee = match &terms.payee_pid {
        Some(pid) => {
            MerchantId::parse(pid).map_err(|_| Reason::Value("payee_pid", "取值不合法"))?
        }
        None => owner,
    };
    let back = |refund: order::Refund| match (refund.allowed, refund.needs_confirm) {
        (false, _) => MoneyBack::Never,
        (true, false) => MoneyBack::AtOnce,
        (true, true) => MoneyBack::IfAgreed,
    };
    Ok(Sale {
        price: terms.amount,
        payee,
        refund: back(terms.refund),
        overdue: back(terms.overdue_refund),
    })
}

/// The members of a new scope but its shops, of which only some may be taken.
pub(crate) fn members_of(scope: &asked::Scope) -> Result<Vec<(ScopeKind, Member)>, Fault> {
    let asked::Scope {
        pids,
        smids,
        app_ids,
        places,
        goods,
        goods_name: _,
    } = scope;
    let mut members = members(ScopeKind::Merchant, pids)?;
    members.extend(self::members(ScopeKind::Submerchant, smids)?);
    members.extend(self::members(ScopeKind::App, app_ids)?);
    if let asked::Places::Cities(codes) = places {
        members.extend(self::members(ScopeKind::City, codes)?);
    }
    match goods {
        asked::Goods::Any => {}
        asked::Goods::Only(ids) => members.extend(self::members(ScopeKind::Goods, ids)?),
        asked::Goods::Except(ids) => {
            members.extend(self::members(ScopeKind::ExcludedGoods, ids)?);
        }
    }
    Ok(members)
}

/// Members of one kind.
pub(crate) fn members(kind: ScopeKind, ids: &[String]) -> Result<Vec<(ScopeKind, Member)>, Fault> {
    ids.iter()
        .map(|id| {
            let member = Member::parse(id);
            Ok((
                kind,
                member.map_err(|_| Reason::Value("available_scope", "取值不合法"))?,
            ))
        })
        .collect()
}

/// The terms after a modification, whose scope's members change so.
pub(crate) fn modified(
    before: &Terms,
    changes: &Changes,
    scope: &ScopeChange,
    owner: MerchantId,
    next_generation: u32,
    holidays: &Holidays,
) -> Result<Terms, Fault> {
    let mut terms = before.clone();
    if let Some(sending) = &changes.sending {
        terms.issue = issue(sending);
    }
    if let Some(wanted) = &changes.usage {
        (terms.validity, terms.calendar, terms.redeem) =
            usage(wanted, terms.issue.window, holidays)?;
    } else {
        let days = usable_days(terms.issue.window, terms.validity);
        let Calendar { usable, barred, .. } = &mut terms.calendar;
        for rule in usable.iter_mut().chain(barred) {
            if let Days::Holidays(known) = &mut rule.days {
                *known = known_holidays(days, holidays)?;
            }
        }
    }
    if let Some(wanted) = &changes.sale {
        terms.sale = Some(sale(wanted, owner)?);
    }
    if let (Some(wanted), Benefit::Special { origin, .. }) = (changes.origin, &mut terms.benefit) {
        *origin = wanted;
    }
    match changes.all_cities {
        Some(true) => terms.scope.places = Places::AnyCity,
        Some(false) => terms.scope.places = Places::Cities,
        None => {}
    }
    if !scope.is_empty() {
        terms.scope.generation = next_generation;
        let comes = |wanted| scope.added.iter().any(|(kind, _)| *kind == wanted);
        terms.scope.apps |= comes(ScopeKind::App);
        if comes(ScopeKind::Goods) {
            terms.scope.goods = GoodsScope::Only;
        } else if comes(ScopeKind::ExcludedGoods) {
            terms.scope.goods = GoodsScope::Except;
        }
    }
    Ok(terms)
}

/// The kind of members that a modification names.
pub(crate) fn kind_of(member: modify::Member) -> ScopeKind {
    match member {
        modify::Member::Shop => ScopeKind::Shop,
        modify::Member::RealShop => ScopeKind::RealShop,
        modify::Member::ExcludedShop => ScopeKind::ExcludedShop,
        modify::Member::City => ScopeKind::City,
        modify::Member::Pid => ScopeKind::Merchant,
        modify::Member::Smid => ScopeKind::Submerchant,
        modify::Member::App => ScopeKind::App,
        modify::Member::Goods => ScopeKind::Goods,
        modify::Member::ExcludedGoods => ScopeKind::ExcludedGoods,
    }
}

/// Adds members that come, go, or take the place of all of their kind.
pub(crate) fn change(
    scope: &mut ScopeChange,
    kind: ScopeKind,
    how: ModifyType,
    ids: &[String],
) -> Result<(), Fault> {
    let members = members(kind, ids)?;
    match how {
        ModifyType::Add => scope.added.extend(members),
        ModifyType::Remove => scope.removed.extend(members),
        ModifyType::Replace => {
            scope.cleared.push(kind);
            scope.added.extend(members);
        }
    }
    Ok(())
}
