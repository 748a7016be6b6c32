//! Codes that merchants upload.

use serde_json::{Value, json};

use super::super::Refusal;
use super::super::code::upload::{Fate, Request};
use super::super::code::{delete, list, query};
use super::super::field::is_code;
use super::super::value::Time;
use super::{ask, bytes, edited, rules, sample, says};

const CODES: &str = "/stocks/1277620000000024/couponcodes";

fn upload(edits: &[(&str, Value)]) -> Result<Request, Refusal> {
    let message = edited(sample("upload-couponcodes.request"), edits);
    ask(CODES, &message.to_string())
}

fn of(codes: &[&str]) -> Request {
    upload(&[("/coupon_code_list", json!(codes))]).unwrap()
}

fn many(count: usize) -> Value {
    let codes = (0..count).map(|at| json!(format!("C{at}")));
    codes.collect()
}

rules! { upload;
    w_upload_3_at_most_200_codes:
        { "/coupon_code_list" = many(201) } says "“券code列表”规则校验失败，元素个数 201，大于最大值 200",
        but { "/coupon_code_list" = many(200) };
    w_upload_3_at_least_one_code:
        { "/coupon_code_list" = many(0) } says "元素个数 0，小于最小值 1", but { "/coupon_code_list" = many(1) };
    w_upload_3_a_list_is_required:
        { "/coupon_code_list" = Value::Null } says "“券code列表”必填性";
    w_upload_3_codes_are_texts:
        { "/coupon_code_list" = json!(["a", 1]) } says "输入源“/body/coupon_code_list/1”";
    w_val_1_upload_request_no_required:
        { "/upload_request_no" = Value::Null } says "“请求业务单据号”必填性";
    w_val_3_upload_request_no_128:
        { "/upload_request_no" = bytes(129) } says "大于最大值 128", but { "/upload_request_no" = bytes(128) };
    w_val_6_upload_stock_id_is_of_the_path:
        { "/stock_id" = "1" } says "并非多重字段";
}

#[test]
fn w_upload_4_every_code_lands_in_one_list() {
    let request = upload(&[]).unwrap();
    let batch = request.batch();
    let fine: Vec<_> = batch.fine().collect();
    assert_eq!(fine, ["ABC9588200", "ABC9588201", "MMAA12345"]);
    let at = Time::parse("2025-08-01T10:05:00+08:00").unwrap();
    let answer = batch.answer("1277620000000024", at, |code| match code {
        "MMAA12345" => Fate::Existed,
        _ => Fate::Stored,
    });
    let answer = serde_json::to_value(answer).unwrap();
    assert_eq!(answer, sample("upload-couponcodes.response"));
}

#[test]
fn w_upload_4_empty_lists_are_left_out() {
    let at = Time::parse("2025-08-01T10:05:00+08:00").unwrap();
    let answer = of(&["a"]).batch().answer("1", at, |_| Fate::Stored);
    let wanted = json!({
        "stock_id": "1",
        "total_count": 1,
        "success_count": 1,
        "success_codes": ["a"],
        "success_time": "2025-08-01T10:05:00+08:00",
        "fail_count": 0,
    });
    assert_eq!(serde_json::to_value(answer).unwrap(), wanted);
}

#[test]
fn w_upload_4_a_bad_code_given_twice_fails_once() {
    let at = Time::parse("2025-08-01T10:05:00+08:00").unwrap();
    let answer = of(&["#", "#", "#"])
        .batch()
        .answer("1", at, |_| Fate::Stored);
    assert_eq!((answer.total_count, answer.fail_count), (1, Some(1)));
    assert_eq!(answer.duplicate_codes, Some(vec!["#".to_owned()]));
}

