//! The world of payment vouchers behind a real server, asked over both
//! protocols.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use http::Request;
use hyper::body::Bytes;
use quan_core::{AppId, Timestamp};
use quan_engine::registry::{AlipayApp, AppKey, Authorization, Entry};
use quan_server::alipay::{Dispatch, Incoming, Outcome};
use quan_server::clock::FixedClock;
use quan_server::config::BodyLimits;
use quan_server::platform::Platform;
use quan_server::{Parts, Server};
use quan_wire::alipay::charset::Charset;
use quan_wire::alipay::gateway::{self, Envelope, Upload};
use quan_wire::alipay::key::{PrivateKey, SignType};
use quan_wire::alipay::message::{Operation, Verb};
use quan_wire::alipay::rest;
use rand::SeedableRng as _;
use rand::rngs::StdRng;
use serde_json::Value;

use crate::world::{self, World};

/// The token that the client gave the service provider.
pub(crate) const TOKEN: &str = "202611BBclient";
/// What the client's indirect merchant is called.
pub(crate) const SMID: &str = "2088000000000991";

pub(crate) static PLATFORM: LazyLock<Platform> = LazyLock::new(|| {
    let directory = tempfile::tempdir().unwrap();
    Platform::open(directory.path(), None, now()).unwrap()
});

fn now() -> Timestamp {
    world::at(world::BEGIN)
}

pub(crate) fn app_key() -> PrivateKey {
    PrivateKey::parse(include_str!(
        "../../../quan-wire/vectors/alipay/keys/app_private_pkcs8.pem"
    ))
    .unwrap()
}

/// One of Alipay's protocols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Protocol {
    Gateway,
    Rest,
}

/// Both, where an operation is bound to both.
pub(crate) const BOTH: [Protocol; 2] = [Protocol::Gateway, Protocol::Rest];

/// Who calls, and for whom.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Who {
    app: &'static str,
    token: Option<&'static str>,
}

pub(crate) const OWNER: Who = who(world::OWNER_APP);
pub(crate) const ISV: Who = who(world::ISV_APP);
pub(crate) const STRANGER: Who = who(world::STRANGER_APP);
/// The owner's site.
pub(crate) const SITE: Who = who(world::WEB_APP);
/// The service provider, with the client's token.
pub(crate) const ISV_FOR_CLIENT: Who = Who {
    app: world::ISV_APP,
    token: Some(TOKEN),
};

const fn who(app: &'static str) -> Who {
    Who { app, token: None }
}

/// What a refusal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) code: String,
    pub(crate) message: String,
}

/// The world, and a server before it.
pub(crate) struct Http {
    pub(crate) world: Arc<World>,
    server: Server<Through>,
    wall: FixedClock,
    nonces: AtomicU32,
}

struct Through(Arc<World>);

impl Dispatch for Through {
    async fn dispatch(&self, incoming: Incoming) -> Outcome {
        self.0.handlers.dispatch(incoming).await
    }
}

impl Http {
    pub(crate) fn new() -> Http {
        Http::listening(None)
    }

    /// A world in which the owner's application is told things at `address`.
    pub(crate) fn listening(address: Option<&str>) -> Http {
        let world = Arc::new(World::new());
        let snapshot = world.registry.snapshot();
        let key = AppKey::PublicKey(app_key().public_key().to_pem());
        let apps = snapshot.apps().into_iter().map(|app| {
            let listens = app.app_id.as_str() == world::OWNER_APP;
            Entry::App(AlipayApp {
                key: key.clone(),
                gateway_url: address.filter(|_| listens).map(str::to_owned),
                ..AlipayApp::clone(&app)
            })
        });
        let mut entries: Vec<_> = apps.collect();
        entries.push(Entry::Authorization(Authorization {
            app_id: AppId::parse(world::ISV_APP).unwrap(),
            merchant: world::merchant(world::CLIENT),
            app_auth_token: TOKEN.to_owned(),
        }));
        world.registry.put(&entries).unwrap();
        let wall = FixedClock::at(now());
        let server = Server::new(Parts {
            wechat: None,
            registry: world.registry.clone(),
            platform: PLATFORM.clone(),
            wall: Arc::new(wall.clone()),
            limits: BodyLimits::default(),
            sandbox: true,
            rng: StdRng::seed_from_u64(1),
            alipay: Through(Arc::clone(&world)),
            own: axum::Router::new(),
        });
        Http {
            world,
            server,
            wall,
            nonces: AtomicU32::new(0),
        }
    }

