//! Requests captured from real SDKs, sent again at their own time: verified,
//! decoded, and answered in the layout that the SDK accepted.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{Request, Response};
use hyper::body::Bytes;
use quan_core::AppId;
use quan_engine::registry::{AlipayApp, AppKey, Entry};
use quan_server::alipay::{Content, Incoming, Outcome};
use serde_json::{Map, Value};

use crate::world::{APP, World};

const CAPTURED_APP: &str = "2021000000000009";
const CONTENT_KEY: &str = "1RTh7xnm4l8aC2wSUy2UeQ==";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/captures")
}

fn world() -> World {
    let world = World::new();
    let public_key = folder().join("keys/alipay_app_public.pem");
    let app = world.registry.find_app(APP).unwrap();
    let app = AlipayApp {
        app_id: AppId::parse(CAPTURED_APP).unwrap(),
        key: AppKey::PublicKey(std::fs::read_to_string(public_key).unwrap()),
        encrypt_key: Some(CONTENT_KEY.to_owned()),
        ..AlipayApp::clone(&app)
    };
    world.registry.put(&[Entry::App(app)]).unwrap();
    world
}

/// All captures: folder and step, and what was written down.
fn captures() -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for sdk in std::fs::read_dir(folder()).unwrap() {
        let sdk = sdk.unwrap().path();
        if !sdk.is_dir() || sdk.ends_with("keys") {
            continue;
        }
        for file in std::fs::read_dir(sdk).unwrap() {
            let file = file.unwrap().path();
            let capture = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
            let name = file.strip_prefix(folder()).unwrap().with_extension("");
            all.push((name.display().to_string(), capture));
        }
    }
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

/// Sends a capture again, with the wall clock set to its time.
async fn send_again(world: &World, capture: &Value) -> Response<Bytes> {
    let at = capture["captured_at"].as_str().unwrap();
    world
        .wall
        .set(at.replace(" +", "+").replacen(' ', "T", 1).parse().unwrap());
    let captured = &capture["request"];
    let text = |member: &str| captured[member].as_str().unwrap();
    let mut request = Request::builder()
        .method(text("method"))
        .uri(text("target"));
    for header in captured["headers"].as_array().unwrap() {
        request = request.header(header[0].as_str().unwrap(), header[1].as_str().unwrap());
    }
    let body = STANDARD.decode(text("body_base64")).unwrap();
    world
        .server
        .call(request.body(Bytes::from(body)).unwrap())
        .await
}

/// What the stand-in refused as a transport does, by its code.
fn transport_code(answer: &Value) -> Option<String> {
    let body: Value = serde_json::from_str(answer["body_text"].as_str()?).ok()?;
    let node = body.as_object()?.values().next()?;
    let code = node
        .get("sub_code")
        .or_else(|| body.get("code"))?
        .as_str()?;
    let of_transport = code.starts_with("isv.") || code.bytes().any(|byte| byte == b'-');
    of_transport.then(|| code.to_owned())
}

/// The JSON object of a call, as the capture says it.
fn meant(capture: &Value) -> Option<Value> {
    let decoded = &capture["decoded"];
    let candidates = [
        &capture["decrypted_body"],
        &decoded["biz_content"],
        &decoded["json"],
    ];
    candidates
        .into_iter()
        .find_map(|candidate| match candidate {
            Value::String(text) => serde_json::from_str(text).ok(),
            Value::Object(_) => Some(candidate.clone()),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) => None,
        })
}

fn heard(incoming: &Incoming) -> Value {
    match &incoming.content {
        Content::Json(json) => serde_json::from_str(json).unwrap(),
        Content::Pairs(pairs) => {
            let members = pairs
                .iter()
                .map(|(name, value)| (name.clone(), Value::from(&**value)));
            Value::Object(members.collect::<Map<_, _>>())
        }
    }
}

