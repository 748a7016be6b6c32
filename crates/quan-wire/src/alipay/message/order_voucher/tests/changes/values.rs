//! What becomes different, and what does not.

use super::{
    create, flat, given, modified, modify_valid, nothing, now, of_flat, of_given, of_sold,
    of_special, present, valid,
};
use crate::alipay::message::activity::{Cap, Validity};
use crate::alipay::message::order_voucher::modify::{Changes, Request};
use crate::alipay::message::tests::edited;
use crate::alipay::message::word::LimitPeriod;
use crate::alipay::message::{Document, parse, times};
use serde_json::{Value, json};

#[test]
fn m3_a_request_that_changes_nothing_is_accepted() {
    let before = create(&flat()).unwrap().document;
    let modified = of_flat(&nothing()).unwrap();
    assert_eq!(modified.document, before);
    assert_eq!(
        (modified.changes, modified.scope),
        (Changes::default(), Vec::new())
    );
    let empty = edited(
        nothing(),
        &[
            ("voucher_display_info", json!({ "brand_name": "" })),
            ("voucher_use_rule", json!({})),
            ("activity_base_info", json!({})),
            (
                "voucher_use_rule_info",
                json!({ "voucher_max_use_times": 0 }),
            ),
        ],
    );
    assert_eq!(of_flat(&empty).unwrap().document, before);
}

#[test]
fn m7_states_that_are_sent_are_ignored() {
    let message = edited(
        valid(),
        &[(
            "activity_base_info",
            json!({ "activity_status": "FINISHED",
            "activity_operation_status": "CREATING" }),
        )],
    );
    assert_eq!(of_flat(&message).unwrap().document, modify_valid().document);
}

#[test]
fn m12_and_m13_are_judged_with_what_is_stored() {
    let changes = modify_valid().changes;
    let sending = changes.sending.unwrap();
    assert_eq!(Some(sending.closes), times::parse("2027-06-29 23:59:59"));
    let usage = changes.usage.unwrap();
    let Validity::Absolute { begin, end } = usage.validity else {
        panic!("it is absolute")
    };
    assert_eq!(Some(begin), times::parse("2027-01-01 00:00:00"));
    assert_eq!(Some(end), times::parse("2027-07-31 23:59:59"));
    assert_eq!(changes.name.as_deref(), Some("春季满10减1"));
}

#[test]
fn m14_the_end_of_what_is_over_stays() {
    let over = times::parse("2027-06-15 00:00:00").unwrap();
    let message = edited(
        valid(),
        &[("publish_end_time", json!("2027-06-29 23:59:59"))],
    );
    for stopped in [true, false] {
        let modified = modified(&message, &flat(), |present| {
            present.stopped = stopped;
            present.now = if stopped { now() } else { over };
        });
        let modified = modified.unwrap();
        assert_eq!(modified.changes.sending, None);
        assert_eq!(modified.changes.name.as_deref(), Some("春季满10减1"));
    }
    let earlier = edited(
        nothing(),
        &[("publish_end_time", json!("2027-05-01 00:00:00"))],
    );
    assert!(modified(&earlier, &flat(), |present| present.now = over).is_ok());
}

#[test]
fn m14_over_is_refused() {
    let violation = modified(&valid(), &flat(), |present| {
        present.stopped = true;
        present.over_is_refused = true;
    })
    .unwrap_err();
    assert_eq!(violation.rule, "M14 over_is_refused");
    assert_eq!(
        violation.to_string(),
        "参数有误未知的错误码 ACTIVITY_EXPIRED"
    );
}

#[test]
fn m15_publish_start_only_before_it() {
    let open = times::parse("2027-01-01 00:00:00").unwrap();
    let message = |start: &str| edited(nothing(), &[("publish_start_time", json!(start))]);
    let earlier = message("2026-12-31 00:00:00");
    let violation = modified(&earlier, &flat(), |present| present.now = open).unwrap_err();
    assert_eq!(violation.rule, "M15 publish_start_only_before_it");
    let same = message("2027-01-01 00:00:00");
    assert!(modified(&same, &flat(), |present| present.now = open).is_ok());
    let sending = of_flat(&earlier).unwrap().changes.sending.unwrap();
    assert_eq!(Some(sending.opens), times::parse("2026-12-31 00:00:00"));
}

