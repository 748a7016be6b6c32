//! What merchants are told, and how often that is tried.

use quan_core::{ActivityId, Event, NoticeId};
use quan_engine::{Attempt, NoticeFilter, NoticeOutcome, NoticeState, NoticeView, Page};

use super::stories;
use crate::make::{self, app, at, call, number, order, owner, user};
use crate::world::{Outcome, World};

stories! {
    facts_become_notices_for_those_who_have_an_address,
    every_change_is_told_with_the_number_of_its_request,
    a_use_is_told_with_its_voucher,
    notices_go_to_whom_the_activity_is_bound,
    a_notice_is_tried_until_it_is_taken,
    a_notice_that_is_given_up_is_dead,
    a_notice_can_be_told_again,
    news_tick_with_every_fact,
}

async fn opened(world: &World) -> ActivityId {
    world.subscribe([app("app")].into());
    world.opened(make::activity()).await
}

/// Every notice, the oldest first.
async fn all(world: &World) -> Vec<NoticeView> {
    let listed = world.notices(NoticeFilter::default(), Page::first(100));
    let mut items = listed.await.granted().items;
    items.sort_by_key(|view| view.notice.id);
    items
}

async fn in_state(world: &World, state: NoticeState) -> u64 {
    let filter = NoticeFilter {
        activity: None,
        state: Some(state),
    };
    world.notices(filter, Page::first(1)).await.granted().total
}

async fn tried(world: &World, id: NoticeId, delivered: bool, next_at: Option<&str>) {
    let attempt = Attempt {
        at: world.now(),
        delivered,
        detail: if delivered { "success" } else { "fail" }.into(),
    };
    let outcome = NoticeOutcome {
        id,
        attempt,
        next_at: next_at.map(at),
    };
    world.record_attempts(vec![outcome]).await.granted();
}

async fn facts_become_notices_for_those_who_have_an_address(world: &mut World) {
    world.opened(make::activity()).await;
    assert!(all(world).await.is_empty());
    let activity = opened(world).await;
    let mut elsewhere = make::activity();
    elsewhere.receiver = app("another");
    world.opened(elsewhere).await;
    let told = all(world).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].notice.id.activity, activity);
    assert_eq!(told[0].notice.receiver, app("app"));
    assert_eq!(told[0].notice.happened_at, world.now());
    assert_eq!(told[0].state, NoticeState::Waiting);
}

async fn every_change_is_told_with_the_number_of_its_request(world: &mut World) {
    world.subscribe([app("app")].into());
    let activity = world.made(make::activity()).await;
    world
        .publish(activity, owner(), call("p", ""))
        .await
        .granted();
    world.settles().await;
    let change = make::change(make::terms());
    world
        .modify(activity, owner(), call("m", ""), change)
        .await
        .granted();
    world.settles().await;
    world
        .append(activity, owner(), call("a", ""), 200)
        .await
        .granted();
    world.settles().await;
    world.stop(activity, owner(), call("s", "")).await.granted();
    world.settles().await;
    let told: Vec<Event> = all(world)
        .await
        .into_iter()
        .map(|view| view.notice.event)
        .collect();
    let wanted = [
        Event::Published(number("p")),
        Event::Modified(number("m")),
        Event::Appended(number("a")),
        Event::Stopped(number("s")),
    ];
    assert_eq!(told, wanted);
}

async fn a_use_is_told_with_its_voucher(world: &mut World) {
    let activity = opened(world).await;
    let voucher = world.give(activity, "u").await;
    let used = world.spend(voucher, "u", order(5000)).await.expect("used");
    let told = all(world).await;
    let wanted = Event::Redeemed {
        voucher,
        user: user("u"),
        redemption: used.id.sequence,
    };
    assert_eq!(told[1].notice.event, wanted);
    world
        .return_order(used.id, world.call(), None)
        .await
        .granted();
    assert_eq!(all(world).await.len(), 2, "a refund is not told");
}

async fn notices_go_to_whom_the_activity_is_bound(world: &mut World) {
    world.subscribe([app("app"), app("another")].into());
    let activity = world.opened(make::activity()).await;
    world
        .bind_receiver(activity, owner(), app("another"))
        .await
        .granted();
    assert_eq!(world.row(activity).await.receiver, app("another"));
    world.stop(activity, owner(), world.call()).await.granted();
    world.settles().await;
    let told = all(world).await;
    assert_eq!(told[0].notice.receiver, app("app"));
    assert_eq!(told[1].notice.receiver, app("another"));
}

async fn a_notice_is_tried_until_it_is_taken(world: &mut World) {
    opened(world).await;
    let due = world.due_notices(10).await.granted();
    assert_eq!((due.len(), due[0].attempts), (1, 0));
    let id = due[0].notice.id;
    tried(world, id, false, Some("2026-11-02T10:04:00")).await;
    assert!(world.due_notices(10).await.granted().is_empty());
    world.clock.set(at("2026-11-02T10:03:59.999"));
    assert!(world.due_notices(10).await.granted().is_empty());
    world.clock.set(at("2026-11-02T10:04:00"));
    let due = world.due_notices(10).await.granted();
    assert_eq!((due.len(), due[0].attempts), (1, 1));
    tried(world, id, true, None).await;
    assert!(world.due_notices(10).await.granted().is_empty());
    let told = all(world).await;
    assert_eq!(told[0].state, NoticeState::Delivered);
    let answers: Vec<_> = told[0]
        .attempts
        .iter()
        .map(|attempt| (attempt.at, attempt.delivered, &*attempt.detail))
        .collect();
    let wanted = [
        (at("2026-11-02T10:00:00"), false, "fail"),
        (at("2026-11-02T10:04:00"), true, "success"),
    ];
    assert_eq!(answers, wanted);
}

async fn a_notice_that_is_given_up_is_dead(world: &mut World) {
    let activity = opened(world).await;
    let id = NoticeId {
        activity,
        sequence: 1,
    };
    tried(world, id, false, None).await;
    assert!(world.due_notices(10).await.granted().is_empty());
    assert_eq!(in_state(world, NoticeState::Dead).await, 1);
    assert_eq!(in_state(world, NoticeState::Waiting).await, 0);
    let stray = NoticeOutcome {
        id: NoticeId {
            activity,
            sequence: 99,
        },
        attempt: Attempt {
            at: world.now(),
            delivered: true,
            detail: String::new(),
        },
        next_at: None,
    };
    assert!(world.record_attempts(vec![stray]).await.is_err());
}

async fn a_notice_can_be_told_again(world: &mut World) {
    let activity = opened(world).await;
    let id = NoticeId {
        activity,
        sequence: 1,
    };
    let nothing = NoticeId {
        activity,
        sequence: 99,
    };
    assert!(!world.replay_notice(nothing).await.granted());
    for delivered in [true, false] {
        tried(world, id, delivered, None).await;
        assert!(world.due_notices(10).await.granted().is_empty());
        assert!(world.replay_notice(id).await.granted());
        let due = world.due_notices(10).await.granted();
        assert_eq!((due.len(), due[0].notice.id), (1, id));
    }
    assert_eq!(all(world).await[0].attempts.len(), 2);
    assert_eq!(in_state(world, NoticeState::Waiting).await, 1);
}

async fn news_tick_with_every_fact(world: &mut World) {
    let activity = opened(world).await;
    let mut news = world.news();
    news.mark_unchanged();
    world.give(activity, "u").await;
    news.changed().await.expect("the engine is there");
}
