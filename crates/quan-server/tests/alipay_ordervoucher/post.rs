//! A merchant's endpoints on the loopback: where messages go, and where the
//! platform's questions are answered; the courier to them; and Quan's own API.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex};
use std::time::Duration;

use aws_lc_rs::digest;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{Request, StatusCode, Uri};
use jiff::SignedDuration;
use quan_core::Clock as _;
use quan_engine::registry::{AlipayApp, ApiToken, Entry, Role};
use quan_server::api::{Api, router};
use quan_server::config::BodyLimits;
use quan_server::coupon_code::CodeBook;
use quan_server::courier::{Courier, Settings};
use quan_server::platform::Platform;
use quan_server::recharge::RechargeLinks;
use quan_wire::alipay::notify::{self, Notification};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use crate::world::{BEGIN, ORDER_PAGE, OWNER_APP, World, at};

static PLATFORM: LazyLock<Platform> = LazyLock::new(|| {
    let directory = tempfile::tempdir().unwrap();
    Platform::open(directory.path(), None, at(BEGIN)).unwrap()
});

/// How the merchant answers a question.
#[derive(Clone, Debug)]
pub(crate) enum Answer {
    /// With this code.
    Code(&'static str),
    /// With this code, its voucher's time counted from an instant.
    CodeFrom(&'static str, &'static str),
    /// With one word to all that is asked about.
    Word(&'static str),
    /// Later, with a call of its own.
    Later,
    /// That it will not.
    Refusal,
    /// With an error of its server.
    Failure,
    /// With a text that is no answer.
    Nonsense,
    /// Never: the connection stays open.
    Silence,
}

/// What the endpoints got, and what is going to be answered to questions.
#[derive(Clone, Default)]
pub(crate) struct Receiver {
    messages: Arc<Mutex<Vec<Notification>>>,
    questions: Arc<Mutex<Vec<Notification>>>,
    answers: Arc<Mutex<VecDeque<Answer>>>,
    refuses: Arc<Mutex<bool>>,
}

impl Receiver {
    async fn start() -> (Receiver, String) {
        let receiver = Receiver::default();
        let app = Router::new().fallback(take).with_state(receiver.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (receiver, address)
    }

    /// Has the next questions answered so; nothing more is answered then.
    pub(crate) fn answer(&self, answers: impl IntoIterator<Item = Answer>) {
        self.answers.lock().unwrap().extend(answers);
    }

    /// Takes messages or refuses them.
    pub(crate) fn refuses(&self, refuses: bool) {
        *self.refuses.lock().unwrap() = refuses;
    }

    /// The questions since the last call.
    pub(crate) fn questions(&self) -> Vec<Notification> {
        std::mem::take(&mut *self.questions.lock().unwrap())
    }

    /// The messages since the last call: the last word of each kind, and its
    /// contents.
    pub(crate) fn messages(&self) -> Vec<(String, Value)> {
        let messages = std::mem::take(&mut *self.messages.lock().unwrap());
        let worded = messages.iter().map(|form| {
            let method = form.get("msg_method").unwrap();
            let kind = method.strip_prefix("alipay.marketing.activity.").unwrap();
            let content = form.get("biz_content").unwrap();
            (kind.to_owned(), serde_json::from_str(content).unwrap())
        });
        worded.collect()
    }

    /// The forms of the messages since the last call.
    pub(crate) fn forms(&self) -> Vec<Notification> {
        std::mem::take(&mut *self.messages.lock().unwrap())
    }

    /// The contents of the only message of a kind since the last call.
    #[track_caller]
    pub(crate) fn only(&self, kind: &str) -> Value {
        let messages = self.messages();
        let of_kind: Vec<_> = messages.iter().filter(|(named, _)| named == kind).collect();
        assert_eq!(of_kind.len(), 1, "{kind}: {messages:?}");
        of_kind[0].1.clone()
    }

    /// The answer to a question; `None` for none, ever.
    fn told(&self, form: &Notification) -> Option<Response> {
        let answer = self.answers.lock().unwrap().pop_front();
        let done = |more: Value| {
            let mut node = json!({
                "code": "10000", "msg": "Success", "order_no": form.get("order_no").unwrap(),
            });
            for (name, value) in more.as_object().unwrap() {
                node[name] = value.clone();
            }
            json!({ "response": node, "sign": "not looked at" }).to_string()
        };
        let code = |code: &str| json!({ "voucher_code": code, "merchant_order_url": ORDER_PAGE });
        let text = match answer.unwrap_or(Answer::Failure) {
            Answer::Code(given) => done(json!({
                "buyer_id": form.get("buyer_id"),
                "send_activity_info_result_list": {
                    "send_voucher_info_result_list": [code(given)],
                },
            })),
            Answer::CodeFrom(given, from) => done(json!({
                "custom_send_time": from,
                "send_activity_info_result_list": [
                    { "send_voucher_info_result_list": [code(given)] },
                ],
            })),
            Answer::Word(word) => done(json!({ "result": word })),
            Answer::Later => done(json!({})),
            Answer::Refusal => json!({ "response": {
                "code": "40004",
                "msg": "Business Failed",
                "sub_code": "NO_STOCK",
                "sub_msg": "没有库存",
            } })
            .to_string(),
            Answer::Failure => return Some(StatusCode::INTERNAL_SERVER_ERROR.into_response()),
            Answer::Nonsense => "<html>".to_owned(),
            Answer::Silence => return None,
        };
        Some(text.into_response())
    }
}

async fn take(State(receiver): State<Receiver>, uri: Uri, body: String) -> Response {
    let form = notify::receive(body.as_bytes(), PLATFORM.public_key()).unwrap();
    if uri.path() == "/spi" {
        let told = receiver.told(&form);
        receiver.questions.lock().unwrap().push(form);
        return match told {
            Some(response) => response,
            None => std::future::pending().await,
        };
    }
    receiver.messages.lock().unwrap().push(form);
    if *receiver.refuses.lock().unwrap() {
        return "fail".into_response();
    }
    "success".into_response()
}

/// A world whose owner listens.
pub(crate) struct Post {
    pub(crate) world: World,
    pub(crate) receiver: Receiver,
    courier: Courier,
    api: Router,
    address: String,
}

impl Post {
    pub(crate) async fn new() -> Post {
        Post::of(World::of_orders(), true).await
    }

    /// Where `listens` is false the owner answers questions only.
    pub(crate) async fn of(world: World, listens: bool) -> Post {
        Post::set(world, listens, Settings::default()).await
    }

    /// Where questions wait for an answer no longer than this.
    pub(crate) async fn impatient(question_timeout: Duration) -> Post {
        let settings = Settings {
            question_timeout,
            ..Settings::default()
        };
        Post::set(World::of_orders(), true, settings).await
    }

    async fn set(world: World, listens: bool, settings: Settings) -> Post {
        let (receiver, address) = Receiver::start().await;
        let app = world.registry.find_app(OWNER_APP).unwrap();
        let token = digest::digest(&digest::SHA256, b"operator");
        world
            .registry
            .put(&[
                Entry::App(AlipayApp {
                    gateway_url: listens.then(|| format!("{address}/gateway")),
                    spi_url: Some(format!("{address}/spi")),
                    ..AlipayApp::clone(&app)
                }),
                Entry::Token(ApiToken {
                    sha256: token.as_ref().try_into().unwrap(),
                    role: Role::Operator,
                    merchant: None,
                }),
            ])
            .unwrap();
        let courier = Courier::new(
            world.engine.clone(),
            world.registry.clone(),
            &PLATFORM,
            Arc::new(world.clock.clone()),
            settings,
            None,
        )
        .unwrap();
        let links = RechargeLinks::new("https://quan.example", PLATFORM.private_key()).unwrap();
        let api = router(Api {
            engine: world.engine.clone(),
            registry: world.registry.clone(),
            codes: CodeBook::new(&[7; 32]),
            links,
            wall: Arc::new(world.clock.clone()),
            sandbox: None,
            limits: BodyLimits::default(),
            courier: Settings::default(),
        });
        Post {
            world,
            receiver,
            courier,
            api,
            address,
        }
    }

    /// Has another application's messages come here as well.
    pub(crate) fn listens_too(&self, app_id: &str) {
        let app = self.world.registry.find_app(app_id).unwrap();
        let app = AlipayApp {
            gateway_url: Some(format!("{}/gateway", self.address)),
            ..AlipayApp::clone(&app)
        };
        self.world.registry.put(&[Entry::App(app)]).unwrap();
    }

    /// Delivers everything that is due.
    pub(crate) async fn deliver(&self) {
        while self.courier.step().await > 0 {}
    }

    /// Moves the clock, and delivers everything that is then due.
    pub(crate) async fn wait(&self, seconds: i64) {
        let now = self.world.clock.now();
        let then = now.checked_add(SignedDuration::from_secs(seconds)).unwrap();
        self.world.clock.set(then);
        self.world.settle().await;
        self.deliver().await;
    }

    /// Does to a trade what its buyer does: `pay` or `close`; or looks at it.
    pub(crate) async fn trade(&self, trade_no: &str, what: &str) -> (u16, Value) {
        let (method, path) = match what {
            "" => ("GET", format!("/api/trades/{trade_no}")),
            what => ("POST", format!("/api/trades/{trade_no}/{what}")),
        };
        self.own(method, &path).await
    }

    /// The tries at the notices of an activity's of a kind, latest first.
    pub(crate) async fn tries(&self, id: &str, event: &str) -> Vec<Value> {
        let path = format!("/api/notices?activity={id}&page_size=100");
        let (_, listed) = self.own("GET", &path).await;
        let items = listed["items"].as_array().unwrap().iter();
        let of_kind = items.filter(|item| item["event"] == event);
        let tries = of_kind.flat_map(|item| item["attempts"].as_array().unwrap().clone());
        tries.collect()
    }

    /// Asks Quan's own API as an operator.
    async fn own(&self, method: &str, path: &str) -> (u16, Value) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("authorization", "Bearer operator")
            .body(Body::empty())
            .unwrap();
        let response = self.api.clone().oneshot(request).await.unwrap();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
        (status, serde_json::from_slice(&body).unwrap())
    }

    /// Pays a trade, and delivers what follows.
    pub(crate) async fn pay(&self, trade_no: &str) {
        let (status, trade) = self.trade(trade_no, "pay").await;
        assert_eq!(status, 200, "{trade}");
        self.deliver().await;
    }

    /// How far a trade is.
    pub(crate) async fn state(&self, trade_no: &str) -> String {
        let (_, trade) = self.trade(trade_no, "").await;
        trade["state"].as_str().unwrap().to_owned()
    }
}
