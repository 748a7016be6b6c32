//! A request that comes again is answered again and does nothing, also by a server
//! that began later; its number is no other request's.

use quan_engine::registry::{Entry, WechatPartner};
use serde_json::json;

use crate::coupon::{PAY, PAYEE, PAYER, RETURN, RICH, SISTER, World, but, invalid};
use crate::world::{self, BEGIN, CLIENT, PARTNER, mchid};

const REUSED: &str = "请求重入时，参数与首次请求时不一致";

#[tokio::test]
async fn w_subpay_4_a_payment_is_made_once() {
    let world = World::new().await;
    let coupon = world.used().await;
    let body = world.to_pay(&coupon, 500);
    let first = world.post(PAY, &body).await;
    for (name, value) in [
        ("amount", json!(400)),
        ("transaction_id", json!("4200000913202101152566790009")),
        ("payer_merchant", json!(PAYEE)),
        ("payee_merchant", json!(SISTER)),
        ("description", json!("别的")),
    ] {
        let refused = world.refused(PAY, but(&body, name, value)).await;
        assert_eq!(refused, invalid(REUSED), "{name}");
    }
    assert_eq!(world.post(PAY, &body).await, first);
    world.go_to("2026-11-09T10:00:00+08:00").await;
    assert_eq!(world.post(PAY, &body).await, first);
    assert_eq!(world.balances().await, (RICH - 500, 500));
}

#[tokio::test]
async fn w_subpay_4_what_was_paid_is_answered_whatever_became_of_the_rest() {
    let world = World::new().await;
    let coupon = world.used().await;
    let body = but(&world.to_pay(&coupon, 500), "payee_merchant", SISTER);
    let first = world.post(PAY, &body).await;
    let back = but(&world.to_return(&coupon, 500), "payee_merchant", SISTER);
    let given = world.post(RETURN, &back).await;
    let undo = json!({
        "coupon_code": coupon.code,
        "stock_id": coupon.stock_id,
        "return_request_no": world.number(),
    });
    let target = "/v3/marketing/busifavor/coupons/return";
    world.post(target, &undo).await;
    // The brand lost a shop.
    let partner = WechatPartner {
        mchid: mchid(PARTNER),
        sub_merchants: [mchid(CLIENT)].into(),
    };
    world
        .registry
        .put(&[Entry::WechatPartner(partner)])
        .unwrap();
    world.go_to("2027-01-01T00:00:00+08:00").await;
    assert_eq!(world.post(PAY, &body).await, first);
    assert_eq!(world.post(RETURN, &back).await, given);
    assert_eq!(world.balances().await, (RICH, 0));
}

#[tokio::test]
async fn w_subpay_4_twins_are_one_payment() {
    let world = World::new().await;
    let coupon = world.used().await;
    let body = world.to_pay(&coupon, 300);
    let asked = (0..8).map(|_| world.post(PAY, &body));
    let answers = futures_util::future::join_all(asked).await;
    assert!(answers.iter().all(|answer| answer == &answers[0]));
    assert_eq!(world.balances().await, (RICH - 300, 300));
}

#[tokio::test]
async fn w_subret_2_a_return_is_made_once() {
    let world = World::new().await;
    let coupon = world.used().await;
    world.paid(&coupon, 500).await;
    let body = world.to_return(&coupon, 500);
    let first = world.post(RETURN, &body).await;
    for (name, value) in [
        ("amount", json!(400)),
        ("refund_id", json!("50000000382019052709732678850")),
        ("payer_merchant", json!(PAYEE)),
        ("description", json!("别的")),
    ] {
        let refused = world.refused(RETURN, but(&body, name, value)).await;
        assert_eq!(refused, invalid(REUSED), "{name}");
    }
    assert_eq!(world.post(RETURN, &body).await, first);
    // What was paid since is no part of it.
    world.paid(&coupon, 400).await;
    world.go_to("2026-11-09T10:00:00+08:00").await;
    assert_eq!(world.post(RETURN, &body).await, first);
    assert_eq!(world.balances().await, (RICH - 400, 400));
}

