//! Creation: what beside the request decides whether there will be an activity.

use quan_engine::registry::Switches;
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{
    BARE_SHOP, BARE_STRANGE_SHOP, CLIENT, CLOSED_SHOP, DETAIL, LOGO, NO_SHOP, NO_VALID_SHOP, OWNER,
    OWNER_APP, PICTURE, REAL_SHOP, REUSED, SECOND_APP, SERVICE, SHOP, SHOP_TOO, SMID_SHOP,
    STRANGE_SERVICE, STRANGE_SHOP, STRANGER, WEB_APP, World, exchange, flat, in_shops, nested,
    owner, sold, stranger, uploaded, with,
};

#[tokio::test]
async fn c1_the_same_request_makes_one_activity() {
    let world = World::of_orders();
    for body in [flat(), nested(), sold()] {
        let body = world.numbered(body);
        let made = world.ok(Operation::OrderVoucherCreate, body.clone()).await;
        let again = world.ok(Operation::OrderVoucherCreate, body.clone()).await;
        assert_eq!(again, made);
        world.settle().await;
        let again = world.ok(Operation::OrderVoucherCreate, body.clone()).await;
        assert_eq!(again, made);
    }
    world.is_sound().await;
}

#[tokio::test]
async fn c12_what_was_made_in_time_is_answered_when_its_time_is_over() {
    let world = World::of_orders();
    let body = world.numbered(flat());
    let made = world.ok(Operation::OrderVoucherCreate, body.clone()).await;
    world.go_to("2026-12-15 00:00:00").await;
    let again = world.ok(Operation::OrderVoucherCreate, body).await;
    assert_eq!(again, made);
    let late = world.not_made(flat()).await;
    assert_eq!(late.code, "INVALID_PARAMETER");
}

#[tokio::test]
async fn c27_shops_are_taken_one_by_one() {
    let world = World::of_orders();
    let shops = [
        SHOP,
        BARE_SHOP,
        NO_SHOP,
        SHOP,
        STRANGE_SHOP,
        SMID_SHOP,
        CLOSED_SHOP,
        BARE_STRANGE_SHOP,
        REAL_SHOP,
    ];
    let body = with(
        flat(),
        &[(
            "voucher_use_rule/voucher_available_scope/order_voucher_available_shop/shop_ids",
            json!(shops),
        )],
    );
    let answer = world
        .ok(Operation::OrderVoucherCreate, world.numbered(body))
        .await;
    assert!(answer.get("voucher_available_scope_result_info").is_none());
    let failed = |id: &str, reasons: Value, message: &str| json!({ "shop_id": id, "fail_reasons": reasons, "fail_message": message });
    assert_eq!(
        answer["voucher_use_rule_result"],
        json!({ "voucher_available_scope_result": {
            "voucher_available_type": "SHOP",
            "order_voucher_available_shop_result": {
                "success_shop_ids": [SHOP, SMID_SHOP],
                "shop_fail_infos": [
                    failed(BARE_SHOP, json!(["SHOP_INFO_NOT_PASS"]), "门店信息不全"),
                    failed(NO_SHOP, json!(["SHOP_NOT_EXIST"]), "门店不存在"),
                    failed(
                        STRANGE_SHOP,
                        json!(["MERCHANT_SHOP_RELATION_NOT_EXIST"]),
                        "门店与商户没有关联关系",
                    ),
                    failed(CLOSED_SHOP, json!(["SHOP_NOT_EXIST"]), "门店不存在"),
                    failed(
                        BARE_STRANGE_SHOP,
                        json!(["SHOP_INFO_NOT_PASS", "MERCHANT_SHOP_RELATION_NOT_EXIST"]),
                        "门店信息不全",
                    ),
                    failed(REAL_SHOP, json!(["SHOP_NOT_EXIST"]), "门店不存在"),
                ],
            },
        } })
    );
    world.settle().await;
    let id = answer["activity_id"].as_str().unwrap();
    let read = world.read(id).await;
    let scope = &read["voucher_use_rule"]["voucher_available_scope"];
    assert_eq!(
        scope["order_voucher_available_shop"],
        json!({ "shop_ids": [SHOP, SMID_SHOP] })
    );
}

