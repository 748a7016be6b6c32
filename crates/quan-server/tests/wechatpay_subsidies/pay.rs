//! Who may pay whom for which coupon, and how much.

use serde_json::{Value, json};

use crate::coupon::{
    PAY, PAYEE, PAYER, RICH, SISTER, World, but, invalid, not_found, not_permitted, stock,
    stock_with,
};
use crate::world::{BEGIN, CREATOR, STRANGER, stock_path};

const NOT_THESE_MERCHANTS: &str = "出资商户或收款商户不合法";
const NO_SUBSIDY: &str = "批次未开启营销补贴";
const NOT_USED: &str = "券未被核销，不能补差";
const NO_PAYMENT: &str = "支付单不存在或不属于收款商户";
const TOO_MUCH: &str = "补差金额超过券优惠金额";

#[tokio::test]
async fn w_subpay_1_money_is_accepted_and_then_arrives() {
    let world = World::new().await;
    let coupon = world.used().await;
    let body = world.to_pay(&coupon, 300);
    let answered = world.post(PAY, &body).await;
    for (name, value) in body.as_object().unwrap() {
        assert_eq!(&answered[name], value, "{name}");
    }
    assert_eq!(answered["subsidy_receipt_id"].as_str().unwrap().len(), 28);
    assert_eq!(answered["status"], "PAY_RECEIPT_ACCEPTED");
    assert_eq!(answered["create_time"], BEGIN);
    assert!(answered.get("success_time").is_none());
    assert!(answered.get("fail_reason").is_none());

    let receipt = world.receipt(&answered).await;
    assert_eq!(receipt["status"], "PAY_RECEIPT_SUCCESS");
    assert_eq!(receipt["success_time"], BEGIN);
    assert!(receipt.get("fail_reason").is_none());
    assert_eq!(world.balances().await, (RICH - 300, 300));
}

#[tokio::test]
async fn w_subpay_1_a_short_balance_pays_nothing_and_says_so() {
    let world = World::new().await;
    let coupon = world
        .used_of(stock_with(&[(
            "coupon_use_rule/fixed_normal_coupon/discount_amount",
            json!(RICH + 1),
        )]))
        .await;
    let body = world.to_pay(&coupon, RICH + 1);
    let answered = world.post(PAY, &body).await;
    assert_eq!(answered["status"], "PAY_RECEIPT_FAIL");
    assert_eq!(answered["fail_reason"], "PAY_RECEIPT_INSUFFICIENT_BALANCE");
    assert!(answered.get("success_time").is_none());
    assert_eq!(world.receipt(&answered).await, answered);
    assert_eq!(world.balances().await, (RICH, 0));

    // It stays as it was answered; another number tries anew.
    world.earns(PAYER, 1).await;
    assert_eq!(world.post(PAY, &body).await, answered);
    world.paid(&coupon, RICH + 1).await;
    assert_eq!(world.balances().await, (0, RICH + 1));
}

#[tokio::test]
async fn w_subpay_1_the_stock_must_take_subsidies() {
    let world = World::new().await;
    for closed in [json!(false), Value::Null] {
        let coupon = world.used_of(stock_with(&[("subsidy", closed)])).await;
        let body = world.to_pay(&coupon, 1);
        let refused = world.refused(PAY, body.clone()).await;
        assert_eq!(refused, invalid(NO_SUBSIDY));

        // It can be opened later, for coupons that were used before as well.
        let change = json!({ "out_request_no": world.number(), "subsidy": true });
        let target = stock_path(&coupon.stock_id, "");
        world.ok(PAYER, "PATCH", &target, change).await;
        let answered = world.post(PAY, &body).await;
        assert_eq!(answered["status"], "PAY_RECEIPT_ACCEPTED");
    }
    assert_eq!(world.balances().await, (RICH - 2, 2));
}

#[tokio::test]
async fn w_subpay_1_the_coupon_must_be_used() {
    let world = World::new().await;
    let coupon = world.sent(stock()).await;
    let body = world.to_pay(&coupon, 300);
    let refused = world.refused(PAY, body.clone()).await;
    assert_eq!(refused, invalid(NOT_USED));

    // The number of a refused request is free.
    world.uses(&coupon, json!({})).await;
    let answered = world.post(PAY, &body).await;
    assert_eq!(
        world.receipt(&answered).await["status"],
        "PAY_RECEIPT_SUCCESS"
    );
    let undo = json!({
        "coupon_code": coupon.code,
        "stock_id": coupon.stock_id,
        "return_request_no": world.number(),
    });
    let target = "/v3/marketing/busifavor/coupons/return";
    world.post(target, &undo).await;
    let refused = world.refused(PAY, world.to_pay(&coupon, 1)).await;
    assert_eq!(refused, invalid(NOT_USED));
    assert_eq!(world.balances().await, (RICH - 300, 300));
}

