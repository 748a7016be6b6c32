//! Vouchers for users: send, batchsend and receive, and what limits them.

use quan_core::Timestamp;
use quan_wire::alipay::message::{Operation, ids};
use serde_json::{Value, json};

use crate::base::{ALICE_OPEN, ALICE_TOO, BOB};
use crate::world::{
    ALICE, CLIENT, NO_ACTIVITY, ORDER_PAGE, OWNER, RULE, STRANGER, World, counted, exchange, flat,
    isv, merchant, nested, owner, sold, stranger, uploaded, with,
};

/// Codes `C0`, `C1`, …
fn codes(count: usize) -> Vec<String> {
    (0..count).map(|nth| format!("C{nth}")).collect()
}

async fn stocked(world: &World, body: Value, count: usize) -> String {
    let codes = codes(count);
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    world.stocked(body, &codes).await
}

/// Uploaded codes, with other rules of giving.
fn giving(rules: Value) -> Value {
    let mut body = uploaded();
    for (name, value) in rules.as_object().unwrap() {
        body = with(body, &[(&format!("{RULE}/{name}"), value.clone())]);
    }
    body
}

#[tokio::test]
async fn s1_nothing_is_given_of_what_is_not_there_or_not_theirs() {
    let world = World::of_orders();
    assert_eq!(
        world
            .not_given("2026110500826004000000000099", ALICE)
            .await
            .message,
        NO_ACTIVITY
    );
    let id = stocked(&world, flat(), 1).await;
    let body = world.to_give(&id, ALICE);
    let refused = world
        .refusal_to(stranger(), Operation::OrderVoucherSend, &body)
        .await;
    assert_eq!(refused.code, "ACTIVITY_NOT_PERMISSION");
}

#[tokio::test]
async fn s2_the_same_code_is_answered_again() {
    let world = World::of_orders();
    let id = stocked(&world, flat(), 3).await;
    let body = world.to_give(&id, ALICE);
    let first = world.ok(Operation::OrderVoucherSend, body.clone()).await;
    world.give(&id, BOB).await;
    world.finish(&id).await;
    assert_eq!(world.ok(Operation::OrderVoucherSend, body).await, first);
    assert_eq!(world.read(&id).await["summary"]["publish_count"], 2);
}

#[tokio::test]
async fn s3_a_user_has_a_name_in_the_calling_application() {
    let world = World::of_orders();
    let id = stocked(&world, flat(), 2).await;
    let mut body = world.to_give(&id, ALICE);
    let members = body.as_object_mut().unwrap();
    members.remove("user_id");
    members.insert("open_id".to_owned(), json!(ALICE_OPEN));
    let answer = world.ok(Operation::OrderVoucherSend, body).await;
    let code = answer["voucher_code"].as_str().unwrap();
    world.seen(&id, code, ALICE).await;
}

/// What makes codes uploaded.
fn upload() -> [(&'static str, Value); 2] {
    [
        ("activity_base_info/code_mode", json!("MERCHANT_UPLOAD")),
        (
            "voucher_send_mode_info/voucher_send_rule_info/quantity",
            json!(0),
        ),
    ]
}

#[tokio::test]
async fn s5_an_exchange_leads_to_its_order() {
    let world = World::of_orders();
    let id = stocked(&world, with(exchange(), &upload()), 1).await;
    assert_eq!(world.not_given(&id, ALICE).await.code, "INVALID_PARAMETER");
    let mut body = world.to_give(&id, ALICE);
    body["merchant_order_url"] = json!(ORDER_PAGE);
    world.ok(Operation::OrderVoucherSend, body).await;
}

#[tokio::test]
async fn s6_a_sold_voucher_names_its_trade() {
    let world = World::of_orders();
    let id = stocked(&world, with(sold(), &upload()), 1).await;
    let mut body = world.to_give(&id, ALICE);
    body["merchant_order_url"] = json!(ORDER_PAGE);
    let refused = world.no(Operation::OrderVoucherSend, body.clone()).await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    body["trade_channel"] = json!("ZHIFUBAO_TRADE_CHANNEL");
    body["trade_no"] = json!("2021042322001426261436764012");
    world.ok(Operation::OrderVoucherSend, body).await;
}

#[tokio::test]
async fn s9_codes_of_the_merchants_own_are_not_picked() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    assert_eq!(world.not_given(&id, ALICE).await.code, "BIZ_ERROR");
}

