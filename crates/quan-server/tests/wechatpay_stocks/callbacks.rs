//! Where merchants are told.

use quan_server::courier::Settings;
use serde_json::{Value, json};

use crate::world::*;
use crate::{SAMPLED, sample};

fn told_of(merchant: &str) -> String {
    format!("{CALLBACKS}?mchid={merchant}")
}

#[tokio::test]
async fn w_cb_the_samples() {
    let world = World::new();
    world.clock.set(at("2025-08-01T09:00:00+08:00"));
    let request = sample("set-callback.request");
    let answer = world.ok(RECORDED, "POST", CALLBACKS, request).await;
    assert_eq!(answer, sample("set-callback.response"));
    world.go_to(SAMPLED).await;
    for target in [told_of(RECORDED), CALLBACKS.to_owned()] {
        let shown = world.ok(RECORDED, "GET", &target, Value::Null).await;
        assert_eq!(shown, sample("get-callback.response"));
    }
}

#[tokio::test]
async fn w_cb_1_ones_own_or_a_clients() {
    let world = World::new();
    let body = |merchant: &str| json!({ "mchid": merchant, "notify_url": "https://m.example/x" });
    for merchant in [STRANGER, PARTNER] {
        let refused = world
            .refusal(CREATOR, "POST", CALLBACKS, body(merchant))
            .await;
        assert_eq!(refused.code(), (403, "NO_AUTH"));
        assert_eq!(refused.message, "无权限");
        let refused = world
            .refusal(CREATOR, "GET", &told_of(merchant), Value::Null)
            .await;
        assert_eq!(refused.code(), (403, "NO_AUTH"));
    }
    let unknown = world
        .refusal(CREATOR, "POST", CALLBACKS, body("1999999999"))
        .await;
    assert_eq!(unknown.code(), (400, "MCH_NOT_EXISTS"));
    assert_eq!(unknown.message, "商户号不存在");
    let unknown = world
        .refusal(CREATOR, "GET", &told_of("1999999999"), Value::Null)
        .await;
    assert_eq!(unknown.code(), (400, "MCH_NOT_EXISTS"));
    let answer = world.ok(PARTNER, "POST", CALLBACKS, body(CLIENT)).await;
    assert_eq!(answer["mchid"], CLIENT);
    let shown = world.ok(CLIENT, "GET", CALLBACKS, Value::Null).await;
    assert_eq!(shown["notify_url"], "https://m.example/x");
    // A client does not speak for its service provider.
    let refused = world
        .refusal(CLIENT, "POST", CALLBACKS, body(PARTNER))
        .await;
    assert_eq!(refused.code(), (403, "NO_AUTH"));
}

#[tokio::test]
async fn w_cb_2_the_last_address_counts() {
    let world = World::new();
    for url in ["https://m.example/1", "https://m.example/2"] {
        let body = json!({ "notify_url": url });
        let answer = world.ok(CREATOR, "POST", CALLBACKS, body).await;
        assert_eq!(
            answer,
            json!({ "notify_url": url, "mchid": CREATOR, "update_time": BEGIN })
        );
    }
    let shown = world.ok(CREATOR, "GET", CALLBACKS, Value::Null).await;
    assert_eq!(
        shown,
        json!({ "notify_url": "https://m.example/2", "mchid": CREATOR })
    );
}

#[tokio::test]
async fn w_cb_3_without_an_address() {
    let world = World::new();
    let refused = world.refusal(CREATOR, "GET", CALLBACKS, Value::Null).await;
    assert_eq!(refused.code(), (404, "RESOURCE_NOT_EXISTS"));
    assert_eq!(refused.message, "查询的资源不存在");
}

#[tokio::test]
async fn w_cb_4_addresses_that_nothing_is_posted_to() {
    let world = World::new();
    for url in [
        "http://m.example/x",
        "https://m.example/x?y=1",
        "https://m.example/x y",
        "https://127.0.0.1/x",
        "https://10.0.0.1/x",
        "https://",
        "https:///xyzzy",
        &format!("https://m.example/{}", "x".repeat(240)),
    ] {
        let refused = world
            .refusal(CREATOR, "POST", CALLBACKS, json!({ "notify_url": url }))
            .await;
        assert_eq!(refused.code(), (400, "PARAM_ERROR"), "{url}");
    }
    let nothing = world.refusal(CREATOR, "GET", CALLBACKS, Value::Null).await;
    assert_eq!(nothing.code(), (404, "RESOURCE_NOT_EXISTS"));
}

#[tokio::test]
async fn d27_a_developers_own_receiver_where_the_operator_allows_it() {
    let world = World::wished(Wish {
        addresses: Settings {
            allow_http: true,
            allow_private: true,
            ..Settings::default()
        },
        ..Wish::default()
    });
    let body = json!({ "notify_url": "http://127.0.0.1:9000/told" });
    let answer = world.ok(CREATOR, "POST", CALLBACKS, body).await;
    assert_eq!(answer["notify_url"], "http://127.0.0.1:9000/told");
    for url in ["http://127.0.0.1:9000/told?x=1", "ftp://m.example/told"] {
        let refused = world
            .refusal(CREATOR, "POST", CALLBACKS, json!({ "notify_url": url }))
            .await;
        assert_eq!(refused.code(), (400, "PARAM_ERROR"), "{url}");
    }
}
