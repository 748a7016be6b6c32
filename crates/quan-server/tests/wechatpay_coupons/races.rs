//! Calls that meet, over HTTP: one wins, the others are told why not, and what is left
//! adds up.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::live::Live;
use crate::shop::{NOT_USABLE, NOT_USED, Said, USED_BEFORE};
use crate::world::{
    ALICE, Answer, World, stock, stock_of_named_codes, stock_of_uploaded_codes, stock_with,
};

const ROUNDS: u32 = 60;

async fn begun() -> (tempfile::TempDir, Arc<Live>) {
    let data = tempfile::tempdir().unwrap();
    let live = Live::begin(data.path()).await;
    (data, live)
}

/// A stock with room for every round.
async fn roomy(world: &World) -> String {
    let room = [
        ("stock_send_rule/max_coupons", json!(1000)),
        ("stock_send_rule/max_coupons_per_user", json!(100)),
    ];
    world.stock(stock_with(&room)).await
}

fn winners(answers: &[Answer]) -> Vec<usize> {
    let won = answers.iter().enumerate();
    won.filter(|(_, answer)| answer.status == 200)
        .map(|(place, _)| place)
        .collect()
}

#[track_caller]
fn lost(answers: &[Answer], why: Said) {
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        answer.refused().is(why);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn w_state_2_of_many_uses_one_wins() {
    let (_data, live) = begun().await;
    let world = &live.world;
    let stock = roomy(world).await;
    for round in 1..=ROUNDS {
        let code = world.send(&stock, ALICE).await;
        let calls: Vec<_> = (0..6)
            .map(|_| ("use", world.to_use(&stock, &code)))
            .collect();
        let answers = live.at_once(&calls).await;
        let won = winners(&answers);
        assert_eq!(won.len(), 1, "{answers:?}");
        lost(&answers, USED_BEFORE);
        let coupon = world.coupon_of(ALICE, &code).await;
        assert_eq!(coupon["use_request_no"], calls[won[0]].1["use_request_no"]);
        let row = world.row(&stock).await;
        assert_eq!((row.issued, row.redeemed, row.uses), (round, round, round));
    }
    live.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn w_deact_1_against_a_use_exactly_one_wins() {
    let (_data, live) = begun().await;
    let world = &live.world;
    let stock = roomy(world).await;
    let (mut used, mut invalid) = (0, 0);
    for round in 0..ROUNDS {
        let code = world.send(&stock, ALICE).await;
        // A use that names the user looks the coupon up first, as the other does; by
        // turns there are many of one and few of the other.
        let share = [1, 3, 5][round as usize % 3];
        let calls: Vec<_> = (0..6)
            .map(|nth| {
                if (nth + round) % 6 < share {
                    let mut body = world.to_use(&stock, &code);
                    body["openid"] = json!(ALICE);
                    ("use", body)
                } else {
                    ("deactivate", world.to_deactivate(&stock, &code))
                }
            })
            .collect();
        let answers = live.at_once(&calls).await;
        let won = winners(&answers);
        assert_eq!(won.len(), 1, "{answers:?}");
        let (winner, body) = &calls[won[0]];
        let coupon = world.coupon_of(ALICE, &code).await;
        if *winner == "use" {
            used += 1;
            assert_eq!(coupon["coupon_state"], "USED");
            assert_eq!(coupon["use_request_no"], body["use_request_no"]);
            assert_eq!(coupon.get("deactivate_time"), None);
            assert_eq!(coupon.get("deactivate_request_no"), None);
        } else {
            invalid += 1;
            assert_eq!(coupon["coupon_state"], "DEACTIVATED");
            assert_eq!(
                coupon["deactivate_request_no"],
                body["deactivate_request_no"]
            );
            assert_eq!(coupon.get("use_time"), None);
        }
        for ((call, _), answer) in calls.iter().zip(&answers) {
            match (*call, *winner) {
                _ if answer.status == 200 => {}
                ("use", "use") => answer.refused().is(USED_BEFORE),
                _ => answer.refused().is(NOT_USABLE),
            }
        }
        let row = world.row(&stock).await;
        assert_eq!((row.redeemed, row.revoked), (used, invalid));
        assert_eq!((row.issued, row.usable()), (used + invalid, 0));
        world.is_sound().await;
    }
    assert!(used > 0 && invalid > 0, "{used} and {invalid}");
    live.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn w_return_1_against_a_use_they_take_turns() {
    let (_data, live) = begun().await;
    let world = &live.world;
    let stock = roomy(world).await;
    let mut in_use = 0;
    for _ in 0..ROUNDS {
        let code = world.send(&stock, ALICE).await;
        let calls: Vec<_> = (0..8)
            .map(|nth| match nth % 2 {
                0 => ("use", world.to_use(&stock, &code)),
                _ => ("return", world.to_return(&stock, &code)),
            })
            .collect();
        let answers = live.at_once(&calls).await;
        let (mut uses, mut returns) = (0, 0);
        for ((word, _), answer) in calls.iter().zip(&answers) {
            match (*word, answer.status) {
                ("use", 200) => uses += 1,
                ("use", _) => answer.refused().is(USED_BEFORE),
                (_, 200) => returns += 1,
                _ => answer.refused().is(NOT_USED),
            }
        }
        // A use comes first, and what is used is returned.
        assert!(uses == returns || uses == returns + 1, "{answers:?}");
        assert!(uses > 0, "{answers:?}");
        let state = world.state_of(ALICE, &code).await;
        assert_eq!(state, if uses == returns { "SENDED" } else { "USED" });
        in_use += u32::from(uses > returns);
        let row = world.row(&stock).await;
        assert_eq!((row.redeemed, row.uses), (in_use, in_use));
    }
    live.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn w_deact_1_against_a_return_the_use_stands_between() {
    let (_data, live) = begun().await;
    let world = &live.world;
    let stock = roomy(world).await;
    for round in 0..ROUNDS / 2 {
        let code = world.send(&stock, ALICE).await;
        world.done("use", world.to_use(&stock, &code)).await;
        let calls: Vec<_> = (0..4)
            .map(|nth| match (nth + round) % 2 {
                0 => ("return", world.to_return(&stock, &code)),
                _ => ("deactivate", world.to_deactivate(&stock, &code)),
            })
            .collect();
        let answers = live.at_once(&calls).await;
        let of = |word: &str| {
            let won = winners(&answers);
            won.into_iter()
                .filter(|place| calls[*place].0 == word)
                .count()
        };
        assert_eq!(of("return"), 1, "{answers:?}");
        assert!(of("deactivate") <= 1, "{answers:?}");
        let state = world.state_of(ALICE, &code).await;
        let expected = if of("deactivate") == 1 {
            "DEACTIVATED"
        } else {
            "SENDED"
        };
        assert_eq!(state, expected);
        world.is_sound().await;
    }
    live.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn w_idem_3_twins_have_one_effect_and_equal_answers() {
    let (_data, live) = begun().await;
    let world = &live.world;
    let uploaded = world.stock(stock_of_uploaded_codes()).await;
    let codes: Vec<String> = (0..100).map(|nth| format!("U-{nth}")).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    world.upload(&uploaded, &codes).await;
    for stock in [world.stock(stock()).await, uploaded] {
        for round in 1..=10 {
            let twins = |word: &'static str, body: Value| {
                let live = &live;
                async move {
                    let calls: Vec<_> = (0..6).map(|_| (word, body.clone())).collect();
                    let answers = live.at_once(&calls).await;
                    assert_eq!(winners(&answers).len(), 6, "{answers:?}");
                    let first = answers[0].json.clone();
                    assert!(answers.iter().all(|answer| answer.json == first));
                    first
                }
            };
            let sent = twins("send", world.to_send(&stock, ALICE)).await;
            let code = sent["coupon_code"].as_str().unwrap();
            twins("associate", world.to_link(&stock, code, "T-1")).await;
            twins("disassociate", world.to_link(&stock, code, "T-1")).await;
            twins("use", world.to_use(&stock, code)).await;
            twins("return", world.to_return(&stock, code)).await;
            twins("deactivate", world.to_deactivate(&stock, code)).await;
            let row = world.row(&stock).await;
            assert_eq!((row.issued, row.revoked), (round, round));
            let made = (row.counters.redemptions, row.counters.returns);
            assert_eq!(made, (round, round));
        }
    }
    live.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn w_limit_10_the_last_code_of_a_pool_goes_to_one() {
    let (_data, live) = begun().await;
    let world = &live.world;
    let mut body = stock_of_uploaded_codes();
    body["stock_send_rule"]["max_coupons"] = json!(1000);
    let stock = world.stock(body).await;
    let mut given = BTreeSet::new();
    for round in 1..=ROUNDS / 2 {
        world.upload(&stock, &[&format!("U-{round}")]).await;
        let calls: Vec<_> = (0..6)
            .map(|nth| {
                (
                    "send",
                    world.to_send(&stock, &format!("oUser-{round}-{nth}")),
                )
            })
            .collect();
        let answers = live.at_once(&calls).await;
        let won = winners(&answers);
        assert_eq!(won.len(), 1, "{answers:?}");
        lost(&answers, crate::limits::SPENT);
        let code = answers[won[0]].json["coupon_code"].to_string();
        assert_eq!(code, format!("\"U-{round}\""));
        assert!(given.insert(code));
        assert_eq!(world.row(&stock).await.issued, round);
    }
    live.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn w_limit_10_a_budgets_last_coupons_among_64_users() {
    let (_data, live) = begun().await;
    let world = &live.world;
    for left in [1, 5] {
        let body = stock_with(&[("stock_send_rule/max_coupons", json!(left))]);
        let stock = world.stock(body).await;
        let calls: Vec<_> = (0..64)
            .map(|nth| {
                (
                    "send",
                    world.to_send(&stock, &format!("oUser-{left}-{nth}")),
                )
            })
            .collect();
        let answers = live.at_once(&calls).await;
        assert_eq!(winners(&answers).len(), left, "{answers:?}");
        lost(&answers, crate::limits::SPENT);
        let codes: BTreeSet<_> = answers
            .iter()
            .filter_map(|answer| answer.json["coupon_code"].as_str())
            .collect();
        assert_eq!(codes.len(), left);
        let row = world.row(&stock).await;
        assert_eq!((row.issued as usize, row.quantity as usize), (left, left));
    }
    live.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn w_limit_10_one_user_asks_many_times_at_once() {
    let (_data, live) = begun().await;
    let world = &live.world;
    let body = stock_with(&[("stock_send_rule/max_coupons_per_user", json!(3))]);
    let stock = world.stock(body).await;
    let calls: Vec<_> = (0..16)
        .map(|_| ("send", world.to_send(&stock, ALICE)))
        .collect();
    let answers = live.at_once(&calls).await;
    assert_eq!(winners(&answers).len(), 3, "{answers:?}");
    lost(&answers, (403, "RULE_LIMIT", "用户已达领取上限"));
    assert_eq!(world.listed(ALICE, "").await["total_count"], 3);
    live.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn w_limit_8_one_code_of_the_merchants_for_many() {
    let (_data, live) = begun().await;
    let world = &live.world;
    let stock = world.stock(stock_of_named_codes()).await;
    let calls: Vec<_> = (0..12)
        .map(|nth| {
            let mut body = world.to_send(&stock, &format!("oUser-{nth}"));
            body["coupon_code"] = json!("A-1");
            ("send", body)
        })
        .collect();
    let answers = live.at_once(&calls).await;
    assert_eq!(winners(&answers).len(), 1, "{answers:?}");
    lost(&answers, (400, "RESOURCE_ALREADY_EXISTS", "券code已存在"));
    assert_eq!(world.row(&stock).await.issued, 1);
    live.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn w_assoc_3_many_orders_for_one_coupon() {
    let (_data, live) = begun().await;
    let world = &live.world;
    let stock = roomy(world).await;
    for _ in 0..10 {
        let code = world.send(&stock, ALICE).await;
        let calls: Vec<_> = (0..6)
            .map(|nth| {
                (
                    "associate",
                    world.to_link(&stock, &code, &format!("T-{nth}")),
                )
            })
            .collect();
        let answers = live.at_once(&calls).await;
        let won = winners(&answers);
        assert_eq!(won.len(), 1, "{answers:?}");
        lost(&answers, (400, "INVALID_REQUEST", "券已关联其他订单"));
        let linked = &world.coupon_of(ALICE, &code).await["associate_out_trade_no"];
        assert_eq!(linked, &calls[won[0]].1["out_trade_no"]);
    }
    live.end().await;
}
