//! Many who want the same of coupons at the same time.

use std::collections::BTreeSet;

use quan_core::operation::BudgetTarget;
use quan_core::terms::Places;
use quan_core::voucher::CodeState;
use quan_core::{Code, Denial, Fen, ScopeChange, ScopeKind, VoucherId, VoucherState};
use quan_engine::{CodeFilter, CodeOutcome, Engine, Error, Report};

use super::races::{at_once, granted, numbered};
use super::stories;
use crate::make::{self, call, code, member, order, owner, recipient};
use crate::world::{Outcome, World};

stories! {
    of_many_uses_of_a_coupon_one_wins,
    a_coupon_is_used_or_revoked_and_never_both,
    a_return_and_a_use_take_turns,
    the_last_codes_go_to_as_many_as_there_are,
    a_budget_that_shrinks_is_never_below_what_is_issued,
    of_many_who_set_a_budget_one_knew_it,
    a_code_is_deleted_or_issued_and_never_both,
    twins_of_a_deposit_are_answered_alike,
    a_code_that_many_bring_comes_in_once,
    deposits_at_once_fill_the_budget_and_no_more,
    twins_of_a_deletion_take_out_one_code,
    a_use_meets_old_terms_or_those_modified_at_once,
}

async fn reports(engine: Engine, voucher: VoucherId, prefix: &str, at: usize) -> Result<(), Error> {
    let report = Report {
        order: order(5000),
        times: 1,
        deduction: None,
    };
    let call = numbered(prefix, at);
    let used = engine.report_use(voucher.into(), owner(), call, report);
    used.await.map(drop)
}

async fn of_many_uses_of_a_coupon_one_wins(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let voucher = world.give(activity, "u").await;
    let answers = at_once(world, 64, |engine, at| reports(engine, voucher, "r", at)).await;
    assert_eq!(granted(&answers, &Denial::AlreadyRedeemed), 1);
    assert_eq!(world.row(activity).await.redeemed, 1);
}

async fn a_coupon_is_used_or_revoked_and_never_both(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    for round in 0..8 {
        let voucher = world.give(activity, "u").await;
        let answers = at_once(world, 16, |engine, at| async move {
            if (at + round) % 2 == 0 {
                return reports(engine, voucher, &format!("u {round}"), at).await;
            }
            let call = numbered(&format!("r {round}"), at);
            let revoked = engine.revoke(voucher.into(), owner(), call, None);
            revoked.await.map(drop)
        })
        .await;
        let winners: Vec<usize> = (0..16).filter(|at| answers[*at].is_ok()).collect();
        let [winner] = winners[..] else {
            panic!("{winners:?} won");
        };
        let used = (winner + round) % 2 == 0;
        for (at, answer) in answers.iter().enumerate() {
            let denial = match ((at + round) % 2 == 0, used) {
                (true, true) => Denial::AlreadyRedeemed,
                (false, true) => Denial::InUse,
                (_, false) => Denial::Revoked,
            };
            assert!(at == winner || *answer == Err(denial), "{at}: {answer:?}");
        }
        let slip = world.slip(voucher).await;
        let is_used = matches!(slip.state, VoucherState::Redeemed { .. });
        assert_eq!((is_used, slip.uses), (used, u32::from(used)));
    }
}

async fn a_return_and_a_use_take_turns(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let voucher = world.give(activity, "u").await;
    let answers = at_once(world, 48, |engine, at| async move {
        if at % 2 == 0 {
            return reports(engine, voucher, "u", at).await;
        }
        let call = numbered("b", at);
        let returned = engine.undo(voucher.into(), owner(), call, None, Fen::ZERO);
        returned.await.map(drop)
    })
    .await;
    let won = |which: usize| (which..48).step_by(2).filter(|at| answers[*at].is_ok());
    let (uses, returns) = (won(0).count(), won(1).count());
    let slip = world.slip(voucher).await;
    assert_eq!(u32::try_from(uses - returns), Ok(slip.uses));
    assert!(slip.uses <= 1);
    let last = world.last_use(&slip).await.granted().expect("a use");
    assert_eq!(last.1.is_some(), slip.uses == 0);
}

async fn the_last_codes_go_to_as_many_as_there_are(world: &mut World) {
    let activity = world.made(make::coded_coupon(100)).await;
    world.deposits(activity, &["a", "b", "c", "d", "e"]).await;
    let answers = at_once(world, 64, |engine, at| async move {
        let who = recipient(&format!("u {at}"));
        engine
            .issue(activity, owner(), numbered("i", at), who)
            .await
    })
    .await;
    assert_eq!(granted(&answers, &Denial::BudgetExhausted), 5);
    let mut codes = BTreeSet::new();
    for issued in answers.iter().flatten() {
        codes.extend(world.slip(issued.voucher).await.code);
    }
    assert_eq!(codes, BTreeSet::from(["a", "b", "c", "d", "e"].map(code)));
}

