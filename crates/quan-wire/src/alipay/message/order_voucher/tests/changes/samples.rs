//! The samples of modification.

use super::{sample, valid};
use crate::alipay::message::order_voucher::modify::Request;
use crate::alipay::message::parse;
use serde_json::Value;

/// Members of a message at every depth.
fn leaves(value: &Value) -> usize {
    let members = value.as_object();
    members.map_or(0, |members| {
        members.values().map(|value| 1 + leaves(value)).sum()
    })
}

#[test]
fn m33_to_m71_every_field_of_the_sample_decodes() {
    let sent = sample("modify-request-all-fields");
    let request: Request = parse(sent.to_string()).unwrap();
    assert_eq!(serde_json::to_value(&request).unwrap(), sent);
    assert_eq!(leaves(&sent), 134, "131 fields, and three of settlement");
    // The two forms name the voucher differently: the first of its broken rules.
    let violation = request.check().unwrap_err();
    assert_eq!(
        (violation.rule, violation.field.as_str()),
        (
            "G1 forms_agree",
            "voucher_display_pattern_info.voucher_name"
        )
    );
}

#[test]
fn answers_to_a_valid_request_fill_the_same_blocks() {
    use crate::alipay::message::order_voucher::modify::Answer;
    for name in ["modify-response-all-fields", "modify-response-partial"] {
        let mut told =
            sample(name)["alipay_marketing_activity_ordervoucher_modify_response"].clone();
        told.as_object_mut()
            .unwrap()
            .retain(|name, _| name != "code" && name != "msg");
        let answer: Answer = parse(told.to_string()).unwrap();
        assert_eq!(serde_json::to_value(answer).unwrap(), told);
    }
    let same: Request = parse(valid().to_string()).unwrap();
    let mut once = valid();
    let shops =
        &mut once["voucher_use_rule"]["voucher_available_scope"]["order_voucher_available_shop"];
    shops["shop_ids"].as_array_mut().unwrap().pop();
    assert_eq!(serde_json::to_value(same).unwrap(), once);
}
