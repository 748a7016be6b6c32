//! Where and on what a voucher can be used.

use quan_core::terms::{GoodsScope, Places};
use quan_core::{Denial, Fen, Member, Order, ScopeChange, ScopeKind, VoucherId};
use quan_engine::NewActivity;

use super::stories;
use crate::make::{self, OWNER, STRANGER, fen, goods, member, merchant, order, owner, shop, user};
use crate::world::{Outcome, World};

stories! {
    a_voucher_is_used_at_the_merchants_of_its_scope,
    an_indirect_merchant_of_the_scope_is_enough,
    only_the_applications_of_the_scope_take_it,
    only_the_shops_of_the_scope_take_it,
    every_shop_of_a_merchant_takes_it_but_the_excluded,
    shops_in_the_cities_of_the_scope_take_it,
    any_city_takes_a_shop_that_lies_in_one,
    goods_of_the_scope_are_what_counts,
    excluded_goods_rule_the_whole_order_out,
    scopes_are_asked_in_order,
    a_scope_grows_with_new_terms,
}

/// A voucher of an activity whose scope is set up by the story.
async fn with_scope(
    world: &World,
    members: &[(ScopeKind, &str)],
    scope: impl FnOnce(&mut NewActivity),
) -> VoucherId {
    let mut new = make::activity();
    scope(&mut new);
    let more = members.iter().map(|(kind, id)| (*kind, member(id)));
    new.members.extend(more);
    let activity = world.opened(new).await;
    world.give(activity, "u").await
}

async fn check(world: &World, voucher: VoucherId, cases: Vec<(Order, Result<u64, Denial>)>) {
    for (order, wanted) in cases {
        let words = format!("{order:?}");
        let off = world
            .deduction(voucher, user("u"), order)
            .await
            .granted()
            .map(Fen::get);
        assert_eq!(off, wanted, "{words}");
    }
}

fn at_seller(merchant: Option<&str>, submerchant: Option<&str>) -> Order {
    let mut order = order(5000);
    order.seller.merchant = merchant.map(member);
    order.seller.submerchant = submerchant.map(member);
    order
}

fn in_app(app: Option<&str>) -> Order {
    let mut order = order(5000);
    order.app = app.map(member);
    order
}

/// An order in a shop: its id, whether it is the owner's, and its city.
fn in_shop(id: &str, of_owner: bool, city: Option<&str>) -> Order {
    let mut order = order(5000);
    order.shops = vec![shop(id, of_owner.then(owner), city)];
    order
}

fn of_goods(total: u64, lines: &[(&str, u64, u32)]) -> Order {
    let mut order = order(total);
    let lines = lines
        .iter()
        .map(|(id, price, quantity)| goods(id, *price, *quantity));
    order.goods = lines.collect();
    order
}

async fn a_voucher_is_used_at_the_merchants_of_its_scope(world: &mut World) {
    let voucher = with_scope(world, &[(ScopeKind::Merchant, "2088004")], |_| {}).await;
    let cases = vec![
        (at_seller(Some(OWNER), None), Ok(1000)),
        (at_seller(Some("2088004"), None), Ok(1000)),
        (at_seller(Some(STRANGER), None), Err(Denial::SellerExcluded)),
        (at_seller(None, None), Err(Denial::SellerExcluded)),
    ];
    check(world, voucher, cases).await;
    let stray = world
        .spend(voucher, "u", at_seller(Some(STRANGER), None))
        .await;
    assert_eq!(stray, Err(Denial::SellerExcluded));
}

async fn an_indirect_merchant_of_the_scope_is_enough(world: &mut World) {
    let voucher = with_scope(world, &[(ScopeKind::Submerchant, "smid")], |_| {}).await;
    let cases = vec![
        (at_seller(Some(STRANGER), Some("smid")), Ok(1000)),
        (at_seller(None, Some("smid")), Ok(1000)),
        (at_seller(None, Some(OWNER)), Err(Denial::SellerExcluded)),
        (at_seller(Some("smid"), None), Err(Denial::SellerExcluded)),
    ];
    check(world, voucher, cases).await;
}

async fn only_the_applications_of_the_scope_take_it(world: &mut World) {
    let voucher = with_scope(world, &[(ScopeKind::App, "app-1")], |new| {
        new.terms.scope.apps = true;
    })
    .await;
    let cases = vec![
        (in_app(Some("app-1")), Ok(1000)),
        (in_app(Some("app-2")), Err(Denial::AppExcluded)),
        (in_app(None), Err(Denial::AppExcluded)),
    ];
    check(world, voucher, cases).await;
}

async fn only_the_shops_of_the_scope_take_it(world: &mut World) {
    let voucher = with_scope(world, &[(ScopeKind::Shop, "shop-1")], |new| {
        new.terms.scope.places = Places::Shops;
    })
    .await;
    let cases = vec![
        (in_shop("shop-1", true, None), Ok(1000)),
        (in_shop("shop-2", true, None), Err(Denial::ShopExcluded)),
        (order(5000), Err(Denial::ShopExcluded)),
    ];
    check(world, voucher, cases).await;
}

async fn every_shop_of_a_merchant_takes_it_but_the_excluded(world: &mut World) {
    let voucher = with_scope(world, &[(ScopeKind::ExcludedShop, "shop-1")], |new| {
        new.terms.scope.places = Places::ShopsOf(owner());
    })
    .await;
    let mut of_another = order(5000);
    of_another.shops = vec![shop("shop-3", Some(merchant(STRANGER)), None)];
    let cases = vec![
        (in_shop("shop-2", true, None), Ok(1000)),
        (in_shop("shop-1", true, None), Err(Denial::ShopExcluded)),
        (in_shop("shop-4", false, None), Err(Denial::ShopExcluded)),
        (of_another, Err(Denial::ShopExcluded)),
        (order(5000), Err(Denial::ShopExcluded)),
    ];
    check(world, voucher, cases).await;
}

