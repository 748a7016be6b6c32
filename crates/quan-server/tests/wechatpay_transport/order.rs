//! The order of questions before any business is asked. A request with one fault
//! has all later faults as well, and is still told the first.

use http::Request;
use hyper::body::Bytes;
use jiff::SignedDuration;
use quan_core::Clock as _;
use quan_engine::registry::{CertificateState, Entry, WechatCertificate, WechatMerchant};
use quan_wire::wechatpay::authorization::{Asked, authorize};
use serde_json::{Value, json};

use crate::world::{
    API_V3_KEY, APP, BARE, BEGIN, CALLBACKS, COUPONS, CREATOR, KEYLESS, RECORDED, STOCKS, STRANGER,
    World, at, mchid, merchant, serial_of, stock, unsigned, vector,
};

/// What is asked, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Path,
    Method,
    Headers,
    Form,
    Scheme,
    Time,
    Merchant,
    Serial,
    State,
    ApiV3Key,
    Signature,
    PlatformSerial,
    Body,
    Nothing,
}

/// Numbers of certificates that no longer count.
const EXPIRED: &str = "5157F09EFDC096DE15EBE81A47057A00000000E1";
const REVOKED: &str = "5157F09EFDC096DE15EBE81A47057A00000000E2";
const REPLACED: &str = "5157F09EFDC096DE15EBE81A47057A00000000E3";

/// The world, where the merchant without an `APIv3` key has also old certificates.
fn world() -> World {
    let world = World::new();
    let mut keyless = WechatMerchant {
        apiv3_key: None,
        ..merchant(KEYLESS, &[])
    };
    for (serial, state, expires_at) in [
        (EXPIRED, CertificateState::Valid, Some(BEFORE_WALL)),
        (REVOKED, CertificateState::Revoked, None),
        (REPLACED, CertificateState::Replaced, None),
    ] {
        let certificate = WechatCertificate {
            public_key: vector("keys/merchant_public_key.pem"),
            expires_at: expires_at.map(at),
            state,
        };
        keyless.certificates.insert(serial.to_owned(), certificate);
    }
    world
        .registry
        .put(&[Entry::WechatMerchant(keyless)])
        .unwrap();
    world
}

/// The second before the wall clock's.
const BEFORE_WALL: &str = "2026-03-01T11:59:59Z";

/// A request that is right up to a step, and wrong in that and all later ones.
fn wrong_from(world: &World, first: Step) -> Request<Bytes> {
    let wrong = |step: Step| first <= step;
    let target = if wrong(Step::Path) {
        "/v3/marketing/busifavor/nothing"
    } else {
        CALLBACKS
    };
    let method = if wrong(Step::Method) { "PUT" } else { "POST" };
    let (mchid, serial) = match first {
        Step::State => (KEYLESS, EXPIRED.to_owned()),
        Step::ApiV3Key => (KEYLESS, serial_of(KEYLESS)),
        first if first <= Step::Merchant => ("1900000099", "ABCDEF".to_owned()),
        Step::Serial => (KEYLESS, "ABCDEF".to_owned()),
        _ => (CREATOR, serial_of(CREATOR)),
    };
    let body = if wrong(Step::Body) {
        "no JSON"
    } else {
        r#"{"notify_url":"https://1.1.1.1/x"}"#
    };
    let asked = Asked {
        method,
        target,
        body: if wrong(Step::Signature) {
            b"another body"
        } else {
            body.as_bytes()
        },
    };
    let key = world.caller(CREATOR).key;
    let late = SignedDuration::from_secs(if wrong(Step::Time) { 301 } else { 0 });
    let now = world.wall.now().checked_sub(late).unwrap();
    let mut authorization = authorize(asked, mchid, &serial, &key, "nonce", now).unwrap();
    if wrong(Step::Scheme) {
        authorization = authorization.replace("RSA2048", "RSA1024");
    }
    if wrong(Step::Form) {
        authorization = authorization.replace("nonce_str=", "nonce=");
    }
    let mut request = Request::builder()
        .method(method)
        .uri(target)
        .header("Authorization", authorization)
        .header("User-Agent", "quan-tests/1")
        .header("Content-Type", "application/json");
    if !wrong(Step::Headers) {
        request = request.header("Accept", "*/*");
    }
    if wrong(Step::PlatformSerial) {
        request = request.header("Wechatpay-Serial", "PUB_KEY_ID_404");
    }
    request.body(Bytes::from_static(body.as_bytes())).unwrap()
}

