//! Orders that are refunded, whole or in parts.

use quan_core::{ActivityId, Denial, RedemptionId, VoucherState};
use quan_engine::Options;

use super::stories;
use crate::make::{self, fen, order};
use crate::world::{Outcome, World};

stories! {
    the_buyers_own_money_goes_back_first,
    no_more_is_refunded_than_was_paid,
    a_platform_may_keep_the_voucher,
    a_use_that_there_is_not_is_unknown,
}

async fn used(world: &World, total: u64) -> (ActivityId, quan_core::Redemption) {
    let activity = world.opened(make::activity()).await;
    let voucher = world.give(activity, "u").await;
    let used = world.spend(voucher, "u", order(total)).await;
    (activity, used.expect("used"))
}

async fn the_buyers_own_money_goes_back_first(world: &mut World) {
    let (_, used) = used(world, 5000).await;
    // Of 50 yuan the buyer paid 40, and the voucher 10.
    let parts = [
        (Some(3000), 3000, 3000, false),
        (Some(1500), 1000, 4500, false),
        (None, 0, 5000, true),
    ];
    for (amount, to_buyer, refunded, voucher_back) in parts {
        let back = world
            .return_order(used.id, world.call(), amount.map(fen))
            .await
            .granted();
        assert_eq!(back.returned.to_buyer, fen(to_buyer));
        assert_eq!(back.redemption.refunded, fen(refunded));
        assert_eq!(back.returned.voucher_back, voucher_back);
        assert_eq!(back.redemption.returned_at.is_some(), voucher_back);
        let stored = world.order_return(back.returned.id).await.granted();
        assert_eq!(stored, Some(back.returned));
        world.is_sound().await;
    }
    let slip = world.slip(used.voucher).await;
    assert_eq!((slip.uses, slip.state), (0, VoucherState::Issued));
}

async fn no_more_is_refunded_than_was_paid(world: &mut World) {
    let (_, used) = used(world, 5000).await;
    let refund = async |amount: u64| {
        world
            .return_order(used.id, world.call(), Some(fen(amount)))
            .await
            .map(drop)
            .answered()
    };
    let left = |left| Err(Denial::RefundTooLarge { left: fen(left) });
    assert_eq!(refund(5001).await, left(5000));
    assert_eq!(refund(0).await, left(5000));
    assert_eq!(refund(4999).await, Ok(()));
    assert_eq!(refund(2).await, left(1));
    assert_eq!(refund(1).await, Ok(()));
    let nothing_left = world.return_order(used.id, world.call(), None).await;
    assert_eq!(Err(nothing_left.denied()), left(0));
}

async fn a_platform_may_keep_the_voucher(world: &mut World) {
    let options = Options {
        vouchers_return: false,
        ..Options::default()
    };
    world.behaves(options).await;
    let (activity, used) = used(world, 5000).await;
    let back = world
        .return_order(used.id, world.call(), None)
        .await
        .granted();
    assert!(!back.returned.voucher_back);
    let slip = world.slip(used.voucher).await;
    assert!(matches!(slip.state, VoucherState::Redeemed { .. }));
    let row = world.row(activity).await;
    assert_eq!((row.redeemed, row.uses), (1, 1));
}

async fn a_use_that_there_is_not_is_unknown(world: &mut World) {
    let activity = world.opened(make::activity()).await;
    let other = ActivityId::new(77).expect("a number");
    for id in [RedemptionId::new(activity, 1), RedemptionId::new(other, 1)] {
        let back = world.return_order(id, world.call(), None).await;
        assert_eq!(back.denied(), Denial::NoSuchRedemption);
        assert_eq!(world.redemption(id).await.granted(), None);
    }
}
