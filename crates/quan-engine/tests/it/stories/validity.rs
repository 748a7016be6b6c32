//! From when to when, and at which hours, a voucher can be used.

use jiff::civil::{Weekday, date, time};
use quan_core::terms::Calendar;
use quan_core::window::{CalendarRule, Days, Hours};
use quan_core::{Denial, Rounding, Validity, VoucherStatus};

use super::stories;
use crate::make::{self, at, fen, order, relative, user};
use crate::world::{Outcome, World};

stories! {
    an_absolute_voucher_is_used_from_the_first_instant_to_the_last,
    days_that_round_forward_count_the_day_of_receipt,
    days_that_round_backward_do_not_count_the_day_of_receipt,
    a_voucher_that_waits_begins_at_midnight,
    an_extension_reaches_vouchers_that_were_issued_with_absolute_validity,
    an_extension_leaves_the_days_of_vouchers_that_were_issued,
    a_voucher_is_used_at_the_hours_of_its_calendar,
    barred_days_come_before_usable_ones,
    the_instant_of_the_order_counts_where_it_is_known,
}

/// What a consultation says at each instant.
async fn check(world: &World, voucher: quan_core::VoucherId, cases: &[(&str, Option<Denial>)]) {
    for (now, denial) in cases {
        world.moves_to(now).await;
        let off = world
            .deduction(voucher, user("u"), order(5000))
            .await
            .granted();
        let wanted = denial.clone().map_or(Ok(fen(1000)), Err);
        assert_eq!(off, wanted, "{now}");
    }
}

async fn an_absolute_voucher_is_used_from_the_first_instant_to_the_last(world: &mut World) {
    let mut new = make::activity();
    let window = make::window("2026-11-05T08:00:00", "2026-11-07T23:59:59");
    new.terms.validity = Validity::Absolute(window);
    let activity = world.opened(new).await;
    let voucher = world.give(activity, "u").await;
    assert_eq!(world.slip(voucher).await.own_window, None);
    let cases = [
        ("2026-11-05T07:59:59.999", Some(Denial::NotYetUsable)),
        ("2026-11-05T08:00:00", None),
        ("2026-11-07T23:59:59", None),
        ("2026-11-07T23:59:59.001", Some(Denial::Expired)),
    ];
    check(world, voucher, &cases).await;
    let late = world.spend(voucher, "u", order(5000)).await;
    assert_eq!(late, Err(Denial::Expired));
    let terms = world.row(activity).await.terms;
    let status = world.slip(voucher).await.status(&terms, world.now());
    assert_eq!(status, VoucherStatus::Expired);
}

async fn days_that_round_forward_count_the_day_of_receipt(world: &mut World) {
    let mut new = make::activity();
    new.terms.validity = relative(0, 2, Rounding::Forward);
    let activity = world.opened(new).await;
    let voucher = world.give(activity, "u").await;
    let cases = [
        ("2026-11-02T10:00:00", None),
        ("2026-11-03T23:59:59", None),
        ("2026-11-04T00:00:00", Some(Denial::Expired)),
    ];
    check(world, voucher, &cases).await;
}

async fn days_that_round_backward_do_not_count_the_day_of_receipt(world: &mut World) {
    let mut new = make::activity();
    new.terms.validity = relative(0, 2, Rounding::Backward);
    let activity = world.opened(new).await;
    let voucher = world.give(activity, "u").await;
    let cases = [
        ("2026-11-02T10:00:00", None),
        ("2026-11-04T23:59:59", None),
        ("2026-11-05T00:00:00", Some(Denial::Expired)),
    ];
    check(world, voucher, &cases).await;
}

async fn a_voucher_that_waits_begins_at_midnight(world: &mut World) {
    let mut new = make::activity();
    new.terms.validity = relative(3, 1, Rounding::Forward);
    let activity = world.opened(new).await;
    let voucher = world.give(activity, "u").await;
    let cases = [
        ("2026-11-02T10:00:00", Some(Denial::NotYetUsable)),
        ("2026-11-04T23:59:59.999", Some(Denial::NotYetUsable)),
        ("2026-11-05T00:00:00", None),
        ("2026-11-05T23:59:59", None),
        ("2026-11-05T23:59:59.001", Some(Denial::Expired)),
    ];
    check(world, voucher, &cases).await;
}

async fn modify(world: &World, activity: quan_core::ActivityId, validity: Validity) {
    let mut terms = make::terms();
    terms.validity = validity;
    world
        .modify(activity, make::owner(), world.call(), make::change(terms))
        .await
        .granted();
    world.settles().await;
}

