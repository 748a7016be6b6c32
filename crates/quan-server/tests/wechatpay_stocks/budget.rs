//! How many coupons a stock has, and how many a day.

use serde_json::{Value, json};

use crate::staff::Staff;
use crate::world::*;
use crate::{NO_STOCK, SAMPLED, sample};

fn total(current: u32, target: u32, number: &str) -> Value {
    json!({
        "target_max_coupons": target, "current_max_coupons": current,
        "modify_budget_request_no": number,
    })
}

fn daily(current: u32, target: u32, number: &str) -> Value {
    json!({
        "target_max_coupons_by_day": target, "current_max_coupons_by_day": current,
        "modify_budget_request_no": number,
    })
}

#[tokio::test]
async fn w_budget_the_samples_one_after_the_other() {
    let world = World::new();
    world.clock.set(at(SAMPLED));
    let stock_id = world
        .stock_of(RECORDED, sample("create-stock.normal.request"))
        .await;
    let target = stock_path(&stock_id, "/budget");
    for part in ["total", "by-day"] {
        let request = sample(&format!("modify-budget.{part}.request"));
        let answer = world.ok(RECORDED, "PATCH", &target, request).await;
        assert_eq!(answer, sample(&format!("modify-budget.{part}.response")));
    }
}

#[tokio::test]
async fn w_budget_who_and_which_stock() {
    let world = World::new();
    let body = stock_with(&[("belong_merchant", json!(CLIENT))]);
    let stock_id = world.stock_of(PARTNER, body).await;
    let target = stock_path(&stock_id, "/budget");
    for caller in [CLIENT, STRANGER] {
        let refused = world
            .refusal(caller, "PATCH", &target, total(100, 120, "B-1"))
            .await;
        assert_eq!(refused.code(), (403, "NO_AUTH"));
        assert_eq!(refused.message, "无权限");
    }
    let refused = world
        .refusal(
            PARTNER,
            "PATCH",
            &stock_path(NO_STOCK, "/budget"),
            total(100, 120, "B-1"),
        )
        .await;
    assert_eq!(refused.code(), (404, "RESOURCE_NOT_EXISTS"));
}

#[tokio::test]
async fn w_budget_1_exactly_one_of_the_two() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    let target = stock_path(&stock_id, "/budget");
    let mut both = total(100, 120, "B-1");
    both["target_max_coupons_by_day"] = 5.into();
    both["current_max_coupons_by_day"] = 0.into();
    for body in [
        both.clone(),
        total(100, 0, "B-1"),
        json!({ "modify_budget_request_no": "B-1" }),
    ] {
        let refused = world.refusal(CREATOR, "PATCH", &target, body).await;
        assert_eq!(refused.code(), (400, "PARAM_ERROR"));
    }
    // A target of none is no target.
    both["target_max_coupons_by_day"] = 0.into();
    let answer = world.ok(CREATOR, "PATCH", &target, both).await;
    assert_eq!(answer, json!({ "max_coupons": 120 }));
}

#[tokio::test]
async fn w_budget_3_not_once_the_stock_is_over() {
    let world = World::new();
    let staff = Staff::of(&world);
    let (stopped, ended) = (world.stock(stock()).await, world.stock(stock()).await);
    staff.does("stop", &stopped).await;
    let target = stock_path(&ended, "/budget");
    world.go_to("2026-11-30T23:59:59+08:00").await;
    world
        .ok(CREATOR, "PATCH", &target, total(100, 120, "B-1"))
        .await;
    world.go_to("2026-12-01T00:00:00+08:00").await;
    for stock_id in [stopped, ended] {
        for body in [total(120, 130, "B-2"), daily(0, 5, "B-3")] {
            let target = stock_path(&stock_id, "/budget");
            let over = world.refusal(CREATOR, "PATCH", &target, body).await;
            assert_eq!(over.code(), (400, "INVALID_REQUEST"));
            assert_eq!(over.message, "批次已过期");
        }
    }
}

#[tokio::test]
async fn w_budget_4_whoever_read_an_older_number_reads_again() {
    let world = World::new();
    let stock_id = world
        .stock(stock_with(&[
            ("coupon_code_mode", json!("MERCHANT_UPLOAD")),
            ("stock_send_rule/max_coupons_by_day", json!(10)),
        ]))
        .await;
    let codes = json!({ "coupon_code_list": ["A", "B"], "upload_request_no": "U-1" });
    world
        .ok(
            CREATOR,
            "POST",
            &stock_path(&stock_id, "/couponcodes"),
            codes,
        )
        .await;
    let target = stock_path(&stock_id, "/budget");
    // Not even the number of codes is the budget.
    for body in [
        total(2, 120, "B-1"),
        total(99, 120, "B-1"),
        daily(0, 20, "B-1"),
        daily(9, 20, "B-1"),
    ] {
        let stale = world.refusal(CREATOR, "PATCH", &target, body).await;
        assert_eq!(stale.code(), (400, "INVALID_REQUEST"));
        assert_eq!(
            stale.message,
            "批次库存的当前值错误，请获取批次详情查看最新值"
        );
    }
    let answer = world
        .ok(CREATOR, "PATCH", &target, total(100, 120, "B-1"))
        .await;
    assert_eq!(
        answer,
        json!({ "max_coupons": 120, "max_coupons_by_day": 10 })
    );
    let answer = world
        .ok(CREATOR, "PATCH", &target, daily(10, 20, "B-2"))
        .await;
    assert_eq!(
        answer,
        json!({ "max_coupons": 120, "max_coupons_by_day": 20 })
    );
}