#[tokio::test]
async fn s10_every_limit_has_its_words() {
    let world = World::of_orders();
    let id = stocked(&world, giving(json!({ "real_name_limit": true })), 1).await;
    assert_eq!(
        world.not_given(&id, BOB).await.message,
        "业务异常用户未实名"
    );
    world.give(&id, ALICE).await;
    assert_eq!(
        world.not_given(&id, ALICE).await.message,
        "业务异常库存不足"
    );

    let id = stocked(&world, giving(json!({ "quantity_limit_per_user": 1 })), 9).await;
    world.give(&id, ALICE).await;
    let refused = world.not_given(&id, ALICE).await;
    assert_eq!(refused.code, "BIZ_ERROR");
    assert_eq!(refused.message, "业务异常超过用户领取上限");
    world.give(&id, ALICE_TOO).await;

    for flag in ["natural_person_limit", "phone_number_limit"] {
        let rules = giving(json!({ "quantity_limit_per_user": 1, flag: true }));
        let id = stocked(&world, rules, 9).await;
        world.give(&id, ALICE).await;
        let refused = world.not_given(&id, ALICE_TOO).await;
        assert_eq!(refused.message, "业务异常超过用户领取上限", "{flag}");
        world.give(&id, BOB).await;
    }

    let id = world
        .made(giving(json!({ "max_quantity_by_day": 1 })))
        .await;
    let brought = codes(40);
    let brought: Vec<&str> = brought.iter().map(String::as_str).collect();
    world.deposit(&id, &brought).await;
    world.raise(&id, 40).await;
    world.give(&id, ALICE).await;
    assert_eq!(
        world.not_given(&id, BOB).await.message,
        "业务异常超过当日发放上限"
    );
    world.go_to("2026-11-06 00:00:00").await;
    world.give(&id, BOB).await;
    world.is_sound().await;
}

#[tokio::test]
async fn s10_limits_are_counted_in_their_period() {
    let world = World::of_orders();
    let rules = json!({
        "quantity_limit_per_user": 2, "quantity_limit_per_user_period_type": "WEEK",
        "quantity_day_limit_per_user": 1,
    });
    let id = stocked(&world, giving(rules), 9).await;
    // A Thursday; the week begins on Monday.
    world.give(&id, ALICE).await;
    assert_eq!(world.not_given(&id, ALICE).await.code, "BIZ_ERROR");
    world.go_to("2026-11-06 10:00:00").await;
    world.give(&id, ALICE).await;
    world.go_to("2026-11-08 23:59:59").await;
    assert_eq!(world.not_given(&id, ALICE).await.code, "BIZ_ERROR");
    world.go_to("2026-11-09 00:00:00").await;
    world.give(&id, ALICE).await;
}

#[tokio::test]
async fn s10_the_window_comes_before_the_stock() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    world.go_to("2026-12-01 00:00:00").await;
    assert_eq!(
        world.not_given(&id, ALICE).await.message,
        "业务异常活动已结束"
    );
    world.finish(&id).await;
    assert_eq!(
        world.not_given(&id, ALICE).await.message,
        "业务异常活动已停止"
    );
}

#[tokio::test]
async fn s11_codes_are_picked_at_random_and_once() {
    let world = World::of_orders();
    let id = stocked(&world, uploaded(), 64).await;
    let mut given = Vec::new();
    for nth in 0..64 {
        given.push(world.give(&id, &format!("2088000000001{nth:03}")).await);
    }
    assert_ne!(given, codes(64), "not in the order of their coming");
    given.sort_unstable();
    let mut all = codes(64);
    all.sort_unstable();
    assert_eq!(given, all);
    world.is_sound().await;
}

#[tokio::test]
async fn b3_each_element_is_answered_again_by_its_number() {
    let world = World::of_orders();
    let id = world.made(exchange()).await;
    let body = world.to_hand(&id, "A", ALICE);
    let first = world.handed(body.clone()).await;
    assert_eq!(first["result"], true);
    assert_eq!(world.handed(body.clone()).await, first);
    let mut other = body;
    other["activity_send_voucher_info_list"][0]["voucher_code"] = json!("B");
    let told = world.handed(other).await;
    assert_eq!(told["error_code"], "INVALID_PARAMETER");
    assert_eq!(world.read(&id).await["summary"]["publish_count"], 1);
}

