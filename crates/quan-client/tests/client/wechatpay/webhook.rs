//! Notifications: the vectors, what must be refused, and a client that receives.

use quan_client::webhook::wechatpay::{Notification, SUCCESS, Webhook, WebhookError, failure};
use quan_client::wechatpay::SignatureError;
use quan_wire::wechatpay::aead::ApiV3Key;
use quan_wire::wechatpay::header::Sealing;
use quan_wire::wechatpay::message::notice::CouponSent;
use quan_wire::wechatpay::notify::{Envelope, probe, push};
use serde_json::Value;

use super::stand_in::{
    APIV3_KEY, OTHER_CERT, OTHER_SERIAL, PLATFORM_CERT, PLATFORM_SERIAL, PUBLIC_KEY, PUBLIC_KEY_ID,
    Platform, Reaction, Under, clock, midnight,
};
use crate::assert_fails;

const VECTOR: &str =
    include_str!("../../../../quan-wire/vectors/wechatpay/notify/coupon-send.json");
const PROBE: &str =
    include_str!("../../../../quan-wire/vectors/wechatpay/notify/signature-probe.json");

/// A request as it came.
struct Came {
    headers: Vec<(String, String)>,
    body: String,
}

impl Came {
    fn vector(text: &str, headers: &str) -> Came {
        let vector: Value = serde_json::from_str(text).unwrap();
        let header =
            |(name, value): (&String, &Value)| (name.clone(), value.as_str().unwrap().to_owned());
        Came {
            headers: vector[headers]
                .as_object()
                .unwrap()
                .iter()
                .map(header)
                .collect(),
            body: vector["body"].as_str().unwrap().to_owned(),
        }
    }