#[tokio::test]
async fn c27_the_answer_about_shops_is_given_again_when_the_shops_are_others() {
    let world = World::of_orders();
    let body = world.numbered(in_shops(
        &json!({ "available_shop_ids": [SHOP, BARE_SHOP] }),
    ));
    let made = world.ok(Operation::OrderVoucherCreate, body.clone()).await;
    world.set_shop(
        BARE_SHOP,
        quan_engine::registry::Certification::Certified,
        true,
    );
    world.set_shop(SHOP, quan_engine::registry::Certification::Certified, false);
    world.settle().await;
    assert_eq!(world.ok(Operation::OrderVoucherCreate, body).await, made);
}

#[tokio::test]
async fn c27_without_a_valid_shop_nothing_is_made() {
    let world = World::of_orders();
    for shops in [
        json!({ "available_shop_ids": [NO_SHOP, STRANGE_SHOP] }),
        json!({ "available_real_shop_ids": [SHOP] }),
    ] {
        let refused = world.not_made(in_shops(&shops)).await;
        assert_eq!(refused.code, "BIZ_ERROR");
        assert_eq!(refused.message, NO_VALID_SHOP);
    }
    let first = world.made(flat()).await;
    assert!(first.ends_with('1'), "{first} is the first activity");
}

#[tokio::test]
async fn c29_shops_to_leave_out_are_checked_like_others() {
    let world = World::of_orders();
    let all = json!({ "available_geography_all_shop": {
        "merchant_ids": [OWNER], "exclude_shop_ids": [SHOP, STRANGE_SHOP],
    } });
    let answer = world
        .ok(
            Operation::OrderVoucherCreate,
            world.numbered(in_shops(&all)),
        )
        .await;
    assert!(answer.get("voucher_use_rule_result").is_none());
    let result = &answer["voucher_available_scope_result_info"]["voucher_available_geography_scope_result_info"];
    assert_eq!(
        result["available_geography_shop_result_info"],
        json!({ "available_geography_all_shop_result_info": {
            "success_exclude_shop_ids": [SHOP],
            "fail_exclude_shop_infos": [{
                "shop_id": STRANGE_SHOP,
                "fail_reasons": ["MERCHANT_SHOP_RELATION_NOT_EXIST"],
                "fail_message": "门店与商户没有关联关系",
            }],
        } })
    );
}

#[tokio::test]
async fn c28_all_shops_are_the_owners() {
    let world = World::of_orders();
    let all = json!({ "available_geography_all_shop": { "merchant_ids": [STRANGER] } });
    let refused = world.not_made(in_shops(&all)).await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
}

#[tokio::test]
async fn c30_cities_are_in_the_table() {
    let world = World::of_orders();
    world
        .made(crate::world::in_cities(&["330100", "100100"]))
        .await;
    let refused = world.not_made(crate::world::in_cities(&["999999"])).await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
}

#[tokio::test]
async fn c32_apps_are_mini_programs() {
    let world = World::of_orders();
    let place = "voucher_available_scope_info/voucher_available_app_info/available_app_ids";
    world
        .made(with(nested(), &[(place, json!([OWNER_APP, SECOND_APP]))]))
        .await;
    let refused = world
        .not_made(with(nested(), &[(place, json!([WEB_APP]))]))
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
}

#[tokio::test]
async fn c34_images_were_uploaded_for_what_they_are() {
    let world = World::of_orders();
    let display = "voucher_display_pattern_info";
    let place = |name: &str| format!("{display}/{name}");
    let full = [
        (place("brand_logo"), json!(LOGO)),
        (place("voucher_image"), json!(PICTURE)),
        (place("voucher_detail_images"), json!([DETAIL])),
    ];
    let body = |changes: &[(String, Value)]| {
        let changes: Vec<_> = changes
            .iter()
            .map(|(path, value)| (path.as_str(), value.clone()))
            .collect();
        with(nested(), &changes)
    };
    world.made(body(&full)).await;
    for (path, wrong) in [
        (place("brand_logo"), json!(PICTURE)),
        (place("voucher_image"), json!(LOGO)),
        (place("voucher_detail_images"), json!([PICTURE])),
        (place("brand_logo"), json!("A*nothing")),
    ] {
        let mut changes = full.to_vec();
        changes.push((path, wrong));
        let refused = world.not_made(body(&changes)).await;
        assert_eq!(refused.code, "INVALID_PARAMETER");
    }
    let stolen = body(&full[..1]);
    let refused = world.not_made_by(crate::world::stranger(), stolen).await;
    assert_eq!(refused.code, "INVALID_PARAMETER", "somebody else's picture");
}

