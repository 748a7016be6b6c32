//! What is verified of a request and signed of an answer, and with which key.

use http::{HeaderValue, Request};
use hyper::body::Bytes;
use quan_core::Clock as _;
use quan_wire::wechatpay::client::Stamp;
use serde_json::{Value, json};

use crate::world::{
    ALICE, APP, BEGIN, CALLBACKS, CERTIFICATES, COUPONS, CREATOR, KEYLESS, PLATFORM_SERIAL, PUBLIC,
    PUBLIC_KEY_ID, STOCKS, STRANGER, USERS, World, request, stock, stock_path, unsigned,
};

fn asking_for(mut request: Request<Bytes>, serial: &str) -> Request<Bytes> {
    let serial = HeaderValue::from_str(serial).unwrap();
    request.headers_mut().insert("wechatpay-serial", serial);
    request
}

#[tokio::test]
async fn w_sign_2_the_raw_target_is_verified() {
    let world = World::new();
    // Neither decoded nor encoded, neither sorted nor folded.
    for target in [
        format!("{USERS}/{ALICE}/coupons?limit=20&appid={APP}&offset=0"),
        format!("{USERS}/{ALICE}/coupons?appid={APP}&limit=20&offset=0"),
        format!("{USERS}/{ALICE}/coupons?appid=wx%30000000000000001&offset=00"),
        format!("{USERS}/{ALICE}/coupons?appid={APP}&&creator_merchant={CREATOR}&"),
        format!("{USERS}/%6fAlice_0000000000000000000001/coupons?appid={APP}&x=a+b%20c"),
        format!("{CALLBACKS}?"),
        format!("{CALLBACKS}?mchid={CREATOR}&?a=b?"),
    ] {
        let right = world.request(CREATOR, "GET", &target, &Value::Null);
        assert_ne!(world.answer(right).await.status, 401, "{target}");
    }
    // What is signed as another target means the same and is refused.
    let signed = format!("{CALLBACKS}?mchid={CREATOR}&a=b");
    for sent in [
        format!("{CALLBACKS}?a=b&mchid={CREATOR}"),
        format!("{CALLBACKS}?mchid={CREATOR}&a=%62"),
        format!("{CALLBACKS}?mchid={CREATOR}&a=b&"),
        CALLBACKS.to_owned(),
    ] {
        let mut request = world.request(CREATOR, "GET", &signed, &Value::Null);
        *request.uri_mut() = sent.parse().unwrap();
        let refused = unsigned(&world.server.call(request).await).refused();
        assert_eq!(refused.code(), (401, "SIGN_ERROR"), "{sent}");
        let detail = refused.detail.unwrap();
        assert_eq!(detail["sign_information"]["url"], json!(sent));
    }
}

#[tokio::test]
async fn w_sign_3_the_raw_body_is_verified() {
    let world = World::new();
    let caller = world.caller(CREATOR);
    for json in [
        r#"{"notify_url":"https:\/\/1.1.1.1\/\u4e2d"}"#,
        "{ \"notify_url\" : \"https://1.1.1.1/\" }\n",
        "{\"notify_url\":\"https://1.1.1.1/\",\r\n\t\"notify_url\":\"https://1.1.1.1/2\"}",
    ] {
        let stamp = Stamp {
            platform_serial: None,
            nonce: "nonce",
            now: world.wall.now(),
        };
        let outgoing = caller.call("POST", CALLBACKS, Some(json), stamp).unwrap();
        let right = request("POST", CALLBACKS, outgoing.clone());
        assert_ne!(world.answer(right).await.status, 401, "{json}");
        let mut other = outgoing;
        other.body.push(b' ');
        let response = world.server.call(request("POST", CALLBACKS, other)).await;
        assert_eq!(unsigned(&response).refused().code(), (401, "SIGN_ERROR"));
    }
}

#[tokio::test]
async fn w_resp_1_a_204_is_signed() {
    let world = World::new();
    let id = world.stock(stock()).await;
    let body = json!({ "goods_name": "热饮", "out_request_no": world.number() });
    let answer = world
        .call(CREATOR, "PATCH", &stock_path(&id, ""), body)
        .await;
    assert_eq!(answer.status, 204);
    assert!(answer.json.is_null());
    assert_eq!(answer.header("content-type"), None);
    assert_eq!(answer.header("wechatpay-serial"), Some(PLATFORM_SERIAL));
}

#[tokio::test]
async fn w_resp_2_business_errors_are_signed() {
    let world = World::new();
    let id = world.stock(stock()).await;
    let unknown = stock_path("1000000000000999", "");
    // `refusal` verifies each.
    for (merchant, method, target, body, code) in [
        (
            CREATOR,
            "GET",
            unknown.clone(),
            Value::Null,
            (404, "RESOURCE_NOT_EXISTS"),
        ),
        (
            STRANGER,
            "GET",
            stock_path(&id, ""),
            Value::Null,
            (403, "NO_AUTH"),
        ),
        (
            CREATOR,
            "POST",
            STOCKS.to_owned(),
            json!({}),
            (400, "PARAM_ERROR"),
        ),
        (CREATOR, "PATCH", unknown, json!([]), (400, "PARAM_ERROR")),
    ] {
        let refused = world.refusal(merchant, method, &target, body).await;
        assert_eq!(refused.code(), code, "{target}");
    }
}

