//! The audit finds what is not as it must be.

use std::sync::Arc;

use quan_core::{Fen, Period};
use quan_engine::{Audit, Engine, Finding, Options};
use rusqlite::Connection;
use tempfile::TempDir;

use super::stories;
use crate::make::{self, cap, order, owner, prepaid};
use crate::world::{Outcome, Store, TestClock, World};

stories! {
    an_audit_counts_what_it_looked_at,
    a_cap_that_was_lowered_binds_what_came_after,
}

/// An activity with vouchers of two days, one of them used, one expired.
async fn busy(world: &World) {
    let mut new = prepaid(5);
    new.terms.validity = make::relative(0, 1, quan_core::Rounding::Forward);
    new.terms.issue.per_user = vec![cap(1, Period::Day)];
    new.terms.issue.by_day = Some(2);
    let activity = world.opened(new).await;
    let used = world.give(activity, "u").await;
    world.spend(used, "u", order(5000)).await.expect("used");
    world.give(activity, "v").await;
    world.moves_to("2026-11-03T10:00:00").await;
    world.give(activity, "w").await;
}

async fn an_audit_counts_what_it_looked_at(world: &mut World) {
    busy(world).await;
    let Audit {
        activities,
        vouchers,
        redemptions,
        accounts,
        findings,
    } = world.verify().await.granted();
    assert_eq!((activities, vouchers, redemptions, accounts), (1, 3, 1, 2));
    assert_eq!(findings, []);
}

async fn a_cap_that_was_lowered_binds_what_came_after(world: &mut World) {
    let mut new = make::activity();
    new.terms.issue.per_user = vec![cap(2, Period::Lifetime)];
    let mut terms = new.terms.clone();
    let activity = world.opened(new).await;
    for _ in 0..2 {
        world.give(activity, "u").await;
    }
    terms.issue.per_user = vec![cap(1, Period::Lifetime)];
    world
        .modify(activity, owner(), world.call(), make::change(terms))
        .await
        .granted();
    world.settles().await;
    world.is_sound().await;
}

/// What an audit finds once a statement has done its damage.
pub(super) async fn findings_after(world: &World, damage: &str) -> Vec<Finding> {
    let from = world.place().expect("a directory");
    let dir = TempDir::new().expect("a directory");
    for file in std::fs::read_dir(from).expect("a directory") {
        let file = file.expect("a file");
        std::fs::copy(file.path(), dir.path().join(file.file_name())).expect("a copy");
    }
    let connection = Connection::open(dir.path().join("quan.db")).expect("the file");
    connection
        .execute_batch("pragma ignore_check_constraints = on")
        .expect("a setting");
    let changed = connection.execute(damage, []).expect(damage);
    assert_eq!(changed, 1, "{damage}");
    connection.close().expect("the file is closed");
    let clock = TestClock::at(make::at("2026-11-03T10:00:00"));
    let engine =
        Engine::open(dir.path(), Arc::clone(&clock) as _, Options::default()).expect("a store");
    let audit = engine.verify().await.granted();
    engine.close().await;
    audit.findings
}

#[tokio::test]
async fn an_audit_finds_damage() {
    let mut world = World::on(Store::Sqlite);
    busy(&world).await;
    let damages = [
        ("issued-within-quantity", "update activity set quantity = 2"),
        (
            "every-voucher-counted-once",
            "delete from voucher where sequence = 3",
        ),
        (
            "every-voucher-counted-once",
            "update activity set issued = issued + 1",
        ),
        (
            "a-request-answers-once",
            "update request set made = 1 where action = 5 and made = 2",
        ),
        (
            "a-request-answers-once",
            "insert into request select home, action, 'another', fingerprint, made, at
             from request where action = 5 and made = 2",
        ),
        (
            "redeemed-counted",
            "update voucher set redeemed_at = null where sequence = 1",
        ),
        (
            "expired-counted",
            "update activity set expired = expired - 1",
        ),
        (
            "uses-counted",
            "update voucher set uses = 1 where sequence = 2",
        ),
        ("uses-counted", "delete from redemption"),
        (
            "deductions-add-up",
            "update redemption set deduction = deduction - 1",
        ),
        (
            "spent-is-what-was-deducted",
            "update activity set spent = spent + 1",
        ),
        (
            "user-caps-hold",
            "update voucher set user = 'u' where sequence = 2",
        ),
        (
            "day-cap-holds",
            "update voucher set issued_at = issued_at - 86400000 where sequence = 3",
        ),
        ("funds-add-up", "update activity set held = held + 1"),
        (
            "funds-add-up",
            "update account set balance = balance + 1 where merchant = 2088003",
        ),
        (
            "funds-add-up",
            "delete from account where merchant = 2088003",
        ),
    ];
    finds(&mut world, &damages).await;
}

/// A coupon that was used, returned and used again, one that was not, and a
/// code that is free.
async fn coded(world: &World) {
    let activity = world.made(make::coded_coupon(5)).await;
    world.deposits(activity, &["a", "b", "c"]).await;
    let voucher = world.give(activity, "u").await;
    world.give(activity, "v").await;
    world.uses_code(activity, "c", 1).await.expect("used");
    world
        .undo(voucher.into(), owner(), world.call(), None, Fen::ZERO)
        .await
        .granted();
    world.uses_code(activity, "c", 1).await.expect("used");
}

#[tokio::test]
async fn an_audit_finds_damage_to_codes_and_uses() {
    let mut world = World::on(Store::Sqlite);
    coded(&world).await;
    let damages = [
        ("codes-counted", "update activity set codes = codes + 1"),
        ("codes-counted", "delete from code where sequence is null"),
        (
            "codes-counted",
            "update code set deposit = 0 where sequence is null",
        ),
        (
            "a-code-has-a-deposit",
            "update code set deposit = 2 where sequence is null",
        ),
        ("a-code-has-a-deposit", "delete from deposit"),
        ("issued-within-codes", "update activity set codes = 1"),
        (
            "a-code-has-one-voucher",
            "update code set sequence = 2 where sequence = 1",
        ),
        (
            "a-code-has-one-voucher",
            "update voucher set code = null where sequence = 2",
        ),
        (
            "a-code-has-one-voucher",
            "update code set sequence = 3 where sequence is null",
        ),
        (
            "the-last-use-is-known",
            "update voucher set last_use = null where sequence = 1",
        ),
        (
            "the-last-use-is-known",
            "update voucher set last_use = 1 where sequence = 1",
        ),
        (
            "the-last-use-is-known",
            "update voucher set last_use = 3 where sequence = 1",
        ),
        (
            "the-last-use-is-known",
            "update voucher set last_use = 2 where sequence = 2",
        ),
        (
            "the-last-use-is-known",
            "update redemption set voucher = 2 where sequence = 2",
        ),
        (
            "the-last-return-is-known",
            "update redemption set last_return = null where sequence = 1",
        ),
        (
            "the-last-return-is-known",
            "update redemption set last_return = 1 where sequence = 2",
        ),
        ("the-last-return-is-known", "delete from order_return"),
    ];
    finds(&mut world, &damages).await;
}

/// Whether each damage to a sound world breaks its rule.
async fn finds(world: &mut World, damages: &[(&str, &str)]) {
    world.is_sound().await;
    world.close().await;
    for (invariant, damage) in damages {
        let findings = findings_after(world, damage).await;
        assert!(
            findings
                .iter()
                .any(|finding| finding.invariant == *invariant),
            "{damage} is found as {invariant}, not as {findings:?}"
        );
    }
}
