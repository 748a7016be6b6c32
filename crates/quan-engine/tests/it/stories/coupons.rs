//! Coupons: done before they are answered, and told to nobody but when they are
//! received.

use quan_core::operation::{BudgetTarget, Label};
use quan_core::terms::Calendar;
use quan_core::voucher::VoucherStatus;
use quan_core::{
    ActivityState, Completion, Denial, Fen, MerchantId, OrderNo, Redemption, Return, Validity,
    VoucherId,
};
use quan_engine::{NoticeFilter, Numbered, Options, Page, PassKind, Report};

use super::stories;
use crate::make::{self, STRANGER, app, at, call, code, merchant, order, owner, recipient, window};
use crate::world::{Outcome, World};

stories! {
    a_coupon_activity_is_active_before_it_is_answered,
    what_is_modified_at_once_is_in_force_when_it_is_answered,
    nobody_is_told_of_anything_but_receipts,
    its_owner_issues_coupons_and_does_not_manage_them,
    a_coupon_is_revoked_only_while_it_is_usable,
    a_coupon_is_linked_only_while_it_is_usable,
    the_last_use_and_its_last_return_are_known,
    a_use_and_a_return_are_answered_again_whatever_came_after,
    a_return_after_the_end_leaves_an_expired_coupon,
    a_coupon_that_was_thrown_away_is_gone,
    coupons_are_issued_before_their_span_and_not_after_it,
    a_coupon_is_used_from_its_first_instant_to_its_last,
    a_coupon_that_waits_past_the_end_is_issued_and_never_usable,
    a_span_of_the_calendar_suffices,
    an_earlier_receipt_is_counted_where_it_is_said,
}

/// The merchant reports a use, under a number.
async fn reports(
    world: &World,
    voucher: VoucherId,
    caller: MerchantId,
    call: Numbered,
) -> Result<Redemption, Denial> {
    let report = Report {
        order: order(5000),
        times: 1,
        deduction: None,
    };
    world
        .report_use(voucher.into(), caller, call, report)
        .await
        .answered()
}

async fn uses(world: &World, voucher: VoucherId) -> Result<Redemption, Denial> {
    reports(world, voucher, owner(), world.call()).await
}

async fn undoes(world: &World, voucher: VoucherId, call: Numbered) -> Result<Return, Denial> {
    world
        .undo(voucher.into(), owner(), call, None, Fen::ZERO)
        .await
        .answered()
}

async fn status(world: &World, voucher: VoucherId) -> VoucherStatus {
    let terms = world.row(voucher.activity).await.terms;
    world.slip(voucher).await.status(&terms, world.now())
}

fn trade(text: &str) -> OrderNo {
    OrderNo::parse(text).expect("a trade")
}

async fn told(world: &mut World) {
    world
        .behaves(Options {
            completion: Completion::Told,
            ..Options::default()
        })
        .await;
}

async fn a_coupon_activity_is_active_before_it_is_answered(world: &mut World) {
    told(world).await;
    let activity = world.made(make::coupon()).await;
    let row = world.row(activity).await;
    assert_eq!((row.state, row.pending), (ActivityState::Active, None));
    world.give(activity, "u").await;
    // Another product's waits for the word.
    let other = world.made(make::named()).await;
    assert_eq!(world.row(other).await.state, ActivityState::Created);
}

