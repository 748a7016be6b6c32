//! Section 1.2: owner and operator may operate an activity; to anybody else it
//! does not exist.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{ALICE, CLIENT, World, body, body_with, client, isv, owner, stranger};

fn calls(world: &World, id: &str) -> Vec<(Operation, Value)> {
    vec![
        (Operation::VoucherPublish, world.order(id)),
        (Operation::VoucherAppend, world.to_append(id, 2000)),
        (Operation::VoucherModify, world.to_rename(id)),
        (Operation::VoucherStop, world.order(id)),
        (Operation::VoucherSend, world.to_send(id, ALICE)),
        (Operation::VoucherQuery, json!({ "activity_id": id })),
        (Operation::AppBatchquery, json!({ "activity_id": id })),
        (Operation::GoodsBatchquery, json!({ "activity_id": id })),
        (Operation::ShopBatchquery, json!({ "activity_id": id })),
        (Operation::MerchantBatchquery, json!({ "activity_id": id })),
        (Operation::MessageQuery, json!({ "activity_id": id })),
    ]
}

#[tokio::test]
async fn v1_2_to_a_stranger_an_activity_is_an_unknown_one() {
    let world = World::new();
    let id = world.active(body()).await;
    let unknown = "2026110500826004000000000777";
    let there = calls(&world, &id).into_iter();
    for ((operation, asked), (_, nothing)) in there.zip(calls(&world, unknown)) {
        let strange = world.refusal_to(stranger(), operation, &asked).await;
        let missing = world.refusal_to(owner(), operation, &nothing).await;
        assert_eq!(strange, missing, "{operation:?}");
        assert_eq!(strange.code, "INVALID_PARAMETER");
    }
}

#[tokio::test]
async fn v1_2_to_a_stranger_nothing_is_answered_again() {
    let world = World::new();
    let id = world.active(body()).await;
    let send = world.to_send(&id, ALICE);
    let change = world.to_rename(&id);
    for (operation, asked) in [
        (Operation::VoucherSend, send),
        (Operation::VoucherModify, change),
    ] {
        world.answer_to(owner(), operation, &asked).await;
        let refused = world.refusal_to(stranger(), operation, &asked).await;
        assert_eq!(refused.code, "INVALID_PARAMETER", "{operation:?}");
    }
}

#[tokio::test]
async fn v1_2_owner_and_operator_may_both_operate() {
    let world = World::new();
    let made = body_with(&[
        ("merchant_access_mode", json!("AGENCY_MODE")),
        (
            "activity_base_info/belong_merchant_info",
            json!({ "merchant_id": CLIENT, "merchant_id_type": "PID" }),
        ),
    ]);
    let id = world.create_as(isv(), made).await;
    world
        .answer_to(client(), Operation::VoucherPublish, &world.order(&id))
        .await;
    world.settle().await;
    for (caller, total) in [(isv(), 2000), (client(), 3000)] {
        let sending = world.to_send(&id, ALICE);
        world
            .answer_to(caller.clone(), Operation::VoucherSend, &sending)
            .await;
        world
            .answer_to(
                caller,
                Operation::VoucherAppend,
                &world.to_append(&id, total),
            )
            .await;
        world.settle().await;
    }
    world
        .answer_to(isv(), Operation::VoucherStop, &world.order(&id))
        .await;
}
