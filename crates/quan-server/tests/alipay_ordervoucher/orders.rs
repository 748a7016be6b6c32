//! Sold vouchers: orders, payment, the merchant's codes, and the way back.

use std::time::Duration;

use quan_wire::alipay::message::Operation;
use quan_wire::alipay::notify::Notification;
use serde_json::{Value, json};

use crate::base::{ALICE_OPEN, BOB};
use crate::post::{Answer, Post};
use crate::world::{
    ALICE, Bought, PRICE, REUSED, SECOND_APP, World, sold, sold_from_stock, stranger, with,
};

const SALE: &str = "voucher_send_mode_info/voucher_sale_mode_info";

/// A paid order whose voucher has the code `A`.
async fn delivered(post: &Post, body: Value) -> (String, Bought) {
    let id = post.world.made(body).await;
    let bought = post.world.buy(&id).await;
    post.receiver.answer([Answer::Code("A")]);
    post.pay(&bought.trade_no).await;
    assert_eq!(post.state(&bought.trade_no).await, "delivered");
    post.receiver.questions();
    post.receiver.messages();
    (id, bought)
}

fn asking(refund: bool, overdue: bool) -> Value {
    with(
        sold(),
        &[
            (&format!("{SALE}/refundable_need_confirm"), json!(refund)),
            (
                &format!("{SALE}/overdue_refundable_need_confirm"),
                json!(overdue),
            ),
        ],
    )
}

fn field<'a>(form: &'a Notification, name: &str) -> &'a str {
    form.get(name).unwrap_or_default()
}

#[tokio::test]
async fn o1_an_order_is_answered_again() {
    let world = World::of_orders();
    let id = world.made(sold()).await;
    let body = world.to_buy(&id, PRICE);
    let first = world.ok(Operation::OrderCreate, body.clone()).await;
    world.clock.set(crate::world::at("2026-11-06 10:00:00"));
    world.buy(&id).await;
    assert_eq!(world.ok(Operation::OrderCreate, body.clone()).await, first);
    for (name, value) in [
        ("buyer_id", json!(BOB)),
        ("promo_trace_info", json!("别的")),
    ] {
        let other = with(body.clone(), &[(name, value)]);
        let refused = world.no(Operation::OrderCreate, other).await;
        assert_eq!(refused.message, REUSED);
    }
    world.is_sound().await;
}

#[tokio::test]
async fn o6_the_price_is_the_activitys() {
    let world = World::of_orders();
    let id = world.made(sold()).await;
    let body = world.to_buy(&id, "88.01");
    let refused = world.no(Operation::OrderCreate, body).await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    let body = world.to_buy(&id, "88");
    world.ok(Operation::OrderCreate, body).await;
}

#[tokio::test]
async fn o5_a_buyer_has_the_limits_of_everybody_who_receives() {
    let world = World::of_orders();
    let limit = "voucher_send_mode_info/voucher_send_rule_info/quantity_limit_per_user";
    let id = world.made(with(sold(), &[(limit, json!(1))])).await;
    let bought = world.buy(&id).await;
    assert_eq!(
        world.not_bought(&id).await.message,
        "业务异常超过用户领取上限"
    );
    let order = crate::sales::sale(&bought.trade_no);
    world.engine.close_order(order).await.unwrap();
    world.buy(&id).await;
    let body = world.to_buy(&id, PRICE);
    let refused = world
        .refusal_to(stranger(), Operation::OrderCreate, &body)
        .await;
    assert_eq!(refused.code, "ACTIVITY_NOT_PERMISSION");
    world.is_sound().await;
}

#[tokio::test]
async fn o2_a_buyer_may_be_named_as_the_application_knows_them() {
    let post = Post::new().await;
    let world = &post.world;
    let id = world.made(sold()).await;
    let mut body = world.to_buy(&id, PRICE);
    let members = body.as_object_mut().unwrap();
    members.remove("buyer_id");
    members.insert("buyer_open_id".to_owned(), json!(ALICE_OPEN));
    let answer = world.ok(Operation::OrderCreate, body).await;
    post.receiver.answer([Answer::Code("A")]);
    post.pay(answer["trade_no"].as_str().unwrap()).await;
    world.seen(&id, "A", ALICE).await;
}

