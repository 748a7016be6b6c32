//! Money that is set aside: paid in, asked for, paid, too late.

use quan_core::{
    ActivityId, ActivityState, Change, Denial, Due, Fen, Funding, RechargeId, RechargeState,
};

use super::stories;
use crate::make::{at, fen, order, owner, prepaid, sponsor};
use crate::world::{Outcome, World};

stories! {
    a_prepaid_activity_opens_once_it_is_paid,
    short_funds_are_refused_and_can_be_tried_again,
    a_recharge_is_paid_once,
    a_recharge_lapses_after_three_days,
    a_recharge_can_be_paid_until_it_lapses,
    a_payment_that_comes_too_late_is_sent_back,
    an_append_pays_the_difference,
    an_append_that_is_not_paid_lapses,
    an_owner_can_be_the_sponsor,
    two_activities_share_a_balance,
    provisioning_tops_up_to_a_total,
    an_account_has_bounds,
}

async fn deposit(world: &World, amount: u64) {
    world
        .deposit(sponsor(), world.call(), fen(amount))
        .await
        .granted();
}

/// Publishes, and answers the payment that this waits for.
async fn publish(world: &World, activity: ActivityId) -> RechargeId {
    let accepted = world
        .publish(activity, owner(), world.call())
        .await
        .granted();
    accepted.recharge.expect("a prepaid activity")
}

/// What the sponsor can spend, and what the activity holds and has spent.
async fn money(world: &World, activity: ActivityId) -> (u64, u64, u64) {
    world.is_sound().await;
    let row = world.row(activity).await;
    let balance = world.balance(sponsor()).await;
    (balance, row.held.get(), row.spent.get())
}

async fn state_of(world: &World, id: RechargeId) -> RechargeState {
    let recharge = world.recharge(id).await.granted();
    recharge.expect("a recharge").state
}

async fn a_prepaid_activity_opens_once_it_is_paid(world: &mut World) {
    let activity = world.made(prepaid(10)).await;
    deposit(world, 50_000).await;
    assert_eq!(money(world, activity).await, (50_000, 0, 0));
    let id = publish(world, activity).await;
    world.settles().await;
    let recharge = world.recharge(id).await.granted().expect("a recharge");
    assert_eq!(
        (recharge.sponsor, recharge.amount),
        (sponsor(), fen(10_000))
    );
    assert_eq!(recharge.opened_at, world.now());
    assert_eq!(recharge.lapses_at, at("2026-11-05T10:00:00"));
    assert_eq!(recharge.state, RechargeState::Open);
    let row = world.row(activity).await;
    assert_eq!(row.state, ActivityState::Created);
    let pending = row.pending.expect("it waits");
    let due = Due::Paid {
        recharge: 1,
        lapses_at: recharge.lapses_at,
    };
    assert_eq!((pending.change, pending.due), (Change::Publish, due));
    assert!(!world.complete(activity).await.granted());
    assert_eq!(world.claim(activity, "u").await, Err(Denial::NotActive));
    assert_eq!(money(world, activity).await, (50_000, 0, 0));

    world.pay_recharge(id).await.granted();
    assert_eq!(money(world, activity).await, (40_000, 10_000, 0));
    world.settles().await;
    let paid = RechargeState::Paid { at: world.now() };
    assert_eq!(state_of(world, id).await, paid);
    assert_eq!(world.row(activity).await.state, ActivityState::Active);
    assert_eq!(money(world, activity).await, (40_000, 10_000, 0));

    let voucher = world.give(activity, "u").await;
    assert_eq!(money(world, activity).await, (40_000, 10_000, 0));
    let used = world.spend(voucher, "u", order(5000)).await.expect("used");
    assert_eq!(money(world, activity).await, (40_000, 9000, 1000));
    world
        .return_order(used.id, world.call(), None)
        .await
        .granted();
    assert_eq!(money(world, activity).await, (40_000, 10_000, 0));
    assert_eq!(world.balance(owner()).await, 0);
}

