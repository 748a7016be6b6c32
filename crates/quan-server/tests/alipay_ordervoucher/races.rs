//! Calls at once: one wins, the others are told why not, and everything adds up.

use futures_util::future::join_all;
use quan_core::SaleState;
use quan_server::alipay::Outcome;
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::sales::sale;
use crate::world::{
    ALICE, PRICE, SHOP, SHOP_THREE, SHOP_TOO, SMID_SHOP, World, flat, in_shops, nested, owner,
    sold, sold_from_stock, uploaded, with,
};

/// Everything at once; the answer to each, or the code of its refusal.
async fn at_once(
    world: &World,
    calls: Vec<(Operation, Value)>,
) -> Vec<Result<Value, &'static str>> {
    let calls = calls.iter().map(|(operation, body)| async move {
        match world.outcome(owner(), *operation, body).await {
            Outcome::Answer(json) => Ok(serde_json::from_str(&json).unwrap()),
            Outcome::Business { code, .. } => Err(code),
            other @ Outcome::Refused(_) => panic!("{operation:?} {body}: {other:?}"),
        }
    });
    join_all(calls).await
}

fn wins(answers: &[Result<Value, &'static str>]) -> usize {
    answers.iter().filter(|answer| answer.is_ok()).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn uses_and_undoings_of_one_voucher() {
    let world = World::of_orders();
    let times = "voucher_use_rule_info/voucher_max_use_times";
    let id = world.made(with(nested(), &[(times, json!(2))])).await;
    world.hand(&id, "A", ALICE).await;
    for _ in 0..8 {
        let calls = (0..16).map(|nth| {
            if nth % 2 == 0 {
                (Operation::OrderVoucherUse, world.to_use(&id, "A"))
            } else {
                (Operation::OrderVoucherRefund, world.to_undo(&id, "A"))
            }
        });
        let answers = at_once(&world, calls.collect()).await;
        assert!(answers.iter().flatten().all(|answer| {
            let left = crate::world::left(answer).as_i64().unwrap();
            (0..=2).contains(&left)
        }));
        let refused = answers.iter().filter_map(|answer| answer.as_ref().err());
        assert!(refused.into_iter().all(|code| *code == "BIZ_ERROR"));
        world.is_sound().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_use_and_an_annulment_of_one_voucher() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    for nth in 0..16 {
        let code = format!("C{nth}");
        world.hand(&id, &code, ALICE).await;
        let calls = vec![
            (Operation::OrderVoucherUse, world.to_use(&id, &code)),
            (Operation::OrderVoucherInvalid, world.to_undo(&id, &code)),
            (Operation::OrderVoucherUse, world.to_use(&id, &code)),
            (Operation::OrderVoucherInvalid, world.to_undo(&id, &code)),
        ];
        let answers = at_once(&world, calls).await;
        assert_eq!(wins(&answers), 1, "{answers:?}");
    }
    world.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_request_sent_many_times_at_once() {
    let world = World::of_orders();
    let id = world.stocked(uploaded(), &["A", "B", "C", "D"]).await;
    let body = world.to_give(&id, ALICE);
    let calls = (0..16).map(|_| (Operation::OrderVoucherSend, body.clone()));
    let answers = at_once(&world, calls.collect()).await;
    assert_eq!(wins(&answers), 16);
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    let creation = world.numbered(flat());
    let calls = (0..16).map(|_| (Operation::OrderVoucherCreate, creation.clone()));
    let answers = at_once(&world, calls.collect()).await;
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    world.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn d5_deposits_of_overlapping_codes() {
    let world = World::of_orders();
    let id = world.made(uploaded()).await;
    // Each deposit has a hundred codes and shares half of them with the next.
    let calls = (0..32).map(|nth| {
        let codes: Vec<String> = (nth * 50..nth * 50 + 100)
            .map(|code| format!("C{code}"))
            .collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        (
            Operation::OrderVoucherCodedeposit,
            world.to_deposit(&id, &codes),
        )
    });
    let calls: Vec<_> = calls.collect();
    let answers = at_once(&world, calls.clone()).await;
    assert_eq!(wins(&answers), 32);
    let mut taken: Vec<String> = Vec::new();
    for answer in answers.iter().flatten() {
        let (fine, failed) = (&answer["success_count"], &answer["fail_count"]);
        assert_eq!(fine.as_i64().unwrap() + failed.as_i64().unwrap(), 100);
        let list = answer["success_voucher_code_list"].as_array();
        let list = list.map(Vec::as_slice).unwrap_or_default();
        taken.extend(list.iter().map(|code| code.as_str().unwrap().to_owned()));
    }
    let count = taken.len();
    taken.sort_unstable();
    taken.dedup();
    assert_eq!((taken.len(), count), (1650, 1650), "each code came once");
    let counted = json!({ "activity_id": id });
    let counted = world.ok(Operation::OrderVoucherCodecount, counted).await;
    assert_eq!(counted["success_count"], 1650);
    assert_eq!(at_once(&world, calls).await, answers, "as answered before");
    world.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn s11_more_sends_than_codes() {
    let world = World::of_orders();
    let codes: Vec<String> = (0..20).map(|nth| format!("C{nth}")).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let id = world.stocked(uploaded(), &codes).await;
    let calls = (0..64).map(|nth| {
        let user = format!("2088000000002{nth:03}");
        (Operation::OrderVoucherSend, world.to_give(&id, &user))
    });
    let answers = at_once(&world, calls.collect()).await;
    let mut given: Vec<&str> = answers
        .iter()
        .flatten()
        .map(|answer| answer["voucher_code"].as_str().unwrap())
        .collect();
    given.sort_unstable();
    given.dedup();
    assert_eq!((wins(&answers), given.len()), (20, 20));
    world.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn g15_one_of_many_changes_of_shops_is_accepted_at_a_time() {
    let world = World::of_orders_by_hand();
    let id = world
        .asked_for(in_shops(&json!({ "available_shop_ids": [SHOP] })))
        .await;
    let number = crate::world::activity_number(&id);
    world.engine.complete(number).await.unwrap();
    let mut left = vec![SHOP_TOO, SHOP_THREE, SMID_SHOP];
    while !left.is_empty() {
        let calls = left.iter().map(|shop| {
            let scope = json!({
                "modify_type": "ADD",
                "order_voucher_available_shop": {
                    "shop_ids": [shop, crate::world::NO_SHOP],
                },
            });
            let change = json!({ "voucher_use_rule": { "voucher_available_scope": scope } });
            (Operation::OrderVoucherModify, world.to_change(&id, change))
        });
        let answers = at_once(&world, calls.collect()).await;
        assert_eq!(wins(&answers), 1, "{answers:?}");
        let won = answers.iter().position(Result::is_ok).unwrap();
        left.remove(won);
        world.engine.complete(number).await.unwrap();
    }
    let read = world.read(&id).await;
    let scope = &read["voucher_use_rule"]["voucher_available_scope"];
    let shops = scope["order_voucher_available_shop"]["shop_ids"].as_array();
    assert_eq!(shops.map(Vec::len), Some(4));
    world.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn m39_changes_of_shops_at_once_are_all_made_in_the_end() {
    let world = World::of_orders();
    let id = world
        .made(in_shops(&json!({ "available_shop_ids": [SHOP] })))
        .await;
    let step = async {
        for _ in 0..2000 {
            world.engine.step().await.unwrap();
            tokio::task::yield_now().await;
        }
    };
    let add = |shop: &'static str| {
        let (world, id) = (&world, &id);
        async move {
            let scope = json!({
                "modify_type": "ADD",
                "order_voucher_available_shop": { "shop_ids": [shop] },
            });
            let change = json!({ "voucher_use_rule": { "voucher_available_scope": scope } });
            let body = world.to_change(id, change);
            // An operation that is under way is waited for by asking again.
            for _ in 0..10_000 {
                let asked = world.outcome(owner(), Operation::OrderVoucherModify, &body);
                if let Outcome::Answer(_) = asked.await {
                    return;
                }
                tokio::task::yield_now().await;
            }
            panic!("{shop} never came in");
        }
    };
    let ((), ..) = tokio::join!(step, add(SHOP_TOO), add(SHOP_THREE), add(SMID_SHOP));
    world.settle().await;
    let read = world.read(&id).await;
    let scope = &read["voucher_use_rule"]["voucher_available_scope"];
    let shops = scope["order_voucher_available_shop"]["shop_ids"].as_array();
    assert_eq!(shops.map(Vec::len), Some(4));
    world.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn o5_orders_for_the_last_voucher() {
    let world = World::of_orders();
    let id = world.stocked(sold_from_stock(), &["A"]).await;
    let order = || (Operation::OrderCreate, world.to_buy(&id, PRICE));
    let answers = at_once(&world, (0..16).map(|_| order()).collect()).await;
    assert_eq!(wins(&answers), 1);
    assert!(
        answers
            .iter()
            .flatten()
            .all(|answer| answer["trade_no"].is_string())
    );
    // A closed order's voucher is free again; one of two gets it.
    let bought = answers.into_iter().flatten().next().unwrap();
    let bought = sale(bought["trade_no"].as_str().unwrap());
    world.engine.close_order(bought).await.unwrap();
    let answers = at_once(&world, vec![order(), order()]).await;
    assert_eq!(wins(&answers), 1);
    world.is_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn or7_a_refund_and_a_use_of_one_order() {
    let world = World::of_orders();
    let id = world.made(sold()).await;
    for nth in 0..12 {
        let bought = world.buy(&id).await;
        let order = sale(&bought.trade_no);
        world.engine.pay_order(order).await.unwrap();
        let code = format!("C{nth}");
        let delivery = quan_core::sale::Delivery {
            code: quan_core::Code::parse(&code).unwrap(),
            base: None,
            note: None,
        };
        world.engine.deliver(order, delivery).await.unwrap();
        let back = world.to_give_back(&id, &bought.order_no, &code);
        let calls = vec![
            (Operation::OrderVoucherUse, world.to_use(&id, &code)),
            (Operation::OrderRefund, back.clone()),
            (Operation::OrderVoucherUse, world.to_use(&id, &code)),
            (Operation::OrderRefund, back),
        ];
        let answers = at_once(&world, calls).await;
        let state = world.engine.sale(order).await.unwrap().unwrap().state;
        if state == SaleState::Refunded {
            assert!(answers[0].is_err() && answers[2].is_err());
            assert!(answers[1].is_ok() && answers[3].is_ok());
        } else {
            assert_eq!(state, SaleState::Delivered);
            assert_eq!(wins(&answers), 1);
        }
    }
    world.is_sound().await;
}
