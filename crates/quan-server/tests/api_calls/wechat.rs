//! WeChat Pay's merchants, users' names there, and cards.

use http::Method;
use quan_core::ActivityId;
use quan_engine::registry::{
    CertificateState, Entry, NotifyAddress, UserName, WechatCard, WechatCertificate,
    WechatMerchant, WechatPartner,
};
use serde_json::{Value, json};

use crate::own::{APP, Answer, OWNER, World, merchant, terms};

const MCHID: &str = "1900000001";
const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// A world with a merchant at WeChat Pay; the merchant `OWNER` is there, too.
fn world() -> World {
    let world = World::new();
    let mut shop = WechatMerchant::named(merchant(MCHID), "演示便利店");
    let certificate = WechatCertificate {
        public_key: "-----BEGIN PUBLIC KEY-----".to_owned(),
        expires_at: Some("2030-01-01T00:00:00Z".parse().unwrap()),
        state: CertificateState::Valid,
    };
    shop.certificates.insert(SERIAL.to_owned(), certificate);
    shop.apiv3_key = Some(SECRET.to_owned());
    shop.v2_key = Some(SECRET.to_owned());
    shop.appids.insert("wx0000000000000001".to_owned());
    shop.notify = Some(NotifyAddress {
        url: "http://127.0.0.1:9999/wechat".to_owned(),
        trusted: true,
    });
    let other = WechatMerchant::named(merchant(OWNER), "演示咖啡");
    let partner = WechatPartner {
        mchid: merchant(MCHID),
        sub_merchants: [merchant(OWNER)].into(),
    };
    let entries = [
        Entry::WechatMerchant(shop),
        Entry::WechatMerchant(other),
        Entry::WechatPartner(partner),
    ];
    world.registry.put(&entries).unwrap();
    world
}

fn shown() -> Value {
    json!({
        "mchid": MCHID, "name": "演示便利店", "has_apiv3_key": true, "has_v2_key": true,
        "certificates": [
            { "serial_no": SERIAL, "state": "valid", "expires_at": "2030-01-01T08:00:00+08:00" },
        ],
        "response_key": "certificate", "appids": ["wx0000000000000001"],
        "sub_merchants": [OWNER],
        "notify_url": "http://127.0.0.1:9999/wechat", "trusted": true,
    })
}

async fn put(world: &World, token: &str, path: &str, body: Value) -> Answer {
    let path = format!("/api/wechat-{path}");
    world.ask(Method::PUT, token, &path, Some(body)).await
}

#[tokio::test]
async fn a_merchant_is_shown_without_its_secrets() {
    let world = world();
    let path = format!("/api/wechat-merchants/{MCHID}");
    let answer = world.get("viewer", &path).await;
    assert!(!answer.text.contains(SECRET) && !answer.text.contains("BEGIN"));
    assert_eq!(answer.is(200), shown());
    for (token, path) in [
        ("owner", path.as_str()),
        ("viewer", "/api/wechat-merchants/1900000009"),
        ("viewer", "/api/wechat-merchants/x"),
    ] {
        let refused = world.get(token, path).await;
        refused.refused(404, "no-such-merchant");
    }
}

#[tokio::test]
async fn merchants_are_listed_as_far_as_they_may_be_seen() {
    let world = world();
    let list = async |token, query: &str| {
        let path = format!("/api/wechat-merchants{query}");
        let list = world.get(token, &path).await.is(200);
        let mchids = list["items"].as_array().unwrap().iter();
        let mchids: Vec<_> = mchids.map(|one| one["mchid"].clone()).collect();
        (Value::from(mchids), list["next"].clone())
    };
    assert_eq!(
        list("viewer", "").await,
        (json!([MCHID, OWNER]), Value::Null)
    );
    assert_eq!(
        list("viewer", "?limit=1").await,
        (json!([MCHID]), json!(MCHID))
    );
    let after = format!("?after={MCHID}");
    assert_eq!(list("viewer", &after).await, (json!([OWNER]), Value::Null));
    assert_eq!(list("owner", "").await, (json!([OWNER]), Value::Null));
    assert_eq!(list("other", "").await, (json!([]), Value::Null));
    for query in ["after=x", "limit=0"] {
        let path = format!("/api/wechat-merchants?{query}");
        world
            .get("viewer", &path)
            .await
            .refused(422, "invalid-field");
    }
}

#[tokio::test]
async fn w_auth_5a_a_certificate_is_said_to_be_revoked_and_valid_again() {
    let world = world();
    let path = format!("merchants/{MCHID}/certificate-state");
    let mut expected = shown();
    for state in ["expired", "revoked", "replaced", "valid"] {
        let body = json!({ "serial_no": SERIAL.to_ascii_lowercase(), "state": state });
        expected["certificates"][0]["state"] = state.into();
        assert_eq!(put(&world, "admin", &path, body).await.is(200), expected);
    }
    let refused = put(
        &world,
        "admin",
        &path,
        json!({ "serial_no": "AB", "state": "valid" }),
    )
    .await;
    assert_eq!(refused.refused(422, "invalid-field")["field"], "serial_no");
    let body = || json!({ "serial_no": SERIAL, "state": "revoked" });
    let refused = put(&world, "operator", &path, body()).await;
    refused.refused(403, "forbidden");
    let refused = put(&world, "owner", &path, body()).await;
    refused.refused(404, "no-such-merchant");
}

