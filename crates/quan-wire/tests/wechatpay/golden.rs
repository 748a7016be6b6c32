//! Every golden vector, in both directions where the scheme repeats itself.

use quan_wire::wechatpay::aead::{Algorithm, ApiV3Key};
use quan_wire::wechatpay::authorization::{Asked, Authorization, authorize};
use quan_wire::wechatpay::certificates::{self, Certificates};
use quan_wire::wechatpay::header;
use quan_wire::wechatpay::jump::Jump;
use quan_wire::wechatpay::key::SigningKey;
use quan_wire::wechatpay::message::notice::CouponSent;
use quan_wire::wechatpay::notify::Envelope;
use quan_wire::wechatpay::oaep;
use quan_wire::wechatpay::text::{AnswerText, RequestText};
use quan_wire::wechatpay::v2::{H5Link, PluginCall, SendCoupon, string_to_sign};
use serde_json::Value;

use crate::support::{
    ANSWER_NONCE, MCHID, MERCHANT_SERIAL, PLATFORM_SERIAL, PUBLIC_KEY_ID, api_v2_key, api_v3_key,
    at, bytes, certificate, json, merchant, merchant_public, now, received, rsa, rsa_public,
    sealing, text, trust,
};

const REQUESTS: [&str; 11] = [
    "01-get-certificates",
    "02-create-stock",
    "03-get-stock",
    "04-patch-stock",
    "05-list-user-coupons-query",
    "06-get-user-coupon-escaped-path",
    "07-use-coupon",
    "08-deactivate-coupon",
    "09-delete-code-no-body",
    "10-media-upload-meta-signed",
    "11-deactivate-coupon-python",
];

const RESPONSES: [&str; 4] = [
    "01-deactivate-200",
    "02-patch-204-empty",
    "03-error-404",
    "04-utf8-body",
];

fn asked(vector: &Value) -> Asked<'_> {
    Asked {
        method: text(vector, "method"),
        target: text(vector, "url"),
        body: text(vector, "body").as_bytes(),
    }
}

#[test]
fn requests_are_signed_and_verified() {
    for name in REQUESTS {
        let vector = json(&format!("request/{name}.json"));
        let asked = asked(&vector);
        let lines = RequestText {
            method: asked.method,
            target: asked.target,
            timestamp: text(&vector, "timestamp"),
            nonce: text(&vector, "nonce_str"),
            body: asked.body,
        };
        assert_eq!(
            lines.to_bytes(),
            bytes(&vector, "string_to_sign_base64"),
            "{name}"
        );
        assert_eq!(
            lines.length() as u64,
            vector["string_to_sign_byte_length"],
            "{name}"
        );
        let nonce = text(&vector, "nonce_str");
        let made = authorize(asked, MCHID, MERCHANT_SERIAL, &merchant(), nonce, now()).unwrap();
        let made = Authorization::parse(Some(&made)).unwrap();
        assert_eq!(made.signature, text(&vector, "signature"), "{name}");
        let orders = ["axios_and_php", "java_go", "docs", "python"];
        let headers = orders.map(|order| vector[format!("authorization_{order}_order")].as_str());
        assert!(headers.iter().any(Option::is_some));
        for header in headers.into_iter().flatten() {
            let read = Authorization::parse(Some(header)).unwrap();
            assert_eq!(read, made, "{name}");
            assert_eq!(read.is_timely(now()), Ok(()));
            assert_eq!(read.verify(asked, &merchant_public()), Ok(()), "{name}");
        }
    }
}

/// Asks what a server asks, in its order.
fn judge(vector: &Value) -> (u64, Option<String>, Option<String>) {
    let judged = || {
        let read = Authorization::parse(vector["authorization"].as_str())?;
        read.is_timely(at(vector["now"].as_i64().unwrap()))?;
        if !certificate("merchant").is_named(read.serial_no) {
            return Err(quan_wire::wechatpay::refusal::Refusal::SerialNo);
        }
        read.verify(asked(vector), &merchant_public())
    };
    match judged() {
        Ok(()) => (200, None, None),
        Err(refusal) => {
            let (status, body) = refusal.answer();
            let body = body.unwrap();
            let code = body.code.as_str().to_owned();
            (status.into(), Some(code), Some(body.message.into_owned()))
        }
    }
}

