//! `POST /coupons/associate` and `/coupons/disassociate`.

use serde_json::{Value, json};

use crate::shop::{NO_COUPON_TO_LINK, NOT_USABLE, REUSED, Said, with};
use crate::world::{ALICE, World, stock, stock_of_named_codes};

const ELSEWHERE: Said = (400, "INVALID_REQUEST", "券已关联其他订单");
const NOT_LINKED: Said = (404, "RESOURCE_NOT_EXISTS", "查询记录为空");
const AT: &str = "2026-11-05T10:00:00+08:00";
const LATER: &str = "2026-11-06T10:00:00+08:00";

async fn sent(world: &World) -> (String, String) {
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    (stock, code)
}

async fn trade(world: &World, code: &str) -> Value {
    world.coupon_of(ALICE, code).await["associate_out_trade_no"].clone()
}

async fn without_coupons(call: &str) {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let named = world.stock(stock_of_named_codes()).await;
    for (stock, code) in [
        (stock.as_str(), "0000000000000000000000"),
        (named.as_str(), "A-1"),
        ("1000000000009999", code.as_str()),
    ] {
        let refused = world.not(call, world.to_link(stock, code, "T-1")).await;
        refused.is(NO_COUPON_TO_LINK);
    }
}

/// Every state but the first.
async fn out_of_use(call: &str) {
    let world = World::new();
    let (stock, used) = sent(&world).await;
    let invalid = world.send(&stock, ALICE).await;
    let deleted = world.send(&stock, ALICE).await;
    let expired = world.send(&stock, ALICE).await;
    for code in [&used, &invalid, &deleted, &expired] {
        world
            .done("associate", world.to_link(&stock, code, "T-1"))
            .await;
    }
    world.done("use", world.to_use(&stock, &used)).await;
    world
        .done("deactivate", world.to_deactivate(&stock, &invalid))
        .await;
    world.throw_away(&deleted).await;
    for code in [&used, &invalid, &deleted] {
        let refused = world.not(call, world.to_link(&stock, code, "T-1")).await;
        refused.is(NOT_USABLE);
        assert_eq!(trade(&world, code).await, "T-1");
    }
    world.go_to("2026-12-01T00:00:00+08:00").await;
    let refused = world
        .not(call, world.to_link(&stock, &expired, "T-1"))
        .await;
    refused.is(NOT_USABLE);
}

#[tokio::test]
async fn w_assoc_1_there_must_be_a_coupon() {
    without_coupons("associate").await;
}

#[tokio::test]
async fn w_assoc_2_it_must_be_neither_used_nor_invalid_nor_over() {
    out_of_use("associate").await;
}

#[tokio::test]
async fn w_assoc_3_a_coupon_has_one_order() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    world
        .done("associate", world.to_link(&stock, &code, "T-1"))
        .await;
    world.go_to(LATER).await;
    let refused = world
        .not("associate", world.to_link(&stock, &code, "T-2"))
        .await;
    refused.is(ELSEWHERE);
    let again = world
        .done("associate", world.to_link(&stock, &code, "T-1"))
        .await;
    assert_eq!(again["wechatpay_associate_time"], AT, "since when it is");
    assert_eq!(trade(&world, &code).await, "T-1");
}

#[tokio::test]
async fn w_assoc_4_the_same_number_is_answered_the_same() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let body = world.to_link(&stock, &code, "T-1");
    let answer = world.done("associate", body.clone()).await;
    assert_eq!(answer, json!({ "wechatpay_associate_time": AT }));
    world.go_to(LATER).await;
    world
        .done("disassociate", world.to_link(&stock, &code, "T-1"))
        .await;
    assert_eq!(world.done("associate", body.clone()).await, answer);
    assert_eq!(
        trade(&world, &code).await,
        Value::Null,
        "nothing is done twice"
    );
    world.throw_away(&code).await;
    assert_eq!(world.done("associate", body.clone()).await, answer);
    let other = with(body, &[("out_trade_no", json!("T-2"))]);
    world.not("associate", other).await.is(REUSED);
}

#[tokio::test]
async fn w_assoc_5_an_order_reserves_nothing() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    world
        .done("associate", world.to_link(&stock, &code, "T-1"))
        .await;
    assert_eq!(trade(&world, &code).await, "T-1");
    assert_eq!(world.state_of(ALICE, &code).await, "SENDED");
    world.done("use", world.to_use(&stock, &code)).await;
    let other = world.send(&stock, ALICE).await;
    world
        .done("associate", world.to_link(&stock, &other, "T-1"))
        .await;
    world
        .done("deactivate", world.to_deactivate(&stock, &other))
        .await;
    world.is_sound().await;
}

#[tokio::test]
async fn w_disassoc_1_there_must_be_a_coupon() {
    without_coupons("disassociate").await;
}

#[tokio::test]
async fn w_disassoc_1_it_must_be_neither_used_nor_invalid_nor_over() {
    out_of_use("disassociate").await;
}

#[tokio::test]
async fn w_disassoc_2_it_must_be_linked_to_this_order() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let refused = world
        .not("disassociate", world.to_link(&stock, &code, "T-1"))
        .await;
    refused.is(NOT_LINKED);
    world
        .done("associate", world.to_link(&stock, &code, "T-1"))
        .await;
    let refused = world
        .not("disassociate", world.to_link(&stock, &code, "T-2"))
        .await;
    refused.is(NOT_LINKED);
    assert_eq!(trade(&world, &code).await, "T-1");
}

#[tokio::test]
async fn w_disassoc_3_it_is_free_for_another_order() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    world
        .done("associate", world.to_link(&stock, &code, "T-1"))
        .await;
    world.go_to(LATER).await;
    let body = world.to_link(&stock, &code, "T-1");
    let answer = world.done("disassociate", body.clone()).await;
    assert_eq!(answer, json!({ "wechatpay_disassociate_time": LATER }));
    assert_eq!(trade(&world, &code).await, Value::Null);
    world.go_to("2026-11-07T10:00:00+08:00").await;
    world
        .done("associate", world.to_link(&stock, &code, "T-2"))
        .await;
    assert_eq!(world.done("disassociate", body.clone()).await, answer);
    assert_eq!(trade(&world, &code).await, "T-2");
    let other = with(body, &[("out_trade_no", json!("T-2"))]);
    world.not("disassociate", other).await.is(REUSED);
}

#[tokio::test]
async fn w_assoc_4_linking_and_parting_have_numbers_of_their_own() {
    let world = World::new();
    let (stock, code) = sent(&world).await;
    let body = world.to_link(&stock, &code, "T-1");
    world.done("associate", body.clone()).await;
    world.done("disassociate", body).await;
    assert_eq!(trade(&world, &code).await, Value::Null);
}
