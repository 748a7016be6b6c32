//! Section 6: everything about an activity.

use quan_wire::alipay::message::Operation;
use serde_json::json;

use crate::world::{ALICE, OWNER, World, body, body_giving};

#[tokio::test]
async fn v6_both_shapes_are_filled() {
    let world = World::new();
    let rules = json!({ "quantity_limit_per_user": 2, "natural_person_limit": true });
    let id = world.active(body_giving(rules)).await;
    let answer = world.query(&id).await;
    assert_eq!(answer["activity_id"], id.as_str());
    assert_eq!(answer["activity_name"], "满100减20活动");
    assert_eq!(answer["activity_status"], "ACTIVE");
    assert_eq!(answer["belong_merchant_info"]["merchant_id"], OWNER);
    assert_eq!(answer["publish_start_time"], "2026-11-01 00:00:00");
    assert_eq!(answer["voucher_type"], "FIX_VOUCHER");
    assert_eq!(
        answer["voucher_deduct_info"]["fix_voucher_info"]["amount"],
        "20"
    );
    assert_eq!(answer["voucher_use_rule"]["fix_voucher"]["amount"], "20");
    assert_eq!(answer["voucher_send_rule"]["voucher_quantity"], 1000);
    assert_eq!(
        answer["voucher_send_rule"]["voucher_quantity_limit_per_user"],
        2
    );
    assert_eq!(answer["voucher_budget_info"]["budget_type"], "NO_CASH");
    let account = &answer["voucher_available_scope_info"]["voucher_available_account_info"];
    assert_eq!(account["available_pids"], json!([OWNER]));
}

#[tokio::test]
async fn v6_counts_of_issued_and_redeemed_vouchers() {
    let world = World::new();
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    world.send(&id, ALICE).await;
    let redemption = world.redeem(&voucher, ALICE, "100").await;
    let answer = world.query(&id).await;
    assert_eq!(
        answer["voucher_inventory_info"],
        json!({ "send_count": 2, "use_count": 1 })
    );
    assert_eq!(
        answer["summary"],
        json!({ "publish_count": 2, "used_count": 1 })
    );
    world.give_back(redemption.id).await;
    assert_eq!(world.query(&id).await["summary"]["used_count"], 0);
}

#[tokio::test]
async fn v6_nothing_is_null() {
    let world = World::new();
    let id = world.active(body()).await;
    for operation in [Operation::VoucherQuery, Operation::ActivityQuery] {
        let answer = world.ok(operation, json!({ "activity_id": id })).await;
        assert!(!answer.to_string().contains("null"), "{answer}");
    }
}

#[tokio::test]
async fn v6_an_unknown_or_missing_id_is_invalid_parameter() {
    let world = World::new();
    for body in [json!({}), json!({ "activity_id": "x" })] {
        assert_eq!(
            world.code(Operation::VoucherQuery, body).await,
            "INVALID_PARAMETER"
        );
    }
}

#[tokio::test]
async fn v6_money_is_echoed_as_it_was_sent() {
    let world = World::new();
    let amounts = json!({ "amount": "20.0", "floor_amount": "100.00" });
    let path = "voucher_deduct_info/fix_voucher_info";
    let id = world
        .create(crate::world::body_with(&[(path, amounts.clone())]))
        .await;
    assert_eq!(
        world.query(&id).await["voucher_deduct_info"]["fix_voucher_info"],
        amounts
    );
}
