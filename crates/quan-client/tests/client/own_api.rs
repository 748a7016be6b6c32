//! The client of Quan's own API.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use quan_client::api::{Deposit, NoticeState, Problem, RedeemVoucher, Seller, SetClock};
use quan_client::{ActivityFilter, ApiError, ListedState, NoticeFilter, QuanClient};

use crate::assert_fails;
use crate::stand_in::Naps;

type Answers = Mutex<Vec<(u16, String)>>;

#[derive(Default)]
pub(crate) struct Inner {
    /// The next answer is the last.
    answers: Answers,
    /// Verb, target, authorization and body.
    seen: Mutex<Vec<(String, String, String, String)>>,
}

/// A server that gives these answers, in order.
pub(crate) async fn quan<const N: usize>(
    answers: [(u16, &str); N],
) -> (QuanClient, Arc<Inner>, Naps) {
    let answers = answers
        .iter()
        .rev()
        .map(|(status, body)| (*status, (*body).to_owned()));
    let inner = Arc::new(Inner {
        answers: Mutex::new(answers.collect()),
        ..Inner::default()
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new()
        .fallback(arrive)
        .with_state(Arc::clone(&inner));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let naps = Naps::default();
    let client = QuanClient::builder(address, "demo-token")
        .sleeper(naps.clone())
        .build()
        .unwrap();
    (client, inner, naps)
}

async fn arrive(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 1024 * 1024).await.unwrap();
    inner.seen.lock().unwrap().push((
        parts.method.to_string(),
        parts.uri.to_string(),
        parts.headers["authorization"].to_str().unwrap().to_owned(),
        String::from_utf8(body.to_vec()).unwrap(),
    ));
    let (status, body) = inner.answers.lock().unwrap().pop().unwrap();
    (StatusCode::from_u16(status).unwrap(), body).into_response()
}

impl Inner {
    pub(crate) fn targets(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter()
            .map(|(verb, target, _, _)| format!("{verb} {target}"))
            .collect()
    }

    pub(crate) fn bodies(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter().map(|call| call.3.clone()).collect()
    }
}

fn order() -> RedeemVoucher {
    RedeemVoucher {
        request_no: "pay-1".into(),
        user_id: "2088202967380463".into(),
        order_no: "order-1".into(),
        total: "35.00".parse().unwrap(),
        discountable: None,
        undiscountable: None,
        seller: Seller {
            pid: Some("2088102111111111".into()),
            smid: None,
        },
        app_id: None,
        shop_id: None,
        goods: Vec::new(),
        actual_order_time: None,
    }
}

const PAID_IN: &str = r#"{"merchant_id":"2088","request_no":"d-1","amount":"10.00"}"#;
const CLOCK: &str =
    r#"{"now":"2026-11-25T10:00:00+08:00","wall":"2026-11-25T10:00:00+08:00","frozen":false}"#;

fn deposit() -> Deposit {
    Deposit {
        request_no: "d-1".into(),
        amount: "10.00".parse().unwrap(),
    }
}

#[tokio::test]
async fn a_call_shows_its_token_and_carries_json() {
    let (client, inner, _) = quan([(201, PAID_IN)]).await;
    let deposited = client.deposit("2088", &deposit()).await.unwrap();
    assert_eq!(deposited.amount.to_string(), "10.00");
    let seen = inner.seen.lock().unwrap();
    let (verb, target, authorization, body) = &seen[0];
    assert_eq!(
        (verb.as_str(), target.as_str()),
        ("POST", "/api/merchants/2088/deposits")
    );
    assert_eq!(authorization, "Bearer demo-token");
    assert_eq!(body, r#"{"request_no":"d-1","amount":"10.00"}"#);
}

#[tokio::test]
async fn a_problem_is_typed() {
    let problem = Problem::new(
        409,
        "below-floor",
        "Below the floor",
        "10.00 < 20.00".to_owned(),
    );
    let problem = serde_json::to_string(&problem).unwrap();
    let (client, _, naps) = quan([(409, problem.as_str())]).await;
    let error = client.redeem("V1", &order()).await.unwrap_err();
    assert!(error.is("below-floor") && !error.is_retryable());
    assert_eq!(error.to_string(), "below-floor: 10.00 < 20.00");
    assert_eq!(error.problem().unwrap().status, 409);
    assert!(naps.taken().is_empty());
}

#[tokio::test]
async fn a_problem_names_its_field_once() {
    for (field, detail, words) in [
        ("amount", "too small", "invalid-field: amount: too small"),
        (
            "limit",
            "limit: no number",
            "invalid-field: limit: no number",
        ),
    ] {
        let mut problem = Problem::new(422, "invalid-field", "A field is wrong", detail.to_owned());
        problem.field = Some(field.to_owned());
        let problem = serde_json::to_string(&problem).unwrap();
        let (client, _, _) = quan([(422, problem.as_str())]).await;
        let error = client.clock().await.unwrap_err();
        assert_eq!(error.to_string(), words);
    }
}

#[tokio::test]
async fn a_server_that_is_busy_is_asked_again() {
    let (client, inner, naps) = quan([(503, "busy"), (429, "slow down"), (201, PAID_IN)]).await;
    client.deposit("2088", &deposit()).await.unwrap();
    assert_eq!(naps.taken().len(), 2);
    let seen = inner.seen.lock().unwrap();
    assert!(
        seen.iter().all(|call| call.3 == seen[0].3),
        "the number stays the same"
    );
}

#[tokio::test]
async fn a_step_of_the_clock_is_not_made_twice() {
    let step = SetClock {
        advance: Some("PT4M".into()),
        ..SetClock::default()
    };
    let (client, _, _) = quan([(500, "oh"), (200, CLOCK)]).await;
    assert_fails!(
        client.set_clock(&step).await,
        ApiError::Http { status: 500, .. }
    );
    let freeze = SetClock {
        frozen: Some(true),
        ..SetClock::default()
    };
    let (client, inner, _) = quan([(500, "oh"), (200, CLOCK)]).await;
    client.set_clock(&freeze).await.unwrap();
    assert_eq!(inner.targets(), ["PUT /api/clock", "PUT /api/clock"]);
}

#[tokio::test]
async fn an_answer_of_another_shape_is_not_guessed_at() {
    let (client, _, _) = quan([(200, "<html>")]).await;
    assert_fails!(client.clock().await, ApiError::Decode { .. });
}

#[tokio::test]
async fn a_name_cannot_climb_out_of_its_path() {
    let (client, inner, _) = quan([]).await;
    for name in ["", "..", "."] {
        assert_fails!(client.voucher(name).await, ApiError::Request(_));
    }
    assert_eq!(inner.targets(), [""; 0]);
}

#[tokio::test]
async fn filters_are_queries() {
    let empty = r#"{"items":[],"page":2,"page_size":50,"total":0}"#;
    let users = r#"{"items":[]}"#;
    let (client, inner, _) = quan([(200, empty), (200, empty), (200, empty), (200, users)]).await;
    client.activities(&ActivityFilter::default()).await.unwrap();
    let filter = ActivityFilter {
        merchant: Some("2088".into()),
        state: Some(ListedState::Paused),
        page: Some(2),
        page_size: Some(50),
    };
    client.activities(&filter).await.unwrap();
    let filter = NoticeFilter {
        state: Some(NoticeState::Dead),
        activity: Some("A".into()),
        delivery: Some("D".into()),
        shop: Some("S".into()),
        ..NoticeFilter::default()
    };
    client.notices(&filter).await.unwrap();
    client
        .users(Some("2088202967380463"), Some(5))
        .await
        .unwrap();
    assert_eq!(
        inner.targets(),
        [
            "GET /api/activities",
            "GET /api/activities?merchant=2088&state=paused&page=2&page_size=50",
            "GET /api/notices?state=dead&activity=A&delivery=D&shop=S",
            "GET /api/users?after=2088202967380463&limit=5",
        ]
    );
}

#[tokio::test]
async fn what_answers_nothing_is_told_and_done() {
    let (client, inner, _) = quan([(204, ""); 5]).await;
    client.pause_activity("A").await.unwrap();
    client.resume_activity("A").await.unwrap();
    client.complete_activity("A").await.unwrap();
    client.approve_activity("A").await.unwrap();
    client.stop_activity("A").await.unwrap();
    assert_eq!(
        inner.targets(),
        [
            "POST /api/activities/A/pause",
            "POST /api/activities/A/resume",
            "POST /api/activities/A/complete",
            "POST /api/activities/A/approve",
            "POST /api/activities/A/stop",
        ]
    );
}