async fn short_funds_are_refused_and_can_be_tried_again(world: &mut World) {
    let activity = world.made(prepaid(10)).await;
    let id = publish(world, activity).await;
    let short = |balance| Denial::FundsShort {
        balance: fen(balance),
    };
    assert_eq!(world.pay_recharge(id).await.denied(), short(0));
    deposit(world, 9999).await;
    assert_eq!(world.pay_recharge(id).await.denied(), short(9999));
    assert_eq!(money(world, activity).await, (9999, 0, 0));
    deposit(world, 1).await;
    world.pay_recharge(id).await.granted();
    assert_eq!(money(world, activity).await, (0, 10_000, 0));
}

async fn a_recharge_is_paid_once(world: &mut World) {
    let activity = world.made(prepaid(10)).await;
    let id = publish(world, activity).await;
    deposit(world, 50_000).await;
    for _ in 0..3 {
        world.pay_recharge(id).await.granted();
        assert_eq!(money(world, activity).await, (40_000, 10_000, 0));
    }
    world.settles().await;
    world.moves_to("2026-11-20T10:00:00").await;
    world.pay_recharge(id).await.granted();
    assert_eq!(money(world, activity).await, (40_000, 10_000, 0));
}

async fn a_recharge_lapses_after_three_days(world: &mut World) {
    let activity = world.made(prepaid(10)).await;
    let id = publish(world, activity).await;
    deposit(world, 50_000).await;
    world.clock.set(at("2026-11-05T10:00:00"));
    let late = world.pay_recharge(id).await;
    assert_eq!(late.denied(), Denial::RechargeClosed);
    world.settles().await;
    let lapsed = RechargeState::Lapsed { at: world.now() };
    assert_eq!(state_of(world, id).await, lapsed);
    let row = world.row(activity).await;
    assert_eq!((row.state, row.pending), (ActivityState::Created, None));
    let late = world.pay_recharge(id).await;
    assert_eq!(late.denied(), Denial::RechargeClosed);
    assert_eq!(money(world, activity).await, (50_000, 0, 0));

    let second = publish(world, activity).await;
    assert_eq!(second, RechargeId::new(activity, 2));
    world.pay_recharge(second).await.granted();
    world.settles().await;
    assert_eq!(world.row(activity).await.state, ActivityState::Active);
    assert_eq!(money(world, activity).await, (40_000, 10_000, 0));
}

async fn a_recharge_can_be_paid_until_it_lapses(world: &mut World) {
    let activity = world.made(prepaid(10)).await;
    let id = publish(world, activity).await;
    deposit(world, 10_000).await;
    world.moves_to("2026-11-05T09:59:59.999").await;
    world.pay_recharge(id).await.granted();
    world.moves_to("2026-11-05T10:00:00").await;
    assert_eq!(world.row(activity).await.state, ActivityState::Active);
}

async fn a_payment_that_comes_too_late_is_sent_back(world: &mut World) {
    let activity = world.made(prepaid(10)).await;
    let id = publish(world, activity).await;
    deposit(world, 50_000).await;
    world.moves_to("2026-11-05T09:59:59").await;
    // The sponsor pays in time, and the payment arrives when it is over.
    world.clock.set_after_next_batch(at("2026-11-05T10:00:00"));
    let late = world.pay_recharge(id).await;
    assert_eq!(late.denied(), Denial::RechargeClosed);
    assert_eq!(world.now(), at("2026-11-05T10:00:00"));
    world.settles().await;
    assert_eq!(money(world, activity).await, (50_000, 0, 0));
    let lapsed = RechargeState::Lapsed { at: world.now() };
    assert_eq!(state_of(world, id).await, lapsed);
    let second = publish(world, activity).await;
    world.pay_recharge(second).await.granted();
    world.settles().await;
    assert_eq!(money(world, activity).await, (40_000, 10_000, 0));
}

