//! Shops, which are refused under codes of their own.

use super::{judges, named, rules, same};
use crate::alipay::message::code::Code;
use crate::alipay::message::shop::{create, query, relation};
use crate::alipay::message::{Operation, from_pairs, parse};
use serde_json::{Value, json};

judges! {
    opening: create::Request;
    asking: query::Request;
    relating: relation::Request;
}

fn shop() -> Value {
    json!({
        "ip_role_id": "2088301155943087", "store_id": "NO0001", "shop_name": "西溪路店",
        "shop_category": "B0001", "contact_mobile": "13901390139", "shop_type": "01",
        "business_address": {
            "province_code": "330000", "city_code": "330100", "district_code": "330106",
            "address": "西溪路1号", "longitude": "120.123456", "latitude": "-30.1",
            "type": "BUSINESS_ADDRESS",
        },
        "business_time": [{ "week_day": 7, "open_time": "08:00", "close_time": "22:00" }],
        "new_business_time": [{
            "week_day": "1", "time_period": [{ "open_time": "08:00", "close_time": "24:00" }],
        }],
    })
}

/// The tests of rules that have codes of their own.
macro_rules! coded {
    ($($name:ident: $code:ident { $($path:literal = $value:tt),* $(,)? })*) => {$(
        #[test]
        fn $name() {
            let edits = [$(($path, json!($value))),*];
            let violation = opening(&super::edited(shop(), &edits)).unwrap_err();
            named(stringify!($name), &violation);
            assert_eq!(violation.code(), Code::$code);
        }
    )*};
}

coded! {
    h1_ip_role_id_required: MerArgumentNull { "ip_role_id" = null }
    h2_store_id_required: ShopShopnoIsEmpty { "store_id" = "" }
    h3_shop_name_required: ShopShopnameIsEmpty { "shop_name" = null }
    h0_shop_category_required: ShopCategoryIsEmpty { "shop_category" = null }
    h0_business_address_required: BusinessAddressIsEmpty { "business_address" = null }
    h0_address_required: BusinessAddressIsEmpty { "business_address.address" = null }
    h0_province_code_is_legal: AddressProvinceCodeIllegal { "business_address.province_code" = "33" }
    h0_city_code_is_legal: AddressCityCodeIllegal { "business_address.city_code" = null }
    h0_district_code_is_legal: AddressDistrictCodeIllegal {
        "business_address.district_code" = "33010a"
    }
    h0_position_has_at_most_six_decimals: MerArgumentIllegal {
        "business_address.longitude" = "120.1234567"
    }
    h4_contact_mobile_or_contact_phone_required: ContactWayValueNull { "contact_mobile" = null }
    h0_business_time_is_legal: BusinessTimeIllegal { "business_time.0.week_day" = 8 }
    h0_business_time_is_legal_in_hours: BusinessTimeIllegal { "business_time.0.open_time" = "8:00" }
    h0_business_time_is_legal_in_periods: BusinessTimeIllegal {
        "new_business_time.0.time_period.0.close_time" = "24:01"
    }
    h0_shop_type_known: MerArgumentIllegal { "shop_type" = "03" }
    h5_cert_no_needs_name_and_type: MerArgumentNull { "cert_no" = "1", "cert_name" = "n" }
    h0_cert_type_known: MerArgumentIllegal { "cert_type" = "999" }
    h0_at_most_one_card: MerArgumentIllegal { "biz_cards" = [{ "bank_code": "1" }, { "bank_code": "2" }] }
    h0_contacts_are_complete: MerArgumentNull { "contact_infos" = [{ "name": "n" }] }
    h0_contacts_are_complete_with_names: MerArgumentNull { "contact_infos" = [{ "phone": "1" }] }
    h0_contacts_are_of_a_known_kind: MerArgumentIllegal {
        "contact_infos" = [{ "name": "n", "phone": "1", "type": "FRIEND" }]
    }
    h0_contacts_are_of_a_known_kind_and_tag: MerArgumentIllegal {
        "contact_infos" = [{ "name": "n", "phone": "1", "tag": ["99"] }]
    }
}

