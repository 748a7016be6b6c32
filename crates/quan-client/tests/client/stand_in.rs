//! The stand-in: verifies every request with the app's key, keeps what came,
//! and answers what it was told to, signed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::Response;
use quan_client::{
    AlipayClient, AlipayClientBuilder, Certificates, Clock, Protocol, Sleeper, Timestamp,
};
use quan_wire::alipay::code::{Refusal, TransportError};
use quan_wire::alipay::encrypt::AesKey;
use quan_wire::alipay::key::{PrivateKey, PublicKey, SignType};
use quan_wire::alipay::multipart::FilePart;
use quan_wire::alipay::{gateway, rest};
use rand::SeedableRng as _;

macro_rules! vector {
    ($path:literal) => {
        include_str!(concat!("../../../quan-wire/vectors/alipay/", $path))
    };
}
pub(crate) use vector;

pub(crate) const APP_ID: &str = "2021000000000001";
pub(crate) const APP_KEY: &str = vector!("keys/app_private_pkcs1.pem");
pub(crate) const APP_PUBLIC: &str = vector!("keys/app_public.pem");
pub(crate) const ALIPAY_KEY: &str = vector!("keys/alipay_private_pkcs8.pem");
pub(crate) const ALIPAY_PUBLIC: &str = vector!("keys/alipay_public.pem");
pub(crate) const APP_CERT: &str = vector!("certs/appCertPublicKey_2021000000000001.crt");
pub(crate) const ALIPAY_CERT: &str = vector!("certs/alipayCertPublicKey_RSA2.crt");
pub(crate) const ROOT_CERT: &str = vector!("certs/alipayRootCert.crt");
pub(crate) const APP_SN: &str = "28bb714c00fb0a41a0a7892b6880621c";
pub(crate) const ALIPAY_SN: &str = "649d00606ff33bc7029a544c0320786f";
pub(crate) const AES_KEY: &str = "aYA0GP8JEW+D7/UFaskCWA==";

