//! Budgets that are set, up or down, by somebody who says what they were.

use std::sync::Arc;

use quan_core::operation::BudgetTarget;
use quan_core::{Action, ActivityId, Denial, HomeId, Period};

use super::stories;
use crate::make::{self, call, cap, owner};
use crate::world::{Outcome, World};

stories! {
    a_quantity_goes_up_and_down,
    a_quantity_is_not_set_below_what_was_issued,
    a_quantity_is_set_by_whoever_knows_it,
    a_quantity_has_a_most,
    a_day_cap_is_set_where_there_was_none,
    a_day_cap_may_be_below_what_was_issued_today,
    a_budget_is_answered_again_as_it_was_then,
    a_budget_is_not_set_once_it_is_over,
    a_prepaid_budget_is_not_set,
    what_is_exhausted_is_said_before_a_users_share,
}

type Answer = Result<(u32, Option<u32>), Denial>;

async fn sets(world: &World, activity: ActivityId, from: u32, to: u32) -> Answer {
    let target = BudgetTarget::Quantity { from, to };
    let set = world.set_budget(activity, owner(), world.call(), target);
    set.await.answered()
}

fn by_day(from: Option<u32>, to: u32, based_on: u32) -> BudgetTarget {
    BudgetTarget::ByDay {
        from,
        to,
        based_on,
        document: Arc::from(format!("{to} a day")),
    }
}

async fn sets_by_day(
    world: &World,
    activity: ActivityId,
    from: Option<u32>,
    to: u32,
    based_on: u32,
) -> Answer {
    let target = by_day(from, to, based_on);
    let set = world.set_budget(activity, owner(), world.call(), target);
    set.await.answered()
}

async fn a_quantity_goes_up_and_down(world: &mut World) {
    let mut new = make::coupon();
    new.quantity = 1;
    let activity = world.made(new).await;
    world.give(activity, "u").await;
    let exhausted = Err(Denial::BudgetExhausted);
    assert_eq!(world.claim(activity, "v").await, exhausted);
    assert_eq!(sets(world, activity, 1, 3).await, Ok((3, None)));
    world.give(activity, "v").await;
    assert_eq!(sets(world, activity, 3, 2).await, Ok((2, None)));
    assert_eq!(world.claim(activity, "w").await, exhausted);
    assert_eq!(sets(world, activity, 2, 2).await, Ok((2, None)));
    assert_eq!(world.row(activity).await.quantity, 2);
}

async fn a_quantity_is_not_set_below_what_was_issued(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    for user in ["u", "v", "w"] {
        world.give(activity, user).await;
    }
    let denied = Err(Denial::QuantityBelowIssued { issued: 3 });
    assert_eq!(sets(world, activity, 100, 2).await, denied);
    assert_eq!(sets(world, activity, 100, 3).await, Ok((3, None)));
    // What was revoked was issued all the same.
    let voucher = quan_core::VoucherId::new(activity, 1);
    world
        .revoke(voucher.into(), owner(), world.call(), None)
        .await
        .granted();
    assert_eq!(sets(world, activity, 3, 2).await, denied);
}

async fn a_quantity_is_set_by_whoever_knows_it(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let denied = Err(Denial::QuantityDiffers { quantity: 100 });
    assert_eq!(sets(world, activity, 99, 200).await, denied);
    assert_eq!(sets(world, activity, 100, 200).await, Ok((200, None)));
    let denied = Err(Denial::QuantityDiffers { quantity: 200 });
    assert_eq!(sets(world, activity, 100, 300).await, denied);
    assert_eq!(world.row(activity).await.quantity, 200);

    // Codes that were brought are no part of it.
    let coded = world.made(make::coded_coupon(5)).await;
    world.deposits(coded, &["a", "b"]).await;
    let denied = Err(Denial::QuantityDiffers { quantity: 5 });
    assert_eq!(sets(world, coded, 2, 9).await, denied);
    assert_eq!(sets(world, coded, 5, 1).await, Ok((1, None)));
    world.give(coded, "u").await;
    let exhausted = Err(Denial::BudgetExhausted);
    assert_eq!(world.claim(coded, "v").await, exhausted);
}

async fn a_quantity_has_a_most(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let most = 1_000_000_000;
    let denied = Err(Denial::QuantityTooLarge);
    assert_eq!(sets(world, activity, 100, most + 1).await, denied);
    assert_eq!(
        sets_by_day(world, activity, None, most + 1, 1).await,
        denied
    );
    assert_eq!(sets(world, activity, 100, most).await, Ok((most, None)));
    let both = Ok((most, Some(most)));
    let target = || by_day(None, most, 1);
    let again = || world.set_budget(activity, owner(), call("b", ""), target());
    assert_eq!(again().await.answered(), both);
    assert_eq!(again().await.answered(), both);
}

