//! Messages about promotion plans and shops, delivered to a receiver on the
//! loopback.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use http::StatusCode;
use quan_engine::registry::{Certification, DeliveryStatus};
use quan_server::courier::{Courier, Settings};
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::push::{Event, Message};
use quan_wire::alipay::notify;
use serde_json::{Value, json};

use crate::http::{Http, OWNER, PLATFORM, Protocol};
use crate::world::{self, BEGIN, OWNER_APP, at};

/// What arrived, and what is going to be answered.
#[derive(Clone, Default)]
struct Receiver {
    got: Arc<Mutex<Vec<(String, String, Value)>>>,
    answers: Arc<Mutex<VecDeque<u16>>>,
}

impl Receiver {
    async fn start() -> (Receiver, String) {
        let receiver = Receiver::default();
        let app = Router::new().fallback(take).with_state(receiver.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (receiver, address)
    }

    /// What arrived since the last call: method, notify id and contents.
    fn take(&self) -> Vec<(String, String, Value)> {
        std::mem::take(&mut *self.got.lock().unwrap())
    }
}

async fn take(State(receiver): State<Receiver>, body: String) -> (StatusCode, &'static str) {
    let form = notify::receive(body.as_bytes(), PLATFORM.public_key()).unwrap();
    let field = |name: &str| form.get(name).unwrap_or_default().to_owned();
    assert_eq!(field("app_id"), OWNER_APP);
    let message = Message::parse(&field("msg_method"), &field("biz_content"));
    message.unwrap().unwrap();
    let content = serde_json::from_str(&field("biz_content")).unwrap();
    let got = (field("msg_method"), field("notify_id"), content);
    receiver.got.lock().unwrap().push(got);
    match receiver.answers.lock().unwrap().pop_front() {
        Some(status) => (StatusCode::from_u16(status).unwrap(), "fail"),
        None => (StatusCode::OK, "success"),
    }
}

fn courier(http: &Http) -> Courier {
    Courier::new(
        http.world.engine.clone(),
        http.world.registry.clone(),
        &PLATFORM,
        Arc::new(http.wall()),
        Settings::default(),
        None,
    )
    .unwrap()
}

async fn deliver(courier: &Courier) {
    while courier.step().await > 0 {}
}

const PLAN: &str = "alipay.marketing.activity.delivery.message";

fn leading() -> Value {
    json!({
        "out_biz_no": "D-1",
        "delivery_booth_code": "PUBLIC_UNION",
        "delivery_base_info": {
            "delivery_name": "点单入口",
            "delivery_begin_time": "2026-11-05 00:00:00",
            "delivery_end_time": "2026-11-30 23:59:59",
        },
        "delivery_play_config": { "delivery_single_send_config": { "delivery_content_info": {
            "delivery_content_type": "MINI_APP",
            "delivery_app_content": { "mini_app_id": OWNER_APP },
        }}},
    })
}

#[tokio::test]
async fn dl8_every_change_of_a_plan_is_told_once() {
    let (receiver, address) = Receiver::start().await;
    let http = Http::listening(Some(&address));
    let courier = courier(&http);
    for protocol in crate::http::BOTH {
        // The second is a replay, which is no news.
        http.ok(protocol, OWNER, Operation::DeliveryCreate, leading())
            .await;
    }
    deliver(&courier).await;
    let got = receiver.take();
    assert_eq!(got.len(), 1, "{got:?}");
    let (method, _, content) = &got[0];
    assert_eq!(method, PLAN);
    let id = content["id"].as_str().unwrap();
    assert_eq!(Event::parse_id(id).unwrap().0, Event::Delivery);
    let plan = content["delivery_id"].as_str().unwrap().to_owned();
    assert_eq!(
        *content,
        json!({
            "id": id, "event_time": at(BEGIN).as_millisecond().to_string(),
            "delivery_id": plan, "out_biz_no": "D-1", "delivery_status": "ACTIVE",
        })
    );
    let status = DeliveryStatus::Rejected;
    let why = Some("图片不清晰");
    let registry = &http.world.registry;
    registry
        .set_delivery_status(&plan, status, why, at(BEGIN))
        .unwrap();
    let stop = json!({ "delivery_id": plan, "out_biz_no": "S-1" });
    http.ok(Protocol::Rest, OWNER, Operation::DeliveryStop, stop)
        .await;
    deliver(&courier).await;
    let told = receiver.take().into_iter().map(|(_, _, content)| {
        let text = |name: &str| content[name].as_str().unwrap_or("-").to_owned();
        (text("delivery_status"), text("delivery_error_msg"))
    });
    let told: Vec<_> = told.collect();
    let expected = [("AUDIT_NO_PASS", "图片不清晰"), ("INACTIVE", "-")];
    assert_eq!(
        told,
        expected.map(|(one, two)| (one.to_owned(), two.to_owned()))
    );
}

#[tokio::test]
async fn ms4_a_plans_message_is_the_same_on_every_try_and_holds_later_ones_back() {
    let (receiver, address) = Receiver::start().await;
    let http = Http::listening(Some(&address));
    let courier = courier(&http);
    http.ok(Protocol::Rest, OWNER, Operation::DeliveryCreate, leading())
        .await;
    receiver.answers.lock().unwrap().extend([500]);
    deliver(&courier).await;
    let first = receiver.take();
    assert_eq!(first.len(), 1);
    let plan = first[0].2["delivery_id"].as_str().unwrap();
    let status = DeliveryStatus::Inactive;
    let registry = &http.world.registry;
    registry
        .set_delivery_status(plan, status, None, at(BEGIN))
        .unwrap();
    deliver(&courier).await;
    assert!(receiver.take().is_empty(), "the first was not taken yet");
    http.world.clock.set(at("2026-11-05 10:04:00"));
    deliver(&courier).await;
    let again = receiver.take();
    assert_eq!(again.len(), 2);
    assert_eq!(again[0], first[0]);
    assert_ne!(again[1].1, first[0].1);
}

#[tokio::test]
async fn h8_a_shop_that_was_looked_at_is_told() {
    let (receiver, address) = Receiver::start().await;
    let http = Http::listening(Some(&address));
    let courier = courier(&http);
    let shop = json!({
        "ip_role_id": world::OWNER, "store_id": "NO0001", "shop_name": "西溪路店",
        "shop_category": "B0001", "contact_phone": "0571-88888888",
        "business_address": {
            "province_code": "330000", "city_code": "330100", "district_code": "330106",
            "address": "西溪路1号",
        },
    });
    let made = http
        .ok(Protocol::Rest, OWNER, Operation::ShopCreate, shop)
        .await;
    deliver(&courier).await;
    let got = receiver.take();
    let (method, _, content) = &got[0];
    assert_eq!(method, "ant.merchant.expand.shop.save.passed");
    let id = content["shop_id"].as_str().unwrap().to_owned();
    assert_eq!(content["order_id"], made["order_id"]);
    assert_eq!(
        [
            &content["store_id"],
            &content["shop_name"],
            &content["ip_role_id"]
        ],
        ["NO0001", "西溪路店", world::OWNER]
    );
    let registry = &http.world.registry;
    registry
        .set_shop(&id, Some(Certification::Incomplete), None, at(BEGIN))
        .unwrap();
    deliver(&courier).await;
    let got = receiver.take();
    assert_eq!(got.len(), 1, "{got:?}");
    assert_eq!(got[0].0, "ant.merchant.expand.shop.save.rejected");
    assert!(got[0].2["reason"].is_string());
}
