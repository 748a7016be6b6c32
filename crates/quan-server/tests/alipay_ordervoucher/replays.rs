//! The same request is answered the same way, whatever happened since; also by a
//! process that began later.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::base::{BEGIN, BOB};
use crate::world::{
    ALICE, NO_SHOP, PRICE, REUSED, SHOP, SHOP_TOO, World, exchange, in_cities, in_shops,
    sold_from_stock, uploaded,
};

/// Makes every call, and answers what each was answered with.
async fn all(world: &World, calls: &[(Operation, Value)]) -> Vec<Value> {
    let mut answers = Vec::new();
    for (operation, body) in calls {
        answers.push(world.ok(*operation, body.clone()).await);
        world.settle().await;
    }
    answers
}

#[tokio::test]
async fn g6_every_call_is_answered_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let registry = World::of_orders().registry;
    let world = World::stored(folder.path(), &registry, BEGIN);
    let id = world
        .made(in_shops(&json!({ "available_shop_ids": [SHOP, NO_SHOP] })))
        .await;
    let other = world.made(exchange()).await;
    let calls = vec![
        (
            Operation::OrderVoucherModify,
            world.numbered(json!({
                "activity_id": id,
                "voucher_use_rule": { "voucher_available_scope": {
                    "modify_type": "ADD",
                    "order_voucher_available_shop": { "shop_ids": [SHOP_TOO, NO_SHOP] },
                } },
            })),
        ),
        (
            Operation::OrderVoucherAppend,
            world.numbered(json!({ "activity_id": other, "voucher_quantity": 900 })),
        ),
        (
            Operation::OrderVoucherBatchsend,
            world.to_hand(&other, "A", ALICE),
        ),
        (
            Operation::OrderVoucherBatchsend,
            world.to_hand(&other, "B", ALICE),
        ),
        (Operation::OrderVoucherUse, world.to_use(&other, "A")),
        (Operation::OrderVoucherRefund, world.to_undo(&other, "A")),
        (
            Operation::OrderVoucherAssociate,
            world.to_link(&other, "A", "T"),
        ),
        (
            Operation::OrderVoucherDisassociate,
            world.to_link(&other, "A", "T"),
        ),
        (Operation::OrderVoucherInvalid, world.to_undo(&other, "B")),
        (
            Operation::OrderVoucherStop,
            world.numbered(json!({ "activity_id": other })),
        ),
    ];
    let first = all(&world, &calls).await;
    let failed = &first[0]["voucher_use_rule_result"]["voucher_available_scope_result"]["order_voucher_available_shop_result"]
        ["shop_fail_infos"];
    assert_eq!(failed[0]["fail_reasons"], json!(["SHOP_NOT_EXIST"]));
    world.close().await;
    let later = World::stored(folder.path(), &registry, "2027-03-01 00:00:00");
    assert_eq!(all(&later, &calls).await, first);
    let mut changed = calls[0].1.clone();
    changed["activity_name"] = json!("别的");
    let refused = later.no(Operation::OrderVoucherModify, changed).await;
    assert_eq!(refused.message, REUSED);
    later.is_sound().await;
}