#[tokio::test]
async fn b2_only_exchanges_are_handed_out_in_batches() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    let told = world.handed(world.to_hand(&id, "A", ALICE)).await;
    assert_eq!(told["result"], false);
    assert_eq!(told["error_code"], "BIZ_ERROR");
}

#[tokio::test]
async fn b10_every_element_is_told_its_own_result() {
    let world = World::of_orders();
    let id = world.made(exchange()).await;
    let limited = world
        .made(with(
            exchange(),
            &[(&format!("{RULE}/quantity_limit_per_user"), json!(1))],
        ))
        .await;
    world.hand(&limited, "TAKEN", ALICE).await;
    let element = |activity: &str, code: &str| {
        json!({
            "activity_id": activity,
            "out_biz_no": world.number(),
            "voucher_code": code,
            "merchant_order_url": ORDER_PAGE,
        })
    };
    let mut nowhere = element(&id, "LINKLESS");
    nowhere
        .as_object_mut()
        .unwrap()
        .remove("merchant_order_url");
    let body = json!({
        "user_id": ALICE,
        "activity_send_voucher_info_list": [
            element(&id, "A"),
            element(&id, "坏"),
            element(&limited, "B"),
            element("2026110500826004000000000099", "C"),
            nowhere,
            element(&id, "D"),
        ],
    });
    let answer = world.ok(Operation::OrderVoucherBatchsend, body).await;
    let results = answer["activity_send_voucher_result_info_list"]
        .as_array()
        .unwrap();
    let told: Vec<_> = results
        .iter()
        .map(|told| (told["result"].clone(), told["error_code"].clone()))
        .collect();
    let refused = |code: &str| (json!(false), json!(code));
    assert_eq!(
        told,
        [
            (json!(true), Value::Null),
            refused("INVALID_PARAMETER"),
            refused("BIZ_ERROR"),
            refused("INVALID_PARAMETER"),
            refused("INVALID_PARAMETER"),
            (json!(true), Value::Null),
        ]
    );
    assert!(
        results
            .iter()
            .all(|told| told["retry"] == json!(false) || told.get("retry").is_none())
    );
    assert_eq!(results[2]["voucher_code"], "B");
    assert_eq!(world.read(&id).await["summary"]["publish_count"], 2);
}

#[tokio::test]
async fn b12_a_code_is_given_once() {
    let world = World::of_orders();
    let id = world.made(exchange()).await;
    world.hand(&id, "A", ALICE).await;
    for user in [ALICE, BOB] {
        let told = world.handed(world.to_hand(&id, "A", user)).await;
        assert_eq!(told["error_code"], "VOUCHER_CODE_DUPLICATE");
    }
    // Also one that was taken back.
    world.annul(&id, "A").await;
    let told = world.handed(world.to_hand(&id, "A", ALICE)).await;
    assert_eq!(told["result"], false);
    let told = world.handed(world.to_hand(&id, "a", ALICE)).await;
    assert_eq!(told["result"], true, "case counts");
}

#[tokio::test]
async fn b8_sold_vouchers_name_their_trade() {
    let world = World::of_orders();
    let id = world.made(sold()).await;
    let told = world.handed(world.to_hand(&id, "A", ALICE)).await;
    assert_eq!(told["error_code"], "INVALID_PARAMETER");
    let mut body = world.to_hand(&id, "A", ALICE);
    body["trade_channel"] = json!("ZHIFUBAO_TRADE_CHANNEL");
    body["trade_no"] = json!("2021042322001426261436764012");
    assert_eq!(world.handed(body).await["result"], true);
}

/// A call that receives these elements.
async fn received(world: &World, elements: Value) -> Vec<Value> {
    let body = json!({ "user_id": ALICE, "receive_info_list": elements });
    let answer = world.ok(Operation::OrderVoucherReceive, body).await;
    answer["receive_result_list"].as_array().unwrap().clone()
}

