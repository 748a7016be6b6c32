//! Answers of the server, and which key signs them.

use jiff::SignedDuration;
use quan_wire::wechatpay::answer::{Answer, request_id};
use quan_wire::wechatpay::error::{Code, ErrorBody};
use quan_wire::wechatpay::header::{asked_serial, is_public_key_id};
use quan_wire::wechatpay::key::SigningKey;
use quan_wire::wechatpay::platform::{KeyKind, Platform};
use quan_wire::wechatpay::refusal::Refusal;

use crate::support::{
    ANSWER_NONCE, PLATFORM_SERIAL, PUBLIC_KEY_ID, arrived, certificate, header, now, rsa, sealing,
    trust,
};

fn key() -> SigningKey {
    rsa("platform").into()
}

fn verifies(answer: &Answer) -> bool {
    arrived(&answer.headers, &answer.body).verify(&trust(), now()) == Ok(())
}

#[test]
fn w_resp_1_successes_are_signed_with_and_without_a_body() {
    let key = key();
    let full = Answer::success(Some("{}".to_owned()), &sealing(&key)).unwrap();
    assert_eq!((full.status, full.body.as_slice()), (200, b"{}".as_slice()));
    assert!(verifies(&full));
    let empty = Answer::success(None, &sealing(&key)).unwrap();
    assert_eq!((empty.status, empty.body.len()), (204, 0));
    assert!(verifies(&empty));
    assert_eq!(header(&empty.headers, "Content-Type"), None);
}

#[test]
fn w_resp_2_errors_of_the_business_are_signed_and_early_ones_are_not() {
    let key = key();
    let error = ErrorBody::new(Code::ResourceNotExists, "查询的资源不存在");
    let answer = Answer::error(&error, &sealing(&key)).unwrap();
    assert_eq!(answer.status, 404);
    assert!(verifies(&answer));
    for refusal in [
        Refusal::Permission,
        Refusal::Frequency,
        Refusal::PlatformSerial,
    ] {
        assert!(verifies(
            &Answer::refusal(&refusal, &sealing(&key)).unwrap()
        ));
    }
    for refusal in [
        Refusal::Path,
        Refusal::Method,
        Refusal::Headers,
        Refusal::Scheme,
    ] {
        let answer = Answer::refusal(&refusal, &sealing(&key)).unwrap();
        assert_eq!(header(&answer.headers, "Wechatpay-Signature"), None);
        assert_eq!(answer, Answer::unsigned(&refusal, "08F78BB5AF-0"));
    }
}

/// A platform with both kinds of keys.
fn platform() -> Platform {
    Platform {
        certificates: vec![(certificate("platform"), key())],
        public_key: Some((PUBLIC_KEY_ID.to_owned(), rsa("wxpub").into())),
    }
}

fn chosen(platform: &Platform, asked: Option<&str>, kind: KeyKind) -> Result<String, Refusal> {
    let chosen = platform.choose(asked, kind, now())?;
    Ok(chosen.unwrap().serial.to_owned())
}

#[test]
fn w_resp_3_the_request_says_which_key_signs() {
    let platform = platform();
    for kind in [KeyKind::Certificate, KeyKind::PublicKey] {
        for serial in [PLATFORM_SERIAL, PUBLIC_KEY_ID] {
            assert_eq!(chosen(&platform, Some(serial), kind).unwrap(), serial);
        }
        let lower = PLATFORM_SERIAL.to_lowercase();
        assert_eq!(
            chosen(&platform, Some(&lower), kind).unwrap(),
            PLATFORM_SERIAL
        );
    }
}

#[test]
fn w_resp_3_without_a_word_the_merchants_kind_signs() {
    let mut platform = platform();
    assert_eq!(
        chosen(&platform, None, KeyKind::Certificate).unwrap(),
        PLATFORM_SERIAL
    );
    assert_eq!(
        chosen(&platform, None, KeyKind::PublicKey).unwrap(),
        PUBLIC_KEY_ID
    );
    assert_eq!(asked_serial(Some(" ")), None);
    platform.certificates.clear();
    assert_eq!(
        chosen(&platform, None, KeyKind::Certificate).unwrap(),
        PUBLIC_KEY_ID
    );
    platform.public_key = None;
    assert!(
        platform
            .choose(None, KeyKind::Certificate, now())
            .unwrap()
            .is_none()
    );
}

