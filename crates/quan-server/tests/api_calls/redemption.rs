//! When an order uses a voucher, and what is answered.

use jiff::SignedDuration;
use jiff::civil::Weekday;
use quan_core::terms::{Cap, GoodsScope, Judge, Places, RedeemTerms, Scope, ScopeKind};
use quan_core::time::Period;
use quan_core::window::{CalendarRule, Days, Hours};
use quan_core::{Benefit, Terms, Window};
use serde_json::json;

use crate::own::{OTHER, OWNER, USER, World, at, order, prepaid, terms, yuan};

fn scoped(change: impl FnOnce(&mut Scope)) -> Terms {
    let mut terms = terms();
    change(&mut terms.scope);
    terms
}

#[tokio::test]
async fn v11_2_no_cash_the_seller_receives_what_the_buyer_pays() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    let answer = world.redeem(&voucher, order(json!({}))).await.is(201);
    let activity = world.voucher_row(&voucher).await.id.activity;
    assert_eq!(
        answer,
        json!({
            "redemption_id": format!("{activity}-1"),
            "voucher_id": voucher,
            "activity_id": world.activity_id(activity).await,
            "user_id": USER,
            "order_no": "ORDER-0001",
            "total": "100.00",
            "deduction": "20.00",
            "buyer_pays": "80.00",
            "seller_receives": "80.00",
            "funding": { "kind": "forgone", "by_seller": "20.00", "by_others": "0.00" },
            "fund_bill": [
                { "channel": "ALIPAYACCOUNT", "amount": "80.00" },
                { "channel": "MDISCOUNT", "amount": "20.00" },
            ],
            "redeemed_at": "2026-11-25T10:00:00+08:00",
        })
    );
}

#[tokio::test]
async fn v11_2_recharge_the_seller_receives_the_whole_sum() {
    let world = World::new();
    let voucher = world.voucher_of(prepaid(), &[]).await;
    let answer = world.redeem(&voucher, order(json!({}))).await.is(201);
    assert_eq!(answer["buyer_pays"], "80.00");
    assert_eq!(answer["seller_receives"], "100.00");
}

#[tokio::test]
async fn v11_2_merchant_contribute_is_the_sponsors_own_share_only() {
    let world = World::new();
    let members = [(ScopeKind::Merchant, OWNER), (ScopeKind::Merchant, OTHER)];
    let activity = world.activity(prepaid(), &members).await;
    for (seller, by_seller, by_others) in [(OWNER, "20.00", "0.00"), (OTHER, "0.00", "20.00")] {
        let voucher = world.voucher(activity, USER).await;
        let at_seller = order(json!({ "request_no": seller, "seller": { "pid": seller } }));
        let answer = world.redeem(&voucher, at_seller).await.is(201);
        let split = json!({
            "kind": "prepaid", "sponsor": OWNER, "by_seller": by_seller, "by_others": by_others,
        });
        assert_eq!(answer["funding"], split, "{seller}");
    }
}

#[tokio::test]
async fn v11_1_status_a_voucher_is_used_once() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    world.redeem(&voucher, order(json!({}))).await.is(201);
    let again = order(json!({ "request_no": "Q-2" }));
    world
        .redeem(&voucher, again)
        .await
        .refused(409, "already-redeemed");
}

#[tokio::test]
async fn v11_1_buyer_the_voucher_is_the_payers() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    let stranger = order(json!({ "user_id": "2088202967380999" }));
    world
        .redeem(&voucher, stranger)
        .await
        .refused(404, "no-such-voucher");
}

#[tokio::test]
async fn v11_1_validity_the_first_and_the_last_second_count() {
    let world = World::new();
    let window = Window {
        opens_at: at("2026-11-26T00:00:00+08:00"),
        closes_at: at("2026-11-27T23:59:59+08:00"),
    };
    let validity = quan_core::Validity::Absolute(window);
    let activity = world
        .activity(
            Terms {
                validity,
                ..terms()
            },
            &[],
        )
        .await;
    let mut vouchers = Vec::new();
    for _ in 0..3 {
        vouchers.push(world.voucher(activity, USER).await);
    }
    let ask = |number: &str| order(json!({ "request_no": number }));
    world.advance_to("2026-11-25T23:59:59+08:00").await;
    world
        .redeem(&vouchers[0], ask("1"))
        .await
        .refused(422, "not-yet-usable");
    world.advance_to("2026-11-26T00:00:00+08:00").await;
    world.redeem(&vouchers[0], ask("2")).await.is(201);
    world.advance_to("2026-11-27T23:59:59+08:00").await;
    world.redeem(&vouchers[1], ask("3")).await.is(201);
    world.advance_to("2026-11-28T00:00:00+08:00").await;
    world
        .redeem(&vouchers[2], ask("4"))
        .await
        .refused(422, "expired");
}

