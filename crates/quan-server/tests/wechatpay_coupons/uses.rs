//! `POST /coupons/use`.

use serde_json::{Value, json};

use crate::shop::{
    ALICE_ID, APP_NOT_BOUND, NO_USER, NOT_THE_CREATOR, NOT_THEIRS, NOT_USABLE, OUTSIDE, REUSED,
    USED_BEFORE, with, without,
};
use crate::world::{
    ALICE, APP, BOB, CAROL, CLIENT, CLIENT_APP, CREATOR, PARTNER, PARTNER_APP, STRANGER,
    STRANGER_APP, World, stock, stock_of_named_codes, stock_of_uploaded_codes,
};

const USED_AT: &str = "2026-11-05T10:00:00+08:00";

#[tokio::test]
async fn w_use_10_a_coupon_is_used_by_the_servers_clock() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    let body = with(
        world.to_use(&stock, &code),
        &[("use_time", json!("2026-11-04T08:30:00.123Z"))],
    );
    let answer = world.done("use", body.clone()).await;
    let expected = json!({ "stock_id": stock, "openid": ALICE, "wechatpay_use_time": USED_AT });
    assert_eq!(answer, expected);
    let coupon = world.coupon_of(ALICE, &code).await;
    assert_eq!(coupon["coupon_state"], "USED");
    assert_eq!(coupon["use_request_no"], body["use_request_no"]);
    assert_eq!(coupon["use_time"], USED_AT);
    let row = world.row(&stock).await;
    assert_eq!((row.issued, row.redeemed, row.uses), (1, 1, 1));
    world.is_sound().await;
}

#[tokio::test]
async fn w_use_3_a_code_of_the_platforms_needs_no_stock() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    let body = without(world.to_use(&stock, &code), "stock_id");
    let answer = world.done("use", body).await;
    assert_eq!(answer["stock_id"], json!(stock));
}

#[tokio::test]
async fn w_use_3_a_coupon_that_is_not_there() {
    let world = World::new();
    let (one, other) = (world.stock(stock()).await, world.stock(stock()).await);
    let named = world.stock(stock_of_named_codes()).await;
    let uploaded = world.stock(stock_of_uploaded_codes()).await;
    let code = world.send(&one, ALICE).await;
    world.send_code(&named, ALICE, "A-1").await;
    world.upload(&uploaded, &["U-1"]).await;
    let never = "1000000000009999";
    for (stock, code) in [
        (one.as_str(), "0000000000000000000000"),
        (one.as_str(), "A-1"),
        (other.as_str(), code.as_str()),
        (named.as_str(), "A-2"),
        (named.as_str(), code.as_str()),
        (uploaded.as_str(), "U-1"),
        (never, code.as_str()),
        ("12", code.as_str()),
    ] {
        let refused = world.not("use", world.to_use(stock, code)).await;
        refused.is(NOT_THEIRS);
    }
    for code in ["A-1", "U-1", "9999999999999999999999"] {
        let body = without(world.to_use(&named, code), "stock_id");
        world.not("use", body).await.is(NOT_THEIRS);
    }
}

#[tokio::test]
async fn w_use_2_the_application_is_asked_for_before_the_coupon() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    let elsewhere = |body: Value| with(body, &[("appid", json!(STRANGER_APP))]);
    for code in [code.as_str(), "0000000000000000000000"] {
        let body = elsewhere(world.to_use(&stock, code));
        world.not("use", body).await.is(APP_NOT_BOUND);
        let body = without(elsewhere(world.to_use(&stock, code)), "stock_id");
        world.not("use", body).await.is(APP_NOT_BOUND);
    }
}

#[tokio::test]
async fn w_use_2_the_coupon_is_asked_for_before_the_role_and_the_role_before_the_user() {
    let world = World::new();
    let stock = world.stock(stock_of_named_codes()).await;
    world.send_code(&stock, ALICE, "A-1").await;
    let theirs = [("appid", json!(STRANGER_APP)), ("openid", json!(BOB))];
    let body = with(world.to_use(&stock, "A-2"), &theirs);
    world.not_by(STRANGER, "use", body).await.is(NOT_THEIRS);
    let body = with(world.to_use(&stock, "A-1"), &theirs);
    let refused = world.not_by(STRANGER, "use", body).await;
    refused.is(NOT_THE_CREATOR);
}

