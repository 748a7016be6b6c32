//! What an activity is read back as, in both forms.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::base::BOB;
use crate::world::{
    ALICE, DETAIL, GEOGRAPHY, LOGO, NO_ACTIVITY, OWNER, OWNER_APP, PICTURE, REAL_SHOP, SECOND_APP,
    SHOP, SHOP_THREE, SHOP_TOO, USE_PAGE, World, activity_number, counted, flat, in_cities,
    in_shops, isv, nested, set, sold, stranger, with,
};

/// Every member of `part` is in `whole`, with an equal value.
#[track_caller]
fn holds(whole: &Value, part: &Value, path: &str) {
    let Value::Object(members) = part else {
        return assert_eq!(whole, part, "{path}");
    };
    for (name, value) in members {
        holds(&whole[name], value, &format!("{path}.{name}"));
    }
}

/// What a creation says of the activity, without what names the call.
fn said(body: &Value) -> Value {
    let mut said = body.clone();
    let members = said.as_object_mut().unwrap();
    members.remove("out_biz_no");
    members.remove("merchant_access_mode");
    members.remove("code_mode");
    said
}

#[tokio::test]
async fn q1_strangers_and_unknown_ids_find_nothing() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    let question = json!({ "activity_id": id });
    let refused = world
        .refusal_to(stranger(), Operation::OrderVoucherQuery, &question)
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    assert_eq!(refused.message, NO_ACTIVITY);
    for unknown in ["2026110500826004000000000099", "x"] {
        let question = json!({ "activity_id": unknown });
        let refused = world.no(Operation::OrderVoucherQuery, question).await;
        assert_eq!(refused.message, NO_ACTIVITY);
    }
}

#[tokio::test]
async fn q2_an_activity_is_read_in_every_state() {
    let world = World::of_orders_by_hand();
    let id = world.asked_for(flat()).await;
    let number = activity_number(&id);
    let creating = world.read(&id).await;
    holds(&creating, &said(&flat()), "");
    assert!(creating.get("activity_status").is_none());
    assert_eq!(world.state(&id).await, (Value::Null, json!("CREATING")));
    world.engine.complete(number).await.unwrap();
    assert_eq!(world.state(&id).await, (json!("ACTIVE"), Value::Null));
    world.deposit(&id, &["A"]).await;
    for (operation, body, running, status) in [
        (
            Operation::OrderVoucherModify,
            world.to_change(&id, json!({ "activity_name": "一" })),
            "MODIFYING",
            "ACTIVE",
        ),
        (
            Operation::OrderVoucherAppend,
            world.to_raise(&id, 1),
            "APPENDING",
            "ACTIVE",
        ),
        (
            Operation::OrderVoucherStop,
            world.order(&id),
            "FINISHEING",
            "FINISHED",
        ),
    ] {
        world.ok(operation, body).await;
        assert_eq!(world.state(&id).await, (json!("ACTIVE"), json!(running)));
        world.engine.complete(number).await.unwrap();
        assert_eq!(world.state(&id).await, (json!(status), Value::Null));
    }
    // The end of the window is no end of the activity.
    let id = world.asked_for(flat()).await;
    world.engine.complete(activity_number(&id)).await.unwrap();
    world.go_to("2026-12-05 00:00:00").await;
    assert_eq!(world.state(&id).await, (json!("ACTIVE"), Value::Null));
}

