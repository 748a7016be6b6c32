//! Consumption cards.

use quan_engine::registry::{Entry, WechatCard};
use quan_wire::wechatpay::id;
use serde_json::{Value, json};

use crate::world::*;

const CARD: &str = "pIJMr5MMiIkO_93VtPyIiEk2DZ4w";

/// A card of the creator's.
async fn card(world: &World) {
    let stock_id = world.stock(stock()).await;
    let card = WechatCard {
        id: CARD.to_owned(),
        merchant: mchid(CREATOR),
        activity: id::parse_stock(&stock_id).unwrap(),
    };
    world.registry.put(&[Entry::WechatCard(card)]).unwrap();
}

fn to_send(number: &str, time: &str) -> Value {
    json!({ "appid": APP, "openid": ALICE, "out_request_no": number, "send_time": time })
}

#[tokio::test]
async fn w_card_1_a_day_late_is_not_too_late() {
    let world = World::new();
    card(&world).await;
    let target = format!("{COUPONS}/{CARD}/send");
    let in_time = to_send("K-1", "2026-11-04T10:00:00+08:00");
    world.ok(CREATOR, "POST", &target, in_time).await;
    let late = to_send("K-2", "2026-11-04T09:59:59+08:00");
    let refused = world.refusal(CREATOR, "POST", &target, late).await;
    assert_eq!(refused.code(), (400, "PARAM_ERROR"));
}

#[tokio::test]
async fn w_card_2_number_and_time_together_are_the_request() {
    let world = World::new();
    card(&world).await;
    let target = format!("{COUPONS}/{CARD}/send");
    let send = async |number: &str, time: &str| {
        let answer = world
            .ok(CREATOR, "POST", &target, to_send(number, time))
            .await;
        answer["card_code"].as_str().unwrap().to_owned()
    };
    let first = send("K-1", "2026-11-05T09:00:00+08:00").await;
    assert_eq!(send("K-1", "2026-11-05T09:00:00+08:00").await, first);
    // However the instant is written.
    assert_eq!(send("K-1", "2026-11-05T01:00:00.000Z").await, first);
    let later = send("K-1", "2026-11-05T09:00:01+08:00").await;
    let other = send("K-2", "2026-11-05T09:00:00+08:00").await;
    assert!(first != later && later != other && first != other);
}

#[tokio::test]
async fn w_card_2_nobody_elses_card_and_none_that_is_unknown() {
    let world = World::new();
    card(&world).await;
    let body = to_send("K-1", BEGIN);
    let unknown = format!("{COUPONS}/unknown/send");
    let refused = world.refusal(CREATOR, "POST", &unknown, body.clone()).await;
    assert_eq!(refused.code(), (404, "RESOURCE_NOT_EXISTS"));
    let target = format!("{COUPONS}/{CARD}/send");
    let refused = world.refusal(STRANGER, "POST", &target, body).await;
    assert_eq!(refused.code(), (403, "NO_AUTH"));
}
