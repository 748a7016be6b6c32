//! How fields are read.

use super::{Violation, create, edited, nested};
use crate::alipay::message::{append, create as creation, from_pairs, parse, query, usable};
use serde_json::{Value, json};

const QUANTITY: &str = "voucher_send_mode_info.voucher_send_rule_info.quantity";

fn misread(path: &str, value: Value) -> Violation {
    create(&edited(nested(), &[(path, value)])).unwrap_err()
}

#[test]
fn v1_2_field_types() {
    for (path, value) in [
        (QUANTITY, json!("many")),
        (QUANTITY, json!(1.5)),
        (QUANTITY, json!(3_000_000_000_u64)),
        (QUANTITY, json!("2147483648")),
        (QUANTITY, json!([1])),
        (
            "voucher_send_mode_info.voucher_send_rule_info.real_name_limit",
            json!("yes"),
        ),
        (
            "voucher_send_mode_info.voucher_send_rule_info.real_name_limit",
            json!(1),
        ),
        ("voucher_deduct_info.fix_voucher_info.amount", json!(20)),
        ("voucher_deduct_info.fix_voucher_info", json!(["20", "100"])),
        ("activity_base_info", json!("name")),
        (
            "voucher_available_scope_info.voucher_available_account_info.available_pids",
            json!("2088"),
        ),
    ] {
        let violation = misread(path, value.clone());
        assert_eq!(
            (violation.rule, violation.field.as_str()),
            ("V1.2 field_types", path),
            "{value}"
        );
    }
    let path = "voucher_available_scope_info.voucher_available_account_info.available_pids";
    assert_eq!(
        misread(path, json!(["2088", 1])).field,
        format!("{path}[1]")
    );
}

#[test]
fn v1_2_field_types_of_the_whole() {
    for text in ["", "{", "[]", "null", "\"text\"", "{} {}", "\u{feff}{}"] {
        let violation = parse::<append::Request>(text).unwrap_err();
        assert_eq!(
            (violation.rule, violation.field.as_str()),
            ("V1.2 field_types", ""),
            "{text}"
        );
    }
    assert!(parse::<append::Request>(b"{\"activity_id\":\"\xff\"}").is_err());
}

#[test]
fn v1_2_integers_also_come_as_text() {
    let activity = create(&edited(nested(), &[(QUANTITY, json!("1000"))])).unwrap();
    assert_eq!(activity.sending.quantity, 1000);
}

#[test]
fn v1_2_booleans_also_come_as_text() {
    let path = "voucher_send_mode_info.voucher_send_rule_info.real_name_limit";
    assert!(
        create(&edited(nested(), &[(path, json!("true"))]))
            .unwrap()
            .sending
            .real_name
    );
}

#[test]
fn v1_2_unknown_fields_are_ignored() {
    let path = "activity_base_info.activity_delivery_ext_info";
    let activity = create(&edited(nested(), &[(path, json!({ "new": [1] }))])).unwrap();
    assert_eq!(activity.document, create(&nested()).unwrap().document);
}

#[test]
fn v1_2_null_and_empty_mean_absent() {
    let plain = parse::<creation::Request>(nested().to_string()).unwrap();
    let text = "activity_base_info.out_activity_id";
    let list = "voucher_send_mode_info.delivery_channel_list";
    for (path, empty) in [
        (text, json!(null)),
        (text, json!("")),
        (list, json!([])),
        (list, json!(null)),
    ] {
        let message = edited(nested(), &[(path, empty)]);
        assert_eq!(
            parse::<creation::Request>(message.to_string()).unwrap(),
            plain
        );
    }
}

#[test]
fn v1_2_zero_and_false_mean_absent() {
    let path = "voucher_send_mode_info.voucher_send_rule_info.quantity_day_limit_per_user";
    let activity = create(&edited(nested(), &[(path, json!(0))])).unwrap();
    assert_eq!(activity.sending.per_user_day, None);
    assert_eq!(
        activity.document.canonical(),
        create(&nested()).unwrap().document.canonical()
    );
}

#[test]
fn v1_2_lists_lose_repetitions() {
    let path = "voucher_available_scope_info.voucher_available_account_info.available_pids";
    let activity = create(&edited(
        nested(),
        &[(path, json!(["b", "a", "b", "", "a"]))],
    ))
    .unwrap();
    assert_eq!(activity.scope.pids, ["b", "a"]);
}

#[test]
fn v1_2_money_is_echoed_as_it_was_sent() {
    let path = "voucher_deduct_info.fix_voucher_info.amount";
    let activity = create(&edited(nested(), &[(path, json!("20.0"))])).unwrap();
    assert!(activity.document.to_json().contains(r#""amount":"20.0""#));
}

#[test]
fn v1_2_answers_never_hold_null() {
    let answer = query::Answer::default();
    assert_eq!(serde_json::to_value(&answer).unwrap(), json!({}));
}

#[test]
fn queries_are_read_from_pairs() {
    let pairs = [
        ("activity_id", "A"),
        ("page_num", "2"),
        ("page_size", ""),
        ("what", "ever"),
    ];
    let page = from_pairs::<usable::app::Request, _, _>(pairs)
        .unwrap()
        .check()
        .unwrap();
    assert_eq!(
        (page.activity_id.as_str(), page.page.num, page.page.size),
        ("A", 2, 20)
    );
    let violation = from_pairs::<usable::app::Request, _, _>([("page_num", "x")]).unwrap_err();
    assert_eq!(violation.field, "page_num");
}