#[tokio::test]
async fn w_budget_5_not_below_what_was_issued() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    world.send(&stock_id, ALICE).await;
    world.send(&stock_id, BOB).await;
    let target = stock_path(&stock_id, "/budget");
    let refused = world
        .refusal(CREATOR, "PATCH", &target, total(100, 1, "B-1"))
        .await;
    assert_eq!(refused.code(), (400, "INVALID_REQUEST"));
    assert_eq!(refused.message, "目标值不能小于已发放数量");
    let answer = world
        .ok(CREATOR, "PATCH", &target, total(100, 2, "B-1"))
        .await;
    assert_eq!(answer, json!({ "max_coupons": 2 }));
    let send = format!("{COUPONS}/send");
    let spent = world
        .refusal(CREATOR, "POST", &send, world.to_send(&stock_id, ALICE))
        .await;
    assert_eq!(spent.message, "批次预算不足");
    world
        .ok(CREATOR, "PATCH", &target, total(2, 3, "B-2"))
        .await;
    world.send(&stock_id, ALICE).await;
}

#[tokio::test]
async fn w_budget_6_a_cap_of_a_day_where_there_was_none() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    world.send(&stock_id, ALICE).await;
    let target = stock_path(&stock_id, "/budget");
    let stale = world
        .refusal(CREATOR, "PATCH", &target, daily(1, 2, "B-1"))
        .await;
    assert_eq!(stale.code(), (400, "INVALID_REQUEST"));
    let answer = world
        .ok(CREATOR, "PATCH", &target, daily(0, 2, "B-1"))
        .await;
    assert_eq!(
        answer,
        json!({ "max_coupons": 100, "max_coupons_by_day": 2 })
    );
    // What was issued today counts.
    world.send(&stock_id, BOB).await;
    let send = format!("{COUPONS}/send");
    let spent = world
        .refusal(CREATOR, "POST", &send, world.to_send(&stock_id, ALICE))
        .await;
    assert_eq!(spent.code(), (403, "RULE_LIMIT"));
    assert_eq!(spent.message, "已达到单天发放上限");
}

#[tokio::test]
async fn w_budget_7_the_same_request_is_answered_before_the_number_is_compared() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    let target = stock_path(&stock_id, "/budget");
    let first = world
        .ok(CREATOR, "PATCH", &target, total(100, 120, "B-1"))
        .await;
    let second = world
        .ok(CREATOR, "PATCH", &target, daily(0, 7, "B-2"))
        .await;
    world
        .ok(CREATOR, "PATCH", &target, total(120, 130, "B-3"))
        .await;
    assert_eq!(first, json!({ "max_coupons": 120 }));
    world.go_to("2026-12-24T00:00:00+08:00").await;
    for (body, answer) in [
        (total(100, 120, "B-1"), first),
        (daily(0, 7, "B-2"), second),
    ] {
        assert_eq!(world.ok(CREATOR, "PATCH", &target, body).await, answer);
    }
    for body in [
        total(100, 121, "B-1"),
        daily(0, 7, "B-1"),
        total(130, 140, "B-2"),
    ] {
        let refused = world.refusal(CREATOR, "PATCH", &target, body).await;
        assert_eq!(refused.code(), (400, "INVALID_REQUEST"));
        assert_eq!(refused.message, "请求重入时，参数与首次请求时不一致");
    }
}

#[tokio::test]
async fn w_budget_5_the_cap_of_a_day_may_be_less_than_what_was_issued_today() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    world.send(&stock_id, ALICE).await;
    world.send(&stock_id, BOB).await;
    let target = stock_path(&stock_id, "/budget");
    world
        .ok(CREATOR, "PATCH", &target, daily(0, 1, "B-1"))
        .await;
    let send = format!("{COUPONS}/send");
    let spent = world
        .refusal(CREATOR, "POST", &send, world.to_send(&stock_id, BOB))
        .await;
    assert_eq!(spent.message, "已达到单天发放上限");
    world.go_to("2026-11-06T00:00:00+08:00").await;
    world.send(&stock_id, BOB).await;
}
