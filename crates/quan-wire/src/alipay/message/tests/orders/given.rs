//! Vouchers that are given: send, batchsend, receive.

use super::{judges, named, rules};
use crate::alipay::message::order_voucher::trade::TradeChannel;
use crate::alipay::message::order_voucher::{batchsend, receive, send};
use crate::alipay::message::parse;
use crate::alipay::message::word::Recipient;
use serde_json::{Value, json};

judges! {
    sending: send::Request;
    batching: batchsend::Request;
    receiving: receive::Request;
}

fn one() -> Value {
    json!({
        "activity_id": "A", "out_biz_no": "N", "user_id": "2088512417841101",
        "biz_dt": "2017-01-01 00:00:01",
    })
}

rules! { one, sending;
    s1_activity_id_required: { "activity_id" = null };
    s3_user_id_xor_open_id: { "user_id" = null } but { "user_id" = null, "open_id" = "o" };
    s3_user_id_xor_open_id_not_both: { "open_id" = "o" };
    s4_biz_dt_required: { "biz_dt" = "" };
    g2_times_are_seconds_in_shanghai: { "biz_dt" = "2017-01-01T00:00:01" };
    g2_times_are_seconds_in_shanghai_and_days_that_are: { "biz_dt" = "2017-02-29 00:00:01" };
    s5_merchant_order_url_begins_with_alipays: { "merchant_order_url" = "https://a.test" }
        but { "merchant_order_url" = "alipays://platformapi/startapp?appId=1" };
    s6_trade_channel_known: { "trade_channel" = "WX_TRADE_CHANNEL", "trade_no" = "1" };
    s7_trade_channel_needs_trade_no: { "trade_channel" = "ZHIFUBAO_TRADE_CHANNEL" }
        but { "trade_channel" = "ZHIFUBAO_TRADE_CHANNEL", "trade_no" = "1" }
        but { "trade_no" = "1" };
}

fn sent(edits: &[(&str, Value)]) -> send::Send {
    let message = super::edited(one(), edits).to_string();
    parse::<send::Request>(message).unwrap().check().unwrap()
}

#[test]
fn s5_exchange_needs_merchant_order_url() {
    assert_eq!(sent(&[]).against(false, false), Ok(()));
    let violation = sent(&[]).against(true, false).unwrap_err();
    named("s5_exchange_needs_merchant_order_url", &violation);
    let url = ("merchant_order_url", json!("alipays://a"));
    assert_eq!(sent(&[url]).against(true, false), Ok(()));
}

#[test]
fn s6_sold_needs_trade_channel() {
    let violation = sent(&[]).against(false, true).unwrap_err();
    named("s6_sold_needs_trade_channel", &violation);
    let sold = [
        ("trade_channel", json!("ZHIFUBAO_TRADE_CHANNEL")),
        ("trade_no", json!("T")),
    ];
    let sent = sent(&sold);
    assert_eq!(sent.against(false, true), Ok(()));
    assert_eq!(sent.sale.unwrap().trade_no, "T");
}

fn many() -> Value {
    json!({
        "user_id": "2088512417841101",
        "activity_send_voucher_info_list": [
            { "activity_id": "A", "out_biz_no": "N1", "voucher_code": "123AB" },
            { "activity_id": "A", "out_biz_no": "N2", "voucher_code": "a b" },
        ],
    })
}

rules! { many, batching;
    b1_between_1_and_50_elements: { "activity_send_voucher_info_list" = [] };
    b1_between_1_and_50_elements_at_most: {
        "activity_send_voucher_info_list" = (vec![json!({ "activity_id": "A" }); 51])
    } but { "activity_send_voucher_info_list" = (vec![json!({ "activity_id": "A" }); 50]) };
    b7_user_id_xor_open_id: { "user_id" = null } but { "user_id" = null, "open_id" = "o" };
    b8_trade_channel_known: { "trade_channel" = "NO_CHANNEL" };
    b9_trade_channel_needs_trade_no: { "trade_channel" = "OTHER_TRADE_CHANNEL" }
        but { "trade_channel" = "OTHER_TRADE_CHANNEL", "trade_no" = "1" };
    g2_times_are_seconds_in_shanghai_in_batches: { "biz_dt" = "2017-01-01" };
}

fn batch(edits: &[(&str, Value)]) -> batchsend::BatchSend {
    let message = super::edited(many(), edits).to_string();
    parse::<batchsend::Request>(message)
        .unwrap()
        .check()
        .unwrap()
}

/// The first element with one member changed.
fn piece(member: &str, value: Value) -> Result<batchsend::Piece, super::Violation> {
    let path = format!("activity_send_voucher_info_list.0.{member}");
    batch(&[(&path, value)]).elements.swap_remove(0)
}

#[test]
fn b2_activity_id_required() {
    named(
        "b2_activity_id_required",
        &piece("activity_id", json!("")).unwrap_err(),
    );
}

#[test]
fn b3_each_element_has_a_number() {
    let violation = piece("out_biz_no", json!(null)).unwrap_err();
    assert_eq!(
        violation.field,
        "activity_send_voucher_info_list[0].out_biz_no"
    );
}

#[test]
fn b4_voucher_code_is_well_formed() {
    let batch = batch(&[]);
    assert!(batch.elements[0].is_ok(), "the others are given");
    let violation = batch.elements[1].as_ref().unwrap_err();
    named("b4_voucher_code_is_well_formed", violation);
    named(
        "b4_voucher_code_is_well_formed",
        &piece("voucher_code", json!("")).unwrap_err(),
    );
}

