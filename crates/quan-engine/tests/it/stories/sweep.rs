//! Vouchers that pass their end, and messages that come from vouchers.

use quan_core::{ActivityId, Event, Rounding, Validity};
use quan_engine::{
    Attempt, FailedNotice, NoticeFilter, NoticeState, Page, Pass, PassKind, PassOutcome,
};

use super::stories;
use crate::make::{self, app, at, order, owner, relative, user, window};
use crate::world::{Outcome, World};

stories! {
    vouchers_are_counted_once_when_they_end,
    what_is_prolonged_after_its_end_is_good_again,
    a_sweep_goes_on_until_everything_is_counted,
    receipts_are_told_from_the_vouchers,
    ends_are_told_of_unused_vouchers_only,
    a_pass_goes_so_far_at_a_time,
    what_was_not_taken_becomes_a_notice,
    nobody_is_told_who_has_no_address,
}

async fn what_is_prolonged_after_its_end_is_good_again(world: &mut World) {
    let new = make::named();
    let mut terms = new.terms.clone();
    let activity = world.begun(new).await;
    world.give_code(activity, "u", "x").await.expect("issued");
    world.moves_to("2027-01-01T00:00:00").await;
    let row = world.row(activity).await;
    assert_eq!((row.expired, row.usable()), (1, 0));
    terms.validity = Validity::Absolute(window("2026-11-01T00:00:00", "2027-01-31T23:59:59"));
    world
        .modify(activity, owner(), world.call(), make::change(terms))
        .await
        .granted();
    world.settles().await;
    let row = world.row(activity).await;
    assert_eq!((row.expired, row.usable()), (0, 1));
    world.is_sound().await;
    world.moves_to("2027-02-01T00:00:00").await;
    assert_eq!(world.row(activity).await.expired, 1);
    world.is_sound().await;
}

/// An activity whose vouchers end with the day, and whose receiver listens.
async fn short_lived(world: &World) -> ActivityId {
    let mut new = make::activity();
    new.quantity = 10_000;
    new.terms.validity = relative(0, 1, Rounding::Forward);
    let activity = world.opened(new).await;
    world.subscribe([app("app")].into());
    activity
}

async fn passes(world: &World, kind: PassKind) -> Vec<Pass> {
    let mut passes = world.told_by_vouchers(100).await.granted();
    passes.retain(|pass| pass.kind == kind);
    passes
}

/// Sequences of the vouchers of the only pass of a kind, and how far it goes.
async fn pass(world: &World, kind: PassKind) -> (Vec<u32>, u32) {
    let passes = passes(world, kind).await;
    assert_eq!(passes.len(), 1, "{kind:?}");
    let vouchers = passes[0].vouchers.iter();
    (
        vouchers.map(|voucher| voucher.id.sequence).collect(),
        passes[0].through,
    )
}

async fn told(world: &World, activity: ActivityId, kind: PassKind, through: u32) {
    let outcome = PassOutcome {
        activity,
        kind,
        through,
        failed: Vec::new(),
    };
    world.record_passes(vec![outcome]).await.granted();
}

async fn vouchers_are_counted_once_when_they_end(world: &mut World) {
    let activity = short_lived(world).await;
    let used = world.give(activity, "u").await;
    world.give(activity, "v").await;
    world.spend(used, "u", order(5000)).await.expect("used");
    world.moves_to("2026-11-02T23:59:59").await;
    assert_eq!(world.row(activity).await.swept, 0);
    world.moves_to("2026-11-03T00:00:00").await;
    let row = world.row(activity).await;
    assert_eq!((row.swept, row.expired, row.redeemed), (2, 1, 1));
    assert_eq!(row.next_expiry_at, None);
    world.is_sound().await;
    world.settles().await;
    world.give(activity, "w").await;
    let row = world.row(activity).await;
    assert_eq!((row.swept, row.expired), (2, 1));
    assert_eq!(row.next_expiry_at, Some(at("2026-11-03T23:59:59")));
    world.moves_to("2026-11-04T00:00:00").await;
    let row = world.row(activity).await;
    assert_eq!((row.swept, row.expired, row.usable()), (3, 2, 0));
}

async fn a_sweep_goes_on_until_everything_is_counted(world: &mut World) {
    let activity = short_lived(world).await;
    let claims: Vec<_> = (0..2100)
        .map(|at| {
            let engine = (**world).clone();
            let call = world.call();
            let recipient = make::recipient(&format!("user {at}"));
            tokio::spawn(
                async move { engine.issue(activity, make::owner(), call, recipient).await },
            )
        })
        .collect();
    for claim in claims {
        claim.await.expect("no panic").granted();
    }
    world.moves_to("2026-11-03T00:00:00").await;
    let row = world.row(activity).await;
    assert_eq!((row.issued, row.swept, row.expired), (2100, 2100, 2100));
}

