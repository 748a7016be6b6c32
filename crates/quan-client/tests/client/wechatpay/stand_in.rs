//! The stand-in: verifies every request with the merchant's key, keeps what came, and
//! answers what it was told to, signed as the platform signs.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::response::Response;
use quan_client::wechatpay::{Merchant, WechatPayClientBuilder};
use quan_client::{Clock, Timestamp, WechatPayClient};
use quan_wire::alipay::key::{PrivateKey, PublicKey};
use quan_wire::wechatpay::aead::ApiV3Key;
use quan_wire::wechatpay::answer::Answer;
use quan_wire::wechatpay::authorization::{Asked, Authorization};
use quan_wire::wechatpay::certificate::Certificate;
use quan_wire::wechatpay::certificates::{Certificates, seal};
use quan_wire::wechatpay::error::{Code, ErrorBody};
use quan_wire::wechatpay::header::{self, Sealing};
use quan_wire::wechatpay::key::SigningKey;
use quan_wire::wechatpay::refusal::Refusal;
use quan_wire::wechatpay::upload;
use rand::SeedableRng as _;

use crate::stand_in::{Naps, hangup, page};

macro_rules! keys {
    ($name:literal) => {
        include_str!(concat!(
            "../../../../quan-wire/vectors/wechatpay/keys/",
            $name
        ))
    };
}

pub(super) const MCHID: &str = "1900009191";
pub(super) const MERCHANT_SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
pub(super) const MERCHANT_KEY: &str = keys!("merchant_private_key.pem");
pub(super) const MERCHANT_PUBLIC: &str = keys!("merchant_public_key.pem");
/// It stands for a second certificate of the platform's: its key is at hand.
pub(super) const OTHER_CERT: &str = keys!("merchant_cert.pem");
pub(super) const OTHER_SERIAL: &str = MERCHANT_SERIAL;
pub(super) const PLATFORM_KEY: &str = keys!("platform_private_key.pem");
pub(super) const PLATFORM_CERT: &str = keys!("platform_cert.pem");
pub(super) const PLATFORM_SERIAL: &str = "7132D72A03E93CDDF8C03BBD1F37EEDF12345678";
pub(super) const PUBLIC_KEY: &str = keys!("wxpub_public_key.pem");
pub(super) const PUBLIC_KEY_PRIVATE: &str = keys!("wxpub_private_key.pem");
pub(super) const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000091912024010100000000000001";
pub(super) const APIV3_KEY: &str = "0123456789abcdefghijklmnopqrstuv";

/// What the stand-in does with one request.
#[derive(Clone, Debug)]
pub(super) enum Reaction {
    /// Answers this object.
    Answer(&'static str),
    /// Is done, and says nothing.
    Done,
    /// Refuses, signed.
    Business(Code, &'static str),
    /// Refuses as the transport does.
    Transport(Refusal),
    /// Refuses with a status of its own, signed.
    Status(u16, &'static str),
    /// Answers with these keys of the platform.
    Under(Under, &'static str),
    /// Answers with a header changed, or without it.
    Header(&'static str, Option<&'static str>),
    /// Answers with a signature of another time, in seconds.
    Aged(i64),
    /// Refuses with a signature over something else.
    Forged(Code),
    /// The list of the platform's certificates, signed under the first.
    Certificates(&'static [&'static str]),
    /// The same, signed under a certificate that is not on it.
    Intruded(&'static [&'static str]),
    /// Answers a page, as proxies do.
    Page(u16, &'static str),
    /// Closes the connection.
    Hangup,
    /// Never answers.
    Silence,
}

/// Which of the keys that a client may meet signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Under {
    Certificate,
    OtherCertificate,
    PublicKey,
}

impl Under {
    fn serial(self) -> &'static str {
        match self {
            Under::Certificate => PLATFORM_SERIAL,
            Under::OtherCertificate => OTHER_SERIAL,
            Under::PublicKey => PUBLIC_KEY_ID,
        }
    }

    pub(super) fn key(self) -> SigningKey {
        let pem = match self {
            Under::Certificate => PLATFORM_KEY,
            Under::OtherCertificate => MERCHANT_KEY,
            Under::PublicKey => PUBLIC_KEY_PRIVATE,
        };
        PrivateKey::parse(pem).unwrap().into()
    }
}

/// A request that verified.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) method: String,
    pub(super) target: String,
    pub(super) body: Vec<u8>,
    /// What was signed of the body.
    pub(super) signed: Vec<u8>,
    pub(super) content_type: Option<String>,
    pub(super) nonce: String,
    /// `Wechatpay-Serial`.
    pub(super) serial: Option<String>,
}