/// Other contents under the number of each call are refused, whatever happened
/// since.
#[tokio::test]
async fn g6_a_number_names_one_request_of_its_kind() {
    let world = World::of_orders();
    let stock = world.stocked(uploaded(), &["A", "B"]).await;
    let own = world.made(exchange()).await;
    for code in ["V1", "V2"] {
        world.hand(&own, code, ALICE).await;
    }
    let shop = world.made(sold_from_stock()).await;
    world.deposit(&shop, &["S1"]).await;
    world.raise(&shop, 1).await;
    let order = world.to_buy(&shop, PRICE);
    let bought = world.ok(Operation::OrderCreate, order.clone()).await;
    let trade = bought["trade_no"].as_str().unwrap();
    world
        .engine
        .pay_order(crate::sales::sale(trade))
        .await
        .unwrap();
    let order_no = bought["order_no"].as_str().unwrap();
    let calls = [
        (
            Operation::OrderVoucherModify,
            world.to_change(&stock, json!({ "activity_name": "一" })),
            ("activity_name", json!("二")),
        ),
        (
            Operation::OrderVoucherCodedeposit,
            world.to_deposit(&stock, &["C"]),
            ("voucher_codes", json!(["C", "D"])),
        ),
        (
            Operation::OrderVoucherAppend,
            world.to_raise(&stock, 3),
            ("voucher_quantity", json!(4)),
        ),
        (
            Operation::OrderVoucherSend,
            world.to_give(&stock, ALICE),
            ("user_id", json!(BOB)),
        ),
        (
            Operation::OrderVoucherUse,
            world.to_use(&own, "V1"),
            ("total_fee", json!("1.00")),
        ),
        (
            Operation::OrderVoucherRefund,
            world.to_undo(&own, "V1"),
            ("total_fee", json!("1.00")),
        ),
        (
            Operation::OrderVoucherAssociate,
            world.to_link(&own, "V1", "T"),
            ("trade_no", json!("U")),
        ),
        (
            Operation::OrderVoucherDisassociate,
            world.to_link(&own, "V1", "T"),
            ("trade_no", json!("U")),
        ),
        (
            Operation::OrderVoucherInvalid,
            world.to_undo(&own, "V2"),
            ("voucher_code", json!("V1")),
        ),
        (
            Operation::OrderRefund,
            world.to_give_back(&shop, order_no, "S1"),
            ("refund_type", json!("AUTO_EXPIRE")),
        ),
        (
            Operation::OrderCreate,
            order,
            ("mini_trace_info", json!("别的")),
        ),
        (
            Operation::OrderVoucherStop,
            world.order(&stock),
            ("merchant_access_mode", json!("AGENCY_MODE")),
        ),
    ];
    let mut first = Vec::new();
    for (operation, body, _) in &calls {
        first.push(world.ok(*operation, body.clone()).await);
        world.settle().await;
    }
    for ((operation, body, (name, value)), first) in calls.iter().zip(&first) {
        assert_eq!(world.ok(*operation, body.clone()).await, *first);
        let mut other = body.clone();
        other[*name] = value.clone();
        let refused = world.no(*operation, other).await;
        assert_eq!(refused.code, "INVALID_PARAMETER", "{operation:?}");
        assert_eq!(refused.message, REUSED, "{operation:?}");
    }
    world.is_sound().await;
}

/// What means the same is the same request.
#[tokio::test]
async fn g6_requests_are_compared_by_what_they_mean() {
    let world = World::of_orders();
    let id = world.made(in_cities(&["330100"])).await;
    let cities = |codes: Value| {
        json!({
            "activity_id": id,
            "out_biz_no": "SAME",
            "voucher_available_scope_modify_type": "ADD",
            "voucher_available_scope_info": {
                "voucher_available_geography_scope_info": {
                    "available_geography_city_info": { "available_city_codes": codes },
                },
            },
        })
    };
    let modify = Operation::OrderVoucherModify;
    let first = world.ok(modify, cities(json!(["310100", "110100"]))).await;
    world.settle().await;
    for same in [
        json!(["310100", "110100", "310100"]),
        json!(["310100", "310100", "110100"]),
    ] {
        assert_eq!(world.ok(modify, cities(same)).await, first);
    }
    let mut silent = cities(json!(["310100", "110100"]));
    silent["activity_name"] = json!("");
    silent["voucher_display_info"] = Value::Null;
    silent["unknown"] = json!(1);
    assert_eq!(world.ok(modify, silent).await, first);
    // The activity may be named in its other place.
    let mut named = cities(json!(["310100", "110100"]));
    named.as_object_mut().unwrap().remove("activity_id");
    named["activity_base_info"] = json!({ "activity_id": id });
    assert_eq!(world.ok(modify, named).await, first);
}

