//! What becomes of a voucher: used, taken back, linked, made unusable.

use quan_wire::alipay::message::Operation;
use serde_json::json;

use crate::base::BOB;
use crate::world::{
    ALICE, SHOP, SHOP_TOO, World, exchange, in_shops, left, nested, stranger, uploaded, with,
};

/// A voucher of Alice's under the code `A`, usable three times.
async fn three_times(world: &World) -> String {
    let body = with(
        exchange(),
        &[("voucher_use_rule_info/voucher_max_use_times", json!(3))],
    );
    let id = world.made(body).await;
    world.hand(&id, "A", ALICE).await;
    id
}

#[tokio::test]
async fn u11_uses_count_down_and_f6_undoing_counts_up() {
    let world = World::of_orders();
    let id = three_times(&world).await;
    assert_eq!(world.take(&id, "A").await, 2);
    let mut two = world.to_use(&id, "A");
    two["voucher_use_detail_info"] = json!({ "voucher_use_times": 2 });
    let answer = world.ok(Operation::OrderVoucherUse, two).await;
    assert_eq!(left(&answer), 0);
    assert_eq!(world.not_taken(&id, "A").await.code, "BIZ_ERROR");
    let mut one = world.to_undo(&id, "A");
    one["voucher_refund_detail_info"] = json!({ "voucher_refund_use_times": 1 });
    let answer = world.ok(Operation::OrderVoucherRefund, one).await;
    assert_eq!(left(&answer), 1);
    assert_eq!(world.undo(&id, "A").await, 3);
    assert_eq!(world.not_undone(&id, "A").await.message, "业务异常券未核销");
    world.is_sound().await;
}

#[tokio::test]
async fn u2_a_code_must_have_been_issued_in_the_activity() {
    let world = World::of_orders();
    let id = world.stocked(uploaded(), &["A", "B"]).await;
    let other = three_times(&world).await;
    assert_eq!(
        world.not_taken(&id, "A").await.message,
        "业务异常券码不存在或未发放"
    );
    let code = world.give(&id, ALICE).await;
    world.take(&id, &code).await;
    // The same code in another activity is another voucher's.
    world.take(&other, "A").await;
}

#[tokio::test]
async fn u14_a_shop_outside_the_scope_is_refused() {
    let world = World::of_orders();
    let id = world
        .made(in_shops(&json!({ "available_shop_ids": [SHOP] })))
        .await;
    world.hand(&id, "A", ALICE).await;
    let mut strange = world.to_use(&id, "A");
    strange["store_id"] = json!(SHOP_TOO);
    let refused = world.no(Operation::OrderVoucherUse, strange).await;
    assert_eq!(refused.message, "业务异常门店不在活动可用范围内");
    let mut own = world.to_use(&id, "A");
    own["store_id"] = json!(SHOP);
    world.ok(Operation::OrderVoucherUse, own).await;
}

#[tokio::test]
async fn u16_the_end_of_the_activity_does_not_matter_but_the_vouchers_own_does() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    world.hand(&id, "A", ALICE).await;
    world.hand(&id, "B", BOB).await;
    world.finish(&id).await;
    world.take(&id, "A").await;
    world.go_to("2027-12-01 00:00:00").await;
    assert_eq!(world.not_taken(&id, "B").await.message, "业务异常券已过期");
    // F7: what is undone after the end stays unusable.
    world.undo(&id, "A").await;
    assert_eq!(world.not_taken(&id, "A").await.message, "业务异常券已过期");
    world.is_sound().await;
}

#[tokio::test]
async fn u17_strangers_have_no_permission() {
    let world = World::of_orders();
    let id = three_times(&world).await;
    let body = world.to_use(&id, "A");
    let refused = world
        .refusal_to(stranger(), Operation::OrderVoucherUse, &body)
        .await;
    assert_eq!(refused.code, "ACTIVITY_NOT_PERMISSION");
    let body = world.to_undo(&id, "A");
    let refused = world
        .refusal_to(stranger(), Operation::OrderVoucherRefund, &body)
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
}

