//! Modification of places: shops of both directories, all shops, and cities.

use quan_engine::registry::Certification;
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{
    ALICE, BARE_SHOP, BARE_STRANGE_SHOP, CLOSED_SHOP, GEOGRAPHY, NO_SHOP, NO_VALID_SHOP, OWNER,
    REAL_SHOP, REAL_SHOP_TOO, SHOP, SHOP_THREE, SHOP_TOO, SMID_SHOP, STRANGE_REAL_SHOP,
    STRANGE_SHOP, STRANGER, World, flat, in_cities, in_shops, nested, set, uploaded,
};

/// A change of shops in the flat form.
fn flat_change(how: &str, shops: Value) -> Value {
    json!({ "voucher_use_rule": { "voucher_available_scope": {
        "modify_type": how, "order_voucher_available_shop": shops,
    } } })
}

/// A change of shops in containers.
fn nested_change(how: Option<&str>, shops: Value) -> Value {
    let mut body = json!({});
    if let Some(how) = how {
        body["voucher_available_scope_modify_type"] = how.into();
    }
    let place = format!("{GEOGRAPHY}/available_geography_shop_info");
    set(&mut body, &place, shops);
    body
}

fn add(shops: &[&str]) -> Value {
    flat_change("ADD", json!({ "shop_ids": shops }))
}

fn remove(shops: &[&str]) -> Value {
    flat_change("REMOVE", json!({ "shop_ids": shops }))
}

fn replace(shops: &[&str]) -> Value {
    flat_change("MODIFY_ALL", json!({ "shop_ids": shops }))
}

/// The shops of an activity, which both forms tell alike.
async fn shops(world: &World, id: &str) -> Value {
    let read = world.read(id).await;
    let legacy = &read["voucher_use_rule"]["voucher_available_scope"];
    let legacy = &legacy["order_voucher_available_shop"];
    let nested = &read["voucher_available_scope_info"]["voucher_available_geography_scope_info"];
    let nested = &nested["available_geography_shop_info"];
    assert_eq!(legacy["shop_ids"], nested["available_shop_ids"]);
    assert_eq!(legacy["real_shop_ids"], nested["available_real_shop_ids"]);
    let (all, nested_all) = (
        &legacy["order_voucher_merchant_all_shop"],
        &nested["available_geography_all_shop"],
    );
    assert_eq!(all["exclude_shop_ids"], nested_all["exclude_shop_ids"]);
    for list in [
        &legacy["shop_ids"],
        &legacy["real_shop_ids"],
        &all["exclude_shop_ids"],
    ] {
        if let Value::Array(ids) = list {
            let mut ids: Vec<_> = ids.iter().filter_map(Value::as_str).collect();
            ids.sort_unstable();
            return json!(ids);
        }
    }
    Value::Null
}

fn legacy_result(answer: &Value) -> &Value {
    let result = &answer["voucher_use_rule_result"]["voucher_available_scope_result"];
    &result["order_voucher_available_shop_result"]
}

fn nested_result(answer: &Value) -> &Value {
    let result = &answer["voucher_available_scope_result_info"]["voucher_available_geography_scope_result_info"];
    &result["available_geography_shop_result_info"]
}

fn failed(id: &str, reasons: &[&str], message: &str) -> Value {
    json!({ "shop_id": id, "fail_reasons": reasons, "fail_message": message })
}

#[tokio::test]
async fn m39_lists_are_differences_or_the_whole() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    // What is there already comes again without effect.
    let answer = world.change(&id, add(&[SHOP, SHOP_THREE])).await;
    assert_eq!(
        legacy_result(&answer),
        &json!({ "success_shop_ids": [SHOP, SHOP_THREE] })
    );
    assert_eq!(
        shops(&world, &id).await,
        json!([SHOP, SHOP_TOO, SHOP_THREE])
    );
    world.change(&id, remove(&[SHOP])).await;
    assert_eq!(shops(&world, &id).await, json!([SHOP_TOO, SHOP_THREE]));
    world.change(&id, replace(&[SMID_SHOP, SHOP])).await;
    assert_eq!(shops(&world, &id).await, json!([SHOP, SMID_SHOP]));
    world.is_sound().await;
}

