//! What comes off an order, and how often.

use quan_core::{Benefit, Denial, Fen, Period, VoucherState};

use super::stories;
use crate::make::{self, at, cap, fen, order, user};
use crate::world::{Outcome, World};

stories! {
    a_discount_stops_at_its_ceiling,
    a_special_price_takes_the_difference,
    only_the_discountable_part_counts,
    the_floor_asks_for_the_eligible_sum,
    something_is_always_left_to_pay,
    a_voucher_is_its_users_own,
    a_voucher_that_there_is_not_is_unknown,
    a_voucher_has_as_many_uses_as_the_terms_say,
    a_user_has_so_many_uses_in_a_period,
    a_returned_use_does_not_count_against_the_user,
}

async fn comes_off(world: &World, benefit: Benefit, cases: &[(u64, u64)]) {
    let mut new = make::activity();
    new.terms.benefit = benefit;
    let activity = world.opened(new).await;
    let voucher = world.give(activity, "u").await;
    for (total, wanted) in cases {
        let off = world
            .deduction(voucher, user("u"), order(*total))
            .await
            .granted();
        assert_eq!(off, Ok(fen(*wanted)), "{total}");
    }
    let (total, wanted) = cases[0];
    let used = world.spend(voucher, "u", order(total)).await.expect("used");
    assert_eq!(used.deduction, fen(wanted));
    assert_eq!(world.slip(voucher).await.deducted, fen(wanted));
}

async fn a_discount_stops_at_its_ceiling(world: &mut World) {
    let benefit = Benefit::Discount {
        pays_percent: 85,
        ceiling: fen(2000),
    };
    comes_off(
        world,
        benefit,
        &[(999, 149), (10_000, 1500), (99_999, 2000)],
    )
    .await;
}

async fn a_special_price_takes_the_difference(world: &mut World) {
    let benefit = Benefit::Special {
        price: fen(100),
        origin: fen(900),
    };
    comes_off(world, benefit, &[(900, 800), (5000, 800), (500, 499)]).await;
}

async fn only_the_discountable_part_counts(world: &mut World) {
    let mut new = make::activity();
    new.terms.benefit = Benefit::Discount {
        pays_percent: 50,
        ceiling: fen(100_000),
    };
    let activity = world.opened(new).await;
    let voucher = world.give(activity, "u").await;
    for (discountable, undiscountable, wanted) in [
        (None, 0, 2500),
        (None, 1000, 2000),
        (Some(3000), 0, 1500),
        (Some(9000), 0, 2500),
    ] {
        let mut asked = order(5000);
        asked.discountable = discountable.map(fen);
        asked.undiscountable = fen(undiscountable);
        let off = world.deduction(voucher, user("u"), asked).await.granted();
        assert_eq!(off, Ok(fen(wanted)), "{discountable:?} {undiscountable}");
    }
}

async fn the_floor_asks_for_the_eligible_sum(world: &mut World) {
    let mut new = make::activity();
    new.terms.floor = Some(fen(3000));
    let activity = world.opened(new).await;
    let voucher = world.give(activity, "u").await;
    let below = world.spend(voucher, "u", order(2999)).await;
    assert_eq!(below, Err(Denial::BelowFloor { floor: fen(3000) }));
    let mut barred = order(5000);
    barred.undiscountable = fen(2001);
    let below = world.spend(voucher, "u", barred).await;
    assert_eq!(below, Err(Denial::BelowFloor { floor: fen(3000) }));
    world.spend(voucher, "u", order(3000)).await.expect("used");
}

async fn something_is_always_left_to_pay(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let voucher = world.give(activity, "u").await;
    for total in [0, 1] {
        let nothing = world.spend(voucher, "u", order(total)).await;
        assert_eq!(nothing, Err(Denial::NothingToDeduct), "{total}");
    }
    let used = world.spend(voucher, "u", order(1000)).await.expect("used");
    assert_eq!((used.deduction, used.paid()), (fen(999), Fen::ONE));
}