#[tokio::test]
async fn q3_the_flat_form_is_read_back_field_by_field() {
    let world = World::of_orders();
    let body = with(
        flat(),
        &[
            (
                "voucher_send_rule/voucher_quantity_limit_per_user",
                json!(2),
            ),
            ("voucher_send_rule/natural_person_limit", json!(true)),
            ("voucher_display_info/voucher_image", json!(PICTURE)),
            (
                "voucher_display_info/voucher_detail_images",
                json!([DETAIL]),
            ),
            (
                "customer_guide/voucher_use_guide/mini_app_use_guide",
                json!(true),
            ),
            (
                "customer_guide/voucher_use_guide/mini_app_id",
                json!(OWNER_APP),
            ),
            (
                "customer_guide/voucher_use_guide/mini_app_path",
                json!("pages/use"),
            ),
        ],
    );
    let id = world.made(body.clone()).await;
    let read = world.read(&id).await;
    holds(&read, &said(&body), "");
    let nested = json!({
        "activity_base_info": { "activity_id": id, "activity_name": "满10减1", "code_mode": "MERCHANT_UPLOAD" },
        "voucher_send_mode_info": {
            "voucher_send_mode": "DIRECT_SEND_MODE",
            "voucher_send_rule_info": {
                "publish_start_time": "2026-11-01 00:00:00",
                "publish_end_time": "2026-11-30 23:59:59",
                "quantity": 0,
                "quantity_limit_per_user": 2,
                "quantity_limit_per_user_period_type": "LIFE_CYCLE",
                "natural_person_limit": true,
                "phone_number_limit": false,
            },
        },
        "voucher_deduct_info": {
            "voucher_type": "FIX_VOUCHER",
            "fix_voucher_info": { "amount": "1.00", "floor_amount": "10.00" },
        },
        "voucher_available_scope_info": { "voucher_available_geography_scope_info": {
            "available_geography_scope_type": "SHOP",
            "available_geography_shop_info": { "available_shop_ids": [SHOP, SHOP_TOO] },
        } },
        "voucher_use_rule_info": {
            "voucher_max_use_times": 1,
            "voucher_use_time_info": {
                "period_type": "ABSOLUTE",
                "absolute_period_info": {
                    "valid_begin_time": "2026-11-01 00:00:00",
                    "valid_end_time": "2026-12-31 23:59:59",
                },
            },
        },
        "voucher_customer_guide_info": { "voucher_use_guide_info": {
            "use_guide_mode": ["OFFLINE_CODE", "MINI_APP"],
            "mini_app_use_guide_info": { "mini_app_url": USE_PAGE },
        } },
        "voucher_display_pattern_info": {
            "brand_name": "示例小馆",
            "brand_logo": LOGO,
            "voucher_name": "全场1元券",
            "voucher_description": "不可兑换现金。",
            "voucher_image": PICTURE,
            "voucher_detail_images": [DETAIL],
            "customer_service_mobile": "01012345678",
        },
    });
    holds(&read, &nested, "");
}

#[tokio::test]
async fn q3_the_containers_are_read_back_field_by_field() {
    let world = World::of_orders();
    let bodies = [
        sold(),
        in_shops(&json!({ "available_real_shop_ids": [REAL_SHOP] })),
        in_shops(&json!({ "available_geography_all_shop": {
            "merchant_ids": [OWNER], "exclude_shop_ids": [SHOP],
        } })),
        in_cities(&["330100", "310100"]),
        with(
            nested(),
            &[
                counted(json!({
                    "valid_days_after_receive": 3,
                    "wait_days_after_receive": 1,
                    "valid_days_relative_type": "ROUND_FORWARD",
                })),
                (
                    "voucher_available_scope_info/voucher_available_app_info/available_app_ids",
                    json!([OWNER_APP, SECOND_APP]),
                ),
                (
                    "voucher_available_scope_info/voucher_available_goods_info",
                    json!({ "exclude_goods_sku_ids": ["a"], "goods_description": "很美味" }),
                ),
                ("voucher_use_rule_info/quantity_limit_per_user", json!(2)),
                (
                    "voucher_use_rule_info/quantity_limit_per_user_period_type",
                    json!("DAY"),
                ),
                ("voucher_use_rule_info/voucher_max_use_times", json!(5)),
                ("activity_base_info/out_activity_id", json!("OUT-1")),
            ],
        ),
        with(
            nested(),
            &[
                (
                    "voucher_deduct_info",
                    json!({
                        "voucher_type": "DISCOUNT_VOUCHER",
                        "discount_voucher_info": { "discount": "6.5", "ceiling_amount": "20.00" },
                    }),
                ),
                (
                    "voucher_send_mode_info/voucher_send_rule_info/max_quantity_by_day",
                    json!(3),
                ),
                (
                    "voucher_send_mode_info/voucher_send_rule_info/real_name_limit",
                    json!(true),
                ),
            ],
        ),
        with(
            nested(),
            &[
                (
                    "voucher_deduct_info",
                    json!({
                        "voucher_type": "SPECIAL_VOUCHER",
                        "special_voucher_info": { "special_amount": "9.90" },
                    }),
                ),
                (
                    "voucher_available_scope_info/voucher_available_goods_info",
                    json!({ "goods_name": "甜甜圈", "origin_amount": "19.90" }),
                ),
            ],
        ),
    ];
    for body in bodies {
        let id = world.made(body.clone()).await;
        holds(&world.read(&id).await, &said(&body), "");
    }
}

