//! Vouchers that are sold.

use quan_core::sale::{Delivery, RefundCause};
use quan_core::terms::MoneyBack;
use quan_core::{
    ActivityId, Denial, Fen, OrderNo, Period, SaleId, SaleState, VoucherName, VoucherState,
};
use quan_engine::RefundCall;

use super::stories;
use crate::make::{self, cap, code, fen, known, owner, recipient, user};
use crate::world::{Outcome, World};

stories! {
    a_paid_order_delivers_a_deposited_code,
    an_order_sets_a_voucher_aside,
    a_closed_order_frees_it,
    a_buyer_orders_no_more_than_the_caps_allow,
    a_day_sells_no_more_than_its_cap,
    persons_are_counted_when_their_order_is_delivered,
    the_price_is_the_activitys,
    what_is_not_for_sale_is_not_ordered,
    a_named_code_is_delivered_by_the_merchant,
    a_taken_code_delivers_nothing,
    an_order_that_gets_no_code_is_refunded,
    a_refund_takes_the_voucher_back,
    a_used_voucher_is_not_refunded,
    what_the_merchant_took_back_is_refunded,
    money_goes_back_on_the_terms_only,
    an_expired_voucher_is_refunded_where_the_terms_say_so,
    a_merchant_may_refuse_a_refund_that_it_is_asked_about,
    an_order_is_settled_once_it_is_redeemed,
    an_order_is_settled_where_no_uses_are_left,
    orders_and_refunds_are_answered_again,
    an_order_survives_a_restart,
}

fn number(text: &str) -> OrderNo {
    OrderNo::parse(text).expect("an order number")
}

async fn order_of(world: &World, activity: ActivityId, who: &str) -> Result<SaleId, Denial> {
    let buyer = recipient(who);
    world
        .place_order(
            activity,
            owner(),
            world.call(),
            number("o"),
            buyer,
            fen(500),
        )
        .await
        .map(|ordered| ordered.sale)
        .answered()
}

async fn placed(world: &World, activity: ActivityId, who: &str) -> SaleId {
    order_of(world, activity, who).await.expect("ordered")
}

async fn state(world: &World, sale: SaleId) -> SaleState {
    world.sale(sale).await.granted().expect("an order").state
}

/// A paid order whose voucher has the code `x`.
async fn delivered(world: &World, activity: ActivityId) -> SaleId {
    let sale = placed(world, activity, "u").await;
    world.pay_order(sale).await.granted();
    let delivery = Delivery {
        code: code("x"),
        base: None,
        note: None,
    };
    world.deliver(sale, delivery).await.granted();
    sale
}

fn refund(cause: RefundCause) -> RefundCall {
    RefundCall {
        buyer: Some(user("u")),
        cause,
        code: Some(code("x")),
    }
}

async fn a_paid_order_delivers_a_deposited_code(world: &mut World) {
    let activity = world.stocked(make::sold(make::deposited()), &["a"]).await;
    let sale = placed(world, activity, "u").await;
    assert_eq!(world.row(activity).await.issued, 0);
    world.pay_order(sale).await.granted();
    let order = world.sale(sale).await.granted().expect("an order");
    assert_eq!(order.state, SaleState::Delivered);
    let found = world.voucher_by_code(activity, code("a")).await.granted();
    let voucher = found.expect("a voucher");
    assert_eq!(voucher.user, user("u"));
    assert_eq!(order.voucher, Some(voucher.id.sequence));
    // It was paid; who pays again pays nothing.
    world.pay_order(sale).await.granted();
    assert_eq!(world.row(activity).await.issued, 1);
}

async fn an_order_sets_a_voucher_aside(world: &mut World) {
    let activity = world
        .stocked(make::sold(make::deposited()), &["a", "b"])
        .await;
    let sale = placed(world, activity, "u").await;
    world.give(activity, "v").await;
    assert_eq!(
        world.claim(activity, "w").await,
        Err(Denial::BudgetExhausted)
    );
    let denied = order_of(world, activity, "w").await;
    assert_eq!(denied, Err(Denial::BudgetExhausted));
    world.pay_order(sale).await.granted();
    let row = world.row(activity).await;
    assert_eq!((row.issued, row.reserved), (2, 0));
}

async fn a_closed_order_frees_it(world: &mut World) {
    let activity = world.stocked(make::sold(make::deposited()), &["a"]).await;
    let sale = placed(world, activity, "u").await;
    world.close_order(sale).await.granted();
    world.close_order(sale).await.granted();
    assert_eq!(world.pay_order(sale).await.denied(), Denial::OrderState);
    world.give(activity, "v").await;
}