#[test]
fn m17_to_m19_are_worded_as_published() {
    let period = "voucher_use_rule.voucher_valid_period.valid_end_time";
    for (message, text) in [
        (
            edited(
                nothing(),
                &[("publish_start_time", json!("2027-01-02 00:00:00"))],
            ),
            "活动开始时间晚于券有效时间",
        ),
        (
            edited(
                nothing(),
                &[
                    ("publish_end_time", json!("2027-06-30 00:00:00")),
                    (period, json!("2027-06-29 00:00:00")),
                ],
            ),
            "券过期时间早于活动结束时间",
        ),
        (
            edited(
                nothing(),
                &[
                    ("publish_end_time", json!("2027-06-30 00:00:00")),
                    (period, json!("2027-06-30 00:00:00")),
                ],
            ),
            "券过期时间早于活动结束时间",
        ),
    ] {
        assert_eq!(
            of_flat(&message).unwrap_err().to_string(),
            format!("参数有误券有效属于绝对时间情况下：{text}")
        );
    }
}

#[test]
fn m54_zero_leaves_a_limit_as_it_is() {
    let message = |limit: i32| {
        edited(
            nothing(),
            &[(
                "voucher_send_rule.voucher_quantity_limit_per_user",
                json!(limit),
            )],
        )
    };
    assert_eq!(of_flat(&message(0)).unwrap().changes, Changes::default());
    let sending = of_flat(&message(2)).unwrap().changes.sending.unwrap();
    assert_eq!(
        sending.per_user,
        Some(Cap {
            limit: 2,
            period: LimitPeriod::LifeCycle
        })
    );
}

#[test]
fn m55_flags_are_switched_on_and_off() {
    let message = edited(
        nothing(),
        &[(
            "voucher_send_rule",
            json!({ "natural_person_limit": false }),
        )],
    );
    let sending = of_flat(&message).unwrap().changes.sending.unwrap();
    assert!(!sending.natural_person);
    let message = edited(
        nothing(),
        &[("voucher_send_rule", json!({ "phone_number_limit": "true" }))],
    );
    let sending = of_flat(&message).unwrap().changes.sending.unwrap();
    assert!(sending.natural_person && sending.phone_number);
}

#[test]
fn m57_is_judged_with_the_values_after_the_change() {
    // Ten a day were fine for ninety days and a thousand vouchers, not for longer.
    let message = edited(
        nothing(),
        &[(
            "voucher_send_mode_info.voucher_send_rule_info.publish_end_time",
            json!("2027-04-10 23:59:59"),
        )],
    );
    assert!(of_sold(&message).is_ok());
    let message = edited(
        nothing(),
        &[(
            "voucher_send_mode_info.voucher_send_rule_info.publish_end_time",
            json!("2027-04-11 23:59:59"),
        )],
    );
    let violation = of_sold(&message).unwrap_err();
    assert_eq!(violation.rule, "M57 day_limit_times_days_within_quantity");
}

#[test]
fn m57_is_passed_over_while_neither_changes() {
    // Codes were uploaded after a day's limit was set that they do not reach.
    let rule = "voucher_send_mode_info.voucher_send_rule_info";
    let uploads = edited(
        given(),
        &[
            ("activity_base_info.code_mode", json!("MERCHANT_UPLOAD")),
            (&format!("{rule}.quantity"), json!(0)),
            (&format!("{rule}.max_quantity_by_day"), json!(500)),
        ],
    );
    let renamed = edited(nothing(), &[("activity_name", json!("新"))]);
    assert!(modified(&renamed, &uploads, |_| {}).is_ok());
    let path = format!("{rule}.publish_end_time");
    let longer = edited(nothing(), &[(&path, json!("2027-04-01 23:59:59"))]);
    let violation = modified(&longer, &uploads, |_| {}).unwrap_err();
    assert_eq!(violation.rule, "M57 day_limit_times_days_within_quantity");
}

