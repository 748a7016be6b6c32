//! A server with one merchant, its application, and handlers that repeat what
//! they heard.

#![expect(
    clippy::unused_self,
    reason = "a world is asked, also for what all worlds share"
)]

use std::sync::{Arc, Mutex};

use http::{Request, Response};
use hyper::body::Bytes;
use quan_core::{AppId, MerchantId, Timestamp};
use quan_engine::registry::{AlipayApp, AppKey, AppKind, Authorization, Entry, Registry};
use quan_server::alipay::{Content, Dispatch, Incoming, Outcome};
use quan_server::clock::FixedClock;
use quan_server::config::BodyLimits;
use quan_server::platform::Platform;
use quan_server::{Parts, Server};
use quan_wire::alipay::encrypt::AesKey;
use quan_wire::alipay::gateway::{self, CertificateSns, Envelope, Outgoing};
use quan_wire::alipay::key::{PrivateKey, SignType};
use quan_wire::alipay::{certificate, charset::Charset, rest};
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde_json::Value;

pub(crate) const APP: &str = "2021000000000001";
pub(crate) const ENCRYPT_KEY: &str = "aYA0GP8JEW+D7/UFaskCWA==";
pub(crate) const TOKEN: &str = "202611BBtoken";
pub(crate) const SEND: &str = "alipay.marketing.activity.voucher.send";
pub(crate) const SEND_PATH: &str = "/v3/alipay/marketing/activity/voucher/send";
pub(crate) const QUERY_PATH: &str = "/v3/alipay/marketing/activity/voucher/query";
pub(crate) const UPLOAD: &str = "alipay.marketing.material.image.upload";
pub(crate) const UPLOAD_PATH: &str = "/v3/alipay/marketing/material/image";

macro_rules! vector {
    ($path:literal) => {
        include_str!(concat!("../../../quan-wire/vectors/alipay/", $path))
    };
}

/// What the handlers heard, and what they say.
#[derive(Clone)]
pub(crate) struct Echo {
    pub(crate) heard: Arc<Mutex<Vec<Incoming>>>,
    pub(crate) says: Arc<Mutex<Outcome>>,
}

impl Dispatch for Echo {
    async fn dispatch(&self, incoming: Incoming) -> Outcome {
        self.heard.lock().unwrap().push(incoming);
        self.says.lock().unwrap().clone()
    }
}

pub(crate) struct World {
    pub(crate) server: Server<Echo>,
    pub(crate) wall: FixedClock,
    pub(crate) platform: Platform,
    pub(crate) echo: Echo,
    pub(crate) registry: Registry,
    directory: tempfile::TempDir,
}

/// How a world differs from the plain one.
#[derive(Default)]
pub(crate) struct Wish {
    pub(crate) certificate_mode: bool,
    pub(crate) sandbox: bool,
    pub(crate) limits: Option<BodyLimits>,
    pub(crate) without_encrypt_key: bool,
}

pub(crate) fn now() -> Timestamp {
    "2026-11-25T12:00:00+08:00".parse().unwrap()
}

pub(crate) fn merchant(id: &str) -> MerchantId {
    MerchantId::parse(id).unwrap()
}

pub(crate) fn app_key() -> PrivateKey {
    PrivateKey::parse(vector!("keys/app_private_pkcs8.pem")).unwrap()
}

impl World {
    pub(crate) fn new() -> World {
        World::wished(Wish::default())
    }

