//! Calls that meet, over HTTP: one wins, the others are told why not, and what is
//! left adds up.

use std::collections::BTreeSet;
use std::sync::Arc;

use quan_core::{Activity, Code, SaleState, VoucherState};
use quan_server::config::CompletionDelay;
use quan_server::courier::Settings;
use quan_wire::alipay::message::{Operation, ids};
use serde_json::{Value, json};

use crate::live::{Answer, Ask, Live, at_once};
use crate::orders::{
    NO_SHOP, PRICE, RUNNING, SHOP, SHOP_THREE, SHOP_TOO, SMID_SHOP, in_shops, left, nested,
    sold_from_stock, uploaded,
};
use crate::world::{ALICE, activity_number};

const USE: Operation = Operation::OrderVoucherUse;
const UNDO: Operation = Operation::OrderVoucherRefund;
const ROUNDS: usize = 12;

async fn begun() -> (tempfile::TempDir, Arc<Live>) {
    let data = tempfile::tempdir().unwrap();
    let live = Live::begin(data.path()).await;
    (data, Arc::new(live))
}

/// Stops it, and looks at its books once more.
async fn over(live: Arc<Live>) {
    live.is_sound().await;
    live.world.is_sound().await;
    Arc::into_inner(live).unwrap().end().await;
}

fn wins(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.is_ok()).count()
}

#[track_caller]
fn lost_for_business_reasons(answers: &[Answer]) {
    for refused in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        assert_eq!(refused.code, "BIZ_ERROR", "{refused:?}");
    }
}

async fn row(live: &Live, id: &str) -> Activity {
    let view = live.world.engine.activity(activity_number(id)).await;
    view.unwrap().unwrap().activity
}