#[test]
fn m60_terms_of_sale_change() {
    let sale = "voucher_send_mode_info.voucher_sale_mode_info";
    let message = edited(
        nothing(),
        &[(sale, json!({ "sale_amount": 66, "refundable": false }))],
    );
    let modified = of_sold(&message).unwrap();
    let sold = modified.changes.sale.unwrap();
    assert_eq!(
        (
            sold.amount.get(),
            sold.refund.allowed,
            sold.overdue_refund.allowed
        ),
        (6600, false, true)
    );
    let sending = modified.document.voucher_send_mode_info.unwrap();
    let stored = sending.voucher_sale_mode_info.unwrap();
    assert_eq!(stored.sale_amount.as_deref(), Some("66.00"));
    assert_eq!(of_given(&message).unwrap().changes.sale, None);
}

#[test]
fn m67_page_and_service_take_each_others_place() {
    let guide = |value: Value| edited(nothing(), &[("customer_guide.voucher_use_guide", value)]);
    let leads = |document: &Document| {
        let guide = document.voucher_customer_guide_info.clone().unwrap();
        let app = guide
            .voucher_use_guide_info
            .unwrap()
            .mini_app_use_guide_info
            .unwrap();
        (app.mini_app_url, app.mini_app_service_codes)
    };
    let modified = of_flat(&guide(json!({ "service_codes": ["s"] }))).unwrap();
    assert_eq!(leads(&modified.document), (None, vec!["s".to_owned()]));
    assert_eq!(modified.changes.service_codes, ["s"]);
    let rest = modified.document.order_voucher_rest.clone().unwrap();
    assert_eq!(rest.mini_app_id.as_deref(), Some("2021238412323412"));

    // The program that was told first still goes with the page.
    let request: Request = parse(guide(json!({ "mini_app_path": "pages/b" })).to_string()).unwrap();
    let back = request.check().unwrap();
    let back = back.against(&modified.document, &present(&[])).unwrap();
    let link = "alipays://platformapi/startapp?appId=2021238412323412&page=pages%2Fb";
    assert_eq!(leads(&back.document), (Some(link.to_owned()), vec![]));
    assert_eq!(back.document.order_voucher_rest.unwrap().mini_app_id, None);

    let modified = of_flat(&guide(json!({ "mini_app_id": "9" }))).unwrap();
    let link = "alipays://platformapi/startapp?appId=9&page=pages%2Findex%2Findex";
    assert_eq!(leads(&modified.document).0.as_deref(), Some(link));
    assert_eq!(modified.changes.app_ids, ["9"]);
}

#[test]
fn m69_guide_modes_at_most_300_chars() {
    // Modes are few and count once each, so that only a caller of the reader
    // could send as many; the field's length is asked for all the same.
    let all = ["OFFLINE_CODE", "MINI_APP", "SCAN_CODE", "CAN_USE"];
    let path = "voucher_customer_guide_info.voucher_use_guide_info.use_guide_mode";
    assert!(of_flat(&edited(nothing(), &[(path, json!(all))])).is_ok());
    let many = Request {
        activity_id: Some("A".to_owned()),
        out_biz_no: Some("N".to_owned()),
        voucher_customer_guide_info: parse(
            json!({ "voucher_use_guide_info": { "use_guide_mode": all } }).to_string(),
        )
        .ok(),
        ..Request::default()
    };
    let mut many = many;
    let guide = many.voucher_customer_guide_info.as_mut().unwrap();
    let using = guide.voucher_use_guide_info.as_mut().unwrap();
    using.use_guide_mode = vec!["CAN_USE".to_owned(); 40];
    let document = create(&flat()).unwrap().document;
    let violation = many.check().unwrap().against(&document, &present(&[]));
    assert_eq!(
        violation.unwrap_err().rule,
        "M69 guide_modes_at_most_300_chars"
    );
}

