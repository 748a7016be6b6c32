//! What the gateway refuses, and what it refuses first.

use http::Request;
use hyper::body::Bytes;
use quan_engine::registry::{AlipayApp, AppKey, Entry};
use quan_wire::alipay::charset::Charset;
use quan_wire::alipay::gateway::Outgoing;

use crate::world::{APP, Refusal, SEND, World};

/// Everything that a request needs but its signature.
const WHOLE: [(&str, &str); 7] = [
    ("app_id", APP),
    ("method", SEND),
    ("charset", "utf-8"),
    ("sign_type", "RSA2"),
    ("timestamp", "2026-11-25 12:00:00"),
    ("version", "1.0"),
    ("biz_content", "{}"),
];

/// [`WHOLE`] with some values changed; an empty one takes the parameter away.
fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut pairs: Vec<_> = WHOLE.to_vec();
    for (name, value) in changes {
        pairs.retain(|(known, _)| known != name);
        if !value.is_empty() {
            pairs.push((name, value));
        }
    }
    pairs
}

async fn unsigned(world: &World, changes: &[(&str, &str)]) -> Refusal {
    let pairs = with(changes);
    let query = quan_wire::alipay::form::encode(pairs.clone());
    let request = Request::get(format!("/gateway.do?{query}"))
        .body(Bytes::new())
        .unwrap();
    let response = world.server.call(request).await;
    let method = pairs
        .iter()
        .find(|(name, _)| *name == "method")
        .map_or("", |pair| pair.1);
    world.opened(&response, method, &Charset::default())
}

#[tokio::test]
async fn t1_12_every_refusal_of_a_known_app_is_signed() {
    let world = World::new();
    let long = "x".repeat(129);
    for (changes, code, sub_code) in [
        (vec![("method", "")], "40001", "isv.missing-method"),
        (vec![("app_id", "")], "40001", "isv.missing-app-id"),
        (
            vec![("sign_type", "")],
            "40001",
            "isv.missing-signature-type",
        ),
        (vec![("timestamp", "")], "40001", "isv.missing-timestamp"),
        (vec![("version", "")], "40001", "isv.missing-version"),
        (vec![("charset", "latin1")], "40002", "isv.invalid-charset"),
        (
            vec![("app_id", "2099999999999999")],
            "40002",
            "isv.invalid-app-id",
        ),
        (
            vec![("sign_type", "SM2")],
            "40002",
            "isv.invalid-signature-type",
        ),
        (
            vec![("timestamp", "2026/11/25")],
            "40002",
            "isv.invalid-timestamp",
        ),
        (
            vec![("timestamp", "2026-11-20 12:00:00")],
            "40002",
            "isv.invalid-timestamp",
        ),
        (vec![("format", "xml")], "40002", "isv.invalid-format"),
        (
            vec![("method", "alipay.nosuch")],
            "40002",
            "isv.invalid-method",
        ),
        (vec![("method", &long)], "40002", "isv.invalid-method"),
        (
            vec![("app_auth_token", "unknown")],
            "20001",
            "aop.invalid-app-auth-token",
        ),
        (
            vec![("biz_content", "{\"a\":")],
            "40002",
            "isv.illegal-json",
        ),
        (vec![("biz_content", "[]")], "40002", "isv.illegal-json"),
        (
            vec![("encrypt_type", "DES")],
            "40002",
            "isv.decryption-error-not-valid-encrypt-type",
        ),
    ] {
        let refusal = world.get_signed(&with(&changes)).await;
        assert_eq!(
            (refusal.code(), refusal.sub_code()),
            (code, sub_code),
            "{changes:?}"
        );
        assert!(!refusal.sub_msg().is_empty());
    }
    assert!(world.heard().is_empty());
}

#[tokio::test]
async fn t1_15_an_unknown_app_is_refused_before_its_signature_is_asked_for() {
    let world = World::new();
    let refusal = unsigned(&world, &[("app_id", "2099999999999999")]).await;
    assert_eq!(refusal.sub_code(), "isv.invalid-app-id");
    let refusal = unsigned(&world, &[]).await;
    assert_eq!(
        (refusal.code(), refusal.sub_code()),
        ("40001", "isv.missing-signature")
    );
}

#[tokio::test]
async fn t1_15_an_unknown_method_is_refused_after_the_signature() {
    let world = World::new();
    for changes in [
        [("method", "alipay.nosuch")],
        [("app_auth_token", "unknown")],
    ] {
        let mut changes = changes.to_vec();
        changes.push(("sign", "AAAA"));
        let refusal = unsigned(&world, &changes).await;
        assert_eq!(refusal.sub_code(), "isv.invalid-signature", "{changes:?}");
    }
}

#[tokio::test]
async fn t1_12_an_unknown_app_is_answered_signed() {
    let world = World::new();
    // `opened` verifies the signature.
    let refusal = unsigned(&world, &[("app_id", "2099999999999999"), ("sign", "AAAA")]).await;
    assert_eq!(
        (refusal.code(), refusal.sub_code()),
        ("40002", "isv.invalid-app-id")
    );
    assert_eq!(refusal.sub_msg(), "无效的AppID参数");
}

