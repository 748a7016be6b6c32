//! Subsidies and their returns.

use serde_json::{Value, json};

use super::super::subsidy::{pay, pay_list, pay_query, refund, refund_query};
use super::super::{Call, Refusal};
use super::{ask, bytes, edited, rules, sample, says};

fn asked<C: Call>(path: &str, name: &str, edits: &[(&str, Value)]) -> Result<C, Refusal> {
    let message = edited(sample(&format!("{name}.request")), edits);
    ask(&format!("/subsidy/{path}"), &message.to_string())
}

fn pay(edits: &[(&str, Value)]) -> Result<pay::Request, Refusal> {
    asked("pay-receipts", "subsidy-pay", edits)
}

fn give_back(edits: &[(&str, Value)]) -> Result<refund::Request, Refusal> {
    asked("return-receipts", "subsidy-return", edits)
}

rules! { pay;
    w_val_1_subsidy_stock_id_required: { "/stock_id" = Value::Null } says "“批次号”必填性";
    w_val_3_subsidy_stock_id_20: { "/stock_id" = bytes(21) } says "大于最大值 20", but { "/stock_id" = bytes(20) };
    w_val_1_subsidy_coupon_code_required: { "/coupon_code" = Value::Null } says "“券code”必填性";
    w_val_3_subsidy_coupon_code_128:
        { "/coupon_code" = bytes(129) } says "大于最大值 128", but { "/coupon_code" = bytes(128) };
    w_val_1_subsidy_transaction_id_required: { "/transaction_id" = Value::Null } says "“微信支付订单号”必填性";
    w_val_3_subsidy_transaction_id_at_least_28:
        { "/transaction_id" = bytes(27) } says "小于最小值 28", but { "/transaction_id" = bytes(28) };
    w_val_3_subsidy_transaction_id_at_most_32:
        { "/transaction_id" = bytes(33) } says "大于最大值 32", but { "/transaction_id" = bytes(32) };
    w_val_1_subsidy_payer_required: { "/payer_merchant" = Value::Null } says "“出资商户号”必填性";
    w_val_3_subsidy_payer_32: { "/payer_merchant" = bytes(33) } says "大于最大值 32", but { "/payer_merchant" = bytes(32) };
    w_val_1_subsidy_payee_required: { "/payee_merchant" = Value::Null } says "“收款商户号”必填性";
    w_val_3_subsidy_payee_32: { "/payee_merchant" = bytes(33) } says "大于最大值 32", but { "/payee_merchant" = bytes(32) };
    w_val_1_subsidy_amount_required: { "/amount" = Value::Null } says "“补差金额”必填性";
    w_val_2_subsidy_amount_at_least_1: { "/amount" = 0 } says "值低于最小值 1", but { "/amount" = 1 };
    w_val_2_subsidy_amount_at_most_5000_yuan: { "/amount" = 500_001 } says "值高于最大值 500000", but { "/amount" = 500_000 };
    w_val_1_subsidy_description_required: { "/description" = Value::Null } says "“补差描述”必填性";
    w_val_3_subsidy_description_1024:
        { "/description" = bytes(1025) } says "大于最大值 1024", but { "/description" = bytes(1024) };
    w_val_1_subsidy_out_subsidy_no_required: { "/out_subsidy_no" = Value::Null } says "“商户补差单号”必填性";
    w_val_3_subsidy_out_subsidy_no_128:
        { "/out_subsidy_no" = bytes(129) } says "大于最大值 128", but { "/out_subsidy_no" = bytes(128) };
    w_val_4_subsidy_out_subsidy_no_pattern:
        { "/out_subsidy_no" = "a b" } says "必须匹配正则表达式", but { "/out_subsidy_no" = "aZ09|_*-" };
}

rules! { give_back;
    w_val_1_subsidy_return_refund_id_required: { "/refund_id" = Value::Null } says "“微信支付退款单号”必填性";
    w_val_3_subsidy_return_refund_id_at_least_28: { "/refund_id" = bytes(27) } says "小于最小值 28", but { "/refund_id" = bytes(28) };
    w_val_3_subsidy_return_refund_id_at_most_32: { "/refund_id" = bytes(33) } says "大于最大值 32", but { "/refund_id" = bytes(32) };
    w_val_2_subsidy_return_amount_at_most_5000_yuan: { "/amount" = 500_001 } says "值高于最大值 500000", but { "/amount" = 500_000 };
    w_val_2_subsidy_return_amount_at_least_1: { "/amount" = 0 } says "值低于最小值 1";
    w_val_1_subsidy_return_payer_required: { "/payer_merchant" = Value::Null } says "“出资商户号”必填性";
    w_val_1_subsidy_return_out_subsidy_return_no_required:
        { "/out_subsidy_return_no" = Value::Null } says "“商户补差回退单号”必填性";
    w_val_3_subsidy_return_out_subsidy_return_no_128:
        { "/out_subsidy_return_no" = bytes(129) } says "大于最大值 128",
        but { "/out_subsidy_return_no" = bytes(128) };
    w_val_4_subsidy_return_out_subsidy_return_no_pattern:
        { "/out_subsidy_return_no" = "a b" } says "必须匹配正则表达式";
}

#[test]
fn w_val_3_receipts_are_asked_for_by_their_number() {
    let list = |query| ask::<pay_list::Request>(&format!("/subsidy/pay-receipts?{query}"), "");
    assert!(list("stock_id=1&coupon_code=2").is_ok());
    let one = list("stock_id=1&coupon_code=2&out_subsidy_no=3").unwrap();
    assert_eq!(one.out_subsidy_no.as_deref(), Some("3"));
    says(
        &list("stock_id=1").unwrap_err(),
        "输入源“/query/coupon_code”",
    );
    says(
        &list("coupon_code=1").unwrap_err(),
        "输入源“/query/stock_id”",
    );
    let id =
        |count| ask::<pay_query::Request>(&format!("/subsidy/pay-receipts/{}", bytes(count)), "");
    assert!(id(28).is_ok() && id(32).is_ok());
    says(&id(27).unwrap_err(), "/uri_template/subsidy_receipt_id”");
    says(&id(33).unwrap_err(), "大于最大值 32");
    let id = |count| {
        let path = format!("/subsidy/return-receipts/{}", bytes(count));
        ask::<refund_query::Request>(&path, "")
    };
    assert!(id(28).is_ok());
    says(
        &id(27).unwrap_err(),
        "/uri_template/subsidy_return_receipt_id”",
    );
}

#[test]
fn amounts_are_written_as_numbers() {
    let call = pay(&[]).unwrap();
    assert_eq!(serde_json::to_value(call).unwrap()["amount"], json!(100));
}
