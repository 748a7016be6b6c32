//! Rules about the string under a gateway signature and what a wrong one gets.

use quan_wire::alipay::code::{Refusal, SignatureFault, TransportError};
use quan_wire::alipay::form::Empties;
use quan_wire::alipay::gateway::Request;
use quan_wire::alipay::key::SignType;

use crate::support::{Ask, app_public, assemble, assert_same, assert_verifies, now};

fn signed_text(ask: &Ask) -> String {
    String::from_utf8(ask.assemble().unwrap().strings_to_sign().remove(0)).unwrap()
}

fn fault(request: &Request) -> TransportError {
    request
        .verify(&request.claims(now()).unwrap(), &app_public())
        .unwrap_err()
}

fn refusal(ask: &Ask) -> Refusal {
    fault(&ask.assemble().unwrap()).refusal()
}

#[test]
fn t1_4_sign_type_is_part_of_the_string() {
    assert!(signed_text(&Ask::new()).contains("&sign_type=RSA2&"));
    let request = Ask::new()
        .signed()
        .with("sign_type", "RSA")
        .assemble()
        .unwrap();
    assert!(
        request
            .verify(&request.claims(now()).unwrap(), &app_public())
            .is_err()
    );
}

#[test]
fn t1_4_sign_is_no_part_of_the_string() {
    assert!(!signed_text(&Ask::new().signed()).contains("&sign="));
}

#[test]
fn t1_4_names_are_sorted_by_bytes() {
    let ask = Ask::new()
        .with("A", "1")
        .with("a_", "2")
        .with("aZ", "3")
        .with("a", "4");
    let text = signed_text(&ask);
    assert!(text.starts_with("A=1&a=4&aZ=3&a_=2&app_id="), "{text}");
}

#[test]
fn t1_4_values_stand_without_encoding() {
    let content = r#"{"subject":"测试 订单&+%/\"="}"#;
    let text = signed_text(&Ask::new().with("biz_content", content));
    assert!(text.contains(&format!("&biz_content={content}&")), "{text}");
}

#[test]
fn t1_4_biz_content_is_taken_as_it_came() {
    let content = " {\"b\" : 1,\n \"a\":1.0 }";
    let request = Ask::new()
        .with("biz_content", content)
        .signed()
        .assemble()
        .unwrap();
    assert_verifies(&request);
    assert_eq!(request.content(None).unwrap().unwrap(), content);
}

#[test]
fn t1_4_empty_values_are_dropped_at_first() {
    let ask = Ask::new()
        .with("prod_code", "")
        .signed_with(SignType::Rsa2, Empties::Dropped);
    assert!(!signed_text(&ask).contains("prod_code"));
    assert_verifies(&ask.assemble().unwrap());
}

#[test]
fn t1_4_empty_values_are_kept_at_the_second_try() {
    let ask = Ask::new()
        .with("prod_code", "")
        .signed_with(SignType::Rsa2, Empties::Kept);
    assert_verifies(&ask.assemble().unwrap());
    let candidates = ask.assemble().unwrap().strings_to_sign();
    let [_, second] = candidates.as_slice() else {
        panic!("two candidates")
    };
    assert!(String::from_utf8_lossy(second).contains("&prod_code=&"));
}

#[test]
fn t1_4_a_repeated_name_counts_with_its_first_value() {
    let signed = Ask::new().signed().encoded();
    let target = format!("/gateway.do?{signed}&biz_content=%7B%22evil%22%3A1%7D");
    let request = assemble(&target, None, b"").unwrap();
    assert_verifies(&request);
    assert_eq!(
        request.content(None).unwrap().unwrap(),
        r#"{"out_trade_no":"T1"}"#
    );
}

#[test]
fn t1_5_the_digest_is_the_one_of_sign_type() {
    let ask = Ask::new()
        .with("sign_type", "RSA")
        .signed_with(SignType::Rsa, Empties::Dropped);
    assert_verifies(&ask.assemble().unwrap());
}

#[test]
fn t1_6_gbk_requests_are_verified_over_their_bytes() {
    let content = b"{\"subject\":\"\xb2\xe2\xca\xd4\"}";
    let ask = Ask::new()
        .with("charset", "GBK")
        .with("biz_content", content)
        .signed();
    let request = ask.assemble().unwrap();
    assert_verifies(&request);
    assert_eq!(
        request.content(None).unwrap().unwrap(),
        r#"{"subject":"测试"}"#
    );
    let signed = &request.strings_to_sign()[0];
    let at = signed
        .windows(content.len())
        .position(|window| window == content)
        .unwrap();
    assert_same("bytes", &signed[at..at + content.len()], content);
}

#[test]
fn t1_6_values_outside_their_charset_are_refused() {
    let ask = Ask::new()
        .with("biz_content", b"{\"subject\":\"\xb2\xe2\"}")
        .signed();
    let request = ask.assemble().unwrap();
    assert_verifies(&request);
    assert_eq!(request.content(None), Err(TransportError::InvalidCharset));
}

#[test]
fn t1_15_a_wrong_signature_shows_the_verified_string() {
    let refusal = refusal(&Ask::new().signed().with("biz_content", r#"{"a":"<b>"}"#));
    assert_eq!(
        (refusal.code(), refusal.sub_code.as_ref()),
        ("40002", "isv.invalid-signature")
    );
    let expected = "验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，\
        网关生成的验签字符串为：app_id=2021000000000001&amp;biz_content={\"a\":\"&lt;b&gt;\"}&amp;\
        charset=utf-8&amp;method=alipay.trade.query&amp;sign_type=RSA2&amp;\
        timestamp=2024-09-01 12:00:00&amp;version=1.0";
    assert_eq!(refusal.sub_msg, expected);
}

#[test]
fn t1_15_a_wrong_signature_names_no_token() {
    let ask = Ask::new()
        .with("app_auth_token", "202409SECRET")
        .with("auth_token", "secret");
    let refusal = refusal(&ask.signed().with("biz_content", "{}"));
    assert!(
        refusal.sub_msg.contains("app_auth_token=***&amp;app_id"),
        "{}",
        refusal.sub_msg
    );
    assert!(
        !refusal.sub_msg.to_lowercase().contains("secret"),
        "{}",
        refusal.sub_msg
    );
}

#[test]
fn t1_15_a_wrong_signature_over_a_long_text_is_cut() {
    let refusal = refusal(
        &Ask::new()
            .signed()
            .with("biz_content", "券".repeat(100_000)),
    );
    assert!(refusal.sub_msg.len() < 4096 && refusal.sub_msg.ends_with('…'));
}

#[test]
fn t1_15_a_signature_of_the_other_type_is_told_apart() {
    let ask = Ask::new().signed_with(SignType::Rsa, Empties::Dropped);
    let expected = "验签出错，sign值与sign_type参数指定的签名类型不一致：\
        sign_type参数值为RSA2，您实际用的签名类型可能是RSA";
    assert_eq!(refusal(&ask).sub_msg, expected);
}

#[test]
fn t1_15_a_signature_in_another_charset_is_told_apart() {
    let ask = Ask::new().signed().with("biz_content", b"\xb2\xe2");
    let error = fault(&ask.assemble().unwrap());
    assert_eq!(
        error,
        TransportError::InvalidSignature(SignatureFault::OtherCharset)
    );
}

#[test]
fn t1_15_a_signature_that_is_no_base64_is_a_wrong_one() {
    for sign in ["no base64!", "AAAA", "=", "签名"] {
        let refusal = refusal(&Ask::new().with("sign", sign));
        assert_eq!(refusal.sub_code, "isv.invalid-signature", "{sign}");
    }
}
