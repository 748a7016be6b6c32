//! What lies around order vouchers: packages, services, images, users' vouchers.

use super::{judges, rules, same};
use crate::alipay::message::package::consult::{ConsultCode, VoucherPackageConsultResult};
use crate::alipay::message::package::{batchquery, consult, query};
use crate::alipay::message::{function, parse, upload, user};
use serde_json::{Value, json};

judges! {
    asking: query::Request;
    listing: batchquery::Request;
    consulting: consult::Request;
    serving: function::Request;
    uploading: upload::Request;
}

fn package() -> Value {
    json!({
        "voucher_package_id": "IP20220628016671405804297103167741",
        "voucher_package_id_list": ["P"], "page_num": 1, "page_size": 30,
    })
}

rules! { package, asking; p1_voucher_package_id_required: { "voucher_package_id" = null }; }
rules! { package, listing;
    p0_page_num_at_least_1: { "page_num" = (-1) };
    p0_page_size_between_1_and_30: { "page_size" = 31 } but { "page_size" = null };
    p0_voucher_package_status_known: { "voucher_package_status" = "OPEN" }
        but { "voucher_package_status" = "ENABLE" };
    g2_times_are_seconds_in_shanghai_in_packages: {
        "voucher_package_purchase_start_time" = "2022-06-28"
    };
}
rules! { package, consulting;
    p0_voucher_package_id_list_required: { "voucher_package_id_list" = [] };
}

#[test]
fn packages_come_out_the_same() {
    same::<query::Answer>(&json!({
        "voucher_package_base_info": {
            "voucher_package_id": "P", "voucher_package_name": "券包",
            "voucher_package_status": "ENABLE", "purchase_start_time": "2022-06-28 00:00:00",
            "purchase_end_time": "2022-07-28 00:00:00", "voucher_total_amount": "30.00",
        },
        "voucher_package_sales_info": {
            "sale_price": "1.00", "budget": 100, "sale_period_limit": "DAY",
            "sale_count_limit_in_period": 1, "pay_channel": "pcredit", "purchase_url": "alipays://",
        },
        "voucher_package_use_rule": { "use_rule_desc": "说明" },
        "voucher_package_activity_info": [{ "activity_base_info": { "activity_id": "A" } }],
    }));
    let told = VoucherPackageConsultResult::of("P", ConsultCode::SoldOut);
    let told = serde_json::to_value(told).unwrap();
    assert_eq!(
        told,
        json!({ "voucher_package_id": "P", "consult_result_code": "PRODUCT_SOLD_OUT" })
    );
}

fn service() -> Value {
    json!({
        "service_name": "预约", "short_desc": "在线预约门店", "category_ids": ["C"],
        "service_urls": [{ "type": "TINYAPP", "url": "pages/index" }],
    })
}

rules! { service, serving;
    fn0_service_name_between_2_and_10_chars: { "service_name" = "预" };
    fn0_service_name_between_2_and_10_chars_at_most: { "service_name" = ("预".repeat(11)) }
        but { "service_name" = ("预".repeat(10)) };
    fn0_short_desc_between_5_and_16_chars: { "short_desc" = "预约" } but { "short_desc" = null };
    fn0_at_most_5_key_words_of_5_chars: { "key_words" = ["a", "b", "c", "d", "e", "f"] };
    fn0_at_most_5_key_words_of_5_chars_each: { "key_words" = ["abcdef"] }
        but { "key_words" = ["abcde"] };
    fn0_category_ids_required: { "category_ids" = [] };
    fn0_service_urls_are_complete: { "service_urls" = [] };
    fn0_service_urls_are_complete_each: { "service_urls" = [{ "type": "TINYAPP" }] };
    fn0_service_times_are_hours: { "service_time_start" = "8:00" }
        but { "service_time_start" = "08:00:00" };
}

#[test]
fn fn0_a_service_is_offered_everywhere_at_all_hours_where_nothing_is_said() {
    let service = parse::<function::Request>(service().to_string()).unwrap();
    let service = service.check().unwrap();
    assert_eq!(service.areas, ["1"]);
    assert_eq!(
        (service.from.as_str(), service.until.as_str()),
        ("00:00:00", "23:59:59")
    );
}

#[test]
fn i4_file_key_is_required_and_known() {
    for key in [json!(null), json!("LOGO")] {
        assert!(uploading(&json!({ "file_key": key })).is_err());
    }
    for key in [
        "PROMO_BRAND_LOGO",
        "PROMO_VOUCHER_IMAGE",
        "PROMO_VOUCHER_DETAIL_IMAGE",
        "DELIVERY_CHANNEL_PIC",
        "PUBLIC_UNION_CHANNEL_PIC",
    ] {
        assert_eq!(uploading(&json!({ "file_key": key })), Ok(()), "{key}");
    }
}

#[test]
fn users_vouchers_with_codes_come_out_the_same() {
    same::<user::one::Answer>(&json!({
        "activity_id": "A", "voucher_status": "SENDED", "associate_trade_no": "T",
        "voucher_use_rule": {
            "exchange_voucher": {
                "amount": "10.00", "floor_amount": "1.00", "sale_amount": "5.00",
                "refundable": true, "overdue_refundable": false,
            },
            "discount_voucher": { "discount": "5", "goods_name": "面", "origin_amount": "9.00" },
        },
        "user_voucher_base_info": {
            "voucher_id": "V", "voucher_code": "C", "voucher_max_use_times": 2,
            "voucher_used_times": 1, "associate_trade_no": "T",
        },
        "activity_base_info": { "activity_id": "A", "code_mode": "MERCHANT_UPLOAD" },
    }));
}
