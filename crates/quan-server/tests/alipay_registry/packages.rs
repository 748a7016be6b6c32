//! `….activity.voucherpackage.{query,batchquery,consult}`.

use quan_core::terms::Cap;
use quan_core::time::Period;
use quan_core::{RequestNo, UserId, Window};
use quan_engine::registry::{Entry, Package, PackageStatus};
use quan_wire::alipay::message::Operation;
use serde_json::{Value, json};

use crate::http::{BOTH, Http, ISV, OWNER, Protocol, STRANGER};
use crate::world::{self, ALICE, BOB, activity_number, at, body, body_with, merchant, yuan};

const QUERY: Operation = Operation::VoucherpackageQuery;
const LIST: Operation = Operation::VoucherpackageBatchquery;
const CONSULT: Operation = Operation::VoucherpackageConsult;

fn package(id: &str) -> Package {
    Package {
        id: id.into(),
        merchant: merchant(world::OWNER),
        name: "咖啡券包".into(),
        status: PackageStatus::Enabled,
        sale: Window {
            opens_at: at("2026-11-01 00:00:00"),
            closes_at: at("2026-11-30 23:59:59"),
        },
        price: yuan("9.9"),
        budget: 2,
        limit: Some(Cap {
            period: Period::Week,
            limit: 1,
        }),
        pay_channel: Some("pcredit".into()),
        purchase_url: Some("alipays://platformapi/startapp?appId=1".into()),
        use_rule: Some("周末不可用".into()),
    }
}

fn put(http: &Http, packages: impl IntoIterator<Item = Package>) {
    let entries: Vec<_> = packages.into_iter().map(Entry::Package).collect();
    http.world.registry.put(&entries).unwrap();
}

fn join(http: &Http, id: &str, activity: &str) {
    let activity = activity_number(activity);
    http.world.registry.join_package(id, activity).unwrap();
}

#[tokio::test]
async fn p2_a_package_is_shown_with_its_vouchers_and_what_they_are_worth_together() {
    let http = Http::new();
    put(&http, [package("IP1")]);
    let fixed = http.world.active(body()).await;
    let discount = json!({ "discount": "6.5", "ceiling_amount": "30.5" });
    let discount = http
        .world
        .active(body_with(&[
            (
                "voucher_deduct_info/voucher_type",
                json!("DISCOUNT_VOUCHER"),
            ),
            ("voucher_deduct_info/fix_voucher_info", json!(null)),
            ("voucher_deduct_info/discount_voucher_info", discount),
        ]))
        .await;
    let special = http
        .world
        .active(body_with(&[
            ("voucher_deduct_info/voucher_type", json!("SPECIAL_VOUCHER")),
            ("voucher_deduct_info/fix_voucher_info", json!(null)),
            (
                "voucher_deduct_info/special_voucher_info",
                json!({ "special_amount": "9.90" }),
            ),
            (
                "voucher_available_scope_info/voucher_available_goods_info",
                json!({ "goods_name": "拿铁", "origin_amount": "32", "available_goods_sku_ids": ["G1"] }),
            ),
        ]))
        .await;
    for activity in [&fixed, &discount, &special] {
        join(&http, "IP1", activity);
    }
    let asked = || json!({ "voucher_package_id": "IP1" });
    let shown = http.ok(Protocol::Gateway, OWNER, QUERY, asked()).await;
    assert_eq!(http.ok(Protocol::Rest, OWNER, QUERY, asked()).await, shown);
    assert_eq!(
        shown["voucher_package_base_info"],
        json!({
            "voucher_package_id": "IP1", "voucher_package_name": "咖啡券包",
            "voucher_package_status": "ENABLE",
            "purchase_start_time": "2026-11-01 00:00:00",
            "purchase_end_time": "2026-11-30 23:59:59",
            "voucher_total_amount": "72.60",
        })
    );
    assert_eq!(
        shown["voucher_package_sales_info"],
        json!({
            "sale_price": "9.90", "budget": 2, "sale_period_limit": "WEEK",
            "sale_count_limit_in_period": 1, "pay_channel": "pcredit",
            "purchase_url": "alipays://platformapi/startapp?appId=1",
        })
    );
    let rule = json!({ "use_rule_desc": "周末不可用" });
    assert_eq!(shown["voucher_package_use_rule"], rule);
    let infos = shown["voucher_package_activity_info"].as_array().unwrap();
    let ids: Vec<_> = infos
        .iter()
        .map(|info| info["activity_base_info"]["activity_id"].as_str().unwrap())
        .collect();
    assert_eq!(ids, [&fixed, &discount, &special]);
    let first = http.world.query(&fixed).await;
    for block in [
        "activity_base_info",
        "voucher_deduct_info",
        "voucher_send_mode_info",
        "voucher_available_scope_info",
        "voucher_use_rule_info",
        "voucher_display_pattern_info",
    ] {
        assert_eq!(infos[0][block], first[block], "{block}");
    }
}

#[tokio::test]
async fn p1_a_package_is_there_for_who_sells_it() {
    let http = Http::new();
    let sold_by_client = Package {
        merchant: merchant(world::CLIENT),
        limit: None,
        ..package("IP2")
    };
    put(&http, [package("IP1"), sold_by_client]);
    let asked = |id: &str| json!({ "voucher_package_id": id });
    for (who, id) in [(OWNER, "IP9"), (STRANGER, "IP1"), (OWNER, "IP2")] {
        let code = http.code(who, QUERY, asked(id)).await;
        assert_eq!(code, "VOUCHER_PACKAGE_NOT_EXIST");
    }
    // The client let the service provider act for it.
    let shown = http.ok(Protocol::Rest, ISV, QUERY, asked("IP2")).await;
    let sales = &shown["voucher_package_sales_info"];
    assert_eq!(sales["sale_period_limit"], "NO");
    assert_eq!(sales.get("sale_count_limit_in_period"), None);
    assert_eq!(
        http.code(OWNER, QUERY, json!({})).await,
        "INVALID_PARAMETER"
    );
}

