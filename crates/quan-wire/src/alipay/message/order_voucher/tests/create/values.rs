//! What a creation becomes, and how refusals are worded.

use super::{discounted, flat, given, judge, nested, now, of_2021, sold};
use crate::alipay::message::activity::{Places, Validity};
use crate::alipay::message::order_voucher::create::Offer;
use crate::alipay::message::order_voucher::word::Business;
use crate::alipay::message::tests::edited;
use crate::alipay::message::times;
use crate::alipay::message::word::Rounding;
use serde_json::{Value, json};

#[test]
fn c9_is_worded_as_published() {
    let message = edited(
        flat(),
        &[(
            "voucher_send_rule.voucher_quantity_limit_per_user",
            json!(null),
        )],
    );
    assert_eq!(
        judge(&message).unwrap_err().to_string(),
        "参数有误REQUEST_PARAM_ILLEGAL|异常原因:请求参数非法|打开了身份证计次和电话号码计次.则 voucherQuantityLimitPerUser 必须大于0"
    );
}

#[test]
fn c13_and_c14_are_worded_as_published() {
    let period = "voucher_use_rule.voucher_valid_period";
    for (name, time, text) in [
        (
            "valid_end_time",
            "2027-05-01 00:00:00",
            "券过期时间早于活动结束时间",
        ),
        (
            "valid_begin_time",
            "2026-12-01 00:00:00",
            "活动开始时间晚于券有效时间",
        ),
    ] {
        let message = edited(flat(), &[(&format!("{period}.{name}"), json!(time))]);
        assert_eq!(
            judge(&message).unwrap_err().to_string(),
            format!("参数有误券有效属于绝对时间情况下：{text}")
        );
    }
}

#[test]
fn c36_is_worded_as_published() {
    let path = "customer_guide.voucher_use_guide.mini_app_id";
    assert_eq!(
        judge(&edited(flat(), &[(path, json!(null))]))
            .unwrap_err()
            .to_string(),
        "参数有误REQUEST_PARAM_ILLEGAL|异常原因:请求参数非法|用户引导信息 miniAppPath 有值,则 miniAppId 必须有 值"
    );
}

#[test]
fn g10_owner_is_the_one_that_is_told() {
    let activity = judge(&nested()).unwrap();
    assert_eq!(activity.owner.unwrap().id, "2088102111111111");
    assert_eq!(activity.business, Business::ForMerchant);
    assert_eq!(judge(&flat()).unwrap().owner, None);
    let message = edited(
        sold(),
        &[("belong_merchant_info.business_type", json!("ISV"))],
    );
    let activity = judge(&message).unwrap();
    assert_eq!((activity.owner, activity.business), (None, Business::Own));
}

#[test]
fn c10_is_passed_over_while_there_are_no_codes() {
    let field = "voucher_send_mode_info.voucher_send_rule_info";
    let uploads = edited(
        given(),
        &[
            ("activity_base_info.code_mode", json!("MERCHANT_UPLOAD")),
            (&format!("{field}.quantity"), json!(0)),
            (&format!("{field}.max_quantity_by_day"), json!(500)),
        ],
    );
    assert_eq!(judge(&uploads).unwrap().sending.max_by_day, Some(500));
}

#[test]
fn c21_blocks_of_other_kinds_are_dropped() {
    let activity = judge(&given()).unwrap();
    let deduct = activity.document.voucher_deduct_info.unwrap();
    assert!(deduct.fix_voucher_info.is_some() && deduct.exchange_voucher_info.is_none());
    assert_eq!(activity.offer, Offer::Direct);
    let sending = activity.document.voucher_send_mode_info.unwrap();
    assert_eq!(sending.voucher_sale_mode_info, None);
}

#[test]
fn c27_shop_ids_leave_the_document() {
    let activity = judge(&flat()).unwrap();
    let Places::Shops(shops) = &activity.scope.places else {
        panic!("these are shops")
    };
    assert_eq!(shops.len(), 2);
    assert!(
        !activity
            .document
            .to_json()
            .contains("2026110500502000000011110001")
    );
    assert!(
        activity
            .canonical()
            .contains("2026110500502000000011110001")
    );
}

