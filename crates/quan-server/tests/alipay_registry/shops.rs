//! `ant.merchant.expand.shop.{create,query}`.

use quan_engine::registry::{Certification, Entry, ShopFault, ShopKind, Switches};
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::http::{BOTH, Http, ISV, ISV_FOR_CLIENT, OWNER, Protocol, SMID, STRANGER};
use crate::world::{self, CLIENT, SHOP, merchant};

const CREATE: Operation = Operation::ShopCreate;
const QUERY: Operation = Operation::ShopQuery;

/// A shop of the owner; fields in `with` take the place of its.
fn shop(with: Value) -> Value {
    let mut shop = json!({
        "ip_role_id": world::OWNER,
        "store_id": "NO0001",
        "shop_name": "西溪路店",
        "shop_category": "B0001",
        "shop_type": "01",
        "business_address": {
            "province_code": "330000", "city_code": "330100", "district_code": "330106",
            "address": "西溪路1号", "longitude": "120.155070", "latitude": "30.274085",
            "type": "BUSINESS_ADDRESS",
        },
        "contact_mobile": "13901390139",
        "business_time": [{ "week_day": 7, "open_time": "08:00", "close_time": "22:00" }],
        "brand_id": "2019110702000000000001", "memo": "一楼",
        "ext_infos": [{ "key_name": "floor", "value": "1" }],
    });
    for (name, value) in with.as_object().unwrap() {
        shop[name] = value.clone();
    }
    shop
}

fn number(store_id: &str, role: &str) -> Value {
    json!({ "store_id": store_id, "ip_role_id": role })
}

#[tokio::test]
async fn h6_an_application_is_granted_at_once_and_the_same_number_is_the_same_shop() {
    for protocol in BOTH {
        let http = Http::new();
        let made = http.ok(protocol, OWNER, CREATE, shop(json!({}))).await;
        let order = made["order_id"].as_str().unwrap();
        assert_eq!(order.len(), 28);
        assert_eq!(made.get("exist_shop_id"), None);
        let asked = number("NO0001", world::OWNER);
        let shown = http.ok(protocol, OWNER, QUERY, asked).await;
        let id = shown["shop_id"].as_str().unwrap();
        assert!(id.len() == 28 && id.starts_with("20261105"), "{id}");
        assert!(id.bytes().all(|byte| byte.is_ascii_digit()));
        // Whatever else is said, over whichever protocol.
        for protocol in BOTH {
            let again = shop(json!({ "shop_name": "另一家店" }));
            let again = http.ok(protocol, OWNER, CREATE, again).await;
            assert_eq!(again, json!({ "order_id": order, "exist_shop_id": id }));
        }
    }
}

#[tokio::test]
async fn k1_a_shop_is_shown_as_it_was_registered_by_its_id_and_by_its_number() {
    let http = Http::new();
    http.ok(Protocol::Gateway, OWNER, CREATE, shop(json!({})))
        .await;
    let by_number = number("NO0001", world::OWNER);
    let shown = http
        .ok(Protocol::Rest, OWNER, QUERY, by_number.clone())
        .await;
    for (name, value) in shop(json!({})).as_object().unwrap() {
        assert_eq!(&shown[name], value, "{name}");
    }
    assert_eq!(shown["shop_info_status"], "01");
    assert_eq!(shown["new_shop_category"], "B0001");
    let by_id = json!({ "shop_id": shown["shop_id"] });
    for asked in [by_id, by_number] {
        for protocol in BOTH {
            let again = http.ok(protocol, OWNER, QUERY, asked.clone()).await;
            assert_eq!(again, shown);
        }
    }
}

#[tokio::test]
async fn k1_one_of_the_two_ways_to_name_a_shop_is_needed() {
    let http = Http::new();
    for asked in [
        json!({}),
        json!({ "store_id": "NO0001" }),
        json!({ "ip_role_id": world::OWNER }),
    ] {
        assert_eq!(http.code(OWNER, QUERY, asked).await, "MER_ARGUMENT_NULL");
    }
}

#[tokio::test]
async fn k2_a_provisioned_shop_is_shown_with_what_is_known() {
    let http = Http::new();
    for protocol in BOTH {
        let shown = http
            .ok(protocol, OWNER, QUERY, json!({ "shop_id": SHOP }))
            .await;
        assert_eq!(
            shown,
            json!({
                "shop_id": SHOP, "shop_info_status": "01", "ip_role_id": world::OWNER,
                "shop_name": format!("{SHOP}店"),
                "business_address": {
                    "city_code": "330100", "longitude": "120.155070", "latitude": "30.274085",
                },
            })
        );
    }
}

