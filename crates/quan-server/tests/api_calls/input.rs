//! What bad input gets.

use axum::body::Body;
use http::{Method, Request};
use serde_json::json;

use crate::own::{Answer, World, order, terms};

async fn raw(world: &World, content_type: Option<&str>, body: impl Into<Body>) -> Answer {
    let voucher = world.voucher_of(terms(), &[]).await;
    let mut request = Request::post(format!("/api/vouchers/{voucher}/redemptions"))
        .header("authorization", "Bearer operator");
    if let Some(content_type) = content_type {
        request = request.header("content-type", content_type);
    }
    world.send(request.body(body.into()).unwrap()).await
}

#[tokio::test]
async fn a_wrong_field_is_named() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    for (field, change) in [
        ("total", json!({ "total": "-1.00" })),
        ("total", json!({ "total": "1.001" })),
        ("total", json!({ "total": 100 })),
        ("total", json!({ "total": null })),
        ("total", json!({ "total": "0.00" })),
        ("discountable", json!({ "discountable": "100.01" })),
        (
            "undiscountable",
            json!({ "discountable": "60.00", "undiscountable": "40.01" }),
        ),
        ("undiscountable", json!({ "undiscountable": "100.01" })),
        ("request_no", json!({ "request_no": "" })),
        ("request_no", json!({ "request_no": "n".repeat(129) })),
        ("order_no", json!({ "order_no": "n".repeat(129) })),
        ("user_id", json!({ "user_id": "" })),
        ("seller", json!({ "seller": {} })),
        ("seller.pid", json!({ "seller": { "pid": "" } })),
        ("seller.shop", json!({ "seller": { "shop": "x" } })),
        ("shop_id", json!({ "shop_id": "\u{7}" })),
        (
            "actual_order_time",
            json!({ "actual_order_time": "2026-02-30 00:00:00" }),
        ),
        (
            "goods[0].quantity",
            json!({ "goods": [{ "goods_id": "tea", "price": "1.00", "quantity": 0 }] }),
        ),
        (
            "goods[1].price",
            json!({ "goods": [
                { "goods_id": "tea", "price": "1.00", "quantity": 1 },
                { "goods_id": "tea", "price": "-1", "quantity": 1 },
            ]}),
        ),
        ("discount", json!({ "discount": "1.00" })),
    ] {
        let problem = world.redeem(&voucher, order(change.clone())).await;
        let problem = problem.refused(422, "invalid-field");
        assert_eq!(problem["field"], field, "{change} {problem}");
    }
    let mut incomplete = order(json!({}));
    incomplete.as_object_mut().unwrap().remove("order_no");
    let problem = world
        .redeem(&voucher, incomplete)
        .await
        .refused(422, "invalid-field");
    assert!(problem["detail"].as_str().unwrap().contains("order_no"));
    assert_eq!(
        world.voucher_row(&voucher).await.uses,
        0,
        "nothing was half done"
    );
}

#[tokio::test]
async fn a_body_that_is_not_json_is_refused() {
    let world = World::new();
    for body in ["", "{", "{\"total\":}", "\u{feff}{}"] {
        raw(&world, Some("application/json"), body)
            .await
            .refused(400, "broken-json");
    }
    let not_utf8 = b"{\"request_no\":\"\xff\"}".to_vec();
    let status = raw(&world, Some("application/json"), not_utf8).await.status;
    assert!(status.is_client_error());
    let deep = "[".repeat(2000);
    assert!(
        raw(&world, Some("application/json"), deep)
            .await
            .status
            .is_client_error()
    );
}

#[tokio::test]
async fn a_body_of_another_type_is_refused() {
    let world = World::new();
    for content_type in [
        None,
        Some("text/plain"),
        Some("application/x-www-form-urlencoded"),
    ] {
        let answer = raw(&world, content_type, order(json!({})).to_string()).await;
        answer.refused(415, "wrong-media-type");
    }
    let with_charset = Some("Application/JSON; charset=utf-8");
    raw(&world, with_charset, order(json!({})).to_string())
        .await
        .is(201);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let world = World::new();
    let large = order(json!({ "shop_id": "s".repeat(5000) })).to_string();
    raw(&world, Some("application/json"), large)
        .await
        .refused(413, "body-too-large");
}

#[tokio::test]
async fn a_path_that_leads_nowhere_and_a_wrong_method_are_told_apart() {
    let world = World::new();
    world
        .get("viewer", "/api/nothing")
        .await
        .refused(404, "no-such-route");
    world
        .get("viewer", "/nothing")
        .await
        .refused(404, "no-such-route");
    let answer = world
        .ask(Method::DELETE, "viewer", "/api/activities", None)
        .await;
    assert!(answer.headers["allow"].to_str().unwrap().contains("GET"));
    answer.refused(405, "no-such-method");
    world
        .get("viewer", "/api/vouchers/%FF")
        .await
        .refused(404, "no-such-route");
}

#[tokio::test]
async fn a_wrong_query_is_named() {
    let world = World::new();
    for (path, field) in [
        ("/api/activities?page=0", "page"),
        ("/api/activities?page=x", "page"),
        ("/api/activities?page_size=101", "page_size"),
        ("/api/activities?state=gone", "state"),
        ("/api/activities?merchant=0", "merchant"),
        ("/api/notices?state=lost", "state"),
        ("/api/users?limit=0", "limit"),
    ] {
        let problem = world
            .get("viewer", path)
            .await
            .refused(422, "invalid-field");
        assert_eq!(problem["field"], field, "{path} {problem}");
    }
}
