//! How many vouchers users, persons, telephones and days may have.

use quan_core::operation::Recipient;
use quan_core::{ActivityId, Denial, Period};

use super::stories;
use crate::make::{self, cap, known, owner};
use crate::world::{Outcome, World};

stories! {
    a_cap_begins_anew_with_its_period_in_shanghai,
    a_person_has_one_cap_over_all_accounts,
    a_telephone_has_one_cap_over_all_accounts,
    persons_and_telephones_count_only_where_the_terms_say_so,
    all_caps_hold_together,
    a_cap_belongs_to_its_activity,
    a_day_has_its_own_budget,
    the_users_limit_is_named_before_the_budget,
    only_verified_names_receive_where_that_is_asked,
    a_consultation_answers_as_an_issue_would_and_issues_nothing,
}

/// A receipt counts until the second instant, and no more at the third.
const PERIODS: [(Period, &str, &str, Option<&str>); 4] = [
    (
        Period::Day,
        "2026-11-03T00:00:00",
        "2026-11-03T23:59:59.999",
        Some("2026-11-04T00:00:00"),
    ),
    (
        Period::Week,
        "2026-11-09T00:00:00",
        "2026-11-15T23:59:59.999",
        Some("2026-11-16T00:00:00"),
    ),
    (
        Period::Month,
        "2026-11-17T07:00:00",
        "2026-11-30T23:59:59.999",
        Some("2026-12-01T00:00:00"),
    ),
    (
        Period::Lifetime,
        "2026-12-02T00:00:00",
        "2027-12-31T12:00:00",
        None,
    ),
];

async fn receives(
    world: &World,
    activity: ActivityId,
    recipient: Recipient,
) -> Result<u32, Denial> {
    world
        .issue(activity, owner(), world.call(), recipient)
        .await
        .map(|issued| issued.voucher.sequence)
        .answered()
}

/// An activity of two years with one cap of 1.
async fn capped(world: &World, period: Period, by_person: bool, by_phone: bool) -> ActivityId {
    let mut new = make::activity();
    new.terms.issue.window = make::window("2026-11-01T00:00:00", "2027-12-31T23:59:59");
    new.terms.validity = quan_core::Validity::Absolute(new.terms.issue.window);
    new.terms.issue.per_user = vec![cap(1, period)];
    (new.terms.issue.by_person, new.terms.issue.by_phone) = (by_person, by_phone);
    world.opened(new).await
}

/// The first receives, the second does not within the period, and does in the
/// next.
async fn count_together(
    world: &World,
    (by_person, by_phone): (bool, bool),
    first: &Recipient,
    second: &Recipient,
) {
    let denied = if by_person || by_phone {
        Denial::PersonLimit
    } else {
        Denial::UserLimit
    };
    for (period, begins, still, anew) in PERIODS {
        let activity = capped(world, period, by_person, by_phone).await;
        world.moves_to(begins).await;
        assert_eq!(
            receives(world, activity, first.clone()).await,
            Ok(1),
            "{period:?}"
        );
        let again = receives(world, activity, second.clone()).await;
        assert_eq!(again, Err(denied.clone()), "{period:?} at once");
        world.moves_to(still).await;
        let again = receives(world, activity, second.clone()).await;
        assert_eq!(again, Err(denied.clone()), "{period:?} at its end");
        if let Some(anew) = anew {
            world.moves_to(anew).await;
            assert_eq!(
                receives(world, activity, second.clone()).await,
                Ok(2),
                "{period:?}"
            );
            let again = receives(world, activity, first.clone()).await;
            assert_eq!(again, Err(denied.clone()), "{period:?}, the next");
        }
        world.is_sound().await;
    }
}

async fn a_cap_begins_anew_with_its_period_in_shanghai(world: &mut World) {
    let user = make::recipient("u");
    count_together(world, (false, false), &user, &user).await;
}

async fn a_person_has_one_cap_over_all_accounts(world: &mut World) {
    let (first, second) = (known("u", Some("p"), None), known("v", Some("p"), None));
    count_together(world, (true, false), &first, &second).await;
}

async fn a_telephone_has_one_cap_over_all_accounts(world: &mut World) {
    let first = known("u", Some("p"), Some("138"));
    let second = known("v", Some("q"), Some("138"));
    count_together(world, (true, true), &first, &second).await;
}

