//! Terms and letters as JSON, the one form in which they lie in a column. The
//! domain's own types promise nothing to strangers, so these are their doubles.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::{Date, Time, Weekday};
use quan_core::terms::{
    Calendar, Codes, GoodsScope, IssueTerms, Judge, MoneyBack, Places, RedeemTerms, Sale,
};
use quan_core::window::{CalendarRule, Days, Hours};
use quan_core::{
    Benefit, Cap, Completion, Funding, LetterBody, Member, Opening, Period, RechargeId, Rounding,
    Scope, ScopeChange, ScopeKind, Terms, Validity, Window,
};
use serde::{Deserialize, Serialize};

use super::{Result, row};
use crate::error::StoreError;

#[derive(Serialize, Deserialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are columns of a document, not a state"
)]
struct TermsBody {
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

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(
    clippy::large_enum_variant,
    reason = "it lives as long as it takes to write it down"
)]
enum Envelope {
    Open {
        activity: i64,
        product: i64,
        owner: i64,
        operator: i64,
        receiver: String,
        quantity: u32,
        terms: TermsBody,
        document: String,
        members: Vec<(usize, String)>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        publish: Option<PublishBody>,
    },
    Pay {
        activity: i64,
        recharge: u32,
        amount: i64,
        sponsor: i64,
    },
    Refund {
        amount: i64,
    },
}

/// The request that also asks for publication, and how long that takes; `None`
/// is until somebody says so.
#[derive(Serialize, Deserialize)]
struct PublishBody {
    request: String,
    after_ms: Option<u32>,
}

/// Terms as a column holds them.
pub(super) fn terms_text(terms: &Terms) -> String {
    json(&terms_body(terms))
}

/// Terms out of a column.
pub(super) fn terms(text: &str) -> Result<Terms> {
    let body: TermsBody = serde_json::from_str(text)
        .map_err(|error| StoreError::inconsistent("terms", error.to_string()))?;
    body.try_into()
}

/// A letter as a column holds it.
pub(super) fn letter_text(letter: &LetterBody) -> String {
    json(&match letter {
        LetterBody::Open(opening) => Envelope::Open {
            activity: row::number(opening.activity),
            product: row::product_code(opening.product),
            owner: row::merchant(opening.owner),
            operator: row::merchant(opening.operator),
            receiver: opening.receiver.as_str().to_owned(),
            quantity: opening.quantity,
            terms: terms_body(&opening.terms),
            document: (*opening.document).to_owned(),
            members: opening
                .members
                .added
                .iter()
                .filter_map(|(kind, member)| {
                    let code = usize::try_from(row::scope_code(*kind)).ok()?;
                    Some((code, member.as_str().to_owned()))
                })
                .collect(),
            publish: opening.publish.as_ref().map(|(request, completion)| {
                let after_ms = match completion {
                    Completion::AfterMs(ms) => Some(*ms),
                    Completion::Told => None,
                };
                PublishBody {
                    request: request.as_str().to_owned(),
                    after_ms,
                }
            }),
        },
        LetterBody::Pay {
            recharge,
            amount,
            sponsor,
        } => Envelope::Pay {
            activity: row::number(recharge.activity),
            recharge: recharge.sequence,
            amount: row::cents(*amount),
            sponsor: row::merchant(*sponsor),
        },
        LetterBody::Refund { amount } => Envelope::Refund {
            amount: row::cents(*amount),
        },
    })
}

/// A letter out of a column.
pub(super) fn letter(text: &str) -> Result<LetterBody> {
    let wrong = |what: String| StoreError::inconsistent("letter", what);
    Ok(
        match serde_json::from_str(text).map_err(|error| wrong(error.to_string()))? {
            Envelope::Open {
                activity,
                product,
                owner,
                operator,
                receiver,
                quantity,
                terms,
                document,
                members,
                publish,
            } => {
                let members = members.into_iter().map(|(kind, member)| {
                    let kind = ScopeKind::ALL
                        .get(kind)
                        .copied()
                        .ok_or_else(|| wrong(format!("scope {kind}")))?;
                    Ok((kind, member_of(&member)?))
                });
                LetterBody::Open(Box::new(Opening {
                    activity: row::activity_id(activity)?,
                    product: row::product(product)?,
                    owner: row::merchant_id(owner)?,
                    operator: row::merchant_id(operator)?,
                    receiver: row::app(&receiver)?,
                    quantity,
                    terms: Arc::new(terms.try_into()?),
                    document: document.into(),
                    members: Arc::new(ScopeChange::of(members.collect::<Result<_>>()?)),
                    publish: publish
                        .map(|PublishBody { request, after_ms }| {
                            let completion = after_ms.map_or(Completion::Told, Completion::AfterMs);
                            Ok((row::request_no(&request)?, completion))
                        })
                        .transpose()?,
                }))
            }
            Envelope::Pay {
                activity,
                recharge,
                amount,
                sponsor,
            } => LetterBody::Pay {
                recharge: RechargeId::new(row::activity_id(activity)?, recharge),
                amount: row::fen(amount)?,
                sponsor: row::merchant_id(sponsor)?,
            },
            Envelope::Refund { amount } => LetterBody::Refund {
                amount: row::fen(amount)?,
            },
        },
    )
}