async fn shops_in_the_cities_of_the_scope_take_it(world: &mut World) {
    let voucher = with_scope(world, &[(ScopeKind::City, "330100")], |new| {
        new.terms.scope.places = Places::Cities;
    })
    .await;
    let cases = vec![
        (in_shop("a", true, Some("330100")), Ok(1000)),
        (in_shop("b", false, Some("330100")), Ok(1000)),
        (
            in_shop("c", true, Some("310100")),
            Err(Denial::ShopExcluded),
        ),
        (in_shop("d", true, None), Err(Denial::ShopExcluded)),
        (order(5000), Err(Denial::ShopExcluded)),
    ];
    check(world, voucher, cases).await;
}

async fn any_city_takes_a_shop_that_lies_in_one(world: &mut World) {
    let voucher = with_scope(world, &[], |new| {
        new.terms.scope.places = Places::AnyCity;
    })
    .await;
    let cases = vec![
        (in_shop("a", false, Some("330100")), Ok(1000)),
        (in_shop("b", true, None), Err(Denial::ShopExcluded)),
        (order(5000), Err(Denial::ShopExcluded)),
    ];
    check(world, voucher, cases).await;
}

async fn goods_of_the_scope_are_what_counts(world: &mut World) {
    let voucher = with_scope(world, &[(ScopeKind::Goods, "tea")], |new| {
        new.terms.scope.goods = GoodsScope::Only;
        new.terms.floor = Some(fen(600));
    })
    .await;
    let below = || Err(Denial::BelowFloor { floor: fen(600) });
    let cases = vec![
        (
            of_goods(5000, &[("tea", 700, 2), ("cup", 3600, 1)]),
            Ok(1000),
        ),
        (
            of_goods(5000, &[("tea", 350, 2), ("cup", 4300, 1)]),
            Ok(699),
        ),
        (
            of_goods(5000, &[("tea", 599, 1), ("cup", 4401, 1)]),
            below(),
        ),
        (of_goods(500, &[("tea", 700, 2)]), below()),
        (
            of_goods(5000, &[("cup", 5000, 1)]),
            Err(Denial::GoodsExcluded),
        ),
        (order(5000), Err(Denial::GoodsExcluded)),
    ];
    check(world, voucher, cases).await;
}

async fn excluded_goods_rule_the_whole_order_out(world: &mut World) {
    let voucher = with_scope(world, &[(ScopeKind::ExcludedGoods, "wine")], |new| {
        new.terms.scope.goods = GoodsScope::Except;
    })
    .await;
    let cases = vec![
        (of_goods(5000, &[("tea", 5000, 1)]), Ok(1000)),
        (order(5000), Ok(1000)),
        (
            of_goods(5000, &[("tea", 4000, 1), ("wine", 1000, 1)]),
            Err(Denial::GoodsExcluded),
        ),
    ];
    check(world, voucher, cases).await;
}

async fn scopes_are_asked_in_order(world: &mut World) {
    let members = [
        (ScopeKind::App, "app-1"),
        (ScopeKind::Shop, "shop-1"),
        (ScopeKind::Goods, "tea"),
    ];
    let voucher = with_scope(world, &members, |new| {
        new.terms.scope.apps = true;
        new.terms.scope.places = Places::Shops;
        new.terms.scope.goods = GoodsScope::Only;
        new.terms.floor = Some(fen(1000));
    })
    .await;
    let nothing_fits = at_seller(Some(STRANGER), None);
    let seller_fits = order(5000);
    let mut app_fits = seller_fits.clone();
    app_fits.app = Some(member("app-1"));
    let mut shop_fits = app_fits.clone();
    shop_fits.shops = vec![shop("shop-1", None, None)];
    let mut goods_fit = shop_fits.clone();
    goods_fit.goods = vec![goods("tea", 900, 1)];
    let mut all_fit = goods_fit.clone();
    all_fit.goods = vec![goods("tea", 1500, 1)];
    let cases = vec![
        (nothing_fits, Err(Denial::SellerExcluded)),
        (seller_fits, Err(Denial::AppExcluded)),
        (app_fits, Err(Denial::ShopExcluded)),
        (shop_fits, Err(Denial::GoodsExcluded)),
        (goods_fit, Err(Denial::BelowFloor { floor: fen(1000) })),
        (all_fit, Ok(1000)),
    ];
    check(world, voucher, cases).await;
}

async fn a_scope_grows_with_new_terms(world: &mut World) {
    let voucher = with_scope(world, &[], |_| {}).await;
    let stray = || at_seller(Some("2088004"), None);
    check(world, voucher, vec![(stray(), Err(Denial::SellerExcluded))]).await;
    let mut change = make::change(make::terms());
    change.terms.scope.generation = 2;
    let both: Vec<Member> = vec![member(OWNER), member("2088004")];
    change.members = ScopeChange::instead(
        both.iter()
            .map(|id| (ScopeKind::Merchant, id.clone()))
            .collect(),
    );
    let activity = voucher.activity;
    world
        .modify(activity, owner(), world.call(), change)
        .await
        .granted();
    world.settles().await;
    check(
        world,
        voucher,
        vec![(stray(), Ok(1000)), (order(5000), Ok(1000))],
    )
    .await;
    let page = quan_engine::Page::first(10);
    let listed = world
        .members(activity, 2, ScopeKind::Merchant, page)
        .await
        .granted();
    assert_eq!(listed.items, both);
}