#[tokio::test]
async fn v11_1_time_restrict_info_is_kept_within_the_validity() {
    let world = World::new();
    let mut weekends = terms();
    weekends.calendar.usable = vec![CalendarRule {
        days: Days::Weekdays(vec![Weekday::Saturday, Weekday::Sunday]),
        hours: Hours::ALL_DAY,
    }];
    let voucher = world.voucher_of(weekends, &[]).await;
    world
        .redeem(&voucher, order(json!({})))
        .await
        .refused(422, "hour-excluded");
    world.advance_to("2026-11-28T00:00:00+08:00").await;
    world.redeem(&voucher, order(json!({}))).await.is(201);
}

#[tokio::test]
async fn v11_1_actual_order_time_takes_the_place_of_now() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    world.advance_to("2026-12-01T00:00:00+08:00").await;
    world
        .redeem(&voucher, order(json!({})))
        .await
        .refused(422, "expired");
    let in_time = order(json!({ "actual_order_time": "2026-11-30 23:59:59" }));
    world.redeem(&voucher, in_time).await.is(201);
}

#[tokio::test]
async fn an_order_time_that_lies_ahead_is_refused() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    let ahead = order(json!({ "actual_order_time": "2026-11-25T10:00:01+08:00" }));
    let problem = world
        .redeem(&voucher, ahead)
        .await
        .refused(422, "invalid-field");
    assert_eq!(problem["field"], "actual_order_time");
}

#[tokio::test]
async fn v11_1_seller_is_one_of_the_pids_or_smids() {
    let world = World::new();
    let members = [
        (ScopeKind::Merchant, OWNER),
        (ScopeKind::Submerchant, "2088102111111112"),
    ];
    let activity = world.activity(terms(), &members).await;
    for (number, seller, usable) in [
        ("1", json!({ "pid": OWNER }), true),
        ("2", json!({ "smid": "2088102111111112" }), true),
        (
            "3",
            json!({ "pid": OTHER, "smid": "2088102111111112" }),
            true,
        ),
        ("4", json!({ "pid": OTHER }), false),
        ("5", json!({ "pid": "2088102111111112" }), false),
    ] {
        let voucher = world.voucher(activity, USER).await;
        let asked = order(json!({ "request_no": number, "seller": seller }));
        let answer = world.redeem(&voucher, asked).await;
        if usable {
            answer.is(201);
        } else {
            answer.refused(422, "seller-excluded");
        }
    }
}

#[tokio::test]
async fn v11_1_app_is_one_of_the_apps() {
    let world = World::new();
    let terms = scoped(|scope| scope.apps = true);
    let voucher = world
        .voucher_of(terms, &[(ScopeKind::App, "2021000000000009")])
        .await;
    for app in [json!({}), json!({ "app_id": "2021000000000008" })] {
        world
            .redeem(&voucher, order(app))
            .await
            .refused(422, "app-excluded");
    }
    let within = order(json!({ "app_id": "2021000000000009" }));
    world.redeem(&voucher, within).await.is(201);
}

#[tokio::test]
async fn v11_1_shop_is_one_of_the_shops() {
    let world = World::new();
    let terms = scoped(|scope| scope.places = Places::Shops);
    let voucher = world
        .voucher_of(terms, &[(ScopeKind::Shop, "SHOP-1")])
        .await;
    for shop in [json!({}), json!({ "shop_id": "SHOP-2" })] {
        world
            .redeem(&voucher, order(shop))
            .await
            .refused(422, "shop-excluded");
    }
    world
        .redeem(&voucher, order(json!({ "shop_id": "SHOP-1" })))
        .await
        .is(201);
}

#[tokio::test]
async fn v11_1_shop_is_none_of_the_excluded_ones() {
    let world = World::new();
    let owner = crate::own::merchant(OWNER);
    let terms = scoped(|scope| scope.places = Places::ShopsOf(owner));
    let excluded = [(ScopeKind::ExcludedShop, "SHOP-3")];
    let voucher = world.voucher_of(terms, &excluded).await;
    for shop in ["SHOP-2", "SHOP-3", "SHOP-UNKNOWN"] {
        let asked = order(json!({ "shop_id": shop }));
        world
            .redeem(&voucher, asked)
            .await
            .refused(422, "shop-excluded");
    }
    world
        .redeem(&voucher, order(json!({ "shop_id": "SHOP-1" })))
        .await
        .is(201);
}

#[tokio::test]
async fn v11_1_shop_lies_in_one_of_the_cities() {
    let world = World::new();
    let terms = scoped(|scope| scope.places = Places::Cities);
    let voucher = world
        .voucher_of(terms, &[(ScopeKind::City, "330100")])
        .await;
    let elsewhere = order(json!({ "shop_id": "SHOP-2" }));
    world
        .redeem(&voucher, elsewhere)
        .await
        .refused(422, "shop-excluded");
    world
        .redeem(&voucher, order(json!({ "shop_id": "SHOP-1" })))
        .await
        .is(201);
}

