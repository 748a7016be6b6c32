//! Codes that are brought for coupons: no more than there can be, and taken out
//! again while they are free.

use quan_core::operation::BudgetTarget;
use quan_core::voucher::CodeState;
use quan_core::{ActivityId, Code, Denial};
use quan_engine::{CodeFilter, CodeOutcome, Deposited};

use super::stories;
use crate::make::{self, at, call, code, owner};
use crate::world::{Outcome, World};

stories! {
    no_more_codes_come_in_than_there_can_be_coupons,
    a_deposit_of_which_nothing_fits_is_refused,
    a_deposit_is_answered_exactly_after_codes_went_and_came,
    a_raised_budget_has_room_again,
    a_free_code_is_taken_out,
    a_code_that_was_issued_stays,
    an_unknown_code_is_not_taken_out,
    a_deletion_is_answered_again_and_the_code_can_come_again,
    codes_are_listed_in_the_order_of_their_deposits,
    codes_are_listed_by_state,
    one_code_is_found_with_its_deposit,
    codes_that_are_named_are_not_among_those_brought,
}

use CodeOutcome::{Known, Surplus, Taken};

/// The merchant brings codes under a number. Each has the same rank.
async fn brings(
    world: &World,
    activity: ActivityId,
    number: &str,
    codes: &[&str],
) -> Result<Deposited, Denial> {
    let ranked = codes.iter().map(|text| (code(text), 7)).collect();
    world
        .deposit_codes(activity, owner(), call(number, &codes.join(",")), ranked)
        .await
        .answered()
}

async fn outcomes(
    world: &World,
    activity: ActivityId,
    number: &str,
    codes: &[&str],
) -> Result<Vec<CodeOutcome>, Denial> {
    let deposited = brings(world, activity, number, codes).await?;
    Ok(deposited.outcomes)
}

async fn deletes(
    world: &World,
    activity: ActivityId,
    number: &str,
    text: &str,
) -> Result<quan_core::Timestamp, Denial> {
    world
        .delete_code(activity, owner(), call(number, text), code(text))
        .await
        .answered()
}

/// The codes of a list, joined, and how many there are in all.
async fn listed(
    world: &World,
    activity: ActivityId,
    filter: CodeFilter,
    offset: u64,
    limit: u32,
) -> (String, u64) {
    let listed = world
        .deposited_codes(activity, filter, offset, limit)
        .await
        .granted();
    let codes: Vec<String> = listed
        .items
        .iter()
        .map(|view| view.code.to_string())
        .collect();
    (codes.join(" "), listed.total)
}

async fn no_more_codes_come_in_than_there_can_be_coupons(world: &mut World) {
    let activity = world.made(make::coded_coupon(3)).await;
    let first = outcomes(world, activity, "1", &["a", "b", "a"]).await;
    assert_eq!(first, Ok(vec![Taken, Taken, Known]));
    let second = outcomes(world, activity, "2", &["b", "c", "d", "e", "d", "a"]).await;
    assert_eq!(
        second,
        Ok(vec![Known, Taken, Surplus, Surplus, Surplus, Known])
    );
    assert_eq!(world.row(activity).await.codes, 3);
    // Issued codes count too.
    world.give(activity, "u").await;
    let third = outcomes(world, activity, "3", &["d"]).await;
    assert_eq!(third, Err(Denial::TooManyCodes));
    let all = listed(world, activity, CodeFilter::All, 0, 9).await;
    assert_eq!(all, ("a b c".into(), 3));
}

async fn a_deposit_of_which_nothing_fits_is_refused(world: &mut World) {
    let activity = world.made(make::coded_coupon(1)).await;
    outcomes(world, activity, "1", &["a"]).await.expect("taken");
    for codes in [&["b"][..], &["a", "b"], &["b", "c", "b"]] {
        let refused = outcomes(world, activity, "2", codes).await;
        assert_eq!(refused, Err(Denial::TooManyCodes), "{codes:?}");
    }
    // What is there already needs no room; and nothing was remembered.
    let known = outcomes(world, activity, "2", &["a", "a"]).await;
    assert_eq!(known, Ok(vec![Known, Known]));
    assert_eq!(world.row(activity).await.counters.deposits, 2);
}