/// Status, code and message of what is refused without a signature.
async fn refused(world: &World, request: Request<Bytes>) -> (u16, String, String) {
    let response = world.server.call(request).await;
    assert!(response.headers().get("wechatpay-signature").is_none());
    let refused = unsigned(&response).refused();
    (refused.status, refused.code, refused.message)
}

async fn told(first: Step) -> (u16, String, String) {
    let world = world();
    let request = wrong_from(&world, first);
    refused(&world, request).await
}

fn sign_error(message: &str) -> (u16, String, String) {
    (401, "SIGN_ERROR".to_owned(), message.to_owned())
}

const FORM: &str = "Http头Authorization值格式错误，请参考《微信支付商户REST API签名规则》";
const SCHEME: &str = "Http头Authorization认证类型不正确";
const TIME: &str = "Http头Authorization中的timestamp与发起请求的时间不得超过5分钟";
const SERIAL: &str = "商户证书序列号有误";

#[tokio::test]
async fn w_ord_1_unknown_paths_are_404_and_empty() {
    let world = world();
    let mut requests = vec![wrong_from(&world, Step::Path)];
    for path in [
        "/v3/",
        "/v3/certificates/",
        "/v3/marketing/busifavor/stocks//couponcodes",
        "/v3/Certificates",
        "/v3/pay/transactions/jsapi",
    ] {
        requests.push(Request::get(path).body(Bytes::new()).unwrap());
    }
    for request in requests {
        let shown = request.uri().clone();
        let response = world.server.call(request).await;
        assert_eq!(response.status(), 404, "{shown}");
        assert!(response.body().is_empty(), "{shown}");
        assert!(response.headers().get("wechatpay-signature").is_none());
        unsigned(&response);
    }
}

#[tokio::test]
async fn w_ord_1_the_path_is_asked_before_the_length_of_the_body() {
    let world = world();
    let much = || Bytes::from(vec![b'a'; 3 << 20]);
    let unknown = Request::post("/v3/nothing").body(much()).unwrap();
    assert_eq!(world.server.call(unknown).await.status(), 404);
    let wrong = Request::put(STOCKS).body(much()).unwrap();
    assert_eq!(world.server.call(wrong).await.status(), 405);
    let bare = Request::post(STOCKS).body(much()).unwrap();
    let (status, code, message) = refused(&world, bare).await;
    assert_eq!((status, code.as_str()), (400, "INVALID_REQUEST"));
    assert_eq!(message, "Http头缺少Accept或User-Agent");
    let told = Request::post(STOCKS)
        .header("Accept", "*/*")
        .header("User-Agent", "x")
        .body(much())
        .unwrap();
    let (status, code, message) = refused(&world, told).await;
    assert_eq!((status, code.as_str()), (400, "INVALID_REQUEST"));
    assert_eq!(message, "HTTP 请求不符合微信支付 APIv3 接口规则");
}

#[tokio::test]
async fn w_ord_2_wrong_methods_are_405_and_empty() {
    let world = world();
    let mut requests = vec![wrong_from(&world, Step::Method)];
    for (method, path) in [
        ("POST", "/v3/certificates"),
        ("HEAD", "/v3/certificates"),
        ("GET", STOCKS),
        ("DELETE", "/v3/marketing/busifavor/stocks/1000000000000001"),
        ("OPTIONS", "/v3/marketing/busifavor/coupons/use"),
    ] {
        let request = Request::builder().method(method).uri(path);
        requests.push(request.body(Bytes::new()).unwrap());
    }
    for request in requests {
        let shown = format!("{} {}", request.method(), request.uri());
        let response = world.server.call(request).await;
        assert_eq!(response.status(), 405, "{shown}");
        assert!(response.body().is_empty(), "{shown}");
        assert!(response.headers().get("wechatpay-signature").is_none());
        unsigned(&response);
    }
}