#[tokio::test]
async fn c37_services_are_of_the_mini_program() {
    let world = World::of_orders();
    let guide = |app: &str, service: &str| {
        with(
            flat(),
            &[(
                "customer_guide/voucher_use_guide",
                json!({
                    "mini_app_use_guide": true, "mini_app_id": app, "service_codes": [service],
                }),
            )],
        )
    };
    world.made(guide(OWNER_APP, SERVICE)).await;
    for (app, service) in [
        (OWNER_APP, "2026110121000303380000"),
        (OWNER_APP, STRANGE_SERVICE),
        (SECOND_APP, SERVICE),
    ] {
        let refused = world.not_made(guide(app, service)).await;
        assert_eq!(refused.code, "INVALID_PARAMETER");
    }
    let refused = world
        .not_made(guide(crate::world::STRANGER_APP, STRANGE_SERVICE))
        .await;
    assert_eq!(refused.code, "BIZ_ERROR", "another company's mini-program");
}

#[tokio::test]
async fn c40_the_payee_was_registered() {
    let world = World::of_orders();
    world.made(sold()).await;
    let payee = "voucher_send_mode_info/voucher_sale_mode_info/payee_pid";
    let refused = world
        .not_made(with(sold(), &[(payee, json!(CLIENT))]))
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    world
        .ok(Operation::PayeeinfoCreate, json!({ "payee_pid": CLIENT }))
        .await;
    world.made(with(sold(), &[(payee, json!(CLIENT))])).await;
}

#[tokio::test]
async fn c41_the_package_is_there() {
    let world = World::of_orders();
    let packaged = |id: &str| {
        with(
            nested(),
            &[
                (
                    "voucher_send_mode_info/voucher_send_mode",
                    json!("VOUCHER_PACKAGE"),
                ),
                (
                    "voucher_send_mode_info/voucher_package_mode_info",
                    json!({ "voucher_package_id": id }),
                ),
            ],
        )
    };
    let refused = world.not_made(packaged("IP1")).await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    world.put_package();
    let image = ("voucher_display_pattern_info/voucher_image", Value::Null);
    let others = with(packaged(crate::world::PACKAGE), &[image]);
    let refused = world.not_made_by(stranger(), others).await;
    assert!(refused.message.contains("券包不存在"), "{refused:?}");
    let id = world.made(packaged(crate::world::PACKAGE)).await;
    let read = world.read(&id).await;
    assert_eq!(
        read["voucher_send_mode_info"]["voucher_package_mode_info"]["voucher_package_id"],
        crate::world::PACKAGE
    );
}

#[tokio::test]
async fn c42_the_old_tag_is_kept_and_shown() {
    let world = World::of_orders();
    let body = with(flat(), &[("biz_tag", json!("FIX_EXCHANGE_VOUCHER"))]);
    let id = world.made(body).await;
    assert_eq!(world.read(&id).await["biz_tag"], "FIX_EXCHANGE_VOUCHER");
}

#[tokio::test]
async fn c43_departments_of_the_platform_may_refuse() {
    let world = World::of_orders();
    let small = Switches {
        small_discount: true,
        ..Switches::default()
    };
    world.switch(OWNER, small);
    let refused = world.not_made(flat()).await;
    assert_eq!(refused.code, "DISCOUNT_AMOUNT_INSUFFICIENT");
    let risky = Switches {
        risk: true,
        ..Switches::default()
    };
    world.switch(OWNER, risky);
    let refused = world.not_made(nested()).await;
    assert_eq!(refused.code, "BUSINESS_HAS_RISK");
    world.switch(OWNER, Switches::default());
    world.made(flat()).await;
}

#[tokio::test]
async fn c44_a_new_activity_is_being_created_until_it_is_told() {
    let world = World::of_orders_by_hand();
    let id = world.asked_for(flat()).await;
    world.settle().await;
    assert_eq!(world.state(&id).await, (Value::Null, json!("CREATING")));
    let number = crate::world::activity_number(&id);
    assert!(world.engine.complete(number).await.unwrap());
    assert_eq!(world.state(&id).await, (json!("ACTIVE"), Value::Null));
}

#[tokio::test]
async fn c45_what_only_answers_have_is_ignored() {
    let world = World::of_orders();
    let body = with(
        nested(),
        &[
            ("activity_base_info/activity_id", json!("whatever")),
            ("activity_base_info/activity_status", json!("FINISHED")),
            (
                "activity_base_info/activity_operation_status",
                json!("MODIFYING"),
            ),
        ],
    );
    let id = world.made(body).await;
    assert_ne!(id, "whatever");
    assert_eq!(world.state(&id).await, (json!("ACTIVE"), Value::Null));
}

