//! `voucher.modify`: its form, and what it makes of an activity.

use super::{create, edited, flat_shape, nested, rules, sample};
use crate::alipay::message::modify::{Changes, Modified, Request};
use crate::alipay::message::{Document, Violation, parse, times};
use serde_json::{Value, json};

/// A modification in today's shape; the sample's.
fn wider() -> Value {
    sample("06")["modify_new_shape"]["request_body"].clone()
}

/// A modification in the flat shape, of the flat sample.
fn longer() -> Value {
    json!({
        "activity_id": "A", "out_biz_no": "MOD-2", "publish_end_time": "2026-12-20 23:59:59",
        "voucher_use_rule": { "voucher_valid_period": { "valid_days_after_receive": 8 } },
    })
}

fn modify(message: &Value, present: &Document) -> Result<Modified, Violation> {
    parse::<Request>(message.to_string())?
        .check()?
        .against(present, 1000)
}

fn of_nested(message: &Value) -> Result<Modified, Violation> {
    modify(message, &create(&scoped()).unwrap().document)
}

fn of_flat(message: &Value) -> Result<Modified, Violation> {
    modify(message, &create(&flat_shape()).unwrap().document)
}

/// The nested sample with limits of every kind.
fn scoped() -> Value {
    edited(
        nested(),
        &[
            (
                "voucher_available_scope_info.voucher_available_app_info.available_app_ids",
                json!(["app1"]),
            ),
            (
                "voucher_available_scope_info.voucher_available_goods_info.available_goods_sku_ids",
                json!(["g1"]),
            ),
            (
                GEOGRAPHY,
                json!({
                    "available_geography_scope_type": "SHOP",
                    "available_geography_shop_info": { "available_shop_ids": ["s1", "s2"] },
                }),
            ),
        ],
    )
}

const GEOGRAPHY: &str = "voucher_available_scope_info.voucher_available_geography_scope_info";

