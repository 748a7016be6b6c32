//! Many who want the same at the same time.

use std::future::Future;

use quan_core::{Denial, Period, RechargeId, ScopeChange, ScopeKind};
use quan_engine::{Engine, Error, Options};

use super::stories;
use crate::make::{
    self, call, cap, fen, known, member, merchant, order, owner, prepaid, recipient, sponsor, user,
};
use crate::world::{Outcome, World};

stories! {
    a_user_who_asks_many_times_at_once_receives_one,
    a_person_who_asks_from_many_accounts_at_once_receives_one,
    the_last_vouchers_go_to_as_many_as_there_are,
    twins_of_an_issue_are_answered_alike,
    twins_of_a_create_make_one_activity,
    twins_of_a_payment_are_charged_once,
    a_number_with_different_contents_at_once_has_one_winner,
    a_voucher_is_used_once,
    a_use_is_returned_once,
    nothing_is_issued_once_a_stop_is_answered,
    a_use_meets_old_terms_or_new_ones_and_nothing_in_between,
    a_sponsor_pays_no_more_than_there_is,
}

/// Runs many calls at once, each as a task, and answers what became of them.
pub(super) async fn at_once<T, F>(
    world: &World,
    count: usize,
    call: impl Fn(Engine, usize) -> F,
) -> Vec<Result<T, Denial>>
where
    T: std::fmt::Debug + Send + 'static,
    F: Future<Output = Result<T, Error>> + Send + 'static,
{
    let tasks: Vec<_> = (0..count)
        .map(|at| tokio::spawn(call((**world).clone(), at)))
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.expect("no panic").answered());
    }
    answers
}

/// How many were granted; all others were denied like this.
pub(super) fn granted<T: std::fmt::Debug>(
    answers: &[Result<T, Denial>],
    otherwise: &Denial,
) -> usize {
    for denial in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        assert_eq!(denial, otherwise);
    }
    answers.iter().filter(|answer| answer.is_ok()).count()
}

pub(super) fn numbered(prefix: &str, at: usize) -> quan_engine::Numbered {
    call(&format!("{prefix} {at}"), "")
}

async fn a_user_who_asks_many_times_at_once_receives_one(world: &mut World) {
    let mut new = make::activity();
    new.terms.issue.per_user = vec![cap(1, Period::Lifetime)];
    let activity = world.opened(new).await;
    let answers = at_once(world, 64, |engine, at| async move {
        engine
            .issue(activity, owner(), numbered("i", at), recipient("u"))
            .await
    })
    .await;
    assert_eq!(granted(&answers, &Denial::UserLimit), 1);
    assert_eq!(world.row(activity).await.issued, 1);
}

async fn a_person_who_asks_from_many_accounts_at_once_receives_one(world: &mut World) {
    let mut new = make::activity();
    new.terms.issue.per_user = vec![cap(1, Period::Day)];
    (new.terms.issue.by_person, new.terms.issue.by_phone) = (true, true);
    let activity = world.opened(new).await;
    let answers = at_once(world, 64, |engine, at| async move {
        // Every other account shares the person, the rest a telephone with it.
        let who = if at % 2 == 0 {
            known(&format!("u {at}"), Some("p"), Some("138"))
        } else {
            known(&format!("u {at}"), None, Some("138"))
        };
        engine
            .issue(activity, owner(), numbered("i", at), who)
            .await
    })
    .await;
    assert_eq!(granted(&answers, &Denial::PersonLimit), 1);
}

async fn the_last_vouchers_go_to_as_many_as_there_are(world: &mut World) {
    let mut new = make::activity();
    new.quantity = 10;
    let activity = world.opened(new).await;
    let answers = at_once(world, 64, |engine, at| async move {
        let who = recipient(&format!("u {at}"));
        engine
            .issue(activity, owner(), numbered("i", at), who)
            .await
    })
    .await;
    assert_eq!(granted(&answers, &Denial::BudgetExhausted), 10);
    let mut sequences: Vec<u32> = answers
        .iter()
        .flatten()
        .map(|issued| issued.voucher.sequence)
        .collect();
    sequences.sort_unstable();
    assert_eq!(sequences, (1..=10).collect::<Vec<u32>>());
}

async fn twins_of_an_issue_are_answered_alike(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let answers = at_once(world, 32, |engine, _| async move {
        engine
            .issue(activity, owner(), call("twin", ""), recipient("u"))
            .await
    })
    .await;
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    assert!(answers[0].is_ok());
    assert_eq!(world.row(activity).await.issued, 1);
}

async fn twins_of_a_create_make_one_activity(world: &mut World) {
    let maker = merchant(make::OPERATOR);
    let answers = at_once(world, 16, |engine, _| async move {
        engine
            .create(maker, call("twin", ""), make::activity())
            .await
    })
    .await;
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    assert!(answers[0].is_ok());
    assert_eq!(world.verify().await.granted().activities, 1);
}