    pub(crate) fn wall(&self) -> FixedClock {
        self.wall.clone()
    }

    /// The answer to a call.
    pub(crate) async fn ok(
        &self,
        protocol: Protocol,
        who: Who,
        operation: Operation,
        body: Value,
    ) -> Value {
        let outcome = self.call(protocol, who, operation, &body, None).await;
        outcome.unwrap_or_else(|refused| panic!("{operation:?} {body}: {refused:?}"))
    }

    /// The refusal of a call, with a code of the operation's own.
    pub(crate) async fn no(
        &self,
        protocol: Protocol,
        who: Who,
        operation: Operation,
        body: Value,
    ) -> Refused {
        match self.call(protocol, who, operation, &body, None).await {
            Ok(answer) => panic!("{operation:?} {body}: {answer}"),
            Err(refused) => {
                let mut known = operation.codes().iter();
                let known = known.any(|code| code.as_str() == refused.code);
                assert!(known, "{operation:?} may not answer {refused:?}");
                refused
            }
        }
    }

    /// The code with which a call is refused, the same over every protocol that
    /// the operation is bound to.
    pub(crate) async fn code(&self, who: Who, operation: Operation, body: Value) -> String {
        let refused = self
            .no(Protocol::Gateway, who, operation, body.clone())
            .await;
        if operation.route().is_some() {
            let again = self.no(Protocol::Rest, who, operation, body).await;
            assert_eq!(again, refused);
        }
        refused.code
    }

    /// Calls, for a user where their token is given.
    pub(crate) async fn call(
        &self,
        protocol: Protocol,
        who: Who,
        operation: Operation,
        body: &Value,
        auth_token: Option<&str>,
    ) -> Result<Value, Refused> {
        match protocol {
            Protocol::Gateway => {
                let mut caller = gateway::Caller::new(who.app, app_key());
                caller.app_auth_token = who.token.map(str::to_owned);
                caller.auth_token = auth_token.map(str::to_owned);
                let call = caller.call(operation.method(), &body.to_string(), now());
                self.posted(operation, call.unwrap()).await
            }
            Protocol::Rest => {
                let route = operation.route().unwrap();
                let mut body = body.clone();
                if let Some(token) = auth_token {
                    body["auth_token"] = token.into();
                }
                let (target, json) = target(route.verb, route.path, body);
                let caller = rest_caller(who);
                let nonce = self.nonce();
                let verb = route.verb.as_str();
                let call = caller.call(verb, &target, json.as_deref(), &nonce, now());
                self.asked(verb, &target, call.unwrap()).await
            }
        }
    }

    /// Uploads a file.
    pub(crate) async fn upload(
        &self,
        protocol: Protocol,
        who: Who,
        texts: &Value,
        name: &str,
        bytes: &[u8],
    ) -> Result<Value, Refused> {
        let operation = Operation::ImageUpload;
        let file = Upload {
            name: "file_content",
            filename: name,
            content_type: "application/octet-stream",
            bytes,
        };
        match protocol {
            Protocol::Gateway => {
                let mut caller = gateway::Caller::new(who.app, app_key());
                caller.app_auth_token = who.token.map(str::to_owned);
                let members = texts.as_object().unwrap().iter();
                let members: Vec<_> = members
                    .map(|(name, value)| match value {
                        Value::String(text) => (name.as_str(), text.clone()),
                        other => (name.as_str(), other.to_string()),
                    })
                    .collect();
                let texts: Vec<_> = members
                    .iter()
                    .map(|(n, text)| (*n, text.as_str()))
                    .collect();
                let call = caller.upload(operation.method(), &texts, &[file], now(), "b0undary");
                self.posted(operation, call.unwrap()).await
            }
            Protocol::Rest => {
                let target = operation.route().unwrap().path;
                let (caller, nonce) = (rest_caller(who), self.nonce());
                let json = texts.to_string();
                let call = caller.upload(target, &json, &[file], "b0undary", &nonce, now());
                self.asked("POST", target, call.unwrap()).await
            }
        }
    }

