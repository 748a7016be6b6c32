//! What users hold, as merchants ask for it.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::base::BOB;
use crate::world::{ALICE, CLIENT, LOGO, OWNER, World, exchange, flat, nested, stranger, with};

#[tokio::test]
async fn a_voucher_is_found_by_its_code_and_by_its_id() {
    let world = World::of_orders();
    let body = with(
        nested(),
        &[
            ("voucher_use_rule_info/voucher_max_use_times", json!(3)),
            ("voucher_display_pattern_info/brand_logo", json!(LOGO)),
        ],
    );
    let id = world.made(body).await;
    world.hand(&id, "a+b=c|-_", ALICE).await;
    world.take(&id, "a+b=c|-_").await;
    let link = world.to_link(&id, "a+b=c|-_", "T1");
    world.ok(Operation::OrderVoucherAssociate, link).await;
    let seen = world.seen(&id, "a+b=c|-_", ALICE).await;
    let base = &seen["user_voucher_base_info"];
    assert_eq!(
        base,
        &json!({
            "voucher_id": base["voucher_id"],
            "voucher_code": "a+b=c|-_",
            "voucher_name": "示例小馆全场10元券",
            "voucher_status": "SENDED",
            "create_time": "2026-11-05 10:00:00",
            "valid_begin_time": "2026-11-01 00:00:00",
            "valid_end_time": "2026-12-31 23:59:59",
            "voucher_max_use_times": 3,
            "voucher_used_times": 1,
            "associate_trade_no": "T1",
            "belong_merchant_id": OWNER,
        })
    );
    for (name, value) in [
        ("activity_id", json!(id)),
        ("voucher_name", json!("示例小馆全场10元券")),
        ("voucher_type", json!("FIX_VOUCHER")),
        ("voucher_status", json!("SENDED")),
        ("belong_merchant_id", json!(OWNER)),
        ("associate_trade_no", json!("T1")),
        ("available_end_time", json!("2026-12-31 23:59:59")),
    ] {
        assert_eq!(seen[name], value, "{name}");
    }
    for block in [
        "activity_base_info",
        "voucher_deduct_info",
        "voucher_send_mode_info",
        "voucher_use_rule_info",
        "voucher_customer_guide_info",
        "voucher_display_pattern_info",
    ] {
        assert!(seen[block].is_object(), "{block}");
    }
    let by_id = json!({ "user_id": ALICE, "voucher_id": base["voucher_id"] });
    assert_eq!(world.ok(Operation::UserQueryvoucher, by_id).await, seen);
}

#[tokio::test]
async fn other_peoples_vouchers_and_codes_are_not_there() {
    let world = World::of_orders();
    let id = world.stocked(flat(), &["A", "B"]).await;
    let code = world.give(&id, ALICE).await;
    assert_eq!(world.not_seen(&id, &code, BOB).await, "VOUCHER_NOT_EXIST");
    let free = if code == "A" { "B" } else { "A" };
    assert_eq!(world.not_seen(&id, free, ALICE).await, "VOUCHER_NOT_EXIST");
    let question = json!({ "user_id": ALICE, "activity_id": id, "voucher_code": code });
    let refused = world
        .refusal_to(stranger(), Operation::UserQueryvoucher, &question)
        .await;
    assert_eq!(refused.code, "ACTIVITY_NOT_PERMISSION");
    let for_other = with(question, &[("merchant_id", json!(CLIENT))]);
    let refused = world.no(Operation::UserQueryvoucher, for_other).await;
    assert_eq!(refused.code, "MERCHANT_RELATION_NOT_EXIST");
}

#[tokio::test]
async fn states_of_vouchers_are_told_and_what_was_annulled_is_gone() {
    let world = World::of_orders();
    let id = world.made(exchange()).await;
    for code in ["A", "B", "C"] {
        world.hand(&id, code, ALICE).await;
    }
    world.take(&id, "A").await;
    world.annul(&id, "B").await;
    let status = |seen: Value| seen["voucher_status"].clone();
    assert_eq!(status(world.seen(&id, "A", ALICE).await), "USED");
    assert_eq!(world.not_seen(&id, "B", ALICE).await, "VOUCHER_NOT_EXIST");
    assert_eq!(status(world.seen(&id, "C", ALICE).await), "SENDED");
    let mut listed = world.listed(ALICE).await;
    listed.sort_unstable();
    assert_eq!(listed, ["A", "C"]);
    world.go_to("2027-01-10 00:00:00").await;
    assert_eq!(status(world.seen(&id, "A", ALICE).await), "USED");
    assert_eq!(status(world.seen(&id, "C", ALICE).await), "EXPIRED");
    // Six months later nothing is known of it.
    world.go_to("2027-07-02 00:00:00").await;
    assert_eq!(world.not_seen(&id, "C", ALICE).await, "VOUCHER_NOT_EXIST");
}

#[tokio::test]
async fn lists_are_of_one_activity_and_state_where_that_is_asked() {
    let world = World::of_orders();
    let (one, other) = (world.made(exchange()).await, world.made(nested()).await);
    world.hand(&one, "A", ALICE).await;
    world.hand(&one, "B", ALICE).await;
    world.hand(&other, "A", ALICE).await;
    world.take(&one, "A").await;
    let ask = |more: &[(&str, Value)]| {
        let question = json!({
            "user_id": ALICE, "belong_merchant_id": OWNER, "page_num": 1, "page_size": 20,
        });
        with(question, more)
    };
    let batch = Operation::UserBatchqueryvoucher;
    assert_eq!(world.ok(batch, ask(&[])).await["total_size"], 3);
    let of_one = world.ok(batch, ask(&[("activity_id", json!(one))])).await;
    assert_eq!(of_one["total_size"], 2);
    let used = world
        .ok(batch, ask(&[("voucher_status", json!("USED"))]))
        .await;
    assert_eq!(used["total_size"], 1);
    let info = &used["user_voucher_infos"][0];
    assert_eq!(info["activity_id"], one.as_str());
    assert_eq!(info["voucher_type"], "EXCHANGE_VOUCHER");
    assert_eq!(info["user_voucher_base_info"]["voucher_code"], "A");
}
