//! Totals and codes: append, stop, codedeposit, codecount.

use super::{judges, rules, same, sample};
use crate::alipay::message::order_voucher::codedeposit::{self, Fault};
use crate::alipay::message::order_voucher::{append, codecount, is_code, stop};
use crate::alipay::message::word::AccessMode;
use crate::alipay::message::{from_pairs, parse};
use serde_json::{Value, json};

judges! {
    appending: append::Request;
    stopping: stop::Request;
    depositing: codedeposit::Request;
    counting: codecount::Request;
}

fn order() -> Value {
    json!({
        "activity_id": "A", "out_biz_no": "N", "voucher_quantity": 100,
        "voucher_codes": ["123AB"],
    })
}

rules! { order, appending;
    a1_activity_id_required: { "activity_id" = "" };
    a3_voucher_quantity_required: { "voucher_quantity" = 0 };
    a3_voucher_quantity_required_not_negative: { "voucher_quantity" = (-1) };
    a5_voucher_quantity_at_most_999999: { "voucher_quantity" = 1_000_000 }
        but { "voucher_quantity" = "999999" };
    g7_out_biz_no_required: { "out_biz_no" = null };
    g7_out_biz_no_at_most_64_chars: { "out_biz_no" = ("编".repeat(65)) }
        but { "out_biz_no" = ("编".repeat(64)) };
    g8_merchant_access_mode_known: { "merchant_access_mode" = "OTHER_MODE" }
        but { "merchant_access_mode" = "AGENCY_MODE" };
    g12_text_too_long: { "activity_id" = ("1".repeat(129)) }
        but { "activity_id" = ("1".repeat(128)) };
}
rules! { order, stopping; t1_activity_id_required: { "activity_id" = null }; }
rules! { order, depositing;
    d1_activity_id_required: { "activity_id" = null };
    d3_between_1_and_1000_codes: { "voucher_codes" = [] };
    d3_between_1_and_1000_codes_at_most: { "voucher_codes" = (vec!["a"; 1001]) }
        but { "voucher_codes" = (vec!["a"; 1000]) };
}
rules! { order, counting; n1_activity_id_required: { "activity_id" = "" }; }

fn appended() -> append::Append {
    let request = parse::<append::Request>(order().to_string()).unwrap();
    request.check().unwrap()
}

#[test]
fn a4_voucher_quantity_only_grows() {
    let append = appended();
    assert_eq!(append.order.access_mode, AccessMode::SelfMode);
    assert_eq!(append.against(99), Ok(1));
    for total in [100, 101] {
        super::named(
            "a4_voucher_quantity_only_grows",
            &append.against(total).unwrap_err(),
        );
    }
}

#[test]
fn a6_voucher_quantity_is_the_number_of_imported_codes() {
    let append = appended();
    assert_eq!(append.against_codes(100), Ok(()));
    for imported in [99, 101] {
        let violation = append.against_codes(imported).unwrap_err();
        super::named(
            "a6_voucher_quantity_is_the_number_of_imported_codes",
            &violation,
        );
    }
}

#[test]
fn d4_codes_are_1_to_64_of_their_alphabet() {
    let longest = "z".repeat(64);
    for code in ["a", "0aZ-_+=|", longest.as_str()] {
        assert!(is_code(code), "{code}");
    }
    let too_long = "z".repeat(65);
    for code in ["", "a b", "券", "a.b", "a/b", "a%", too_long.as_str()] {
        assert!(!is_code(code), "{code}");
    }
}

fn deposit(codes: &Value) -> codedeposit::Deposit {
    let request = json!({ "activity_id": "A", "out_biz_no": "N", "voucher_codes": codes });
    let request = parse::<codedeposit::Request>(request.to_string()).unwrap();
    request.check().unwrap()
}

#[test]
fn d4_an_ill_formed_code_fails_alone() {
    let deposit = deposit(&json!(["good", "", "b d"]));
    assert_eq!(deposit.fine().collect::<Vec<_>>(), ["good"]);
    let answer = serde_json::to_value(deposit.answer(|_| false)).unwrap();
    assert_eq!(
        (&answer["success_count"], &answer["fail_count"]),
        (&json!(1), &json!(2))
    );
    let failed = &answer["fail_voucher_code_detail_list"][1];
    let illegal = json!({
        "voucher_code": "b d", "error_code": "VOUCHER_CODE_ILLEGAL", "error_msg": "券码格式不合法",
    });
    assert_eq!(*failed, illegal);
}

#[test]
fn d5_a_code_counts_once_in_a_call_and_in_its_case() {
    let deposit = deposit(&json!(["a", "A", "a"]));
    let faults: Vec<_> = deposit.codes.iter().map(|(_, fault)| *fault).collect();
    assert_eq!(faults, [None, None, Some(Fault::Duplicate)]);
}

#[test]
fn d8_lists_keep_the_order_of_the_request() {
    let answer = deposit(&json!(["c", "a", "b", "d"])).answer(|code| code < "c");
    assert_eq!(answer.success_voucher_code_list, ["c", "d"]);
    let failed = answer.fail_voucher_code_detail_list.iter();
    let failed: Vec<_> = failed
        .map(|detail| detail.voucher_code.as_deref())
        .collect();
    assert_eq!(failed, [Some("a"), Some("b")]);
}

#[test]
fn deposits_come_out_the_same() {
    let sample = sample("codedeposit");
    same::<codedeposit::Request>(&sample["gateway"]["biz_content"]);
    same::<codedeposit::Request>(&sample["v3"]["request"]["body"]);
    let answer = &sample["v3"]["response"]["body"];
    same::<codedeposit::Answer>(answer);
    let asked = parse::<codedeposit::Request>(sample["gateway"]["biz_content"].to_string());
    let made = asked
        .unwrap()
        .check()
        .unwrap()
        .answer(|code| code == "789CE");
    assert_eq!(serde_json::to_value(made).unwrap(), *answer);
}

#[test]
fn an_answer_without_failures_has_no_list_of_them() {
    let answer = serde_json::to_value(deposit(&json!(["a"])).answer(|_| false)).unwrap();
    let whole = json!({
        "success_count": 1, "fail_count": 0, "success_voucher_code_list": ["a"],
    });
    assert_eq!(answer, whole);
}

#[test]
fn counts_are_asked_in_a_query() {
    let pairs = [("merchant_access_mode", "SELF_MODE"), ("activity_id", "A")];
    let asked: codecount::Request = from_pairs(pairs).unwrap();
    assert_eq!(asked.check().as_deref(), Ok("A"));
    let answer = serde_json::to_value(codecount::Answer::of(0)).unwrap();
    assert_eq!(answer, json!({ "success_count": 0 }));
}
