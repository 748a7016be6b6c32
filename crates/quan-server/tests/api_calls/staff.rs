//! What the platform's staff decides: payees, service codes, switches, central
//! venues and promotion plans.

use http::Method;
use quan_core::{AppId, RequestNo};
use quan_engine::registry::{Delivery, DeliveryStatus};
use serde_json::json;

use crate::own::{APP, BEGIN, OTHER, OWNER, World, at, call, merchant, terms};

#[tokio::test]
async fn d30_a_payee_is_registered_and_changed() {
    let world = World::new();
    let path = "/api/payees/2088102111111113";
    world
        .get("viewer", path)
        .await
        .refused(404, "no-such-payee");
    let put = async |body| world.ask(Method::PUT, "admin", path, Some(body)).await;
    assert_eq!(
        put(json!({})).await.is(200),
        json!({
            "pid": "2088102111111113", "settle_mode": "on_request", "status": "registered",
        })
    );
    let changed = json!({
        "pid": "2088102111111113", "settle_mode": "periodic", "status": "applied",
    });
    let body = json!({ "settle_mode": "periodic", "status": "applied" });
    assert_eq!(put(body).await.is(200), changed);
    assert_eq!(world.get("viewer", path).await.is(200), changed);
    let listed = world.get("viewer", "/api/payees?limit=1").await.is(200);
    assert_eq!(
        listed,
        json!({ "items": [changed], "next": "2088102111111113" })
    );
    put(json!({ "status": "SUCCESS" }))
        .await
        .refused(422, "invalid-field");
    let strange = world
        .ask(Method::PUT, "admin", "/api/payees/1", Some(json!({})))
        .await;
    assert_eq!(strange.refused(422, "invalid-field")["field"], "pid");
    let confined = world.ask(Method::PUT, "owner", path, Some(json!({}))).await;
    confined.refused(403, "forbidden");
    let operator = world
        .ask(Method::PUT, "operator", path, Some(json!({})))
        .await;
    operator.refused(403, "forbidden");
    world.get("owner", path).await.refused(403, "forbidden");
}

#[tokio::test]
async fn a_service_code_is_registered_for_an_application() {
    let world = World::new();
    let path = "/api/service-codes/2020030921000303380758";
    let missing = world.get("viewer", path).await;
    missing.refused(404, "no-such-service-code");
    let body = || json!({ "app_id": APP, "name": "点单" });
    let put = async |token: &str, body| world.ask(Method::PUT, token, path, Some(body)).await;
    let made = json!({ "code": "2020030921000303380758", "app_id": APP, "name": "点单" });
    assert_eq!(put("owner", body()).await.is(200), made);
    put("other", body()).await.refused(403, "forbidden");
    put("operator", body()).await.refused(403, "forbidden");
    let strange = put("admin", json!({ "app_id": "2021" })).await;
    assert_eq!(strange.refused(422, "invalid-field")["field"], "app_id");
    let shown = world.get("viewer", path).await.is(200);
    assert_eq!(
        (&shown["code"], &shown["details"]),
        (&made["code"], &json!({}))
    );
    let hidden = world.get("other", path).await;
    hidden.refused(404, "no-such-service-code");
    let listed = world.get("viewer", "/api/service-codes").await.is(200);
    assert_eq!(listed, json!({ "items": [made] }));
    let of_app = format!("/api/service-codes?app_id={APP}");
    assert_eq!(world.get("owner", &of_app).await.is(200), listed);
    world.get("other", &of_app).await.refused(403, "forbidden");
    let unconfined = world.get("owner", "/api/service-codes").await;
    unconfined.refused(403, "forbidden");
}