async fn a_deposit_is_answered_exactly_after_codes_went_and_came(world: &mut World) {
    let activity = world.made(make::coded_coupon(3)).await;
    outcomes(world, activity, "0", &["k"]).await.expect("taken");
    let codes = ["a", "k", "b", "c", "a"];
    let first = brings(world, activity, "1", &codes).await.expect("taken");
    let wanted = vec![Taken, Known, Taken, Surplus, Known];
    assert_eq!((&first.outcomes, first.at), (&wanted, world.now()));
    world.clock.set(at("2026-11-03T10:00:00"));
    deletes(world, activity, "x", "a").await.expect("deleted");
    deletes(world, activity, "y", "k").await.expect("deleted");
    outcomes(world, activity, "2", &["c", "a"])
        .await
        .expect("taken");
    world.give(activity, "u").await;
    world.reopen().await;
    assert_eq!(brings(world, activity, "1", &codes).await, Ok(first));
    let other = brings(world, activity, "1", &["a"]).await;
    assert_eq!(other, Err(Denial::RequestReused));
    let row = world.row(activity).await;
    assert_eq!((row.codes, row.free_codes()), (3, 2));
    let all = listed(world, activity, CodeFilter::All, 0, 9).await;
    assert_eq!(all, ("b a c".into(), 3));
}

async fn a_raised_budget_has_room_again(world: &mut World) {
    let activity = world.made(make::coded_coupon(1)).await;
    outcomes(world, activity, "1", &["a"]).await.expect("taken");
    let refused = outcomes(world, activity, "2", &["b"]).await;
    assert_eq!(refused, Err(Denial::TooManyCodes));
    let sets = async |from, to| {
        let target = BudgetTarget::Quantity { from, to };
        let set = world.set_budget(activity, owner(), world.call(), target);
        set.await.granted()
    };
    sets(1, 2).await;
    let taken = outcomes(world, activity, "2", &["b", "c"]).await;
    assert_eq!(taken, Ok(vec![Taken, Surplus]));
    // Codes that came in stay when the budget shrinks beneath them.
    sets(2, 1).await;
    let refused = outcomes(world, activity, "3", &["c"]).await;
    assert_eq!(refused, Err(Denial::TooManyCodes));
    assert_eq!(world.row(activity).await.codes, 2);
    world.give(activity, "u").await;
    let exhausted = Err(Denial::BudgetExhausted);
    assert_eq!(world.claim(activity, "v").await, exhausted);
    world.is_sound().await;
}

async fn a_free_code_is_taken_out(world: &mut World) {
    let activity = world.made(make::coded_coupon(2)).await;
    world.deposits(activity, &["a", "b"]).await;
    let at = deletes(world, activity, "x", "b").await;
    assert_eq!(at, Ok(world.now()));
    let row = world.row(activity).await;
    assert_eq!((row.codes, row.free_codes()), (1, 1));
    let voucher = world.give(activity, "u").await;
    assert_eq!(world.slip(voucher).await.code, Some(code("a")));
    let exhausted = Err(Denial::BudgetExhausted);
    assert_eq!(world.claim(activity, "v").await, exhausted);
    // Its place is free.
    let taken = outcomes(world, activity, "1", &["c"]).await;
    assert_eq!(taken, Ok(vec![Taken]));
    let voucher = world.give(activity, "v").await;
    assert_eq!(world.slip(voucher).await.code, Some(code("c")));
}

async fn a_code_that_was_issued_stays(world: &mut World) {
    let activity = world.made(make::coded_coupon(2)).await;
    world.deposits(activity, &["a"]).await;
    let voucher = world.give(activity, "u").await;
    let denied = deletes(world, activity, "x", "a").await;
    assert_eq!(denied, Err(Denial::CodeIssued));
    world
        .revoke(voucher.into(), owner(), world.call(), None)
        .await
        .granted();
    let denied = deletes(world, activity, "x", "a").await;
    assert_eq!(denied, Err(Denial::CodeIssued));
    let named = world.begun(make::named()).await;
    world.give_code(named, "u", "n").await.expect("issued");
    let denied = deletes(world, named, "x", "n").await;
    assert_eq!(denied, Err(Denial::CodeIssued));
}

async fn an_unknown_code_is_not_taken_out(world: &mut World) {
    let activity = world.made(make::coded_coupon(2)).await;
    world.deposits(activity, &["a"]).await;
    let other = world.made(make::coded_coupon(2)).await;
    for (activity, text) in [(activity, "A"), (activity, "z"), (other, "a")] {
        let denied = deletes(world, activity, "x", text).await;
        assert_eq!(denied, Err(Denial::NoSuchCode), "{text}");
    }
    assert_eq!(world.row(activity).await.codes, 1);
}