async fn twins_of_a_payment_are_charged_once(world: &mut World) {
    let activity = world.made(prepaid(5)).await;
    world
        .publish(activity, owner(), world.call())
        .await
        .granted();
    world
        .deposit(sponsor(), world.call(), fen(20_000))
        .await
        .granted();
    let recharge = RechargeId::new(activity, 1);
    let answers = at_once(world, 16, |engine, _| async move {
        engine.pay_recharge(recharge).await
    })
    .await;
    for answer in answers {
        assert_eq!(answer, Ok(()));
    }
    assert_eq!(world.balance(sponsor()).await, 15_000);
    assert_eq!(world.row(activity).await.held, fen(5000));
}

async fn a_number_with_different_contents_at_once_has_one_winner(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let answers = at_once(world, 32, |engine, at| async move {
        let call = call("twin", &format!("contents {at}"));
        engine.issue(activity, owner(), call, recipient("u")).await
    })
    .await;
    assert_eq!(granted(&answers, &Denial::RequestReused), 1);
    assert_eq!(world.row(activity).await.issued, 1);
}

async fn a_voucher_is_used_once(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let voucher = world.give(activity, "u").await;
    let answers = at_once(world, 32, |engine, at| async move {
        engine
            .redeem(voucher, numbered("r", at), user("u"), order(5000))
            .await
    })
    .await;
    assert_eq!(granted(&answers, &Denial::AlreadyRedeemed), 1);
    assert_eq!(world.slip(voucher).await.uses, 1);
}

async fn a_use_is_returned_once(world: &mut World) {
    let activity = world.opened(prepaid(1)).await;
    let voucher = world.give(activity, "u").await;
    let used = world.spend(voucher, "u", order(5000)).await.expect("used");
    let answers = at_once(world, 32, |engine, at| async move {
        engine
            .return_order(used.id, numbered("b", at), Some(fen(5000)))
            .await
    })
    .await;
    let left = Denial::RefundTooLarge { left: fen(0) };
    assert_eq!(granted(&answers, &left), 1);
    assert_eq!(world.row(activity).await.held, fen(1000));
}

async fn nothing_is_issued_once_a_stop_is_answered(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let claims: Vec<_> = (0..48)
        .map(|at| {
            let engine = (**world).clone();
            tokio::spawn(async move {
                if at == 24 {
                    engine
                        .stop(activity, owner(), call("stop", ""))
                        .await
                        .granted();
                    let issued = engine.activity(activity).await.granted();
                    return issued.map(|view| view.activity.issued);
                }
                let who = recipient(&format!("u {at}"));
                let answer = engine
                    .issue(activity, owner(), numbered("i", at), who)
                    .await
                    .map(drop)
                    .answered();
                assert!(matches!(answer, Ok(()) | Err(Denial::Stopped)));
                None
            })
        })
        .collect();
    let mut when_stopped = None;
    for claim in claims {
        when_stopped = when_stopped.or(claim.await.expect("no panic"));
    }
    world.settles().await;
    assert_eq!(Some(world.row(activity).await.issued), when_stopped);
    assert_eq!(world.claim(activity, "late").await, Err(Denial::Stopped));
}

async fn a_use_meets_old_terms_or_new_ones_and_nothing_in_between(world: &mut World) {
    world
        .behaves(Options {
            completion: quan_core::Completion::Told,
            ..Options::default()
        })
        .await;
    let mut new = make::activity();
    new.terms.redeem.max_uses = 1000;
    let activity = world.made(new.clone()).await;
    world
        .publish(activity, owner(), world.call())
        .await
        .granted();
    world.complete(activity).await.granted();
    let voucher = world.give(activity, "u").await;
    for version in 1..=16 {
        // Every version of the scope has the owner: no use is ever refused.
        let mut change = make::change(new.terms.clone());
        change.based_on = version;
        change.terms.scope.generation = version + 1;
        change.members = ScopeChange::instead(vec![(ScopeKind::Merchant, member(make::OWNER))]);
        world
            .modify(activity, owner(), world.call(), change)
            .await
            .granted();
        let answers = at_once(world, 9, |engine, at| async move {
            if at == 4 {
                return engine.complete(activity).await.map(drop);
            }
            let call = numbered(&format!("r {version}"), at);
            let used = engine.redeem(voucher, call, user("u"), order(5000));
            used.await.map(drop)
        })
        .await;
        assert_eq!(answers, vec![Ok(()); 9], "version {version}");
    }
}

async fn a_sponsor_pays_no_more_than_there_is(world: &mut World) {
    let mut recharges = Vec::new();
    for _ in 0..8 {
        let activity = world.made(prepaid(1)).await;
        let accepted = world
            .publish(activity, owner(), world.call())
            .await
            .granted();
        recharges.extend(accepted.recharge);
    }
    world
        .deposit(sponsor(), world.call(), fen(3500))
        .await
        .granted();
    let answers = at_once(world, 8, |engine, at| {
        let recharge = recharges[at];
        async move { engine.pay_recharge(recharge).await }
    })
    .await;
    let short = Denial::FundsShort { balance: fen(500) };
    assert_eq!(granted(&answers, &short), 3);
    assert_eq!(world.balance(sponsor()).await, 500);
}
