//! The sentences of refused fields, and what all requests have in common.

use serde_json::{Value, json};

use super::super::stock::{create, modify};
use super::super::value::Time;
use super::super::{Problem, Refusal, coupon};
use super::{ask, edited, sample, says};

fn created(edits: &[(&str, Value)]) -> Result<create::Request, Refusal> {
    let message = edited(sample("create-stock.normal.request"), edits);
    ask("/stocks", &message.to_string())
}

fn refused(edits: &[(&str, Value)]) -> Value {
    let answer = created(edits).unwrap_err().answer();
    assert_eq!(answer.status(), 400);
    serde_json::from_str(&answer.to_json()).unwrap()
}

/// The published body of a rule's answer; its detail may say more than that.
fn is_published(answer: &Value, rule: &str) {
    let errors = sample("errors");
    let published = errors.as_array().unwrap().iter();
    let published = published
        .clone()
        .find(|error| error["rule"] == rule)
        .unwrap();
    let body = &published["body"];
    assert_eq!(answer["code"], body["code"]);
    assert_eq!(answer["message"], body["message"]);
    for (name, value) in body["detail"].as_object().unwrap() {
        assert_eq!(answer["detail"][name], *value, "{name}");
    }
}

#[test]
fn w_val_1_required() {
    let answer = refused(&[("/stock_name", Value::Null)]);
    is_published(&answer, "W-VAL-1");
    assert_eq!(answer["detail"]["field"], "/stock_name");
    assert_eq!(answer["detail"]["issue"], "此字段为必填项");
}

#[test]
fn w_val_2_number_in_range() {
    let amount = "/coupon_use_rule/fixed_normal_coupon/discount_amount";
    is_published(&refused(&[(amount, json!(0))]), "W-VAL-2");
    let answer = refused(&[(amount, json!(10_000_001))]);
    let text = "映射到数值字段“优惠金额”规则校验失败，值高于最大值 10000000";
    assert!(
        answer["message"].as_str().unwrap().ends_with(text),
        "{answer}"
    );
    assert_eq!(answer["detail"]["value"], 10_000_001);
}

#[test]
fn w_val_3_text_length() {
    let number = "x".repeat(129);
    let answer = refused(&[("/out_request_no", json!(number))]);
    let text = "输入源“/body/out_request_no”映射到值字段“商户请求单号”字符串规则校验失败，\
                字节数 129，大于最大值 128";
    assert_eq!(answer["message"], text);
    assert_eq!(answer["detail"]["value"], 129);
    let answer = refused(&[("/out_request_no", json!(""))]);
    let text = "输入源“/body/out_request_no”映射到值字段“商户请求单号”字符串规则校验失败，\
                字符数 0，小于最小值 1";
    assert_eq!(answer["message"], text);
}

#[test]
fn w_val_4_pattern() {
    let message = edited(
        sample("associate-coupon.request"),
        &[("/out_trade_no", json!("a#b"))],
    );
    let call = ask::<coupon::associate::Request>("/coupons/associate", &message.to_string());
    let answer = call.unwrap_err().answer();
    let text = "输入源“/body/out_trade_no”映射到值字段“商户订单号”字符串规则校验失败，\
                字符串必须匹配正则表达式“^[0-9a-zA-Z_\\-|\\*]{1,}$”";
    assert_eq!(answer.message, text);
    assert!(answer.to_json().contains(r"^[0-9a-zA-Z_\\-|\\*]{1,}$"));
    assert_eq!(answer.detail.unwrap()["value"], "a#b");
}

#[test]
fn w_val_4_no_characters_of_four_bytes() {
    says(
        &created(&[("/goods_name", json!("饮品😀"))]).unwrap_err(),
        "4 字节",
    );
    assert!(created(&[("/goods_name", json!("饮品♨"))]).is_ok());
}

#[test]
fn w_val_5_json_types() {
    for (pointer, value, text) in [
        (
            "/stock_name",
            json!(1),
            "此字段需要一个 string 类型的 Json 值",
        ),
        (
            "/stock_type",
            json!(1),
            "此字段需要一个 string 类型的 Json 值",
        ),
        (
            "/subsidy",
            json!("true"),
            "此字段需要一个 bool 类型的 Json 值",
        ),
        (
            "/coupon_use_rule",
            json!([]),
            "此字段需要一个 object 类型的 Json 值",
        ),
        (
            "/notify_config",
            json!("x"),
            "此字段需要一个 object 类型的 Json 值",
        ),
        (
            "/coupon_use_rule/coupon_available_time/irregulary_avaliable_time",
            json!({}),
            "此字段需要一个 array 类型的 Json 值",
        ),
    ] {
        says(&created(&[(pointer, value)]).unwrap_err(), text);
    }
    for value in [
        json!("100"),
        json!(1.0),
        json!(9_223_372_036_854_775_808_u64),
        json!(true),
    ] {
        let answer = refused(&[("/stock_send_rule/max_coupons", value)]);
        let text = "无法将 JSON 输入源“/body/stock_send_rule/max_coupons”映射到目标字段\
                    “批次最大发放个数”中，此字段需要一个合法的 64 位有符号整数";
        assert_eq!(answer["message"], text);
    }
}

#[test]
fn w_val_6_path_parameter_in_body() {
    let body = json!({ "out_request_no": "1", "stock_id": "1" });
    let call = ask::<modify::Request>("/stocks/1", &body.to_string());
    let text = "无法将输入源“/body/stock_id”映射到目标字段“批次号”中，\
                此字段并非多重字段但被输入源“/uri_template/stock_id”映射过了";
    assert_eq!(call.unwrap_err().answer().message, text);
    let body = json!({ "out_request_no": "1", "stock_id": null });
    assert!(ask::<modify::Request>("/stocks/1", &body.to_string()).is_ok());
}

