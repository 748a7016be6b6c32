//! Requests as real SDKs put them on the wire.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Request;
use hyper::body::Bytes;
use quan_core::Timestamp;
use quan_wire::wechatpay::authorization::{Asked, Authorization, authorize};
use quan_wire::wechatpay::message::call::{Operation, Routing, route};
use serde_json::Value;

use crate::world::{RECORDED, RECORDED_SERIAL, World, vector};

pub(crate) const SDKS: [&str; 8] = [
    "axios",
    "wechatpay-go",
    "wechatpay-go-pubkey",
    "wechatpay-java",
    "wechatpay-java-apache",
    "wechatpay-java-pubkey",
    "wechatpay-php",
    "wechatpayv3-py",
];

#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) sdk: &'static str,
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// When it was signed.
    pub(crate) at: Timestamp,
    /// Whether the SDK signed what it sent.
    pub(crate) signature_valid: bool,
}

impl Recorded {
    /// What an SDK sent, in its order.
    pub(crate) fn of(sdk: &'static str) -> Vec<Recorded> {
        let file: Value = serde_json::from_str(&vector(&format!("captured/{sdk}.json"))).unwrap();
        let requests = file["requests"].as_array().unwrap();
        requests
            .iter()
            .map(|one| Recorded::read(sdk, one))
            .collect()
    }

    pub(crate) fn all() -> Vec<Recorded> {
        SDKS.into_iter().flat_map(Recorded::of).collect()
    }

    fn read(sdk: &'static str, vector: &Value) -> Recorded {
        let text = |name: &str| vector[name].as_str().unwrap().to_owned();
        let pairs = vector["headers"].as_array().unwrap();
        let word = |value: &Value| value.as_str().unwrap().to_owned();
        Recorded {
            sdk,
            name: text("name"),
            method: text("method"),
            target: text("target"),
            headers: pairs
                .iter()
                .map(|pair| (word(&pair[0]), word(&pair[1])))
                .collect(),
            body: match vector["body_utf8"].as_str() {
                Some(body) => body.as_bytes().to_vec(),
                None => STANDARD.decode(text("body_base64")).unwrap(),
            },
            at: Timestamp::from_second(vector["timestamp"].as_i64().unwrap()).unwrap(),
            signature_valid: vector["signature_valid"].as_bool().unwrap(),
        }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The operation that it asks for.
    #[track_caller]
    pub(crate) fn operation(&self) -> Operation {
        let path = self.target.split('?').next().unwrap();
        match route(&self.method, path) {
            Routing::Found { operation, .. } => operation,
            other => panic!("{} {}: {other:?}", self.sdk, self.name),
        }
    }

    /// The request, as it was recorded.
    pub(crate) fn request(&self) -> Request<Bytes> {
        let mut request = Request::builder()
            .method(self.method.as_str())
            .uri(&self.target);
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        request.body(Bytes::from(self.body.clone())).unwrap()
    }

    /// The same request about something else, which its SDK would have signed so: the
    /// order of the parameters stays as it was.
    pub(crate) fn about(&self, world: &World, changes: &[(&str, &str)]) -> Recorded {
        let mut other = self.clone();
        let mut body = String::from_utf8(other.body).unwrap();
        for (from, to) in changes {
            body = body.replace(from, to);
            other.target = other.target.replace(from, to);
        }
        other.body = body.into_bytes();
        let asked = Asked {
            method: &other.method,
            target: &other.target,
            body: &other.body,
        };
        let key = world.caller(RECORDED).key;
        let old = self.header("authorization").unwrap().to_owned();
        let read = Authorization::parse(Some(&old)).unwrap();
        let new = authorize(asked, RECORDED, RECORDED_SERIAL, &key, read.nonce, self.at).unwrap();
        let new = Authorization::parse(Some(&new)).unwrap();
        for (name, value) in &mut other.headers {
            if name.eq_ignore_ascii_case("authorization") {
                *value = old.replace(read.signature, new.signature);
            } else if name.eq_ignore_ascii_case("content-length") {
                *value = other.body.len().to_string();
            }
        }
        other
    }

    /// A world at the instant of the recording, by both clocks.
    pub(crate) fn world(&self) -> World {
        let world = World::new();
        world.wall.set(self.at);
        world.clock.set(self.at);
        world
    }
}
