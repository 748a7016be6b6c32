//! Section 8.6: budgets that are paid in advance.

use quan_core::RechargeId;
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{ALICE, OWNER, SPONSOR, World, activity_number, merchant, prepaid, yuan};

async fn fund(world: &World, id: &str, amount: &str) {
    world
        .engine
        .provision(merchant(id), yuan(amount))
        .await
        .unwrap();
}

async fn balance(world: &World, id: &str) -> String {
    world
        .engine
        .account(merchant(id))
        .await
        .unwrap()
        .balance
        .to_string()
}

fn recharge(id: &str, sequence: u32) -> RechargeId {
    RechargeId::new(activity_number(id), sequence)
}

fn url(answer: &Value) -> &str {
    answer["recharge_url"].as_str().unwrap()
}

#[tokio::test]
async fn v3_a_prepaid_activity_answers_where_it_is_paid() {
    let world = World::new();
    let id = world.create(prepaid(SPONSOR)).await;
    let answer = world.publish(&id).await;
    let number = activity_number(&id);
    let page = format!("https://quan.example/recharge/{number}-1");
    assert!(url(&answer).starts_with(&page), "{answer}");
}

#[tokio::test]
async fn v3_a_prepaid_activity_stays_creating_until_it_is_paid() {
    let world = World::new();
    fund(&world, SPONSOR, "600").await;
    let id = world.create(prepaid(SPONSOR)).await;
    world.publish(&id).await;
    assert_eq!(
        world.status(&id).await,
        ("INIT".into(), Some("CREATING".into()))
    );
    assert_eq!(world.not_sent(&id, ALICE).await, "ACTIVITY_NOT_ACTIVE");
    world.engine.pay_recharge(recharge(&id, 1)).await.unwrap();
    world.settle().await;
    assert_eq!(world.status(&id).await, ("ACTIVE".into(), None));
    assert_eq!(balance(&world, SPONSOR).await, "100.00");
    world.send(&id, ALICE).await;
}

#[tokio::test]
async fn v3_a_sponsor_that_pays_unasked_pays_at_once() {
    let world = World::new();
    fund(&world, OWNER, "500").await;
    let id = world.create(prepaid(OWNER)).await;
    world.publish(&id).await;
    assert_eq!(world.status(&id).await, ("ACTIVE".into(), None));
    assert_eq!(balance(&world, OWNER).await, "0.00");
}

#[tokio::test]
async fn v3_a_balance_that_does_not_suffice_leaves_the_recharge_open() {
    let world = World::new();
    fund(&world, OWNER, "499.99").await;
    let id = world.create(prepaid(OWNER)).await;
    let answer = world.publish(&id).await;
    assert!(answer["recharge_url"].is_string());
    assert_eq!(
        world.status(&id).await,
        ("INIT".into(), Some("CREATING".into()))
    );
    fund(&world, OWNER, "500").await;
    world.engine.pay_recharge(recharge(&id, 1)).await.unwrap();
    world.settle().await;
    assert_eq!(world.status(&id).await, ("ACTIVE".into(), None));
}

#[tokio::test]
async fn v3_an_unpaid_publish_lapses_after_3_days() {
    let world = World::new();
    fund(&world, SPONSOR, "500").await;
    let id = world.create(prepaid(SPONSOR)).await;
    let first = world.publish(&id).await;
    world.go_to("2026-11-08 09:59:59").await;
    assert_eq!(
        world.status(&id).await,
        ("INIT".into(), Some("CREATING".into()))
    );
    world.go_to("2026-11-08 10:00:00").await;
    assert_eq!(world.status(&id).await, ("INIT".into(), None));
    assert!(world.engine.pay_recharge(recharge(&id, 1)).await.is_err());
    assert_eq!(balance(&world, SPONSOR).await, "500.00");
    let second = world.publish(&id).await;
    assert_ne!(url(&first), url(&second));
    world.engine.pay_recharge(recharge(&id, 2)).await.unwrap();
    world.settle().await;
    assert_eq!(world.status(&id).await, ("ACTIVE".into(), None));
}