#[tokio::test]
async fn c46_what_stood_in_the_guide_in_2021_is_understood() {
    let world = World::of_orders();
    let mut body = flat();
    let uses = body["voucher_use_rule"].as_object_mut().unwrap();
    uses.remove("voucher_available_scope");
    body["customer_guide"] = json!({ "store_ids": [SHOP, NO_SHOP] });
    let answer = world
        .ok(Operation::OrderVoucherCreate, world.numbered(body))
        .await;
    let result = &answer["voucher_use_rule_result"]["voucher_available_scope_result"];
    let shops = &result["order_voucher_available_shop_result"];
    assert_eq!(shops["success_shop_ids"], json!([SHOP]));
    world.settle().await;
    let id = answer["activity_id"].as_str().unwrap();
    let read = world.read(id).await;
    let scope = &read["voucher_use_rule"]["voucher_available_scope"];
    assert_eq!(
        scope["order_voucher_available_shop"],
        json!({ "shop_ids": [SHOP] })
    );
}

#[tokio::test]
async fn g1_both_forms_together_answer_in_both() {
    let world = World::of_orders();
    let mut body = in_shops(&json!({ "available_shop_ids": [SHOP, NO_SHOP] }));
    body["activity_name"] = json!("满100减10");
    let answer = world
        .ok(Operation::OrderVoucherCreate, world.numbered(body))
        .await;
    let legacy = &answer["voucher_use_rule_result"]["voucher_available_scope_result"];
    assert_eq!(
        legacy["order_voucher_available_shop_result"]["success_shop_ids"],
        json!([SHOP])
    );
    let nested = &answer["voucher_available_scope_result_info"]["voucher_available_geography_scope_result_info"];
    assert_eq!(
        nested["available_geography_shop_result_info"]["success_available_shop_ids"],
        json!([SHOP])
    );
}

#[tokio::test]
async fn g6_a_number_names_one_creation() {
    let world = World::of_orders();
    let body = world.numbered(flat());
    let made = world.ok(Operation::OrderVoucherCreate, body.clone()).await;
    world.settle().await;
    for (path, value) in [
        ("activity_name", json!("别的")),
        ("voucher_display_info/voucher_description", json!("别的")),
        (
            "voucher_use_rule/voucher_available_scope/order_voucher_available_shop/shop_ids",
            json!([SHOP]),
        ),
    ] {
        let other = with(body.clone(), &[(path, value)]);
        let refused = world.no(Operation::OrderVoucherCreate, other).await;
        assert_eq!(refused.code, "INVALID_PARAMETER");
        assert_eq!(refused.message, REUSED);
    }
    // What means the same is the same: false and zero say nothing, amounts are
    // amounts, and a shop that is named twice is named once.
    let same = with(
        body,
        &[
            ("voucher_send_rule/voucher_quantity", json!(0)),
            ("voucher_send_rule/natural_person_limit", json!(false)),
            ("voucher_use_rule/fix_voucher/amount", json!(1)),
            (
                "voucher_use_rule/voucher_available_scope/order_voucher_available_shop/shop_ids",
                json!([SHOP, SHOP_TOO, SHOP]),
            ),
        ],
    );
    assert_eq!(world.ok(Operation::OrderVoucherCreate, same).await, made);
}

#[tokio::test]
async fn g6_an_error_does_not_use_a_number_up() {
    let world = World::of_orders();
    let mut body = world.numbered(in_shops(&json!({ "available_shop_ids": [BARE_SHOP] })));
    let refused = world.no(Operation::OrderVoucherCreate, body.clone()).await;
    assert_eq!(refused.message, NO_VALID_SHOP);
    world.set_shop(
        BARE_SHOP,
        quan_engine::registry::Certification::Certified,
        true,
    );
    body["unknown_field"] = json!("ignored");
    world
        .answer_to(owner(), Operation::OrderVoucherCreate, &body)
        .await;
}

#[tokio::test]
async fn c7_quantities_of_both_ways_to_have_codes() {
    let world = World::of_orders();
    let read = world.read(&world.made(exchange()).await).await;
    assert_eq!(
        read["voucher_send_mode_info"]["voucher_send_rule_info"]["quantity"],
        100
    );
    assert_eq!(read["voucher_send_rule"]["voucher_quantity"], 100);
    let id = world.made(uploaded()).await;
    let count = world
        .ok(
            Operation::OrderVoucherCodecount,
            json!({ "activity_id": id }),
        )
        .await;
    assert_eq!(count, json!({ "success_count": 0 }));
}
