//! An activity from its making to its stop.

use quan_core::{
    ActivityState, Change, Completion, Denial, Due, Product, VoucherState, VoucherStatus,
};
use quan_engine::Options;

use super::stories;
use crate::make::{self, OPERATOR, STRANGER, at, fen, merchant, order, owner};
use crate::world::{Outcome, World};

stories! {
    an_activity_lives_from_its_making_to_its_stop,
    what_is_accepted_is_done_later_and_one_at_a_time,
    a_stop_that_waits_issues_nothing_more,
    a_change_waits_as_long_as_the_options_say,
    a_paused_activity_issues_nothing_and_takes_its_vouchers,
    strangers_are_refused,
    an_activity_that_there_is_not_is_unknown,
    vouchers_are_issued_within_the_window_only,
    an_activity_that_ended_does_not_change,
    a_budget_only_grows,
    terms_that_changed_meanwhile_are_not_overwritten,
    an_activity_that_was_not_published_can_be_modified_and_stopped,
}

async fn an_activity_lives_from_its_making_to_its_stop(world: &mut World) {
    let activity = world.made(make::activity()).await;
    let made = world.activity(activity).await.granted().expect("made");
    assert_eq!(made.activity.state, ActivityState::Created);
    assert_eq!(made.activity.created_at, world.now());
    assert_eq!(made.activity.product, Product::AlipayPayment);
    assert_eq!(&*made.document, "the document");
    assert_eq!(world.claim(activity, "u").await, Err(Denial::NotActive));

    world
        .publish(activity, owner(), world.call())
        .await
        .granted();
    world.settles().await;
    assert_eq!(world.row(activity).await.state, ActivityState::Active);
    world.is_sound().await;

    let voucher = world.give(activity, "u").await;
    assert_eq!((voucher.activity, voucher.sequence), (activity, 1));
    let off = world
        .deduction(voucher, make::user("u"), order(5000))
        .await
        .granted();
    assert_eq!(off, Ok(fen(1000)));
    let used = world.spend(voucher, "u", order(5000)).await.expect("used");
    assert_eq!((used.deduction, used.paid()), (fen(1000), fen(4000)));
    let slip = world.slip(voucher).await;
    assert_eq!(slip.state, VoucherState::Redeemed { at: world.now() });
    let terms = world.row(activity).await.terms;
    assert_eq!(slip.status(&terms, world.now()), VoucherStatus::Redeemed);
    world.is_sound().await;

    let back = world
        .return_order(used.id, world.call(), None)
        .await
        .granted();
    assert!(back.returned.voucher_back);
    assert_eq!(back.redemption.returned_at, Some(world.now()));
    assert_eq!(world.slip(voucher).await.state, VoucherState::Issued);
    world.spend(voucher, "u", order(5000)).await.expect("again");
    world.is_sound().await;

    let accepted = world
        .append(activity, owner(), world.call(), 150)
        .await
        .granted();
    assert_eq!(accepted.recharge, None);
    world.settles().await;
    assert_eq!(world.row(activity).await.quantity, 150);

    let mut terms = make::terms();
    terms.issue.window.closes_at = at("2026-12-15T23:59:59");
    world
        .modify(activity, owner(), world.call(), make::change(terms.clone()))
        .await
        .granted();
    world.settles().await;
    let modified = world.activity(activity).await.granted().expect("there");
    assert_eq!(
        (modified.activity.version, &*modified.activity.terms),
        (2, &terms)
    );
    assert_eq!(&*modified.document, "the new document");
    world.is_sound().await;

    let kept = world.give(activity, "v").await;
    world.stop(activity, owner(), world.call()).await.granted();
    world.settles().await;
    let stopped = world.row(activity).await;
    assert_eq!(stopped.state, ActivityState::Stopped { at: world.now() });
    assert_eq!(world.claim(activity, "w").await, Err(Denial::Stopped));
    world
        .spend(kept, "v", order(5000))
        .await
        .expect("what was issued stays usable");
    let last = world.row(activity).await;
    assert_eq!((last.issued, last.redeemed, last.uses), (2, 2, 2));
}