async fn what_is_modified_at_once_is_in_force_when_it_is_answered(world: &mut World) {
    told(world).await;
    let new = make::coupon();
    let mut terms = new.terms.clone();
    let activity = world.made(new).await;
    terms.issue.by_day = Some(1);
    let modify = |contents, terms| {
        let change = make::change(terms);
        world.modify_at_once(activity, owner(), call("m", contents), change)
    };
    assert_eq!(modify("c", terms.clone()).await.granted(), 2);
    let view = world.activity(activity).await.granted().expect("there");
    let row = &view.activity;
    assert_eq!((row.version, row.pending.as_ref()), (2, None));
    assert_eq!(&*view.document, "the new document");
    world.give(activity, "u").await;
    assert_eq!(world.claim(activity, "v").await, Err(Denial::DayExhausted));

    // The second time it is made from terms that are gone, and answered again.
    assert_eq!(modify("c", terms.clone()).await.granted(), 2);
    assert_eq!(
        modify("other", terms.clone()).await.denied(),
        Denial::RequestReused
    );
    let stale = make::change(terms.clone());
    let stale = world.modify_at_once(activity, owner(), world.call(), stale);
    assert_eq!(stale.await.denied(), Denial::TermsChanged);

    world.moves_to("2027-01-01T00:00:00").await;
    let mut late = make::change(terms);
    late.based_on = 2;
    let late = world.modify_at_once(activity, owner(), world.call(), late);
    assert_eq!(late.await.denied(), Denial::Ended);
}

async fn nobody_is_told_of_anything_but_receipts(world: &mut World) {
    world.subscribe([app("app")].into());
    let activity = world.made(make::coupon()).await;
    let change = make::change(make::coupon().terms);
    world
        .modify_at_once(activity, owner(), world.call(), change)
        .await
        .granted();
    let target = BudgetTarget::Quantity { from: 100, to: 50 };
    world
        .set_budget(activity, owner(), world.call(), target)
        .await
        .granted();
    let used = world.give(activity, "u").await;
    uses(world, used).await.expect("used");
    undoes(world, used, world.call()).await.expect("returned");
    let revoked = world.give(activity, "v").await;
    world
        .revoke(revoked.into(), owner(), world.call(), None)
        .await
        .granted();
    world.give(activity, "w").await;
    world.moves_to("2026-11-10T00:00:00").await;
    assert_eq!(world.row(activity).await.expired, 2);
    let notices = world.notices(NoticeFilter::default(), Page::first(9)).await;
    assert_eq!(notices.granted().total, 0);
    let passes = world.told_by_vouchers(9).await.granted();
    let kinds: Vec<PassKind> = passes.iter().map(|pass| pass.kind).collect();
    assert_eq!(kinds, [PassKind::Received]);
    assert_eq!(passes[0].vouchers.len(), 3);
}

async fn its_owner_issues_coupons_and_does_not_manage_them(world: &mut World) {
    let operator = merchant(make::OPERATOR);
    let mut new = make::coded_coupon(5);
    new.operator = operator;
    let terms = new.terms.clone();
    let activity = world.made(new).await;
    let codes = |texts: [&str; 3]| texts.map(|text| (code(text), 1)).to_vec();
    world
        .deposit_codes(activity, operator, world.call(), codes(["a", "b", "c"]))
        .await
        .granted();
    let issue = |caller| world.issue(activity, caller, world.call(), recipient("u"));
    let of_owner = issue(owner()).await.granted().voucher;
    assert_eq!(world.slip(of_owner).await.issuer, Some(owner()));
    let of_operator = issue(operator).await.granted().voucher;
    assert_eq!(world.slip(of_operator).await.issuer, None);
    assert_eq!(
        issue(merchant(STRANGER)).await.denied(),
        Denial::NotPermitted
    );

    for caller in [owner(), merchant(STRANGER)] {
        let voucher = of_owner;
        let next = || world.call();
        let target = BudgetTarget::Quantity { from: 5, to: 9 };
        let change = make::change(terms.clone());
        let denied = [
            reports(world, voucher, caller, next()).await.map(drop),
            world
                .undo(voucher.into(), caller, next(), None, Fen::ZERO)
                .await
                .answered()
                .map(drop),
            world
                .revoke(voucher.into(), caller, next(), None)
                .await
                .answered()
                .map(drop),
            world
                .link(voucher.into(), caller, next(), trade("1"))
                .await
                .answered()
                .map(drop),
            world
                .unlink(voucher.into(), caller, next(), trade("1"))
                .await
                .answered()
                .map(drop),
            world
                .set_budget(activity, caller, next(), target)
                .await
                .answered()
                .map(drop),
            world
                .modify_at_once(activity, caller, next(), change)
                .await
                .answered()
                .map(drop),
            world
                .deposit_codes(activity, caller, next(), codes(["d", "e", "f"]))
                .await
                .answered()
                .map(drop),
            world
                .delete_code(activity, caller, next(), code("c"))
                .await
                .answered()
                .map(drop),
        ];
        assert_eq!(denied, [const { Err(Denial::NotPermitted) }; 9]);
    }
    reports(world, of_owner, operator, world.call())
        .await
        .expect("used");
}

