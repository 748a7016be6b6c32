//! Verification and signing: from bytes to an [`Incoming`] call and back.
//!
//! The questions are asked in one order, and the first fault is the one that is
//! answered. What is asked before the signature was accepted is refused unsigned;
//! everything after it is signed.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};
use hyper::body::Bytes;
use quan_core::{Clock, MerchantId, Timestamp};
use quan_engine::registry::Registry;
use quan_wire::wechatpay::answer::{Answer, request_id};
use quan_wire::wechatpay::authorization::{Asked, Authorization};
use quan_wire::wechatpay::certificates::{self, AlgorithmType, Certificates};
use quan_wire::wechatpay::error::ErrorBody;
use quan_wire::wechatpay::header::{SERIAL, Sealing, asked_serial};
use quan_wire::wechatpay::key::SigningError;
use quan_wire::wechatpay::message::call::{Operation, Parameters, Routing, route};
use quan_wire::wechatpay::message::{self, Problem};
use quan_wire::wechatpay::path::split_query;
use quan_wire::wechatpay::platform::{Chosen, KeyKind};
use quan_wire::wechatpay::refusal::Refusal;
use quan_wire::wechatpay::scheme::Scheme;
use quan_wire::wechatpay::upload;
use rand::rngs::StdRng;

use super::credential::{Credential, Credentials};
use super::limit::PerMinute;
use super::{Dispatch, Incoming, Outcome};
use crate::config::BodyLimits;
use crate::draw::Draws;
use crate::platform::WechatPlatform;

/// How many images a merchant may upload in a minute (`W-MEDIA-5`).
const UPLOADS_A_MINUTE: u32 = 100;
/// How much of an upload is read: more than an image may have, so that one that is
/// too large is told so.
const UPLOAD_LIMIT: usize = 8 << 20;

/// WeChat Pay's transport over the handlers `D`.
pub(crate) struct Transport<D> {
    registry: Registry,
    platform: WechatPlatform,
    wall: Arc<dyn Clock>,
    limits: BodyLimits,
    credentials: Credentials,
    uploads: PerMinute,
    draws: Draws,
    dispatch: D,
}

/// A request as it came.
pub(crate) struct Arrival<'a> {
    pub(crate) method: &'a Method,
    /// Path and query exactly as on the request line.
    pub(crate) target: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a Bytes,
}

/// Who signed a request, once that is certain.
struct Signer {
    credential: Arc<Credential>,
    /// The key of the platform's that the request names.
    asked: Option<String>,
}

impl<D: Dispatch> Transport<D> {
    pub(crate) fn new(
        registry: Registry,
        platform: WechatPlatform,
        wall: Arc<dyn Clock>,
        limits: BodyLimits,
        rng: StdRng,
        dispatch: D,
    ) -> Transport<D> {
        Transport {
            registry,
            platform,
            wall,
            limits,
            credentials: Credentials::default(),
            uploads: PerMinute::new(UPLOADS_A_MINUTE),
            draws: Draws::new(rng),
            dispatch,
        }
    }

    /// What carries calls out.
    pub(crate) fn handlers(&self) -> &D {
        &self.dispatch
    }

    /// How large the body of a request may be.
    pub(crate) fn limit(&self, method: &Method, path: &str) -> usize {
        match route(method.as_str(), path) {
            Routing::Found {
                operation: Operation::ImageUpload,
                ..
            } => UPLOAD_LIMIT,
            Routing::Found { .. } | Routing::WrongMethod | Routing::Unknown => self.limits.ordinary,
        }
    }

    /// Answers a request whose body could not be read. What is asked before the body
    /// is answered first.
    pub(crate) fn unread(
        &self,
        method: &Method,
        path: &str,
        headers: &HeaderMap,
    ) -> Response<Bytes> {
        let before = place(method, path).and_then(|_| has_headers(headers));
        let refusal = before.err().unwrap_or(Refusal::Body);
        self.unsigned(&refusal)
    }

    /// Answers a request.
    pub(crate) async fn answer(&self, arrival: Arrival<'_>) -> Response<Bytes> {
        let (path, query) = split_query(arrival.target);
        let (operation, parameters) = match place(arrival.method, path) {
            Ok(place) => place,
            Err(refusal) => return self.unsigned(&refusal),
        };
        let now = self.wall.now();
        let signer = match self.verify(operation, &arrival, now) {
            Ok(signer) => signer,
            Err(refusal) => return self.unsigned(&refusal),
        };
        let Signer { credential, asked } = signer;
        let kind = credential.kind();
        let keys = self.platform.keys(now);
        let key = match keys.choose(asked.as_deref(), kind, now) {
            Ok(Some(key)) => key,
            Ok(None) => return self.unsigned(&Refusal::System),
            // What the request asks for cannot be had: the merchant's own kind.
            Err(refusal) => {
                let Some(key) = keys.default_of(kind, now) else {
                    return self.unsigned(&Refusal::System);
                };
                return self.sealed(key, now, |sealing| Answer::refusal(&refusal, sealing));
            }
        };
        let incoming = Incoming {
            caller: credential.merchant.mchid,
            operation,
            parameters,
            query: query.map(str::to_owned),
            content_type: text(arrival.headers, header::CONTENT_TYPE.as_str()).map(str::to_owned),
            body: arrival.body.clone(),
        };
        let outcome = self.carried_out(incoming, &credential).await;
        self.sealed(key, self.wall.now(), |sealing| match outcome {
            Ok(json) => Answer::success(json, sealing),
            Err(error) => Answer::error(&error, sealing),
        })
    }

