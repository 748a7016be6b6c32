//! Every sample goes through the types and comes out the same.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::call::write;
use super::super::coupon::{associate, card, deactivate, disassociate, list, redeem, send, undo};
use super::super::notice::CouponSent;
use super::super::stock::{budget, create, modify, query};
use super::super::subsidy::{pay, pay_list, refund};
use super::super::{Call, callback, code};
use super::{ask, sample};

/// A request is read by way of the router, and written as it came.
fn request<C: Call>(target: &str, name: &str) {
    let sample = sample(&format!("{name}.request"));
    let call: C = ask(target, &sample.to_string()).unwrap();
    let written = write(&call).unwrap();
    assert_eq!(written.target, format!("/v3/marketing/busifavor{target}"));
    let body: Value = serde_json::from_str(&written.body).unwrap();
    assert_eq!(body, sample, "{name}");
}

/// An answer is read as the client reads it, and written as the server writes it.
fn answer<C: Call>(name: &str)
where
    C::Answer: std::fmt::Debug,
{
    same::<C::Answer>(&format!("{name}.response"));
}

fn same<T: Serialize + DeserializeOwned>(name: &str) {
    let sample = sample(name);
    let typed: T = serde_json::from_value(sample.clone()).unwrap();
    assert_eq!(serde_json::to_value(typed).unwrap(), sample, "{name}");
}

#[test]
fn stocks_come_out_the_same() {
    for name in ["minimal", "normal", "discount", "exchange"] {
        request::<create::Request>("/stocks", &format!("create-stock.{name}"));
    }
    answer::<create::Request>("create-stock");
    answer::<query::Request>("get-stock");
    answer::<query::Request>("get-stock.merchant-upload");
    let stock = "/stocks/1277620000000016";
    request::<modify::Request>(stock, "patch-stock");
    let budget = format!("{stock}/budget");
    request::<budget::Request>(&budget, "modify-budget.total");
    request::<budget::Request>(&budget, "modify-budget.by-day");
    answer::<budget::Request>("modify-budget.total");
    answer::<budget::Request>("modify-budget.by-day");
}

#[test]
fn codes_come_out_the_same() {
    let codes = "/stocks/1277620000000024/couponcodes";
    request::<code::upload::Request>(codes, "upload-couponcodes");
    answer::<code::upload::Request>("upload-couponcodes");
    answer::<code::list::Request>("list-couponcodes");
    answer::<code::query::Request>("get-couponcode.available");
    answer::<code::query::Request>("get-couponcode.dispatched");
    answer::<code::delete::Request>("delete-couponcode");
}

#[test]
fn coupons_come_out_the_same() {
    for state in ["sended", "used", "returned", "expired", "deactivated"] {
        same::<super::super::coupon::Coupon>(&format!("get-user-coupon.{state}.response"));
    }
    answer::<list::Request>("list-user-coupons");
    answer::<list::Request>("list-user-coupons.empty");
    request::<redeem::Request>("/coupons/use", "use-coupon");
    answer::<redeem::Request>("use-coupon");
    request::<undo::Request>("/coupons/return", "return-coupon");
    answer::<undo::Request>("return-coupon");
    request::<deactivate::Request>("/coupons/deactivate", "deactivate-coupon");
    answer::<deactivate::Request>("deactivate-coupon");
    request::<associate::Request>("/coupons/associate", "associate-coupon");
    answer::<associate::Request>("associate-coupon");
    request::<disassociate::Request>("/coupons/disassociate", "disassociate-coupon");
    answer::<disassociate::Request>("disassociate-coupon");
    request::<send::Request>("/coupons/send", "send-coupon");
    request::<send::Request>("/coupons/send", "send-coupon.merchant-api");
    answer::<send::Request>("send-coupon");
    let card = "/coupons/pIJMr5MMiIkO_93VtPyIiEk2DZ4w/send";
    request::<card::Request>(card, "send-gov-card");
    answer::<card::Request>("send-gov-card");
}

#[test]
fn callbacks_and_notices_come_out_the_same() {
    request::<callback::set::Request>("/callbacks", "set-callback");
    answer::<callback::set::Request>("set-callback");
    answer::<callback::query::Request>("get-callback");
    same::<CouponSent>("notify.coupon-send.plaintext");
}

#[test]
fn subsidies_come_out_the_same() {
    request::<pay::Request>("/subsidy/pay-receipts", "subsidy-pay");
    answer::<pay::Request>("subsidy-pay");
    answer::<pay::Request>("subsidy-pay.failed");
    answer::<pay_list::Request>("list-subsidy-pay");
    request::<refund::Request>("/subsidy/return-receipts", "subsidy-return");
    answer::<refund::Request>("subsidy-return");
}

#[test]
fn members_are_written_in_the_published_order() {
    let typed: super::super::coupon::Coupon =
        serde_json::from_value(sample("get-user-coupon.used.response")).unwrap();
    let text = serde_json::to_string(&typed).unwrap();
    let order = [
        "belong_merchant",
        "stock_name",
        "comment",
        "goods_name",
        "stock_type",
        "transferable",
        "shareable",
        "coupon_state",
        "display_pattern_info",
        "coupon_use_rule",
        "coupon_available_time",
        "fixed_normal_coupon",
        "use_method",
        "custom_entrance",
        "coupon_code",
        "stock_id",
        "available_start_time",
        "expire_time",
        "receive_time",
        "send_request_no",
        "use_request_no",
        "use_time",
        "associate_out_trade_no",
    ];
    let places = order.map(|name| text.find(&format!("\"{name}\"")).expect(name));
    assert!(places.is_sorted(), "{text}");
}

#[test]
fn a_client_reads_words_that_came_later() {
    let mut coupon = sample("get-user-coupon.sended.response");
    coupon["coupon_state"] = "PENDING_REDEEM".into();
    let typed: super::super::coupon::Coupon = serde_json::from_value(coupon.clone()).unwrap();
    assert_eq!(typed.coupon_state.as_str(), "PENDING_REDEEM");
    assert_eq!(serde_json::to_value(typed).unwrap(), coupon);
    let mut receipt = sample("subsidy-pay.response");
    receipt["status"] = "SUCCESS".into();
    let typed: pay::PayReceipt = serde_json::from_value(receipt).unwrap();
    assert_eq!(typed.status.as_str(), "PAY_RECEIPT_SUCCESS");
}