async fn a_coupon_is_revoked_only_while_it_is_usable(world: &mut World) {
    let mut new = make::coupon();
    let span = window("2026-11-05T00:00:00", "2026-11-30T23:59:59");
    new.terms.validity = Validity::Within {
        span,
        wait_days: 0,
        days: Some(3),
    };
    let activity = world.made(new).await;
    let ahead = world.give(activity, "u").await;
    let used = world.give(activity, "v").await;
    let late = world.give(activity, "w").await;
    let revoke = async |voucher: VoucherId, number: &str, note: Option<&str>| {
        let call = call(number, "");
        let note = note.map(Into::into);
        world
            .revoke(voucher.into(), owner(), call, note)
            .await
            .answered()
    };
    let since = revoke(ahead, "r", Some("why")).await.expect("revoked");
    assert_eq!(since, world.now());
    assert_eq!(world.slip(ahead).await.note.as_deref(), Some("why"));
    assert_eq!(status(world, ahead).await, VoucherStatus::Revoked);
    world.moves_to("2026-11-05T12:00:00").await;
    assert_eq!(revoke(ahead, "r", Some("why")).await, Ok(since));
    assert_eq!(revoke(ahead, "s", None).await, Err(Denial::Revoked));
    assert_eq!(uses(world, ahead).await, Err(Denial::Revoked));
    uses(world, used).await.expect("used");
    assert_eq!(revoke(used, "t", None).await, Err(Denial::InUse));
    undoes(world, used, world.call()).await.expect("returned");
    revoke(used, "t", None).await.expect("revoked");
    let last_instant = "2026-11-07T23:59:59";
    world.moves_to(last_instant).await;
    assert_eq!(status(world, late).await, VoucherStatus::Usable);
    world.moves_to("2026-11-07T23:59:59.001").await;
    assert_eq!(revoke(late, "u", None).await, Err(Denial::Expired));
    assert_eq!(revoke(ahead, "r", Some("why")).await, Ok(since));
    let row = world.row(activity).await;
    assert_eq!((row.issued, row.revoked, row.expired), (3, 2, 1));
}

async fn a_coupon_is_linked_only_while_it_is_usable(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let used = world.give(activity, "u").await;
    let revoked = world.give(activity, "v").await;
    let late = world.give(activity, "w").await;
    let link = async |voucher: VoucherId, number: &str| {
        let linked = world.link(voucher.into(), owner(), call(number, ""), trade("1"));
        linked.await.answered()
    };
    let unlink = async |voucher: VoucherId, number: &str| {
        let unlinked = world.unlink(voucher.into(), owner(), call(number, ""), trade("1"));
        unlinked.await.answered()
    };
    let since = link(used, "l").await.expect("linked");
    link(late, "m").await.expect("linked");
    // A link is no obstacle to a use on another order.
    uses(world, used).await.expect("used");
    assert_eq!(link(used, "n").await, Err(Denial::AlreadyRedeemed));
    assert_eq!(unlink(used, "n").await, Err(Denial::AlreadyRedeemed));
    assert_eq!(link(used, "l").await, Ok(since));
    undoes(world, used, world.call()).await.expect("returned");
    let linked = world.slip(used).await.trade.expect("a link stays");
    assert_eq!(linked.trade, trade("1"));
    world.clock.set(at("2026-11-02T11:00:00"));
    assert_eq!(link(used, "n").await, Ok(since));
    let until = unlink(used, "o").await.expect("unlinked");
    assert_eq!(world.slip(used).await.trade, None);
    assert_eq!(unlink(used, "o").await, Ok(until));
    assert_eq!(unlink(used, "p").await, Err(Denial::NotLinked));

    world
        .revoke(revoked.into(), owner(), world.call(), None)
        .await
        .granted();
    assert_eq!(link(revoked, "q").await, Err(Denial::Revoked));
    assert_eq!(unlink(revoked, "q").await, Err(Denial::Revoked));
    world.moves_to("2026-11-05T00:00:00").await;
    assert_eq!(link(late, "q").await, Err(Denial::Expired));
    assert_eq!(unlink(late, "q").await, Err(Denial::Expired));
}

