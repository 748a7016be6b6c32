//! Rules of REST v3.

use jiff::{SignedDuration, Timestamp};
use quan_wire::alipay::code::{Refusal, TransportError};
use quan_wire::alipay::encrypt::Seal;
use quan_wire::alipay::key::{PrivateKey, SignType};
use quan_wire::alipay::rest::{
    Answer, Authorization, Caller, Contents, Framing, Received, ReceivedError, Sealing,
    response_string_to_sign, string_to_sign,
};

use crate::support::{aes_key, alipay_key, alipay_public, app_key, app_public, now};

const TARGET: &str = "/v3/alipay/trade/query";
const JSON: &str = r#"{"out_trade_no":"T1"}"#;

/// An authorization header over the given fields.
fn authorize(fields: &str) -> String {
    let text = string_to_sign(fields, "POST", TARGET, JSON.as_bytes(), None);
    let sign = app_key().sign(SignType::Rsa2, &text).unwrap();
    format!("ALIPAY-SHA256withRSA {fields},sign={sign}")
}

fn verify(header: &str) -> Result<(), TransportError> {
    let authorization = Authorization::parse(Some(header))?;
    authorization.app_id()?;
    let claims = authorization.claims(now())?;
    let text = string_to_sign(
        authorization.signed_text(),
        "POST",
        TARGET,
        JSON.as_bytes(),
        None,
    );
    claims.verify(&text, &app_public())
}

fn sealing(key: &PrivateKey, now: Timestamp) -> Sealing<'_> {
    Sealing {
        key,
        cert_sn: Some("5n"),
        content: None,
        now,
        nonce: "n0nce",
        trace_id: "7race",
    }
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer
        .headers
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.as_str())
}

fn received(answer: &Answer) -> Received<'_> {
    Received {
        timestamp: header(answer, "alipay-timestamp"),
        nonce: header(answer, "alipay-nonce"),
        signature: header(answer, "alipay-signature"),
        sn: header(answer, "alipay-sn"),
        body: &answer.body,
    }
}

#[test]
fn t2_3_fields_may_come_in_any_order() {
    for fields in [
        "app_id=1,nonce=n,timestamp=1725163200000",
        "timestamp=1725163200000,nonce=n,app_id=1,expired_seconds=120",
        "app_id=1, nonce=n, timestamp=1725163200000, more=a=b",
    ] {
        assert_eq!(verify(&authorize(fields)), Ok(()), "{fields}");
    }
}

#[test]
fn t2_3_the_fields_are_verified_as_they_came() {
    let header = authorize("app_id=1,nonce=n,timestamp=1725163200000");
    assert_eq!(verify(&header), Ok(()));
    let reordered = header.replace("app_id=1,nonce=n", "nonce=n,app_id=1");
    assert!(matches!(
        verify(&reordered),
        Err(TransportError::InvalidSignature(_))
    ));
}

#[test]
fn t2_3_a_missing_authorization_is_a_missing_timestamp() {
    for header in [None, Some(""), Some("  ")] {
        let error = Authorization::parse(header).unwrap_err();
        assert_eq!(error, TransportError::MissingTimestamp);
        let rest = error.rest();
        assert_eq!(
            (rest.status, rest.code.as_ref()),
            (400, "missing-timestamp")
        );
    }
}

#[test]
fn t2_3_another_scheme_is_refused() {
    for header in [
        "Bearer x",
        "ALIPAY-SM2withSM3 app_id=1,sign=x",
        "app_id=1,sign=x",
    ] {
        let error = Authorization::parse(Some(header)).unwrap_err();
        assert_eq!(error, TransportError::InvalidSignatureType, "{header}");
    }
}

#[test]
fn t2_3_what_is_missing_is_named() {
    for (fields, error) in [
        (
            "nonce=n,timestamp=1725163200000",
            TransportError::MissingAppId,
        ),
        (
            "app_id=,nonce=n,timestamp=1725163200000",
            TransportError::MissingAppId,
        ),
        ("app_id=1,nonce=n", TransportError::MissingTimestamp),
        (
            "app_id=1,timestamp=1725163200000",
            TransportError::InvalidParameter("缺少nonce"),
        ),
    ] {
        assert_eq!(verify(&authorize(fields)), Err(error), "{fields}");
    }
    let unsigned = "ALIPAY-SHA256withRSA app_id=1,nonce=n,timestamp=1725163200000";
    assert_eq!(verify(unsigned), Err(TransportError::MissingSignature));
}

