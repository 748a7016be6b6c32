//! Section 9.4: the scope of an activity, a page at a time.

use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::world::{CLIENT, OWNER, OWNER_APP, REAL_SHOP, SHOP, SHOP_TOO, World, body, body_with};

const SCOPE: &str = "voucher_available_scope_info";

async fn scoped(world: &World, path: &str, value: Value) -> String {
    let path = format!("{SCOPE}/{path}");
    world.active(body_with(&[(&*path, value)])).await
}

async fn asked(world: &World, operation: Operation, id: &str) -> Value {
    world.ok(operation, json!({ "activity_id": id })).await
}

#[tokio::test]
async fn v9_4_apps() {
    let world = World::new();
    let path = "voucher_available_app_info/available_app_ids";
    let id = scoped(&world, path, json!([OWNER_APP])).await;
    let answer = asked(&world, Operation::AppBatchquery, &id).await;
    assert_eq!(answer["app_infos"], json!([{ "mini_app_id": OWNER_APP }]));
    assert_eq!(answer["total_size"], 1);
    assert_eq!(answer["activity_id"], id.as_str());
}

#[tokio::test]
async fn v9_4_goods_of_either_side() {
    let world = World::new();
    let path = "voucher_available_goods_info";
    let only = scoped(
        &world,
        path,
        json!({ "available_goods_sku_ids": ["a", "b"] }),
    )
    .await;
    let answer = asked(&world, Operation::GoodsBatchquery, &only).await;
    let goods = |id: &str, side: &str| json!({ "goods_id": id, "goods_use_type": side });
    let listed = json!([goods("a", "AVAILABLE"), goods("b", "AVAILABLE")]);
    assert_eq!(answer["goods_infos"], listed);
    let body = json!({ "activity_id": only, "goods_use_type": "UNAVAILABLE" });
    assert_eq!(
        world.ok(Operation::GoodsBatchquery, body).await["total_size"],
        0
    );
    let except = scoped(&world, path, json!({ "exclude_goods_sku_ids": ["c"] })).await;
    let answer = asked(&world, Operation::GoodsBatchquery, &except).await;
    assert_eq!(answer["goods_infos"], json!([goods("c", "UNAVAILABLE")]));
}

#[tokio::test]
async fn v9_4_items_of_mini_programs() {
    let world = World::new();
    let item = json!({ "item_id": "I-1", "out_item_info": [{
        "item_app_id": OWNER_APP, "out_item_id": "O-1"
    }] });
    let id = scoped(&world, "voucher_available_item_info", item).await;
    let answer = asked(&world, Operation::GoodsBatchquery, &id).await;
    assert_eq!(answer["app_item_infos"][0]["item_id"], "I-1");
    assert_eq!(answer["app_item_infos"][0]["out_item_id"], "O-1");
    assert_eq!(answer["app_item_infos"][0]["mini_app_id"], OWNER_APP);
}

fn shops(info: Value) -> Value {
    json!({ "available_geography_scope_type": "SHOP", "available_geography_shop_info": info })
}

#[tokio::test]
async fn v9_4_shops_with_what_is_known_of_them() {
    let world = World::new();
    let path = "voucher_available_geography_scope_info";
    let ids = shops(json!({ "available_shop_ids": [SHOP, SHOP_TOO] }));
    let id = scoped(&world, path, ids).await;
    let body = json!({ "activity_id": id, "page_size": 1 });
    let answer = world.ok(Operation::ShopBatchquery, body).await;
    assert_eq!(answer["total_size"], 2);
    let infos = answer["shop_infos"].as_array().unwrap();
    assert_eq!(infos.len(), 1);
    assert_eq!(infos[0]["shop_id"], SHOP);
    assert_eq!(infos[0]["shop_name"], format!("{SHOP}店"));
    assert_eq!(infos[0]["shop_type"], "PAYMENT_SHOP");
    assert_eq!(infos[0]["latitude"], "30.274085");
    let ids = shops(json!({ "available_real_shop_ids": [REAL_SHOP] }));
    let id = scoped(&world, path, ids).await;
    let answer = asked(&world, Operation::ShopBatchquery, &id).await;
    assert_eq!(answer["shop_infos"][0]["shop_type"], "REAL_SHOP");
}

