//! Changing what a stock shows.

use serde_json::{Value, json};

use crate::staff::Staff;
use crate::world::*;
use crate::{NO_STOCK, SAMPLED, sample};

fn change(number: &str) -> Value {
    json!({ "comment": "改后", "out_request_no": number })
}

#[tokio::test]
async fn w_patch_2_the_sample_changes_what_it_names_and_nothing_else() {
    let world = World::new();
    world.clock.set(at(SAMPLED));
    let request = sample("create-stock.normal.request");
    let stock_id = world.stock_of(RECORDED, request).await;
    let target = stock_path(&stock_id, "");
    let mut expected = world.ok(RECORDED, "GET", &target, Value::Null).await;
    let patch = sample("patch-stock.request");
    world.ok(RECORDED, "PATCH", &target, patch).await;
    for (path, value) in [
        ("comment", "改后备注"),
        ("goods_name", "饮品和甜点"),
        (
            "custom_entrance/mini_programs_info/entrance_words",
            "欢迎光临",
        ),
        (
            "custom_entrance/mini_programs_info/guiding_words",
            "领更多券",
        ),
        ("custom_entrance/code_display_mode", "QRCODE"),
        ("display_pattern_info/description", "改后说明"),
        ("display_pattern_info/background_color", "Color030"),
        (
            "display_pattern_info/coupon_image_url",
            "https://wxpaylogo.qpic.cn/wxpaylogo/cover2/0",
        ),
        ("coupon_use_rule/use_method", "MINI_PROGRAMS"),
        ("coupon_use_rule/mini_programs_appid", "wx23232232323"),
        ("coupon_use_rule/mini_programs_path", "/path/index/index"),
    ] {
        set(&mut expected, path, value.into());
    }
    set(
        &mut expected,
        "stock_send_rule/prevent_api_abuse",
        true.into(),
    );
    let shown = world.ok(RECORDED, "GET", &target, Value::Null).await;
    assert_eq!(shown, expected);
    // What was there only when it was laid down is still there.
    assert_eq!(shown["custom_entrance"]["store_id"], "233554655");
}

#[tokio::test]
async fn w_patch_1_who_and_when() {
    let world = World::new();
    let body = stock_with(&[("belong_merchant", json!(CLIENT))]);
    let stock_id = world.stock_of(PARTNER, body).await;
    let target = stock_path(&stock_id, "");
    let unknown = world
        .refusal(PARTNER, "PATCH", &stock_path(NO_STOCK, ""), change("P-1"))
        .await;
    assert_eq!(unknown.code(), (404, "RESOURCE_NOT_EXISTS"));
    assert_eq!(unknown.message, "查询的资源不存在");
    for caller in [CLIENT, STRANGER] {
        let refused = world.refusal(caller, "PATCH", &target, change("P-1")).await;
        assert_eq!(refused.code(), (403, "NO_AUTH"), "{caller}");
        assert_eq!(refused.message, "无权限");
    }
    // The last instant still counts.
    world.go_to("2026-11-30T23:59:59+08:00").await;
    world.ok(PARTNER, "PATCH", &target, change("P-1")).await;
    world.go_to("2026-12-01T00:00:00+08:00").await;
    let mut foreign = change("P-2");
    set(
        &mut foreign,
        "notify_config/notify_appid",
        json!(STRANGER_APP),
    );
    for body in [change("P-2"), foreign] {
        let over = world.refusal(PARTNER, "PATCH", &target, body).await;
        assert_eq!(over.code(), (400, "INVALID_REQUEST"));
        assert_eq!(over.message, "批次已过期");
    }
}

#[tokio::test]
async fn w_patch_1_not_after_a_stop_but_in_a_pause() {
    let world = World::new();
    let staff = Staff::of(&world);
    let stock_id = world.stock(stock()).await;
    let target = stock_path(&stock_id, "");
    staff.does("pause", &stock_id).await;
    world.ok(CREATOR, "PATCH", &target, change("P-1")).await;
    staff.does("stop", &stock_id).await;
    let over = world
        .refusal(CREATOR, "PATCH", &target, change("P-2"))
        .await;
    assert_eq!(over.message, "批次已过期");
}

#[tokio::test]
async fn w_patch_3_what_stays_may_be_repeated() {
    let world = World::new();
    let stock_id = world
        .stock(stock_with(&[
            ("display_pattern_info/merchant_name", json!("商家")),
            (
                "display_pattern_info/merchant_logo_url",
                json!("https://logo.example/1"),
            ),
        ]))
        .await;
    let target = stock_path(&stock_id, "");
    for (path, same, other) in [
        ("stock_name", json!("满减券"), json!("别的券")),
        (
            "display_pattern_info/merchant_name",
            json!("商家"),
            json!("别家"),
        ),
        (
            "display_pattern_info/merchant_logo_url",
            json!("https://logo.example/1"),
            json!("https://logo.example/2"),
        ),
        (
            "stock_send_rule/natural_person_limit",
            json!(false),
            json!(true),
        ),
    ] {
        let mut body = json!({ "out_request_no": world.number() });
        set(&mut body, path, same);
        world.ok(CREATOR, "PATCH", &target, body.clone()).await;
        body["out_request_no"] = world.number().into();
        set(&mut body, path, other);
        let refused = world.refusal(CREATOR, "PATCH", &target, body).await;
        assert_eq!(refused.code(), (400, "INVALID_REQUEST"), "{path}");
    }
}

