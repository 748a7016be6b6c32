//! Codes: brought in advance, or named with each voucher.

use std::collections::BTreeSet;

use quan_core::operation::Label;
use quan_core::{ActivityState, Change, Denial};

use super::stories;
use crate::make::{self, call, code, owner, recipient};
use crate::world::{Outcome, World, taken};

stories! {
    an_activity_is_made_and_published_by_one_request,
    codes_come_in_once,
    a_deposit_is_answered_again,
    codes_are_for_activities_that_take_them,
    a_budget_of_codes_is_as_large_as_there_are_codes,
    each_voucher_gets_another_code,
    the_lowest_rank_comes_first,
    no_code_may_be_named_where_they_were_deposited,
    a_code_must_be_named_where_none_were,
    a_code_is_one_vouchers_only,
    a_code_is_found_in_its_own_activity,
    a_code_stays_with_its_voucher_after_a_restart,
}

async fn an_activity_is_made_and_published_by_one_request(world: &mut World) {
    let activity = world.made(make::named()).await;
    world.settles().await;
    let row = world.row(activity).await;
    assert_eq!((row.state, row.pending), (ActivityState::Active, None));

    let mut told = make::named();
    told.publishes = false;
    let other = world.made(told).await;
    world.settles().await;
    assert_eq!(world.row(other).await.state, ActivityState::Created);
}

async fn codes_come_in_once(world: &mut World) {
    let activity = world.begun(make::deposited()).await;
    let first = world.deposits(activity, &["a", "b", "a"]).await;
    assert_eq!(first, [true, true, false]);
    let second = world.deposits(activity, &["b", "c"]).await;
    assert_eq!(second, [false, true]);
    assert_eq!(world.row(activity).await.codes, 3);
}

async fn a_deposit_is_answered_again(world: &mut World) {
    let activity = world.begun(make::deposited()).await;
    world.deposits(activity, &["b"]).await;
    let codes = || vec![(code("a"), 1), (code("b"), 2), (code("a"), 3)];
    let again = |contents| world.deposit_codes(activity, owner(), call("n", contents), codes());
    assert_eq!(taken(&again("c").await.granted()), [true, false, false]);
    assert_eq!(taken(&again("c").await.granted()), [true, false, false]);
    assert_eq!(again("other").await.denied(), Denial::RequestReused);
    assert_eq!(world.row(activity).await.codes, 2);
}

async fn codes_are_for_activities_that_take_them(world: &mut World) {
    let named = world.begun(make::named()).await;
    let codes = || vec![(code("a"), 1)];
    let denied = world
        .deposit_codes(named, owner(), world.call(), codes())
        .await;
    assert_eq!(denied.denied(), Denial::CodesNotDeposited);

    let mut early = make::deposited();
    early.publishes = false;
    let early = world.made(early).await;
    let denied = world
        .deposit_codes(early, owner(), world.call(), codes())
        .await;
    assert_eq!(denied.denied(), Denial::NotActive);

    let stopped = world.begun(make::deposited()).await;
    world.stop(stopped, owner(), world.call()).await.granted();
    world.settles().await;
    let denied = world
        .deposit_codes(stopped, owner(), world.call(), codes())
        .await;
    assert_eq!(denied.denied(), Denial::Stopped);
}

async fn a_budget_of_codes_is_as_large_as_there_are_codes(world: &mut World) {
    let activity = world.begun(make::deposited()).await;
    world.deposits(activity, &["a", "b", "c"]).await;
    assert_eq!(
        world.claim(activity, "u").await,
        Err(Denial::BudgetExhausted)
    );
    let append = |quantity| world.append(activity, owner(), world.call(), quantity);
    for quantity in [2, 4] {
        let denied = append(quantity).await.denied();
        assert_eq!(denied, Denial::QuantityNotDeposited { codes: 3 });
    }
    append(3).await.granted();
    world.settles().await;
    for user in ["u", "v", "w"] {
        world.give(activity, user).await;
    }
    assert_eq!(
        world.claim(activity, "x").await,
        Err(Denial::BudgetExhausted)
    );
}

