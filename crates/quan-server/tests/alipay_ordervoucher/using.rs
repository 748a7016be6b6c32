//! Use and its undoing, links and annulment, as stored vouchers decide them.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::base::{BOB, voucher_number};
use crate::world::{
    ALICE, NO_ACTIVITY, OWNER, REAL_SHOP, REAL_SHOP_TOO, REUSED, SHOP, SHOP_THREE, SHOP_TOO,
    STRANGE_SHOP, World, counted, flat, in_cities, in_shops, left, nested, set, stranger, with,
};

const USE: Operation = Operation::OrderVoucherUse;

/// A voucher of Alice's under the code `A`.
async fn one(world: &World, body: Value) -> String {
    let id = world.made(body).await;
    world.hand(&id, "A", ALICE).await;
    id
}

fn limited(times: u32, per_user: u32, period: &str) -> Value {
    with(
        nested(),
        &[
            ("voucher_use_rule_info/voucher_max_use_times", json!(times)),
            (
                "voucher_use_rule_info/quantity_limit_per_user",
                json!(per_user),
            ),
            (
                "voucher_use_rule_info/quantity_limit_per_user_period_type",
                json!(period),
            ),
        ],
    )
}

#[tokio::test]
async fn u1_what_is_not_there_has_no_vouchers() {
    let world = World::of_orders();
    for unknown in ["2026110500826004000000000099", "x"] {
        for refused in [
            world.not_taken(unknown, "A").await,
            world.not_undone(unknown, "A").await,
            world.not_annulled(unknown, "A").await,
        ] {
            assert_eq!(refused.message, NO_ACTIVITY);
        }
    }
}

#[tokio::test]
async fn u2_a_code_that_was_brought_and_not_given_is_no_voucher() {
    let world = World::of_orders();
    let id = world.stocked(flat(), &["A"]).await;
    for refused in [
        world.not_taken(&id, "A").await,
        world.not_undone(&id, "A").await,
        world.not_annulled(&id, "A").await,
        world.not_taken(&id, "B").await,
    ] {
        assert_eq!(refused.code, "BIZ_ERROR");
        assert_eq!(refused.message, "业务异常券码不存在或未发放");
    }
}

#[tokio::test]
async fn u3_a_use_is_answered_again() {
    let world = World::of_orders();
    let id = one(&world, limited(3, 9, "DAY")).await;
    let body = world.to_use(&id, "A");
    let first = world.ok(USE, body.clone()).await;
    assert_eq!(left(&first), 2);
    world.take(&id, "A").await;
    assert_eq!(world.ok(USE, body.clone()).await, first);
    for (name, value) in [
        ("total_fee", json!("100.01")),
        ("store_id", json!(SHOP)),
        ("trade_no", json!("T")),
        ("voucher_code", json!("B")),
        ("biz_dt", json!("2026-11-05 10:00:01")),
        (
            "goods_detail",
            json!([{ "goods_id": "a", "goods_name": "b", "quantity": 1 }]),
        ),
        ("voucher_use_detail_info", json!({ "voucher_use_times": 2 })),
    ] {
        let refused = world.no(USE, with(body.clone(), &[(name, value)])).await;
        assert_eq!(refused.message, REUSED, "{name}");
    }
    // Amounts are amounts, and one use is what is meant where nothing is said.
    let same = with(
        body,
        &[
            ("total_fee", json!(100)),
            ("voucher_use_detail_info", json!({ "voucher_use_times": 1 })),
        ],
    );
    assert_eq!(world.ok(USE, same).await, first);
}

#[tokio::test]
async fn u8_a_shop_is_one_of_the_activitys() {
    let world = World::of_orders();
    let at = |id: &str, name: &str, shop: &str| {
        let mut body = world.to_use(id, "A");
        body[name] = json!(shop);
        body
    };
    let body = with(
        in_shops(&json!({ "available_geography_all_shop": {
            "merchant_ids": [OWNER], "exclude_shop_ids": [SHOP_TOO],
        } })),
        &[("voucher_use_rule_info/voucher_max_use_times", json!(9))],
    );
    let id = one(&world, body).await;
    for shop in [SHOP_TOO, STRANGE_SHOP] {
        let refused = world.no(USE, at(&id, "store_id", shop)).await;
        assert_eq!(refused.message, "业务异常门店不在活动可用范围内", "{shop}");
    }
    world.ok(USE, at(&id, "store_id", SHOP_THREE)).await;
}