#[tokio::test]
async fn o8_uploaded_codes_are_delivered_when_an_order_is_paid() {
    let post = Post::new().await;
    let world = &post.world;
    let id = world.stocked(sold_from_stock(), &["A"]).await;
    post.deliver().await;
    post.receiver.messages();
    let bought = world.buy(&id).await;
    assert_eq!(post.state(&bought.trade_no).await, "ordered");
    post.pay(&bought.trade_no).await;
    assert_eq!(post.state(&bought.trade_no).await, "delivered");
    assert!(post.receiver.questions().is_empty(), "nobody is asked");
    let messages = post.receiver.messages();
    let kinds: Vec<_> = messages.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(kinds.len(), 2);
    assert!(kinds.contains(&"ordermessage.received") && kinds.contains(&"message.received"));
    assert_eq!(world.listed(ALICE).await, ["A"]);
    // Paying again changes nothing, and what is paid is not closed.
    post.pay(&bought.trade_no).await;
    assert!(post.receiver.messages().is_empty());
    assert_ne!(post.trade(&bought.trade_no, "close").await.0, 200);
    world.is_sound().await;
}

#[tokio::test]
async fn o9_what_is_closed_is_not_paid_and_its_voucher_is_free_again() {
    let post = Post::new().await;
    let world = &post.world;
    let id = world.stocked(sold_from_stock(), &["A"]).await;
    let bought = world.buy(&id).await;
    assert_eq!(post.trade(&bought.trade_no, "close").await.0, 200);
    assert_eq!(post.state(&bought.trade_no).await, "closed");
    assert_ne!(post.trade(&bought.trade_no, "pay").await.0, 200);
    let again = world.buy(&id).await;
    post.pay(&again.trade_no).await;
    assert_eq!(world.listed(ALICE).await, ["A"]);
    world.is_sound().await;
}

#[tokio::test]
async fn sp1_the_merchant_is_asked_for_a_code_when_an_order_is_paid() {
    let post = Post::new().await;
    let world = &post.world;
    let id = world.made(sold()).await;
    let bought = world.buy(&id).await;
    post.receiver.answer([Answer::Code("MADE-1")]);
    post.deliver().await;
    post.receiver.messages();
    post.pay(&bought.trade_no).await;
    let questions = post.receiver.questions();
    assert_eq!(questions.len(), 1);
    let question = &questions[0];
    for (name, value) in [
        ("method", "spi.alipay.marketing.activity.order.send"),
        ("version", "1.0"),
        ("charset", "UTF-8"),
        ("sign_type", "RSA2"),
        ("order_no", &bought.order_no),
        ("out_order_no", &bought.out_order_no),
        ("buyer_id", ALICE),
        ("utc_timestamp", "1793844000"),
    ] {
        assert_eq!(field(question, name), value, "{name}");
    }
    let asked: Value = serde_json::from_str(field(question, "send_activity_info_list")).unwrap();
    assert_eq!(asked, json!([{ "activity_id": id, "quantity": 1 }]));
    let messages = post.receiver.messages();
    let received = messages.iter().find(|(kind, _)| kind == "message.received");
    assert_eq!(received.unwrap().1["voucher_code"], "MADE-1");
    assert_eq!(world.take(&id, "MADE-1").await, 0);
    world.is_sound().await;
}

#[tokio::test]
async fn sp2_the_vouchers_time_may_count_from_an_instant_of_the_merchants() {
    let post = Post::new().await;
    let world = &post.world;
    let days =
        json!({ "valid_days_after_receive": 2, "valid_days_relative_type": "ROUND_FORWARD" });
    let id = world
        .made(with(sold(), &[crate::world::counted(days)]))
        .await;
    let bought = world.buy(&id).await;
    let from = Answer::CodeFrom("A", "2026-11-20 08:00:00");
    post.receiver.answer([from]);
    post.pay(&bought.trade_no).await;
    let seen = world.seen(&id, "A", ALICE).await;
    assert_eq!(seen["available_begin_time"], "2026-11-20 08:00:00");
    assert_eq!(seen["available_end_time"], "2026-11-21 23:59:59");
}