async fn persons_and_telephones_count_only_where_the_terms_say_so(world: &mut World) {
    let activity = capped(world, Period::Lifetime, false, false).await;
    for user in ["u", "v", "w"] {
        let recipient = known(user, Some("p"), Some("138"));
        receives(world, activity, recipient).await.expect("issued");
    }
    let by_phone = capped(world, Period::Lifetime, false, true).await;
    for (user, phone) in [("u", "138"), ("v", "139")] {
        let recipient = known(user, Some("p"), Some(phone));
        receives(world, by_phone, recipient).await.expect("issued");
    }
    let nobody_knows = capped(world, Period::Lifetime, true, true).await;
    for user in ["u", "v"] {
        let recipient = known(user, None, None);
        receives(world, nobody_knows, recipient)
            .await
            .expect("issued");
    }
}

async fn all_caps_hold_together(world: &mut World) {
    let mut new = make::activity();
    new.terms.issue.per_user = vec![cap(1, Period::Day), cap(2, Period::Lifetime)];
    let activity = world.opened(new).await;
    world.give(activity, "u").await;
    assert_eq!(world.claim(activity, "u").await, Err(Denial::UserLimit));
    world.moves_to("2026-11-03T10:00:00").await;
    world.give(activity, "u").await;
    world.moves_to("2026-11-04T10:00:00").await;
    assert_eq!(world.claim(activity, "u").await, Err(Denial::UserLimit));
    world.give(activity, "v").await;
}

async fn a_cap_belongs_to_its_activity(world: &mut World) {
    let one = capped(world, Period::Lifetime, true, true).await;
    let other = capped(world, Period::Lifetime, true, true).await;
    for activity in [one, other] {
        let recipient = known("u", Some("p"), Some("138"));
        assert_eq!(receives(world, activity, recipient).await, Ok(1));
    }
}

async fn a_day_has_its_own_budget(world: &mut World) {
    let mut new = make::activity();
    (new.quantity, new.terms.issue.by_day) = (3, Some(2));
    let activity = world.opened(new).await;
    world.give(activity, "u").await;
    world.moves_to("2026-11-02T23:59:59.999").await;
    world.give(activity, "v").await;
    assert_eq!(world.claim(activity, "w").await, Err(Denial::DayExhausted));
    world.moves_to("2026-11-03T00:00:00").await;
    world.give(activity, "w").await;
    assert_eq!(
        world.claim(activity, "x").await,
        Err(Denial::BudgetExhausted)
    );
}

async fn the_users_limit_is_named_before_the_budget(world: &mut World) {
    let mut new = make::activity();
    new.quantity = 1;
    new.terms.issue.per_user = vec![cap(1, Period::Lifetime)];
    let activity = world.opened(new).await;
    world.give(activity, "u").await;
    assert_eq!(world.claim(activity, "u").await, Err(Denial::UserLimit));
    assert_eq!(
        world.claim(activity, "v").await,
        Err(Denial::BudgetExhausted)
    );
}

async fn only_verified_names_receive_where_that_is_asked(world: &mut World) {
    let mut new = make::activity();
    new.terms.issue.real_name = true;
    let activity = world.opened(new).await;
    assert_eq!(
        world.claim(activity, "u").await,
        Err(Denial::RealNameNeeded)
    );
    let mut verified = make::recipient("u");
    verified.real_name = true;
    assert_eq!(receives(world, activity, verified).await, Ok(1));
}

async fn a_consultation_answers_as_an_issue_would_and_issues_nothing(world: &mut World) {
    let activity = capped(world, Period::Day, true, false).await;
    let consults = async |user: &str| {
        world
            .may_receive(activity, owner(), known(user, Some("p"), None))
            .await
            .granted()
    };
    assert_eq!(consults("u").await, Ok(()));
    assert_eq!(consults("u").await, Ok(()));
    assert_eq!(world.row(activity).await.issued, 0);
    let first = known("u", Some("p"), None);
    assert_eq!(receives(world, activity, first).await, Ok(1));
    assert_eq!(consults("u").await, Err(Denial::UserLimit));
    assert_eq!(consults("v").await, Err(Denial::PersonLimit));
    world.moves_to("2026-11-03T00:00:00").await;
    assert_eq!(consults("v").await, Ok(()));
}
