//! Uses that merchants report, and take back.

use quan_core::operation::Label;
use quan_core::terms::Places;
use quan_core::{Denial, Fen, Period, ScopeKind, VoucherName, VoucherState, VoucherStatus};
use quan_engine::Report;

use super::stories;
use crate::make::{
    self, at, cap, code, fen, member, merchant, order, owner, recipient, shop, user,
};
use crate::world::{Outcome, World};

stories! {
    a_merchant_uses_a_voucher_several_times,
    a_use_takes_no_more_than_there_is,
    strangers_report_nothing,
    a_merchant_judges_by_itself_what_comes_off,
    a_user_does_not_use_what_its_merchant_judges,
    a_shop_is_asked_for_where_one_is_named,
    a_user_uses_no_more_than_the_terms_say,
    uses_are_taken_back_the_latest_first,
    a_use_is_taken_back_as_soon_as_it_is_made,
    every_use_is_taken_back_where_no_number_is_said,
    what_was_not_used_is_not_taken_back,
    a_use_is_taken_back_after_the_end,
    a_use_is_returned_by_an_undo_or_by_a_refund_but_not_by_both,
    a_voucher_that_was_taken_back_is_gone,
    a_used_voucher_is_not_taken_back,
    an_expired_voucher_can_be_taken_back,
    a_use_and_a_take_back_at_once_have_one_winner,
    a_use_and_its_undo_are_answered_again,
    a_base_of_its_own_counts_a_vouchers_time,
}

/// A voucher under the code `x`.
async fn one(world: &World) -> quan_core::VoucherId {
    let activity = world.begun(make::named()).await;
    world.give_code(activity, "u", "x").await.expect("issued")
}

fn x(voucher: quan_core::VoucherId) -> VoucherName {
    VoucherName::Code(voucher.activity, code("x"))
}

async fn a_merchant_uses_a_voucher_several_times(world: &mut World) {
    let voucher = one(world).await;
    let first = world
        .uses_code(voucher.activity, "x", 1)
        .await
        .expect("used");
    assert_eq!((first.times, first.left), (1, 2));
    let last = world
        .uses_code(voucher.activity, "x", 2)
        .await
        .expect("used");
    assert_eq!((last.times, last.left), (2, 0));
    let row = world.row(voucher.activity).await;
    assert_eq!((row.uses, row.redeemed), (3, 1));
    let denied = world.uses_code(voucher.activity, "x", 1).await;
    assert_eq!(denied, Err(Denial::AlreadyRedeemed));
}

async fn a_use_takes_no_more_than_there_is(world: &mut World) {
    let voucher = one(world).await;
    world
        .uses_code(voucher.activity, "x", 1)
        .await
        .expect("used");
    for times in [0, 3] {
        let denied = world.uses_code(voucher.activity, "x", times).await;
        assert_eq!(denied, Err(Denial::TooManyUses { left: 2 }));
    }
    let unknown = world.uses_code(voucher.activity, "y", 1).await;
    assert_eq!(unknown, Err(Denial::NoSuchVoucher));
}

async fn strangers_report_nothing(world: &mut World) {
    let voucher = one(world).await;
    let stranger = merchant(make::STRANGER);
    let report = Report {
        order: order(5000),
        times: 1,
        deduction: None,
    };
    let denied = world
        .report_use(x(voucher), stranger, world.call(), report)
        .await;
    assert_eq!(denied.denied(), Denial::NotPermitted);
    let denied = world
        .undo(x(voucher), stranger, world.call(), None, Fen::ZERO)
        .await;
    assert_eq!(denied.denied(), Denial::NotPermitted);
    let denied = world.revoke(x(voucher), stranger, world.call(), None).await;
    assert_eq!(denied.denied(), Denial::NotPermitted);
}

async fn a_merchant_judges_by_itself_what_comes_off(world: &mut World) {
    let mut new = make::named();
    new.terms.floor = Some(fen(1_000_000));
    let activity = world.begun(new).await;
    world.give_code(activity, "u", "x").await.expect("issued");
    let report = Report {
        order: order(100),
        times: 1,
        deduction: Some(fen(30)),
    };
    let name = VoucherName::Code(activity, code("x"));
    let used = world
        .report_use(name, owner(), world.call(), report)
        .await
        .granted();
    assert_eq!((used.deduction, used.total), (fen(30), fen(100)));
    let silent = world.uses_code(activity, "x", 1).await.expect("used");
    assert_eq!(silent.deduction, Fen::ZERO);
}

async fn a_user_does_not_use_what_its_merchant_judges(world: &mut World) {
    let voucher = one(world).await;
    let denied = world.spend(voucher, "u", order(5000)).await;
    assert_eq!(denied, Err(Denial::NothingToDeduct));
    let asked = world.deduction(voucher, user("u"), order(5000)).await;
    assert_eq!(asked.granted(), Err(Denial::NothingToDeduct));
    assert_eq!(world.slip(voucher).await.uses, 0);
}