#[tokio::test]
async fn w_resp_2_every_answer_is_signed_anew() {
    let world = World::new();
    let ask = || world.request(CREATOR, "GET", CALLBACKS, &Value::Null);
    let (one, other) = (world.answer(ask()).await, world.answer(ask()).await);
    for header in ["wechatpay-nonce", "wechatpay-signature", "request-id"] {
        assert_ne!(one.header(header), other.header(header), "{header}");
    }
    assert_eq!(one.header("wechatpay-nonce").map(str::len), Some(32));
}

#[tokio::test]
async fn w_resp_3_the_default_kind_of_key_is_the_merchants() {
    let world = World::new();
    let ask = |merchant| world.request(merchant, "GET", CALLBACKS, &Value::Null);
    for (merchant, asked, signer) in [
        (CREATOR, None, PLATFORM_SERIAL),
        (PUBLIC, None, PUBLIC_KEY_ID),
        (CREATOR, Some(""), PLATFORM_SERIAL),
        (PUBLIC, Some(""), PUBLIC_KEY_ID),
        // What the request says goes first.
        (CREATOR, Some(PUBLIC_KEY_ID), PUBLIC_KEY_ID),
        (PUBLIC, Some(PLATFORM_SERIAL), PLATFORM_SERIAL),
    ] {
        let request = match asked {
            Some(serial) => asking_for(ask(merchant), serial),
            None => ask(merchant),
        };
        let answer = world.answer(request).await;
        let shown = format!("{merchant} {asked:?}");
        assert_eq!(answer.header("wechatpay-serial"), Some(signer), "{shown}");
    }
    // What is refused for an unknown name is signed with the merchant's kind.
    for (merchant, signer) in [(CREATOR, PLATFORM_SERIAL), (PUBLIC, PUBLIC_KEY_ID)] {
        let answer = world.answer(asking_for(ask(merchant), "ABCD")).await;
        assert_eq!(answer.status, 400);
        assert_eq!(answer.header("wechatpay-serial"), Some(signer));
    }
}

#[tokio::test]
async fn w_resp_6_a_certificate_is_named_as_in_the_list_however_it_was_asked_for() {
    let world = World::new();
    let request = world.request(CREATOR, "GET", CALLBACKS, &Value::Null);
    let request = asking_for(request, &PLATFORM_SERIAL.to_lowercase());
    let answer = world.answer(request).await;
    assert_eq!(answer.header("wechatpay-serial"), Some(PLATFORM_SERIAL));
}

#[tokio::test]
async fn w_resp_9_a_request_id_comes_with_every_status() {
    let world = World::new();
    let id = world.stock(stock()).await;
    let signed = |merchant, method, target: &str, body| {
        let request = world.request(merchant, method, target, &body);
        (request, method.to_owned() + " " + target)
    };
    let plain = |method: &str, target: &str| {
        let request = Request::builder().method(method).uri(target);
        let request = request.body(Bytes::new()).unwrap();
        (request, method.to_owned() + " " + target)
    };
    let rename = json!({ "goods_name": "热饮", "out_request_no": "M" });
    let mut seen = std::collections::BTreeSet::new();
    let path = stock_path(&id, "");
    for (request, shown) in [
        signed(CREATOR, "GET", CERTIFICATES, Value::Null),
        signed(CREATOR, "PATCH", &path, rename),
        signed(CREATOR, "POST", STOCKS, json!({})),
        signed(KEYLESS, "GET", CALLBACKS, Value::Null),
        signed(STRANGER, "GET", &path, Value::Null),
        signed(CREATOR, "GET", CALLBACKS, Value::Null),
        plain("GET", CALLBACKS),
        plain("GET", "/v3/nothing"),
        plain("PUT", STOCKS),
    ] {
        let response = world.server.call(request).await;
        // This looks for the id, and at the type of the body.
        let answer = unsigned(&response);
        let id = answer.header("request-id").unwrap().to_owned();
        seen.insert((answer.status, id, shown));
    }
    let statuses: Vec<_> = seen.iter().map(|(status, _, _)| *status).collect();
    assert_eq!(statuses, [200, 204, 400, 400, 401, 403, 404, 404, 405]);
}

#[tokio::test]
async fn w_conn_5_answers_are_not_compressed() {
    let world = World::new();
    let mut request = world.request(CREATOR, "GET", CERTIFICATES, &Value::Null);
    let both = HeaderValue::from_static("gzip, deflate, br");
    request.headers_mut().insert("accept-encoding", both);
    let answer = world.answer(request).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-encoding"), None);
    assert!(answer.json["data"].is_array());
}

#[tokio::test]
async fn w_conn_7_an_identical_request_is_served_again() {
    let world = World::new();
    let id = world.stock(stock()).await;
    let code = world.send(&id, ALICE).await;
    let body = json!({
        "coupon_code": code,
        "stock_id": id,
        "appid": APP,
        "use_time": BEGIN,
        "use_request_no": "U-1",
    });
    let target = format!("{COUPONS}/use");
    let first = world.request(CREATOR, "POST", &target, &body);
    let mut again = first.clone();
    // Java's second attempt, at the other host.
    let agent = HeaderValue::from_static("WechatPay-Java/0.2.17 (Retried-V1)");
    again.headers_mut().insert("user-agent", agent);
    let first = world.answer(first).await;
    let again = world.answer(again).await;
    assert_eq!((first.status, again.status), (200, 200));
    assert_eq!(first.json, again.json);
}
