//! Modification: what the activity as it stands decides.

use quan_engine::registry::Switches;
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{
    ALICE, CLIENT, DETAIL, ISV, LOGO, NO_ACTIVITY, OWNER, OWNER_APP, PICTURE, RULE, RUNNING,
    SECOND_APP, SERVICE, STRANGE_SERVICE, STRANGER_APP, USE_PAGE, WEB_APP, World, activity_number,
    counted, exchange, flat, isv, nested, owner, set, sold, stranger, uploaded, with,
};

const LATE_BEGIN: &str = "参数有误券有效属于绝对时间情况下：活动开始时间晚于券有效时间";
const EARLY_END: &str = "参数有误券有效属于绝对时间情况下：券过期时间早于活动结束时间";

/// A change of the flat form's validity.
fn valid(period: Value) -> Value {
    json!({ "voucher_use_rule": { "voucher_valid_period": period } })
}

/// The code of the refusal of a change.
async fn refusal(world: &World, id: &str, body: Value) -> &'static str {
    world.not_changed(id, body).await.code
}

/// A change at one place of the containers.
fn at(path: &str, value: Value) -> Value {
    let mut body = json!({});
    set(&mut body, path, value);
    body
}

#[tokio::test]
async fn m1_a_modification_is_answered_again() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let body = world.to_change(&id, json!({ "activity_name": "一" }));
    let first = world.ok(Operation::OrderVoucherModify, body.clone()).await;
    assert_eq!(first, json!({}));
    world.settle().await;
    world.change(&id, json!({ "activity_name": "二" })).await;
    assert_eq!(world.ok(Operation::OrderVoucherModify, body).await, first);
    world.settle().await;
    assert_eq!(world.read(&id).await["activity_name"], "二");
}

#[tokio::test]
async fn m2_the_activity_is_named_in_either_place() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let base = json!({ "activity_id": id, "activity_name": "一" });
    let body = world.numbered(json!({ "activity_base_info": base }));
    world.ok(Operation::OrderVoucherModify, body).await;
    world.settle().await;
    assert_eq!(world.read(&id).await["activity_name"], "一");
    for unknown in [
        "2026110500000000000000000009",
        "1999110500000000000000000001",
        "nonsense",
    ] {
        let body = world.to_change(unknown, json!({ "activity_name": "一" }));
        let refused = world.no(Operation::OrderVoucherModify, body).await;
        assert_eq!(refused.code, "INVALID_PARAMETER");
        assert_eq!(refused.message, NO_ACTIVITY);
    }
}

#[tokio::test]
async fn m3_what_is_not_said_stays() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let before = world.read(&id).await;
    let nothing = json!({
        "activity_name": "",
        "publish_end_time": null,
        "voucher_display_info": {},
        "voucher_use_rule": { "voucher_valid_period": {} },
        "voucher_send_rule": { "voucher_quantity_limit_per_user": 0 },
        "activity_base_info": {},
    });
    assert_eq!(world.change(&id, nothing).await, json!({}));
    assert_eq!(world.read(&id).await, before);
}

#[tokio::test]
async fn m4_the_old_values_show_until_it_is_done() {
    let world = World::of_orders_by_hand();
    let id = world.asked_for(flat()).await;
    let number = activity_number(&id);
    world.engine.complete(number).await.unwrap();
    let body = world.to_change(&id, json!({ "activity_name": "新" }));
    world.ok(Operation::OrderVoucherModify, body).await;
    world.settle().await;
    assert_eq!(
        world.state(&id).await,
        (json!("ACTIVE"), json!("MODIFYING"))
    );
    assert_eq!(world.read(&id).await["activity_name"], "满10减1");
    world.engine.complete(number).await.unwrap();
    assert_eq!(world.state(&id).await, (json!("ACTIVE"), Value::Null));
    assert_eq!(world.read(&id).await["activity_name"], "新");
}

#[tokio::test]
async fn m5_one_operation_at_a_time() {
    let world = World::of_orders_by_hand();
    let id = world.asked_for(nested()).await;
    let number = activity_number(&id);
    world.engine.complete(number).await.unwrap();
    let first = world.to_change(&id, json!({ "activity_name": "一" }));
    world.ok(Operation::OrderVoucherModify, first.clone()).await;
    for (operation, body) in [
        (
            Operation::OrderVoucherModify,
            world.to_change(&id, json!({ "activity_name": "二" })),
        ),
        (Operation::OrderVoucherAppend, world.to_raise(&id, 200)),
        (Operation::OrderVoucherStop, world.order(&id)),
    ] {
        let refused = world.no(operation, body).await;
        assert_eq!(refused.code, "BIZ_ERROR");
        assert_eq!(refused.message, RUNNING);
    }
    // What breaks a rule besides is told what is running first.
    let body = world.to_change(&id, json!({ "publish_end_time": "nonsense" }));
    assert_eq!(
        world.no(Operation::OrderVoucherModify, body).await.message,
        RUNNING
    );
    world.ok(Operation::OrderVoucherModify, first).await;
}

