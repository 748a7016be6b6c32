//! Answers made from a document and the present state.

use super::{create, flat, given, modify_valid, nested, sample};
use crate::alipay::message::order_voucher::query::{Answer, Request, State, answer};
use crate::alipay::message::order_voucher::voucher_name;
use crate::alipay::message::tests::edited;
use crate::alipay::message::word::{ActivityStatus, OperationStatus};
use crate::alipay::message::{Document, from_pairs};
use serde_json::{Value, json};

fn state(shops: &[String]) -> State<'_> {
    State {
        activity_id: "2026112200826004508401111111",
        status: Some(ActivityStatus::Active),
        operation: None,
        owner: "2088102111111111",
        owner_alias: None,
        quantity: 100,
        issued: 37,
        redeemed: 12,
        shops,
        image_url: &|id| {
            let known = id == "adeDSktiQO-u5vJUqVbcQwAAACMAAQED";
            known.then(|| "https://img.example.test/materials/logo.png".to_owned())
        },
    }
}

fn document(message: &Value) -> Document {
    create(message).unwrap().document
}

fn told(document: &Document, state: &State<'_>) -> Value {
    serde_json::to_value(answer(document, state)).unwrap()
}

/// Every member of `part` is in `whole`, with an equal value.
fn holds(whole: &Value, part: &Value, path: &str) {
    let Value::Object(members) = part else {
        return assert_eq!(whole, part, "{path}");
    };
    for (name, value) in members {
        holds(&whole[name], value, &format!("{path}.{name}"));
    }
}

#[test]
fn q1_activity_id_required() {
    let violation = Request::default().check().unwrap_err();
    assert_eq!(violation.rule, "Q1 activity_id_required");
    let pairs = [
        ("activity_id", "A"),
        ("merchant_access_mode", "AGENCY_MODE"),
    ];
    let query = from_pairs::<Request, _, _>(pairs).unwrap().check().unwrap();
    assert_eq!(query.activity_id, "A");
}

#[test]
fn q3_both_forms_are_filled_as_in_the_sample() {
    let modified = modify_valid().document;
    let shops: Vec<_> = (1..=4)
        .map(|n| format!("202611050050200000001111000{n}"))
        .collect();
    let mut sample =
        sample("query-response")["alipay_marketing_activity_ordervoucher_query_response"].clone();
    sample
        .as_object_mut()
        .unwrap()
        .retain(|name, _| name != "code" && name != "msg");
    assert_eq!(told(&modified, &state(&shops)), sample);
}

#[test]
fn q3_creations_are_given_back_in_their_own_form() {
    let shops = ["2026110500502000000011110006".to_owned()];
    let answer = told(&document(&nested()), &state(&shops));
    let mut sent = nested();
    for name in ["out_biz_no", "merchant_access_mode"] {
        sent.as_object_mut().unwrap().remove(name);
    }
    // The total is the present one.
    sent["voucher_send_mode_info"]["voucher_send_rule_info"]["quantity"] = json!(100);
    holds(&answer, &sent, "");

    let shops = [
        "2026110500502000000011110001",
        "2026110500502000000011110002",
    ];
    let shops = shops.map(str::to_owned);
    let answer = told(&document(&flat()), &state(&shops));
    let mut sent = flat();
    for name in ["out_biz_no", "code_mode"] {
        sent.as_object_mut().unwrap().remove(name);
    }
    holds(&answer, &sent, "");
}

#[test]
fn q3_a_sold_exchange_voucher_is_told_flat() {
    let shops = ["x".to_owned()];
    let answer = told(&document(&nested()), &state(&shops));
    assert_eq!(
        answer["voucher_use_rule"]["exchange_voucher"],
        json!({
            "amount": "128.00", "biz_type": "GROUP_BUY_EXCHANGE_VOUCHER", "sale_amount": "88.00",
            "payee_pid": "2088102111111111", "refundable": true, "overdue_refundable": true,
            "voucher_name": "双人火锅套餐", "customer_service_mobile": "01012345678",
            "voucher_detail_url":
                "alipays://platformapi/startapp?appId=2021238412323412&page=pages%2Fbuy%2Findex",
        })
    );
    assert_eq!(
        answer["voucher_use_rule"]["voucher_available_scope"]["order_voucher_available_shop"],
        json!({ "order_voucher_merchant_all_shop": { "exclude_shop_ids": ["x"] } })
    );
    assert_eq!(
        answer["customer_guide"]["voucher_use_guide"],
        json!({
            "offline_code_use_guide": true, "mini_app_use_guide": true,
            "mini_app_id": "2021238412323412", "mini_app_path": "pages/coupon/index",
        })
    );
}

