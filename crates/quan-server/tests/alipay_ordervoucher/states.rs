//! Append and stop, and which operation goes in which state.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::base::BOB;
use crate::world::{
    ALICE, NO_ACTIVITY, RUNNING, Refused, World, activity_number, exchange, flat, nested, sold,
    stranger, uploaded,
};

async fn not_raised(world: &World, id: &str, quantity: usize) -> Refused {
    world
        .no(Operation::OrderVoucherAppend, world.to_raise(id, quantity))
        .await
}

async fn not_stopped(world: &World, id: &str) -> Refused {
    world.no(Operation::OrderVoucherStop, world.order(id)).await
}

async fn quantity(world: &World, id: &str) -> Value {
    world.read(id).await["voucher_send_mode_info"]["voucher_send_rule_info"]["quantity"].clone()
}

#[tokio::test]
async fn a1_what_is_not_there_or_not_theirs_does_not_grow() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    assert_eq!(
        not_raised(&world, "2026110500826004000000000099", 5)
            .await
            .message,
        NO_ACTIVITY
    );
    let body = world.to_raise(&id, 200);
    let refused = world
        .refusal_to(stranger(), Operation::OrderVoucherAppend, &body)
        .await;
    assert_eq!(refused.message, NO_ACTIVITY);
}

#[tokio::test]
async fn a2_an_append_is_answered_again() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    let body = world.to_raise(&id, 200);
    for _ in 0..2 {
        world.ok(Operation::OrderVoucherAppend, body.clone()).await;
        world.settle().await;
    }
    world.raise(&id, 300).await;
    world.finish(&id).await;
    world.ok(Operation::OrderVoucherAppend, body).await;
    assert_eq!(quantity(&world, &id).await, 300);
}

#[tokio::test]
async fn a3_the_total_is_said() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    world.raise(&id, 101).await;
    assert_eq!(quantity(&world, &id).await, 101);
}

#[tokio::test]
async fn a4_the_total_only_grows() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    for quantity in [99, 100] {
        assert_eq!(
            not_raised(&world, &id, quantity).await.code,
            "INVALID_PARAMETER"
        );
    }
}

#[tokio::test]
async fn a5_the_total_has_a_bound() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    assert_eq!(
        not_raised(&world, &id, 1_000_000).await.code,
        "INVALID_PARAMETER"
    );
    world.raise(&id, 999_999).await;
}

#[tokio::test]
async fn a6_the_total_is_the_number_of_codes() {
    let world = World::of_orders();
    let id = world.made(uploaded()).await;
    assert_eq!(not_raised(&world, &id, 1).await.code, "INVALID_PARAMETER");
    world.deposit(&id, &["A", "B"]).await;
    for quantity in [1, 3] {
        assert_eq!(
            not_raised(&world, &id, quantity).await.code,
            "INVALID_PARAMETER"
        );
    }
    world.raise(&id, 2).await;
    world.deposit(&id, &["C"]).await;
    world.give(&id, ALICE).await;
    assert_eq!(not_raised(&world, &id, 2).await.code, "INVALID_PARAMETER");
    world.raise(&id, 3).await;
    assert_eq!(quantity(&world, &id).await, 3);
}

#[tokio::test]
async fn a7_what_is_over_does_not_grow() {
    let world = World::of_orders();
    let (stopped, over) = (world.made(nested()).await, world.made(nested()).await);
    world.finish(&stopped).await;
    assert_eq!(not_raised(&world, &stopped, 200).await.code, "BIZ_ERROR");
    world.go_to("2026-12-01 00:00:00").await;
    assert_eq!(not_raised(&world, &over, 200).await.code, "BIZ_ERROR");
}

#[tokio::test]
async fn a8_nothing_grows_while_something_else_is_under_way() {
    let world = World::of_orders_by_hand();
    let id = world.asked_for(nested()).await;
    assert_eq!(not_raised(&world, &id, 200).await.message, RUNNING);
    world.engine.complete(activity_number(&id)).await.unwrap();
    let first = world.to_raise(&id, 200);
    world.ok(Operation::OrderVoucherAppend, first.clone()).await;
    assert_eq!(not_raised(&world, &id, 300).await.message, RUNNING);
    world.ok(Operation::OrderVoucherAppend, first).await;
}

#[tokio::test]
async fn a9_the_old_total_counts_until_it_is_done() {
    let world = World::of_orders_by_hand();
    let id = world.asked_for(uploaded()).await;
    let number = activity_number(&id);
    world.engine.complete(number).await.unwrap();
    world.deposit(&id, &["A"]).await;
    world
        .ok(Operation::OrderVoucherAppend, world.to_raise(&id, 1))
        .await;
    assert_eq!(
        world.state(&id).await,
        (json!("ACTIVE"), json!("APPENDING"))
    );
    assert_eq!(
        world.not_given(&id, ALICE).await.message,
        "业务异常库存不足"
    );
    assert_eq!(quantity(&world, &id).await, 0);
    world.engine.complete(number).await.unwrap();
    world.give(&id, ALICE).await;
}

