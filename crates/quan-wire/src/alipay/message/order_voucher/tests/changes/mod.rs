//! The rules of modification, and what it makes of an activity.

mod display;
mod rules;
mod samples;
mod scope;
mod values;

use super::{create, flat, given, modified, modify_valid, nested, now, present, sample};
use crate::alipay::message::Violation;
use crate::alipay::message::order_voucher::modify::Modified;
use crate::alipay::message::tests::edited;
use serde_json::{Value, json};

/// The sample's modification in the flat form.
fn valid() -> Value {
    sample("modify-request-valid")
}

/// A modification that changes nothing.
fn nothing() -> Value {
    json!({ "activity_id": "2026112200826004508401111111", "out_biz_no": "M" })
}

fn of_flat(message: &Value) -> Result<Modified, Violation> {
    modified(message, &flat(), |_| {})
}

fn of_sold(message: &Value) -> Result<Modified, Violation> {
    modified(message, &nested(), |_| {})
}

fn of_given(message: &Value) -> Result<Modified, Violation> {
    modified(message, &given(), |_| {})
}

/// A flat exchange voucher's activity.
fn exchange() -> Value {
    edited(
        flat(),
        &[
            ("voucher_type", json!("EXCHANGE_VOUCHER")),
            (
                "voucher_use_rule.exchange_voucher",
                json!({ "amount": "100.00", "voucher_name": "火锅套餐" }),
            ),
            ("voucher_display_info.voucher_image", json!("image")),
            ("voucher_display_info.voucher_comment", json!("食材新鲜")),
            (
                "customer_guide.voucher_send_guide.voucher_detail_url",
                json!("alipays://platformapi/startapp?appId=1"),
            ),
        ],
    )
}

fn of_exchange(message: &Value) -> Result<Modified, Violation> {
    modified(message, &exchange(), |_| {})
}

/// A flat activity that shows the code and leads nowhere.
fn of_shown(message: &Value) -> Result<Modified, Violation> {
    let guide = json!({ "voucher_use_guide": { "offline_code_use_guide": true } });
    modified(
        message,
        &edited(flat(), &[("customer_guide", guide)]),
        |_| {},
    )
}

/// A flat activity without a limit per user.
fn of_unlimited(message: &Value) -> Result<Modified, Violation> {
    let unlimited = edited(flat(), &[("voucher_send_rule", json!({}))]);
    modified(message, &unlimited, |_| {})
}

/// A special price in containers.
fn of_special(message: &Value) -> Result<Modified, Violation> {
    let special = edited(
        given(),
        &[
            ("voucher_deduct_info.voucher_type", json!("SPECIAL_VOUCHER")),
            (
                "voucher_deduct_info.special_voucher_info",
                json!({ "special_amount": "9.90" }),
            ),
        ],
    );
    modified(message, &special, |_| {})
}

/// An activity of two cities.
fn of_cities(message: &Value) -> Result<Modified, Violation> {
    let cities = json!({
        "available_geography_scope_type": "CITY_CODE",
        "available_geography_city_info": { "available_city_codes": ["310100", "330100"] },
    });
    modified(message, &edited(given(), &[(GEOGRAPHY, cities)]), |_| {})
}

const GEOGRAPHY: &str = "voucher_available_scope_info.voucher_available_geography_scope_info";