impl Seen {
    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }
}

pub(super) struct Platform {
    pub(super) address: String,
    inner: Arc<Inner>,
    naps: Naps,
}

struct Inner {
    seen: Mutex<Vec<Seen>>,
    reactions: Mutex<VecDeque<Reaction>>,
    hour: Arc<Hour>,
}

/// A clock that is moved.
pub(super) struct Hour(Mutex<Timestamp>);

impl Clock for Hour {
    fn now(&self) -> Timestamp {
        *self.0.lock().unwrap()
    }
}

/// The instant of the vectors.
pub(super) fn midnight() -> Timestamp {
    "2025-08-02T00:00:00+08:00".parse().unwrap()
}

pub(super) fn clock() -> Arc<Hour> {
    Arc::new(Hour(Mutex::new(midnight())))
}

impl Hour {
    pub(super) fn pass(&self, minutes: i64) {
        let mut now = self.0.lock().unwrap();
        *now = Timestamp::from_second(now.as_second() + minutes * 60).unwrap();
    }
}

impl Platform {
    /// Starts a stand-in that reacts so, in order; after the last it knows no path.
    pub(super) async fn reacting(reactions: impl IntoIterator<Item = Reaction>) -> Platform {
        Platform::at(clock(), reactions).await
    }

    async fn at(hour: Arc<Hour>, reactions: impl IntoIterator<Item = Reaction>) -> Platform {
        let inner = Arc::new(Inner {
            seen: Mutex::default(),
            reactions: Mutex::new(reactions.into_iter().collect()),
            hour,
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new()
            .fallback(arrive)
            .with_state(Arc::clone(&inner));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Platform {
            address,
            inner,
            naps: Naps::default(),
        }
    }

    /// A builder with everything injected and no key of the platform.
    pub(super) fn bare(&self) -> WechatPayClientBuilder {
        WechatPayClient::builder()
            .endpoint(&self.address)
            .merchant(merchant())
            .clock(self.inner.hour.clone())
            .rng(rand::rngs::StdRng::seed_from_u64(7))
            .sleeper(self.naps.clone())
    }

    /// A client that was given the platform's certificate.
    pub(super) fn client(&self) -> WechatPayClient {
        self.bare()
            .platform_certificate(PLATFORM_CERT)
            .build()
            .unwrap()
    }

    /// A client that downloads certificates.
    pub(super) fn downloading(&self) -> WechatPayClient {
        self.bare().apiv3_key(APIV3_KEY).build().unwrap()
    }

    pub(super) fn pass(&self, minutes: i64) {
        self.inner.hour.pass(minutes);
    }

    pub(super) fn seen(&self) -> Vec<Seen> {
        self.inner.seen.lock().unwrap().clone()
    }

    /// The targets that were asked for.
    pub(super) fn targets(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.target).collect()
    }

    /// The one request that came.
    pub(super) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.into_iter().next().unwrap()
    }

    pub(super) fn naps(&self) -> usize {
        self.naps.taken().len()
    }
}

pub(super) fn merchant() -> Merchant<'static> {
    Merchant {
        mchid: MCHID,
        serial_no: MERCHANT_SERIAL,
        private_key: MERCHANT_KEY,
    }
}

async fn arrive(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 4 * 1024 * 1024).await.unwrap().to_vec();
    let target = parts.uri.path_and_query().unwrap().as_str().to_owned();
    let method = parts.method.as_str().to_owned();
    let now = inner.hour.now();
    let reaction = match verified(&method, target, &parts.headers, body, now) {
        Ok(seen) => {
            inner.seen.lock().unwrap().push(seen);
            let next = inner.reactions.lock().unwrap().pop_front();
            next.unwrap_or(Reaction::Transport(Refusal::Path))
        }
        Err(refusal) => Reaction::Transport(refusal),
    };
    answer(reaction, now).await
}

