//! How the members of a scope change.

use super::{
    GEOGRAPHY, create, flat, modified, modify_valid, nothing, of_cities, of_flat, of_sold, present,
    valid,
};
use crate::alipay::message::order_voucher::modify::{Member, Request, ScopeChange};
use crate::alipay::message::order_voucher::word::ModifyType;
use crate::alipay::message::parse;
use crate::alipay::message::tests::edited;
use serde_json::{Value, json};

#[test]
fn m39_lists_are_differences_or_the_whole() {
    let how = |word: &str| {
        let message = edited(
            valid(),
            &[(
                "voucher_use_rule.voucher_available_scope.modify_type",
                json!(word),
            )],
        );
        of_flat(&message).unwrap().scope[0].how
    };
    assert_eq!(
        [how("ADD"), how("REMOVE"), how("MODIFY_ALL")],
        [ModifyType::Add, ModifyType::Remove, ModifyType::Replace]
    );
    let nested = edited(
        nothing(),
        &[(
            GEOGRAPHY,
            json!({ "available_geography_shop_info": { "available_shop_ids": ["a"] } }),
        )],
    );
    assert_eq!(of_flat(&nested).unwrap().scope[0].how, ModifyType::Replace);
    let added = edited(
        nested,
        &[("voucher_available_scope_modify_type", json!("ADD"))],
    );
    assert_eq!(of_flat(&added).unwrap().scope[0].how, ModifyType::Add);
}

#[test]
fn m40_kinds_that_creation_did_not_use_are_passed_over() {
    let message = edited(
        valid(),
        &[(
            "voucher_use_rule.voucher_available_scope.order_voucher_available_shop",
            json!({ "real_shop_ids": ["r"],
                "order_voucher_merchant_all_shop": { "exclude_shop_ids": ["x"] } }),
        )],
    );
    assert_eq!(of_flat(&message).unwrap().scope, []);
    let excluded = ScopeChange {
        member: Member::ExcludedShop,
        how: ModifyType::Add,
        ids: vec!["x".to_owned()],
    };
    let message = edited(
        message,
        &[
            ("activity_name", json!(null)),
            ("publish_end_time", json!(null)),
            ("voucher_use_rule.voucher_valid_period", json!(null)),
        ],
    );
    assert_eq!(of_sold(&message).unwrap().scope, [excluded]);
    assert_eq!(of_cities(&message).unwrap().scope, []);
}

#[test]
fn m40_an_activity_without_places_gets_none() {
    let anywhere = edited(
        flat(),
        &[("voucher_use_rule.voucher_available_scope", Value::Null)],
    );
    let cities = json!({
        "available_geography_scope_type": "CITY_CODE",
        "available_geography_city_info": { "available_city_codes": ["310100"] },
    });
    let shops = json!({
        "available_geography_scope_type": "SHOP",
        "available_geography_shop_info": { "available_shop_ids": ["a"] },
    });
    for places in [cities, shops] {
        let message = edited(nothing(), &[(GEOGRAPHY, places)]);
        let modified = modified(&message, &anywhere, |_| {}).unwrap();
        assert_eq!(modified.scope, []);
        assert_eq!(modified.document, create(&anywhere).unwrap().document);
    }
}

#[test]
fn m42_ids_are_named_once() {
    let ids = (3..=6).map(|n| format!("202611050050200000001111000{n}"));
    assert_eq!(
        modify_valid().scope,
        [ScopeChange {
            member: Member::Shop,
            how: ModifyType::Add,
            ids: ids.collect(),
        }]
    );
}

#[test]
fn m47_cities_come_and_go() {
    let cities = |how: &str, info: Value| {
        let message = edited(
            nothing(),
            &[
                ("voucher_available_scope_modify_type", json!(how)),
                (GEOGRAPHY, json!({ "available_geography_city_info": info })),
            ],
        );
        let modified = of_cities(&message).unwrap();
        let scope = modified.document.voucher_available_scope_info.unwrap();
        let cities = scope.voucher_available_geography_scope_info.unwrap();
        (
            cities
                .available_geography_city_info
                .unwrap()
                .available_city_codes,
            modified.changes.all_cities,
            modified.scope.len(),
        )
    };
    let codes =
        |codes: &[&str]| -> Vec<String> { codes.iter().map(|code| (*code).to_owned()).collect() };
    let some = json!({ "available_city_codes": ["110100", "310100"] });
    assert_eq!(
        cities("ADD", some.clone()),
        (codes(&["310100", "330100", "110100"]), None, 1)
    );
    assert_eq!(
        cities("MODIFY_ALL", some.clone()),
        (codes(&["110100", "310100"]), None, 1)
    );
    assert_eq!(cities("REMOVE", some), (codes(&["330100"]), None, 1));
    assert_eq!(
        cities("ADD", json!({ "all_city": true })),
        (codes(&[]), Some(true), 1)
    );
    assert_eq!(
        cities("ADD", json!({ "all_city": false })),
        (codes(&["310100", "330100"]), None, 0)
    );
}

#[test]
fn m52_apps_are_listed_once() {
    let path = "voucher_available_scope_info.voucher_available_app_info.available_app_ids";
    let message = edited(nothing(), &[(path, json!(["a", "b", "a"]))]);
    let change = ScopeChange {
        member: Member::App,
        how: ModifyType::Replace,
        ids: vec!["a".to_owned(), "b".to_owned()],
    };
    assert_eq!(of_flat(&message).unwrap().scope, [change]);
}

#[test]
fn two_hundred_thousand_shops_are_read_once() {
    let ids = |from: usize| -> Vec<String> {
        (from..from + 200_000).map(|n| format!("{n:028}")).collect()
    };
    let message = |how: &str, from| {
        edited(
            nothing(),
            &[(
                "voucher_use_rule.voucher_available_scope",
                json!({ "modify_type": how,
                    "order_voucher_available_shop": { "shop_ids": ids(from) } }),
            )],
        )
    };
    let document = create(&flat()).unwrap().document;
    let shops = ids(0);
    for (how, from) in [("ADD", 100_000), ("REMOVE", 1), ("MODIFY_ALL", 0)] {
        let request: Request = parse(message(how, from).to_string()).unwrap();
        let asked = request.check().unwrap();
        assert!(asked.asks_for_shops());
        let modified = asked.against(&document, &present(&shops)).unwrap();
        assert_eq!(modified.scope[0].ids.len(), 200_000);
        assert!(modified.document.to_json().len() < 10_000);
    }
}
