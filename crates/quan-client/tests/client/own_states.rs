//! What no platform's API gives: applications' addresses, shops, packages, payees, service codes,
//! promotion plans, switches, trades, and users from a file.

use quan_client::api::{
    BuyPackage, DeliveryStatus, InfoStatus, NewPackage, PackageStatus, PayeeStatus, PutPayee,
    PutServiceCode, SetAddresses, SetDeliveryStatus, SetShop, SettleMode, ShopKind, Span, Switches,
    TradeState,
};
use quan_client::{ApiError, DeliveryFilter, PackageFilter, ServiceCodeFilter, ShopFilter};

use crate::assert_fails;
use crate::own_api::quan;

const NONE: &str = r#"{"items":[]}"#;
const SHOP: &str = r#"{"shop_id":"S","merchant":"2088","kind":"real","name":"x","city":"330100",
    "info_status":"in_audit","open":true}"#;
const PACKAGE: &str = r#"{"package_id":"P","merchant":"2088","name":"x","status":"paused",
    "purchase_window":{"from":"2026-11-25 00:00:00","until":"2026-11-26 00:00:00"},
    "price":"9.90","budget":5,"sold":0,"activities":[]}"#;
const TRADE: &str = r#"{"trade_no":"T","order_no":"O","out_order_no":"o","activity_id":"A",
    "buyer_id":"2088","amount":"9.90","state":"closed","ordered_at":"2026-11-25 00:00:00"}"#;
const VOUCHER: &str = r#"{"voucher_id":"V","activity_id":"A","user_id":"2088","status":"usable",
    "issued_at":"2026-11-25 00:00:00","usable_from":"2026-11-25 00:00:00",
    "usable_until":"2026-11-26 00:00:00","hidden":true,"uses":0,"max_uses":1,"deducted":"0.00"}"#;

