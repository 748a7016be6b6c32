//! Lists: what they hold, in which order, page by page.

use quan_core::{ActivityId, Period, Rounding, ScopeKind, VoucherStatus};
use quan_engine::{ActivityFilter, ActivityStatus, NoticeFilter, Page, VoucherFilter};

use super::stories;
use crate::make::{
    self, OPERATOR, OWNER, STRANGER, app, at, cap, member, merchant, order, owner, relative, user,
};
use crate::world::{Outcome, World};

stories! {
    activities_come_newest_first_and_by_page,
    activities_are_listed_by_merchant_and_status,
    vouchers_come_newest_first_and_by_page,
    vouchers_are_listed_by_activity_and_merchant,
    vouchers_are_listed_by_status,
    members_come_in_order_and_by_page,
    notices_come_newest_first_and_by_page,
}

fn page(number: u32, size: u32) -> Page {
    Page { number, size }
}

async fn activities(world: &World, filter: ActivityFilter, page: Page) -> (Vec<ActivityId>, u64) {
    let listed = world.activities(filter, page).await.granted();
    let ids = listed.items.iter().map(|view| view.activity.id).collect();
    (ids, listed.total)
}

/// Sequences of a user's vouchers, each with its activity's.
async fn vouchers(world: &World, filter: VoucherFilter, page: Page) -> (Vec<(u64, u32)>, u64) {
    let listed = world.vouchers_of(user("u"), filter, page).await.granted();
    let ids = listed.items.iter().map(|(voucher, view)| {
        assert_eq!(voucher.id.activity, view.activity.id);
        (voucher.id.activity.number(), voucher.id.sequence)
    });
    (ids.collect(), listed.total)
}

async fn activities_come_newest_first_and_by_page(world: &mut World) {
    let mut made = Vec::new();
    for _ in 0..5 {
        made.push(world.made(make::activity()).await);
    }
    made.reverse();
    let every = ActivityFilter {
        include_created: true,
        ..ActivityFilter::default()
    };
    assert_eq!(
        activities(world, every, page(1, 2)).await,
        (made[..2].to_vec(), 5)
    );
    assert_eq!(
        activities(world, every, page(2, 2)).await,
        (made[2..4].to_vec(), 5)
    );
    assert_eq!(
        activities(world, every, page(3, 2)).await,
        (made[4..].to_vec(), 5)
    );
    assert_eq!(activities(world, every, page(4, 2)).await, (Vec::new(), 5));
    assert_eq!(
        activities(world, ActivityFilter::default(), page(1, 10)).await,
        (Vec::new(), 0)
    );
}

async fn activities_are_listed_by_merchant_and_status(world: &mut World) {
    let created = world.made(make::activity()).await;
    let active = world.opened(make::activity()).await;
    let paused = world.opened(make::activity()).await;
    world.pause(paused).await.granted();
    let stopped = world.opened(make::activity()).await;
    world.stop(stopped, owner(), world.call()).await.granted();
    world.settles().await;
    let mut short = make::activity();
    short.terms.issue.window.closes_at = at("2026-11-02T23:59:59");
    short.owner = merchant(STRANGER);
    let ended = world.opened(short).await;
    let list = async |status: Option<ActivityStatus>, include_created| {
        let filter = ActivityFilter {
            merchant: None,
            status,
            include_created,
        };
        activities(world, filter, page(1, 10)).await.0
    };
    let active_ones = Some(ActivityStatus::Active);
    assert_eq!(list(active_ones, false).await, [ended, active]);
    world.moves_to("2026-11-02T23:59:59").await;
    assert_eq!(list(active_ones, false).await, [ended, active]);
    world.moves_to("2026-11-03T00:00:00").await;
    assert_eq!(list(active_ones, true).await, [active]);
    assert_eq!(list(Some(ActivityStatus::Paused), true).await, [paused]);
    assert_eq!(list(None, false).await, [ended, stopped, paused, active]);
    let every = [ended, stopped, paused, active, created];
    assert_eq!(list(None, true).await, every);
    for (concerned, wanted) in [
        (OWNER, &every[1..]),
        (OPERATOR, &every[..]),
        (STRANGER, &every[..1]),
        (make::SPONSOR, &[]),
    ] {
        let filter = ActivityFilter {
            merchant: Some(merchant(concerned)),
            status: None,
            include_created: true,
        };
        let (found, total) = activities(world, filter, page(1, 10)).await;
        assert_eq!(
            (&found[..], total),
            (wanted, found.len() as u64),
            "{concerned}"
        );
    }
}

async fn vouchers_come_newest_first_and_by_page(world: &mut World) {
    let one = world.opened(make::activity()).await;
    let two = world.opened(make::activity()).await;
    world.give(two, "u").await;
    world.give(one, "v").await;
    world.moves_to("2026-11-02T11:00:00").await;
    world.give(one, "u").await;
    world.give(two, "u").await;
    world.give(one, "u").await;
    let every = VoucherFilter::default();
    let wanted = vec![(2, 2), (1, 3), (1, 2), (2, 1)];
    assert_eq!(
        vouchers(world, every, page(1, 10)).await,
        (wanted.clone(), 4)
    );
    assert_eq!(
        vouchers(world, every, page(2, 3)).await,
        (wanted[3..].to_vec(), 4)
    );
    let nobody = world.vouchers_of(user("x"), every, page(1, 10)).await;
    assert_eq!(nobody.granted().total, 0);
}

