//! Giving an order's money back.

use quan_core::Completion;
use quan_engine::Options;
use serde_json::{Value, json};

use crate::own::{USER, World, order, prepaid, terms};

/// A voucher that was used on an order of 100 yuan, and the path of returns.
async fn redeemed(world: &World, terms: quan_core::Terms) -> (String, String) {
    let voucher = world.voucher_of(terms, &[]).await;
    let made = world.redeem(&voucher, order(json!({}))).await.is(201);
    (
        voucher,
        format!(
            "/api/redemptions/{}",
            made["redemption_id"].as_str().unwrap()
        ),
    )
}

async fn give_back(world: &World, path: &str, body: Value) -> crate::own::Answer {
    world
        .post("operator", &format!("{path}/returns"), body)
        .await
}

async fn status(world: &World, voucher: &str) -> Value {
    let path = format!("/api/vouchers/{voucher}");
    world.get("viewer", &path).await.is(200)["status"].clone()
}

#[tokio::test]
async fn v11_3_own_money_goes_back_first() {
    let world = World::new();
    let (voucher, path) = redeemed(&world, terms()).await;
    let first = give_back(
        &world,
        &path,
        json!({ "request_no": "B-1", "amount": "60.00" }),
    )
    .await;
    let first = first.is(201);
    assert_eq!(
        (&first["amount"], &first["to_buyer"], &first["to_voucher"]),
        (&json!("60.00"), &json!("60.00"), &json!("0.00"))
    );
    assert_eq!(first["voucher_returned"], false);
    assert_eq!(status(&world, &voucher).await, "redeemed");

    let rest = give_back(
        &world,
        &path,
        json!({ "request_no": "B-2", "amount": "40.00" }),
    )
    .await;
    let rest = rest.is(201);
    assert_eq!(
        (&rest["to_buyer"], &rest["to_voucher"]),
        (&json!("20.00"), &json!("20.00"))
    );
    assert_eq!(rest["voucher_returned"], true);
    assert_eq!(status(&world, &voucher).await, "usable");
}

#[tokio::test]
async fn v11_3_refund_fee_is_cumulative() {
    let world = World::new();
    let (_, path) = redeemed(&world, terms()).await;
    for (number, refunded, to_buyer) in [
        ("1", "30.00", "30.00"),
        ("2", "60.00", "60.00"),
        ("3", "90.00", "80.00"),
    ] {
        let asked = json!({ "request_no": number, "amount": "30.00" });
        give_back(&world, &path, asked).await.is(201);
        let shown = world.get("viewer", &path).await.is(200);
        assert_eq!(
            (&shown["refunded"], &shown["refunded_to_buyer"]),
            (&json!(refunded), &json!(to_buyer))
        );
        assert_eq!(shown.get("returned_at"), None);
    }
}

#[tokio::test]
async fn v11_3_full_refund_makes_the_voucher_usable_again_with_unchanged_validity() {
    let world = World::new();
    let (voucher, path) = redeemed(&world, terms()).await;
    let before = world.voucher_row(&voucher).await;
    let whole = give_back(&world, &path, json!({ "request_no": "B-1" }))
        .await
        .is(201);
    assert_eq!(
        (&whole["amount"], &whole["to_buyer"]),
        (&json!("100.00"), &json!("80.00"))
    );
    let after = world.voucher_row(&voucher).await;
    assert_eq!((after.uses, after.own_window), (0, before.own_window));
    world
        .redeem(&voucher, order(json!({ "request_no": "Q-2" })))
        .await
        .is(201);
}

#[tokio::test]
async fn v11_3_full_refund_after_the_end_leaves_the_voucher_expired() {
    let world = World::new();
    let (voucher, path) = redeemed(&world, terms()).await;
    world.advance_to("2026-12-02T00:00:00+08:00").await;
    give_back(&world, &path, json!({ "request_no": "B-1" }))
        .await
        .is(201);
    assert_eq!(status(&world, &voucher).await, "expired");
}

#[tokio::test]
async fn v11_3_partial_refund_leaves_the_voucher_used() {
    let world = World::new();
    let (voucher, path) = redeemed(&world, terms()).await;
    give_back(
        &world,
        &path,
        json!({ "request_no": "B-1", "amount": "99.99" }),
    )
    .await
    .is(201);
    assert_eq!(status(&world, &voucher).await, "redeemed");
}

#[tokio::test]
async fn v11_3_use_count_is_decremented_on_return() {
    let world = World::new();
    let (voucher, path) = redeemed(&world, terms()).await;
    let activity = world.voucher_row(&voucher).await.id.activity;
    let uses = async || {
        world
            .engine
            .activity(activity)
            .await
            .unwrap()
            .unwrap()
            .activity
            .uses
    };
    assert_eq!(uses().await, 1);
    give_back(&world, &path, json!({ "request_no": "B-1" }))
        .await
        .is(201);
    assert_eq!(uses().await, 0);
}

