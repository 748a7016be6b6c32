//! Asking again: when, how often, with what, and where.

use std::collections::HashSet;
use std::time::Duration;

use quan_client::wechatpay::message::coupon::undo;
use quan_client::wechatpay::{Code, Error};
use quan_client::{Connections, Retry};
use quan_wire::wechatpay::refusal::Refusal;

use super::stand_in::{PLATFORM_CERT, Platform, Reaction, Seen};
use crate::assert_fails;

const DONE: Reaction = Reaction::Answer(r#"{"wechatpay_return_time":"2025-08-02T00:00:00+08:00"}"#);
const BUSY: Reaction = Reaction::Business(Code::SystemError, "系统繁忙，请稍后重试");

fn back() -> undo::Request {
    undo::Request {
        coupon_code: "sxxe34343434".into(),
        stock_id: "1277620000000016".into(),
        return_request_no: "number-1".into(),
    }
}

#[tokio::test]
async fn w_err_2_a_retry_bears_the_same_request_number_and_a_new_nonce() {
    let passing = [
        BUSY,
        Reaction::Transport(Refusal::Frequency),
        Reaction::Transport(Refusal::Unavailable),
        Reaction::Page(502, ""),
        Reaction::Status(400, r#"{"code":"SYSTEM_ERROR","message":"系统错误"}"#),
        Reaction::Hangup,
    ];
    for reaction in passing {
        let name = format!("{reaction:?}");
        let platform = Platform::reacting([reaction.clone(), reaction, DONE]).await;
        let client = platform.client();
        let answered = client.call_detailed(&back()).await.expect(&name);
        assert_eq!((answered.attempts, platform.naps()), (3, 2), "{name}");
        let seen = platform.seen();
        let bodies: HashSet<&str> = seen.iter().map(Seen::text).collect();
        assert_eq!(bodies.len(), 1, "{name}");
        assert!(seen[0].text().contains("number-1"));
        let nonces: HashSet<&str> = seen.iter().map(|seen| seen.nonce.as_str()).collect();
        assert_eq!(nonces.len(), 3, "{name}");
    }
}

#[tokio::test]
async fn the_last_attempts_error_is_given_when_there_is_none_left() {
    let platform = Platform::reacting([BUSY, BUSY, Reaction::Page(500, "")]).await;
    let retry = Retry {
        attempts: 3,
        ..Retry::default()
    };
    let client = platform.bare().platform_certificate(PLATFORM_CERT);
    let client = client.retry(retry).build().unwrap();
    let outcome = client.return_coupon(&back()).await;
    assert_fails!(outcome, Error::Http { status: 500, .. });
    assert_eq!((platform.seen().len(), platform.naps()), (3, 2));
}

#[tokio::test]
async fn a_real_no_is_not_asked_again() {
    for reaction in [
        Reaction::Business(Code::RuleLimit, "券不在有效期"),
        Reaction::Business(Code::StatementCreating, "批次创建中"),
        Reaction::Transport(Refusal::SerialNo),
        Reaction::Header("Wechatpay-Signature", Some("AAAA")),
        Reaction::Answer("[]"),
    ] {
        let platform = Platform::reacting([reaction, DONE]).await;
        platform.client().return_coupon(&back()).await.unwrap_err();
        assert_eq!((platform.seen().len(), platform.naps()), (1, 0));
    }
}

#[tokio::test]
async fn a_call_that_is_not_answered_in_time_is_asked_again() {
    let platform = Platform::reacting([Reaction::Silence, DONE]).await;
    let connections = Connections::default().within(Duration::from_millis(250));
    let client = platform.bare().platform_certificate(PLATFORM_CERT);
    let client = client.connections(connections).build().unwrap();
    let answered = client.call_detailed(&back()).await.unwrap();
    assert_eq!(answered.attempts, 2);
}

#[tokio::test]
async fn an_upload_is_repeated_only_where_it_surely_was_not_carried_out() {
    let done = Reaction::Answer(r#"{"media_url":"https://wxpaylogo.qpic.cn/wxpaylogo/x/0"}"#);
    let limited = Reaction::Transport(Refusal::Frequency);
    let platform = Platform::reacting([limited, done.clone()]).await;
    platform.client().upload_image("a.png", b"x").await.unwrap();
    for unsure in [BUSY, Reaction::Hangup] {
        let platform = Platform::reacting([unsure, done.clone()]).await;
        let outcome = platform.client().upload_image("a.png", b"x").await;
        outcome.unwrap_err();
        assert_eq!(platform.seen().len(), 1);
    }
}

#[tokio::test]
async fn w_conn_6_another_host_is_an_option_and_takes_every_other_attempt() {
    let first = Platform::reacting([BUSY, BUSY]).await;
    let second = Platform::reacting([BUSY, DONE]).await;
    let client = first.bare().platform_certificate(PLATFORM_CERT);
    let client = client.second_endpoint(&second.address).build().unwrap();
    let answered = client.call_detailed(&back()).await.unwrap();
    assert_eq!(answered.attempts, 4);
    assert_eq!((first.seen().len(), second.seen().len()), (2, 2));
}

#[tokio::test]
async fn a_host_that_is_not_there_is_passed_by_way_of_the_second() {
    // A port that was free a moment ago.
    let address = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    };
    let second = Platform::reacting([DONE]).await;
    let client = second.bare().platform_certificate(PLATFORM_CERT);
    let client = client
        .endpoint(format!("http://{address}"))
        .second_endpoint(&second.address)
        .build()
        .unwrap();
    client.return_coupon(&back()).await.unwrap();
    assert_eq!((second.seen().len(), second.naps()), (1, 1));
}