#[tokio::test]
async fn w_hdr_1_missing_headers_are_asked_before_authentication() {
    let expected = (
        400,
        "INVALID_REQUEST".to_owned(),
        "Http头缺少Accept或User-Agent".to_owned(),
    );
    assert_eq!(told(Step::Headers).await, expected);
    let world = world();
    for header in ["accept", "user-agent"] {
        for value in [None, Some(""), Some("  ")] {
            let mut request = world.request(CREATOR, "GET", CALLBACKS, &Value::Null);
            request.headers_mut().remove(header);
            if let Some(value) = value {
                request.headers_mut().insert(header, value.parse().unwrap());
            }
            assert_eq!(
                refused(&world, request).await,
                expected,
                "{header} {value:?}"
            );
        }
    }
}

#[tokio::test]
async fn w_hdr_1_the_values_are_not_judged() {
    let world = world();
    for value in ["*/*", " */*", "text/html", "微信支付/1"] {
        let mut request = world.request(STRANGER, "GET", CALLBACKS, &Value::Null);
        let value = http::HeaderValue::from_bytes(value.as_bytes()).unwrap();
        for header in ["accept", "user-agent"] {
            request.headers_mut().insert(header, value.clone());
        }
        assert_eq!(world.answer(request).await.status, 404);
    }
}

#[tokio::test]
async fn w_auth_1_the_form_is_asked_before_the_scheme() {
    assert_eq!(told(Step::Form).await, sign_error(FORM));
    let world = world();
    for value in [
        None,
        Some(""),
        Some("Bearer"),
        Some("WECHATPAY2-SHA256-RSA2048 "),
    ] {
        let mut request = world.request(CREATOR, "GET", CALLBACKS, &Value::Null);
        request.headers_mut().remove("authorization");
        if let Some(value) = value {
            request
                .headers_mut()
                .insert("authorization", value.parse().unwrap());
        }
        assert_eq!(
            refused(&world, request).await,
            sign_error(FORM),
            "{value:?}"
        );
    }
}

#[tokio::test]
async fn w_auth_2_the_scheme_is_asked_before_the_time() {
    assert_eq!(told(Step::Scheme).await, sign_error(SCHEME));
    // Merchants' RSA alone is served; SM2 is known and refused.
    let world = world();
    for scheme in [
        "WECHATPAY2-SM2-WITH-SM3",
        "WECHATPAY-BRAND-SHA256-RSA2048",
        "wechatpay2-sha256-rsa2048",
    ] {
        let mut request = world.request(CREATOR, "GET", CALLBACKS, &Value::Null);
        let value = request.headers()["authorization"].to_str().unwrap();
        let value = value.replace("WECHATPAY2-SHA256-RSA2048", scheme);
        request
            .headers_mut()
            .insert("authorization", value.parse().unwrap());
        assert_eq!(
            refused(&world, request).await,
            sign_error(SCHEME),
            "{scheme}"
        );
    }
}

#[tokio::test]
async fn w_auth_3_the_time_is_the_wall_clocks_and_asked_before_the_certificate() {
    assert_eq!(told(Step::Time).await, sign_error(TIME));
    let world = world();
    // The business clock stands months ahead and judges no transport.
    assert!(world.clock.now() > world.wall.now());
    let signed_at = world.wall.now();
    for (seconds, fits) in [(300, true), (301, false), (-300, true), (-301, false)] {
        world.wall.set(signed_at);
        let request = world.request(STRANGER, "GET", CALLBACKS, &Value::Null);
        let now = signed_at.checked_add(SignedDuration::from_secs(seconds));
        world.wall.set(now.unwrap());
        if fits {
            assert_eq!(world.answer(request).await.status, 404, "{seconds}");
        } else {
            assert_eq!(
                refused(&world, request).await,
                sign_error(TIME),
                "{seconds}"
            );
        }
    }
}