async fn receipts_are_told_from_the_vouchers(world: &mut World) {
    let activity = short_lived(world).await;
    assert!(passes(world, PassKind::Received).await.is_empty());
    let first = world.give(activity, "u").await;
    world.spend(first, "u", order(5000)).await.expect("used");
    world.give(activity, "v").await;
    let found = passes(world, PassKind::Received).await;
    assert_eq!(
        (found[0].activity, &found[0].receiver),
        (activity, &app("app"))
    );
    assert_eq!(found[0].vouchers[1].user, user("v"));
    assert_eq!(pass(world, PassKind::Received).await, (vec![1, 2], 2));
    told(world, activity, PassKind::Received, 2).await;
    assert!(passes(world, PassKind::Received).await.is_empty());
    world.give(activity, "w").await;
    assert_eq!(pass(world, PassKind::Received).await, (vec![3], 3));
    // A cursor never goes back.
    told(world, activity, PassKind::Received, 1).await;
    assert_eq!(pass(world, PassKind::Received).await, (vec![3], 3));
}

async fn ends_are_told_of_unused_vouchers_only(world: &mut World) {
    let activity = short_lived(world).await;
    for name in ["u", "v", "w"] {
        world.give(activity, name).await;
    }
    let used = quan_core::VoucherId::new(activity, 3);
    world.spend(used, "w", order(5000)).await.expect("used");
    assert!(passes(world, PassKind::Expired).await.is_empty());
    world.moves_to("2026-11-03T00:00:00").await;
    assert_eq!(pass(world, PassKind::Expired).await, (vec![1, 2], 3));
    told(world, activity, PassKind::Expired, 3).await;
    assert!(passes(world, PassKind::Expired).await.is_empty());
    assert_eq!(pass(world, PassKind::Received).await, (vec![1, 2, 3], 3));
}

async fn a_pass_goes_so_far_at_a_time(world: &mut World) {
    let activity = short_lived(world).await;
    for name in ["u", "v", "w"] {
        world.give(activity, name).await;
    }
    let some = world.told_by_vouchers(2).await.granted();
    assert_eq!((some[0].vouchers.len(), some[0].through), (2, 2));
    told(world, activity, PassKind::Received, 2).await;
    let rest = world.told_by_vouchers(2).await.granted();
    assert_eq!((rest[0].vouchers.len(), rest[0].through), (1, 3));
}

async fn what_was_not_taken_becomes_a_notice(world: &mut World) {
    let activity = short_lived(world).await;
    let lost = world.give(activity, "u").await;
    let retried = world.give(activity, "v").await;
    let now = world.now();
    let failed = |voucher, name, next_at| FailedNotice {
        event: Event::Received {
            voucher,
            user: user(name),
        },
        happened_at: now,
        receiver: app("app"),
        attempt: Attempt {
            at: now,
            delivered: false,
            detail: "503".into(),
        },
        next_at,
    };
    let outcome = PassOutcome {
        activity,
        kind: PassKind::Received,
        through: 2,
        failed: vec![
            failed(lost, "u", None),
            failed(retried, "v", Some(at("2026-11-02T10:04:00"))),
        ],
    };
    world.record_passes(vec![outcome]).await.granted();
    let filter = |state| NoticeFilter {
        activity: Some(activity),
        state: Some(state),
    };
    let page = Page::first(10);
    let listed = world.notices(filter(NoticeState::Dead), page).await;
    let dead = listed.granted().items;
    assert_eq!(dead.len(), 1);
    assert_eq!(dead[0].notice.event, failed(lost, "u", None).event);
    assert_eq!(dead[0].attempts, [failed(lost, "u", None).attempt]);
    let listed = world.notices(filter(NoticeState::Waiting), page).await;
    let waiting = listed.granted().items;
    assert_eq!(waiting.len(), 1);
    assert_eq!(waiting[0].due_at, at("2026-11-02T10:04:00"));
    assert!(world.due_notices(10).await.granted().is_empty());
    world.clock.set(at("2026-11-02T10:04:00"));
    let due = world.due_notices(10).await.granted();
    assert_eq!(due.len(), 1);
    assert_eq!(
        (due[0].notice.id, due[0].attempts),
        (waiting[0].notice.id, 1)
    );
    // The numbers of later notices follow.
    world.spend(lost, "u", order(5000)).await.expect("used");
    let all = world.notices(NoticeFilter::default(), page).await.granted();
    let mut numbers: Vec<u32> = all
        .items
        .iter()
        .map(|view| view.notice.id.sequence)
        .collect();
    numbers.sort_unstable();
    // The first was that it is published, when nobody listened.
    assert_eq!(numbers, [2, 3, 4]);
}

async fn nobody_is_told_who_has_no_address(world: &mut World) {
    let activity = short_lived(world).await;
    world.give(activity, "u").await;
    world.subscribe([app("another")].into());
    assert!(passes(world, PassKind::Received).await.is_empty());
    world.subscribe([app("app")].into());
    assert_eq!(pass(world, PassKind::Received).await, (vec![1], 1));
}
