//! Plans.

use super::{judges, named, rules, same};
use crate::alipay::message::delivery::create::Plan;
use crate::alipay::message::delivery::{Cities, Content, DeliveryStatus, create, query, stop};
use crate::alipay::message::parse;
use quan_core::Fen;
use serde_json::{Value, json};

judges! {
    planning: create::Request;
    asking: query::Request;
    stopping: stop::Request;
}

fn plan() -> Value {
    json!({
        "delivery_booth_code": "PAYMENT_RESULT", "out_biz_no": "N", "delivery_id": "D",
        "delivery_base_info": {
            "delivery_name": "支付后领券", "delivery_begin_time": "2026-12-01 00:00:00",
            "delivery_end_time": "2026-12-31 23:59:59",
            "delivery_material": { "delivery_single_material": { "delivery_image": "I" } },
        },
        "delivery_play_config": {
            "delivery_single_send_config": {
                "delivery_content_info": {
                    "delivery_content_type": "ACTIVITY",
                    "delivery_activity_content": { "activity_id": "A" },
                    "delivery_display_info": { "main_title": "领券", "sub_title": "立减" },
                },
            },
        },
        "delivery_target_rule": {
            "delivery_recall_mode": "CITY_RECALL",
            "delivery_available_scope": {
                "delivery_available_scope_type": "CITY_CODE",
                "delivery_available_city_code": { "all_city": true },
            },
        },
    })
}

fn full() -> Value {
    let content = plan()["delivery_play_config"]["delivery_single_send_config"].clone();
    let mut config = content;
    config["delivery_floor_amount"] = json!("10.00");
    let play = json!({ "delivery_full_send_config": config });
    super::edited(plan(), &[("delivery_play_config", play)])
}

rules! { plan, planning;
    dl0_booth_code_known: { "delivery_booth_code" = "HOME" }
        but { "delivery_booth_code" = "PUBLIC_UNION" };
    dl0_base_info_required: { "delivery_base_info" = null };
    dl0_delivery_name_between_3_and_63_chars: { "delivery_base_info.delivery_name" = "领券" };
    dl0_delivery_name_between_3_and_63_chars_at_most: {
        "delivery_base_info.delivery_name" = ("券".repeat(64))
    } but { "delivery_base_info.delivery_name" = ("券".repeat(63)) };
    dl0_begin_before_end: { "delivery_base_info.delivery_end_time" = "2026-12-01 00:00:00" };
    dl0_begin_before_end_both_required: { "delivery_base_info.delivery_begin_time" = null };
    dl0_play_config_required: { "delivery_play_config" = null };
    dl0_exactly_one_way_to_send: { "delivery_play_config" = { "x": 1 } };
    dl0_content_required: {
        "delivery_play_config.delivery_single_send_config.delivery_content_info" = null
    };
    dl0_content_type_known: {
        "delivery_play_config.delivery_single_send_config.delivery_content_info.delivery_content_type"
            = "ITEM"
    };
    dl0_activity_content_needs_activity_id: {
        "delivery_play_config.delivery_single_send_config.delivery_content_info.delivery_activity_content"
            = null
    };
    dl0_app_content_needs_mini_app_id: {
        "delivery_play_config.delivery_single_send_config.delivery_content_info.delivery_content_type"
            = "MINI_APP"
    };
    dl0_at_most_one_service_code: {
        "delivery_play_config.delivery_single_send_config.delivery_content_info.delivery_content_type"
            = "MINI_APP",
        "delivery_play_config.delivery_single_send_config.delivery_content_info.delivery_app_content"
            = { "mini_app_id": "2021", "service_code_list": ["a", "b"] }
    } but {
        "delivery_play_config.delivery_single_send_config.delivery_content_info.delivery_content_type"
            = "MINI_APP",
        "delivery_play_config.delivery_single_send_config.delivery_content_info.delivery_app_content"
            = { "mini_app_id": "2021", "service_code_list": ["a"] }
    };
    dl0_recall_mode_known: { "delivery_target_rule.delivery_recall_mode" = "USER" }
        but { "delivery_target_rule.delivery_recall_mode" = "SHOP_RECALL" };
    dl0_city_recall_needs_scope: { "delivery_target_rule.delivery_available_scope" = null }
        but { "delivery_target_rule" = null };
    dl0_scope_type_known: {
        "delivery_target_rule.delivery_available_scope.delivery_available_scope_type" = "SHOP"
    };
    dl0_scope_names_cities: {
        "delivery_target_rule.delivery_available_scope.delivery_available_city_code"
            = { "all_city": false }
    };
    dl0_merchant_mode_known: { "delivery_target_rule.delivery_merchant_mode" = "ALL" }
        but { "delivery_target_rule.delivery_merchant_mode" = "MANUAL_INPUT_MERCHANT" };
    dl0_merchants_are_complete: {
        "delivery_target_rule.delivery_merchant_infos" = [{ "merchant_id": "2088" }]
    } but {
        "delivery_target_rule.delivery_merchant_infos"
            = [{ "merchant_id": "2088", "merchant_id_type": "PID" }]
    };
    dl0_merchants_are_complete_in_rules: {
        "delivery_target_rule.delivery_merchant_rule.delivery_merchant_infos"
            = [{ "merchant_id_type": "PID" }]
    };
    dl0_promo_tags_are_well_formed: { "delivery_target_rule.delivery_promo_tags" = "a,b c" }
        but { "delivery_target_rule.delivery_promo_tags" = "a_1,B" };
    dl0_merchant_id_required: { "belong_merchant_info" = { "merchant_id_type": "PID" } }
        but { "belong_merchant_info" = { "merchant_id": "2088" } };
    dl0_merchant_id_type_known: {
        "belong_merchant_info" = { "merchant_id": "2088", "merchant_id_type": "ID" }
    };
    g7_out_biz_no_required_for_plans: { "out_biz_no" = null }
        but { "out_biz_no" = null, "idem_no" = "N" };
}
rules! { full, planning;
    dl0_full_send_is_for_payment_results: { "delivery_booth_code" = "PUBLIC_UNION" };
    dl0_floor_amount_between_0_01_and_99999: {
        "delivery_play_config.delivery_full_send_config.delivery_floor_amount" = "99999.01"
    } but { "delivery_play_config.delivery_full_send_config.delivery_floor_amount" = 99999 };
    dl0_floor_amount_between_0_01_and_99999_required: {
        "delivery_play_config.delivery_full_send_config.delivery_floor_amount" = "0"
    };
    dl0_exactly_one_way_to_send_not_both: {
        "delivery_play_config.delivery_single_send_config" = { "delivery_content_info": null }
    };
}
rules! { plan, asking; dl0_delivery_id_required: { "delivery_id" = null }; }
rules! { plan, stopping;
    dl0_delivery_id_required_to_stop: { "delivery_id" = "" };
    g7_out_biz_no_required_to_stop: { "out_biz_no" = null };
}

