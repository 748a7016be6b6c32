//! Messages to merchants.

use quan_wire::wechatpay::aead::ApiV3Key;
use quan_wire::wechatpay::key::SigningKey;
use quan_wire::wechatpay::message::notice::{CouponSent, EVENT_TYPE};
use quan_wire::wechatpay::message::word::SendChannel;
use quan_wire::wechatpay::notify::{
    self, Envelope, EnvelopeError, is_accepted, is_address, probe, push,
};
use quan_wire::wechatpay::received::ReceivedError;

use crate::support::{
    MCHID, api_v3_key, arrived, at, header, json, now, rsa, sealing, text, trust,
};

fn event() -> CouponSent {
    CouponSent {
        event_type: EVENT_TYPE.to_owned(),
        coupon_code: "1117190000001234567890".to_owned(),
        stock_id: "1277620000000016".to_owned(),
        send_time: now().into(),
        openid: String::new(),
        unionid: String::new(),
        send_channel: SendChannel::Api.into(),
        send_merchant: MCHID.to_owned(),
        attach_info: None,
    }
}

fn sealed() -> Envelope {
    Envelope::coupon_send("8b33f79f", now(), &event(), &api_v3_key(), "fdasflkja484").unwrap()
}

#[test]
fn w_notify_1_the_receiver_opens_with_its_own_key() {
    let envelope = sealed();
    assert_eq!(envelope.open_as::<CouponSent>(&api_v3_key()), Ok(event()));
    let other = ApiV3Key::parse(&"x".repeat(32)).unwrap();
    assert!(matches!(
        envelope.open(&other),
        Err(EnvelopeError::Undecipherable(_))
    ));
    let mut odd = envelope;
    odd.resource.algorithm = "AEAD_ROT13".to_owned();
    let error = odd.open(&api_v3_key()).unwrap_err();
    assert_eq!(error, EnvelopeError::Algorithm("AEAD_ROT13".to_owned()));
}

#[test]
fn w_notify_2_any_status_of_success_takes_a_message_in() {
    for (status, taken) in [
        (200, true),
        (204, true),
        (299, true),
        (199, false),
        (302, false),
        (400, false),
        (500, false),
    ] {
        assert_eq!(is_accepted(status), taken, "{status}");
    }
    assert_eq!(notify::TIMEOUT.as_secs(), 5);
    assert_eq!(
        notify::failure("no\"pe"),
        r#"{"code":"FAIL","message":"no\"pe"}"#
    );
    assert_eq!(notify::SUCCESS, r#"{"code":"SUCCESS","message":""}"#);
}

#[test]
fn w_notify_3_eleven_deliveries_a_minute_apart() {
    assert_eq!(notify::GAPS.len() + 1, 11);
    assert!(notify::GAPS.iter().all(|gap| gap.as_secs() == 60));
}

#[test]
fn w_notify_4_every_delivery_is_signed_anew() {
    let body = sealed().to_json();
    let key: SigningKey = rsa("platform").into();
    let first = push(&body, &sealing(&key)).unwrap();
    let mut later = sealing(&key);
    (later.now, later.nonce) = (at(1_754_064_600), "another");
    let second = push(&body, &later).unwrap();
    assert_eq!(first.body, second.body);
    for (delivery, when) in [(&first, now()), (&second, later.now)] {
        let received = arrived(&delivery.headers, &delivery.body);
        assert_eq!(received.verify(&trust(), when), Ok(()));
        let kind = header(&delivery.headers, "Content-Type");
        assert_eq!(kind, Some("application/json"));
        assert!(header(&delivery.headers, "Request-ID").is_some());
        assert!(header(&delivery.headers, "Wechatpay-Signature-Type").is_some());
    }
    let stale = arrived(&first.headers, &first.body).verify(&trust(), later.now);
    assert_eq!(stale, Err(ReceivedError::Stale));
}

#[test]
fn w_notify_5_an_address_is_encrypted_and_has_no_query() {
    for good in [
        "https://pay.example.com/notify",
        "https://h:8443/a/b",
        "https://券",
    ] {
        assert!(is_address(good), "{good}");
    }
    for bad in [
        "",
        "https://",
        "https:///path",
        "http://example.com/notify",
        "https://example.com/notify?x=1",
        "ftp://example.com",
        "https://exa mple.com",
    ] {
        assert!(!is_address(bad), "{bad}");
    }
}

#[test]
fn w_notify_6_a_probe_is_refused_by_its_receiver() {
    let key: SigningKey = rsa("platform").into();
    let delivery = push(&sealed().to_json(), &sealing(&key)).unwrap();
    let length = header(&delivery.headers, "Wechatpay-Signature")
        .unwrap()
        .len();
    let probe = probe(delivery);
    let signature = header(&probe.headers, "Wechatpay-Signature").unwrap();
    assert!(signature.starts_with("WECHATPAY/SIGNTEST/"));
    assert_eq!(signature.len(), length);
    let verdict = arrived(&probe.headers, &probe.body).verify(&trust(), now());
    assert_eq!(verdict, Err(ReceivedError::Signature));
}

#[test]
fn w_notify_7_the_merchants_kind_of_key_signs() {
    let vector = json("notify/coupon-send.json");
    let body = text(&vector, "body");
    let public: SigningKey = rsa("wxpub").into();
    let mut sealing = sealing(&public);
    sealing.serial = crate::support::PUBLIC_KEY_ID;
    let delivery = push(body, &sealing).unwrap();
    let want = text(&vector["headers_public_key_mode"], "Wechatpay-Signature");
    assert_eq!(header(&delivery.headers, "Wechatpay-Signature"), Some(want));
}

#[test]
fn w_notify_8_all_fields_of_a_resource_are_filled() {
    let envelope = sealed();
    assert_eq!(envelope.resource.original_type, "coupon");
    assert_eq!(envelope.resource.associated_data, "coupon");
    assert_eq!(envelope.event_type, "COUPON.SEND");
    assert_eq!(envelope.resource_type, "encrypt-resource");
    assert_eq!(envelope.summary, "商家券领券通知");
    // A receiver does without them.
    let bare = r#"{"id":"1","create_time":"2025-08-02T00:00:01Z","resource_type":"t","event_type":"e",
        "resource":{"algorithm":"AEAD_AES_256_GCM","ciphertext":"AA==","nonce":"123456789012"}}"#;
    assert!(Envelope::read(bare.as_bytes()).is_ok());
    assert_eq!(Envelope::read(b"{}"), Err(EnvelopeError::NotMessage));
}