async fn an_append_pays_the_difference(world: &mut World) {
    let activity = world.opened(prepaid(2)).await;
    deposit(world, 50_000).await;
    let accepted = world
        .append(activity, owner(), world.call(), 5)
        .await
        .granted();
    let id = accepted.recharge.expect("a prepaid activity");
    let recharge = world.recharge(id).await.granted().expect("a recharge");
    assert_eq!(recharge.amount, fen(3000));
    world.give(activity, "u").await;
    world.give(activity, "v").await;
    assert_eq!(
        world.claim(activity, "w").await,
        Err(Denial::BudgetExhausted)
    );
    assert_eq!(money(world, activity).await, (50_000, 2000, 0));
    world.pay_recharge(id).await.granted();
    world.settles().await;
    assert_eq!(money(world, activity).await, (47_000, 5000, 0));
    world.give(activity, "w").await;
    assert_eq!(world.row(activity).await.quantity, 5);
}

async fn an_append_that_is_not_paid_lapses(world: &mut World) {
    let activity = world.opened(prepaid(2)).await;
    world
        .append(activity, owner(), world.call(), 5)
        .await
        .granted();
    let running = world.append(activity, owner(), world.call(), 6).await;
    assert_eq!(running.denied(), Denial::OperationRunning);
    world.moves_to("2026-11-05T10:00:00").await;
    let row = world.row(activity).await;
    assert_eq!((row.quantity, row.pending), (2, None));
    assert_eq!(row.state, ActivityState::Active);
    world
        .append(activity, owner(), world.call(), 6)
        .await
        .granted();
}

async fn an_owner_can_be_the_sponsor(world: &mut World) {
    let mut new = prepaid(10);
    new.terms.funding = Funding::Prepaid { sponsor: owner() };
    let activity = world.opened(new).await;
    assert_eq!(world.balance(owner()).await, 0);
    assert_eq!(world.row(activity).await.held, fen(10_000));
    assert_eq!(world.balance(sponsor()).await, 0);
}

async fn two_activities_share_a_balance(world: &mut World) {
    let one = world.made(prepaid(10)).await;
    let two = world.made(prepaid(10)).await;
    deposit(world, 15_000).await;
    let (first, second) = (publish(world, one).await, publish(world, two).await);
    world.pay_recharge(first).await.granted();
    let short = world.pay_recharge(second).await.denied();
    assert_eq!(short, Denial::FundsShort { balance: fen(5000) });
    assert_eq!(money(world, one).await, (5000, 10_000, 0));
    assert_eq!(money(world, two).await, (5000, 0, 0));
}

async fn provisioning_tops_up_to_a_total(world: &mut World) {
    for (total, balance) in [(5000, 5000), (5000, 5000), (8000, 8000), (1000, 8000)] {
        world.provision(sponsor(), fen(total)).await.granted();
        assert_eq!(world.balance(sponsor()).await, balance);
    }
    deposit(world, 100).await;
    world.provision(sponsor(), fen(8000)).await.granted();
    let account = world.account(sponsor()).await.granted();
    assert_eq!(account.balance, fen(8100));
    assert_eq!(
        (account.paid_in, account.provisioned),
        (fen(8100), fen(8000))
    );
}

async fn an_account_has_bounds(world: &mut World) {
    deposit(world, 1).await;
    let huge = world.deposit(sponsor(), world.call(), Fen::MAX).await;
    assert_eq!(huge.denied(), Denial::FundsTooLarge);
    let huge = world.provision(sponsor(), Fen::MAX).await;
    assert_eq!(huge.denied(), Denial::FundsTooLarge);
    let mut new = prepaid(99_999_999);
    new.terms.benefit = quan_core::Benefit::Fixed { amount: Fen::MAX };
    let activity = world.made(new).await;
    let huge = world.publish(activity, owner(), world.call()).await;
    assert_eq!(huge.denied(), Denial::FundsTooLarge);
    assert_eq!(world.balance(sponsor()).await, 1);
}
