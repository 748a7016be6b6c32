//! Section 7.1: what is asked before a voucher is issued, in this order.

use quan_wire::alipay::message::Operation;
use serde_json::json;

use crate::world::{ALICE, ALICE_OPEN, BOB, World, activity_number, body, body_giving, stranger};

#[tokio::test]
async fn v7_1_success_answers_the_id_of_the_voucher_issued_now() {
    let world = World::new();
    let id = world.active(body()).await;
    let first = world.send(&id, ALICE).await;
    let second = world.send(&id, ALICE).await;
    assert_eq!(first.len(), 28);
    assert!(first.starts_with("2026110500073002"), "{first}");
    assert_ne!(first, second);
    let answer = world.query(&id).await;
    assert_eq!(answer["voucher_inventory_info"]["send_count"], 2);
}

#[tokio::test]
async fn v7_1_an_open_id_is_resolved_in_the_callers_app() {
    let world = World::new();
    let id = world.active(body()).await;
    let mut body = world.to_send(&id, ALICE);
    body["user_id"] = json!("");
    body["open_id"] = json!(ALICE_OPEN);
    let answer = world.ok(Operation::VoucherSend, body).await;
    let voucher = crate::world::voucher_number(answer["voucher_id"].as_str().unwrap());
    let voucher = world.engine.voucher(voucher).await.unwrap().unwrap();
    assert_eq!(voucher.user.as_str(), ALICE);
}

#[tokio::test]
async fn v7_1_user_id_and_open_id_may_both_be_given_when_they_agree() {
    let world = World::new();
    let id = world.active(body()).await;
    let mut both = world.to_send(&id, ALICE);
    both["open_id"] = json!(ALICE_OPEN);
    world.ok(Operation::VoucherSend, both).await;
    let mut disagree = world.to_send(&id, BOB);
    disagree["open_id"] = json!(ALICE_OPEN);
    assert_eq!(
        world.code(Operation::VoucherSend, disagree).await,
        "INVALID_PARAMETER"
    );
    let mut other_name = world.to_send(&id, ALICE);
    other_name["open_id"] = json!("some-other-open-id");
    assert_eq!(
        world.code(Operation::VoucherSend, other_name).await,
        "INVALID_PARAMETER"
    );
}

#[tokio::test]
async fn v7_1_no_user_is_invalid_parameter() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = json!({ "activity_id": id, "out_biz_no": "S-1" });
    assert_eq!(
        world.code(Operation::VoucherSend, body).await,
        "INVALID_PARAMETER"
    );
}

#[tokio::test]
async fn v7_1_an_unknown_user_is_invalid_parameter() {
    let world = World::new();
    let id = world.active(body()).await;
    assert_eq!(world.not_sent(&id, "nobody").await, "INVALID_PARAMETER");
    // With open users, whoever has a well-formed number is one.
    world.send(&id, "2088999999999999").await;
    world
        .registry
        .put(&[quan_engine::registry::Entry::UsersOpen(false)])
        .unwrap();
    assert_eq!(
        world.not_sent(&id, "2088999999999999").await,
        "INVALID_PARAMETER"
    );
    world.send(&id, ALICE).await;
}

#[tokio::test]
async fn v7_1_an_unknown_activity_is_invalid_parameter() {
    let world = World::new();
    let id = world.active(body()).await;
    for unknown in [
        "x",
        "2026110500826004999999999999",
        &id.replace("20261105", "20261104"),
    ] {
        assert_eq!(
            world.not_sent(unknown, ALICE).await,
            "INVALID_PARAMETER",
            "{unknown}"
        );
    }
}

#[tokio::test]
async fn v7_1_an_unrelated_caller_is_invalid_parameter() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = world.to_send(&id, ALICE);
    let refused = world
        .refusal_to(stranger(), Operation::VoucherSend, &body)
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
}

#[tokio::test]
async fn v7_1_before_activation_activity_not_active() {
    let world = World::manual();
    let id = world.create(body()).await;
    let refused = world
        .no(Operation::VoucherSend, world.to_send(&id, ALICE))
        .await;
    assert_eq!(
        (refused.code, &*refused.message),
        ("ACTIVITY_NOT_ACTIVE", "活动未激活")
    );
    world.publish(&id).await;
    assert_eq!(
        world.status(&id).await,
        ("INIT".into(), Some("CREATING".into()))
    );
    assert_eq!(world.not_sent(&id, ALICE).await, "ACTIVITY_NOT_ACTIVE");
    world.engine.complete(activity_number(&id)).await.unwrap();
    world.send(&id, ALICE).await;
}

