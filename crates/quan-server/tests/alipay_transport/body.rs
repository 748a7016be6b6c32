//! Limits of bodies, answered in the platform's own shape.

use http::Request;
use hyper::body::Bytes;
use quan_server::config::BodyLimits;
use quan_wire::alipay::charset::Charset;
use quan_wire::alipay::gateway::Upload;

use crate::world::{APP, SEND, SEND_PATH, UPLOAD, UPLOAD_PATH, Wish, World, rest_request};

fn world() -> World {
    let limits = BodyLimits {
        ordinary: 2048,
        large: 8192,
        together: 1 << 20,
    };
    World::wished(Wish {
        limits: Some(limits),
        ..Wish::default()
    })
}

fn json(bytes: usize) -> String {
    format!(r#"{{"remark":"{}"}}"#, "a".repeat(bytes))
}

#[tokio::test]
async fn t1_15_a_body_over_the_limit_is_refused() {
    let world = world();
    let caller = world.gateway_caller();
    let fits = caller.call(SEND, &json(1900), world.now()).unwrap();
    assert_eq!(
        world
            .opened(&world.post(&fits).await, SEND, &Charset::default())
            .code(),
        "10000"
    );
    let over = caller.call(SEND, &json(2100), world.now()).unwrap();
    let refusal = world.opened(&world.post(&over).await, SEND, &Charset::default());
    assert_eq!(
        (refusal.code(), refusal.sub_code()),
        ("40002", "isv.invalid-parameter")
    );
    assert_eq!(world.heard().len(), 1);
}

#[tokio::test]
async fn d23_method_in_the_body_does_not_raise_the_limit() {
    let world = world();
    let call = world
        .gateway_caller()
        .call(SEND, &json(3000), world.now())
        .unwrap();
    let body = format!("{}&{}", call.query, String::from_utf8(call.body).unwrap());
    let request = Request::post("/gateway.do?charset=utf-8").header(
        "content-type",
        "application/x-www-form-urlencoded;charset=utf-8",
    );
    let request = request.body(Bytes::from(body)).unwrap();
    let refusal = world.opened(&world.server.call(request).await, SEND, &Charset::default());
    assert_eq!(refusal.sub_code(), "isv.invalid-parameter");
    assert!(world.heard().is_empty());
}

#[tokio::test]
async fn d23_over_large_body_is_refused_signed_by_rest() {
    let world = world();
    let fits = world.rest_request("POST", SEND_PATH, Some(&json(1900)), "n1");
    assert_eq!(world.rest_opened(&world.server.call(fits).await).0, 200);
    let over = world.rest_request("POST", SEND_PATH, Some(&json(2100)), "n2");
    assert_eq!(
        world.rest_code(over).await,
        (400, "invalid-parameter".to_owned())
    );
    assert_eq!(world.heard().len(), 1);
}

#[tokio::test]
async fn d23_uploads_may_be_larger_but_not_boundless() {
    let world = world();
    let upload = |bytes: &'static [u8]| Upload {
        name: "file_content",
        filename: "a.png",
        content_type: "image/png",
        bytes,
    };
    for (bytes, gateway, rest) in [
        (&[7; 6000][..], "", 200),
        (&[7; 9000][..], "isv.invalid-parameter", 400),
    ] {
        let file = [upload(bytes)];
        let texts = [("file_key", "PROMO_BRAND_LOGO")];
        let caller = world.gateway_caller();
        let call = caller
            .upload(UPLOAD, &texts, &file, world.now(), "b")
            .unwrap();
        let answer = world.opened(&world.post(&call).await, UPLOAD, &Charset::default());
        assert_eq!(answer.sub_code(), gateway);

        let caller = world.rest_caller();
        let nonce = rest.to_string();
        let call = caller
            .upload(UPLOAD_PATH, "{}", &file, "b", &nonce, world.now())
            .unwrap();
        let response = world
            .server
            .call(rest_request("POST", UPLOAD_PATH, call))
            .await;
        assert_eq!(world.rest_opened(&response).0, rest);
    }
}

#[tokio::test]
async fn an_unread_request_is_answered_in_its_own_charset_under_its_own_root() {
    let world = world();
    let request = Request::post(format!(
        "/gateway.do?app_id={APP}&method={SEND}&charset=GBK"
    ));
    let request = request.body(Bytes::from(vec![b'a'; 5000])).unwrap();
    let response = world.server.call(request).await;
    assert_eq!(response.headers()["content-type"], "text/html;charset=GBK");
    let refusal = world.opened(&response, SEND, &Charset::parse("GBK").unwrap());
    assert_eq!(refusal.sub_code(), "isv.invalid-parameter");
}
