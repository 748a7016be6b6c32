//! Answers made from a document and the present state.

use super::{create, edited, flat_shape, nested, now, sample};
use crate::alipay::message::project::{
    self, Snapshot, VoucherSnapshot, activity_lite_info, activity_query, user_query_voucher,
    user_voucher_info, voucher_name, voucher_query,
};
use crate::alipay::message::word::{
    ActivityStatus, MerchantKind, MerchantRef, OperationStatus, VoucherStatus,
};
use crate::alipay::message::{Document, times};
use serde_json::{Value, json};

fn owner() -> MerchantRef {
    MerchantRef {
        id: "2088000000000101".to_owned(),
        kind: MerchantKind::Pid,
    }
}

fn snapshot<'a>(document: &'a Document, owner: &'a MerchantRef) -> Snapshot<'a> {
    Snapshot {
        activity_id: "2026110100826004000000000101",
        document,
        status: ActivityStatus::Active,
        operation: None,
        owner,
        owner_alias: None,
        created_at: now(),
        quantity: 1000,
        send_count: 2,
        use_count: 1,
        image_url: &|id| Some(format!("https://images.example.test/{id}")),
    }
}

fn voucher() -> VoucherSnapshot<'static> {
    VoucherSnapshot {
        voucher_id: "20261105000730020000000A1B2C",
        status: VoucherStatus::Sended,
        created_at: times::parse("2026-11-05 12:00:00").unwrap(),
        valid_begin: times::parse("2026-11-01 00:00:00").unwrap(),
        valid_end: times::parse("2026-12-31 23:59:59").unwrap(),
        max_uses: 1,
        used: 0,
        voucher_code: None,
        trade_no: None,
    }
}

/// Every member of `part` is in `whole`, with an equal value.
fn holds(whole: &Value, part: &Value, path: &str) {
    let Value::Object(members) = part else {
        return assert_eq!(whole, part, "{path}");
    };
    for (name, value) in members {
        holds(&whole[name], value, &format!("{path}.{name}"));
    }
}

fn document(message: &Value) -> Document {
    create(message).unwrap().document
}

#[test]
fn v6_query_answers_in_both_shapes() {
    let (document, owner) = (document(&nested()), owner());
    let answer = voucher_query(&snapshot(&document, &owner));
    assert_eq!(
        serde_json::to_value(answer).unwrap(),
        sample("04")["v3"]["response"]["body"]
    );
}

#[test]
fn v6_query_reports_the_present_total() {
    let (document, owner) = (document(&nested()), owner());
    let of = Snapshot {
        quantity: 1500,
        ..snapshot(&document, &owner)
    };
    let answer = serde_json::to_value(voucher_query(&of)).unwrap();
    assert_eq!(
        answer["voucher_send_mode_info"]["voucher_send_rule_info"]["quantity"],
        1500
    );
    assert_eq!(answer["voucher_send_rule"]["voucher_quantity"], 1500);
}

#[test]
fn v6_operation_status_is_shown_while_it_runs() {
    let (document, owner) = (document(&nested()), owner());
    let of = Snapshot {
        operation: Some(OperationStatus::Finishing),
        ..snapshot(&document, &owner)
    };
    let base = voucher_query(&of).activity_base_info.unwrap();
    assert_eq!(
        base.activity_operation_status.as_deref(),
        Some("FINISHEING")
    );
    assert_eq!(base.activity_status.as_deref(), Some("ACTIVE"));
}

#[test]
fn v6_flat_creations_are_given_back_flat() {
    let (document, owner) = (document(&flat_shape()), owner());
    let of = Snapshot {
        quantity: 100,
        ..snapshot(&document, &owner)
    };
    let answer = serde_json::to_value(voucher_query(&of)).unwrap();
    let sent = flat_shape();
    let mut uses = sent["voucher_use_rule"].clone();
    for scope in ["available_merchant", "available_goods"] {
        uses.as_object_mut().unwrap().remove(scope);
    }
    assert_eq!(answer["voucher_use_rule"], uses);
    for name in [
        "voucher_send_rule",
        "voucher_budget_info",
        "voucher_display_info",
        "activity_name",
    ] {
        assert_eq!(answer[name], sent[name], "{name}");
    }
    assert_eq!(
        answer["voucher_display_pattern_info"]["voucher_image_url"],
        "https://images.example.test/adeDSktiQO-example-AAAACMAAQED"
    );
}

