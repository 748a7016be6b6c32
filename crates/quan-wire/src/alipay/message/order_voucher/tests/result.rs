//! What became of shops, told in both forms.

use super::sample;
use crate::alipay::message::order_voucher::Forms;
use crate::alipay::message::order_voucher::create::Answer as Created;
use crate::alipay::message::order_voucher::modify::Answer;
use crate::alipay::message::order_voucher::result::{PlacesOutcome, ShopOutcome};
use crate::alipay::message::order_voucher::word::FailReason;
use serde_json::{Value, json};

const LEGACY: Forms = Forms {
    legacy: true,
    nested: false,
};
const NESTED: Forms = Forms {
    legacy: false,
    nested: true,
};
const BOTH: Forms = Forms {
    legacy: true,
    nested: true,
};

fn outcome(succeeded: &[&str], failed: &[(&str, &[FailReason])]) -> ShopOutcome {
    ShopOutcome {
        succeeded: succeeded.iter().map(|id| (*id).to_owned()).collect(),
        failed: failed
            .iter()
            .map(|(id, reasons)| ((*id).to_owned(), reasons.to_vec()))
            .collect(),
    }
}

fn answered(places: PlacesOutcome, forms: Forms) -> Value {
    serde_json::to_value(Answer::about(places, forms)).unwrap()
}

/// The partial success of the sample.
fn partial() -> PlacesOutcome {
    PlacesOutcome {
        shops: Some(outcome(
            &[
                "2026110500502000000011110003",
                "2026110500502000000011110004",
            ],
            &[
                ("2026110500502000000011110005", &[FailReason::NotExist]),
                ("2026110500502000000011110006", &[FailReason::NoRelation]),
            ],
        )),
        ..PlacesOutcome::default()
    }
}

/// An answer's own members.
fn told(name: &str) -> Value {
    let mut answer = sample(name)["alipay_marketing_activity_ordervoucher_modify_response"].clone();
    let members = answer.as_object_mut().unwrap();
    members.remove("code");
    members.remove("msg");
    answer
}

#[test]
fn m43_partial_success_is_told_as_in_the_sample() {
    assert_eq!(answered(partial(), LEGACY), told("modify-response-partial"));
}

#[test]
fn m43_every_kind_is_told_in_both_forms() {
    let places = PlacesOutcome {
        shops: Some(outcome(
            &[
                "2026110500502000000011110003",
                "2026110500502000000011110004",
            ],
            &[("2026110500502000000011110005", &[FailReason::NotExist])],
        )),
        real_shops: Some(outcome(
            &["2026110600502000000022220001"],
            &[("2026110600502000000022220002", &[FailReason::InfoNotPass])],
        )),
        excluded: Some(outcome(
            &["2026110500502000000011110001"],
            &[("2026110500502000000011110002", &[FailReason::NotOfActivity])],
        )),
        cities: false,
    };
    // The sample fills both ids of a shop that failed; one of them names it.
    let mut all = told("modify-response-all-fields");
    let geography = "voucher_available_geography_scope_result_info";
    let shops = &mut all["voucher_available_scope_result_info"][geography]["available_geography_shop_result_info"];
    for (list, other) in [
        ("fail_available_shop_infos", "real_shop_id"),
        ("fail_available_real_shop_infos", "shop_id"),
    ] {
        shops[list][0].as_object_mut().unwrap().remove(other);
    }
    let excluded = &mut shops["available_geography_all_shop_result_info"];
    let failed = &mut excluded["fail_exclude_shop_infos"][0];
    failed.as_object_mut().unwrap().remove("real_shop_id");
    assert_eq!(answered(places, BOTH), all);
}

#[test]
fn m45_every_reason_that_applies_is_told_with_the_words_of_the_first() {
    let reasons = [FailReason::InfoNotPass, FailReason::NoRelation];
    let places = PlacesOutcome {
        shops: Some(outcome(&["a"], &[("b", &reasons)])),
        ..PlacesOutcome::default()
    };
    let answer = answered(places, LEGACY);
    let scope = &answer["voucher_use_rule_result"]["voucher_available_scope_result"];
    assert_eq!(
        scope["order_voucher_available_shop_result"]["shop_fail_infos"][0],
        json!({
            "shop_id": "b",
            "fail_reasons": ["SHOP_INFO_NOT_PASS", "MERCHANT_SHOP_RELATION_NOT_EXIST"],
            "fail_message": "门店信息不全",
        })
    );
    let words: Vec<_> = FailReason::ALL
        .iter()
        .map(|reason| reason.message())
        .collect();
    assert_eq!(
        words,
        [
            "门店信息不全",
            "门店不存在",
            "门店与商户没有关联关系",
            "活动不存在该门店"
        ]
    );
}

#[test]
fn the_result_is_told_in_the_form_of_the_request() {
    let has = |forms| {
        let answer = answered(partial(), forms);
        (
            answer.get("voucher_use_rule_result").is_some(),
            answer.get("voucher_available_scope_result_info").is_some(),
        )
    };
    assert_eq!(
        (has(LEGACY), has(NESTED), has(BOTH)),
        ((true, false), (false, true), (true, true))
    );
    assert_eq!(answered(PlacesOutcome::default(), BOTH), json!({}));
}

#[test]
fn cities_are_told_by_their_type_alone() {
    let places = PlacesOutcome {
        cities: true,
        ..PlacesOutcome::default()
    };
    assert_eq!(
        answered(places, BOTH),
        json!({ "voucher_use_rule_result": { "voucher_available_scope_result": {
            "voucher_available_type": "CITY_CODE" } } })
    );
}

#[test]
fn m44_none_succeeded() {
    assert!(!partial().none_succeeded());
    assert!(!PlacesOutcome::default().none_succeeded());
    let lost = PlacesOutcome {
        shops: Some(outcome(&[], &[("a", &[FailReason::NotExist])])),
        ..PlacesOutcome::default()
    };
    assert!(lost.none_succeeded());
}

#[test]
fn c44_creation_answers_with_the_id_and_the_shops() {
    let places = PlacesOutcome {
        shops: Some(outcome(
            &[
                "2026110500502000000011110001",
                "2026110500502000000011110002",
            ],
            &[],
        )),
        ..PlacesOutcome::default()
    };
    let id = "2026112200826004508401111111".to_owned();
    let answer = Created::made(id, places, LEGACY);
    let mut told =
        sample("create-response")["alipay_marketing_activity_ordervoucher_create_response"].clone();
    told.as_object_mut()
        .unwrap()
        .retain(|name, _| name != "code" && name != "msg");
    assert_eq!(serde_json::to_value(answer).unwrap(), told);
}
