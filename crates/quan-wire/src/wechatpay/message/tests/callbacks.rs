//! Addresses for notices.

use serde_json::{Value, json};

use super::super::call::Parameters;
use super::super::callback::{query, set};
use super::super::{Asked, Operation, Refusal};
use super::{ask, bytes, edited, now, rules, sample, says};

fn set(edits: &[(&str, Value)]) -> Result<set::Request, Refusal> {
    let message = edited(sample("set-callback.request"), edits);
    ask("/callbacks", &message.to_string())
}

fn url(length: usize) -> String {
    format!("https://{}", bytes(length - 8))
}

rules! { set;
    w_cb_4_notify_url_required: { "/notify_url" = Value::Null } says "“通知URL地址”必填性";
    w_cb_4_notify_url_256: { "/notify_url" = url(257) } says "字节数 257，大于最大值 256", but { "/notify_url" = url(256) };
    w_cb_4_notify_url_at_least_10: { "/notify_url" = url(9) } says "字符数 9，小于最小值 10", but { "/notify_url" = url(10) };
    w_cb_4_https: { "/notify_url" = "http://merchant.example" } says "必须以https://开头";
    w_cb_4_no_blanks: { "/notify_url" = "https://merchant.example/a b" } says "不能携带参数和空格";
    w_cb_4_no_blanks_at_the_end: { "/notify_url" = "https://merchant.example/a\n" } says "不能携带参数和空格";
    w_cb_4_no_query:
        { "/notify_url" = "https://merchant.example/a?b=1" } says "不能携带参数和空格",
        but { "/notify_url" = "https://merchant.example:8443/a" };
    w_cb_4_a_host: { "/notify_url" = "https:///path" } says "必须以https://开头";
    w_val_3_callback_mchid_at_most_15: { "/mchid" = bytes(16) } says "大于最大值 15", but { "/mchid" = bytes(15) };
    w_val_3_callback_mchid_at_least_8:
        { "/mchid" = bytes(7) } says "小于最小值 8", but { "/mchid" = bytes(8) }, but { "/mchid" = Value::Null };
}

#[test]
fn d27_plain_http_where_it_will_do() {
    let read = |url: &str| {
        let message = edited(
            sample("set-callback.request"),
            &[("/notify_url", json!(url))],
        );
        let (call, body) = (Operation::CallbackSet, message.to_string());
        let asked = Asked::of(call, Parameters::default(), None, body.as_bytes(), now())?;
        set::Request::read_with_http(&asked)
    };
    for url in [
        "http://127.0.0.1:9000/told",
        "https://merchant.example/told",
    ] {
        assert_eq!(read(url).unwrap().notify_url, url);
    }
    for url in [
        "http://127.0.0.1/told?a=b",
        "http:///told",
        "ftp://merchant.example",
    ] {
        says(&read(url).unwrap_err(), "通知URL地址");
    }
}

#[test]
fn the_merchant_of_a_callback_may_be_left_out() {
    assert_eq!(set(&[("/mchid", json!(""))]).unwrap().mchid, None);
    assert_eq!(ask::<query::Request>("/callbacks", "").unwrap().mchid, None);
    let named = ask::<query::Request>("/callbacks?mchid=1900009191", "").unwrap();
    assert_eq!(named.mchid.as_deref(), Some("1900009191"));
    let short = ask::<query::Request>("/callbacks?mchid=1", "");
    says(&short.unwrap_err(), "输入源“/query/mchid”");
}