/// What the stand-in does with one request.
#[derive(Clone, Debug)]
pub(crate) enum Reaction {
    /// Answers this object.
    Answer(&'static str),
    /// Refuses with a code of the business.
    Business(&'static str, &'static str),
    /// Refuses as a whole.
    Transport(TransportError),
    /// Refuses and does not sign.
    Unsigned(TransportError),
    /// Answers this object and does not sign.
    AnswerUnsigned(&'static str),
    /// Answers this object under the app's own signature.
    AnswerForged(&'static str),
    /// Refuses under the app's own signature.
    BusinessForged(&'static str),
    /// Answers under another certificate's name; none where it is empty.
    AnswerAs(&'static str, &'static str),
    /// Answers a page, as proxies do.
    Page(u16, &'static str),
    /// Closes the connection.
    Hangup,
    /// Never answers.
    Silence,
}

/// A request that verified.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) verb: String,
    pub(crate) target: String,
    /// The gateway's method; empty on REST v3.
    pub(crate) method: String,
    /// The JSON text, decrypted.
    pub(crate) content: String,
    /// The gateway's own texts beside the content.
    pub(crate) texts: Vec<(String, String)>,
    pub(crate) nonce: String,
    pub(crate) app_cert_sn: Option<String>,
    pub(crate) app_auth_token: Option<String>,
    pub(crate) auth_token: Option<String>,
    pub(crate) encrypted: bool,
    pub(crate) files: Vec<FilePart>,
}

pub(crate) struct Platform {
    pub(crate) address: String,
    inner: Arc<Inner>,
    naps: Naps,
}

struct Inner {
    seen: Mutex<Vec<Seen>>,
    reactions: Mutex<VecDeque<Reaction>>,
}

/// Keeps the waits and does not wait.
#[derive(Clone, Default)]
pub(crate) struct Naps(Arc<Mutex<Vec<Duration>>>);

impl Naps {
    pub(crate) fn taken(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }
}

impl Sleeper for Naps {
    fn sleep(&self, wait: Duration) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send + '_>> {
        self.0.lock().unwrap().push(wait);
        Box::pin(std::future::ready(()))
    }
}

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        noon()
    }
}

pub(crate) fn noon() -> Timestamp {
    "2026-11-25T12:00:00+08:00".parse().unwrap()
}

impl Platform {
    /// Starts a stand-in that reacts so, in order; after the last it refuses.
    pub(crate) async fn reacting(reactions: impl IntoIterator<Item = Reaction>) -> Platform {
        let inner = Arc::new(Inner {
            seen: Mutex::default(),
            reactions: Mutex::new(reactions.into_iter().collect()),
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

    pub(crate) async fn answering(json: &'static str) -> Platform {
        Platform::reacting([Reaction::Answer(json)]).await
    }

    /// A builder in key mode with everything injected.
    pub(crate) fn builder(&self, protocol: Protocol) -> AlipayClientBuilder {
        AlipayClient::builder()
            .endpoint(&self.address)
            .app(APP_ID, APP_KEY)
            .alipay_public_key(ALIPAY_PUBLIC)
            .protocol(protocol)
            .clock(Arc::new(Noon))
            .rng(rand::rngs::StdRng::seed_from_u64(7))
            .sleeper(self.naps.clone())
    }

    pub(crate) fn client(&self, protocol: Protocol) -> AlipayClient {
        self.builder(protocol).build().unwrap()
    }

    /// A client in certificate mode.
    pub(crate) fn certified(&self, protocol: Protocol) -> AlipayClient {
        self.builder(protocol)
            .certificates(certificates())
            .build()
            .unwrap()
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.inner.seen.lock().unwrap().clone()
    }

    /// The one request that came.
    pub(crate) fn only(&self) -> Seen {
        let seen = self.seen();
        assert_eq!(seen.len(), 1, "{seen:?}");
        seen.into_iter().next().unwrap()
    }

    pub(crate) fn naps(&self) -> Vec<Duration> {
        self.naps.taken()
    }
}

pub(crate) fn certificates() -> Certificates<'static> {
    Certificates {
        app: APP_CERT,
        alipay: ALIPAY_CERT,
        root: ROOT_CERT,
    }
}

pub(crate) fn app_key() -> PrivateKey {
    PrivateKey::parse(APP_KEY).unwrap()
}

pub(crate) fn alipay_key() -> PrivateKey {
    PrivateKey::parse(ALIPAY_KEY).unwrap()
}

fn app_public() -> PublicKey {
    PublicKey::parse(APP_PUBLIC).unwrap()
}

pub(crate) fn aes_key() -> AesKey {
    AesKey::parse(AES_KEY).unwrap()
}

async fn arrive(State(inner): State<Arc<Inner>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 4 * 1024 * 1024).await.unwrap();
    let target = parts.uri.path_and_query().unwrap().as_str().to_owned();
    let verb = parts.method.as_str().to_owned();
    let content_type = header(&parts.headers, "content-type");
    if target.starts_with("/gateway.do") {
        let arrival = gateway::Arrival {
            target: &target,
            content_type: content_type.as_deref(),
            body: &body,
        };
        let (seen, framing) = read_gateway(verb, target.clone(), arrival);
        let (framing, reaction) = inner.take(seen, framing);
        return answer_gateway(&framing, reaction).await;
    }
    let read = read_rest(verb, target, &parts.headers, content_type.as_deref(), &body);
    let framing = rest::Framing {
        with_certificate: read.as_ref().is_ok_and(|seen| seen.app_cert_sn.is_some()),
        encrypted: read.as_ref().is_ok_and(|seen| seen.encrypted),
    };
    let (framing, reaction) = inner.take(read, framing);
    answer_rest(framing, reaction).await
}

impl Inner {
    fn take<F>(&self, seen: Result<Seen, TransportError>, framing: F) -> (F, Reaction) {
        let reaction = match seen {
            Ok(seen) => {
                self.seen.lock().unwrap().push(seen);
                let next = self.reactions.lock().unwrap().pop_front();
                next.unwrap_or(Reaction::Transport(TransportError::InvalidMethod))
            }
            Err(error) => Reaction::Transport(error),
        };
        (framing, reaction)
    }
}

fn header(headers: &http::HeaderMap, name: &str) -> Option<String> {
    Some(headers.get(name)?.to_str().unwrap().to_owned())
}

fn read_gateway(
    verb: String,
    target: String,
    arrival: gateway::Arrival<'_>,
) -> (Result<Seen, TransportError>, gateway::Framing) {
    let mut request = gateway::Request::assemble(arrival).unwrap();
    let framing = request.framing().clone();
    let verified = request
        .claims(noon())
        .and_then(|claims| request.verify(&claims, &app_public()))
        .and_then(|()| request.content(Some(&aes_key())));
    let own = |name: &str| {
        request
            .text(name)
            .ok()
            .flatten()
            .map(std::borrow::Cow::into_owned)
    };
    let seen = verified.map(|content| Seen {
        verb,
        target,
        method: request.method().to_owned(),
        content: content.unwrap_or_default(),
        texts: request.own_texts().unwrap(),
        nonce: String::new(),
        app_cert_sn: own("app_cert_sn"),
        app_auth_token: own("app_auth_token"),
        auth_token: own("auth_token"),
        encrypted: own("encrypt_type").is_some(),
        files: Vec::new(),
    });
    let files = request.take_files();
    (seen.map(|seen| Seen { files, ..seen }), framing)
}

fn read_rest(
    verb: String,
    target: String,
    headers: &http::HeaderMap,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<Seen, TransportError> {
    let authorization = header(headers, rest::header::AUTHORIZATION);
    let authorization = rest::Authorization::parse(authorization.as_deref())?;
    let claims = authorization.claims(noon())?;
    let contents = rest::Contents::read(content_type, body)?;
    let token = header(headers, rest::header::APP_AUTH_TOKEN);
    let signed = authorization.signed_text();
    let text = rest::string_to_sign(signed, &verb, &target, contents.signed(), token.as_deref());
    claims.verify(&text, &app_public())?;
    let encrypt_type = header(headers, rest::header::ENCRYPT_TYPE);
    assert_eq!(header(headers, rest::header::REQUEST_ID).unwrap().len(), 32);
    Ok(Seen {
        verb,
        target,
        method: String::new(),
        content: contents.text(encrypt_type.as_deref(), Some(&aes_key()))?,
        texts: Vec::new(),
        nonce: claims.nonce,
        app_cert_sn: authorization.app_cert_sn().map(str::to_owned),
        app_auth_token: token,
        auth_token: None,
        encrypted: encrypt_type.is_some(),
        files: contents.files,
    })
}

async fn answer_gateway(framing: &gateway::Framing, reaction: Reaction) -> Response {
    let (own, forged) = (alipay_key(), app_key());
    let aes = aes_key();
    let sealing = |key, cert_sn| gateway::Sealing {
        key,
        cert_sn,
        content: framing.seal(|| [0; 16]).map(|seal| (&aes, seal)),
    };
    let node = |json: &str| {
        let rest = json.trim_start_matches('{');
        let comma = if rest == "}" { "" } else { "," };
        format!(r#"{{"code":"10000","msg":"Success"{comma}{rest}"#)
    };
    let reply = match reaction {
        Reaction::Answer(json) => framing.answer(&node(json), sealing(&own, Some(ALIPAY_SN))),
        Reaction::Business(code, message) => framing.refuse(
            &Refusal::business(code, message),
            sealing(&own, Some(ALIPAY_SN)),
        ),
        Reaction::Transport(error) => {
            framing.refuse(&error.refusal(), sealing(&own, Some(ALIPAY_SN)))
        }
        Reaction::Unsigned(error) => Ok(framing.unsigned(&error.refusal().node())),
        Reaction::AnswerUnsigned(json) => Ok(framing.unsigned(&node(json))),
        Reaction::AnswerForged(json) => {
            framing.answer(&node(json), sealing(&forged, Some(ALIPAY_SN)))
        }
        Reaction::BusinessForged(code) => framing.refuse(
            &Refusal::business(code, ""),
            sealing(&forged, Some(ALIPAY_SN)),
        ),
        Reaction::AnswerAs(sn, json) => framing.answer(
            &node(json),
            sealing(&own, Some(sn).filter(|sn| !sn.is_empty())),
        ),
        Reaction::Page(status, text) => return page(status, text),
        Reaction::Hangup => return hangup(),
        Reaction::Silence => return std::future::pending().await,
    };
    let reply = reply.unwrap();
    Response::builder()
        .header("content-type", reply.content_type)
        .header("trace_id", "trace-1")
        .body(reply.body.into())
        .unwrap()
}

async fn answer_rest(framing: rest::Framing, reaction: Reaction) -> Response {
    let (own, forged) = (alipay_key(), app_key());
    let aes = aes_key();
    let sealing = |key, cert_sn| rest::Sealing {
        key,
        cert_sn,
        content: Some(&aes),
        now: noon(),
        nonce: "answer-nonce",
        trace_id: "trace-1",
    };
    let mut unsigned = false;
    let answer = match reaction {
        Reaction::Answer(json) => framing.answer(json, sealing(&own, Some(ALIPAY_SN))),
        Reaction::Business(code, message) => framing.refuse(
            &Refusal::business(code, message).rest(),
            sealing(&own, Some(ALIPAY_SN)),
        ),
        Reaction::Transport(error) => framing.refuse(&error.rest(), sealing(&own, Some(ALIPAY_SN))),
        Reaction::Unsigned(error) => {
            unsigned = true;
            framing.refuse(&error.rest(), sealing(&own, None))
        }
        Reaction::AnswerUnsigned(json) => {
            unsigned = true;
            framing.answer(json, sealing(&own, None))
        }
        Reaction::AnswerForged(json) => framing.answer(json, sealing(&forged, Some(ALIPAY_SN))),
        Reaction::BusinessForged(code) => framing.refuse(
            &Refusal::business(code, "").rest(),
            sealing(&forged, Some(ALIPAY_SN)),
        ),
        Reaction::AnswerAs(sn, json) => {
            framing.answer(json, sealing(&own, Some(sn).filter(|sn| !sn.is_empty())))
        }
        Reaction::Page(status, text) => return page(status, text),
        Reaction::Hangup => return hangup(),
        Reaction::Silence => return std::future::pending().await,
    };
    let answer = answer.unwrap();
    let mut response = Response::builder().status(answer.status);
    for (name, value) in answer.headers {
        let of_signature = [
            rest::header::TIMESTAMP,
            rest::header::NONCE,
            rest::header::SIGNATURE,
        ]
        .contains(&name);
        if !(unsigned && of_signature) {
            response = response.header(name, value);
        }
    }
    response.body(answer.body.into()).unwrap()
}

/// An answer that is not the platform's: what a proxy shows.
pub(crate) fn page(status: u16, text: &'static str) -> Response {
    Response::builder()
        .status(status)
        .body(Body::from(text))
        .unwrap()
}

/// Begins an answer and breaks the connection under its reader.
pub(crate) fn hangup() -> Response {
    let broken = std::io::Error::from(std::io::ErrorKind::ConnectionReset);
    let body = futures_util::stream::iter([Ok("{"), Err(broken)]);
    Response::builder().body(Body::from_stream(body)).unwrap()
}

/// Checks a wanted error, saying what came instead.
#[macro_export]
macro_rules! assert_fails {
    ($outcome:expr, $pattern:pat $(if $guard:expr)?) => {{
        match $outcome {
            Err($pattern) $(if $guard)? => {}
            other => panic!("{other:?}"),
        }
    }};
}

/// The signature type of every vector here.
pub(crate) const RSA2: SignType = SignType::Rsa2;
