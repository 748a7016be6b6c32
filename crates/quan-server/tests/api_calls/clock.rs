//! The clock of a sandbox.

use http::Method;
use serde_json::json;

use crate::own::{USER, World, terms};

async fn put(world: &World, body: serde_json::Value) -> crate::own::Answer {
    world
        .ask(Method::PUT, "admin", "/api/clock", Some(body))
        .await
}

#[tokio::test]
async fn the_clock_is_set_advanced_and_released() {
    let world = World::new();
    let standing = world.get("viewer", "/api/clock").await.is(200);
    assert_eq!(standing["frozen"], true);
    let moved = put(
        &world,
        json!({ "set": "2026-12-24 18:00:00", "advance": "PT4M" }),
    )
    .await;
    let moved = moved.is(200);
    assert_eq!(
        (&moved["now"], &moved["frozen"]),
        (&json!("2026-12-24T18:04:00+08:00"), &json!(true))
    );
    assert_eq!(moved["wall"], "2026-11-25T10:00:00+08:00");
    let moved = put(&world, json!({ "advance": "3 days", "frozen": false }))
        .await
        .is(200);
    assert_eq!(
        (&moved["now"], &moved["frozen"]),
        (&json!("2026-12-27T18:04:00+08:00"), &json!(false))
    );
    world.wall.set(crate::own::at("2026-11-25T10:00:30+08:00"));
    let standing = world.get("viewer", "/api/clock").await.is(200);
    assert_eq!(standing["now"], "2026-12-27T18:04:30+08:00");
}

#[tokio::test]
async fn what_falls_due_is_done_before_the_answer() {
    let world = World::new();
    let activity = world.activity(terms(), &[]).await;
    world.voucher(activity, USER).await;
    put(&world, json!({ "set": "2026-12-01T00:00:00+08:00" }))
        .await
        .is(200);
    let path = format!("/api/activities/{}", world.activity_id(activity).await);
    assert_eq!(
        world.get("viewer", &path).await.is(200)["budget"]["expired"],
        1
    );
}

#[tokio::test]
async fn a_clock_is_not_moved_beyond_its_bounds_or_by_nonsense() {
    let world = World::new();
    for (field, body) in [
        ("advance", json!({ "advance": "soon" })),
        ("advance", json!({ "advance": "-1h" })),
        ("advance", json!({ "advance": "9000 days" })),
        ("set", json!({ "set": "2126-01-01T00:00:00+08:00" })),
        ("set", json!({ "set": "yesterday" })),
        ("frozen", json!({ "frozen": "yes" })),
    ] {
        let problem = put(&world, body.clone())
            .await
            .refused(422, "invalid-field");
        assert_eq!(problem["field"], field, "{body} {problem}");
    }
    let standing = world.get("viewer", "/api/clock").await.is(200);
    assert_eq!(standing["now"], "2026-11-25T10:00:00+08:00");
    let operator = world
        .ask(Method::PUT, "operator", "/api/clock", Some(json!({})))
        .await;
    operator.refused(403, "forbidden");
}

#[tokio::test]
async fn outside_a_sandbox_there_is_no_clock_to_move() {
    let world = World::outside_a_sandbox();
    world
        .get("viewer", "/api/clock")
        .await
        .refused(404, "no-sandbox");
    put(&world, json!({ "frozen": true }))
        .await
        .refused(404, "no-sandbox");
}
