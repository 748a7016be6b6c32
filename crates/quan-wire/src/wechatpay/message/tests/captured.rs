//! What the SDKs sent is read, whatever their habits.

use serde_json::Value;

use super::super::stock::{create, modify};
use super::super::{Asked, Call, Operation, Routing, callback, code, coupon, route};
use super::now;
use crate::wechatpay::path::split_query;

/// Reads a request as the operation's own; nothing for those without one.
fn read(operation: Operation, asked: &Asked) -> String {
    fn shown<C: Call + std::fmt::Debug>(asked: &Asked) -> String {
        format!("{:?}", C::read(asked).unwrap())
    }
    match operation {
        Operation::StockCreate => shown::<create::Request>(asked),
        Operation::StockQuery => shown::<super::super::stock::query::Request>(asked),
        Operation::StockModify => shown::<modify::Request>(asked),
        Operation::StockBudget => shown::<super::super::stock::budget::Request>(asked),
        Operation::CodeUpload => shown::<code::upload::Request>(asked),
        Operation::CodeList => shown::<code::list::Request>(asked),
        Operation::CodeQuery => shown::<code::query::Request>(asked),
        Operation::CodeDelete => shown::<code::delete::Request>(asked),
        Operation::CouponList => shown::<coupon::list::Request>(asked),
        Operation::CouponQuery => shown::<coupon::query::Request>(asked),
        Operation::CouponUse => shown::<coupon::redeem::Request>(asked),
        Operation::CouponReturn => shown::<coupon::undo::Request>(asked),
        Operation::CouponDeactivate => shown::<coupon::deactivate::Request>(asked),
        Operation::CouponAssociate => shown::<coupon::associate::Request>(asked),
        Operation::CouponDisassociate => shown::<coupon::disassociate::Request>(asked),
        Operation::CallbackSet => shown::<callback::set::Request>(asked),
        Operation::CallbackQuery => shown::<callback::query::Request>(asked),
        Operation::CouponSend => shown::<coupon::send::Request>(asked),
        Operation::CardSend => shown::<coupon::card::Request>(asked),
        Operation::SubsidyPay
        | Operation::SubsidyPayList
        | Operation::SubsidyPayQuery
        | Operation::SubsidyReturn
        | Operation::SubsidyReturnQuery => panic!("no SDK sent one"),
        Operation::Certificates | Operation::ImageUpload => String::new(),
    }
}

#[test]
fn every_recorded_request_is_read() {
    let folder = format!("{}/vectors/wechatpay/captured", env!("CARGO_MANIFEST_DIR"));
    let mut codes = 0;
    let mut read_so_far = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let record: Value = serde_json::from_str(&text).unwrap();
        for request in record["requests"].as_array().unwrap() {
            let (path, query) = split_query(request["target"].as_str().unwrap());
            let routing = route(request["method"].as_str().unwrap(), path);
            let Routing::Found {
                operation,
                parameters,
            } = routing
            else {
                panic!("{path}: {routing:?}");
            };
            read_so_far += 1;
            let Some(body) = request["body_utf8"].as_str() else {
                assert_eq!(operation, Operation::ImageUpload);
                continue;
            };
            let asked = Asked::of(operation, parameters, query, body.as_bytes(), now());
            let shown = read(operation, &asked.unwrap());
            codes += usize::from(shown.contains(r#"coupon_code: "ABC 9588/201=|_-\\""#));
        }
    }
    assert_eq!(read_so_far, 85);
    // One code with every sign that needs an escape, in the spelling of four SDKs.
    assert!(codes >= 4, "{codes}");
}
