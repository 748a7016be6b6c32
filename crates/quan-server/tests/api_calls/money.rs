//! Accounts and recharges.

use serde_json::json;

use crate::own::{OWNER, World, merchant, prepaid, yuan};

#[tokio::test]
async fn a_deposit_is_made_once_however_often_it_is_asked() {
    let world = World::new();
    let deposits = format!("/api/merchants/{OWNER}/deposits");
    let account = format!("/api/merchants/{OWNER}/account");
    for amount in ["1000.50", "1000.5"] {
        let made = world.post(
            "admin",
            &deposits,
            json!({ "request_no": "D-1", "amount": amount }),
        );
        assert_eq!(made.await.is(201)["amount"], "1000.50");
    }
    let other = json!({ "request_no": "D-1", "amount": "1.00" });
    world
        .post("admin", &deposits, other)
        .await
        .refused(409, "request-reused");
    let shown = world.get("viewer", &account).await.is(200);
    assert_eq!(
        shown,
        json!({ "merchant_id": OWNER, "paid_in": "1000.50", "balance": "1000.50" })
    );
    let unknown = "/api/merchants/2088999999999999/account";
    world
        .get("viewer", unknown)
        .await
        .refused(404, "no-such-merchant");
}

#[tokio::test]
async fn v8_6_a_recharge_is_paid_from_the_sponsors_balance_once() {
    let world = World::new();
    let activity = world.created(prepaid(), &[]).await;
    world
        .engine
        .publish(activity, merchant(OWNER), world.number())
        .await
        .unwrap();
    let path = format!("/api/recharges/{activity}-1");
    let shown = world.get("viewer", &path).await.is(200);
    assert_eq!(
        (&shown["state"], &shown["amount"]),
        (&json!("open"), &json!("200.00"))
    );
    assert_eq!(shown["sponsor"], OWNER);

    let pay = format!("{path}/pay");
    let problem = world
        .post("operator", &pay, json!({}))
        .await
        .refused(409, "funds-short");
    assert_eq!(problem["detail"], "the balance is 0.00 yuan");

    world
        .engine
        .provision(merchant(OWNER), yuan("250"))
        .await
        .unwrap();
    for _ in 0..2 {
        let paid = world.post("owner", &pay, json!({})).await.is(200);
        assert_eq!(paid["state"], "paid");
        assert_eq!(paid["closed_at"], "2026-11-25T10:00:00+08:00");
    }
    let account = world
        .get("viewer", &format!("/api/merchants/{OWNER}/account"))
        .await
        .is(200);
    assert_eq!(account["balance"], "50.00");
}

#[tokio::test]
async fn v8_6_an_unpaid_recharge_lapses_after_three_days() {
    let world = World::new();
    let activity = world.created(prepaid(), &[]).await;
    world
        .engine
        .publish(activity, merchant(OWNER), world.number())
        .await
        .unwrap();
    world
        .engine
        .provision(merchant(OWNER), yuan("250"))
        .await
        .unwrap();
    world.advance_to("2026-11-28T10:00:00+08:00").await;
    let path = format!("/api/recharges/{activity}-1");
    assert_eq!(world.get("viewer", &path).await.is(200)["state"], "lapsed");
    let late = world
        .post("operator", &format!("{path}/pay"), json!({}))
        .await;
    late.refused(409, "recharge-closed");
    let account = world
        .get("viewer", &format!("/api/merchants/{OWNER}/account"))
        .await
        .is(200);
    assert_eq!(account["balance"], "250.00");
}

#[tokio::test]
async fn a_recharge_is_shown_and_paid_by_those_it_concerns() {
    let world = World::new();
    let activity = world.created(prepaid(), &[]).await;
    world
        .engine
        .publish(activity, merchant(OWNER), world.number())
        .await
        .unwrap();
    let path = format!("/api/recharges/{activity}-1");
    world.get("owner", &path).await.is(200);
    world
        .get("other", &path)
        .await
        .refused(404, "no-such-recharge");
    let pay = world.post("other", &format!("{path}/pay"), json!({})).await;
    pay.refused(404, "no-such-recharge");
    for id in ["1", "999-1", &format!("{activity}-2")] {
        let answer = world.get("viewer", &format!("/api/recharges/{id}")).await;
        answer.refused(404, "no-such-recharge");
    }
}