async fn the_last_use_and_its_last_return_are_known(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let voucher = world.give(activity, "u").await;
    // Others are used and returned in between.
    let other = world.give(activity, "v").await;
    let last = async || {
        let slip = world.slip(voucher).await;
        let found = world.last_use(&slip).await.granted();
        found.map(|(redemption, returned)| {
            let sequence = redemption.id.sequence;
            let number = redemption.request.expect("the report's number");
            let returned = returned.map(|returned| {
                let number = returned.request.expect("the report's number");
                (returned.id.sequence, number.to_string())
            });
            (sequence, number.to_string(), returned)
        })
    };
    let reports = |text| reports(world, voucher, owner(), call(text, ""));
    assert_eq!(last().await, None);
    uses(world, other).await.expect("used");
    reports("first").await.expect("used");
    assert_eq!(last().await, Some((2, "first".into(), None)));
    undoes(world, other, world.call()).await.expect("returned");
    undoes(world, voucher, call("back", ""))
        .await
        .expect("returned");
    let back = Some((2, "back".to_owned()));
    assert_eq!(last().await, Some((2, "first".into(), back.clone())));
    world.clock.set(at("2026-11-03T10:00:00"));
    reports("second").await.expect("used");
    assert_eq!(last().await, Some((3, "second".into(), None)));
    undoes(world, voucher, call("again", ""))
        .await
        .expect("returned");
    let again = Some((3, "again".to_owned()));
    assert_eq!(last().await, Some((3, "second".into(), again)));
    let slip = world.slip(voucher).await;
    let (redemption, returned) = world.last_use(&slip).await.granted().expect("a use");
    assert_eq!(redemption.returned_at, Some(world.now()));
    assert_eq!(returned.map(|back| back.returned_at), Some(world.now()));
}

async fn a_use_and_a_return_are_answered_again_whatever_came_after(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let (voucher, other) = (
        world.give(activity, "u").await,
        world.give(activity, "v").await,
    );
    let reports = |voucher, text, contents| reports(world, voucher, owner(), call(text, contents));
    let used = reports(voucher, "a", "u").await.expect("used");
    let second = reports(voucher, "b", "u").await;
    assert_eq!(second, Err(Denial::AlreadyRedeemed));
    assert_eq!(
        reports(other, "a", "v").await,
        Err(Denial::RequestReused),
        "the number is another coupon's"
    );
    let back = undoes(world, voucher, call("c", "u"))
        .await
        .expect("returned");
    world.clock.set(at("2026-11-03T10:00:00"));

    // The old number answers as it did and uses nothing: that takes a new one.
    let again = reports(voucher, "a", "u").await.expect("known");
    assert_eq!((again.id, again.redeemed_at), (used.id, used.redeemed_at));
    assert_eq!(status(world, voucher).await, VoucherStatus::Usable);
    let denied = undoes(world, voucher, call("d", "u")).await;
    assert_eq!(denied, Err(Denial::NotRedeemed));
    let anew = reports(voucher, "e", "u").await.expect("used");
    assert_ne!(anew.id, used.id);

    assert_eq!(undoes(world, voucher, call("c", "u")).await, Ok(back));
    assert_eq!(status(world, voucher).await, VoucherStatus::Redeemed);
    let reused = undoes(world, other, call("c", "v")).await;
    assert_eq!(reused, Err(Denial::RequestReused));
    undoes(world, voucher, call("d", "u"))
        .await
        .expect("returned");
}