#[tokio::test]
async fn u9_a_real_shop_is_one_of_the_activitys() {
    let world = World::of_orders();
    let body = with(
        in_shops(&json!({ "available_real_shop_ids": [REAL_SHOP] })),
        &[("voucher_use_rule_info/voucher_max_use_times", json!(9))],
    );
    let id = one(&world, body).await;
    let at = |name: &str, shop: &str| {
        let mut body = world.to_use(&id, "A");
        body[name] = json!(shop);
        body
    };
    for (name, shop) in [
        ("real_shop_id", REAL_SHOP_TOO),
        ("store_id", REAL_SHOP),
        ("store_id", SHOP),
    ] {
        let refused = world.no(USE, at(name, shop)).await;
        assert_eq!(refused.message, "业务异常门店不在活动可用范围内");
    }
    world.ok(USE, at("real_shop_id", REAL_SHOP)).await;
    world.take(&id, "A").await;
}

#[tokio::test]
async fn u9_both_shops_that_are_named_are_the_activitys() {
    let world = World::of_orders();
    let shops = json!({ "available_geography_all_shop": {
        "merchant_ids": [OWNER], "exclude_shop_ids": [SHOP_TOO],
    } });
    let times = ("voucher_use_rule_info/voucher_max_use_times", json!(9));
    let id = one(&world, with(in_shops(&shops), &[times])).await;
    let at = |store: &str, real: &str| {
        let mut body = world.to_use(&id, "A");
        body["store_id"] = json!(store);
        body["real_shop_id"] = json!(real);
        body
    };
    for (store, real) in [
        (SHOP_TOO, REAL_SHOP),
        (STRANGE_SHOP, REAL_SHOP),
        (SHOP_THREE, crate::world::STRANGE_REAL_SHOP),
    ] {
        let refused = world.no(USE, at(store, real)).await;
        let message = "业务异常门店不在活动可用范围内";
        assert_eq!(refused.message, message, "{store} {real}");
    }
    world.ok(USE, at(SHOP_THREE, REAL_SHOP)).await;
}

#[tokio::test]
async fn u9_a_scope_of_one_directory_says_nothing_of_the_other() {
    let world = World::of_orders();
    let times = ("voucher_use_rule_info/voucher_max_use_times", json!(9));
    let shops = json!({ "available_shop_ids": [SHOP] });
    let id = one(&world, with(in_shops(&shops), &[times])).await;
    let at = |store: &str| {
        let mut body = world.to_use(&id, "A");
        body["store_id"] = json!(store);
        body["real_shop_id"] = json!(REAL_SHOP);
        body
    };
    world.ok(USE, at(SHOP)).await;
    assert_eq!(world.no(USE, at(SHOP_TOO)).await.code, "BIZ_ERROR");
}

#[tokio::test]
async fn u11_no_more_uses_than_are_left() {
    let world = World::of_orders();
    let id = one(&world, limited(3, 9, "DAY")).await;
    let often = |times: u32| {
        let mut body = world.to_use(&id, "A");
        set(
            &mut body,
            "voucher_use_detail_info/voucher_use_times",
            json!(times),
        );
        body
    };
    assert_eq!(world.no(USE, often(4)).await.code, "BIZ_ERROR");
    assert_eq!(left(&world.ok(USE, often(2)).await), 1);
    assert_eq!(world.no(USE, often(2)).await.code, "BIZ_ERROR");
    assert_eq!(left(&world.ok(USE, often(1)).await), 0);
    let refused = world.no(USE, often(1)).await;
    assert_eq!(refused.message, "业务异常券已核销");
    assert_eq!(world.read(&id).await["summary"]["used_count"], 3);
}

#[tokio::test]
async fn u12_a_voucher_is_used_in_its_time() {
    let world = World::of_orders();
    let days = json!({ "valid_days_after_receive": 2, "wait_days_after_receive": 1 });
    let restricted = with(
        nested(),
        &[
            counted(days),
            (
                "voucher_use_rule_info/voucher_use_time_info/relative_period_info/time_restrict_info",
                json!({ "disable_period_info": [{
                    "rule_type": "WEEK", "week_rule_info": { "week_day": "5" },
                }] }),
            ),
        ],
    );
    let id = one(&world, restricted).await;
    assert_eq!(world.not_taken(&id, "A").await.message, "业务异常券未生效");
    // A Friday.
    world.go_to("2026-11-06 12:00:00").await;
    assert_eq!(
        world.not_taken(&id, "A").await.message,
        "业务异常当前时间不可用"
    );
    world.go_to("2026-11-07 00:00:00").await;
    world.take(&id, "A").await;
    world.hand(&id, "B", BOB).await;
    world.go_to("2026-11-20 00:00:00").await;
    assert_eq!(world.not_taken(&id, "B").await.message, "业务异常券已过期");
}