async fn a_buyer_orders_no_more_than_the_caps_allow(world: &mut World) {
    let mut new = make::sold(make::deposited());
    new.terms.issue.per_user = vec![cap(2, Period::Lifetime)];
    let activity = world.stocked(new, &["a", "b", "c", "d"]).await;
    world.give(activity, "u").await;
    let sale = placed(world, activity, "u").await;
    let denied = order_of(world, activity, "u").await;
    assert_eq!(denied, Err(Denial::UserLimit));
    world.pay_order(sale).await.granted();
    assert_eq!(world.claim(activity, "u").await, Err(Denial::UserLimit));
    placed(world, activity, "v").await;
}

async fn a_day_sells_no_more_than_its_cap(world: &mut World) {
    let mut new = make::sold(make::deposited());
    new.terms.issue.by_day = Some(2);
    let activity = world.stocked(new, &["a", "b", "c", "d"]).await;
    let first = placed(world, activity, "u").await;
    let second = placed(world, activity, "v").await;
    let denied = order_of(world, activity, "w").await;
    assert_eq!(denied, Err(Denial::DayExhausted));
    assert_eq!(world.claim(activity, "w").await, Err(Denial::DayExhausted));
    // What was ordered on a day may be issued on the next.
    world.pay_order(first).await.granted();
    world.moves_to("2026-11-03T00:00:00").await;
    placed(world, activity, "w").await;
    let denied = order_of(world, activity, "x").await;
    assert_eq!(denied, Err(Denial::DayExhausted));
    world.pay_order(second).await.granted();
    world.is_sound().await;
}

async fn persons_are_counted_when_their_order_is_delivered(world: &mut World) {
    let mut new = make::sold(make::deposited());
    new.terms.issue.per_user = vec![cap(1, Period::Lifetime)];
    new.terms.issue.by_person = true;
    let activity = world.stocked(new, &["a", "b"]).await;
    let buyer = known("u", Some("p"), None);
    let ordered = world
        .place_order(
            activity,
            owner(),
            world.call(),
            number("o"),
            buyer,
            fen(500),
        )
        .await
        .granted();
    world.pay_order(ordered.sale).await.granted();
    let other = known("v", Some("p"), None);
    let denied = world
        .issue(activity, owner(), world.call(), other)
        .await
        .denied();
    assert_eq!(denied, Denial::PersonLimit);
}

async fn the_price_is_the_activitys(world: &mut World) {
    let activity = world.stocked(make::sold(make::deposited()), &["a"]).await;
    let denied = world
        .place_order(
            activity,
            owner(),
            world.call(),
            number("o"),
            recipient("u"),
            fen(499),
        )
        .await;
    assert_eq!(denied.denied(), Denial::PriceDiffers { price: fen(500) });
}

async fn what_is_not_for_sale_is_not_ordered(world: &mut World) {
    let activity = world.stocked(make::deposited(), &["a"]).await;
    let denied = order_of(world, activity, "u").await;
    assert_eq!(denied, Err(Denial::NotForSale));
}

async fn a_named_code_is_delivered_by_the_merchant(world: &mut World) {
    let activity = world.begun(make::sold(make::named())).await;
    let sale = placed(world, activity, "u").await;
    let delivery = || Delivery {
        code: code("x"),
        base: None,
        note: Some("note".into()),
    };
    let early = world.deliver(sale, delivery()).await;
    assert_eq!(early.denied(), Denial::OrderState);
    world.pay_order(sale).await.granted();
    assert_eq!(state(world, sale).await, SaleState::Paid);
    world.deliver(sale, delivery()).await.granted();
    world.deliver(sale, delivery()).await.granted();
    assert_eq!(state(world, sale).await, SaleState::Delivered);
    assert_eq!(world.row(activity).await.issued, 1);
}

async fn a_taken_code_delivers_nothing(world: &mut World) {
    let activity = world.begun(make::sold(make::named())).await;
    world.give_code(activity, "v", "x").await.expect("issued");
    let sale = placed(world, activity, "u").await;
    world.pay_order(sale).await.granted();
    let delivery = Delivery {
        code: code("x"),
        base: None,
        note: None,
    };
    let denied = world.deliver(sale, delivery).await;
    assert_eq!(denied.denied(), Denial::CodeTaken);
    assert_eq!(state(world, sale).await, SaleState::Paid);
}

