//! The text under a request's signature, and the paths that are looked up after it.

use quan_wire::wechatpay::authorization::{Asked, Authorization, authorize};
use quan_wire::wechatpay::client::{Caller, Stamp};
use quan_wire::wechatpay::path::{decode, decode_coupon_code, segments, split_query};
use quan_wire::wechatpay::text::RequestText;
use quan_wire::wechatpay::upload;

use crate::support::{
    MCHID, MERCHANT_SERIAL, NONCE, PUBLIC_KEY_ID, header, json, merchant, merchant_public, now,
    rsa, text,
};

const ASKED: Asked<'static> = Asked {
    method: "POST",
    target: "/v3/a%2fb?q=1&b=%20",
    body: b"{\"a\":1}",
};

/// Whether a signature over [`ASKED`] holds for another request.
fn holds_for(other: Asked<'_>) -> bool {
    let made = authorize(ASKED, MCHID, MERCHANT_SERIAL, &merchant(), NONCE, now()).unwrap();
    let read = Authorization::parse(Some(&made)).unwrap();
    read.verify(other, &merchant_public()).is_ok()
}

#[test]
fn w_sign_1_the_method_is_signed_as_it_stands() {
    assert!(holds_for(ASKED));
    assert!(!holds_for(Asked {
        method: "post",
        ..ASKED
    }));
    assert!(!holds_for(Asked {
        method: "PATCH",
        ..ASKED
    }));
}

#[test]
fn w_sign_2_the_target_is_signed_byte_by_byte() {
    for target in [
        "/v3/a%2Fb?q=1&b=%20",
        "/v3/a/b?q=1&b=%20",
        "/v3/a%2fb?q=1&b=+",
        "/v3/a%2fb?b=%20&q=1",
        "/v3/a%2fb",
        "/v3/a%2fb?q=1&b=%20&",
    ] {
        assert!(!holds_for(Asked { target, ..ASKED }), "{target}");
    }
}

#[test]
fn w_sign_3_the_body_is_signed_byte_by_byte() {
    for body in ["{\"a\": 1}", "{\"a\":1}\n", "", "{\"a\":1"] {
        let body = body.as_bytes();
        assert!(!holds_for(Asked { body, ..ASKED }));
    }
}

#[test]
fn w_sign_3_without_a_body_the_last_line_is_empty() {
    let lines = RequestText {
        method: "GET",
        target: "/v3/certificates",
        timestamp: "1",
        nonce: "n",
        body: b"",
    };
    assert_eq!(lines.to_bytes(), b"GET\n/v3/certificates\n1\nn\n\n");
    assert_eq!(lines.length(), lines.to_bytes().len());
}

#[test]
fn w_sign_4_of_an_upload_the_meta_is_signed() {
    let caller = Caller {
        mchid: MCHID.to_owned(),
        serial_no: MERCHANT_SERIAL.to_owned(),
        key: merchant(),
        user_agent: "quan/0.1".to_owned(),
    };
    let stamp = Stamp {
        platform_serial: Some(PUBLIC_KEY_ID),
        nonce: NONCE,
        now: now(),
    };
    let made = caller
        .upload("logo.png", b"image", "boundary7", stamp)
        .unwrap();
    let content_type = header(&made.headers, "Content-Type").unwrap();
    let parts = upload::split(content_type, &made.body).unwrap();
    assert_eq!(parts.file, b"image");
    let asked = Asked {
        method: "POST",
        target: upload::PATH,
        body: parts.meta,
    };
    let authorization = header(&made.headers, "Authorization");
    let read = Authorization::parse(authorization).unwrap();
    assert_eq!(read.verify(asked, &merchant_public()), Ok(()));
    let body = &made.body;
    assert!(
        read.verify(Asked { body, ..asked }, &merchant_public())
            .is_err()
    );
}

#[test]
fn w_sign_5_the_scheme_repeats_itself() {
    let vector = json("request/08-deactivate-coupon.json");
    let lines = text(&vector, "string_to_sign").as_bytes();
    let whole = rsa("merchant").sign_pieces(&[lines]).unwrap();
    assert_eq!(whole, text(&vector, "signature"));
    let (head, tail) = lines.split_at(7);
    assert_eq!(
        rsa("merchant").sign_pieces(&[head, b"", tail]).unwrap(),
        whole
    );
}

#[test]
fn w_sign_7_segments_are_decoded_one_by_one() {
    let (path, query) = split_query("/v3/users/o%2FU/coupons/a+b%2Fc%20d%2Be/x?appid=1?2");
    assert_eq!(query, Some("appid=1?2"));
    let parts: Vec<&str> = segments(path).collect();
    assert_eq!(
        parts,
        ["v3", "users", "o%2FU", "coupons", "a+b%2Fc%20d%2Be", "x"]
    );
    assert_eq!(decode(parts[2]).as_deref(), Some("o/U"));
    assert_eq!(decode(parts[4]).as_deref(), Some("a+b/c d+e"));
    assert_eq!(decode_coupon_code(parts[4]).as_deref(), Some("a b/c d+e"));
    assert_eq!(decode("%FF"), None);
    assert_eq!(decode_coupon_code("+%FF"), None);
    assert_eq!(split_query("/v3"), ("/v3", None));
}

#[test]
fn w_sign_7_the_paths_of_every_sdk_mean_the_same_code() {
    let mut codes = std::collections::BTreeSet::new();
    for one in crate::captured::Captured::all() {
        let (path, _) = split_query(one.target());
        let parts: Vec<&str> = segments(path).collect();
        if let Some(at) = parts.iter().position(|part| *part == "appids") {
            codes.insert(decode_coupon_code(parts[at - 1]).unwrap().into_owned());
        }
    }
    // The code with every character that codes may have is among them.
    assert!(
        codes.iter().any(|code| code.contains([' ', '/'])),
        "{codes:?}"
    );
    assert!(
        !codes.iter().any(|code| code.contains(['%', '+'])),
        "{codes:?}"
    );
}

#[test]
fn a_call_bears_what_the_platform_asks_of_clients() {
    let caller = Caller {
        mchid: MCHID.to_owned(),
        serial_no: MERCHANT_SERIAL.to_owned(),
        key: merchant(),
        user_agent: "quan/0.1".to_owned(),
    };
    let stamp = Stamp {
        platform_serial: Some(PUBLIC_KEY_ID),
        nonce: NONCE,
        now: now(),
    };
    let made = caller.call("POST", "/v3/x", Some("{}"), stamp).unwrap();
    assert_eq!(made.body, b"{}");
    for (name, value) in [
        ("Accept", "application/json"),
        ("User-Agent", "quan/0.1"),
        ("Wechatpay-Serial", PUBLIC_KEY_ID),
        ("Content-Type", "application/json"),
    ] {
        assert_eq!(header(&made.headers, name), Some(value));
    }
    let made = caller
        .call(
            "GET",
            "/v3/x",
            None,
            Stamp {
                platform_serial: None,
                ..stamp
            },
        )
        .unwrap();
    assert!(made.body.is_empty());
    assert_eq!(header(&made.headers, "Content-Type"), None);
    assert_eq!(header(&made.headers, "Wechatpay-Serial"), None);
}
