//! The forms of the smaller calls, and the table of operations.

use super::{Violation, rules};
use crate::alipay::message::code::Code;
use crate::alipay::message::word::Recipient;
use crate::alipay::message::{
    Operation, Verb, activity_query, append, batchquery, bind, consult, order_consult, parse,
    publish, query, send, stop, upload, usable, user,
};
use serde_json::{Value, json};

macro_rules! judges {
    ($($name:ident: $request:ty;)*) => {$(
        fn $name(message: &Value) -> Result<(), Violation> {
            parse::<$request>(message.to_string())?.check().map(|_| ())
        }
    )*};
}
judges! {
    publishing: publish::Request;
    stopping: stop::Request;
    appending: append::Request;
    asking: query::Request;
    sending: send::Request;
    looking: activity_query::Request;
    listing: batchquery::Request;
    consulting: consult::Request;
    paging: usable::goods::Request;
    holding: user::list::Request;
    holding_one: user::one::Request;
    ordering: order_consult::Request;
    binding: bind::Request;
    uploading: upload::Request;
}

fn order() -> Value {
    json!({ "activity_id": "A", "out_biz_no": "N", "voucher_quantity": 10, "user_id": "2088" })
}

rules! { order, publishing; v1_2_activity_id_required: { "activity_id" = "" }; }
rules! { order, stopping;
    v1_2_activity_id_at_most_128_chars: { "activity_id" = ("1".repeat(129)) }
        but { "activity_id" = ("1".repeat(128)) };
}
rules! { order, asking; v1_2_activity_id_required_in_queries: { "activity_id" = null }; }
rules! { order, looking;
    v9_merchant_id_at_most_32_chars: { "merchant_id" = ("2".repeat(33)) }
        but { "merchant_id" = ("2".repeat(32)) };
}
rules! { order, appending;
    v4_quantity_between_1_and_99999999: { "voucher_quantity" = 100_000_000 }
        but { "voucher_quantity" = 99_999_999 };
    v4_quantity_between_1_and_99999999_required: { "voucher_quantity" = null };
}
rules! { order, sending;
    v7_1_user_id_or_open_id_required: { "user_id" = null } but { "user_id" = null, "open_id" = "o" };
    v7_1_user_id_at_most_32_chars: { "user_id" = ("2".repeat(33)) };
    v7_1_open_id_at_most_128_chars: { "open_id" = ("2".repeat(129)) };
}

#[test]
fn v7_1_both_ids_are_accepted_together() {
    let message = json!({ "activity_id": "A", "out_biz_no": "N", "user_id": "u", "open_id": "o" });
    let send = parse::<send::Request>(message.to_string())
        .unwrap()
        .check()
        .unwrap();
    let both = Recipient::Both {
        user_id: "u".to_owned(),
        open_id: "o".to_owned(),
    };
    assert_eq!(send.recipient, both);
}

#[test]
fn v4_quantity_only_grows() {
    let append = parse::<append::Request>(order().to_string())
        .unwrap()
        .check()
        .unwrap();
    assert_eq!(append.against(7), Ok(3));
    for total in [10, 11] {
        let violation = append.against(total).unwrap_err();
        assert_eq!(violation.text, "voucher_quantity 只能增加");
    }
}

fn page() -> Value {
    json!({
        "activity_id": "A", "user_id": "2088", "belong_merchant_id": "2088",
        "voucher_id": "V", "notify_appid": "2021",
        "consult_activity_info_list": [{ "activity_id": "A" }],
        "order_amount": "10", "item_consult_list": [{ "item_id": "g", "price": "1.5", "quantity": 2 }],
        "file_key": "PROMO_BRAND_LOGO",
    })
}