#[tokio::test]
async fn w_auth_4_an_unknown_merchant_is_refused() {
    assert_eq!(told(Step::Merchant).await, sign_error(SERIAL));
}

#[tokio::test]
async fn w_auth_5_another_merchants_certificate_is_refused() {
    assert_eq!(told(Step::Serial).await, sign_error(SERIAL));
    let world = world();
    let mut caller = world.caller(CREATOR);
    caller.serial_no = serial_of(STRANGER);
    let request = world.request_of(&caller, "GET", CALLBACKS, &Value::Null);
    assert_eq!(refused(&world, request).await, sign_error(SERIAL));
    // The letters of a number are read in either case.
    let mut caller = world.caller(RECORDED);
    caller.serial_no = caller.serial_no.to_lowercase();
    let request = world.request_of(&caller, "GET", CALLBACKS, &Value::Null);
    assert_eq!(world.answer(request).await.status, 404);
}

#[tokio::test]
async fn w_auth_5a_an_expired_certificate_is_refused() {
    assert_eq!(told(Step::State).await, sign_error("商户证书已过期"));
    let world = world();
    for (merchant, serial, message) in [
        (KEYLESS, EXPIRED, "商户证书已过期"),
        (KEYLESS, REVOKED, "商户证书已作废"),
        (KEYLESS, REPLACED, "已更换证书，请使用新证书"),
        (BARE, EXPIRED, "商户未申请过证书"),
    ] {
        let mut caller = world.caller(merchant);
        caller.serial_no = serial.to_owned();
        let request = world.request_of(&caller, "GET", CALLBACKS, &Value::Null);
        assert_eq!(refused(&world, request).await, sign_error(message));
    }
}

#[tokio::test]
async fn w_auth_5a_what_the_operator_says_of_a_certificate_holds_from_the_next_request() {
    let world = world();
    let (number, serial) = (mchid(CREATOR), serial_of(CREATOR));
    let ask = || world.request(CREATOR, "GET", CALLBACKS, &Value::Null);
    assert_eq!(world.answer(ask()).await.status, 404);
    let put = |state| {
        let done = world.registry.set_certificate_state(number, &serial, state);
        assert!(done.unwrap().is_some());
    };
    put(CertificateState::Revoked);
    assert_eq!(refused(&world, ask()).await, sign_error("商户证书已作废"));
    put(CertificateState::Valid);
    assert_eq!(world.answer(ask()).await.status, 404);
}

#[tokio::test]
async fn w_auth_5b_a_merchant_without_an_api_v3_key_is_refused() {
    let message = "商户未设置APIv3密钥";
    assert_eq!(told(Step::ApiV3Key).await, sign_error(message));
    // Once it is set, the merchant is served.
    let world = world();
    let whole = merchant(KEYLESS, &[]);
    assert_eq!(whole.apiv3_key.as_deref(), Some(API_V3_KEY));
    world.registry.put(&[Entry::WechatMerchant(whole)]).unwrap();
    let request = world.request(KEYLESS, "GET", CALLBACKS, &Value::Null);
    assert_eq!(world.answer(request).await.status, 404);
}

#[tokio::test]
async fn w_auth_6_a_wrong_signature_is_refused_with_its_text() {
    let world = world();
    let response = world.server.call(wrong_from(&world, Step::Signature)).await;
    assert!(response.headers().get("wechatpay-signature").is_none());
    let refused = unsigned(&response).refused();
    assert_eq!(refused.code(), (401, "SIGN_ERROR"));
    assert_eq!(refused.message, "错误的签名，验签失败");
    let seconds = world.wall.now().as_second();
    let text = format!("POST\n{CALLBACKS}\n{seconds}\nnonce\nno JSON\n");
    assert_eq!(
        refused.detail.unwrap(),
        json!({
            "detail": { "issue": "sign not match" },
            "field": "signature",
            "location": "authorization",
            "sign_information": {
                "method": "POST",
                "sign_message_length": text.len(),
                "truncated_sign_message": text,
                "url": CALLBACKS,
            },
        })
    );
}