    /// What the platform posts about an envelope.
    fn posted(envelope: &Envelope, under: Under, serial: &str) -> Came {
        let sealing = Sealing {
            key: &under.key(),
            serial,
            now: midnight(),
            nonce: "nonce",
            request_id: "request-1",
        };
        let push = push(&envelope.to_json(), &sealing).unwrap();
        let header = |(name, value): (&str, String)| (name.to_owned(), value);
        Came {
            headers: push.headers.into_iter().map(header).collect(),
            body: String::from_utf8(push.body).unwrap(),
        }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    fn to(&self, webhook: &Webhook) -> Result<Notification, WebhookError> {
        webhook.receive(|name| self.header(name), self.body.as_bytes())
    }
}

fn webhook() -> Webhook {
    Webhook::new(APIV3_KEY)
        .unwrap()
        .platform_certificate(PLATFORM_CERT)
        .unwrap()
        .clock(clock())
}

fn envelope() -> Envelope {
    let vector: Value = serde_json::from_str(VECTOR).unwrap();
    serde_json::from_str(vector["body"].as_str().unwrap()).unwrap()
}

#[test]
fn the_vectors_of_both_modes_are_opened() {
    let by_key = Webhook::new(APIV3_KEY).unwrap().clock(clock());
    let by_key = by_key.public_key(PUBLIC_KEY_ID, PUBLIC_KEY).unwrap();
    for (webhook, headers) in [
        (webhook(), "headers_certificate_mode"),
        (by_key, "headers_public_key_mode"),
    ] {
        let notification = Came::vector(VECTOR, headers).to(&webhook).unwrap();
        assert_eq!(notification.event_type, "COUPON.SEND");
        assert_eq!(notification.id, "8b33f79f-8869-5ae5-b41b-3c0b59f957d0");
        assert_eq!(notification.summary, "商家券领券通知");
        let plain: Value = serde_json::from_str(VECTOR).unwrap();
        assert_eq!(notification.resource, plain["resource_plaintext"]);
        let coupon: CouponSent = notification.coupon_sent.unwrap();
        assert_eq!(coupon.coupon_code, "1117190000001234567890");
        assert_eq!(
            coupon.send_channel.as_str(),
            "BUSICOUPON_SEND_CHANNEL_MINIAPP"
        );
    }
}

#[test]
fn w_notify_6_a_probe_is_refused() {
    let came = Came::vector(PROBE, "headers");
    let error = came.to(&webhook()).unwrap_err();
    assert!(error.is_forged());
    let (status, body) = error.answer();
    assert_eq!(status, 401);
    assert!(body.starts_with(r#"{"code":"FAIL""#), "{body}");
    let sealing = Sealing {
        key: &Under::Certificate.key(),
        serial: PLATFORM_SERIAL,
        now: midnight(),
        nonce: "nonce",
        request_id: "request-1",
    };
    let made = probe(push(&envelope().to_json(), &sealing).unwrap());
    let header = |name: &str| {
        let found = made.headers.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| value.as_str())
    };
    let outcome = webhook().receive(header, &made.body);
    assert!(outcome.unwrap_err().is_forged());
}

#[test]
fn what_was_changed_or_is_old_is_refused() {
    let mut changed = Came::vector(VECTOR, "headers_certificate_mode");
    changed.body = changed.body.replace("COUPON.SEND", "COUPON.SENT");
    let outcome = changed.to(&webhook());
    assert_fails!(outcome, WebhookError::Signature(SignatureError::Signature));
    let mut unsigned = Came::vector(VECTOR, "headers_certificate_mode");
    unsigned
        .headers
        .retain(|(name, _)| name != "Wechatpay-Signature");
    let outcome = unsigned.to(&webhook());
    assert_fails!(outcome, WebhookError::Signature(SignatureError::Missing(_)));
    let late = clock();
    late.pass(6);
    let came = Came::vector(VECTOR, "headers_certificate_mode");
    let outcome = came.to(&webhook().clock(late));
    assert_fails!(outcome, WebhookError::Signature(SignatureError::Stale));
}

#[test]
fn a_message_for_another_key_or_of_another_form_is_no_forgery() {
    let came = Came::vector(VECTOR, "headers_certificate_mode");
    let other = Webhook::new("another-key-of-32-characters-...").unwrap();
    let other = other.platform_certificate(PLATFORM_CERT).unwrap();
    let error = came.to(&other.clock(clock())).unwrap_err();
    assert!(!error.is_forged());
    assert_eq!(error.answer().0, 500);
    let mut odd = envelope();
    odd.resource.algorithm = "ROT13".to_owned();
    let outcome = Came::posted(&odd, Under::Certificate, PLATFORM_SERIAL).to(&webhook());
    assert_fails!(outcome, WebhookError::Contents(_));
}

#[test]
fn other_events_are_opened_and_not_typed() {
    let other = Envelope {
        event_type: "TRANSACTION.SUCCESS".to_owned(),
        ..envelope()
    };
    let came = Came::posted(&other, Under::Certificate, PLATFORM_SERIAL);
    let notification = came.to(&webhook()).unwrap();
    assert_eq!(notification.coupon_sent, None);
    assert!(notification.resource.contains("1277620000000016"));
}

#[test]
fn the_answers_are_the_platforms() {
    let success: Value = serde_json::from_str(SUCCESS).unwrap();
    assert_eq!(success["code"], "SUCCESS");
    let failure: Value = serde_json::from_str(&failure("later")).unwrap();
    assert_eq!(
        (&failure["code"], &failure["message"]),
        (&"FAIL".into(), &"later".into())
    );
    assert!(ApiV3Key::parse(APIV3_KEY).is_ok());
}

#[tokio::test]
async fn a_client_receives_under_a_certificate_that_is_new_to_it() {
    let lists = [
        Reaction::Certificates(&[PLATFORM_CERT]),
        Reaction::Certificates(&[PLATFORM_CERT, OTHER_CERT]),
    ];
    let platform = Platform::reacting(lists).await;
    let client = platform.downloading();
    let old = Came::vector(VECTOR, "headers_certificate_mode");
    let notification = client.receive(|name| old.header(name), old.body.as_bytes());
    assert!(notification.await.unwrap().coupon_sent.is_some());
    platform.pass(1);
    let new = Came::posted(&envelope(), Under::OtherCertificate, OTHER_SERIAL);
    let notification = client.receive(|name| new.header(name), new.body.as_bytes());
    assert!(notification.await.unwrap().coupon_sent.is_some());
    assert_eq!(platform.targets().len(), 2);
}

#[tokio::test]
async fn a_client_that_cannot_open_or_verify_says_so() {
    let platform = Platform::reacting([Reaction::Page(404, "")]).await;
    let came = Came::vector(VECTOR, "headers_certificate_mode");
    let header = |name| came.header(name);
    let outcome = platform
        .client()
        .receive(header, came.body.as_bytes())
        .await;
    assert_fails!(outcome, WebhookError::NoKey);
    let outcome = platform
        .downloading()
        .receive(header, came.body.as_bytes())
        .await;
    assert_fails!(outcome, WebhookError::Keys(_));
    let client = platform.bare().platform_certificate(OTHER_CERT);
    assert!(client.build().is_err(), "the merchant's own");
}
