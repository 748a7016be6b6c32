//! Money that was set aside and goes back.

use quan_core::{ActivityId, ActivityState, Denial, Rounding};

use super::stories;
use crate::make::{at, fen, order, owner, prepaid, relative, sponsor};
use crate::world::{Outcome, World};

stories! {
    a_stop_frees_what_was_not_issued_and_the_end_frees_the_rest,
    the_end_of_the_window_frees_what_was_not_issued,
    what_was_not_issued_is_freed_once,
    what_an_order_did_not_take_is_freed_at_the_end,
    a_refund_after_the_end_goes_to_the_sponsor,
    an_expired_voucher_has_no_money_left,
    uses_of_one_voucher_share_its_face,
    a_payment_for_an_append_that_ended_meanwhile_is_freed,
    a_stop_before_any_payment_frees_nothing,
}

/// What the sponsor can spend, and what the activity holds and has spent.
async fn money(world: &World, activity: ActivityId) -> (u64, u64, u64) {
    world.is_sound().await;
    let row = world.row(activity).await;
    let balance = world.balance(sponsor()).await;
    (balance, row.held.get(), row.spent.get())
}

async fn a_stop_frees_what_was_not_issued_and_the_end_frees_the_rest(world: &mut World) {
    let activity = world.opened(prepaid(10)).await;
    let used = world.give(activity, "u").await;
    world.give(activity, "v").await;
    world.spend(used, "u", order(5000)).await.expect("used");
    assert_eq!(money(world, activity).await, (0, 9000, 1000));
    world.stop(activity, owner(), world.call()).await.granted();
    world.settles().await;
    assert_eq!(money(world, activity).await, (8000, 1000, 1000));
    world.moves_to("2026-12-01T00:00:00").await;
    assert_eq!(money(world, activity).await, (8000, 1000, 1000));
    world.moves_to("2026-12-31T23:59:59").await;
    assert_eq!(money(world, activity).await, (8000, 1000, 1000));
    world.moves_to("2026-12-31T23:59:59.001").await;
    assert_eq!(money(world, activity).await, (9000, 0, 1000));
    let row = world.row(activity).await;
    assert_eq!((row.expired, row.redeemed, row.released), (1, 1, 8));
}

async fn the_end_of_the_window_frees_what_was_not_issued(world: &mut World) {
    let activity = world.opened(prepaid(10)).await;
    world.give(activity, "u").await;
    world.moves_to("2026-11-30T23:59:59").await;
    assert_eq!(money(world, activity).await, (0, 10_000, 0));
    world.moves_to("2026-11-30T23:59:59.001").await;
    assert_eq!(money(world, activity).await, (9000, 1000, 0));
    world.moves_to("2027-01-01T00:00:00").await;
    assert_eq!(money(world, activity).await, (10_000, 0, 0));
}

async fn what_was_not_issued_is_freed_once(world: &mut World) {
    let activity = world.opened(prepaid(10)).await;
    world.give(activity, "u").await;
    world.stop(activity, owner(), world.call()).await.granted();
    world.settles().await;
    for now in ["2026-11-20T00:00:00", "2026-12-01T00:00:00"] {
        world.moves_to(now).await;
        assert_eq!(money(world, activity).await, (9000, 1000, 0));
    }
}

async fn what_an_order_did_not_take_is_freed_at_the_end(world: &mut World) {
    let activity = world.opened(prepaid(2)).await;
    let voucher = world.give(activity, "u").await;
    let used = world.spend(voucher, "u", order(301)).await.expect("used");
    assert_eq!(used.deduction, fen(300));
    assert_eq!(money(world, activity).await, (0, 1700, 300));
    world.moves_to("2026-12-01T00:00:00").await;
    assert_eq!(money(world, activity).await, (1000, 700, 300));
    world.moves_to("2027-01-01T00:00:00").await;
    assert_eq!(money(world, activity).await, (1700, 0, 300));
}

async fn a_refund_after_the_end_goes_to_the_sponsor(world: &mut World) {
    let activity = world.opened(prepaid(2)).await;
    let voucher = world.give(activity, "u").await;
    let used = world.spend(voucher, "u", order(5000)).await.expect("used");
    world.moves_to("2027-01-01T00:00:00").await;
    assert_eq!(money(world, activity).await, (1000, 0, 1000));
    world
        .return_order(used.id, world.call(), Some(fen(4500)))
        .await
        .granted();
    assert_eq!(money(world, activity).await, (1000, 0, 1000));
    world
        .return_order(used.id, world.call(), None)
        .await
        .granted();
    assert_eq!(money(world, activity).await, (2000, 0, 0));
    let row = world.row(activity).await;
    assert_eq!((row.expired, row.redeemed, row.uses), (1, 0, 0));
}

async fn an_expired_voucher_has_no_money_left(world: &mut World) {
    let activity = world.opened(prepaid(2)).await;
    let voucher = world.give(activity, "u").await;
    world.moves_to("2027-01-01T00:10:00").await;
    let mut early = order(5000);
    early.placed_at = Some(at("2026-12-31T23:59:00"));
    let late = world.spend(voucher, "u", early).await;
    assert_eq!(late, Err(Denial::NothingToDeduct));
    assert_eq!(money(world, activity).await, (2000, 0, 0));
}

async fn uses_of_one_voucher_share_its_face(world: &mut World) {
    let mut new = prepaid(2);
    new.terms.redeem.max_uses = 3;
    let activity = world.opened(new).await;
    let voucher = world.give(activity, "u").await;
    let first = world.spend(voucher, "u", order(601)).await.expect("once");
    let second = world.spend(voucher, "u", order(5000)).await.expect("twice");
    assert_eq!((first.deduction, second.deduction), (fen(600), fen(400)));
    let third = world.spend(voucher, "u", order(5000)).await;
    assert_eq!(third, Err(Denial::NothingToDeduct));
    assert_eq!(money(world, activity).await, (0, 1000, 1000));
    world
        .return_order(first.id, world.call(), None)
        .await
        .granted();
    let third = world.spend(voucher, "u", order(5000)).await.expect("again");
    assert_eq!(third.deduction, fen(600));
    world.moves_to("2027-01-01T00:00:00").await;
    assert_eq!(money(world, activity).await, (1000, 0, 1000));
}

async fn a_payment_for_an_append_that_ended_meanwhile_is_freed(world: &mut World) {
    let mut new = prepaid(2);
    new.terms.validity = relative(0, 3, Rounding::Forward);
    let activity = world.opened(new).await;
    world.give(activity, "u").await;
    world.moves_to("2026-11-29T12:00:00").await;
    let accepted = world
        .append(activity, owner(), world.call(), 5)
        .await
        .granted();
    let id = accepted.recharge.expect("a prepaid activity");
    world
        .deposit(sponsor(), world.call(), fen(3000))
        .await
        .granted();
    world.moves_to("2026-12-01T12:00:00").await;
    world.pay_recharge(id).await.granted();
    world.settles().await;
    let row = world.row(activity).await;
    assert_eq!((row.quantity, row.state), (5, ActivityState::Active));
    assert_eq!(money(world, activity).await, (5000, 0, 0));
}

async fn a_stop_before_any_payment_frees_nothing(world: &mut World) {
    let activity = world.made(prepaid(10)).await;
    world.stop(activity, owner(), world.call()).await.granted();
    world.settles().await;
    assert_eq!(money(world, activity).await, (0, 0, 0));
    world.moves_to("2027-01-01T00:00:00").await;
    assert_eq!(money(world, activity).await, (0, 0, 0));
}
