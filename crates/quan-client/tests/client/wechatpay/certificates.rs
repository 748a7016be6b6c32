//! The platform's certificates: downloaded, grown old, changed.

use quan_client::Retry;
use quan_client::wechatpay::message::callback::query;
use quan_client::wechatpay::{Certificate, Code, Error, SignatureError};
use quan_wire::alipay::key::PrivateKey;
use quan_wire::wechatpay::oaep;
use quan_wire::wechatpay::refusal::Refusal;

use super::stand_in::{
    APIV3_KEY, OTHER_CERT, OTHER_SERIAL, PLATFORM_CERT, PLATFORM_KEY, PLATFORM_SERIAL, PUBLIC_KEY,
    PUBLIC_KEY_ID, Platform, Reaction, Under,
};
use crate::assert_fails;

const ASKED: query::Request = query::Request { mchid: None };
const JSON: &str = r#"{"notify_url":"https://pay.example.com","mchid":"1900009191"}"#;
const FOUND: Reaction = Reaction::Answer(JSON);
const OURS: Reaction = Reaction::Certificates(&[PLATFORM_CERT]);
const BOTH: Reaction = Reaction::Certificates(&[PLATFORM_CERT, OTHER_CERT]);
const LIST: &str = "/v3/certificates";
const CALL: &str = "/v3/marketing/busifavor/callbacks";

#[tokio::test]
async fn they_are_downloaded_before_the_first_call_and_not_before_the_next() {
    let platform = Platform::reacting([OURS, FOUND, FOUND]).await;
    let client = platform.downloading();
    client.query_callback(&ASKED).await.unwrap();
    client.clone().query_callback(&ASKED).await.unwrap();
    assert_eq!(platform.targets(), [LIST, CALL, CALL]);
    let seen = platform.seen();
    let serials: Vec<Option<&str>> = seen.iter().map(|seen| seen.serial.as_deref()).collect();
    let ours = Some(PLATFORM_SERIAL);
    assert_eq!(serials, [None, ours, ours]);
}

#[tokio::test]
async fn calls_that_begin_together_download_once() {
    let platform = Platform::reacting([OURS, FOUND, FOUND, FOUND]).await;
    let client = platform.downloading();
    let call = || client.query_callback(&ASKED);
    let (one, two, three) = tokio::join!(call(), call(), call());
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
    assert_eq!(platform.targets(), [LIST, CALL, CALL, CALL]);
}

#[tokio::test]
async fn they_are_downloaded_again_after_twelve_hours() {
    let platform = Platform::reacting([OURS, FOUND, FOUND, BOTH, FOUND]).await;
    let client = platform.downloading();
    client.query_callback(&ASKED).await.unwrap();
    platform.pass(12 * 60 - 1);
    client.query_callback(&ASKED).await.unwrap();
    platform.pass(1);
    client.query_callback(&ASKED).await.unwrap();
    assert_eq!(platform.targets(), [LIST, CALL, CALL, LIST, CALL]);
}

#[tokio::test]
async fn old_ones_serve_while_there_are_no_new_ones() {
    let busy = Reaction::Business(Code::InvalidRequest, "no");
    let platform = Platform::reacting([OURS, FOUND, busy, FOUND, FOUND, BOTH, FOUND]).await;
    let client = platform.downloading();
    client.query_callback(&ASKED).await.unwrap();
    platform.pass(13 * 60);
    client.query_callback(&ASKED).await.unwrap();
    client.query_callback(&ASKED).await.unwrap();
    platform.pass(1);
    client.query_callback(&ASKED).await.unwrap();
    let wanted = [LIST, CALL, LIST, CALL, CALL, LIST, CALL];
    assert_eq!(platform.targets(), wanted);
}

#[tokio::test]
async fn an_answer_under_a_new_one_is_believed_once_the_list_has_it() {
    let new = Reaction::Under(Under::OtherCertificate, JSON);
    let platform = Platform::reacting([OURS, FOUND, new.clone(), BOTH, new]).await;
    let client = platform.downloading();
    client.query_callback(&ASKED).await.unwrap();
    platform.pass(1);
    client.query_callback(&ASKED).await.unwrap();
    client.query_callback(&ASKED).await.unwrap();
    assert_eq!(platform.targets(), [LIST, CALL, CALL, LIST, CALL]);
    let asked_under = platform.seen().pop().unwrap().serial;
    assert!([PLATFORM_SERIAL, OTHER_SERIAL].contains(&asked_under.as_deref().unwrap()));
}

#[tokio::test]
async fn invented_serial_numbers_cause_one_download_a_minute() {
    let strange = Reaction::Under(Under::OtherCertificate, JSON);
    let reactions = [OURS, strange.clone(), strange.clone(), OURS, strange];
    let platform = Platform::reacting(reactions).await;
    let client = platform.downloading();
    for minutes in [0, 1, 0] {
        platform.pass(minutes);
        let outcome = client.query_callback(&ASKED).await;
        assert_fails!(outcome, Error::Signature(SignatureError::UnknownSerial(_)));
    }
    assert_eq!(platform.targets(), [LIST, CALL, CALL, LIST, CALL]);
}

