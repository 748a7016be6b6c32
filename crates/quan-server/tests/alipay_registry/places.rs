//! `alipay.business.relation.shop.create`, which only the gateway offers.

use quan_engine::registry::{ShopFault, ShopKind};
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::http::{Http, ISV, ISV_FOR_CLIENT, Protocol};
use crate::world::{self, CLIENT, merchant};

const CREATE: Operation = Operation::RelationShopCreate;

fn place(with: Value) -> Value {
    let mut place = json!({
        "shop_name": "西溪路店",
        "real_shop_no": "R-1",
        "shop_category": "B0001",
        "business_address": [{
            "province_code": "330000", "city_code": "330100", "district_code": "330106",
            "address": "西溪路1号",
        }],
        "contact_phone": "0571-88888888",
        "real_shop_logo": "A*logo",
    });
    for (name, value) in with.as_object().unwrap() {
        place[name] = value.clone();
    }
    place
}

async fn made(http: &Http, with: Value) -> String {
    let answer = http.ok(Protocol::Gateway, ISV, CREATE, place(with)).await;
    answer["real_shop_id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn rs1_a_place_belongs_to_who_registered_it_once_for_a_number() {
    let http = Http::new();
    let id = made(&http, json!({})).await;
    assert!(id.len() == 28 && id.starts_with("20261105"), "{id}");
    assert_eq!(made(&http, json!({ "shop_name": "另一家店" })).await, id);
    // The same place can be another party's shop as well.
    assert_ne!(made(&http, json!({ "real_shop_no": "R-2" })).await, id);
    let one = made(&http, json!({ "real_shop_no": null })).await;
    let two = made(&http, json!({ "real_shop_no": null })).await;
    assert_ne!(one, two);
    let registry = &http.world.registry;
    let faults = |owner: &str, kind| {
        let faults = registry.check_shops(merchant(owner), kind, &[&id]);
        faults.unwrap().remove(0)
    };
    assert_eq!(faults(world::ISV, ShopKind::Real), []);
    assert_eq!(faults(world::ISV, ShopKind::Payment), [ShopFault::Unknown]);
    assert_eq!(faults(world::OWNER, ShopKind::Real), [ShopFault::Foreign]);
}

#[tokio::test]
async fn rs1_with_a_token_a_place_belongs_to_who_gave_it() {
    let http = Http::new();
    let answer = http
        .ok(Protocol::Gateway, ISV_FOR_CLIENT, CREATE, place(json!({})))
        .await;
    let id = answer["real_shop_id"].as_str().unwrap();
    let found = http.world.registry.find_shop(id).unwrap().unwrap();
    assert_eq!(found.merchant, merchant(CLIENT));
}

#[tokio::test]
async fn rs2_a_place_lies_in_a_known_city() {
    let http = Http::new();
    let mut nowhere = place(json!({}));
    nowhere["business_address"][0]["city_code"] = "999999".into();
    let refused = http.no(Protocol::Gateway, ISV, CREATE, nowhere).await;
    assert_eq!(refused.code, "INVALID_PARAMETER");
    assert!(refused.message.starts_with("参数有误"), "{refused:?}");
    for with in [
        json!({ "shop_name": null }),
        json!({ "contact_phone": null }),
        json!({ "real_shop_logo": null }),
    ] {
        let code = http.code(ISV, CREATE, place(with)).await;
        assert_eq!(code, "INVALID_PARAMETER");
    }
}
