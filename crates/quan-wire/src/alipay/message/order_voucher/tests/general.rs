//! The general rules: how fields are read, and how long they may be.

use super::{create, flat, given, nested};
use crate::alipay::message::order_voucher::legacy::OrderVoucherSendRuleModify;
use crate::alipay::message::order_voucher::lengths;
use crate::alipay::message::order_voucher::modify::Request as Modify;
use crate::alipay::message::tests::edited;
use crate::alipay::message::{Code, parse};
use serde_json::{Value, json};

#[test]
fn g2_times_are_seconds_in_shanghai() {
    for (field, text) in [
        ("publish_start_time", "2027-01-01T00:00:00"),
        ("publish_end_time", "2027-05-31 24:00:00"),
        (
            "voucher_use_rule.voucher_valid_period.valid_end_time",
            "2027-06-30",
        ),
        (
            "voucher_use_rule.voucher_valid_period.valid_begin_time",
            "2027-02-30 00:00:00",
        ),
    ] {
        let violation = create(&edited(flat(), &[(field, json!(text))])).unwrap_err();
        assert_eq!(
            (violation.rule, violation.field.as_str()),
            ("G2 times_are_seconds_in_shanghai", field)
        );
    }
}

#[test]
fn g3_prices_have_at_most_two_decimals() {
    let field = "voucher_use_rule.fix_voucher.amount";
    for value in [
        json!("1.001"),
        json!(1.001),
        json!("1e1"),
        json!("-1"),
        json!("一元"),
        json!(-1),
    ] {
        let violation = create(&edited(flat(), &[(field, value.clone())])).unwrap_err();
        assert_eq!(
            (violation.rule, violation.field.as_str()),
            ("G3 prices_have_at_most_two_decimals", field),
            "{value}"
        );
    }
}

#[test]
fn g3_prices_also_come_as_numbers() {
    for value in [json!(10), json!(10.0), json!("10"), json!("10.00")] {
        let field = "voucher_use_rule.fix_voucher.floor_amount";
        let flat = create(&edited(flat(), &[(field, value.clone())])).unwrap();
        let field = "voucher_deduct_info.fix_voucher_info.floor_amount";
        let nested = create(&edited(given(), &[(field, value)])).unwrap();
        for activity in [flat, nested] {
            let deduct = activity.document.voucher_deduct_info.unwrap();
            let floor = deduct.fix_voucher_info.unwrap().floor_amount;
            assert_eq!(floor.as_deref(), Some("10.00"));
        }
    }
    for (path, value) in [
        (
            "voucher_send_mode_info.voucher_sale_mode_info.sale_amount",
            json!(88.5),
        ),
        (
            "voucher_available_scope_info.voucher_available_goods_info.origin_amount",
            json!(128),
        ),
        (
            "voucher_deduct_info.exchange_voucher_info.amount",
            json!(0.1),
        ),
    ] {
        create(&edited(nested(), &[(path, value)])).unwrap();
    }
}

#[test]
fn g3_payment_vouchers_take_text_only() {
    use crate::alipay::message::create::Request as Payment;
    let text = json!({ "voucher_deduct_info": { "fix_voucher_info": { "amount": 1 } } });
    assert!(parse::<Payment>(text.to_string()).is_err());
}

#[test]
fn g4_zero_false_and_empty_mean_absent() {
    let plain = create(&nested()).unwrap();
    let rule = "voucher_send_mode_info.voucher_send_rule_info";
    for (path, value) in [
        (format!("{rule}.quantity_day_limit_per_user"), json!(0)),
        (format!("{rule}.real_name_limit"), json!(false)),
        (format!("{rule}.phone_number_limit"), json!("false")),
        ("activity_base_info.out_activity_id".to_owned(), json!("")),
        (
            "voucher_send_mode_info.delivery_channel_list".to_owned(),
            json!([]),
        ),
        (
            "voucher_use_rule_info.payment_restriction_list".to_owned(),
            json!(null),
        ),
        (
            "voucher_use_rule_info.quantity_limit_per_user".to_owned(),
            json!("0"),
        ),
        (
            "voucher_available_scope_info.voucher_available_goods_info.goods_detail".to_owned(),
            json!(""),
        ),
    ] {
        let activity = create(&edited(nested(), &[(&path, value)])).unwrap();
        assert_eq!(activity.document, plain.document, "{path}");
        assert_eq!(activity.canonical(), plain.canonical(), "{path}");
    }
}

#[test]
fn g4_false_is_a_value_in_a_modification() {
    let request = |rule: Value| {
        let text = json!({ "activity_id": "A", "out_biz_no": "N", "voucher_send_rule": rule });
        parse::<Modify>(text.to_string()).unwrap().check().unwrap()
    };
    let (off, unsaid, zero) = (
        request(json!({ "natural_person_limit": false })),
        request(json!({})),
        request(json!({ "voucher_quantity_limit_per_user": 0 })),
    );
    assert_ne!(off.canonical(), unsaid.canonical());
    assert_eq!(zero.canonical(), unsaid.canonical());
    let rule = off
        .wanted
        .voucher_send_mode_info
        .unwrap()
        .voucher_send_rule_info;
    assert_eq!(rule.unwrap().natural_person_limit, Some(false));
}

