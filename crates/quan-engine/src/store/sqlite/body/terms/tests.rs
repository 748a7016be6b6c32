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
            spans: vec![plain.issue.window],
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
