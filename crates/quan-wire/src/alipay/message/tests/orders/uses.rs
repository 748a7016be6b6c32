//! Vouchers that are used, given back, linked and made unusable: use, refund,
//! associate, disassociate, invalid, settle, settle.query.

use super::{judges, named, rules, same, sample};
use crate::alipay::message::order_voucher::{
    associate, disassociate, invalid, redeem, settle, settle_query, undo,
};
use crate::alipay::message::{parse, times};
use quan_core::Fen;
use serde_json::{Value, json};

judges! {
    using: redeem::Request;
    undoing: undo::Request;
    linking: associate::Request;
    parting: disassociate::Request;
    spoiling: invalid::Request;
    settling: settle::Request;
    asking: settle_query::Request;
}

fn used() -> Value {
    json!({
        "activity_id": "A", "voucher_code": "ABE44", "out_biz_no": "N",
        "biz_dt": "2017-01-01 00:00:01", "trade_channel": "OTHER_TRADE_CHANNEL",
        "total_fee": "999.99", "trade_no": "T", "order_no": "O",
    })
}

rules! { used, using;
    u1_activity_id_required: { "activity_id" = null };
    u2_voucher_code_required: { "voucher_code" = "" };
    u4_biz_dt_required: { "biz_dt" = null };
    u5_trade_channel_known: { "trade_channel" = "CASH" } but { "trade_channel" = "WX_TRADE_CHANNEL" };
    u5_trade_channel_known_and_required: { "trade_channel" = null };
    u6_total_fee_between_0_01_and_100000000: { "total_fee" = "0.00" } but { "total_fee" = "0.01" };
    u6_total_fee_between_0_01_and_100000000_at_most: { "total_fee" = "100000000.01" }
        but { "total_fee" = "100000000" };
    u7_alipays_channel_needs_trade_no:
        { "trade_channel" = "ZHIFUBAO_TRADE_CHANNEL", "trade_no" = null }
        but { "trade_no" = null };
    u10_goods_are_complete: { "goods_detail" = [{ "goods_id": "a", "quantity": 1 }] }
        but { "goods_detail" = [{ "goods_id": "a", "goods_name": "b", "quantity": 1 }] };
    u10_goods_are_complete_in_number:
        { "goods_detail" = [{ "goods_id": "a", "goods_name": "b", "quantity": 0 }] };
    u11_voucher_use_times_not_negative:
        { "voucher_use_detail_info.voucher_use_times" = (-1) }
        but { "voucher_use_detail_info.voucher_use_times" = 2 };
}
rules! { used, undoing;
    f1_activity_id_required: { "activity_id" = null };
    f2_voucher_code_required: { "voucher_code" = null };
    f4_biz_dt_required: { "biz_dt" = null };
    f5_total_fee_between_0_01_and_100000000: { "total_fee" = "0" } but { "total_fee" = null };
    f6_voucher_refund_use_times_not_negative:
        { "voucher_refund_detail_info.voucher_refund_use_times" = (-1) };
}
rules! { used, linking;
    as1_activity_id_required: { "activity_id" = null };
    as2_voucher_code_required: { "voucher_code" = null };
    as3_trade_no_required: { "trade_no" = "" };
}
rules! { used, parting;
    da1_activity_id_required: { "activity_id" = null };
    da2_voucher_code_required: { "voucher_code" = null };
    da3_trade_no_required: { "trade_no" = null };
}
rules! { used, spoiling;
    v1_activity_id_required: { "activity_id" = null };
    v2_voucher_code_required: { "voucher_code" = null };
    v4_biz_dt_required: { "biz_dt" = null };
}
rules! { used, settling;
    l1_activity_id_required: { "activity_id" = null };
    l2_order_no_required: { "order_no" = null };
}
rules! { used, asking;
    l0_activity_id_required: { "activity_id" = null };
    l0_order_no_or_settle_no_required: { "order_no" = null }
        but { "order_no" = null, "settle_no" = "S" };
}

#[test]
fn each_call_has_a_number_of_its_own() {
    let bare = super::edited(used(), &[("out_biz_no", json!(null))]);
    for judge in [using, undoing, linking, parting, spoiling, settling] {
        named("g7_out_biz_no_required", &judge(&bare).unwrap_err());
    }
}

#[test]
fn u11_a_voucher_is_used_once_where_nothing_is_said() {
    let times = |info: Value| {
        let message = super::edited(used(), &[("voucher_use_detail_info", info)]);
        let asked = parse::<redeem::Request>(message.to_string()).unwrap();
        asked.check().unwrap().times
    };
    assert_eq!(times(json!(null)), 1);
    assert_eq!(times(json!({ "voucher_use_times": 0 })), 1);
    assert_eq!(times(json!({ "voucher_use_times": "3" })), 3);
}

#[test]
fn f6_all_uses_are_undone_where_nothing_is_said() {
    let undo = parse::<undo::Request>(used().to_string())
        .unwrap()
        .check()
        .unwrap();
    assert_eq!((undo.times, undo.total), (None, Some(Fen::new(99_999))));
}

#[test]
fn uses_come_out_the_same() {
    let sample = sample("use");
    let body = &sample["request"]["body"];
    same::<redeem::Request>(body);
    let answer = redeem::Answer::of("2026112200826004508401111111", 0);
    let answer = serde_json::to_value(answer).unwrap();
    assert_eq!(
        answer, sample["response"]["body"],
        "what is left is told also when nothing is"
    );
    let path = [
        ("activity_id", json!("2026112200826004508401111111")),
        ("voucher_code", json!("45zz6")),
    ];
    let asked = super::edited(body.clone(), &path).to_string();
    let asked = parse::<redeem::Request>(asked).unwrap().check().unwrap();
    assert_eq!(asked.total, Fen::new(3600));
    let goods = &asked.goods[0];
    assert_eq!((goods.quantity, goods.price), (2, Some(Fen::new(1800))));
    assert_eq!(asked.real_shop_id, None);
}

#[test]
fn links_answer_with_the_time() {
    let at = times::parse("2027-01-10 12:30:00").unwrap();
    let answer = serde_json::to_value(associate::Answer::of(at)).unwrap();
    assert_eq!(answer, json!({ "associate_time": "2027-01-10 12:30:00" }));
    let answer = serde_json::to_value(disassociate::Answer::of(at)).unwrap();
    assert_eq!(
        answer,
        json!({ "disassociate_time": "2027-01-10 12:30:00" })
    );
}