#[tokio::test]
async fn given_ones_are_enough_until_an_answer_names_another() {
    let new = Reaction::Under(Under::OtherCertificate, JSON);
    let platform = Platform::reacting([FOUND, new, BOTH]).await;
    let client = platform.bare().platform_certificate(PLATFORM_CERT);
    let client = client.apiv3_key(APIV3_KEY).build().unwrap();
    client.query_callback(&ASKED).await.unwrap();
    client.query_callback(&ASKED).await.unwrap();
    assert_eq!(platform.targets(), [CALL, CALL, LIST]);
}

#[tokio::test]
async fn a_public_keys_name_is_on_no_list() {
    let platform = Platform::reacting([FOUND, Reaction::Under(Under::PublicKey, JSON)]).await;
    let client = platform.bare().platform_certificate(PLATFORM_CERT);
    let client = client.apiv3_key(APIV3_KEY).build().unwrap();
    client.query_callback(&ASKED).await.unwrap();
    let outcome = client.query_callback(&ASKED).await;
    assert_fails!(outcome, Error::Signature(SignatureError::UnknownSerial(_)));
    assert_eq!(platform.targets(), [CALL, CALL]);
}

#[tokio::test]
async fn while_the_platform_changes_to_its_public_key_both_are_believed() {
    let by_key = Reaction::Under(Under::PublicKey, JSON);
    let platform = Platform::reacting([by_key.clone(), FOUND, OURS, by_key]).await;
    let client = platform.bare().public_key(PUBLIC_KEY_ID, PUBLIC_KEY);
    let client = client.apiv3_key(APIV3_KEY).build().unwrap();
    for _ in 0..3 {
        client.query_callback(&ASKED).await.unwrap();
    }
    assert_eq!(platform.targets(), [CALL, CALL, LIST, CALL]);
    let seen = platform.seen();
    let named = |seen: &super::stand_in::Seen| seen.serial.as_deref() == Some(PUBLIC_KEY_ID);
    assert!(seen.iter().all(named), "{seen:?}");
}

#[tokio::test]
async fn w_cert_2_the_list_is_opened_before_it_is_verified() {
    let platform = Platform::reacting([Reaction::Intruded(&[PLATFORM_CERT])]).await;
    let outcome = platform.downloading().query_callback(&ASKED).await;
    assert_fails!(
        outcome,
        Error::Certificates(error)
            if matches!(*error, Error::Signature(SignatureError::UnknownSerial(_)))
    );
    assert_eq!(platform.targets(), [LIST]);
}

#[tokio::test]
async fn a_list_for_another_key_cannot_be_read() {
    let platform = Platform::reacting([OURS]).await;
    let client = platform
        .bare()
        .apiv3_key("another-key-of-32-characters-...");
    let outcome = client.build().unwrap().query_callback(&ASKED).await;
    assert_fails!(outcome, Error::Certificates(error) if matches!(*error, Error::List(_)));
}

#[tokio::test]
async fn a_refusal_of_the_list_is_not_taken_for_one_of_the_call() {
    let none = Reaction::Business(Code::ResourceNotExists, "无可用的平台证书");
    let platform = Platform::reacting([none]).await;
    let error = platform.downloading().query_callback(&ASKED).await;
    let error = error.unwrap_err();
    assert!(!error.is(Code::ResourceNotExists) && error.code().is_none());
    assert_fails!(
        Err::<(), _>(error),
        Error::Certificates(error) if error.is(Code::ResourceNotExists)
    );
}

#[tokio::test]
async fn a_busy_platform_is_asked_for_its_list_again() {
    let busy = Reaction::Transport(Refusal::Unavailable);
    let platform = Platform::reacting([busy.clone(), OURS, FOUND]).await;
    let client = platform.downloading();
    client.query_callback(&ASKED).await.unwrap();
    assert_eq!(platform.targets(), [LIST, LIST, CALL]);
    let platform = Platform::reacting([busy]).await;
    let client = platform.bare().apiv3_key(APIV3_KEY).retry(Retry::never());
    let error = client.build().unwrap().query_callback(&ASKED).await;
    assert!(error.unwrap_err().is_retryable());
}

#[tokio::test]
async fn the_list_can_be_asked_for_by_itself() {
    let platform = Platform::reacting([BOTH, FOUND]).await;
    let client = platform.downloading();
    let list = client.certificates().await.unwrap();
    let serials: Vec<&str> = list.iter().map(Certificate::serial).collect();
    assert_eq!(serials, [PLATFORM_SERIAL, OTHER_SERIAL]);
    client.query_callback(&ASKED).await.unwrap();
    assert_eq!(platform.targets(), [LIST, CALL]);
    let outcome = platform.client().certificates().await;
    assert_fails!(outcome, Error::Request(_));
}

#[tokio::test]
async fn a_sensitive_field_is_sealed_for_the_key_that_requests_name() {
    let platform = Platform::reacting([OURS]).await;
    let sealed = platform.downloading().seal_field("13800138000").await;
    let sealed = sealed.unwrap();
    assert_eq!(sealed.serial, PLATFORM_SERIAL);
    let key = PrivateKey::parse(PLATFORM_KEY).unwrap();
    assert_eq!(oaep::open(&key, &sealed.ciphertext).unwrap(), "13800138000");
    let long = "x".repeat(215);
    let outcome = platform.client().seal_field(&long).await;
    assert_fails!(outcome, Error::Request(_));
}