#[tokio::test]
async fn m39_vouchers_are_used_where_the_scope_is_now() {
    let world = World::of_orders();
    let id = world.stocked(flat(), &["A", "B"]).await;
    let code = world.give(&id, ALICE).await;
    world.change(&id, replace(&[SHOP_THREE])).await;
    let at = |shop: &str| {
        let mut body = world.to_use(&id, &code);
        body["store_id"] = json!(shop);
        body
    };
    let refused = world.no(Operation::OrderVoucherUse, at(SHOP)).await;
    assert_eq!(refused.message, "业务异常门店不在活动可用范围内");
    world.ok(Operation::OrderVoucherUse, at(SHOP_THREE)).await;
}

#[tokio::test]
async fn m40_kinds_that_the_activity_was_not_made_with_are_passed_over() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let change = flat_change(
        "ADD",
        json!({
            "shop_ids": [SHOP_THREE],
            "real_shop_ids": [REAL_SHOP, NO_SHOP],
            "order_voucher_merchant_all_shop": { "exclude_shop_ids": [SHOP] },
        }),
    );
    let body = world.to_change(&id, change);
    let answer = world.ok(Operation::OrderVoucherModify, body.clone()).await;
    world.settle().await;
    assert_eq!(
        legacy_result(&answer),
        &json!({ "success_shop_ids": [SHOP_THREE] })
    );
    assert_eq!(world.ok(Operation::OrderVoucherModify, body).await, answer);
    // Where only such kinds are named there is nothing to tell.
    let real = flat_change("ADD", json!({ "real_shop_ids": [REAL_SHOP] }));
    assert_eq!(world.change(&id, real).await, json!({}));
    assert_eq!(
        shops(&world, &id).await,
        json!([SHOP, SHOP_TOO, SHOP_THREE])
    );
}

#[tokio::test]
async fn m41_ids_of_the_other_directory_are_unknown() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let answer = world.change(&id, add(&[SHOP_THREE, REAL_SHOP])).await;
    let unknown = failed(REAL_SHOP, &["SHOP_NOT_EXIST"], "门店不存在");
    assert_eq!(legacy_result(&answer)["shop_fail_infos"], json!([unknown]));
    let real = json!({ "available_real_shop_ids": [REAL_SHOP] });
    let id = world.made(in_shops(&real)).await;
    let change = flat_change(
        "ADD",
        json!({ "real_shop_ids": [REAL_SHOP_TOO, SHOP, STRANGE_REAL_SHOP] }),
    );
    let answer = world.change(&id, change).await;
    assert_eq!(
        legacy_result(&answer),
        &json!({
            "success_real_shop_ids": [REAL_SHOP_TOO],
            "real_shop_fail_infos": [
                {
                    "real_shop_id": SHOP,
                    "fail_reasons": ["SHOP_NOT_EXIST"],
                    "fail_message": "门店不存在",
                },
                {
                    "real_shop_id": STRANGE_REAL_SHOP,
                    "fail_reasons": ["MERCHANT_SHOP_RELATION_NOT_EXIST"],
                    "fail_message": "门店与商户没有关联关系",
                },
            ],
        })
    );
    assert_eq!(shops(&world, &id).await, json!([REAL_SHOP, REAL_SHOP_TOO]));
}

#[tokio::test]
async fn m42_a_shop_that_is_named_twice_is_told_once() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let answer = world
        .change(&id, add(&[SHOP_THREE, NO_SHOP, SHOP_THREE, NO_SHOP]))
        .await;
    assert_eq!(
        legacy_result(&answer),
        &json!({
            "success_shop_ids": [SHOP_THREE],
            "shop_fail_infos": [failed(NO_SHOP, &["SHOP_NOT_EXIST"], "门店不存在")],
        })
    );
}

#[tokio::test]
async fn m43_valid_shops_come_and_the_others_are_told() {
    let world = World::of_orders();
    let id = world
        .made(in_shops(&json!({ "available_shop_ids": [SHOP] })))
        .await;
    let answer = world
        .change(
            &id,
            nested_change(
                Some("ADD"),
                json!({ "available_shop_ids": [SHOP_TOO, BARE_SHOP, STRANGE_SHOP, CLOSED_SHOP] }),
            ),
        )
        .await;
    assert!(answer.get("voucher_use_rule_result").is_none());
    let relation = "MERCHANT_SHOP_RELATION_NOT_EXIST";
    assert_eq!(
        nested_result(&answer),
        &json!({
            "success_available_shop_ids": [SHOP_TOO],
            "fail_available_shop_infos": [
                failed(BARE_SHOP, &["SHOP_INFO_NOT_PASS"], "门店信息不全"),
                failed(STRANGE_SHOP, &[relation], "门店与商户没有关联关系"),
                failed(CLOSED_SHOP, &["SHOP_NOT_EXIST"], "门店不存在"),
            ],
        })
    );
    assert_eq!(shops(&world, &id).await, json!([SHOP, SHOP_TOO]));
    // The caller corrects and asks again.
    world.set_shop(BARE_SHOP, Certification::Certified, true);
    let again = nested_change(Some("ADD"), json!({ "available_shop_ids": [BARE_SHOP] }));
    world.change(&id, again).await;
    assert_eq!(shops(&world, &id).await, json!([SHOP, SHOP_TOO, BARE_SHOP]));
}

