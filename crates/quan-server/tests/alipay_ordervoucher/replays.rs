//! The same request is answered the same way, whatever happened since; also by a
//! process that began later.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::base::BEGIN;
use crate::world::{ALICE, NO_SHOP, REUSED, SHOP, SHOP_TOO, World, exchange, in_shops};

/// Makes every call, and answers what each was answered with.
async fn all(world: &World, calls: &[(Operation, Value)]) -> Vec<Value> {
    let mut answers = Vec::new();
    for (operation, body) in calls {
        answers.push(world.ok(*operation, body.clone()).await);
        world.settle().await;
    }
    answers
}

#[tokio::test]
async fn g6_every_call_is_answered_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let registry = World::of_orders().registry;
    let world = World::stored(folder.path(), &registry, BEGIN);
    let id = world
        .made(in_shops(&json!({ "available_shop_ids": [SHOP, NO_SHOP] })))
        .await;
    let other = world.made(exchange()).await;
    let calls = vec![
        (
            Operation::OrderVoucherModify,
            world.numbered(json!({
                "activity_id": id,
                "voucher_use_rule": { "voucher_available_scope": {
                    "modify_type": "ADD",
                    "order_voucher_available_shop": { "shop_ids": [SHOP_TOO, NO_SHOP] },
                } },
            })),
        ),
        (
            Operation::OrderVoucherAppend,
            world.numbered(json!({ "activity_id": other, "voucher_quantity": 900 })),
        ),
        (
            Operation::OrderVoucherBatchsend,
            world.to_hand(&other, "A", ALICE),
        ),
        (
            Operation::OrderVoucherBatchsend,
            world.to_hand(&other, "B", ALICE),
        ),
        (Operation::OrderVoucherUse, world.to_use(&other, "A")),
        (Operation::OrderVoucherRefund, world.to_undo(&other, "A")),
        (
            Operation::OrderVoucherAssociate,
            world.to_link(&other, "A", "T"),
        ),
        (
            Operation::OrderVoucherDisassociate,
            world.to_link(&other, "A", "T"),
        ),
        (Operation::OrderVoucherInvalid, world.to_undo(&other, "B")),
        (
            Operation::OrderVoucherStop,
            world.numbered(json!({ "activity_id": other })),
        ),
    ];
    let first = all(&world, &calls).await;
    let failed = &first[0]["voucher_use_rule_result"]["voucher_available_scope_result"]["order_voucher_available_shop_result"]
        ["shop_fail_infos"];
    assert_eq!(failed[0]["fail_reasons"], json!(["SHOP_NOT_EXIST"]));
    world.close().await;
    let later = World::stored(folder.path(), &registry, "2027-03-01 00:00:00");
    assert_eq!(all(&later, &calls).await, first);
    let mut changed = calls[0].1.clone();
    changed["activity_name"] = json!("别的");
    let refused = later.no(Operation::OrderVoucherModify, changed).await;
    assert_eq!(refused.message, REUSED);
    later.is_sound().await;
}
