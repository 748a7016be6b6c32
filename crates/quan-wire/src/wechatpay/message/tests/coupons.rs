//! What becomes of coupons.

use serde_json::{Value, json};

use super::super::coupon::{
    Coupon, Issue, associate, card, deactivate, disassociate, list, query, redeem, send, undo,
};
use super::super::stock::create;
use super::super::value::Time;
use super::super::word::{CodeMode, CouponState};
use super::super::{Call, Refusal};
use super::{ask, bytes, edited, rules, sample, says, signs};

fn asked<C: Call>(path: &str, name: &str, edits: &[(&str, Value)]) -> Result<C, Refusal> {
    let message = edited(sample(&format!("{name}.request")), edits);
    ask(path, &message.to_string())
}

fn redeem(edits: &[(&str, Value)]) -> Result<redeem::Request, Refusal> {
    asked("/coupons/use", "use-coupon", edits)
}

fn undo(edits: &[(&str, Value)]) -> Result<undo::Request, Refusal> {
    asked("/coupons/return", "return-coupon", edits)
}

fn deactivate(edits: &[(&str, Value)]) -> Result<deactivate::Request, Refusal> {
    asked("/coupons/deactivate", "deactivate-coupon", edits)
}

fn associate(edits: &[(&str, Value)]) -> Result<associate::Request, Refusal> {
    asked("/coupons/associate", "associate-coupon", edits)
}

fn disassociate(edits: &[(&str, Value)]) -> Result<disassociate::Request, Refusal> {
    asked("/coupons/disassociate", "disassociate-coupon", edits)
}

fn send(edits: &[(&str, Value)]) -> Result<send::Request, Refusal> {
    asked("/coupons/send", "send-coupon", edits)
}

fn card(edits: &[(&str, Value)]) -> Result<card::Request, Refusal> {
    asked("/coupons/pIJMr5/send", "send-gov-card", edits)
}

rules! { redeem;
    w_use_1_coupon_code_required: { "/coupon_code" = Value::Null } says "“券code”必填性";
    w_use_1_coupon_code_32:
        { "/coupon_code" = bytes(33) } says "字节数 33，大于最大值 32", but { "/coupon_code" = bytes(32) };
    w_use_1_stock_id_20:
        { "/stock_id" = bytes(21) } says "字节数 21，大于最大值 20",
        but { "/stock_id" = bytes(20) }, but { "/stock_id" = Value::Null };
    w_use_1_appid_required: { "/appid" = Value::Null } says "“公众账号ID”必填性";
    w_use_1_appid_32: { "/appid" = bytes(33) } says "字节数 33，大于最大值 32", but { "/appid" = bytes(32) };
    w_use_1_use_time_required: { "/use_time" = Value::Null } says "“请求核销时间”必填性";
    w_use_1_use_time_is_rfc_3339:
        { "/use_time" = "2025-08-04 10:30:00" } says "“请求核销时间”时间规则校验失败",
        but { "/use_time" = "1999-01-01T00:00:00Z" };
    w_use_1_use_request_no_required: { "/use_request_no" = Value::Null } says "“核销请求单据号”必填性";
    w_use_1_use_request_no_128:
        { "/use_request_no" = bytes(129) } says "大于最大值 128",
        but { "/use_request_no" = bytes(128) }, but { "/use_request_no" = "a#b" };
    w_use_1_openid_128:
        { "/openid" = bytes(129) } says "大于最大值 128",
        but { "/openid" = bytes(128) }, but { "/openid" = "" };
}

#[test]
fn w_use_1_fields_of_2025_are_kept() {
    let call = redeem(&[
        ("/out_trade_no", json!("T1")),
        ("/mch_id", json!("1900009191")),
        ("/transaction_id", json!("4200000913202101152566792388")),
    ]);
    assert_eq!(call.unwrap().out_trade_no.as_deref(), Some("T1"));
}