#[tokio::test]
async fn w_auth_6_what_is_not_base64_is_a_wrong_signature() {
    let world = world();
    let mut request = world.request(CREATOR, "GET", CALLBACKS, &Value::Null);
    let value = request.headers()["authorization"].to_str().unwrap();
    let value = value.replace("signature=\"", "signature=\"!");
    request
        .headers_mut()
        .insert("authorization", value.parse().unwrap());
    let message = "错误的签名，验签失败";
    assert_eq!(refused(&world, request).await, sign_error(message));
}

#[tokio::test]
async fn w_auth_7_an_unknown_platform_serial_is_refused_after_the_signature() {
    let world = world();
    let request = wrong_from(&world, Step::PlatformSerial);
    let refused = world.answer(request).await.refused();
    assert_eq!(refused.code(), (400, "PARAM_ERROR"));
    assert_eq!(refused.message, "平台证书序列号Wechatpay-Serial错误");
    for serial in [
        "7132D72A03E93CDDF8C03BBD1F37EEDF00000000",
        "PUB_KEY_ID_",
        "微信",
    ] {
        let mut request = world.request(CREATOR, "GET", CALLBACKS, &Value::Null);
        let value = http::HeaderValue::from_bytes(serial.as_bytes()).unwrap();
        request.headers_mut().insert("wechatpay-serial", value);
        let refused = world.answer(request).await.refused();
        assert_eq!(refused.code(), (400, "PARAM_ERROR"), "{serial}");
    }
    // An empty value counts as none.
    for serial in ["", " "] {
        let mut request = world.request(STRANGER, "GET", CALLBACKS, &Value::Null);
        request
            .headers_mut()
            .insert("wechatpay-serial", serial.parse().unwrap());
        assert_eq!(world.answer(request).await.status, 404);
    }
}

#[tokio::test]
async fn the_body_is_read_last() {
    let world = world();
    let refused = world.answer(wrong_from(&world, Step::Body)).await.refused();
    assert_eq!(refused.code(), (400, "PARAM_ERROR"));
    assert_eq!(refused.message, "请求参数错误");
    let answer = world.answer(wrong_from(&world, Step::Nothing)).await;
    assert_eq!(answer.status, 200, "{}", answer.json);
    let mut body = stock();
    body["out_request_no"] = "N".into();
    world.ok(CREATOR, "POST", STOCKS, body).await;
    let target = format!("{COUPONS}/use");
    let body = json!({ "coupon_code": "1", "use_time": BEGIN });
    let refused = world.refusal(CREATOR, "POST", &target, body).await;
    assert_eq!(refused.code(), (400, "PARAM_ERROR"), "{refused:?}");
}

#[tokio::test]
async fn w_auth_8_a_merchant_without_the_product_is_refused() {
    let world = world();
    let mut kept_out = merchant(CREATOR, &[APP]);
    kept_out.busifavor = false;
    world
        .registry
        .put(&[Entry::WechatMerchant(kept_out)])
        .unwrap();
    // Asked before the form of the call, and signed.
    let refused = world
        .refusal(
            CREATOR,
            "POST",
            "/v3/marketing/busifavor/coupons/use",
            json!({}),
        )
        .await;
    assert_eq!(
        (
            refused.status,
            refused.code.as_str(),
            refused.message.as_str()
        ),
        (403, "NO_AUTH", "无权限使用此API")
    );
    // The platform's certificates are nobody's product.
    world
        .ok(CREATOR, "GET", "/v3/certificates", Value::Null)
        .await;
}