#[test]
fn t2_3_an_absent_body_keeps_its_empty_line() {
    let text = string_to_sign("a", "GET", "/v3/x?y=1", b"", None);
    assert_eq!(text, b"a\nGET\n/v3/x?y=1\n\n");
}

#[test]
fn t2_3_the_app_auth_token_is_the_last_line() {
    let text = string_to_sign("a", "POST", "/v3/x", b"{}", Some("token"));
    assert_eq!(text, b"a\nPOST\n/v3/x\n{}\ntoken\n");
    let text = string_to_sign("a", "POST", "/v3/x", b"{}", Some(""));
    assert_eq!(text, b"a\nPOST\n/v3/x\n{}\n");
}

#[test]
fn t2_3_the_target_is_signed_as_it_came() {
    let text = string_to_sign("a", "GET", "/v3/x?q=a+b%2F~%7E&e=", b"", None);
    assert_eq!(text, b"a\nGET\n/v3/x?q=a+b%2F~%7E&e=\n\n");
    let absolute = string_to_sign("a", "GET", "http://h:80/v3/x?q=a+b%2F~%7E&e=", b"", None);
    assert_eq!(text, absolute);
}

#[test]
fn t2_3_the_timestamp_may_be_ten_minutes_off() {
    let header = authorize("app_id=1,nonce=n,timestamp=1725163200000");
    let authorization = Authorization::parse(Some(&header)).unwrap();
    let window = SignedDuration::from_mins(10);
    let milli = SignedDuration::from_millis(1);
    for (now, fits) in [
        (now() + window, true),
        (now() - window, true),
        (now() + window + milli, false),
        (now() - window - milli, false),
    ] {
        let want = if fits {
            Ok(())
        } else {
            Err(TransportError::InvalidTimestamp)
        };
        assert_eq!(authorization.claims(now).map(|_| ()), want, "{now}");
    }
}

#[test]
fn t2_3_the_timestamp_is_in_milliseconds() {
    for text in [
        "1725163200",
        "2024-09-01 12:00:00",
        "+1725163200000",
        "99999999999999999999",
    ] {
        let header = authorize(&format!("app_id=1,nonce=n,timestamp={text}"));
        assert_eq!(
            verify(&header),
            Err(TransportError::InvalidTimestamp),
            "{text}"
        );
    }
}

#[test]
fn t2_3_an_overlong_app_id_or_nonce_is_refused() {
    let long = "9".repeat(33);
    let header = authorize(&format!("app_id={long},nonce=n,timestamp=1725163200000"));
    assert_eq!(verify(&header), Err(TransportError::InvalidAppId));
    let long = "9".repeat(129);
    let header = authorize(&format!("app_id=1,nonce={long},timestamp=1725163200000"));
    assert!(matches!(
        verify(&header),
        Err(TransportError::InvalidParameter(_))
    ));
}

#[test]
fn t2_3_a_wrong_signature_names_nothing_secret() {
    let Err(error) =
        verify(&authorize("app_id=1,nonce=n,timestamp=1725163200000").replace("=n,", "=m,"))
    else {
        panic!("the signature must not verify");
    };
    assert_eq!(
        error.rest().body(),
        r#"{"code":"invalid-signature","message":"验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配"}"#
    );
    assert_eq!(error.rest().status, 400);
}

#[test]
fn t2_4_an_encrypted_body_is_read() {
    let cipher = aes_key().encrypt(JSON.as_bytes(), Seal::Aes);
    let contents = Contents::read(Some("text/plain; charset=utf-8"), cipher.as_bytes()).unwrap();
    assert_eq!(contents.signed(), cipher.as_bytes());
    assert_eq!(contents.text(Some("AES"), Some(&aes_key())).unwrap(), JSON);
    assert_eq!(
        contents.text(Some("AES"), None),
        Err(TransportError::InvalidEncryptKey)
    );
    assert_eq!(
        contents.text(Some("DES"), None),
        Err(TransportError::InvalidEncryptType)
    );
    let broken = Contents::read(Some("text/plain"), JSON.as_bytes()).unwrap();
    let error = broken.text(Some("AES"), Some(&aes_key()));
    assert_eq!(error, Err(TransportError::Undecipherable));
}