#[test]
fn m71_max_use_times_not_below_what_was_used() {
    let message = |times: u32| {
        edited(
            nothing(),
            &[("voucher_use_rule_info.voucher_max_use_times", json!(times))],
        )
    };
    let judge = |times: u32| modified(&message(times), &flat(), |present| present.most_uses = 2);
    let violation = judge(1).unwrap_err();
    assert_eq!(violation.rule, "M71 max_use_times_not_below_what_was_used");
    assert_eq!(judge(2).unwrap().changes.usage.unwrap().max_uses, 2);
}

#[test]
fn m71_valid_days_relative_type_known() {
    let path = "voucher_use_rule_info.voucher_use_time_info.relative_period_info";
    let message = |word: &str| {
        edited(
            nothing(),
            &[(path, json!({ "valid_days_relative_type": word }))],
        )
    };
    let violation = of_sold(&message("ROUND")).unwrap_err();
    assert_eq!(violation.rule, "M71 valid_days_relative_type_known");
    assert!(
        of_sold(&message("ROUND_FORWARD"))
            .unwrap()
            .changes
            .usage
            .is_some()
    );
}

#[test]
fn m53_the_price_of_the_goods_changes() {
    let path = "voucher_available_scope_info.voucher_available_goods_info.origin_amount";
    let modified = of_special(&edited(nothing(), &[(path, json!("99"))])).unwrap();
    assert_eq!(modified.changes.origin.unwrap().get(), 9900);
}

#[test]
fn m53_origin_required() {
    let special = json!({ "voucher_deduct_info": {
        "voucher_type": "SPECIAL_VOUCHER", "special_voucher_info": { "special_amount": "1.00" } } });
    let document = edited(
        serde_json::to_value(create(&flat()).unwrap().document).unwrap(),
        &[(
            "voucher_deduct_info",
            special["voucher_deduct_info"].clone(),
        )],
    );
    let document = Document::from_json(&document.to_string()).unwrap();
    let path = "voucher_available_scope_info.voucher_available_goods_info.goods_name";
    let request: Request = parse(edited(nothing(), &[(path, json!("锅"))]).to_string()).unwrap();
    let violation = request.check().unwrap().against(&document, &present(&[]));
    assert_eq!(violation.unwrap_err().rule, "M53 origin_required");
}

#[test]
fn g1_a_flat_block_that_says_nothing_is_no_use_of_the_flat_form() {
    let forms = |more: &Value| {
        let mut message = nothing();
        message["activity_base_info"] = json!({ "activity_name": "一" });
        for (name, block) in more.as_object().unwrap() {
            message[name] = block.clone();
        }
        let request: Request = serde_json::from_value(message).unwrap();
        let forms = request.check().unwrap().forms;
        (forms.legacy, forms.nested)
    };
    for silent in [
        json!({}),
        json!({ "activity_name": "" }),
        json!({ "voucher_display_info": {} }),
        json!({ "voucher_send_rule": {}, "customer_guide": { "voucher_use_guide": {} } }),
        json!({ "voucher_use_rule": { "voucher_available_scope": {} } }),
    ] {
        assert_eq!(forms(&silent), (false, true), "{silent}");
    }
    for telling in [
        json!({ "activity_name": "一" }),
        json!({ "voucher_display_info": { "brand_name": "店" } }),
        json!({ "customer_guide": { "shop_ids": ["2018051000502000000011111111"] } }),
    ] {
        assert_eq!(forms(&telling), (true, true), "{telling}");
    }
    // Where nothing at all is said, the flat form is the one.
    let request: Request = serde_json::from_value(nothing()).unwrap();
    let forms = request.check().unwrap().forms;
    assert!(forms.legacy && !forms.nested);
}
