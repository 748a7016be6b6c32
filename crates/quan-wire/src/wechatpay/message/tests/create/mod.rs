//! `POST /stocks`: its rules; the limits of its fields stand in [`limits`].

mod limits;

use serde_json::{Value, json};

use super::super::stock::create::Request;
use super::super::word::Color;
use super::super::{Problem, Refusal};
use super::{ask, edited, rules, sample, says};

fn create(edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    let message = edited(sample("create-stock.normal.request"), edits);
    ask("/stocks", &message.to_string())
}

/// The same below a pointer.
fn below(pointer: &str, edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    let edits: Vec<_> = edits
        .iter()
        .map(|(name, value)| (format!("{pointer}{name}"), value.clone()))
        .collect();
    let edits: Vec<_> = edits
        .iter()
        .map(|(pointer, value)| (pointer.as_str(), value.clone()))
        .collect();
    create(&edits)
}

fn week(edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    below(
        "/coupon_use_rule/coupon_available_time/available_week",
        edits,
    )
}

fn time(edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    below("/coupon_use_rule/coupon_available_time", edits)
}

fn fixed(edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    below("/coupon_use_rule/fixed_normal_coupon", edits)
}

fn use_rule(edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    below("/coupon_use_rule", edits)
}

fn send_rule(edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    below("/stock_send_rule", edits)
}

fn program(edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    below("/custom_entrance/mini_programs_info", edits)
}

fn entrance(edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    below("/custom_entrance", edits)
}

fn display(edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    below("/display_pattern_info", edits)
}

fn discount(edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    let message = edited(sample("create-stock.discount.request"), edits);
    ask("/stocks", &message.to_string())
}

fn exchange(edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    let message = edited(sample("create-stock.exchange.request"), edits);
    ask("/stocks", &message.to_string())
}

#[test]
fn w_create_1_required_fields_by_their_title() {
    for (pointer, title) in [
        ("/stock_name", "商家券批次名称"),
        ("/belong_merchant", "批次归属商户号"),
        ("/goods_name", "适用商品范围"),
        ("/stock_type", "批次类型"),
        ("/coupon_use_rule", "核销规则"),
        ("/coupon_use_rule/coupon_available_time", "券可核销时间"),
        (
            "/coupon_use_rule/coupon_available_time/available_begin_time",
            "开始时间",
        ),
        (
            "/coupon_use_rule/coupon_available_time/available_end_time",
            "结束时间",
        ),
        (
            "/coupon_use_rule/fixed_normal_coupon/discount_amount",
            "优惠金额",
        ),
        (
            "/coupon_use_rule/fixed_normal_coupon/transaction_minimum",
            "消费门槛",
        ),
        ("/coupon_use_rule/use_method", "核销方式"),
        ("/stock_send_rule", "发放规则"),
        ("/stock_send_rule/max_coupons", "批次最大发放个数"),
        ("/stock_send_rule/max_coupons_per_user", "用户最大可领个数"),
        ("/out_request_no", "商户请求单号"),
        ("/coupon_code_mode", "券code模式"),
    ] {
        let refusal = create(&[(pointer, Value::Null)]).unwrap_err();
        let text =
            format!("输入源“/body{pointer}”映射到字段“{title}”必填性规则校验失败，此字段为必填项");
        assert_eq!(refusal.message, text);
    }
    let percent = "/coupon_use_rule/discount_coupon/discount_percent";
    says(
        &discount(&[(percent, Value::Null)]).unwrap_err(),
        "“折扣比例”必填性",
    );
    let price = "/coupon_use_rule/exchange_coupon/exchange_price";
    says(
        &exchange(&[(price, Value::Null)]).unwrap_err(),
        "“单品换购价”必填性",
    );
}