#[test]
fn g5_unknown_fields_are_ignored() {
    let message = edited(
        nested(),
        &[
            ("new", json!({ "amount": [1] })),
            (
                "voucher_deduct_info.exchange_voucher_info.new_amount",
                json!(true),
            ),
        ],
    );
    assert_eq!(
        create(&message).unwrap().document,
        create(&nested()).unwrap().document
    );
}

#[test]
fn g11_lists_lose_repetitions() {
    let path = "voucher_available_scope_info.voucher_available_account_info.available_pids";
    let activity = create(&edited(
        nested(),
        &[(path, json!(["b", "a", "b", "", "a"]))],
    ))
    .unwrap();
    assert_eq!(activity.scope.pids, ["b", "a"]);
}

#[test]
fn g12_field_types() {
    for (path, value) in [
        ("voucher_send_rule.voucher_quantity", json!("many")),
        ("voucher_send_rule.natural_person_limit", json!(1)),
        ("voucher_use_rule.fix_voucher.amount", json!(true)),
        ("voucher_use_rule.fix_voucher.amount", json!({ "yuan": 1 })),
        ("voucher_use_rule.fix_voucher", json!(["1", "10"])),
        ("activity_name", json!(7)),
        (
            "voucher_use_rule.voucher_available_scope.order_voucher_available_shop.shop_ids",
            json!("2026"),
        ),
    ] {
        let violation = create(&edited(flat(), &[(path, value.clone())])).unwrap_err();
        assert_eq!(
            (violation.rule, violation.field.as_str(), violation.code()),
            ("G12 field_types", path, Code::InvalidParameter),
            "{value}"
        );
        let text = violation.to_string();
        assert!(
            text.starts_with("参数有误REQUEST_PARAM_ILLEGAL|异常原因:请求参数非法|"),
            "{text}"
        );
    }
}

/// A message with one text or list at a path.
fn with(path: &str, value: Value) -> Value {
    let mut message = value;
    for name in path.rsplit('.') {
        message = json!({ name: message });
        if name == "out_item_info" {
            message = json!({ name: [message[name].clone()] });
        }
    }
    message
}

#[test]
fn g12_text_too_long() {
    for (path, most) in lengths::all() {
        let fits = with(path, json!("券".repeat(*most)));
        assert_eq!(lengths::check(&fits, &[]), Ok(()), "{path}");
        let message = with(path, json!("券".repeat(most + 1)));
        let violation = lengths::check(&message, &[]).unwrap_err();
        assert_eq!(
            (violation.rule, violation.field.as_str()),
            ("G12 text_too_long", *path)
        );
        assert_eq!(lengths::check(&message, &[path]), Ok(()), "{path}");
    }
    let field = "voucher_display_info.brand_name";
    let message = edited(flat(), &[(field, json!("x".repeat(13)))]);
    assert_eq!(create(&message).unwrap_err().rule, "G12 text_too_long");
}

#[test]
fn g12_list_too_long() {
    let path = "voucher_display_info.voucher_detail_images";
    // Two texts of 125 characters are 257 with quotes, comma and brackets.
    for (length, fits) in [(125, false), (124, true)] {
        let list = json!(["a".repeat(length), "b".repeat(125)]);
        let judged = lengths::check(&with(path, list), &[]);
        assert_eq!(judged.is_ok(), fits);
    }
}

#[test]
fn g12_list_too_long_of_shops() {
    let ids = |count: usize| -> Value { (0..count).map(|n| json!(format!("{n:025}"))).collect() };
    let nested_path = "voucher_available_scope_info.voucher_available_geography_scope_info.available_geography_shop_info";
    let flat_path =
        "voucher_use_rule.voucher_available_scope.order_voucher_available_shop.shop_ids";
    // An id is 28 characters with its quotes and comma.
    for (message, rule) in [
        (
            edited(
                given(),
                &[(nested_path, json!({ "available_shop_ids": ids(3000) }))],
            ),
            Some("G12 list_too_long"),
        ),
        (
            edited(
                given(),
                &[(nested_path, json!({ "available_shop_ids": ids(2999) }))],
            ),
            None,
        ),
        (edited(flat(), &[(flat_path, ids(299_999))]), None),
        (
            edited(flat(), &[(flat_path, ids(300_000))]),
            Some("G12 list_too_long"),
        ),
    ] {
        assert_eq!(create(&message).err().map(|violation| violation.rule), rule);
    }
}

#[test]
fn g13_absent_values_are_left_out() {
    use crate::alipay::message::order_voucher::{modify, query};
    assert_eq!(
        serde_json::to_value(query::Answer::default()).unwrap(),
        json!({})
    );
    assert_eq!(
        serde_json::to_value(modify::Answer::default()).unwrap(),
        json!({})
    );
}

#[test]
fn a_flag_that_is_modelled_as_text_is_sent_as_text() {
    for value in [json!("true"), json!(true)] {
        let text = json!({ "phone_number_limit": value }).to_string();
        let rule: OrderVoucherSendRuleModify = parse(text).unwrap();
        let sent = serde_json::to_value(rule).unwrap();
        assert_eq!(sent, json!({ "phone_number_limit": "true" }));
    }
}