#[test]
fn requests_that_must_be_refused_are() {
    let vectors = json("request/negative.json");
    let vectors = vectors.as_array().unwrap();
    assert_eq!(vectors.len(), 10);
    for vector in vectors {
        let name = text(vector, "name");
        let expect = &vector["expect"];
        let (status, code, message) = judge(vector);
        assert_eq!(expect["status"], status, "{name}");
        if let Some(expected) = expect["code"].as_str() {
            assert_eq!(code.as_deref(), Some(expected), "{name}");
        }
        if let Some(expected) = expect["message"].as_str() {
            assert_eq!(message.as_deref(), Some(expected), "{name}");
        }
    }
}

#[test]
fn answers_are_signed_and_verified_in_both_modes() {
    let platform: SigningKey = rsa("platform").into();
    let public: SigningKey = rsa("wxpub").into();
    for name in RESPONSES {
        let vector = json(&format!("response/{name}.json"));
        let body = text(&vector, "body");
        let lines = AnswerText {
            timestamp: "1754064000",
            nonce: ANSWER_NONCE,
            body: body.as_bytes(),
        };
        assert_eq!(
            lines.to_bytes(),
            bytes(&vector, "string_to_sign_base64"),
            "{name}"
        );
        for (mode, key, serial) in [
            ("headers_certificate_mode", &platform, PLATFORM_SERIAL),
            ("headers_public_key_mode", &public, PUBLIC_KEY_ID),
        ] {
            let want = &vector[mode];
            let mut sealing = sealing(key);
            sealing.serial = serial;
            let made = header::signed(body.as_bytes(), &sealing).unwrap();
            assert_eq!(made.len(), want.as_object().unwrap().len());
            for (header, value) in made {
                assert_eq!(want[header], value, "{name} {mode} {header}");
            }
            assert_eq!(received(want, body).verify(&trust(), now()), Ok(()));
        }
    }
}

#[test]
fn short_contents_are_sealed_and_opened() {
    for vector in json("aead/small.json").as_array().unwrap() {
        let key = ApiV3Key::parse(text(vector, "key_utf8")).unwrap();
        let (nonce, aad) = (text(vector, "nonce"), text(vector, "associated_data"));
        let plain = text(vector, "plaintext");
        let aes = Algorithm::Aes256Gcm;
        let made = key.seal(aes, nonce, aad, plain.as_bytes()).unwrap();
        assert_eq!(made, text(vector, "ciphertext"));
        assert_eq!(key.open(aes, nonce, aad, &made).unwrap(), plain.as_bytes());
    }
}

#[test]
fn the_list_of_certificates_is_made_and_read() {
    let vector = json("aead/certificates.json");
    let body = text(&vector, "response_body");
    let platform = certificate("platform");
    assert_eq!(platform.pem(), text(&vector, "plaintext"));
    let entry = certificates::seal(&platform, &api_v3_key(), text(&vector, "nonce")).unwrap();
    let made = Certificates { data: vec![entry] };
    assert_eq!(serde_json::to_string(&made).unwrap(), body);
    let opened = certificates::open(body.as_bytes(), &api_v3_key()).unwrap();
    assert_eq!(opened, [platform]);
    // The answer is verified with what it brought.
    let trust = quan_wire::wechatpay::received::Trust::default().with_certificate(&opened[0]);
    let answer = received(&vector["response_headers"], body);
    assert_eq!(answer.verify(&trust, now()), Ok(()));
}

#[test]
fn jump_links_are_made_and_read() {
    let vector = json("aead/mini-program-jump.json");
    let jump = Jump {
        stock_id: "1277620000000016".to_owned(),
        openid: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o".to_owned(),
        coupon_code: text(&vector, "coupon_code").to_owned(),
    };
    let query = text(&vector, "query");
    let nonce = text(&vector, "nonce");
    assert_eq!(jump.to_query(&api_v3_key(), nonce).unwrap(), query);
    assert_eq!(Jump::read(query, &api_v3_key()), Ok(jump));
}