#[tokio::test]
async fn r2_each_element_is_answered_again_by_its_number() {
    let world = World::of_orders();
    let (own, stock) = (world.made(nested()).await, stocked(&world, flat(), 2).await);
    let elements = json!([
        { "activity_id": own, "out_biz_no": "R-1", "voucher_code": "A" },
        { "activity_id": stock, "out_biz_no": "R-1" },
    ]);
    let first = received(&world, elements.clone()).await;
    assert_eq!(first[0]["voucher_code"], "A");
    assert!(first[1]["voucher_code"].as_str().unwrap().starts_with('C'));
    for (told, id) in first.iter().zip([&own, &stock]) {
        assert_eq!(told["result"], true);
        assert_eq!(told["activity_id"], id.as_str());
        assert_eq!(told["out_biz_no"], "R-1");
        assert!(ids::parse_voucher_id(told["voucher_id"].as_str().unwrap()).is_some());
    }
    assert_eq!(received(&world, elements).await, first);
    let other = json!([{ "activity_id": own, "out_biz_no": "R-1", "voucher_code": "B" }]);
    assert_eq!(
        received(&world, other).await[0]["error_code"],
        "INVALID_PARAMETER"
    );
    world.is_sound().await;
}

#[tokio::test]
async fn r3_a_code_is_given_where_codes_are_not_uploaded() {
    let world = World::of_orders();
    let (own, stock) = (world.made(nested()).await, stocked(&world, flat(), 2).await);
    let told = received(
        &world,
        json!([
            { "activity_id": own, "out_biz_no": "R-1" },
            { "activity_id": stock, "out_biz_no": "R-2", "voucher_code": "X" },
        ]),
    )
    .await;
    for told in told {
        assert_eq!(told["result"], false);
        assert_eq!(told["error_code"], "INVALID_PARAMETER");
    }
}

#[tokio::test]
async fn r4_a_time_of_the_merchants_is_where_validity_counts_from() {
    let world = World::of_orders();
    let days =
        json!({ "valid_days_after_receive": 1, "valid_days_relative_type": "ROUND_FORWARD" });
    let id = world.made(with(nested(), &[counted(days)])).await;
    let element = json!([{
        "activity_id": id,
        "out_biz_no": "R-1",
        "voucher_code": "A",
        "customize_send_time": "2026-11-20 09:12:40",
    }]);
    assert_eq!(received(&world, element).await[0]["result"], true);
    let seen = world.seen(&id, "A", ALICE).await;
    assert_eq!(seen["available_begin_time"], "2026-11-20 09:12:40");
    assert_eq!(seen["available_end_time"], "2026-11-20 23:59:59");
}

#[tokio::test]
async fn r5_another_merchant_gives_through_who_may_act_for_it() {
    let world = World::of_orders();
    let belongs = json!({ "merchant_id_type": "PID", "merchant_id": CLIENT });
    let body = with(
        nested(),
        &[("activity_base_info/belong_merchant_info", belongs)],
    );
    let id = world.made_by(isv(), body).await;
    let call = |sender: &str, code: &str| {
        json!({
            "user_id": ALICE,
            "send_merchant_id": sender,
            "receive_info_list": [
                { "activity_id": id, "out_biz_no": world.number(), "voucher_code": code },
            ],
        })
    };
    let receive = Operation::OrderVoucherReceive;
    let answer = world.answer_to(isv(), receive, &call(CLIENT, "A")).await;
    assert_eq!(answer["receive_result_list"][0]["result"], true);
    let refused = world.refusal_to(isv(), receive, &call(OWNER, "B")).await;
    assert_eq!(refused.code, "ACTIVITY_NOT_PERMISSION");
    let refused = world.refusal_to(owner(), receive, &call(CLIENT, "B")).await;
    assert_eq!(refused.code, "ACTIVITY_NOT_PERMISSION");
    let answer = world
        .answer_to(stranger(), receive, &call(STRANGER, "B"))
        .await;
    assert_eq!(
        answer["receive_result_list"][0]["error_code"],
        "ACTIVITY_NOT_PERMISSION"
    );
    assert_ne!(merchant(CLIENT), merchant(OWNER));
}

#[tokio::test]
async fn r1_an_activity_that_is_not_there_is_told_at_its_element() {
    let world = World::of_orders();
    let told = received(
        &world,
        json!([{ "activity_id": "2026110500826004000000000099", "out_biz_no": "R" }]),
    )
    .await;
    assert_eq!(told[0]["error_code"], "INVALID_PARAMETER");
    assert_eq!(told[0]["retry"], false);
}