#[tokio::test]
async fn t1_15_an_app_without_a_key_misses_its_signature_config() {
    let world = World::new();
    let app = world.registry.find_app(APP).unwrap();
    let key = AppKey::PublicKey("no key".to_owned());
    let app = AlipayApp {
        key,
        ..AlipayApp::clone(&app)
    };
    world.registry.put(&[Entry::App(app)]).unwrap();
    let refusal = world.get_signed(&WHOLE).await;
    assert_eq!(
        (refusal.code(), refusal.sub_code()),
        ("40003", "isv.missing-signature-config")
    );
}

#[tokio::test]
async fn a_key_that_is_replaced_counts_from_the_next_request() {
    let world = World::new();
    assert_eq!(world.get_signed(&WHOLE).await.code(), "10000");
    let app = world.registry.find_app(APP).unwrap();
    let key = AppKey::PublicKey(world.platform.public_key().to_pem());
    let app = AlipayApp {
        key,
        ..AlipayApp::clone(&app)
    };
    world.registry.put(&[Entry::App(app)]).unwrap();
    assert_eq!(
        world.get_signed(&WHOLE).await.sub_code(),
        "isv.invalid-signature"
    );
}

#[tokio::test]
async fn t1_15_broken_json_is_refused() {
    let world = World::new();
    for json in ["{", "{\"a\":}", "[]", "null", "1", "{}x", "a=b"] {
        let refusal = world.get_signed(&with(&[("biz_content", json)])).await;
        assert_eq!(refusal.sub_code(), "isv.illegal-json", "{json}");
    }
    assert!(world.heard().is_empty());
}

#[tokio::test]
async fn the_charset_is_asked_for_first() {
    let world = World::new();
    let refusal = unsigned(
        &world,
        &[("charset", "latin1"), ("method", ""), ("app_id", "")],
    )
    .await;
    assert_eq!(refusal.sub_code(), "isv.invalid-charset");
}

#[tokio::test]
async fn a_changed_parameter_does_not_verify() {
    let world = World::new();
    let refusal = world
        .send_with(|call| call.query.push_str("&notify_url=http%3A%2F%2Fx"))
        .await;
    assert_eq!(
        (refusal.code(), refusal.sub_code()),
        ("40002", "isv.invalid-signature")
    );
    assert!(
        refusal.sub_msg().contains("&amp;notify_url=http://x"),
        "{}",
        refusal.sub_msg()
    );
    let refusal = world
        .send_with(|call| call.body = b"biz_content=%7B%7D".to_vec())
        .await;
    assert_eq!(refusal.sub_code(), "isv.invalid-signature");
    assert!(world.heard().is_empty());
}

#[tokio::test]
async fn a_refused_signature_shows_no_token() {
    let world = World::new();
    let mut caller = world.gateway_caller();
    caller.app_auth_token = Some(crate::world::TOKEN.to_owned());
    let mut call = caller.call(SEND, "{}", world.now()).unwrap();
    call.query.push_str("&return_url=x");
    let refusal = world.opened(&world.post(&call).await, SEND, &Charset::default());
    assert_eq!(refusal.sub_code(), "isv.invalid-signature");
    assert!(
        !refusal.sub_msg().contains(crate::world::TOKEN),
        "{}",
        refusal.sub_msg()
    );
}

#[tokio::test]
async fn a_signature_of_the_other_digest_is_told_apart() {
    let world = World::new();
    let refusal = world
        .send_with(|call: &mut Outgoing| {
            // Signed again with SHA-1, still saying RSA2.
            let mut params = quan_wire::alipay::form::Params::new();
            params.merge_encoded(call.query.as_bytes());
            params.merge_encoded(&call.body);
            let layout = quan_wire::alipay::form::Layout::WithSignType;
            let empties = quan_wire::alipay::form::Empties::Dropped;
            let text = params.string_to_sign(layout, empties);
            let sign_type = quan_wire::alipay::key::SignType::Rsa;
            let sign = crate::world::app_key().sign(sign_type, &text).unwrap();
            let start = call.query.find("&sign=").unwrap();
            call.query.truncate(start);
            let pair = quan_wire::alipay::form::encode([("sign", &sign)]);
            call.query.push('&');
            call.query.push_str(&pair);
        })
        .await;
    assert_eq!(refusal.sub_code(), "isv.invalid-signature");
    assert!(
        refusal.sub_msg().contains("可能是RSA"),
        "{}",
        refusal.sub_msg()
    );
}

#[tokio::test]
async fn a_refusal_stands_under_the_methods_root_or_error_response() {
    let world = World::new();
    for (query, root) in [
        (
            "method=alipay.trade.query",
            "{\"alipay_trade_query_response\":{",
        ),
        ("method=alipay%3Ctrade", "{\"error_response\":{"),
        ("", "{\"error_response\":{"),
    ] {
        let request = Request::get(format!("/gateway.do?{query}"))
            .body(Bytes::new())
            .unwrap();
        let response = world.server.call(request).await;
        assert_eq!(response.status(), 200);
        assert!(response.body().starts_with(root.as_bytes()), "{query}");
        let body = String::from_utf8(response.body().to_vec()).unwrap();
        assert!(body.contains(",\"sign\":\""), "{body}");
    }
}

#[tokio::test]
async fn other_verbs_than_get_and_post_are_refused_in_the_gateways_words() {
    let world = World::new();
    let request = Request::put(format!("/gateway.do?method={SEND}&app_id={APP}"));
    let response = world.server.call(request.body(Bytes::new()).unwrap()).await;
    let refusal = world.opened(&response, SEND, &Charset::default());
    assert_eq!(refusal.sub_code(), "isv.invalid-http-method");
}