rules! { shop, opening;
    h5_cert_no_needs_name_and_type_both: { "cert_no" = "1", "cert_type" = "201" }
        but { "cert_no" = "1", "cert_type" = "201", "cert_name" = "n" };
    h4_contact_mobile_or_contact_phone_required_one: { "contact_mobile" = "" }
        but { "contact_mobile" = "", "contact_phone" = "0571-1" };
}

#[test]
fn codes_of_shops_are_in_their_lists() {
    for (call, judge, base) in [
        (
            Operation::ShopCreate,
            opening as fn(&Value) -> Result<(), super::Violation>,
            shop(),
        ),
        (
            Operation::ShopQuery,
            asking,
            json!({ "shop_id": "S", "address_version": "" }),
        ),
    ] {
        for member in base.as_object().unwrap().keys() {
            let message = super::edited(base.clone(), &[(member, json!(null))]);
            if let Err(violation) = judge(&message) {
                assert!(call.codes().contains(&violation.code()), "{violation}");
            }
        }
    }
}

#[test]
fn shops_are_kept_and_shown_as_they_were_applied_for() {
    let mut said = shop();
    said["qualifications"] = json!([{ "industry_qualification_type": "1" }]);
    said["identity_front_url"] = json!("u");
    said["new_business_time"][0]["week_day"] = json!(1);
    same::<create::Request>(&said);
    let request: create::Request = parse(said.to_string()).unwrap();
    let shop = request.check().unwrap();
    assert_eq!(
        (shop.shop.place.city.as_str(), shop.store_id.as_str()),
        ("330100", "NO0001")
    );
    let shown = serde_json::to_value(query::Answer::of(&request)).unwrap();
    for member in [
        "shop_name",
        "business_address",
        "business_time",
        "qualifications",
    ] {
        assert_eq!(shown[member], said[member]);
    }
    assert_eq!(shown["new_shop_category"], "B0001");
    assert_eq!(shown.get("identity_front_url"), None);
}

fn named_shop() -> Value {
    json!({ "store_id": "N", "ip_role_id": "2088" })
}

rules! { named_shop, asking;
    k1_shop_id_or_store_id_with_ip_role_id: { "ip_role_id" = null }
        but { "ip_role_id" = null, "shop_id" = "S" };
    k1_shop_id_or_store_id_with_ip_role_id_both: { "store_id" = null };
    k0_address_version_known: { "address_version" = "2020Q1" }
        but { "address_version" = "2022Q2" };
}

#[test]
fn k1_shops_are_named_in_a_query() {
    let asked: query::Request = from_pairs([("shop_id", "S"), ("store_id", "N")]).unwrap();
    assert_eq!(asked.check(), Ok(query::Named::Id("S".to_owned())));
}

fn related() -> Value {
    json!({
        "shop_name": "西溪路店", "shop_category": "B0001", "contact_phone": "0571-1",
        "out_door_images": ["i"],
        "business_address": [{
            "province_code": "330000", "city_code": "330100", "district_code": "330106",
            "address": "西溪路1号",
        }],
    })
}

rules! { related, relating;
    rs0_shop_name_required: { "shop_name" = null };
    rs0_shop_category_required: { "shop_category" = null };
    rs0_business_address_required: { "business_address" = [] };
    rs0_business_address_is_complete: { "business_address.0.city_code" = "" };
    rs0_contact_mobile_or_contact_phone_required: { "contact_phone" = null }
        but { "contact_phone" = null, "contact_mobile" = "1" };
    rs0_out_door_images_or_real_shop_logo_required: { "out_door_images" = null }
        but { "out_door_images" = null, "real_shop_logo" = "l" };
    rs0_business_times_are_legal: { "business_times" = [{ "week_day": 0 }] };
    rs0_cert_image_needs_cert_no: { "cert_image" = "i" };
    rs0_cert_no_needs_name_and_type: { "cert_no" = "1" };
}

#[test]
fn a_related_shop_is_refused_with_the_plain_code() {
    let violation = relating(&super::edited(
        related(),
        &[("business_address.0.address", json!(null))],
    ));
    assert_eq!(violation.unwrap_err().code(), Code::InvalidParameter);
}