/// Also where the two come at once, behind something else.
async fn a_use_is_taken_back_as_soon_as_it_is_made(world: &mut World) {
    let voucher = one(world).await;
    let activity = voucher.activity;
    world.uses_code(activity, "x", 1).await.expect("used");
    let (_, used, undone) = tokio::join!(
        world.give_code(activity, "v", "y"),
        world.uses_code(activity, "x", 1),
        world.undo(x(voucher), owner(), world.call(), None, Fen::ZERO),
    );
    used.expect("used");
    undone.granted();
    assert_eq!(world.slip(voucher).await.uses, 0);
    world.is_sound().await;
}

async fn a_shop_is_asked_for_where_one_is_named(world: &mut World) {
    let mut new = make::named();
    new.terms.scope.places = Places::Shops;
    new.members = vec![
        (ScopeKind::Shop, member("in")),
        (ScopeKind::RealShop, member("real")),
    ];
    let activity = world.begun(new).await;
    world.give_code(activity, "u", "x").await.expect("issued");
    let at_shop = |id: Option<&str>, real| {
        let mut order = order(5000);
        let shops = id.map(|id| quan_core::order::OrderShop {
            real,
            ..shop(id, Some(owner()), None)
        });
        order.shops = shops.into_iter().collect();
        let report = Report {
            order,
            times: 1,
            deduction: None,
        };
        let name = VoucherName::Code(activity, code("x"));
        world.report_use(name, owner(), world.call(), report)
    };
    assert_eq!(
        at_shop(Some("out"), false).await.denied(),
        Denial::ShopExcluded
    );
    assert_eq!(
        at_shop(Some("real"), true).await.denied(),
        Denial::ShopExcluded
    );
    at_shop(Some("in"), false).await.granted();
    at_shop(None, false).await.granted();
}

async fn a_user_uses_no_more_than_the_terms_say(world: &mut World) {
    let mut new = make::named();
    new.terms.redeem.per_user = Some(cap(2, Period::Day));
    let activity = world.begun(new).await;
    world.give_code(activity, "u", "x").await.expect("issued");
    world.give_code(activity, "u", "y").await.expect("issued");
    world.uses_code(activity, "x", 1).await.expect("used");
    let denied = world.uses_code(activity, "y", 2).await;
    assert_eq!(denied, Err(Denial::RedeemLimit));
    world.uses_code(activity, "y", 1).await.expect("used");
    let denied = world.uses_code(activity, "x", 1).await;
    assert_eq!(denied, Err(Denial::RedeemLimit));
    world.moves_to("2026-11-03T00:00:00").await;
    world.uses_code(activity, "x", 1).await.expect("used");
}

async fn uses_are_taken_back_the_latest_first(world: &mut World) {
    let voucher = one(world).await;
    let first = world
        .uses_code(voucher.activity, "x", 1)
        .await
        .expect("used");
    let second = world
        .uses_code(voucher.activity, "x", 2)
        .await
        .expect("used");
    let back = |times| world.undo(x(voucher), owner(), world.call(), Some(times), fen(10));
    assert_eq!(back(1).await.granted().left, 1);
    let after = world.redemption(second.id).await.granted().expect("a use");
    assert_eq!((after.undone, after.returned_at), (1, None));
    assert_eq!(back(2).await.granted().left, 3);
    let after = world.redemption(first.id).await.granted().expect("a use");
    assert_eq!(after.open_times(), 0);
    let row = world.row(voucher.activity).await;
    assert_eq!((row.uses, row.redeemed), (0, 0));
}

async fn every_use_is_taken_back_where_no_number_is_said(world: &mut World) {
    let voucher = one(world).await;
    for _ in 0..3 {
        world
            .uses_code(voucher.activity, "x", 1)
            .await
            .expect("used");
    }
    let back = world
        .undo(x(voucher), owner(), world.call(), None, Fen::ZERO)
        .await;
    assert_eq!(back.granted().left, 3);
    assert_eq!(world.slip(voucher).await.state, VoucherState::Issued);
    world
        .uses_code(voucher.activity, "x", 3)
        .await
        .expect("used");
}

async fn what_was_not_used_is_not_taken_back(world: &mut World) {
    let voucher = one(world).await;
    let back = |times| world.undo(x(voucher), owner(), world.call(), times, Fen::ZERO);
    assert_eq!(back(None).await.denied(), Denial::NotRedeemed);
    world
        .uses_code(voucher.activity, "x", 1)
        .await
        .expect("used");
    assert_eq!(
        back(Some(2)).await.denied(),
        Denial::TooManyUses { left: 1 }
    );
}

