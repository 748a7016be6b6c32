//! `POST /coupons/send`, and cards.

use quan_engine::registry::{Entry, WechatCard};
use serde_json::json;

use crate::shop::{APP_NOT_BOUND, NO_USER, NOT_FOUND, NOT_PERMITTED, number_of, with};
use crate::world::{
    ALICE, APP, BOB, CLIENT, CLIENT_APP, COUPONS, CREATOR, PARTNER, PARTNER_APP, STRANGER,
    STRANGER_APP, World, mchid, stock, stock_of_named_codes, stock_of_uploaded_codes,
};

#[tokio::test]
async fn w_send_1_a_number_belongs_to_a_stock_and_a_user() {
    let world = World::new();
    let (one, other) = (world.stock(stock()).await, world.stock(stock()).await);
    let body = with(
        world.to_send(&one, ALICE),
        &[("out_request_no", json!("S-1"))],
    );
    let answer = world.done("send", body.clone()).await;
    assert_eq!(world.done("send", body.clone()).await, answer);
    let elsewhere = world
        .done("send", with(body.clone(), &[("stock_id", json!(other))]))
        .await;
    let another = world
        .done("send", with(body.clone(), &[("openid", json!(BOB))]))
        .await;
    let next = with(body, &[("out_request_no", json!("S-2"))]);
    let next = world.done("send", next).await;
    let mut codes =
        [&answer, &elsewhere, &another, &next].map(|one| one["coupon_code"].to_string());
    codes.sort_unstable();
    assert!(codes.windows(2).all(|pair| pair[0] != pair[1]), "{codes:?}");
    assert_eq!(world.row(&one).await.issued, 3);
}

#[tokio::test]
async fn w_send_1_the_same_coupon_whatever_else_is_said() {
    let world = World::new();
    let stock = world.stock(stock_of_named_codes()).await;
    let body = with(
        world.to_send(&stock, ALICE),
        &[("coupon_code", json!("A-1"))],
    );
    let answer = world.done("send", body.clone()).await;
    let other = with(body, &[("coupon_code", json!("A-2"))]);
    assert_eq!(world.done("send", other).await, answer);
    let stock = world.stock(stock_of_uploaded_codes()).await;
    world.upload(&stock, &["U-1", "U-2", "U-3"]).await;
    let body = world.to_send(&stock, ALICE);
    let answer = world.done("send", body.clone()).await;
    assert_eq!(world.done("send", body).await, answer);
    world.is_sound().await;
}

#[tokio::test]
async fn w_send_2_the_application_the_user_and_the_stock() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let body = with(
        world.to_send(&stock, ALICE),
        &[("appid", json!(STRANGER_APP))],
    );
    world.not("send", body).await.is(APP_NOT_BOUND);
    // Somebody's number is nobody's name.
    let body = world.to_send(&stock, "2088000000000201");
    world.not("send", body).await.is(NO_USER);
    let body = world.to_send("1000000000009999", ALICE);
    world.not("send", body).await.is(NOT_FOUND);
    assert_eq!(world.row(&stock).await.issued, 0);
}

#[tokio::test]
async fn w_send_3_a_code_exactly_where_the_merchant_names_codes() {
    let world = World::new();
    let named = world.stock(stock_of_named_codes()).await;
    let own = world.stock(stock()).await;
    let uploaded = world.stock(stock_of_uploaded_codes()).await;
    world.upload(&uploaded, &["U-1"]).await;
    let code = |stock: &str| {
        with(
            world.to_send(stock, ALICE),
            &[("coupon_code", json!("U-1"))],
        )
    };
    for body in [world.to_send(&named, ALICE), code(&own), code(&uploaded)] {
        let refused = world.not("send", body).await;
        assert_eq!(refused.code(), (400, "PARAM_ERROR"));
        assert_eq!(refused.detail.unwrap()["field"], "/coupon_code");
    }
    for bad in ["A,1", "券", "A.1"] {
        let body = with(world.to_send(&named, ALICE), &[("coupon_code", json!(bad))]);
        assert_eq!(
            world.not("send", body).await.code(),
            (400, "PARAM_ERROR"),
            "{bad}"
        );
    }
}