async fn an_order_that_gets_no_code_is_refunded(world: &mut World) {
    let activity = world.begun(make::sold(make::named())).await;
    let sale = placed(world, activity, "u").await;
    assert_eq!(world.fail_delivery(sale).await.denied(), Denial::OrderState);
    world.pay_order(sale).await.granted();
    world.fail_delivery(sale).await.granted();
    let order = world.sale(sale).await.granted().expect("an order");
    assert_eq!(order.state, SaleState::Refunded);
    let refund = order.refund.expect("a refund");
    assert_eq!(refund.cause, RefundCause::NotDelivered);
    assert!(refund.done_at.is_some());
    assert_eq!(world.row(activity).await.reserved, 0);
}

async fn a_refund_takes_the_voucher_back(world: &mut World) {
    let activity = world.begun(make::sold(make::named())).await;
    let sale = delivered(world, activity).await;
    let mut strange = refund(RefundCause::Buyer);
    strange.buyer = Some(user("v"));
    let denied = world
        .refund_order(sale, owner(), world.call(), strange)
        .await;
    assert_eq!(denied.denied(), Denial::NoSuchOrder);
    let mut other = refund(RefundCause::Buyer);
    other.code = Some(code("y"));
    let denied = world.refund_order(sale, owner(), world.call(), other).await;
    assert_eq!(denied.denied(), Denial::NoSuchVoucher);
    world
        .refund_order(sale, owner(), world.call(), refund(RefundCause::Buyer))
        .await
        .granted();
    assert_eq!(state(world, sale).await, SaleState::Refunded);
    let denied = world.uses_code(activity, "x", 1).await;
    assert_eq!(denied, Err(Denial::Revoked));
}

async fn a_used_voucher_is_not_refunded(world: &mut World) {
    let activity = world.begun(make::sold(make::named())).await;
    let sale = delivered(world, activity).await;
    world.uses_code(activity, "x", 1).await.expect("used");
    let denied = world
        .refund_order(sale, owner(), world.call(), refund(RefundCause::Buyer))
        .await;
    assert_eq!(denied.denied(), Denial::InUse);
    assert_eq!(state(world, sale).await, SaleState::Delivered);
}

async fn what_the_merchant_took_back_is_refunded(world: &mut World) {
    for money in [MoneyBack::AtOnce, MoneyBack::IfAgreed] {
        let mut new = make::sold(make::named());
        if let Some(sale) = &mut new.terms.sale {
            sale.refund = money;
        }
        let activity = world.begun(new).await;
        let sale = delivered(world, activity).await;
        let name = VoucherName::Code(activity, code("x"));
        world
            .revoke(name, owner(), world.call(), None)
            .await
            .granted();
        world
            .refund_order(sale, owner(), world.call(), refund(RefundCause::Buyer))
            .await
            .granted();
        if money == MoneyBack::IfAgreed {
            world.reply_to_refund(sale, None, true).await.granted();
        }
        assert_eq!(state(world, sale).await, SaleState::Refunded);
        assert_eq!(world.row(activity).await.revoked, 1);
    }
}

async fn money_goes_back_on_the_terms_only(world: &mut World) {
    let mut new = make::sold(make::named());
    if let Some(sale) = &mut new.terms.sale {
        sale.refund = MoneyBack::Never;
    }
    let activity = world.begun(new).await;
    let sale = delivered(world, activity).await;
    for cause in [RefundCause::Buyer, RefundCause::Expired] {
        let denied = world
            .refund_order(sale, owner(), world.call(), refund(cause))
            .await;
        assert_eq!(denied.denied(), Denial::NotRefundable);
    }
}

async fn an_expired_voucher_is_refunded_where_the_terms_say_so(world: &mut World) {
    let mut new = make::sold(make::named());
    if let Some(sale) = &mut new.terms.sale {
        sale.overdue = MoneyBack::AtOnce;
    }
    let activity = world.begun(new).await;
    let sale = delivered(world, activity).await;
    let early = world
        .refund_order(sale, owner(), world.call(), refund(RefundCause::Expired))
        .await;
    assert_eq!(early.denied(), Denial::NotRefundable);
    world.moves_to("2027-02-01T00:00:00").await;
    world
        .refund_order(sale, owner(), world.call(), refund(RefundCause::Expired))
        .await
        .granted();
    assert_eq!(state(world, sale).await, SaleState::Refunded);
}