async fn a_budget_that_shrinks_is_never_below_what_is_issued(world: &mut World) {
    for round in 0_u32..6 {
        let mut new = make::coupon();
        new.quantity = 64;
        let activity = world.made(new).await;
        let to = 4 + round * 8;
        let answers = at_once(world, 64, |engine, at| async move {
            if at == 24 {
                let target = BudgetTarget::Quantity { from: 64, to };
                let set = engine.set_budget(activity, owner(), call("b", ""), target);
                return set.await.map(|(quantity, _)| quantity);
            }
            let who = recipient(&format!("u {at}"));
            let issued = engine.issue(activity, owner(), numbered("i", at), who);
            issued.await.map(|_| 0)
        })
        .await;
        let issued = answers.iter().filter(|answer| **answer == Ok(0)).count();
        let row = world.row(activity).await;
        assert_eq!(usize::try_from(row.issued), Ok(issued));
        match &answers[24] {
            Ok(quantity) => {
                assert_eq!((*quantity, row.quantity), (to, to));
                assert!(row.issued <= to);
            }
            Err(denial) => {
                let Denial::QuantityBelowIssued { issued } = denial else {
                    panic!("{denial}");
                };
                assert!(*issued > to && *issued <= row.issued);
                assert_eq!((row.quantity, row.issued), (64, 63));
            }
        }
        let others = answers.iter().enumerate().filter(|(at, _)| *at != 24);
        for denial in others.filter_map(|(_, answer)| answer.as_ref().err()) {
            assert_eq!(*denial, Denial::BudgetExhausted);
        }
    }
}

async fn of_many_who_set_a_budget_one_knew_it(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let answers = at_once(world, 32, |engine, at| async move {
        let to = 200 + u32::try_from(at).expect("a small number");
        let target = BudgetTarget::Quantity { from: 100, to };
        engine
            .set_budget(activity, owner(), numbered("b", at), target)
            .await
    })
    .await;
    let quantity = world.row(activity).await.quantity;
    assert_eq!(granted(&answers, &Denial::QuantityDiffers { quantity }), 1);
    let answers = at_once(world, 32, |engine, at| async move {
        let to = 10 + u32::try_from(at).expect("a small number");
        let target = BudgetTarget::ByDay {
            from: None,
            to,
            based_on: 1,
            document: "the document".into(),
        };
        engine
            .set_budget(activity, owner(), numbered("d", at), target)
            .await
    })
    .await;
    let row = world.row(activity).await;
    let quantity = row.terms.issue.by_day.expect("a cap");
    assert_eq!(granted(&answers, &Denial::QuantityDiffers { quantity }), 1);
    assert_eq!(row.version, 2);
}

async fn a_code_is_deleted_or_issued_and_never_both(world: &mut World) {
    for round in 0..4 {
        let names: Vec<String> = (0..24).map(|at| format!("c{round}-{at}")).collect();
        let texts: Vec<&str> = names.iter().map(String::as_str).collect();
        let activity = world.made(make::coded_coupon(100)).await;
        world.deposits(activity, &texts).await;
        let answers = at_once(world, 48, |engine, at| async move {
            if at % 2 == 0 {
                let who = recipient(&format!("u {at}"));
                let issued = engine.issue(activity, owner(), numbered("i", at), who);
                return issued.await.map(|issued| Some(issued.voucher));
            }
            // The codes that are issued first are deleted first.
            let text = format!("c{round}-{}", 23 - at / 2);
            let deleted = engine.delete_code(activity, owner(), numbered("d", at), code(&text));
            deleted.await.map(|_| None)
        })
        .await;
        let mut issued: BTreeSet<Code> = BTreeSet::new();
        for answer in &answers {
            match answer {
                Ok(Some(voucher)) => {
                    let given = world.slip(*voucher).await.code.expect("a code");
                    assert!(issued.insert(given), "a code is one coupon's");
                }
                Ok(None) | Err(Denial::BudgetExhausted | Denial::CodeIssued) => {}
                Err(denial) => panic!("{denial}"),
            }
        }
        let deleted = answers.iter().filter(|answer| **answer == Ok(None)).count();
        // Twenty-four of each: no code is left, and none is both.
        assert_eq!(issued.len() + deleted, 24);
        let row = world.row(activity).await;
        assert_eq!(usize::try_from(row.codes), Ok(issued.len()));
        let listed = world
            .deposited_codes(activity, CodeFilter::All, 0, 99)
            .await
            .granted();
        let left: BTreeSet<Code> = listed
            .items
            .iter()
            .filter(|view| matches!(view.row.state, CodeState::Issued { .. }))
            .map(|view| view.code.clone())
            .collect();
        assert_eq!((left, listed.total), (issued.clone(), issued.len() as u64));
    }
}

