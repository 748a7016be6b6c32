//! Section 2: what a creation answers, and what it must not refer to.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{
    ALICE, CLIENT, COVER, ISV, LOGO, OWNER, REAL_SHOP, SHOP, SHOP_TOO, SPONSOR, STRANGE_SHOP,
    STRANGER, WEB_APP, World, at, body, body_with, client, isv, isv_for_client, merchant, prepaid,
    relative,
};

const INVALID: &str = "INVALID_PARAMETER";

fn belonging(merchant_id: &str, kind: &str) -> (&'static str, Value) {
    let owner = json!({ "merchant_id": merchant_id, "merchant_id_type": kind });
    ("activity_base_info/belong_merchant_info", owner)
}

fn agency(owner: (&'static str, Value)) -> Value {
    body_with(&[("merchant_access_mode", json!("AGENCY_MODE")), owner])
}

/// The older, flat shape.
fn flat() -> Value {
    json!({
        "activity_name": "满50减5",
        "publish_start_time": "2026-11-01 00:00:00",
        "publish_end_time": "2026-11-20 23:59:59",
        "voucher_type": "FIX_VOUCHER",
        "voucher_send_rule": { "voucher_quantity": 100, "voucher_quantity_limit_per_user": 1 },
        "voucher_use_rule": {
            "available_merchant": { "available_pids": [OWNER] },
            "fix_voucher": { "amount": "5.00", "floor_amount": "50.00" },
            "voucher_valid_period": {
                "type": "RELATIVE", "wait_days_after_receive": 1, "valid_days_after_receive": 7
            }
        },
        "voucher_budget_info": { "budget_type": "NO_CASH" },
        "voucher_display_info": { "brand_name": "示例咖啡", "voucher_description": "说明" }
    })
}

#[tokio::test]
async fn v2_4_create_answers_an_id_and_leaves_the_activity_init() {
    let world = World::new();
    let id = world.create(body()).await;
    assert_eq!(id.len(), 28);
    assert!(id.starts_with("2026110500826004"), "{id}");
    assert_eq!(world.status(&id).await, ("INIT".into(), None));
    let notices = world.engine.notices(
        quan_engine::NoticeFilter::default(),
        quan_engine::Page::first(10),
    );
    assert_eq!(notices.await.unwrap().total, 0);
}

#[tokio::test]
async fn v2_2_the_flat_shape_makes_an_activity_too() {
    let world = World::new();
    let id = world.active(flat()).await;
    let answer = world.query(&id).await;
    assert_eq!(answer["activity_name"], "满50减5");
    assert_eq!(
        answer["voucher_deduct_info"]["fix_voucher_info"]["amount"],
        "5.00"
    );
    world.send(&id, ALICE).await;
    assert_eq!(world.not_sent(&id, ALICE).await, "COUNT_OVER_LIMIT");
}

#[tokio::test]
async fn v2_4_the_first_broken_rule_is_told_with_its_field() {
    let world = World::new();
    let refused = world.not_created(body_with(&[
        ("activity_base_info/activity_name", json!("")),
        ("voucher_deduct_info/fix_voucher_info/amount", json!("-1")),
    ]));
    let refused = refused.await;
    assert_eq!(refused.code, INVALID);
    assert!(
        refused.message.contains("activity_name"),
        "{}",
        refused.message
    );
}

#[tokio::test]
async fn v2_1_publish_end_time_must_lie_ahead() {
    let world = World::new();
    world.clock.set(at("2026-12-01 00:00:00"));
    assert_eq!(world.not_created(body()).await.code, INVALID);
}

#[tokio::test]
async fn v2_1_the_owner_defaults_to_the_caller() {
    let world = World::new();
    let id = world.create(body()).await;
    let owner = &world.query(&id).await["activity_base_info"]["belong_merchant_info"];
    assert_eq!(owner["merchant_id"], OWNER);
}

#[tokio::test]
async fn v2_1_an_agent_makes_activities_for_merchants_that_authorised_it() {
    let world = World::new();
    let id = world
        .create_as(isv(), agency(belonging(CLIENT, "PID")))
        .await;
    let query = json!({ "activity_id": id });
    for caller in [isv(), client()] {
        let answer = world
            .answer_to(caller, Operation::VoucherQuery, &query)
            .await;
        assert_eq!(answer["belong_merchant_info"]["merchant_id"], CLIENT);
    }
}

#[tokio::test]
async fn v2_1_missing_agency_is_a_biz_error() {
    let world = World::new();
    for owner in [STRANGER, "2088000000000777", "no-number"] {
        let mut body = agency(belonging(owner, "PID"));
        body["out_biz_no"] = json!(world.number());
        let refused = world
            .refusal_to(isv(), Operation::VoucherCreate, &body)
            .await;
        assert_eq!(refused.code, "BIZ_ERROR", "{owner}");
        assert!(
            refused.message.contains("缺少代运营授权关系"),
            "{}",
            refused.message
        );
    }
}

#[tokio::test]
async fn v2_1_a_token_of_the_merchant_stands_for_it() {
    let world = World::new();
    let id = world.create_as(isv_for_client(), body()).await;
    let query = json!({ "activity_id": id });
    for caller in [isv_for_client(), isv(), client()] {
        let answer = world
            .answer_to(caller, Operation::VoucherQuery, &query)
            .await;
        assert_eq!(answer["belong_merchant_info"]["merchant_id"], CLIENT);
    }
}

#[tokio::test]
async fn v2_1_an_smid_stands_for_the_pid_it_is_bound_to() {
    let world = World::new();
    let id = world
        .create_as(isv(), agency(belonging("2088000000000991", "SMID")))
        .await;
    let query = json!({ "activity_id": id });
    let answer = world
        .answer_to(client(), Operation::VoucherQuery, &query)
        .await;
    assert_eq!(answer["belong_merchant_info"]["merchant_id"], CLIENT);
}

#[tokio::test]
async fn v2_1_an_smid_without_a_pid_is_a_biz_error() {
    let world = World::new();
    let mut body = agency(belonging("2088000000000992", "SMID"));
    body["out_biz_no"] = json!("CRT-1");
    let refused = world
        .refusal_to(isv(), Operation::VoucherCreate, &body)
        .await;
    assert_eq!(refused.code, "BIZ_ERROR");
}

#[tokio::test]
async fn v2_2_an_smid_in_the_flat_shape_leaves_the_activity_the_callers() {
    let world = World::new();
    let mut body = flat();
    body["belong_merchant_info"] =
        json!({ "merchant_id": "2088000000000991", "merchant_id_type": "SMID" });
    let id = world.create_as(isv(), body).await;
    let number = crate::world::activity_number(&id);
    let view = world.engine.activity(number).await.unwrap().unwrap();
    assert_eq!(view.activity.owner, merchant(ISV));
}

#[tokio::test]
async fn v2_4_an_unknown_image_is_invalid_parameter() {
    let world = World::new();
    let image = |id: &str| body_with(&[("voucher_display_pattern_info/voucher_image", json!(id))]);
    world.create(image(COVER)).await;
    for id in ["A*nothing", LOGO] {
        let refused = world.not_created(image(id)).await;
        assert_eq!(refused.code, INVALID);
        assert!(
            refused.message.contains("voucher_image"),
            "{}",
            refused.message
        );
    }
}

#[tokio::test]
async fn v2_4_an_image_of_another_merchant_is_an_unknown_one() {
    let world = World::new();
    let mut body = body_with(&[("voucher_display_pattern_info/voucher_image", json!(COVER))]);
    body["out_biz_no"] = json!("CRT-1");
    let caller = crate::world::stranger();
    let refused = world
        .refusal_to(caller, Operation::VoucherCreate, &body)
        .await;
    assert_eq!(refused.code, INVALID);
}

fn shops(info: Value) -> Value {
    let scope = json!({
        "available_geography_scope_type": "SHOP", "available_geography_shop_info": info
    });
    let path = "voucher_available_scope_info/voucher_available_geography_scope_info";
    body_with(&[(path, scope)])
}

#[tokio::test]
async fn v2_1_shops_are_the_owners_and_of_the_named_directory() {
    let world = World::new();
    world
        .create(shops(json!({ "available_shop_ids": [SHOP, SHOP_TOO] })))
        .await;
    world
        .create(shops(json!({ "available_real_shop_ids": [REAL_SHOP] })))
        .await;
    for strange in [
        json!({ "available_shop_ids": [SHOP, STRANGE_SHOP] }),
        json!({ "available_shop_ids": ["nowhere"] }),
        json!({ "available_shop_ids": [REAL_SHOP] }),
        json!({ "available_real_shop_ids": [SHOP] }),
    ] {
        assert_eq!(
            world.not_created(shops(strange.clone())).await.code,
            INVALID,
            "{strange}"
        );
    }
}

#[tokio::test]
async fn v2_1_all_shops_are_those_of_the_owner() {
    let world = World::new();
    let all = |merchant: &str, excluded: &str| {
        let info = json!({ "merchant_ids": [merchant], "exclude_shop_ids": [excluded] });
        shops(json!({ "available_geography_all_shop": info }))
    };
    world.create(all(OWNER, SHOP)).await;
    assert_eq!(world.not_created(all(STRANGER, SHOP)).await.code, INVALID);
    assert_eq!(
        world.not_created(all(OWNER, STRANGE_SHOP)).await.code,
        INVALID
    );
}

#[tokio::test]
async fn v2_1_cities_are_in_the_table() {
    let world = World::new();
    let cities = |codes: Value| {
        let scope = json!({
            "available_geography_scope_type": "CITY_CODE",
            "available_geography_city_info": { "available_city_codes": codes }
        });
        let path = "voucher_available_scope_info/voucher_available_geography_scope_info";
        body_with(&[(path, scope)])
    };
    world.create(cities(json!(["330100", "100100"]))).await;
    assert_eq!(
        world
            .not_created(cities(json!(["330100", "999999"])))
            .await
            .code,
        INVALID
    );
}

#[tokio::test]
async fn v2_1_all_cities_are_filled_in_by_the_system() {
    let world = World::new();
    let scope = json!({
        "available_geography_scope_type": "CITY_CODE",
        "available_geography_city_info": { "all_city": true, "available_city_codes": ["999999"] }
    });
    let path = "voucher_available_scope_info/voucher_available_geography_scope_info";
    let id = world.create(body_with(&[(path, scope)])).await;
    let shown = world.query(&id).await;
    let cities = &shown["voucher_available_scope_info"]["voucher_available_geography_scope_info"]["available_geography_city_info"];
    let codes = cities["available_city_codes"].as_array().unwrap();
    assert!(
        codes.len() > 300 && codes.contains(&json!("330100")) && !codes.contains(&json!("999999"))
    );
}

#[tokio::test]
async fn v2_1_apps_are_mini_programs() {
    let world = World::new();
    let apps = |ids: Value| {
        let path = "voucher_available_scope_info/voucher_available_app_info/available_app_ids";
        body_with(&[(path, ids)])
    };
    world
        .create(apps(json!(["2021000000000001", "2021000000007777"])))
        .await;
    assert_eq!(
        world.not_created(apps(json!([WEB_APP]))).await.code,
        INVALID
    );
}

#[tokio::test]
async fn v2_1_holidays_must_be_known_for_the_whole_validity() {
    let world = World::new();
    let holidays = |end: &str| {
        let rule = json!({
            "rule_type": "HOLIDAY",
            "holiday_rule_info": { "time_range_info": {
                "begin_time": "00:00:00",
                "end_time_info": { "end_time": "23:59:59", "end_time_type": "SAME_DAY" }
            } }
        });
        let path = "voucher_use_rule_info/voucher_use_time_info/absolute_period_info";
        let info = json!({
            "valid_begin_time": "2026-11-01 00:00:00", "valid_end_time": end,
            "time_restrict_info": { "disable_period_info": [rule] }
        });
        body_with(&[(path, info)])
    };
    world.create(holidays("2026-12-31 23:59:59")).await;
    let refused = world.not_created(holidays("2031-01-31 23:59:59")).await;
    assert_eq!(refused.code, INVALID);
    assert!(refused.message.contains("节假日"), "{}", refused.message);
}

#[tokio::test]
async fn v2_1_the_sponsor_is_a_known_account_or_login_name() {
    let world = World::new();
    world.create(prepaid(SPONSOR)).await;
    let info = "voucher_budget_supply_info/voucher_recharge_info/voucher_balance_recharge_info";
    let mut by_name = prepaid(SPONSOR);
    let balance = json!({ "amount": "500", "logon_id": "sponsor@example.com" });
    crate::world::set(&mut by_name, info, balance);
    let id = world.create(by_name.clone()).await;
    let view = world
        .engine
        .activity(crate::world::activity_number(&id))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(view.activity.sponsor(), Some(merchant(SPONSOR)));
    let nobody = json!({ "amount": "500", "logon_id": "nobody@example.com" });
    crate::world::set(&mut by_name, info, nobody);
    assert_eq!(world.not_created(by_name).await.code, INVALID);
    assert_eq!(world.not_created(prepaid("nobody")).await.code, INVALID);
}

#[tokio::test]
async fn v2_1_a_missing_brand_is_the_owners() {
    let world = World::new();
    let id = world
        .create(body_with(&[(
            "voucher_display_pattern_info/brand_name",
            json!(""),
        )]))
        .await;
    let display = world.query(&id).await["voucher_display_pattern_info"].clone();
    assert_eq!(display["brand_name"], "别名咖啡");
    assert_eq!(display["brand_logo"], LOGO);
    assert_eq!(
        display["brand_logo_url"],
        "https://quan.example/images/A*logo"
    );
}

#[tokio::test]
async fn v1_2_the_access_mode_defaults_to_self_mode() {
    let world = World::new();
    world.create(body()).await;
    let strange = body_with(&[("merchant_access_mode", json!("SOME_MODE"))]);
    assert_eq!(world.not_created(strange).await.code, INVALID);
}

#[tokio::test]
async fn v8_3_discounts_and_special_prices_are_accepted() {
    let world = World::new();
    let discount = json!({
        "voucher_type": "DISCOUNT_VOUCHER",
        "discount_voucher_info": { "discount": "6.5", "ceiling_amount": "15" }
    });
    let id = world
        .active(body_with(&[("voucher_deduct_info", discount)]))
        .await;
    let voucher = world.send(&id, ALICE).await;
    let used = world.redeem(&voucher, ALICE, "9.99").await;
    assert_eq!(used.deduction, crate::world::yuan("3.49"));
    let special = json!({
        "voucher_type": "SPECIAL_VOUCHER", "special_voucher_info": { "special_amount": "9.9" }
    });
    let goods = json!({ "goods_name": "拿铁", "origin_amount": "20" });
    let id = world.active(body_with(&[
        ("voucher_deduct_info", special),
        (
            "voucher_available_scope_info/voucher_available_goods_info",
            goods,
        ),
    ]));
    let voucher = world.send(&id.await, ALICE).await;
    let used = world.redeem(&voucher, ALICE, "40").await;
    assert_eq!(used.deduction, crate::world::yuan("10.10"));
}

#[tokio::test]
async fn v8_4_relative_validity_is_accepted() {
    let world = World::new();
    let days = relative(json!({ "valid_days_after_receive": 7 }));
    world.create(body_with(&[days])).await;
}
