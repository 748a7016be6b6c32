//! The rules of creation, and what it makes of a request.

mod flat_form;
mod nested_form;
mod values;

use super::{create, flat, given, nested, now, rules};
use crate::alipay::message::Violation;
use crate::alipay::message::order_voucher::create::NewOrderActivity;
use crate::alipay::message::tests::edited;
use serde_json::{Value, json};

fn judge(message: &Value) -> Result<NewOrderActivity, Violation> {
    create(message)
}

/// The flat sample with codes of the merchant's own.
fn promised() -> Value {
    edited(
        flat(),
        &[
            ("code_mode", json!("MERCHANT_API")),
            ("voucher_send_rule.voucher_quantity", json!(100)),
        ],
    )
}

/// A flat exchange voucher that is sold.
fn sold() -> Value {
    edited(
        promised(),
        &[
            ("voucher_type", json!("EXCHANGE_VOUCHER")),
            (
                "voucher_use_rule.exchange_voucher",
                json!({
                    "amount": "100.00", "sale_amount": "50.00", "voucher_name": "火锅套餐",
                    "payee_pid": "2088102111111111", "refundable": true, "settle_type": "1",
                }),
            ),
            ("voucher_display_info.voucher_image", json!("image")),
            (
                "customer_guide.voucher_send_guide.voucher_detail_url",
                json!("alipays://platformapi/startapp?appId=1"),
            ),
        ],
    )
}

fn discounted() -> Value {
    edited(
        flat(),
        &[
            ("voucher_type", json!("DISCOUNT_VOUCHER")),
            (
                "voucher_use_rule.discount_voucher",
                json!({ "discount": "6.5", "ceiling_amount": "20.00" }),
            ),
        ],
    )
}

fn special() -> Value {
    edited(
        flat(),
        &[
            ("voucher_type", json!("SPECIAL_VOUCHER")),
            (
                "voucher_use_rule.special_voucher",
                json!({ "special_amount": "9.90", "origin_amount": "100.00", "goods_name": "甜甜圈" }),
            ),
        ],
    )
}

/// A special price in containers.
fn special_nested() -> Value {
    edited(
        given(),
        &[
            ("voucher_deduct_info.voucher_type", json!("SPECIAL_VOUCHER")),
            (
                "voucher_deduct_info.special_voucher_info",
                json!({ "special_amount": "9.90" }),
            ),
        ],
    )
}

/// A flat creation with the guide of 2021 alone.
fn of_2021() -> Value {
    edited(
        flat(),
        &[
            ("voucher_use_rule.voucher_available_scope", Value::Null),
            (
                "customer_guide",
                json!({ "mini_app_id": "2021238412323412", "mini_app_path": "pages/a" }),
            ),
        ],
    )
}
