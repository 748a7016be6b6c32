//! REST v3: what is verified, what is refused, how it is answered.

use http::Request;
use hyper::body::Bytes;
use jiff::SignedDuration;
use quan_core::AppId;
use quan_engine::registry::{AlipayApp, Entry};
use quan_server::alipay::{Content, Outcome};
use quan_wire::alipay::code::{TransportError, rest_code};
use quan_wire::alipay::gateway::Upload;
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::rest::Caller;

use crate::world::{
    APP, QUERY_PATH, SEND_PATH, TOKEN, UPLOAD_PATH, World, app_key, merchant, rest_request,
};

#[tokio::test]
async fn t2_5_a_success_is_200_with_a_json_object() {
    let world = World::new();
    let request = world.rest_request("POST", SEND_PATH, Some(r#"{"activity_id":"券"}"#), "n1");
    let (status, body) = world.rest_opened(&world.server.call(request).await);
    assert_eq!(
        (status, body),
        (200, serde_json::json!({ "voucher_id": "1" }))
    );
    assert_eq!(world.heard_json(), r#"{"activity_id":"券"}"#);
}

#[tokio::test]
async fn a_query_is_signed_as_it_stands_and_decoded_afterwards() {
    let world = World::new();
    let target = format!("{QUERY_PATH}?activity_id=a+b%7Ec&x=%E5%88%B8");
    let request = world.rest_request("GET", &target, None, "n1");
    assert_eq!(world.rest_opened(&world.server.call(request).await).0, 200);
    let heard = world.heard();
    assert_eq!(heard[0].operation, Operation::VoucherQuery);
    let pairs = [("activity_id", "a b~c"), ("x", "券")];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(heard[0].content, Content::Pairs(pairs.to_vec()));
}

#[tokio::test]
async fn variables_of_a_path_come_with_the_pairs() {
    let world = World::new();
    let target = "/v3/alipay/marketing/activity/2016042700826004508401111111?merchant_id=1";
    let request = world.rest_request("GET", target, None, "n1");
    assert_eq!(world.rest_opened(&world.server.call(request).await).0, 200);
    let heard = world.heard();
    assert_eq!(heard[0].operation, Operation::ActivityQuery);
    let Content::Pairs(pairs) = &heard[0].content else {
        panic!("{heard:?}")
    };
    let activity = (
        "activity_id".to_owned(),
        "2016042700826004508401111111".to_owned(),
    );
    assert!(pairs.contains(&activity), "{pairs:?}");
}

#[tokio::test]
async fn variables_of_a_path_join_a_body() {
    let world = World::new();
    let place = "/v3/alipay/marketing/ordervoucher/activity/2016";
    for (verb, path, body, operation, heard) in [
        (
            "PATCH",
            "",
            r#"{"activity_name":"券"}"#,
            Operation::OrderVoucherModify,
            r#"{"activity_id":"2016","activity_name":"券"}"#,
        ),
        (
            "PATCH",
            "/stop",
            r#"{"activity_id":"another"}"#,
            Operation::OrderVoucherStop,
            r#"{"activity_id":"2016"}"#,
        ),
        (
            "POST",
            "/voucher/A+b%3D%7Cc/use",
            r#"{"total_fee":10.50}"#,
            Operation::OrderVoucherUse,
            r#"{"activity_id":"2016","total_fee":10.50,"voucher_code":"A+b=|c"}"#,
        ),
    ] {
        let target = format!("{place}{path}");
        let request = world.rest_request(verb, &target, Some(body), operation.method());
        assert_eq!(world.rest_opened(&world.server.call(request).await).0, 200);
        let calls = world.heard();
        assert_eq!(calls[0].operation, operation);
        assert_eq!(
            calls[0].content,
            Content::Json(heard.to_owned()),
            "{target}"
        );
    }
}

#[tokio::test]
async fn variables_of_a_path_come_with_a_query() {
    let world = World::new();
    let target = "/v3/alipay/marketing/ordervoucher/activity/2016/voucher/codecount\
                  ?merchant_access_mode=SELF_MODE";
    let request = world.rest_request("GET", target, None, "n1");
    assert_eq!(world.rest_opened(&world.server.call(request).await).0, 200);
    let heard = world.heard();
    assert_eq!(heard[0].operation, Operation::OrderVoucherCodecount);
    let pairs = [
        ("merchant_access_mode", "SELF_MODE"),
        ("activity_id", "2016"),
    ];
    let pairs = pairs.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(heard[0].content, Content::Pairs(pairs.to_vec()));
}

#[tokio::test]
async fn another_verb_on_a_path_with_variables_is_refused() {
    let world = World::new();
    let target = "/v3/alipay/marketing/ordervoucher/activity/2016/stop";
    for verb in ["POST", "GET", "PUT"] {
        let body = (verb != "GET").then_some("{}");
        let request = world.rest_request(verb, target, body, verb);
        let refused = (400, "invalid-http-method".to_owned());
        assert_eq!(world.rest_code(request).await, refused, "{verb}");
    }
    assert!(world.heard().is_empty());
}

#[tokio::test]
async fn a_success_without_words_is_an_empty_object() {
    let world = World::new();
    world.says(Outcome::Answer("{}".to_owned()));
    let request = world.rest_request("POST", SEND_PATH, None, "n1");
    let response = world.server.call(request).await;
    assert_eq!(
        (response.status().as_u16(), response.body().as_ref()),
        (200, b"{}".as_slice())
    );
    assert_eq!(world.heard_json(), "{}");
}

#[tokio::test]
async fn t2_5_a_business_refusal_is_400_and_signed() {
    let world = World::new();
    for (outcome, status, code) in [
        (
            Outcome::Business {
                code: "COUNT_OVER_LIMIT",
                message: "次数超过限制".into(),
            },
            400,
            "COUNT_OVER_LIMIT",
        ),
        (
            Outcome::Business {
                code: "SYSTEM_ERROR",
                message: "系统繁忙".into(),
            },
            500,
            "SYSTEM_ERROR",
        ),
        (
            Outcome::Refused(TransportError::IllegalJson),
            400,
            "illegal-json",
        ),
    ] {
        world.says(outcome);
        let request = world.rest_request("POST", SEND_PATH, Some("{}"), code);
        assert_eq!(world.rest_code(request).await, (status, code.to_owned()));
    }
}

#[tokio::test]
async fn t2_6_null_is_never_sent() {
    let world = World::new();
    world.says(Outcome::Business {
        code: "BUDGET_NOT_ENOUGH",
        message: "预算不足".into(),
    });
    let request = world.rest_request("POST", SEND_PATH, Some("{}"), "n1");
    let response = world.server.call(request).await;
    let body = String::from_utf8(response.body().to_vec()).unwrap();
    assert_eq!(body, r#"{"code":"BUDGET_NOT_ENOUGH","message":"预算不足"}"#);
}

#[tokio::test]
async fn a_changed_request_does_not_verify() {
    let world = World::new();
    let signed = || world.rest_request("POST", SEND_PATH, Some("{}"), "n1");
    let mut body = signed();
    *body.body_mut() = Bytes::from_static(b"{} ");
    let mut target = signed();
    *target.uri_mut() = format!("{SEND_PATH}?a=1").parse().unwrap();
    let mut token = signed();
    token
        .headers_mut()
        .insert("alipay-app-auth-token", TOKEN.parse().unwrap());
    let mut nonce = signed();
    let changed = nonce.headers()["authorization"]
        .to_str()
        .unwrap()
        .replace("n1", "n2");
    nonce
        .headers_mut()
        .insert("authorization", changed.parse().unwrap());
    for request in [body, target, token, nonce] {
        assert_eq!(
            world.rest_code(request).await,
            (400, "invalid-signature".to_owned())
        );
    }
    assert!(world.heard().is_empty());
}

#[tokio::test]
async fn t2_5_an_unknown_app_is_answered_signed() {
    let world = World::new();
    let authorization = |text: &str| {
        let request = Request::post(SEND_PATH).header("authorization", text);
        request.body(Bytes::from_static(b"{}")).unwrap()
    };
    let at = world.now().as_millisecond();
    for (request, code) in [
        (
            Request::post(SEND_PATH).body(Bytes::new()).unwrap(),
            "missing-timestamp",
        ),
        (
            authorization("ALIPAY-SHA256withRSA nonce=a"),
            "missing-app-id",
        ),
        (
            authorization("ALIPAY-SHA256withRSA app_id=2099,nonce=a"),
            "invalid-app-id",
        ),
        (
            authorization("ALIPAY-SHA256withRSA app_id=2021000000000001,nonce=a"),
            "missing-timestamp",
        ),
        (
            authorization(&format!(
                "ALIPAY-SHA256withRSA app_id=2021000000000001,nonce=a,timestamp={at}"
            )),
            "missing-signature",
        ),
        (
            authorization(&format!(
                "ALIPAY-SHA256withRSA app_id=2021000000000001,nonce=a,timestamp={at},sign=AAAA"
            )),
            "invalid-signature",
        ),
    ] {
        assert_eq!(world.rest_code(request).await, (400, code.to_owned()));
    }
}

#[tokio::test]
async fn a_timestamp_is_let_in_ten_minutes_both_ways() {
    let world = World::new();
    let ten = SignedDuration::from_mins(10);
    let more = ten + SignedDuration::from_millis(1);
    for (nonce, moved, status) in [
        ("a", ten, 200),
        ("b", -ten, 200),
        ("c", more, 400),
        ("d", -more, 400),
    ] {
        world.wall.set(crate::world::now());
        let request = world.rest_request("POST", SEND_PATH, Some("{}"), nonce);
        world.wall.set(crate::world::now() + moved);
        let response = world.server.call(request).await;
        let (answered, body) = world.rest_opened(&response);
        assert_eq!(answered, status, "{body}");
        assert!(
            status == 200 || body["code"] == "invalid-timestamp",
            "{body}"
        );
    }
}

#[tokio::test]
async fn t2_3_a_nonce_that_comes_again_is_refused() {
    let world = World::new();
    let request = || world.rest_request("POST", SEND_PATH, Some("{}"), "once");
    assert_eq!(
        world.rest_opened(&world.server.call(request()).await).0,
        200
    );
    assert_eq!(
        world.rest_code(request()).await,
        (400, "suspected-attack".to_owned())
    );
    assert_eq!(world.heard().len(), 1);
}

#[tokio::test]
async fn t2_3_a_nonce_is_kept_per_app() {
    let world = World::new();
    let app = world.registry.find_app(APP).unwrap();
    let app_id = AppId::parse("2021000000000002").unwrap();
    let other = AlipayApp {
        app_id,
        ..AlipayApp::clone(&app)
    };
    world.registry.put(&[Entry::App(other)]).unwrap();
    for app_id in [APP, "2021000000000002"] {
        let caller = Caller::new(app_id, app_key());
        let call = caller
            .call("POST", SEND_PATH, Some("{}"), "same", world.now())
            .unwrap();
        let response = world
            .server
            .call(rest_request("POST", SEND_PATH, call))
            .await;
        assert_eq!(world.rest_opened(&response).0, 200, "{app_id}");
    }
}

#[tokio::test]
async fn t2_2_a_request_id_of_36_characters_is_served() {
    let world = World::new();
    let mut request = world.rest_request("POST", SEND_PATH, Some("{}"), "n1");
    let id = "0b5f7f5e-35d1-4a0e-9b3f-0d7c5a1f2e3d".parse().unwrap();
    request.headers_mut().insert("alipay-request-id", id);
    assert_eq!(world.rest_opened(&world.server.call(request).await).0, 200);
}

#[tokio::test]
async fn t2_2_a_content_type_with_charset_is_served() {
    let world = World::new();
    let mut request = world.rest_request("POST", SEND_PATH, Some("{}"), "n1");
    let content_type = "application/json; charset=utf-8".parse().unwrap();
    request.headers_mut().insert("content-type", content_type);
    assert_eq!(world.rest_opened(&world.server.call(request).await).0, 200);
}

#[tokio::test]
async fn t2_6_both_protocols_refuse_with_the_same_code() {
    let world = World::new();
    for outcome in [
        Outcome::Business {
            code: "ACTIVITY_IS_STOPED",
            message: "活动已停止".into(),
        },
        Outcome::Refused(TransportError::InsufficientPermissions),
    ] {
        world.says(outcome.clone());
        let gateway = world.send_with(|_| ()).await;
        let nonce = gateway.code().to_owned();
        let request = world.rest_request("POST", SEND_PATH, Some("{}"), &nonce);
        let (_, code) = world.rest_code(request).await;
        assert_eq!(rest_code(gateway.sub_code()), code);
    }
}

#[tokio::test]
async fn t2_3_a_wrong_signature_uses_up_no_nonce() {
    let world = World::new();
    let mut forged = world.rest_request("POST", SEND_PATH, Some("{}"), "mine");
    *forged.body_mut() = Bytes::from_static(b"{\"a\":1}");
    assert_eq!(world.rest_code(forged).await.1, "invalid-signature");
    let request = world.rest_request("POST", SEND_PATH, Some("{}"), "mine");
    assert_eq!(world.rest_opened(&world.server.call(request).await).0, 200);
}

#[tokio::test]
async fn t2_3_an_app_auth_token_header_is_verified() {
    let world = World::new();
    let mut caller = world.rest_caller();
    caller.app_auth_token = Some(TOKEN.to_owned());
    let call = caller
        .call("POST", SEND_PATH, Some("{}"), "n1", world.now())
        .unwrap();
    world
        .server
        .call(rest_request("POST", SEND_PATH, call))
        .await;
    let heard = world.heard();
    assert_eq!(heard[0].caller.merchant, merchant("2088202111111111"));
    assert!(heard[0].caller.agency);

    caller.app_auth_token = Some("unknown".to_owned());
    let call = caller
        .call("POST", SEND_PATH, Some("{}"), "n2", world.now())
        .unwrap();
    let request = rest_request("POST", SEND_PATH, call);
    assert_eq!(
        world.rest_code(request).await,
        (401, "invalid-app-auth-token".to_owned())
    );
}

#[tokio::test]
async fn t2_1_an_unknown_path_is_404_in_json() {
    let world = World::new();
    for path in [
        "/v3/alipay/nosuch",
        "/v3/ant/nosuch",
        "/v3/alipay/marketing/activity/voucher",
    ] {
        let request = Request::get(path).body(Bytes::new()).unwrap();
        assert_eq!(
            world.rest_code(request).await,
            (404, "invalid-method".to_owned()),
            "{path}"
        );
    }
    let request = Request::get("/v3/marketing/busifavor/stocks")
        .body(Bytes::new())
        .unwrap();
    let response = world.server.call(request).await;
    assert_eq!(
        (response.status().as_u16(), response.body().len()),
        (404, 0)
    );
}

#[tokio::test]
async fn t2_1_another_http_method_on_a_known_path_is_refused() {
    let world = World::new();
    let request = world.rest_request("GET", SEND_PATH, None, "n1");
    assert_eq!(
        world.rest_code(request).await,
        (400, "invalid-http-method".to_owned())
    );
}

#[tokio::test]
async fn broken_json_is_refused_before_any_handler() {
    let world = World::new();
    for (nonce, json) in [("a", "{"), ("b", "[]"), ("c", "null"), ("d", "{}{}")] {
        let request = world.rest_request("POST", SEND_PATH, Some(json), nonce);
        assert_eq!(
            world.rest_code(request).await,
            (400, "illegal-json".to_owned()),
            "{json}"
        );
    }
    let request = world.rest_request("GET", &format!("{QUERY_PATH}?a=%ff"), None, "e");
    assert_eq!(
        world.rest_code(request).await,
        (400, "invalid-charset".to_owned())
    );
    assert!(world.heard().is_empty());
}

#[tokio::test]
async fn t2_7_an_upload_is_served_with_its_file() {
    let world = World::new();
    let file = Upload {
        name: "file_content",
        filename: "a.png",
        // As PHP labels its files.
        content_type: "application/json",
        bytes: b"\x89PNG",
    };
    let json = r#"{"file_key":"PROMO_BRAND_LOGO"}"#;
    let caller = world.rest_caller();
    let call = caller
        .upload(UPLOAD_PATH, json, &[file], "boundary", "n1", world.now())
        .unwrap();
    let request = rest_request("POST", UPLOAD_PATH, call);
    assert_eq!(world.rest_opened(&world.server.call(request).await).0, 200);
    let heard = world.heard();
    assert_eq!(heard[0].content, Content::Json(json.to_owned()));
    assert_eq!(
        heard[0].file.as_ref().map(|file| file.bytes.as_slice()),
        Some(b"\x89PNG".as_slice())
    );
}

#[tokio::test]
async fn a_broken_multipart_body_is_refused_by_rest() {
    let world = World::new();
    let request = Request::post(UPLOAD_PATH)
        .header("content-type", "multipart/form-data; boundary=x")
        .header(
            "authorization",
            world
                .rest_request("POST", UPLOAD_PATH, None, "n1")
                .headers()["authorization"]
                .clone(),
        );
    let request = request
        .body(Bytes::from_static(b"--x\r\nnot a part"))
        .unwrap();
    assert_eq!(
        world.rest_code(request).await,
        (400, "invalid-parameter".to_owned())
    );
}
