//! Sections 9.5, 9.6 and 9.9: the vouchers that a user holds.

use quan_server::alipay::{Content, Dispatch as _, Incoming, Outcome};
use quan_wire::alipay::code::TransportError;
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{
    ALICE, ALICE_OPEN, BOB, CLIENT, ISV, OWNER, OWNER_APP, World, body, body_with, client, isv,
    owner, stranger,
};

async fn listed(world: &World, body: Value) -> Vec<String> {
    let answer = world.ok(Operation::UserBatchqueryvoucher, body).await;
    let rows = answer["user_voucher_infos"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    rows.iter()
        .map(|row| row["voucher_id"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn v9_5_a_users_vouchers_of_an_owner() {
    let world = World::new();
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    world.send(&id, BOB).await;
    let asked = json!({ "user_id": ALICE, "belong_merchant_id": OWNER });
    let answer = world.ok(Operation::UserBatchqueryvoucher, asked).await;
    assert_eq!(answer["total_size"], 1);
    assert_eq!(
        (&answer["page_num"], &answer["page_size"]),
        (&json!(1), &json!(20))
    );
    let row = &answer["user_voucher_infos"][0];
    assert_eq!(row["voucher_id"], voucher.as_str());
    assert_eq!(row["activity_id"], id.as_str());
    assert_eq!(row["voucher_name"], "示例咖啡全场20元券");
    assert_eq!(row["voucher_type"], "FIX_VOUCHER");
    assert_eq!(row["voucher_status"], "SENDED");
    assert_eq!(row["create_time"], "2026-11-05 10:00:00");
    assert_eq!(row["available_begin_time"], "2026-11-01 00:00:00");
    assert_eq!(row["available_end_time"], "2026-12-31 23:59:59");
    assert_eq!(row["belong_merchant_id"], OWNER);
    assert_eq!(
        row["voucher_use_rule_lite_info"]["fix_voucher"]["amount"],
        "20"
    );
    let base = &row["user_voucher_base_info"];
    assert_eq!(base["voucher_id"], voucher.as_str());
    assert_eq!(base["voucher_max_use_times"], 1);
    assert_eq!(base["voucher_used_times"], 0);
    assert!(base.get("voucher_code").is_none());
}

#[tokio::test]
async fn v9_5_by_status_activity_and_page() {
    let world = World::new();
    let one = world.active(body()).await;
    let other = world.active(body()).await;
    let used = world.send(&one, ALICE).await;
    let unused = world.send(&one, ALICE).await;
    let third = world.send(&other, ALICE).await;
    world.redeem(&used, ALICE, "100").await;
    let by = |more: Value| {
        let mut body = json!({ "user_id": ALICE, "belong_merchant_id": OWNER });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        body
    };
    assert_eq!(
        listed(&world, by(json!({ "voucher_status": "USED" }))).await,
        *std::slice::from_ref(&used)
    );
    assert!(
        listed(&world, by(json!({ "voucher_status": "EXPIRED" })))
            .await
            .is_empty()
    );
    let of_one = by(json!({ "activity_id": one, "voucher_status": "SENDED" }));
    assert_eq!(listed(&world, of_one).await, *std::slice::from_ref(&unused));
    let mut pages = listed(&world, by(json!({ "page_size": 2 }))).await;
    pages.extend(listed(&world, by(json!({ "page_size": 2, "page_num": 2 }))).await);
    pages.sort();
    let mut all = [used, unused, third];
    all.sort();
    assert_eq!(pages, all);
    world.go_to("2027-01-01 00:00:00").await;
    assert_eq!(
        listed(&world, by(json!({ "voucher_status": "EXPIRED" })))
            .await
            .len(),
        2
    );
}

#[tokio::test]
async fn v9_5_by_owner_or_by_sender() {
    let world = World::new();
    let owner = json!({ "merchant_id": CLIENT, "merchant_id_type": "PID" });
    let made = body_with(&[
        ("merchant_access_mode", json!("AGENCY_MODE")),
        ("activity_base_info/belong_merchant_info", owner),
    ]);
    let id = world.create_as(isv(), made).await;
    world
        .answer_to(isv(), Operation::VoucherPublish, &world.order(&id))
        .await;
    world.settle().await;
    world
        .answer_to(isv(), Operation::VoucherSend, &world.to_send(&id, ALICE))
        .await;
    let by = |name: &str, id: &str| json!({ "user_id": ALICE, name: id });
    for (caller, body, total) in [
        (isv(), by("sender_merchant_id", ISV), 1),
        (isv(), by("belong_merchant_id", CLIENT), 1),
        (client(), by("belong_merchant_id", CLIENT), 1),
        (isv(), by("belong_merchant_id", ISV), 0),
    ] {
        let answer = world
            .answer_to(caller, Operation::UserBatchqueryvoucher, &body)
            .await;
        assert_eq!(answer["total_size"], total, "{body}");
    }
    let body = by("belong_merchant_id", CLIENT);
    let refused = world
        .refusal_to(stranger(), Operation::UserBatchqueryvoucher, &body)
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
}

#[tokio::test]
async fn v9_5_an_unknown_user_or_activity_is_invalid_parameter() {
    let world = World::new();
    for body in [
        json!({ "user_id": "nobody", "belong_merchant_id": OWNER }),
        json!({ "user_id": ALICE, "belong_merchant_id": OWNER, "activity_id": "x" }),
    ] {
        let code = world.code(Operation::UserBatchqueryvoucher, body).await;
        assert_eq!(code, "INVALID_PARAMETER");
    }
}

#[tokio::test]
async fn v9_6_one_voucher_without_an_id_at_the_top() {
    let world = World::new();
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    let asked = json!({ "open_id": ALICE_OPEN, "voucher_id": voucher, "activity_id": id });
    let answer = world.ok(Operation::UserQueryvoucher, asked).await;
    assert!(answer.get("voucher_id").is_none());
    assert_eq!(answer["activity_id"], id.as_str());
    assert_eq!(answer["voucher_status"], "SENDED");
    assert_eq!(answer["voucher_name"], "示例咖啡全场20元券");
    assert_eq!(answer["voucher_use_rule"]["fix_voucher"]["amount"], "20");
    assert_eq!(
        answer["user_voucher_base_info"]["voucher_id"],
        voucher.as_str()
    );
}

#[tokio::test]
async fn v9_6_what_is_not_the_users_does_not_exist() {
    let world = World::new();
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    let other_day = voucher.replace("20261105", "20261104");
    for body in [
        json!({ "user_id": ALICE, "voucher_id": "20261105000730020000000ZZZZZ" }),
        json!({ "user_id": ALICE, "voucher_id": "x" }),
        json!({ "user_id": ALICE, "voucher_id": other_day }),
        json!({ "user_id": BOB, "voucher_id": voucher }),
        json!({ "user_id": ALICE, "voucher_code": "C-1", "activity_id": id }),
    ] {
        let refused = world.no(Operation::UserQueryvoucher, body.clone()).await;
        assert_eq!(
            (refused.code, &*refused.message),
            ("VOUCHER_NOT_EXIST", "券不存在"),
            "{body}"
        );
    }
}

#[tokio::test]
async fn v9_6_a_stranger_has_no_permission() {
    let world = World::new();
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    let body = json!({ "user_id": ALICE, "voucher_id": voucher });
    let refused = world
        .refusal_to(stranger(), Operation::UserQueryvoucher, &body)
        .await;
    assert_eq!(refused.code, "ACTIVITY_NOT_PERMISSION");
}

#[tokio::test]
async fn v9_6_a_merchant_without_agency_has_no_relation() {
    let world = World::new();
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    let body = json!({ "user_id": ALICE, "voucher_id": voucher, "merchant_id": CLIENT });
    let refused = world.no(Operation::UserQueryvoucher, body).await;
    assert_eq!(refused.code, "MERCHANT_RELATION_NOT_EXIST");
}

/// Asks about an order of the buyer with this token.
async fn order(world: &World, token: Option<&str>, body: Value) -> Outcome {
    let incoming = Incoming {
        caller: owner(),
        operation: Operation::OrderVoucherConsult,
        content: Content::Json(body.to_string()),
        auth_token: token.map(str::to_owned),
        file: None,
    };
    world.handlers.dispatch(incoming).await
}

async fn consulted(world: &World, body: Value) -> Value {
    match order(world, Some(ALICE), body).await {
        Outcome::Answer(json) => serde_json::from_str(&json).unwrap(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn v9_9_only_applicable_vouchers_are_listed_the_best_one_marked() {
    let world = World::new();
    let twenty = world.active(body()).await;
    let thirty = json!({ "amount": "30", "floor_amount": "200" });
    let path = "voucher_deduct_info/fix_voucher_info";
    let thirty = world.active(body_with(&[(path, thirty)])).await;
    let small = world.send(&twenty, ALICE).await;
    let large = world.send(&thirty, ALICE).await;
    let answer = consulted(&world, json!({ "order_amount": "150.00" })).await;
    assert_eq!(answer["optimal_total_promo_amount"], "20.00");
    let rows = answer["voucher_consult_list"].as_array().unwrap();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["voucher_id"], small.as_str());
    assert_eq!(rows[0]["voucher_type"], "ALL");
    assert_eq!(rows[0]["promo_type"], "FIX");
    assert_eq!(rows[0]["promo_amount"], "20.00");
    assert_eq!(rows[0]["threshold_amount"], "100.00");
    assert_eq!(rows[0]["reduction_amount"], "20.00");
    assert_eq!(rows[0]["expired_time"], "2026-12-31 23:59:59");
    let answer = consulted(&world, json!({ "order_amount": "200" })).await;
    let rows = answer["voucher_consult_list"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["voucher_id"], large.as_str());
    assert_eq!(rows[0]["optimal"], true);
    assert!(rows[1].get("optimal").is_none());
}

#[tokio::test]
async fn v9_9_nothing_applicable_is_an_empty_list() {
    let world = World::new();
    let answer = consulted(&world, json!({ "order_amount": "10" })).await;
    assert_eq!(answer["optimal_total_promo_amount"], "0.00");
    assert!(
        answer["voucher_consult_list"]
            .as_array()
            .is_none_or(Vec::is_empty)
    );
}

#[tokio::test]
async fn v9_9_goods_vouchers_count_their_goods() {
    let world = World::new();
    let goods = json!({ "available_goods_sku_ids": ["a"], "goods_name": "拿铁" });
    let path = "voucher_available_scope_info/voucher_available_goods_info";
    let id = world.active(body_with(&[(path, goods)])).await;
    world.send(&id, ALICE).await;
    let with = |price: &str| {
        json!({
            "order_amount": "300",
            "item_consult_list": [{ "item_id": "a", "price": price, "quantity": 2 }]
        })
    };
    let answer = consulted(&world, with("50")).await;
    let row = &answer["voucher_consult_list"][0];
    assert_eq!(row["voucher_type"], "ITEM");
    assert_eq!(row["item_promo_info"]["item_name"], "拿铁");
    assert_eq!(
        row["item_promo_info"]["item_consult_list"][0]["item_id"],
        "a"
    );
    let answer = consulted(&world, with("49.99")).await;
    assert_eq!(answer["optimal_total_promo_amount"], "0.00");
}

#[tokio::test]
async fn v9_9_vouchers_of_some_apps_need_the_app() {
    let world = World::new();
    let path = "voucher_available_scope_info/voucher_available_app_info/available_app_ids";
    let id = world.active(body_with(&[(path, json!([OWNER_APP]))])).await;
    world.send(&id, ALICE).await;
    let answer = consulted(&world, json!({ "order_amount": "100" })).await;
    assert_eq!(answer["optimal_total_promo_amount"], "0.00");
    let body = json!({ "order_amount": "100", "specified_app_id": OWNER_APP });
    assert_eq!(
        consulted(&world, body).await["optimal_total_promo_amount"],
        "20.00"
    );
}

#[tokio::test]
async fn v9_9_the_buyer_is_named_by_the_token() {
    let world = World::new();
    let id = world.active(body()).await;
    world.send(&id, ALICE).await;
    let body = json!({ "order_amount": "100" });
    for token in [ALICE, ALICE_OPEN] {
        let answer = order(&world, Some(token), body.clone()).await;
        let Outcome::Answer(json) = answer else {
            panic!("{answer:?}")
        };
        assert!(json.contains("\"20.00\""), "{json}");
    }
    let invalid = Outcome::Refused(TransportError::InvalidAuthToken);
    assert_eq!(order(&world, None, body.clone()).await, invalid);
    let mut within = body;
    within["auth_token"] = json!(ALICE);
    assert!(matches!(
        order(&world, None, within).await,
        Outcome::Answer(_)
    ));
}

#[tokio::test]
async fn v9_9_a_broken_rule_is_an_illegal_argument() {
    let world = World::new();
    for body in [json!({}), json!({ "order_amount": "1.234" })] {
        match order(&world, Some(ALICE), body).await {
            Outcome::Business { code, .. } => assert_eq!(code, "ILLEGAL_ARGUMENT_EXCEPTION"),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn v11_1_the_greatest_deduction_then_the_earliest_end() {
    let world = World::new();
    let path = "voucher_deduct_info/fix_voucher_info";
    let amount = |amount: &str| (path, json!({ "amount": amount, "floor_amount": "100" }));
    let end = "voucher_use_rule_info/voucher_use_time_info/absolute_period_info/valid_end_time";
    let sooner = (end, json!("2026-12-01 23:59:59"));
    let small = world
        .active(body_with(&[amount("10"), sooner.clone()]))
        .await;
    let late = world.active(body_with(&[amount("20")])).await;
    let soon = world.active(body_with(&[amount("20"), sooner])).await;
    let mut vouchers = Vec::new();
    for id in [&soon, &late, &small] {
        vouchers.push(world.send(id, ALICE).await);
    }
    let answer = consulted(&world, json!({ "order_amount": "100" })).await;
    let rows = answer["voucher_consult_list"].as_array().unwrap();
    let order: Vec<_> = rows
        .iter()
        .map(|row| row["voucher_id"].as_str().unwrap())
        .collect();
    assert_eq!(order, vouchers);
    assert_eq!(rows[0]["optimal"], true);
}

#[tokio::test]
async fn v11_1_one_voucher_a_trade() {
    let world = World::new();
    let id = world.active(body()).await;
    world.send(&id, ALICE).await;
    world.send(&id, ALICE).await;
    let answer = consulted(&world, json!({ "order_amount": "100" })).await;
    assert_eq!(answer["voucher_consult_list"].as_array().unwrap().len(), 2);
    assert_eq!(answer["optimal_total_promo_amount"], "20.00");
    let marked = answer["voucher_consult_list"].as_array().unwrap().iter();
    assert_eq!(marked.filter(|row| row["optimal"] == true).count(), 1);
}
