//! Section 9.7, and what section 10 says about who is told what.

use std::collections::HashSet;

use quan_core::{AppId, Event};
use quan_engine::{NoticeFilter, Page, PassKind};
use quan_wire::alipay::message::Operation;
use serde_json::json;

use crate::world::{
    ALICE, CLIENT_APP, OWNER, OWNER_APP, STRANGER_APP, WEB_APP, World, body, stranger,
};

fn subscribe(world: &World, apps: &[&str]) {
    let apps: HashSet<_> = apps.iter().map(|app| AppId::parse(app).unwrap()).collect();
    world.engine.subscribe(apps);
}

/// What was told so far, the oldest first, with the receiver and the number of
/// the request.
async fn told(world: &World) -> Vec<(String, &'static str, String)> {
    let listed = world
        .engine
        .notices(NoticeFilter::default(), Page::first(100))
        .await
        .unwrap();
    let mut all: Vec<_> = listed.items.into_iter().map(|view| view.notice).collect();
    all.sort_by_key(|notice| (notice.happened_at, notice.id));
    let told = all.into_iter().map(|notice| {
        let (event, number) = match notice.event {
            Event::Published(number) => ("created", number.to_string()),
            Event::Modified(number) => ("modified", number.to_string()),
            Event::Appended(number) => ("appended", number.to_string()),
            Event::Stopped(number) => ("stopped", number.to_string()),
            Event::Redeemed { voucher, .. } => ("used", voucher.to_string()),
            Event::Received { .. } => ("received", String::new()),
            Event::Expired { .. } => ("expired", String::new()),
            Event::CodeWanted { sale }
            | Event::RefundWanted { sale }
            | Event::SaleDelivered { sale }
            | Event::SaleRefunded { sale } => ("sale", sale.to_string()),
        };
        (notice.receiver.to_string(), event, number)
    });
    told.collect()
}

#[tokio::test]
async fn v9_7_the_default_receiver_is_the_app_that_made_the_activity() {
    let world = World::new();
    let id = world.active(body()).await;
    let answer = world
        .ok(Operation::MessageQuery, json!({ "activity_id": id }))
        .await;
    assert_eq!(answer["notify_appid"], OWNER_APP);
    assert_eq!(answer["merchant_id"], OWNER);
    assert_eq!(answer["activity_id"], id.as_str());
}

#[tokio::test]
async fn v9_7_bind_sends_messages_to_another_app() {
    let world = World::new();
    subscribe(&world, &[OWNER_APP, WEB_APP]);
    let id = world.active(body()).await;
    let bind = json!({ "activity_id": id, "merchant_id": OWNER, "notify_appid": WEB_APP });
    let answer = world.ok(Operation::MessageBind, bind).await;
    assert_eq!(answer["notify_appid"], WEB_APP);
    assert_eq!(answer["update_time"], "2026-11-05 10:00:00");
    let answer = world
        .ok(Operation::MessageQuery, json!({ "activity_id": id }))
        .await;
    assert_eq!(answer["notify_appid"], WEB_APP);
    world.stop(&id).await;
    let told = told(&world).await;
    assert_eq!(
        told.last().map(|(app, event, _)| (app.as_str(), *event)),
        Some((WEB_APP, "stopped"))
    );
}

#[tokio::test]
async fn v9_7_unknown_and_strange_apps_are_refused() {
    let world = World::new();
    let id = world.active(body()).await;
    for app in ["2021999999999999", CLIENT_APP, STRANGER_APP] {
        let bind = json!({ "activity_id": id, "notify_appid": app });
        assert_eq!(
            world.code(Operation::MessageBind, bind).await,
            "INVALID_PARAMETER",
            "{app}"
        );
    }
    let bind = json!({ "activity_id": id, "notify_appid": STRANGER_APP });
    let refused = world
        .refusal_to(stranger(), Operation::MessageBind, &bind)
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
}

#[tokio::test]
async fn v10_each_operation_is_told_once_with_its_number() {
    let world = World::new();
    subscribe(&world, &[OWNER_APP]);
    let id = world.create(body()).await;
    assert!(
        told(&world).await.is_empty(),
        "nothing is told of a creation"
    );
    for (operation, body) in [
        (Operation::VoucherPublish, world.order(&id)),
        (Operation::VoucherModify, world.to_rename(&id)),
        (Operation::VoucherAppend, world.to_append(&id, 2000)),
        (Operation::VoucherStop, world.order(&id)),
    ] {
        world.ok(operation, body.clone()).await;
        world.settle().await;
        world.ok(operation, body.clone()).await;
        world.settle().await;
        let told = told(&world).await;
        let last = told.last().unwrap();
        assert_eq!(
            last.2,
            body["out_biz_no"].as_str().unwrap(),
            "{operation:?}"
        );
    }
    let events: Vec<_> = told(&world)
        .await
        .into_iter()
        .map(|(_, event, _)| event)
        .collect();
    assert_eq!(events, ["created", "modified", "appended", "stopped"]);
}

#[tokio::test]
async fn v10_nothing_is_told_before_it_is_done() {
    let world = World::manual();
    subscribe(&world, &[OWNER_APP]);
    let id = world.create(body()).await;
    world.publish(&id).await;
    assert!(told(&world).await.is_empty());
    world
        .engine
        .complete(crate::world::activity_number(&id))
        .await
        .unwrap();
    assert_eq!(told(&world).await.len(), 1);
}

#[tokio::test]
async fn v10_a_use_is_told() {
    let world = World::new();
    subscribe(&world, &[OWNER_APP]);
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    world.redeem(&voucher, ALICE, "100").await;
    let told = told(&world).await;
    assert_eq!(told.last().unwrap().1, "used");
}

#[tokio::test]
async fn v10_receipt_and_end_of_vouchers_are_told() {
    let world = World::new();
    subscribe(&world, &[OWNER_APP]);
    let id = world.active(body()).await;
    let used = world.send(&id, ALICE).await;
    world.send(&id, ALICE).await;
    let passes = world.engine.told_by_vouchers(10).await.unwrap();
    let received: Vec<_> = passes
        .iter()
        .filter(|pass| pass.kind == PassKind::Received)
        .collect();
    assert_eq!(
        received
            .iter()
            .map(|pass| pass.vouchers.len())
            .sum::<usize>(),
        2
    );
    world.redeem(&used, ALICE, "100").await;
    world.go_to("2027-01-01 00:00:00").await;
    let passes = world.engine.told_by_vouchers(10).await.unwrap();
    let expired: Vec<_> = passes
        .iter()
        .filter(|pass| pass.kind == PassKind::Expired)
        .collect();
    assert_eq!(
        expired
            .iter()
            .map(|pass| pass.vouchers.len())
            .sum::<usize>(),
        1
    );
}

#[tokio::test]
async fn v10_nothing_is_told_of_a_lapse_or_of_the_end_of_the_window() {
    let world = World::new();
    subscribe(&world, &[OWNER_APP]);
    let unpaid = world
        .create(crate::world::prepaid(crate::world::SPONSOR))
        .await;
    world.publish(&unpaid).await;
    world.go_to("2026-11-09 00:00:00").await;
    assert_eq!(world.status(&unpaid).await, ("INIT".into(), None));
    let ended = world.active(body()).await;
    let before = told(&world).await.len();
    world.go_to("2026-12-02 00:00:00").await;
    assert_eq!(world.status(&ended).await.0, "FINISHED");
    assert_eq!(told(&world).await.len(), before);
}