async fn a_use_is_taken_back_after_the_end(world: &mut World) {
    let voucher = one(world).await;
    world
        .uses_code(voucher.activity, "x", 3)
        .await
        .expect("used");
    world.moves_to("2027-02-01T00:00:00").await;
    world
        .undo(x(voucher), owner(), world.call(), None, Fen::ZERO)
        .await
        .granted();
    let row = world.row(voucher.activity).await;
    let status = world.slip(voucher).await.status(&row.terms, world.now());
    assert_eq!(status, VoucherStatus::Expired);
    assert_eq!((row.redeemed, row.expired), (0, 1));
}

async fn a_use_is_returned_by_an_undo_or_by_a_refund_but_not_by_both(world: &mut World) {
    let voucher = one(world).await;
    let used = world
        .uses_code(voucher.activity, "x", 1)
        .await
        .expect("used");
    world
        .undo(x(voucher), owner(), world.call(), None, Fen::ZERO)
        .await
        .granted();
    world
        .revoke(x(voucher), owner(), world.call(), None)
        .await
        .granted();
    let refund = world.return_order(used.id, world.call(), None).await;
    assert!(!refund.granted().returned.voucher_back);
    let state = world.slip(voucher).await.state;
    assert!(matches!(state, VoucherState::Revoked { .. }));
}

async fn a_voucher_that_was_taken_back_is_gone(world: &mut World) {
    let voucher = one(world).await;
    let revoke = || world.revoke(x(voucher), owner(), world.call(), None);
    revoke().await.granted();
    assert_eq!(revoke().await.denied(), Denial::Revoked);
    let denied = world.uses_code(voucher.activity, "x", 1).await;
    assert_eq!(denied, Err(Denial::Revoked));
    let row = world.row(voucher.activity).await;
    assert_eq!((row.issued, row.revoked, row.usable()), (1, 1, 0));
}

async fn a_used_voucher_is_not_taken_back(world: &mut World) {
    let voucher = one(world).await;
    world
        .uses_code(voucher.activity, "x", 1)
        .await
        .expect("used");
    let denied = world.revoke(x(voucher), owner(), world.call(), None).await;
    assert_eq!(denied.denied(), Denial::InUse);
}

async fn an_expired_voucher_can_be_taken_back(world: &mut World) {
    let voucher = one(world).await;
    world.moves_to("2027-02-01T00:00:00").await;
    assert_eq!(world.row(voucher.activity).await.expired, 1);
    world
        .revoke(x(voucher), owner(), world.call(), None)
        .await
        .granted();
    let row = world.row(voucher.activity).await;
    assert_eq!((row.expired, row.revoked), (0, 1));
}

async fn a_use_and_a_take_back_at_once_have_one_winner(world: &mut World) {
    for _ in 0..8 {
        let voucher = one(world).await;
        let (used, revoked) = tokio::join!(
            world.uses_code(voucher.activity, "x", 1),
            world.revoke(x(voucher), owner(), world.call(), None),
        );
        match (used, revoked.answered()) {
            (Ok(_), Err(Denial::InUse)) | (Err(Denial::Revoked), Ok(_)) => {}
            other => panic!("both or neither won: {other:?}"),
        }
    }
}

async fn a_use_and_its_undo_are_answered_again(world: &mut World) {
    let voucher = one(world).await;
    let number = |text| make::call(text, "");
    let report = || Report {
        order: order(5000),
        times: 2,
        deduction: None,
    };
    let r#use = || world.report_use(x(voucher), owner(), number("use"), report());
    let first = r#use().await.granted();
    let undo = || world.undo(x(voucher), owner(), number("undo"), Some(1), fen(1));
    let back = undo().await.granted();
    world
        .uses_code(voucher.activity, "x", 1)
        .await
        .expect("used");
    world.reopen().await;
    let again = world
        .report_use(x(voucher), owner(), number("use"), report())
        .await
        .granted();
    assert_eq!((again.id, again.left), (first.id, 1));
    let again = world
        .undo(x(voucher), owner(), number("undo"), Some(1), fen(1))
        .await;
    assert_eq!(again.granted(), back);
    assert_eq!(world.slip(voucher).await.uses, 2);
}

async fn a_base_of_its_own_counts_a_vouchers_time(world: &mut World) {
    let mut new = make::named();
    new.terms.validity = make::relative(0, 3, quan_core::Rounding::Forward);
    let activity = world.begun(new).await;
    let label = Label {
        code: Some(code("x")),
        base: Some(at("2026-10-31T08:00:00")),
        note: Some("note".into()),
    };
    let issued = world
        .issue_labelled(activity, owner(), world.call(), recipient("u"), label)
        .await
        .granted();
    let slip = world.slip(issued.voucher).await;
    let window = slip.own_window.expect("a window");
    assert_eq!(window.opens_at, at("2026-10-31T08:00:00"));
    assert_eq!(window.closes_at, at("2026-11-02T23:59:59"));
    assert_eq!(slip.note.as_deref(), Some("note"));
}