#[tokio::test]
async fn g2_validity_is_counted_as_the_specification_does() {
    let world = World::of_orders();
    let end = |days: Value| {
        let world = &world;
        async move {
            let id = world.made(with(nested(), &[counted(days)])).await;
            world.hand(&id, "A", ALICE).await;
            let seen = world.seen(&id, "A", ALICE).await;
            (
                seen["available_begin_time"].as_str().unwrap().to_owned(),
                seen["available_end_time"].as_str().unwrap().to_owned(),
            )
        }
    };
    world.clock.set(crate::world::at("2026-11-05 09:12:40"));
    let now: Timestamp = world.engine.now();
    assert_eq!(now, crate::world::at("2026-11-05 09:12:40"));
    let begin = "2026-11-05 09:12:40".to_owned();
    for (rounding, days, ends) in [
        ("ROUND_FORWARD", 1, "2026-11-05 23:59:59"),
        ("ROUND_BACKWARD", 1, "2026-11-06 23:59:59"),
        ("ROUND_FORWARD", 2, "2026-11-06 23:59:59"),
        ("ROUND_BACKWARD", 2, "2026-11-07 23:59:59"),
    ] {
        let days = json!({
            "valid_days_after_receive": days, "valid_days_relative_type": rounding,
        });
        assert_eq!(end(days).await, (begin.clone(), ends.to_owned()));
    }
}

/// What is kept with a voucher for the wallet.
async fn note(world: &World, id: &str, code: &str) -> Value {
    let seen = world.seen(id, code, ALICE).await;
    let voucher = seen["user_voucher_base_info"]["voucher_id"].clone();
    let number = crate::base::voucher_number(voucher.as_str().unwrap());
    let voucher = world.engine.voucher(number).await.unwrap().unwrap();
    serde_json::from_str(&voucher.note.unwrap()).unwrap()
}

#[tokio::test]
async fn s8_where_the_user_came_from_is_kept() {
    let world = World::of_orders();
    let id = stocked(&world, flat(), 1).await;
    let body = with(
        world.to_give(&id, ALICE),
        &[
            ("ch_info", json!("chInfo_promotion")),
            ("merchant_order_url", json!(ORDER_PAGE)),
        ],
    );
    world.ok(Operation::OrderVoucherSend, body).await;
    assert_eq!(
        note(&world, &id, "C0").await,
        json!({ "channel": "chInfo_promotion", "order_url": ORDER_PAGE })
    );
}

#[tokio::test]
async fn b6_the_link_behind_the_code_is_kept() {
    let world = World::of_orders();
    let id = world.made(exchange()).await;
    let mut body = world.to_hand(&id, "A", ALICE);
    body["activity_send_voucher_info_list"][0]["voucher_code_url"] = json!("https://qr.example/A");
    assert_eq!(world.handed(body).await["result"], true);
    assert_eq!(
        note(&world, &id, "A").await["code_url"],
        "https://qr.example/A"
    );
}

#[tokio::test]
async fn b11_uploaded_codes_are_not_named() {
    let world = World::of_orders();
    let id = stocked(&world, with(exchange(), &upload()), 1).await;
    let told = world.handed(world.to_hand(&id, "C0", ALICE)).await;
    assert_eq!(told["result"], false);
    assert_eq!(told["retry"], false);
    assert_eq!(told["error_code"], "BIZ_ERROR");
}

#[tokio::test]
async fn g14_ids_have_their_lengths() {
    let world = World::of_orders();
    let id = stocked(&world, crate::world::sold_from_stock(), 1).await;
    let bought = world.buy(&id).await;
    let sale = crate::sales::sale(&bought.trade_no);
    world.engine.pay_order(sale).await.unwrap();
    let seen = world.seen(&id, "C0", ALICE).await;
    let voucher = seen["user_voucher_base_info"]["voucher_id"].as_str();
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    assert!(id.len() == 28 && digits(&id) && id.starts_with("20261105"));
    assert_eq!(voucher.unwrap().len(), 28);
    assert!(bought.order_no.len() == 34 && digits(&bought.order_no));
    assert!(digits(&bought.trade_no) && bought.trade_no.len() <= 64);
}

#[tokio::test]
async fn g3_amounts_are_answered_with_two_decimals() {
    let world = World::of_orders();
    let fixed = json!({
        "voucher_type": "FIX_VOUCHER", "fix_voucher_info": { "amount": 10, "floor_amount": "100.5" },
    });
    let id = world
        .made(with(nested(), &[("voucher_deduct_info", fixed)]))
        .await;
    let read = world.read(&id).await;
    let shown = &read["voucher_deduct_info"]["fix_voucher_info"];
    assert_eq!(
        shown,
        &json!({ "amount": "10.00", "floor_amount": "100.50" })
    );
    assert_eq!(read["voucher_use_rule"]["fix_voucher"], *shown);
}
