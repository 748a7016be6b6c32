//! Lists of coupons: by who issued them, with those that were taken back, and
//! those that were thrown away.

use quan_core::{MerchantId, VoucherId, VoucherStatus};
use quan_engine::{Page, VoucherFilter};

use super::stories;
use crate::make::{self, STRANGER, at, merchant, owner, recipient, user};
use crate::world::{Outcome, World};

stories! {
    coupons_are_listed_by_who_issued_them,
    those_taken_back_are_listed_where_that_is_wanted,
    those_thrown_away_are_listed_where_that_is_wanted,
    coupons_come_newest_first_and_by_page,
    what_has_ended_is_listed_as_expired_before_it_is_swept,
}

const EVERY: VoucherFilter = VoucherFilter {
    activity: None,
    owner: None,
    operator: None,
    status: None,
    expired_since: None,
    issuer: None,
    revoked_too: true,
    hidden: false,
};

async fn list(world: &World, filter: VoucherFilter, page: Page) -> (Vec<VoucherId>, u64) {
    let listed = world.vouchers_of(user("u"), filter, page).await.granted();
    let ids = listed.items.iter().map(|(voucher, _)| voucher.id);
    (ids.collect(), listed.total)
}

/// All of them; the total says the same.
async fn all(world: &World, filter: VoucherFilter) -> Vec<VoucherId> {
    let (found, total) = list(world, filter, Page::first(50)).await;
    assert_eq!(found.len() as u64, total);
    found
}

async fn revokes(world: &World, voucher: VoucherId) {
    world
        .revoke(voucher.into(), owner(), world.call(), None)
        .await
        .granted();
}

async fn coupons_are_listed_by_who_issued_them(world: &mut World) {
    let operator = merchant(make::OPERATOR);
    let mut new = make::coupon();
    new.operator = operator;
    let activity = world.made(new).await;
    // Another one, whose maker is the first one's owner.
    let mut other = make::coupon();
    other.owner = merchant(STRANGER);
    let other = world.made(other).await;
    let issue = async |activity, caller: MerchantId| {
        let issued = world.issue(activity, caller, world.call(), recipient("u"));
        issued.await.granted().voucher
    };
    let by_operator = issue(activity, operator).await;
    let by_owner = issue(activity, owner()).await;
    let by_maker = issue(other, owner()).await;
    let by_other_owner = issue(other, merchant(STRANGER)).await;
    let of = |issuer| VoucherFilter {
        issuer: Some(issuer),
        ..EVERY
    };
    assert_eq!(all(world, of(operator)).await, [by_operator]);
    assert_eq!(all(world, of(owner())).await, [by_maker, by_owner]);
    assert_eq!(all(world, of(merchant(STRANGER))).await, [by_other_owner]);
    assert!(all(world, of(make::sponsor())).await.is_empty());
    let together = VoucherFilter {
        owner: Some(owner()),
        ..of(owner())
    };
    assert_eq!(all(world, together).await, [by_owner]);
    let together = VoucherFilter {
        operator: Some(owner()),
        activity: Some(other),
        ..of(owner())
    };
    assert_eq!(all(world, together).await, [by_maker]);
}

async fn those_taken_back_are_listed_where_that_is_wanted(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let kept = world.give(activity, "u").await;
    let revoked = world.give(activity, "u").await;
    revokes(world, revoked).await;
    assert_eq!(all(world, EVERY).await, [revoked, kept]);
    let without = VoucherFilter {
        revoked_too: false,
        ..EVERY
    };
    assert_eq!(all(world, without).await, [kept]);
    for revoked_too in [false, true] {
        let with = |status| VoucherFilter {
            status: Some(status),
            revoked_too,
            ..EVERY
        };
        assert_eq!(all(world, with(VoucherStatus::Revoked)).await, [revoked]);
        assert_eq!(all(world, with(VoucherStatus::Usable)).await, [kept]);
        for status in [VoucherStatus::Redeemed, VoucherStatus::Expired] {
            assert!(all(world, with(status)).await.is_empty());
        }
    }
    world.moves_to("2026-11-20T00:00:00").await;
    // One that was taken back never expires.
    let expired = VoucherFilter {
        status: Some(VoucherStatus::Expired),
        ..EVERY
    };
    assert_eq!(all(world, expired).await, [kept]);
}

async fn those_thrown_away_are_listed_where_that_is_wanted(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let kept = world.give(activity, "u").await;
    let thrown = world.give(activity, "u").await;
    let both = world.give(activity, "u").await;
    revokes(world, both).await;
    for voucher in [thrown, both] {
        world.hide(voucher).await.granted();
    }
    assert_eq!(all(world, EVERY).await, [kept]);
    let hidden = VoucherFilter {
        hidden: true,
        ..EVERY
    };
    assert_eq!(all(world, hidden).await, [both, thrown]);
    let usable = VoucherFilter {
        status: Some(VoucherStatus::Usable),
        ..hidden
    };
    assert_eq!(all(world, usable).await, [thrown]);
    let without = VoucherFilter {
        revoked_too: false,
        ..hidden
    };
    assert_eq!(all(world, without).await, [thrown]);
    world.moves_to("2026-11-20T00:00:00").await;
    assert_eq!(all(world, hidden).await, [both, thrown]);
}

async fn coupons_come_newest_first_and_by_page(world: &mut World) {
    let one = world.made(make::coupon()).await;
    let two = world.made(make::coupon()).await;
    let mut given = Vec::new();
    for (at_, activity) in [("10", two), ("11", one), ("12", two), ("12", one)] {
        world.clock.set(at(&format!("2026-11-02T{at_}:00:00")));
        given.push(world.give(activity, "u").await);
    }
    world.give(one, "v").await;
    // Two of the same instant: the later activity's first.
    let [first, second, third, fourth] = given[..] else {
        panic!("four were given");
    };
    let wanted = [third, fourth, second, first];
    assert_eq!(all(world, EVERY).await, wanted);
    for (number, size, wanted) in [
        (1, 3, &wanted[..3]),
        (2, 3, &wanted[3..]),
        (3, 3, &[]),
        (4, 1, &wanted[3..]),
        (u32::MAX, u32::MAX, &[]),
    ] {
        let found = list(world, EVERY, Page { number, size }).await;
        assert_eq!(found, (wanted.to_vec(), 4), "{number} of {size}");
    }
    revokes(world, second).await;
    world.hide(third).await.granted();
    let found = list(world, EVERY, Page { number: 2, size: 2 }).await;
    assert_eq!(found, (vec![first], 3));
}

async fn what_has_ended_is_listed_as_expired_before_it_is_swept(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let voucher = world.give(activity, "u").await;
    let with = |status| VoucherFilter {
        status: Some(status),
        ..EVERY
    };
    let (usable, expired) = (with(VoucherStatus::Usable), with(VoucherStatus::Expired));
    world.clock.set(at("2026-11-04T23:59:59"));
    assert_eq!(all(world, usable).await, [voucher]);
    assert!(all(world, expired).await.is_empty());
    world.clock.set(at("2026-11-04T23:59:59.001"));
    assert!(all(world, usable).await.is_empty());
    assert_eq!(all(world, expired).await, [voucher]);
    assert_eq!(world.row(activity).await.expired, 0);
    assert_eq!(all(world, EVERY).await, [voucher]);
}
