//! Bringing codes.

use serde_json::{Value, json};

use crate::staff::Staff;
use crate::world::*;
use crate::{NO_STOCK, SAMPLED, sample};

fn codes(codes: &[&str], number: &str) -> Value {
    json!({ "coupon_code_list": codes, "upload_request_no": number })
}

#[tokio::test]
async fn w_upload_4_the_sample() {
    let world = World::new();
    world.clock.set(at(SAMPLED));
    let stock_id = world
        .stock_of(RECORDED, sample("create-stock.exchange.request"))
        .await;
    let target = stock_path(&stock_id, "/couponcodes");
    world
        .ok(RECORDED, "POST", &target, codes(&["MMAA12345"], "U-1"))
        .await;
    world.go_to("2025-08-01T10:05:00+08:00").await;
    let request = sample("upload-couponcodes.request");
    let answer = world.ok(RECORDED, "POST", &target, request).await;
    let mut expected = sample("upload-couponcodes.response");
    expected["stock_id"] = stock_id.into();
    assert_eq!(answer, expected);
}

#[tokio::test]
async fn w_upload_1_the_creator_alone() {
    let world = World::new();
    let mut body = stock_of_uploaded_codes();
    body["belong_merchant"] = CLIENT.into();
    let stock_id = world.stock_of(PARTNER, body).await;
    let target = stock_path(&stock_id, "/couponcodes");
    for caller in [CLIENT, STRANGER] {
        let refused = world
            .refusal(caller, "POST", &target, codes(&["A"], "U-1"))
            .await;
        assert_eq!(refused.code(), (403, "NO_AUTH"));
        assert_eq!(refused.message, "无权限");
    }
    world
        .ok(PARTNER, "POST", &target, codes(&["A"], "U-1"))
        .await;
    let refused = world
        .refusal(
            PARTNER,
            "POST",
            &stock_path(NO_STOCK, "/couponcodes"),
            codes(&["A"], "U-1"),
        )
        .await;
    assert_eq!(refused.code(), (404, "RESOURCE_NOT_EXISTS"));
}

#[tokio::test]
async fn w_upload_2_other_stocks_take_no_codes() {
    let world = World::new();
    for body in [stock(), stock_of_named_codes()] {
        let stock_id = world.stock(body).await;
        let refused = world
            .refusal(
                CREATOR,
                "POST",
                &stock_path(&stock_id, "/couponcodes"),
                codes(&["A"], "U-1"),
            )
            .await;
        assert_eq!(refused.code(), (400, "INVALID_REQUEST"));
        assert_eq!(refused.message, "发券模式不合法");
    }
}

#[tokio::test]
async fn w_upload_5_every_sign_that_a_code_may_have() {
    let world = World::new();
    let stock_id = world.stock(stock_of_uploaded_codes()).await;
    let target = stock_path(&stock_id, "/couponcodes");
    let fine = ["0", "a-b_c", "a\\b/c", "x=y|z", " a b ", &"Z".repeat(32)];
    let answer = world
        .ok(CREATOR, "POST", &target, codes(&fine, "U-1"))
        .await;
    assert_eq!(answer["success_codes"], json!(fine));
    assert_eq!(answer["fail_count"], 0);
    // A list of bad codes is a request that succeeds, too.
    let bad = ["", "a+b", "券", &"Z".repeat(33)];
    let answer = world.ok(CREATOR, "POST", &target, codes(&bad, "U-2")).await;
    let told: Vec<_> = answer["fail_codes"].as_array().unwrap().iter().collect();
    let told: Vec<_> = told.iter().map(|fail| &fail["code"]).collect();
    assert_eq!(
        told,
        ["LENGTH_LIMIT", "PARAM_ERROR", "PARAM_ERROR", "LENGTH_LIMIT"]
    );
    assert_eq!(
        (
            &answer["total_count"],
            &answer["success_count"],
            &answer["fail_count"]
        ),
        (&json!(4), &json!(0), &json!(4))
    );
    assert_eq!(answer.get("success_codes"), None);
}

