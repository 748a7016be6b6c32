//! Envelopes that the platform really sends, from the vectors.

use axum::Router;
use axum::http::header::CONTENT_TYPE;
use quan_client::{AlipayClient, Error, Protocol, Retry};

use crate::assert_fails;
use crate::stand_in::{ALIPAY_PUBLIC, APP_ID, APP_KEY, vector};

/// A client of a server that answers this body to everything.
async fn client_of(body: &'static [u8], method: &str) -> (AlipayClient, String) {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/gateway.do", listener.local_addr().unwrap());
    let answer = move || async move { ([(CONTENT_TYPE, "text/html;charset=utf-8")], body) };
    let router = Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let client = AlipayClient::builder()
        .endpoint(address)
        .app(APP_ID, APP_KEY)
        .alipay_public_key(ALIPAY_PUBLIC)
        .protocol(Protocol::Gateway)
        .retry(Retry::never())
        .build()
        .unwrap();
    (client, method.to_owned())
}

#[tokio::test]
async fn a_captured_success_is_read() {
    let body = vector!("v1/resp-success.body").as_bytes();
    let (client, method) = client_of(body, "alipay.trade.precreate").await;
    let answered = client.call_gateway(&method, "{}").await.unwrap();
    assert_eq!(answered.answer["code"], "10000");
    assert_eq!(answered.raw, body, "the raw answer is kept");
}

#[tokio::test]
async fn slashes_that_were_escaped_after_signing_do_no_harm() {
    let body = vector!("v1/resp-escaped-slash.body").as_bytes();
    let (client, method) = client_of(body, "alipay.trade.precreate").await;
    client.call_gateway(&method, "{}").await.unwrap();
}

#[tokio::test]
async fn a_signed_refusal_is_told_by_its_sub_code() {
    let body = vector!("v1/resp-error-signed.body").as_bytes();
    let (client, method) = client_of(body, "alipay.trade.precreate").await;
    let outcome = client.call_gateway(&method, "{}").await;
    assert_fails!(
        outcome,
        Error::Business { signed: true, .. } | Error::Platform { signed: true, .. }
    );
}

#[tokio::test]
async fn an_unsigned_refusal_says_that_it_is_unsigned() {
    let body = vector!("v1/resp-error-unsigned.body").as_bytes();
    let (client, method) = client_of(body, "alipay.trade.query").await;
    let outcome = client.call_gateway(&method, "{}").await;
    assert_fails!(
        outcome,
        Error::Business { signed: false, .. } | Error::Platform { signed: false, .. }
    );
}

#[tokio::test]
async fn error_response_is_a_refusal_under_whatever_method() {
    let body = vector!("v1/resp-error_response-signed.body").as_bytes();
    let (client, method) = client_of(body, "alipay.system.oauth.token").await;
    let outcome = client.call_gateway(&method, "{}").await;
    assert_fails!(outcome, Error::Platform { signed: true, .. });
}

#[tokio::test]
async fn an_answer_that_is_no_envelope_is_not_read() {
    for body in ["", "[]", "null", "{}", r#"{"x_response":{}}"#, "<html>"] {
        let (client, method) = client_of(body.as_bytes(), "alipay.trade.query").await;
        let outcome = client.call_gateway(&method, "{}").await;
        assert_fails!(outcome, Error::Decode { .. });
    }
}