    pub(crate) fn wished(wish: Wish) -> World {
        let directory = tempfile::tempdir().unwrap();
        for (name, text) in [
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
            std::fs::write(directory.path().join(name), text).unwrap();
        }
        let platform = Platform::open(directory.path(), None, now()).unwrap();
        let registry = Registry::in_memory();
        let key = if wish.certificate_mode {
            let pem = vector!("certs/appCertPublicKey_2021000000000001.crt");
            AppKey::Certificate(pem.to_owned())
        } else {
            AppKey::PublicKey(vector!("keys/app_public.pem").to_owned())
        };
        let app = AlipayApp {
            app_id: AppId::parse(APP).unwrap(),
            merchant: merchant("2088102111111111"),
            key,
            encrypt_key: (!wish.without_encrypt_key).then(|| ENCRYPT_KEY.to_owned()),
            gateway_url: None,
            spi_url: None,
            trusted: true,
            kind: AppKind::default(),
        };
        let leave = Authorization {
            app_id: app.app_id.clone(),
            merchant: merchant("2088202111111111"),
            app_auth_token: TOKEN.to_owned(),
        };
        registry
            .put(&[Entry::App(app), Entry::Authorization(leave)])
            .unwrap();
        let wall = FixedClock::at(now());
        let echo = Echo {
            heard: Arc::default(),
            says: Arc::new(Mutex::new(Outcome::Answer(
                r#"{"voucher_id":"1"}"#.to_owned(),
            ))),
        };
        let server = Server::new(Parts {
            wechat: None,
            registry: registry.clone(),
            platform: platform.clone(),
            wall: Arc::new(wall.clone()),
            limits: wish.limits.unwrap_or_default(),
            sandbox: wish.sandbox,
            rng: StdRng::seed_from_u64(1),
            alipay: echo.clone(),
            own: axum::Router::new(),
        });
        World {
            server,
            wall,
            platform,
            echo,
            registry,
            directory,
        }
    }

    pub(crate) fn directory(&self) -> &std::path::Path {
        self.directory.path()
    }

    pub(crate) fn says(&self, outcome: Outcome) {
        *self.echo.says.lock().unwrap() = outcome;
    }

    /// The calls that came through, taken out.
    pub(crate) fn heard(&self) -> Vec<Incoming> {
        std::mem::take(&mut *self.echo.heard.lock().unwrap())
    }

    /// The JSON of the only call that came through.
    pub(crate) fn heard_json(&self) -> String {
        let heard = self.heard();
        assert_eq!(heard.len(), 1, "{heard:?}");
        match &heard[0].content {
            Content::Json(json) => json.clone(),
            Content::Pairs(pairs) => panic!("{pairs:?}"),
        }
    }

    pub(crate) fn sns(&self) -> CertificateSns {
        let pem = vector!("certs/appCertPublicKey_2021000000000001.crt");
        let app = certificate::Certificate::parse_leaf(pem.as_bytes()).unwrap();
        CertificateSns {
            app_cert_sn: app.sn().to_owned(),
            alipay_root_cert_sn: self.platform.root_sn().to_owned(),
        }
    }

    pub(crate) fn gateway_caller(&self) -> gateway::Caller {
        gateway::Caller::new(APP, app_key())
    }

    pub(crate) fn rest_caller(&self) -> rest::Caller {
        rest::Caller::new(APP, app_key())
    }

    /// Posts to the gateway.
    pub(crate) async fn post(&self, outgoing: &Outgoing) -> Response<Bytes> {
        let request = Request::post(format!("/gateway.do?{}", outgoing.query))
            .header("content-type", &outgoing.content_type)
            .body(Bytes::from(outgoing.body.clone()))
            .unwrap();
        self.server.call(request).await
    }

