//! Receipts, by number and by coupon, and who may see them.

use serde_json::{Value, json};

use crate::coupon::{
    Coupon, PAY, PAYEE, PAYER, RETURN, SISTER, World, but, not_found, not_permitted,
};
use crate::world::STRANGER;

/// The receipts of a coupon, or the one of a number.
fn list(coupon: &Coupon, number: Option<&str>) -> String {
    let Coupon { stock_id, code } = coupon;
    let number = number.map(|number| format!("&out_subsidy_no={number}"));
    let number = number.unwrap_or_default();
    format!("{PAY}?stock_id={stock_id}&coupon_code={code}{number}")
}

async fn listed(world: &World, caller: &str, target: &str) -> Vec<Value> {
    let answer = world.ok(caller, "GET", target, Value::Null).await;
    answer["pay_receipt_list"].as_array().unwrap().clone()
}

#[tokio::test]
async fn w_subpay_1_the_receipts_of_a_coupon_are_listed() {
    let world = World::new().await;
    let coupon = world.used().await;
    let another = world.sent_of(&coupon.stock_id).await;
    world.uses(&another, json!({})).await;
    assert_eq!(
        listed(&world, PAYER, &list(&coupon, None)).await,
        [Value::Null; 0]
    );
    let first = world.paid(&coupon, 100).await;
    let second = world.paid(&coupon, 200).await;
    world.paid(&another, 300).await;
    let found = listed(&world, PAYER, &list(&coupon, None)).await;
    assert_eq!(found, [first.clone(), second.clone()]);
    for receipt in [first, second] {
        let number = receipt["out_subsidy_no"].as_str().unwrap().to_owned();
        let found = listed(&world, PAYER, &list(&coupon, Some(&number))).await;
        assert_eq!(found, [receipt]);
        let found = listed(&world, PAYER, &list(&another, Some(&number))).await;
        assert_eq!(found, [Value::Null; 0]);
    }
}

#[tokio::test]
async fn w_subpay_1_a_list_shows_receipts_as_they_stand() {
    let world = World::new().await;
    let coupon = world.used().await;
    let paid = world.paid(&coupon, 100).await;
    world.post(RETURN, &world.to_return(&coupon, 100)).await;
    let short = but(&world.to_pay(&coupon, 1), "payer_merchant", PAYEE);
    let short = world
        .post(PAY, &but(&short, "payee_merchant", SISTER))
        .await;
    let found = listed(&world, PAYER, &list(&coupon, None)).await;
    let paid = world.receipt(&paid).await;
    assert_eq!(paid["status"], "PAY_RECEIPT_FULL_RETURN");
    // In the order of those who paid.
    assert_eq!(found, [paid, short]);
}

#[tokio::test]
async fn w_subpay_1_strangers_see_no_receipts() {
    let world = World::new().await;
    let coupon = world.used().await;
    let body = but(&world.to_pay(&coupon, 100), "payee_merchant", SISTER);
    let paid = world.post(PAY, &body).await;
    let body = but(&world.to_return(&coupon, 100), "payee_merchant", SISTER);
    let back = world.post(RETURN, &body).await;
    let paid = format!("{PAY}/{}", paid["subsidy_receipt_id"].as_str().unwrap());
    let back = format!(
        "{RETURN}/{}",
        back["subsidy_return_receipt_id"].as_str().unwrap()
    );
    let list = list(&coupon, None);
    for (caller, target, seen) in [
        (PAYER, &paid, true),
        (PAYER, &back, true),
        (PAYER, &list, true),
        // Who is paid sees what it is paid, and the owner what its stock's coupons are.
        (SISTER, &paid, true),
        (SISTER, &back, true),
        (SISTER, &list, false),
        (PAYEE, &list, true),
        (PAYEE, &paid, true),
        (PAYEE, &back, true),
        (STRANGER, &paid, false),
        (STRANGER, &back, false),
        (STRANGER, &list, false),
    ] {
        if seen {
            world.ok(caller, "GET", target, Value::Null).await;
        } else {
            let refused = world.refusal(caller, "GET", target, Value::Null).await;
            assert_eq!(refused, not_permitted(), "{caller} {target}");
        }
    }
}

#[tokio::test]
async fn w_subpay_1_receipts_that_are_not_there_are_not_found() {
    let world = World::new().await;
    let coupon = world.used().await;
    let paid = world.paid(&coupon, 100).await;
    let id = paid["subsidy_receipt_id"].as_str().unwrap();
    let next = format!("{}2", &id[..27]);
    let unknown = Coupon {
        code: "another".to_owned(),
        ..coupon.clone()
    };
    let elsewhere = Coupon {
        stock_id: "1000000000999999".to_owned(),
        ..coupon
    };
    for target in [
        format!("{PAY}/{next}"),
        format!("{PAY}/1120200119165100000000000001"),
        format!("{PAY}/x{}", &id[1..]),
        // Numbers of returns are their own.
        format!("{RETURN}/{id}"),
        list(&unknown, None),
        list(&elsewhere, None),
    ] {
        let refused = world.refusal(PAYER, "GET", &target, Value::Null).await;
        assert_eq!(refused, not_found(), "{target}");
    }
}
