//! Who may ask what.

use axum::body::Body;
use http::{Method, Request};
use serde_json::json;

use crate::own::{OTHER, OWNER, World, order, terms};

#[tokio::test]
async fn without_a_known_token_everything_but_the_document_is_refused() {
    let world = World::new();
    for path in [
        "/api/activities",
        "/api/verify",
        "/api/users",
        "/api/clock",
        "/api/notices",
    ] {
        let answer = world.get("", path).await;
        assert_eq!(
            answer.headers["www-authenticate"], "Bearer realm=\"quan\"",
            "{path}"
        );
        answer.refused(401, "unauthorized");
        let answer = world.get("guess", path).await;
        let challenge = "Bearer realm=\"quan\", error=\"invalid_token\"";
        assert_eq!(answer.headers["www-authenticate"], challenge, "{path}");
        answer.refused(401, "unauthorized");
    }
    world.get("", "/api/openapi.json").await.is(200);
}

#[tokio::test]
async fn a_token_comes_as_a_bearer() {
    let world = World::new();
    for (header, status) in [
        ("bearer viewer", 200),
        ("Bearer  viewer ", 200),
        ("Basic viewer", 401),
        ("viewer", 401),
        ("Bearer", 401),
        ("Bearer ", 401),
    ] {
        let request = Request::get("/api/activities").header("authorization", header);
        let answer = world.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status.as_u16(), status, "{header}");
    }
}

#[tokio::test]
async fn each_role_includes_the_ones_before() {
    let world = World::new();
    let id = world.activity_id(world.activity(terms(), &[]).await).await;
    let pause = format!("/api/activities/{id}/pause");
    let deposit = format!("/api/merchants/{OWNER}/deposits");
    world
        .post("viewer", &pause, json!({}))
        .await
        .refused(403, "forbidden");
    world.post("operator", &pause, json!({})).await.is(204);
    let money = || json!({ "request_no": "D-1", "amount": "1.00" });
    world
        .post("operator", &deposit, money())
        .await
        .refused(403, "forbidden");
    world.post("admin", &deposit, money()).await.is(201);
    world.get("admin", "/api/verify").await.is(200);
}

#[tokio::test]
async fn a_body_is_not_read_for_somebody_who_may_not_ask() {
    let world = World::new();
    let id = world.voucher_of(terms(), &[]).await;
    let path = format!("/api/vouchers/{id}/redemptions");
    for (token, status) in [("guess", 401), ("viewer", 403)] {
        let request = Request::post(&path)
            .header("authorization", format!("Bearer {token}"))
            .body(Body::from("{ not json"));
        assert_eq!(world.send(request.unwrap()).await.status.as_u16(), status);
    }
}

#[tokio::test]
async fn a_confined_token_sees_its_own_merchants_activities_only() {
    let world = World::new();
    let activity = world.activity(terms(), &[]).await;
    let voucher = world.voucher(activity, crate::own::USER).await;
    let id = world.activity_id(activity).await;
    let path = format!("/api/activities/{id}");
    world.get("owner", &path).await.is(200);
    world
        .get("other", &path)
        .await
        .refused(404, "no-such-activity");
    world
        .get("other", &format!("/api/vouchers/{voucher}"))
        .await
        .refused(404, "no-such-voucher");
    let path = format!("/api/vouchers/{voucher}/redemptions");
    world
        .post("other", &path, order(json!({})))
        .await
        .refused(404, "no-such-voucher");
    let made = world.post("owner", &path, order(json!({}))).await.is(201);
    let path = format!(
        "/api/redemptions/{}",
        made["redemption_id"].as_str().unwrap()
    );
    world
        .get("other", &path)
        .await
        .refused(404, "no-such-redemption");

    assert_eq!(
        world.get("owner", "/api/activities").await.is(200)["total"],
        1
    );
    assert_eq!(
        world.get("other", "/api/activities").await.is(200)["total"],
        0
    );
    let path = format!("/api/activities?merchant={OWNER}");
    world.get("other", &path).await.refused(403, "forbidden");
}

#[tokio::test]
async fn a_confined_token_does_not_reach_what_belongs_to_all() {
    let world = World::new();
    for path in ["/api/users", "/api/verify", "/api/notices", "/api/users/1"] {
        world.get("owner", path).await.refused(403, "forbidden");
    }
    let clock = world
        .ask(Method::PUT, "owner", "/api/clock", Some(json!({})))
        .await;
    clock.refused(403, "forbidden");
    world
        .get("owner", &format!("/api/merchants/{OWNER}/account"))
        .await
        .is(200);
    let account = world
        .get("owner", &format!("/api/merchants/{OTHER}/account"))
        .await;
    account.refused(403, "forbidden");
}
