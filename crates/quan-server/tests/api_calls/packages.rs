//! Voucher packages: no platform's API makes or sells them.

use http::Method;
use quan_core::{Product, Terms};
use quan_engine::NewActivity;
use quan_wire::wechatpay::id;
use serde_json::{Value, json};

use crate::own::{OTHER, OWNER, USER, World, terms};

const ID: &str = "IP20220628016671405804297103167741";

/// A package of the owner, on sale in November; fields in `with` take the
/// place of its.
fn package(with: Value) -> Value {
    let mut package = json!({
        "package_id": ID,
        "merchant": OWNER,
        "name": "咖啡券包",
        "purchase_window": {
            "from": "2026-11-01T00:00:00+08:00", "until": "2026-11-30T23:59:59+08:00",
        },
        "price": "9.90",
        "budget": 2,
    });
    for (name, value) in with.as_object().unwrap() {
        package[name] = value.clone();
    }
    package
}

async fn make(world: &World, with: Value) -> Value {
    let made = world.post("admin", "/api/packages", package(with)).await;
    made.is(201)
}

/// The code with which a purchase is refused.
async fn unsold(world: &World, number: &str) -> String {
    let path = format!("/api/packages/{ID}/purchases");
    let body = json!({ "request_no": number, "user_id": USER });
    let answer = world.post("operator", &path, body).await;
    answer.is(409)["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn d30_a_package_is_made_and_goes_through_its_states() {
    let world = World::new();
    let activity = world.activity(terms(), &[]).await;
    let activity = world.activity_id(activity).await;
    let with = json!({
        "limit": { "period": "day", "count": 1 }, "pay_channel": "pcredit",
        "purchase_url": "alipays://platformapi/startapp", "use_rule": "周末不可用",
        "activities": [activity],
    });
    let made = make(&world, with.clone()).await;
    let mut expected = package(with);
    expected["sold"] = 0.into();
    expected["status"] = "enabled".into();
    assert_eq!(made, expected);
    let path = format!("/api/packages/{ID}");
    assert_eq!(world.get("owner", &path).await.is(200), made);
    for status in ["created", "paused", "disabled", "enabled"] {
        let body = Some(json!({ "status": status }));
        let path = format!("{path}/status");
        let set = world.ask(Method::PUT, "admin", &path, body).await.is(200);
        assert_eq!(set["status"], status);
    }
    let listed = world.get("viewer", "/api/packages?status=enabled").await;
    let listed = listed.is(200);
    assert_eq!((&listed["items"][0], &listed["total"]), (&made, &json!(1)));
    let listed = world.get("other", "/api/packages").await.is(200);
    assert_eq!(listed["total"], 0);
}

#[tokio::test]
async fn a_package_is_sold_within_its_limits_once_for_a_number() {
    let world = World::new();
    make(&world, json!({ "limit": { "period": "day", "count": 1 } })).await;
    let path = format!("/api/packages/{ID}/purchases");
    let buy = |user: &str| json!({ "request_no": "P-1", "user_id": user });
    let sold = world.post("operator", &path, buy(USER)).await.is(201);
    assert_eq!(
        sold,
        json!({
            "package_id": ID, "request_no": "P-1", "user_id": USER,
            "at": "2026-11-25T10:00:00+08:00",
        })
    );
    world.clock.advance(jiff::SignedDuration::from_secs(1));
    assert_eq!(world.post("operator", &path, buy(USER)).await.is(201), sold);
    let answer = world.post("operator", &path, buy("2088202967380001")).await;
    answer.refused(409, "request-reused");
    assert_eq!(unsold(&world, "P-2").await, "user-limit");
    let body = json!({ "request_no": "P-2", "user_id": "2088202967380001" });
    world.post("operator", &path, body).await.is(201);
    assert_eq!(unsold(&world, "P-3").await, "sold-out");
    world.advance_to("2026-12-01T00:00:00+08:00").await;
    assert_eq!(unsold(&world, "P-3").await, "out-of-time");
    let status = format!("/api/packages/{ID}/status");
    let body = Some(json!({ "status": "paused" }));
    world.ask(Method::PUT, "admin", &status, body).await.is(200);
    assert_eq!(unsold(&world, "P-3").await, "not-on-sale");
    let shown = world.get("viewer", &format!("/api/packages/{ID}")).await;
    assert_eq!(shown.is(200)["sold"], 2);
}

#[tokio::test]
async fn an_id_is_chosen_where_none_is_said() {
    let world = World::new();
    let mut ids = Vec::new();
    for _ in 0..2 {
        let mut body = package(json!({}));
        body.as_object_mut().unwrap().remove("package_id");
        let made = world.post("owner", "/api/packages", body).await.is(201);
        ids.push(made["package_id"].as_str().unwrap().to_owned());
    }
    assert!(ids[0].starts_with("IP20261125"), "{ids:?}");
    assert_eq!(ids[0].len(), ID.len());
    assert_ne!(ids[0], ids[1]);
}

#[tokio::test]
async fn a_package_that_cannot_be_is_not_made() {
    let world = World::new();
    for (with, field) in [
        (json!({ "name": " " }), "name"),
        (json!({ "merchant": "2088102111111119" }), "merchant"),
        (json!({ "price": "1.001" }), "price"),
        (json!({ "budget": -1 }), "budget"),
        (json!({ "package_id": "I".repeat(65) }), "package_id"),
        (
            json!({ "limit": { "period": "day", "count": 0 } }),
            "limit.count",
        ),
        (json!({ "pay_channel": "cash" }), "pay_channel"),
        (
            json!({ "activities": ["2016042700826004508401111111"] }),
            "activities[0]",
        ),
        (
            json!({ "purchase_window": {
                "from": "2026-11-02T00:00:00+08:00", "until": "2026-11-01T00:00:00+08:00",
            }}),
            "purchase_window",
        ),
    ] {
        let answer = world.post("admin", "/api/packages", package(with)).await;
        let problem = answer.refused(422, "invalid-field");
        assert_eq!(problem["field"], field, "{problem}");
    }
    make(&world, json!({})).await;
    let again = world
        .post("admin", "/api/packages", package(json!({})))
        .await;
    again.refused(409, "package-exists");
}

#[tokio::test]
async fn a_package_holds_no_stock_of_wechat_pays() {
    let world = World::new();
    let activity = world.activity(terms(), &[]).await;
    let activity = world.engine.activity(activity).await.unwrap().unwrap();
    let activity = activity.activity;
    let stock = NewActivity {
        product: Product::WechatCoupon,
        owner: activity.owner,
        operator: activity.operator,
        receiver: activity.receiver,
        quantity: 1,
        terms: Terms::clone(&activity.terms),
        document: "{}".to_owned(),
        members: Vec::new(),
        publishes: true,
    };
    let made = world.engine.create(activity.owner, world.number(), stock);
    let stock = id::stock(made.await.unwrap().activity);
    let shown = world
        .get("viewer", &format!("/api/activities/{stock}"))
        .await;
    assert_eq!(shown.is(200)["activity_id"], stock);
    let with = json!({ "activities": [stock] });
    let answer = world.post("admin", "/api/packages", package(with)).await;
    let problem = answer.refused(422, "invalid-field");
    assert_eq!(problem["field"], "activities[0]");
}

#[tokio::test]
async fn packages_are_there_for_their_merchant_and_roles() {
    let world = World::new();
    make(&world, json!({})).await;
    let path = format!("/api/packages/{ID}");
    world
        .get("other", &path)
        .await
        .refused(404, "no-such-package");
    let missing = world.get("viewer", "/api/packages/IP1").await;
    missing.refused(404, "no-such-package");
    let answer = world
        .post("operator", "/api/packages", package(json!({})))
        .await;
    answer.refused(403, "forbidden");
    let body = package(json!({ "package_id": "IP2" }));
    let answer = world.post("other", "/api/packages", body).await;
    answer.refused(422, "invalid-field");
    let query = format!("/api/packages?merchant={OTHER}");
    world.get("owner", &query).await.refused(403, "forbidden");
    for (token, status) in [("viewer", 403), ("other", 404)] {
        let body = json!({ "request_no": "P-1", "user_id": USER });
        let answer = world.post(token, &format!("{path}/purchases"), body).await;
        assert_eq!(answer.status.as_u16(), status);
        let body = Some(json!({ "status": "paused" }));
        let answer = world
            .ask(Method::PUT, token, &format!("{path}/status"), body)
            .await;
        assert_eq!(answer.status.as_u16(), status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_packages_of_an_id_is_made() {
    let world = World::new();
    for round in 0..16 {
        let id = format!("IP-{round}");
        let calls = (0..8).map(|nth| {
            let api = world.api.clone();
            let with = json!({ "package_id": id, "name": format!("第{nth}种") });
            let request = http::Request::post("/api/packages")
                .header("authorization", "Bearer admin")
                .header("content-type", "application/json")
                .body(axum::body::Body::from(package(with).to_string()))
                .unwrap();
            tokio::spawn(async move {
                tower::ServiceExt::oneshot(api, request)
                    .await
                    .unwrap()
                    .status()
                    .as_u16()
            })
        });
        let mut statuses = Vec::new();
        for call in calls.collect::<Vec<_>>() {
            statuses.push(call.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses[0], 201, "{statuses:?}");
        assert!(
            statuses[1..].iter().all(|status| *status == 409),
            "{statuses:?}"
        );
    }
}