rules! { time;
    w_create_5_end_after_begin:
        { "/available_end_time" = "2025-08-01T00:00:00+08:00" }
        says "批次有效期设置有误",
        but { "/available_begin_time" = "2025-08-01T00:00:00+08:00" };
    w_create_5_end_in_the_future:
        { "/available_end_time" = "2025-08-02T09:00:00+08:00" }
        says "批次有效期设置有误",
        but { "/available_end_time" = "2025-08-02T09:00:01+08:00" };
    w_create_5_end_within_a_year:
        { "/available_end_time" = "2026-08-01T00:00:01+08:00" }
        says "批次有效期设置有误",
        but { "/available_end_time" = "2026-08-01T00:00:00+08:00" };
    w_create_6_waiting_needs_days:
        { "/available_day_after_receive" = Value::Null }
        says "必须设置生效后N天内有效",
        but { "/available_day_after_receive" = Value::Null, "/wait_days_after_receive" = 0, };
    w_create_8_begin_before_end_of_irregular_times:
        { "/irregulary_avaliable_time" = json!([{ "begin_time": "2025-08-09T00:00:00Z", "end_time": "2025-08-09T00:00:00Z" }]) }
        says "必须晚于开始时间",
        but { "/irregulary_avaliable_time" = json!([{ "begin_time": "2025-08-09T00:00:00Z" }]) };
}

rules! { week;
    w_create_8_hours_need_week_days:
        { "/week_day" = [] as [u8; 0] }
        says "“可用星期数”必填性";
    w_create_8_at_most_2_windows:
        { "/available_day_time" = json!([{}, {}, {}]) }
        says "“当天可用时间段”规则校验失败，元素个数 3，大于最大值 2",
        but { "/available_day_time" = json!([{}, {}]) };
    w_create_8_begin_before_end:
        { "/available_day_time" = json!([{ "begin_time": 5, "end_time": 5 }]) }
        says "必须晚于开始时间",
        but { "/available_day_time" = json!([{ "begin_time": 5, "end_time": 6 }]) };
}

rules! { use_rule;
    w_create_4_rule_of_the_type:
        { "/fixed_normal_coupon" = Value::Null }
        says "“固定面额满减券使用规则”必填性规则校验失败";
    w_create_4_rule_of_another_type:
        { "/discount_coupon" = json!({ "discount_percent": 88, "transaction_minimum": 1 }) }
        says "折扣券使用规则与批次类型不一致";
    w_create_4_rule_of_another_type_is_read_too:
        { "/discount_coupon" = json!({}) }
        says "“折扣比例”必填性";
    w_create_10_windows_in_their_place:
        { "/available_week" = json!({ "week_day": [1] }) }
        says "固定周期有效时间段必须在coupon_available_time中设置";
    w_create_10_windows_in_their_place_irregular_ones_too:
        { "/irregulary_avaliable_time" = json!([]) }
        says "无规律的有效时间段必须在coupon_available_time中设置";
    w_create_11_mini_programs_need_appid_and_path:
        { "/use_method" = "MINI_PROGRAMS", "/mini_programs_path" = "a" }
        says "“小程序appid”必填性",
        but { "/use_method" = "MINI_PROGRAMS", "/mini_programs_path" = "a", "/mini_programs_appid" = "wx1", };
    w_create_11_mini_programs_need_a_path:
        { "/use_method" = "MINI_PROGRAMS", "/mini_programs_appid" = "a" }
        says "“小程序path”必填性";
}

rules! { program;
    w_create_15_program_appid_required:
        { "/mini_programs_appid" = Value::Null }
        says "“商家小程序appid”必填性";
    w_create_15_program_path_required:
        { "/mini_programs_path" = Value::Null }
        says "“商家小程序path”必填性";
    w_create_15_entrance_words_required:
        { "/entrance_words" = Value::Null }
        says "“入口文案”必填性",
        but { "/guiding_words" = Value::Null };
}

