//! When a coupon can be used.

use serde_json::{Value, json};

use crate::shop::{OUTSIDE, with};
use crate::world::{ALICE, World, at, stock_with};

const TIME: &str = "coupon_use_rule/coupon_available_time";

/// Autumn of 2025, and what else a stock says of its time.
fn autumn(rest: &[(&str, Value)]) -> Value {
    let mut time = json!({
        "available_begin_time": "2025-08-01T00:00:00+08:00",
        "available_end_time": "2025-10-31T23:59:59+08:00",
    });
    for (name, value) in rest {
        time[*name] = value.clone();
    }
    stock_with(&[(TIME, time)])
}

/// From when to when coupons of a stock are valid that are received at an instant.
async fn received(now: &str, rest: &[(&str, Value)]) -> (World, String, String, [String; 3]) {
    let world = World::new();
    world.clock.set(at("2025-07-01T00:00:00+08:00"));
    let stock = world.stock(autumn(rest)).await;
    world.go_to(&format!("2025-{now}+08:00")).await;
    let code = world.send(&stock, ALICE).await;
    let coupon = world.coupon_of(ALICE, &code).await;
    let text = |name: &str| {
        let text = coupon[name].as_str().unwrap();
        let text = text.strip_prefix("2025-").unwrap();
        text.strip_suffix("+08:00").unwrap().to_owned()
    };
    let shown = ["available_start_time", "expire_time", "receive_time"].map(text);
    (world, stock, code, shown)
}

async fn check(now: &str, wait: Option<u32>, days: Option<u32>, starts: &str, expires: &str) {
    let mut rest = Vec::new();
    if let Some(wait) = wait {
        rest.push(("wait_days_after_receive", json!(wait)));
    }
    if let Some(days) = days {
        rest.push(("available_day_after_receive", json!(days)));
    }
    let (world, stock, code, shown) = received(now, &rest).await;
    assert_eq!(shown, [starts, expires, now].map(str::to_owned));
    // One second outside it cannot be used; the first and the last instant count.
    let (starts, expires) = (
        at(&format!("2025-{starts}+08:00")),
        at(&format!("2025-{expires}+08:00")),
    );
    let second = jiff::SignedDuration::from_secs(1);
    for outside in [
        starts.checked_sub(second).unwrap(),
        expires.checked_add(second).unwrap(),
    ] {
        world.clock.set(outside);
        world
            .not("use", world.to_use(&stock, &code))
            .await
            .is(OUTSIDE);
    }
    for inside in [starts, expires] {
        world.clock.set(inside);
        world.done("use", world.to_use(&stock, &code)).await;
        world.done("return", world.to_return(&stock, &code)).await;
    }
}

#[tokio::test]
async fn w_avail_1_what_comes_early_counts_from_the_first_day() {
    let begin = "08-01T00:00:00";
    let early = "07-20T10:00:00";
    check(early, None, None, begin, "10-31T23:59:59").await;
    check(early, None, Some(3), begin, "08-03T23:59:59").await;
    check(early, Some(1), Some(3), "08-02T00:00:00", "08-04T23:59:59").await;
}

#[tokio::test]
async fn w_avail_2_what_does_not_wait_begins_at_once_and_the_rest_at_midnight() {
    let now = "08-02T09:00:00";
    check(now, None, Some(1), now, "08-02T23:59:59").await;
    check(now, Some(0), Some(2), now, "08-03T23:59:59").await;
    check(now, Some(1), Some(3), "08-03T00:00:00", "08-05T23:59:59").await;
}

#[tokio::test]
async fn w_avail_3_days_end_at_midnight_and_never_after_the_end() {
    check(
        "08-02T09:00:00",
        None,
        None,
        "08-02T09:00:00",
        "10-31T23:59:59",
    )
    .await;
    check(
        "10-30T09:00:00",
        Some(1),
        Some(7),
        "10-31T00:00:00",
        "10-31T23:59:59",
    )
    .await;
    check(
        "10-30T09:00:00",
        None,
        Some(365),
        "10-30T09:00:00",
        "10-31T23:59:59",
    )
    .await;
}

#[tokio::test]
async fn w_gen_7_days_are_those_of_shanghai() {
    check(
        "08-02T00:30:00",
        None,
        Some(1),
        "08-02T00:30:00",
        "08-02T23:59:59",
    )
    .await;
    check(
        "08-01T23:59:59",
        Some(1),
        Some(1),
        "08-02T00:00:00",
        "08-02T23:59:59",
    )
    .await;
}

