//! Section 3: an activity is opened.

use quan_wire::alipay::message::Operation;
use serde_json::json;

use crate::world::{ALICE, World, at, body};

#[tokio::test]
async fn v3_without_prepaid_money_an_activity_is_active_shortly_after() {
    let world = World::new();
    let id = world.create(body()).await;
    let answer = world.publish(&id).await;
    assert_eq!(answer, json!({}));
    assert_eq!(world.status(&id).await, ("ACTIVE".into(), None));
    world.send(&id, ALICE).await;
}

#[tokio::test]
async fn v3_an_unknown_activity_is_invalid_parameter() {
    let world = World::new();
    let body = world.order("2026110500826004000000000777");
    assert_eq!(
        world.code(Operation::VoucherPublish, body).await,
        "INVALID_PARAMETER"
    );
}

#[tokio::test]
async fn v3_a_window_that_is_over_is_a_biz_error() {
    let world = World::new();
    let id = world.create(body()).await;
    world.clock.set(at("2026-12-01 00:00:00"));
    let refused = world.no(Operation::VoucherPublish, world.order(&id)).await;
    assert_eq!(refused.code, "BIZ_ERROR");
    assert!(
        refused.message.starts_with("业务异常|异常原因："),
        "{}",
        refused.message
    );
}

#[tokio::test]
async fn v3_publishing_twice_is_a_biz_error() {
    let world = World::new();
    let id = world.active(body()).await;
    assert_eq!(
        world
            .code(Operation::VoucherPublish, world.order(&id))
            .await,
        "BIZ_ERROR"
    );
}