async fn what_is_accepted_is_done_later_and_one_at_a_time(world: &mut World) {
    world.behaves(told()).await;
    let activity = world.made(make::activity()).await;
    let call = world.call();
    let number = call.number.clone();
    world.publish(activity, owner(), call).await.granted();
    world.settles().await;
    let row = world.row(activity).await;
    let pending = row.pending.expect("accepted");
    assert_eq!(row.state, ActivityState::Created);
    assert_eq!((pending.change, pending.due), (Change::Publish, Due::Told));
    assert_eq!(
        (pending.request, pending.accepted_at),
        (number, world.now())
    );

    let running = world.publish(activity, owner(), world.call()).await;
    assert_eq!(running.denied(), Denial::OperationRunning);
    let running = world
        .modify(activity, owner(), world.call(), make::change(make::terms()))
        .await;
    assert_eq!(running.denied(), Denial::OperationRunning);
    let running = world.stop(activity, owner(), world.call()).await;
    assert_eq!(running.denied(), Denial::OperationRunning);
    assert_eq!(world.claim(activity, "u").await, Err(Denial::NotActive));

    assert!(world.complete(activity).await.granted());
    assert!(!world.complete(activity).await.granted());
    let row = world.row(activity).await;
    assert_eq!((row.state, row.pending), (ActivityState::Active, None));
    let again = world.publish(activity, owner(), world.call()).await;
    assert_eq!(again.denied(), Denial::AlreadyActive);
}

fn told() -> Options {
    Options {
        completion: Completion::Told,
        ..Options::default()
    }
}

async fn a_stop_that_waits_issues_nothing_more(world: &mut World) {
    world.behaves(told()).await;
    let activity = world.made(make::activity()).await;
    world
        .publish(activity, owner(), world.call())
        .await
        .granted();
    world.complete(activity).await.granted();
    world.give(activity, "u").await;
    world.stop(activity, owner(), world.call()).await.granted();
    assert_eq!(world.row(activity).await.state, ActivityState::Active);
    assert_eq!(world.claim(activity, "v").await, Err(Denial::Stopped));
    world.complete(activity).await.granted();
    let again = world.stop(activity, owner(), world.call()).await;
    assert_eq!(again.denied(), Denial::Stopped);
    let late = world.append(activity, owner(), world.call(), 200).await;
    assert_eq!(late.denied(), Denial::Stopped);
    let late = world
        .modify(activity, owner(), world.call(), make::change(make::terms()))
        .await;
    assert_eq!(late.denied(), Denial::Stopped);
    let late = world.publish(activity, owner(), world.call()).await;
    assert_eq!(late.denied(), Denial::Stopped);
}

async fn a_change_waits_as_long_as_the_options_say(world: &mut World) {
    let options = Options {
        completion: Completion::AfterMs(5000),
        ..Options::default()
    };
    world.behaves(options).await;
    let activity = world.made(make::activity()).await;
    world
        .publish(activity, owner(), world.call())
        .await
        .granted();
    world.moves_to("2026-11-02T10:00:04.999").await;
    assert_eq!(world.row(activity).await.state, ActivityState::Created);
    world.moves_to("2026-11-02T10:00:05").await;
    assert_eq!(world.row(activity).await.state, ActivityState::Active);
}

async fn a_paused_activity_issues_nothing_and_takes_its_vouchers(world: &mut World) {
    let activity = world.made(make::activity()).await;
    assert_eq!(world.pause(activity).await.denied(), Denial::WrongState);
    assert_eq!(world.resume(activity).await.denied(), Denial::WrongState);
    world
        .publish(activity, owner(), world.call())
        .await
        .granted();
    world.settles().await;
    let voucher = world.give(activity, "u").await;
    world.pause(activity).await.granted();
    assert_eq!(world.pause(activity).await.denied(), Denial::WrongState);
    assert_eq!(world.row(activity).await.state, ActivityState::Paused);
    assert_eq!(world.claim(activity, "v").await, Err(Denial::NotActive));
    world
        .spend(voucher, "u", order(5000))
        .await
        .expect("a pause is not about vouchers");
    world
        .append(activity, owner(), world.call(), 200)
        .await
        .granted();
    world.settles().await;
    assert_eq!(world.row(activity).await.state, ActivityState::Paused);
    world.resume(activity).await.granted();
    world.give(activity, "v").await;
}

async fn strangers_are_refused(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let stranger = merchant(STRANGER);
    let call = || world.call();
    let refused = [
        world.publish(activity, stranger, call()).await.denied(),
        world.append(activity, stranger, call(), 200).await.denied(),
        world
            .modify(activity, stranger, call(), make::change(make::terms()))
            .await
            .denied(),
        world.stop(activity, stranger, call()).await.denied(),
        world
            .issue(activity, stranger, call(), make::recipient("u"))
            .await
            .denied(),
        world
            .bind_receiver(activity, stranger, make::app("theirs"))
            .await
            .denied(),
        world
            .may_receive(activity, stranger, make::recipient("u"))
            .await
            .granted()
            .expect_err("a stranger"),
    ];
    assert!(refused.iter().all(|denial| *denial == Denial::NotPermitted));
    let operator = merchant(OPERATOR);
    world
        .issue(activity, operator, call(), make::recipient("u"))
        .await
        .granted();
}