#[test]
fn b5_merchant_order_url_begins_with_alipays() {
    let violation = piece("merchant_order_url", json!("http://a")).unwrap_err();
    named("b5_merchant_order_url_begins_with_alipays", &violation);
}

#[test]
fn b5_exchange_needs_merchant_order_url() {
    let bare = piece("voucher_code", json!("C")).unwrap();
    assert_eq!(bare.against(false), Ok(()));
    let violation = bare.against(true).unwrap_err();
    named("b5_exchange_needs_merchant_order_url", &violation);
}

#[test]
fn b8_sold_needs_trade_channel() {
    assert_eq!(batch(&[]).against(false), Ok(()));
    named(
        "b8_sold_needs_trade_channel",
        &batch(&[]).against(true).unwrap_err(),
    );
}

#[test]
fn b9_the_trade_may_be_another_systems() {
    let sold = [
        ("trade_channel", json!("WX_TRADE_CHANNEL")),
        ("trade_no", json!("W")),
    ];
    assert_eq!(batch(&sold).sale.unwrap().channel, TradeChannel::WeChat);
}

#[test]
fn b10_elements_are_told_their_own_result() {
    type Told = batchsend::ActivitySendVoucherResultInfo;
    let given = serde_json::to_value(Told::given("C")).unwrap();
    assert_eq!(
        given,
        json!({ "voucher_code": "C", "result": true, "retry": false })
    );
    let code = Some("C".to_owned());
    let refused = serde_json::to_value(Told::refused(&code, "BIZ_ERROR", "业务异常")).unwrap();
    let told = json!({
        "voucher_code": "C", "result": false, "retry": false,
        "error_code": "BIZ_ERROR", "error_msg": "业务异常",
    });
    assert_eq!(refused, told);
    assert_eq!(Told::refused(&code, "SYSTEM_ERROR", "x").retry, Some(true));
}

fn received() -> Value {
    json!({
        "user_id": "2088512417841101",
        "receive_info_list": [{ "activity_id": "A", "out_biz_no": "N" }],
    })
}

rules! { received, receiving;
    r1_between_1_and_50_elements: { "receive_info_list" = null };
    r5_send_merchant_named_once: { "send_merchant_id" = "m", "send_merchant_open_id" = "o" }
        but { "send_merchant_open_id" = "o" };
    r6_user_id_xor_user_open_id: { "user_open_id" = "o" }
        but { "user_id" = null, "user_open_id" = "o" };
}

fn receipts(edits: &[(&str, Value)]) -> receive::Receipts {
    let message = super::edited(received(), edits).to_string();
    parse::<receive::Request>(message).unwrap().check().unwrap()
}

fn receipt(member: &str, value: Value) -> Result<receive::Receipt, super::Violation> {
    let path = format!("receive_info_list.0.{member}");
    receipts(&[(&path, value)]).elements.swap_remove(0)
}

#[test]
fn r2_activity_id_required() {
    named(
        "r2_activity_id_required",
        &receipt("activity_id", json!(null)).unwrap_err(),
    );
    assert!(receipt("out_biz_no", json!("")).is_err());
}

#[test]
fn r3_voucher_code_is_well_formed() {
    let violation = receipt("voucher_code", json!("a b")).unwrap_err();
    named("r3_voucher_code_is_well_formed", &violation);
}

#[test]
fn r3_voucher_code_where_codes_are_not_imported() {
    let name = "r3_voucher_code_where_codes_are_not_imported";
    let with = receipt("voucher_code", json!("C")).unwrap();
    let without = receipt("voucher_code", json!(null)).unwrap();
    assert_eq!(
        (with.against(true), without.against(false)),
        (Ok(()), Ok(()))
    );
    named(name, &with.against(false).unwrap_err());
    named(name, &without.against(true).unwrap_err());
}

#[test]
fn r4_customize_send_time_is_an_instant() {
    let at = receipt("customize_send_time", json!("2017-01-01 00:00:01")).unwrap();
    assert!(at.counts_from.is_some());
    let violation = receipt("customize_send_time", json!("2017-01-01")).unwrap_err();
    assert_eq!(violation.rule, "G2 times_are_seconds_in_shanghai");
}

#[test]
fn r5_the_caller_gives_where_nobody_is_named() {
    assert_eq!(receipts(&[]).sender, None);
    let named = receipts(&[("send_merchant_id", json!("2088"))]);
    assert_eq!(named.sender, Some(Recipient::User("2088".to_owned())));
}

#[test]
fn r2_results_repeat_what_was_asked() {
    type Told = receive::OrderVoucherReceiveResult;
    let asked = parse::<receive::Request>(received().to_string()).unwrap();
    let asked = &asked.receive_info_list[0];
    let given = Told::given(asked, Some("C".to_owned()), "V");
    let told = json!({
        "activity_id": "A", "out_biz_no": "N", "result": true, "retry": false,
        "voucher_code": "C", "voucher_id": "V",
    });
    assert_eq!(serde_json::to_value(given).unwrap(), told);
    let refused = Told::refused(asked, "SYSTEM_ERROR");
    assert_eq!((refused.result, refused.retry), (Some(false), Some(true)));
}
