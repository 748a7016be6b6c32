//! Activities through the API.

use quan_core::{Completion, Fen};
use quan_engine::Options;
use serde_json::json;

use crate::own::{APP, OWNER, USER, World, merchant, order, prepaid, terms, yuan};

#[tokio::test]
async fn an_activity_shows_its_budget_and_what_became_of_its_vouchers() {
    let world = World::new();
    let activity = world.activity(terms(), &[]).await;
    let mut voucher = String::new();
    for _ in 0..3 {
        voucher = world.voucher(activity, USER).await;
    }
    world.redeem(&voucher, order(json!({}))).await.is(201);
    let path = format!("/api/activities/{}", world.activity_id(activity).await);
    let shown = world.get("viewer", &path).await.is(200);
    assert_eq!(
        (
            &shown["owner"],
            &shown["receiver"],
            &shown["state"],
            &shown["version"]
        ),
        (&json!(OWNER), &json!(APP), &json!("active"), &json!(1))
    );
    assert_eq!(
        shown["budget"],
        json!({
            "quantity": 10, "unissued": 7, "issued": 3, "issued_today": 3,
            "usable": 2, "redeemed": 1, "expired": 0, "revoked": 0, "reserved": 0,
            "balanced": true,
        })
    );
    assert_eq!(shown["counters"]["uses"], 1);
    assert_eq!(shown.get("prepaid"), None);
    assert_eq!(
        shown["document"]["activity_base_info"]["activity_name"],
        "满100减20 <秋>"
    );

    world.advance_to("2026-12-01T00:00:00+08:00").await;
    let shown = world.get("viewer", &path).await.is(200);
    assert_eq!(shown["state"], "ended");
    assert_eq!(
        (&shown["budget"]["usable"], &shown["budget"]["expired"]),
        (&json!(0), &json!(2))
    );
}

#[tokio::test]
async fn a_pending_change_says_what_it_waits_for() {
    let options = Options {
        completion: Completion::Told,
        ..Options::default()
    };
    let world = World::with(options, None);
    let activity = world.created(terms(), &[]).await;
    let path = format!("/api/activities/{}", world.activity_id(activity).await);
    let complete = format!("{path}/complete");
    world
        .post("operator", &complete, json!({}))
        .await
        .refused(409, "nothing-pending");
    let number = world.number();
    world
        .engine
        .publish(activity, merchant(OWNER), number.clone())
        .await
        .unwrap();
    let shown = world.get("viewer", &path).await.is(200);
    assert_eq!(shown["state"], "created");
    assert_eq!(
        shown["pending"],
        json!({
            "change": "publish",
            "request_no": number.number.to_string(),
            "accepted_at": "2026-11-25T10:00:00+08:00",
            "waits_for": "word",
        })
    );
    world.post("operator", &complete, json!({})).await.is(204);
    let shown = world.get("viewer", &path).await.is(200);
    assert_eq!(
        (&shown["state"], shown.get("pending")),
        (&json!("active"), None)
    );
}

#[tokio::test]
async fn a_change_that_waits_for_a_payment_names_it() {
    let world = World::new();
    let activity = world.created(prepaid(), &[]).await;
    world
        .engine
        .publish(activity, merchant(OWNER), world.number())
        .await
        .unwrap();
    world.settle().await;
    let path = format!("/api/activities/{}", world.activity_id(activity).await);
    let shown = world.get("viewer", &path).await.is(200);
    assert_eq!(shown["pending"]["waits_for"], "payment");
    assert_eq!(shown["pending"]["recharge_id"], format!("{activity}-1"));
    assert_eq!(shown["pending"]["lapses_at"], "2026-11-28T10:00:00+08:00");
    world
        .engine
        .provision(merchant(OWNER), yuan("200"))
        .await
        .unwrap();
    let pay = format!("/api/recharges/{activity}-1/pay");
    world.post("operator", &pay, json!({})).await.is(200);
    world.settle().await;
    let shown = world.get("viewer", &path).await.is(200);
    assert_eq!(shown["state"], "active");
    assert_eq!(
        shown["prepaid"],
        json!({ "sponsor": OWNER, "held": "200.00", "spent": Fen::ZERO.to_string(), "released": 0 })
    );
}

#[tokio::test]
async fn a_paused_activity_issues_again_after_it_is_resumed() {
    let world = World::new();
    let activity = world.activity(terms(), &[]).await;
    let path = format!("/api/activities/{}", world.activity_id(activity).await);
    let (pause, resume) = (format!("{path}/pause"), format!("{path}/resume"));
    world
        .post("operator", &resume, json!({}))
        .await
        .refused(409, "wrong-state");
    world.post("operator", &pause, json!({})).await.is(204);
    world
        .post("operator", &pause, json!({}))
        .await
        .refused(409, "wrong-state");
    assert_eq!(world.get("viewer", &path).await.is(200)["state"], "paused");
    let paused = world
        .get("viewer", "/api/activities?state=paused")
        .await
        .is(200);
    assert_eq!(paused["total"], 1);
    world.post("operator", &resume, json!({})).await.is(204);
    world.voucher(activity, USER).await;
}

#[tokio::test]
async fn activities_are_listed_in_pages_the_newest_first() {
    let world = World::new();
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(world.activity_id(world.activity(terms(), &[]).await).await);
    }
    let first = world
        .get("viewer", "/api/activities?page_size=2")
        .await
        .is(200);
    assert_eq!(
        (&first["total"], &first["page"], &first["page_size"]),
        (&json!(3), &json!(1), &json!(2))
    );
    assert_eq!(first["items"][0]["activity_id"], ids[2]);
    assert_eq!(first["items"][1]["activity_id"], ids[1]);
    let second = world
        .get("viewer", "/api/activities?page_size=2&page=2")
        .await
        .is(200);
    assert_eq!(second["items"][0]["activity_id"], ids[0]);
    assert_eq!(second["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn an_activity_answers_to_one_id_only() {
    let world = World::new();
    let id = world.activity_id(world.activity(terms(), &[]).await).await;
    for wrong in [
        id.replacen("20261125", "20261126", 1),
        "1".into(),
        "x".into(),
    ] {
        let answer = world
            .get("viewer", &format!("/api/activities/{wrong}"))
            .await;
        answer.refused(404, "no-such-activity");
    }
}

#[tokio::test]
async fn a_sound_store_is_audited_as_one() {
    let world = World::new();
    let activity = world.activity(prepaid(), &[]).await;
    let voucher = world.voucher(activity, USER).await;
    world.redeem(&voucher, order(json!({}))).await.is(201);
    let audit = world.get("viewer", "/api/verify").await.is(200);
    assert_eq!(
        (&audit["sound"], &audit["findings"]),
        (&json!(true), &json!([]))
    );
    assert_eq!(
        (&audit["activities"], &audit["vouchers"]),
        (&json!(1), &json!(1))
    );
}

#[tokio::test]
async fn only_stocks_are_approved_and_stopped_by_the_staff() {
    let world = World::new();
    let activity = world.activity(terms(), &[]).await;
    let path = format!("/api/activities/{}", world.activity_id(activity).await);
    for what in ["approve", "stop"] {
        let path = format!("{path}/{what}");
        world
            .post("viewer", &path, json!({}))
            .await
            .refused(403, "forbidden");
        world
            .post("operator", &path, json!({}))
            .await
            .refused(409, "wrong-state");
    }
    assert_eq!(world.get("viewer", &path).await.is(200)["state"], "active");
}