#[tokio::test]
async fn m6_what_is_being_created_is_not_modified() {
    let world = World::of_orders_by_hand();
    let id = world.asked_for(nested()).await;
    let refused = world
        .not_changed(&id, json!({ "activity_name": "一" }))
        .await;
    assert_eq!(refused.message, RUNNING);
}

#[tokio::test]
async fn m7_states_are_ignored() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    let base = json!({
        "activity_status": "FINISHED", "activity_operation_status": "FINISHEING",
    });
    world
        .change(&id, json!({ "activity_base_info": base }))
        .await;
    assert_eq!(world.state(&id).await, (json!("ACTIVE"), Value::Null));
}

#[tokio::test]
async fn m8_what_an_activity_is_known_by_stays() {
    let world = World::of_orders();
    let id = world.made(sold()).await;
    let sale = "voucher_send_mode_info/voucher_sale_mode_info/fund_custody_mode";
    for (path, same, other) in [
        (
            "activity_base_info/code_mode",
            json!("MERCHANT_API"),
            json!("MERCHANT_UPLOAD"),
        ),
        (
            "activity_base_info/belong_merchant_info",
            json!({ "merchant_id_type": "PID", "merchant_id": OWNER }),
            json!({ "merchant_id_type": "PID", "merchant_id": CLIENT }),
        ),
        (
            "voucher_send_mode_info/voucher_send_mode",
            json!("SALE_MODE"),
            json!("DIRECT_SEND_MODE"),
        ),
        (
            "voucher_use_rule_info/voucher_use_time_info/period_type",
            json!("ABSOLUTE"),
            json!("RELATIVE"),
        ),
        (sale, json!("GUARANTEE"), json!("OTHER")),
    ] {
        world.change(&id, at(path, same)).await;
        assert_eq!(
            refusal(&world, &id, at(path, other)).await,
            "INVALID_PARAMETER",
            "{path}"
        );
    }
}

#[tokio::test]
async fn m10_a_provider_names_whose_it_is() {
    let world = World::of_orders();
    let belongs = json!({ "merchant_id_type": "PID", "merchant_id": CLIENT });
    let body = with(
        nested(),
        &[
            ("merchant_access_mode", json!("AGENCY_MODE")),
            ("activity_base_info/belong_merchant_info", belongs.clone()),
        ],
    );
    let id = world.made_by(isv(), body).await;
    let mut change = world.to_change(
        &id,
        json!({ "merchant_access_mode": "AGENCY_MODE", "activity_base_info": { "activity_name": "一" } }),
    );
    let refused = world
        .refusal_to(isv(), Operation::OrderVoucherModify, &change)
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    set(
        &mut change,
        "activity_base_info/belong_merchant_info",
        belongs,
    );
    world
        .answer_to(isv(), Operation::OrderVoucherModify, &change)
        .await;
}

#[tokio::test]
async fn m12_the_window_after_the_change_has_180_days() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let until = |publish: &str| {
        with(
            valid(json!({ "valid_end_time": "2027-12-31 23:59:59" })),
            &[("publish_end_time", json!(publish))],
        )
    };
    // 180 days from the 1st of November.
    let late = until("2027-04-30 00:00:01");
    assert_eq!(refusal(&world, &id, late).await, "INVALID_PARAMETER");
    world.change(&id, until("2027-04-30 00:00:00")).await;
    let read = world.read(&id).await;
    assert_eq!(read["publish_end_time"], "2027-04-30 00:00:00");
}

#[tokio::test]
async fn m13_the_end_of_giving_only_moves_away() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let earlier = json!({ "publish_end_time": "2026-11-30 23:59:58" });
    assert_eq!(refusal(&world, &id, earlier).await, "INVALID_PARAMETER");
    world
        .change(&id, json!({ "publish_end_time": "2026-11-30 23:59:59" }))
        .await;
    world
        .change(&id, json!({ "publish_end_time": "2026-12-01 00:00:00" }))
        .await;
    let read = world.read(&id).await;
    assert_eq!(read["publish_end_time"], "2026-12-01 00:00:00");
    let rule = &read["voucher_send_mode_info"]["voucher_send_rule_info"];
    assert_eq!(rule["publish_end_time"], "2026-12-01 00:00:00");
}

