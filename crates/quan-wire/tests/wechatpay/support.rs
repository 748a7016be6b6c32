//! Keys, vectors, and what every test needs of them.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use quan_wire::key::{PrivateKey, PublicKey};
use quan_wire::wechatpay::aead::ApiV3Key;
use quan_wire::wechatpay::certificate::Certificate;
use quan_wire::wechatpay::header::Sealing;
use quan_wire::wechatpay::key::{SigningKey, VerifyingKey};
use quan_wire::wechatpay::received::{Received, Trust};
use quan_wire::wechatpay::sm;
use quan_wire::wechatpay::v2::ApiV2Key;
use serde_json::Value;

pub(crate) const MCHID: &str = "1900009191";
pub(crate) const MERCHANT_SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
pub(crate) const PLATFORM_SERIAL: &str = "7132D72A03E93CDDF8C03BBD1F37EEDF12345678";
pub(crate) const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000091912024010100000000000001";
pub(crate) const NONCE: &str = "593BEC0C930BF1AFEB40B4A08C8FB242";
pub(crate) const ANSWER_NONCE: &str = "c5ac7061fccab6bf3e254dcf98995b8c";

/// The instant at which the vectors were made.
pub(crate) fn now() -> Timestamp {
    at(1_754_064_000)
}

pub(crate) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

pub(crate) fn read(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("vectors/wechatpay")
        .join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub(crate) fn json(name: &str) -> Value {
    serde_json::from_str(&read(name)).unwrap()
}

#[track_caller]
pub(crate) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_else(|| panic!("no {name}"))
}

#[track_caller]
pub(crate) fn bytes(value: &Value, name: &str) -> Vec<u8> {
    STANDARD.decode(text(value, name)).unwrap()
}

pub(crate) fn rsa(name: &str) -> PrivateKey {
    PrivateKey::parse(&read(&format!("keys/{name}_private_key.pem"))).unwrap()
}

pub(crate) fn rsa_public(name: &str) -> PublicKey {
    PublicKey::parse(&read(&format!("keys/{name}_public_key.pem"))).unwrap()
}

pub(crate) fn sm_private(name: &str) -> sm::PrivateKey {
    sm::PrivateKey::parse(&read(&format!("keys/sm2_{name}_private_key.pem"))).unwrap()
}

pub(crate) fn sm_public(name: &str) -> sm::PublicKey {
    sm::PublicKey::parse(&read(&format!("keys/sm2_{name}_public_key.pem"))).unwrap()
}

pub(crate) fn merchant() -> SigningKey {
    rsa("merchant").into()
}

/// The key of the merchant's certificate.
pub(crate) fn merchant_public() -> VerifyingKey {
    certificate("merchant").public_key().clone().into()
}

pub(crate) fn certificate(name: &str) -> Certificate {
    Certificate::parse(&read(&format!("keys/{name}_cert.pem"))).unwrap()
}

pub(crate) fn api_v3_key() -> ApiV3Key {
    ApiV3Key::parse(text(&json("keys/identity.json"), "apiv3_key")).unwrap()
}

pub(crate) fn api_v2_key() -> ApiV2Key {
    ApiV2Key::parse(text(&json("keys/identity.json"), "apiv2_key")).unwrap()
}

/// Both keys of the platform.
pub(crate) fn trust() -> Trust {
    Trust::default()
        .with_certificate(&certificate("platform"))
        .with_key(PUBLIC_KEY_ID, rsa_public("wxpub"))
}

/// The platform's certificate key under the vectors' instant and nonce.
pub(crate) fn sealing(key: &SigningKey) -> Sealing<'_> {
    Sealing {
        key,
        serial: PLATFORM_SERIAL,
        now: now(),
        nonce: ANSWER_NONCE,
        request_id: "08F78BB5AF-0",
    }
}

/// A header of an answer, spelt as it is.
pub(crate) fn header<'a>(headers: &'a [(&'static str, String)], name: &str) -> Option<&'a str> {
    headers
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value.as_str())
}

/// What came, out of headers in JSON.
pub(crate) fn received<'a>(headers: &'a Value, body: &'a str) -> Received<'a> {
    Received {
        timestamp: headers["Wechatpay-Timestamp"].as_str(),
        nonce: headers["Wechatpay-Nonce"].as_str(),
        serial: headers["Wechatpay-Serial"].as_str(),
        signature: headers["Wechatpay-Signature"].as_str(),
        body: body.as_bytes(),
    }
}

/// What came, out of headers that we made.
pub(crate) fn arrived<'a>(headers: &'a [(&'static str, String)], body: &'a [u8]) -> Received<'a> {
    Received {
        timestamp: header(headers, "Wechatpay-Timestamp"),
        nonce: header(headers, "Wechatpay-Nonce"),
        serial: header(headers, "Wechatpay-Serial"),
        signature: header(headers, "Wechatpay-Signature"),
        body,
    }
}