#[tokio::test]
async fn k3_shops_that_are_not_there_or_closed_and_others_shops_are_told_apart() {
    let http = Http::new();
    let id = |id: &str| json!({ "shop_id": id });
    let nowhere = id("2018051000502000000000000000");
    assert_eq!(http.code(OWNER, QUERY, nowhere).await, "SHOP_NOT_EXIST");
    let missing = number("NO0009", world::OWNER);
    assert_eq!(http.code(OWNER, QUERY, missing).await, "SHOP_NOT_EXIST");
    let place = id(world::REAL_SHOP);
    assert_eq!(http.code(OWNER, QUERY, place).await, "SHOP_NOT_EXIST");
    let strange = id(world::STRANGE_SHOP);
    assert_eq!(http.code(OWNER, QUERY, strange).await, "RELATION_NOT_EXIST");
    let unknown = number("NO0001", "2088000000009999");
    assert_eq!(http.code(OWNER, QUERY, unknown).await, "MERCHANT_NOT_EXIST");
    let other = number("NO0001", world::STRANGER);
    assert_eq!(http.code(OWNER, QUERY, other).await, "NOT_ALLOWED_SETTLE");
    let now = world::at(world::BEGIN);
    let registry = &http.world.registry;
    registry.set_shop(SHOP, None, Some(false), now).unwrap();
    assert_eq!(http.code(OWNER, QUERY, id(SHOP)).await, "SHOP_NOT_EXIST");
}

#[tokio::test]
async fn h1_a_shop_is_a_direct_or_an_indirect_merchants() {
    for protocol in BOTH {
        let http = Http::new();
        let of = |role: &str| shop(json!({ "ip_role_id": role }));
        // Whoever may act for the merchant, with its token or without.
        http.ok(protocol, ISV_FOR_CLIENT, CREATE, of(CLIENT)).await;
        let asked = number("NO0001", CLIENT);
        let direct = http.ok(protocol, ISV, QUERY, asked).await;
        let other = json!({ "ip_role_id": SMID, "shop_name": "东溪路店" });
        http.ok(protocol, ISV, CREATE, shop(other)).await;
        let asked = number("NO0001", SMID);
        let indirect = http.ok(protocol, ISV_FOR_CLIENT, QUERY, asked).await;
        assert_ne!(direct["shop_id"], indirect["shop_id"]);
        let id = indirect["shop_id"].as_str().unwrap();
        let found = http.world.registry.find_shop(id).unwrap().unwrap();
        assert_eq!(
            (found.merchant, found.role()),
            (merchant(CLIENT), SMID.to_owned())
        );
        let faults = http
            .world
            .registry
            .check_shops(merchant(CLIENT), ShopKind::Payment, &[id]);
        assert_eq!(faults.unwrap(), [Vec::<ShopFault>::new()]);
    }
    let http = Http::new();
    let code = |who, role: &str| http.code(who, CREATE, shop(json!({ "ip_role_id": role })));
    assert_eq!(code(OWNER, "2088000000009999").await, "MERCHANT_NOT_EXIST");
    assert_eq!(code(OWNER, "nobody").await, "MERCHANT_NOT_EXIST");
    assert_eq!(code(STRANGER, world::OWNER).await, "NOT_ALLOWED_SETTLE");
    assert_eq!(code(OWNER, SMID).await, "NOT_ALLOWED_SETTLE");
}

#[tokio::test]
async fn h2_a_number_is_needed_and_belongs_to_one_role() {
    let http = Http::new();
    let without = shop(json!({ "store_id": "" }));
    assert_eq!(
        http.code(OWNER, CREATE, without).await,
        "SHOP_SHOPNO_IS_EMPTY"
    );
    http.ok(Protocol::Rest, OWNER, CREATE, shop(json!({})))
        .await;
    let other = json!({ "ip_role_id": CLIENT, "shop_name": "东溪路店" });
    let made = http
        .ok(Protocol::Rest, ISV_FOR_CLIENT, CREATE, shop(other))
        .await;
    assert_eq!(made.get("exist_shop_id"), None);
}

