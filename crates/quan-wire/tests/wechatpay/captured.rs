//! Requests as real SDKs put them on the wire.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use quan_wire::wechatpay::authorization::{Asked, Authorization};
use quan_wire::wechatpay::header::asked_serial;
use quan_wire::wechatpay::refusal::Refusal;
use quan_wire::wechatpay::text::RequestText;
use quan_wire::wechatpay::upload;
use serde_json::Value;

use crate::support::{
    MCHID, MERCHANT_SERIAL, PLATFORM_SERIAL, PUBLIC_KEY_ID, at, bytes, json, merchant_public, text,
};

const SDKS: [&str; 8] = [
    "axios",
    "wechatpay-go",
    "wechatpay-go-pubkey",
    "wechatpay-java",
    "wechatpay-java-apache",
    "wechatpay-java-pubkey",
    "wechatpay-php",
    "wechatpayv3-py",
];

/// One request, its headers by their names in small letters.
pub(crate) struct Captured {
    pub(crate) sdk: &'static str,
    vector: Value,
}

impl Captured {
    pub(crate) fn all() -> Vec<Captured> {
        let mut all = Vec::new();
        for sdk in SDKS {
            let file = json(&format!("captured/{sdk}.json"));
            for vector in file["requests"].as_array().unwrap() {
                let vector = vector.clone();
                all.push(Captured { sdk, vector });
            }
        }
        all
    }

    pub(crate) fn uploads() -> Vec<Captured> {
        let mut all = Captured::all();
        all.retain(|one| one.target() == upload::PATH);
        all
    }

    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.sdk, text(&self.vector, "name"))
    }

    pub(crate) fn target(&self) -> &str {
        text(&self.vector, "target")
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let headers = self.vector["headers"].as_array().unwrap();
        headers
            .iter()
            .find(|pair| pair[0].as_str().unwrap().eq_ignore_ascii_case(name))
            .map(|pair| pair[1].as_str().unwrap())
    }

    pub(crate) fn body(&self) -> Vec<u8> {
        match self.vector["body_utf8"].as_str() {
            Some(body) => body.as_bytes().to_vec(),
            None => STANDARD.decode(text(&self.vector, "body_base64")).unwrap(),
        }
    }
}

#[test]
fn every_request_of_every_sdk_is_judged_as_it_must_be() {
    let all = Captured::all();
    assert_eq!(all.len(), 85);
    let mut refused = 0;
    for one in all {
        let name = one.name();
        let body = one.body();
        let content_type = one.header("content-type").unwrap_or_default();
        let signed = if one.target() == upload::PATH {
            upload::split(content_type, &body).unwrap().meta
        } else {
            &body
        };
        let asked = Asked {
            method: text(&one.vector, "method"),
            target: one.target(),
            body: signed,
        };
        let read = Authorization::parse(one.header("authorization")).unwrap();
        assert_eq!(
            (read.mchid, read.serial_no),
            (MCHID, MERCHANT_SERIAL),
            "{name}"
        );
        let clock = at(one.vector["timestamp"].as_i64().unwrap());
        assert_eq!(read.is_timely(clock), Ok(()), "{name}");
        let lines = RequestText {
            method: asked.method,
            target: asked.target,
            timestamp: read.timestamp,
            nonce: read.nonce,
            body: asked.body,
        };
        assert_eq!(
            lines.to_bytes(),
            bytes(&one.vector, "string_to_sign_base64"),
            "{name}"
        );
        let verdict = read.verify(asked, &merchant_public());
        if one.vector["signature_valid"] == true {
            assert_eq!(verdict, Ok(()), "{name}");
        } else {
            assert!(matches!(verdict, Err(Refusal::Signature(_))), "{name}");
            refused += 1;
        }
    }
    assert_eq!(refused, 1);
}

#[test]
fn w_sign_6_a_path_that_is_signed_before_it_is_encoded_is_refused() {
    let all = Captured::all();
    let wrong: Vec<_> = all
        .iter()
        .filter(|one| one.vector["signature_valid"] == false)
        .collect();
    assert_eq!(wrong.len(), 1);
    assert_eq!(wrong[0].sdk, "wechatpayv3-py");
    assert!(wrong[0].target().contains("ABC%209588201=%7C_-"));
}

#[test]
fn w_hdr_1_every_sdk_sends_accept_and_user_agent() {
    for one in Captured::all() {
        for header in ["accept", "user-agent"] {
            let value = one.header(header).unwrap_or_default();
            assert!(!value.trim().is_empty(), "{} {header}", one.name());
        }
    }
}

#[test]
fn w_pub_3_the_key_that_a_request_names_is_read_and_an_empty_name_is_none() {
    let mut seen = std::collections::BTreeSet::new();
    for one in Captured::all() {
        seen.insert(asked_serial(one.header("wechatpay-serial")).map(str::to_owned));
    }
    let known = [None, Some(PLATFORM_SERIAL), Some(PUBLIC_KEY_ID)];
    assert_eq!(seen, known.map(|one| one.map(str::to_owned)).into());
    let java = Captured::all();
    let download = java.iter().find(|one| one.sdk == "wechatpay-java").unwrap();
    assert_eq!(download.header("wechatpay-serial"), Some(""));
}