async fn an_extension_reaches_vouchers_that_were_issued_with_absolute_validity(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let voucher = world.give(activity, "u").await;
    let longer = make::window("2026-11-01T00:00:00", "2027-01-31T23:59:59");
    modify(world, activity, Validity::Absolute(longer)).await;
    let cases = [
        ("2027-01-01T00:00:00", None),
        ("2027-01-31T23:59:59", None),
        ("2027-02-01T00:00:00", Some(Denial::Expired)),
    ];
    check(world, voucher, &cases).await;
    assert_eq!(world.row(activity).await.expired, 1);
}

async fn an_extension_leaves_the_days_of_vouchers_that_were_issued(world: &mut World) {
    let mut new = make::activity();
    new.terms.validity = relative(0, 1, Rounding::Forward);
    let activity = world.opened(new).await;
    let before = world.give(activity, "u").await;
    modify(world, activity, relative(0, 5, Rounding::Forward)).await;
    let after = world.give(activity, "u").await;
    world.moves_to("2026-11-03T00:00:00").await;
    let consults = async |voucher| {
        world
            .deduction(voucher, user("u"), order(5000))
            .await
            .granted()
    };
    assert_eq!(consults(before).await, Err(Denial::Expired));
    assert_eq!(consults(after).await, Ok(fen(1000)));
}

async fn a_voucher_is_used_at_the_hours_of_its_calendar(world: &mut World) {
    let mut new = make::activity();
    let rule = |days, begins, ends, next_day| CalendarRule {
        days,
        hours: Hours {
            begins,
            ends,
            next_day,
        },
    };
    new.terms.calendar = Calendar {
        spans: Vec::new(),
        usable: vec![
            rule(
                Days::Weekdays(vec![Weekday::Tuesday]),
                time(9, 0, 0, 0),
                time(17, 59, 59, 0),
                false,
            ),
            rule(
                Days::Weekdays(vec![Weekday::Friday]),
                time(22, 0, 0, 0),
                time(2, 0, 0, 0),
                true,
            ),
        ],
        barred: Vec::new(),
    };
    let activity = world.opened(new).await;
    let voucher = world.give(activity, "u").await;
    let excluded = || Some(Denial::HourExcluded);
    let cases = [
        ("2026-11-02T10:00:00", excluded()),
        ("2026-11-03T08:59:59.999", excluded()),
        ("2026-11-03T09:00:00", None),
        ("2026-11-03T17:59:59.999", None),
        ("2026-11-03T18:00:00", excluded()),
        ("2026-11-06T21:59:59", excluded()),
        ("2026-11-06T22:00:00", None),
        ("2026-11-07T02:00:00", None),
        ("2026-11-07T02:00:01", excluded()),
    ];
    check(world, voucher, &cases).await;
}

async fn barred_days_come_before_usable_ones(world: &mut World) {
    let mut new = make::activity();
    let on = |days| CalendarRule {
        days,
        hours: Hours::ALL_DAY,
    };
    let dates = Days::Dates {
        first: date(2026, 11, 3),
        last: date(2026, 11, 9),
    };
    new.terms.calendar = Calendar {
        spans: Vec::new(),
        usable: vec![on(dates)],
        barred: vec![on(Days::Holidays([date(2026, 11, 5)].into()))],
    };
    let activity = world.opened(new).await;
    let voucher = world.give(activity, "u").await;
    let excluded = || Some(Denial::HourExcluded);
    let cases = [
        ("2026-11-02T23:59:59", excluded()),
        ("2026-11-03T00:00:00", None),
        ("2026-11-05T00:00:00", excluded()),
        ("2026-11-05T23:59:59", excluded()),
        ("2026-11-06T00:00:00", None),
        ("2026-11-10T00:00:00", excluded()),
    ];
    check(world, voucher, &cases).await;
}

async fn the_instant_of_the_order_counts_where_it_is_known(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let voucher = world.give(activity, "u").await;
    world.moves_to("2027-01-01T00:10:00").await;
    assert_eq!(world.row(activity).await.expired, 1);
    let mut early = order(5000);
    early.placed_at = Some(at("2026-12-31T23:59:00"));
    let used = world.spend(voucher, "u", early).await.expect("in time");
    assert_eq!(used.redeemed_at, world.now());
    let row = world.row(activity).await;
    assert_eq!((row.redeemed, row.expired), (1, 0));
    world.is_sound().await;
    world
        .return_order(used.id, world.call(), None)
        .await
        .granted();
    let row = world.row(activity).await;
    assert_eq!((row.redeemed, row.expired), (0, 1));
}