#[tokio::test]
async fn w_send_4_the_caller_becomes_the_sender() {
    let world = World::new();
    let (stock, _) = world.for_client().await;
    let body = with(world.to_send(&stock, BOB), &[("appid", json!(CLIENT_APP))]);
    let sent = world.done_by(CLIENT, "send", body).await;
    assert!(sent["coupon_code"].is_string());
    let body = with(
        world.to_send(&stock, BOB),
        &[("appid", json!(STRANGER_APP))],
    );
    world.not_by(STRANGER, "send", body).await.is(NOT_PERMITTED);
}

#[tokio::test]
async fn w_send_5_a_coupon_is_in_the_users_hands() {
    let world = World::new();
    let stock_id = world.stock(stock()).await;
    let body = world.to_send(&stock_id, ALICE);
    let answer = world.done("send", body.clone()).await;
    let code = answer["coupon_code"].as_str().unwrap();
    assert!(code.len() == 22 && code.bytes().all(|byte| byte.is_ascii_digit()));
    let fields = json!({
        "stock_id": stock_id,
        "out_request_no": body["out_request_no"],
        "coupon_code": code,
    });
    assert_eq!(answer["send_coupon_result"], fields);
    for name in ["stock_id", "out_request_no", "coupon_code"] {
        assert_eq!(answer[name], fields[name]);
    }
    let stock = stock();
    let expected = json!({
        "belong_merchant": CREATOR,
        "stock_name": stock["stock_name"],
        "goods_name": stock["goods_name"],
        "stock_type": "NORMAL",
        "transferable": false,
        "shareable": false,
        "coupon_state": "SENDED",
        "coupon_use_rule": stock["coupon_use_rule"],
        "coupon_code": code,
        "stock_id": stock_id,
        "available_start_time": "2026-11-05T10:00:00+08:00",
        "expire_time": "2026-11-30T23:59:59+08:00",
        "receive_time": "2026-11-05T10:00:00+08:00",
        "send_request_no": body["out_request_no"],
    });
    assert_eq!(world.coupon_of(ALICE, code).await, expected);
}

#[tokio::test]
async fn w_card_2_number_and_time_together_are_a_request() {
    let world = World::new();
    let stock = world.stock(stock()).await;
    let card = WechatCard {
        id: "pCard_1".to_owned(),
        merchant: mchid(CREATOR),
        activity: number_of(&stock),
    };
    world.registry.put(&[Entry::WechatCard(card)]).unwrap();
    let target = format!("{COUPONS}/pCard_1/send");
    let body = json!({
        "appid": APP,
        "openid": ALICE,
        "out_request_no": "C-1",
        "send_time": "2026-11-05T09:00:00+08:00",
    });
    let answer = world.ok(CREATOR, "POST", &target, body.clone()).await;
    let code = answer["card_code"].as_str().unwrap();
    let same = with(
        body.clone(),
        &[("send_time", json!("2026-11-05T01:00:00Z"))],
    );
    assert_eq!(world.ok(CREATOR, "POST", &target, same).await, answer);
    let later = with(
        body.clone(),
        &[("send_time", json!("2026-11-05T09:00:01+08:00"))],
    );
    assert_ne!(world.ok(CREATOR, "POST", &target, later).await, answer);
    assert_eq!(world.row(&stock).await.issued, 2);
    let coupon = world.coupon_of(ALICE, code).await;
    assert_eq!(coupon["send_request_no"], "C-1");
    let unknown = format!("{COUPONS}/pCard_2/send");
    let refused = world.refusal(CREATOR, "POST", &unknown, body.clone()).await;
    refused.is(NOT_FOUND);
    let theirs = with(body, &[("appid", json!(PARTNER_APP))]);
    let refused = world.refusal(PARTNER, "POST", &target, theirs).await;
    refused.is(NOT_PERMITTED);
}