#[tokio::test]
async fn w_patch_4_a_subsidy_comes_and_stays() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    let target = stock_path(&stock_id, "");
    let said = |value: bool| json!({ "subsidy": value, "out_request_no": world.number() });
    world.ok(CREATOR, "PATCH", &target, said(false)).await;
    world.ok(CREATOR, "PATCH", &target, said(true)).await;
    let refused = world.refusal(CREATOR, "PATCH", &target, said(false)).await;
    assert_eq!(refused.code(), (400, "INVALID_REQUEST"));
    let shown = world.ok(CREATOR, "GET", &target, Value::Null).await;
    assert_eq!(shown["subsidy"], true);
}

#[tokio::test]
async fn w_patch_5_the_answer_is_empty_and_signed() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    let answer = world
        .call(CREATOR, "PATCH", &stock_path(&stock_id, ""), change("P-1"))
        .await;
    assert_eq!((answer.status, answer.json), (204, Value::Null));
}

#[tokio::test]
async fn w_patch_6_a_number_is_one_change() {
    let world = World::new();
    let (one, other) = (world.stock(stock()).await, world.stock(stock()).await);
    let target = stock_path(&one, "");
    world.ok(CREATOR, "PATCH", &target, change("P-1")).await;
    let later = json!({ "comment": "再改", "out_request_no": "P-2" });
    world.ok(CREATOR, "PATCH", &target, later).await;
    // Asked again, it is done no second time.
    world.ok(CREATOR, "PATCH", &target, change("P-1")).await;
    let shown = world.ok(CREATOR, "GET", &target, Value::Null).await;
    assert_eq!(shown["comment"], "再改");
    let again = json!({ "comment": "三改", "out_request_no": "P-1" });
    let refused = world.refusal(CREATOR, "PATCH", &target, again).await;
    assert_eq!(refused.code(), (400, "INVALID_REQUEST"));
    assert_eq!(refused.message, "请求重入时，参数与首次请求时不一致");
    // The number belongs to this operation and this stock.
    world
        .ok(CREATOR, "PATCH", &stock_path(&other, ""), change("P-1"))
        .await;
    let budget = json!({
        "target_max_coupons": 120, "current_max_coupons": 100,
        "modify_budget_request_no": "P-1",
    });
    world
        .ok(CREATOR, "PATCH", &stock_path(&one, "/budget"), budget)
        .await;
    // Once the stock is over, too.
    world.go_to("2026-12-24T00:00:00+08:00").await;
    world.ok(CREATOR, "PATCH", &target, change("P-1")).await;
}

#[tokio::test]
async fn w_patch_7_the_stock_is_named_in_the_path_alone() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    let mut body = change("P-1");
    body["stock_id"] = stock_id.clone().into();
    let refused = world
        .refusal(CREATOR, "PATCH", &stock_path(&stock_id, ""), body)
        .await;
    assert_eq!(refused.code(), (400, "PARAM_ERROR"));
}

#[tokio::test]
async fn w_patch_8_coupons_show_what_is_new() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    let code = world.send(&stock_id, ALICE).await;
    let patch = json!({
        "goods_name": "甜点", "comment": "改后", "out_request_no": "P-1",
        "display_pattern_info": { "description": "新说明" },
        "coupon_use_rule": { "use_method": "PAYMENT_CODE" },
    });
    world
        .ok(CREATOR, "PATCH", &stock_path(&stock_id, ""), patch)
        .await;
    let coupon = world
        .ok(CREATOR, "GET", &coupon_path(ALICE, &code, APP), Value::Null)
        .await;
    assert_eq!(coupon["goods_name"], "甜点");
    assert_eq!(coupon["comment"], "改后");
    assert_eq!(coupon["display_pattern_info"]["description"], "新说明");
    assert_eq!(coupon["coupon_use_rule"]["use_method"], "PAYMENT_CODE");
}

#[tokio::test]
async fn w_appid_1_in_a_change() {
    let world = World::new();
    let body = stock_with(&[("belong_merchant", json!(CLIENT))]);
    let stock_id = world.stock_of(PARTNER, body).await;
    let target = stock_path(&stock_id, "");
    for field in ["custom_entrance/appid", "notify_config/notify_appid"] {
        let with = |appid: &str| {
            let mut body = json!({ "out_request_no": world.number() });
            set(&mut body, field, json!(appid));
            body
        };
        for appid in [PARTNER_APP, CLIENT_APP] {
            world.ok(PARTNER, "PATCH", &target, with(appid)).await;
        }
        let refused = world.refusal(PARTNER, "PATCH", &target, with(APP)).await;
        assert_eq!(refused.code(), (400, "APPID_MCHID_NOT_MATCH"), "{field}");
    }
}