async fn a_return_after_the_end_leaves_an_expired_coupon(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let voucher = world.give(activity, "u").await;
    uses(world, voucher).await.expect("used");
    world.moves_to("2027-03-01T00:00:00").await;
    assert_eq!(world.row(activity).await.expired, 0);
    undoes(world, voucher, world.call())
        .await
        .expect("returned");
    assert_eq!(status(world, voucher).await, VoucherStatus::Expired);
    assert_eq!(uses(world, voucher).await, Err(Denial::Expired));
    let row = world.row(activity).await;
    assert_eq!((row.issued, row.redeemed, row.expired), (1, 0, 1));
}

async fn a_coupon_that_was_thrown_away_is_gone(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let voucher = world.give(activity, "u").await;
    let link = || world.link(voucher.into(), owner(), world.call(), trade("1"));
    link().await.granted();
    world.hide(voucher).await.granted();
    let revoke = world.revoke(voucher.into(), owner(), world.call(), None);
    assert_eq!(revoke.await.denied(), Denial::Revoked);
    assert_eq!(uses(world, voucher).await, Err(Denial::Revoked));
    assert_eq!(link().await.denied(), Denial::Revoked);
    let unlink = world.unlink(voucher.into(), owner(), world.call(), trade("1"));
    assert_eq!(unlink.await.denied(), Denial::Revoked);
    // It was issued all the same, and ends as the others do.
    world.moves_to("2026-11-05T00:00:00").await;
    let row = world.row(activity).await;
    assert_eq!((row.issued, row.revoked, row.expired), (1, 0, 1));

    // Another platform's merchant uses what its user no longer sees.
    let other = world.begun(make::named()).await;
    let voucher = world.give_code(other, "u", "x").await.expect("issued");
    world.hide(voucher).await.granted();
    world.uses_code(other, "x", 1).await.expect("used");
}

async fn coupons_are_issued_before_their_span_and_not_after_it(world: &mut World) {
    let mut new = make::coupon();
    let span = window("2026-11-05T00:00:00", "2026-11-30T23:59:59");
    new.terms.issue.window.closes_at = span.closes_at;
    new.terms.validity = Validity::Within {
        span,
        wait_days: 0,
        days: None,
    };
    let activity = world.made(new).await;
    let early = world.give(activity, "u").await;
    assert_eq!(world.slip(early).await.own_window, Some(span));
    assert_eq!(uses(world, early).await, Err(Denial::NotYetUsable));
    assert_eq!(status(world, early).await, VoucherStatus::Usable);
    world.clock.set(at("2026-11-30T23:59:59"));
    let late = world.give(activity, "v").await;
    uses(world, late).await.expect("used");
    world.clock.set(at("2026-11-30T23:59:59.001"));
    assert_eq!(world.claim(activity, "w").await, Err(Denial::Ended));
    assert_eq!(status(world, early).await, VoucherStatus::Expired);
}

async fn a_coupon_is_used_from_its_first_instant_to_its_last(world: &mut World) {
    let mut new = make::coupon();
    let span = window("2026-11-01T00:00:00", "2026-11-30T23:59:59");
    new.terms.validity = Validity::Within {
        span,
        wait_days: 1,
        days: Some(2),
    };
    let activity = world.made(new).await;
    let voucher = world.give(activity, "u").await;
    let wanted = window("2026-11-03T00:00:00", "2026-11-04T23:59:59");
    assert_eq!(world.slip(voucher).await.own_window, Some(wanted));
    for (now, denial) in [
        ("2026-11-02T23:59:59.999", Some(Denial::NotYetUsable)),
        ("2026-11-03T00:00:00", None),
        ("2026-11-04T23:59:59", None),
        ("2026-11-04T23:59:59.001", Some(Denial::Expired)),
    ] {
        world.moves_to(now).await;
        let used = uses(world, voucher).await;
        assert_eq!(used.as_ref().err(), denial.as_ref(), "{now}");
        if used.is_ok() {
            undoes(world, voucher, world.call())
                .await
                .expect("returned");
        }
    }
}