#[test]
fn t2_4_an_encrypted_get_needs_no_body() {
    let contents = Contents::read(Some("text/plain"), b"").unwrap();
    assert_eq!(contents.text(Some("AES"), Some(&aes_key())).unwrap(), "");
}

#[test]
fn t2_4_an_encrypted_success_is_exactly_text_plain_and_signed_as_sent() {
    let (key, aes) = (alipay_key(), aes_key());
    let framing = Framing {
        encrypted: true,
        ..Framing::default()
    };
    let sealing = Sealing {
        content: Some(&aes),
        ..sealing(&key, now())
    };
    let answer = framing.answer(JSON, sealing).unwrap();
    assert_eq!(header(&answer, "content-type"), Some("text/plain"));
    assert_eq!(received(&answer).verify(&alipay_public(), None), Ok(()));
    assert_eq!(received(&answer).text(Some(&aes)).unwrap(), JSON);
}

#[test]
fn t2_4_errors_are_never_encrypted() {
    let (key, aes) = (alipay_key(), aes_key());
    let framing = Framing {
        encrypted: true,
        ..Framing::default()
    };
    let sealing = Sealing {
        content: Some(&aes),
        ..sealing(&key, now())
    };
    let answer = framing
        .refuse(&TransportError::InvalidMethod.rest(), sealing)
        .unwrap();
    assert_eq!(answer.status, 404);
    assert_eq!(
        header(&answer, "content-type"),
        Some("application/json;charset=UTF-8")
    );
    assert_eq!(
        answer.body,
        r#"{"code":"invalid-method","message":"不存在的方法名"}"#.as_bytes()
    );
}

#[test]
fn t2_5_an_answer_is_signed_over_timestamp_nonce_and_body() {
    let answer = Framing::default()
        .answer(JSON, sealing(&alipay_key(), now()))
        .unwrap();
    assert_eq!(answer.status, 200);
    let text = response_string_to_sign("1725163200000", "n0nce", JSON.as_bytes());
    assert_eq!(text, format!("1725163200000\nn0nce\n{JSON}\n").as_bytes());
    let signature = header(&answer, "alipay-signature").unwrap();
    assert!(alipay_public().verifies(SignType::Rsa2, &text, signature));
    assert_eq!(received(&answer).verify(&alipay_public(), None), Ok(()));
    assert_eq!(
        received(&answer).verify(&app_public(), None),
        Err(ReceivedError::Signature)
    );
}

#[test]
fn t2_5_header_names_are_lower_case() {
    let framing = Framing {
        with_certificate: true,
        encrypted: false,
    };
    let answer = framing.answer(JSON, sealing(&alipay_key(), now())).unwrap();
    let names: Vec<&str> = answer.headers.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        [
            "content-type",
            "alipay-trace-id",
            "alipay-timestamp",
            "alipay-nonce",
            "alipay-signature",
            "alipay-sn"
        ]
    );
}

#[test]
fn t2_5_the_certificate_number_is_answered_in_certificate_mode_alone() {
    let key = alipay_key();
    let plain = Framing::default()
        .answer(JSON, sealing(&key, now()))
        .unwrap();
    assert_eq!(header(&plain, "alipay-sn"), None);
    assert_eq!(
        received(&plain).verify(&alipay_public(), Some("other")),
        Ok(())
    );
    let framing = Framing {
        with_certificate: true,
        encrypted: false,
    };
    let answer = framing.answer(JSON, sealing(&key, now())).unwrap();
    assert_eq!(header(&answer, "alipay-sn"), Some("5n"));
    let error = received(&answer).verify(&alipay_public(), Some("other"));
    assert!(matches!(error, Err(ReceivedError::Certificate { .. })));
}

#[test]
fn t2_5_errors_are_signed_and_traced() {
    let refusal = TransportError::InvalidAppId.rest();
    let answer = Framing::default()
        .refuse(&refusal, sealing(&alipay_key(), now()))
        .unwrap();
    assert_eq!(answer.status, 400);
    assert_eq!(header(&answer, "alipay-trace-id"), Some("7race"));
    assert_eq!(received(&answer).verify(&alipay_public(), None), Ok(()));
}

#[test]
fn t2_6_an_error_has_a_code_and_a_message_and_no_links() {
    let body = TransportError::InvalidAppId.rest().body();
    assert_eq!(
        body,
        r#"{"code":"invalid-app-id","message":"无效的AppID参数"}"#
    );
}

