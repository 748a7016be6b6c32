//! From what a request says to what the engine keeps: terms, and the members
//! of their scope.

use jiff::civil::{Date, Weekday};
use quan_core::terms::{Calendar, Codes, GoodsScope, IssueTerms, Judge, Places, RedeemTerms};
use quan_core::window::{CalendarRule, Days, Hours};
use quan_core::{
    Benefit, Cap, Funding, Member, MerchantId, Period, Rounding, Scope, ScopeKind, Terms, Validity,
    Window, time,
};
use quan_wire::alipay::message::Document;
use quan_wire::alipay::message::activity as asked;
use quan_wire::alipay::message::modify::Changes;
use quan_wire::alipay::message::word::{LimitPeriod, Rounding as RoundingWord};

use super::denial::{Fault, Reason};
use super::holidays::Holidays;

/// The terms of a new activity.
pub(crate) fn terms_of(
    new: &asked::NewActivity,
    owner: MerchantId,
    funding: Funding,
    holidays: &Holidays,
) -> Result<Terms, Fault> {
    let (benefit, floor) = benefit(&new.benefit);
    let issue = issue(&new.sending);
    let validity = validity(new.usage.validity);
    let days = usable_days(issue.window, validity);
    let rules = |rules: &[asked::TimeRule]| {
        rules
            .iter()
            .map(|rule| calendar_rule(rule, days, holidays))
            .collect::<Result<_, Fault>>()
    };
    Ok(Terms {
        benefit,
        floor,
        validity,
        calendar: Calendar {
            usable: rules(&new.usage.usable)?,
            spans: Vec::new(),
            barred: rules(&new.usage.disabled)?,
        },
        redeem: RedeemTerms {
            per_user: new.usage.per_user.map(cap),
            max_uses: new.usage.max_uses.max(1),
            judge: Judge::Platform,
        },
        scope: Scope {
            generation: 1,
            apps: !new.scope.app_ids.is_empty(),
            places: places(&new.scope.places, owner),
            goods: match new.scope.goods {
                asked::Goods::Any => GoodsScope::Any,
                asked::Goods::Only(_) => GoodsScope::Only,
                asked::Goods::Except(_) => GoodsScope::Except,
            },
        },
        funding,
        issue,
        codes: Codes::None,
        sale: None,
    })
}

/// The terms after a modification. The scope's members are rows of their own:
/// where they change, the terms point to the next generation of them.
pub(crate) fn modified(
    before: &Terms,
    changes: &Changes,
    owner: MerchantId,
    next_generation: u32,
    holidays: &Holidays,
) -> Result<Terms, Fault> {
    let mut terms = before.clone();
    if let Some(closes_at) = changes.closes {
        terms.issue.window.closes_at = closes_at;
    }
    match &mut terms.validity {
        Validity::Absolute(window) => {
            window.closes_at = changes.valid_end.unwrap_or(window.closes_at);
        }
        Validity::Relative { days, .. } => *days = changes.valid_days.unwrap_or(*days),
        // No activity of this platform has it.
        Validity::Within { .. } => {}
    }
    let days = usable_days(terms.issue.window, terms.validity);
    let Calendar { usable, barred, .. } = &mut terms.calendar;
    for rule in usable.iter_mut().chain(barred) {
        if let Days::Holidays(known) = &mut rule.days {
            *known = known_holidays(days, holidays)?;
        }
    }
    if touches_scope(changes) {
        terms.scope.generation = next_generation;
        terms.scope.apps |= changes.app_ids.is_some();
        if let Some(wanted) = &changes.places {
            terms.scope.places = places(wanted, owner);
        }
    }
    Ok(terms)
}

/// Whether a modification changes who or what is in the scope.
pub(crate) fn touches_scope(changes: &Changes) -> bool {
    let Changes {
        name: _,
        closes: _,
        pids,
        smids,
        app_ids,
        places,
        goods,
        valid_end: _,
        valid_days: _,
    } = changes;
    pids.is_some() || smids.is_some() || app_ids.is_some() || places.is_some() || goods.is_some()
}

/// The members of a scope, as the containers list them.
pub(crate) fn members_of(document: &Document) -> Result<Vec<(ScopeKind, Member)>, Fault> {
    let mut members = Vec::new();
    let mut take = |kind, field: &'static str, ids: &[String]| {
        members.reserve(ids.len());
        for id in ids {
            let member = Member::parse(id).map_err(|_| Reason::Value(field, "取值不合法"))?;
            members.push((kind, member));
        }
        Ok::<_, Fault>(())
    };
    let Some(scope) = &document.voucher_available_scope_info else {
        return Ok(members);
    };
    if let Some(accounts) = &scope.voucher_available_account_info {
        take(
            ScopeKind::Merchant,
            "available_pids",
            &accounts.available_pids,
        )?;
        take(
            ScopeKind::Submerchant,
            "available_smids",
            &accounts.available_smids,
        )?;
    }
    if let Some(apps) = &scope.voucher_available_app_info {
        take(ScopeKind::App, "available_app_ids", &apps.available_app_ids)?;
    }
    if let Some(goods) = &scope.voucher_available_goods_info {
        take(
            ScopeKind::Goods,
            "available_goods_sku_ids",
            &goods.available_goods_sku_ids,
        )?;
        take(
            ScopeKind::ExcludedGoods,
            "exclude_goods_sku_ids",
            &goods.exclude_goods_sku_ids,
        )?;
    }
    let Some(places) = &scope.voucher_available_geography_scope_info else {
        return Ok(members);
    };
    if let Some(cities) = &places.available_geography_city_info
        && cities.all_city != Some(true)
    {
        take(
            ScopeKind::City,
            "available_city_codes",
            &cities.available_city_codes,
        )?;
    }
    if let Some(shops) = &places.available_geography_shop_info {
        take(
            ScopeKind::Shop,
            "available_shop_ids",
            &shops.available_shop_ids,
        )?;
        take(
            ScopeKind::Shop,
            "available_real_shop_ids",
            &shops.available_real_shop_ids,
        )?;
        if let Some(all) = &shops.available_geography_all_shop {
            take(
                ScopeKind::ExcludedShop,
                "exclude_shop_ids",
                &all.exclude_shop_ids,
            )?;
        }
    }
    Ok(members)
}