async fn a_coupon_that_waits_past_the_end_is_issued_and_never_usable(world: &mut World) {
    let mut new = make::coupon();
    let span = window("2026-11-01T00:00:00", "2026-11-02T23:59:59");
    new.terms.issue.window.closes_at = span.closes_at;
    new.terms.validity = Validity::Within {
        span,
        wait_days: 2,
        days: Some(5),
    };
    let activity = world.made(new).await;
    let voucher = world.give(activity, "u").await;
    let own = world.slip(voucher).await.own_window.expect("a window");
    assert_eq!(own, window("2026-11-04T00:00:00", "2026-11-02T23:59:59"));
    for now in [
        "2026-11-02T23:59:59",
        "2026-11-03T12:00:00",
        "2026-11-04T00:00:00",
        "2026-11-05T00:00:00",
    ] {
        world.moves_to(now).await;
        let denial = uses(world, voucher).await.expect_err(now);
        assert!(matches!(denial, Denial::NotYetUsable | Denial::Expired));
    }
    assert_eq!(status(world, voucher).await, VoucherStatus::Expired);
    assert_eq!(world.row(activity).await.expired, 1);
}

async fn a_span_of_the_calendar_suffices(world: &mut World) {
    let mut new = make::coupon();
    new.terms.calendar = Calendar {
        spans: vec![
            window("2026-11-02T11:00:00", "2026-11-02T12:00:00"),
            window("2026-11-09T00:00:00", "2026-11-09T23:59:59"),
        ],
        ..Calendar::default()
    };
    let activity = world.made(new).await;
    let voucher = world.give(activity, "u").await;
    assert_eq!(uses(world, voucher).await, Err(Denial::HourExcluded));
    world.reopen().await;
    world.moves_to("2026-11-02T12:00:00").await;
    uses(world, voucher).await.expect("used");
    undoes(world, voucher, world.call())
        .await
        .expect("returned");
    world.moves_to("2026-11-02T12:00:00.001").await;
    assert_eq!(uses(world, voucher).await, Err(Denial::HourExcluded));
    // The coupon's own time is over before the second span.
    world.moves_to("2026-11-09T10:00:00").await;
    assert_eq!(uses(world, voucher).await, Err(Denial::Expired));
}

async fn an_earlier_receipt_is_counted_where_it_is_said(world: &mut World) {
    let activity = world.made(make::coupon()).await;
    let issue = async |user: &str, base: Option<&str>| -> VoucherId {
        let label = Label {
            base: base.map(at),
            ..Label::default()
        };
        world
            .issue_labelled(activity, owner(), world.call(), recipient(user), label)
            .await
            .granted()
            .voucher
    };
    let plain = issue("u", None).await;
    let earlier = issue("v", Some("2026-11-01T08:00:00")).await;
    let own = world.slip(earlier).await.own_window;
    let wanted = window("2026-11-01T08:00:00", "2026-11-03T23:59:59");
    assert_eq!(own, Some(wanted));
    // It ends before the one that was issued before it.
    world.moves_to("2026-11-04T10:00:00").await;
    assert_eq!(uses(world, earlier).await, Err(Denial::Expired));
    assert_eq!(status(world, plain).await, VoucherStatus::Usable);
    world.is_sound().await;
    world.moves_to("2026-11-05T00:00:00").await;
    assert_eq!(world.row(activity).await.expired, 2);
}
