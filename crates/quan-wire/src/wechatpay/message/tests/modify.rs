//! `PATCH /stocks/{stock_id}` and `…/budget`.

use serde_json::{Value, json};

use super::super::stock::budget::{self, Change};
use super::super::stock::{Stock, create, modify};
use super::super::{Call, Problem, Refusal};
use super::{ask, bytes, edited, rules, sample, says, signs};

const STOCK: &str = "/stocks/1277620000000016";

fn stock(name: &str, edits: &[(&str, Value)]) -> Stock {
    let message = edited(sample(&format!("create-stock.{name}.request")), edits);
    let call: create::Request = ask("/stocks", &message.to_string()).unwrap();
    call.stock
}

fn change(message: Value) -> modify::Request {
    let message = edited(message, &[("/out_request_no", json!("1"))]);
    ask(STOCK, &message.to_string()).unwrap()
}

/// A stock of the sample after a change, as its JSON text says it.
fn changed(name: &str, message: Value) -> Result<Value, Refusal> {
    let new = change(message).apply(&stock(name, &[]))?;
    Ok(serde_json::to_value(new).unwrap())
}

fn asked(edits: &[(&str, Value)]) -> Result<modify::Request, Refusal> {
    let message = edited(sample("patch-stock.request"), edits);
    ask(STOCK, &message.to_string())
}

rules! { asked;
    w_val_1_modify_out_request_no_required:
        { "/out_request_no" = Value::Null } says "“商户请求单号”必填性";
    w_val_3_modify_out_request_no_128:
        { "/out_request_no" = bytes(129) } says "大于最大值 128", but { "/out_request_no" = bytes(128) };
    w_val_3_modify_comment_20_chars:
        { "/comment" = signs(21) } says "大于最大值 20", but { "/comment" = signs(20) };
    w_val_3_modify_goods_name_15_chars:
        { "/goods_name" = signs(16) } says "大于最大值 15", but { "/goods_name" = signs(15) };
    w_val_3_modify_stock_name_21_chars:
        { "/stock_name" = signs(22) } says "大于最大值 21", but { "/stock_name" = signs(21) };
    w_val_3_modify_description_1000_chars:
        { "/display_pattern_info/description" = signs(1001) } says "大于最大值 1000",
        but { "/display_pattern_info/description" = signs(1000) };
    w_val_3_modify_entrance_words_5_chars:
        { "/custom_entrance/mini_programs_info/entrance_words" = signs(6) } says "大于最大值 5",
        but { "/custom_entrance/mini_programs_info/entrance_words" = signs(5) };
    w_val_3_modify_notify_appid_32:
        { "/notify_config/notify_appid" = bytes(33) } says "大于最大值 32",
        but { "/notify_config/notify_appid" = bytes(32) };
    w_val_3_modify_mini_programs_path_128:
        { "/coupon_use_rule/mini_programs_path" = bytes(129) } says "大于最大值 128",
        but { "/coupon_use_rule/mini_programs_path" = bytes(128) };
    w_val_6_modify_stock_id_is_of_the_path:
        { "/stock_id" = "1277620000000016" } says "并非多重字段";
}

#[test]
fn w_patch_2_members_are_merged_one_by_one() {
    let new = changed("normal", sample("patch-stock.request")).unwrap();
    let old = serde_json::to_value(stock("normal", &[])).unwrap();
    let wanted = edited(
        old,
        &[
            (
                "/custom_entrance/mini_programs_info/entrance_words",
                json!("欢迎光临"),
            ),
            (
                "/custom_entrance/mini_programs_info/guiding_words",
                json!("领更多券"),
            ),
            ("/custom_entrance/code_display_mode", json!("QRCODE")),
            ("/comment", json!("改后备注")),
            ("/goods_name", json!("饮品和甜点")),
            ("/display_pattern_info/description", json!("改后说明")),
            ("/display_pattern_info/background_color", json!("Color030")),
            (
                "/display_pattern_info/coupon_image_url",
                json!("https://wxpaylogo.qpic.cn/wxpaylogo/cover2/0"),
            ),
            ("/coupon_use_rule/use_method", json!("MINI_PROGRAMS")),
            (
                "/coupon_use_rule/mini_programs_appid",
                json!("wx23232232323"),
            ),
            (
                "/coupon_use_rule/mini_programs_path",
                json!("/path/index/index"),
            ),
            ("/stock_send_rule/prevent_api_abuse", json!(true)),
        ],
    );
    assert_eq!(new, wanted);
}

#[test]
fn w_patch_2_what_is_not_said_stays() {
    let old = serde_json::to_value(stock("discount", &[])).unwrap();
    let silent = json!({
        "comment": "",
        "custom_entrance": {},
        "display_pattern_info": { "background_color": "" },
        "coupon_use_rule": { "coupon_available_time": {} },
        "stock_send_rule": { "max_coupons": 5 },
        "notify_config": {},
    });
    assert_eq!(changed("discount", silent).unwrap(), old);
}

#[test]
fn w_patch_2_blocks_come_into_being() {
    let new = changed(
        "minimal",
        json!({
            "custom_entrance": { "hall_id": "1" },
            "display_pattern_info": { "description": "说明" },
            "notify_config": { "notify_appid": "wx1" },
        }),
    )
    .unwrap();
    assert_eq!(new["custom_entrance"], json!({ "hall_id": "1" }));
    assert_eq!(
        new["display_pattern_info"],
        json!({ "description": "说明" })
    );
    assert_eq!(new["notify_config"], json!({ "notify_appid": "wx1" }));
}