async fn a_merchant_may_refuse_a_refund_that_it_is_asked_about(world: &mut World) {
    let mut new = make::sold(make::named());
    if let Some(sale) = &mut new.terms.sale {
        sale.refund = MoneyBack::IfAgreed;
    }
    let activity = world.begun(new).await;
    let sale = delivered(world, activity).await;
    let ask = || world.refund_order(sale, owner(), world.call(), refund(RefundCause::Buyer));
    ask().await.granted();
    assert_eq!(state(world, sale).await, SaleState::Refunding);
    assert_eq!(ask().await.denied(), Denial::OrderState);
    let reply = |agreed| world.reply_to_refund(sale, Some(owner()), agreed);
    reply(false).await.granted();
    assert_eq!(state(world, sale).await, SaleState::Delivered);
    assert_eq!(reply(true).await.denied(), Denial::OrderState);
    ask().await.granted();
    reply(true).await.granted();
    assert_eq!(state(world, sale).await, SaleState::Refunded);

    // What is used while the merchant thinks it over is not refunded.
    let mut new = make::sold(make::named());
    if let Some(sale) = &mut new.terms.sale {
        sale.refund = MoneyBack::IfAgreed;
    }
    let activity = world.begun(new).await;
    let sale = delivered(world, activity).await;
    world
        .refund_order(sale, owner(), world.call(), refund(RefundCause::Buyer))
        .await
        .granted();
    world.uses_code(activity, "x", 1).await.expect("used");
    world.reply_to_refund(sale, None, true).await.granted();
    assert_eq!(state(world, sale).await, SaleState::Delivered);
}

async fn an_order_is_settled_once_it_is_redeemed(world: &mut World) {
    let activity = world.begun(make::sold(make::named())).await;
    let sale = delivered(world, activity).await;
    let settle = || world.settle(sale, owner(), world.call());
    assert_eq!(settle().await.denied(), Denial::NotRedeemed);
    world.uses_code(activity, "x", 3).await.expect("used");
    settle().await.granted();
    assert_eq!(settle().await.denied(), Denial::AlreadySettled);
    let denied = world
        .refund_order(sale, owner(), world.call(), refund(RefundCause::Buyer))
        .await;
    assert_eq!(denied.denied(), Denial::OrderState);
}

async fn an_order_is_settled_where_no_uses_are_left(world: &mut World) {
    let new = make::sold(make::named());
    let mut terms = new.terms.clone();
    let activity = world.begun(new).await;
    let sale = delivered(world, activity).await;
    world.uses_code(activity, "x", 2).await.expect("used");
    terms.redeem.max_uses = 2;
    world
        .modify(activity, owner(), world.call(), make::change(terms))
        .await
        .granted();
    world.settles().await;
    world.settle(sale, owner(), world.call()).await.granted();
}

async fn orders_and_refunds_are_answered_again(world: &mut World) {
    let activity = world.begun(make::sold(make::named())).await;
    let place = |contents| {
        let call = make::call("order", contents);
        world.place_order(
            activity,
            owner(),
            call,
            number("o"),
            recipient("u"),
            fen(500),
        )
    };
    let first = place("c").await.granted();
    assert_eq!(place("c").await.granted(), first);
    assert_eq!(place("other").await.denied(), Denial::RequestReused);
    let sale = first.sale;
    world.pay_order(sale).await.granted();
    let delivery = Delivery {
        code: code("x"),
        base: None,
        note: None,
    };
    world.deliver(sale, delivery).await.granted();
    let back = || {
        let call = make::call("refund", "c");
        world.refund_order(sale, owner(), call, refund(RefundCause::Buyer))
    };
    back().await.granted();
    back().await.granted();
    let row = world.row(activity).await;
    assert_eq!((row.counters.sales, row.revoked), (1, 1));
}

async fn an_order_survives_a_restart(world: &mut World) {
    let activity = world.begun(make::sold(make::named())).await;
    let sale = delivered(world, activity).await;
    let before = world.sale(sale).await.granted();
    world.reopen().await;
    assert_eq!(world.sale(sale).await.granted(), before);
    let voucher = world.voucher_by_code(activity, code("x")).await.granted();
    assert_eq!(voucher.map(|found| found.state), Some(VoucherState::Issued));
    let name = VoucherName::Code(activity, code("x"));
    let denied = world
        .undo(name, owner(), world.call(), None, Fen::ZERO)
        .await;
    assert_eq!(denied.denied(), Denial::NotRedeemed);
}