#[test]
fn w_val_7_body_is_an_object() {
    for body in ["", "[]", "null", "\"x\"", "{", "{}{}"] {
        let refusal = ask::<create::Request>("/stocks", body).unwrap_err();
        assert_eq!(refusal.problem, Problem::Body, "{body}");
        says(&refusal, "请求参数错误");
    }
    assert!(ask::<super::super::stock::query::Request>("/stocks/1", "[]").is_ok());
}

#[test]
fn w_val_8_unknown_fields_are_ignored() {
    assert!(created(&[("/stock_send_rule/more", json!({ "a": [1] }))]).is_ok());
}

#[test]
fn path_and_query_are_told_by_their_source() {
    let call = ask::<super::super::stock::query::Request>("/stocks/123456789012345678901", "");
    let text = "输入源“/uri_template/stock_id”映射到值字段“批次号”字符串规则校验失败，\
                字节数 21，大于最大值 20";
    assert_eq!(call.unwrap_err().answer().message, text);
    let list = "/users/o/coupons?appid=wx1&creator_merchant=1900009191&limit=";
    let call = ask::<coupon::list::Request>(&format!("{list}x"), "");
    let answer = call.unwrap_err().answer();
    assert!(
        answer.message.starts_with("无法将输入源“/query/limit”"),
        "{}",
        answer.message
    );
    assert_eq!(answer.detail.unwrap()["location"], "query");
    let call = ask::<coupon::list::Request>(list, "").unwrap();
    assert_eq!(call.limit(), 20);
}

#[test]
fn the_first_field_in_the_order_of_the_interface_is_told() {
    let call = ask::<create::Request>("/stocks", "{}");
    assert!(call.unwrap_err().message.contains("/body/stock_name"));
    let call = ask::<coupon::redeem::Request>("/coupons/use", "{}");
    assert!(call.unwrap_err().message.contains("/body/coupon_code"));
    let elements = json!([{ "begin_time": 5, "end_time": 9 }, { "begin_time": -1 }]);
    let pointer = "/coupon_use_rule/coupon_available_time/available_week/available_day_time";
    let text = format!("/body{pointer}/1/begin_time”");
    says(&created(&[(pointer, elements)]).unwrap_err(), &text);
}

#[test]
fn w_gen_2_times_in_shanghai_to_the_second() {
    let time = Time::parse("2025-08-01T02:00:00.999Z").unwrap();
    assert_eq!(time.to_string(), "2025-08-01T10:00:00+08:00");
    let time = Time::parse("2026-11-22T13:29:35.120+08:00").unwrap();
    assert_eq!(time.0.as_millisecond() % 1000, 120);
}

#[test]
fn w_gen_3_times_with_an_offset() {
    for fine in [
        "2025-08-01T10:00:00+08:00",
        "2025-08-01T02:00:00Z",
        "2025-08-01T02:00:00.5-00:30",
    ] {
        assert!(Time::parse(fine).is_some(), "{fine}");
    }
    for bad in [
        "2020-05-20T13:29:35.08:00",
        "2025-08-01T10:00:00",
        "2025-08-01 10:00:00+08:00",
        "2025-02-30T10:00:00+08:00",
        "2025-08-01",
        "1754064000",
        "",
    ] {
        assert!(Time::parse(bad).is_none(), "{bad}");
        let time = "/coupon_use_rule/coupon_available_time/available_begin_time";
        says(
            &created(&[(time, json!(bad))]).unwrap_err(),
            "“开始时间”时间规则校验失败",
        );
    }
}

#[test]
fn w_gen_4_characters_or_bytes() {
    assert!(created(&[("/stock_name", json!("券".repeat(21)))]).is_ok());
    let number = json!("券".repeat(43));
    says(
        &created(&[("/out_request_no", number)]).unwrap_err(),
        "字节数 129",
    );
}

#[test]
fn w_gen_5_absent_fields_are_left_out() {
    let message = sample("create-stock.minimal.request");
    let call: create::Request = ask("/stocks", &message.to_string()).unwrap();
    assert_eq!(serde_json::to_value(call).unwrap(), message);
}

#[test]
fn w_gen_6_null_and_the_empty_text_are_absent() {
    let mut message = sample("create-stock.minimal.request");
    let plain: create::Request = ask("/stocks", &message.to_string()).unwrap();
    message["comment"] = json!("");
    message["subsidy"] = json!(null);
    message["custom_entrance"] = json!({ "appid": "", "code_display_mode": "" });
    message["display_pattern_info"] = json!({ "background_color": "" });
    message["notify_config"] = json!({ "notify_appid": "" });
    let call: create::Request = ask("/stocks", &message.to_string()).unwrap();
    assert_eq!(call, plain);
    message["stock_name"] = json!(null);
    assert!(ask::<create::Request>("/stocks", &message.to_string()).is_err());
}

#[test]
fn w_gen_1_amounts_are_whole_fen() {
    let call = created(&[]).unwrap();
    let benefit = serde_json::to_value(call.stock.coupon_use_rule.benefit).unwrap();
    let wanted = json!({
        "fixed_normal_coupon": { "discount_amount": 500, "transaction_minimum": 2000 }
    });
    assert_eq!(benefit, wanted);
}
