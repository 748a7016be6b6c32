//! What a client asks of an answer.

use quan_wire::wechatpay::received::{Received, ReceivedError, Trust};

use crate::support::{
    PLATFORM_SERIAL, PUBLIC_KEY_ID, at, certificate, json, now, received, rsa_public, text, trust,
};

fn vector() -> serde_json::Value {
    json("response/01-deactivate-200.json")
}

#[test]
fn an_answer_needs_all_four_headers() {
    let vector = vector();
    let whole = received(&vector["headers_certificate_mode"], text(&vector, "body"));
    assert!(whole.is_signed());
    assert_eq!(whole.verify(&trust(), now()), Ok(()));
    for (broken, name) in [
        (
            Received {
                timestamp: None,
                ..whole
            },
            "Wechatpay-Timestamp",
        ),
        (
            Received {
                nonce: None,
                ..whole
            },
            "Wechatpay-Nonce",
        ),
        (
            Received {
                serial: None,
                ..whole
            },
            "Wechatpay-Serial",
        ),
        (
            Received {
                signature: None,
                ..whole
            },
            "Wechatpay-Signature",
        ),
    ] {
        assert!(!broken.is_signed());
        assert_eq!(
            broken.verify(&trust(), now()),
            Err(ReceivedError::Missing(name))
        );
    }
}

#[test]
fn an_answer_may_be_300_seconds_old_or_new() {
    let vector = vector();
    let whole = received(&vector["headers_certificate_mode"], text(&vector, "body"));
    for (seconds, verdict) in [
        (1_754_063_699, Err(ReceivedError::Stale)),
        (1_754_063_700, Ok(())),
        (1_754_064_300, Ok(())),
        (1_754_064_301, Err(ReceivedError::Stale)),
    ] {
        assert_eq!(whole.verify(&trust(), at(seconds)), verdict);
    }
    let odd = Received {
        timestamp: Some("soon"),
        ..whole
    };
    assert_eq!(odd.verify(&trust(), now()), Err(ReceivedError::Stale));
}

#[test]
fn the_key_must_be_known_and_the_bytes_unchanged() {
    let vector = vector();
    let whole = received(&vector["headers_certificate_mode"], text(&vector, "body"));
    let unknown = whole.verify(&Trust::default(), now());
    assert_eq!(
        unknown,
        Err(ReceivedError::UnknownSerial(PLATFORM_SERIAL.to_owned()))
    );
    let lower = PLATFORM_SERIAL.to_lowercase();
    let lower = Received {
        serial: Some(&lower),
        ..whole
    };
    assert_eq!(lower.verify(&trust(), now()), Ok(()));
    for broken in [
        Received {
            body: b"{}",
            ..whole
        },
        Received {
            nonce: Some("other"),
            ..whole
        },
        Received {
            timestamp: Some("1754064001"),
            ..whole
        },
        Received {
            serial: Some(PUBLIC_KEY_ID),
            ..whole
        },
        Received {
            signature: Some("AAAA"),
            ..whole
        },
    ] {
        assert_eq!(
            broken.verify(&trust(), now()),
            Err(ReceivedError::Signature)
        );
    }
}

#[test]
fn w_pub_4_a_client_may_know_either_kind_or_both() {
    let vector = vector();
    let body = text(&vector, "body");
    let by_certificate = received(&vector["headers_certificate_mode"], body);
    let by_public_key = received(&vector["headers_public_key_mode"], body);
    let public = Trust::default().with_key(PUBLIC_KEY_ID, rsa_public("wxpub"));
    assert_eq!(by_public_key.verify(&public, now()), Ok(()));
    assert!(by_certificate.verify(&public, now()).is_err());
    for answer in [by_certificate, by_public_key] {
        assert_eq!(answer.verify(&trust(), now()), Ok(()));
    }
}

#[test]
fn a_request_names_the_public_key_or_the_newest_certificate() {
    assert_eq!(trust().preferred(), Some(PUBLIC_KEY_ID));
    let certificates = Trust::default().with_certificate(&certificate("platform"));
    assert_eq!(certificates.preferred(), Some(PLATFORM_SERIAL));
    assert_eq!(Trust::default().preferred(), None);
}

#[test]
fn w_pub_2_the_public_key_signs_the_same_text() {
    let vector = vector();
    let signatures = ["headers_certificate_mode", "headers_public_key_mode"]
        .map(|mode| text(&vector[mode], "Wechatpay-Signature").to_owned());
    assert_ne!(signatures[0], signatures[1]);
    let crossed = Received {
        signature: Some(&signatures[0]),
        ..received(&vector["headers_public_key_mode"], text(&vector, "body"))
    };
    assert_eq!(
        crossed.verify(&trust(), now()),
        Err(ReceivedError::Signature)
    );
}