#[tokio::test]
async fn q3_what_a_modification_set_is_read_back_in_both_forms() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let change = json!({
        "activity_name": "改名",
        "publish_end_time": "2026-12-15 23:59:59",
        "voucher_send_rule": {
            "voucher_quantity_limit_per_user": 3, "phone_number_limit": "true",
        },
        "voucher_use_rule": {
            "voucher_valid_period": { "valid_end_time": "2027-01-15 23:59:59" },
            "voucher_available_scope": {
                "modify_type": "ADD",
                "order_voucher_available_shop": { "shop_ids": [SHOP_THREE] },
            },
        },
        "voucher_display_info": { "voucher_description": "新", "customer_service_url": "alipay://x" },
        "voucher_display_pattern_info": { "brand_name": "新名" },
        "voucher_use_rule_info": { "voucher_max_use_times": 2 },
    });
    world.change(&id, change).await;
    let read = world.read(&id).await;
    let expected = json!({
        "activity_name": "改名",
        "publish_end_time": "2026-12-15 23:59:59",
        "voucher_send_rule": {
            "voucher_quantity_limit_per_user": 3, "phone_number_limit": true,
        },
        "voucher_use_rule": {
            "voucher_valid_period": { "valid_end_time": "2027-01-15 23:59:59" },
            "voucher_available_scope": {
                "order_voucher_available_shop": { "shop_ids": [SHOP, SHOP_TOO, SHOP_THREE] },
            },
        },
        "voucher_display_info": {
            "brand_name": "新名", "voucher_description": "新", "customer_service_url": "alipay://x",
        },
        "activity_base_info": { "activity_name": "改名" },
        "voucher_send_mode_info": { "voucher_send_rule_info": {
            "publish_end_time": "2026-12-15 23:59:59",
            "quantity_limit_per_user": 3,
            "phone_number_limit": true,
        } },
        "voucher_use_rule_info": {
            "voucher_max_use_times": 2,
            "voucher_use_time_info": { "absolute_period_info": {
                "valid_end_time": "2027-01-15 23:59:59",
            } },
        },
        "voucher_display_pattern_info": {
            "brand_name": "新名", "voucher_description": "新", "customer_service_url": "alipay://x",
        },
    });
    holds(&read, &expected, "");
    assert!(
        read["voucher_display_info"]
            .get("customer_service_mobile")
            .is_none(),
        "one of the two takes the other's place"
    );
}

#[tokio::test]
async fn q4_the_owner_shows_where_it_was_said() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    let read = world.read(&id).await;
    assert!(read.get("belong_merchant_info").is_none());
    assert!(
        read["activity_base_info"]
            .get("belong_merchant_info")
            .is_none()
    );
    let belongs = json!({ "merchant_id_type": "PID", "merchant_id": crate::world::CLIENT });
    let body = with(
        nested(),
        &[("activity_base_info/belong_merchant_info", belongs.clone())],
    );
    let id = world.made_by(isv(), body).await;
    let question = json!({ "activity_id": id });
    let read = world
        .answer_to(isv(), Operation::OrderVoucherQuery, &question)
        .await;
    holds(&read["belong_merchant_info"], &belongs, "");
    holds(
        &read["activity_base_info"]["belong_merchant_info"],
        &belongs,
        "",
    );
}