#[tokio::test]
async fn w_subpay_1_an_expired_or_deactivated_coupon_takes_nothing() {
    let world = World::new().await;
    let coupon = world.sent(stock()).await;
    let deactivated = world.sent_of(&coupon.stock_id).await;
    let body = json!({
        "coupon_code": deactivated.code,
        "stock_id": deactivated.stock_id,
        "deactivate_request_no": world.number(),
    });
    let target = "/v3/marketing/busifavor/coupons/deactivate";
    world.post(target, &body).await;
    let used = world.sent_of(&coupon.stock_id).await;
    world.uses(&used, json!({})).await;
    world.go_to("2027-01-01T00:00:00+08:00").await;
    for coupon in [&coupon, &deactivated] {
        let refused = world.refused(PAY, world.to_pay(coupon, 1)).await;
        assert_eq!(refused, invalid(NOT_USED));
    }
    // One that was used in time is subsidised at any time.
    world.paid(&used, 1).await;
}

#[tokio::test]
async fn w_subpay_1_the_payment_is_the_one_that_the_use_told() {
    let world = World::new().await;
    let stock_id = world.stock_of(PAYER, stock()).await;
    let told = "4200000913202101152566790001";
    for (use_says, payment, refused) in [
        (json!({}), told, false),
        (json!({ "transaction_id": told }), told, false),
        (
            json!({ "transaction_id": told }),
            "4200000913202101152566790002",
            true,
        ),
        // The payee's own payment, one through its service provider, another's.
        (json!({ "mch_id": PAYEE }), told, false),
        (
            json!({ "mch_id": PAYER, "transaction_id": told }),
            told,
            false,
        ),
        (
            json!({ "mch_id": SISTER, "transaction_id": told }),
            told,
            true,
        ),
        (json!({ "mch_id": STRANGER }), told, true),
    ] {
        let coupon = world.sent_of(&stock_id).await;
        world.uses(&coupon, use_says.clone()).await;
        let body = but(&world.to_pay(&coupon, 1), "transaction_id", payment);
        if refused {
            let refused = world.refused(PAY, body).await;
            assert_eq!(refused, invalid(NO_PAYMENT), "{use_says}");
        } else {
            world.post(PAY, &body).await;
        }
    }
    assert_eq!(world.balances().await, (RICH - 4, 4));
}

#[tokio::test]
async fn w_subpay_1_only_merchants_of_the_stock_pay_and_are_paid() {
    let world = World::new().await;
    world.earns(PAYEE, 10).await;
    let coupon = world.used().await;
    for (payer, payee, refused) in [
        (PAYER, PAYEE, false),
        // To a shop of the same brand, also by the owner.
        (PAYER, SISTER, false),
        (PAYEE, SISTER, false),
        (PAYER, STRANGER, true),
        (PAYEE, PAYER, true),
        (PAYER, PAYER, true),
        (PAYEE, PAYEE, true),
        (SISTER, PAYEE, true),
        (STRANGER, PAYEE, true),
        ("nobody", PAYEE, true),
        (PAYER, "nobody", true),
    ] {
        let body = but(&world.to_pay(&coupon, 1), "payer_merchant", payer);
        let body = but(&body, "payee_merchant", payee);
        if refused {
            let refused = world.refused(PAY, body).await;
            let named = format!("{payer} {payee}");
            assert_eq!(refused, invalid(NOT_THESE_MERCHANTS), "{named}");
        } else {
            let answered = world.post(PAY, &body).await;
            let receipt = world.receipt(&answered).await;
            assert_eq!(receipt["status"], "PAY_RECEIPT_SUCCESS");
        }
    }
    assert_eq!(world.balances().await, (RICH - 2, 10));
    assert_eq!(world.balance(SISTER).await, 2);
}

#[tokio::test]
async fn w_subpay_1_a_direct_merchant_has_nobody_to_pay() {
    let world = World::new().await;
    let body = crate::world::stock_with(&[("subsidy", json!(true))]);
    let stock_id = world.stock(body).await;
    let code = world.send(&stock_id, crate::world::ALICE).await;
    let used = json!({
        "coupon_code": code,
        "appid": crate::world::APP,
        "use_time": BEGIN,
        "use_request_no": world.number(),
    });
    let target = "/v3/marketing/busifavor/coupons/use";
    world.ok(CREATOR, "POST", target, used).await;
    for payee in [CREATOR, PAYEE] {
        let body = json!({
            "stock_id": stock_id,
            "coupon_code": code,
            "transaction_id": crate::coupon::TRANSACTION,
            "payer_merchant": CREATOR,
            "payee_merchant": payee,
            "amount": 1,
            "description": "补差",
            "out_subsidy_no": world.number(),
        });
        let refused = world.refusal(CREATOR, "POST", PAY, body).await;
        assert_eq!(refused, invalid(NOT_THESE_MERCHANTS));
    }
}