#[tokio::test]
async fn sp3_who_does_not_answer_is_asked_ten_times_more_and_then_the_money_goes_back() {
    let post = Post::new().await;
    let world = &post.world;
    let id = world.made(sold()).await;
    let bought = world.buy(&id).await;
    post.deliver().await;
    post.receiver.messages();
    post.receiver.answer([Answer::Refusal, Answer::Nonsense]);
    post.pay(&bought.trade_no).await;
    assert_eq!(post.receiver.questions().len(), 1);
    for nth in 0..10 {
        assert_eq!(
            post.state(&bought.trade_no).await,
            "paid",
            "after {nth} more"
        );
        post.wait(29).await;
        assert!(post.receiver.questions().is_empty());
        post.wait(1).await;
        let asked = post.receiver.questions();
        assert_eq!(asked.len(), 1);
        assert_eq!(field(&asked[0], "order_no"), bought.order_no);
    }
    post.deliver().await;
    assert_eq!(post.state(&bought.trade_no).await, "refunded");
    let refunded = post.receiver.only("ordermessage.refunded");
    assert_eq!(refunded["refund_type"], "SEND_ERROR_REFUND");
    assert_eq!(refunded["refund_status"], "SUCCESS");
    assert_eq!(refunded["order_no"], bought.order_no.as_str());
    assert!(refunded.get("out_biz_no").is_none());
    post.wait(100_000).await;
    assert!(post.receiver.questions().is_empty());
    assert_eq!(world.read(&id).await["summary"]["publish_count"], 0);
    world.is_sound().await;
}

#[tokio::test]
async fn sp4_an_answer_at_the_last_try_delivers() {
    let post = Post::new().await;
    let world = &post.world;
    let id = world.made(sold()).await;
    world.hand(&id, "TAKEN", BOB).await;
    let bought = world.buy(&id).await;
    // A code that is taken is as good as none.
    post.receiver.answer([Answer::Code("TAKEN")]);
    post.receiver.answer(vec![Answer::Failure; 9]);
    post.receiver.answer([Answer::Code("A")]);
    post.pay(&bought.trade_no).await;
    for _ in 0..9 {
        post.wait(30).await;
    }
    assert_eq!(post.state(&bought.trade_no).await, "paid");
    post.wait(30).await;
    assert_eq!(post.state(&bought.trade_no).await, "delivered");
    world.seen(&id, "A", ALICE).await;
    world.is_sound().await;
}

#[tokio::test]
async fn sp5_messages_that_are_not_taken_do_not_hold_questions_back() {
    let post = Post::new().await;
    let world = &post.world;
    post.receiver.refuses(true);
    let id = world.made(sold()).await;
    post.deliver().await;
    let bought = world.buy(&id).await;
    post.receiver.answer([Answer::Code("A")]);
    post.pay(&bought.trade_no).await;
    assert_eq!(post.state(&bought.trade_no).await, "delivered");
}

#[tokio::test]
async fn sp6_who_wants_no_messages_is_asked_all_the_same() {
    let post = Post::of(World::of_orders(), false).await;
    let (_, bought) = delivered(&post, sold()).await;
    assert_eq!(post.state(&bought.trade_no).await, "delivered");
}

#[tokio::test]
async fn or2_a_refund_is_told_with_its_number_and_answered_again() {
    let post = Post::new().await;
    let world = &post.world;
    let (id, bought) = delivered(&post, sold()).await;
    let body = world.to_give_back(&id, &bought.order_no, "A");
    let answer = world.ok(Operation::OrderRefund, body.clone()).await;
    assert_eq!(answer, json!({ "order_no": bought.order_no }));
    post.deliver().await;
    assert_eq!(post.state(&bought.trade_no).await, "refunded");
    let told = post.receiver.only("ordermessage.refunded");
    assert_eq!(
        told,
        json!({
            "id": told["id"],
            "order_no": bought.order_no,
            "out_order_no": bought.out_order_no,
            "event_time": "1793844000000",
            "refund_type": "USER_REFUND",
            "refund_status": "SUCCESS",
            "out_biz_no": body["out_biz_no"],
        })
    );
    assert_eq!(world.ok(Operation::OrderRefund, body.clone()).await, answer);
    post.deliver().await;
    assert!(post.receiver.messages().is_empty());
    let other = with(body, &[("buyer_id", json!(ALICE))]);
    assert_eq!(
        world.no(Operation::OrderRefund, other).await.message,
        REUSED
    );
    let again = world.to_give_back(&id, &bought.order_no, "A");
    assert_eq!(
        world.no(Operation::OrderRefund, again).await.code,
        "BIZ_ERROR"
    );
    assert_eq!(world.not_seen(&id, "A", ALICE).await, "VOUCHER_NOT_EXIST");
    world.is_sound().await;
}