#[tokio::test]
async fn u13_the_threshold_is_the_merchants_to_check() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    let body = with(world.to_use(&id, "A"), &[("total_fee", json!("0.01"))]);
    world.ok(USE, body).await;
}

#[tokio::test]
async fn u14_cities_and_goods_are_known_by_what_is_reported() {
    let world = World::of_orders();
    let id = one(&world, in_cities(&["110100"])).await;
    let there = with(world.to_use(&id, "A"), &[("store_id", json!(SHOP))]);
    let refused = world.no(USE, there).await;
    assert_eq!(refused.message, "业务异常门店不在活动可用范围内");
    world.take(&id, "A").await;
}

#[tokio::test]
async fn u15_users_have_limits_of_use() {
    let world = World::of_orders();
    let id = one(&world, limited(9, 2, "DAY")).await;
    world.hand(&id, "B", ALICE).await;
    world.hand(&id, "C", BOB).await;
    world.take(&id, "A").await;
    world.take(&id, "B").await;
    let refused = world.not_taken(&id, "A").await;
    assert_eq!(refused.code, "BIZ_ERROR");
    assert_eq!(refused.message, "业务异常超过用户核销上限");
    world.take(&id, "C").await;
    world.undo(&id, "B").await;
    world.take(&id, "A").await;
    world.go_to("2026-11-06 00:00:00").await;
    world.take(&id, "A").await;
    world.is_sound().await;
}

#[tokio::test]
async fn u18_a_link_to_another_trade_does_not_matter() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    let link = world.to_link(&id, "A", "T1");
    world.ok(Operation::OrderVoucherAssociate, link).await;
    let body = with(
        world.to_use(&id, "A"),
        &[
            ("trade_channel", json!("ZHIFUBAO_TRADE_CHANNEL")),
            ("trade_no", json!("T2")),
        ],
    );
    world.ok(USE, body).await;
    // AS8: what was used can still be linked.
    let unlink = world.to_link(&id, "A", "T1");
    world.ok(Operation::OrderVoucherDisassociate, unlink).await;
    let link = world.to_link(&id, "A", "T2");
    world.ok(Operation::OrderVoucherAssociate, link).await;
}

#[tokio::test]
async fn f3_an_undoing_has_a_number_of_its_own_and_is_answered_again() {
    let world = World::of_orders();
    let id = one(&world, limited(2, 9, "DAY")).await;
    let mut body = world.to_use(&id, "A");
    body["out_biz_no"] = json!("SAME");
    world.ok(USE, body).await;
    let mut body = world.to_undo(&id, "A");
    body["out_biz_no"] = json!("SAME");
    let undo = Operation::OrderVoucherRefund;
    let first = world.ok(undo, body.clone()).await;
    assert_eq!(left(&first), 2);
    world.take(&id, "A").await;
    assert_eq!(world.ok(undo, body.clone()).await, first);
    assert_eq!(world.read(&id).await["summary"]["used_count"], 1);
    let other = with(body, &[("total_fee", json!("1.00"))]);
    assert_eq!(world.no(undo, other).await.message, REUSED);
}

#[tokio::test]
async fn f6_no_more_uses_are_undone_than_were_made() {
    let world = World::of_orders();
    let id = one(&world, limited(3, 9, "DAY")).await;
    world.take(&id, "A").await;
    let body = with(
        world.to_undo(&id, "A"),
        &[(
            "voucher_refund_detail_info",
            json!({ "voucher_refund_use_times": 2 }),
        )],
    );
    let refused = world.no(Operation::OrderVoucherRefund, body).await;
    assert_eq!(refused.code, "BIZ_ERROR");
    assert_eq!(world.undo(&id, "A").await, 3);
}