#[tokio::test]
async fn v3_a_replay_after_the_lapse_answers_the_first_address() {
    let world = World::new();
    let id = world.create(prepaid(SPONSOR)).await;
    let order = world.order(&id);
    let first = world.ok(Operation::VoucherPublish, order.clone()).await;
    world.go_to("2026-11-09 00:00:00").await;
    assert_eq!(world.ok(Operation::VoucherPublish, order).await, first);
    assert_eq!(world.status(&id).await, ("INIT".into(), None));
}

#[tokio::test]
async fn v4_a_prepaid_append_waits_for_the_difference() {
    let world = World::new();
    fund(&world, SPONSOR, "1000").await;
    let id = world.create(prepaid(SPONSOR)).await;
    world.publish(&id).await;
    world.engine.pay_recharge(recharge(&id, 1)).await.unwrap();
    world.settle().await;
    let answer = world
        .ok(Operation::VoucherAppend, world.to_append(&id, 150))
        .await;
    assert!(answer["recharge_url"].is_string());
    world.settle().await;
    assert_eq!(
        world.status(&id).await,
        ("ACTIVE".into(), Some("APPENDING".into()))
    );
    world.engine.pay_recharge(recharge(&id, 2)).await.unwrap();
    world.settle().await;
    assert_eq!(world.status(&id).await, ("ACTIVE".into(), None));
    assert_eq!(balance(&world, SPONSOR).await, "250.00");
    assert_eq!(
        world.query(&id).await["voucher_send_rule"]["voucher_quantity"],
        150
    );
}

#[tokio::test]
async fn v4_an_unpaid_append_lapses_after_3_days() {
    let world = World::new();
    fund(&world, SPONSOR, "500").await;
    let id = world.create(prepaid(SPONSOR)).await;
    world.publish(&id).await;
    world.engine.pay_recharge(recharge(&id, 1)).await.unwrap();
    world.settle().await;
    world
        .ok(Operation::VoucherAppend, world.to_append(&id, 150))
        .await;
    world.go_to("2026-11-08 10:00:00").await;
    assert_eq!(world.status(&id).await, ("ACTIVE".into(), None));
    assert_eq!(
        world.query(&id).await["voucher_send_rule"]["voucher_quantity"],
        100
    );
}

#[tokio::test]
async fn v8_6_the_sponsor_need_not_be_the_owner() {
    let world = World::new();
    fund(&world, SPONSOR, "500").await;
    let id = world.create(prepaid(SPONSOR)).await;
    world.publish(&id).await;
    world.engine.pay_recharge(recharge(&id, 1)).await.unwrap();
    world.settle().await;
    let voucher = world.send(&id, ALICE).await;
    let used = world.redeem(&voucher, ALICE, "50").await;
    assert_eq!(used.deduction, yuan("5"));
    let view = world
        .engine
        .activity(activity_number(&id))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(view.activity.owner, merchant(OWNER));
    assert_eq!(view.activity.spent, yuan("5"));
    assert_eq!(view.activity.held, yuan("495"));
}

#[tokio::test]
async fn v8_6_without_prepaid_money_no_address_is_answered() {
    let world = World::new();
    let id = world.create(crate::world::body()).await;
    assert_eq!(world.publish(&id).await, json!({}));
    let answer = world
        .ok(Operation::VoucherAppend, world.to_append(&id, 2000))
        .await;
    assert_eq!(answer, json!({}));
}

#[tokio::test]
async fn v8_6_stopping_gives_back_what_was_not_issued() {
    let world = World::new();
    fund(&world, SPONSOR, "500").await;
    let id = world.create(prepaid(SPONSOR)).await;
    world.publish(&id).await;
    world.engine.pay_recharge(recharge(&id, 1)).await.unwrap();
    world.settle().await;
    world.send(&id, ALICE).await;
    world.stop(&id).await;
    assert_eq!(balance(&world, SPONSOR).await, "495.00");
    assert!(world.engine.verify().await.unwrap().findings.is_empty());
}