#[tokio::test]
async fn or1_an_order_that_is_not_there_is_not_refunded() {
    let world = World::of_orders();
    let id = world.made(sold()).await;
    for order_no in ["2022122901502300000009120011010405", "x"] {
        let body = world.to_give_back(&id, order_no, "A");
        let refused = world.no(Operation::OrderRefund, body).await;
        assert_eq!(refused.code, "BIZ_ERROR");
    }
}

#[tokio::test]
async fn or6_the_code_is_the_orders() {
    let post = Post::new().await;
    let world = &post.world;
    let (id, bought) = delivered(&post, sold()).await;
    for code in ["B", "坏", "a"] {
        let body = world.to_give_back(&id, &bought.order_no, code);
        assert_eq!(
            world.no(Operation::OrderRefund, body).await.code,
            "BIZ_ERROR"
        );
    }
    let other = world.made(sold()).await;
    let body = world.to_give_back(&other, &bought.order_no, "A");
    assert_eq!(
        world.no(Operation::OrderRefund, body).await.code,
        "BIZ_ERROR"
    );
    assert_eq!(post.state(&bought.trade_no).await, "delivered");
}

#[tokio::test]
async fn or7_money_goes_back_only_where_the_terms_say_so() {
    let post = Post::new().await;
    let world = &post.world;
    let never = with(
        sold(),
        &[
            (&format!("{SALE}/refundable"), json!(false)),
            (&format!("{SALE}/overdue_refundable"), json!(true)),
        ],
    );
    let (id, bought) = delivered(&post, never).await;
    let refund = Operation::OrderRefund;
    let body = || world.to_give_back(&id, &bought.order_no, "A");
    let overdue = || with(body(), &[("refund_type", json!("AUTO_EXPIRE"))]);
    assert_eq!(world.no(refund, body()).await.code, "BIZ_ERROR");
    assert_eq!(
        world.no(refund, overdue()).await.code,
        "BIZ_ERROR",
        "not expired"
    );
    world.go_to("2027-01-05 00:00:00").await;
    assert_eq!(world.no(refund, body()).await.code, "BIZ_ERROR");
    post.deliver().await;
    post.receiver.messages();
    world.ok(refund, overdue()).await;
    post.deliver().await;
    let told = post.receiver.only("ordermessage.refunded");
    assert_eq!(told["refund_type"], "AUTO_EXPIRE");
    assert!(told.get("out_biz_no").is_none());
    world.is_sound().await;
}

#[tokio::test]
async fn or8_the_merchant_is_asked_first_where_the_terms_say_so() {
    let post = Post::new().await;
    let world = &post.world;
    let (id, bought) = delivered(&post, asking(true, false)).await;
    let body = world.to_give_back(&id, &bought.order_no, "A");
    let answer = world.ok(Operation::OrderRefund, body.clone()).await;
    assert_eq!(post.state(&bought.trade_no).await, "refunding");
    // A voucher whose money is on its way back waits.
    post.receiver.answer([Answer::Word("REFUSE")]);
    post.deliver().await;
    let asked = post.receiver.questions();
    assert_eq!(asked.len(), 1);
    let question = &asked[0];
    for (name, value) in [
        (
            "method",
            "spi.alipay.marketing.activity.order.refundconfirm",
        ),
        ("order_no", &bought.order_no),
        ("refund_type", "USER_REFUND"),
        ("buyer_id", ALICE),
    ] {
        assert_eq!(field(question, name), value, "{name}");
    }
    assert_eq!(post.state(&bought.trade_no).await, "delivered");
    assert!(post.receiver.messages().is_empty(), "nothing was refunded");
    assert_eq!(world.ok(Operation::OrderRefund, body).await, answer);
    // Asked again under another number, it agrees.
    let again = world.to_give_back(&id, &bought.order_no, "A");
    world.ok(Operation::OrderRefund, again.clone()).await;
    post.receiver.answer([Answer::Word("AGREE")]);
    post.deliver().await;
    assert_eq!(post.state(&bought.trade_no).await, "refunded");
    let told = post.receiver.only("ordermessage.refunded");
    assert_eq!(told["out_biz_no"], again["out_biz_no"]);
    assert_eq!(world.not_taken(&id, "A").await.message, "业务异常券已失效");
    world.is_sound().await;
}