#[tokio::test]
async fn m14_the_end_of_what_is_over_stays_and_the_rest_is_done() {
    let world = World::of_orders();
    let stopped = world.made(flat()).await;
    world.finish(&stopped).await;
    let over = world.made(flat()).await;
    world.go_to("2026-12-05 00:00:00").await;
    for id in [stopped, over] {
        let change = json!({ "publish_end_time": "2026-12-20 00:00:00", "activity_name": "晚了" });
        world.change(&id, change.clone()).await;
        let read = world.read(&id).await;
        assert_eq!(read["publish_end_time"], "2026-11-30 23:59:59");
        assert_eq!(read["activity_name"], "晚了");
        let strict = Switches {
            expired_is_error: true,
            ..Switches::default()
        };
        world.switch(OWNER, strict);
        let refused = world.not_changed(&id, change).await;
        assert!(
            refused.message.ends_with("未知的错误码 ACTIVITY_EXPIRED"),
            "{}",
            refused.message
        );
        world.change(&id, json!({ "activity_name": "改名" })).await;
        world.switch(OWNER, Switches::default());
    }
}

#[tokio::test]
async fn m15_the_start_of_giving_stays_once_it_came() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let other = json!({ "publish_start_time": "2026-11-01 00:00:01" });
    assert_eq!(refusal(&world, &id, other).await, "INVALID_PARAMETER");
    world
        .change(&id, json!({ "publish_start_time": "2026-11-01 00:00:00" }))
        .await;
    let coming = with(
        flat(),
        &[
            ("publish_start_time", json!("2026-11-10 00:00:00")),
            (
                "voucher_use_rule/voucher_valid_period/valid_begin_time",
                json!("2026-11-10 00:00:00"),
            ),
        ],
    );
    let id = world.made(coming).await;
    world
        .change(&id, json!({ "publish_start_time": "2026-11-09 00:00:00" }))
        .await;
    assert_eq!(
        world.read(&id).await["publish_start_time"],
        "2026-11-09 00:00:00"
    );
}

#[tokio::test]
async fn m16_an_end_of_validity_is_an_absolute_ones() {
    let world = World::of_orders();
    let id = world
        .made(with(
            nested(),
            &[counted(json!({ "valid_days_after_receive": 3 }))],
        ))
        .await;
    let ends = valid(json!({ "valid_end_time": "2027-01-31 23:59:59" }));
    assert_eq!(refusal(&world, &id, ends).await, "INVALID_PARAMETER");
    let place = "voucher_use_rule_info/voucher_use_time_info/absolute_period_info/valid_end_time";
    let ends = at(place, json!("2027-01-31 23:59:59"));
    assert_eq!(refusal(&world, &id, ends).await, "INVALID_PARAMETER");
}

#[tokio::test]
async fn m17_giving_does_not_start_after_validity() {
    let world = World::of_orders();
    let coming = with(
        flat(),
        &[
            ("publish_start_time", json!("2026-11-10 00:00:00")),
            (
                "voucher_use_rule/voucher_valid_period/valid_begin_time",
                json!("2026-11-12 00:00:00"),
            ),
        ],
    );
    let id = world.made(coming).await;
    let refused = world
        .not_changed(&id, json!({ "publish_start_time": "2026-11-12 00:00:01" }))
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    assert_eq!(refused.message, LATE_BEGIN);
    world
        .change(&id, json!({ "publish_start_time": "2026-11-12 00:00:00" }))
        .await;
}

#[tokio::test]
async fn m18_validity_does_not_end_before_giving() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let refused = world
        .not_changed(&id, json!({ "publish_end_time": "2027-01-01 00:00:00" }))
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    assert_eq!(refused.message, EARLY_END);
    let both = with(
        valid(json!({ "valid_end_time": "2027-01-01 00:00:01" })),
        &[("publish_end_time", json!("2027-01-01 00:00:00"))],
    );
    world.change(&id, both).await;
}

#[tokio::test]
async fn m19_validity_ends_after_giving() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let refused = world
        .not_changed(&id, json!({ "publish_end_time": "2026-12-31 23:59:59" }))
        .await;
    assert_eq!(refused.message, EARLY_END);
}

