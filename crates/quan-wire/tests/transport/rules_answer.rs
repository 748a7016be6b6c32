//! Rules about the gateway's answers and codes.

use quan_wire::alipay::charset::Charset;
use quan_wire::alipay::code::{self, CODES, Class, Refusal, TransportError};
use quan_wire::alipay::encrypt::{EncryptType, Seal};
use quan_wire::alipay::form::Empties;
use quan_wire::alipay::gateway::{
    Caller, Envelope, EnvelopeError, Framing, Sealing, Upload, root_name,
};
use quan_wire::alipay::key::{PrivateKey, SignType};

use crate::support::{
    APP_ID, Ask, METHOD, aes_key, alipay_key, alipay_public, app_key, app_public, assemble,
    assert_verifies, now,
};

const NODE: &str = r#"{"code":"10000","msg":"Success","subject":"测试"}"#;
const SN: &str = "649d00606ff33bc7029a544c0320786f";

fn sealing(key: &PrivateKey) -> Sealing<'_> {
    Sealing {
        key,
        cert_sn: Some(SN),
        content: None,
    }
}

fn framing(ask: &Ask) -> Framing {
    ask.assemble().unwrap().framing().clone()
}

#[test]
fn t1_5_an_answer_is_signed_with_the_digest_of_the_request() {
    for sign_type in [SignType::Rsa2, SignType::Rsa] {
        let ask = Ask::new().with("sign_type", sign_type.as_str());
        let framing = framing(&ask.signed_with(sign_type, Empties::Dropped));
        let reply = framing.answer(NODE, sealing(&alipay_key())).unwrap();
        let envelope = Envelope::read(&reply.body, METHOD, &Charset::default()).unwrap();
        let public = alipay_public();
        assert!(envelope.open(&public, sign_type, None).is_ok());
        let other = envelope.open(&public, sign_type.other(), None);
        assert_eq!(other, Err(EnvelopeError::Signature));
    }
}

#[test]
fn t1_6_an_answer_is_in_the_charset_of_the_request() {
    let framing = framing(&Ask::new().with("charset", "GBK"));
    let reply = framing.answer(NODE, sealing(&alipay_key())).unwrap();
    assert_eq!(reply.content_type, "text/html;charset=GBK");
    assert!(
        reply
            .body
            .windows(4)
            .any(|four| four == b"\xb2\xe2\xca\xd4")
    );
    let gbk = Charset::parse("GBK").unwrap();
    let opened = Envelope::read(&reply.body, METHOD, &gbk)
        .unwrap()
        .open(&alipay_public(), SignType::Rsa2, None)
        .unwrap();
    assert_eq!(opened.json, NODE);
}

#[test]
fn t1_6_characters_outside_the_charset_are_escaped() {
    let framing = framing(&Ask::new().with("charset", "GBK"));
    let reply = framing
        .answer("{\"name\":\"券🎫\"}", sealing(&alipay_key()))
        .unwrap();
    let gbk = Charset::parse("GBK").unwrap();
    let opened = Envelope::read(&reply.body, METHOD, &gbk)
        .unwrap()
        .open(&alipay_public(), SignType::Rsa2, None)
        .unwrap();
    let value: serde_json::Value = serde_json::from_str(&opened.json).unwrap();
    assert_eq!(value["name"], "券🎫");
}

#[test]
fn t1_8_the_certificate_number_is_answered_in_certificate_mode_alone() {
    let key = alipay_key();
    let plain = framing(&Ask::new()).answer(NODE, sealing(&key)).unwrap();
    assert!(
        !String::from_utf8(plain.body)
            .unwrap()
            .contains("alipay_cert_sn")
    );
    let ask = Ask::new().with("app_cert_sn", "28bb714c00fb0a41a0a7892b6880621c");
    let reply = framing(&ask).answer(NODE, sealing(&key)).unwrap();
    let text = String::from_utf8(reply.body.clone()).unwrap();
    let member = format!("}},\"alipay_cert_sn\":\"{SN}\",\"sign\":\"");
    assert!(text.contains(&member), "{text}");
    let envelope = Envelope::read(&reply.body, METHOD, &Charset::default()).unwrap();
    assert_eq!(envelope.expect_certificate(SN), Ok(()));
    assert!(matches!(
        envelope.expect_certificate("0"),
        Err(EnvelopeError::Certificate { .. })
    ));
}

#[test]
fn t1_9_an_encrypted_answer_is_a_string_signed_with_its_quotes() {
    let (key, aes) = (alipay_key(), aes_key());
    let framing = framing(&Ask::new().with("encrypt_type", "AES"));
    let seal = framing.seal(|| panic!("AES needs no vector")).unwrap();
    let sealing = Sealing {
        content: Some((&aes, seal)),
        ..sealing(&key)
    };
    let body = framing.answer(NODE, sealing).unwrap().body;
    let envelope = Envelope::read(&body, METHOD, &Charset::default()).unwrap();
    assert!(envelope.signed_bytes().starts_with(b"\"") && envelope.signed_bytes().ends_with(b"\""));
    let public = alipay_public();
    let opened = envelope
        .open(&public, SignType::Rsa2, Some((&aes, EncryptType::Aes)))
        .unwrap();
    assert_eq!(opened.json, NODE);
    assert_eq!(
        envelope.open(&public, SignType::Rsa2, None),
        Err(EnvelopeError::NoKey)
    );
}

