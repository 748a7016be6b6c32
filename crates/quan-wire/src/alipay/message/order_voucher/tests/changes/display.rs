//! What users see, before and after.

use super::{create, exchange, modified, nothing, of_exchange, of_flat, present};
use crate::alipay::message::order_voucher::modify::{Modified, Request};
use crate::alipay::message::tests::edited;
use crate::alipay::message::word::FileKey;
use crate::alipay::message::{Code, Document, Violation, parse};
use serde_json::{Value, json};

#[test]
fn m25_to_m30_what_is_not_sent_is_shown_as_before() {
    let message = edited(
        nothing(),
        &[(
            "voucher_display_info",
            json!({ "voucher_image": "new", "customer_service_url": "alipay://x" }),
        )],
    );
    let modified = of_flat(&message).unwrap();
    let display = modified.document.voucher_display_pattern_info.unwrap();
    assert_eq!(display.brand_name.as_deref(), Some("示例小馆"));
    assert_eq!(display.customer_service_mobile, None);
    assert_eq!(display.customer_service_url.as_deref(), Some("alipay://x"));
    let image = (FileKey::VoucherImage, "new".to_owned());
    assert_eq!(modified.changes.images, [image]);
}

#[test]
fn m33_images_that_were_there_before_are_not_asked_for_again() {
    let logo = "adeDSktiQO-u5vJUqVbcQwAAACMAAQED";
    let message = edited(
        nothing(),
        &[("voucher_display_info.brand_logo", json!(logo))],
    );
    assert_eq!(of_flat(&message).unwrap().changes.images, []);
}

#[test]
fn m34_enrolled_display_stays() {
    let judge = |path: &str, value: Value| {
        let message = edited(nothing(), &[(path, value)]);
        modified(&message, &exchange(), |present| present.enrolled = true)
    };
    for (path, value) in [
        ("voucher_display_info.brand_name", json!("另一家")),
        ("voucher_display_info.brand_logo", json!("logo")),
        ("voucher_display_info.voucher_comment", json!("另一句")),
        ("voucher_display_info.voucher_image", json!("other")),
        ("voucher_display_info.voucher_detail_images", json!(["d"])),
        (
            "voucher_use_rule.exchange_voucher.voucher_name",
            json!("另一套"),
        ),
        ("voucher_display_pattern_info.brand_name", json!("另一家")),
    ] {
        let violation = judge(path, value).unwrap_err();
        assert_eq!(
            (violation.rule, violation.code()),
            ("M34 enrolled_display_stays", Code::BizError)
        );
        assert!(violation.to_string().starts_with("业务异常"), "{path}");
    }
    assert!(judge("voucher_display_info.brand_name", json!("示例小馆")).is_ok());
    assert!(judge("voucher_display_info.voucher_description", json!("新的")).is_ok());
    let message = edited(
        nothing(),
        &[("voucher_display_info.brand_name", json!("另一家"))],
    );
    assert!(of_exchange(&message).is_ok());
}

/// An exchange voucher of the provider's own business.
fn own() -> Value {
    edited(
        exchange(),
        &[("belong_merchant_info.business_type", json!("ISV"))],
    )
}

fn of_own(message: &Value, forget: impl FnOnce(&mut Document)) -> Result<Modified, Violation> {
    let mut document = create(&own()).unwrap().document;
    forget(&mut document);
    let request: Request = parse(message.to_string()).unwrap();
    request.check()?.against(&document, &present(&[]))
}

#[test]
fn m36_brand_required_for_isv() {
    let message = edited(
        nothing(),
        &[(
            "voucher_display_pattern_info.voucher_description",
            json!("新"),
        )],
    );
    assert!(of_own(&message, |_| {}).is_ok());
    let violation = of_own(&message, |document| {
        document
            .voucher_display_pattern_info
            .as_mut()
            .unwrap()
            .brand_logo = None;
    });
    assert_eq!(violation.unwrap_err().rule, "M36 brand_required_for_isv");
}

#[test]
fn m36_voucher_name_required_for_exchange() {
    let message = edited(
        nothing(),
        &[(
            "voucher_display_pattern_info.voucher_description",
            json!("新"),
        )],
    );
    let violation = of_own(&message, |document| {
        document
            .voucher_display_pattern_info
            .as_mut()
            .unwrap()
            .voucher_name = None;
    });
    assert_eq!(
        violation.unwrap_err().rule,
        "M36 voucher_name_required_for_exchange"
    );
}