#[tokio::test]
async fn m20_the_end_of_validity_only_moves_away_and_takes_given_vouchers_along() {
    let world = World::of_orders();
    let id = world.stocked(flat(), &["A"]).await;
    world.give(&id, ALICE).await;
    let earlier = valid(json!({ "valid_end_time": "2026-12-31 23:59:58" }));
    assert_eq!(refusal(&world, &id, earlier).await, "INVALID_PARAMETER");
    world
        .change(
            &id,
            valid(json!({ "valid_end_time": "2027-01-31 23:59:59" })),
        )
        .await;
    let seen = world.seen(&id, "A", ALICE).await;
    assert_eq!(seen["available_end_time"], "2027-01-31 23:59:59");
    world.go_to("2027-01-31 23:59:59").await;
    assert_eq!(world.take(&id, "A").await, 0);
}

#[tokio::test]
async fn m21_days_of_validity_are_a_relative_ones() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let days = valid(json!({ "valid_days_after_receive": 5 }));
    assert_eq!(refusal(&world, &id, days).await, "INVALID_PARAMETER");
    // Zero says nothing.
    world
        .change(&id, valid(json!({ "valid_days_after_receive": 0 })))
        .await;
}

#[tokio::test]
async fn m22_days_of_validity_are_some() {
    let world = World::of_orders();
    let id = world
        .made(with(
            nested(),
            &[counted(json!({ "valid_days_after_receive": 3 }))],
        ))
        .await;
    let days = valid(json!({ "valid_days_after_receive": -1 }));
    assert_eq!(refusal(&world, &id, days).await, "INVALID_PARAMETER");
}

#[tokio::test]
async fn m23_days_of_validity_only_grow_and_leave_given_vouchers_alone() {
    let world = World::of_orders();
    let id = world
        .made(with(
            nested(),
            &[counted(json!({ "valid_days_after_receive": 3 }))],
        ))
        .await;
    world.hand(&id, "A", ALICE).await;
    let before = world.seen(&id, "A", ALICE).await;
    let fewer = valid(json!({ "valid_days_after_receive": 2 }));
    assert_eq!(refusal(&world, &id, fewer).await, "INVALID_PARAMETER");
    world
        .change(&id, valid(json!({ "valid_days_after_receive": 10 })))
        .await;
    let after = world.seen(&id, "A", ALICE).await;
    assert_eq!(after["available_end_time"], before["available_end_time"]);
    world.hand(&id, "B", ALICE).await;
    let fresh = world.seen(&id, "B", ALICE).await;
    assert!(fresh["available_end_time"].as_str() > before["available_end_time"].as_str());
}

#[tokio::test]
async fn m24_validity_begins_no_later() {
    let world = World::of_orders();
    let coming = with(
        flat(),
        &[(
            "voucher_use_rule/voucher_valid_period/valid_begin_time",
            json!("2026-11-12 00:00:00"),
        )],
    );
    let id = world.made(coming).await;
    let later = valid(json!({ "valid_begin_time": "2026-11-12 00:00:01" }));
    assert_eq!(refusal(&world, &id, later).await, "INVALID_PARAMETER");
    let waiting = valid(json!({ "wait_days_after_receive": 1 }));
    assert_eq!(refusal(&world, &id, waiting).await, "INVALID_PARAMETER");
    world
        .change(
            &id,
            valid(json!({ "valid_begin_time": "2026-11-06 00:00:00" })),
        )
        .await;

    let days = json!({ "valid_days_after_receive": 3, "wait_days_after_receive": 2 });
    let id = world.made(with(nested(), &[counted(days)])).await;
    let more = valid(json!({ "wait_days_after_receive": 3 }));
    assert_eq!(refusal(&world, &id, more).await, "INVALID_PARAMETER");
    let begins = valid(json!({ "valid_begin_time": "2026-11-06 00:00:00" }));
    assert_eq!(refusal(&world, &id, begins).await, "INVALID_PARAMETER");
    world
        .change(&id, valid(json!({ "wait_days_after_receive": 1 })))
        .await;
    let read = world.read(&id).await;
    assert_eq!(
        read["voucher_use_rule"]["voucher_valid_period"]["wait_days_after_receive"],
        1
    );
}

#[tokio::test]
async fn m26_without_a_name_the_merchants_is_shown() {
    let world = World::of_orders();
    let mut body = nested();
    let display = body["voucher_display_pattern_info"]
        .as_object_mut()
        .unwrap();
    display.remove("brand_name");
    let id = world.made(body).await;
    let name = |read: &Value| read["voucher_display_pattern_info"]["brand_name"].clone();
    assert_eq!(name(&world.read(&id).await), "别名咖啡");
    world
        .change(
            &id,
            at("voucher_display_pattern_info/brand_name", json!("新名")),
        )
        .await;
    assert_eq!(name(&world.read(&id).await), "新名");
    world
        .change(
            &id,
            at("voucher_display_pattern_info/brand_name", json!("")),
        )
        .await;
    assert_eq!(name(&world.read(&id).await), "新名");
}