#[tokio::test]
async fn h3_a_name_at_an_address_is_one_shop_over_both_protocols() {
    let http = Http::new();
    http.ok(Protocol::Rest, OWNER, CREATE, shop(json!({})))
        .await;
    let again = |with: Value| {
        let mut again = shop(with);
        again["store_id"] = "NO0002".into();
        again
    };
    assert_eq!(
        http.code(OWNER, CREATE, again(json!({}))).await,
        "SHOP_ALREADY_EXIST"
    );
    let elsewhere = again(json!({ "ip_role_id": CLIENT }));
    assert_eq!(
        http.code(ISV_FOR_CLIENT, CREATE, elsewhere).await,
        "SHOP_ALREADY_EXIST",
        "direct merchants share one map"
    );
    // An indirect merchant's shop is a rival under its own roof only.
    let indirect = again(json!({ "ip_role_id": SMID }));
    http.ok(Protocol::Rest, ISV, CREATE, indirect).await;
    let renamed = again(json!({ "shop_name": "西溪路二店" }));
    http.ok(Protocol::Rest, OWNER, CREATE, renamed).await;
}

#[tokio::test]
async fn h4_h5_what_is_incomplete_is_refused_with_its_code() {
    let http = Http::new();
    let address = |name: &str, value: &str| {
        let mut shop = shop(json!({}));
        shop["business_address"][name] = value.into();
        shop
    };
    for (body, code) in [
        (
            shop(json!({ "contact_mobile": null })),
            "CONTACT_WAY_VALUE_NULL",
        ),
        (
            shop(json!({ "cert_no": "913300000000000000" })),
            "MER_ARGUMENT_NULL",
        ),
        (shop(json!({ "shop_name": "" })), "SHOP_SHOPNAME_IS_EMPTY"),
        (
            shop(json!({ "shop_category": "" })),
            "SHOP_CATEGORY_IS_EMPTY",
        ),
        (
            shop(json!({ "business_address": null })),
            "BUSINESS_ADDRESS_IS_EMPTY",
        ),
        (
            address("province_code", "33"),
            "ADDRESS_PROVINCE_CODE_ILLEGAL",
        ),
        (address("city_code", "999999"), "ADDRESS_CITY_CODE_ILLEGAL"),
        (
            address("district_code", ""),
            "ADDRESS_DISTRICT_CODE_ILLEGAL",
        ),
        (address("latitude", "30.1234567"), "MER_ARGUMENT_ILLEGAL"),
        (
            shop(
                json!({ "business_time": [{ "week_day": 8, "open_time": "08:00", "close_time": "22:00" }] }),
            ),
            "BUSINESS_TIME_ILLEGAL",
        ),
        (shop(json!({ "shop_type": "03" })), "MER_ARGUMENT_ILLEGAL"),
        (shop(json!({ "shop_type": {} })), "MER_ARGUMENT_ILLEGAL"),
    ] {
        assert_eq!(http.code(OWNER, CREATE, body).await, code);
    }
    let papers = json!({
        "cert_no": "913300000000000000", "cert_name": "演示咖啡有限公司", "cert_type": "201",
    });
    http.ok(Protocol::Rest, OWNER, CREATE, shop(papers)).await;
}

#[tokio::test]
async fn h7_new_shops_are_not_certified_where_the_switch_says_so() {
    let http = Http::new();
    let owner = merchant(world::OWNER);
    let switches = Switches {
        uncertified_shops: true,
        ..Switches::default()
    };
    let registry = &http.world.registry;
    registry.put(&[Entry::Switches(owner, switches)]).unwrap();
    http.ok(Protocol::Rest, OWNER, CREATE, shop(json!({})))
        .await;
    let asked = number("NO0001", world::OWNER);
    let shown = http.ok(Protocol::Rest, OWNER, QUERY, asked.clone()).await;
    assert_eq!(shown["shop_info_status"], "02");
    let id = shown["shop_id"].as_str().unwrap();
    let faults = registry.check_shops(owner, ShopKind::Payment, &[id]);
    assert_eq!(faults.unwrap(), [[ShopFault::Uncertified]]);
    for (certification, status) in [
        (Certification::InAudit, "03"),
        (Certification::Unknown, "99"),
        (Certification::Certified, "01"),
    ] {
        let now = world::at(world::BEGIN);
        registry
            .set_shop(id, Some(certification), None, now)
            .unwrap();
        let shown = http
            .ok(Protocol::Gateway, OWNER, QUERY, asked.clone())
            .await;
        assert_eq!(shown["shop_info_status"], status);
    }
}