async fn vouchers_are_listed_by_activity_and_merchant(world: &mut World) {
    let one = world.opened(make::activity()).await;
    let mut new = make::activity();
    (new.owner, new.operator) = (merchant(STRANGER), owner());
    let two = world.opened(new).await;
    world.give(one, "u").await;
    world.give(two, "u").await;
    let list = async |filter| vouchers(world, filter, page(1, 10)).await.0;
    let every = VoucherFilter::default();
    let by_activity = VoucherFilter {
        activity: Some(one),
        ..every
    };
    assert_eq!(list(by_activity).await, [(1, 1)]);
    let by_owner = VoucherFilter {
        owner: Some(owner()),
        ..every
    };
    assert_eq!(list(by_owner).await, [(1, 1)]);
    let by_operator = VoucherFilter {
        operator: Some(owner()),
        ..every
    };
    assert_eq!(list(by_operator).await, [(2, 1)]);
    let by_both = VoucherFilter {
        owner: Some(owner()),
        operator: Some(owner()),
        ..every
    };
    assert!(list(by_both).await.is_empty());
}

async fn vouchers_are_listed_by_status(world: &mut World) {
    let long = world.opened(make::activity()).await;
    let mut new = make::activity();
    new.terms.validity = relative(0, 1, Rounding::Forward);
    new.terms.issue.per_user = vec![cap(2, Period::Day)];
    let short = world.opened(new).await;
    world.give(long, "u").await;
    let used = world.give(long, "u").await;
    world.spend(used, "u", order(5000)).await.expect("used");
    world.give(short, "u").await;
    let list = async |status, expired_since: Option<&str>| {
        let filter = VoucherFilter {
            status,
            expired_since: expired_since.map(at),
            ..VoucherFilter::default()
        };
        let (mut found, total) = vouchers(world, filter, page(1, 10)).await;
        assert_eq!(total, found.len() as u64);
        found.sort_unstable();
        found
    };
    let (usable, redeemed, expired) = (
        Some(VoucherStatus::Usable),
        Some(VoucherStatus::Redeemed),
        Some(VoucherStatus::Expired),
    );
    assert_eq!(list(usable, None).await, [(1, 1), (2, 1)]);
    assert_eq!(list(redeemed, None).await, [(1, 2)]);
    assert!(list(expired, None).await.is_empty());
    world.clock.set(at("2026-11-02T23:59:59"));
    assert_eq!(list(usable, None).await, [(1, 1), (2, 1)]);
    // What a list says does not wait for a sweep.
    world.clock.set(at("2026-11-02T23:59:59.001"));
    assert_eq!(list(usable, None).await, [(1, 1)]);
    assert_eq!(list(expired, None).await, [(2, 1)]);
    assert_eq!(list(None, None).await, [(1, 1), (1, 2), (2, 1)]);
    let lately = Some("2026-11-02T00:00:00");
    assert_eq!(list(expired, lately).await, [(2, 1)]);
    let later = Some("2026-11-03T00:00:00");
    assert_eq!(list(None, later).await, [(1, 1), (1, 2)]);
    world.moves_to("2027-01-01T00:00:00").await;
    assert_eq!(list(expired, None).await, [(1, 1), (2, 1)]);
    assert_eq!(list(redeemed, Some("2027-01-01T00:00:00")).await, [(1, 2)]);
}

async fn members_come_in_order_and_by_page(world: &mut World) {
    let mut new = make::activity();
    for id in ["shop-3", "shop-1", "Shop-2", "shop-10"] {
        new.members.push((ScopeKind::Shop, member(id)));
    }
    let activity = world.made(new).await;
    let list = async |kind, page| {
        let listed = world.members(activity, 1, kind, page).await.granted();
        let ids: Vec<String> = listed.items.iter().map(ToString::to_string).collect();
        (ids, listed.total)
    };
    let (first, total) = list(ScopeKind::Shop, page(1, 3)).await;
    assert_eq!(
        (first.join(" "), total),
        ("Shop-2 shop-1 shop-10".into(), 4)
    );
    let (rest, total) = list(ScopeKind::Shop, page(2, 3)).await;
    assert_eq!((rest.join(" "), total), ("shop-3".into(), 4));
    assert_eq!(list(ScopeKind::City, page(1, 3)).await, (Vec::new(), 0));
    let other = world
        .members(activity, 0, ScopeKind::Shop, page(1, 3))
        .await
        .granted();
    assert_eq!(other.total, 0);
}

async fn notices_come_newest_first_and_by_page(world: &mut World) {
    world.subscribe([app("app")].into());
    let one = world.opened(make::activity()).await;
    let two = world.opened(make::activity()).await;
    world.moves_to("2026-11-02T11:00:00").await;
    world.stop(one, owner(), world.call()).await.granted();
    world.settles().await;
    let list = async |activity, page| {
        let filter = NoticeFilter {
            activity,
            state: None,
        };
        let listed = world.notices(filter, page).await.granted();
        let ids = listed.items.iter().map(|view| {
            let id = view.notice.id;
            (id.activity.number(), id.sequence)
        });
        (ids.collect::<Vec<_>>(), listed.total)
    };
    assert_eq!(list(None, page(1, 2)).await, (vec![(1, 2), (2, 1)], 3));
    assert_eq!(list(None, page(2, 2)).await, (vec![(1, 1)], 3));
    assert_eq!(list(Some(two), page(1, 2)).await, (vec![(2, 1)], 1));
}