/// How the voucher of a code stands: whether it is used up, and whether it was
/// taken back.
async fn state(live: &Live, id: &str, code: &str) -> VoucherState {
    let code = Code::parse(code).unwrap();
    let engine = &live.world.engine;
    let voucher = engine.voucher_by_code(activity_number(id), code).await;
    voucher.unwrap().unwrap().state
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_use_meets_its_undoing() {
    let (_data, live) = begun().await;
    let id = live.made(nested()).await;
    let mut in_use = 0;
    for round in 0..ROUNDS {
        let code = format!("C{round}");
        live.world.hand(&id, &code, ALICE).await;
        let asks = (0..8).map(|nth| match nth % 2 {
            0 => Ask::Alipay(USE, live.world.to_use(&id, &code)),
            _ => Ask::Alipay(UNDO, live.world.to_undo(&id, &code)),
        });
        let answers = at_once(&live, asks.collect()).await;
        lost_for_business_reasons(&answers);
        for answer in answers.iter().flatten() {
            assert!([0, 1].contains(&left(answer).as_u64().unwrap()), "{answer}");
        }
        let uses = answers.iter().step_by(2).flatten().count();
        let undone = answers.iter().skip(1).step_by(2).flatten().count();
        // They took turns: a use comes first, and what is used is undone.
        assert!(uses == undone || uses == undone + 1, "{answers:?}");
        let is_used = matches!(
            state(&live, &id, &code).await,
            VoucherState::Redeemed { .. }
        );
        assert_eq!(is_used, uses == undone + 1, "{answers:?}");
        in_use += u32::from(is_used);
        let row = row(&live, &id).await;
        assert_eq!((row.redeemed, row.uses), (in_use, in_use));
    }
    let row = row(&live, &id).await;
    assert_eq!((row.issued, row.revoked, row.reserved), (12, 0, 0));
    let summary = live.read(&id).await["summary"].clone();
    assert_eq!(summary["publish_count"], 12);
    assert_eq!(summary["used_count"], in_use);
    over(live).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_annulment_meets_a_use() {
    let (_data, live) = begun().await;
    let id = live.made(nested()).await;
    let (mut used, mut annulled) = (0, 0);
    for round in 0..ROUNDS {
        let code = format!("C{round}");
        live.world.hand(&id, &code, ALICE).await;
        let asks = (0..6).map(|nth| match nth % 2 {
            0 => Ask::Alipay(USE, live.world.to_use(&id, &code)),
            _ => Ask::Alipay(
                Operation::OrderVoucherInvalid,
                live.world.to_undo(&id, &code),
            ),
        });
        let answers = at_once(&live, asks.collect()).await;
        lost_for_business_reasons(&answers);
        assert_eq!(wins(&answers), 1, "{answers:?}");
        let won = answers.iter().position(Result::is_ok).unwrap();
        match state(&live, &id, &code).await {
            VoucherState::Redeemed { .. } if won % 2 == 0 => used += 1,
            VoucherState::Revoked { .. } if won % 2 == 1 => annulled += 1,
            other => panic!("{won} won, and it is {other:?}"),
        }
        let row = row(&live, &id).await;
        assert_eq!((row.redeemed, row.revoked), (used, annulled));
    }
    assert_eq!(row(&live, &id).await.issued, used + annulled);
    over(live).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_uses_of_a_voucher_for_one() {
    let (_data, live) = begun().await;
    let id = live.made(nested()).await;
    for round in 1..=ROUNDS {
        let code = format!("C{round}");
        live.world.hand(&id, &code, ALICE).await;
        let asks = (0..6).map(|_| Ask::Alipay(USE, live.world.to_use(&id, &code)));
        let answers = at_once(&live, asks.collect()).await;
        lost_for_business_reasons(&answers);
        assert_eq!(wins(&answers), 1, "{answers:?}");
        let is = state(&live, &id, &code).await;
        assert!(matches!(is, VoucherState::Redeemed { .. }), "{is:?}");
        let row = row(&live, &id).await;
        let round = u32::try_from(round).unwrap();
        assert_eq!((row.issued, row.redeemed, row.uses), (round, round, round));
    }
    over(live).await;
}

/// The same use, asked many times at once, is one use.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn one_use_that_is_sent_many_times() {
    let (_data, live) = begun().await;
    let id = live.made(nested()).await;
    for round in 1..=ROUNDS {
        let code = format!("C{round}");
        live.world.hand(&id, &code, ALICE).await;
        let ask = Ask::Alipay(USE, live.world.to_use(&id, &code));
        let answers = at_once(&live, vec![ask; 6]).await;
        assert_eq!(wins(&answers), 6, "{answers:?}");
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        let row = row(&live, &id).await;
        assert_eq!(usize::try_from(row.uses).unwrap(), round);
    }
    over(live).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_gifts_of_the_last_code() {
    let (_data, live) = begun().await;
    let id = live.made(uploaded()).await;
    for round in 1..=ROUNDS {
        let code = format!("C{round}");
        live.restock(&id, &code, round).await;
        let asks = (0..4).map(|nth| {
            let user = format!("208800000000{:04}", 1000 + round * 10 + nth);
            Ask::Alipay(Operation::OrderVoucherSend, live.world.to_give(&id, &user))
        });
        let answers = at_once(&live, asks.collect()).await;
        lost_for_business_reasons(&answers);
        assert_eq!(wins(&answers), 1, "{answers:?}");
        let given = answers.into_iter().flatten().next().unwrap();
        assert_eq!(given["voucher_code"], code.as_str());
        assert_eq!(state(&live, &id, &code).await, VoucherState::Issued);
        let row = row(&live, &id).await;
        let round = u32::try_from(round).unwrap();
        assert_eq!((row.quantity, row.issued, row.codes), (round, round, round));
    }
    over(live).await;
}

fn shops_of(read: &Value) -> BTreeSet<&str> {
    let scope = &read["voucher_use_rule"]["voucher_available_scope"];
    let ids = scope["order_voucher_available_shop"]["shop_ids"].as_array();
    ids.into_iter()
        .flatten()
        .map(|id| id.as_str().unwrap())
        .collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn shops_come_and_go_at_once() {
    let (_data, live) = begun().await;
    let first = in_shops(&json!({ "available_shop_ids": [SHOP] }));
    let id = live.made(first).await;
    let mut expected = BTreeSet::from([SHOP]);
    let mut changed = 0;
    for _ in 0..ROUNDS {
        let moves = [SHOP_TOO, SHOP_THREE, SMID_SHOP].map(|shop| {
            let how = if expected.contains(shop) {
                "REMOVE"
            } else {
                "ADD"
            };
            (how, shop)
        });
        let asks = moves.map(|(how, shop)| {
            let change = json!({ "voucher_use_rule": { "voucher_available_scope": {
                "modify_type": how,
                "order_voucher_available_shop": { "shop_ids": [shop, NO_SHOP] },
            } } });
            let body = live.world.to_change(&id, change);
            Ask::Alipay(Operation::OrderVoucherModify, body)
        });
        let answers = at_once(&live, asks.to_vec()).await;
        assert!(wins(&answers) >= 1, "{answers:?}");
        for ((how, shop), answer) in moves.into_iter().zip(answers) {
            match answer {
                Ok(answer) => {
                    let result = &answer["voucher_use_rule_result"]["voucher_available_scope_result"]
                        ["order_voucher_available_shop_result"];
                    assert_eq!(result["success_shop_ids"], json!([shop]), "{answer}");
                    assert_eq!(result["shop_fail_infos"][0]["shop_id"], NO_SHOP);
                    match how {
                        "ADD" => assert!(expected.insert(shop)),
                        _ => assert!(expected.remove(shop)),
                    }
                    changed += 1;
                }
                Err(refused) => assert_eq!(refused.message, RUNNING),
            }
        }
        assert_eq!(shops_of(&live.idle(&id).await), expected);
    }
    assert_eq!(row(&live, &id).await.counters.versions, changed + 1);
    over(live).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn g15_two_changes_of_an_activity() {
    let data = tempfile::tempdir().unwrap();
    let live = Live::begin_with(data.path(), CompletionDelay::Manual, Settings::default()).await;
    let live = Arc::new(live);
    let body = live.world.numbered(nested());
    let made = live.ok(Operation::OrderVoucherCreate, body).await;
    let id = made["activity_id"].as_str().unwrap().to_owned();
    let complete = format!("/api/activities/{id}/complete");
    live.ask(Ask::Own(complete.clone())).await.unwrap();
    for round in 0..ROUNDS {
        let asks = (0..4).map(|nth| {
            let change = json!({ "activity_name": format!("第{round}轮{nth}") });
            let body = live.world.to_change(&id, change);
            Ask::Alipay(Operation::OrderVoucherModify, body)
        });
        let answers = at_once(&live, asks.collect()).await;
        assert_eq!(wins(&answers), 1, "{answers:?}");
        for refused in answers.iter().filter_map(|answer| answer.as_ref().err()) {
            assert_eq!((&*refused.code, &*refused.message), ("BIZ_ERROR", RUNNING));
        }
        assert_eq!(
            live.read(&id).await["activity_operation_status"],
            "MODIFYING"
        );
        live.ask(Ask::Own(complete.clone())).await.unwrap();
        let won = answers.iter().position(Result::is_ok).unwrap();
        let name = format!("第{round}轮{won}");
        assert_eq!(live.idle(&id).await["activity_name"], name.as_str());
    }
    let versions = row(&live, &id).await.counters.versions;
    assert_eq!(usize::try_from(versions).unwrap(), ROUNDS + 1);
    over(live).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_payment_meets_the_closing_of_its_order() {
    let (_data, live) = begun().await;
    let id = live.made(sold_from_stock()).await;
    let mut paid = 0;
    for round in 0..ROUNDS {
        // What a closed order set aside is there for the next one.
        let stock = usize::try_from(paid).unwrap() + 1;
        if row(&live, &id).await.quantity < paid + 1 {
            live.restock(&id, &format!("C{round}"), stock).await;
        }
        let order = live.world.to_buy(&id, PRICE);
        let order = live.ok(Operation::OrderCreate, order).await;
        let trade_no = order["trade_no"].as_str().unwrap();
        let asks = (0..4).map(|nth| match nth % 2 {
            0 => Ask::Own(format!("/api/trades/{trade_no}/pay")),
            _ => Ask::Own(format!("/api/trades/{trade_no}/close")),
        });
        let answers = at_once(&live, asks.collect()).await;
        let (_, activity, sequence) = ids::parse_trade_no(trade_no).unwrap();
        let activity = quan_core::ActivityId::new(activity).unwrap();
        let sale = quan_core::SaleId::new(activity, sequence);
        let sale = live.world.engine.sale(sale).await.unwrap().unwrap();
        // Each is done again without harm, so all of one kind won.
        let won: Vec<_> = answers.iter().map(Result::is_ok).collect();
        match sale.state {
            SaleState::Delivered => {
                assert_eq!(won, [true, false, true, false]);
                paid += 1;
            }
            SaleState::Closed => assert_eq!(won, [false, true, false, true]),
            other => panic!("{other:?} after {answers:?}"),
        }
        let trade = live.look(&format!("/api/trades/{trade_no}")).await;
        let is_paid = sale.state == SaleState::Delivered;
        assert_eq!(trade["state"], if is_paid { "delivered" } else { "closed" });
        let row = row(&live, &id).await;
        assert_eq!((row.issued, row.reserved), (paid, 0));
    }
    over(live).await;
}
