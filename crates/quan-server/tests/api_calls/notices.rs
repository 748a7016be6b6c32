//! What merchants were told, through the API.

use quan_core::{AppId, RequestNo};
use quan_engine::registry::{Delivery, DeliveryStatus, Registration, Shop, ShopKind};
use serde_json::json;

use crate::own::{APP, BEGIN, OWNER, USER, World, at, call, merchant, order, terms};

/// A world whose application has an address: facts become notices.
fn subscribed() -> World {
    let world = World::new();
    world.engine.subscribe([AppId::parse(APP).unwrap()].into());
    world
}

#[tokio::test]
async fn notices_are_listed_with_their_state() {
    let world = subscribed();
    let activity = world.activity(terms(), &[]).await;
    let voucher = world.voucher(activity, USER).await;
    world.redeem(&voucher, order(json!({}))).await.is(201);
    let id = world.activity_id(activity).await;
    let listed = world
        .get("viewer", &format!("/api/notices?activity={id}"))
        .await
        .is(200);
    assert_eq!(listed["total"], 2);
    let items = listed["items"].as_array().unwrap();
    let published = items
        .iter()
        .find(|item| item["event"] == "published")
        .unwrap();
    assert_eq!(
        (
            &published["activity_id"],
            &published["receiver"],
            &published["state"]
        ),
        (&json!(id), &json!(APP), &json!("waiting"))
    );
    assert_eq!(
        (&published["request_no"], &published["attempts"]),
        (&json!("R-2"), &json!([]))
    );
    let redeemed = items
        .iter()
        .find(|item| item["event"] == "redeemed")
        .unwrap();
    assert_eq!(
        (&redeemed["voucher_id"], &redeemed["user_id"]),
        (&json!(voucher), &json!(USER))
    );
    let delivered = world
        .get("viewer", "/api/notices?state=delivered")
        .await
        .is(200);
    assert_eq!(delivered["total"], 0);
}

#[tokio::test]
async fn a_confined_token_names_an_activity_of_its_merchant() {
    let world = subscribed();
    let activity = world.activity(terms(), &[]).await;
    let id = world.activity_id(activity).await;
    let path = format!("/api/notices?activity={id}");
    assert_eq!(world.get("owner", &path).await.is(200)["total"], 1);
    world
        .get("other", &path)
        .await
        .refused(404, "no-such-activity");
    let replay = format!("/api/notices/{activity}-1/replay");
    world
        .post("other", &replay, json!({}))
        .await
        .refused(404, "no-such-notice");
    world.post("owner", &replay, json!({})).await.is(202);
    let replay = format!("/api/notices/{activity}-99/replay");
    world
        .post("owner", &replay, json!({}))
        .await
        .refused(404, "no-such-notice");
}

/// A world with two plans, the owner's shop certified, and all of it to be told.
fn planned() -> World {
    let world = World::listening("http://127.0.0.1:9/");
    let plan = |id: &str| Delivery {
        id: id.to_owned(),
        merchant: merchant(OWNER),
        operator: merchant(OWNER),
        receiver: AppId::parse(APP).unwrap(),
        request: RequestNo::parse("N-1").unwrap(),
        status: DeliveryStatus::Active,
        fault: None,
        document: "{}".to_owned(),
        created_at: at(BEGIN),
    };
    let make = |_| (vec![plan("D1"), plan("D2")], String::new());
    world
        .registry
        .add_deliveries(OWNER, &call("N-1"), at(BEGIN), make)
        .unwrap();
    let receiver = AppId::parse(APP).unwrap();
    let with = Registration {
        details: "{}",
        receiver: Some(&receiver),
        now: at(BEGIN),
    };
    let kind = ShopKind::Payment;
    let make = |_| Shop::new("S9", merchant(OWNER), kind, "新店", "330100");
    world.registry.add_shop(&with, make).unwrap();
    world
}