rules! { wider, of_nested;
    v5_activity_ids_agree: { "activity_id" = "other" } but { "activity_id" = "2026110100826004000000000101" };
    v5_activity_name_at_most_20_chars: { "activity_base_info.activity_name" = ("x".repeat(21)) };
    v5_publish_end_time_format:
        { "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = "2026-12-15" };
    v5_publish_end_only_later:
        { "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = "2026-11-30 23:59:58" }
        but { "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = "2026-11-30 23:59:59" };
    v5_publish_span_at_most_180_days: {
        "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = "2027-04-30 00:00:01",
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_end_time" = "2028-01-01 00:00:00",
    } but {
        "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = "2027-04-30 00:00:00",
        "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_end_time" = "2028-01-01 00:00:00",
    };
    v5_publish_end_not_after_valid_end: {
        "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = "2027-01-15 00:00:00",
        "voucher_use_rule_info" = null,
    } but { "voucher_send_mode_info.voucher_send_rule_info.publish_end_time" = "2027-01-15 00:00:00" };
    v5_merchants_only_grow:
        { "voucher_available_scope_info.voucher_available_account_info.available_pids" = ["2088000000000102"] }
        but { "voucher_available_scope_info.voucher_available_account_info.available_smids" = ["2088000000000991"] };
    v5_apps_only_grow:
        { "voucher_available_scope_info.voucher_available_app_info.available_app_ids" = ["app2"] }
        but { "voucher_available_scope_info.voucher_available_app_info.available_app_ids" = ["app2", "app1"] };
    v5_places_only_grow: {
        "voucher_available_scope_info.voucher_available_geography_scope_info" = {
            "available_geography_scope_type": "SHOP",
            "available_geography_shop_info": { "available_shop_ids": ["s1", "s3"] },
        },
    } but {
        "voucher_available_scope_info.voucher_available_geography_scope_info" = {
            "available_geography_scope_type": "SHOP",
            "available_geography_shop_info": { "available_shop_ids": ["s3", "s2", "s1"] },
        },
    };
    v5_goods_only_grow:
        { "voucher_available_scope_info.voucher_available_goods_info.available_goods_sku_ids" = ["g2"] }
        but { "voucher_available_scope_info.voucher_available_goods_info.available_goods_sku_ids" = ["g1", "g2"] };
    v5_valid_end_time_format:
        { "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_end_time" = "2027" };
    v5_valid_end_only_later:
        { "voucher_use_rule_info.voucher_use_time_info.absolute_period_info.valid_end_time" = "2026-12-31 23:59:58" };
    v5_valid_days_only_for_relative:
        { "voucher_use_rule_info.voucher_use_time_info.relative_period_info.valid_days_after_receive" = 9 };
    v5_other_fields_stay:
        { "voucher_send_mode_info.voucher_send_rule_info.quantity" = 1001 }
        but { "voucher_send_mode_info.voucher_send_rule_info.quantity" = 1000 }
        but { "voucher_use_rule_info.voucher_max_use_times" = 1 };
    v5_other_fields_stay_of_limits:
        { "voucher_send_mode_info.voucher_send_rule_info.phone_number_limit" = true };
    v5_something_to_modify: {
        "activity_base_info.activity_name" = null,
        "voucher_send_mode_info" = null,
        "voucher_use_rule_info" = null,
        "voucher_available_scope_info.voucher_available_account_info.available_pids" = ["2088000000000101"],
    };
}

rules! { longer, of_flat;
    v5_valid_days_above_0: { "voucher_use_rule.voucher_valid_period.valid_days_after_receive" = (-1) };
    v5_valid_days_only_more: { "voucher_use_rule.voucher_valid_period.valid_days_after_receive" = 6 }
        but { "voucher_use_rule.voucher_valid_period.valid_days_after_receive" = 7 };
    v5_valid_end_only_for_absolute:
        { "voucher_use_rule.voucher_valid_period.valid_end_time" = "2027-02-20 14:45:42" };
}

#[test]
fn v5_zero_and_false_leave_unchanged() {
    let modified = of_nested(&wider()).unwrap();
    let changes = Changes {
        name: Some("满100减20活动(延期)".to_owned()),
        closes: times::parse("2026-12-15 23:59:59"),
        valid_end: times::parse("2027-01-15 23:59:59"),
        pids: Some(vec![
            "2088000000000101".to_owned(),
            "2088000000000102".to_owned(),
        ]),
        ..Changes::default()
    };
    assert_eq!(modified.changes, changes);
    let rule = modified
        .document
        .voucher_send_mode_info
        .unwrap()
        .voucher_send_rule_info
        .unwrap();
    assert_eq!(rule.natural_person_limit, Some(true));
    assert_eq!(
        rule.publish_end_time.as_deref(),
        Some("2026-12-15 23:59:59")
    );
}

#[test]
fn v5_flat_lists_are_joined_by_commas_or_listed() {
    let present = edited(
        flat_shape(),
        &[("voucher_use_rule.available_app_ids", json!(["a1"]))],
    );
    let present = create(&present).unwrap().document;
    for ids in [json!("a1,a2"), json!(["a1", "a2"])] {
        let message = edited(longer(), &[("voucher_use_rule.available_app_ids", ids)]);
        let changes = modify(&message, &present).unwrap().changes;
        assert_eq!(
            changes.app_ids,
            Some(vec!["a1".to_owned(), "a2".to_owned()])
        );
    }
}

#[test]
fn v5_flat_violations_bear_flat_names() {
    let message = edited(
        longer(),
        &[("publish_end_time", json!("2026-11-19 00:00:00"))],
    );
    assert_eq!(of_flat(&message).unwrap_err().field, "publish_end_time");
}

#[test]
fn v5_a_limit_where_there_was_none_is_no_growth() {
    let apps = "voucher_available_scope_info.voucher_available_app_info.available_app_ids";
    let message = edited(wider(), &[(apps, json!(["app1"]))]);
    let violation = modify(&message, &create(&nested()).unwrap().document).unwrap_err();
    assert_eq!(violation.rule, "V5 apps_only_grow");
}

#[test]
fn v5_places_grow_within_their_kind() {
    let place = |info: Value| edited(nested(), &[(GEOGRAPHY, info)]);
    let cities = |info: Value| {
        json!({
            "available_geography_scope_type": "CITY_CODE", "available_geography_city_info": info,
        })
    };
    let all = |exclude: Value| {
        json!({
            "available_geography_scope_type": "SHOP",
            "available_geography_shop_info": { "available_geography_all_shop": {
                "merchant_ids": ["2088000000000101"], "exclude_shop_ids": exclude } },
        })
    };
    let some = json!({ "available_city_codes": ["310100"] });
    for (from, to, grows) in [
        (
            cities(some.clone()),
            cities(json!({ "all_city": true })),
            true,
        ),
        (
            cities(json!({ "all_city": true })),
            cities(some.clone()),
            false,
        ),
        (
            cities(some.clone()),
            cities(json!({ "available_city_codes": ["110100", "310100"] })),
            true,
        ),
        (cities(some), all(json!([])), false),
        (all(json!(["s1", "s2"])), all(json!(["s2"])), true),
        (all(json!(["s1"])), all(json!(["s1", "s2"])), false),
    ] {
        let present = create(&place(from)).unwrap().document;
        let modified = modify(&edited(wider(), &[(GEOGRAPHY, to.clone())]), &present);
        assert_eq!(modified.is_ok(), grows, "{to}");
        if let Ok(modified) = modified {
            let scope = modified.document.voucher_available_scope_info.unwrap();
            assert_eq!(
                serde_json::to_value(scope.voucher_available_geography_scope_info).unwrap(),
                to
            );
        }
    }
}