#[tokio::test]
async fn d27_an_address_that_is_set_is_public_over_tls_and_without_a_query() {
    let world = world();
    let path = format!("merchants/{MCHID}/notify-url");
    for address in [
        "http://merchant.example/notify",
        "https://127.0.0.1/notify",
        "https://merchant.example/notify?a=1",
        "merchant.example",
    ] {
        let refused = put(&world, "admin", &path, json!({ "notify_url": address })).await;
        let refused = refused.refused(422, "invalid-field");
        assert_eq!(refused["field"], "notify_url", "{address}");
    }
    let address = "https://merchant.example/notify";
    let now = put(&world, "admin", &path, json!({ "notify_url": address })).await;
    let now = now.is(200);
    assert_eq!(
        (&now["notify_url"], &now["trusted"]),
        (&json!(address), &json!(false))
    );
    let gone = put(&world, "admin", &path, json!({})).await.is(200);
    assert_eq!(gone.get("notify_url"), None);
    let refused = put(&world, "owner", &path, json!({})).await;
    refused.refused(404, "no-such-merchant");
}

#[tokio::test]
async fn w_openid_1_names_of_users_are_registered_from_json_and_csv() {
    let world = world();
    let users = json!({ "users": [
        { "user_id": "U-1", "openids": { "wx1": "oABC" }, "unionid": "oUnion", "real_name": false },
    ]});
    let put = world.post("admin", "/api/users", users.clone()).await;
    assert_eq!(put.is(200)["count"], 1);
    let known = world.get("viewer", "/api/users/U-1").await.is(200);
    assert_eq!(known, users["users"][0]);
    let csv = format!("user_id,openid:wx1,unionid,open_id:{APP}\nU-2,oDEF,,\n");
    let request = http::Request::post("/api/users")
        .header("authorization", "Bearer admin")
        .header("content-type", "text/csv")
        .body(axum::body::Body::from(csv));
    let put = world.send(request.unwrap()).await;
    assert_eq!(put.is(200)["count"], 1);
    let name = UserName::Openid {
        appid: "wx1",
        openid: "oDEF",
    };
    let user = world.registry.resolve_user(&name).unwrap().unwrap();
    assert_eq!((user.id.as_str(), user.unionid), ("U-2", None));
    for (field, value) in [
        ("openids", json!({ "wx1": "o ABC" })),
        ("openids", json!({ "": "oABC" })),
        ("unionid", json!("")),
    ] {
        let users = json!({ "users": [{ "user_id": "U-3", field: value }] });
        let refused = world.post("admin", "/api/users", users).await;
        let refused = refused.refused(422, "invalid-field");
        assert_eq!(refused["field"], format!("users[0].{field}"));
    }
}

#[tokio::test]
async fn a_card_is_shown_to_its_merchant() {
    let world = world();
    let card = WechatCard {
        id: "CARD-1".to_owned(),
        merchant: merchant(OWNER),
        activity: ActivityId::new(7).unwrap(),
    };
    world.registry.put(&[Entry::WechatCard(card)]).unwrap();
    let shown = json!({ "card_id": "CARD-1", "merchant": OWNER, "stock": "1000000000000007" });
    let path = "/api/wechat-cards/CARD-1";
    assert_eq!(world.get("owner", path).await.is(200), shown);
    let list = world.get("owner", "/api/wechat-cards").await.is(200);
    assert_eq!(list, json!({ "items": [shown] }));
    world.get("other", path).await.refused(404, "no-such-card");
    let list = world.get("other", "/api/wechat-cards").await.is(200);
    assert_eq!(list, json!({ "items": [] }));
}

#[tokio::test]
async fn a_card_stands_for_a_stock_of_its_merchants() {
    let world = world();
    // An activity of another platform's is no stock.
    let activity = world.activity(terms(), &[]).await;
    let stock = quan_wire::wechatpay::id::stock(activity);
    for (field, body) in [
        (
            "merchant",
            json!({ "merchant": "1900000009", "stock": stock }),
        ),
        ("stock", json!({ "merchant": OWNER, "stock": stock })),
        (
            "stock",
            json!({ "merchant": OWNER, "stock": "1000000000009999" }),
        ),
        ("stock", json!({ "merchant": OWNER, "stock": "7" })),
    ] {
        let refused = put(&world, "admin", "cards/CARD-1", body).await;
        assert_eq!(refused.refused(422, "invalid-field")["field"], field);
    }
    world
        .get("viewer", "/api/wechat-cards/CARD-1")
        .await
        .refused(404, "no-such-card");
}

#[tokio::test]
async fn money_is_paid_into_the_account_of_a_merchant_at_wechat_pay() {
    let world = world();
    let body = json!({ "request_no": "D-1", "amount": "10.00" });
    let path = format!("/api/merchants/{MCHID}/deposits");
    world.post("admin", &path, body).await.is(201);
    let account = world
        .get("viewer", &format!("/api/merchants/{MCHID}/account"))
        .await;
    assert_eq!(account.is(200)["balance"], "10.00");
}