#[tokio::test]
async fn f7_what_is_undone_after_its_end_stays_unusable() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    world.take(&id, "A").await;
    world.go_to("2027-01-05 00:00:00").await;
    assert_eq!(world.undo(&id, "A").await, 1);
    assert_eq!(world.not_taken(&id, "A").await.message, "业务异常券已过期");
    assert_eq!(
        world.seen(&id, "A", ALICE).await["voucher_status"],
        "EXPIRED"
    );
    world.is_sound().await;
}

#[tokio::test]
async fn f8_what_its_user_deleted_stays_deleted() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    world.take(&id, "A").await;
    let seen = world.seen(&id, "A", ALICE).await;
    let voucher = seen["user_voucher_base_info"]["voucher_id"]
        .as_str()
        .unwrap();
    world.engine.hide(voucher_number(voucher)).await.unwrap();
    assert_eq!(world.undo(&id, "A").await, 1);
    let row = world.engine.voucher(voucher_number(voucher)).await.unwrap();
    assert!(row.unwrap().hidden);
    assert!(world.listed(ALICE).await.is_empty());
}

#[tokio::test]
async fn f9_what_was_not_used_is_not_undone() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    assert_eq!(world.not_undone(&id, "A").await.message, "业务异常券未核销");
}

#[tokio::test]
async fn as4_a_link_is_answered_again_with_its_time() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    let (link, unlink) = (
        Operation::OrderVoucherAssociate,
        Operation::OrderVoucherDisassociate,
    );
    let linking = world.to_link(&id, "A", "T1");
    let linked = world.ok(link, linking.clone()).await;
    world.clock.set(crate::world::at("2026-11-05 11:00:00"));
    // AS6: another request for the same trade has the first one's time.
    assert_eq!(world.ok(link, world.to_link(&id, "A", "T1")).await, linked);
    let unlinking = world.to_link(&id, "A", "T1");
    let unlinked = world.ok(unlink, unlinking.clone()).await;
    assert_eq!(unlinked["disassociate_time"], "2026-11-05 11:00:00");
    world.clock.set(crate::world::at("2026-11-05 12:00:00"));
    assert_eq!(world.ok(link, linking.clone()).await, linked);
    assert_eq!(world.ok(unlink, unlinking.clone()).await, unlinked);
    for (operation, body) in [(link, linking), (unlink, unlinking)] {
        let other = with(body, &[("trade_no", json!("T9"))]);
        assert_eq!(world.no(operation, other).await.message, REUSED);
    }
    let seen = world.seen(&id, "A", ALICE).await;
    assert!(seen.get("associate_trade_no").is_none());
}

#[tokio::test]
async fn as2_only_what_a_user_has_is_linked() {
    let world = World::of_orders();
    let id = world.stocked(flat(), &["A"]).await;
    for operation in [
        Operation::OrderVoucherAssociate,
        Operation::OrderVoucherDisassociate,
    ] {
        let refused = world.no(operation, world.to_link(&id, "A", "T")).await;
        assert_eq!(refused.code, "VOUCHER_NOT_EXIST");
    }
}

#[tokio::test]
async fn as7_strangers_have_no_permission() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    for operation in [
        Operation::OrderVoucherAssociate,
        Operation::OrderVoucherDisassociate,
    ] {
        let body = world.to_link(&id, "A", "T");
        let refused = world.refusal_to(stranger(), operation, &body).await;
        assert_eq!(refused.code, "ACTIVITY_NOT_PERMISSION");
    }
}

#[tokio::test]
async fn as8_what_is_used_or_expired_can_be_linked() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    world.hand(&id, "B", BOB).await;
    world.take(&id, "A").await;
    world.go_to("2027-02-01 00:00:00").await;
    for code in ["A", "B"] {
        let body = world.to_link(&id, code, "T");
        world.ok(Operation::OrderVoucherAssociate, body).await;
    }
}

#[tokio::test]
async fn da5_what_is_not_linked_is_not_unlinked() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    let unlink = Operation::OrderVoucherDisassociate;
    let refused = world.no(unlink, world.to_link(&id, "A", "T")).await;
    assert_eq!(refused.code, "VOUCHER_ASSOCIATE_TRADE_NO_ERROR");
}

#[tokio::test]
async fn v3_an_annulment_is_answered_again() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    let body = world.to_undo(&id, "A");
    for _ in 0..2 {
        let answer = world.ok(Operation::OrderVoucherInvalid, body.clone()).await;
        assert_eq!(answer, json!({}));
    }
    let other = with(body, &[("biz_dt", json!("2026-11-05 10:00:01"))]);
    let refused = world.no(Operation::OrderVoucherInvalid, other).await;
    assert_eq!(refused.message, REUSED);
}