#[tokio::test]
async fn m44_where_no_shop_succeeds_nothing_happens() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    for change in [
        add(&[NO_SHOP, STRANGE_SHOP]),
        remove(&[SHOP_THREE]),
        replace(&[BARE_SHOP]),
    ] {
        let mut change = change;
        change["activity_name"] = json!("改名");
        let refused = world.not_changed(&id, change).await;
        assert_eq!(refused.code, "BIZ_ERROR");
        assert_eq!(refused.message, NO_VALID_SHOP);
    }
}

#[tokio::test]
async fn m45_one_answer_has_all_four_reasons_in_both_forms() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let asked = [
        SHOP,
        BARE_SHOP,
        NO_SHOP,
        STRANGE_SHOP,
        SHOP_THREE,
        BARE_STRANGE_SHOP,
    ];
    // What both forms say together is answered in both.
    let mut change = remove(&asked);
    change["voucher_available_scope_modify_type"] = json!("REMOVE");
    let place = format!("{GEOGRAPHY}/available_geography_shop_info/available_shop_ids");
    set(&mut change, &place, json!(asked));
    let body = world.to_change(&id, change);
    let answer = world.ok(Operation::OrderVoucherModify, body.clone()).await;
    world.settle().await;
    let (bare, foreign, gone) = (
        "SHOP_INFO_NOT_PASS",
        "MERCHANT_SHOP_RELATION_NOT_EXIST",
        "ACTIVITY_SHOP_NOT_EXIST",
    );
    let refused = json!([
        failed(BARE_SHOP, &[bare, gone], "门店信息不全"),
        failed(NO_SHOP, &["SHOP_NOT_EXIST"], "门店不存在"),
        failed(STRANGE_SHOP, &[foreign, gone], "门店与商户没有关联关系"),
        failed(SHOP_THREE, &[gone], "活动不存在该门店"),
        failed(BARE_STRANGE_SHOP, &[bare, foreign, gone], "门店信息不全"),
    ]);
    assert_eq!(
        legacy_result(&answer),
        &json!({ "success_shop_ids": [SHOP], "shop_fail_infos": refused })
    );
    assert_eq!(
        nested_result(&answer),
        &json!({ "success_available_shop_ids": [SHOP], "fail_available_shop_infos": refused })
    );
    assert_eq!(shops(&world, &id).await, json!([SHOP_TOO]));
    // The answer stays, whatever becomes of the shops.
    world.set_shop(BARE_SHOP, Certification::Certified, true);
    world.set_shop(SHOP_THREE, Certification::Incomplete, false);
    world.set_shop(SHOP, Certification::Incomplete, false);
    assert_eq!(world.ok(Operation::OrderVoucherModify, body).await, answer);
}

#[tokio::test]
async fn m45_a_shop_that_was_closed_since_can_be_taken_out() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    world.set_shop(SHOP, Certification::Incomplete, false);
    let answer = world.change(&id, remove(&[SHOP])).await;
    assert_eq!(
        legacy_result(&answer),
        &json!({ "success_shop_ids": [SHOP] })
    );
    assert_eq!(shops(&world, &id).await, json!([SHOP_TOO]));
}

#[tokio::test]
async fn m46_some_shop_stays() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let refused = world
        .not_changed(&id, remove(&[SHOP, NO_SHOP, SHOP_TOO]))
        .await;
    assert_eq!(refused.code, "BIZ_ERROR");
    assert_ne!(refused.message, NO_VALID_SHOP);
    // The whole of a list that has no shop that can be taken would leave none.
    let refused = world.not_changed(&id, replace(&[NO_SHOP])).await;
    assert_eq!(refused.code, "BIZ_ERROR");
    world.change(&id, remove(&[SHOP])).await;
    assert_eq!(shops(&world, &id).await, json!([SHOP_TOO]));
}

