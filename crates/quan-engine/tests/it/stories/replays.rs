//! The same request is answered once, and then the same way.

use std::future::Future;

use quan_core::{Action, Denial, HomeId, RechargeId};
use quan_engine::Error;

use super::stories;
use crate::make::{self, call, fen, merchant, order, owner, prepaid, recipient, sponsor, user};
use crate::world::{Outcome, World};

stories! {
    a_create_is_answered_once,
    a_publish_is_answered_once,
    an_append_is_answered_once,
    a_modify_is_answered_once,
    a_stop_is_answered_once,
    an_issue_is_answered_once,
    a_redeem_is_answered_once,
    a_return_is_answered_once,
    a_deposit_is_answered_once,
    a_number_belongs_to_its_action_and_its_home,
    a_denial_is_not_remembered,
    an_answer_is_given_again_whatever_became_of_the_activity,
}

/// Makes a write twice, and a third time with other contents.
async fn is_answered_once<T, F>(write: impl Fn(&'static str) -> F) -> T
where
    T: PartialEq + std::fmt::Debug,
    F: Future<Output = Result<T, Error>>,
{
    let first = write("contents").await.granted();
    assert_eq!(write("contents").await.granted(), first);
    assert_eq!(write("others").await.denied(), Denial::RequestReused);
    first
}

/// Whether the engine knows the number, as handlers ask it.
async fn is_known(world: &World, home: HomeId, action: Action, receipt_number: u64) {
    let known = world
        .replayed(home, action, &call("n", "contents"))
        .await
        .granted();
    assert_eq!(known.map(|receipt| receipt.number), Some(receipt_number));
    let reused = world.replayed(home, action, &call("n", "others")).await;
    assert_eq!(reused.denied(), Denial::RequestReused);
    let unknown = world
        .replayed(home, action, &call("m", "contents"))
        .await
        .granted();
    assert_eq!(unknown, None);
}

async fn a_create_is_answered_once(world: &mut World) {
    let maker = merchant(make::OPERATOR);
    let created =
        is_answered_once(|contents| world.create(maker, call("n", contents), make::activity()))
            .await;
    let home = HomeId::Merchant(maker);
    is_known(world, home, Action::Create, created.activity.number()).await;
    world.moves_to("2027-06-01T00:00:00").await;
    let late = world
        .create(maker, call("n", "contents"), make::activity())
        .await;
    assert_eq!(late.granted(), created);
    assert_eq!(world.verify().await.granted().activities, 1);
}

async fn a_publish_is_answered_once(world: &mut World) {
    let activity = world.made(prepaid(5)).await;
    let publish = |contents| world.publish(activity, owner(), call("n", contents));
    let accepted = is_answered_once(publish).await;
    let recharge = RechargeId::new(activity, 1);
    assert_eq!(accepted.recharge, Some(recharge));
    is_known(world, HomeId::Activity(activity), Action::Publish, 1).await;
    world
        .deposit(sponsor(), world.call(), fen(5000))
        .await
        .granted();
    world.pay_recharge(recharge).await.granted();
    world.settles().await;
    assert_eq!(publish("contents").await.granted(), accepted);
}

async fn an_append_is_answered_once(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let append = |contents| world.append(activity, owner(), call("n", contents), 200);
    let accepted = is_answered_once(append).await;
    world.settles().await;
    assert_eq!(append("contents").await.granted(), accepted);
    is_known(world, HomeId::Activity(activity), Action::Append, 0).await;
    assert_eq!(world.row(activity).await.quantity, 200);
}

async fn a_modify_is_answered_once(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let modify = |contents| {
        let change = make::change(make::terms());
        world.modify(activity, owner(), call("n", contents), change)
    };
    is_answered_once(modify).await;
    world.settles().await;
    modify("contents").await.granted();
    world.settles().await;
    assert_eq!(world.row(activity).await.version, 2);
    is_known(world, HomeId::Activity(activity), Action::Modify, 2).await;
}

async fn a_stop_is_answered_once(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let stop = |contents| world.stop(activity, owner(), call("n", contents));
    is_answered_once(stop).await;
    world.settles().await;
    stop("contents").await.granted();
    is_known(world, HomeId::Activity(activity), Action::Stop, 0).await;
}

async fn an_issue_is_answered_once(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    world.give(activity, "first").await;
    let issue = |contents| {
        let recipient = recipient("u");
        world.issue(activity, owner(), call("n", contents), recipient)
    };
    let issued = is_answered_once(issue).await;
    is_known(world, HomeId::Activity(activity), Action::Issue, 2).await;
    world.clock.set(make::at("2026-11-20T00:00:00"));
    assert_eq!(issue("contents").await.granted(), issued);
    assert_eq!(world.row(activity).await.issued, 2);
}

async fn a_redeem_is_answered_once(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let voucher = world.give(activity, "u").await;
    let redeem = |contents| world.redeem(voucher, call("n", contents), user("u"), order(5000));
    let used = is_answered_once(redeem).await;
    is_known(world, HomeId::Activity(activity), Action::Redeem, 1).await;
    world
        .return_order(used.id, world.call(), None)
        .await
        .granted();
    // The answer names the same use, as it stands by now.
    let again = redeem("contents").await.granted();
    assert_eq!((again.id, again.redeemed_at), (used.id, used.redeemed_at));
    assert_eq!(world.slip(voucher).await.uses, 0);
}

async fn a_return_is_answered_once(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let voucher = world.give(activity, "u").await;
    let used = world.spend(voucher, "u", order(5000)).await.expect("used");
    let refund = |contents| world.return_order(used.id, call("n", contents), Some(fen(2000)));
    let back = is_answered_once(refund).await;
    is_known(world, HomeId::Activity(activity), Action::Return, 1).await;
    world
        .return_order(used.id, world.call(), None)
        .await
        .granted();
    assert_eq!(refund("contents").await.granted().returned, back.returned);
    let stored = world.redemption(used.id).await.granted().expect("there");
    assert_eq!(stored.refunded, fen(5000));
}

async fn a_deposit_is_answered_once(world: &mut World) {
    is_answered_once(|contents| world.deposit(sponsor(), call("n", contents), fen(700))).await;
    assert_eq!(world.balance(sponsor()).await, 700);
    is_known(world, HomeId::Merchant(sponsor()), Action::Deposit, 0).await;
}

async fn a_number_belongs_to_its_action_and_its_home(world: &mut World) {
    let same = || call("n", "");
    let maker = merchant(make::OPERATOR);
    let one = world
        .create(maker, same(), make::activity())
        .await
        .granted()
        .activity;
    let two = world
        .create(owner(), same(), make::activity())
        .await
        .granted()
        .activity;
    assert_ne!(one, two);
    for activity in [one, two] {
        world.publish(activity, owner(), same()).await.granted();
        world.settles().await;
        let issued = world
            .issue(activity, owner(), same(), recipient("u"))
            .await
            .granted();
        let used = world
            .redeem(issued.voucher, same(), user("u"), order(5000))
            .await
            .granted();
        world.return_order(used.id, same(), None).await.granted();
        world.append(activity, owner(), same(), 200).await.granted();
        world.settles().await;
        world.stop(activity, owner(), same()).await.granted();
    }
    for merchant in [owner(), sponsor()] {
        world.deposit(merchant, same(), fen(1)).await.granted();
    }
}

async fn a_denial_is_not_remembered(world: &mut World) {
    let activity = world.made(make::activity()).await;
    let issue = |contents| world.issue(activity, owner(), call("n", contents), recipient("u"));
    assert_eq!(issue("contents").await.denied(), Denial::NotActive);
    let home = HomeId::Activity(activity);
    let known = world
        .replayed(home, Action::Issue, &call("n", "contents"))
        .await
        .granted();
    assert_eq!(known, None);
    world
        .publish(activity, owner(), world.call())
        .await
        .granted();
    world.settles().await;
    issue("others").await.granted();
    assert_eq!(issue("contents").await.denied(), Denial::RequestReused);
}

async fn an_answer_is_given_again_whatever_became_of_the_activity(world: &mut World) {
    let mut new = make::activity();
    new.quantity = 1;
    new.terms.issue.per_user = vec![make::cap(1, quan_core::Period::Lifetime)];
    let activity = world.opened(new).await;
    let issue = || world.issue(activity, owner(), call("n", ""), recipient("u"));
    let issued = issue().await.granted();
    world.pause(activity).await.granted();
    assert_eq!(issue().await.granted(), issued);
    world.stop(activity, owner(), world.call()).await.granted();
    world.settles().await;
    assert_eq!(issue().await.granted(), issued);
    world.moves_to("2027-06-01T00:00:00").await;
    assert_eq!(issue().await.granted(), issued);
}