#[test]
fn t1_9_errors_of_encrypted_requests_are_encrypted_too() {
    let (key, aes) = (alipay_key(), aes_key());
    let framing = framing(&Ask::new().with("encrypt_type", "AES_V2"));
    let seal = framing.seal(|| [9; 16]).unwrap();
    assert_eq!(seal, Seal::AesV2 { iv: [9; 16] });
    let sealing = Sealing {
        content: Some((&aes, seal)),
        ..sealing(&key)
    };
    let refusal = TransportError::InvalidMethod.refusal();
    let body = framing.refuse(&refusal, sealing).unwrap().body;
    let opened = Envelope::read(&body, METHOD, &Charset::default())
        .unwrap()
        .open(
            &alipay_public(),
            SignType::Rsa2,
            Some((&aes, EncryptType::AesV2)),
        )
        .unwrap();
    assert_eq!(opened.json, refusal.node());
}

#[test]
fn t1_9_requests_without_encrypt_type_are_answered_in_clear() {
    assert_eq!(framing(&Ask::new()).seal(|| [0; 16]), None);
}

#[test]
fn t1_12_no_white_space_stands_outside_the_node() {
    let reply = framing(&Ask::new())
        .answer(NODE, sealing(&alipay_key()))
        .unwrap();
    let text = String::from_utf8(reply.body).unwrap();
    let sign = alipay_key().sign(SignType::Rsa2, NODE.as_bytes()).unwrap();
    assert_eq!(
        text,
        format!("{{\"alipay_trade_query_response\":{NODE},\"sign\":\"{sign}\"}}")
    );
}

#[test]
fn t1_12_an_unsigned_or_changed_answer_is_not_trusted() {
    let framing = framing(&Ask::new());
    let read = |body: &[u8]| Envelope::read(body, METHOD, &Charset::default());
    let open = |envelope: Envelope| envelope.open(&alipay_public(), SignType::Rsa2, None);
    let unsigned = read(&framing.unsigned(NODE).body).unwrap();
    assert_eq!(open(unsigned), Err(EnvelopeError::Unsigned));
    let signed = framing.answer(NODE, sealing(&alipay_key())).unwrap();
    let changed = String::from_utf8(signed.body)
        .unwrap()
        .replace("Success", "success");
    assert_eq!(
        open(read(changed.as_bytes()).unwrap()),
        Err(EnvelopeError::Signature)
    );
    let foreign = framing.answer(NODE, sealing(&app_key())).unwrap();
    assert_eq!(
        open(read(&foreign.body).unwrap()),
        Err(EnvelopeError::Signature)
    );
    assert_eq!(read(b"<html>"), Err(EnvelopeError::NotJson));
    assert!(matches!(
        read(b"{\"sign\":\"\"}"),
        Err(EnvelopeError::NoRoot(_))
    ));
}

#[test]
fn t1_12_slashes_escaped_after_signing_are_understood() {
    let node = r#"{"code":"10000","url":"https://a/b"}"#;
    let sign = alipay_key().sign(SignType::Rsa2, node.as_bytes()).unwrap();
    let escaped = node.replace('/', "\\/");
    let body = format!("{{\"alipay_trade_query_response\":{escaped},\"sign\":\"{sign}\"}}");
    let envelope = Envelope::read(body.as_bytes(), METHOD, &Charset::default()).unwrap();
    assert!(
        envelope
            .open(&alipay_public(), SignType::Rsa2, None)
            .is_ok()
    );
}

#[test]
fn t1_13_the_content_type_names_the_charset() {
    let reply = framing(&Ask::new())
        .answer(NODE, sealing(&alipay_key()))
        .unwrap();
    assert_eq!(reply.content_type, "text/html;charset=utf-8");
}

#[test]
fn t1_14_errors_stand_under_the_root_of_the_method() {
    let rejected = Ask::new().with("charset", "big5").assemble().unwrap_err();
    assert_eq!(rejected.framing.root, "alipay_trade_query_response");
    assert_eq!(rejected.app_id.as_deref(), Some(APP_ID));
    assert_eq!(root_name(Some("no.such.method")), "no_such_method_response");
}

#[test]
fn t1_14_without_a_usable_method_it_is_error_response() {
    let long = "a".repeat(129);
    for method in [
        None,
        Some(""),
        Some("a b"),
        Some("查询"),
        Some("a\":{"),
        Some(&long),
    ] {
        assert_eq!(root_name(method), "error_response", "{method:?}");
    }
    let framing = Ask::new().without("method").assemble().unwrap_err().framing;
    let refusal = TransportError::MissingMethod.refusal();
    let body = framing
        .refuse(&refusal, sealing(&alipay_key()))
        .unwrap()
        .body;
    let envelope = Envelope::read(&body, METHOD, &Charset::default()).unwrap();
    let opened = envelope
        .open(&alipay_public(), SignType::Rsa2, None)
        .unwrap();
    assert!(opened.is_error_response);
    assert_eq!(
        opened.json,
        r#"{"code":"40001","msg":"Missing Required Arguments","sub_code":"isv.missing-method","sub_msg":"缺少方法名参数"}"#
    );
}