async fn an_activity_that_there_is_not_is_unknown(world: &mut World) {
    let activity = quan_core::ActivityId::new(77).expect("a number");
    assert_eq!(world.activity(activity).await.granted(), None);
    let publish = world.publish(activity, owner(), world.call()).await;
    assert_eq!(publish.denied(), Denial::NoSuchActivity);
    assert_eq!(
        world.claim(activity, "u").await,
        Err(Denial::NoSuchActivity)
    );
    let consulted = world
        .may_receive(activity, owner(), make::recipient("u"))
        .await
        .granted();
    assert_eq!(consulted, Err(Denial::NoSuchActivity));
    let complete = world.complete(activity).await;
    assert_eq!(complete.denied(), Denial::NoSuchActivity);
    let recharge = quan_core::RechargeId::new(activity, 1);
    let pay = world.pay_recharge(recharge).await;
    assert_eq!(pay.denied(), Denial::NoSuchRecharge);
}

async fn vouchers_are_issued_within_the_window_only(world: &mut World) {
    let mut new = make::activity();
    new.terms.issue.window = make::window("2026-11-03T00:00:00", "2026-11-05T23:59:59");
    let activity = world.opened(new).await;
    world.moves_to("2026-11-02T23:59:59.999").await;
    assert_eq!(world.claim(activity, "u").await, Err(Denial::NotStarted));
    world.moves_to("2026-11-03T00:00:00").await;
    world.give(activity, "u").await;
    world.moves_to("2026-11-05T23:59:59").await;
    world.give(activity, "u").await;
    world.moves_to("2026-11-05T23:59:59.001").await;
    assert_eq!(world.claim(activity, "u").await, Err(Denial::Ended));
}

async fn an_activity_that_ended_does_not_change(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let unpublished = world.made(make::activity()).await;
    world.moves_to("2026-12-01T00:00:00").await;
    let call = || world.call();
    let denials = [
        world.append(activity, owner(), call(), 200).await.denied(),
        world
            .modify(activity, owner(), call(), make::change(make::terms()))
            .await
            .denied(),
        world.stop(activity, owner(), call()).await.denied(),
        world.publish(unpublished, owner(), call()).await.denied(),
    ];
    assert_eq!(denials, [const { Denial::Ended }; 4]);
}

async fn a_budget_only_grows(world: &mut World) {
    let mut new = make::activity();
    new.quantity = 1;
    let activity = world.made(new).await;
    let early = world.append(activity, owner(), world.call(), 2).await;
    assert_eq!(early.denied(), Denial::NotActive);
    world
        .publish(activity, owner(), world.call())
        .await
        .granted();
    world.settles().await;
    world.give(activity, "u").await;
    assert_eq!(
        world.claim(activity, "v").await,
        Err(Denial::BudgetExhausted)
    );
    for quantity in [0, 1] {
        let same = world
            .append(activity, owner(), world.call(), quantity)
            .await;
        assert_eq!(same.denied(), Denial::QuantityNotGrown { quantity: 1 });
    }
    let huge = world
        .append(activity, owner(), world.call(), 100_000_000)
        .await;
    assert_eq!(huge.denied(), Denial::QuantityTooLarge);
    world
        .append(activity, owner(), world.call(), 2)
        .await
        .granted();
    world.settles().await;
    world.give(activity, "v").await;
    assert_eq!(
        world.claim(activity, "w").await,
        Err(Denial::BudgetExhausted)
    );
}

async fn terms_that_changed_meanwhile_are_not_overwritten(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let first = make::change(make::terms());
    world
        .modify(activity, owner(), world.call(), first.clone())
        .await
        .granted();
    world.settles().await;
    let stale = world
        .modify(activity, owner(), world.call(), first.clone())
        .await;
    assert_eq!(stale.denied(), Denial::TermsChanged);
    let mut fresh = first;
    fresh.based_on = 2;
    world
        .modify(activity, owner(), world.call(), fresh)
        .await
        .granted();
    world.settles().await;
    assert_eq!(world.row(activity).await.version, 3);
}

async fn an_activity_that_was_not_published_can_be_modified_and_stopped(world: &mut World) {
    let activity = world.made(make::activity()).await;
    world
        .modify(activity, owner(), world.call(), make::change(make::terms()))
        .await
        .granted();
    world.settles().await;
    let row = world.row(activity).await;
    assert_eq!((row.state, row.version), (ActivityState::Created, 2));
    world.stop(activity, owner(), world.call()).await.granted();
    world.settles().await;
    let late = world.publish(activity, owner(), world.call()).await;
    assert_eq!(late.denied(), Denial::Stopped);
}
