//! The gateway's requests and envelopes.

use http::Request;
use hyper::body::Bytes;
use jiff::SignedDuration;
use quan_server::alipay::{Content, Outcome};
use quan_wire::alipay::charset::Charset;
use quan_wire::alipay::gateway::Upload;
use quan_wire::alipay::key::SignType;

use crate::world::{APP, SEND, SEND_PATH, TOKEN, UPLOAD, World, merchant};

#[tokio::test]
async fn a_signed_call_reaches_its_handler_and_is_answered_signed() {
    let world = World::new();
    let caller = world.gateway_caller();
    let call = caller
        .call(SEND, r#"{"activity_id":"券"}"#, world.now())
        .unwrap();
    let response = world.post(&call).await;
    assert_eq!(
        response.headers()["content-type"],
        "text/html;charset=utf-8"
    );
    assert!(response.headers().contains_key("trace_id"));
    let answer = world.opened(&response, SEND, &Charset::default());
    assert_eq!(
        answer.json,
        r#"{"code":"10000","msg":"Success","voucher_id":"1"}"#
    );
    assert_eq!(world.heard_json(), r#"{"activity_id":"券"}"#);
}

#[tokio::test]
async fn t1_1_get_and_post_are_served_on_the_gateway_path() {
    let world = World::new();
    let caller = world.gateway_caller();
    let call = caller.call(SEND, "{}", world.now()).unwrap();
    let body = String::from_utf8(call.body.clone()).unwrap();

    // Everything in the query, by GET.
    let request = Request::get(format!("/gateway.do?{}&{body}", call.query));
    let response = world.server.call(request.body(Bytes::new()).unwrap()).await;
    assert_eq!(
        world.opened(&response, SEND, &Charset::default()).code(),
        "10000"
    );

    // Everything in the body but the charset, which comes twice.
    let request = Request::post("/gateway.do?charset=utf-8").header(
        "Content-Type",
        "application/x-www-form-urlencoded;charset=utf-8",
    );
    let request = request
        .body(Bytes::from(format!("{}&{body}", call.query)))
        .unwrap();
    let response = world.server.call(request).await;
    assert_eq!(
        world.opened(&response, SEND, &Charset::default()).code(),
        "10000"
    );
    assert_eq!(world.heard().len(), 2);
}

#[tokio::test]
async fn t1_2_an_absolute_form_request_line_is_served() {
    let world = World::new();
    let call = world
        .gateway_caller()
        .call(SEND, "{}", world.now())
        .unwrap();
    let request = Request::post(format!("http://example.com/gateway.do?{}", call.query))
        .header("content-type", &call.content_type);
    let response = world
        .server
        .call(request.body(Bytes::from(call.body)).unwrap())
        .await;
    assert_eq!(
        world.opened(&response, SEND, &Charset::default()).code(),
        "10000"
    );
}

#[tokio::test]
async fn an_envelope_is_emitted_to_the_byte() {
    let world = World::new();
    let call = world
        .gateway_caller()
        .call(SEND, "{}", world.now())
        .unwrap();
    let response = world.post(&call).await;
    let body = String::from_utf8(response.body().to_vec()).unwrap();
    let node = r#"{"code":"10000","msg":"Success","voucher_id":"1"}"#;
    let key = world.platform.private_key();
    let sign = key.sign(SignType::Rsa2, node.as_bytes()).unwrap();
    let root = "alipay_marketing_activity_voucher_send_response";
    assert_eq!(body, format!(r#"{{"{root}":{node},"sign":"{sign}"}}"#));
}

#[tokio::test]
async fn a_business_refusal_is_40004_with_its_sub_code() {
    let world = World::new();
    let message = "次数超过限制".to_owned();
    world.says(Outcome::Business {
        code: "COUNT_OVER_LIMIT",
        message,
    });
    let refusal = world.send_with(|_| ()).await;
    assert_eq!(
        refusal.json,
        r#"{"code":"40004","msg":"Business Failed","sub_code":"COUNT_OVER_LIMIT","sub_msg":"次数超过限制"}"#
    );
}

#[tokio::test]
async fn an_answer_is_signed_with_the_digest_of_its_request() {
    let world = World::new();
    let mut caller = world.gateway_caller();
    caller.sign_type = SignType::Rsa;
    let call = caller.call(SEND, "{}", world.now()).unwrap();
    let response = world.post(&call).await;
    let body = response.body();
    let envelope =
        quan_wire::alipay::gateway::Envelope::read(body, SEND, &Charset::default()).unwrap();
    let key = world.platform.public_key();
    assert!(envelope.open(key, SignType::Rsa, None).is_ok());
    assert!(envelope.open(key, SignType::Rsa2, None).is_err());
}

#[tokio::test]
async fn a_gbk_request_is_heard_in_utf8_and_answered_in_gbk() {
    let world = World::new();
    let mut caller = world.gateway_caller();
    caller.charset = Charset::parse("GBK").unwrap();
    world.says(Outcome::Answer(r#"{"name":"测试"}"#.to_owned()));
    let call = caller.call(SEND, r#"{"name":"券"}"#, world.now()).unwrap();
    let response = world.post(&call).await;
    assert_eq!(response.headers()["content-type"], "text/html;charset=GBK");
    let gbk = [0xb2, 0xe2, 0xca, 0xd4];
    assert!(response.body().windows(4).any(|four| four == gbk));
    let answer = world.opened(&response, SEND, &caller.charset);
    assert_eq!(answer.node["name"], "测试");
    assert_eq!(world.heard_json(), r#"{"name":"券"}"#);
}

#[tokio::test]
async fn empty_values_may_be_signed_or_left_out() {
    let world = World::new();
    let pairs = [
        ("app_id", APP),
        ("method", SEND),
        ("charset", "utf-8"),
        ("sign_type", "RSA2"),
        ("timestamp", "2026-11-25 12:00:00"),
        ("version", "1.0"),
        ("notify_url", ""),
        ("biz_content", "{}"),
    ];
    // The helper leaves empties out of what it signs, as Java does.
    assert_eq!(world.get_signed(&pairs).await.code(), "10000");

    let mut params = quan_wire::alipay::form::Params::new();
    for (name, value) in pairs {
        params.insert(name, value);
    }
    let layout = quan_wire::alipay::form::Layout::WithSignType;
    let text = params.string_to_sign(layout, quan_wire::alipay::form::Empties::Kept);
    let sign = crate::world::app_key().sign(SignType::Rsa2, &text).unwrap();
    let mut pairs = pairs.to_vec();
    pairs.push(("sign", &sign));
    let query = quan_wire::alipay::form::encode(pairs);
    let request = Request::get(format!("/gateway.do?{query}"))
        .body(Bytes::new())
        .unwrap();
    let response = world.server.call(request).await;
    assert_eq!(
        world.opened(&response, SEND, &Charset::default()).code(),
        "10000"
    );
}

#[tokio::test]
async fn t1_15_an_unknown_app_auth_token_is_refused() {
    let world = World::new();
    let mut caller = world.gateway_caller();
    let own = caller.call(SEND, "{}", world.now()).unwrap();
    world.post(&own).await;
    caller.app_auth_token = Some(TOKEN.to_owned());
    let for_another = caller.call(SEND, "{}", world.now()).unwrap();
    world.post(&for_another).await;
    let heard = world.heard();
    assert_eq!(heard[0].caller.merchant, merchant("2088102111111111"));
    assert!(!heard[0].caller.agency);
    assert_eq!(heard[1].caller.merchant, merchant("2088202111111111"));
    assert_eq!(heard[1].caller.app_merchant, merchant("2088102111111111"));
    assert!(heard[1].caller.agency);

    caller.app_auth_token = Some("somebody else's".to_owned());
    let stolen = caller.call(SEND, "{}", world.now()).unwrap();
    let refusal = world.opened(&world.post(&stolen).await, SEND, &Charset::default());
    assert_eq!(
        (refusal.code(), refusal.sub_code()),
        ("20001", "aop.invalid-app-auth-token")
    );
    assert!(world.heard().is_empty());
}

#[tokio::test]
async fn an_upload_brings_its_texts_and_its_file() {
    let world = World::new();
    let file = Upload {
        name: "file_content",
        filename: "券.png",
        content_type: "image/png",
        bytes: b"\x89PNG",
    };
    let texts = [
        ("file_key", "PROMO_VOUCHER_IMAGE"),
        ("merchant_access_mode", "SELF_MODE"),
    ];
    let caller = world.gateway_caller();
    let call = caller
        .upload(UPLOAD, &texts, &[file], world.now(), "boundary")
        .unwrap();
    let response = world.post(&call).await;
    assert_eq!(
        world.opened(&response, UPLOAD, &Charset::default()).code(),
        "10000"
    );
    let heard = world.heard();
    let file = heard[0].file.as_ref().unwrap();
    assert_eq!(
        (file.filename.as_str(), file.bytes.as_slice()),
        ("券.png", b"\x89PNG".as_slice())
    );
    let texts = texts.map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(heard[0].content, Content::Pairs(texts.to_vec()));
}

#[tokio::test]
async fn t1_15_an_identical_repeat_is_answered_again() {
    let world = World::new();
    let call = world
        .gateway_caller()
        .call(SEND, "{}", world.now())
        .unwrap();
    let day = SignedDuration::from_hours(24);
    for (moved, sub_code) in [
        (SignedDuration::ZERO, ""),
        (SignedDuration::ZERO, ""),
        (day, ""),
        (-day, ""),
        (day + SignedDuration::from_secs(1), "isv.invalid-timestamp"),
        (-day - SignedDuration::from_secs(1), "isv.invalid-timestamp"),
    ] {
        world.wall.set(crate::world::now() + moved);
        let answer = world.opened(&world.post(&call).await, SEND, &Charset::default());
        assert_eq!(answer.sub_code(), sub_code, "{moved}");
    }
}

#[tokio::test]
async fn t1_1_both_protocols_are_served_on_one_host() {
    let world = World::new();
    let call = world
        .gateway_caller()
        .call(SEND, "{}", world.now())
        .unwrap();
    assert_eq!(
        world
            .opened(&world.post(&call).await, SEND, &Charset::default())
            .code(),
        "10000"
    );
    let request = world.rest_request("POST", SEND_PATH, Some("{}"), "n1");
    assert_eq!(world.rest_opened(&world.server.call(request).await).0, 200);
    let heard = world.heard();
    assert_eq!(heard[0].operation, heard[1].operation);
    assert_eq!(heard[0].content, heard[1].content);
    assert_eq!(heard[0].caller, heard[1].caller);
}

#[tokio::test]
async fn t1_2_an_accept_header_without_json_is_served() {
    let world = World::new();
    let call = world
        .gateway_caller()
        .call(SEND, "{}", world.now())
        .unwrap();
    let request = Request::post(format!("/gateway.do?{}", call.query))
        .header("content-type", &call.content_type)
        .header("accept", "text/plain,text/xml,text/javascript,text/html")
        .header("user-agent", "aop-sdk-java");
    let response = world
        .server
        .call(request.body(Bytes::from(call.body)).unwrap())
        .await;
    assert_eq!(
        world.opened(&response, SEND, &Charset::default()).code(),
        "10000"
    );
}

#[tokio::test]
async fn t1_12_a_success_has_no_sub_code() {
    let world = World::new();
    let answer = world.send_with(|_| ()).await;
    assert_eq!(answer.code(), "10000");
    assert!(answer.node.get("sub_code").is_none() && answer.node.get("sub_msg").is_none());
}

/// Answers to a good request, to a wrongly signed one, to one of nobody and to
/// nothing at all.
async fn answers(world: &World) -> Vec<http::Response<Bytes>> {
    let call = world
        .gateway_caller()
        .call(SEND, "{}", world.now())
        .unwrap();
    let mut changed = call.clone();
    changed.query.push_str("&a=b");
    let mut answers = vec![world.post(&call).await, world.post(&changed).await];
    for target in ["/gateway.do?app_id=2099&method=a.b", "/gateway.do"] {
        let request = Request::post(target)
            .header("accept-encoding", "gzip, deflate")
            .header("x-forwarded-proto", "http");
        answers.push(world.server.call(request.body(Bytes::new()).unwrap()).await);
    }
    answers
}

#[tokio::test]
async fn t1_13_the_status_is_always_200() {
    for answer in answers(&World::new()).await {
        assert_eq!(answer.status(), 200);
    }
}

#[tokio::test]
async fn t1_13_every_answer_has_a_trace_id() {
    let mut seen = std::collections::HashSet::new();
    for answer in answers(&World::new()).await {
        let trace_id = answer.headers()["trace_id"].to_str().unwrap().to_owned();
        assert_eq!(trace_id.len(), 32);
        assert!(seen.insert(trace_id));
    }
}

#[tokio::test]
async fn t1_13_answers_are_never_compressed() {
    for answer in answers(&World::new()).await {
        assert!(!answer.headers().contains_key("content-encoding"));
        assert!(answer.body().starts_with(b"{\""));
    }
}

#[tokio::test]
async fn t1_13_the_gateway_never_redirects() {
    for answer in answers(&World::new()).await {
        assert!(!answer.headers().contains_key("location"));
    }
}

#[tokio::test]
async fn sandbox_is_said_on_every_answer() {
    let wish = crate::world::Wish {
        sandbox: true,
        ..Default::default()
    };
    let world = World::wished(wish);
    for path in [
        "/gateway.do",
        "/v3/alipay/nosuch",
        "/healthz",
        "/api/nosuch",
    ] {
        let response = world
            .server
            .call(Request::get(path).body(Bytes::new()).unwrap())
            .await;
        assert_eq!(response.headers()["quan-sandbox"], "true", "{path}");
    }
    let world = World::new();
    let response = world
        .server
        .call(Request::get("/readyz").body(Bytes::new()).unwrap())
        .await;
    assert_eq!(response.status(), 200);
    assert!(!response.headers().contains_key("quan-sandbox"));
}
