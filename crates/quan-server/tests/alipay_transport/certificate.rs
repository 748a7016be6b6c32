//! Certificate mode of both protocols.

use http::Request;
use hyper::body::Bytes;
use quan_wire::alipay::certificate::Certificate;
use quan_wire::alipay::charset::Charset;
use quan_wire::alipay::gateway::{Caller, Envelope};

use crate::world::{SEND, SEND_PATH, Wish, World, rest_request};

const DOWNLOAD: &str = "alipay.open.app.alipaycert.download";

fn world() -> World {
    World::wished(Wish {
        certificate_mode: true,
        ..Wish::default()
    })
}

fn caller(world: &World) -> Caller {
    let mut caller = world.gateway_caller();
    caller.certificates = Some(world.sns());
    caller
}

#[tokio::test]
async fn t1_8_an_app_is_verified_by_the_certificate_that_app_cert_sn_names() {
    let world = world();
    let call = caller(&world).call(SEND, "{}", world.now()).unwrap();
    let response = world.post(&call).await;
    let body = String::from_utf8(response.body().to_vec()).unwrap();
    let between = format!(
        "}},\"alipay_cert_sn\":\"{}\",\"sign\":\"",
        world.platform.certificate_sn()
    );
    assert!(body.contains(&between), "{body}");
    let envelope = Envelope::read(response.body(), SEND, &Charset::default()).unwrap();
    envelope
        .expect_certificate(world.platform.certificate_sn())
        .unwrap();
    assert_eq!(
        world.opened(&response, SEND, &Charset::default()).code(),
        "10000"
    );
}

#[tokio::test]
async fn a_key_mode_answer_names_no_certificate() {
    let world = World::new();
    let call = world
        .gateway_caller()
        .call(SEND, "{}", world.now())
        .unwrap();
    let response = world.post(&call).await;
    let body = String::from_utf8(response.body().to_vec()).unwrap();
    assert!(!body.contains("alipay_cert_sn"), "{body}");
}

#[tokio::test]
async fn t1_8_an_unknown_app_cert_sn_is_refused() {
    let world = world();
    let mut wrong_app = caller(&world);
    let mut wrong_root = caller(&world);
    if let Some(sns) = &mut wrong_app.certificates {
        sns.app_cert_sn = "0".repeat(32);
    }
    if let Some(sns) = &mut wrong_root.certificates {
        sns.alipay_root_cert_sn = "0".repeat(32);
    }
    for (caller, sub_code) in [
        (world.gateway_caller(), "isv.missing-app-cert-sn"),
        (wrong_app, "isv.app-cert-not-exist"),
        (wrong_root, "isv.invalid-alipay-root-cert-sn"),
    ] {
        let call = caller.call(SEND, "{}", world.now()).unwrap();
        let refusal = world.opened(&world.post(&call).await, SEND, &Charset::default());
        assert_eq!(refusal.sub_code(), sub_code);
    }
    assert!(world.heard().is_empty());
}

#[tokio::test]
async fn t1_8_an_expired_app_certificate_is_refused() {
    let world = world();
    world.wall.set("2040-01-01T00:00:00Z".parse().unwrap());
    let call = caller(&world).call(SEND, "{}", world.now()).unwrap();
    let refusal = world.opened(&world.post(&call).await, SEND, &Charset::default());
    assert_eq!(refusal.sub_code(), "isv.app-cert-expired");
    assert!(world.heard().is_empty());
}

#[tokio::test]
async fn t1_8_the_platform_certificate_can_be_downloaded() {
    use base64::Engine as _;
    let world = world();
    let sn = world.platform.certificate_sn();
    let call = caller(&world).call(
        DOWNLOAD,
        &format!(r#"{{"alipay_cert_sn":"{sn}"}}"#),
        world.now(),
    );
    let answer = world.opened(
        &world.post(&call.unwrap()).await,
        DOWNLOAD,
        &Charset::default(),
    );
    let content = answer.node["alipay_cert_content"].as_str().unwrap();
    let pem = base64::engine::general_purpose::STANDARD
        .decode(content)
        .unwrap();
    assert_eq!(Certificate::parse_leaf(&pem).unwrap().sn(), sn);

    let call = caller(&world)
        .call(DOWNLOAD, r#"{"alipay_cert_sn":"0"}"#, world.now())
        .unwrap();
    let refusal = world.opened(&world.post(&call).await, DOWNLOAD, &Charset::default());
    assert_eq!(refusal.sub_code(), "isv.alipay-cert-not-exist");
}

#[tokio::test]
async fn a_certificate_mode_answer_has_the_number_in_its_headers() {
    let world = world();
    let mut caller = world.rest_caller();
    caller.certificates = Some(world.sns());
    let call = caller
        .call("POST", SEND_PATH, Some("{}"), "n1", world.now())
        .unwrap();
    let response = world
        .server
        .call(rest_request("POST", SEND_PATH, call))
        .await;
    assert_eq!(
        response.headers()["alipay-sn"],
        world.platform.certificate_sn()
    );
    assert_eq!(world.rest_opened(&response).0, 200);
}

#[tokio::test]
async fn t2_2_the_root_certificate_header_is_optional() {
    let world = world();
    let mut caller = world.rest_caller();
    caller.certificates = Some(world.sns());
    let call = caller
        .call("POST", SEND_PATH, Some("{}"), "n1", world.now())
        .unwrap();
    let mut request = rest_request("POST", SEND_PATH, call);
    assert!(
        request
            .headers_mut()
            .remove("alipay-root-cert-sn")
            .is_some()
    );
    assert_eq!(world.rest_opened(&world.server.call(request).await).0, 200);
}

#[tokio::test]
async fn the_platform_certificate_can_be_downloaded_over_rest() {
    let world = world();
    let mut caller = world.rest_caller();
    caller.certificates = Some(world.sns());
    let sn = world.platform.certificate_sn();
    let target = format!("/v3/alipay/open/app/alipaycert/download?alipay_cert_sn={sn}");
    let call = caller
        .call("GET", &target, None, "n1", world.now())
        .unwrap();
    let (status, body) =
        world.rest_opened(&world.server.call(rest_request("GET", &target, call)).await);
    assert_eq!(status, 200);
    assert!(body["alipay_cert_content"].as_str().is_some());
}

#[tokio::test]
async fn exported_files_are_what_the_server_signs_with() {
    let world = world();
    let out = world.directory().join("export");
    let files = world.platform.export(&out).unwrap();
    assert_eq!(files.len(), 3);
    let request = Request::get("/healthz").body(Bytes::new()).unwrap();
    assert_eq!(world.server.call(request).await.status(), 200);
}