#[test]
fn w_upload_5_a_bad_code_fails_alone() {
    let long = bytes(33);
    let request = of(&[
        "fine",
        &long,
        "a#b",
        "券",
        "😀",
        "",
        &bytes(32),
        r"a -_\/=|",
    ]);
    let at = Time::parse("2025-08-01T10:05:00+08:00").unwrap();
    let answer = request.batch().answer("1", at, |_| Fate::Stored);
    let failed = answer.fail_codes.unwrap();
    let failed: Vec<_> = failed
        .iter()
        .map(|code| {
            (
                code.coupon_code.as_str(),
                code.code.as_str(),
                code.message.as_str(),
            )
        })
        .collect();
    let signs = "券code包含非法字符";
    let wanted = [
        (long.as_str(), "LENGTH_LIMIT", "长度超过最大值32位"),
        ("a#b", "PARAM_ERROR", signs),
        ("券", "PARAM_ERROR", signs),
        ("😀", "PARAM_ERROR", signs),
        ("", "LENGTH_LIMIT", "长度小于最小值1位"),
    ];
    assert_eq!(failed, wanted);
    assert_eq!(answer.success_count, 3);
}

#[test]
fn what_does_not_fit_fails_alone() {
    let at = Time::parse("2025-08-01T10:05:00+08:00").unwrap();
    let answer = of(&["a", "b"]).batch().answer("1", at, |code| match code {
        "a" => Fate::Stored,
        _ => Fate::Full,
    });
    assert_eq!(answer.success_count, 1);
    let failed = answer.fail_codes.unwrap();
    assert_eq!(failed[0].message, "上传的自定义code已达上限");
}

#[test]
fn w_upload_9_case_matters() {
    let request = of(&["a1", "A1"]);
    assert_eq!(request.batch().fine().count(), 2);
    assert!(is_code("a1") && !is_code("") && !is_code("a+b"));
}

#[test]
fn w_val_2_limits_of_the_list_of_codes() {
    let ask = |query: &str| ask::<list::Request>(&format!("{CODES}{query}"), "");
    let plain = ask("").unwrap();
    assert_eq!((plain.limit(), plain.skip()), (20, 0));
    let page = ask("?limit=200&offset=7&appid=wx1&status=DISPATCHED").unwrap();
    assert_eq!((page.limit(), page.skip()), (200, 7));
    for (query, text) in [
        ("?limit=201", "“分页大小”规则校验失败，值高于最大值 200"),
        ("?limit=0", "值低于最小值 1"),
        ("?offset=-1", "“起始位置”规则校验失败，值低于最小值 0"),
        ("?status=SENDED", "“code状态”规则校验失败"),
        ("?limit=1.5", "64 位有符号整数"),
    ] {
        says(&ask(query).unwrap_err(), text);
    }
    let appid = |count| ask(&format!("?appid={}", bytes(count)));
    assert!(appid(32).is_ok());
    says(&appid(33).unwrap_err(), "大于最大值 32");
}

#[test]
fn w_val_3_one_code_by_its_path() {
    let one = ask::<query::Request>(&format!("{CODES}/a%20b?appid=wx1"), "").unwrap();
    assert_eq!(
        (one.coupon_code.as_str(), one.appid.as_deref()),
        ("a b", Some("wx1"))
    );
    let long = ask::<query::Request>(&format!("{CODES}/{}", bytes(33)), "");
    says(&long.unwrap_err(), "输入源“/uri_template/coupon_code”");
    assert!(ask::<query::Request>(&format!("{CODES}/{}", bytes(32)), "").is_ok());
}

#[test]
fn w_val_3_a_deletion_has_a_request_no_of_1_to_128() {
    let ask = |query: &str| ask::<delete::Request>(&format!("{CODES}/a{query}"), "");
    says(
        &ask("").unwrap_err(),
        "输入源“/query/delete_request_no”映射到字段“删除请求单据号”必填性",
    );
    says(&ask("?delete_request_no=").unwrap_err(), "小于最小值 1");
    let number = |count| ask(&format!("?delete_request_no={}", bytes(count)));
    assert!(number(1).is_ok() && number(128).is_ok());
    says(&number(129).unwrap_err(), "大于最大值 128");
}

#[test]
fn w_delcode_4_the_body_is_not_read() {
    let call = ask::<delete::Request>(&format!("{CODES}/a?delete_request_no=1"), "{");
    assert!(call.is_ok());
}
