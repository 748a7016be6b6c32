//! Shops, as the platform's staff sees them.

use http::Method;
use quan_engine::registry::{Entry, Registration, Shop, ShopKind};
use serde_json::json;

use crate::own::{BEGIN, OTHER, OWNER, World, at, merchant};

#[tokio::test]
async fn d30_a_shop_is_certified_and_closed() {
    let world = World::new();
    let path = "/api/shops/SHOP-1";
    let shown = world.get("viewer", path).await.is(200);
    assert_eq!(
        shown,
        json!({
            "shop_id": "SHOP-1", "merchant": OWNER, "kind": "payment", "name": "西湖店",
            "city": "330100", "info_status": "certified", "open": true,
        })
    );
    for status in ["incomplete", "in_audit", "unknown", "certified"] {
        let asked = json!({ "info_status": status });
        let set = world.ask(Method::PATCH, "admin", path, Some(asked)).await;
        let set = set.is(200);
        assert_eq!(
            (&set["info_status"], &set["open"]),
            (&json!(status), &json!(true))
        );
    }
    let asked = json!({ "open": false });
    let set = world.ask(Method::PATCH, "owner", path, Some(asked)).await;
    assert_eq!(set.is(200)["open"], false);
    let shown = world.get("viewer", path).await.is(200);
    assert_eq!(
        (&shown["info_status"], &shown["open"]),
        (&json!("certified"), &json!(false))
    );
}

#[tokio::test]
async fn only_admins_change_shops_and_only_their_own_merchants() {
    let world = World::new();
    let path = "/api/shops/SHOP-1";
    let change = || Some(json!({ "open": false }));
    let asked = world.ask(Method::PATCH, "operator", path, change()).await;
    asked.refused(403, "forbidden");
    let asked = world.ask(Method::PATCH, "other", path, change()).await;
    asked.refused(404, "no-such-shop");
    world.get("other", path).await.refused(404, "no-such-shop");
    let path = "/api/shops/SHOP-9";
    let asked = world.ask(Method::PATCH, "admin", path, change()).await;
    asked.refused(404, "no-such-shop");
    world.get("viewer", path).await.refused(404, "no-such-shop");
    for body in [json!({ "info_status": "02" }), json!({ "closed": true })] {
        let asked = world
            .ask(Method::PATCH, "admin", "/api/shops/SHOP-1", Some(body))
            .await;
        asked.refused(422, "invalid-field");
    }
}

#[tokio::test]
async fn shops_of_both_sorts_are_listed() {
    let world = World::new();
    let mut real = Shop::new("REAL-1", merchant(OWNER), ShopKind::Real, "湖店", "330100");
    real.submerchant = Some("2088102111111112".into());
    real.store_id = Some("NO0001".into());
    world.registry.put(&[Entry::Shop(real)]).unwrap();
    let world = &world;
    let ids = async |token: &str, query: &str| {
        let path = format!("/api/shops{query}");
        let listed = world.get(token, &path).await.is(200);
        let items = listed["items"].as_array().unwrap().iter();
        let ids: Vec<_> = items
            .map(|shop| shop["shop_id"].as_str().unwrap())
            .collect();
        (ids.join(" "), listed["next"].as_str().map(str::to_owned))
    };
    let all = ("REAL-1 SHOP-1 SHOP-2".to_owned(), None);
    assert_eq!(ids("viewer", "").await, all);
    let first = ("REAL-1".to_owned(), Some("REAL-1".to_owned()));
    assert_eq!(ids("viewer", "?limit=1").await, first);
    assert_eq!(ids("viewer", "?after=SHOP-1").await.0, "SHOP-2");
    assert_eq!(ids("viewer", "?kind=real").await.0, "REAL-1");
    assert_eq!(ids("owner", "").await.0, "REAL-1 SHOP-1");
    let query = format!("?merchant={OTHER}&kind=payment");
    assert_eq!(ids("admin", &query).await.0, "SHOP-2");
    let path = format!("/api/shops{query}");
    world.get("owner", &path).await.refused(403, "forbidden");
    for query in ["?limit=0", "?limit=1001", "?kind=cafe", "?colour=red"] {
        let answer = world.get("viewer", &format!("/api/shops{query}")).await;
        answer.refused(422, "invalid-field");
    }
    let shown = world.get("viewer", "/api/shops/REAL-1").await.is(200);
    assert_eq!(
        (&shown["smid"], &shown["store_id"]),
        (&json!("2088102111111112"), &json!("NO0001"))
    );
}

#[tokio::test]
async fn what_a_shop_was_registered_with_is_shown_with_it() {
    let world = World::new();
    let with = Registration {
        details: r#"{"shop_type":"01"}"#,
        receiver: None,
        now: at(BEGIN),
    };
    let added = world.registry.add_shop(&with, |_| {
        Shop::new(
            "SHOP-3",
            merchant(OWNER),
            ShopKind::Payment,
            "湖店",
            "330100",
        )
    });
    added.unwrap();
    let shown = world.get("viewer", "/api/shops/SHOP-3").await.is(200);
    assert_eq!(shown["details"], json!({ "shop_type": "01" }));
}
