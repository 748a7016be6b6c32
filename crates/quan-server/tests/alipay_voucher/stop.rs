//! Section 7.2: an activity is closed.

use quan_wire::alipay::message::Operation;
use serde_json::json;

use crate::world::{ALICE, World, body};

#[tokio::test]
async fn v7_2_nothing_is_issued_any_more() {
    let world = World::new();
    let id = world.active(body()).await;
    let answer = world.ok(Operation::VoucherStop, world.order(&id)).await;
    assert_eq!(answer, json!({}));
    world.settle().await;
    assert_eq!(world.status(&id).await, ("FINISHED".into(), None));
    assert_eq!(world.not_sent(&id, ALICE).await, "ACTIVITY_IS_STOPED");
}

#[tokio::test]
async fn v7_2_vouchers_that_were_issued_stay_usable() {
    let world = World::new();
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    world.stop(&id).await;
    world.redeem(&voucher, ALICE, "100").await;
}

#[tokio::test]
async fn v7_2_a_stopped_activity_is_not_stopped_again() {
    let world = World::new();
    let id = world.stopped(body()).await;
    assert_eq!(
        world.code(Operation::VoucherStop, world.order(&id)).await,
        "INVALID_PARAMETER"
    );
}

#[tokio::test]
async fn v7_2_an_unknown_activity_is_invalid_parameter() {
    let world = World::new();
    let body = world.order("2026110500826004000000000777");
    assert_eq!(
        world.code(Operation::VoucherStop, body).await,
        "INVALID_PARAMETER"
    );
}