#[tokio::test]
async fn m46_all_shops_may_lose_every_exception() {
    let world = World::of_orders();
    let all = json!({ "available_geography_all_shop": {
        "merchant_ids": [OWNER], "exclude_shop_ids": [SHOP, SHOP_TOO],
    } });
    let id = world.made(in_shops(&all)).await;
    let change = |how: &str, ids: &[&str]| {
        flat_change(
            how,
            json!({ "order_voucher_merchant_all_shop": { "exclude_shop_ids": ids } }),
        )
    };
    let answer = world
        .change(&id, change("ADD", &[SHOP_THREE, STRANGE_SHOP]))
        .await;
    let relation = "MERCHANT_SHOP_RELATION_NOT_EXIST";
    assert_eq!(
        legacy_result(&answer),
        &json!({ "order_voucher_merchant_all_shop_result": {
            "success_exclude_shop_ids": [SHOP_THREE],
            "exclude_shop_fail_infos": [failed(STRANGE_SHOP, &[relation], "门店与商户没有关联关系")],
        } })
    );
    assert_eq!(
        shops(&world, &id).await,
        json!([SHOP, SHOP_TOO, SHOP_THREE])
    );
    world
        .change(&id, change("REMOVE", &[SHOP, SHOP_TOO, SHOP_THREE]))
        .await;
    assert_eq!(shops(&world, &id).await, Value::Null);
    world.hand(&id, "A", ALICE).await;
    let at = |shop: &str| {
        let mut body = world.to_use(&id, "A");
        body["store_id"] = json!(shop);
        body
    };
    world.no(Operation::OrderVoucherUse, at(STRANGE_SHOP)).await;
    world.ok(Operation::OrderVoucherUse, at(SHOP)).await;
}

#[tokio::test]
async fn m47_cities_change_as_lists_and_stay_cities() {
    let world = World::of_orders();
    let id = world.made(in_cities(&["330100", "310100"])).await;
    let cities = |read: &Value| {
        let scope = &read["voucher_use_rule"]["voucher_available_scope"];
        let legacy = scope["order_voucher_available_city_code"]["city_codes"].clone();
        let scope = &read["voucher_available_scope_info"]["voucher_available_geography_scope_info"];
        let nested = &scope["available_geography_city_info"]["available_city_codes"];
        assert_eq!(&legacy, nested);
        legacy
    };
    let change = |how: &str, codes: Value| {
        json!({ "voucher_use_rule": { "voucher_available_scope": {
            "modify_type": how, "order_voucher_available_city_code": { "city_codes": codes },
        } } })
    };
    let answer = world.change(&id, change("ADD", json!(["110100"]))).await;
    assert_eq!(
        answer,
        json!({ "voucher_use_rule_result": { "voucher_available_scope_result": {
            "voucher_available_type": "CITY_CODE",
        } } })
    );
    world.change(&id, change("REMOVE", json!(["330100"]))).await;
    assert_eq!(cities(&world.read(&id).await), json!(["310100", "110100"]));
    world
        .change(&id, change("MODIFY_ALL", json!(["330100"])))
        .await;
    assert_eq!(cities(&world.read(&id).await), json!(["330100"]));
    let none = world
        .not_changed(&id, change("REMOVE", json!(["330100"])))
        .await;
    assert_eq!(none.code, "BIZ_ERROR", "a city stays");
    let unknown = world
        .not_changed(&id, change("ADD", json!(["999999"])))
        .await;
    assert_eq!(unknown.code, "INVALID_PARAMETER");
    // Shops of an activity of cities are passed over; a switch is refused.
    assert_eq!(world.change(&id, add(&[SHOP])).await, json!({}));
    let mut switch = nested_change(None, json!({ "available_shop_ids": [SHOP] }));
    set(
        &mut switch,
        &format!("{GEOGRAPHY}/available_geography_scope_type"),
        json!("SHOP"),
    );
    let refused = world.not_changed(&id, switch).await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
}