#[tokio::test]
async fn w_use_2_the_user_is_asked_for_before_the_state() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    world.done("use", world.to_use(&stock, &code)).await;
    let body = with(world.to_use(&stock, &code), &[("openid", json!(BOB))]);
    world.not("use", body).await.is(NO_USER);
}

#[tokio::test]
async fn w_use_2_what_was_answered_is_answered_before_anything_is_asked() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    let body = with(world.to_use(&stock, &code), &[("openid", json!(ALICE))]);
    let answer = world.done("use", body.clone()).await;
    // The application is not the creator's any more.
    world.registry.put(&[appless()]).unwrap();
    assert_eq!(world.done("use", body.clone()).await, answer);
    let other = with(world.to_use(&stock, &code), &[("appid", json!(APP))]);
    world.not("use", other).await.is(APP_NOT_BOUND);
    // A stranger is answered nothing, whatever number they say.
    let refused = world.not_by(STRANGER, "use", body).await;
    refused.is(APP_NOT_BOUND);
}

fn appless() -> quan_engine::registry::Entry {
    quan_engine::registry::Entry::WechatMerchant(crate::world::merchant(CREATOR, &[]))
}

#[tokio::test]
async fn w_use_4_another_than_the_holder() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    for openid in [BOB, CAROL] {
        let body = with(world.to_use(&stock, &code), &[("openid", json!(openid))]);
        world.not("use", body).await.is(NO_USER);
    }
    let body = with(world.to_use(&stock, &code), &[("openid", json!(ALICE))]);
    assert_eq!(world.done("use", body).await["openid"], ALICE);
}

#[tokio::test]
async fn w_use_5_not_yet_no_longer_or_not_now() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    world
        .clock
        .set("2026-10-31T23:59:59+08:00".parse().unwrap());
    let refused = world.not("use", world.to_use(&stock, &code)).await;
    refused.is(OUTSIDE);
    world.go_to("2026-12-01T00:00:00+08:00").await;
    let refused = world.not("use", world.to_use(&stock, &code)).await;
    refused.is(OUTSIDE);
    assert_eq!(world.state_of(ALICE, &code).await, "EXPIRED");
    world.is_sound().await;
}

#[tokio::test]
async fn w_use_6_used_under_another_number() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    let first = world.to_use(&stock, &code);
    world.done("use", first.clone()).await;
    let before = world.coupon_of(ALICE, &code).await;
    let refused = world.not("use", world.to_use(&stock, &code)).await;
    refused.is(USED_BEFORE);
    assert_eq!(world.coupon_of(ALICE, &code).await, before);
    // Also when its time is over.
    world.go_to("2026-12-02T00:00:00+08:00").await;
    let refused = world.not("use", world.to_use(&stock, &code)).await;
    refused.is(USED_BEFORE);
}

#[tokio::test]
async fn w_use_7_the_same_number_is_answered_the_same_and_uses_once() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    let body = world.to_use(&stock, &code);
    let answer = world.done("use", body.clone()).await;
    world.go_to("2026-11-06T12:00:00+08:00").await;
    assert_eq!(world.done("use", body.clone()).await, answer);
    // Whether the stock is said or not, and how the time is written, is no matter.
    let same = with(
        without(body, "stock_id"),
        &[("use_time", json!("2026-11-05T02:00:00.000Z"))],
    );
    assert_eq!(world.done("use", same).await, answer);
    assert_eq!(world.row(&stock).await.counters.redemptions, 1);
}

#[tokio::test]
async fn w_use_8_made_invalid_or_deleted() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let invalid = world.send(&stock, ALICE).await;
    let deleted = world.send(&stock, ALICE).await;
    world
        .done("deactivate", world.to_deactivate(&stock, &invalid))
        .await;
    world.throw_away(&deleted).await;
    for code in [&invalid, &deleted] {
        let refused = world.not("use", world.to_use(&stock, code)).await;
        refused.is(NOT_USABLE);
    }
    assert_eq!(world.row(&stock).await.uses, 0);
    world.is_sound().await;
}