#[test]
fn c29_excluded_shops_are_of_all_shops() {
    let Places::AllShops {
        merchant_id,
        exclude,
        ..
    } = judge(&nested()).unwrap().scope.places
    else {
        panic!("these are all shops")
    };
    assert_eq!(merchant_id.as_deref(), Some("2088102111111111"));
    assert_eq!(exclude, ["2026110500502000000011110006"]);
    let flat = edited(
        flat(),
        &[(
            "voucher_use_rule.voucher_available_scope.order_voucher_available_shop",
            json!({ "order_voucher_merchant_all_shop": {} }),
        )],
    );
    let places = judge(&flat).unwrap().scope.places;
    assert!(
        matches!(places, Places::AllShops { merchant_id: None, exclude, .. } if exclude.is_empty())
    );
}

#[test]
fn c32_app_ids_are_listed() {
    let path = "voucher_available_scope_info.voucher_available_app_info.available_app_ids";
    let message = edited(nested(), &[(path, json!(["a", "b", "a"]))]);
    assert_eq!(judge(&message).unwrap().scope.app_ids, ["a", "b"]);
}

#[test]
fn c42_biz_tag_is_kept_and_means_nothing() {
    let message = edited(sold(), &[("biz_tag", json!("GROUP_BUY_EXCHANGE_VOUCHER"))]);
    let activity = judge(&message).unwrap();
    let rest = activity.document.order_voucher_rest.unwrap();
    assert_eq!(rest.biz_tag.as_deref(), Some("GROUP_BUY_EXCHANGE_VOUCHER"));
    assert_eq!(rest.settle_type.as_deref(), Some("1"));
    let deduct = activity.document.voucher_deduct_info.unwrap();
    assert_eq!(deduct.exchange_voucher_info.unwrap().biz_type, None);
}

#[test]
fn c45_states_that_are_sent_are_ignored() {
    let message = edited(
        nested(),
        &[
            ("activity_base_info.activity_id", json!("1")),
            ("activity_base_info.activity_status", json!("FINISHED")),
            (
                "activity_base_info.activity_operation_status",
                json!("CREATING"),
            ),
        ],
    );
    assert_eq!(
        judge(&message).unwrap().document,
        judge(&nested()).unwrap().document
    );
}

#[test]
fn c46_old_positions_give_way_to_newer_ones() {
    let path = "customer_guide.shop_ids";
    let message = edited(flat(), &[(path, json!(["elsewhere"]))]);
    let Places::Shops(shops) = judge(&message).unwrap().scope.places else {
        panic!("these are shops")
    };
    assert_eq!(shops.len(), 2);
    let old = edited(
        of_2021(),
        &[("customer_guide", json!({ "store_ids": ["s", "t"] }))],
    );
    assert_eq!(
        judge(&old).unwrap().scope.places,
        Places::Shops(vec!["s".to_owned(), "t".to_owned()])
    );
    let service = edited(
        of_2021(),
        &[(
            "customer_guide",
            json!({ "mini_app_id": "a", "service_codes": ["s"] }),
        )],
    );
    let guide = judge(&service).unwrap().guide;
    assert_eq!(
        (guide.app_ids, guide.service_codes),
        (vec!["a".to_owned()], vec!["s".to_owned()])
    );
}