#[tokio::test]
async fn v11_1_goods_at_least_one_matches() {
    let world = World::new();
    let terms = scoped(|scope| scope.goods = GoodsScope::Only);
    let voucher = world
        .voucher_of(terms, &[(ScopeKind::Goods, "latte")])
        .await;
    let tea = order(json!({ "goods": [{ "goods_id": "tea", "price": "100.00", "quantity": 1 }] }));
    world
        .redeem(&voucher, tea)
        .await
        .refused(422, "goods-excluded");
    let both = order(json!({ "total": "120.00", "goods": [
        { "goods_id": "tea", "price": "20.00", "quantity": 1 },
        { "goods_id": "latte", "price": "50.00", "quantity": 2 },
    ]}));
    world.redeem(&voucher, both).await.is(201);
}

#[tokio::test]
async fn v11_1_goods_voucher_is_not_usable_without_goods_detail() {
    let world = World::new();
    let terms = scoped(|scope| scope.goods = GoodsScope::Only);
    let voucher = world
        .voucher_of(terms, &[(ScopeKind::Goods, "latte")])
        .await;
    world
        .redeem(&voucher, order(json!({})))
        .await
        .refused(422, "goods-excluded");
}

#[tokio::test]
async fn v11_1_goods_none_is_excluded() {
    let world = World::new();
    let terms = scoped(|scope| scope.goods = GoodsScope::Except);
    let voucher = world
        .voucher_of(terms, &[(ScopeKind::ExcludedGoods, "gift-card")])
        .await;
    let line = |id: &str| json!({ "goods_id": id, "price": "50.00", "quantity": 1 });
    let barred = order(json!({ "goods": [line("latte"), line("gift-card")] }));
    world
        .redeem(&voucher, barred)
        .await
        .refused(422, "goods-excluded");
    world
        .redeem(&voucher, order(json!({ "goods": [line("latte")] })))
        .await
        .is(201);
}

#[tokio::test]
async fn v11_1_base_is_the_discountable_amount_if_sent() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    let below = order(json!({ "total": "200.00", "discountable": "99.99" }));
    let problem = world
        .redeem(&voucher, below)
        .await
        .refused(422, "below-floor");
    assert_eq!(problem["detail"], "the eligible sum is below 100.00 yuan");
    let enough = order(json!({ "total": "200.00", "discountable": "100.00" }));
    world.redeem(&voucher, enough).await.is(201);
}

#[tokio::test]
async fn v11_1_base_is_the_total_less_the_undiscountable_amount() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    let below = order(json!({ "total": "150.00", "undiscountable": "50.01" }));
    world
        .redeem(&voucher, below)
        .await
        .refused(422, "below-floor");
    let enough = order(json!({ "total": "150.00", "undiscountable": "50.00" }));
    world.redeem(&voucher, enough).await.is(201);
}

#[tokio::test]
async fn v11_1_base_of_a_goods_voucher_is_the_sum_of_the_matching_goods() {
    let world = World::new();
    let terms = scoped(|scope| scope.goods = GoodsScope::Only);
    let voucher = world
        .voucher_of(terms, &[(ScopeKind::Goods, "latte")])
        .await;
    let lattes = |price: &str| {
        order(json!({ "total": "500.00", "goods": [
            { "goods_id": "latte", "price": price, "quantity": 2 },
            { "goods_id": "tea", "price": "300.00", "quantity": 1 },
        ]}))
    };
    world
        .redeem(&voucher, lattes("49.99"))
        .await
        .refused(422, "below-floor");
    world.redeem(&voucher, lattes("50.00")).await.is(201);
}

#[tokio::test]
async fn v11_1_redemption_cap_counts_by_user_and_period() {
    let world = World::new();
    let cap = Cap {
        period: Period::Day,
        limit: 1,
    };
    let redeem = RedeemTerms {
        per_user: Some(cap),
        max_uses: 1,
        judge: Judge::Platform,
    };
    let activity = world.activity(Terms { redeem, ..terms() }, &[]).await;
    let first = world.voucher(activity, USER).await;
    let second = world.voucher(activity, USER).await;
    world.redeem(&first, order(json!({}))).await.is(201);
    let more = || order(json!({ "request_no": "Q-2" }));
    world
        .redeem(&second, more())
        .await
        .refused(422, "redeem-limit");
    world.advance(SignedDuration::from_hours(14)).await;
    world.redeem(&second, more()).await.is(201);
}