#[tokio::test]
async fn w_use_9_the_same_number_for_another_coupon() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let one = world.send(&stock, ALICE).await;
    let other = world.send(&stock, BOB).await;
    let body = world.to_use(&stock, &one);
    world.done("use", body.clone()).await;
    let body = with(body, &[("coupon_code", json!(other))]);
    world.not("use", body).await.is(REUSED);
    assert_eq!(world.state_of(BOB, &other).await, "SENDED");
}

#[tokio::test]
async fn w_use_11_the_same_number_after_a_return() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let code = world.send(&stock, ALICE).await;
    let body = world.to_use(&stock, &code);
    let answer = world.done("use", body.clone()).await;
    world.done("return", world.to_return(&stock, &code)).await;
    world.go_to("2026-11-05T11:00:00+08:00").await;
    assert_eq!(world.done("use", body).await, answer);
    assert_eq!(world.state_of(ALICE, &code).await, "SENDED");
    let again = world.done("use", world.to_use(&stock, &code)).await;
    assert_eq!(again["wechatpay_use_time"], "2026-11-05T11:00:00+08:00");
    assert_eq!(world.state_of(ALICE, &code).await, "USED");
    world.is_sound().await;
}

#[tokio::test]
async fn w_use_12_only_the_creator_uses() {
    let world = World::new();
    let (stock, code) = world.for_client().await;
    for (merchant, app) in [(CLIENT, CLIENT_APP), (STRANGER, CLIENT_APP)] {
        let body = with(world.to_use(&stock, &code), &[("appid", json!(app))]);
        world
            .not_by(merchant, "use", body)
            .await
            .is(NOT_THE_CREATOR);
    }
    let body = with(
        world.to_use(&stock, &code),
        &[("appid", json!(PARTNER_APP))],
    );
    world.done_by(PARTNER, "use", body).await;
}

#[tokio::test]
async fn w_use_12_neither_the_method_nor_an_order_is_in_the_way() {
    let world = World::new();
    let body = crate::world::stock_with(&[("coupon_use_rule/use_method", json!("PAYMENT_CODE"))]);
    let stock = world.stock(body).await;
    let code = world.send(&stock, ALICE).await;
    world
        .done("associate", world.to_link(&stock, &code, "T-1"))
        .await;
    let body = with(
        world.to_use(&stock, &code),
        &[
            ("out_trade_no", json!("T-2")),
            ("mch_id", json!(CREATOR)),
            ("transaction_id", json!("4200000000202611050000000001")),
        ],
    );
    world.done("use", body).await;
    let coupon = world.coupon_of(ALICE, &code).await;
    assert_eq!(coupon["associate_out_trade_no"], "T-1");
    let used = world.voucher(ALICE_ID, &code).await;
    let (used, _) = world.engine.last_use(&used).await.unwrap().unwrap();
    assert_eq!(used.order.as_str(), "T-2");
}

#[tokio::test]
async fn w_appid_1_the_owners_application_is_as_good_as_the_callers() {
    let world = World::new();
    let (stock, code) = world.for_client().await;
    for app in [APP, STRANGER_APP] {
        let body = with(world.to_use(&stock, &code), &[("appid", json!(app))]);
        world.not_by(PARTNER, "use", body).await.is(APP_NOT_BOUND);
    }
    let body = with(world.to_use(&stock, &code), &[("appid", json!(CLIENT_APP))]);
    assert_eq!(world.done_by(PARTNER, "use", body).await["openid"], ALICE);
}

#[tokio::test]
async fn w_role_1_strangers_owners_and_senders_manage_no_coupon() {
    let world = World::new();
    let (stock, code) = world.for_client().await;
    // The owner sends one itself.
    let body = with(world.to_send(&stock, BOB), &[("appid", json!(CLIENT_APP))]);
    let sent = world.done_by(CLIENT, "send", body).await;
    let sent = sent["coupon_code"].as_str().unwrap();
    for code in [code.as_str(), sent] {
        for merchant in [CLIENT, STRANGER] {
            for (word, body) in world.to_manage(&stock, code) {
                let body = match word {
                    "use" => with(body, &[("appid", json!(CLIENT_APP))]),
                    _ => body,
                };
                let refused = world.not_by(merchant, word, body).await;
                refused.is(NOT_THE_CREATOR);
            }
        }
    }
    assert_eq!(world.row(&stock).await.usable(), 2);
    world.is_sound().await;
}