#[test]
fn g1_one_activity_whichever_form_told_it() {
    let flat = judge(&flat()).unwrap();
    let told = json!({
        "out_biz_no": "CRE20261122000001",
        "activity_base_info": { "activity_name": "新春满10减1", "code_mode": "MERCHANT_UPLOAD" },
        "voucher_send_mode_info": {
            "voucher_send_mode": "DIRECT_SEND_MODE",
            "voucher_send_rule_info": {
                "quantity": 0, "quantity_limit_per_user": 1, "natural_person_limit": true,
                "quantity_limit_per_user_period_type": "LIFE_CYCLE", "phone_number_limit": false,
                "publish_start_time": "2027-01-01 00:00:00", "publish_end_time": "2027-05-31 23:59:59",
            },
        },
        "voucher_deduct_info": {
            "voucher_type": "FIX_VOUCHER", "fix_voucher_info": { "amount": 1, "floor_amount": 10.0 },
        },
        "voucher_available_scope_info": { "voucher_available_geography_scope_info": {
            "available_geography_scope_type": "SHOP",
            "available_geography_shop_info": { "available_shop_ids": [
                "2026110500502000000011110001", "2026110500502000000011110002",
            ] },
        } },
        "voucher_use_rule_info": { "voucher_use_time_info": {
            "period_type": "ABSOLUTE",
            "absolute_period_info": {
                "valid_begin_time": "2027-01-01 00:00:00", "valid_end_time": "2027-06-30 23:59:59",
            },
        } },
        "voucher_customer_guide_info": { "voucher_use_guide_info": {
            "use_guide_mode": ["OFFLINE_CODE", "MINI_APP"],
            "mini_app_use_guide_info": {
                "mini_app_url": "alipays://platformapi/startapp?appId=2021238412323412&page=pages%2Findex%2Findex",
            },
        } },
        "voucher_display_pattern_info": {
            "brand_name": "示例小馆", "brand_logo": "adeDSktiQO-u5vJUqVbcQwAAACMAAQED",
            "voucher_description": "1、不可兑换现金。2、每人限领1张。",
            "customer_service_mobile": "01012345678",
        },
    });
    let nested = judge(&told).unwrap();
    assert_eq!(nested.document, flat.document);
    assert_eq!(nested.canonical(), flat.canonical());
    assert!(nested.forms.nested && !nested.forms.legacy);
}

#[test]
fn g1_a_container_may_be_completed_by_flat_fields() {
    let mixed = edited(
        nested(),
        &[
            ("activity_base_info", Value::Null),
            ("activity_name", json!("双人火锅套餐")),
            ("code_mode", json!("MERCHANT_API")),
            (
                "belong_merchant_info",
                json!({ "merchant_id": "2088102111111111", "merchant_id_type": "PID" }),
            ),
        ],
    );
    let activity = judge(&mixed).unwrap();
    assert_eq!((activity.forms.legacy, activity.forms.nested), (true, true));
    assert_eq!(activity.name, "双人火锅套餐");
}

#[test]
fn relative_validity_rounds_backward_unless_told() {
    let Validity::Relative {
        days,
        wait,
        rounding,
    } = judge(&nested()).unwrap().usage.validity
    else {
        panic!("it is relative")
    };
    assert_eq!((days, wait, rounding), (30, 0, Rounding::Backward));
    assert!(times::parse("2027-01-01 00:00:00").unwrap() > now());
}

#[test]
fn flat_violations_bear_flat_names() {
    for (message, field) in [
        (
            edited(flat(), &[("activity_name", json!(null))]),
            "activity_name",
        ),
        (
            edited(
                discounted(),
                &[
                    ("voucher_use_rule.discount_voucher.goods_name", json!("a")),
                    (
                        "voucher_use_rule.discount_voucher.origin_amount",
                        json!("0.01"),
                    ),
                ],
            ),
            "voucher_use_rule.discount_voucher.origin_amount",
        ),
        (
            edited(flat(), &[("voucher_use_rule.fix_voucher", json!(null))]),
            "voucher_use_rule.fix_voucher",
        ),
    ] {
        let violation = judge(&message).unwrap_err();
        assert_eq!(violation.field, field);
        let start = "参数有误REQUEST_PARAM_ILLEGAL|异常原因:请求参数非法|";
        assert!(
            violation
                .to_string()
                .starts_with(&format!("{start}{field}: "))
        );
    }
}