async fn a_deletion_is_answered_again_and_the_code_can_come_again(world: &mut World) {
    let activity = world.made(make::coded_coupon(2)).await;
    world.deposits(activity, &["a"]).await;
    let at_first = deletes(world, activity, "x", "a").await.expect("deleted");
    world.clock.set(at("2026-11-03T10:00:00"));
    assert_eq!(deletes(world, activity, "x", "a").await, Ok(at_first));
    let gone = deletes(world, activity, "y", "a").await;
    assert_eq!(gone, Err(Denial::NoSuchCode));
    let other = deletes(world, activity, "x", "b").await;
    assert_eq!(other, Err(Denial::RequestReused));
    let again = outcomes(world, activity, "1", &["a"]).await;
    assert_eq!(again, Ok(vec![Taken]));
    // The old number takes nothing out a second time.
    assert_eq!(deletes(world, activity, "x", "a").await, Ok(at_first));
    let view = world
        .deposited_code(activity, code("a"))
        .await
        .granted()
        .expect("a code");
    assert_eq!((view.row.deposit, view.deposited_at), (2, world.now()));
    deletes(world, activity, "y", "a").await.expect("deleted");
    assert_eq!(world.row(activity).await.codes, 0);
}

async fn codes_are_listed_in_the_order_of_their_deposits(world: &mut World) {
    let activity = world.made(make::coded_coupon(9)).await;
    let other = world.made(make::coded_coupon(9)).await;
    brings(world, activity, "1", &["m", "b", "A"])
        .await
        .expect("taken");
    brings(world, other, "1", &["z"]).await.expect("taken");
    world.clock.set(at("2026-11-03T10:00:00"));
    brings(world, activity, "2", &["c", "a", "b"])
        .await
        .expect("taken");
    let all = CodeFilter::All;
    for (offset, limit, wanted) in [
        (0, 9, "A b m a c"),
        (0, 2, "A b"),
        (2, 2, "m a"),
        (3, 1, "a"),
        (4, 9, "c"),
        (5, 9, ""),
        (u64::MAX, 9, ""),
        (0, 0, ""),
        (0, u32::MAX, "A b m a c"),
    ] {
        let found = listed(world, activity, all, offset, limit).await;
        assert_eq!(found, (wanted.into(), 5), "{offset}, {limit}");
    }
    let views = world.deposited_codes(activity, all, 2, 2).await.granted();
    let times: Vec<_> = views.items.iter().map(|view| view.deposited_at).collect();
    assert_eq!(
        times,
        [at("2026-11-02T10:00:00"), at("2026-11-03T10:00:00")]
    );
}

async fn codes_are_listed_by_state(world: &mut World) {
    let activity = world.made(make::coded_coupon(9)).await;
    world.deposits(activity, &["a", "b", "c", "d"]).await;
    // The last ones come out first.
    world.give(activity, "u").await;
    world.give(activity, "v").await;
    let list = |filter, offset, limit| listed(world, activity, filter, offset, limit);
    assert_eq!(list(CodeFilter::Free, 0, 9).await, ("a b".into(), 2));
    assert_eq!(list(CodeFilter::Free, 1, 9).await, ("b".into(), 2));
    assert_eq!(list(CodeFilter::Issued, 0, 9).await, ("c d".into(), 2));
    assert_eq!(list(CodeFilter::Issued, 0, 1).await, ("c".into(), 2));
    deletes(world, activity, "x", "a").await.expect("deleted");
    assert_eq!(list(CodeFilter::Free, 0, 9).await, ("b".into(), 1));
    assert_eq!(list(CodeFilter::All, 0, 9).await, ("b c d".into(), 3));
    let issued = world
        .deposited_codes(activity, CodeFilter::Issued, 0, 9)
        .await
        .granted();
    let states: Vec<_> = issued.items.iter().map(|view| view.row.state).collect();
    let issued_to = |sequence| CodeState::Issued { sequence };
    assert_eq!(states, [issued_to(2), issued_to(1)]);
}

async fn one_code_is_found_with_its_deposit(world: &mut World) {
    let activity = world.made(make::coded_coupon(9)).await;
    world.deposits(activity, &["a", "b"]).await;
    let find = async |text| {
        let found = world.deposited_code(activity, code(text)).await.granted();
        found.map(|view| (view.code.to_string(), view.row.state, view.deposited_at))
    };
    let free = CodeState::Free { rank: 999 };
    assert_eq!(find("a").await, Some(("a".into(), free, world.now())));
    world.give(activity, "u").await;
    let issued = CodeState::Issued { sequence: 1 };
    assert_eq!(find("b").await, Some(("b".into(), issued, world.now())));
    assert_eq!(find("B").await, None);
}

async fn codes_that_are_named_are_not_among_those_brought(world: &mut World) {
    let activity = world.begun(make::named()).await;
    world.give_code(activity, "u", "n").await.expect("issued");
    let all = listed(world, activity, CodeFilter::All, 0, 9).await;
    assert_eq!(all, (String::new(), 0));
    let found: Option<Code> = world
        .deposited_code(activity, code("n"))
        .await
        .granted()
        .map(|view| view.code);
    assert_eq!(found, None);
}