#[tokio::test]
async fn w_upload_6_no_more_codes_than_coupons() {
    let world = World::new();
    let stock_id = world
        .stock(stock_with(&[
            ("coupon_code_mode", json!("MERCHANT_UPLOAD")),
            ("stock_send_rule/max_coupons", json!(3)),
        ]))
        .await;
    let target = stock_path(&stock_id, "/couponcodes");
    world
        .ok(CREATOR, "POST", &target, codes(&["A", "B"], "U-1"))
        .await;
    // One of them fits, and those that are there stay there.
    let answer = world
        .ok(CREATOR, "POST", &target, codes(&["A", "C", "D"], "U-2"))
        .await;
    assert_eq!(answer["success_codes"], json!(["C"]));
    assert_eq!(answer["exist_codes"], json!(["A"]));
    assert_eq!(answer["fail_codes"][0]["coupon_code"], "D");
    let full = world
        .refusal(CREATOR, "POST", &target, codes(&["D", "E"], "U-3"))
        .await;
    assert_eq!(full.code(), (400, "INVALID_REQUEST"));
    assert_eq!(full.message, "上传的自定义code已达上限");
    // Codes that are there need no room.
    let answer = world
        .ok(CREATOR, "POST", &target, codes(&["A", "B"], "U-4"))
        .await;
    assert_eq!(answer["exist_codes"], json!(["A", "B"]));
    // A larger budget has room for them.
    let more = json!({
        "target_max_coupons": 5, "current_max_coupons": 3, "modify_budget_request_no": "B-1",
    });
    world
        .ok(CREATOR, "PATCH", &stock_path(&stock_id, "/budget"), more)
        .await;
    let answer = world
        .ok(CREATOR, "POST", &target, codes(&["D", "E"], "U-3"))
        .await;
    assert_eq!(answer["success_count"], 2);
}

#[tokio::test]
async fn w_upload_7_the_same_list_is_answered_the_same() {
    let world = World::new();
    let stock_id = world.stock(stock_of_uploaded_codes()).await;
    let target = stock_path(&stock_id, "/couponcodes");
    world
        .ok(CREATOR, "POST", &target, codes(&["B"], "U-0"))
        .await;
    let list = ["A", "B", "C", "C", "bad#"];
    let first = world
        .ok(CREATOR, "POST", &target, codes(&list, "U-1"))
        .await;
    world.go_to("2026-11-06T10:00:00+08:00").await;
    let delete = format!("{target}/A?delete_request_no=D-1");
    world.ok(CREATOR, "DELETE", &delete, Value::Null).await;
    let again = world
        .ok(CREATOR, "POST", &target, codes(&list, "U-1"))
        .await;
    assert_eq!(again, first);
    assert_eq!(first["success_time"], BEGIN);
    let refused = world
        .refusal(CREATOR, "POST", &target, codes(&["A"], "U-1"))
        .await;
    assert_eq!(refused.code(), (400, "INVALID_REQUEST"));
    assert_eq!(refused.message, "请求重入时，参数与首次请求时不一致");
}

#[tokio::test]
async fn w_upload_8_a_stock_that_is_looked_at_takes_none_yet() {
    let world = World::wished(Wish {
        reviews: true,
        ..Wish::default()
    });
    let staff = Staff::of(&world);
    let stock_id = world.stock(stock_of_uploaded_codes()).await;
    let target = stock_path(&stock_id, "/couponcodes");
    let refused = world
        .refusal(CREATOR, "POST", &target, codes(&["A"], "U-1"))
        .await;
    assert_eq!(refused.code(), (400, "STATEMENT_CREATING"));
    assert_eq!(refused.message, "批次创建处理中，请稍晚进行上传code操作");
    staff.does("approve", &stock_id).await;
    world
        .ok(CREATOR, "POST", &target, codes(&["A"], "U-1"))
        .await;
}

#[tokio::test]
async fn w_upload_8_without_review_codes_are_taken_at_once() {
    let world = World::new();
    let stock_id = world.stock(stock_of_uploaded_codes()).await;
    let target = stock_path(&stock_id, "/couponcodes");
    world
        .ok(CREATOR, "POST", &target, codes(&["A"], "U-1"))
        .await;
}

#[tokio::test]
async fn w_upload_9_case_tells_codes_apart() {
    let world = World::new();
    let stock_id = world.stock(stock_of_uploaded_codes()).await;
    let target = stock_path(&stock_id, "/couponcodes");
    let answer = world
        .ok(CREATOR, "POST", &target, codes(&["a1", "A1"], "U-1"))
        .await;
    assert_eq!(answer["success_count"], 2);
    let delete = format!("{target}/a1?delete_request_no=D-1");
    world.ok(CREATOR, "DELETE", &delete, Value::Null).await;
    world
        .ok(CREATOR, "GET", &format!("{target}/A1"), Value::Null)
        .await;
}