#[tokio::test]
async fn v9_4_all_shops_but_some() {
    let world = World::new();
    let all = json!({ "merchant_ids": [OWNER], "exclude_shop_ids": [SHOP] });
    let ids = shops(json!({ "available_geography_all_shop": all }));
    let id = scoped(&world, "voucher_available_geography_scope_info", ids).await;
    let answer = asked(&world, Operation::ShopBatchquery, &id).await;
    let infos = answer["shop_infos"].as_array().unwrap();
    let found: Vec<_> = infos
        .iter()
        .map(|info| info["shop_id"].as_str().unwrap())
        .collect();
    assert_eq!(found, [SHOP_TOO, REAL_SHOP]);
    assert_eq!(answer["total_size"], 2);
}

#[tokio::test]
async fn v9_4_merchants_of_either_kind() {
    let world = World::new();
    let info =
        json!({ "available_pids": [OWNER, CLIENT], "available_smids": ["2088000000000991"] });
    let id = scoped(&world, "voucher_available_account_info", info).await;
    let body = json!({ "activity_id": id, "page_num": 2, "page_size": 2 });
    let answer = world.ok(Operation::MerchantBatchquery, body).await;
    let last = json!([{ "merchant_id": "2088000000000991", "merchant_id_type": "SMID" }]);
    assert_eq!(answer["merchant_infos"], last);
    assert_eq!(answer["total_size"], 3);
    let answer = asked(&world, Operation::MerchantBatchquery, &id).await;
    let first = json!({ "merchant_id": OWNER, "merchant_id_type": "PID" });
    assert_eq!(answer["merchant_infos"][0], first);
}

#[tokio::test]
async fn v9_4_an_empty_scope_is_an_empty_result() {
    let world = World::new();
    let id = world.active(body()).await;
    for operation in [
        Operation::AppBatchquery,
        Operation::GoodsBatchquery,
        Operation::ShopBatchquery,
    ] {
        let answer = asked(&world, operation, &id).await;
        assert_eq!(answer["total_size"], 0, "{operation:?}");
        assert_eq!(answer["page_num"], 1);
        assert_eq!(answer["page_size"], 20);
    }
}

#[tokio::test]
async fn v9_4_the_page_size_of_apps_may_be_a_text() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = json!({ "activity_id": id, "page_num": 1, "page_size": "5" });
    assert_eq!(
        world.ok(Operation::AppBatchquery, body).await["page_size"],
        5
    );
}

#[tokio::test]
async fn v9_pages_have_1_to_20_rows() {
    let world = World::new();
    let id = world.active(body()).await;
    for page in [("page_size", 21), ("page_num", -1), ("page_size", -1)] {
        let body = json!({ "activity_id": id, page.0: page.1 });
        let code = world.code(Operation::ShopBatchquery, body).await;
        assert_eq!(code, "INVALID_PARAMETER", "{page:?}");
    }
}

#[tokio::test]
async fn v9_another_merchant_needs_agency() {
    let world = World::new();
    let id = world.active(body()).await;
    let body = json!({ "activity_id": id, "merchant_id": CLIENT });
    for operation in [
        Operation::AppBatchquery,
        Operation::GoodsBatchquery,
        Operation::ShopBatchquery,
        Operation::MerchantBatchquery,
    ] {
        let refused = world.no(operation, body.clone()).await;
        assert_eq!(refused.code, "INVALID_PARAMETER", "{operation:?}");
        assert!(
            refused.message.contains("缺少代运营授权关系"),
            "{}",
            refused.message
        );
    }
}
