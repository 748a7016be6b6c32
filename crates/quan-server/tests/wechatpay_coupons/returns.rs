//! `POST /coupons/return`.

use serde_json::json;

use crate::shop::{DELETED, NO_COUPON, NOT_FOUND, NOT_USED, REUSED, USED_BEFORE, with};
use crate::world::{ALICE, BOB, World, stock, stock_of_named_codes, stock_with};

async fn used(world: &World) -> (String, String) {
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    world.done("use", world.to_use(&stock, &code)).await;
    (stock, code)
}

#[tokio::test]
async fn w_return_1_only_what_is_used_is_returned() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let fresh = world.send(&stock, ALICE).await;
    let invalid = world.send(&stock, ALICE).await;
    world
        .done("deactivate", world.to_deactivate(&stock, &invalid))
        .await;
    for code in [&fresh, &invalid] {
        let refused = world.not("return", world.to_return(&stock, code)).await;
        refused.is(NOT_USED);
    }
    world.go_to("2026-12-01T00:00:00+08:00").await;
    let refused = world.not("return", world.to_return(&stock, &fresh)).await;
    refused.is(NOT_USED);
    world.is_sound().await;
}

#[tokio::test]
async fn w_return_1_what_is_not_there_or_was_deleted() {
    let world = World::new();
    let (stock, code) = used(&world).await;
    let named = world.stock(stock_of_named_codes()).await;
    for (stock, code, why) in [
        (stock.as_str(), "0000000000000000000000", NO_COUPON),
        (named.as_str(), "A-1", NO_COUPON),
        ("1000000000009999", code.as_str(), NOT_FOUND),
    ] {
        let refused = world.not("return", world.to_return(stock, code)).await;
        refused.is(why);
    }
    world.throw_away(&code).await;
    let refused = world.not("return", world.to_return(&stock, &code)).await;
    refused.is(DELETED);
}

#[tokio::test]
async fn w_return_2_the_coupon_is_what_it_was() {
    let world = World::new();
    let changes = [
        ("stock_send_rule/max_coupons", json!(1)),
        (
            "coupon_use_rule/coupon_available_time/available_day_after_receive",
            json!(3),
        ),
    ];
    let stock = world.stock(stock_with(&changes)).await;
    let code = world.send(&stock, ALICE).await;
    let before = world.coupon_of(ALICE, &code).await;
    let used = world.to_use(&stock, &code);
    world.done("use", used.clone()).await;
    world.go_to("2026-11-06T09:00:00+08:00").await;
    let body = world.to_return(&stock, &code);
    let answer = world.done("return", body.clone()).await;
    let at = "2026-11-06T09:00:00+08:00";
    assert_eq!(answer, json!({ "wechatpay_return_time": at }));
    let expected = with(
        before,
        &[
            ("use_request_no", used["use_request_no"].clone()),
            ("use_time", json!("2026-11-05T10:00:00+08:00")),
            ("return_request_no", body["return_request_no"].clone()),
            ("return_time", json!(at)),
        ],
    );
    assert_eq!(world.coupon_of(ALICE, &code).await, expected);
    let refused = world.not("send", world.to_send(&stock, BOB)).await;
    assert_eq!(refused.code(), (403, "RULE_LIMIT"), "nothing went back");
    world.is_sound().await;
}

#[tokio::test]
async fn w_return_2_after_its_end_it_is_expired() {
    let world = World::new();
    let (stock, code) = used(&world).await;
    world.go_to("2026-12-05T00:00:00+08:00").await;
    assert_eq!(world.state_of(ALICE, &code).await, "USED");
    world.done("return", world.to_return(&stock, &code)).await;
    assert_eq!(world.state_of(ALICE, &code).await, "EXPIRED");
    world.is_sound().await;
}

#[tokio::test]
async fn w_return_3_the_same_number_is_answered_the_same_even_after_another_use() {
    let world = World::new();
    let (stock, code) = used(&world).await;
    let body = world.to_return(&stock, &code);
    let answer = world.done("return", body.clone()).await;
    world.go_to("2026-11-07T09:00:00+08:00").await;
    assert_eq!(world.done("return", body.clone()).await, answer);
    world.done("use", world.to_use(&stock, &code)).await;
    assert_eq!(world.done("return", body.clone()).await, answer);
    assert_eq!(world.state_of(ALICE, &code).await, "USED");
    world.throw_away(&code).await;
    assert_eq!(world.done("return", body).await, answer);
    world.is_sound().await;
}

#[tokio::test]
async fn w_return_4_another_return_needs_another_use() {
    let world = World::new();
    let (stock, code) = used(&world).await;
    world.done("return", world.to_return(&stock, &code)).await;
    let refused = world.not("return", world.to_return(&stock, &code)).await;
    refused.is(NOT_USED);
    world.done("use", world.to_use(&stock, &code)).await;
    world.done("return", world.to_return(&stock, &code)).await;
    assert_eq!(world.state_of(ALICE, &code).await, "SENDED");
    let row = world.row(&stock).await;
    assert_eq!((row.counters.redemptions, row.counters.returns), (2, 2));
    assert_eq!((row.redeemed, row.uses), (0, 0));
}

#[tokio::test]
async fn w_return_4_the_same_number_for_another_coupon() {
    let world = World::new();
    let (stock, code) = used(&world).await;
    let other = world.send(&stock, BOB).await;
    world.done("use", world.to_use(&stock, &other)).await;
    let body = world.to_return(&stock, &code);
    world.done("return", body.clone()).await;
    let body = with(body, &[("coupon_code", json!(other))]);
    world.not("return", body).await.is(REUSED);
    assert_eq!(world.state_of(BOB, &other).await, "USED");
}

#[tokio::test]
async fn w_return_5_however_long_after_the_use() {
    let world = World::new();
    let (stock, code) = used(&world).await;
    world.go_to("2028-12-05T00:00:00+08:00").await;
    let refused = world.not("use", world.to_use(&stock, &code)).await;
    refused.is(USED_BEFORE);
    let answer = world.done("return", world.to_return(&stock, &code)).await;
    assert_eq!(answer["wechatpay_return_time"], "2028-12-05T00:00:00+08:00");
}

#[tokio::test]
async fn w_return_6_its_order_stays() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    world
        .done("associate", world.to_link(&stock, &code, "T-1"))
        .await;
    world.done("use", world.to_use(&stock, &code)).await;
    world.done("return", world.to_return(&stock, &code)).await;
    let coupon = world.coupon_of(ALICE, &code).await;
    assert_eq!(coupon["associate_out_trade_no"], "T-1");
    assert_eq!(coupon["coupon_state"], "SENDED");
}