#[tokio::test]
async fn notices_about_plans_and_shops_are_listed_behind_those_of_activities() {
    let world = planned();
    world.engine.subscribe([AppId::parse(APP).unwrap()].into());
    world.activity(terms(), &[]).await;
    let events = async |query: &str| {
        let listed = world.get("viewer", &format!("/api/notices?{query}")).await;
        let listed = listed.is(200);
        let events = listed["items"].as_array().unwrap().iter();
        let events: Vec<_> = events
            .map(|item| item["event"].as_str().unwrap().to_owned())
            .collect();
        (events.join(" "), listed["total"].as_u64().unwrap())
    };
    let is = |events: &str, total| (events.to_owned(), total);
    let all = "published shop_passed delivery_active delivery_active";
    assert_eq!(events("").await, is(all, 4));
    let first = is("published shop_passed delivery_active", 4);
    assert_eq!(events("page_size=3").await, first);
    assert_eq!(events("page_size=3&page=2").await, is("delivery_active", 4));
    assert_eq!(events("page_size=3&page=3").await, is("", 4));
    assert_eq!(events("page_size=1&page=2").await, is("shop_passed", 4));
    assert_eq!(events("state=delivered").await, is("", 0));
    assert_eq!(
        events("state=waiting&delivery=D1").await,
        is("delivery_active", 1)
    );
    assert_eq!(events("shop=S9").await, is("shop_passed", 1));
    let listed = world.get("owner", "/api/notices?delivery=D2").await.is(200);
    assert_eq!(
        listed["items"],
        json!([{
            "notice_id": "0-2", "delivery_id": "D2", "receiver": APP, "event": "delivery_active",
            "request_no": "N-1", "happened_at": BEGIN, "state": "waiting", "due_at": BEGIN,
            "attempts": [],
        }])
    );
    for (query, status, code) in [
        ("delivery=D9", 404, "no-such-delivery"),
        ("shop=S8", 404, "no-such-shop"),
        ("delivery=D1&shop=S9", 422, "invalid-field"),
    ] {
        let answer = world.get("viewer", &format!("/api/notices?{query}")).await;
        answer.refused(status, code);
    }
    let path = "/api/notices?delivery=D1";
    let refused = world.get("other", path).await;
    refused.refused(404, "no-such-delivery");
}

#[tokio::test]
async fn a_notice_about_a_plan_or_a_shop_is_told_again() {
    let world = planned();
    let gone = |delivered: bool| quan_engine::Attempt {
        at: at(BEGIN),
        delivered,
        detail: "said".to_owned(),
    };
    for (number, delivered) in [(1, false), (3, true)] {
        let tried = gone(delivered);
        world.registry.record_attempt(number, &tried, None).unwrap();
    }
    let state = async |number: u64| {
        let listed = world.get("viewer", "/api/notices").await.is(200);
        let items = listed["items"].as_array().unwrap().clone();
        let id = format!("0-{number}");
        let item = items.into_iter().find(|item| item["notice_id"] == id);
        let item = item.unwrap();
        assert_eq!(
            item["attempts"],
            json!([{ "at": BEGIN, "delivered": number == 3, "detail": "said" }])
        );
        item["state"].as_str().unwrap().to_owned()
    };
    assert_eq!((&*state(1).await, &*state(3).await), ("dead", "delivered"));
    for number in [1, 3] {
        let path = format!("/api/notices/0-{number}/replay");
        let refused = world.post("other", &path, json!({})).await;
        refused.refused(404, "no-such-notice");
        let refused = world.post("viewer", &path, json!({})).await;
        refused.refused(403, "forbidden");
        let again = world.post("owner", &path, json!({})).await.is(202);
        assert_eq!(again, json!({ "notice_id": format!("0-{number}") }));
        assert_eq!(state(number).await, "waiting");
    }
    for id in ["0-9", "0-01", "0-", "0"] {
        let path = format!("/api/notices/{id}/replay");
        let refused = world.post("operator", &path, json!({})).await;
        refused.refused(404, "no-such-notice");
    }
}
