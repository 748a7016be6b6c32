//! Section 1.2: a request number answers once, and then always the same.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{ALICE, BOB, OWNER, World, body, body_with, isv, owner, prepaid, set};

/// Asks twice with one body, and expects one answer.
async fn twice(world: &World, operation: Operation, body: Value) -> Value {
    let first = world.ok(operation, body.clone()).await;
    world.settle().await;
    assert_eq!(world.ok(operation, body).await, first, "{operation:?}");
    world.settle().await;
    first
}

/// Asks with the number of `body` and other contents.
async fn reused(world: &World, operation: Operation, body: &Value, path: &str, value: Value) {
    let mut other = body.clone();
    set(&mut other, path, value);
    let refused = world.no(operation, other).await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    assert!(
        refused.message.contains("外部业务单号重复"),
        "{}",
        refused.message
    );
}

#[tokio::test]
async fn v1_2_the_same_create_is_answered_again() {
    let world = World::new();
    let body = body_with(&[("out_biz_no", json!("CRT-1"))]);
    twice(&world, Operation::VoucherCreate, body.clone()).await;
    let name = "activity_base_info/activity_name";
    reused(&world, Operation::VoucherCreate, &body, name, json!("别的")).await;
    let text = "voucher_display_pattern_info/voucher_description";
    reused(&world, Operation::VoucherCreate, &body, text, json!("别的")).await;
}

#[tokio::test]
async fn v1_2_the_same_publish_is_answered_again() {
    let world = World::new();
    world
        .engine
        .provision(crate::world::merchant(OWNER), crate::world::yuan("1000"))
        .await
        .unwrap();
    let id = world.create(prepaid(OWNER)).await;
    let body = world.order(&id);
    let answer = twice(&world, Operation::VoucherPublish, body.clone()).await;
    assert!(answer["recharge_url"].is_string());
    let account = world
        .engine
        .account(crate::world::merchant(OWNER))
        .await
        .unwrap();
    assert_eq!(account.balance, crate::world::yuan("500"));
    let mode = json!("AGENCY_MODE");
    reused(
        &world,
        Operation::VoucherPublish,
        &body,
        "merchant_access_mode",
        mode,
    )
    .await;
}

#[tokio::test]
async fn v1_2_the_same_append_is_answered_again() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = world.to_append(&id, 2000);
    twice(&world, Operation::VoucherAppend, body.clone()).await;
    reused(
        &world,
        Operation::VoucherAppend,
        &body,
        "voucher_quantity",
        json!(3000),
    )
    .await;
}

#[tokio::test]
async fn v1_2_the_same_modify_is_answered_again() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = world.to_rename(&id);
    twice(&world, Operation::VoucherModify, body.clone()).await;
    let name = "activity_base_info/activity_name";
    reused(&world, Operation::VoucherModify, &body, name, json!("别的")).await;
}

#[tokio::test]
async fn v1_2_the_same_stop_is_answered_again() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = world.order(&id);
    twice(&world, Operation::VoucherStop, body.clone()).await;
    let mode = json!("AGENCY_MODE");
    reused(
        &world,
        Operation::VoucherStop,
        &body,
        "merchant_access_mode",
        mode,
    )
    .await;
}

#[tokio::test]
async fn v1_2_the_same_send_is_answered_again() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = world.to_send(&id, ALICE);
    twice(&world, Operation::VoucherSend, body.clone()).await;
    assert_eq!(world.query(&id).await["summary"]["publish_count"], 1);
    reused(&world, Operation::VoucherSend, &body, "user_id", json!(BOB)).await;
}

#[tokio::test]
async fn v1_2_a_replay_is_answered_before_any_state_check() {
    let world = World::new();
    let creation = body_with(&[("out_biz_no", json!("CRT-1"))]);
    let made = world.ok(Operation::VoucherCreate, creation.clone()).await;
    let id = made["activity_id"].as_str().unwrap();
    let publication = world.order(id);
    let published = world
        .ok(Operation::VoucherPublish, publication.clone())
        .await;
    world.settle().await;
    let sending = world.to_send(id, ALICE);
    let sent = world.ok(Operation::VoucherSend, sending.clone()).await;
    let growth = world.to_append(id, 2000);
    let appended = world.ok(Operation::VoucherAppend, growth.clone()).await;
    world.settle().await;
    let renaming = world.to_rename(id);
    let modified = world.ok(Operation::VoucherModify, renaming.clone()).await;
    world.settle().await;
    let stopping = world.order(id);
    let stopped = world.ok(Operation::VoucherStop, stopping.clone()).await;
    world.go_to("2027-06-01 00:00:00").await;
    for (operation, body, answer) in [
        (Operation::VoucherCreate, &creation, &made),
        (Operation::VoucherPublish, &publication, &published),
        (Operation::VoucherSend, &sending, &sent),
        (Operation::VoucherAppend, &growth, &appended),
        (Operation::VoucherModify, &renaming, &modified),
        (Operation::VoucherStop, &stopping, &stopped),
    ] {
        assert_eq!(
            world.ok(operation, body.clone()).await,
            *answer,
            "{operation:?}"
        );
    }
}