pub(super) fn member_of(text: &str) -> Result<Member> {
    Member::parse(text)
        .map_err(|error| StoreError::inconsistent("scope_member", format!("{text:?} is {error}")))
}

/// These bodies are numbers, texts and lists: they always have a JSON form.
fn json(body: &impl Serialize) -> String {
    serde_json::to_string(body).expect("numbers, texts and lists have a JSON form")
}

fn terms_body(terms: &Terms) -> TermsBody {
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
        benefit: match *benefit {
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
        },
        floor: floor.map(row::cents),
        opens_at: issue.window.opens_at.as_millisecond(),
        closes_at: issue.window.closes_at.as_millisecond(),
        per_user: issue.per_user.iter().copied().map(cap_body).collect(),
        by_person: issue.by_person,
        by_phone: issue.by_phone,
        real_name: issue.real_name,
        by_day: issue.by_day,
        validity: match *validity {
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
        },
        usable: calendar.usable.iter().map(rule_body).collect(),
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
            validity: match body.validity {
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
            },
            calendar: Calendar {
                usable: rules(body.usable)?,
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

#[cfg(test)]
mod tests {
    use quan_core::Fen;

    use super::*;

    fn at(text: &str) -> quan_core::Timestamp {
        text.parse().unwrap()
    }

    fn window(from: &str, to: &str) -> Window {
        Window {
            opens_at: at(from),
            closes_at: at(to),
        }
    }

    fn check(terms: &Terms) {
        assert_eq!(&self::terms(&terms_text(terms)).unwrap(), terms);
    }

    #[test]
    #[expect(
        clippy::too_many_lines,
        reason = "every field of the terms, in every form"
    )]
    fn terms_of_every_kind_come_back_as_they_went() {
        let plain = Terms {
            benefit: Benefit::Fixed { amount: Fen::MAX },
            floor: None,
            issue: IssueTerms {
                window: window("2026-11-01T00:00:00+08:00", "2026-11-30T23:59:59.999+08:00"),
                per_user: Vec::new(),
                by_person: false,
                by_phone: false,
                real_name: false,
                by_day: None,
            },
            validity: Validity::Absolute(window(
                "2026-11-01T00:00:00+08:00",
                "2026-12-30T23:59:59+08:00",
            )),
            calendar: Calendar::default(),
            redeem: RedeemTerms {
                per_user: None,
                max_uses: 1,
                judge: Judge::Platform,
            },
            scope: Scope {
                generation: 1,
                apps: false,
                places: Places::Everywhere,
                goods: GoodsScope::Any,
            },
            funding: Funding::Forgone,
            codes: Codes::None,
            sale: None,
        };
        check(&plain);
        let merchant = quan_core::MerchantId::parse("2088102111111111").unwrap();
        let rule = |days| CalendarRule {
            days,
            hours: Hours {
                begins: jiff::civil::time(22, 0, 0, 0),
                ends: jiff::civil::time(2, 0, 59, 0),
                next_day: true,
            },
        };
        let date = jiff::civil::date(2026, 10, 1);
        check(&Terms {
            benefit: Benefit::Discount {
                pays_percent: 65,
                ceiling: Fen::new(1500),
            },
            floor: Some(Fen::new(1)),
            issue: IssueTerms {
                per_user: vec![
                    Cap {
                        period: Period::Day,
                        limit: 1,
                    },
                    Cap {
                        period: Period::Week,
                        limit: 2,
                    },
                    Cap {
                        period: Period::Month,
                        limit: 3,
                    },
                    Cap {
                        period: Period::Lifetime,
                        limit: 4,
                    },
                ],
                by_person: true,
                by_phone: true,
                real_name: true,
                by_day: Some(7),
                ..plain.issue.clone()
            },
            validity: Validity::Relative {
                wait_days: 1,
                days: 7,
                rounding: Rounding::Forward,
            },
            calendar: Calendar {
                usable: vec![
                    rule(Days::Dates {
                        first: date,
                        last: date,
                    }),
                    rule(Days::Weekdays(vec![Weekday::Monday, Weekday::Sunday])),
                ],
                barred: vec![rule(Days::Holidays(BTreeSet::from([date])))],
            },
            redeem: RedeemTerms {
                per_user: Some(Cap {
                    period: Period::Day,
                    limit: 1,
                }),
                max_uses: 3,
                judge: Judge::Merchant,
            },
            scope: Scope {
                generation: 9,
                apps: true,
                places: Places::ShopsOf(merchant),
                goods: GoodsScope::Only,
            },
            funding: Funding::Prepaid { sponsor: merchant },
            codes: Codes::Deposited,
            sale: None,
        });
        check(&Terms {
            benefit: Benefit::Exchange {
                worth: Fen::new(100),
            },
            codes: Codes::Named,
            sale: Some(Sale {
                price: Fen::new(50),
                payee: merchant,
                refund: MoneyBack::AtOnce,
                overdue: MoneyBack::IfAgreed,
            }),
            scope: Scope {
                places: Places::RealShops,
                ..plain.scope
            },
            ..plain
        });
    }
}
