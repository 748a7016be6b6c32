//! Terms as JSON.

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use jiff::civil::{Date, Time, Weekday};
use quan_core::terms::{
    Calendar, Codes, GoodsScope, IssueTerms, Judge, MoneyBack, Places, RedeemTerms, Sale,
};
use quan_core::window::{CalendarRule, Days, Hours};
use quan_core::{Benefit, Cap, Funding, Period, Rounding, Scope, Terms, Validity, Window};
use serde::{Deserialize, Serialize};

use super::super::{Result, row};
use super::json;
use crate::error::StoreError;

#[derive(Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are columns of a document, not a state"
)]
pub(super) struct TermsBody {
    benefit: BenefitBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    floor: Option<i64>,
    opens_at: i64,
    closes_at: i64,
    per_user: Vec<CapBody>,
    by_person: bool,
    by_phone: bool,
    real_name: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    by_day: Option<u32>,
    validity: ValidityBody,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    usable: Vec<RuleBody>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    spans: Vec<(i64, i64)>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    barred: Vec<RuleBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    uses_per_user: Option<CapBody>,
    max_uses: u32,
    generation: u32,
    apps: bool,
    places: PlacesBody,
    goods: GoodsBody,
    #[serde(skip_serializing_if = "Option::is_none")]
    sponsor: Option<i64>,
    #[serde(default)]
    judged_by_merchant: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    codes: Option<CodesBody>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sale: Option<SaleBody>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum CodesBody {
    Deposited,
    Named,
}

#[derive(Serialize, Deserialize)]
struct SaleBody {
    price: i64,
    payee: i64,
    refund: MoneyBackBody,
    overdue: MoneyBackBody,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum MoneyBackBody {
    Never,
    AtOnce,
    IfAgreed,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum BenefitBody {
    Fixed { amount: i64 },
    Discount { pays_percent: u8, ceiling: i64 },
    Special { price: i64, origin: i64 },
    Exchange { worth: i64 },
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum PeriodBody {
    Day,
    Week,
    Month,
    Lifetime,
}

#[derive(Serialize, Deserialize)]
struct CapBody {
    period: PeriodBody,
    limit: u32,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ValidityBody {
    Absolute {
        opens_at: i64,
        closes_at: i64,
    },
    Relative {
        wait_days: u32,
        days: u32,
        forward: bool,
    },
    Within {
        opens_at: i64,
        closes_at: i64,
        wait_days: u32,
        days: Option<u32>,
    },
}

#[derive(Serialize, Deserialize)]
struct RuleBody {
    days: DaysBody,
    begins: String,
    ends: String,
    next_day: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum DaysBody {
    Dates { first: String, last: String },
    Weekdays(Vec<i8>),
    Holidays(Vec<String>),
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum PlacesBody {
    Everywhere,
    Shops,
    RealShops,
    ShopsOf(i64),
    Cities,
    AnyCity,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum GoodsBody {
    Any,
    Only,
    Except,
}

/// Terms as a column holds them.
pub(in super::super) fn terms_text(terms: &Terms) -> String {
    json(&terms_body(terms))
}

/// Terms out of a column.
pub(in super::super) fn terms(text: &str) -> Result<Terms> {
    let body: TermsBody = serde_json::from_str(text)
        .map_err(|error| StoreError::inconsistent("terms", error.to_string()))?;
    body.try_into()
}

pub(super) fn terms_body(terms: &Terms) -> TermsBody {
    let Terms {
        benefit,
        floor,
        issue,
        validity,
        calendar,
        redeem,
        scope,
        funding,
        codes,
        sale,
    } = terms;
    TermsBody {
        benefit: benefit_body(*benefit),
        floor: floor.map(row::cents),
        opens_at: issue.window.opens_at.as_millisecond(),
        closes_at: issue.window.closes_at.as_millisecond(),
        per_user: issue.per_user.iter().copied().map(cap_body).collect(),
        by_person: issue.by_person,
        by_phone: issue.by_phone,
        real_name: issue.real_name,
        by_day: issue.by_day,
        validity: validity_body(*validity),
        usable: calendar.usable.iter().map(rule_body).collect(),
        spans: calendar
            .spans
            .iter()
            .map(|span| {
                (
                    span.opens_at.as_millisecond(),
                    span.closes_at.as_millisecond(),
                )
            })
            .collect(),
        barred: calendar.barred.iter().map(rule_body).collect(),
        uses_per_user: redeem.per_user.map(cap_body),
        max_uses: redeem.max_uses,
        generation: scope.generation,
        apps: scope.apps,
        places: match scope.places {
            Places::Everywhere => PlacesBody::Everywhere,
            Places::Shops => PlacesBody::Shops,
            Places::RealShops => PlacesBody::RealShops,
            Places::ShopsOf(merchant) => PlacesBody::ShopsOf(row::merchant(merchant)),
            Places::Cities => PlacesBody::Cities,
            Places::AnyCity => PlacesBody::AnyCity,
        },
        goods: match scope.goods {
            GoodsScope::Any => GoodsBody::Any,
            GoodsScope::Only => GoodsBody::Only,
            GoodsScope::Except => GoodsBody::Except,
        },
        sponsor: match funding {
            Funding::Forgone => None,
            Funding::Prepaid { sponsor } => Some(row::merchant(*sponsor)),
        },
        judged_by_merchant: redeem.judge == Judge::Merchant,
        codes: match codes {
            Codes::None => None,
            Codes::Deposited => Some(CodesBody::Deposited),
            Codes::Named => Some(CodesBody::Named),
        },
        sale: sale.as_ref().map(|sale| SaleBody {
            price: row::cents(sale.price),
            payee: row::merchant(sale.payee),
            refund: money_back_body(sale.refund),
            overdue: money_back_body(sale.overdue),
        }),
    }
}

fn benefit_body(benefit: Benefit) -> BenefitBody {
    match benefit {
        Benefit::Fixed { amount } => BenefitBody::Fixed {
            amount: row::cents(amount),
        },
        Benefit::Discount {
            pays_percent,
            ceiling,
        } => BenefitBody::Discount {
            pays_percent,
            ceiling: row::cents(ceiling),
        },
        Benefit::Special { price, origin } => BenefitBody::Special {
            price: row::cents(price),
            origin: row::cents(origin),
        },
        Benefit::Exchange { worth } => BenefitBody::Exchange {
            worth: row::cents(worth),
        },
    }
}

fn validity_body(validity: Validity) -> ValidityBody {
    match validity {
        Validity::Absolute(window) => ValidityBody::Absolute {
            opens_at: window.opens_at.as_millisecond(),
            closes_at: window.closes_at.as_millisecond(),
        },
        Validity::Relative {
            wait_days,
            days,
            rounding,
        } => ValidityBody::Relative {
            wait_days,
            days,
            forward: rounding == Rounding::Forward,
        },
        Validity::Within {
            span,
            wait_days,
            days,
        } => ValidityBody::Within {
            opens_at: span.opens_at.as_millisecond(),
            closes_at: span.closes_at.as_millisecond(),
            wait_days,
            days,
        },
    }
}

fn money_back_body(money: MoneyBack) -> MoneyBackBody {
    match money {
        MoneyBack::Never => MoneyBackBody::Never,
        MoneyBack::AtOnce => MoneyBackBody::AtOnce,
        MoneyBack::IfAgreed => MoneyBackBody::IfAgreed,
    }
}

fn money_back(body: &MoneyBackBody) -> MoneyBack {
    match body {
        MoneyBackBody::Never => MoneyBack::Never,
        MoneyBackBody::AtOnce => MoneyBack::AtOnce,
        MoneyBackBody::IfAgreed => MoneyBack::IfAgreed,
    }
}

fn cap_body(cap: Cap) -> CapBody {
    let period = match cap.period {
        Period::Day => PeriodBody::Day,
        Period::Week => PeriodBody::Week,
        Period::Month => PeriodBody::Month,
        Period::Lifetime => PeriodBody::Lifetime,
    };
    CapBody {
        period,
        limit: cap.limit,
    }
}

fn rule_body(rule: &CalendarRule) -> RuleBody {
    RuleBody {
        days: match &rule.days {
            Days::Dates { first, last } => DaysBody::Dates {
                first: first.to_string(),
                last: last.to_string(),
            },
            Days::Weekdays(days) => {
                DaysBody::Weekdays(days.iter().map(|day| day.to_monday_one_offset()).collect())
            }
            Days::Holidays(days) => DaysBody::Holidays(days.iter().map(Date::to_string).collect()),
        },
        begins: rule.hours.begins.to_string(),
        ends: rule.hours.ends.to_string(),
        next_day: rule.hours.next_day,
    }
}

fn validity(body: ValidityBody) -> Result<Validity> {
    Ok(match body {
        ValidityBody::Absolute {
            opens_at,
            closes_at,
        } => Validity::Absolute(window(opens_at, closes_at)?),
        ValidityBody::Relative {
            wait_days,
            days,
            forward,
        } => {
            let rounding = if forward {
                Rounding::Forward
            } else {
                Rounding::Backward
            };
            Validity::Relative {
                wait_days,
                days,
                rounding,
            }
        }
        ValidityBody::Within {
            opens_at,
            closes_at,
            wait_days,
            days,
        } => Validity::Within {
            span: window(opens_at, closes_at)?,
            wait_days,
            days,
        },
    })
}

impl TryFrom<TermsBody> for Terms {
    type Error = StoreError;

    fn try_from(body: TermsBody) -> Result<Terms> {
        Ok(Terms {
            benefit: benefit(&body.benefit)?,
            floor: body.floor.map(row::fen).transpose()?,
            issue: IssueTerms {
                window: window(body.opens_at, body.closes_at)?,
                per_user: body.per_user.into_iter().map(cap).collect(),
                by_person: body.by_person,
                by_phone: body.by_phone,
                real_name: body.real_name,
                by_day: body.by_day,
            },
            validity: validity(body.validity)?,
            calendar: Calendar {
                usable: rules(body.usable)?,
                spans: body
                    .spans
                    .into_iter()
                    .map(|(opens_at, closes_at)| window(opens_at, closes_at))
                    .collect::<Result<_>>()?,
                barred: rules(body.barred)?,
            },
            redeem: RedeemTerms {
                per_user: body.uses_per_user.map(cap),
                max_uses: body.max_uses,
                judge: if body.judged_by_merchant {
                    Judge::Merchant
                } else {
                    Judge::Platform
                },
            },
            scope: Scope {
                generation: body.generation,
                apps: body.apps,
                places: match body.places {
                    PlacesBody::Everywhere => Places::Everywhere,
                    PlacesBody::Shops => Places::Shops,
                    PlacesBody::RealShops => Places::RealShops,
                    PlacesBody::ShopsOf(merchant) => Places::ShopsOf(row::merchant_id(merchant)?),
                    PlacesBody::Cities => Places::Cities,
                    PlacesBody::AnyCity => Places::AnyCity,
                },
                goods: match body.goods {
                    GoodsBody::Any => GoodsScope::Any,
                    GoodsBody::Only => GoodsScope::Only,
                    GoodsBody::Except => GoodsScope::Except,
                },
            },
            funding: match body.sponsor {
                None => Funding::Forgone,
                Some(sponsor) => Funding::Prepaid {
                    sponsor: row::merchant_id(sponsor)?,
                },
            },
            codes: match body.codes {
                None => Codes::None,
                Some(CodesBody::Deposited) => Codes::Deposited,
                Some(CodesBody::Named) => Codes::Named,
            },
            sale: body
                .sale
                .map(|sale| {
                    Ok::<_, StoreError>(Sale {
                        price: row::fen(sale.price)?,
                        payee: row::merchant_id(sale.payee)?,
                        refund: money_back(&sale.refund),
                        overdue: money_back(&sale.overdue),
                    })
                })
                .transpose()?,
        })
    }
}

fn benefit(body: &BenefitBody) -> Result<Benefit> {
    Ok(match *body {
        BenefitBody::Fixed { amount } => Benefit::Fixed {
            amount: row::fen(amount)?,
        },
        BenefitBody::Discount {
            pays_percent,
            ceiling,
        } => Benefit::Discount {
            pays_percent,
            ceiling: row::fen(ceiling)?,
        },
        BenefitBody::Special { price, origin } => Benefit::Special {
            price: row::fen(price)?,
            origin: row::fen(origin)?,
        },
        BenefitBody::Exchange { worth } => Benefit::Exchange {
            worth: row::fen(worth)?,
        },
    })
}

fn window(opens_at: i64, closes_at: i64) -> Result<Window> {
    Ok(Window {
        opens_at: row::instant(opens_at)?,
        closes_at: row::instant(closes_at)?,
    })
}

fn cap(body: CapBody) -> Cap {
    let period = match body.period {
        PeriodBody::Day => Period::Day,
        PeriodBody::Week => Period::Week,
        PeriodBody::Month => Period::Month,
        PeriodBody::Lifetime => Period::Lifetime,
    };
    Cap {
        period,
        limit: body.limit,
    }
}

fn rules(bodies: Vec<RuleBody>) -> Result<Vec<CalendarRule>> {
    bodies.into_iter().map(rule).collect()
}

fn rule(body: RuleBody) -> Result<CalendarRule> {
    let wrong = |text: &str| {
        StoreError::inconsistent("terms", format!("{text:?} in a rule of the calendar"))
    };
    let date = |text: &String| text.parse::<Date>().map_err(|_| wrong(text));
    let time = |text: &String| text.parse::<Time>().map_err(|_| wrong(text));
    let days = match &body.days {
        DaysBody::Dates { first, last } => Days::Dates {
            first: date(first)?,
            last: date(last)?,
        },
        DaysBody::Weekdays(numbers) => Days::Weekdays(
            numbers
                .iter()
                .map(|number| {
                    Weekday::from_monday_one_offset(*number).map_err(|_| wrong(&number.to_string()))
                })
                .collect::<Result<_>>()?,
        ),
        DaysBody::Holidays(days) => {
            Days::Holidays(days.iter().map(date).collect::<Result<BTreeSet<_>>>()?)
        }
    };
    Ok(CalendarRule {
        days,
        hours: Hours {
            begins: time(&body.begins)?,
            ends: time(&body.ends)?,
            next_day: body.next_day,
        },
    })
}