#[tokio::test]
async fn v1_2_a_replay_is_answered_although_its_user_became_unknown() {
    let world = World::new();
    let id = world.active(body()).await;
    let sending = world.to_send(&id, "2088999999999999");
    let sent = world.ok(Operation::VoucherSend, sending.clone()).await;
    world
        .registry
        .put(&[quan_engine::registry::Entry::UsersOpen(false)])
        .unwrap();
    assert_eq!(world.ok(Operation::VoucherSend, sending).await, sent);
}

#[tokio::test]
async fn v1_2_a_failed_call_does_not_consume_its_number() {
    let world = World::new();
    let id = world.create(body()).await;
    let sending = world.to_send(&id, ALICE);
    let code = world.code(Operation::VoucherSend, sending.clone()).await;
    assert_eq!(code, "ACTIVITY_NOT_ACTIVE");
    world.publish(&id).await;
    world.ok(Operation::VoucherSend, sending).await;
}

#[tokio::test]
async fn v1_2_a_number_belongs_to_its_operation_and_its_activity() {
    let world = World::new();
    let one = world.active(body()).await;
    let other = world.active(body()).await;
    let mut vouchers = Vec::new();
    for id in [&one, &other] {
        let mut sending = world.to_send(id, ALICE);
        sending["out_biz_no"] = json!("SAME");
        vouchers.push(world.ok(Operation::VoucherSend, sending).await);
        let mut growth = world.to_append(id, 2000);
        growth["out_biz_no"] = json!("SAME");
        world.ok(Operation::VoucherAppend, growth).await;
        world.settle().await;
    }
    assert_ne!(vouchers[0], vouchers[1]);
}

#[tokio::test]
async fn v1_2_the_number_of_a_creation_belongs_to_the_calling_merchant() {
    let world = World::new();
    let body = body_with(&[("out_biz_no", json!("SAME"))]);
    let ours = world
        .answer_to(owner(), Operation::VoucherCreate, &body)
        .await;
    let theirs = world
        .answer_to(isv(), Operation::VoucherCreate, &body)
        .await;
    assert_ne!(ours, theirs);
}

#[tokio::test]
async fn v1_2_requests_that_mean_the_same_are_the_same() {
    let world = World::new();
    let plain = body_with(&[("out_biz_no", json!("CRT-1"))]);
    let rules = "voucher_send_mode_info/voucher_send_rule_info";
    let spelt = body_with(&[
        ("out_biz_no", json!("CRT-1")),
        ("merchant_access_mode", json!("SELF_MODE")),
        (&format!("{rules}/quantity"), json!("1000")),
        (&format!("{rules}/real_name_limit"), json!(false)),
        (&format!("{rules}/quantity_limit_per_user"), json!(0)),
        (
            "voucher_available_scope_info/voucher_available_account_info/available_pids",
            json!([OWNER, OWNER]),
        ),
    ]);
    let first = world.ok(Operation::VoucherCreate, plain).await;
    assert_eq!(world.ok(Operation::VoucherCreate, spelt).await, first);
}

#[tokio::test]
async fn v1_2_twins_at_once_make_one_voucher() {
    let world = std::sync::Arc::new(World::new());
    let id = world.active(body()).await;
    let sending = world.to_send(&id, ALICE);
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let (world, sending) = (std::sync::Arc::clone(&world), sending.clone());
            tokio::spawn(async move { world.ok(Operation::VoucherSend, sending).await })
        })
        .collect();
    let mut answers = Vec::new();
    for call in calls {
        answers.push(call.await.unwrap());
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(
        world.query(&id).await["voucher_inventory_info"]["send_count"],
        1
    );
}

#[tokio::test]
async fn v1_2_a_reused_number_with_other_contents_is_invalid_parameter() {
    let world = World::new();
    let id = world.active(body()).await;
    let sending = world.to_send(&id, ALICE);
    world.ok(Operation::VoucherSend, sending.clone()).await;
    let mut other = sending;
    other["user_id"] = json!(BOB);
    let refused = world.no(Operation::VoucherSend, other).await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    assert_eq!(
        refused.message,
        "参数有误|外部业务单号重复，且请求参数不一致"
    );
    assert_eq!(world.query(&id).await["summary"]["publish_count"], 1);
}