#[test]
fn w_patch_2_a_new_mini_program_must_be_whole() {
    let part = json!({ "custom_entrance": { "mini_programs_info": { "entrance_words": "看" } } });
    let refusal = changed("minimal", part).unwrap_err();
    let pointer = "/body/custom_entrance/mini_programs_info/mini_programs_appid";
    says(
        &refusal,
        &format!("输入源“{pointer}”映射到字段“商家小程序appid”必填性"),
    );
    let part = json!({ "coupon_use_rule": { "use_method": "MINI_PROGRAMS" } });
    let refusal = changed("minimal", part).unwrap_err();
    says(
        &refusal,
        "输入源“/body/coupon_use_rule/mini_programs_appid”",
    );
    let part = json!({ "coupon_use_rule": { "use_method": "SELF_CONSUME" } });
    let refusal = changed("minimal", part).unwrap_err();
    assert_eq!(refusal.problem, Problem::SelfConsume);
}

#[test]
fn w_patch_3_some_fields_stay() {
    for (message, title) in [
        (json!({ "stock_name": "另一个" }), "商家券批次名称"),
        (
            json!({ "display_pattern_info": { "merchant_logo_url": "https://b" } }),
            "商户logo",
        ),
        (
            json!({ "display_pattern_info": { "merchant_name": "别人" } }),
            "商户名称",
        ),
        (
            json!({ "stock_send_rule": { "natural_person_limit": true } }),
            "是否开启自然人限制",
        ),
    ] {
        let refusal = changed("normal", message).unwrap_err();
        assert_eq!(refusal.problem, Problem::Unmodifiable);
        assert_eq!(refusal.answer().code.as_str(), "INVALID_REQUEST");
        says(&refusal, &format!("参数“{title}”不允许修改"));
    }
    let same = json!({
        "stock_name": "8月满减券",
        "display_pattern_info": {
            "merchant_name": "示例商家",
            "merchant_logo_url": "https://wxpaylogo.qpic.cn/wxpaylogo/logo/0",
        },
        "stock_send_rule": { "natural_person_limit": false },
    });
    let old = serde_json::to_value(stock("normal", &[])).unwrap();
    assert_eq!(changed("normal", same).unwrap(), old);
}

#[test]
fn w_patch_4_a_subsidy_stays() {
    let off = change(json!({ "subsidy": false }));
    let on = change(json!({ "subsidy": true }));
    let with = stock("normal", &[("/subsidy", json!(true))]);
    let without = stock("normal", &[]);
    let refusal = off.apply(&with).unwrap_err();
    assert_eq!(refusal.problem, Problem::SubsidyStays);
    assert!(!off.apply(&without).unwrap().is_subsidised());
    assert!(on.apply(&without).unwrap().is_subsidised());
    assert!(on.apply(&with).unwrap().is_subsidised());
}

#[test]
fn w_patch_5_the_answer_is_empty() {
    assert_eq!(modify::Request::OPERATION.success(), 204);
}

#[test]
fn w_patch_7_stock_id_in_the_body() {
    let refusal = asked(&[("/stock_id", json!("1"))]).unwrap_err();
    assert_eq!(refusal.rule, "W-VAL-6 path_parameter_in_body");
}

fn total(edits: &[(&str, Value)]) -> Result<budget::Request, Refusal> {
    let message = edited(sample("modify-budget.total.request"), edits);
    ask(&format!("{STOCK}/budget"), &message.to_string())
}

fn daily(edits: &[(&str, Value)]) -> Result<budget::Request, Refusal> {
    let message = edited(sample("modify-budget.by-day.request"), edits);
    ask(&format!("{STOCK}/budget"), &message.to_string())
}

const ONE: &str = "target_max_coupons与target_max_coupons_by_day只能修改一个";

rules! { total;
    w_budget_1_one_target:
        { "/target_max_coupons_by_day" = 5 } says ONE, but { "/target_max_coupons_by_day" = 0 };
    w_budget_1_one_target_and_not_none:
        { "/target_max_coupons" = 0 } says ONE;
    w_budget_1_target_at_most_1000000000:
        { "/target_max_coupons" = 1_000_000_001 } says "值高于最大值 1000000000",
        but { "/target_max_coupons" = 1_000_000_000 }, but { "/target_max_coupons" = 1 };
    w_budget_1_target_not_negative:
        { "/target_max_coupons" = -1 } says "值低于最小值 1";
    w_budget_2_current_is_needed:
        { "/current_max_coupons" = Value::Null } says "“当前批次最大发放个数”必填性";
    w_budget_2_current_of_the_other_does_not_do:
        { "/current_max_coupons" = Value::Null, "/current_max_coupons_by_day" = 1 } says "/body/current_max_coupons”";
    w_val_1_budget_request_no_required:
        { "/modify_budget_request_no" = Value::Null } says "“修改预算请求单据号”必填性";
    w_val_3_budget_request_no_128:
        { "/modify_budget_request_no" = bytes(129) } says "大于最大值 128",
        but { "/modify_budget_request_no" = bytes(128) };
    w_val_6_budget_stock_id_is_of_the_path:
        { "/stock_id" = "1" } says "并非多重字段";
}

rules! { daily;
    w_budget_1_daily_target_at_most_1000000000:
        { "/target_max_coupons_by_day" = 1_000_000_001 } says "值高于最大值 1000000000",
        but { "/target_max_coupons_by_day" = 1_000_000_000 };
    w_budget_2_current_of_a_day_is_needed:
        { "/current_max_coupons_by_day" = Value::Null } says "“当前单天发放上限个数”必填性",
        but { "/current_max_coupons_by_day" = 0 };
}

#[test]
fn a_budget_names_one_change() {
    let (target, current) = (3000, 1000);
    let change = total(&[]).unwrap().change();
    assert_eq!(change, Some(Change::Total { target, current }));
    let (target, current) = (500, 100);
    let change = daily(&[]).unwrap().change();
    assert_eq!(change, Some(Change::Daily { target, current }));
}