async fn a_day_cap_is_set_where_there_was_none(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let differs = |quantity| Err(Denial::QuantityDiffers { quantity });
    assert_eq!(
        sets_by_day(world, activity, Some(5), 1, 1).await,
        differs(0)
    );
    let set = sets_by_day(world, activity, None, 1, 1).await;
    assert_eq!(set, Ok((100, Some(1))));
    let view = world.activity(activity).await.granted().expect("there");
    assert_eq!(&*view.document, "1 a day");
    assert_eq!(view.activity.version, 2);
    assert_eq!(view.activity.terms.issue.by_day, Some(1));
    world.give(activity, "u").await;
    assert_eq!(world.claim(activity, "v").await, Err(Denial::DayExhausted));
    assert_eq!(
        sets_by_day(world, activity, None, 2, 2).await,
        differs(1),
        "there is one now"
    );
    let stale = sets_by_day(world, activity, Some(1), 2, 1).await;
    assert_eq!(stale, Err(Denial::TermsChanged));
    let set = sets_by_day(world, activity, Some(1), 2, 2).await;
    assert_eq!(set, Ok((100, Some(2))));
    world.give(activity, "v").await;
    assert_eq!(world.claim(activity, "w").await, Err(Denial::DayExhausted));
    world.moves_to("2026-11-03T00:00:00").await;
    world.give(activity, "w").await;
    // The quantity is answered with the day's cap, and leaves it alone.
    assert_eq!(sets(world, activity, 100, 50).await, Ok((50, Some(2))));
    assert_eq!(world.row(activity).await.version, 3);
}

async fn a_day_cap_may_be_below_what_was_issued_today(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    for user in ["u", "v", "w"] {
        world.give(activity, user).await;
    }
    let set = sets_by_day(world, activity, None, 1, 1).await;
    assert_eq!(set, Ok((100, Some(1))));
    assert_eq!(world.claim(activity, "x").await, Err(Denial::DayExhausted));
}

async fn a_budget_is_answered_again_as_it_was_then(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let first = |contents| {
        let target = BudgetTarget::Quantity { from: 100, to: 200 };
        world.set_budget(activity, owner(), call("b", contents), target)
    };
    let second = |contents| {
        let target = by_day(None, 7, 1);
        world.set_budget(activity, owner(), call("d", contents), target)
    };
    assert_eq!(first("c").await.granted(), (200, None));
    assert_eq!(second("c").await.granted(), (200, Some(7)));
    assert_eq!(
        sets(world, activity, 200, 300).await,
        Ok((300, Some(7))),
        "the budget moves on"
    );
    let set = sets_by_day(world, activity, Some(7), 8, 2).await;
    assert_eq!(set, Ok((300, Some(8))));
    world.reopen().await;
    let first = |contents| {
        let target = BudgetTarget::Quantity { from: 100, to: 200 };
        world.set_budget(activity, owner(), call("b", contents), target)
    };
    let second = |contents| {
        let target = by_day(None, 7, 1);
        world.set_budget(activity, owner(), call("d", contents), target)
    };
    world.moves_to("2027-06-01T00:00:00").await;
    assert_eq!(first("c").await.granted(), (200, None));
    assert_eq!(second("c").await.granted(), (200, Some(7)));
    assert_eq!(first("other").await.denied(), Denial::RequestReused);
    assert_eq!(second("other").await.denied(), Denial::RequestReused);
    let known = world
        .replayed(
            HomeId::Activity(activity),
            Action::SetBudget,
            &call("b", "c"),
        )
        .await
        .granted()
        .expect("known");
    let budget = quan_core::operation::SetBudget::of_receipt(known);
    assert_eq!(budget, (200, None));
    let row = world.row(activity).await;
    assert_eq!((row.quantity, row.terms.issue.by_day), (300, Some(8)));
}

async fn a_budget_is_not_set_once_it_is_over(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    world.pause(activity).await.granted();
    assert_eq!(sets(world, activity, 100, 90).await, Ok((90, None)));
    world.resume(activity).await.granted();
    let stopped = world.made(make::coupon()).await;
    world.stop(stopped, owner(), world.call()).await.granted();
    assert_eq!(
        sets(world, stopped, 100, 90).await,
        Err(Denial::OperationRunning)
    );
    world.settles().await;
    assert_eq!(sets(world, stopped, 100, 90).await, Err(Denial::Stopped));
    let set = sets_by_day(world, stopped, None, 1, 1).await;
    assert_eq!(set, Err(Denial::Stopped));
    world.moves_to("2026-12-31T23:59:59").await;
    assert_eq!(sets(world, activity, 90, 80).await, Ok((80, None)));
    world.moves_to("2027-01-01T00:00:00").await;
    assert_eq!(sets(world, activity, 80, 70).await, Err(Denial::Ended));
    let set = sets_by_day(world, activity, None, 1, 1).await;
    assert_eq!(set, Err(Denial::Ended));
}

async fn a_prepaid_budget_is_not_set(world: &mut World) {
    let activity = world.opened(make::prepaid(3)).await;
    assert_eq!(sets(world, activity, 3, 2).await, Err(Denial::WrongState));
    assert_eq!(world.row(activity).await.quantity, 3);
}

async fn what_is_exhausted_is_said_before_a_users_share(world: &mut World) {
    let mut new = make::coded_coupon(2);
    new.terms.issue.per_user = vec![cap(1, Period::Lifetime)];
    new.terms.issue.by_day = Some(1);
    let activity = world.made(new).await;
    let claim = async || world.claim(activity, "u").await.err();
    // No code was brought, though there is a budget.
    assert_eq!(claim().await, Some(Denial::BudgetExhausted));
    world.deposits(activity, &["a"]).await;
    assert_eq!(claim().await, None);
    assert_eq!(claim().await, Some(Denial::BudgetExhausted));
    world.deposits(activity, &["b"]).await;
    assert_eq!(claim().await, Some(Denial::DayExhausted));
    world.moves_to("2026-11-03T00:00:00").await;
    assert_eq!(claim().await, Some(Denial::UserLimit));
    world.give(activity, "v").await;
    assert_eq!(claim().await, Some(Denial::BudgetExhausted));
}
