//! The platform's certificates as merchants download them, and its public key.

use jiff::SignedDuration;
use quan_core::Clock as _;
use quan_server::platform::WechatPlatform;
use quan_wire::wechatpay::certificates;
use quan_wire::wechatpay::received::{Received, Trust};
use serde_json::Value;

use crate::world::{
    CALLBACKS, CERTIFICATES, CREATOR, KEYLESS, PLATFORM_SERIAL, PUBLIC, PUBLIC_KEY_ID, World,
    api_v3_key, unsigned,
};

async fn list(world: &World, target: &str) -> Value {
    world.ok(CREATOR, "GET", target, Value::Null).await
}

fn serials(list: &Value) -> Vec<String> {
    let entries = list["data"].as_array().unwrap().iter();
    entries
        .map(|entry| entry["serial_no"].as_str().unwrap().to_owned())
        .collect()
}

/// The serial number of the key that signs what nobody asked a key for.
async fn signer(world: &World) -> String {
    let request = world.request(CREATOR, "GET", CALLBACKS, &Value::Null);
    let response = world.server.call(request).await;
    let serial = response.headers().get("wechatpay-serial").unwrap();
    serial.to_str().unwrap().to_owned()
}

#[tokio::test]
async fn w_cert_1_the_list_opens_with_the_merchants_key() {
    let world = World::new();
    for target in [
        CERTIFICATES.to_owned(),
        format!("{CERTIFICATES}?algorithm_type=RSA"),
        format!("{CERTIFICATES}?algorithm_type=ALL"),
        format!("{CERTIFICATES}?a=b&algorithm_type="),
    ] {
        let list = list(&world, &target).await;
        assert_eq!(serials(&list), [PLATFORM_SERIAL], "{target}");
        let entry = &list["data"][0];
        assert_eq!(entry["effective_time"], "2024-01-01T08:00:00+08:00");
        assert_eq!(entry["expire_time"], "2044-01-01T08:00:00+08:00");
        let sealed = &entry["encrypt_certificate"];
        assert_eq!(sealed["algorithm"], "AEAD_AES_256_GCM");
        assert_eq!(sealed["associated_data"], "certificate");
        assert_eq!(sealed["nonce"].as_str().map(str::len), Some(12));
        let opened = certificates::open(list.to_string().as_bytes(), &api_v3_key()).unwrap();
        assert_eq!(opened[0].serial(), PLATFORM_SERIAL);
    }
    // Every list is sealed with a nonce of its own.
    let [one, other] = [
        list(&world, CERTIFICATES).await,
        list(&world, CERTIFICATES).await,
    ];
    assert_ne!(one, other);
}

#[tokio::test]
async fn w_cert_2_what_the_list_brings_verifies_the_list() {
    let world = World::new();
    let request = world.request(CREATOR, "GET", CERTIFICATES, &Value::Null);
    let response = world.server.call(request).await;
    let opened = certificates::open(response.body(), &api_v3_key()).unwrap();
    let trust = Trust::default().with_certificate(&opened[0]);
    let header = |name: &str| {
        let value = response.headers().get(name);
        value.map(|value| value.to_str().unwrap())
    };
    let received = Received {
        timestamp: header("wechatpay-timestamp"),
        nonce: header("wechatpay-nonce"),
        serial: header("wechatpay-serial"),
        signature: header("wechatpay-signature"),
        body: response.body(),
    };
    assert_eq!(received.verify(&trust, world.wall.now()), Ok(()));
}

#[tokio::test]
async fn w_cert_4_both_certificates_are_listed_while_one_follows_the_other() {
    let mut world = World::new();
    let begun = world.wall.now();
    let after = |hours| {
        begun
            .checked_add(SignedDuration::from_hours(hours))
            .unwrap()
    };
    let rotated = WechatPlatform::rotate(world.directory(), begun).unwrap();
    let new = rotated.serial.clone();
    let mut both = [PLATFORM_SERIAL.to_owned(), new.clone()];
    both.sort();
    // The running server finds it within a minute, and lists it a day before it signs.
    world
        .wall
        .set(begun.checked_add(SignedDuration::from_secs(60)).unwrap());
    let listed = list(&world, CERTIFICATES).await;
    let mut found = serials(&listed);
    found.sort();
    assert_eq!(found, both);
    let opened = certificates::open(listed.to_string().as_bytes(), &api_v3_key()).unwrap();
    for certificate in &opened {
        world.trust = std::mem::take(&mut world.trust).with_certificate(certificate);
    }
    assert_eq!(signer(&world).await, PLATFORM_SERIAL);
    world.wall.set(after(23));
    assert_eq!(signer(&world).await, PLATFORM_SERIAL);
    assert!(rotated.signs_at <= after(24));
    world.wall.set(after(24));
    assert_eq!(signer(&world).await, new);
    // The old one stays listed, and signs for whoever still asks for it.
    let mut found = serials(&list(&world, CERTIFICATES).await);
    found.sort();
    assert_eq!(found, both);
    for serial in both {
        let mut request = world.request(CREATOR, "GET", CALLBACKS, &Value::Null);
        request
            .headers_mut()
            .insert("wechatpay-serial", serial.parse().unwrap());
        let answer = world.answer(request).await;
        assert_eq!(answer.header("wechatpay-serial"), Some(serial.as_str()));
    }
}

#[tokio::test]
async fn w_cert_5_a_public_key_merchant_has_no_list() {
    let world = World::new();
    let refused = world
        .refusal(PUBLIC, "GET", CERTIFICATES, Value::Null)
        .await;
    assert_eq!(refused.code(), (404, "RESOURCE_NOT_EXISTS"));
    let message = "无可用的平台证书，请在商户平台-API安全申请使用微信支付公钥。";
    assert_eq!(refused.message, message);
    // There is none of SM2 for anybody, and no such kind as another word names.
    let sm2 = format!("{CERTIFICATES}?algorithm_type=SM2");
    let refused = world.refusal(CREATOR, "GET", &sm2, Value::Null).await;
    assert_eq!(refused.code(), (404, "RESOURCE_NOT_EXISTS"));
    let other = format!("{CERTIFICATES}?algorithm_type=EC");
    let refused = world.refusal(CREATOR, "GET", &other, Value::Null).await;
    assert_eq!(refused.code(), (400, "PARAM_ERROR"));
    // Without a key to seal it with, nobody is even asked.
    let request = world.request(KEYLESS, "GET", CERTIFICATES, &Value::Null);
    let response = world.server.call(request).await;
    assert_eq!(unsigned(&response).refused().code(), (401, "SIGN_ERROR"));
}

#[tokio::test]
async fn w_pub_2_a_public_key_merchants_answers_are_signed_under_its_name() {
    let world = World::new();
    let answer = world.call(PUBLIC, "GET", CALLBACKS, Value::Null).await;
    assert_eq!(answer.header("wechatpay-serial"), Some(PUBLIC_KEY_ID));
}

#[tokio::test]
async fn w_pub_3_a_certificate_merchant_may_ask_for_the_public_key() {
    let world = World::new();
    for target in [CALLBACKS, CERTIFICATES] {
        let mut request = world.request(CREATOR, "GET", target, &Value::Null);
        request
            .headers_mut()
            .insert("wechatpay-serial", PUBLIC_KEY_ID.parse().unwrap());
        let answer = world.answer(request).await;
        assert_eq!(answer.header("wechatpay-serial"), Some(PUBLIC_KEY_ID));
    }
    let list = list(&world, CERTIFICATES).await;
    assert_eq!(serials(&list), [PLATFORM_SERIAL]);
}