#[tokio::test]
async fn v7_1_paused_activity_not_active() {
    let world = World::new();
    let id = world.active(body()).await;
    world.engine.pause(activity_number(&id)).await.unwrap();
    assert_eq!(world.not_sent(&id, ALICE).await, "ACTIVITY_NOT_ACTIVE");
    world.engine.resume(activity_number(&id)).await.unwrap();
    world.send(&id, ALICE).await;
}

#[tokio::test]
async fn v7_1_stopped_by_the_merchant() {
    let world = World::new();
    let id = world.stopped(body()).await;
    let refused = world
        .no(Operation::VoucherSend, world.to_send(&id, ALICE))
        .await;
    assert_eq!(
        (refused.code, &*refused.message),
        ("ACTIVITY_IS_STOPED", "活动已停止")
    );
    // That it also ended since changes nothing: stopped is asked first.
    world.go_to("2027-01-01 00:00:00").await;
    assert_eq!(world.not_sent(&id, ALICE).await, "ACTIVITY_IS_STOPED");
}

#[tokio::test]
async fn v7_1_before_the_start() {
    let world = World::new();
    let start = json!({ "publish_start_time": "2026-11-06 00:00:00" });
    let id = world.active(body_giving(start)).await;
    let refused = world
        .no(Operation::VoucherSend, world.to_send(&id, ALICE))
        .await;
    assert_eq!(
        (refused.code, &*refused.message),
        ("ACTIVITY_NOT_START", "活动未开始")
    );
    world.go_to("2026-11-06 00:00:00").await;
    world.send(&id, ALICE).await;
}

#[tokio::test]
async fn v7_1_after_the_end() {
    let world = World::new();
    let id = world.active(body()).await;
    world.go_to("2026-11-30 23:59:59").await;
    world.send(&id, ALICE).await;
    world.go_to("2026-12-01 00:00:00").await;
    let refused = world
        .no(Operation::VoucherSend, world.to_send(&id, ALICE))
        .await;
    assert_eq!(
        (refused.code, &*refused.message),
        ("ACTIVITY_IS_END", "活动已结束")
    );
}

#[tokio::test]
async fn v7_1_real_name_is_asked_before_caps_and_budget() {
    let world = World::new();
    let rules = json!({ "real_name_limit": true, "quantity": 1, "quantity_limit_per_user": 1 });
    let id = world.active(body_giving(rules)).await;
    assert_eq!(world.not_sent(&id, BOB).await, "INVALID_PARAMETER");
    world.send(&id, ALICE).await;
    assert_eq!(world.not_sent(&id, BOB).await, "INVALID_PARAMETER");
}

#[tokio::test]
async fn v7_1_caps_are_asked_before_the_budget() {
    let world = World::new();
    let rules = json!({ "quantity": 1, "quantity_limit_per_user": 1 });
    let id = world.active(body_giving(rules)).await;
    world.send(&id, ALICE).await;
    let refused = world
        .no(Operation::VoucherSend, world.to_send(&id, ALICE))
        .await;
    assert_eq!(
        (refused.code, &*refused.message),
        ("COUNT_OVER_LIMIT", "次数超过限制")
    );
    let refused = world
        .no(Operation::VoucherSend, world.to_send(&id, BOB))
        .await;
    assert_eq!(
        (refused.code, &*refused.message),
        ("BUDGET_NOT_ENOUGH", "预算不足")
    );
}

#[tokio::test]
async fn v7_1_never_more_than_the_quantity_is_issued_concurrently() {
    let world = std::sync::Arc::new(World::new());
    let id = world.active(body_giving(json!({ "quantity": 10 }))).await;
    let calls = (0..40).map(|user| {
        let (world, id) = (std::sync::Arc::clone(&world), id.clone());
        tokio::spawn(async move {
            let body = world.to_send(&id, &format!("20880000{user:08}"));
            let caller = crate::world::owner();
            matches!(
                world.outcome(caller, Operation::VoucherSend, &body).await,
                quan_server::alipay::Outcome::Answer(_)
            )
        })
    });
    let mut issued = 0;
    for call in calls.collect::<Vec<_>>() {
        issued += u32::from(call.await.unwrap());
    }
    assert_eq!(issued, 10);
    assert_eq!(
        world.query(&id).await["voucher_inventory_info"]["send_count"],
        10
    );
}
