//! Subsidies that go back to who paid them.

use serde_json::{Value, json};

use crate::coupon::{
    Coupon, PAY, PAYEE, PAYER, RETURN, RICH, SISTER, World, but, invalid, not_found, not_permitted,
};
use crate::world::{BEGIN, STRANGER};

const TOO_MUCH: &str = "回退金额超过补差金额";

/// Asks for so much back, and answers the receipt as it then stands.
async fn returned(world: &World, coupon: &Coupon, fen: u64) -> Value {
    let answered = world.post(RETURN, &world.to_return(coupon, fen)).await;
    world.receipt(&answered).await
}

#[tokio::test]
async fn w_subret_1_a_part_goes_back_and_then_the_rest() {
    let world = World::new().await;
    let coupon = world.used().await;
    let paid = world.paid(&coupon, 500).await;
    let body = world.to_return(&coupon, 200);
    let answered = world.post(RETURN, &body).await;
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(&answered[name], value, "{name}");
    }
    let id = answered["subsidy_return_receipt_id"].as_str().unwrap();
    assert_eq!(id.len(), 28);
    assert_eq!(answered["subsidy_receipt_id"], paid["subsidy_receipt_id"]);
    assert_eq!(answered["status"], "RETURN_RECEIPT_ACCEPTED");
    assert_eq!(answered["return_create_time"], BEGIN);
    assert!(answered.get("return_done_time").is_none());
    assert!(answered.get("fail_reason").is_none());

    let receipt = world.receipt(&answered).await;
    assert_eq!(receipt["status"], "RETURN_RECEIPT_SUCCESS");
    assert_eq!(receipt["return_done_time"], BEGIN);
    let paid = world.receipt(&but(&paid, "status", "")).await;
    assert_eq!(paid["status"], "PAY_RECEIPT_PARTIAL_RETURN");
    assert_eq!(world.balances().await, (RICH - 300, 300));

    let rest = returned(&world, &coupon, 300).await;
    assert_eq!(rest["status"], "RETURN_RECEIPT_SUCCESS");
    let paid = world.receipt(&paid).await;
    assert_eq!(paid["status"], "PAY_RECEIPT_FULL_RETURN");
    assert_eq!(paid["amount"], 500);
    assert_eq!(world.balances().await, (RICH, 0));
}

#[tokio::test]
async fn w_subret_1_all_of_it_goes_back_at_once() {
    let world = World::new().await;
    let coupon = world.used().await;
    let paid = world.paid(&coupon, 500).await;
    returned(&world, &coupon, 500).await;
    let paid = world.receipt(&paid).await;
    assert_eq!(paid["status"], "PAY_RECEIPT_FULL_RETURN");
    // What is back can be paid again.
    world.paid(&coupon, 500).await;
    assert_eq!(world.balances().await, (RICH - 500, 500));
}

#[tokio::test]
async fn w_subret_1_no_more_goes_back_than_was_paid() {
    let world = World::new().await;
    world.earns(PAYEE, 1000).await;
    let coupon = world.used().await;
    world.paid(&coupon, 300).await;
    let refused = world.refused(RETURN, world.to_return(&coupon, 301)).await;
    assert_eq!(refused, invalid(TOO_MUCH));
    returned(&world, &coupon, 200).await;
    let refused = world.refused(RETURN, world.to_return(&coupon, 101)).await;
    assert_eq!(refused, invalid(TOO_MUCH));
    returned(&world, &coupon, 100).await;
    let refused = world.refused(RETURN, world.to_return(&coupon, 1)).await;
    assert_eq!(refused, invalid(TOO_MUCH));
    assert_eq!(world.balances().await, (RICH, 1000));
}

#[tokio::test]
async fn w_subret_1_a_payee_without_money_gives_nothing_back() {
    let world = World::new().await;
    let coupon = world.used().await;
    let paid = world.paid(&coupon, 500).await;
    // The payee's money goes on to a shop of the same brand.
    let another = world.sent_of(&coupon.stock_id).await;
    world.uses(&another, json!({})).await;
    let onwards = but(&world.to_pay(&another, 400), "payer_merchant", PAYEE);
    world
        .post(PAY, &but(&onwards, "payee_merchant", SISTER))
        .await;

    let body = world.to_return(&coupon, 101);
    let answered = world.post(RETURN, &body).await;
    assert_eq!(answered["status"], "RETURN_RECEIPT_ACCEPTED");
    let short = world.receipt(&answered).await;
    assert_eq!(short["status"], "RETURN_RECEIPT_FAIL");
    assert_eq!(short["fail_reason"], "RETURN_RECEIPT_INSUFFICIENT_BALANCE");
    assert!(short.get("return_done_time").is_none());
    let standing = world.receipt(&paid).await;
    assert_eq!(standing["status"], "PAY_RECEIPT_SUCCESS");
    assert_eq!(world.balances().await, (RICH - 500, 100));

    // What failed stays failed, and can be asked for under another number.
    world.earns(PAYEE, 1).await;
    assert_eq!(world.post(RETURN, &body).await, answered);
    assert_eq!(world.receipt(&answered).await, short);
    let again = returned(&world, &coupon, 101).await;
    assert_eq!(again["status"], "RETURN_RECEIPT_SUCCESS");
    assert_eq!(world.balances().await, (RICH - 399, 0));
}

