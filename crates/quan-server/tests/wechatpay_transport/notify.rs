//! Messages of coupons, delivered to a merchant on the loopback.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode};
use hyper::body::Bytes;
use jiff::SignedDuration;
use quan_core::Clock as _;
use quan_engine::registry::{Entry, WechatMerchant};
use quan_server::courier::{Courier, Settings};
use quan_wire::wechatpay::message::notice::CouponSent;
use quan_wire::wechatpay::notify::{Envelope, TIMEOUT};
use quan_wire::wechatpay::received::Received;
use serde_json::json;

use crate::world::{
    ALICE, APP, BOB, COUPONS, CREATOR, PLATFORM_SERIAL, PUBLIC, PUBLIC_APP, PUBLIC_KEY_ID, World,
    api_v3_key, mchid, merchant, stock, stock_with, told_at,
};

/// A merchant's endpoint: what it got, and what it is going to answer; 200 once
/// nothing else is laid out. Status 0 stands for no answer.
#[derive(Clone, Default)]
struct Receiver {
    got: Arc<Mutex<Vec<Got>>>,
    answers: Arc<Mutex<VecDeque<(u16, &'static str)>>>,
}

/// A message that arrived.
#[derive(Clone, Debug)]
struct Got {
    headers: HeaderMap,
    body: Bytes,
}

impl Got {
    fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name);
        value.map(|value| value.to_str().unwrap())
    }

    /// The message, once its signature was verified as a receiver does.
    #[track_caller]
    fn verified(&self, world: &World) -> Envelope {
        let received = Received {
            timestamp: self.header("wechatpay-timestamp"),
            nonce: self.header("wechatpay-nonce"),
            serial: self.header("wechatpay-serial"),
            signature: self.header("wechatpay-signature"),
            body: &self.body,
        };
        assert_eq!(received.verify(&world.trust, world.wall.now()), Ok(()));
        let scheme = self.header("wechatpay-signature-type");
        assert_eq!(scheme, Some("WECHATPAY2-SHA256-RSA2048"));
        assert_eq!(self.header("content-type"), Some("application/json"));
        assert!(self.header("request-id").is_some_and(|id| !id.is_empty()));
        Envelope::read(&self.body).unwrap()
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: Bytes) -> Response {
    receiver.got.lock().unwrap().push(Got { headers, body });
    let answer = receiver.answers.lock().unwrap().pop_front();
    match answer.unwrap_or((200, "")) {
        (0, _) => std::future::pending().await,
        (status, text) => {
            let status = StatusCode::from_u16(status).unwrap();
            (status, [("location", "/elsewhere")], text).into_response()
        }
    }
}

/// A world, a merchant's endpoint, and the courier between them.
struct Post {
    world: World,
    receiver: Receiver,
    courier: Courier,
}

impl Post {
    async fn new() -> Post {
        Post::with(Settings::default(), CREATOR).await
    }

