//! Who may ask what.

use axum::body::Body;
use http::{Method, Request};
use quan_core::{AppId, RequestNo};
use quan_engine::registry::{Delivery, DeliveryStatus, Entry, WechatCard, WechatMerchant};
use serde_json::json;

use crate::own::{APP, BEGIN, OTHER, OWNER, World, at, call, merchant, order, prepaid, terms};

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

/// Everything of the owner's that a path can name.
struct Things {
    activity: String,
    voucher: String,
    redemption: String,
    recharge: String,
}

impl Things {
    async fn of(world: &World) -> Things {
        let prepaid = world.created(prepaid(), &[]).await;
        let accepted = world
            .engine
            .publish(prepaid, merchant(OWNER), world.number())
            .await
            .unwrap();
        let activity = world.activity(terms(), &[]).await;
        let voucher = world.voucher(activity, crate::own::USER).await;
        let redeemed = world.redeem(&voucher, order(json!({}))).await.is(201);
        let plan = |id: &str, merchant_id: &str, operator: &str| Delivery {
            id: id.to_owned(),
            merchant: merchant(merchant_id),
            operator: merchant(operator),
            receiver: AppId::parse(APP).unwrap(),
            request: RequestNo::parse("N-1").unwrap(),
            status: DeliveryStatus::Rejected,
            fault: None,
            document: "{}".to_owned(),
            created_at: at(BEGIN),
        };
        let plans = [plan("PLAN", OWNER, OWNER), plan("PLACED", OWNER, OTHER)];
        let make = |_| (plans.to_vec(), String::new());
        world
            .registry
            .add_deliveries(OWNER, &call("N-1"), at(BEGIN), make)
            .unwrap();
        let package = json!({
            "package_id": "PACKAGE",
            "merchant": OWNER,
            "name": "券包",
            "purchase_window": {
                "from": "2026-11-01T00:00:00+08:00", "until": "2026-11-30T23:59:59+08:00",
            },
            "price": "9.90",
            "budget": 2,
        });
        world.post("admin", "/api/packages", package).await.is(201);
        let service = json!({ "app_id": APP, "name": "点单" });
        let path = "/api/service-codes/SERVICE";
        let put = world.ask(Method::PUT, "admin", path, Some(service)).await;
        put.is(200);
        let card = WechatCard {
            id: "CARD".to_owned(),
            merchant: merchant(OWNER),
            activity,
        };
        let entries = [
            Entry::WechatMerchant(WechatMerchant::named(merchant(OWNER), "演示咖啡")),
            Entry::WechatCard(card),
        ];
        world.registry.put(&entries).unwrap();
        Things {
            activity: world.activity_id(activity).await,
            voucher,
            redemption: redeemed["redemption_id"].as_str().unwrap().to_owned(),
            recharge: accepted.recharge.unwrap().to_string(),
        }
    }

    /// The value of a part of a path.
    fn named<'a>(&'a self, part: &'a str) -> &'a str {
        match part {
            "{activity_id}" => &self.activity,
            "{voucher_id}" => &self.voucher,
            "{redemption_id}" => &self.redemption,
            "{recharge_id}" => &self.recharge,
            "{merchant_id}" | "{pid}" | "{mchid}" => OWNER,
            "{card_id}" => "CARD",
            "{shop_id}" => "SHOP-1",
            "{app_id}" => APP,
            "{package_id}" => "PACKAGE",
            "{code}" => "SERVICE",
            "{delivery_id}" => "PLAN",
            "{user_id}" => crate::own::USER,
            "{notice_id}" => "1-1",
            // No such trade is needed: an unknown one is refused the same way.
            "{trade_no}" => "2026112500000000000000000000",
            other => other,
        }
    }
}

/// What a call needs to be done by somebody who may.
fn said(method: &str, path: &str) -> serde_json::Value {
    match (method, path) {
        ("post", "/api/vouchers/{voucher_id}/redemptions") => order(json!({ "request_no": "Z" })),
        (
            "post",
            "/api/redemptions/{redemption_id}/returns" | "/api/merchants/{merchant_id}/deposits",
        ) => json!({ "request_no": "Z", "amount": "1.00" }),
        ("put", "/api/packages/{package_id}/status") => json!({ "status": "paused" }),
        ("put", "/api/deliveries/{delivery_id}/status") => json!({ "status": "active" }),
        ("post", "/api/packages/{package_id}/purchases") => {
            json!({ "request_no": "Z", "user_id": crate::own::USER })
        }
        ("put", "/api/service-codes/{code}") => json!({ "app_id": APP, "name": "别的" }),
        ("put", "/api/wechat-cards/{card_id}") => {
            json!({ "merchant": OWNER, "stock": "1000000000000001" })
        }
        ("put", "/api/wechat-merchants/{mchid}/certificate-state") => {
            json!({ "serial_no": "AB", "state": "valid" })
        }
        ("post", "/api/packages") => json!({
            "merchant": OWNER,
            "name": "券包",
            "purchase_window": {
                "from": "2026-11-01T00:00:00+08:00", "until": "2026-11-30T23:59:59+08:00",
            },
            "price": "9.90",
            "budget": 2,
        }),
        ("post", "/api/users") => json!({ "users": [] }),
        _ => json!({}),
    }
}

/// Every call of the document that changes something, with the token of another
/// merchant's administrator.
#[tokio::test]
async fn an_administrator_of_a_merchant_changes_nothing_of_anothers() {
    let world = World::new();
    let things = Things::of(&world).await;
    let document = world.get("", "/api/openapi.json").await.is(200);
    let mut asked = 0;
    for (path, methods) in document["paths"].as_object().unwrap() {
        for method in methods.as_object().unwrap().keys() {
            if method == "get" {
                continue;
            }
            let parts = path.split('/').map(|part| things.named(part));
            let named = parts.collect::<Vec<_>>().join("/");
            let verb = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let body = Some(said(method, path));
            let answer = world.ask(verb, "other", &named, body).await;
            // A merchant that is named in a body is a field like others.
            let refused = match answer.status.as_u16() {
                422 => answer.body["field"] == "merchant",
                status => status == 403 || status == 404,
            };
            assert!(refused, "{method} {path}: {}", answer.text);
            asked += 1;
        }
    }
    assert!(asked > 20, "{asked}");
    world.get("admin", "/api/verify").await.is(200);
    // What a service provider placed for the owner is the owner's to activate.
    let status = json!({ "status": "active" });
    let path = "/api/deliveries/PLACED/status";
    let answer = world.ask(Method::PUT, "other", path, Some(status)).await;
    answer.refused(403, "forbidden");
    world.get("other", "/api/deliveries/PLACED").await.is(200);
}

/// Every call of the document that looks at something of a merchant's.
#[tokio::test]
async fn an_administrator_of_a_merchant_sees_nothing_of_anothers() {
    let world = World::new();
    let things = Things::of(&world).await;
    let document = world.get("", "/api/openapi.json").await.is(200);
    for (path, methods) in document["paths"].as_object().unwrap() {
        if methods.get("get").is_none() || !path.contains('{') {
            continue;
        }
        let parts = path.split('/').map(|part| things.named(part));
        let named = parts.collect::<Vec<_>>().join("/");
        let answer = world.get("other", &named).await;
        let refused = [403, 404].contains(&answer.status.as_u16());
        assert!(refused, "{path}: {}", answer.text);
    }
}
