//! What the transport refuses, and the bodies of errors.

use quan_wire::wechatpay::error::{Code, ErrorAnswer, ErrorBody, is_transient};
use quan_wire::wechatpay::refusal::{Mismatch, Refusal, is_of_short_characters};
use quan_wire::wechatpay::text::RequestText;

/// Status, code and message of a refusal, and whether its answer is signed.
fn answer(refusal: Refusal) -> (u16, &'static str, String, bool) {
    let (status, body) = refusal.answer();
    let body = body.unwrap();
    (
        status,
        body.code.as_str(),
        body.message.into_owned(),
        refusal.is_signed(),
    )
}

fn says(refusal: Refusal, status: u16, code: &'static str, message: &str, signed: bool) {
    assert_eq!(answer(refusal), (status, code, message.to_owned(), signed));
}

#[test]
fn w_ord_1_an_unknown_path_is_answered_with_an_empty_body() {
    assert_eq!(Refusal::Path.answer(), (404, None));
    assert!(!Refusal::Path.is_signed());
}

#[test]
fn w_ord_2_a_wrong_method_is_answered_with_an_empty_body() {
    assert_eq!(Refusal::Method.answer(), (405, None));
    assert!(!Refusal::Method.is_signed());
}

#[test]
fn w_hdr_1_missing_headers_are_named() {
    says(
        Refusal::Headers,
        400,
        "INVALID_REQUEST",
        "Http头缺少Accept或User-Agent",
        false,
    );
}

#[test]
fn w_auth_1_words_of_a_malformed_header() {
    let message = "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》";
    says(Refusal::Authorization, 401, "SIGN_ERROR", message, false);
}

#[test]
fn w_auth_2_words_of_another_scheme() {
    says(
        Refusal::Scheme,
        401,
        "SIGN_ERROR",
        "Http头Authorization认证类型不正确",
        false,
    );
}

#[test]
fn w_auth_3_words_of_another_time() {
    let message = "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟";
    says(Refusal::Timestamp, 401, "SIGN_ERROR", message, false);
}

#[test]
fn w_auth_4_an_unknown_merchant_is_answered_like_an_unknown_certificate() {
    assert_eq!(answer(Refusal::Merchant), answer(Refusal::SerialNo));
}

#[test]
fn w_auth_5_words_of_an_unknown_certificate() {
    says(
        Refusal::SerialNo,
        401,
        "SIGN_ERROR",
        "商户证书序列号有误",
        false,
    );
}

#[test]
fn w_auth_5a_words_of_a_certificate_that_does_not_count() {
    for (refusal, message) in [
        (Refusal::NoCertificate, "商户未申请过证书"),
        (Refusal::CertificateExpired, "商户证书已过期"),
        (Refusal::CertificateRevoked, "商户证书已作废"),
        (Refusal::CertificateReplaced, "已更换证书，请使用新证书"),
    ] {
        says(refusal, 401, "SIGN_ERROR", message, false);
    }
}

#[test]
fn w_auth_5b_words_of_a_missing_api_v3_key() {
    says(
        Refusal::NoApiV3Key,
        401,
        "SIGN_ERROR",
        "商户未设置APIv3密钥",
        false,
    );
}

#[test]
fn w_auth_6_words_of_a_wrong_signature() {
    let lines = RequestText {
        method: "GET",
        target: "/",
        timestamp: "1",
        nonce: "n",
        body: b"",
    };
    let refusal = Refusal::Signature(Box::new(Mismatch::of(&lines)));
    says(refusal, 401, "SIGN_ERROR", "错误的签名，验签失败", false);
}

#[test]
fn w_auth_7_words_of_a_key_of_the_platform_that_is_unknown_or_missing() {
    let message = "平台证书序列号Wechatpay-Serial错误";
    says(Refusal::PlatformSerial, 400, "PARAM_ERROR", message, true);
    let message = "HTTP header缺少微信支付平台证书序列号(Wechatpay-Serial)";
    says(Refusal::NoPlatformSerial, 400, "PARAM_ERROR", message, true);
}

#[test]
fn w_auth_8_words_of_a_product_that_is_not_the_merchants() {
    says(Refusal::Permission, 403, "NO_AUTH", "无权限使用此API", true);
}

#[test]
fn w_resp_2_what_is_refused_after_the_signature_is_signed() {
    for (refusal, status, code) in [
        (Refusal::Frequency, 429, "FREQUENCY_LIMITED"),
        (Refusal::System, 500, "SYSTEM_ERROR"),
        (Refusal::Unavailable, 503, "SERVICE_UNAVAILABLE"),
    ] {
        let (got, name, _, signed) = answer(refusal);
        assert_eq!((got, name, signed), (status, code, true));
    }
    let (status, code, _, signed) = answer(Refusal::Body);
    assert_eq!((status, code, signed), (400, "INVALID_REQUEST", false));
}

#[test]
fn w_err_1_new_spellings_are_written_and_both_are_read() {
    for code in Code::ALL {
        assert_eq!(Code::parse(code.as_str()), Some(code));
    }
    for (old, code) in [
        ("NOAUTH", "NO_AUTH"),
        ("RULELIMIT", "RULE_LIMIT"),
        ("RATELIMIT_EXCEEDED", "FREQUENCY_LIMITED"),
        ("FREQUENCY_LIMIT_EXCEED", "FREQUENCY_LIMITED"),
    ] {
        assert_eq!(Code::parse(old).unwrap().as_str(), code);
    }
    assert_eq!(Code::parse("NO_SUCH_CODE"), None);
}

#[test]
fn w_err_2_only_429_and_5xx_ask_for_a_retry() {
    for (status, retry) in [
        (400, false),
        (404, false),
        (429, true),
        (500, true),
        (502, true),
        (503, true),
    ] {
        assert_eq!(is_transient(status), retry);
    }
    assert!(Code::SystemError.is_transient());
    assert!(!Code::ParamError.is_transient());
}

#[test]
fn w_resp_8_a_body_is_an_object_with_a_code() {
    let plain = ErrorBody::new(Code::RuleLimit, "券不在有效期");
    assert_eq!(
        plain.to_json(),
        r#"{"code":"RULE_LIMIT","message":"券不在有效期"}"#
    );
    let detail = serde_json::json!({ "location": "body", "value": "" });
    let detailed = plain.with_detail(detail);
    assert_eq!(
        detailed.to_json(),
        r#"{"code":"RULE_LIMIT","detail":{"location":"body","value":""},"message":"券不在有效期"}"#
    );
    let read = ErrorAnswer::read(detailed.to_json().as_bytes()).unwrap();
    assert_eq!(read.known_code(), Some(Code::RuleLimit));
    assert_eq!(read.detail, detailed.detail);
}

#[test]
fn bodies_that_are_no_errors_are_none() {
    for body in [
        "",
        "<html>502</html>",
        "[]",
        "{}",
        "null",
        "{\"message\":\"x\"}",
    ] {
        assert_eq!(ErrorAnswer::read(body.as_bytes()), None);
    }
    let read = ErrorAnswer::read(br#"{"code":"LATER"}"#).unwrap();
    assert_eq!((read.known_code(), read.message.as_str()), (None, ""));
}

#[test]
fn characters_of_four_bytes_are_known() {
    assert!(is_of_short_characters("8月1日活动券"));
    assert!(!is_of_short_characters("活动😀"));
}
