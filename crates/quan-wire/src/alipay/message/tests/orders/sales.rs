//! Vouchers that are sold: orders, refunds, confirmations, payees.

use super::{judges, named, rules};
use crate::alipay::message::order::{RefundType, confirm, create, refund};
use crate::alipay::message::order_voucher::word::SettleMode;
use crate::alipay::message::{parse, payee};
use quan_core::Fen;
use serde_json::{Value, json};

judges! {
    ordering: create::Request;
    refunding: refund::Request;
    confirming: confirm::Request;
    paying: payee::Request;
}

fn ordered() -> Value {
    json!({
        "out_order_no": "2131232132343232217", "buyer_id": "2088412687134912",
        "total_amount": "1.00",
        "sale_activity_info_list": [{ "activity_id": "A", "amount": 1.0, "quantity": 1 }],
    })
}

rules! { ordered, ordering;
    o1_out_order_no_required: { "out_order_no" = null };
    o2_buyer_id_xor_buyer_open_id: { "buyer_open_id" = "o" }
        but { "buyer_id" = null, "buyer_open_id" = "o" };
    o3_total_amount_is_the_sum: { "total_amount" = "1.01" } but { "total_amount" = 1 };
    o3_total_amount_is_the_sum_and_required: { "total_amount" = null };
    o4_exactly_one_activity: { "sale_activity_info_list" = [] };
    o4_exactly_one_activity_not_more: {
        "sale_activity_info_list" = [
            { "activity_id": "A", "amount": "0.50", "quantity": 1 },
            { "activity_id": "B", "amount": "0.50", "quantity": 1 },
        ]
    };
    o5_activity_id_required: { "sale_activity_info_list.0.activity_id" = "" };
    o6_amount_required: { "sale_activity_info_list.0.amount" = "0.00" };
    o7_quantity_is_1: { "sale_activity_info_list.0.quantity" = 2 }
        but { "sale_activity_info_list.0.quantity" = "1" };
    o7_quantity_is_1_and_required: { "sale_activity_info_list.0.quantity" = 0 };
    g3_prices_have_at_most_two_decimals_in_orders: { "total_amount" = "1.001" };
}

#[test]
fn o6_amount_is_the_activitys() {
    let order = parse::<create::Request>(ordered().to_string()).unwrap();
    let order = order.check().unwrap();
    assert_eq!(order.against(Fen::new(100)), Ok(()));
    let violation = order.against(Fen::new(99)).unwrap_err();
    named("o6_amount_is_the_activitys", &violation);
}

fn refunded() -> Value {
    json!({
        "order_no": "2022122901502300000009120011010405", "out_biz_no": "N",
        "refund_activity_info_list": [
            { "activity_id": "A", "quantity": "1", "voucher_code_list": ["123AB"] },
        ],
    })
}

rules! { refunded, refunding;
    or1_order_no_required: { "order_no" = null };
    or3_buyer_named_once: { "buyer_id" = "b", "buyer_open_id" = "o" } but { "buyer_id" = "b" };
    or4_refund_type_known: { "refund_type" = "SEND_ERROR_REFUND" }
        but { "refund_type" = "AUTO_EXPIRE" };
    or5_exactly_one_activity: { "refund_activity_info_list" = [] };
    or5_activity_id_required: { "refund_activity_info_list.0.activity_id" = null };
    or5_quantity_is_1: { "refund_activity_info_list.0.quantity" = "2" }
        but { "refund_activity_info_list.0.quantity" = 1 };
    or6_as_many_codes_as_quantity_says: {
        "refund_activity_info_list.0.voucher_code_list" = ["a", "b"]
    };
    g7_out_biz_no_required_in_refunds: { "out_biz_no" = null };
}

#[test]
fn or4_users_want_their_money_back_where_nothing_is_said() {
    let refund = parse::<refund::Request>(refunded().to_string()).unwrap();
    assert_eq!(
        serde_json::to_value(&refund).unwrap(),
        refunded(),
        "the quantity is a text"
    );
    let refund = refund.check().unwrap();
    assert_eq!((refund.kind, refund.buyer), (RefundType::User, None));
    assert_eq!(refund.voucher_code, "123AB");
}

fn confirmed() -> Value {
    json!({
        "order_no": "O",
        "refund_confirm_commit_activity_info_list": [{
            "activity_id": "A",
            "refund_confirm_commit_result_list": [
                { "voucher_code": "C", "result": "REFUSE", "reason": "已使用" },
            ],
        }],
    })
}

rules! { confirmed, confirming;
    oc1_order_no_required: { "order_no" = null };
    oc1_buyer_named_once: { "buyer_id" = "b", "buyer_open_id" = "o" };
    oc1_refund_type_known: { "refund_type" = "SOME" };
    oc1_codes_required: { "refund_confirm_commit_activity_info_list" = null };
    oc1_activity_id_required: {
        "refund_confirm_commit_activity_info_list.0.activity_id" = null
    };
    oc1_voucher_code_required: {
        "refund_confirm_commit_activity_info_list.0.refund_confirm_commit_result_list.0.voucher_code"
            = null
    };
    oc1_result_known: {
        "refund_confirm_commit_activity_info_list.0.refund_confirm_commit_result_list.0.result"
            = "MAYBE"
    } but {
        "refund_confirm_commit_activity_info_list.0.refund_confirm_commit_result_list.0.result"
            = "AGREE"
    };
}

fn payee() -> Value {
    json!({ "payee_pid": "2088102161342862" })
}

rules! { payee, paying;
    py1_payee_pid_is_an_account: { "payee_pid" = "208810216134286" };
    py1_payee_pid_is_an_account_and_required: { "payee_pid" = "" };
    py2_payee_settle_mode_known: { "payee_settle_mode" = "DAILY" }
        but { "payee_settle_mode" = "PERIOD" };
}

#[test]
fn py2_money_is_captured_where_nothing_is_said() {
    let payee = parse::<payee::Request>(payee().to_string()).unwrap();
    assert_eq!(payee.check().unwrap().settles, SettleMode::Capture);
}
