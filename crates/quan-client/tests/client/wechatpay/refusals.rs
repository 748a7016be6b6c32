//! Answers that say no, of every kind.

use quan_client::Retry;
use quan_client::wechatpay::message::coupon::deactivate;
use quan_client::wechatpay::{Code, Error};
use quan_wire::wechatpay::refusal::{Mismatch, Refusal};
use quan_wire::wechatpay::text::RequestText;

use super::stand_in::{PLATFORM_CERT, Platform, Reaction};
use crate::assert_fails;

async fn refused(reaction: Reaction) -> Error {
    let platform = Platform::reacting([reaction]).await;
    let client = platform
        .bare()
        .platform_certificate(PLATFORM_CERT)
        .retry(Retry::never())
        .build()
        .unwrap();
    let request = deactivate::Request {
        coupon_code: "sxxe34343434".into(),
        stock_id: "1277620000000016".into(),
        deactivate_request_no: "no-1".into(),
        deactivate_reason: None,
    };
    client.deactivate_coupon(&request).await.unwrap_err()
}

#[tokio::test]
async fn a_refusal_of_the_business_can_be_branched_on() {
    let error = refused(Reaction::Business(Code::InvalidRequest, "券状态非可用态")).await;
    assert!(error.is(Code::InvalidRequest) && !error.is_retryable());
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.to_string(), "INVALID_REQUEST: 券状态非可用态");
    assert_fails!(
        Err::<(), _>(error),
        Error::Refused { verified: true, request_id: Some(id), .. } if id == "request-1"
    );
}

#[tokio::test]
async fn an_unsigned_refusal_is_passed_on_as_such_with_its_detail() {
    let mismatch = Mismatch::of(&RequestText {
        method: "POST",
        target: "/v3",
        timestamp: "1",
        nonce: "n",
        body: b"{}",
    });
    let refusal = Refusal::Signature(Box::new(mismatch));
    let error = refused(Reaction::Transport(refusal)).await;
    assert!(error.is(Code::SignError));
    assert_fails!(
        Err::<(), _>(error),
        Error::Refused { status: 401, verified: false, detail: Some(detail), .. }
            if detail["sign_information"]["url"] == "/v3"
    );
}

#[tokio::test]
async fn a_refusal_of_another_signature_is_passed_on_as_unverified() {
    let error = refused(Reaction::Forged(Code::NoAuth)).await;
    assert!(error.is(Code::NoAuth));
    assert_fails!(
        Err::<(), _>(error),
        Error::Refused {
            verified: false,
            ..
        }
    );
}

#[tokio::test]
async fn both_spellings_of_a_code_and_codes_that_came_later_are_read() {
    let older = refused(Reaction::Status(
        403,
        r#"{"code":"NOAUTH","message":"无权限"}"#,
    ))
    .await;
    assert!(older.is(Code::NoAuth));
    assert_eq!(older.code(), Some("NOAUTH"));
    let newer = refused(Reaction::Status(400, r#"{"code":"BRAND_NEW"}"#)).await;
    assert_eq!(
        (newer.code(), newer.known_code()),
        (Some("BRAND_NEW"), None)
    );
}

#[tokio::test]
async fn a_failure_without_a_code_is_told_by_its_status() {
    let unknown = refused(Reaction::Transport(Refusal::Path)).await;
    assert_fails!(Err::<(), _>(unknown), Error::Http { status: 404, body } if body.is_empty());
    let page = refused(Reaction::Page(502, "<html>bad gateway")).await;
    assert!(page.is_retryable());
    assert_fails!(Err::<(), _>(page), Error::Http { status: 502, body } if body.contains("bad"));
    let list = refused(Reaction::Status(500, r#"["SYSTEM_ERROR"]"#)).await;
    assert_fails!(Err::<(), _>(list), Error::Http { status: 500, .. });
    let elsewhere = refused(Reaction::Page(302, "elsewhere")).await;
    assert!(!elsewhere.is_retryable(), "a redirect is not followed");
}