rules! { undo;
    w_val_1_return_coupon_code_required: { "/coupon_code" = Value::Null } says "“券code”必填性";
    w_val_3_return_coupon_code_32: { "/coupon_code" = bytes(33) } says "大于最大值 32", but { "/coupon_code" = bytes(32) };
    w_val_1_return_stock_id_required: { "/stock_id" = Value::Null } says "“批次号”必填性";
    w_val_3_return_stock_id_20: { "/stock_id" = bytes(21) } says "大于最大值 20", but { "/stock_id" = bytes(20) };
    w_val_1_return_return_request_no_required: { "/return_request_no" = Value::Null } says "“退券请求单据号”必填性";
    w_val_3_return_return_request_no_128:
        { "/return_request_no" = bytes(129) } says "大于最大值 128", but { "/return_request_no" = bytes(128) };
}

rules! { deactivate;
    w_val_1_deactivate_coupon_code_required: { "/coupon_code" = Value::Null } says "“券code”必填性";
    w_val_3_deactivate_coupon_code_32: { "/coupon_code" = bytes(33) } says "大于最大值 32", but { "/coupon_code" = bytes(32) };
    w_val_1_deactivate_stock_id_required: { "/stock_id" = Value::Null } says "“批次号”必填性";
    w_val_3_deactivate_stock_id_20: { "/stock_id" = bytes(21) } says "大于最大值 20", but { "/stock_id" = bytes(20) };
    w_val_1_deactivate_request_no_required: { "/deactivate_request_no" = Value::Null } says "“失效请求单据号”必填性";
    w_val_3_deactivate_request_no_128:
        { "/deactivate_request_no" = bytes(129) } says "大于最大值 128",
        but { "/deactivate_request_no" = bytes(128) };
    w_val_3_deactivate_reason_64_chars:
        { "/deactivate_reason" = signs(65) } says "“失效原因”字符串规则校验失败，字符数 65，大于最大值 64",
        but { "/deactivate_reason" = signs(64) }, but { "/deactivate_reason" = Value::Null };
}

const PATTERN: &str = r"字符串必须匹配正则表达式“^[0-9a-zA-Z_\-|\*]{1,}$”";

rules! { associate;
    w_val_1_associate_stock_id_required: { "/stock_id" = Value::Null } says "“批次号”必填性";
    w_val_3_associate_stock_id_20: { "/stock_id" = bytes(21) } says "大于最大值 20", but { "/stock_id" = bytes(20) };
    w_val_1_associate_coupon_code_required: { "/coupon_code" = Value::Null } says "“券code”必填性";
    w_val_3_associate_coupon_code_32: { "/coupon_code" = bytes(33) } says "大于最大值 32", but { "/coupon_code" = bytes(32) };
    w_val_1_associate_out_trade_no_required: { "/out_trade_no" = Value::Null } says "“商户订单号”必填性";
    w_val_3_associate_out_trade_no_128:
        { "/out_trade_no" = bytes(129) } says "大于最大值 128", but { "/out_trade_no" = bytes(128) };
    w_val_4_associate_out_trade_no_pattern:
        { "/out_trade_no" = "a b" } says PATTERN, but { "/out_trade_no" = "aZ09|_*-" };
    w_val_1_associate_out_request_no_required: { "/out_request_no" = Value::Null } says "“商户请求单号”必填性";
    w_val_3_associate_out_request_no_128:
        { "/out_request_no" = bytes(129) } says "大于最大值 128", but { "/out_request_no" = bytes(128) };
    w_val_4_associate_out_request_no_pattern:
        { "/out_request_no" = "a/b" } says PATTERN, but { "/out_request_no" = "aZ09|_*-" };
}