#[test]
fn messages_are_made_and_read_in_both_modes() {
    let vector = json("notify/coupon-send.json");
    let body = text(&vector, "body");
    for mode in ["headers_certificate_mode", "headers_public_key_mode"] {
        assert_eq!(
            received(&vector[mode], body).verify(&trust(), now()),
            Ok(())
        );
    }
    let envelope = Envelope::read(body.as_bytes()).unwrap();
    let plain = text(&vector, "resource_plaintext");
    assert_eq!(envelope.open(&api_v3_key()).unwrap(), plain.as_bytes());
    let event: CouponSent = envelope.open_as(&api_v3_key()).unwrap();
    assert_eq!(serde_json::to_string(&event).unwrap(), plain);
    let (id, at) = (envelope.id.as_str(), at(1_754_064_001));
    let made = Envelope::coupon_send(id, at, &event, &api_v3_key(), "fdasflkja484").unwrap();
    assert_eq!(made.create_time.to_string(), "2025-08-02T00:00:01+08:00");
    assert_eq!(made.to_json(), body);
}

#[test]
fn a_probe_is_refused() {
    let vector = json("notify/signature-probe.json");
    let probe = received(&vector["headers"], text(&vector, "body"));
    assert!(probe.verify(&trust(), now()).is_err());
}

fn params(vector: &Value) -> Vec<(&str, &str)> {
    let params = vector["params"].as_object().unwrap();
    params
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .collect()
}

#[test]
fn coupons_asked_for_with_parameters_are_signed_and_verified() {
    let vectors = json("v2sign/send-coupon.json");
    let key = api_v2_key();
    for vector in [
        &vectors["official_doc_example"]["hmac_sha256"],
        &vectors["mini_program_single"],
        &vectors["mini_program_two_coupons"],
        &vectors["h5"],
    ] {
        assert_eq!(
            string_to_sign(params(vector), &key),
            text(vector, "string_to_sign")
        );
        assert_eq!(key.sign(params(vector)), text(vector, "sign"));
        assert!(key.verifies(params(vector), text(vector, "sign")));
    }
    let md5 = &vectors["h5_md5_must_be_rejected"];
    assert!(!key.verifies(params(md5), text(md5, "sign")));
    let md5 = &vectors["official_doc_example"]["md5"];
    assert!(!key.verifies(params(md5), text(md5, "sign")));
}

#[test]
fn plugin_calls_are_flattened_and_read() {
    let vectors = json("v2sign/send-coupon.json");
    for (name, count) in [("mini_program_single", 1), ("mini_program_two_coupons", 2)] {
        let vector = &vectors[name];
        let flat = params(vector)
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let call = PluginCall::read(&flat).unwrap();
        assert_eq!(call.coupons.len(), count);
        assert_eq!(call.sign(&api_v2_key()), text(vector, "sign"));
    }
}

#[test]
fn h5_links_are_made_and_read() {
    let vectors = json("v2sign/send-coupon.json");
    let coupon = SendCoupon {
        stock_id: "1277620000000016".to_owned(),
        out_request_no: "MCHSEND20250802003".to_owned(),
        coupon_code: Some("sxxe 343/434".to_owned()),
        customize_send_time: None,
    };
    let link = H5Link::new(coupon, MCHID, "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", &api_v2_key());
    assert_eq!(link.sign, text(&vectors["h5"], "sign"));
    assert_eq!(link.to_url(), text(&vectors, "h5_url"));
    let read = H5Link::read(text(&vectors, "h5_url")).unwrap();
    assert_eq!(read, link);
    assert!(read.verifies(&api_v2_key()));
}

#[test]
fn sensitive_fields_are_opened_and_sealed() {
    let vectors = json("oaep/rsa-oaep-sha1.json");
    for vector in vectors.as_array().unwrap() {
        assert_eq!(text(vector, "key"), "keys/platform_private_key.pem");
        let plain = text(vector, "plaintext");
        let key = rsa("platform");
        assert_eq!(oaep::open(&key, text(vector, "ciphertext")).unwrap(), plain);
        let made = oaep::seal(&rsa_public("platform"), plain).unwrap();
        assert_ne!(made, text(vector, "ciphertext"));
        assert_eq!(oaep::open(&key, &made).unwrap(), plain);
        assert!(oaep::open(&rsa("merchant"), &made).is_err());
    }
    let longest = "x".repeat(214);
    assert!(oaep::seal(&rsa_public("platform"), &longest).is_ok());
    assert!(oaep::seal(&rsa_public("platform"), &format!("{longest}x")).is_err());
}
