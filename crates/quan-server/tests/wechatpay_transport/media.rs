//! Uploads of images through the server.

use http::Request;
use hyper::body::Bytes;
use jiff::SignedDuration;
use quan_core::Clock as _;
use quan_wire::wechatpay::client::{Outgoing, Stamp};
use serde_json::{Value, json};

use crate::recorded::Recorded;
use crate::world::{CALLBACKS, CREATOR, STRANGER, UPLOAD, World, request, unsigned};

/// A picture of one dot.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n and what follows";

fn outgoing(world: &World, merchant: &str, filename: &str, file: &[u8]) -> Outgoing {
    let nonce = world.number();
    let stamp = Stamp {
        platform_serial: None,
        nonce: &nonce,
        now: world.wall.now(),
    };
    let caller = world.caller(merchant);
    caller.upload(filename, file, "--------b", stamp).unwrap()
}

fn upload(world: &World, filename: &str, file: &[u8]) -> Request<Bytes> {
    request("POST", UPLOAD, outgoing(world, CREATOR, filename, file))
}

fn uploads() -> Vec<Recorded> {
    let mut all = Recorded::all();
    all.retain(|one| one.target == UPLOAD);
    all
}

#[tokio::test]
async fn w_sign_4_an_upload_is_verified_by_its_meta() {
    let world = World::new();
    // The whole body is not what was signed.
    let mut whole = outgoing(&world, CREATOR, "a.png", PICTURE);
    let text = String::from_utf8_lossy(&whole.body).into_owned();
    let answer = world.answer(request("POST", UPLOAD, whole.clone())).await;
    assert_eq!(answer.status, 200);
    // Another file under the same meta verifies, and then does not fit.
    let at = whole.body.iter().position(|byte| *byte == 0x89).unwrap();
    whole.body[at] = 0x88;
    let refused = world
        .answer(request("POST", UPLOAD, whole.clone()))
        .await
        .refused();
    assert_eq!(refused.code(), (400, "PARAM_ERROR"));
    assert_eq!(refused.message, "文件的sha256值不匹配");
    // A blank more in the meta is another meta.
    assert!(text.contains("{\"filename\""));
    let at = whole.body.iter().position(|byte| *byte == b'{').unwrap();
    whole.body.insert(at, b' ');
    let response = world.server.call(request("POST", UPLOAD, whole)).await;
    let refused = unsigned(&response).refused();
    assert_eq!(refused.code(), (401, "SIGN_ERROR"));
    let detail = refused.detail.unwrap();
    let shown = detail["sign_information"]["truncated_sign_message"].as_str();
    assert!(shown.unwrap().ends_with("\n {\"filen\n"), "{shown:?}");
}

#[tokio::test]
async fn w_media_1_the_form_of_every_sdk_is_taken() {
    let all = uploads();
    assert_eq!(all.len(), 7, "axios sent two kinds");
    for one in all {
        let world = one.world();
        let answer = world.answer(one.request()).await;
        assert_eq!(answer.status, 200, "{} {}", one.name, answer.json);
        assert!(answer.json["media_url"].is_string());
    }
}

#[tokio::test]
async fn w_media_2_nobodys_boundary_need_be_named() {
    for one in uploads() {
        for kind in ["multipart/form-data", "Multipart/Form-Data;"] {
            let world = one.world();
            let mut request = one.request();
            let headers = request.headers_mut();
            headers.insert("content-type", kind.parse().unwrap());
            let answer = world.answer(request).await;
            assert_eq!(answer.status, 200, "{} {kind}", one.name);
        }
    }
}

#[tokio::test]
async fn w_media_3_what_cannot_be_taken_apart_is_refused_unsigned() {
    let world = World::new();
    for body in ["", "{}", "--b\r\n\r\n--b--\r\n"] {
        let mut bad = outgoing(&world, CREATOR, "a.png", PICTURE);
        bad.body = body.as_bytes().to_vec();
        let response = world.server.call(request("POST", UPLOAD, bad)).await;
        assert!(response.headers().get("wechatpay-signature").is_none());
        let refused = unsigned(&response).refused();
        assert_eq!(refused.code(), (400, "INVALID_REQUEST"), "{body:?}");
    }
}

#[tokio::test]
async fn w_media_4_each_fault_of_a_file_is_told() {
    let world = World::new();
    let much = vec![0; 2 * 1024 * 1024 + 1];
    for (filename, file, message) in [
        ("a.gif", PICTURE, "图片格式不支持"),
        ("png", PICTURE, "图片格式不支持"),
        ("a.png", &much, "图片大小超过限制"),
    ] {
        let refused = world.answer(upload(&world, filename, file)).await.refused();
        assert_eq!(refused.code(), (400, "PARAM_ERROR"), "{filename}");
        assert_eq!(refused.message, message, "{filename}");
    }
    let most = vec![0; 2 * 1024 * 1024];
    for filename in ["a.JPG", "a.jpeg", "b.bmp", "图.PNG"] {
        let answer = world.answer(upload(&world, filename, &most)).await;
        assert_eq!(answer.status, 200, "{filename}");
    }
}

#[tokio::test]
async fn w_media_5_uploads_are_limited_to_100_a_minute() {
    let world = World::new();
    for _ in 0..100 {
        assert_eq!(
            world.answer(upload(&world, "a.png", PICTURE)).await.status,
            200
        );
    }
    let answer = world.answer(upload(&world, "a.png", PICTURE)).await;
    let refused = answer.refused();
    assert_eq!(refused.code(), (429, "FREQUENCY_LIMITED"));
    assert_eq!(refused.message, "频率限制");
    // Neither other merchants nor other calls are meant.
    let other = request("POST", UPLOAD, outgoing(&world, STRANGER, "a.png", PICTURE));
    assert_eq!(world.answer(other).await.status, 200);
    let other = world.call(CREATOR, "GET", CALLBACKS, Value::Null).await;
    assert_eq!(other.status, 404);
    // Who is not known for sure does not count, and is not told.
    let mut wrong = outgoing(&world, CREATOR, "a.png", PICTURE);
    wrong.body.clear();
    let response = world.server.call(request("POST", UPLOAD, wrong)).await;
    assert_eq!(response.status(), 400);
    // The minute is the wall clock's.
    let later = SignedDuration::from_secs(60);
    world.wall.set(world.wall.now().checked_add(later).unwrap());
    assert_eq!(
        world.answer(upload(&world, "a.png", PICTURE)).await.status,
        200
    );
}

#[tokio::test]
async fn w_media_6_an_upload_answers_a_permanent_address() {
    let world = World::new();
    let mut urls = Vec::new();
    for (filename, file) in [
        ("a.png", PICTURE),
        ("b.png", PICTURE),
        ("a.png", b"another"),
    ] {
        let answer = world.answer(upload(&world, filename, file)).await;
        let url = answer.json["media_url"].as_str().unwrap().to_owned();
        assert_eq!(answer.json, json!({ "media_url": url }));
        assert!(
            url.starts_with("https://quan.example/") && url.len() <= 128,
            "{url}"
        );
        urls.push(url);
    }
    // The same picture has the same address, whatever it is called.
    assert_eq!(urls[0], urls[1]);
    assert_ne!(urls[0], urls[2]);
    let id = urls[0].rsplit('/').next().unwrap();
    let kept = world.registry.image_content(id).unwrap();
    assert_eq!(kept.as_deref(), Some(PICTURE));
}