#[tokio::test]
async fn w_subpay_1_only_the_creator_asks() {
    let world = World::new().await;
    let coupon = world.used().await;
    for caller in [PAYEE, SISTER, STRANGER] {
        let body = world.to_pay(&coupon, 1);
        let refused = world.refusal(caller, "POST", PAY, body).await;
        assert_eq!(refused, not_permitted(), "{caller}");
    }
    assert_eq!(world.balances().await, (RICH, 0));
}

#[tokio::test]
async fn w_subpay_1_what_is_not_there_takes_nothing() {
    let world = World::new().await;
    let coupon = world.used().await;
    let body = world.to_pay(&coupon, 1);
    for (name, value) in [
        ("stock_id", "1000000000999999"),
        ("stock_id", "1"),
        ("coupon_code", "another"),
        // Longer than any code is.
        ("coupon_code", "012345678901234567890123456789012"),
    ] {
        let refused = world.refused(PAY, but(&body, name, value)).await;
        assert_eq!(refused, not_found(), "{name} {value}");
    }
}

#[tokio::test]
async fn w_subpay_2_coupons_for_a_purchase_are_not_subsidised() {
    let world = World::new().await;
    let mut body = stock_with(&[
        ("stock_type", json!("EXCHANGE")),
        (
            "coupon_use_rule/exchange_coupon",
            json!({ "exchange_price": 100, "transaction_minimum": 1000 }),
        ),
    ]);
    let rule = body["coupon_use_rule"].as_object_mut().unwrap();
    rule.remove("fixed_normal_coupon");
    let coupon = world.used_of(body).await;
    let refused = world.refused(PAY, world.to_pay(&coupon, 1)).await;
    assert_eq!(refused, invalid("换购券不支持营销补贴"));
    assert_eq!(world.balances().await, (RICH, 0));
}

#[tokio::test]
async fn w_subpay_3_a_coupon_is_subsidised_up_to_what_it_takes_off() {
    let world = World::new().await;
    let coupon = world.used().await;
    let refused = world.refused(PAY, world.to_pay(&coupon, 501)).await;
    assert_eq!(refused, invalid(TOO_MUCH));
    world.paid(&coupon, 300).await;
    // All subsidies of a coupon count together.
    let refused = world.refused(PAY, world.to_pay(&coupon, 201)).await;
    assert_eq!(refused, invalid(TOO_MUCH));
    world.paid(&coupon, 200).await;
    assert_eq!(world.balances().await, (RICH - 500, 500));
    // Another coupon of the stock has its own five yuan.
    let another = world.sent_of(&coupon.stock_id).await;
    world.uses(&another, json!({})).await;
    world.paid(&another, 500).await;
}

#[tokio::test]
async fn w_subpay_3_a_discount_has_the_limit_of_the_call() {
    let world = World::new().await;
    world.earns(PAYER, 500_000).await;
    let mut body = stock_with(&[
        ("stock_type", json!("DISCOUNT")),
        (
            "coupon_use_rule/discount_coupon",
            json!({ "discount_percent": 88, "transaction_minimum": 1000 }),
        ),
    ]);
    let rule = body["coupon_use_rule"].as_object_mut().unwrap();
    rule.remove("fixed_normal_coupon");
    let coupon = world.used_of(body).await;
    let refused = world.refused(PAY, world.to_pay(&coupon, 500_001)).await;
    assert_eq!(refused.code(), (400, "PARAM_ERROR"));
    world.paid(&coupon, 500_000).await;
}

#[tokio::test]
async fn w_subpay_3_parallel_payments_stay_within_the_limit() {
    let world = World::new().await;
    let coupon = world.used().await;
    let asked = (0..8).map(|_| world.call(PAYER, "POST", PAY, world.to_pay(&coupon, 200)));
    let mut paid = 0;
    for answer in futures_util::future::join_all(asked).await {
        if answer.status == 200 {
            paid += 1;
        } else {
            assert_eq!(answer.refused(), invalid(TOO_MUCH));
        }
    }
    assert_eq!(paid, 2);
    assert_eq!(world.balances().await, (RICH - 400, 400));
}