fn verdict(id: &str, order_no: &str, code: &str, word: &str) -> Value {
    json!({
        "order_no": order_no,
        "refund_confirm_commit_activity_info_list": [{
            "activity_id": id,
            "refund_confirm_commit_result_list": [
                { "voucher_code": code, "result": word, "reason": "已消费" },
            ],
        }],
    })
}

#[tokio::test]
async fn oc1_the_merchant_may_answer_later_with_a_call() {
    let post = Post::new().await;
    let world = &post.world;
    let (id, bought) = delivered(&post, asking(true, false)).await;
    let confirm = Operation::OrderRefundconfirmcommit;
    let say = |code: &str, word: &str| verdict(&id, &bought.order_no, code, word);
    // Nobody asked yet.
    assert_eq!(world.no(confirm, say("A", "AGREE")).await.code, "BIZ_ERROR");
    let body = world.to_give_back(&id, &bought.order_no, "A");
    world.ok(Operation::OrderRefund, body).await;
    post.receiver.answer([Answer::Later]);
    post.deliver().await;
    post.wait(100_000).await;
    assert_eq!(post.receiver.questions().len(), 1);
    assert_eq!(post.state(&bought.trade_no).await, "refunding");
    assert_eq!(world.no(confirm, say("B", "AGREE")).await.code, "BIZ_ERROR");
    let other = world.made(sold()).await;
    let strange = verdict(&other, &bought.order_no, "A", "AGREE");
    assert_eq!(world.no(confirm, strange).await.code, "BIZ_ERROR");
    let strange = with(say("A", "AGREE"), &[("buyer_id", json!(BOB))]);
    assert_eq!(world.no(confirm, strange).await.code, "BIZ_ERROR");
    let refused = world
        .refusal_to(stranger(), confirm, &say("A", "AGREE"))
        .await;
    assert_eq!(refused.code, "ACTIVITY_NOT_PERMISSION");
    assert_eq!(post.state(&bought.trade_no).await, "refunding");
    let answer = world.ok(confirm, say("A", "AGREE")).await;
    assert_eq!(answer["order_no"], bought.order_no.as_str());
    assert_eq!(post.state(&bought.trade_no).await, "refunded");
    // The same word once more is fine, another one is not.
    assert_eq!(world.ok(confirm, say("A", "AGREE")).await, answer);
    assert_eq!(
        world.no(confirm, say("A", "REFUSE")).await.code,
        "BIZ_ERROR"
    );
    world.is_sound().await;
}

#[tokio::test]
async fn oc1_a_code_that_is_refused_stays_usable() {
    let post = Post::new().await;
    let world = &post.world;
    let (id, bought) = delivered(&post, asking(true, false)).await;
    let body = world.to_give_back(&id, &bought.order_no, "A");
    world.ok(Operation::OrderRefund, body).await;
    let refused = verdict(&id, &bought.order_no, "A", "REFUSE");
    world.ok(Operation::OrderRefundconfirmcommit, refused).await;
    post.deliver().await;
    assert!(
        post.receiver.questions().is_empty(),
        "it was answered already"
    );
    assert_eq!(post.state(&bought.trade_no).await, "delivered");
    assert_eq!(world.take(&id, "A").await, 0);
    world.is_sound().await;
}

#[tokio::test]
async fn or9_who_does_not_say_whether_money_may_go_back_keeps_it() {
    let post = Post::new().await;
    let world = &post.world;
    let (id, bought) = delivered(&post, asking(false, true)).await;
    world.go_to("2027-01-05 00:00:00").await;
    let body = with(
        world.to_give_back(&id, &bought.order_no, "A"),
        &[("refund_type", json!("AUTO_EXPIRE"))],
    );
    world.ok(Operation::OrderRefund, body).await;
    post.deliver().await;
    for _ in 0..10 {
        assert_eq!(post.state(&bought.trade_no).await, "refunding");
        post.wait(30).await;
    }
    assert_eq!(post.receiver.questions().len(), 11);
    assert_eq!(post.state(&bought.trade_no).await, "delivered");
    world.is_sound().await;
}

