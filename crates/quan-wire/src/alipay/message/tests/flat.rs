//! The flat shape of 2021, and both shapes together.

use super::{create, edited, flat_shape, nested, rules};
use crate::alipay::message::activity::{Benefit, Budget, Goods, Shape, Sponsor, Validity};
use crate::alipay::message::word::{MerchantKind, Rounding};
use quan_core::Fen;
use serde_json::json;

rules! { flat_shape, create;
    v2_2_voucher_type_is_fix: { "voucher_type" = "DISCOUNT_VOUCHER" };
    v2_2_use_mode_known: { "voucher_use_rule.use_mode" = "MINI_APP", "voucher_use_rule.use_url" = null };
    v2_2_use_url_required_with_self_link: { "voucher_use_rule.use_url" = "" };
    v2_2_use_url_only_with_self_link: { "voucher_use_rule.use_mode" = "CAN_USE" }
        but { "voucher_use_rule.use_mode" = null, "voucher_use_rule.use_url" = null };
    v2_2_use_url_at_most_512_chars:
        { "voucher_use_rule.use_url" = (format!("{:x<513}", "alipays://platformapi/startapp?appId=")) }
        but { "voucher_use_rule.use_url" = (format!("{:x<512}", "alipays://platformapi/startapp?appId=")) };
    v2_2_voucher_image_required_with_goods: { "voucher_display_info.voucher_image" = null };
    v2_2_budget_amount_required_with_recharge: { "voucher_budget_info.amount" = null };
    v2_2_budget_amount_is_face_times_quantity: { "voucher_budget_info.amount" = "500.01" };
}

#[test]
fn v2_2_description_is_optional_in_the_flat_shape() {
    let message = edited(
        flat_shape(),
        &[("voucher_display_info.voucher_description", json!(null))],
    );
    create(&message).unwrap();
}

#[test]
fn v2_3_flat_fields_become_containers() {
    let activity = create(&flat_shape()).unwrap();
    assert_eq!(activity.shape, Shape::Flat);
    assert_eq!(activity.owner.as_ref().unwrap().kind, MerchantKind::Pid);
    assert_eq!(
        activity.benefit,
        Benefit::Fix {
            amount: Fen::new(500),
            floor: Some(Fen::new(5000))
        }
    );
    assert_eq!(activity.scope.smids, ["2088000000000991"]);
    assert_eq!(
        activity.scope.goods,
        Goods::Only(vec!["SKU-1".to_owned(), "SKU-2".to_owned()])
    );
    assert_eq!(
        activity.usage.validity,
        Validity::Relative {
            days: 7,
            wait: 1,
            rounding: Rounding::Backward
        }
    );
    let sponsor = Sponsor::Account("2088000000000101".to_owned());
    assert_eq!(
        activity.budget,
        Budget::Recharge {
            amount: Fen::new(50_000),
            sponsor
        }
    );
    let guide = activity
        .document
        .voucher_customer_guide_info
        .unwrap()
        .voucher_use_guide_info
        .unwrap();
    assert_eq!(guide.use_guide_mode, ["MINI_APP"]);
}

#[test]
fn v2_3_one_container_makes_a_request_nested() {
    let message = edited(
        flat_shape(),
        &[(
            "voucher_budget_supply_info",
            json!({ "budget_type": "NO_CASH" }),
        )],
    );
    let violation = create(&message).unwrap_err();
    assert_eq!(violation.rule, "V2.1 activity_base_info_required");
}

#[test]
fn v2_3_shapes_agree() {
    let same = edited(
        nested(),
        &[(
            "voucher_use_rule",
            json!({ "fix_voucher": { "amount": "20.00" } }),
        )],
    );
    assert_eq!(create(&same).unwrap().shape, Shape::Nested);
    let other = edited(
        nested(),
        &[(
            "voucher_use_rule",
            json!({ "fix_voucher": { "amount": "21" } }),
        )],
    );
    let violation = create(&other).unwrap_err();
    assert_eq!(violation.rule, "V2.3 shapes_agree");
    assert_eq!(
        violation.field,
        "voucher_deduct_info.fix_voucher_info.amount"
    );
}

#[test]
fn v2_3_flat_violations_bear_flat_names() {
    for (path, value, field) in [
        (
            "voucher_send_rule.voucher_quantity",
            json!(-1),
            "voucher_send_rule.voucher_quantity",
        ),
        ("activity_name", json!(null), "activity_name"),
        (
            "voucher_use_rule.fix_voucher",
            json!(null),
            "voucher_use_rule.fix_voucher.amount",
        ),
        (
            "voucher_use_rule.available_goods.goods_ids",
            json!(["ok", "x".repeat(65)]),
            "voucher_use_rule.available_goods.goods_ids[1]",
        ),
        (
            "voucher_budget_info.recharge_info.alipay_balance_recharge_info.logon_id",
            json!("a@example.test"),
            "voucher_budget_info.recharge_info.alipay_balance_recharge_info.user_id",
        ),
    ] {
        let violation = create(&edited(flat_shape(), &[(path, value)])).unwrap_err();
        assert_eq!(violation.field, field);
        assert!(violation.text.starts_with(field), "{}", violation.text);
    }
}

#[test]
fn zeroes_and_falsehoods_of_the_flat_shape_say_nothing() {
    let message = edited(
        flat_shape(),
        &[
            ("voucher_send_rule.max_quantity_by_day", json!(0)),
            ("voucher_send_rule.phone_number_limit", json!(false)),
            ("voucher_use_rule.voucher_quantity_limit_per_user", json!(0)),
        ],
    );
    let (plain, padded) = (create(&flat_shape()).unwrap(), create(&message).unwrap());
    assert_eq!(plain.document.canonical(), padded.document.canonical());
}