#[tokio::test]
async fn w_avail_4_what_waits_past_the_end_is_issued_and_never_valid() {
    let rest = [
        ("wait_days_after_receive", json!(2)),
        ("available_day_after_receive", json!(7)),
    ];
    let (world, stock, code, shown) = received("10-30T09:00:00", &rest).await;
    assert_eq!(shown[0], "11-01T00:00:00");
    assert_eq!(shown[1], "10-31T23:59:59");
    for now in ["2025-10-31T12:00:00+08:00", "2025-11-01T00:00:00+08:00"] {
        world.clock.set(at(now));
        world
            .not("use", world.to_use(&stock, &code))
            .await
            .is(OUTSIDE);
    }
    assert_eq!(world.state_of(ALICE, &code).await, "EXPIRED");
}

#[tokio::test]
async fn w_avail_5_issued_before_the_period_and_not_after_it() {
    let world = World::new();
    world.clock.set(at("2025-07-01T00:00:00+08:00"));
    let stock = world.stock(autumn(&[])).await;
    world.send(&stock, ALICE).await;
    world.go_to("2025-10-31T23:59:59+08:00").await;
    world.send(&stock, ALICE).await;
    world.go_to("2025-11-01T00:00:00+08:00").await;
    let refused = world.not("send", world.to_send(&stock, ALICE)).await;
    refused.is((400, "INVALID_REQUEST", "批次状态非运营中"));
    world.is_sound().await;
}

/// A stock's coupon is usable at some instants of 2025 and not at others.
async fn usable(rest: &[(&str, Value)], cases: &[(&str, bool)]) {
    let (world, stock, code, _) = received("08-01T08:00:00", rest).await;
    for (now, is_usable) in cases {
        world.clock.set(at(&format!("2025-{now}+08:00")));
        if *is_usable {
            world.done("use", world.to_use(&stock, &code)).await;
            world.done("return", world.to_return(&stock, &code)).await;
        } else {
            world
                .not("use", world.to_use(&stock, &code))
                .await
                .is(OUTSIDE);
        }
    }
}

#[tokio::test]
async fn w_avail_6_on_some_days_of_the_week() {
    // The 3rd of August is a Sunday.
    let week = json!({ "week_day": [0, 2] });
    usable(
        &[("available_week", week)],
        &[
            ("08-02T23:59:59", false),
            ("08-03T00:00:00", true),
            ("08-03T23:59:59", true),
            ("08-04T00:00:00", false),
            ("08-05T12:00:00", true),
        ],
    )
    .await;
}

#[tokio::test]
async fn w_avail_6_at_some_hours_of_these_days() {
    let week = json!({
        "week_day": [1],
        "available_day_time": [
            { "begin_time": 3600, "end_time": 7199 },
            { "begin_time": 36_000, "end_time": 39_600 }
        ]
    });
    usable(
        &[("available_week", week)],
        &[
            ("08-04T00:59:59", false),
            ("08-04T01:00:00", true),
            ("08-04T01:59:59", true),
            ("08-04T02:00:00", false),
            ("08-04T10:00:00", true),
            ("08-04T11:00:00", true),
            ("08-04T11:00:01", false),
            ("08-05T10:30:00", false),
        ],
    )
    .await;
}

#[tokio::test]
async fn w_avail_6_in_periods_without_a_rule_or_in_a_week_or_both() {
    let periods = json!([
        { "begin_time": "2025-08-10T09:00:00+08:00", "end_time": "2025-08-10T21:00:00+08:00" },
        { "begin_time": "2025-09-01T00:00:00+08:00", "end_time": "2025-12-01T00:00:00+08:00" }
    ]);
    let cases = [
        ("08-10T08:59:59", false),
        ("08-10T09:00:00", true),
        ("08-10T21:00:00", true),
        ("08-10T21:00:01", false),
        ("09-15T03:00:00", true),
        // A period does not reach beyond the stock's end.
        ("11-01T00:00:00", false),
    ];
    usable(&[("irregulary_avaliable_time", periods.clone())], &cases).await;
    let both = [
        ("irregulary_avaliable_time", periods),
        ("available_week", json!({ "week_day": [3] })),
    ];
    // The 6th of August is a Wednesday.
    let more = [("08-06T03:00:00", true), ("08-07T03:00:00", false)];
    usable(&both, &[more.as_slice(), &cases].concat()).await;
}

#[tokio::test]
async fn w_avail_7_the_servers_time_decides_and_not_the_callers() {
    let week = json!({ "week_day": [0] });
    let rest = [("available_week", week)];
    let (world, stock, code, _) = received("08-01T08:00:00", &rest).await;
    let sunday = [("use_time", json!("2025-08-03T12:00:00+08:00"))];
    let body = with(world.to_use(&stock, &code), &sunday);
    world.not("use", body).await.is(OUTSIDE);
    world.go_to("2025-08-03T12:00:00+08:00").await;
    let monday = [("use_time", json!("2025-08-04T12:00:00+08:00"))];
    let body = with(world.to_use(&stock, &code), &monday);
    world.done("use", body).await;
}
