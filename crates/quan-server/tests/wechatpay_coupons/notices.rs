//! What merchants are told when coupons are issued.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use hyper::body::Bytes;
use jiff::SignedDuration;
use quan_core::Clock as _;
use quan_engine::registry::{Entry, WechatMerchant};
use quan_server::courier::{Coupons, Courier, Settings};
use quan_server::platform::Platform;
use quan_wire::wechatpay::message::notice::CouponSent;
use quan_wire::wechatpay::notify::Envelope;
use quan_wire::wechatpay::received::Received;
use quan_wire::wechatpay::v2::{ApiV2Key, H5Link, SendCoupon};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use crate::shop::{stock_for_client, with};
use crate::world::{
    ALICE, API_V2_KEY, APP, BOB, CALLBACKS, CAROL, CLIENT, CLIENT_APP, CREATOR, PARTNER,
    PARTNER_APP, PLATFORM_SERIAL, PUBLIC, PUBLIC_APP, PUBLIC_KEY_ID, WALL, Wish, World, api_v3_key,
    at, merchant, stock, stock_of_uploaded_codes, stock_with, told_at,
};

/// Does not answer at all.
const SILENT: u16 = 0;

/// A merchant's endpoint: what it got, and what it is going to answer: 204, once
/// nothing else is laid out.
#[derive(Clone, Default)]
struct Receiver {
    got: Arc<Mutex<Vec<Got>>>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

#[derive(Clone, Debug)]
struct Got {
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

impl Receiver {
    async fn start() -> (Receiver, String) {
        let receiver = Receiver::default();
        let app = Router::new().fallback(take).with_state(receiver.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/wechat", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (receiver, address)
    }

    fn answer(&self, answers: &[u16]) {
        self.answers.lock().unwrap().extend(answers);
    }

    fn take(&self) -> Vec<Got> {
        std::mem::take(&mut *self.got.lock().unwrap())
    }

    #[track_caller]
    fn one(&self) -> Got {
        let mut got = self.take();
        assert_eq!(got.len(), 1, "{got:?}");
        got.remove(0)
    }
}

async fn take(
    State(receiver): State<Receiver>,
    uri: http::Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let path = uri.path().to_owned();
    receiver.got.lock().unwrap().push(Got {
        path,
        headers,
        body,
    });
    let status = receiver.answers.lock().unwrap().pop_front().unwrap_or(204);
    if status == SILENT {
        std::future::pending::<()>().await;
    }
    let status = StatusCode::from_u16(status).unwrap();
    if status.is_redirection() {
        return (status, [(header::LOCATION, "/elsewhere")]).into_response();
    }
    (status, r#"{"code":"FAIL","message":"later"}"#).into_response()
}

impl Got {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    fn envelope(&self) -> Envelope {
        Envelope::read(&self.body).unwrap()
    }

    /// What it says, opened as its receiver opens it.
    fn coupon(&self) -> CouponSent {
        self.envelope().open_as(&api_v3_key()).unwrap()
    }

    fn json(&self) -> Value {
        let plain = self.envelope().open(&api_v3_key()).unwrap();
        serde_json::from_slice(&plain).unwrap()
    }
}

/// A world, a receiver, and the courier between them.
struct Post {
    world: World,
    receiver: Receiver,
    address: String,
    courier: Courier,
}

impl Post {
    /// Where the creator is told at the receiver's address, as the operator says.
    async fn new() -> Post {
        let post = Post::of(Settings::default()).await;
        post.tell(CREATOR, &[APP]);
        post
    }

    /// Where nobody is told yet.
    async fn of(settings: Settings) -> Post {
        let (receiver, address) = Receiver::start().await;
        let world = World::wished(Wish {
            addresses: settings.clone(),
            ..Wish::default()
        });
        let courier = courier(&world, settings);
        Post {
            world,
            receiver,
            address,
            courier,
        }
    }

    fn tell(&self, number: &str, apps: &[&str]) {
        let known = self
            .world
            .registry
            .wechat_merchant(crate::world::mchid(number));
        let told = WechatMerchant {
            notify: Some(told_at(&self.address)),
            response_key: known.unwrap().response_key,
            ..merchant(number, apps)
        };
        self.world
            .registry
            .put(&[Entry::WechatMerchant(told)])
            .unwrap();
    }

    async fn deliver(&self) {
        while self.courier.step().await > 0 {}
    }

    async fn wait(&self, seconds: i64) {
        let later = self
            .world
            .clock
            .now()
            .checked_add(SignedDuration::from_secs(seconds));
        self.world.clock.set(later.unwrap());
        self.world.settle().await;
        self.deliver().await;
    }

    /// Verified as a receiver verifies, at the time of the wall clock.
    #[track_caller]
    fn is_signed(&self, got: &Got) {
        let received = Received {
            timestamp: Some(got.header("wechatpay-timestamp")),
            nonce: Some(got.header("wechatpay-nonce")),
            serial: Some(got.header("wechatpay-serial")),
            signature: Some(got.header("wechatpay-signature")),
            body: &got.body,
        };
        let verified = received.verify(&self.world.trust, self.world.wall.now());
        assert_eq!(verified, Ok(()));
    }
}

fn courier(world: &World, settings: Settings) -> Courier {
    let keys = tempfile::tempdir().unwrap();
    let alipay = Platform::open(keys.path(), None, at(WALL)).unwrap();
    Courier::new(
        world.engine.clone(),
        world.registry.clone(),
        &alipay,
        Arc::new(world.wall.clone()),
        settings,
        Some(Coupons::new(
            world.platform.clone(),
            StdRng::seed_from_u64(3),
        )),
    )
    .unwrap()
}

#[tokio::test]
async fn w_notify_1_it_is_sealed_with_the_receivers_key_and_signed() {
    let post = Post::new().await;
    let world = &post.world;
    let with_app = stock_with(&[("notify_config/notify_appid", json!(APP))]);
    let stock = world.stock(with_app).await;
    let code = world.send(&stock, ALICE).await;
    post.deliver().await;
    let got = post.receiver.one();
    post.is_signed(&got);
    assert_eq!(got.header("content-type"), "application/json");
    assert_eq!(
        got.header("wechatpay-signature-type"),
        "WECHATPAY2-SHA256-RSA2048"
    );
    assert!(!got.header("request-id").is_empty());
    let envelope: Value = serde_json::from_slice(&got.body).unwrap();
    assert_eq!(envelope["create_time"], "2026-11-05T10:00:00+08:00");
    assert_eq!(envelope["event_type"], "COUPON.SEND");
    assert_eq!(envelope["resource_type"], "encrypt-resource");
    assert_eq!(envelope["summary"], "商家券领券通知");
    let resource = &envelope["resource"];
    assert_eq!(resource["algorithm"], "AEAD_AES_256_GCM");
    assert_eq!(resource["associated_data"], "coupon");
    assert_eq!(resource["original_type"], "coupon");
    assert_eq!(resource["nonce"].as_str().unwrap().len(), 12);
    assert!((1..=36).contains(&envelope["id"].as_str().unwrap().len()));
    let said = json!({
        "event_type": "EVENT_TYPE_BUSICOUPON_SEND",
        "coupon_code": code,
        "stock_id": stock,
        "send_time": "2026-11-05T10:00:00+08:00",
        "openid": ALICE,
        "unionid": "",
        "send_channel": "BUSICOUPON_SEND_CHANNEL_API",
        "send_merchant": CREATOR,
    });
    assert_eq!(got.json(), said);
}

#[tokio::test]
async fn w_event_1_the_user_goes_by_the_name_in_the_notified_app() {
    let post = Post::new().await;
    let world = &post.world;
    let nameless = world.stock(stock()).await;
    world.send(&nameless, ALICE).await;
    post.deliver().await;
    assert_eq!(post.receiver.one().coupon().openid, "");
    let with_app = stock_with(&[("notify_config/notify_appid", json!(APP))]);
    let named = world.stock(with_app).await;
    world.send(&named, CAROL).await;
    post.deliver().await;
    assert_eq!(post.receiver.one().coupon().openid, CAROL);
}

#[tokio::test]
async fn w_event_1_only_the_creator_is_told() {
    let post = Post::of(Settings::default()).await;
    let world = &post.world;
    post.tell(CLIENT, &[CLIENT_APP]);
    let stock = world.stock_of(PARTNER, stock_for_client()).await;
    let send = |openid: &str| {
        with(
            world.to_send(&stock, openid),
            &[("appid", json!(CLIENT_APP))],
        )
    };
    post.deliver().await;
    world.done_by(CLIENT, "send", send(ALICE)).await;
    post.deliver().await;
    assert!(post.receiver.take().is_empty());
    post.tell(PARTNER, &[PARTNER_APP]);
    post.deliver().await;
    post.receiver.take();
    world.done_by(CLIENT, "send", send(BOB)).await;
    post.deliver().await;
    assert_eq!(post.receiver.one().coupon().send_merchant, CLIENT);
}

#[tokio::test]
async fn w_event_1_without_a_key_or_an_address_nobody_is_told() {
    for apiv3_key in [Some(crate::world::API_V3_KEY.to_owned()), None] {
        let post = Post::of(Settings::default()).await;
        let world = &post.world;
        let stock = world.stock_of(PARTNER, stock_for_client()).await;
        let notify = apiv3_key.is_none().then(|| told_at(&post.address));
        let mute = WechatMerchant {
            notify,
            apiv3_key,
            ..merchant(PARTNER, &[PARTNER_APP])
        };
        world.registry.put(&[Entry::WechatMerchant(mute)]).unwrap();
        let body = with(
            world.to_send(&stock, ALICE),
            &[("appid", json!(CLIENT_APP))],
        );
        world.done_by(CLIENT, "send", body).await;
        post.deliver().await;
        post.wait(3600).await;
        assert!(post.receiver.take().is_empty());
        let (_, notices) = world.own("GET", "/api/notices").await;
        assert_eq!(notices["items"], json!([]));
    }
}

#[tokio::test]
async fn w_event_1_what_was_issued_before_there_was_an_address_is_not_told() {
    let post = Post::of(Settings::default()).await;
    let world = &post.world;
    let mute = WechatMerchant {
        notify: None,
        ..merchant(PARTNER, &[PARTNER_APP])
    };
    world.registry.put(&[Entry::WechatMerchant(mute)]).unwrap();
    let stock = world.stock_of(PARTNER, stock_for_client()).await;
    let send = |user: &str| with(world.to_send(&stock, user), &[("appid", json!(CLIENT_APP))]);
    world.done_by(CLIENT, "send", send(ALICE)).await;
    post.deliver().await;
    post.tell(PARTNER, &[PARTNER_APP]);
    post.deliver().await;
    assert!(post.receiver.take().is_empty());
    world.done_by(CLIENT, "send", send(BOB)).await;
    post.deliver().await;
    post.receiver.one();
}

#[tokio::test]
async fn w_event_2_what_is_claimed_on_a_page_is_not_told_and_the_rest_is() {
    let post = Post::new().await;
    let world = &post.world;
    let stock = world.stock(stock()).await;
    let coupon = |number: &str| SendCoupon {
        stock_id: stock.clone(),
        out_request_no: number.to_owned(),
        ..SendCoupon::default()
    };
    let key = ApiV2Key::parse(API_V2_KEY).unwrap();
    let link = H5Link::new(coupon("H-1"), CREATOR, ALICE, &key);
    assert_eq!(world.follow(&link).await["errcode"], 0);
    post.deliver().await;
    post.wait(600).await;
    assert!(post.receiver.take().is_empty());
    world
        .plugged(&crate::claims::call(vec![coupon("P-1")]), &[])
        .await;
    post.deliver().await;
    let told = post.receiver.one().json();
    assert_eq!(told["send_channel"], "BUSICOUPON_SEND_CHANNEL_MINIAPP");
    world.is_sound().await;
}

#[tokio::test]
async fn w_event_3_nothing_else_is_told() {
    let post = Post::new().await;
    let world = &post.world;
    let stock = world.stock(stock()).await;
    let (one, other) = (
        world.send(&stock, ALICE).await,
        world.send(&stock, BOB).await,
    );
    post.deliver().await;
    assert_eq!(post.receiver.take().len(), 2);
    world
        .done("associate", world.to_link(&stock, &one, "T-1"))
        .await;
    world.done("use", world.to_use(&stock, &one)).await;
    world.done("return", world.to_return(&stock, &one)).await;
    world
        .done("deactivate", world.to_deactivate(&stock, &one))
        .await;
    post.deliver().await;
    world.go_to("2026-12-05T00:00:00+08:00").await;
    post.deliver().await;
    assert_eq!(world.state_of(BOB, &other).await, "EXPIRED");
    let (_, stopped) = world
        .own("POST", &format!("/api/activities/{stock}/stop"))
        .await;
    assert!(stopped.is_null() || stopped.is_object());
    post.wait(3600).await;
    assert!(post.receiver.take().is_empty());
}

#[tokio::test]
async fn w_event_4_each_coupon_has_its_message_and_keeps_it_over_retries() {
    let post = Post::new().await;
    let world = &post.world;
    let stock = world.stock(stock_of_uploaded_codes()).await;
    world.upload(&stock, &["U-1", "U-2"]).await;
    post.receiver.answer(&[500, 500, 400, 500]);
    world.send(&stock, ALICE).await;
    world.send(&stock, BOB).await;
    post.deliver().await;
    post.wait(60).await;
    post.wait(60).await;
    let got = post.receiver.take();
    assert_eq!(got.len(), 6);
    let mut told: Vec<_> = got
        .iter()
        .map(|got| (got.coupon().coupon_code, got.envelope().id))
        .collect();
    told.sort_unstable();
    told.dedup();
    let [(one, first), (other, second)] = told.as_slice() else {
        panic!("{told:?}");
    };
    assert_eq!((one.as_str(), other.as_str()), ("U-1", "U-2"));
    assert_ne!(first, second);
}

#[tokio::test]
async fn w_notify_2_any_status_of_success_takes_it_in() {
    for status in [200, 201, 204, 299] {
        let post = Post::new().await;
        let stock = post.world.stock(stock()).await;
        post.receiver.answer(&[status]);
        post.world.send(&stock, ALICE).await;
        post.deliver().await;
        post.wait(60).await;
        assert_eq!(post.receiver.take().len(), 1, "{status}");
    }
    for status in [302, 400, 401, 404, 500, 503] {
        let post = Post::new().await;
        let stock = post.world.stock(stock()).await;
        post.receiver.answer(&[status]);
        post.world.send(&stock, ALICE).await;
        post.deliver().await;
        post.wait(60).await;
        let got = post.receiver.take();
        assert_eq!(got.len(), 2, "{status}");
        assert!(got.iter().all(|got| got.path == "/wechat"), "{got:?}");
    }
}

#[tokio::test]
async fn w_notify_2_who_does_not_answer_in_time_is_told_again() {
    let impatient = Settings {
        timeout: std::time::Duration::from_millis(100),
        ..Settings::default()
    };
    let post = Post::of(impatient).await;
    post.tell(CREATOR, &[APP]);
    let stock = post.world.stock(stock()).await;
    post.receiver.answer(&[SILENT]);
    post.world.send(&stock, ALICE).await;
    post.deliver().await;
    post.wait(60).await;
    assert_eq!(post.receiver.take().len(), 2);
}

#[tokio::test]
async fn w_notify_3_eleven_deliveries_a_minute_apart_and_then_no_more() {
    let post = Post::new().await;
    let world = &post.world;
    let stock = world.stock(stock()).await;
    post.receiver.answer(&[500; 20]);
    world.send(&stock, ALICE).await;
    post.deliver().await;
    assert_eq!(post.receiver.take().len(), 1);
    for again in 1..11 {
        post.wait(59).await;
        assert!(post.receiver.take().is_empty(), "a minute is not over");
        post.wait(1).await;
        assert_eq!(post.receiver.take().len(), 1, "{again}");
    }
    post.wait(60).await;
    post.wait(86_400).await;
    assert!(post.receiver.take().is_empty());
    let (_, dead) = world.own("GET", "/api/notices?state=dead").await;
    assert_eq!(
        dead["items"][0]["attempts"].as_array().map(Vec::len),
        Some(11),
        "{dead}"
    );
}

#[tokio::test]
async fn w_notify_4_every_delivery_is_signed_anew() {
    let post = Post::new().await;
    let world = &post.world;
    let stock = world.stock(stock()).await;
    post.receiver.answer(&[500]);
    world.send(&stock, ALICE).await;
    post.deliver().await;
    let first = post.receiver.one();
    post.is_signed(&first);
    let later = world.wall.now().checked_add(SignedDuration::from_mins(20));
    world.wall.set(later.unwrap());
    post.wait(60).await;
    let again = post.receiver.one();
    post.is_signed(&again);
    for name in ["timestamp", "nonce", "signature"] {
        let name = format!("wechatpay-{name}");
        assert_ne!(first.header(&name), again.header(&name));
    }
    assert_ne!(first.header("request-id"), again.header("request-id"));
    assert_eq!(first.envelope().id, again.envelope().id);
    assert_eq!(first.envelope().create_time, again.envelope().create_time);
    assert_eq!(first.json(), again.json());
}

#[tokio::test]
async fn w_notify_5_what_a_merchant_sets_must_be_public_and_encrypted() {
    let post = Post::of(Settings::default()).await;
    let world = &post.world;
    for url in [
        post.address.as_str(),
        "http://merchant.example/wechat",
        "https://127.0.0.1/wechat",
        "https://[::1]:8443/wechat",
        "https://10.1.2.3/wechat",
        "https://merchant.example/wechat?from=quan",
    ] {
        let body = json!({ "notify_url": url });
        let refused = world.refusal(CREATOR, "POST", CALLBACKS, body).await;
        assert_eq!(refused.code(), (400, "PARAM_ERROR"), "{url}");
    }
    // A name is looked up when something is posted.
    let body = json!({ "notify_url": "https://localhost/wechat" });
    world.ok(CREATOR, "POST", CALLBACKS, body).await;
    let stock = world.stock(stock()).await;
    post.deliver().await;
    world.send(&stock, ALICE).await;
    post.deliver().await;
    let (_, waiting) = world.own("GET", "/api/notices?state=waiting").await;
    assert_eq!(
        waiting["items"][0]["attempts"].as_array().map(Vec::len),
        Some(1),
        "{waiting}"
    );
    // What was written past the check is refused as well.
    let number = crate::world::mchid(CREATOR);
    world
        .registry
        .set_notify_url(number, Some(post.address.clone()))
        .unwrap();
    post.wait(60).await;
    assert!(post.receiver.take().is_empty());
    // The operator's own word needs no check.
    post.tell(CREATOR, &[APP]);
    post.wait(60).await;
    post.receiver.one();
}

#[tokio::test]
async fn w_notify_5_a_private_address_where_the_operator_allows_it() {
    let allowing = Settings {
        allow_private: true,
        allow_http: true,
        ..Settings::default()
    };
    let post = Post::of(allowing).await;
    let world = &post.world;
    let number = crate::world::mchid(CREATOR);
    world
        .registry
        .set_notify_url(number, Some(post.address.clone()))
        .unwrap();
    let stock = world.stock(stock()).await;
    post.deliver().await;
    world.send(&stock, ALICE).await;
    post.deliver().await;
    post.receiver.one();
}

#[tokio::test]
async fn w_notify_7_the_merchants_kind_of_key_signs() {
    let post = Post::of(Settings::default()).await;
    let world = &post.world;
    post.tell(CREATOR, &[APP]);
    post.tell(PUBLIC, &[PUBLIC_APP]);
    for (number, app, serial) in [
        (CREATOR, APP, PLATFORM_SERIAL),
        (PUBLIC, PUBLIC_APP, PUBLIC_KEY_ID),
    ] {
        let body = with(stock(), &[("belong_merchant", json!(number))]);
        let stock = world.stock_of(number, body).await;
        let body = with(world.to_send(&stock, ALICE), &[("appid", json!(app))]);
        world.done_by(number, "send", body).await;
        post.deliver().await;
        let got = post.receiver.one();
        post.is_signed(&got);
        assert_eq!(got.header("wechatpay-serial"), serial);
    }
}