async fn a_voucher_is_its_users_own(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let voucher = world.give(activity, "u").await;
    let theft = world.spend(voucher, "v", order(5000)).await;
    assert_eq!(theft, Err(Denial::NoSuchVoucher));
    assert_eq!(world.slip(voucher).await.uses, 0);
}

async fn a_voucher_that_there_is_not_is_unknown(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let other = quan_core::ActivityId::new(77).expect("a number");
    for voucher in [
        quan_core::VoucherId::new(activity, 1),
        quan_core::VoucherId::new(other, 1),
    ] {
        assert_eq!(world.voucher(voucher).await.granted(), None);
        let used = world.spend(voucher, "u", order(5000)).await;
        assert_eq!(used, Err(Denial::NoSuchVoucher));
        let off = world
            .deduction(voucher, user("u"), order(5000))
            .await
            .granted();
        assert_eq!(off, Err(Denial::NoSuchVoucher));
    }
}

async fn a_voucher_has_as_many_uses_as_the_terms_say(world: &mut World) {
    let mut new = make::activity();
    new.terms.redeem.max_uses = 2;
    let activity = world.opened(new).await;
    let voucher = world.give(activity, "u").await;
    world.spend(voucher, "u", order(5000)).await.expect("once");
    let slip = world.slip(voucher).await;
    assert_eq!((slip.uses, slip.state), (1, VoucherState::Issued));
    world.is_sound().await;
    let second = world.spend(voucher, "u", order(700)).await.expect("twice");
    let slip = world.slip(voucher).await;
    assert_eq!((slip.uses, slip.deducted), (2, fen(1699)));
    let third = world.spend(voucher, "u", order(5000)).await;
    assert_eq!(third, Err(Denial::AlreadyRedeemed));
    world
        .return_order(second.id, world.call(), None)
        .await
        .granted();
    let slip = world.slip(voucher).await;
    assert_eq!((slip.uses, slip.deducted), (1, fen(1000)));
    assert_eq!(slip.state, VoucherState::Issued);
    let row = world.row(activity).await;
    assert_eq!((row.redeemed, row.uses), (0, 1));
}

async fn a_user_has_so_many_uses_in_a_period(world: &mut World) {
    let mut new = make::activity();
    new.terms.redeem.per_user = Some(cap(2, Period::Day));
    let activity = world.opened(new).await;
    let mut vouchers = Vec::new();
    for _ in 0..4 {
        vouchers.push(world.give(activity, "u").await);
    }
    let of_another = world.give(activity, "v").await;
    for voucher in &vouchers[..2] {
        world.spend(*voucher, "u", order(5000)).await.expect("used");
    }
    world.moves_to("2026-11-02T23:59:59.999").await;
    let third = world.spend(vouchers[2], "u", order(5000)).await;
    assert_eq!(third, Err(Denial::RedeemLimit));
    world.spend(of_another, "v", order(5000)).await.expect("v");
    world.moves_to("2026-11-03T00:00:00").await;
    for voucher in &vouchers[2..] {
        world.spend(*voucher, "u", order(5000)).await.expect("used");
    }
}

async fn a_returned_use_does_not_count_against_the_user(world: &mut World) {
    let mut new = make::activity();
    new.terms.redeem.per_user = Some(cap(1, Period::Week));
    let activity = world.opened(new).await;
    let (one, two) = (
        world.give(activity, "u").await,
        world.give(activity, "u").await,
    );
    let used = world.spend(one, "u", order(5000)).await.expect("used");
    let second = world.spend(two, "u", order(5000)).await;
    assert_eq!(second, Err(Denial::RedeemLimit));
    world.clock.set(at("2026-11-08T23:00:00"));
    world
        .return_order(used.id, world.call(), None)
        .await
        .granted();
    world.spend(two, "u", order(5000)).await.expect("used");
    let again = world.spend(one, "u", order(5000)).await;
    assert_eq!(again, Err(Denial::RedeemLimit));
}