#[tokio::test]
async fn v8_3_the_buyer_pays_at_least_one_fen() {
    let world = World::new();
    let terms = Terms {
        floor: None,
        benefit: Benefit::Fixed { amount: yuan("20") },
        ..terms()
    };
    let activity = world.activity(terms, &[]).await;
    let voucher = world.voucher(activity, USER).await;
    let small = order(json!({ "total": "5.00" }));
    let answer = world.redeem(&voucher, small).await.is(201);
    assert_eq!(
        (&answer["deduction"], &answer["buyer_pays"]),
        (&json!("4.99"), &json!("0.01"))
    );
    let voucher = world.voucher(activity, USER).await;
    let smallest = order(json!({ "request_no": "Q-2", "total": "0.01" }));
    world
        .redeem(&voucher, smallest)
        .await
        .refused(422, "nothing-to-deduct");
}

#[tokio::test]
async fn the_first_condition_that_failed_is_named() {
    let world = World::new();
    let terms = scoped(|scope| {
        scope.apps = true;
        scope.goods = GoodsScope::Only;
    });
    let voucher = world
        .voucher_of(terms, &[(ScopeKind::Goods, "latte")])
        .await;
    let hopeless = order(json!({ "seller": { "pid": OTHER }, "total": "1.00" }));
    world
        .redeem(&voucher, hopeless)
        .await
        .refused(422, "seller-excluded");
}

#[tokio::test]
async fn the_same_request_is_answered_the_same_way_and_uses_the_voucher_once() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    let first = world.redeem(&voucher, order(json!({}))).await.is(201);
    let id = first["redemption_id"].as_str().unwrap().to_owned();
    let path = format!("/api/redemptions/{id}/returns");
    world
        .post(
            "operator",
            &path,
            json!({ "request_no": "B-1", "amount": "1.00" }),
        )
        .await
        .is(201);
    world.advance_to("2026-12-20T00:00:00+08:00").await;
    // Other spellings of the same contents, long after the voucher's end.
    let again = order(json!({ "total": "100", "goods": [] }));
    assert_eq!(world.redeem(&voucher, again).await.is(201), first);
    assert_eq!(world.voucher_row(&voucher).await.uses, 1);
}

#[tokio::test]
async fn a_request_number_with_other_contents_is_a_conflict() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    world.redeem(&voucher, order(json!({}))).await.is(201);
    let other = order(json!({ "total": "101.00" }));
    world
        .redeem(&voucher, other)
        .await
        .refused(409, "request-reused");
}

#[tokio::test]
async fn a_denied_request_may_be_asked_again() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    let elsewhere = order(json!({ "seller": { "pid": OTHER } }));
    world
        .redeem(&voucher, elsewhere)
        .await
        .refused(422, "seller-excluded");
    world.redeem(&voucher, order(json!({}))).await.is(201);
}

#[tokio::test]
async fn a_redemption_is_found_again() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    let made = world.redeem(&voucher, order(json!({}))).await.is(201);
    let id = made["redemption_id"].as_str().unwrap();
    let found = world
        .get("viewer", &format!("/api/redemptions/{id}"))
        .await
        .is(200);
    for name in [
        "voucher_id",
        "activity_id",
        "user_id",
        "order_no",
        "deduction",
        "redeemed_at",
    ] {
        assert_eq!(found[name], made[name], "{name}");
    }
    assert_eq!(found["refunded"], "0.00");
    for id in ["1", "1-999", "999-1", "x"] {
        let answer = world.get("viewer", &format!("/api/redemptions/{id}")).await;
        answer.refused(404, "no-such-redemption");
    }
}

#[tokio::test]
async fn a_voucher_is_shown_as_it_stands() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    let path = format!("/api/vouchers/{voucher}");
    let shown = world.get("viewer", &path).await.is(200);
    assert_eq!(shown["status"], "usable");
    assert_eq!(shown["user_id"], USER);
    assert_eq!(shown["issued_at"], "2026-11-25T10:00:00+08:00");
    assert_eq!(shown["usable_until"], "2026-11-30T23:59:59+08:00");
    assert_eq!((&shown["uses"], &shown["max_uses"]), (&json!(0), &json!(1)));
    world.redeem(&voucher, order(json!({}))).await.is(201);
    let shown = world.get("viewer", &path).await.is(200);
    assert_eq!(
        (&shown["status"], &shown["deducted"]),
        (&json!("redeemed"), &json!("20.00"))
    );
}

#[tokio::test]
async fn a_voucher_answers_to_one_id_only() {
    let world = World::new();
    let voucher = world.voucher_of(terms(), &[]).await;
    let another_day = voucher.replacen("20261125", "20261124", 1);
    for id in [
        another_day.as_str(),
        "1-1",
        "nonsense",
        &voucher.to_lowercase()[..27],
    ] {
        let answer = world.get("viewer", &format!("/api/vouchers/{id}")).await;
        answer.refused(404, "no-such-voucher");
        world
            .redeem(id, order(json!({})))
            .await
            .refused(404, "no-such-voucher");
    }
}
