//! Encrypted contents of both protocols.

use quan_server::alipay::Outcome;
use quan_wire::alipay::charset::Charset;
use quan_wire::alipay::encrypt::{AesKey, EncryptType, Seal};
use quan_wire::alipay::gateway::Envelope;
use quan_wire::alipay::key::SignType;

use crate::world::{APP, ENCRYPT_KEY, QUERY_PATH, SEND, SEND_PATH, Wish, World, rest_request};

fn key() -> AesKey {
    AesKey::parse(ENCRYPT_KEY).unwrap()
}

#[tokio::test]
async fn an_encrypted_request_gets_an_encrypted_answer() {
    let world = World::new();
    let mut caller = world.gateway_caller();
    caller.encrypt_key = Some(key());
    let call = caller
        .call(SEND, r#"{"activity_id":"1"}"#, world.now())
        .unwrap();
    let response = world.post(&call).await;
    let envelope = Envelope::read(response.body(), SEND, &Charset::default()).unwrap();
    assert!(envelope.is_encrypted());
    assert_eq!(
        world.opened(&response, SEND, &Charset::default()).code(),
        "10000"
    );
    assert_eq!(world.heard_json(), r#"{"activity_id":"1"}"#);
}

#[tokio::test]
async fn t1_9_a_business_refusal_of_an_encrypted_request_is_encrypted() {
    let world = World::new();
    let mut caller = world.gateway_caller();
    caller.encrypt_key = Some(key());
    world.says(Outcome::Business {
        code: "SYSTEM_ERROR",
        message: "系统繁忙".into(),
    });
    for (method, sub_code) in [
        (SEND, "SYSTEM_ERROR"),
        ("alipay.nosuch", "isv.invalid-method"),
    ] {
        let call = caller.call(method, "{}", world.now()).unwrap();
        let response = world.post(&call).await;
        let envelope = Envelope::read(response.body(), method, &Charset::default()).unwrap();
        assert!(envelope.is_encrypted(), "{method}");
        let refusal = world.opened(&response, method, &Charset::default());
        assert_eq!(refusal.sub_code(), sub_code);
    }
    let mut call = caller.call(SEND, "{}", world.now()).unwrap();
    call.query.push_str("&x=y");
    let response = world.post(&call).await;
    let envelope = Envelope::read(response.body(), SEND, &Charset::default()).unwrap();
    assert!(!envelope.is_encrypted());
}

#[tokio::test]
async fn t1_9_an_undecipherable_request_is_answered_in_clear_when_no_key_is_known() {
    let common = [
        ("app_id", APP),
        ("method", SEND),
        ("charset", "utf-8"),
        ("sign_type", "RSA2"),
        ("timestamp", "2026-11-25 12:00:00"),
        ("version", "1.0"),
        ("encrypt_type", "AES"),
        ("biz_content", "bm90IGEgY2lwaGVydGV4dA=="),
    ];
    let without_key = World::wished(Wish {
        without_encrypt_key: true,
        ..Wish::default()
    });
    for (world, sub_code) in [
        (World::new(), "isv.decryption-error-unknown"),
        (without_key, "isv.decryption-error-not-valid-encrypt-key"),
    ] {
        let response = world.server.call(world.signed_request(&common)).await;
        let envelope = Envelope::read(response.body(), SEND, &Charset::default()).unwrap();
        assert!(!envelope.is_encrypted());
        let opened = envelope
            .open(world.platform.public_key(), SignType::Rsa2, None)
            .unwrap();
        assert!(opened.json.contains(sub_code), "{}", opened.json);
    }
}

#[tokio::test]
async fn aes_v2_is_answered_in_kind() {
    let world = World::new();
    let cipher = key().encrypt(br#"{"a":1}"#, Seal::AesV2 { iv: [9; 16] });
    let request = world.signed_request(&[
        ("app_id", APP),
        ("method", SEND),
        ("charset", "utf-8"),
        ("sign_type", "RSA2"),
        ("timestamp", "2026-11-25 12:00:00"),
        ("version", "1.0"),
        ("encrypt_type", "AES_V2"),
        ("biz_content", &cipher),
    ]);
    let response = world.server.call(request).await;
    let envelope = Envelope::read(response.body(), SEND, &Charset::default()).unwrap();
    let content = key();
    let opened = envelope.open(
        world.platform.public_key(),
        SignType::Rsa2,
        Some((&content, EncryptType::AesV2)),
    );
    assert!(opened.unwrap().json.contains("10000"));
    assert_eq!(world.heard_json(), r#"{"a":1}"#);
}

#[tokio::test]
async fn t2_4_every_call_of_an_app_that_encrypts_is_answered_encrypted() {
    let world = World::new();
    let mut caller = world.rest_caller();
    caller.encrypt_key = Some(key());
    let target = format!("{QUERY_PATH}?activity_id=1");
    for (verb, target, json) in [
        ("POST", SEND_PATH, Some(r#"{"activity_id":"1"}"#)),
        ("GET", target.as_str(), None),
    ] {
        let call = caller.call(verb, target, json, verb, world.now()).unwrap();
        let response = world.server.call(rest_request(verb, target, call)).await;
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/plain");
        let text = std::str::from_utf8(response.body()).unwrap();
        let plain = key().decrypt(text, EncryptType::Aes).unwrap();
        assert_eq!(plain, br#"{"voucher_id":"1"}"#);
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        let signed = format!(
            "{}\n{}\n{text}\n",
            header("alipay-timestamp"),
            header("alipay-nonce")
        );
        let signature = header("alipay-signature");
        let public_key = world.platform.public_key();
        assert!(public_key.verifies(SignType::Rsa2, signed.as_bytes(), &signature));
    }
    assert_eq!(world.heard().len(), 2);
}

#[tokio::test]
async fn refusals_of_rest_are_never_encrypted() {
    let world = World::new();
    let mut caller = world.rest_caller();
    caller.encrypt_key = Some(key());
    world.says(Outcome::Business {
        code: "INVALID_PARAMETER",
        message: "参数有误".into(),
    });
    let call = caller
        .call("POST", SEND_PATH, Some("{}"), "n1", world.now())
        .unwrap();
    let request = rest_request("POST", SEND_PATH, call);
    assert_eq!(
        world.rest_code(request).await,
        (400, "INVALID_PARAMETER".to_owned())
    );
}

#[tokio::test]
async fn encryption_without_a_key_at_the_platform_is_refused() {
    let world = World::wished(Wish {
        without_encrypt_key: true,
        ..Wish::default()
    });
    let mut caller = world.rest_caller();
    caller.encrypt_key = Some(key());
    let call = caller
        .call("POST", SEND_PATH, Some("{}"), "n1", world.now())
        .unwrap();
    let (status, code) = world.rest_code(rest_request("POST", SEND_PATH, call)).await;
    assert_eq!(
        (status, code.as_str()),
        (400, "decryption-error-not-valid-encrypt-key")
    );
}