#[tokio::test]
async fn d30_switches_are_set_all_at_once() {
    let world = World::new();
    let path = format!("/api/merchants/{OWNER}/switches");
    let all = |on: &str| {
        let mut all = json!({
            "small_discount": false, "risk": false, "expired_is_error": false,
            "uncertified_shops": false,
        });
        if !on.is_empty() {
            all[on] = true.into();
        }
        all
    };
    assert_eq!(world.get("viewer", &path).await.is(200), all(""));
    for switch in [
        "small_discount",
        "risk",
        "expired_is_error",
        "uncertified_shops",
    ] {
        let body = Some(json!({ switch: true }));
        let set = world.ask(Method::PUT, "admin", &path, body).await.is(200);
        assert_eq!(set, all(switch));
        assert_eq!(world.get("owner", &path).await.is(200), all(switch));
    }
    assert!(world.registry.switches(merchant(OWNER)).uncertified_shops);
    let body = || Some(json!({}));
    let answer = world.ask(Method::PUT, "operator", &path, body()).await;
    answer.refused(403, "forbidden");
    let answer = world.ask(Method::PUT, "other", &path, body()).await;
    answer.refused(403, "forbidden");
    let body = Some(json!({ "mood": true }));
    let answer = world.ask(Method::PUT, "admin", &path, body).await;
    answer.refused(422, "invalid-field");
    let path = "/api/merchants/2088102111111119/switches";
    world
        .get("viewer", path)
        .await
        .refused(404, "no-such-merchant");
}

#[tokio::test]
async fn d30_an_activity_enters_and_leaves_a_central_venue() {
    let world = World::new();
    let activity = world.activity(terms(), &[]).await;
    let path = format!(
        "/api/activities/{}/central-venue",
        world.activity_id(activity).await
    );
    let enrolled = async || world.get("viewer", &path).await.is(200)["enrolled"].clone();
    assert_eq!(enrolled().await, false);
    for (verb, now) in [
        (Method::PUT, true),
        (Method::PUT, true),
        (Method::DELETE, false),
        (Method::DELETE, false),
    ] {
        world.ask(verb, "admin", &path, None).await.is(204);
        assert_eq!(enrolled().await, now);
        assert_eq!(world.registry.is_in_venue(activity).unwrap(), now);
    }
    let answer = world.ask(Method::PUT, "operator", &path, None).await;
    answer.refused(403, "forbidden");
    let answer = world.ask(Method::PUT, "other", &path, None).await;
    answer.refused(404, "no-such-activity");
}

#[tokio::test]
async fn d30_a_promotion_plan_goes_through_its_states() {
    let world = World::new();
    let plan = Delivery {
        id: "D1".into(),
        merchant: merchant(OWNER),
        operator: merchant(OTHER),
        receiver: AppId::parse(APP).unwrap(),
        request: RequestNo::parse("N-1").unwrap(),
        status: DeliveryStatus::Active,
        fault: None,
        document: r#"{"delivery_booth_code":"PAYMENT_RESULT"}"#.into(),
        created_at: at(BEGIN),
    };
    let make = |_| (vec![plan.clone()], String::new());
    world
        .registry
        .add_deliveries(OTHER, &call("N-1"), at(BEGIN), make)
        .unwrap();
    let path = "/api/deliveries/D1";
    let shown = world.get("other", path).await.is(200);
    assert_eq!(
        shown,
        json!({
            "delivery_id": "D1", "merchant": OWNER, "operator": OTHER, "receiver": APP,
            "request_no": "N-1", "status": "active", "created_at": BEGIN,
            "document": { "delivery_booth_code": "PAYMENT_RESULT" },
        })
    );
    let status = "/api/deliveries/D1/status";
    for word in ["auditing", "rejected", "inactive", "active"] {
        let body = json!({ "status": word, "error": "图片不清晰" });
        let set = world.ask(Method::PUT, "admin", status, Some(body)).await;
        let set = set.is(200);
        assert_eq!(
            (&set["status"], &set["error"]),
            (&json!(word), &json!("图片不清晰"))
        );
    }
    let body = || Some(json!({ "status": "active" }));
    let set = world.ask(Method::PUT, "owner", status, body()).await;
    assert_eq!(set.is(200), shown);
    let answer = world.ask(Method::PUT, "operator", status, body()).await;
    answer.refused(403, "forbidden");
    let path = "/api/deliveries/D2";
    world
        .get("viewer", path)
        .await
        .refused(404, "no-such-delivery");
    let listed = world.get("owner", "/api/deliveries").await.is(200);
    assert_eq!(listed, json!({ "items": [shown] }));
    let of_operator = world.get("other", "/api/deliveries").await.is(200);
    assert_eq!(of_operator, json!({ "items": [] }));
}