#[tokio::test]
async fn w_subret_2_twins_are_one_return() {
    let world = World::new().await;
    let coupon = world.used().await;
    world.paid(&coupon, 500).await;
    let body = world.to_return(&coupon, 200);
    let asked = (0..8).map(|_| world.post(RETURN, &body));
    let answers = futures_util::future::join_all(asked).await;
    assert!(answers.iter().all(|answer| answer == &answers[0]));
    assert_eq!(world.balances().await, (RICH - 300, 300));
}

#[tokio::test]
async fn w_subret_2_payments_and_returns_have_numbers_of_their_own() {
    let world = World::new().await;
    let coupon = world.used().await;
    let body = but(&world.to_pay(&coupon, 500), "out_subsidy_no", "same");
    world.post(PAY, &body).await;
    let body = world.to_return(&coupon, 500);
    world
        .post(RETURN, &but(&body, "out_subsidy_return_no", "same"))
        .await;
    assert_eq!(world.balances().await, (RICH, 0));
}

/// Two who lay down stocks for one owner: each has numbers of its own, also where the
/// owner pays.
#[tokio::test]
async fn w_subpay_4_a_number_is_the_callers() {
    let world = World::new().await;
    world.earns(PAYEE, 1000).await;
    let coupon = world.used().await;
    let body = but(&world.to_pay(&coupon, 300), "payer_merchant", PAYEE);
    let body = but(&body, "payee_merchant", SISTER);
    let first = world.post(PAY, &body).await;
    let refused = world
        .refused(PAY, but(&body, "payer_merchant", PAYER))
        .await;
    assert_eq!(refused, invalid(REUSED));

    let rival = world::STRANGER;
    let partner = WechatPartner {
        mchid: mchid(rival),
        sub_merchants: [mchid(CLIENT), mchid(SISTER)].into(),
    };
    world
        .registry
        .put(&[Entry::WechatPartner(partner)])
        .unwrap();
    let theirs = world.used_by(rival, world::STRANGER_APP).await;
    let body = but(&body, "stock_id", theirs.stock_id);
    let body = but(&body, "coupon_code", theirs.code);
    let answer = world.ok(rival, "POST", PAY, body.clone()).await;
    assert_ne!(answer["subsidy_receipt_id"], first["subsidy_receipt_id"]);
    assert_eq!(world.ok(rival, "POST", PAY, body).await, answer);
    assert_eq!(world.balances().await, (RICH, 400));
    assert_eq!(world.balance(SISTER).await, 600);
}

#[tokio::test]
async fn w_subpay_4_everything_is_answered_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let world = World::stored(folder.path(), BEGIN);
    world.earns(PAYER, RICH).await;
    let coupon = world.used().await;
    let short = but(&world.to_pay(&coupon, 1), "payer_merchant", PAYEE);
    let calls = [
        // The owner has nothing yet.
        (PAY, but(&short, "payee_merchant", SISTER)),
        (PAY, world.to_pay(&coupon, 300)),
        (PAY, world.to_pay(&coupon, 200)),
        (RETURN, world.to_return(&coupon, 100)),
        (RETURN, world.to_return(&coupon, 200)),
    ];
    let mut first = Vec::new();
    for (target, body) in &calls {
        let answered = world.post(target, body).await;
        first.push((answered.clone(), world.receipt(&answered).await));
    }
    let statuses: Vec<_> = first.iter().map(|(said, _)| &said["status"]).collect();
    assert_eq!(
        statuses,
        [
            "PAY_RECEIPT_FAIL",
            "PAY_RECEIPT_ACCEPTED",
            "PAY_RECEIPT_ACCEPTED",
            "RETURN_RECEIPT_ACCEPTED",
            "RETURN_RECEIPT_ACCEPTED",
        ]
    );
    let balances = world.balances().await;
    world.close().await;

    let later = World::stored(folder.path(), "2027-01-01T00:00:00+08:00");
    for ((target, body), (answered, receipt)) in calls.iter().zip(&first) {
        assert_eq!(&later.post(target, body).await, answered);
        let standing = later.receipt(answered).await;
        // A payment may have gone back since.
        let standing = but(&standing, "status", receipt["status"].clone());
        assert_eq!(&standing, receipt);
        let changed = but(body, "description", "别的");
        assert_eq!(later.refused(target, changed).await, invalid(REUSED));
    }
    assert_eq!(later.balances().await, balances);
}