#[tokio::test]
async fn v11_3_recharge_deduction_goes_back_to_the_budget() {
    let world = World::new();
    let (voucher, path) = redeemed(&world, prepaid()).await;
    let activity = world.voucher_row(&voucher).await.id.activity;
    let funds = async || {
        let activity = world
            .engine
            .activity(activity)
            .await
            .unwrap()
            .unwrap()
            .activity;
        (activity.held.to_string(), activity.spent.to_string())
    };
    assert_eq!(funds().await, ("180.00".to_owned(), "20.00".to_owned()));
    give_back(&world, &path, json!({ "request_no": "B-1" }))
        .await
        .is(201);
    assert_eq!(funds().await, ("200.00".to_owned(), "0.00".to_owned()));
    assert!(world.engine.verify().await.unwrap().findings.is_empty());
}

#[tokio::test]
async fn v11_3_return_on_refund_is_a_switch() {
    let options = Options {
        vouchers_return: false,
        completion: Completion::AfterMs(0),
        ..Options::default()
    };
    let world = World::with(options, None);
    let (voucher, path) = redeemed(&world, terms()).await;
    let whole = give_back(&world, &path, json!({ "request_no": "B-1" }))
        .await
        .is(201);
    assert_eq!(whole["voucher_returned"], false);
    assert_eq!(status(&world, &voucher).await, "redeemed");
}

#[tokio::test]
async fn no_more_is_given_back_than_was_paid() {
    let world = World::new();
    let (_, path) = redeemed(&world, terms()).await;
    let too_much = json!({ "request_no": "B-1", "amount": "100.01" });
    give_back(&world, &path, too_much)
        .await
        .refused(422, "refund-too-large");
    give_back(
        &world,
        &path,
        json!({ "request_no": "B-2", "amount": "70.00" }),
    )
    .await
    .is(201);
    let problem = give_back(
        &world,
        &path,
        json!({ "request_no": "B-3", "amount": "30.01" }),
    )
    .await;
    let problem = problem.refused(422, "refund-too-large");
    assert_eq!(problem["detail"], "only 30.00 yuan are left to refund");
    let nothing = json!({ "request_no": "B-4", "amount": "0.00" });
    give_back(&world, &path, nothing)
        .await
        .refused(422, "invalid-field");
}

#[tokio::test]
async fn the_same_return_is_answered_the_same_way_and_done_once() {
    let world = World::new();
    let (_, path) = redeemed(&world, terms()).await;
    let first = give_back(
        &world,
        &path,
        json!({ "request_no": "B-1", "amount": "60" }),
    )
    .await;
    let first = first.is(201);
    give_back(&world, &path, json!({ "request_no": "B-2" }))
        .await
        .is(201);
    let again = give_back(
        &world,
        &path,
        json!({ "request_no": "B-1", "amount": "60.00" }),
    )
    .await;
    assert_eq!(again.is(201), first);
    let other = json!({ "request_no": "B-1", "amount": "61.00" });
    give_back(&world, &path, other)
        .await
        .refused(409, "request-reused");
}

#[tokio::test]
async fn a_return_of_a_redemption_that_is_not_there_is_refused() {
    let world = World::new();
    let activity = world.activity(terms(), &[]).await;
    world.voucher(activity, USER).await;
    let path = format!("/api/redemptions/{activity}-1");
    let answer = give_back(&world, &path, json!({ "request_no": "B-1" })).await;
    answer.refused(404, "no-such-redemption");
}

#[tokio::test]
async fn redemptions_and_returns_are_answered_again_after_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let world = World::stored(directory.path());
    let voucher = world.voucher_of(terms(), &[]).await;
    let made = world.redeem(&voucher, order(json!({}))).await.is(201);
    let path = format!(
        "/api/redemptions/{}",
        made["redemption_id"].as_str().unwrap()
    );
    let asked = || json!({ "request_no": "B-1", "amount": "60.00" });
    let returned = give_back(&world, &path, asked()).await.is(201);
    world.close().await;

    let world = World::stored(directory.path());
    world.advance_to("2026-12-02T00:00:00+08:00").await;
    let again = world.redeem(&voucher, order(json!({}))).await;
    assert_eq!(again.is(201), made);
    let again = give_back(&world, &path, asked()).await;
    assert_eq!(again.is(201), returned);
    let shown = world.get("viewer", &path).await.is(200);
    assert_eq!(shown["refunded"], "60.00");
}
