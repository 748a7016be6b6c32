//! Requests that real SDKs signed, up to the point where the caller is known:
//! their methods belong to other products.

use http::{HeaderMap, HeaderName};
use quan_core::{AppId, MerchantId, Timestamp};
use quan_engine::registry::{AppKey, AppKind, Authorization, Entry};
use quan_wire::alipay::gateway::{Arrival, Request};
use quan_wire::alipay::rest;
use rand::SeedableRng as _;

use super::*;
use crate::alipay::{Incoming, Outcome};
use crate::clock::FixedClock;

macro_rules! vector {
    ($path:literal) => {
        include_bytes!(concat!("../../../../quan-wire/vectors/alipay/", $path)).as_slice()
    };
}

struct Nobody;

impl Dispatch for Nobody {
    async fn dispatch(&self, _: Incoming) -> Outcome {
        Outcome::Answer("{}".to_owned())
    }
}

fn now() -> Timestamp {
    Timestamp::from_millisecond(1_725_163_200_000).unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A transport that knows the vectors' application in either mode.
fn transport(certificate_mode: bool) -> Transport<Nobody> {
    let directory = tempfile::tempdir().unwrap();
    for (name, bytes) in [
        (
            "alipay_private_key.pem",
            vector!("keys/alipay_private_pkcs8.pem"),
        ),
        ("alipay_root.crt", vector!("certs/alipayRootCert.crt")),
        (
            "alipay_cert_public_key.crt",
            vector!("certs/alipayCertPublicKey_RSA2.crt"),
        ),
    ] {
        std::fs::write(directory.path().join(name), bytes).unwrap();
    }
    let platform = Platform::open(directory.path(), None, now()).unwrap();
    let app_id = AppId::parse("2021000000000001").unwrap();
    let merchant = MerchantId::parse("2088102111111111").unwrap();
    let key = if certificate_mode {
        AppKey::Certificate(text(vector!("certs/appCertPublicKey_2021000000000001.crt")))
    } else {
        AppKey::PublicKey(text(vector!("keys/app_public.pem")))
    };
    let app = AlipayApp {
        app_id: app_id.clone(),
        merchant,
        key,
        encrypt_key: Some("aYA0GP8JEW+D7/UFaskCWA==".to_owned()),
        gateway_url: None,
        spi_url: None,
        trusted: true,
        kind: AppKind::default(),
    };
    let app_auth_token = "202409BBtesttoken".to_owned();
    let leave = Authorization {
        app_id,
        merchant,
        app_auth_token,
    };
    let registry = Registry::in_memory();
    registry
        .put(&[Entry::App(app), Entry::Authorization(leave)])
        .unwrap();
    let wall = Arc::new(FixedClock::at(now()));
    let rng = StdRng::seed_from_u64(7);
    Transport::new(registry, platform, wall, BodyLimits::default(), rng, Nobody)
}

/// A request as it was captured.
struct Captured {
    verb: http::Method,
    target: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

fn captured(bytes: &[u8]) -> Captured {
    let end = bytes
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap();
    let head = text(&bytes[..end]);
    let mut lines = head.split("\r\n");
    let mut first = lines.next().unwrap().split(' ');
    let verb = first.next().unwrap().parse().unwrap();
    let target = first.next().unwrap().to_owned();
    let headers = lines
        .map(|line| line.split_once(':').unwrap())
        .map(|(name, value)| {
            (
                name.parse::<HeaderName>().unwrap(),
                value.trim().parse().unwrap(),
            )
        })
        .collect();
    Captured {
        verb,
        target,
        headers,
        body: bytes[end + 4..].to_vec(),
    }
}

fn gateway_signer(transport: &Transport<Nobody>, bytes: &[u8]) -> Result<(), TransportError> {
    let request = captured(bytes);
    let content_type = request
        .headers
        .get("content-type")
        .map(|value| value.to_str().unwrap());
    let arrival = Arrival {
        target: &request.target,
        content_type,
        body: &request.body,
    };
    let request = Request::assemble(arrival).map_err(|rejected| rejected.error)?;
    transport.gateway_signer(&request, now()).map(drop)
}

#[test]
fn gateway_requests_of_real_sdks_verify_at_their_own_time() {
    let transport = transport(false);
    for (name, bytes) in [
        ("node RSA2", vector!("v1/req-node-rsa2.http")),
        ("node RSA", vector!("v1/req-node-rsa-sha1.http")),
        ("node AES", vector!("v1/req-node-aes.http")),
        ("node multipart", vector!("v1/req-node-multipart.http")),
        ("python", vector!("v1/req-python-rsa2.http")),
        ("python multipart", vector!("v1/req-python-multipart.http")),
    ] {
        assert_eq!(gateway_signer(&transport, bytes), Ok(()), "{name}");
    }
}

#[test]
fn a_gateway_request_of_certificate_mode_verifies_under_its_certificate() {
    let request = vector!("v1/req-node-cert.http");
    assert_eq!(gateway_signer(&transport(true), request), Ok(()));
    let without = vector!("v1/req-node-rsa2.http");
    assert_eq!(
        gateway_signer(&transport(true), without),
        Err(TransportError::MissingAppCertSn)
    );
    assert_eq!(
        gateway_signer(&transport(false), request),
        Err(TransportError::AppCertNotExist)
    );
}

fn rest_signer(transport: &Transport<Nobody>, bytes: &[u8]) -> Result<String, TransportError> {
    let request = captured(bytes);
    let arrival = RestArrival {
        verb: &request.verb,
        target: &request.target,
        headers: &request.headers,
        body: &request.body,
    };
    let header = |name: &str| {
        request
            .headers
            .get(name)
            .map(|value| value.to_str().unwrap())
    };
    let authorization = rest::Authorization::parse(header("authorization"))?;
    let signed = transport.rest_signer(&authorization, arrival, now())?;
    let token = header("alipay-app-auth-token");
    let caller = transport.caller(&signed.credential.app, token)?;
    assert_eq!(caller.agency, token.is_some());
    signed.contents.text(
        header("alipay-encrypt-type"),
        signed.credential.content_key(),
    )
}

#[test]
fn rest_requests_of_real_sdks_verify_at_their_own_time() {
    let transport = transport(false);
    let json = r#""out_trade_no":"T202409010001""#;
    for (name, bytes, contents) in [
        ("post", vector!("v3/req-post.http"), Some(json)),
        (
            "token",
            vector!("v3/req-post-app-auth-token.http"),
            Some(json),
        ),
        ("get", vector!("v3/req-get-query.http"), Some("")),
        ("empty", vector!("v3/req-post-empty-body.http"), None),
        ("delete", vector!("v3/req-delete.http"), None),
        ("AES", vector!("v3/req-post-aes.http"), None),
        ("multipart", vector!("v3/req-multipart.http"), None),
    ] {
        let text = rest_signer(&transport, bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        if let Some(contents) = contents {
            assert!(text.contains(contents), "{name}: {text}");
        }
        let again = rest_signer(&transport, bytes);
        assert_eq!(again, Err(TransportError::ReplayedNonce), "{name}");
    }
}

#[test]
fn a_rest_request_of_certificate_mode_verifies_under_its_certificate() {
    let request = vector!("v3/req-post-cert.http");
    assert!(rest_signer(&transport(true), request).is_ok());
    let refused = rest_signer(&transport(false), request);
    assert_eq!(refused, Err(TransportError::AppCertNotExist));
}

#[test]
fn a_call_says_a_json_object_or_nothing() {
    assert_eq!(object(String::new()).as_deref(), Ok("{}"));
    assert_eq!(object(" \n".to_owned()).as_deref(), Ok("{}"));
    assert_eq!(object(r#"{"a":1}"#.to_owned()).as_deref(), Ok(r#"{"a":1}"#));
    for broken in ["{", "[]", "null", "{\"a\":}", "{} {}", "x"] {
        assert_eq!(
            object(broken.to_owned()),
            Err(TransportError::IllegalJson),
            "{broken}"
        );
    }
}