    /// Who signed a request, by the platform's own order of questions.
    fn verify(
        &self,
        operation: Operation,
        arrival: &Arrival<'_>,
        now: Timestamp,
    ) -> Result<Signer, Refusal> {
        let headers = arrival.headers;
        has_headers(headers)?;
        let authorization = text(headers, header::AUTHORIZATION.as_str());
        let authorization = Authorization::parse(authorization)?;
        authorization.require(Scheme::Rsa)?;
        authorization.is_timely(now)?;
        let mchid = MerchantId::parse(authorization.mchid).map_err(|_| Refusal::Merchant)?;
        let merchant = self.registry.wechat_merchant(mchid);
        let merchant = merchant.ok_or(Refusal::Merchant)?;
        let credential = self.credentials.of(merchant);
        let key = credential.key(authorization.serial_no, now)?;
        if credential.content_key().is_none() {
            return Err(Refusal::NoApiV3Key);
        }
        let asked = Asked {
            method: arrival.method.as_str(),
            target: arrival.target,
            body: signed(operation, arrival)?,
        };
        authorization.verify(asked, key)?;
        // Whatever stands there is a name, so that one that cannot be read is refused.
        let serial = headers
            .get(SERIAL)
            .map(|value| String::from_utf8_lossy(value.as_bytes()));
        let asked = asked_serial(serial.as_deref()).map(str::to_owned);
        Ok(Signer { credential, asked })
    }

    async fn carried_out(&self, incoming: Incoming, credential: &Credential) -> Outcome {
        if incoming.operation == Operation::Certificates {
            return self.certificates(credential, incoming.query.as_deref());
        }
        if !credential.merchant.busifavor {
            return Err(body_of(&Refusal::Permission));
        }
        if incoming.operation == Operation::ImageUpload
            && !self.uploads.admits(incoming.caller, self.wall.now())
        {
            return Err(body_of(&Refusal::Frequency));
        }
        self.dispatch.dispatch(incoming).await
    }

    /// `GET /v3/certificates`: the platform's certificates, sealed for a merchant.
    fn certificates(&self, credential: &Credential, query: Option<&str>) -> Outcome {
        let mut pairs = url::form_urlencoded::parse(query.unwrap_or_default().as_bytes());
        let asked = pairs.find(|(name, _)| name == "algorithm_type");
        let asked = AlgorithmType::parse(asked.as_ref().map(|(_, value)| value.as_ref()));
        let now = self.wall.now();
        let keys = self.platform.keys(now);
        let listed: Vec<_> = match asked {
            None => return Err(message::Refusal::from(Problem::Parameter).answer()),
            Some(AlgorithmType::Sm2) => Vec::new(),
            Some(AlgorithmType::Rsa | AlgorithmType::All) => keys.listed(now).collect(),
        };
        // Who was switched to the public key altogether has no certificate.
        if listed.is_empty() || credential.kind() == KeyKind::PublicKey {
            return Err(certificates::none_available());
        }
        let failed = |_| body_of(&Refusal::System);
        let key = credential.content_key();
        let key = key.ok_or_else(|| body_of(&Refusal::NoApiV3Key))?;
        let sealed = listed
            .into_iter()
            .map(|one| certificates::seal(one, key, &self.draws.short_name()))
            .collect::<Result<_, _>>()
            .map_err(failed)?;
        let list = Certificates { data: sealed };
        let json = serde_json::to_string(&list);
        json.map(Some).map_err(|_| body_of(&Refusal::System))
    }

    /// An answer, signed.
    fn sealed(
        &self,
        key: Chosen<'_>,
        now: Timestamp,
        make: impl FnOnce(&Sealing<'_>) -> Result<Answer, SigningError>,
    ) -> Response<Bytes> {
        let (nonce, id) = (self.draws.name(), request_id(self.draws.bytes()));
        let sealing = Sealing {
            key: key.key,
            serial: key.serial,
            now,
            nonce: &nonce,
            request_id: &id,
        };
        match make(&sealing) {
            Ok(answer) => response(answer),
            Err(error) => {
                tracing::error!(%error, "an answer could not be signed");
                self.unsigned(&Refusal::System)
            }
        }
    }

    fn unsigned(&self, refusal: &Refusal) -> Response<Bytes> {
        response(Answer::unsigned(refusal, &request_id(self.draws.bytes())))
    }
}

/// Which operation a request asks for.
fn place(method: &Method, path: &str) -> Result<(Operation, Parameters), Refusal> {
    match route(method.as_str(), path) {
        Routing::Found {
            operation,
            parameters,
        } => Ok((operation, parameters)),
        Routing::WrongMethod => Err(Refusal::Method),
        Routing::Unknown => Err(Refusal::Path),
    }
}

/// Refuses a request that does not say what it accepts or who sends it. What it says
/// is not judged, and need not be ASCII.
fn has_headers(headers: &HeaderMap) -> Result<(), Refusal> {
    let told = |name: HeaderName| {
        let value = headers.get(name);
        value.is_some_and(|value| !value.as_bytes().trim_ascii().is_empty())
    };
    if told(header::ACCEPT) && told(header::USER_AGENT) {
        Ok(())
    } else {
        Err(Refusal::Headers)
    }
}

/// What is signed of a request: its body, or of an upload the part `meta`.
fn signed<'a>(operation: Operation, arrival: &Arrival<'a>) -> Result<&'a [u8], Refusal> {
    if operation != Operation::ImageUpload {
        return Ok(arrival.body);
    }
    let kind = text(arrival.headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    let upload = upload::split(kind, arrival.body).map_err(|_| Refusal::Body)?;
    Ok(upload.meta)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The body of a refusal that is signed.
fn body_of(refusal: &Refusal) -> ErrorBody {
    let (_, body) = refusal.answer();
    body.unwrap_or_else(|| message::Refusal::from(Problem::Failure).answer())
}

fn response(answer: Answer) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(answer.body));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or_default();
    for (name, value) in answer.headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(&value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}