    /// A signed `send` over the gateway, changed before it is posted.
    pub(crate) async fn send_with(&self, change: impl FnOnce(&mut Outgoing)) -> Refusal {
        let caller = self.gateway_caller();
        let mut outgoing = caller
            .call(SEND, r#"{"activity_id":"1"}"#, self.now())
            .unwrap();
        change(&mut outgoing);
        self.opened(&self.post(&outgoing).await, SEND, &Charset::default())
    }

    /// Parameters signed by the application, in the query.
    pub(crate) async fn get_signed(&self, pairs: &[(&str, &str)]) -> Refusal {
        let response = self.server.call(self.signed_request(pairs)).await;
        let method = pairs
            .iter()
            .find(|(name, _)| *name == "method")
            .map_or("", |pair| pair.1);
        self.opened(&response, method, &Charset::default())
    }

    pub(crate) fn signed_request(&self, pairs: &[(&str, &str)]) -> Request<Bytes> {
        let mut params = quan_wire::alipay::form::Params::new();
        for (name, value) in pairs {
            params.insert(*name, *value);
        }
        let layout = quan_wire::alipay::form::Layout::WithSignType;
        let text = params.string_to_sign(layout, quan_wire::alipay::form::Empties::Dropped);
        let sign = app_key().sign(SignType::Rsa2, &text).unwrap();
        let mut pairs = pairs.to_vec();
        pairs.push(("sign", &sign));
        let query = quan_wire::alipay::form::encode(pairs);
        Request::get(format!("/gateway.do?{query}"))
            .body(Bytes::new())
            .unwrap()
    }

    /// An answer of the gateway whose status and signature are checked.
    pub(crate) fn opened(
        &self,
        response: &Response<Bytes>,
        method: &str,
        charset: &Charset,
    ) -> Refusal {
        assert_eq!(response.status(), 200);
        let envelope = Envelope::read(response.body(), method, charset).unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(response.body()))
        });
        let key = AesKey::parse(ENCRYPT_KEY).unwrap();
        let how = quan_wire::alipay::encrypt::EncryptType::Aes;
        let opened = envelope
            .open(
                self.platform.public_key(),
                SignType::Rsa2,
                Some((&key, how)),
            )
            .unwrap();
        Refusal {
            node: serde_json::from_str(&opened.json).unwrap(),
            json: opened.json,
        }
    }

    /// A signed call of REST v3, with `target` and header changes.
    pub(crate) fn rest_request(
        &self,
        verb: &str,
        target: &str,
        json: Option<&str>,
        nonce: &str,
    ) -> Request<Bytes> {
        let outgoing = self
            .rest_caller()
            .call(verb, target, json, nonce, self.now())
            .unwrap();
        rest_request(verb, target, outgoing)
    }

    pub(crate) fn now(&self) -> Timestamp {
        quan_core::Clock::now(&self.wall)
    }

    /// An answer of REST v3 whose signature and headers are checked.
    pub(crate) fn rest_opened(&self, response: &Response<Bytes>) -> (u16, Value) {
        let header = |name: &str| {
            response
                .headers()
                .get(name)
                .map(|value| value.to_str().unwrap())
        };
        let received = rest::Received {
            timestamp: header("alipay-timestamp"),
            nonce: header("alipay-nonce"),
            signature: header("alipay-signature"),
            sn: header("alipay-sn"),
            body: response.body(),
        };
        received.verify(self.platform.public_key(), None).unwrap();
        assert!(header("alipay-trace-id").is_some_and(|id| !id.is_empty()));
        assert_eq!(
            header("content-type"),
            Some("application/json;charset=UTF-8")
        );
        (
            response.status().as_u16(),
            serde_json::from_slice(response.body()).unwrap(),
        )
    }

    /// Status and code of what a REST request is answered.
    pub(crate) async fn rest_code(&self, request: Request<Bytes>) -> (u16, String) {
        let (status, body) = self.rest_opened(&self.server.call(request).await);
        assert!(body.get("links").is_none());
        assert!(
            body["message"]
                .as_str()
                .is_some_and(|message| !message.is_empty()),
            "{body}"
        );
        (status, body["code"].as_str().unwrap().to_owned())
    }
}

pub(crate) fn rest_request(verb: &str, target: &str, outgoing: rest::Outgoing) -> Request<Bytes> {
    let mut request = Request::builder().method(verb).uri(target);
    for (name, value) in outgoing.headers {
        request = request.header(name, value);
    }
    request.body(Bytes::from(outgoing.body)).unwrap()
}

/// The node of a gateway's answer.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) node: Value,
    pub(crate) json: String,
}

impl Refusal {
    pub(crate) fn code(&self) -> &str {
        self.node["code"].as_str().unwrap()
    }

    pub(crate) fn sub_code(&self) -> &str {
        self.node["sub_code"].as_str().unwrap_or("")
    }

    pub(crate) fn sub_msg(&self) -> &str {
        self.node["sub_msg"].as_str().unwrap_or("")
    }
}