#[test]
fn q3_every_kind_of_places_is_told_in_both_forms() {
    let geography = "voucher_available_scope_info.voucher_available_geography_scope_info";
    let ids = ["a".to_owned(), "b".to_owned()];
    let owner = "2088102111111111";
    for (sent, nested, flat) in [
        (
            json!({ "available_real_shop_ids": ["r"] }),
            json!({ "available_real_shop_ids": ["a", "b"] }),
            json!({ "real_shop_ids": ["a", "b"] }),
        ),
        (
            json!({ "available_geography_all_shop": { "merchant_ids": [owner] } }),
            json!({ "available_geography_all_shop": {
                "merchant_ids": [owner], "exclude_shop_ids": ["a", "b"] } }),
            json!({ "order_voucher_merchant_all_shop": { "exclude_shop_ids": ["a", "b"] } }),
        ),
    ] {
        let sent = json!({
            "available_geography_scope_type": "SHOP", "available_geography_shop_info": sent
        });
        let document = document(&edited(given(), &[(geography, sent)]));
        let answer = told(&document, &state(&ids));
        let scope = &answer["voucher_available_scope_info"];
        let shops = &scope["voucher_available_geography_scope_info"];
        assert_eq!(shops["available_geography_shop_info"], nested);
        let scope = &answer["voucher_use_rule"]["voucher_available_scope"];
        assert_eq!(scope["order_voucher_available_shop"], flat);
    }
    for cities in [
        json!({ "all_city": true }),
        json!({ "available_city_codes": ["310100"] }),
    ] {
        let sent = json!({
            "available_geography_scope_type": "CITY_CODE",
            "available_geography_city_info": cities,
        });
        let document = document(&edited(given(), &[(geography, sent.clone())]));
        let answer = told(&document, &state(&[]));
        let scope = &answer["voucher_available_scope_info"];
        assert_eq!(scope["voucher_available_geography_scope_info"], sent);
        let scope = &answer["voucher_use_rule"]["voucher_available_scope"];
        assert_eq!(scope["voucher_available_type"], "CITY_CODE");
    }
}

#[test]
fn q4_owner_is_absent_unless_it_was_sent() {
    let answer = told(&document(&flat()), &state(&[]));
    assert_eq!(answer.get("belong_merchant_info"), None);
    assert_eq!(
        answer["activity_base_info"].get("belong_merchant_info"),
        None
    );
    let answer = told(&document(&nested()), &state(&[]));
    assert_eq!(
        answer["belong_merchant_info"]["merchant_id"],
        "2088102111111111"
    );
}

#[test]
fn q2_activities_in_the_making_have_an_operation_alone() {
    let document = document(&flat());
    let making = State {
        status: None,
        operation: Some(OperationStatus::Creating),
        quantity: 0,
        ..state(&[])
    };
    let answer = told(&document, &making);
    assert_eq!(answer.get("activity_status"), None);
    assert_eq!(answer["activity_operation_status"], "CREATING");
    assert_eq!(
        answer["activity_base_info"]["activity_operation_status"],
        "CREATING"
    );
    assert_eq!(answer["voucher_send_rule"]["voucher_quantity"], 0);
}

#[test]
fn q5_both_forms_carry_the_same_counters() {
    let answer: Answer = answer(&document(&flat()), &state(&[]));
    let (summary, inventory) = (
        answer.summary.unwrap(),
        answer.voucher_inventory_info.unwrap(),
    );
    assert_eq!(
        (summary.publish_count, summary.used_count),
        (Some(37), Some(12))
    );
    assert_eq!(
        (inventory.send_count, inventory.use_count),
        (Some(37), Some(12))
    );
}

#[test]
fn q6_audits_are_left_out() {
    assert_eq!(
        answer(&document(&flat()), &state(&[])).audit_result_info,
        None
    );
}

#[test]
fn q7_images_are_answered_by_id_and_by_address() {
    let answer = told(&document(&flat()), &state(&[]));
    let display = &answer["voucher_display_pattern_info"];
    assert_eq!(display["brand_logo"], "adeDSktiQO-u5vJUqVbcQwAAACMAAQED");
    assert_eq!(
        display["brand_logo_url"],
        "https://img.example.test/materials/logo.png"
    );
    assert_eq!(display.get("voucher_image_url"), None);
}

#[test]
fn c33_a_missing_brand_is_the_owners_or_the_platforms() {
    let document = document(&edited(
        flat(),
        &[("voucher_display_info.brand_name", json!(null))],
    ));
    let brand = |alias| {
        let state = State {
            owner_alias: alias,
            ..state(&[])
        };
        answer(&document, &state)
            .voucher_display_info
            .unwrap()
            .brand_name
            .unwrap()
    };
    assert_eq!(
        (brand(None).as_str(), brand(Some("小馆")).as_str()),
        ("商家优惠", "小馆")
    );
}

#[test]
fn names_are_made_of_scope_and_benefit() {
    let named = |edits: &[(&str, Value)]| {
        let mut message = given();
        message["voucher_display_pattern_info"]["voucher_name"] = Value::Null;
        message["voucher_available_scope_info"]["voucher_available_goods_info"] = Value::Null;
        voucher_name(&document(&edited(message, edits)))
    };
    let goods = "voucher_available_scope_info.voucher_available_goods_info";
    let donut = json!({ "goods_name": "甜甜圈", "origin_amount": "20" });
    let discount = json!({
        "voucher_type": "DISCOUNT_VOUCHER",
        "discount_voucher_info": { "discount": "8.0", "ceiling_amount": "5" },
    });
    let special = json!({
        "voucher_type": "SPECIAL_VOUCHER", "special_voucher_info": { "special_amount": "9" },
    });
    let deduct = "voucher_deduct_info";
    assert_eq!(named(&[]), "全场10元券");
    assert_eq!(named(&[(deduct, discount.clone())]), "全场8折券");
    assert_eq!(named(&[(goods, donut.clone())]), "甜甜圈10元券");
    assert_eq!(
        named(&[(goods, donut.clone()), (deduct, discount)]),
        "甜甜圈8折券"
    );
    assert_eq!(named(&[(goods, donut), (deduct, special)]), "甜甜圈特价券");
}