#[tokio::test]
async fn shops_are_listed_looked_at_and_certified() {
    let (client, inner, _) = quan([(200, NONE), (200, SHOP), (200, SHOP)]).await;
    let filter = ShopFilter {
        merchant: Some("2088".into()),
        kind: Some(ShopKind::Real),
        after: Some("S0".into()),
        limit: Some(5),
    };
    assert!(client.shops(&filter).await.unwrap().items.is_empty());
    assert!(client.shop("S").await.unwrap().open);
    let asked = SetShop {
        info_status: Some(InfoStatus::InAudit),
        ..SetShop::default()
    };
    let shop = client.set_shop("S", &asked).await.unwrap();
    assert_eq!(shop.info_status, InfoStatus::InAudit);
    assert_eq!(
        inner.targets(),
        [
            "GET /api/shops?merchant=2088&kind=real&after=S0&limit=5",
            "GET /api/shops/S",
            "PATCH /api/shops/S",
        ]
    );
    assert_eq!(inner.bodies()[2], r#"{"info_status":"in_audit"}"#);
}

#[tokio::test]
async fn an_application_gets_its_addresses() {
    let app =
        r#"{"app_id":"2021","merchant":"2088","trusted":false,"spi_url":"https://a.example/"}"#;
    let (client, inner, _) = quan([(200, app), (200, app)]).await;
    assert_eq!(client.app("2021").await.unwrap().gateway_url, None);
    let asked = SetAddresses {
        spi_url: Some("https://a.example/".into()),
        ..SetAddresses::default()
    };
    let app = client.set_addresses("2021", &asked).await.unwrap();
    assert_eq!(app.spi_url, asked.spi_url);
    assert_eq!(
        inner.targets(),
        ["GET /api/apps/2021", "PUT /api/apps/2021/addresses"]
    );
    assert_eq!(inner.bodies()[1], r#"{"spi_url":"https://a.example/"}"#);
}

#[tokio::test]
async fn packages_are_made_put_on_sale_and_sold() {
    let page = r#"{"items":[],"page":1,"page_size":20,"total":0}"#;
    let sold =
        r#"{"package_id":"P","request_no":"b-1","user_id":"2088","at":"2026-11-25 00:00:00"}"#;
    let answers = [
        (200, page),
        (201, PACKAGE),
        (200, PACKAGE),
        (200, PACKAGE),
        (201, sold),
    ];
    let (client, inner, _) = quan(answers).await;
    let filter = PackageFilter {
        status: Some(PackageStatus::Enabled),
        ..PackageFilter::default()
    };
    assert_eq!(client.packages(&filter).await.unwrap().total, 0);
    client.make_package(&package()).await.unwrap();
    client.package("P").await.unwrap();
    let paused = PackageStatus::Paused;
    let package = client.set_package_status("P", paused).await.unwrap();
    assert_eq!(package.status, paused);
    let asked = BuyPackage {
        request_no: "b-1".into(),
        user_id: "2088".into(),
    };
    client.buy_package("P", &asked).await.unwrap();
    assert_eq!(
        inner.targets(),
        [
            "GET /api/packages?status=enabled",
            "POST /api/packages",
            "GET /api/packages/P",
            "PUT /api/packages/P/status",
            "POST /api/packages/P/purchases",
        ]
    );
    assert_eq!(inner.bodies()[3], r#"{"status":"paused"}"#);
}

fn package() -> NewPackage {
    NewPackage {
        package_id: None,
        merchant: "2088".into(),
        name: "x".into(),
        status: PackageStatus::Enabled,
        purchase_window: Span {
            from: "2026-11-25 00:00:00".parse().unwrap(),
            until: "2026-11-26 00:00:00".parse().unwrap(),
        },
        price: "9.90".parse().unwrap(),
        budget: 5,
        limit: None,
        pay_channel: None,
        purchase_url: None,
        use_rule: None,
        activities: Vec::new(),
    }
}

#[tokio::test]
async fn a_package_is_not_made_twice() {
    let (client, inner, _) = quan([(500, "oh"), (201, PACKAGE)]).await;
    assert_fails!(
        client.make_package(&package()).await,
        ApiError::Http { status: 500, .. }
    );
    assert_eq!(inner.targets(), ["POST /api/packages"]);
}

#[tokio::test]
async fn payees_and_service_codes_are_registered() {
    let payee = r#"{"pid":"2088","settle_mode":"periodic","status":"applied"}"#;
    let service = r#"{"code":"C","app_id":"2021","name":"x"}"#;
    let answers = [
        (200, NONE),
        (200, payee),
        (200, payee),
        (200, NONE),
        (200, service),
        (200, service),
    ];
    let (client, inner, _) = quan(answers).await;
    client.payees(Some("2087"), Some(5)).await.unwrap();
    client.payee("2088").await.unwrap();
    let asked = PutPayee {
        settle_mode: SettleMode::Periodic,
        status: PayeeStatus::Applied,
    };
    let payee = client.put_payee("2088", &asked).await.unwrap();
    assert_eq!(payee.status, PayeeStatus::Applied);
    let filter = ServiceCodeFilter {
        app_id: Some("2021".into()),
        ..ServiceCodeFilter::default()
    };
    client.service_codes(&filter).await.unwrap();
    client.service_code("C").await.unwrap();
    let asked = PutServiceCode {
        app_id: "2021".into(),
        name: "x".into(),
    };
    client.put_service_code("C", &asked).await.unwrap();
    assert_eq!(
        inner.targets(),
        [
            "GET /api/payees?after=2087&limit=5",
            "GET /api/payees/2088",
            "PUT /api/payees/2088",
            "GET /api/service-codes?app_id=2021",
            "GET /api/service-codes/C",
            "PUT /api/service-codes/C",
        ]
    );
}

#[tokio::test]
async fn a_promotion_plan_is_said_to_be_rejected() {
    let plan = r#"{"delivery_id":"D","merchant":"2088","operator":"2088","receiver":"2021",
        "request_no":"d-1","status":"rejected","error":"no","created_at":"2026-11-25 00:00:00",
        "document":{}}"#;
    let (client, inner, _) = quan([(200, NONE), (200, plan), (200, plan)]).await;
    let filter = DeliveryFilter {
        merchant: Some("2088".into()),
        limit: Some(5),
        ..DeliveryFilter::default()
    };
    client.deliveries(&filter).await.unwrap();
    client.delivery("D").await.unwrap();
    let asked = SetDeliveryStatus {
        status: DeliveryStatus::Rejected,
        error: Some("no".into()),
    };
    client.set_delivery_status("D", &asked).await.unwrap();
    assert_eq!(
        inner.targets(),
        [
            "GET /api/deliveries?merchant=2088&limit=5",
            "GET /api/deliveries/D",
            "PUT /api/deliveries/D/status",
        ]
    );
    assert_eq!(inner.bodies()[2], r#"{"status":"rejected","error":"no"}"#);
}

#[tokio::test]
async fn merchants_are_switched_and_activities_enrolled() {
    let switches = r#"{"risk":true}"#;
    let venue = r#"{"enrolled":true}"#;
    let answers = [
        (200, switches),
        (200, switches),
        (204, ""),
        (200, venue),
        (204, ""),
    ];
    let (client, inner, _) = quan(answers).await;
    assert!(client.switches("2088").await.unwrap().risk);
    let asked = Switches {
        risk: true,
        ..Switches::default()
    };
    client.put_switches("2088", &asked).await.unwrap();
    client.enter_central_venue("A").await.unwrap();
    assert!(client.central_venue("A").await.unwrap().enrolled);
    client.leave_central_venue("A").await.unwrap();
    assert_eq!(
        inner.targets(),
        [
            "GET /api/merchants/2088/switches",
            "PUT /api/merchants/2088/switches",
            "PUT /api/activities/A/central-venue",
            "GET /api/activities/A/central-venue",
            "DELETE /api/activities/A/central-venue",
        ]
    );
}

#[tokio::test]
async fn orders_are_paid_and_closed_and_vouchers_thrown_out() {
    let answers = [(200, TRADE), (200, TRADE), (200, TRADE), (200, VOUCHER)];
    let (client, inner, _) = quan(answers).await;
    client.trade("T").await.unwrap();
    client.pay_trade("T").await.unwrap();
    let closed = client.close_trade("T").await.unwrap();
    assert_eq!(closed.state, TradeState::Closed);
    assert!(client.hide_voucher("V").await.unwrap().hidden);
    assert_eq!(
        inner.targets(),
        [
            "GET /api/trades/T",
            "POST /api/trades/T/pay",
            "POST /api/trades/T/close",
            "POST /api/vouchers/V/hide",
        ]
    );
}

#[tokio::test]
async fn users_come_from_a_file() {
    let (client, inner, _) = quan([(503, "busy"), (200, r#"{"count":1}"#)]).await;
    let csv = "user_id,person\n2088202967380463,P-1\n";
    let put = client.import_users(csv.to_owned()).await.unwrap();
    assert_eq!(put.count, 1);
    assert_eq!(inner.targets(), ["POST /api/users", "POST /api/users"]);
    assert_eq!(inner.bodies(), [csv, csv]);
}

/// The paths of the API that somebody keeps in step with the server.
#[test]
fn every_path_of_the_api_has_a_call() {
    let text = include_str!("../../../../docs/openapi.json");
    let document: serde_json::Value = serde_json::from_str(text).unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/quan/operation");
    let calls: String = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let paths = document["paths"].as_object().unwrap();
    let missing: Vec<&String> = paths
        .keys()
        .filter(|path| !calls.contains(&format!("\"{path}\"")))
        .collect();
    assert!(missing.is_empty(), "no calls for {missing:?}");
}