#[test]
fn t2_6_codes_lose_the_prefix_of_the_gateway() {
    for (sub_code, code) in [
        ("isv.invalid-parameter", "invalid-parameter"),
        ("aop.invalid-auth-token", "invalid-auth-token"),
        ("isp.unknow-error", "unknow-error"),
        ("ACQ.TRADE_NOT_EXIST", "ACQ.TRADE_NOT_EXIST"),
    ] {
        assert_eq!(Refusal::business(sub_code, "").rest().code, code);
    }
}

#[test]
fn t2_6_the_status_follows_from_the_code() {
    for (sub_code, status) in [
        ("isv.invalid-parameter", 400),
        ("isv.missing-timestamp", 400),
        ("isv.invalid-signature", 400),
        ("aop.invalid-auth-token", 401),
        ("aop.invalid-app-auth-token", 401),
        ("aop.app-auth-token-time-out", 401),
        ("isv.insufficient-isv-permissions", 401),
        ("isv.app-call-limited", 429),
        ("isv.method-call-limited", 429),
        ("isv.invalid-method", 404),
        ("isp.unknow-error", 500),
        ("ACTIVITY_NOT_EXIST", 400),
        ("SYSTEM_ERROR", 500),
    ] {
        assert_eq!(
            Refusal::business(sub_code, "").rest().status,
            status,
            "{sub_code}"
        );
    }
}

const MULTIPART: &str = "multipart/form-data; boundary=b";

fn multipart(data_headers: &str) -> Vec<u8> {
    let file = "--b\r\nContent-Disposition: form-data; name=\"file_content\"; filename=\"a.png\"\r\n\
         Content-Type: application/json\r\n\r\nPNG\r\n";
    format!("--b\r\n{data_headers}\r\n\r\n{JSON}\r\n{file}--b--\r\n").into_bytes()
}

#[test]
fn t2_7_the_part_data_is_what_is_signed() {
    let body = multipart("Content-Disposition: form-data; name=\"data\"");
    let contents = Contents::read(Some(MULTIPART), &body).unwrap();
    assert_eq!(contents.signed(), JSON.as_bytes());
    assert_eq!(contents.text(None, None).unwrap(), JSON);
}

#[test]
fn t2_7_without_data_an_empty_text_is_signed() {
    let body = multipart("Content-Disposition: form-data; name=\"other\"");
    assert_eq!(
        Contents::read(Some(MULTIPART), &body).unwrap().signed(),
        b""
    );
}

#[test]
fn t2_7_files_are_known_by_their_name_whatever_their_type() {
    let body = multipart("Content-Disposition: form-data; name=\"data\"; filename=\"data\"");
    let contents = Contents::read(Some(MULTIPART), &body).unwrap();
    assert_eq!(contents.signed(), b"");
    let names: Vec<&str> = contents
        .files
        .iter()
        .map(|file| file.name.as_str())
        .collect();
    assert_eq!(names, ["data", "file_content"]);
}

#[test]
fn t2_7_an_encrypted_part_is_read() {
    let cipher = aes_key().encrypt(JSON.as_bytes(), Seal::Aes);
    let body = String::from_utf8(multipart("Content-Disposition: form-data; name=\"data\""));
    let body = body.unwrap().replace(JSON, &cipher);
    let contents = Contents::read(Some(MULTIPART), body.as_bytes()).unwrap();
    assert_eq!(contents.signed(), cipher.as_bytes());
    assert_eq!(contents.text(Some("AES"), Some(&aes_key())).unwrap(), JSON);
}

#[test]
fn our_own_rest_calls_are_understood() {
    let mut caller = Caller::new("1", app_key());
    caller.app_auth_token = Some("token".to_owned());
    let outgoing = caller.call("POST", TARGET, Some(JSON), "n", now()).unwrap();
    let header = |wanted: &str| {
        outgoing
            .headers
            .iter()
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| value.as_str())
    };
    let authorization = Authorization::parse(header("authorization")).unwrap();
    let token = header("alipay-app-auth-token");
    let text = string_to_sign(
        authorization.signed_text(),
        "POST",
        TARGET,
        &outgoing.body,
        token,
    );
    let claims = authorization.claims(now()).unwrap();
    assert_eq!(claims.verify(&text, &app_public()), Ok(()));
    assert_eq!(header("content-type"), Some("application/json"));
}