rules! { disassociate;
    w_val_1_disassociate_stock_id_required: { "/stock_id" = Value::Null } says "“批次号”必填性";
    w_val_1_disassociate_coupon_code_required: { "/coupon_code" = Value::Null } says "“券code”必填性";
    w_val_4_disassociate_out_trade_no_pattern:
        { "/out_trade_no" = "订单" } says PATTERN, but { "/out_trade_no" = "aZ09|_*-" };
    w_val_4_disassociate_out_request_no_pattern:
        { "/out_request_no" = "a.b" } says PATTERN, but { "/out_request_no" = bytes(128) };
    w_val_3_disassociate_out_request_no_128: { "/out_request_no" = bytes(129) } says "大于最大值 128";
}

rules! { send;
    w_val_1_send_openid_required: { "/openid" = Value::Null } says "“用户标识”必填性";
    w_val_3_send_openid_128: { "/openid" = bytes(129) } says "大于最大值 128", but { "/openid" = bytes(128) };
    w_val_3_send_appid_32: { "/appid" = bytes(33) } says "大于最大值 32", but { "/appid" = bytes(32) };
    w_val_3_send_stock_id_20: { "/stock_id" = bytes(21) } says "大于最大值 20", but { "/stock_id" = bytes(20) };
    w_val_3_send_out_request_no_128:
        { "/out_request_no" = bytes(129) } says "大于最大值 128", but { "/out_request_no" = bytes(128) };
    w_val_4_send_out_request_no_pattern:
        { "/out_request_no" = "a#" } says PATTERN, but { "/out_request_no" = "aZ09|_*-" };
    w_val_3_send_coupon_code_32:
        { "/coupon_code" = bytes(33) } says "大于最大值 32", but { "/coupon_code" = bytes(32) };
    w_val_4_send_coupon_code_signs:
        { "/coupon_code" = "a+b" } says "必须匹配正则表达式", but { "/coupon_code" = r"aZ09 -_\/=|" };
}

#[test]
fn w_send_3_a_code_where_the_merchant_supplies_it() {
    let without = send(&[]).unwrap();
    let with = send(&[("/coupon_code", json!("sxxe34343434"))]).unwrap();
    assert!(with.suits(CodeMode::MerchantApi).is_ok());
    says(
        &without.suits(CodeMode::MerchantApi).unwrap_err(),
        "“券code”必填性",
    );
    for mode in [CodeMode::WechatPay, CodeMode::MerchantUpload] {
        assert!(without.suits(mode).is_ok());
        says(&with.suits(mode).unwrap_err(), "不允许传入coupon_code");
    }
}

#[test]
fn send_answers_in_both_forms() {
    let answer = send(&[]).unwrap().answer("1117190000001234567890");
    assert_eq!(
        serde_json::to_value(answer).unwrap(),
        sample("send-coupon.response")
    );
}

rules! { card;
    w_card_1_not_older_than_24_hours:
        { "/send_time" = "2025-08-01T08:59:59+08:00" } says "不能早于24小时之前",
        but { "/send_time" = "2025-08-01T09:00:00+08:00" };
    w_val_1_card_send_time_required: { "/send_time" = Value::Null } says "“请求发卡时间”必填性";
    w_val_1_card_appid_required: { "/appid" = Value::Null } says "“公众账号ID”必填性";
    w_val_1_card_openid_required: { "/openid" = Value::Null } says "“用户标识”必填性";
    w_val_1_card_out_request_no_required: { "/out_request_no" = Value::Null } says "“商户请求单号”必填性";
    w_val_6_card_card_id_is_of_the_path: { "/card_id" = "1" } says "并非多重字段";
}

fn listed(query: &str) -> Result<list::Request, Refusal> {
    ask(&format!("/users/oUpF8/coupons?{query}"), "")
}

#[test]
fn w_list_1_one_merchant_at_least() {
    let refusal = listed("appid=wx1").unwrap_err();
    assert_eq!(refusal.rule, "W-LIST-1 one_merchant_at_least");
    says(&refusal, "至少填写一个");
    for name in ["creator", "belong", "sender"] {
        let call = listed(&format!("appid=wx1&{name}_merchant=1900009191")).unwrap();
        let merchants: Vec<_> = call.merchants().collect();
        assert_eq!(merchants, ["1900009191"]);
    }
}