#[tokio::test]
async fn q5_counters_are_told_in_both_forms() {
    let world = World::of_orders();
    let id = world.stocked(flat(), &["A", "B", "C"]).await;
    let counters = |read: Value| {
        let (flat, nested) = (&read["summary"], &read["voucher_inventory_info"]);
        assert_eq!(flat["publish_count"], nested["send_count"]);
        assert_eq!(flat["used_count"], nested["use_count"]);
        (flat["publish_count"].clone(), flat["used_count"].clone())
    };
    assert_eq!(counters(world.read(&id).await), (json!(0), json!(0)));
    let code = world.give(&id, ALICE).await;
    let other = world.give(&id, BOB).await;
    world.take(&id, &code).await;
    assert_eq!(counters(world.read(&id).await), (json!(2), json!(1)));
    world.undo(&id, &code).await;
    world.annul(&id, &other).await;
    assert_eq!(counters(world.read(&id).await), (json!(2), json!(0)));
}

#[tokio::test]
async fn q7_pictures_have_addresses_in_containers() {
    let world = World::of_orders();
    let body = with(
        nested(),
        &[
            ("voucher_display_pattern_info/brand_logo", json!(LOGO)),
            ("voucher_display_pattern_info/voucher_image", json!(PICTURE)),
            (
                "voucher_display_pattern_info/voucher_detail_images",
                json!([DETAIL]),
            ),
        ],
    );
    let read = world.read(&world.made(body).await).await;
    let display = &read["voucher_display_pattern_info"];
    let base = "https://quan.example/images/A*";
    assert_eq!(display["brand_logo_url"], format!("{base}logo"));
    assert_eq!(display["voucher_image_url"], format!("{base}picture"));
    assert_eq!(
        display["voucher_detail_image_urls"],
        json!([format!("{base}detail")])
    );
    assert_eq!(read["voucher_display_info"]["brand_logo"], LOGO);
    assert!(read["voucher_display_info"].get("brand_logo_url").is_none());
}

#[tokio::test]
async fn q8_the_old_values_show_until_an_operation_is_done() {
    let world = World::of_orders_by_hand();
    let id = world
        .asked_for(in_shops(&json!({ "available_shop_ids": [SHOP] })))
        .await;
    let number = activity_number(&id);
    world.engine.complete(number).await.unwrap();
    let before = world.read(&id).await;
    let mut change = json!({ "voucher_available_scope_modify_type": "ADD" });
    let place = format!("{GEOGRAPHY}/available_geography_shop_info/available_shop_ids");
    set(&mut change, &place, json!([SHOP_TOO]));
    let change = world.to_change(&id, change);
    world.ok(Operation::OrderVoucherModify, change).await;
    let mut during = world.read(&id).await;
    for place in [&mut during["activity_base_info"], &mut Value::Null] {
        if let Some(members) = place.as_object_mut() {
            members.remove("activity_operation_status");
        }
    }
    during
        .as_object_mut()
        .unwrap()
        .remove("activity_operation_status");
    assert_eq!(during, before);
    world.engine.complete(number).await.unwrap();
    let after = world.read(&id).await;
    let scope = &after["voucher_use_rule"]["voucher_available_scope"];
    assert_eq!(
        scope["order_voucher_available_shop"]["shop_ids"],
        json!([SHOP, SHOP_TOO])
    );
}

#[tokio::test]
async fn q6_nothing_is_told_of_an_audit() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    assert!(world.read(&id).await.get("audit_result_info").is_none());
}