#[tokio::test]
async fn m28_only_an_exchange_has_a_comment() {
    let world = World::of_orders();
    let comment = json!({ "voucher_display_info": { "voucher_comment": "食材新鲜" } });
    let id = world.made(flat()).await;
    assert_eq!(
        refusal(&world, &id, comment.clone()).await,
        "INVALID_PARAMETER"
    );
    let id = world.made(exchange()).await;
    world.change(&id, comment).await;
    assert_eq!(
        world.read(&id).await["voucher_display_info"]["voucher_comment"],
        "食材新鲜"
    );
}

#[tokio::test]
async fn m31_details_come_with_a_picture() {
    let world = World::of_orders();
    let details = json!({ "voucher_display_info": { "voucher_detail_images": [DETAIL] } });
    let id = world.made(flat()).await;
    assert_eq!(
        refusal(&world, &id, details.clone()).await,
        "INVALID_PARAMETER"
    );
    world
        .change(
            &id,
            json!({ "voucher_display_info": { "voucher_image": PICTURE } }),
        )
        .await;
    world.change(&id, details).await;
    let read = world.read(&id).await;
    assert_eq!(
        read["voucher_display_info"]["voucher_detail_images"],
        json!([DETAIL])
    );
}

#[tokio::test]
async fn m33_pictures_were_uploaded_for_what_they_are() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    for (name, fine, wrong) in [
        ("brand_logo", LOGO, PICTURE),
        ("voucher_image", PICTURE, DETAIL),
        ("voucher_image", PICTURE, "A*nothing"),
    ] {
        let body = |id: &str| json!({ "voucher_display_info": { name: id } });
        assert_eq!(refusal(&world, &id, body(wrong)).await, "INVALID_PARAMETER");
        world.change(&id, body(fine)).await;
    }
}

#[tokio::test]
async fn m34_the_face_of_what_is_in_a_venue_stays() {
    let world = World::of_orders();
    let id = world.made(exchange()).await;
    world
        .registry
        .set_in_venue(activity_number(&id), true)
        .unwrap();
    let changes = [
        json!({ "voucher_display_info": { "brand_name": "别的" } }),
        json!({ "voucher_display_pattern_info": { "brand_logo": LOGO } }),
        json!({ "voucher_display_info": { "voucher_comment": "好" } }),
        json!({ "voucher_use_rule": { "exchange_voucher": { "voucher_name": "别的" } } }),
    ];
    for change in &changes {
        assert_eq!(
            refusal(&world, &id, change.clone()).await,
            "BIZ_ERROR",
            "{change}"
        );
    }
    let text = json!({ "voucher_display_info": { "voucher_description": "别的", "brand_name": "示例小馆" } });
    world.change(&id, text).await;
    world
        .registry
        .set_in_venue(activity_number(&id), false)
        .unwrap();
    for change in changes {
        world.change(&id, change).await;
    }
}

#[tokio::test]
async fn m36_a_providers_own_business_shows_its_brand() {
    let world = World::of_orders();
    let mine = json!({ "business_type": "ISV" });
    let mut body = with(
        exchange(),
        &[("activity_base_info/belong_merchant_info", mine)],
    );
    let brand = "voucher_display_pattern_info/brand_logo";
    let refused = world.not_made(body.clone()).await;
    assert_eq!(refused.code, "INVALID_PARAMETER", "C33: no logo");
    set(&mut body, brand, json!(LOGO));
    let id = world.made(body).await;
    // What is stored counts.
    world
        .change(
            &id,
            at("voucher_display_pattern_info/voucher_name", json!("新套餐")),
        )
        .await;
    let details = at(
        "voucher_display_pattern_info/voucher_detail_images",
        json!([DETAIL]),
    );
    assert_eq!(refusal(&world, &id, details).await, "INVALID_PARAMETER");
}