#[test]
fn w_val_3_limits_of_the_filters() {
    let fine = "appid=wx1&creator_merchant=1900009191";
    for (query, text) in [
        ("creator_merchant=1900009191", "“公众账号ID”必填性"),
        ("appid=wx1&creator_merchant=1234567", "小于最小值 8"),
        (
            "appid=wx1&belong_merchant=1234567890123456",
            "大于最大值 15",
        ),
        ("appid=wx1&sender_merchant=1234567", "小于最小值 8"),
        (&format!("{fine}&stock_id={}", bytes(21)), "大于最大值 20"),
        (&format!("{fine}&coupon_state=SENT"), "“券状态”规则校验失败"),
        (&format!("{fine}&limit=101"), "值高于最大值 100"),
        (&format!("{fine}&limit=0"), "值低于最小值 1"),
        (&format!("{fine}&offset=-1"), "值低于最小值 0"),
        (&format!("appid={}", bytes(33)), "大于最大值 32"),
    ] {
        says(&listed(query).unwrap_err(), text);
    }
    let all = format!(
        "{fine}&stock_id={}&coupon_state=DELETED&limit=100",
        bytes(20)
    );
    assert_eq!(
        listed(&all).unwrap().coupon_state,
        Some(CouponState::Deleted)
    );
}

#[test]
fn w_list_3_the_offset_is_a_page() {
    let call = listed("appid=wx1&creator_merchant=1900009191&offset=3&limit=7").unwrap();
    assert_eq!((call.limit(), call.skip()), (7, 21));
    let plain = listed("appid=wx1&creator_merchant=1900009191").unwrap();
    assert_eq!((plain.limit(), plain.skip()), (20, 0));
    let answer = serde_json::to_value(plain.answer(0, Vec::new())).unwrap();
    assert_eq!(answer, sample("list-user-coupons.empty.response"));
}

#[test]
fn w_list_6_items_are_without_description() {
    let coupon: Coupon = serde_json::from_value(sample("get-user-coupon.sended.response")).unwrap();
    let call = listed("appid=wx1&creator_merchant=1900009191").unwrap();
    let answer = serde_json::to_value(call.answer(1, vec![coupon])).unwrap();
    assert_eq!(answer, sample("list-user-coupons.response"));
}

#[test]
fn w_val_3_path_of_one_coupon() {
    let path = |openid, code, appid| {
        let path = format!(
            "/users/{}/coupons/{}/appids/{}",
            bytes(openid),
            bytes(code),
            bytes(appid)
        );
        ask::<query::Request>(&path, "")
    };
    assert!(path(128, 32, 32).is_ok());
    says(&path(129, 32, 32).unwrap_err(), "/uri_template/openid”");
    says(
        &path(128, 33, 32).unwrap_err(),
        "/uri_template/coupon_code”",
    );
    says(&path(128, 32, 33).unwrap_err(), "/uri_template/appid”");
}

#[test]
fn a_coupon_shows_its_stock() {
    let time = |text| Time::parse(text).unwrap();
    let message = sample("create-stock.normal.request");
    let call: create::Request = ask("/stocks", &message.to_string()).unwrap();
    let coupon = Coupon::of(
        call.stock,
        Issue {
            coupon_code: "1117190000001234567890".to_owned(),
            stock_id: "1277620000000016".to_owned(),
            state: CouponState::Sended,
            available_start_time: time("2025-08-03T00:00:00+08:00"),
            expire_time: time("2025-08-05T23:59:59+08:00"),
            receive_time: time("2025-08-02T09:00:00+08:00"),
            send_request_no: "MCHSEND202508020001".to_owned(),
        },
    );
    let wanted = sample("get-user-coupon.sended.response");
    assert_eq!(serde_json::to_value(coupon).unwrap(), wanted);
}
