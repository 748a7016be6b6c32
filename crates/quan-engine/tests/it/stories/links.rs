//! Links between vouchers and trades, and vouchers that were thrown away.

use quan_core::{Denial, OrderNo, VoucherName};
use quan_engine::{Page, VoucherFilter};

use super::stories;
use crate::make::{self, code, owner, user};
use crate::world::{Outcome, World};

stories! {
    a_voucher_is_linked_to_one_trade,
    a_hidden_voucher_is_in_no_list_and_stays_what_it_was,
}

fn trade(text: &str) -> OrderNo {
    OrderNo::parse(text).expect("a trade")
}

async fn a_voucher_is_linked_to_one_trade(world: &mut World) {
    let activity = world.begun(make::named()).await;
    let voucher = world.give_code(activity, "u", "x").await.expect("issued");
    let name = || VoucherName::Code(activity, code("x"));
    let link = |text| world.link(name(), owner(), world.call(), trade(text));
    let unlink = |text| world.unlink(name(), owner(), world.call(), trade(text));
    assert_eq!(unlink("1").await.denied(), Denial::NotLinked);
    let since = link("1").await.granted();
    world.clock.set(make::at("2026-11-02T11:00:00"));
    assert_eq!(link("1").await.granted(), since);
    assert_eq!(link("2").await.denied(), Denial::LinkedElsewhere);
    assert_eq!(unlink("2").await.denied(), Denial::NotLinked);
    let linked = world.slip(voucher).await.trade.expect("a link");
    assert_eq!((linked.trade, linked.at), (trade("1"), since));
    unlink("1").await.granted();
    link("2").await.granted();
}

async fn a_hidden_voucher_is_in_no_list_and_stays_what_it_was(world: &mut World) {
    let activity = world.begun(make::named()).await;
    let voucher = world.give_code(activity, "u", "x").await.expect("issued");
    let shown = || world.vouchers_of(user("u"), VoucherFilter::default(), Page::first(9));
    assert_eq!(shown().await.granted().total, 1);
    world.hide(voucher).await.granted();
    world.hide(voucher).await.granted();
    assert_eq!(shown().await.granted().total, 0);
    world.uses_code(activity, "x", 3).await.expect("used");
    world
        .undo(
            VoucherName::Code(activity, code("x")),
            owner(),
            world.call(),
            None,
            quan_core::Fen::ZERO,
        )
        .await
        .granted();
    assert!(world.slip(voucher).await.hidden);
}