#[tokio::test]
async fn v5_what_was_used_in_part_is_not_annulled() {
    let world = World::of_orders();
    let id = one(&world, limited(2, 9, "DAY")).await;
    world.take(&id, "A").await;
    assert_eq!(world.not_annulled(&id, "A").await.code, "BIZ_ERROR");
    world.take(&id, "A").await;
    assert_eq!(world.not_annulled(&id, "A").await.code, "BIZ_ERROR");
    world.undo(&id, "A").await;
    world.annul(&id, "A").await;
    assert_eq!(world.not_undone(&id, "A").await.code, "BIZ_ERROR");
}

#[tokio::test]
async fn v6_a_code_that_was_not_given_is_not_annulled() {
    let world = World::of_orders();
    let id = world.stocked(flat(), &["A"]).await;
    assert_eq!(world.not_annulled(&id, "A").await.code, "BIZ_ERROR");
    assert_eq!(world.give(&id, ALICE).await, "A");
}

#[tokio::test]
async fn v7_what_expired_is_annulled() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    world.go_to("2027-02-01 00:00:00").await;
    world.annul(&id, "A").await;
    assert_eq!(world.not_seen(&id, "A", ALICE).await, "VOUCHER_NOT_EXIST");
    world.is_sound().await;
}

#[tokio::test]
async fn as1_what_is_not_there_is_not_linked() {
    let world = World::of_orders();
    for operation in [
        Operation::OrderVoucherAssociate,
        Operation::OrderVoucherDisassociate,
    ] {
        let nowhere = "2026110500826004000000000099";
        let refused = world.no(operation, world.to_link(nowhere, "A", "T")).await;
        assert_eq!(refused.code, "ACTIVITY_NOT_EXIST");
        assert_eq!(refused.message, "活动不存在");
    }
}

#[tokio::test]
async fn as6_the_same_trade_once_more_has_the_first_ones_time() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    let link = Operation::OrderVoucherAssociate;
    let first = world.ok(link, world.to_link(&id, "A", "T")).await;
    world.clock.set(crate::world::at("2026-11-06 10:00:00"));
    let again = world.ok(link, world.to_link(&id, "A", "T")).await;
    assert_eq!(again, first);
    assert_eq!(again["associate_time"], "2026-11-05 10:00:00");
}

#[tokio::test]
async fn da4_an_unlinking_is_answered_again() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    let link = Operation::OrderVoucherAssociate;
    world.ok(link, world.to_link(&id, "A", "T")).await;
    let body = world.to_link(&id, "A", "T");
    let unlink = Operation::OrderVoucherDisassociate;
    let first = world.ok(unlink, body.clone()).await;
    world.ok(link, world.to_link(&id, "A", "U")).await;
    assert_eq!(world.ok(unlink, body).await, first);
    let seen = world.seen(&id, "A", ALICE).await;
    assert_eq!(seen["associate_trade_no"], "U");
}

#[tokio::test]
async fn v2_nothing_is_annulled_twice() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    world.annul(&id, "A").await;
    let refused = world.not_annulled(&id, "A").await;
    assert_eq!(refused.message, "业务异常券已失效");
    assert_eq!(world.not_taken(&id, "A").await.message, "业务异常券已失效");
    world.is_sound().await;
}

#[tokio::test]
async fn u7_a_trade_of_alipays_is_named() {
    let world = World::of_orders();
    let id = one(&world, nested()).await;
    let body = with(
        world.to_use(&id, "A"),
        &[("trade_channel", json!("ZHIFUBAO_TRADE_CHANNEL"))],
    );
    assert_eq!(world.no(USE, body.clone()).await.code, "INVALID_PARAMETER");
    world.ok(USE, with(body, &[("trade_no", json!("T"))])).await;
}

#[tokio::test]
async fn f2_what_is_undone_was_given_in_this_activity() {
    let world = World::of_orders();
    let (id, other) = (one(&world, nested()).await, world.made(nested()).await);
    world.take(&id, "A").await;
    assert_eq!(world.not_undone(&other, "A").await.code, "BIZ_ERROR");
    assert_eq!(world.undo(&id, "A").await, 1);
}