#[tokio::test]
async fn l3_a_settlement_is_answered_again() {
    let post = Post::new().await;
    let world = &post.world;
    let (id, bought) = delivered(&post, sold()).await;
    world.take(&id, "A").await;
    let body = world.numbered(json!({ "activity_id": id, "order_no": bought.order_no }));
    let settle = Operation::OrderVoucherSettle;
    let first = world.ok(settle, body.clone()).await;
    world.clock.set(crate::world::at("2026-11-07 10:00:00"));
    assert_eq!(world.ok(settle, body.clone()).await, first);
    let other_order = world.buy(&id).await;
    let other = with(body, &[("order_no", json!(other_order.order_no))]);
    assert_eq!(world.no(settle, other).await.message, REUSED);
    // What is settled is not refunded, also after the use was taken back.
    world.undo(&id, "A").await;
    let back = world.to_give_back(&id, &bought.order_no, "A");
    assert_eq!(
        world.no(Operation::OrderRefund, back).await.code,
        "BIZ_ERROR"
    );
    let by_number = json!({ "activity_id": id, "settle_no": first["settle_no"] });
    let answer = world.ok(Operation::SettleQuery, by_number).await;
    assert_eq!(answer["order_no"], bought.order_no.as_str());
    assert_eq!(answer["summary"]["charge"], "0.00");
    let refused = world
        .refusal_to(
            stranger(),
            settle,
            &world.numbered(json!({ "activity_id": id, "order_no": bought.order_no })),
        )
        .await;
    assert_eq!(refused.code, "ACTIVITY_NOT_PERMISSION");
    world.is_sound().await;
}

#[tokio::test]
async fn l5_nothing_is_settled_before_the_use_and_is_then_told_so() {
    let post = Post::new().await;
    let world = &post.world;
    let (id, bought) = delivered(&post, sold()).await;
    let settle = Operation::OrderVoucherSettle;
    let body = world.numbered(json!({ "activity_id": id, "order_no": bought.order_no }));
    let refused = world.no(settle, body.clone()).await;
    assert_eq!(refused.message, "业务异常券未核销");
    let question = json!({ "activity_id": id, "order_no": bought.order_no });
    let answer = world.ok(Operation::SettleQuery, question).await;
    assert!(answer.get("settle_info").is_none());
    world.take(&id, "A").await;
    // The number was not used up.
    world.ok(settle, body).await;
    let other = world.made(sold()).await;
    let strange = world.numbered(json!({ "activity_id": other, "order_no": bought.order_no }));
    assert_eq!(world.no(settle, strange).await.code, "BIZ_ERROR");
}

#[tokio::test]
async fn or3_an_order_is_its_buyers() {
    let post = Post::new().await;
    let world = &post.world;
    let (id, bought) = delivered(&post, sold()).await;
    let body = |name: &str, who: &str| {
        with(
            world.to_give_back(&id, &bought.order_no, "A"),
            &[(name, json!(who))],
        )
    };
    let refund = Operation::OrderRefund;
    assert_eq!(
        world.no(refund, body("buyer_id", BOB)).await.code,
        "BIZ_ERROR"
    );
    world.ok(refund, body("buyer_open_id", ALICE_OPEN)).await;
}

#[tokio::test]
async fn l4_an_order_is_settled_once() {
    let post = Post::new().await;
    let world = &post.world;
    let (id, bought) = delivered(&post, sold()).await;
    world.take(&id, "A").await;
    let body = || world.numbered(json!({ "activity_id": id, "order_no": bought.order_no }));
    world.ok(Operation::OrderVoucherSettle, body()).await;
    let refused = world.no(Operation::OrderVoucherSettle, body()).await;
    assert_eq!(refused.code, "BIZ_ERROR");
    assert_eq!(refused.message, "业务异常订单已结算");
}