    async fn with(settings: Settings, told: &str) -> Post {
        let receiver = Receiver::default();
        let app = Router::new().fallback(take).with_state(receiver.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/told", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        let world = World::new();
        let notify = Entry::WechatNotify(mchid(told), Some(told_at(&url)));
        world.registry.put(&[notify]).unwrap();
        let courier = world.courier(settings);
        Post {
            world,
            receiver,
            courier,
        }
    }

    /// Has the next deliveries answered so.
    fn answers(&self, answers: &[(u16, &'static str)]) {
        self.receiver.answers.lock().unwrap().extend(answers);
    }

    /// Delivers everything that is due, and answers what arrived.
    async fn deliver(&self) -> Vec<Got> {
        while self.courier.step().await > 0 {}
        std::mem::take(&mut *self.receiver.got.lock().unwrap())
    }

    /// Lets both clocks go on, and delivers what is then due.
    async fn after(&self, millis: i64) -> Vec<Got> {
        for clock in [&self.world.clock, &self.world.wall] {
            let later = SignedDuration::from_millis(millis);
            clock.set(clock.now().checked_add(later).unwrap());
        }
        self.deliver().await
    }

    /// Issues a coupon of a new stock, whose code it answers.
    async fn issue(&self) -> (String, String) {
        let id = self.world.stock(stock()).await;
        let code = self.world.send(&id, ALICE).await;
        (id, code)
    }
}

#[tokio::test]
async fn w_notify_1_the_receivers_key_opens_the_message() {
    let post = Post::new().await;
    let (id, code) = post.issue().await;
    let got = post.deliver().await;
    assert_eq!(got.len(), 1, "{got:?}");
    let envelope = got[0].verified(&post.world);
    assert_eq!(envelope.event_type, "COUPON.SEND");
    assert_eq!(envelope.resource_type, "encrypt-resource");
    let sent: CouponSent = envelope.open_as(&api_v3_key()).unwrap();
    assert_eq!((sent.stock_id, sent.coupon_code), (id, code));
    assert_eq!(sent.send_merchant, CREATOR);
}

#[tokio::test]
async fn w_notify_1_a_merchant_without_an_api_v3_key_gets_no_message() {
    let post = Post::new().await;
    let (id, _) = post.issue().await;
    // Taken away before anything was told.
    let keyless = WechatMerchant {
        apiv3_key: None,
        ..merchant(CREATOR, &[APP])
    };
    let registry = &post.world.registry;
    registry.put(&[Entry::WechatMerchant(keyless)]).unwrap();
    assert!(
        registry
            .wechat_merchant(mchid(CREATOR))
            .unwrap()
            .notify
            .is_some()
    );
    assert!(post.deliver().await.is_empty());
    // With a key it is told again.
    let whole = merchant(CREATOR, &[APP]);
    registry.put(&[Entry::WechatMerchant(whole)]).unwrap();
    post.deliver().await;
    post.world.send(&id, BOB).await;
    let got = post.deliver().await;
    assert_eq!(got.len(), 1, "{got:?}");
}

#[tokio::test]
async fn w_notify_2_a_receiver_has_five_seconds() {
    assert_eq!(TIMEOUT, Duration::from_secs(5));
    assert!(Settings::default().timeout >= TIMEOUT);
    // Less, for a test: no answer is a refusal.
    let settings = Settings {
        timeout: Duration::from_millis(100),
        ..Settings::default()
    };
    let post = Post::with(settings, CREATOR).await;
    post.answers(&[(0, "")]);
    post.issue().await;
    assert_eq!(post.deliver().await.len(), 1);
    assert_eq!(post.after(60_000).await.len(), 1);
    assert!(post.after(60_000).await.is_empty());
}

#[tokio::test]
async fn w_notify_2_every_2xx_takes_a_message_in_and_nothing_else() {
    let failure = r#"{"code":"FAIL","message":"x"}"#;
    for (status, text, again) in [
        (200, "", false),
        (204, "", false),
        (202, "whatever", false),
        (200, failure, false),
        (400, failure, true),
        (404, "", true),
        (500, r#"{"code":"SUCCESS","message":""}"#, true),
        (304, "", true),
    ] {
        let post = Post::new().await;
        post.answers(&[(status, text)]);
        post.issue().await;
        assert_eq!(post.deliver().await.len(), 1);
        let repeats = post.after(60_000).await.len();
        assert_eq!(repeats, usize::from(again), "{status} {text}");
    }
}

#[tokio::test]
async fn w_notify_3_a_message_is_given_up_after_eleven_deliveries() {
    let post = Post::new().await;
    post.answers(&[(500, ""); 20]);
    post.issue().await;
    assert_eq!(post.deliver().await.len(), 1);
    for delivery in 2..=11 {
        assert!(post.after(59_999).await.is_empty(), "{delivery}");
        assert_eq!(post.after(1).await.len(), 1, "{delivery}");
    }
    assert!(post.after(60_000).await.is_empty());
    assert!(post.after(86_400_000).await.is_empty());
}

#[tokio::test]
async fn w_notify_4_a_retry_is_signed_anew_under_the_same_id() {
    let post = Post::new().await;
    post.answers(&[(500, "")]);
    let (_, code) = post.issue().await;
    let first = post.deliver().await;
    let envelope = first[0].verified(&post.world);
    let again = post.after(60_000).await;
    let second = again[0].verified(&post.world);
    assert_eq!(envelope.id, second.id);
    assert!(envelope.id.len() <= 36, "{}", envelope.id);
    assert_eq!(envelope.create_time, second.create_time);
    let sent: CouponSent = second.open_as(&api_v3_key()).unwrap();
    assert_eq!(sent.coupon_code, code);
    for header in [
        "wechatpay-timestamp",
        "wechatpay-nonce",
        "wechatpay-signature",
        "request-id",
    ] {
        assert_ne!(first[0].header(header), again[0].header(header), "{header}");
    }
    // The stamp is the wall clock's, wherever the business clock stands.
    let seconds = post.world.wall.now().as_second().to_string();
    assert_eq!(
        again[0].header("wechatpay-timestamp"),
        Some(seconds.as_str())
    );
}

#[tokio::test]
async fn w_notify_5_redirects_are_not_followed() {
    for status in [301, 302, 307, 308] {
        let post = Post::new().await;
        post.answers(&[(status, "")]);
        post.issue().await;
        assert_eq!(post.deliver().await.len(), 1, "{status}");
        assert_eq!(post.after(60_000).await.len(), 1, "{status}");
    }
}

#[tokio::test]
async fn w_notify_5_what_an_api_set_is_checked() {
    // The address is private, and nobody but the operator may name such a one.
    let post = Post::new().await;
    let known = post.world.registry.wechat_merchant(mchid(CREATOR)).unwrap();
    let url = known.notify.as_ref().unwrap().url.clone();
    let registry = &post.world.registry;
    registry.set_notify_url(mchid(CREATOR), Some(url)).unwrap();
    post.issue().await;
    assert!(post.deliver().await.is_empty());
}

#[tokio::test]
async fn w_notify_6_probes_are_off_unless_switched_on() {
    let is_probe = |got: &Got| {
        let signature = got.header("wechatpay-signature").unwrap();
        signature.starts_with("WECHATPAY/SIGNTEST/")
    };
    assert!(!Settings::default().probes);
    let post = Post::new().await;
    post.issue().await;
    let got = post.deliver().await;
    assert_eq!(got.iter().map(is_probe).collect::<Vec<_>>(), [false]);
    let settings = || Settings {
        probes: true,
        ..Settings::default()
    };
    // A receiver that refuses the probe has the message at once.
    let post = Post::with(settings(), CREATOR).await;
    post.answers(&[(401, "")]);
    post.issue().await;
    let got = post.deliver().await;
    assert_eq!(got.iter().map(is_probe).collect::<Vec<_>>(), [true, false]);
    assert_eq!(got[0].body, got[1].body);
    got[1].verified(&post.world);
    assert!(post.after(60_000).await.is_empty());
    // One that takes it in is asked again, and has no message.
    let post = Post::with(settings(), CREATOR).await;
    post.issue().await;
    for _ in 0..2 {
        let got = post.deliver().await;
        assert_eq!(got.iter().map(is_probe).collect::<Vec<_>>(), [true]);
        post.after(59_999).await;
        post.world
            .clock
            .set(post.world.clock.now() + SignedDuration::from_millis(1));
    }
}

#[tokio::test]
async fn w_notify_7_messages_are_signed_with_the_merchants_kind_of_key() {
    for (number, app, signer) in [
        (CREATOR, APP, PLATFORM_SERIAL),
        (PUBLIC, PUBLIC_APP, PUBLIC_KEY_ID),
    ] {
        let post = Post::with(Settings::default(), number).await;
        let body = stock_with(&[("belong_merchant", json!(number))]);
        let id = post.world.stock_of(number, body).await;
        let mut send = post.world.to_send(&id, ALICE);
        send["appid"] = app.into();
        let target = format!("{COUPONS}/send");
        post.world.ok(number, "POST", &target, send).await;
        let got = post.deliver().await;
        assert_eq!(got.len(), 1, "{number}");
        got[0].verified(&post.world);
        assert_eq!(got[0].header("wechatpay-serial"), Some(signer));
    }
}
