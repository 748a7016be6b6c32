//! Sections 8.2 and 8.4: from when to when a voucher is valid, and what it then
//! is.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{ALICE, OWNER, World, body, body_with, relative};

async fn shown(world: &World, voucher: &str) -> Value {
    let body = json!({ "user_id": ALICE, "voucher_id": voucher });
    world.ok(Operation::UserQueryvoucher, body).await
}

/// Begin and end of a voucher that is received on 5 November at 10.
async fn span(days: Value) -> (String, String) {
    let world = World::new();
    let id = world.active(body_with(&[relative(days)])).await;
    let voucher = world.send(&id, ALICE).await;
    let base = shown(&world, &voucher).await["user_voucher_base_info"].clone();
    let text = |name: &str| base[name].as_str().unwrap().to_owned();
    (text("valid_begin_time"), text("valid_end_time"))
}

fn times(begin: &str, end: &str) -> (String, String) {
    (format!("2026-11-{begin}"), format!("2026-11-{end}"))
}

#[tokio::test]
async fn v8_4_absolute_validity_is_that_of_the_activity() {
    let world = World::new();
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    let answer = shown(&world, &voucher).await;
    assert_eq!(answer["available_begin_time"], "2026-11-01 00:00:00");
    assert_eq!(answer["available_end_time"], "2026-12-31 23:59:59");
}

#[tokio::test]
async fn v8_4_round_forward_counts_the_day_of_receipt() {
    let days =
        |n| json!({ "valid_days_after_receive": n, "valid_days_relative_type": "ROUND_FORWARD" });
    assert_eq!(span(days(1)).await, times("05 10:00:00", "05 23:59:59"));
    assert_eq!(span(days(2)).await, times("05 10:00:00", "06 23:59:59"));
}

#[tokio::test]
async fn v8_4_round_backward_does_not() {
    for word in ["ROUND_BACKWARD", "ROUND_BACKWARDS"] {
        let days = |n| json!({ "valid_days_after_receive": n, "valid_days_relative_type": word });
        assert_eq!(span(days(1)).await, times("05 10:00:00", "06 23:59:59"));
        assert_eq!(span(days(2)).await, times("05 10:00:00", "07 23:59:59"));
    }
}

#[tokio::test]
async fn v8_4_no_rounding_type_is_round_backward() {
    let days = json!({ "valid_days_after_receive": 1 });
    assert_eq!(span(days).await, times("05 10:00:00", "06 23:59:59"));
}

#[tokio::test]
async fn v8_4_waiting_days_begin_at_midnight() {
    let days = |rounding: &str| {
        json!({
            "valid_days_after_receive": 1, "wait_days_after_receive": 2,
            "valid_days_relative_type": rounding
        })
    };
    assert_eq!(
        span(days("ROUND_FORWARD")).await,
        times("07 00:00:00", "07 23:59:59")
    );
    assert_eq!(
        span(days("ROUND_BACKWARD")).await,
        times("07 00:00:00", "08 23:59:59")
    );
}

#[tokio::test]
async fn v8_4_time_restrictions_limit_use_and_not_validity() {
    let world = World::new();
    let weekend = json!({
        "rule_type": "WEEK",
        "week_rule_info": { "week_day": "6,7", "time_range_info": {
            "begin_time": "09:00:00",
            "end_time_info": { "end_time": "21:00:00", "end_time_type": "SAME_DAY" }
        } }
    });
    let path =
        "voucher_use_rule_info/voucher_use_time_info/absolute_period_info/time_restrict_info";
    let id = world
        .active(body_with(&[(
            path,
            json!({ "usable_period_info": [weekend] }),
        )]))
        .await;
    let voucher = world.send(&id, ALICE).await;
    assert!(world.try_to_redeem(&voucher, ALICE, "100").await.is_err());
    assert_eq!(shown(&world, &voucher).await["voucher_status"], "SENDED");
    world.go_to("2026-11-07 08:59:59").await;
    assert!(world.try_to_redeem(&voucher, ALICE, "100").await.is_err());
    world.go_to("2026-11-07 09:00:00").await;
    world.redeem(&voucher, ALICE, "100").await;
}

#[tokio::test]
async fn v8_2_a_voucher_that_is_not_yet_valid_is_sended() {
    let world = World::new();
    let days = json!({ "valid_days_after_receive": 1, "wait_days_after_receive": 2 });
    let id = world.active(body_with(&[relative(days)])).await;
    let voucher = world.send(&id, ALICE).await;
    assert_eq!(shown(&world, &voucher).await["voucher_status"], "SENDED");
    assert!(world.try_to_redeem(&voucher, ALICE, "100").await.is_err());
}

#[tokio::test]
async fn v8_2_used_means_used_up() {
    let world = World::new();
    let twice = [("voucher_use_rule_info/voucher_max_use_times", json!(2))];
    let id = world.active(body_with(&twice)).await;
    let voucher = world.send(&id, ALICE).await;
    world.redeem(&voucher, ALICE, "100").await;
    let answer = shown(&world, &voucher).await;
    assert_eq!(answer["voucher_status"], "SENDED");
    assert_eq!(answer["user_voucher_base_info"]["voucher_used_times"], 1);
    assert_eq!(answer["user_voucher_base_info"]["voucher_max_use_times"], 2);
    world.redeem(&voucher, ALICE, "100").await;
    assert_eq!(shown(&world, &voucher).await["voucher_status"], "USED");
}

#[tokio::test]
async fn v8_2_a_refund_returns_a_voucher_that_is_still_valid() {
    let world = World::new();
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    let redemption = world.redeem(&voucher, ALICE, "100").await;
    assert_eq!(shown(&world, &voucher).await["voucher_status"], "USED");
    world.give_back(redemption.id).await;
    assert_eq!(shown(&world, &voucher).await["voucher_status"], "SENDED");
    let redemption = world.redeem(&voucher, ALICE, "100").await;
    world.go_to("2027-01-01 00:00:00").await;
    world.give_back(redemption.id).await;
    assert_eq!(shown(&world, &voucher).await["voucher_status"], "EXPIRED");
}

#[tokio::test]
async fn v8_2_past_its_end_a_voucher_is_expired() {
    let world = World::new();
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    world.go_to("2026-12-31 23:59:59").await;
    assert_eq!(shown(&world, &voucher).await["voucher_status"], "SENDED");
    world.go_to("2027-01-01 00:00:00").await;
    assert_eq!(shown(&world, &voucher).await["voucher_status"], "EXPIRED");
    assert!(world.try_to_redeem(&voucher, ALICE, "100").await.is_err());
}

#[tokio::test]
async fn v8_2_expired_vouchers_are_shown_for_6_months() {
    let world = World::new();
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    let list = json!({ "user_id": ALICE, "belong_merchant_id": OWNER });
    let one = json!({ "user_id": ALICE, "voucher_id": voucher });
    world.go_to("2027-06-30 23:59:59").await;
    world.ok(Operation::UserQueryvoucher, one.clone()).await;
    let answer = world
        .ok(Operation::UserBatchqueryvoucher, list.clone())
        .await;
    assert_eq!(answer["total_size"], 1);
    world.go_to("2027-07-01 00:00:00").await;
    assert_eq!(
        world.code(Operation::UserQueryvoucher, one).await,
        "VOUCHER_NOT_EXIST"
    );
    let answer = world.ok(Operation::UserBatchqueryvoucher, list).await;
    assert_eq!(answer["total_size"], 0);
}
