//! Section 4: the total grows.

use quan_wire::alipay::message::Operation;
use serde_json::json;

use crate::world::{World, body, body_giving};

async fn quantity(world: &World, id: &str) -> serde_json::Value {
    let answer = world.query(id).await;
    assert_eq!(
        answer["voucher_send_rule"]["voucher_quantity"],
        answer["voucher_send_mode_info"]["voucher_send_rule_info"]["quantity"]
    );
    answer["voucher_send_rule"]["voucher_quantity"].clone()
}

#[tokio::test]
async fn v4_the_quantity_is_the_new_total() {
    let world = World::new();
    let id = world.active(body()).await;
    let answer = world
        .ok(Operation::VoucherAppend, world.to_append(&id, 1500))
        .await;
    assert_eq!(answer, json!({}));
    world.settle().await;
    assert_eq!(quantity(&world, &id).await, 1500);
}

#[tokio::test]
async fn v4_only_growth_is_allowed() {
    let world = World::new();
    let id = world.active(body()).await;
    for total in [1000, 999, 1] {
        let refused = world
            .no(Operation::VoucherAppend, world.to_append(&id, total))
            .await;
        assert_eq!(refused.code, "INVALID_PARAMETER");
        let words =
            "参数有误REQUEST_PARAM_ILLEGAL|异常原因：请求参数非法|voucher_quantity 只能增加";
        assert_eq!(refused.message, words);
    }
    assert_eq!(quantity(&world, &id).await, 1000);
}

#[tokio::test]
async fn v4_at_most_99999999() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = world.to_append(&id, 100_000_000);
    assert_eq!(
        world.code(Operation::VoucherAppend, body).await,
        "INVALID_PARAMETER"
    );
    world
        .ok(Operation::VoucherAppend, world.to_append(&id, 99_999_999))
        .await;
}

#[tokio::test]
async fn v4_the_day_rule_is_not_asked_again() {
    let world = World::new();
    let rules = json!({ "quantity": 30, "max_quantity_by_day": 1 });
    let id = world.active(body_giving(rules)).await;
    world
        .ok(Operation::VoucherAppend, world.to_append(&id, 31))
        .await;
}

#[tokio::test]
async fn v4_the_quantity_is_required() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = world.order(&id);
    assert_eq!(
        world.code(Operation::VoucherAppend, body).await,
        "INVALID_PARAMETER"
    );
}

#[tokio::test]
async fn v4_an_unknown_activity_is_invalid_parameter() {
    let world = World::new();
    let body = world.to_append("2026110500826004000000000777", 10);
    assert_eq!(
        world.code(Operation::VoucherAppend, body).await,
        "INVALID_PARAMETER"
    );
}

#[tokio::test]
async fn v4_an_ended_activity_is_named_expired() {
    let world = World::new();
    let id = world.stopped(body()).await;
    let refused = world
        .no(Operation::VoucherAppend, world.to_append(&id, 2000))
        .await;
    assert_eq!(
        refused.message,
        "参数有误ACTIVITY_EXPIRED|异常原因：活动已过期"
    );
}