rules! { display;
    w_create_12_known_color:
        { "/background_color" = "Color015" }
        says "“背景颜色”规则校验失败",
        but { "/background_color" = "Color100" },
        but { "/background_color" = "" };
    w_create_13_images_by_http:
        { "/coupon_image_url" = "ftp://a" }
        says "券详情图片必须是http或https链接",
        but { "/coupon_image_url" = "http://anywhere/x.png" };
}

rules! { discount;
    w_create_4_rule_of_the_type_discount:
        { "/coupon_use_rule/discount_coupon" = Value::Null } says "“折扣券使用规则”必填性";
}

rules! { exchange;
    w_create_4_rule_of_the_type_exchange:
        { "/coupon_use_rule/exchange_coupon" = Value::Null } says "“换购券使用规则”必填性";
}

#[test]
fn w_create_5_a_begin_in_the_past_is_accepted() {
    let begin = "/coupon_use_rule/coupon_available_time/available_begin_time";
    assert!(create(&[(begin, json!("2025-01-01T00:00:00+08:00"))]).is_ok());
}

#[test]
fn w_create_7_a_discount_may_exceed_the_order() {
    assert!(
        create(&[
            (
                "/coupon_use_rule/fixed_normal_coupon/discount_amount",
                json!(500)
            ),
            (
                "/coupon_use_rule/fixed_normal_coupon/transaction_minimum",
                json!(1)
            ),
        ])
        .is_ok()
    );
}

#[test]
fn w_create_9_week_days_also_as_digits_and_once_each() {
    let days = "/coupon_use_rule/coupon_available_time/available_week/week_day";
    let call = create(&[(days, json!(["1", 3, "3", 1, 0]))]).unwrap();
    let week = call
        .stock
        .coupon_use_rule
        .coupon_available_time
        .available_week;
    assert_eq!(week.unwrap().week_day, Some(vec![1, 3, 0]));
    says(
        &create(&[(days, json!(["12"]))]).unwrap_err(),
        "64 位有符号整数",
    );
    says(
        &create(&[(days, json!(["7"]))]).unwrap_err(),
        "值高于最大值 6",
    );
}

#[test]
fn w_create_11_no_self_consumption() {
    let method = "/coupon_use_rule/use_method";
    let refusal = create(&[(method, json!("SELF_CONSUME"))]).unwrap_err();
    assert_eq!(refusal.problem, Problem::SelfConsume);
    assert_eq!(refusal.answer().code.as_str(), "INVALID_REQUEST");
}

#[test]
fn w_create_12_ten_colors() {
    let color = "/display_pattern_info/background_color";
    for (at, word) in Color::ALL.iter().enumerate() {
        assert_eq!(word.as_str(), format!("Color{:03}", (at + 1) * 10));
        assert!(create(&[(color, json!(word.as_str()))]).is_ok());
    }
}

#[test]
fn a_stock_tells_the_applications_to_be_asked_for() {
    let stock = create(&[]).unwrap().stock;
    let appids: Vec<_> = stock.appids().collect();
    assert_eq!(appids, ["wx324345hgfhfghfg", "wxd678efh567hg6787"]);
}

#[test]
fn w_create_16_what_has_no_effect_is_given_back() {
    let edits = [
        ("/stock_send_rule/transferable", json!(true)),
        ("/stock_send_rule/shareable", json!(true)),
        ("/stock_send_rule/max_amount", json!(1_000_000)),
        ("/stock_send_rule/max_amount_by_day", json!(1000)),
        ("/subsidy", json!(true)),
    ];
    let call = create(&edits).unwrap();
    let wanted = edited(sample("create-stock.normal.request"), &edits);
    assert!(call.stock.is_subsidised());
    assert_eq!(serde_json::to_value(call).unwrap(), wanted);
}

#[test]
fn w_create_17_caps_may_exceed_the_budget() {
    assert!(
        create(&[
            ("/stock_send_rule/max_coupons", json!(1)),
            ("/stock_send_rule/max_coupons_by_day", json!(10)),
            ("/stock_send_rule/max_coupons_per_user", json!(10)),
        ])
        .is_ok()
    );
}
