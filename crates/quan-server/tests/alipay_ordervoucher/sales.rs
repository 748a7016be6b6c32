//! Vouchers that are sold, and their money.

use quan_core::time::day_of;
use quan_core::{ActivityId, SaleId};
use quan_wire::alipay::message::{Operation, ids};
use serde_json::json;

use crate::base::owner;
use crate::world::{ALICE, World, sold, sold_from_stock, stranger, uploaded};

/// The order that a trade pays for.
pub(crate) fn sale(trade_no: &str) -> SaleId {
    let (_, activity, sequence) = ids::parse_trade_no(trade_no).unwrap();
    SaleId::new(ActivityId::new(activity).unwrap(), sequence)
}

#[tokio::test]
async fn o1_an_order_is_paid_and_delivers_a_deposited_code() {
    let world = World::of_orders();
    let id = world.stocked(sold_from_stock(), &["A"]).await;
    let bought = world.buy(&id).await;
    assert!(!bought.out_order_no.is_empty());
    let (day, ..) = ids::parse_sale_no(&bought.order_no).unwrap();
    assert_eq!(day, day_of(world.engine.now()));
    // The one voucher is set aside.
    assert_eq!(world.not_bought(&id).await.message, "业务异常库存不足");
    world
        .engine
        .pay_order(sale(&bought.trade_no))
        .await
        .unwrap();
    assert_eq!(world.listed(ALICE).await, ["A"]);
    world.is_sound().await;
}

#[tokio::test]
async fn o5_only_what_is_for_sale_is_ordered() {
    let world = World::of_orders();
    let id = world.stocked(uploaded(), &["A"]).await;
    assert_eq!(world.not_bought(&id).await.code, "BIZ_ERROR");
}

#[tokio::test]
async fn or6_a_refund_makes_the_code_unusable_and_or3_is_the_buyers() {
    let world = World::of_orders();
    let id = world.stocked(sold_from_stock(), &["A"]).await;
    let bought = world.buy(&id).await;
    let refund = Operation::OrderRefund;
    let body = world.to_give_back(&id, &bought.order_no, "A");
    assert_eq!(world.no(refund, body).await.code, "BIZ_ERROR", "not paid");
    world
        .engine
        .pay_order(sale(&bought.trade_no))
        .await
        .unwrap();
    let mut strange = world.to_give_back(&id, &bought.order_no, "A");
    strange["buyer_id"] = json!("2088000000000203");
    assert_eq!(world.no(refund, strange).await.code, "BIZ_ERROR");
    let body = world.to_give_back(&id, &bought.order_no, "A");
    let foreign = world.refusal_to(stranger(), refund, &body).await;
    assert_eq!(foreign.code, "ACTIVITY_NOT_PERMISSION");
    let answer = world.ok(refund, body.clone()).await;
    assert_eq!(answer["order_no"], bought.order_no.as_str());
    // The same request is answered the same way.
    assert_eq!(world.ok(refund, body).await, answer);
    assert_eq!(world.not_taken(&id, "A").await.message, "业务异常券已失效");
    world.is_sound().await;
}

#[tokio::test]
async fn or7_a_used_voucher_is_not_refunded_and_l5_only_a_used_one_is_settled() {
    let world = World::of_orders();
    let id = world.stocked(sold_from_stock(), &["A"]).await;
    let bought = world.buy(&id).await;
    world
        .engine
        .pay_order(sale(&bought.trade_no))
        .await
        .unwrap();
    let settle = || world.numbered(json!({ "activity_id": id, "order_no": bought.order_no }));
    let early = world.no(Operation::OrderVoucherSettle, settle()).await;
    assert_eq!(early.code, "BIZ_ERROR");
    world.take(&id, "A").await;
    let refund = world.to_give_back(&id, &bought.order_no, "A");
    assert_eq!(
        world.no(Operation::OrderRefund, refund).await.code,
        "BIZ_ERROR"
    );
    let body = settle();
    let settled = world.ok(Operation::OrderVoucherSettle, body.clone()).await;
    assert_eq!(world.ok(Operation::OrderVoucherSettle, body).await, settled);
    // L4: another request for the same order is one too many.
    let twice = world.no(Operation::OrderVoucherSettle, settle()).await;
    assert_eq!(twice.code, "BIZ_ERROR");
    let question = json!({
        "activity_id": id, "order_no": bought.order_no, "settle_no": settled["settle_no"],
    });
    let answer = world
        .answer_to(owner(), Operation::SettleQuery, &question)
        .await;
    assert_eq!(answer["settle_info"][0]["status"], "SUCCESS");
    assert_eq!(answer["settle_info"][0]["amount"], "88.00");
}

#[tokio::test]
async fn a_code_that_the_merchant_makes_is_waited_for() {
    let world = World::of_orders();
    let id = world.made(sold()).await;
    let bought = world.buy(&id).await;
    let order = sale(&bought.trade_no);
    world.engine.pay_order(order).await.unwrap();
    assert!(world.listed(ALICE).await.is_empty());
    world.engine.fail_delivery(order).await.unwrap();
    let refunded = world.engine.sale(order).await.unwrap().unwrap();
    assert_eq!(refunded.state, quan_core::SaleState::Refunded);
    world.is_sound().await;
}