    fn nonce(&self) -> String {
        format!("nonce-{}", self.nonces.fetch_add(1, Ordering::Relaxed))
    }

    /// What the gateway answers, verified.
    async fn posted(
        &self,
        operation: Operation,
        call: gateway::Outgoing,
    ) -> Result<Value, Refused> {
        let request = Request::post(format!("/gateway.do?{}", call.query))
            .header("content-type", &call.content_type)
            .body(Bytes::from(call.body))
            .unwrap();
        let response = self.server.call(request).await;
        let charset = Charset::default();
        let envelope = Envelope::read(response.body(), operation.method(), &charset).unwrap();
        let key = PLATFORM.public_key();
        let opened = envelope.open(key, SignType::Rsa2, None).unwrap();
        let mut node: Value = serde_json::from_str(&opened.json).unwrap();
        let members = node.as_object_mut().unwrap();
        let mut taken = |name: &str| {
            let text = members.remove(name);
            text.and_then(|text| text.as_str().map(str::to_owned))
                .unwrap_or_default()
        };
        let (code, _, sub_code, message) = (
            taken("code"),
            taken("msg"),
            taken("sub_code"),
            taken("sub_msg"),
        );
        if code == "10000" {
            return Ok(node);
        }
        Err(Refused {
            code: sub_code,
            message,
        })
    }

    /// What REST v3 answers, verified.
    async fn asked(
        &self,
        verb: &str,
        target: &str,
        call: rest::Outgoing,
    ) -> Result<Value, Refused> {
        let mut request = Request::builder().method(verb).uri(target);
        for (name, value) in call.headers {
            request = request.header(name, value);
        }
        let request = request.body(Bytes::from(call.body)).unwrap();
        let response = self.server.call(request).await;
        let header = |name: &str| {
            let value = response.headers().get(name);
            value.map(|value| value.to_str().unwrap())
        };
        let received = rest::Received {
            timestamp: header("alipay-timestamp"),
            nonce: header("alipay-nonce"),
            signature: header("alipay-signature"),
            sn: header("alipay-sn"),
            body: response.body(),
        };
        received.verify(PLATFORM.public_key(), None).unwrap();
        let body: Value = serde_json::from_slice(response.body()).unwrap();
        let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
        match response.status().as_u16() {
            200 => Ok(body),
            400 | 401 | 500 => Err(Refused {
                code: text("code"),
                message: text("message"),
            }),
            other => panic!("{verb} {target}: {other} {body}"),
        }
    }
}

fn rest_caller(who: Who) -> rest::Caller {
    let mut caller = rest::Caller::new(who.app, app_key());
    caller.app_auth_token = who.token.map(str::to_owned);
    caller
}

/// The path with its variables, and what goes into the query or the body.
pub(crate) fn target(verb: Verb, path: &str, body: Value) -> (String, Option<String>) {
    let Value::Object(mut members) = body else {
        panic!("a request is an object: {body}");
    };
    let encode = |value: &Value| {
        let text = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>()
    };
    let mut target = String::new();
    for segment in path.split('/').skip(1) {
        let name = segment.strip_prefix('{').and_then(|s| s.strip_suffix('}'));
        let segment = match name {
            None => segment.to_owned(),
            Some(name) => members.remove(name).map_or("-".to_owned(), |v| encode(&v)),
        };
        target = format!("{target}/{segment}");
    }
    if verb != Verb::Get {
        return (target, Some(Value::Object(members).to_string()));
    }
    let pairs = members.iter();
    let pairs: Vec<_> = pairs
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    if pairs.is_empty() {
        (target, None)
    } else {
        (format!("{target}?{}", pairs.join("&")), None)
    }
}