async fn twins_of_a_deposit_are_answered_alike(world: &mut World) {
    let activity = world.made(make::coded_coupon(3)).await;
    world.deposits(activity, &["k"]).await;
    let answers = at_once(world, 32, |engine, _| async move {
        let codes = ["a", "k", "b", "c"].map(|text| (code(text), 1)).to_vec();
        engine
            .deposit_codes(activity, owner(), call("twin", ""), codes)
            .await
    })
    .await;
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    let outcomes = answers[0].as_ref().map(|deposited| &deposited.outcomes[..]);
    let [taken, known, surplus] = [CodeOutcome::Taken, CodeOutcome::Known, CodeOutcome::Surplus];
    assert_eq!(outcomes, Ok(&[taken, known, taken, surplus][..]));
    let row = world.row(activity).await;
    assert_eq!((row.codes, row.counters.deposits), (3, 2));
}

async fn a_code_that_many_bring_comes_in_once(world: &mut World) {
    let activity = world.made(make::coded_coupon(100)).await;
    let answers = at_once(world, 32, |engine, at| async move {
        let codes = vec![(code("same"), 1), (code(&format!("own {at}")), 1)];
        engine
            .deposit_codes(activity, owner(), numbered("n", at), codes)
            .await
    })
    .await;
    let mut came = 0;
    for answer in answers {
        let outcomes = answer.expect("taken").outcomes;
        came += u32::from(outcomes[0] == CodeOutcome::Taken);
        assert_eq!(outcomes[1], CodeOutcome::Taken);
    }
    assert_eq!((came, world.row(activity).await.codes), (1, 33));
}

async fn deposits_at_once_fill_the_budget_and_no_more(world: &mut World) {
    let activity = world.made(make::coded_coupon(9)).await;
    let answers = at_once(world, 16, |engine, at| async move {
        let codes = ["x", "y"].map(|text| (code(&format!("{text} {at}")), 1));
        let brought = engine.deposit_codes(activity, owner(), numbered("n", at), codes.to_vec());
        brought.await.map(|deposited| deposited.outcomes)
    })
    .await;
    assert_eq!(granted(&answers, &Denial::TooManyCodes), 5);
    let outcomes = answers.iter().flatten().flatten();
    let taken = outcomes.filter(|outcome| **outcome == CodeOutcome::Taken);
    assert_eq!(taken.count(), 9);
    assert_eq!(world.row(activity).await.codes, 9);
}

async fn twins_of_a_deletion_take_out_one_code(world: &mut World) {
    let activity = world.made(make::coded_coupon(9)).await;
    world.deposits(activity, &["a", "b"]).await;
    let answers = at_once(world, 16, |engine, _| async move {
        engine
            .delete_code(activity, owner(), call("twin", ""), code("a"))
            .await
    })
    .await;
    assert_eq!(answers, vec![Ok(world.now()); 16]);
    assert_eq!(world.row(activity).await.codes, 1);
    let answers = at_once(world, 16, |engine, at| async move {
        engine
            .delete_code(activity, owner(), numbered("d", at), code("b"))
            .await
    })
    .await;
    assert_eq!(granted(&answers, &Denial::NoSuchCode), 1);
    assert_eq!(world.row(activity).await.codes, 0);
}

async fn a_use_meets_old_terms_or_those_modified_at_once(world: &mut World) {
    let mut new = make::coupon();
    new.terms.redeem.max_uses = 1000;
    new.terms.scope.places = Places::Shops;
    new.members.push((ScopeKind::Shop, member("shop")));
    let activity = world.made(new.clone()).await;
    let voucher = world.give(activity, "u").await;
    for version in 1..=16 {
        // Every version of the scope has the shop: no use is ever refused.
        let answers = at_once(world, 9, |engine, at| {
            let mut change = make::change(new.terms.clone());
            change.based_on = version;
            change.terms.scope.generation = version + 1;
            change.members = ScopeChange::instead(vec![
                (ScopeKind::Merchant, member(make::OWNER)),
                (ScopeKind::Shop, member("shop")),
            ]);
            async move {
                let call = numbered(&format!("r {version}"), at);
                if at == 4 {
                    let modified = engine.modify_at_once(activity, owner(), call, change);
                    return modified.await.map(drop);
                }
                let mut order = order(5000);
                order.shops = vec![make::shop("shop", None, None)];
                let report = Report {
                    order,
                    times: 1,
                    deduction: None,
                };
                let used = engine.report_use(voucher.into(), owner(), call, report);
                used.await.map(drop)
            }
        })
        .await;
        assert_eq!(answers, vec![Ok(()); 9], "version {version}");
    }
}
