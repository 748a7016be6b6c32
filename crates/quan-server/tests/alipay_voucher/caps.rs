//! Section 8.5: how many a user, a person, a telephone and a day receive.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{ALICE, ALICE_TOO, BOB, World, body_giving};

const OVER: &str = "COUNT_OVER_LIMIT";
const SHORT: &str = "BUDGET_NOT_ENOUGH";

/// One voucher for a user in a period: refused until the next one begins.
async fn once_in(period: Value, still: &str, again: Option<&str>) {
    let world = World::new();
    let rules = json!({
        "quantity_limit_per_user": 1, "quantity_limit_per_user_period_type": period,
        "publish_end_time": "2026-12-31 23:59:59",
    });
    let id = world.active(body_giving(rules)).await;
    world.send(&id, ALICE).await;
    assert_eq!(world.not_sent(&id, ALICE).await, OVER);
    world.send(&id, BOB).await;
    world.go_to(still).await;
    assert_eq!(world.not_sent(&id, ALICE).await, OVER);
    if let Some(again) = again {
        world.go_to(again).await;
        world.send(&id, ALICE).await;
        assert_eq!(world.not_sent(&id, ALICE).await, OVER);
    }
}

#[tokio::test]
async fn v8_5_account_cap_by_day() {
    once_in(
        json!("DAY"),
        "2026-11-05 23:59:59",
        Some("2026-11-06 00:00:00"),
    )
    .await;
}

#[tokio::test]
async fn v8_5_account_cap_by_week_from_monday() {
    once_in(
        json!("WEEK"),
        "2026-11-08 23:59:59",
        Some("2026-11-09 00:00:00"),
    )
    .await;
}

#[tokio::test]
async fn v8_5_account_cap_by_month() {
    once_in(
        json!("MONTH"),
        "2026-11-30 23:59:59",
        Some("2026-12-01 00:00:00"),
    )
    .await;
}

#[tokio::test]
async fn v8_5_account_cap_by_life_cycle() {
    once_in(json!("LIFE_CYCLE"), "2026-12-31 00:00:00", None).await;
}

#[tokio::test]
async fn v8_5_life_cycle_is_the_default_period() {
    once_in(json!(""), "2026-12-31 00:00:00", None).await;
}

/// Two accounts of one person, with one telephone.
async fn across_accounts(rule: &str, period: &str, next: Option<&str>) {
    let world = World::new();
    let rules = json!({
        rule: true, "quantity_limit_per_user": 1, "quantity_limit_per_user_period_type": period,
        "publish_end_time": "2026-12-31 23:59:59",
    });
    let id = world.active(body_giving(rules)).await;
    world.send(&id, ALICE).await;
    assert_eq!(world.not_sent(&id, ALICE_TOO).await, OVER);
    world.send(&id, BOB).await;
    if let Some(next) = next {
        world.go_to(next).await;
        world.send(&id, ALICE_TOO).await;
        assert_eq!(world.not_sent(&id, ALICE).await, OVER);
    }
}

#[tokio::test]
async fn v8_5_person_cap_by_day() {
    across_accounts("natural_person_limit", "DAY", Some("2026-11-06 00:00:00")).await;
}

#[tokio::test]
async fn v8_5_person_cap_by_week() {
    across_accounts("natural_person_limit", "WEEK", Some("2026-11-09 00:00:00")).await;
}

#[tokio::test]
async fn v8_5_person_cap_by_month() {
    across_accounts("natural_person_limit", "MONTH", Some("2026-12-01 00:00:00")).await;
}

#[tokio::test]
async fn v8_5_person_cap_by_life_cycle() {
    across_accounts("natural_person_limit", "LIFE_CYCLE", None).await;
}

#[tokio::test]
async fn v8_5_phone_cap_by_day() {
    across_accounts("phone_number_limit", "DAY", Some("2026-11-06 00:00:00")).await;
}

#[tokio::test]
async fn v8_5_phone_cap_by_week() {
    across_accounts("phone_number_limit", "WEEK", Some("2026-11-09 00:00:00")).await;
}

#[tokio::test]
async fn v8_5_phone_cap_by_month() {
    across_accounts("phone_number_limit", "MONTH", Some("2026-12-01 00:00:00")).await;
}

#[tokio::test]
async fn v8_5_phone_cap_by_life_cycle() {
    across_accounts("phone_number_limit", "LIFE_CYCLE", None).await;
}

#[tokio::test]
async fn v8_5_without_those_limits_every_account_counts_for_itself() {
    let world = World::new();
    let id = world
        .active(body_giving(json!({ "quantity_limit_per_user": 1 })))
        .await;
    world.send(&id, ALICE).await;
    world.send(&id, ALICE_TOO).await;
}