rules! { page, paging;
    v9_page_num_at_least_1: { "page_num" = (-1) } but { "page_num" = 1 };
    v9_page_size_between_1_and_20: { "page_size" = 21 } but { "page_size" = "20" };
    v9_4_goods_use_type_known: { "goods_use_type" = "SOME" } but { "goods_use_type" = "UNAVAILABLE" };
}
rules! { page, consulting;
    v9_1_between_1_and_20_activities: { "consult_activity_info_list" = null };
    v9_1_between_1_and_20_activities_at_most: {
        "consult_activity_info_list" = (vec![json!({ "activity_id": "A" }); 21])
    } but { "consult_activity_info_list" = (vec![json!({ "activity_id": "A" }); 20]) };
    v9_1_user_id_xor_open_id: { "open_id" = "o" } but { "open_id" = "o", "user_id" = null };
}
rules! { page, listing;
    v9_3_activity_status_is_active_or_pause: { "activity_status" = "INIT" }
        but { "activity_status" = "PAUSE" };
}
rules! { page, holding;
    v9_5_user_id_xor_open_id: { "user_id" = null };
    v9_5_belong_xor_sender_merchant_id: { "sender_merchant_id" = "2088" }
        but { "sender_merchant_id" = "2088", "belong_merchant_id" = null };
    v9_5_voucher_status_known: { "voucher_status" = "LOST" } but { "voucher_status" = "SENDED" };
}
rules! { page, holding_one;
    v9_6_user_id_xor_open_id: { "open_id" = "o" };
    v9_6_voucher_id_xor_voucher_code: { "voucher_code" = "c" };
    v9_6_voucher_id_at_most_32_chars: { "voucher_id" = ("V".repeat(33)) };
    v9_6_voucher_code_needs_activity_id:
        { "voucher_id" = null, "voucher_code" = "c", "activity_id" = null };
}
rules! { page, binding;
    v9_7_notify_appid_required: { "notify_appid" = null };
    v9_7_notify_appid_at_most_32_chars: { "notify_appid" = ("2".repeat(33)) };
}
rules! { page, uploading;
    v9_8_file_key_known: { "file_key" = "LOGO" } but { "file_key" = "DELIVERY_CHANNEL_PIC" };
    v9_8_agency_needs_owner: { "merchant_access_mode" = "AGENCY_MODE" };
}
rules! { page, ordering;
    v9_9_order_amount_required: { "order_amount" = null };
    v9_9_items_are_complete: { "item_consult_list.0.quantity" = 0 };
}

#[test]
fn v9_pages_default_to_the_first_twenty() {
    let listing = parse::<batchquery::Request>("{}").unwrap().check().unwrap();
    assert_eq!(
        (listing.page.num, listing.page.size, listing.page.skip()),
        (1, 20, 0)
    );
}

#[test]
fn v9_8_gateway_parts_make_an_upload() {
    let owner = r#"{"merchant_id":"2088000000000101","merchant_id_type":"PID"}"#;
    let parts = [
        ("file_key", "PROMO_VOUCHER_IMAGE"),
        ("belong_merchant_info", owner),
        ("x", "y"),
    ];
    let upload = upload::Request::from_parts(parts).unwrap().check().unwrap();
    assert_eq!(upload.owner.unwrap().id, "2088000000000101");
    let violation = upload::Request::from_parts([("belong_merchant_info", "[]")]).unwrap_err();
    assert_eq!(violation.field, "belong_merchant_info");
}

#[test]
fn v1_operations_live_where_they_are_published() {
    assert_eq!(Operation::ALL.len(), 51);
    for operation in Operation::ALL {
        assert_eq!(Operation::of_method(operation.method()), Some(*operation));
        let method = operation.method();
        let begins = [
            "alipay.marketing.",
            "ant.merchant.",
            "alipay.business.",
            "alipay.open.",
        ];
        assert!(
            begins.iter().any(|begin| method.starts_with(begin)),
            "{method}"
        );
    }
    let route = Operation::UserQueryvoucher.route().unwrap();
    assert_eq!(
        route.path,
        "/v3/alipay/marketing/activity/ordervoucher/user/voucher"
    );
    assert_eq!((route.verb, route.verb.as_str()), (Verb::Get, "GET"));
    let routes: Vec<_> = Operation::ALL
        .iter()
        .filter_map(|operation| operation.route())
        .collect();
    assert!(
        routes
            .iter()
            .enumerate()
            .all(|(at, route)| !routes[..at].contains(route))
    );
}

#[test]
fn v1_message_binding_is_gateway_only() {
    assert_eq!(Operation::MessageBind.route(), None);
    assert_eq!(Operation::MessageQuery.route(), None);
}

#[test]
fn v1_1_codes_are_closed_per_operation() {
    assert!(
        Operation::VoucherSend
            .codes()
            .contains(&Code::ActivityIsStoped)
    );
    assert_eq!(
        Operation::VoucherStop.codes(),
        [Code::SystemError, Code::InvalidParameter]
    );
    assert!(!Operation::VoucherModify.codes().contains(&Code::BizError));
    assert!(
        Operation::VoucherPublish
            .codes()
            .contains(&Code::BusinessHasRisk)
    );
    assert_eq!(Code::ActivityIsStoped.as_str(), "ACTIVITY_IS_STOPED");
}

#[test]
fn v1_1_only_system_errors_are_500() {
    for code in Code::ALL {
        assert_eq!(
            code.status(),
            if *code == Code::SystemError { 500 } else { 400 }
        );
        assert!(!code.text().is_empty());
    }
    assert_eq!(Code::BizError.because("原因"), "业务异常|异常原因：原因");
}
