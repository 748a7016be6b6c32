//! Looking at stocks.

use serde_json::{Value, json};

use crate::world::*;
use crate::{NO_STOCK, SAMPLED, sample};

async fn send_as_recorded(world: &World, stock_id: &str, openid: &str) {
    let body = json!({
        "stock_id": stock_id, "openid": openid, "appid": RECORDED_APP,
        "out_request_no": world.number(),
    });
    let target = format!("{COUPONS}/send");
    world.ok(RECORDED, "POST", &target, body).await;
}

#[tokio::test]
async fn w_get_1_a_stock_that_is_not_there() {
    let world = World::new();
    for stock_id in [NO_STOCK, "1", "9999999999999999", "abc"] {
        let refused = world
            .refusal(CREATOR, "GET", &stock_path(stock_id, ""), Value::Null)
            .await;
        assert_eq!(refused.code(), (404, "RESOURCE_NOT_EXISTS"), "{stock_id}");
        assert_eq!(refused.message, "查询的资源不存在");
    }
    let long = stock_path(&"1".repeat(21), "");
    let refused = world.refusal(CREATOR, "GET", &long, Value::Null).await;
    assert_eq!(refused.code(), (400, "PARAM_ERROR"));
}

#[tokio::test]
async fn w_get_2_creator_and_owner_look_and_nobody_else() {
    let world = World::new();
    let body = stock_with(&[("belong_merchant", json!(CLIENT))]);
    let stock_id = world.stock_of(PARTNER, body).await;
    let target = stock_path(&stock_id, "");
    let made = world.ok(PARTNER, "GET", &target, Value::Null).await;
    assert_eq!(world.ok(CLIENT, "GET", &target, Value::Null).await, made);
    assert_eq!(made["belong_merchant"], CLIENT);
    let refused = world.refusal(STRANGER, "GET", &target, Value::Null).await;
    assert_eq!(refused.code(), (403, "NO_AUTH"));
    assert_eq!(refused.message, "无权限");
}

#[tokio::test]
async fn w_get_3_what_was_issued_of_a_fixed_amount_as_in_the_sample() {
    let world = World::new();
    world.clock.set(at(SAMPLED));
    let request = sample("create-stock.normal.request");
    let stock_id = world.stock_of(RECORDED, request).await;
    for number in 0..9 {
        send_as_recorded(&world, &stock_id, &format!("oUser_{number}")).await;
    }
    world.go_to("2025-08-02T00:00:00+08:00").await;
    for number in 0..3 {
        send_as_recorded(&world, &stock_id, &format!("oUser_{number}")).await;
    }
    let shown = world
        .ok(RECORDED, "GET", &stock_path(&stock_id, ""), Value::Null)
        .await;
    let mut expected = sample("get-stock.response");
    expected["stock_id"] = stock_id.into();
    assert_eq!(shown, expected);
}

#[tokio::test]
async fn w_get_3_codes_are_counted_where_the_merchant_uploads_them() {
    let world = World::new();
    world.clock.set(at(SAMPLED));
    let request = sample("create-stock.exchange.request");
    let stock_id = world.stock_of(RECORDED, request).await;
    let codes: Vec<_> = (0..180).map(|number| format!("CODE{number}")).collect();
    let body = json!({ "coupon_code_list": codes, "upload_request_no": "U-1" });
    let target = stock_path(&stock_id, "/couponcodes");
    world.ok(RECORDED, "POST", &target, body).await;
    for number in 0..20 {
        send_as_recorded(&world, &stock_id, &format!("oUser_{number}")).await;
    }
    let shown = world
        .ok(RECORDED, "GET", &stock_path(&stock_id, ""), Value::Null)
        .await;
    let mut expected = sample("get-stock.merchant-upload.response");
    expected["stock_id"] = stock_id.into();
    assert_eq!(shown, expected);
}

#[tokio::test]
async fn w_get_3_sums_only_where_every_coupon_is_worth_the_same() {
    let world = World::new();
    let mut discount = stock_with(&[("stock_type", json!("DISCOUNT"))]);
    let uses = discount["coupon_use_rule"].as_object_mut().unwrap();
    uses.remove("fixed_normal_coupon");
    uses.insert(
        "discount_coupon".to_owned(),
        json!({ "discount_percent": 88, "transaction_minimum": 100 }),
    );
    let mut capped = discount.clone();
    capped["stock_send_rule"]["max_coupons_by_day"] = 9.into();
    for (body, expected) in [
        (
            stock(),
            json!({ "total_send_num": 2, "total_send_amount": 1000 }),
        ),
        (discount, json!({ "total_send_num": 2 })),
        (capped, json!({ "total_send_num": 2, "today_send_num": 2 })),
    ] {
        let stock_id = world.stock(body).await;
        world.send(&stock_id, ALICE).await;
        world.send(&stock_id, BOB).await;
        let shown = world
            .ok(CREATOR, "GET", &stock_path(&stock_id, ""), Value::Null)
            .await;
        assert_eq!(shown["send_count_information"], expected);
        assert_eq!(shown.get("coupon_code_count"), None);
    }
}

#[tokio::test]
async fn w_get_4_what_is_shown_is_in_force() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    let target = stock_path(&stock_id, "");
    let before = world.ok(CREATOR, "GET", &target, Value::Null).await;
    let patch = json!({ "goods_name": "甜点", "out_request_no": "P-1" });
    world.ok(CREATOR, "PATCH", &target, patch).await;
    let more = json!({
        "target_max_coupons": 120, "current_max_coupons": 100,
        "modify_budget_request_no": "B-1",
    });
    let budget = stock_path(&stock_id, "/budget");
    world.ok(CREATOR, "PATCH", &budget, more).await;
    let daily = json!({
        "target_max_coupons_by_day": 7, "current_max_coupons_by_day": 0,
        "modify_budget_request_no": "B-2",
    });
    world.ok(CREATOR, "PATCH", &budget, daily).await;
    let mut expected = before;
    set(&mut expected, "goods_name", json!("甜点"));
    set(&mut expected, "stock_send_rule/max_coupons", json!(120));
    set(
        &mut expected,
        "stock_send_rule/max_coupons_by_day",
        json!(7),
    );
    set(
        &mut expected,
        "send_count_information/today_send_num",
        json!(0),
    );
    set(
        &mut expected,
        "send_count_information/today_send_amount",
        json!(0),
    );
    let shown = world.ok(CREATOR, "GET", &target, Value::Null).await;
    assert_eq!(shown, expected);
    // And a patch of the one does not undo the other.
    let patch = json!({ "comment": "后来", "out_request_no": "P-2" });
    world.ok(CREATOR, "PATCH", &target, patch).await;
    set(&mut expected, "comment", json!("后来"));
    let shown = world.ok(CREATOR, "GET", &target, Value::Null).await;
    assert_eq!(shown, expected);
}