/// Every other call that changes something, also when it is asked again by a
/// process that began later.
#[tokio::test]
async fn g6_creations_deposits_gifts_and_orders_are_answered_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let registry = World::of_orders().registry;
    let world = World::stored(folder.path(), &registry, BEGIN);
    let stock = world.made(sold_from_stock()).await;
    let plain = world.made(uploaded()).await;
    let calls = vec![
        (
            Operation::OrderVoucherCreate,
            world.numbered(in_shops(&json!({
                "available_shop_ids": [SHOP, NO_SHOP, SHOP_TOO, SHOP],
            }))),
        ),
        (
            Operation::OrderVoucherCodedeposit,
            world.to_deposit(&stock, &["A", "A", "坏"]),
        ),
        (Operation::OrderVoucherAppend, world.to_raise(&stock, 1)),
        (
            Operation::OrderVoucherCodedeposit,
            world.to_deposit(&plain, &["A", "B"]),
        ),
        (Operation::OrderVoucherAppend, world.to_raise(&plain, 2)),
        (Operation::OrderVoucherSend, world.to_give(&plain, ALICE)),
        (
            Operation::OrderVoucherReceive,
            json!({
                "user_id": ALICE,
                "receive_info_list": [{ "activity_id": plain, "out_biz_no": "R" }],
            }),
        ),
        (Operation::OrderCreate, world.to_buy(&stock, PRICE)),
    ];
    let mut first = all(&world, &calls).await;
    let order = first.last().unwrap().clone();
    let sale = crate::sales::sale(order["trade_no"].as_str().unwrap());
    world.engine.pay_order(sale).await.unwrap();
    let order_no = order["order_no"].as_str().unwrap();
    let using = vec![
        (Operation::OrderVoucherUse, world.to_use(&stock, "A")),
        (
            Operation::OrderVoucherSettle,
            world.numbered(json!({ "activity_id": stock, "order_no": order_no })),
        ),
    ];
    first.extend(all(&world, &using).await);
    world.close().await;
    world_changes(&registry);
    let later = World::stored(folder.path(), &registry, "2027-03-01 00:00:00");
    let calls: Vec<_> = calls.into_iter().chain(using).collect();
    assert_eq!(all(&later, &calls).await, first);
    let counts = later.read(&plain).await["summary"].clone();
    assert_eq!(counts["publish_count"], 2);
    later.is_sound().await;
}

/// The shops are others than they were.
fn world_changes(registry: &quan_engine::registry::Registry) {
    use quan_engine::registry::Certification;
    let now = crate::world::at(BEGIN);
    let closed = Some(Certification::Incomplete);
    for shop in [SHOP, SHOP_TOO] {
        registry.set_shop(shop, closed, Some(false), now).unwrap();
    }
}

#[tokio::test]
async fn g6_a_refund_is_answered_again_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let registry = World::of_orders().registry;
    let world = World::stored(folder.path(), &registry, BEGIN);
    let id = world.made(sold_from_stock()).await;
    world.deposit(&id, &["A"]).await;
    world.raise(&id, 1).await;
    let bought = world.buy(&id).await;
    let sale = crate::sales::sale(&bought.trade_no);
    world.engine.pay_order(sale).await.unwrap();
    let body = world.to_give_back(&id, &bought.order_no, "A");
    let first = world.ok(Operation::OrderRefund, body.clone()).await;
    world.close().await;
    let later = World::stored(folder.path(), &registry, BEGIN);
    assert_eq!(later.ok(Operation::OrderRefund, body).await, first);
    assert_eq!(later.not_seen(&id, "A", ALICE).await, "VOUCHER_NOT_EXIST");
    later.is_sound().await;
}

/// SDKs send blocks that are empty; an answer has the form of what was said.
#[tokio::test]
async fn g1_an_empty_flat_block_does_not_change_the_form_of_the_answer() {
    let world = World::of_orders();
    let id = world
        .made(in_shops(&json!({ "available_shop_ids": [SHOP] })))
        .await;
    let change = world.numbered(json!({
        "activity_id": id,
        "voucher_available_scope_modify_type": "ADD",
        "voucher_available_scope_info": { "voucher_available_geography_scope_info": {
            "available_geography_shop_info": { "available_shop_ids": [SHOP_TOO, NO_SHOP] },
        } },
    }));
    let modify = Operation::OrderVoucherModify;
    let first = world.ok(modify, change.clone()).await;
    world.settle().await;
    assert!(first["voucher_available_scope_result_info"].is_object());
    assert!(first.get("voucher_use_rule_result").is_none());
    for (name, block) in [
        ("voucher_display_info", json!({})),
        ("voucher_send_rule", json!({})),
        ("customer_guide", json!({ "voucher_use_guide": {} })),
        ("voucher_use_rule", json!({ "voucher_available_scope": {} })),
    ] {
        let mut again = change.clone();
        again[name] = block;
        assert_eq!(world.ok(modify, again).await, first, "{name}");
    }
}