fn named_plan(message: &Value) -> create::Named {
    let plan = parse::<create::Request>(message.to_string())
        .unwrap()
        .check()
        .unwrap();
    match plan.plan {
        Plan::Named(named) => *named,
        Plan::Elements(elements) => panic!("{elements:?}"),
    }
}

#[test]
fn plans_are_read_and_shown_again() {
    let plain = named_plan(&plan());
    assert_eq!(plain.play.content, Content::Activity("A".to_owned()));
    assert_eq!((plain.play.floor, plain.cities), (None, Some(Cities::All)));
    assert_eq!(plain.image.as_deref(), Some("I"));
    assert_eq!(named_plan(&full()).play.floor, Some(Fen::new(1000)));

    let mut made = plan();
    made.as_object_mut().unwrap().remove("delivery_id");
    same::<create::Request>(&made);
    let made: create::Request = parse(made.to_string()).unwrap();
    let shown = serde_json::to_value(query::Answer::of("D", &made, DeliveryStatus::Active));
    let shown = shown.unwrap();
    assert_eq!(shown["delivery_status"], "ACTIVE");
    for block in [
        "delivery_base_info",
        "delivery_play_config",
        "delivery_target_rule",
    ] {
        assert_eq!(shown[block], plan()[block]);
    }
}

fn elements(list: &Value) -> Value {
    json!({ "out_biz_no": "N", "delivery_config_list": list })
}

#[test]
fn dl0_elements_are_complete() {
    let list =
        json!([{ "activity_id": "A", "booth_code": "B", "channel": "C" }, { "channel": "C" }]);
    let made = parse::<create::Request>(elements(&list).to_string()).unwrap();
    let Plan::Elements(elements) = made.check().unwrap().plan else {
        panic!("the older form")
    };
    assert_eq!(elements[0].as_ref().unwrap().booth, "B");
    named(
        "dl0_elements_are_complete",
        elements[1].as_ref().unwrap_err(),
    );
}

#[test]
fn dl0_at_most_20_elements() {
    let list = |number| {
        json!(vec![
            json!({ "activity_id": "A", "booth_code": "B" });
            number
        ])
    };
    assert_eq!(planning(&elements(&list(20))), Ok(()));
    for judge in [planning, asking, stopping] {
        named(
            "dl0_at_most_20_elements",
            &judge(&elements(&list(21))).unwrap_err(),
        );
    }
}