#[tokio::test]
async fn w_subret_1_what_failed_cannot_go_back() {
    let world = World::new().await;
    let coupon = world.used().await;
    let body = but(&world.to_pay(&coupon, 1), "payer_merchant", PAYEE);
    let body = but(&body, "payee_merchant", SISTER);
    let answered = world.post(PAY, &body).await;
    assert_eq!(answered["status"], "PAY_RECEIPT_FAIL");
    let back = but(&world.to_return(&coupon, 1), "payer_merchant", PAYEE);
    let back = but(&back, "payee_merchant", SISTER);
    let refused = world.refused(RETURN, back).await;
    assert_eq!(refused, invalid(TOO_MUCH));
}

#[tokio::test]
async fn w_subret_1_payer_payee_and_payment_are_those_of_the_subsidy() {
    let world = World::new().await;
    world.earns(SISTER, 1000).await;
    let coupon = world.used().await;
    let another = world.sent_of(&coupon.stock_id).await;
    world.uses(&another, json!({})).await;
    world.paid(&coupon, 500).await;
    let body = world.to_return(&coupon, 1);
    for (name, value) in [
        ("payer_merchant", PAYEE),
        ("payer_merchant", SISTER),
        ("payer_merchant", STRANGER),
        ("payee_merchant", PAYER),
        ("payee_merchant", SISTER),
        ("payee_merchant", STRANGER),
        ("transaction_id", "4200000913202101152566790009"),
        ("coupon_code", &another.code),
        ("coupon_code", "another"),
        ("stock_id", "1000000000999999"),
    ] {
        let refused = world.refused(RETURN, but(&body, name, value)).await;
        assert_eq!(refused, not_found(), "{name} {value}");
    }
    for name in ["payer_merchant", "payee_merchant"] {
        let refused = world.refused(RETURN, but(&body, name, "nobody")).await;
        assert_eq!(refused, invalid("出资商户或收款商户不合法"), "{name}");
    }
    assert_eq!(world.balances().await, (RICH - 500, 500));
}

#[tokio::test]
async fn w_subret_1_of_several_payments_the_one_that_is_named_goes_back() {
    let world = World::new().await;
    let coupon = world.used().await;
    let first = world.paid(&coupon, 100).await;
    let other = "4200000913202101152566790009";
    let body = but(&world.to_pay(&coupon, 300), "transaction_id", other);
    let second = world.post(PAY, &body).await;
    let larger = world.paid(&coupon, 100).await;
    for (payment, fen, of) in [
        (other, 250, &second),
        (crate::coupon::TRANSACTION, 100, &larger),
        // Of two for one payment, the one that has enough left.
        (crate::coupon::TRANSACTION, 100, &first),
        (other, 50, &second),
    ] {
        let body = but(&world.to_return(&coupon, fen), "transaction_id", payment);
        let answered = world.post(RETURN, &body).await;
        assert_eq!(answered["subsidy_receipt_id"], of["subsidy_receipt_id"]);
        let receipt = world.receipt(&answered).await;
        assert_eq!(receipt["status"], "RETURN_RECEIPT_SUCCESS");
    }
    assert_eq!(world.balances().await, (RICH, 0));
}

#[tokio::test]
async fn w_subret_1_money_goes_back_whatever_became_of_coupon_and_stock() {
    let world = World::new().await;
    let coupon = world.used().await;
    world.paid(&coupon, 500).await;
    let undo = json!({
        "coupon_code": coupon.code,
        "stock_id": coupon.stock_id,
        "return_request_no": world.number(),
    });
    let target = "/v3/marketing/busifavor/coupons/return";
    world.post(target, &undo).await;
    returned(&world, &coupon, 100).await;
    world.go_to("2027-01-01T00:00:00+08:00").await;
    let rest = returned(&world, &coupon, 400).await;
    assert_eq!(rest["return_done_time"], "2027-01-01T00:00:00+08:00");
    assert_eq!(world.balances().await, (RICH, 0));
}

#[tokio::test]
async fn w_subret_1_only_the_creator_asks() {
    let world = World::new().await;
    let coupon = world.used().await;
    world.paid(&coupon, 500).await;
    for caller in [PAYEE, SISTER, STRANGER] {
        let body = world.to_return(&coupon, 1);
        let refused = world.refusal(caller, "POST", RETURN, body).await;
        assert_eq!(refused, not_permitted(), "{caller}");
    }
    assert_eq!(world.balances().await, (RICH - 500, 500));
}

#[tokio::test]
async fn w_subret_1_parallel_returns_stay_within_the_subsidy() {
    let world = World::new().await;
    world.earns(PAYEE, 10_000).await;
    let coupon = world.used().await;
    world.paid(&coupon, 500).await;
    let asked = (0..8).map(|_| world.call(PAYER, "POST", RETURN, world.to_return(&coupon, 200)));
    let mut back = 0;
    for answer in futures_util::future::join_all(asked).await {
        if answer.status == 200 {
            back += 1;
        } else {
            assert_eq!(answer.refused(), invalid(TOO_MUCH));
        }
    }
    assert_eq!(back, 2);
    assert_eq!(world.balances().await, (RICH - 100, 10_100));
}
