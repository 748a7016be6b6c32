//! REST v3: a path a call, signatures in headers.

use std::sync::Arc;

use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use hyper::body::Bytes;
use quan_core::Timestamp;
use quan_wire::alipay::code::{RestRefusal, TransportError};
use quan_wire::alipay::encrypt::AesKey;
use quan_wire::alipay::rest::{
    Answer, Authorization, Contents, Framing, Sealing, header, string_to_sign,
};

use super::certificate;
use super::credential::{CertificateClaim, Credential};
use super::path::{self, Found, Missing, Target, query_pairs};
use super::{Transport, object};
use crate::alipay::{Content, Dispatch, Incoming};

/// A request as HTTP delivers it.
#[derive(Clone, Copy)]
pub(crate) struct RestArrival<'a> {
    pub(crate) verb: &'a Method,
    /// Path and query as they stood on the request line.
    pub(crate) target: &'a str,
    pub(crate) headers: &'a HeaderMap,
    pub(crate) body: &'a [u8],
}

impl<'a> RestArrival<'a> {
    fn header(&self, name: &str) -> Option<&'a str> {
        self.headers.get(name)?.to_str().ok()
    }

    fn path(&self) -> &'a str {
        self.target
            .split_once('?')
            .map_or(self.target, |(path, _)| path)
    }

    fn query(&self) -> &'a str {
        self.target.split_once('?').map_or("", |(_, query)| query)
    }

    fn encrypt_type(&self) -> Option<&'a str> {
        self.header(header::ENCRYPT_TYPE)
    }
}

/// A request whose signature was verified.
pub(super) struct Signed {
    pub(super) credential: Arc<Credential>,
    pub(super) contents: Contents,
}

impl<D: Dispatch> Transport<D> {
    /// How large the body of a request may be.
    pub(crate) fn rest_limit(&self, verb: &Method, path: &str) -> usize {
        let found = self.paths.find(verb.as_str(), path);
        if found.is_ok_and(|found| path::is_large(found.target)) {
            self.limits.large
        } else {
            self.limits.ordinary
        }
    }

    /// The answer to a request whose body was not read.
    pub(crate) fn rest_unread(&self, error: TransportError) -> Response<Bytes> {
        self.rest_answer(Framing::default(), Err(error.rest()), None)
    }

    /// Answers a request.
    pub(crate) async fn rest(&self, arrival: RestArrival<'_>) -> Response<Bytes> {
        let found = match self.paths.find(arrival.verb.as_str(), arrival.path()) {
            Ok(found) => found,
            Err(Missing::Path) => return self.rest_unread(TransportError::InvalidMethod),
            Err(Missing::Verb) => return self.rest_unread(TransportError::InvalidHttpMethod),
        };
        let now = self.wall.now();
        let authorization = match Authorization::parse(arrival.header(header::AUTHORIZATION)) {
            Ok(authorization) => authorization,
            Err(error) => return self.rest_unread(error),
        };
        let framing = Framing {
            with_certificate: authorization.app_cert_sn().is_some(),
            encrypted: matches!(Contents::encrypt_type(arrival.encrypt_type()), Ok(Some(_))),
        };
        let signed = match self.rest_signer(&authorization, arrival, now) {
            Ok(signed) => signed,
            Err(error) => return self.rest_answer(framing, Err(error.rest()), None),
        };
        let credential = Arc::clone(&signed.credential);
        let answer = self.rest_outcome(found, signed, arrival).await;
        self.rest_answer(framing, answer, credential.content_key())
    }

    /// Whose signature a request carries: up to here nothing it says is true.
    pub(super) fn rest_signer(
        &self,
        authorization: &Authorization,
        arrival: RestArrival<'_>,
        now: Timestamp,
    ) -> Result<Signed, TransportError> {
        let app = self.registry.find_app(authorization.app_id()?);
        let app = app.ok_or(TransportError::InvalidAppId)?;
        let claims = authorization.claims(now)?;
        let credential = self.credentials.of(app);
        let claim = CertificateClaim {
            app_cert_sn: authorization.app_cert_sn(),
            root_cert_sn: arrival.header(header::ROOT_CERT_SN),
            needs_root: false,
        };
        let key = credential.key(claim, self.platform.root_sn(), now)?;
        let contents = Contents::read(arrival.header(header::CONTENT_TYPE), arrival.body)?;
        let text = string_to_sign(
            authorization.signed_text(),
            arrival.verb.as_str(),
            arrival.target,
            contents.signed(),
            arrival.header(header::APP_AUTH_TOKEN),
        );
        claims.verify(&text, key)?;
        // Asked last, so that only the application itself can use its nonces up.
        let app_id = credential.app.app_id.as_str();
        if !self
            .nonces
            .is_new(app_id, &claims.nonce, claims.timestamp, now)
        {
            return Err(TransportError::ReplayedNonce);
        }
        Ok(Signed {
            credential,
            contents,
        })
    }

    async fn rest_outcome(
        &self,
        found: Found,
        signed: Signed,
        arrival: RestArrival<'_>,
    ) -> Result<String, RestRefusal> {
        let Signed {
            credential,
            mut contents,
        } = signed;
        let token = arrival
            .header(header::APP_AUTH_TOKEN)
            .filter(|token| !token.is_empty());
        let caller = self.caller(&credential.app, token)?;
        let text = contents.text(arrival.encrypt_type(), credential.content_key())?;
        let content = if *arrival.verb == Method::GET {
            let pairs = query_pairs(arrival.query());
            let mut pairs = pairs.ok_or(TransportError::InvalidCharset)?;
            pairs.extend(found.variables);
            Content::Pairs(pairs)
        } else {
            Content::Json(path::joined(object(text)?, found.variables)?)
        };
        let operation = match found.target {
            Target::Operation(operation) => operation,
            Target::CertificateDownload => {
                let sn = path::query_value(arrival.query(), "alipay_cert_sn");
                return Ok(certificate::of_number(&self.platform, sn.as_deref())?);
            }
        };
        let file = std::mem::take(&mut contents.files).into_iter().next();
        let incoming = Incoming {
            caller,
            operation,
            content,
            auth_token: None,
            file,
        };
        let outcome = self.dispatch.dispatch(incoming).await;
        outcome.into_result().map_err(|refusal| refusal.rest())
    }

    /// Frames an answer or a refusal, and signs it.
    fn rest_answer(
        &self,
        framing: Framing,
        answer: Result<String, RestRefusal>,
        content_key: Option<&AesKey>,
    ) -> Response<Bytes> {
        let nonce = self.draws.name();
        let trace_id = self.draws.name();
        let sealing = Sealing {
            key: self.platform.private_key(),
            cert_sn: Some(self.platform.certificate_sn()),
            content: content_key,
            now: self.wall.now(),
            nonce: &nonce,
            trace_id: &trace_id,
        };
        let framed = match &answer {
            Ok(json) => framing.answer(json, sealing),
            Err(refusal) => framing.refuse(refusal, sealing),
        };
        match framed {
            Ok(answer) => respond(answer),
            Err(error) => {
                tracing::error!(%error, "an answer could not be signed");
                let mut response =
                    Response::new(Bytes::from(TransportError::Unavailable.rest().body()));
                *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
                response
            }
        }
    }
}

fn respond(answer: Answer) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(answer.body));
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.reserve(answer.headers.len());
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    response
}