pub(super) fn benefit(benefit: &asked::Benefit) -> (Benefit, Option<quan_core::Fen>) {
    match *benefit {
        asked::Benefit::Fix { amount, floor } => (Benefit::Fixed { amount }, floor),
        asked::Benefit::Discount {
            pays,
            ceiling,
            floor,
        } => (
            Benefit::Discount {
                pays_percent: pays,
                ceiling,
            },
            floor,
        ),
        asked::Benefit::Special {
            price,
            origin,
            floor,
        } => (Benefit::Special { price, origin }, floor),
    }
}

pub(super) fn issue(sending: &asked::Sending) -> IssueTerms {
    let extra = [
        (sending.per_user_day, Period::Day),
        (sending.per_user_week, Period::Week),
        (sending.per_user_month, Period::Month),
    ];
    let extra = extra.into_iter().filter_map(|(limit, period)| {
        Some(Cap {
            period,
            limit: limit?,
        })
    });
    IssueTerms {
        window: Window {
            opens_at: sending.opens,
            closes_at: sending.closes,
        },
        per_user: sending.per_user.map(cap).into_iter().chain(extra).collect(),
        by_person: sending.natural_person,
        by_phone: sending.phone_number,
        real_name: sending.real_name,
        by_day: sending.max_by_day,
    }
}

pub(super) fn cap(cap: asked::Cap) -> Cap {
    let period = match cap.period {
        LimitPeriod::Day => Period::Day,
        LimitPeriod::Week => Period::Week,
        LimitPeriod::Month => Period::Month,
        LimitPeriod::LifeCycle => Period::Lifetime,
    };
    Cap {
        period,
        limit: cap.limit,
    }
}

pub(super) fn validity(validity: asked::Validity) -> Validity {
    match validity {
        asked::Validity::Absolute { begin, end } => Validity::Absolute(Window {
            opens_at: begin,
            closes_at: end,
        }),
        asked::Validity::Relative {
            days,
            wait,
            rounding,
        } => Validity::Relative {
            wait_days: wait,
            days,
            rounding: match rounding {
                RoundingWord::Forward => Rounding::Forward,
                RoundingWord::Backward => Rounding::Backward,
            },
        },
    }
}

fn places(places: &asked::Places, owner: MerchantId) -> Places {
    match places {
        asked::Places::Anywhere => Places::Everywhere,
        asked::Places::Shops(_) | asked::Places::RealShops(_) => Places::Shops,
        asked::Places::AllShops { .. } => Places::ShopsOf(owner),
        asked::Places::AllCities => Places::AnyCity,
        asked::Places::Cities(_) => Places::Cities,
    }
}

/// The first and the last day on which a voucher can be used, whenever it is
/// received; `None` beyond the calendar.
pub(super) fn usable_days(issue: Window, validity: Validity) -> Option<(Date, Date)> {
    let first = validity.of(issue.opens_at)?.opens_at;
    let last = validity.of(issue.closes_at)?.closes_at;
    Some((time::day_of(first), time::day_of(last)))
}

pub(super) fn known_holidays(
    days: Option<(Date, Date)>,
    holidays: &Holidays,
) -> Result<std::collections::BTreeSet<Date>, Fault> {
    let known = days.and_then(|(first, last)| holidays.between(first, last));
    known.ok_or(Reason::Value("holiday_rule_info", "券有效期内的节假日安排尚未公布").into())
}

pub(super) fn calendar_rule(
    rule: &asked::TimeRule,
    days: Option<(Date, Date)>,
    holidays: &Holidays,
) -> Result<CalendarRule, Fault> {
    let days = match &rule.days {
        asked::Days::Dates { first, last } => Days::Dates {
            first: *first,
            last: *last,
        },
        asked::Days::Week(numbers) => {
            let weekday = |number: &u8| {
                let number = i8::try_from(*number).ok()?;
                Weekday::from_monday_one_offset(number).ok()
            };
            let weekdays: Option<_> = numbers.iter().map(weekday).collect();
            Days::Weekdays(weekdays.ok_or(Reason::Value("week_day", "取值不合法"))?)
        }
        asked::Days::Holidays => Days::Holidays(known_holidays(days, holidays)?),
    };
    let hours = rule.hours.map_or(Hours::ALL_DAY, |hours| Hours {
        begins: hours.begin,
        ends: hours.end,
        next_day: hours.next_day,
    });
    Ok(CalendarRule { days, hours })
}