#[tokio::test]
async fn captured_requests_are_verified_and_decoded_or_refused_with_the_same_code() {
    let world = world();
    let mut reached = 0;
    for (name, capture) in captures() {
        let response = send_again(&world, &capture).await;
        let calls = world.heard();
        let body = String::from_utf8_lossy(response.body()).into_owned();
        if let Some(code) = transport_code(&capture["accepted_answer"]) {
            assert!(calls.is_empty(), "{name}");
            assert!(
                body.contains(&format!("\"{code}\"")),
                "{name}: {code}: {body}"
            );
            continue;
        }
        assert_eq!(capture["verifies"], true, "{name}");
        assert_eq!(calls.len(), 1, "{name}: {body}");
        reached += 1;
        if let Some(meant) = meant(&capture) {
            assert_eq!(heard(&calls[0]), meant, "{name}");
        } else if let Some(query) = capture["decoded"]["query"].as_object()
            && capture["request"]["target"]
                .as_str()
                .unwrap()
                .starts_with("/v3/")
            && capture["request"]["method"] == "GET"
        {
            assert_eq!(heard(&calls[0]), Value::Object(query.clone()), "{name}");
        }
        let is_upload = name.contains("image-upload") || name.contains("multipart");
        assert_eq!(calls[0].file.is_some(), is_upload, "{name}");
    }
    assert!(reached > 70, "{reached}");
}

/// The names of the headers, the content type, and of an envelope its root, the
/// first sign of its node and whether a signature ends it.
fn layout(headers: Vec<(String, String)>, body: &str) -> (Vec<String>, String, Vec<String>) {
    let content_type = headers.iter().find(|(name, _)| name == "content-type");
    let content_type = content_type.map_or(String::new(), |(_, value)| value.clone());
    let mut names: Vec<_> = headers.into_iter().map(|(name, _)| name).collect();
    names.sort();
    let mut members = Vec::new();
    let mut rest = body;
    if let Some(root) = rest
        .strip_prefix("{\"")
        .and_then(|rest| rest.split_once('"'))
    {
        members.push(root.0.to_owned());
        rest = root.1;
        members.push(rest.chars().nth(1).map_or(String::new(), String::from));
        if rest.contains("\"sign\":\"") && rest.ends_with("\"}") {
            members.push("sign".to_owned());
        }
    }
    (names, content_type, members)
}

#[tokio::test]
async fn captured_requests_are_answered_in_the_layout_that_the_sdk_accepted() {
    let world = world();
    for (name, capture) in captures() {
        let accepted = &capture["accepted_answer"];
        let accepted_body = accepted["body_text"].as_str().unwrap();
        let refused = accepted["status"] != 200 || accepted_body.contains("sub_code");
        // What the business says is not at stake here, but whether it agrees.
        world.says(if refused {
            Outcome::Business {
                code: "INVALID_PARAMETER",
                message: "参数有误".to_owned(),
            }
        } else {
            Outcome::Answer("{}".to_owned())
        });
        let response = send_again(&world, &capture).await;
        let headers = response.headers().iter();
        let headers = headers
            .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap().to_owned()));
        let body = String::from_utf8_lossy(response.body()).into_owned();
        let ours = layout(headers.collect(), &body);
        let headers = accepted["headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|header| {
                (
                    header[0].as_str().unwrap().to_owned(),
                    header[1].as_str().unwrap().to_owned(),
                )
            });
        let theirs = layout(headers.collect(), accepted_body);
        assert_eq!(
            response.status().as_u16(),
            accepted["status"],
            "{name}: {body}"
        );
        // Charset names are answered as they came, in their own case.
        assert!(
            ours.1.eq_ignore_ascii_case(&theirs.1),
            "{name}: {} {}",
            ours.1,
            theirs.1
        );
        if name.contains("unknown-app") {
            // The stand-in left these unsigned, which other SDKs cannot read.
            continue;
        }
        let wanted = theirs.0.iter().all(|header| ours.0.contains(header));
        assert!(wanted, "{name}: {:?} {:?}", ours.0, theirs.0);
        if name.contains("v3") {
            continue;
        }
        assert_eq!(ours.2, theirs.2, "{name}: {body}");
    }
}
