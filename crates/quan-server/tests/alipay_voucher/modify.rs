//! Section 5: an activity grows.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{
    ALICE, CLIENT, OWNER, SHOP, SHOP_TOO, STRANGE_SHOP, World, activity_number, body, body_with,
    relative, set,
};

const INVALID: &str = "INVALID_PARAMETER";

fn change(world: &World, id: &str, path: &str, value: Value) -> Value {
    let base = json!({ "activity_id": id });
    let mut body = json!({ "out_biz_no": world.number(), "activity_base_info": base });
    set(&mut body, path, value);
    body
}

const END: &str = "voucher_send_mode_info/voucher_send_rule_info/publish_end_time";
const VALID_END: &str =
    "voucher_use_rule_info/voucher_use_time_info/absolute_period_info/valid_end_time";
const PIDS: &str = "voucher_available_scope_info/voucher_available_account_info/available_pids";

async fn changed(world: &World, id: &str, path: &str, value: Value) {
    let answer = world
        .ok(Operation::VoucherModify, change(world, id, path, value))
        .await;
    assert_eq!(answer, json!({}));
    world.settle().await;
}

#[tokio::test]
async fn v5_the_change_counts_once_it_is_done() {
    let world = World::manual();
    let id = world.create(body()).await;
    world
        .ok(Operation::VoucherModify, world.to_rename(&id))
        .await;
    assert_eq!(world.query(&id).await["activity_name"], "满100减20活动");
    world.engine.complete(activity_number(&id)).await.unwrap();
    assert_eq!(world.query(&id).await["activity_name"], "新名称");
}

#[tokio::test]
async fn v5_publish_end_time_is_extended_for_sending() {
    let world = World::new();
    let id = world.active(body()).await;
    changed(&world, &id, END, json!("2026-12-15 23:59:59")).await;
    world.go_to("2026-12-10 00:00:00").await;
    world.send(&id, ALICE).await;
    assert_eq!(
        world.query(&id).await["publish_end_time"],
        "2026-12-15 23:59:59"
    );
}

#[tokio::test]
async fn v5_a_shortened_time_is_refused() {
    let world = World::new();
    let id = world.active(body()).await;
    for (path, value) in [
        (END, "2026-11-20 00:00:00"),
        (VALID_END, "2026-12-30 23:59:59"),
    ] {
        let body = change(&world, &id, path, json!(value));
        assert_eq!(
            world.code(Operation::VoucherModify, body).await,
            INVALID,
            "{path}"
        );
    }
}

#[tokio::test]
async fn v5_extending_absolute_validity_extends_issued_vouchers() {
    let world = World::new();
    let id = world.active(body()).await;
    let voucher = world.send(&id, ALICE).await;
    changed(&world, &id, VALID_END, json!("2027-01-15 23:59:59")).await;
    world.go_to("2027-01-10 00:00:00").await;
    world.redeem(&voucher, ALICE, "100").await;
}

#[tokio::test]
async fn v5_more_valid_days_are_for_vouchers_issued_later() {
    let world = World::new();
    let days = relative(json!({ "valid_days_after_receive": 1 }));
    let id = world.active(body_with(&[days])).await;
    let early = world.send(&id, ALICE).await;
    let path =
        "voucher_use_rule_info/voucher_use_time_info/relative_period_info/valid_days_after_receive";
    changed(&world, &id, path, json!(5)).await;
    let late = world.send(&id, ALICE).await;
    world.go_to("2026-11-07 00:00:00").await;
    assert!(world.try_to_redeem(&early, ALICE, "100").await.is_err());
    world.redeem(&late, ALICE, "100").await;
}

#[tokio::test]
async fn v5_merchants_only_grow() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = change(&world, &id, PIDS, json!([CLIENT]));
    assert_eq!(world.code(Operation::VoucherModify, body).await, INVALID);
    changed(&world, &id, PIDS, json!([OWNER, CLIENT])).await;
    let asked = json!({ "activity_id": id });
    let answer = world.ok(Operation::MerchantBatchquery, asked).await;
    assert_eq!(answer["total_size"], 2);
    let voucher = world.send(&id, ALICE).await;
    world.redeem(&voucher, ALICE, "100").await;
}

#[tokio::test]
async fn v5_shops_only_grow_and_must_be_the_owners() {
    let world = World::new();
    let path = "voucher_available_scope_info/voucher_available_geography_scope_info";
    let shops = |ids: Value| {
        json!({
            "available_geography_scope_type": "SHOP",
            "available_geography_shop_info": { "available_shop_ids": ids }
        })
    };
    let id = world
        .active(body_with(&[(path, shops(json!([SHOP])))]))
        .await;
    for refused in [json!([SHOP_TOO]), json!([SHOP, STRANGE_SHOP])] {
        let body = change(&world, &id, path, shops(refused));
        assert_eq!(world.code(Operation::VoucherModify, body).await, INVALID);
    }
    changed(&world, &id, path, shops(json!([SHOP, SHOP_TOO]))).await;
    let answer = world
        .ok(Operation::ShopBatchquery, json!({ "activity_id": id }))
        .await;
    assert_eq!(answer["total_size"], 2);
}