/// What came, if the server's side of the wire accepts it.
fn verified(
    method: &str,
    target: String,
    headers: &http::HeaderMap,
    body: Vec<u8>,
    now: Timestamp,
) -> Result<Seen, Refusal> {
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap());
    if header(header::ACCEPT).is_none() || header(header::USER_AGENT).is_none() {
        return Err(Refusal::Headers);
    }
    let authorization = Authorization::parse(header(header::AUTHORIZATION))?;
    authorization.is_timely(now)?;
    assert_eq!(authorization.mchid, MCHID);
    assert_eq!(authorization.serial_no, MERCHANT_SERIAL);
    let content_type = header(header::CONTENT_TYPE).map(str::to_owned);
    let signed = if target == upload::PATH {
        upload::split(content_type.as_deref().unwrap(), &body)
            .unwrap()
            .meta
            .to_vec()
    } else {
        body.clone()
    };
    let asked = Asked {
        method,
        target: &target,
        body: &signed,
    };
    let public = PublicKey::parse(MERCHANT_PUBLIC).unwrap();
    authorization.verify(asked, &public.into())?;
    let nonce = authorization.nonce.to_owned();
    let serial = header::asked_serial(header(header::SERIAL)).map(str::to_owned);
    Ok(Seen {
        method: method.to_owned(),
        target,
        body,
        signed,
        content_type,
        nonce,
        serial,
    })
}

fn success(json: &str, under: Under, at: Timestamp) -> Answer {
    sealed(under, at, |sealing| {
        Answer::success(Some(json.to_owned()), sealing).unwrap()
    })
}

fn sealed<A>(under: Under, at: Timestamp, make: impl Fn(&Sealing<'_>) -> A) -> A {
    make(&Sealing {
        key: &under.key(),
        serial: under.serial(),
        now: at,
        nonce: "c5ac7061fccab6bf3e254dcf98995b8c",
        request_id: "request-1",
    })
}

/// The list of the platform's certificates.
fn listed(certificates: &[&str]) -> String {
    let key = ApiV3Key::parse(APIV3_KEY).unwrap();
    let entry = |pem: &&str| {
        let certificate = Certificate::parse(pem).unwrap();
        seal(&certificate, &key, "d215b0511e9c").unwrap()
    };
    let data = certificates.iter().map(entry).collect();
    serde_json::to_string(&Certificates { data }).unwrap()
}

const EMPTY: &str = r#"{"notify_url":"https://pay.example.com","mchid":"1900009191"}"#;

async fn answer(reaction: Reaction, now: Timestamp) -> Response {
    let ours = Under::Certificate;
    let answer = match reaction {
        Reaction::Answer(json) => success(json, ours, now),
        Reaction::Done => sealed(ours, now, |to| Answer::success(None, to).unwrap()),
        Reaction::Business(code, message) => {
            let body = ErrorBody::new(code, message);
            sealed(ours, now, |to| Answer::error(&body, to).unwrap())
        }
        Reaction::Transport(refusal) => {
            sealed(ours, now, |to| Answer::refusal(&refusal, to).unwrap())
        }
        Reaction::Status(status, json) => Answer {
            status,
            ..success(json, ours, now)
        },
        Reaction::Under(under, json) => success(json, under, now),
        Reaction::Header(name, value) => {
            let mut answer = success(EMPTY, ours, now);
            answer.headers.retain(|(known, _)| *known != name);
            answer
                .headers
                .extend(value.map(|value| (name, value.to_owned())));
            answer
        }
        Reaction::Aged(seconds) => {
            let at = Timestamp::from_second(now.as_second() - seconds).unwrap();
            success(EMPTY, ours, at)
        }
        Reaction::Forged(code) => {
            let body = ErrorBody::new(code, "no");
            let mut answer = sealed(ours, now, |to| Answer::error(&body, to).unwrap());
            answer.body = answer.body.to_ascii_uppercase();
            let text = String::from_utf8(answer.body).unwrap();
            answer.body = text
                .replace("CODE\":", "code\":")
                .replace("MESSAGE", "message")
                .into_bytes();
            answer
        }
        Reaction::Certificates(list) => success(&listed(list), ours, now),
        Reaction::Intruded(list) => success(&listed(list), Under::OtherCertificate, now),
        Reaction::Page(status, text) => return page(status, text),
        Reaction::Hangup => return hangup(),
        Reaction::Silence => return std::future::pending().await,
    };
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        response = response.header(name, value);
    }
    response.body(answer.body.into()).unwrap()
}