#[tokio::test]
async fn v5_what_is_used_is_not_made_unusable_and_v2_nothing_is_twice() {
    let world = World::of_orders();
    let id = three_times(&world).await;
    world.take(&id, "A").await;
    assert_eq!(world.not_annulled(&id, "A").await.code, "BIZ_ERROR");
    world.undo(&id, "A").await;
    assert_eq!(world.listed(ALICE).await, ["A"]);
    assert_eq!(
        world.seen(&id, "A", ALICE).await["user_voucher_base_info"]["voucher_status"],
        "SENDED"
    );
    world.annul(&id, "A").await;
    assert_eq!(
        world.not_annulled(&id, "A").await.message,
        "业务异常券已失效"
    );
    assert_eq!(world.not_taken(&id, "A").await.message, "业务异常券已失效");
    // An unusable voucher is in no list, and in no answer.
    assert!(world.listed(ALICE).await.is_empty());
    assert_eq!(world.not_seen(&id, "A", ALICE).await, "VOUCHER_NOT_EXIST");
    world.is_sound().await;
}

#[tokio::test]
async fn as5_a_voucher_is_linked_to_one_trade_and_da5_unlinked_from_that() {
    let world = World::of_orders();
    let id = three_times(&world).await;
    let link = Operation::OrderVoucherAssociate;
    let first = world.ok(link, world.to_link(&id, "A", "T1")).await;
    assert!(first["associate_time"].is_string());
    // AS6: the same trade once more is fine.
    assert_eq!(world.ok(link, world.to_link(&id, "A", "T1")).await, first);
    let other = world.no(link, world.to_link(&id, "A", "T2")).await;
    assert_eq!(other.code, "VOUCHER_ASSOCIATE_OTHER_TRADE_NO");
    let shown = world.seen(&id, "A", ALICE).await;
    assert_eq!(shown["user_voucher_base_info"]["associate_trade_no"], "T1");
    let unlink = Operation::OrderVoucherDisassociate;
    let other = world.no(unlink, world.to_link(&id, "A", "T2")).await;
    assert_eq!(other.code, "VOUCHER_ASSOCIATE_TRADE_NO_ERROR");
    let answer = world.ok(unlink, world.to_link(&id, "A", "T1")).await;
    assert!(answer["disassociate_time"].is_string());
    let unknown = world.no(link, world.to_link(&id, "Z", "T1")).await;
    assert_eq!(unknown.code, "VOUCHER_NOT_EXIST");
    let nowhere = "2026110500826004000000000099";
    let unknown = world.no(link, world.to_link(nowhere, "A", "T1")).await;
    assert_eq!(unknown.code, "ACTIVITY_NOT_EXIST");
}

#[tokio::test]
async fn s9_a_code_of_the_merchants_own_is_not_sent_and_b11_a_deposited_one_not_named() {
    let world = World::of_orders();
    let sent = world.made(nested()).await;
    assert_eq!(world.not_given(&sent, ALICE).await.code, "BIZ_ERROR");
    let own = world.made(exchange()).await;
    let stock = world
        .stocked(
            with(
                exchange(),
                &[
                    ("activity_base_info/code_mode", json!("MERCHANT_UPLOAD")),
                    (
                        "voucher_send_mode_info/voucher_send_rule_info/quantity",
                        json!(0),
                    ),
                ],
            ),
            &["A"],
        )
        .await;
    let told = world.handed(world.to_hand(&stock, "A", ALICE)).await;
    assert_eq!(
        (&told["result"], &told["retry"]),
        (&json!(false), &json!(false))
    );
    let given = world.handed(world.to_hand(&own, "X", ALICE)).await;
    assert_eq!(
        (&given["result"], &given["voucher_code"]),
        (&json!(true), &json!("X"))
    );
    // B12: a code that another voucher has is not given again.
    let taken = world.handed(world.to_hand(&own, "X", BOB)).await;
    assert_eq!(
        (&taken["result"], &taken["error_code"]),
        (&json!(false), &json!("VOUCHER_CODE_DUPLICATE"))
    );
}

#[tokio::test]
async fn two_sends_for_the_last_code_of_a_pool_have_one_winner() {
    let world = World::of_orders();
    let id = world.stocked(uploaded(), &["A"]).await;
    let bodies: Vec<_> = (0..32)
        .map(|nth| world.to_give(&id, &format!("2088000000001{nth:03}")))
        .collect();
    let answers = futures_util::future::join_all(
        bodies
            .iter()
            .map(|body| world.outcome(crate::base::owner(), Operation::OrderVoucherSend, body)),
    )
    .await;
    let won = answers
        .iter()
        .filter(|answer| matches!(answer, quan_server::alipay::Outcome::Answer(_)));
    assert_eq!(won.count(), 1);
    world.is_sound().await;
}