#[tokio::test]
async fn p3_packages_are_listed_by_state_and_by_when_their_sale_begins() {
    let http = Http::new();
    let mut later = package("IP3");
    later.sale.opens_at = at("2026-11-20 00:00:00");
    let paused = Package {
        status: PackageStatus::Paused,
        ..package("IP2")
    };
    let foreign = Package {
        merchant: merchant(world::STRANGER),
        ..package("IP4")
    };
    put(&http, [package("IP1"), paused, later, foreign]);
    let list = async |with: Value| {
        let mut asked = json!({ "page_num": 1, "page_size": 30 });
        for (name, value) in with.as_object().unwrap() {
            asked[name] = value.clone();
        }
        let listed = http.ok(Protocol::Gateway, OWNER, LIST, asked.clone()).await;
        assert_eq!(http.ok(Protocol::Rest, OWNER, LIST, asked).await, listed);
        let infos = listed["voucher_package_info"].as_array();
        let ids = infos.into_iter().flatten().map(|info| {
            let base = &info["voucher_package_base_info"];
            base["voucher_package_id"].as_str().unwrap().to_owned()
        });
        (ids.collect::<Vec<_>>().join(" "), listed)
    };
    let (ids, listed) = list(json!({})).await;
    assert_eq!((&*ids, &listed["total_size"]), ("IP1 IP2 IP3", &json!(3)));
    assert_eq!(
        listed["voucher_package_info"][0]["voucher_package_sales_lite_info"],
        json!({ "budget": 2, "sale_price": "9.90" })
    );
    let enabled = json!({ "voucher_package_status": "ENABLE" });
    assert_eq!(list(enabled).await.0, "IP1 IP3");
    assert_eq!(
        list(json!({ "voucher_package_status": "DISABLE" })).await.0,
        ""
    );
    let since = json!({ "voucher_package_purchase_start_time": "2026-11-02 00:00:00" });
    assert_eq!(list(since).await.0, "IP3");
    let (ids, listed) = list(json!({ "page_num": 2, "page_size": 2 })).await;
    assert_eq!(ids, "IP3");
    let numbers = ["page_num", "page_size", "total_size"].map(|name| listed[name].clone());
    assert_eq!(numbers, [json!(2), json!(2), json!(3)]);
    for asked in [
        json!({ "page_num": 1, "page_size": 31 }),
        json!({ "page_num": -1, "page_size": 30 }),
        json!({ "page_num": 1, "page_size": 30, "voucher_package_status": "ON" }),
    ] {
        assert_eq!(http.code(OWNER, LIST, asked).await, "INVALID_PARAMETER");
    }
}

#[tokio::test]
async fn p4_every_reason_not_to_buy_a_package_has_its_code() {
    let http = Http::new();
    let with = |id: &str, change: fn(&mut Package)| {
        let mut package = package(id);
        change(&mut package);
        package
    };
    put(
        &http,
        [
            package("FINE"),
            with("PAUSED", |package| package.status = PackageStatus::Paused),
            with("LATER", |package| {
                package.sale.opens_at = at("2026-11-20 00:00:00");
            }),
            with("NONE", |package| package.budget = 0),
            package("BOUGHT"),
            with("FOREIGN", |package| {
                package.merchant = merchant(world::STRANGER);
            }),
        ],
    );
    let sold = http.world.registry.sell_package(
        "BOUGHT",
        &RequestNo::parse("P-1").unwrap(),
        &UserId::parse(ALICE).unwrap(),
        at(world::BEGIN),
    );
    sold.unwrap().unwrap();
    let ids = [
        "FINE", "PAUSED", "LATER", "NONE", "BOUGHT", "FOREIGN", "IP9",
    ];
    let asked = json!({ "voucher_package_id_list": ids });
    for (token, bought) in [
        (Some(ALICE), "USER_PURCHASE_LIMIT"),
        (Some(world::ALICE_OPEN), "USER_PURCHASE_LIMIT"),
        (Some(BOB), "SUCCESS"),
        (None, "SUCCESS"),
    ] {
        for protocol in BOTH {
            let answer = http.call(protocol, OWNER, CONSULT, &asked, token).await;
            let answer = answer.unwrap();
            let results = answer["voucher_package_consult_result"].as_array();
            let results = results.unwrap().iter().map(|result| {
                let text = |name: &str| result[name].as_str().unwrap().to_owned();
                (text("voucher_package_id"), text("consult_result_code"))
            });
            let codes = [
                "SUCCESS",
                "PRODUCT_NOT_ENABLE",
                "NOT_IN_SELL_TIME",
                "PRODUCT_SOLD_OUT",
                bought,
                "OTHER",
                "OTHER",
            ];
            let wanted = ids.iter().zip(codes);
            let wanted = wanted.map(|(id, code)| ((*id).to_owned(), code.to_owned()));
            assert_eq!(results.collect::<Vec<_>>(), wanted.collect::<Vec<_>>());
        }
    }
    let empty = json!({ "voucher_package_id_list": [] });
    assert_eq!(http.code(OWNER, CONSULT, empty).await, "INVALID_PARAMETER");
}