#[tokio::test]
async fn m37_only_an_exchange_has_a_name_of_its_own() {
    let world = World::of_orders();
    let name = json!({ "voucher_use_rule": { "exchange_voucher": { "voucher_name": "套餐" } } });
    let id = world.made(flat()).await;
    assert_eq!(
        refusal(&world, &id, name.clone()).await,
        "INVALID_PARAMETER"
    );
    let id = world.made(exchange()).await;
    world.change(&id, name).await;
    let read = world.read(&id).await;
    assert_eq!(read["voucher_display_pattern_info"]["voucher_name"], "套餐");
    assert_eq!(
        read["voucher_use_rule"]["exchange_voucher"]["voucher_name"],
        "套餐"
    );
}

#[tokio::test]
async fn m52_apps_are_mini_programs() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    let place = "voucher_available_scope_info/voucher_available_app_info/available_app_ids";
    assert_eq!(
        refusal(&world, &id, at(place, json!([WEB_APP]))).await,
        "INVALID_PARAMETER"
    );
    world
        .change(&id, at(place, json!([OWNER_APP, SECOND_APP, OWNER_APP])))
        .await;
    let read = world.read(&id).await;
    let apps = &read["voucher_available_scope_info"]["voucher_available_app_info"];
    assert_eq!(apps["available_app_ids"], json!([OWNER_APP, SECOND_APP]));
}

#[tokio::test]
async fn m53_goods_are_listed_on_one_side() {
    let world = World::of_orders();
    let goods = "voucher_available_scope_info/voucher_available_goods_info";
    let id = world
        .made(with(
            nested(),
            &[(goods, json!({ "available_goods_sku_ids": ["a", "b"] }))],
        ))
        .await;
    let other = at(goods, json!({ "exclude_goods_sku_ids": ["c"] }));
    assert_eq!(refusal(&world, &id, other).await, "INVALID_PARAMETER");
    world
        .change(
            &id,
            at(
                goods,
                json!({ "available_goods_sku_ids": ["c"], "goods_description": "新" }),
            ),
        )
        .await;
    let read = world.read(&id).await;
    let shown = &read["voucher_available_scope_info"]["voucher_available_goods_info"];
    assert_eq!(shown["available_goods_sku_ids"], json!(["c"]));
    assert_eq!(shown["goods_description"], "新");
}

#[tokio::test]
async fn m54_a_limit_can_be_set_and_not_taken_away() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let limit = |n: i32| json!({ "voucher_send_rule": { "voucher_quantity_limit_per_user": n } });
    world.change(&id, limit(1)).await;
    world.change(&id, limit(0)).await;
    world
        .change(
            &id,
            at(&format!("{RULE}/quantity_limit_per_user"), json!(0)),
        )
        .await;
    let read = world.read(&id).await;
    assert_eq!(
        read["voucher_send_rule"]["voucher_quantity_limit_per_user"],
        1
    );
    let rule = &read["voucher_send_mode_info"]["voucher_send_rule_info"];
    assert_eq!(rule["quantity_limit_per_user_period_type"], "LIFE_CYCLE");
    world.deposit(&id, &["A", "B"]).await;
    world.raise(&id, 2).await;
    world.give(&id, ALICE).await;
    assert_eq!(
        world.not_given(&id, ALICE).await.message,
        "业务异常超过用户领取上限"
    );
    world.change(&id, limit(2)).await;
    world.give(&id, ALICE).await;
}

#[tokio::test]
async fn m55_persons_and_phones_count_where_there_is_a_limit() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let rule = |rule: Value| json!({ "voucher_send_rule": rule });
    let by_person = rule(json!({ "natural_person_limit": true }));
    let refused = world.not_changed(&id, by_person).await;
    assert_eq!(
        refused.message,
        "参数有误REQUEST_PARAM_ILLEGAL|异常原因:请求参数非法|打开了身份证计次和电话号码计次.则 voucherQuantityLimitPerUser 必须大于0"
    );
    let by_phone = rule(json!({ "phone_number_limit": "true" }));
    assert_eq!(
        refusal(&world, &id, by_phone.clone()).await,
        "INVALID_PARAMETER"
    );
    world
        .change(&id, rule(json!({ "voucher_quantity_limit_per_user": 1 })))
        .await;
    world.change(&id, by_phone).await;
    let read = world.read(&id).await;
    assert_eq!(read["voucher_send_rule"]["phone_number_limit"], true);
    world
        .change(&id, rule(json!({ "phone_number_limit": "false" })))
        .await;
    let read = world.read(&id).await;
    assert_eq!(read["voucher_send_rule"]["phone_number_limit"], false);
}