#[tokio::test]
async fn v5_goods_only_grow() {
    let world = World::new();
    let path = "voucher_available_scope_info/voucher_available_goods_info/available_goods_sku_ids";
    let id = world.active(body_with(&[(path, json!(["a"]))])).await;
    let body = change(&world, &id, path, json!(["b"]));
    assert_eq!(world.code(Operation::VoucherModify, body).await, INVALID);
    changed(&world, &id, path, json!(["a", "b"])).await;
    let answer = world
        .ok(Operation::GoodsBatchquery, json!({ "activity_id": id }))
        .await;
    assert_eq!(answer["total_size"], 2);
}

#[tokio::test]
async fn v5_an_unchanged_scope_keeps_its_members() {
    let world = World::new();
    let id = world.active(body()).await;
    changed(&world, &id, END, json!("2026-12-15 23:59:59")).await;
    let voucher = world.send(&id, ALICE).await;
    world.redeem(&voucher, ALICE, "100").await;
}

#[tokio::test]
async fn v5_zero_and_false_leave_things_unchanged() {
    let world = World::new();
    let id = world.active(crate::world::body_giving(json!({
        "quantity_limit_per_user": 2, "natural_person_limit": true
    })));
    let id = id.await;
    let mut body = world.to_rename(&id);
    body["voucher_send_mode_info"] = json!({ "voucher_send_rule_info": {
        "quantity": 0, "quantity_limit_per_user": 0, "natural_person_limit": false,
        "phone_number_limit": false, "real_name_limit": false
    } });
    world.ok(Operation::VoucherModify, body).await;
    world.settle().await;
    let shown = world.query(&id).await;
    let rules = &shown["voucher_send_mode_info"]["voucher_send_rule_info"];
    assert_eq!(rules["quantity_limit_per_user"], 2);
    assert_eq!(rules["natural_person_limit"], true);
}

#[tokio::test]
async fn v5_other_fields_stay_as_they_are() {
    let world = World::new();
    let id = world.active(body()).await;
    let quantity = "voucher_send_mode_info/voucher_send_rule_info/quantity";
    let body = change(&world, &id, quantity, json!(2000));
    assert_eq!(world.code(Operation::VoucherModify, body).await, INVALID);
    let mut same = world.to_rename(&id);
    set(&mut same, quantity, json!(1000));
    world.ok(Operation::VoucherModify, same).await;
}

#[tokio::test]
async fn v5_the_present_total_is_what_quantity_is_compared_with() {
    let world = World::new();
    let id = world.active(body()).await;
    world
        .ok(Operation::VoucherAppend, world.to_append(&id, 1500))
        .await;
    world.settle().await;
    let quantity = "voucher_send_mode_info/voucher_send_rule_info/quantity";
    let mut same = world.to_rename(&id);
    set(&mut same, quantity, json!(1500));
    world.ok(Operation::VoucherModify, same).await;
}

#[tokio::test]
async fn v5_nothing_to_modify_is_invalid_parameter() {
    let world = World::new();
    let id = world.active(body()).await;
    let base = json!({ "activity_id": id });
    let body = json!({ "out_biz_no": "M-1", "activity_base_info": base });
    assert_eq!(world.code(Operation::VoucherModify, body).await, INVALID);
}

#[tokio::test]
async fn v5_an_unknown_activity_is_invalid_parameter() {
    let world = World::new();
    let body = world.to_rename("2026110500826004000000000777");
    assert_eq!(world.code(Operation::VoucherModify, body).await, INVALID);
}

#[tokio::test]
async fn v5_the_flat_shape_modifies_too() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = json!({
        "out_biz_no": "M-1", "activity_id": id, "publish_end_time": "2026-12-10 23:59:59",
        "voucher_use_rule": { "available_merchant": { "available_pids": [OWNER, CLIENT] } }
    });
    world.ok(Operation::VoucherModify, body).await;
    world.settle().await;
    assert_eq!(
        world.query(&id).await["publish_end_time"],
        "2026-12-10 23:59:59"
    );
}

#[tokio::test]
async fn v5_modifications_in_turn_build_on_each_other() {
    let world = World::new();
    let id = world.active(body()).await;
    changed(&world, &id, PIDS, json!([OWNER, CLIENT])).await;
    changed(&world, &id, END, json!("2026-12-15 23:59:59")).await;
    changed(
        &world,
        &id,
        PIDS,
        json!([OWNER, CLIENT, "2088000000000555"]),
    )
    .await;
    let answer = world
        .ok(Operation::MerchantBatchquery, json!({ "activity_id": id }))
        .await;
    assert_eq!(answer["total_size"], 3);
    let shown = world.query(&id).await;
    assert_eq!(shown["publish_end_time"], "2026-12-15 23:59:59");
    let voucher = world.send(&id, ALICE).await;
    world.redeem(&voucher, ALICE, "100").await;
}

#[tokio::test]
async fn v5_holidays_of_a_longer_validity_must_be_known() {
    let world = World::new();
    let rule = json!({
        "rule_type": "HOLIDAY",
        "holiday_rule_info": { "time_range_info": {
            "begin_time": "00:00:00",
            "end_time_info": { "end_time": "23:59:59", "end_time_type": "SAME_DAY" }
        } }
    });
    let path =
        "voucher_use_rule_info/voucher_use_time_info/absolute_period_info/time_restrict_info";
    let id = world
        .active(body_with(&[(
            path,
            json!({ "disable_period_info": [rule] }),
        )]))
        .await;
    let body = change(&world, &id, VALID_END, json!("2031-01-15 23:59:59"));
    assert_eq!(world.code(Operation::VoucherModify, body).await, INVALID);
}