async fn each_voucher_gets_another_code(world: &mut World) {
    let activity = world.stocked(make::deposited(), &["a", "b", "c"]).await;
    let mut codes = BTreeSet::new();
    for user in ["u", "v", "w"] {
        let voucher = world.give(activity, user).await;
        codes.insert(world.slip(voucher).await.code.expect("a code"));
    }
    assert_eq!(codes, BTreeSet::from([code("a"), code("b"), code("c")]));
}

async fn the_lowest_rank_comes_first(world: &mut World) {
    let activity = world.stocked(make::deposited(), &["a", "b", "c"]).await;
    let voucher = world.give(activity, "u").await;
    assert_eq!(world.slip(voucher).await.code, Some(code("c")));
}

async fn no_code_may_be_named_where_they_were_deposited(world: &mut World) {
    let activity = world.stocked(make::deposited(), &["a"]).await;
    let denied = world.give_code(activity, "u", "a").await;
    assert_eq!(denied, Err(Denial::CodeNotWanted));
    let plain = world.opened(make::activity()).await;
    let denied = world.give_code(plain, "u", "a").await;
    assert_eq!(denied, Err(Denial::CodeNotWanted));
}

async fn a_code_must_be_named_where_none_were(world: &mut World) {
    let activity = world.begun(make::named()).await;
    assert_eq!(world.claim(activity, "u").await, Err(Denial::CodeNeeded));
    let voucher = world.give_code(activity, "u", "x").await.expect("issued");
    assert_eq!(world.slip(voucher).await.code, Some(code("x")));
}

async fn a_code_is_one_vouchers_only(world: &mut World) {
    let activity = world.begun(make::named()).await;
    world.give_code(activity, "u", "x").await.expect("issued");
    let denied = world.give_code(activity, "v", "x").await;
    assert_eq!(denied, Err(Denial::CodeTaken));
    // A code is itself in both cases.
    world.give_code(activity, "v", "X").await.expect("issued");

    let label = || Label {
        code: Some(code("y")),
        ..Label::default()
    };
    let at_once = (0..16).map(|at| {
        let who = recipient(&format!("u{at}"));
        world.issue_labelled(activity, owner(), world.call(), who, label())
    });
    let mut granted = 0;
    for answer in join(at_once).await {
        granted += u32::from(answer.answered().is_ok());
    }
    assert_eq!(granted, 1);
}

/// Runs calls side by side.
async fn join<F: Future>(calls: impl Iterator<Item = F>) -> Vec<F::Output> {
    let mut calls: Vec<_> = calls.map(Box::pin).map(Some).collect();
    let mut answers: Vec<Option<F::Output>> = calls.iter().map(|_| None).collect();
    std::future::poll_fn(|context| {
        for (call, answer) in calls.iter_mut().zip(&mut answers) {
            if let Some(running) = call
                && let std::task::Poll::Ready(found) = running.as_mut().poll(context)
            {
                *answer = Some(found);
                *call = None;
            }
        }
        if calls.iter().all(Option::is_none) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    answers.into_iter().flatten().collect()
}

async fn a_code_is_found_in_its_own_activity(world: &mut World) {
    let one = world.begun(make::named()).await;
    let other = world.begun(make::named()).await;
    let first = world.give_code(one, "u", "x").await.expect("issued");
    let second = world.give_code(other, "v", "x").await.expect("issued");
    let found = |activity| world.voucher_by_code(activity, code("x"));
    assert_eq!(
        found(one).await.granted().map(|found| found.id),
        Some(first)
    );
    assert_eq!(
        found(other).await.granted().map(|found| found.id),
        Some(second)
    );
    let none = world.voucher_by_code(one, code("z")).await.granted();
    assert_eq!(none, None);
}

async fn a_code_stays_with_its_voucher_after_a_restart(world: &mut World) {
    let activity = world.stocked(make::deposited(), &["a", "b"]).await;
    let voucher = world.give(activity, "u").await;
    let before = world.slip(voucher).await;
    world.reopen().await;
    assert_eq!(world.slip(voucher).await, before);
    let next = world.give(activity, "v").await;
    assert_ne!(world.slip(next).await.code, before.code);
    let pending = world.row(activity).await.pending;
    assert_ne!(pending.map(|pending| pending.change), Some(Change::Stop));
}