#[test]
fn t1_15_classes_have_their_codes_and_texts() {
    for (class, code, msg) in [
        (Class::Success, "10000", "Success"),
        (Class::Unavailable, "20000", "Service Currently Unavailable"),
        (Class::Token, "20001", "Insufficient Token Permissions"),
        (Class::Missing, "40001", "Missing Required Arguments"),
        (Class::Invalid, "40002", "Invalid Arguments"),
        (Class::Conditions, "40003", "Insufficient Conditions"),
        (Class::Business, "40004", "Business Failed"),
        (Class::Limited, "40005", "Call Limited"),
        (Class::Permissions, "40006", "Insufficient Permissions"),
    ] {
        assert_eq!((class.code(), class.msg()), (code, msg));
    }
}

#[test]
fn t1_15_every_refusal_has_a_sub_code_and_a_text() {
    let mut seen = std::collections::BTreeSet::new();
    for entry in CODES {
        assert!(!entry.sub_code.is_empty() && !entry.sub_msg.is_empty());
        assert!(seen.insert(entry.sub_code), "{} twice", entry.sub_code);
        assert_eq!(Refusal::public(entry.sub_code), Some(entry.refusal()));
    }
    assert_eq!(Refusal::public("ACQ.TRADE_NOT_EXIST"), None);
    let business = Refusal::business("ACQ.TRADE_NOT_EXIST", "交易不存在");
    assert_eq!(
        business.node(),
        r#"{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST","sub_msg":"交易不存在"}"#
    );
}

#[test]
fn t1_15_transport_errors_have_their_public_codes() {
    for (error, code, sub_code) in [
        (TransportError::InvalidAppId, "40002", "isv.invalid-app-id"),
        (TransportError::InvalidMethod, "40002", "isv.invalid-method"),
        (
            TransportError::MissingSignatureConfig,
            "40003",
            "isv.missing-signature-config",
        ),
        (
            TransportError::InvalidAppAuthToken,
            "20001",
            "aop.invalid-app-auth-token",
        ),
        (
            TransportError::AppCertNotExist,
            "40002",
            "isv.app-cert-not-exist",
        ),
        (TransportError::TooLarge, "40002", "isv.invalid-parameter"),
        (
            TransportError::AppCallLimited,
            "40005",
            "isv.app-call-limited",
        ),
        (
            TransportError::InsufficientPermissions,
            "40006",
            "isv.insufficient-isv-permissions",
        ),
        (TransportError::Unavailable, "20000", "isp.unknow-error"),
    ] {
        let refusal = error.refusal();
        assert_eq!(
            (refusal.code(), refusal.sub_code.as_ref()),
            (code, sub_code)
        );
    }
    assert_eq!(
        code::gateway_sub_code("invalid-app-id"),
        "isv.invalid-app-id"
    );
    assert_eq!(
        code::gateway_sub_code("ACQ.TRADE_NOT_EXIST"),
        "ACQ.TRADE_NOT_EXIST"
    );
}

#[test]
fn our_own_gateway_calls_are_understood() {
    let mut caller = Caller::new(APP_ID, app_key());
    caller.app_auth_token = Some("202409BBtesttoken".to_owned());
    for (charset, aes) in [("utf-8", None), ("GBK", None), ("utf-8", Some(aes_key()))] {
        caller.charset = Charset::parse(charset).unwrap();
        caller.encrypt_key = aes;
        let content = r#"{"subject":"测试 &+%"}"#;
        let outgoing = caller.call(METHOD, content, now()).unwrap();
        let target = format!("/gateway.do?{}", outgoing.query);
        let request = assemble(&target, Some(&outgoing.content_type), &outgoing.body).unwrap();
        assert_verifies(&request);
        let read = request
            .content(caller.encrypt_key.as_ref())
            .unwrap()
            .unwrap();
        assert_eq!(read, content);
    }
}

#[test]
fn our_own_uploads_are_understood() {
    let caller = Caller::new(APP_ID, app_key());
    let file = Upload {
        name: "file_content",
        filename: "图 \"1\".png",
        content_type: "image/png",
        bytes: b"\x89PNG\r\n--",
    };
    let texts = [("file_key", "PROMO"), ("empty", "")];
    let outgoing = caller
        .upload(METHOD, &texts, &[file], now(), "a-boundary")
        .unwrap();
    let target = format!("/gateway.do?{}", outgoing.query);
    let request = assemble(&target, Some(&outgoing.content_type), &outgoing.body).unwrap();
    let claims = request.claims(now()).unwrap();
    assert_eq!(request.verify(&claims, &app_public()), Ok(()));
    assert_eq!(request.files()[0].filename, "图 \"1\".png");
    assert_eq!(request.files()[0].bytes, file.bytes);
}
