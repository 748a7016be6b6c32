//! A store that is closed and opened again.

use quan_core::Denial;
use quan_core::{Period, ScopeKind};
use quan_engine::{ActivityFilter, Engine, NoticeFilter, Options, Page, StoreError, VoucherFilter};

use super::stories;
use crate::make::{self, call, cap, fen, known, order, owner, prepaid, sponsor, user};
use crate::world::{Outcome, Store, World};

stories! {
    a_reopened_store_answers_as_before,
    caps_and_budgets_outlive_a_restart,
    what_was_accepted_is_done_after_a_restart,
}

/// Everything that can be read, in words.
async fn read(world: &World) -> Vec<String> {
    let page = Page::first(100);
    let every = ActivityFilter {
        include_created: true,
        ..ActivityFilter::default()
    };
    let activities = world.activities(every, page).await.granted();
    let mut words = vec![format!("{activities:?}")];
    for view in activities.items {
        let id = view.activity.id;
        let members = world.members(id, 1, ScopeKind::Merchant, page).await;
        words.push(format!("{:?}", members.granted()));
    }
    for name in ["u", "v"] {
        let vouchers = world
            .vouchers_of(user(name), VoucherFilter::default(), page)
            .await
            .granted();
        for (voucher, _) in &vouchers.items {
            let id = quan_core::RedemptionId::new(voucher.id.activity, voucher.id.sequence);
            words.push(format!("{:?}", world.redemption(id).await.granted()));
        }
        words.push(format!("{vouchers:?}"));
    }
    for merchant in [owner(), sponsor()] {
        words.push(format!("{:?}", world.account(merchant).await.granted()));
    }
    let notices = world.notices(NoticeFilter::default(), page).await;
    words.push(format!("{:?}", notices.granted()));
    words
}

async fn a_reopened_store_answers_as_before(world: &mut World) {
    world.subscribe([make::app("app")].into());
    let activity = world.opened(prepaid(5)).await;
    world.made(make::activity()).await;
    let issue = async |world: &World| {
        world
            .issue(activity, owner(), call("n", ""), make::recipient("u"))
            .await
            .granted()
    };
    let issued = issue(world).await;
    let redeem = async |world: &World| {
        world
            .redeem(issued.voucher, call("n", ""), user("u"), order(5000))
            .await
            .granted()
    };
    let used = redeem(world).await;
    world.give(activity, "v").await;
    let before = read(world).await;
    world.reopen().await;
    assert_eq!(read(world).await, before);
    assert_eq!(issue(world).await, issued);
    assert_eq!(redeem(world).await, used);
    assert_eq!(read(world).await, before);
}

async fn caps_and_budgets_outlive_a_restart(world: &mut World) {
    let mut new = make::activity();
    new.quantity = 2;
    new.terms.issue.per_user = vec![cap(1, Period::Lifetime)];
    new.terms.issue.by_person = true;
    let activity = world.opened(new).await;
    let claim = async |world: &World, user: &str, person: &str| {
        world
            .issue(
                activity,
                owner(),
                world.call(),
                known(user, Some(person), None),
            )
            .await
            .map(|issued| issued.voucher.sequence)
            .answered()
    };
    assert_eq!(claim(world, "u", "p").await, Ok(1));
    world.reopen().await;
    assert_eq!(claim(world, "u", "q").await, Err(Denial::UserLimit));
    assert_eq!(claim(world, "v", "p").await, Err(Denial::PersonLimit));
    assert_eq!(claim(world, "v", "q").await, Ok(2));
    world.reopen().await;
    let spent = Err(Denial::BudgetExhausted);
    assert_eq!(claim(world, "w", "r").await, spent);
}

async fn what_was_accepted_is_done_after_a_restart(world: &mut World) {
    let activity = world.made(prepaid(5)).await;
    let accepted = world
        .publish(activity, owner(), world.call())
        .await
        .granted();
    world.reopen().await;
    world
        .deposit(sponsor(), world.call(), fen(5000))
        .await
        .granted();
    let recharge = accepted.recharge.expect("a prepaid activity");
    world.pay_recharge(recharge).await.granted();
    world.reopen().await;
    world.settles().await;
    world.give(activity, "u").await;
    world.is_sound().await;
    world.moves_to("2027-01-01T00:00:00").await;
    world.reopen().await;
    world.settles().await;
    assert_eq!(world.balance(sponsor()).await, 5000);
}

#[tokio::test]
async fn one_process_at_a_time_holds_a_store() {
    let world = World::on(Store::Sqlite);
    let place = world.place().expect("a directory");
    let second = Engine::open(place, world.clock.clone(), Options::default());
    let Err(StoreError::Open { why, .. }) = second else {
        panic!("the store was opened twice");
    };
    assert_eq!(why, "another process serves it");
}

#[tokio::test]
async fn a_production_store_is_no_sandbox() {
    let mut world = World::on(Store::Sqlite);
    world.close().await;
    let sandbox = Options {
        sandbox: true,
        ..Options::default()
    };
    let place = world.place().expect("a directory");
    let opened = Engine::open(place, world.clock.clone(), sandbox);
    assert!(matches!(opened, Err(StoreError::Open { .. })));
    world.reopen().await;
    world.is_sound().await;
}
