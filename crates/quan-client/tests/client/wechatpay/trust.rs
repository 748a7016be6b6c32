//! Successes that must not be believed.

use quan_client::wechatpay::message::callback::query;
use quan_client::wechatpay::{Error, SignatureError};

use super::stand_in::{PUBLIC_KEY, PUBLIC_KEY_ID, Platform, Reaction, Under};
use crate::assert_fails;

const ASKED: query::Request = query::Request { mchid: None };
const FOUND: &str = r#"{"notify_url":"https://pay.example.com","mchid":"1900009191"}"#;

async fn outcome(reaction: Reaction) -> Result<query::Answer, Error> {
    let platform = Platform::reacting([reaction]).await;
    let outcome = platform.client().query_callback(&ASKED).await;
    assert_eq!((platform.seen().len(), platform.naps()), (1, 0));
    outcome
}

#[tokio::test]
async fn a_success_that_lacks_a_header_of_its_signature_is_not_believed() {
    for name in [
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Serial",
        "Wechatpay-Signature",
    ] {
        let outcome = outcome(Reaction::Header(name, None)).await;
        assert_fails!(outcome, Error::Signature(SignatureError::Missing(missing)) if missing == name);
    }
}

#[tokio::test]
async fn a_success_of_another_signature_is_not_believed() {
    for (name, value) in [
        ("Wechatpay-Signature", "WECHATPAY/SIGNTEST/AAAA"),
        ("Wechatpay-Signature", "AAAA"),
        ("Wechatpay-Nonce", "another"),
        ("Wechatpay-Timestamp", "1754064001"),
    ] {
        let outcome = outcome(Reaction::Header(name, Some(value))).await;
        assert_fails!(outcome, Error::Signature(SignatureError::Signature));
    }
    let page = outcome(Reaction::Page(200, "<html>log in first")).await;
    assert_fails!(page, Error::Signature(SignatureError::Missing(_)));
}

#[tokio::test]
async fn a_signature_is_good_for_five_minutes_either_way() {
    for seconds in [-300, 0, 300] {
        outcome(Reaction::Aged(seconds)).await.unwrap();
    }
    for seconds in [-301, 301] {
        let outcome = outcome(Reaction::Aged(seconds)).await;
        assert_fails!(outcome, Error::Signature(SignatureError::Stale));
    }
    let outcome = outcome(Reaction::Header("Wechatpay-Timestamp", Some("now"))).await;
    assert_fails!(outcome, Error::Signature(SignatureError::Stale));
}

#[tokio::test]
async fn a_success_under_an_unknown_key_is_not_believed() {
    for under in [Under::OtherCertificate, Under::PublicKey] {
        let outcome = outcome(Reaction::Under(under, FOUND)).await;
        assert_fails!(outcome, Error::Signature(SignatureError::UnknownSerial(_)));
    }
}

#[tokio::test]
async fn a_serial_number_is_known_in_either_case() {
    let lower = "7132d72a03e93cddf8c03bbd1f37eedf12345678";
    let found = outcome(Reaction::Header("Wechatpay-Serial", Some(lower))).await;
    assert_eq!(found.unwrap().mchid, "1900009191");
}

#[tokio::test]
async fn a_public_key_is_asked_for_and_believed_by_its_name() {
    let reactions = [
        Reaction::Under(Under::PublicKey, FOUND),
        Reaction::Under(Under::Certificate, FOUND),
    ];
    let platform = Platform::reacting(reactions).await;
    let client = platform.bare().public_key(PUBLIC_KEY_ID, PUBLIC_KEY);
    let client = client.build().unwrap();
    client.query_callback(&ASKED).await.unwrap();
    let seen = platform.only();
    assert_eq!(seen.serial.as_deref(), Some(PUBLIC_KEY_ID));
    let outcome = client.query_callback(&ASKED).await;
    assert_fails!(outcome, Error::Signature(SignatureError::UnknownSerial(_)));
}

#[tokio::test]
async fn an_answer_of_another_shape_is_not_guessed_at() {
    for json in [
        "[]",
        "{}",
        r#"{"notify_url":1,"mchid":"1900009191"}"#,
        "null",
    ] {
        assert_fails!(outcome(Reaction::Answer(json)).await, Error::Decode { .. });
    }
    assert_fails!(outcome(Reaction::Done).await, Error::Decode { .. });
}
