//! Codes that merchants bring: deposit and count.

use quan_wire::alipay::message::Operation;
use serde_json::json;

use crate::world::{ALICE, NO_ACTIVITY, World, exchange, flat, stranger, uploaded};

async fn count(world: &World, id: &str) -> serde_json::Value {
    let answer = world
        .ok(
            Operation::OrderVoucherCodecount,
            json!({ "activity_id": id }),
        )
        .await;
    answer["success_count"].clone()
}

#[tokio::test]
async fn d1_codes_come_after_the_activity_is_there() {
    let world = World::of_orders_by_hand();
    let id = world.asked_for(flat()).await;
    let early = world
        .no(
            Operation::OrderVoucherCodedeposit,
            world.to_deposit(&id, &["A"]),
        )
        .await;
    assert_eq!(early.code, "INVALID_PARAMETER");
    assert_eq!(early.message, NO_ACTIVITY);
    for unknown in ["2026110500000000000000000009", "nonsense"] {
        let refused = world
            .no(
                Operation::OrderVoucherCodedeposit,
                world.to_deposit(unknown, &["A"]),
            )
            .await;
        assert_eq!(refused.message, NO_ACTIVITY);
    }
}

#[tokio::test]
async fn d2_a_deposit_is_answered_again() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let body = world.to_deposit(&id, &["A", "B", "A", "坏"]);
    let first = world
        .ok(Operation::OrderVoucherCodedeposit, body.clone())
        .await;
    assert_eq!(
        first,
        json!({
            "success_count": 2,
            "fail_count": 2,
            "success_voucher_code_list": ["A", "B"],
            "fail_voucher_code_detail_list": [
                {
                    "voucher_code": "A",
                    "error_code": "VOUCHER_CODE_DUPLICATE",
                    "error_msg": "与之前导入的券码重复",
                },
                {
                    "voucher_code": "坏",
                    "error_code": "VOUCHER_CODE_ILLEGAL",
                    "error_msg": "券码格式不合法",
                },
            ],
        })
    );
    world.deposit(&id, &["C"]).await;
    world.raise(&id, 3).await;
    world.give(&id, ALICE).await;
    world.finish(&id).await;
    assert_eq!(
        world.ok(Operation::OrderVoucherCodedeposit, body).await,
        first
    );
    assert_eq!(count(&world, &id).await, 3);
    world.is_sound().await;
}

#[tokio::test]
async fn d5_a_code_that_came_before_is_a_duplicate() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    world.deposit(&id, &["A", "B"]).await;
    let again = world.deposit(&id, &["B", "b", "C"]).await;
    assert_eq!(again["success_voucher_code_list"], json!(["b", "C"]));
    assert_eq!(
        again["fail_voucher_code_detail_list"][0]["voucher_code"],
        "B"
    );
    let other = world.made(flat()).await;
    let elsewhere = world.deposit(&other, &["A"]).await;
    assert_eq!(elsewhere["success_count"], 1, "codes are an activity's own");
}

#[tokio::test]
async fn d5_a_code_that_was_given_or_annulled_is_a_duplicate_still() {
    let world = World::of_orders();
    let id = world.stocked(flat(), &["A"]).await;
    world.give(&id, ALICE).await;
    assert_eq!(world.deposit(&id, &["A"]).await["fail_count"], 1);
    world.annul(&id, "A").await;
    assert_eq!(world.deposit(&id, &["A"]).await["fail_count"], 1);
    assert_eq!(count(&world, &id).await, 1);
}

#[tokio::test]
async fn d6_codes_of_the_merchants_own_are_not_brought() {
    let world = World::of_orders();
    let id = world.made(exchange()).await;
    let refused = world
        .no(
            Operation::OrderVoucherCodedeposit,
            world.to_deposit(&id, &["A"]),
        )
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
}

#[tokio::test]
async fn d7_codes_can_be_given_only_after_append() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    world.deposit(&id, &["A"]).await;
    let read = world.read(&id).await;
    assert_eq!(
        read["voucher_send_rule"].get("voucher_quantity"),
        Some(&json!(0))
    );
    assert_eq!(
        world.not_given(&id, ALICE).await.message,
        "业务异常库存不足"
    );
    world.raise(&id, 1).await;
    assert_eq!(world.give(&id, ALICE).await, "A");
}

#[tokio::test]
async fn d8_lists_keep_the_order() {
    let world = World::of_orders();
    let id = world.made(uploaded()).await;
    let codes: Vec<String> = (0..100).map(|n| format!("C{}", (n * 37) % 100)).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let answer = world.deposit(&id, &codes).await;
    assert_eq!(answer["success_voucher_code_list"], json!(codes));
}

#[tokio::test]
async fn d3_a_thousand_codes_come_at_once() {
    let world = World::of_orders();
    let id = world.made(uploaded()).await;
    let codes: Vec<String> = (0..1000).map(|n| format!("C{n}")).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    assert_eq!(world.deposit(&id, &codes).await["success_count"], 1000);
    assert_eq!(count(&world, &id).await, 1000);
}

#[tokio::test]
async fn n1_everything_that_came_is_counted() {
    let world = World::of_orders();
    let id = world.stocked(flat(), &["A", "B", "C"]).await;
    assert_eq!(count(&world, &id).await, 3);
    let code = world.give(&id, ALICE).await;
    assert_eq!(count(&world, &id).await, 3);
    world.annul(&id, &code).await;
    assert_eq!(count(&world, &id).await, 3);
    let refused = world
        .refusal_to(
            stranger(),
            Operation::OrderVoucherCodecount,
            &json!({ "activity_id": id }),
        )
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    assert_eq!(refused.message, NO_ACTIVITY);
}

#[tokio::test]
async fn n2_codes_of_the_merchants_own_are_not_counted() {
    let world = World::of_orders();
    let id = world.made(exchange()).await;
    world.hand(&id, "OWN-1", ALICE).await;
    assert_eq!(count(&world, &id).await, 0);
}

#[tokio::test]
async fn d1_codes_come_until_the_activity_is_stopped() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    world.go_to("2026-12-05 00:00:00").await;
    assert_eq!(world.deposit(&id, &["LATE"]).await["success_count"], 1);
    world.finish(&id).await;
    let refused = world
        .no(
            Operation::OrderVoucherCodedeposit,
            world.to_deposit(&id, &["A"]),
        )
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    assert_eq!(refused.message, NO_ACTIVITY);
}