#[test]
fn w_auth_7_an_unknown_key_of_the_platform_is_refused() {
    let platform = platform();
    for serial in ["PUB_KEY_ID_1", "7132", "merchant"] {
        let chosen = chosen(&platform, Some(serial), KeyKind::Certificate);
        assert_eq!(chosen, Err(Refusal::PlatformSerial));
    }
    let after = certificate("platform").not_after() + SignedDuration::from_secs(1);
    let late = platform.choose(Some(PLATFORM_SERIAL), KeyKind::Certificate, after);
    assert!(late.is_err());
}

#[test]
fn w_pub_1_public_keys_are_named_by_a_prefix_and_digits() {
    assert!(is_public_key_id(PUBLIC_KEY_ID));
    for other in [
        "PUB_KEY_ID_",
        "PUB_KEY_ID_12a",
        PLATFORM_SERIAL,
        "pub_key_id_1",
    ] {
        assert!(!is_public_key_id(other));
    }
}

#[test]
fn w_pub_3_a_request_that_names_the_public_key_is_answered_with_it() {
    let platform = platform();
    let chosen = platform
        .choose(Some(PUBLIC_KEY_ID), KeyKind::Certificate, now())
        .unwrap()
        .unwrap();
    let mut sealing = sealing(chosen.key);
    sealing.serial = chosen.serial;
    let answer = Answer::success(None, &sealing).unwrap();
    assert_eq!(
        header(&answer.headers, "Wechatpay-Serial"),
        Some(PUBLIC_KEY_ID)
    );
    assert!(verifies(&answer));
}

#[test]
fn w_resp_4_the_type_of_the_signature_is_always_named() {
    let key = key();
    let answer = Answer::success(None, &sealing(&key)).unwrap();
    let kind = header(&answer.headers, "Wechatpay-Signature-Type");
    assert_eq!(kind, Some("WECHATPAY2-SHA256-RSA2048"));
}

#[test]
fn w_resp_5_names_of_headers_are_spelt_as_java_looks_them_up() {
    let key = key();
    let answer = Answer::success(Some("{}".to_owned()), &sealing(&key)).unwrap();
    let names: Vec<&str> = answer.headers.iter().map(|(name, _)| *name).collect();
    for name in [
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Serial",
        "Wechatpay-Signature",
        "Wechatpay-Signature-Type",
        "Request-ID",
        "Content-Type",
    ] {
        assert!(names.contains(&name), "{name}");
    }
}

#[test]
fn w_resp_6_the_serial_is_spelt_as_in_the_list() {
    let key = key();
    let answer = Answer::success(None, &sealing(&key)).unwrap();
    let serial = header(&answer.headers, "Wechatpay-Serial").unwrap();
    assert_eq!(serial, certificate("platform").serial());
    assert_eq!(serial, serial.to_uppercase());
    assert_eq!(
        header(&answer.headers, "Wechatpay-Nonce"),
        Some(ANSWER_NONCE)
    );
}

#[test]
fn w_resp_7_a_body_is_json_by_its_type() {
    let key = key();
    for answer in [
        Answer::success(Some("{}".to_owned()), &sealing(&key)).unwrap(),
        Answer::unsigned(&Refusal::Headers, "1-0"),
    ] {
        let kind = header(&answer.headers, "Content-Type");
        assert_eq!(kind, Some("application/json; charset=utf-8"));
    }
}

#[test]
fn w_resp_9_every_answer_has_a_request_id() {
    let key = key();
    for answer in [
        Answer::success(None, &sealing(&key)).unwrap(),
        Answer::unsigned(&Refusal::Path, "08F78BB5AF-0"),
    ] {
        assert_eq!(header(&answer.headers, "Request-ID"), Some("08F78BB5AF-0"));
    }
    let id = request_id([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]);
    assert_eq!(id, "000102030405060708090A0B0C0D0EFF-0");
}