#[tokio::test]
async fn m56_the_quantity_is_repeated_or_not_said() {
    let world = World::of_orders();
    let place = format!("{RULE}/quantity");
    let id = world.made(nested()).await;
    world.change(&id, at(&place, json!(100))).await;
    assert_eq!(
        refusal(&world, &id, at(&place, json!(101))).await,
        "INVALID_PARAMETER"
    );
    world.raise(&id, 200).await;
    world.change(&id, at(&place, json!(200))).await;
    assert_eq!(
        refusal(&world, &id, at(&place, json!(100))).await,
        "INVALID_PARAMETER"
    );
    let id = world.stocked(uploaded(), &["A"]).await;
    assert_eq!(
        refusal(&world, &id, at(&place, json!(1))).await,
        "INVALID_PARAMETER"
    );
    world.change(&id, at(&place, json!(0))).await;
    let read = world.read(&id).await;
    assert_eq!(read["voucher_send_rule"]["voucher_quantity"], 1);
}

#[tokio::test]
async fn m57_what_a_day_gives_stays_within_the_total() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    let place = format!("{RULE}/max_quantity_by_day");
    // Thirty days and a hundred vouchers.
    assert_eq!(
        refusal(&world, &id, at(&place, json!(4))).await,
        "INVALID_PARAMETER"
    );
    world.change(&id, at(&place, json!(3))).await;
    let longer = json!({ "publish_end_time": "2026-12-04 23:59:59" });
    assert_eq!(
        refusal(&world, &id, longer.clone()).await,
        "INVALID_PARAMETER"
    );
    world.raise(&id, 102).await;
    world.change(&id, longer).await;
}

#[tokio::test]
async fn m60_prices_of_a_sale_change() {
    let world = World::of_orders();
    let id = world.made(sold()).await;
    let place = |name: &str| format!("voucher_send_mode_info/voucher_sale_mode_info/{name}");
    world
        .change(&id, at(&place("sale_amount"), json!("66.5")))
        .await;
    world
        .change(&id, at(&place("refundable"), json!(false)))
        .await;
    let read = world.read(&id).await;
    let sale = &read["voucher_send_mode_info"]["voucher_sale_mode_info"];
    assert_eq!(sale["sale_amount"], "66.50");
    assert_eq!(sale["refundable"], false);
    assert_eq!(sale["overdue_refundable"], true);
    assert_eq!(
        read["voucher_use_rule"]["exchange_voucher"]["sale_amount"],
        "66.50"
    );
    let refused = world.not_bought(&id).await;
    assert_eq!(
        refused.code, "INVALID_PARAMETER",
        "it costs something else now"
    );
    let body = world.to_buy(&id, "66.50");
    world.ok(Operation::OrderCreate, body).await;
}

#[tokio::test]
async fn m61_a_new_payee_was_registered() {
    let world = World::of_orders();
    let id = world.made(sold()).await;
    let payee = "voucher_send_mode_info/voucher_sale_mode_info/payee_pid";
    assert_eq!(
        refusal(&world, &id, at(payee, json!(CLIENT))).await,
        "INVALID_PARAMETER"
    );
    world
        .ok(Operation::PayeeinfoCreate, json!({ "payee_pid": CLIENT }))
        .await;
    world.change(&id, at(payee, json!(CLIENT))).await;
}

fn led(guide: Value) -> Value {
    json!({ "customer_guide": { "voucher_use_guide": guide } })
}

#[tokio::test]
async fn m62_the_mini_program_is_of_the_same_company() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let refused = world
        .not_changed(
            &id,
            led(json!({ "mini_app_id": STRANGER_APP, "mini_app_path": "a" })),
        )
        .await;
    assert_eq!(refused.code, "BIZ_ERROR");
    world
        .change(
            &id,
            led(json!({ "mini_app_id": SECOND_APP, "mini_app_path": "a" })),
        )
        .await;
}

#[tokio::test]
async fn m63_a_page_is_of_a_mini_program_that_is_said_or_stored() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let page = led(json!({ "mini_app_path": "pages/a" }));
    let refused = world.not_changed(&id, page.clone()).await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    assert_eq!(
        refused.message,
        "参数有误REQUEST_PARAM_ILLEGAL|异常原因:请求参数非法|用户引导信息 miniAppPath 有值,则 miniAppId 必须有 值"
    );
    world
        .change(
            &id,
            led(json!({ "mini_app_id": OWNER_APP, "mini_app_path": "pages/b" })),
        )
        .await;
    world.change(&id, page).await;
    let read = world.read(&id).await;
    let guide = &read["customer_guide"]["voucher_use_guide"];
    assert_eq!(guide["mini_app_path"], "pages/a");
    assert_eq!(guide["mini_app_id"], OWNER_APP);
}