#[tokio::test]
async fn m48_the_lists_of_2021_only_grow() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let old = |shops: &[&str]| json!({ "customer_guide": { "shop_ids": shops } });
    let refused = world.not_changed(&id, old(&[SHOP, SHOP_THREE])).await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    let answer = world
        .change(&id, old(&[SHOP, SHOP_TOO, SHOP_THREE, NO_SHOP]))
        .await;
    assert_eq!(
        legacy_result(&answer)["success_shop_ids"],
        json!([SHOP, SHOP_TOO, SHOP_THREE])
    );
    assert_eq!(
        shops(&world, &id).await,
        json!([SHOP, SHOP_TOO, SHOP_THREE])
    );
    let stores = json!({ "customer_guide": {
        "store_ids": [SHOP, SHOP_TOO, SHOP_THREE, SMID_SHOP],
    } });
    world.change(&id, stores).await;
    assert_eq!(
        shops(&world, &id).await,
        json!([SHOP, SHOP_TOO, SHOP_THREE, SMID_SHOP])
    );
}

#[tokio::test]
async fn m38_containers_without_a_word_name_the_whole() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let whole = nested_change(None, json!({ "available_shop_ids": [SHOP_THREE] }));
    let answer = world.change(&id, whole).await;
    assert_eq!(
        nested_result(&answer),
        &json!({ "success_available_shop_ids": [SHOP_THREE] })
    );
    assert_eq!(shops(&world, &id).await, json!([SHOP_THREE]));
}

#[tokio::test]
async fn m49_all_cities_take_the_place_of_some() {
    let world = World::of_orders();
    let id = world.made(in_cities(&["330100"])).await;
    let mut all = json!({});
    let place = format!("{GEOGRAPHY}/available_geography_city_info/all_city");
    set(&mut all, &place, json!(true));
    world.change(&id, all).await;
    let read = world.read(&id).await;
    let scope = &read["voucher_available_scope_info"]["voucher_available_geography_scope_info"];
    let cities = &scope["available_geography_city_info"];
    assert_eq!(cities["all_city"], true);
    assert!(cities["available_city_codes"].as_array().unwrap().len() > 300);
}

#[tokio::test]
async fn m50_all_shops_are_the_owners() {
    let world = World::of_orders();
    let all = |merchant: &str, exclude: &[&str]| {
        json!({ "available_geography_all_shop": {
            "merchant_ids": [merchant], "exclude_shop_ids": exclude,
        } })
    };
    let id = world.made(in_shops(&all(OWNER, &[SHOP]))).await;
    let foreign = nested_change(Some("ADD"), all(STRANGER, &[SHOP_TOO]));
    assert_eq!(
        world.not_changed(&id, foreign).await.code,
        "INVALID_PARAMETER"
    );
    let own = nested_change(Some("ADD"), all(OWNER, &[SHOP_TOO]));
    let answer = world.change(&id, own).await;
    assert_eq!(
        nested_result(&answer),
        &json!({ "available_geography_all_shop_result_info": {
            "success_exclude_shop_ids": [SHOP_TOO],
        } })
    );
}

#[tokio::test]
async fn m51_merchants_change_as_lists() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    let change = |how: &str, pids: &[&str]| {
        json!({
            "voucher_available_scope_modify_type": how,
            "voucher_available_scope_info": {
                "voucher_available_account_info": { "available_pids": pids },
            },
        })
    };
    world.change(&id, change("ADD", &[STRANGER])).await;
    let read = world.read(&id).await;
    let accounts = &read["voucher_available_scope_info"]["voucher_available_account_info"];
    assert_eq!(accounts["available_pids"], json!([OWNER, STRANGER]));
    let refused = world
        .not_changed(&id, change("REMOVE", &[OWNER, STRANGER]))
        .await;
    assert_eq!(refused.code, "BIZ_ERROR");
}

#[tokio::test]
async fn m40_what_was_made_without_places_gets_none() {
    let world = World::of_orders();
    let id = world.made(uploaded()).await;
    assert_eq!(world.change(&id, add(&[SHOP])).await, json!({}));
    assert_eq!(shops(&world, &id).await, Value::Null);
}

#[tokio::test]
async fn usable_shops_are_listed_without_those_left_out() {
    let world = World::of_orders();
    let all = json!({ "available_geography_all_shop": {
        "merchant_ids": [OWNER], "exclude_shop_ids": [SHOP, SHOP_THREE],
    } });
    let id = world.made(in_shops(&all)).await;
    let question = json!({ "activity_id": id, "page_num": 1, "page_size": 20 });
    let answer = world.ok(Operation::ShopBatchquery, question).await;
    let listed: Vec<_> = answer["shop_infos"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|shop| shop["shop_id"].as_str())
        .collect();
    assert!(listed.contains(&SHOP_TOO), "{listed:?}");
    assert!(!listed.contains(&SHOP) && !listed.contains(&SHOP_THREE));
}