#[tokio::test]
async fn t1_what_is_not_there_or_not_theirs_is_not_stopped() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    assert_eq!(
        not_stopped(&world, "2026110500826004000000000099")
            .await
            .message,
        NO_ACTIVITY
    );
    let body = world.order(&id);
    let refused = world
        .refusal_to(stranger(), Operation::OrderVoucherStop, &body)
        .await;
    assert_eq!(refused.message, NO_ACTIVITY);
}

#[tokio::test]
async fn t2_a_stop_is_answered_again() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    let body = world.order(&id);
    for _ in 0..2 {
        assert_eq!(
            world.ok(Operation::OrderVoucherStop, body.clone()).await,
            json!({})
        );
        world.settle().await;
    }
}

#[tokio::test]
async fn t3_nothing_stops_while_something_else_is_under_way() {
    let world = World::of_orders_by_hand();
    let id = world.asked_for(nested()).await;
    assert_eq!(not_stopped(&world, &id).await.message, RUNNING);
    world.engine.complete(activity_number(&id)).await.unwrap();
    world
        .ok(Operation::OrderVoucherAppend, world.to_raise(&id, 200))
        .await;
    assert_eq!(not_stopped(&world, &id).await.message, RUNNING);
}

#[tokio::test]
async fn t4_what_is_stopped_is_not_stopped_again() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    world.finish(&id).await;
    assert_eq!(not_stopped(&world, &id).await.code, "BIZ_ERROR");
    // One whose window is over can be stopped.
    let id = world.made(nested()).await;
    world.go_to("2026-12-05 00:00:00").await;
    world.finish(&id).await;
}

#[tokio::test]
async fn t5_nothing_is_given_once_the_stop_is_accepted() {
    let world = World::of_orders_by_hand();
    let id = world.asked_for(uploaded()).await;
    let number = activity_number(&id);
    world.engine.complete(number).await.unwrap();
    world.deposit(&id, &["A", "B"]).await;
    world
        .ok(Operation::OrderVoucherAppend, world.to_raise(&id, 2))
        .await;
    world.engine.complete(number).await.unwrap();
    let code = world.give(&id, ALICE).await;
    world
        .ok(Operation::OrderVoucherStop, world.order(&id))
        .await;
    assert_eq!(world.not_given(&id, BOB).await.code, "BIZ_ERROR");
    assert_eq!(world.take(&id, &code).await, 0);
    world.engine.complete(number).await.unwrap();
    assert_eq!(world.not_given(&id, BOB).await.code, "BIZ_ERROR");
    assert_eq!(world.undo(&id, &code).await, 1);
    world.annul(&id, &code).await;
}

#[tokio::test]
async fn t6_a_stop_is_for_good() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    world.finish(&id).await;
    assert_eq!(not_raised(&world, &id, 200).await.code, "BIZ_ERROR");
    world.change(&id, json!({ "activity_name": "改名" })).await;
    assert_eq!(world.state(&id).await.0, "FINISHED");
}

#[tokio::test]
async fn g15_giving_goes_on_while_something_is_modified_or_appended() {
    let world = World::of_orders_by_hand();
    let id = world.asked_for(exchange()).await;
    let number = activity_number(&id);
    // Nothing is given of what is not there yet.
    let told = world.handed(world.to_hand(&id, "EARLY", ALICE)).await;
    assert_eq!(told["error_code"], "BIZ_ERROR");
    world.engine.complete(number).await.unwrap();
    let change = world.to_change(&id, json!({ "activity_name": "一" }));
    world.ok(Operation::OrderVoucherModify, change).await;
    world.hand(&id, "A", ALICE).await;
    world.engine.complete(number).await.unwrap();
    world
        .ok(Operation::OrderVoucherAppend, world.to_raise(&id, 200))
        .await;
    world.hand(&id, "B", ALICE).await;
    world.engine.complete(number).await.unwrap();
    world
        .ok(Operation::OrderVoucherStop, world.order(&id))
        .await;
    let told = world.handed(world.to_hand(&id, "LATE", ALICE)).await;
    assert_eq!(told["error_code"], "BIZ_ERROR");
}

#[tokio::test]
async fn g15_nothing_is_sold_outside_the_window() {
    let world = World::of_orders();
    let id = world.made(sold()).await;
    world.go_to("2026-12-01 00:00:00").await;
    assert_eq!(world.not_bought(&id).await.code, "BIZ_ERROR");
    let coming = crate::world::with(
        flat(),
        &[
            ("publish_start_time", json!("2026-12-10 00:00:00")),
            ("publish_end_time", json!("2026-12-20 00:00:00")),
            (
                "voucher_use_rule/voucher_valid_period/valid_begin_time",
                json!("2026-12-10 00:00:00"),
            ),
        ],
    );
    let id = world.stocked(coming, &["A"]).await;
    assert_eq!(
        world.not_given(&id, ALICE).await.message,
        "业务异常活动未开始"
    );
    world.go_to("2026-12-10 00:00:00").await;
    world.give(&id, ALICE).await;
}