/// As long as a merchant may take in the tests of those who take longer.
const SOON: Duration = Duration::from_millis(300);

#[tokio::test]
async fn sp3_who_hangs_is_asked_again_on_schedule_and_then_the_money_goes_back() {
    let post = Post::impatient(SOON).await;
    let world = &post.world;
    let id = world.made(sold()).await;
    let bought = world.buy(&id).await;
    post.deliver().await;
    post.receiver.messages();
    post.receiver.answer(vec![Answer::Silence; 11]);
    post.pay(&bought.trade_no).await;
    for nth in 1..=10 {
        assert_eq!(post.receiver.questions().len(), 1, "the {nth}th");
        assert_eq!(post.state(&bought.trade_no).await, "paid");
        let tries = post.tries(&id, "code_wanted").await;
        assert_eq!(tries.len(), nth);
        let last = &tries[nth - 1];
        let detail = last["detail"].as_str().unwrap();
        assert!(detail.starts_with("no answer in time"), "{detail}");
        assert_eq!(last["delivered"], false);
        post.wait(29).await;
        assert!(post.receiver.questions().is_empty(), "not before it is due");
        post.wait(1).await;
    }
    assert_eq!(post.receiver.questions().len(), 1);
    assert_eq!(post.tries(&id, "code_wanted").await.len(), 11);
    post.deliver().await;
    assert_eq!(post.state(&bought.trade_no).await, "refunded");
    let refunded = post.receiver.only("ordermessage.refunded");
    assert_eq!(refunded["refund_type"], "SEND_ERROR_REFUND");
    post.wait(100_000).await;
    assert!(post.receiver.questions().is_empty());
    // What was set aside is free again.
    let row = world.engine.activity(crate::world::activity_number(&id));
    let row = row.await.unwrap().unwrap().activity;
    assert_eq!((row.issued, row.reserved), (0, 0));
    world.is_sound().await;
}

#[tokio::test]
async fn sp4_who_hung_may_answer_the_next_time() {
    let post = Post::impatient(SOON).await;
    let world = &post.world;
    let id = world.made(sold()).await;
    let bought = world.buy(&id).await;
    post.receiver.answer([Answer::Silence, Answer::Code("A")]);
    post.pay(&bought.trade_no).await;
    assert_eq!(post.state(&bought.trade_no).await, "paid");
    post.wait(30).await;
    assert_eq!(post.state(&bought.trade_no).await, "delivered");
    assert_eq!(world.listed(ALICE).await, ["A"]);
    world.is_sound().await;
}

#[tokio::test]
async fn sp3_who_hangs_about_a_refund_keeps_the_money() {
    let post = Post::impatient(SOON).await;
    let world = &post.world;
    let (id, bought) = delivered(&post, asking(true, true)).await;
    let body = world.to_give_back(&id, &bought.order_no, "A");
    world.ok(Operation::OrderRefund, body).await;
    post.receiver.answer(vec![Answer::Silence; 11]);
    post.deliver().await;
    for _ in 0..10 {
        assert_eq!(post.state(&bought.trade_no).await, "refunding");
        assert_eq!(post.receiver.questions().len(), 1);
        post.wait(30).await;
    }
    assert_eq!(post.receiver.questions().len(), 1);
    assert_eq!(post.state(&bought.trade_no).await, "delivered");
    assert_eq!(world.take(&id, "A").await, 0);
    world.is_sound().await;
}

#[tokio::test]
async fn sp1_where_messages_are_bound_elsewhere_the_merchant_is_asked_all_the_same() {
    let post = Post::new().await;
    let world = &post.world;
    post.listens_too(SECOND_APP);
    let id = world.made(sold()).await;
    let bind = json!({ "activity_id": id, "notify_appid": SECOND_APP });
    world.ok(Operation::MessageBind, bind).await;
    let bought = world.buy(&id).await;
    post.deliver().await;
    post.receiver.forms();
    post.receiver.answer([Answer::Code("A")]);
    post.pay(&bought.trade_no).await;
    assert_eq!(post.state(&bought.trade_no).await, "delivered");
    let forms = post.receiver.forms();
    assert_eq!(forms.len(), 2, "of the order and of the voucher");
    assert!(forms.iter().all(|form| field(form, "app_id") == SECOND_APP));
}
