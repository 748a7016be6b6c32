//! A merchant's endpoints on sockets of their own: what they are told, and what
//! becomes of questions that nobody answers.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::post;
use quan_engine::registry::{AlipayApp, Entry};
use quan_server::config::CompletionDelay;
use quan_server::courier::Settings;
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::notify;
use serde_json::json;

use crate::live::{Ask, Live};
use crate::orders::{PRICE, SECOND_APP, flat, sold, uploaded};
use crate::world::{ALICE, OWNER, OWNER_APP};

/// What arrived, as it came.
#[derive(Clone, Default)]
struct Endpoints {
    messages: Arc<Mutex<Vec<String>>>,
    questions: Arc<Mutex<Vec<String>>>,
}

impl Endpoints {
    /// Endpoints of the owner's two applications: both are told things, and the
    /// first one is asked things that it never answers.
    async fn of(live: &Live) -> Endpoints {
        let endpoints = Endpoints::default();
        let router = Router::new()
            .route("/gateway", post(told))
            .route("/spi", post(asked))
            .with_state(endpoints.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        for (app_id, answers) in [(OWNER_APP, true), (SECOND_APP, false)] {
            let app = live.world.registry.find_app(app_id).unwrap();
            let app = AlipayApp {
                gateway_url: Some(format!("{address}/gateway")),
                spi_url: answers.then(|| format!("{address}/spi")),
                ..AlipayApp::clone(&app)
            };
            live.world.registry.put(&[Entry::App(app)]).unwrap();
        }
        let listen = || live.world.engine.is_subscribed(&second_app());
        live.until("the courier knows them", listen).await;
        endpoints
    }

    fn count(&self) -> usize {
        self.messages.lock().unwrap().len()
    }

    fn asked(&self) -> usize {
        self.questions.lock().unwrap().len()
    }

    /// The messages so far, and who each was for, in the order of their names.
    fn take(&self, live: &Live) -> Vec<(String, String)> {
        let bodies = std::mem::take(&mut *self.messages.lock().unwrap());
        let told = bodies.iter().map(|body| {
            let form = notify::receive(body.as_bytes(), &live.key).unwrap();
            let method = form.get("msg_method").unwrap();
            let kind = method.rsplit("activity.").next().unwrap();
            (kind.to_owned(), form.get("app_id").unwrap().to_owned())
        });
        let mut told: Vec<_> = told.collect();
        told.sort_unstable();
        told
    }
}

fn second_app() -> quan_core::AppId {
    quan_core::AppId::parse(SECOND_APP).unwrap()
}

async fn told(State(endpoints): State<Endpoints>, body: String) -> &'static str {
    endpoints.messages.lock().unwrap().push(body);
    "success"
}

async fn asked(State(endpoints): State<Endpoints>, body: String) -> &'static str {
    endpoints.questions.lock().unwrap().push(body);
    std::future::pending().await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ms8_messages_go_where_the_activity_is_bound_to_also_after_a_restart() {
    // Made in either form.
    for body in [flat(), uploaded()] {
        let data = tempfile::tempdir().unwrap();
        let live = Live::begin(data.path()).await;
        let endpoints = Endpoints::of(&live).await;
        let id = live.made(body).await;
        live.until("created", || endpoints.count() == 1).await;
        let to = |kind: &str, app: &str| (kind.to_owned(), app.to_owned());
        let first = endpoints.take(&live);
        assert_eq!(first, [to("message.created", OWNER_APP)]);

        let bind = json!({ "activity_id": id, "merchant_id": OWNER, "notify_appid": SECOND_APP });
        let bound = live.ok(Operation::MessageBind, bind.clone()).await;
        assert_eq!(bound["update_time"], "2026-11-05 10:00:00");
        let question = json!({ "activity_id": id, "merchant_id": OWNER });
        assert_eq!(live.ok(Operation::MessageQuery, question).await, bind);
        let change = live.world.to_change(&id, json!({ "activity_name": "一" }));
        live.ok(Operation::OrderVoucherModify, change).await;
        live.idle(&id).await;
        live.restock(&id, "A", 1).await;
        let give = live.world.to_give(&id, ALICE);
        live.ok(Operation::OrderVoucherSend, give).await;
        live.until("three more", || endpoints.count() == 3).await;
        live.is_sound().await;
        assert_eq!(
            endpoints.take(&live),
            [
                to("message.appended", SECOND_APP),
                to("message.modified", SECOND_APP),
                to("message.received", SECOND_APP),
            ]
        );
        live.end().await;

        let live = Live::again(data.path(), "2026-11-05 10:00:00").await;
        let using = live.world.to_use(&id, "A");
        let using = crate::orders::with(using, &[("out_biz_no", json!("LATER"))]);
        live.ok(Operation::OrderVoucherUse, using).await;
        live.until("one more", || endpoints.count() == 1).await;
        assert_eq!(endpoints.take(&live), [to("message.used", SECOND_APP)]);
        live.end().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sp3_an_endpoint_that_hangs_is_asked_ten_times_more_and_then_the_money_goes_back() {
    let data = tempfile::tempdir().unwrap();
    let settings = Settings {
        question_timeout: Duration::from_millis(20),
        ..Settings::default()
    };
    let live = Live::begin_with(data.path(), CompletionDelay::default(), settings).await;
    let endpoints = Endpoints::of(&live).await;
    let id = live.made(sold()).await;
    let order = live.world.to_buy(&id, PRICE);
    let order = live.ok(Operation::OrderCreate, order).await;
    let trade = format!("/api/trades/{}", order["trade_no"].as_str().unwrap());
    live.ask(Ask::Own(format!("{trade}/pay"))).await.unwrap();
    let notices = format!("/api/notices?activity={id}&page_size=100");
    for nth in 1..=11 {
        // Asked, and given up waiting.
        let mut tries = Vec::new();
        for _ in 0..10_000 {
            let listed = live.look(&notices).await;
            let items = listed["items"].as_array().unwrap().iter();
            let wanted = items.filter(|item| item["event"] == "code_wanted");
            let all = wanted.flat_map(|item| item["attempts"].as_array().unwrap().clone());
            tries = all.collect();
            if tries.len() == nth {
                break;
            }
        }
        assert_eq!(tries.len(), nth);
        assert_eq!(endpoints.asked(), nth);
        let detail = tries[nth - 1]["detail"].as_str().unwrap();
        assert!(detail.starts_with("no answer in time"), "{detail}");
        if nth < 11 {
            assert_eq!(live.look(&trade).await["state"], "paid");
            live.wait(30);
        }
    }
    assert_eq!(live.look(&trade).await["state"], "refunded");
    let is_told = || {
        let told = endpoints.messages.lock().unwrap();
        let is_refund = |body: &String| body.contains("ordermessage.refunded");
        told.iter().any(is_refund)
    };
    live.until("the merchant is told", is_told).await;
    live.is_sound().await;
    live.end().await;
}
