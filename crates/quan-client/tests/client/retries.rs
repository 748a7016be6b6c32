//! Asking again: when, how often, with what.

use std::collections::HashSet;
use std::time::Duration;

use quan_client::message::{send, upload};
use quan_client::{AlipayClient, Connections, Error, Image, Protocol, Retry};
use quan_wire::alipay::code::TransportError;

use crate::assert_fails;
use crate::stand_in::{ALIPAY_PUBLIC, APP_ID, APP_KEY, Naps, Platform, Reaction};

const BOTH: [Protocol; 2] = [Protocol::Rest, Protocol::Gateway];
const SENT: Reaction = Reaction::Answer(r#"{"voucher_id":"V1"}"#);
const BUSY: Reaction = Reaction::Business("SYSTEM_ERROR", "系统繁忙");

fn send() -> send::Request {
    send::Request {
        out_biz_no: Some("number-1".into()),
        ..send::Request::default()
    }
}

#[tokio::test]
async fn what_passes_is_asked_again_with_the_same_number_and_a_new_nonce() {
    let passing = [
        BUSY,
        Reaction::Transport(TransportError::Unavailable),
        Reaction::Transport(TransportError::AppCallLimited),
        Reaction::Page(503, "busy"),
        Reaction::Hangup,
    ];
    for protocol in BOTH {
        for reaction in passing.clone() {
            let name = format!("{protocol:?} {reaction:?}");
            let platform = Platform::reacting([reaction.clone(), reaction, SENT]).await;
            let answered = platform
                .client(protocol)
                .call_detailed(&send())
                .await
                .expect(&name);
            assert_eq!(answered.answer.voucher_id.as_deref(), Some("V1"), "{name}");
            assert_eq!(answered.attempts, 3, "{name}");
            let seen = platform.seen();
            let contents: HashSet<&str> = seen.iter().map(|seen| seen.content.as_str()).collect();
            assert_eq!(
                contents,
                HashSet::from([r#"{"out_biz_no":"number-1"}"#]),
                "{name}"
            );
            if protocol == Protocol::Rest {
                let nonces: HashSet<&str> = seen.iter().map(|seen| seen.nonce.as_str()).collect();
                assert_eq!(nonces.len(), 3, "{name}");
            }
        }
    }
}

#[tokio::test]
async fn waits_grow_and_are_shortened_by_at_most_half() {
    let platform = Platform::reacting([BUSY, BUSY, BUSY, SENT]).await;
    platform
        .client(Protocol::Rest)
        .send_voucher(&send())
        .await
        .unwrap();
    let naps = platform.naps();
    assert_eq!(naps.len(), 3);
    for (nap, full) in naps.iter().zip([100, 200, 400].map(Duration::from_millis)) {
        assert!(full / 2 <= *nap && *nap <= full, "{nap:?} of {full:?}");
    }
}

#[tokio::test]
async fn the_last_attempts_error_is_given_when_there_is_none_left() {
    let platform = Platform::reacting([BUSY, BUSY, Reaction::Page(500, "")]).await;
    let retry = Retry {
        attempts: 3,
        ..Retry::default()
    };
    let client = platform
        .builder(Protocol::Rest)
        .retry(retry)
        .build()
        .unwrap();
    assert_fails!(
        client.send_voucher(&send()).await,
        Error::Http { status: 500, .. }
    );
    assert_eq!((platform.seen().len(), platform.naps().len()), (3, 2));
}

#[tokio::test]
async fn a_real_no_is_not_asked_again() {
    for reaction in [
        Reaction::Business("ACTIVITY_NOT_ACTIVE", "活动未激活"),
        Reaction::Transport(TransportError::InvalidTimestamp),
        Reaction::AnswerForged("{}"),
        Reaction::Answer("[]"),
    ] {
        let platform = Platform::reacting([reaction, SENT]).await;
        platform
            .client(Protocol::Rest)
            .send_voucher(&send())
            .await
            .unwrap_err();
        assert_eq!(platform.seen().len(), 1);
        assert!(platform.naps().is_empty());
    }
}

#[tokio::test]
async fn a_call_that_is_not_answered_in_time_is_asked_again() {
    let platform = Platform::reacting([Reaction::Silence, SENT]).await;
    let connections = Connections::default().within(Duration::from_millis(250));
    let client = platform
        .builder(Protocol::Rest)
        .connections(connections)
        .build()
        .unwrap();
    let answered = client.call_detailed(&send()).await.unwrap();
    assert_eq!(answered.attempts, 2);
}

#[tokio::test]
async fn an_upload_is_repeated_only_where_it_surely_was_not_carried_out() {
    let image = Image {
        filename: "a.png",
        content_type: "image/png",
        bytes: b"x",
    };
    let done = Reaction::Answer(r#"{"resource_id":"A*x"}"#);
    for protocol in BOTH {
        let limited = Reaction::Transport(TransportError::MethodCallLimited);
        let platform = Platform::reacting([limited, done.clone()]).await;
        let client = platform.client(protocol);
        client
            .upload_image(&upload::Request::default(), &image)
            .await
            .unwrap();
        for unsure in [BUSY, Reaction::Hangup] {
            let platform = Platform::reacting([unsure, done.clone()]).await;
            let client = platform.client(protocol);
            client
                .upload_image(&upload::Request::default(), &image)
                .await
                .unwrap_err();
            assert_eq!(platform.seen().len(), 1);
        }
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_tried_again_and_told_apart() {
    // A port that was free a moment ago.
    let address = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        listener.local_addr().unwrap()
    };
    let naps = Naps::default();
    let client = AlipayClient::builder()
        .endpoint(format!("http://{address}"))
        .app(APP_ID, APP_KEY)
        .alipay_public_key(ALIPAY_PUBLIC)
        .sleeper(naps.clone())
        .build()
        .unwrap();
    let error = client.send_voucher(&send()).await.unwrap_err();
    assert_eq!(naps.taken().len(), 3);
    assert_eq!(error.to_string(), "the server could not be reached");
    assert_fails!(Err::<(), _>(error), Error::Connection(error) if !error.may_have_arrived());
}