#[test]
fn v2_1_brand_falls_back_to_the_alias_then_to_a_word() {
    let message = edited(
        nested(),
        &[("voucher_display_pattern_info.brand_name", json!(null))],
    );
    let (document, owner) = (document(&message), owner());
    for (alias, shown) in [(Some("示例集团"), "示例集团"), (None, "商家优惠")] {
        let of = Snapshot {
            owner_alias: alias,
            ..snapshot(&document, &owner)
        };
        let answer = voucher_query(&of);
        assert_eq!(
            answer.voucher_display_info.unwrap().brand_name.as_deref(),
            Some(shown)
        );
        let display = answer.voucher_display_pattern_info.unwrap();
        assert_eq!(display.brand_name.as_deref(), Some(shown));
        assert_eq!(display.voucher_name.as_deref(), Some("全场20元券"));
    }
}

#[test]
fn v8_5_voucher_names_are_made_from_brand_and_benefit() {
    let fix = "voucher_deduct_info.fix_voucher_info.amount";
    let discount = json!({
        "voucher_type": "DISCOUNT_VOUCHER",
        "discount_voucher_info": { "discount": "6.5", "ceiling_amount": "50" },
    });
    for (edits, name) in [
        (vec![(fix, json!("1.50"))], "示例咖啡全场1.5元券"),
        (vec![(fix, json!("10.00"))], "示例咖啡全场10元券"),
        (
            vec![("voucher_deduct_info", discount)],
            "示例咖啡全场6.5折券",
        ),
        (
            vec![(
                "voucher_display_pattern_info.voucher_name",
                json!("自己的名字"),
            )],
            "自己的名字",
        ),
    ] {
        assert_eq!(voucher_name(&document(&edited(nested(), &edits))), name);
    }
    assert_eq!(voucher_name(&document(&flat_shape())), "示例咖啡拿铁5元券");
}

#[test]
fn v9_2_activity_query_shows_images_by_address() {
    let (document, owner) = (document(&flat_shape()), owner());
    let answer = activity_query(&snapshot(&document, &owner));
    let display = answer.voucher_display_info.unwrap();
    let address = "https://images.example.test/adeDSktiQO-example-AAAACMAAQED";
    assert_eq!(display.voucher_image.as_deref(), Some(address));
    assert_eq!(
        answer.belong_merchant_id.as_deref(),
        Some("2088000000000101")
    );
    let fix = answer.voucher_use_rule.unwrap().fix_voucher.unwrap();
    assert_eq!(fix.goods_name.as_deref(), Some("拿铁"));
}

#[test]
fn v9_3_lists_show_activities_briefly() {
    let (document, owner) = (document(&nested()), owner());
    let info = activity_lite_info(&snapshot(&document, &owner));
    assert_eq!(info.create_time.as_deref(), Some("2026-10-31 12:00:00"));
    assert_eq!(
        info.voucher_display_lite_info
            .unwrap()
            .brand_name
            .as_deref(),
        Some("示例咖啡")
    );
    assert!(info.voucher_deduct_info.is_some());
}

#[test]
fn v9_5_user_vouchers_show_validity_and_benefit() {
    let (document, owner) = (document(&nested()), owner());
    let info = user_voucher_info(&snapshot(&document, &owner), &voucher());
    let shown = serde_json::to_value(info).unwrap();
    let body = &sample("07")["batchqueryvoucher"]["response"]["body"];
    holds(&shown, &body["user_voucher_infos"][0], "");
}

#[test]
fn v9_6_one_voucher_has_no_id_at_the_top() {
    let (document, owner) = (document(&nested()), owner());
    let answer = user_query_voucher(&snapshot(&document, &owner), &voucher());
    let shown = serde_json::to_value(answer).unwrap();
    assert_eq!(shown.get("voucher_id"), None);
    assert_eq!(
        shown["user_voucher_base_info"]["voucher_id"],
        "20261105000730020000000A1B2C"
    );
    assert_eq!(shown["user_voucher_base_info"].get("voucher_code"), None);
}

#[test]
fn documents_are_read_back_from_their_text() {
    for message in [nested(), flat_shape()] {
        let document = document(&message);
        assert_eq!(Document::from_json(&document.to_json()), Some(document));
    }
    assert_eq!(project::DEFAULT_BRAND, "商家优惠");
}