#[tokio::test]
async fn v8_5_person_and_phone_limits_need_a_user_limit() {
    let world = World::new();
    for rule in ["natural_person_limit", "phone_number_limit"] {
        let refused = world.not_created(body_giving(json!({ rule: true }))).await;
        assert_eq!(refused.code, "INVALID_PARAMETER");
        let detail = "打开了身份证计次和电话号码计次.则 voucherQuantityLimitPerUser 必须大于0";
        assert!(refused.message.ends_with(detail), "{}", refused.message);
    }
}

#[tokio::test]
async fn v8_5_all_caps_apply_together() {
    let world = World::new();
    let rules = json!({
        "quantity_limit_per_user": 4, "quantity_day_limit_per_user": 1,
        "quantity_week_limit_per_user": 2, "quantity_month_limit_per_user": 3,
        "publish_end_time": "2026-12-31 23:59:59",
    });
    let id = world.active(body_giving(rules)).await;
    world.send(&id, ALICE).await;
    assert_eq!(world.not_sent(&id, ALICE).await, OVER, "one a day");
    world.go_to("2026-11-06 10:00:00").await;
    world.send(&id, ALICE).await;
    world.go_to("2026-11-07 10:00:00").await;
    assert_eq!(world.not_sent(&id, ALICE).await, OVER, "two a week");
    world.go_to("2026-11-09 10:00:00").await;
    world.send(&id, ALICE).await;
    world.go_to("2026-11-16 10:00:00").await;
    assert_eq!(world.not_sent(&id, ALICE).await, OVER, "three a month");
    world.go_to("2026-12-07 10:00:00").await;
    world.send(&id, ALICE).await;
    world.go_to("2026-12-08 10:00:00").await;
    assert_eq!(world.not_sent(&id, ALICE).await, OVER, "four in all");
}

#[tokio::test]
async fn v8_5_vouchers_of_any_status_count() {
    let world = World::new();
    let id = world
        .active(body_giving(json!({ "quantity_limit_per_user": 1 })))
        .await;
    let voucher = world.send(&id, ALICE).await;
    world.redeem(&voucher, ALICE, "100").await;
    assert_eq!(world.not_sent(&id, ALICE).await, OVER);
}

#[tokio::test]
async fn v8_5_zero_is_no_limit() {
    let world = World::new();
    let id = world
        .active(body_giving(json!({ "quantity_limit_per_user": 0 })))
        .await;
    for _ in 0..3 {
        world.send(&id, ALICE).await;
    }
}

#[tokio::test]
async fn v8_5_the_total_is_never_exceeded_and_append_raises_it() {
    let world = World::new();
    let id = world.active(body_giving(json!({ "quantity": 2 }))).await;
    world.send(&id, ALICE).await;
    world.send(&id, ALICE).await;
    assert_eq!(world.not_sent(&id, ALICE).await, SHORT);
    world
        .ok(Operation::VoucherAppend, world.to_append(&id, 3))
        .await;
    world.settle().await;
    world.send(&id, ALICE).await;
    assert_eq!(world.not_sent(&id, ALICE).await, SHORT);
}

#[tokio::test]
async fn v8_5_the_day_cap_resets_at_midnight() {
    let world = World::new();
    let rules = json!({ "quantity": 60, "max_quantity_by_day": 2 });
    let id = world.active(body_giving(rules)).await;
    world.send(&id, ALICE).await;
    world.send(&id, BOB).await;
    assert_eq!(world.not_sent(&id, ALICE).await, SHORT);
    world.go_to("2026-11-05 23:59:59").await;
    assert_eq!(world.not_sent(&id, ALICE).await, SHORT);
    world.go_to("2026-11-06 00:00:00").await;
    world.send(&id, ALICE).await;
}

#[tokio::test]
async fn v8_5_real_name_limit_admits_verified_users_only() {
    let world = World::new();
    let id = world
        .active(body_giving(json!({ "real_name_limit": true })))
        .await;
    world.send(&id, ALICE).await;
    assert_eq!(world.not_sent(&id, BOB).await, "INVALID_PARAMETER");
    assert_eq!(
        world.not_sent(&id, "2088999999999999").await,
        "INVALID_PARAMETER"
    );
}

#[tokio::test]
async fn v8_5_a_name_is_made_from_brand_and_amount() {
    let world = World::new();
    let name = async |body: Value| {
        let id = world.create(body).await;
        world.query(&id).await["voucher_display_pattern_info"]["voucher_name"].clone()
    };
    assert_eq!(name(crate::world::body()).await, "示例咖啡全场20元券");
    let own = [("voucher_display_pattern_info/voucher_name", json!("拿铁券"))];
    assert_eq!(name(crate::world::body_with(&own)).await, "拿铁券");
}