#[tokio::test]
async fn m65_a_service_is_of_a_mini_program_that_is_said_or_stored() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let service = led(json!({ "service_codes": [SERVICE] }));
    assert_eq!(
        refusal(&world, &id, service.clone()).await,
        "INVALID_PARAMETER"
    );
    world
        .change(
            &id,
            led(json!({ "mini_app_id": OWNER_APP, "mini_app_path": "pages/b" })),
        )
        .await;
    world.change(&id, service).await;
    for unknown in ["2026110121000303380000", STRANGE_SERVICE] {
        let service = led(json!({ "service_codes": [unknown] }));
        assert_eq!(refusal(&world, &id, service).await, "INVALID_PARAMETER");
    }
}

#[tokio::test]
async fn m67_a_page_and_a_service_take_each_others_place() {
    let world = World::of_orders();
    let id = world.made(flat()).await;
    let read = |read: Value| {
        let guide = &read["customer_guide"]["voucher_use_guide"];
        (
            guide["mini_app_path"].clone(),
            guide["service_codes"].clone(),
        )
    };
    world
        .change(
            &id,
            led(json!({ "mini_app_id": OWNER_APP, "mini_app_path": "pages/b" })),
        )
        .await;
    assert_eq!(read(world.read(&id).await), (json!("pages/b"), Value::Null));
    world
        .change(&id, led(json!({ "service_codes": [SERVICE] })))
        .await;
    assert_eq!(read(world.read(&id).await), (Value::Null, json!([SERVICE])));
    world
        .change(&id, led(json!({ "mini_app_path": "pages/c" })))
        .await;
    assert_eq!(read(world.read(&id).await), (json!("pages/c"), Value::Null));
}

#[tokio::test]
async fn m68_only_an_exchange_has_a_place_to_be_had() {
    let world = World::of_orders();
    let place =
        json!({ "customer_guide": { "voucher_send_guide": { "voucher_detail_url": USE_PAGE } } });
    let id = world.made(flat()).await;
    assert_eq!(
        refusal(&world, &id, place.clone()).await,
        "INVALID_PARAMETER"
    );
    let id = world.made(exchange()).await;
    world.change(&id, place).await;
    let read = world.read(&id).await;
    let guide = &read["voucher_customer_guide_info"]["voucher_send_guide_info"];
    assert_eq!(guide["mini_app_send_guide_info"]["mini_app_url"], USE_PAGE);
    assert_eq!(guide["send_guide_mode"], json!(["MINI_APP"]));
}

#[tokio::test]
async fn m71_a_voucher_can_be_used_as_often_as_one_was() {
    let world = World::of_orders();
    let times = "voucher_use_rule_info/voucher_max_use_times";
    let id = world.made(with(nested(), &[(times, json!(3))])).await;
    world.hand(&id, "A", ALICE).await;
    world.take(&id, "A").await;
    assert_eq!(world.take(&id, "A").await, 1);
    assert_eq!(
        refusal(&world, &id, at(times, json!(1))).await,
        "INVALID_PARAMETER"
    );
    world.change(&id, at(times, json!(2))).await;
    assert_eq!(world.not_taken(&id, "A").await.code, "BIZ_ERROR");
    world.change(&id, at(times, json!(4))).await;
    assert_eq!(world.take(&id, "A").await, 1);
    world.is_sound().await;
}

#[tokio::test]
async fn m72_only_an_exchange_is_a_providers_own_business() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    let mine = at(
        "activity_base_info/belong_merchant_info",
        json!({ "business_type": "ISV" }),
    );
    assert_eq!(refusal(&world, &id, mine).await, "INVALID_PARAMETER");
}

#[tokio::test]
async fn g9_others_do_not_see_what_is_not_theirs() {
    let world = World::of_orders();
    let id = world.made(nested()).await;
    let body = world.to_change(&id, json!({ "activity_name": "一" }));
    let refused = world
        .refusal_to(stranger(), Operation::OrderVoucherModify, &body)
        .await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    assert_eq!(refused.message, NO_ACTIVITY);
    // Who has nothing to do with it is told so before any rule.
    let body = world.to_change(&id, json!({ "publish_end_time": "nonsense" }));
    let refused = world
        .refusal_to(isv(), Operation::OrderVoucherModify, &body)
        .await;
    assert_eq!(refused.message, NO_ACTIVITY);
    assert_ne!(ISV, OWNER);
    world
        .answer_to(
            owner(),
            Operation::OrderVoucherQuery,
            &json!({ "activity_id": id }),
        )
        .await;
}
