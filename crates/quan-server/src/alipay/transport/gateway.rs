//! The gateway: one path, answers in an envelope, status 200 whatever happens.

use std::sync::Arc;

use http::{HeaderName, HeaderValue, Method, Response, header};
use hyper::body::Bytes;
use quan_core::Timestamp;
use quan_wire::alipay::code::{Refusal, TransportError};
use quan_wire::alipay::encrypt::AesKey;
use quan_wire::alipay::gateway::{Arrival, Framing, Reply, Request, Sealing};
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::multipart::is_multipart;

use super::certificate::{self, DOWNLOAD_METHOD};
use super::credential::{CertificateClaim, Credential};
use super::path::{self, Target, query_value};
use super::{Transport, object};
use crate::alipay::{Content, Dispatch, Incoming};

/// By which an answer is found in the log; some SDKs show it.
const TRACE_ID: HeaderName = HeaderName::from_static("trace_id");

/// A refusal, and what its answer is encrypted with once the caller is known.
struct Refused {
    refusal: Refusal,
    credential: Option<Arc<Credential>>,
}

/// What a verified request asks for.
enum Asked {
    Operation(Box<Incoming>),
    /// Something that the transport itself has answered.
    Answered(String),
}

impl Refused {
    fn plain(error: TransportError) -> Refused {
        Refused {
            refusal: error.refusal(),
            credential: None,
        }
    }
}

impl<D: Dispatch> Transport<D> {
    /// How large the body of a request may be, as far as can be told before it
    /// is read. A request that names its method in the body is judged again.
    pub(crate) fn gateway_limit(&self, query: &str, content_type: Option<&str>) -> usize {
        let large = match query_value(query, "method") {
            Some(method) => is_large(&method),
            None => true,
        };
        if large || content_type.is_some_and(is_multipart) {
            self.limits.large
        } else {
            self.limits.ordinary
        }
    }

    /// The answer to a request whose body was not read.
    pub(crate) fn gateway_unread(&self, query: &str, error: TransportError) -> Response<Bytes> {
        // The query alone says how to frame the answer.
        let arrival = format!("/gateway.do?{query}");
        let arrival = Arrival {
            target: &arrival,
            content_type: None,
            body: b"",
        };
        let framing = match Request::assemble(arrival) {
            Ok(request) => request.framing().clone(),
            Err(rejected) => rejected.framing,
        };
        self.frame(&framing, Err(Refused::plain(error)))
    }

    /// Answers a request.
    pub(crate) async fn gateway(&self, verb: &Method, arrival: Arrival<'_>) -> Response<Bytes> {
        let request = match Request::assemble(arrival) {
            Ok(request) => request,
            Err(rejected) => {
                return self.frame(&rejected.framing, Err(Refused::plain(rejected.error)));
            }
        };
        let framing = request.framing().clone();
        let answer = if *verb != Method::GET && *verb != Method::POST {
            Err(Refused::plain(TransportError::InvalidHttpMethod))
        } else if arrival.body.len() > self.limits.ordinary && !is_large(request.method()) {
            Err(Refused::plain(TransportError::TooLarge))
        } else {
            self.carry_out(request).await
        };
        self.frame(&framing, answer)
    }

    async fn carry_out(&self, request: Request) -> Result<(String, Arc<Credential>), Refused> {
        let credential = self
            .gateway_signer(&request, self.wall.now())
            .map_err(Refused::plain)?;
        let refused = |refusal| Refused {
            refusal,
            credential: Some(Arc::clone(&credential)),
        };
        let asked = self.asked_of_gateway(request, &credential);
        let asked = asked.map_err(|error| {
            // Who cannot be understood is not answered in cipher.
            if error == TransportError::Undecipherable {
                Refused::plain(error)
            } else {
                refused(error.refusal())
            }
        });
        let json = match asked? {
            Asked::Operation(incoming) => self
                .dispatch
                .dispatch(*incoming)
                .await
                .into_result()
                .map_err(refused)?,
            Asked::Answered(json) => json,
        };
        Ok((json, credential))
    }

    /// Whose signature a request carries: up to here nothing it says is true.
    pub(super) fn gateway_signer(
        &self,
        request: &Request,
        now: Timestamp,
    ) -> Result<Arc<Credential>, TransportError> {
        let app = self
            .registry
            .find_app(request.app_id())
            .ok_or(TransportError::InvalidAppId)?;
        let claims = request.claims(now)?;
        let credential = self.credentials.of(app);
        let key = credential.key(
            CertificateClaim {
                app_cert_sn: request.app_cert_sn().as_deref(),
                root_cert_sn: request.alipay_root_cert_sn().as_deref(),
                needs_root: true,
            },
            self.platform.root_sn(),
            now,
        )?;
        request.verify(&claims, key)?;
        Ok(credential)
    }

    /// What a verified request asks for.
    fn asked_of_gateway(
        &self,
        mut request: Request,
        credential: &Credential,
    ) -> Result<Asked, TransportError> {
        let operation = Operation::of_method(request.method());
        if operation.is_none() && request.method() != DOWNLOAD_METHOD {
            return Err(TransportError::InvalidMethod);
        }
        let caller = self.caller(&credential.app, request.app_auth_token().as_deref())?;
        let json = request.content(credential.content_key())?;
        let Some(operation) = operation else {
            let json = object(json.unwrap_or_default())?;
            return certificate::download(&self.platform, &json).map(Asked::Answered);
        };
        let own = if path::is_upload(Target::Operation(operation)) {
            request.own_texts()?
        } else {
            Vec::new()
        };
        let content = if own.is_empty() {
            Content::Json(object(json.unwrap_or_default())?)
        } else {
            Content::Pairs(own)
        };
        let file = request.take_files().into_iter().next();
        let auth_token = request.auth_token().map(|token| token.to_string());
        let incoming = Incoming {
            caller,
            operation,
            content,
            auth_token,
            file,
        };
        Ok(Asked::Operation(Box::new(incoming)))
    }

    /// Frames an answer or a refusal, and signs it.
    fn frame(
        &self,
        framing: &Framing,
        answer: Result<(String, Arc<Credential>), Refused>,
    ) -> Response<Bytes> {
        let (node, credential) = match answer {
            Ok((json, credential)) => (successful(&json), Some(credential)),
            Err(refused) => (refused.refusal.node(), refused.credential),
        };
        let content_key = credential.as_deref().and_then(Credential::content_key);
        let mut response = respond(self.sealed(framing, &node, content_key));
        if let Ok(trace_id) = HeaderValue::try_from(self.draws.name()) {
            response.headers_mut().insert(TRACE_ID, trace_id);
        }
        response
    }

    fn sealed(&self, framing: &Framing, node: &str, content_key: Option<&AesKey>) -> Reply {
        let sealing = Sealing {
            key: self.platform.private_key(),
            cert_sn: Some(self.platform.certificate_sn()),
            content: content_key.zip(framing.seal(|| self.draws.bytes())),
        };
        framing.answer(node, sealing).unwrap_or_else(|error| {
            tracing::error!(%error, "an answer could not be signed");
            framing.unsigned(node)
        })
    }
}

/// Puts the gateway's own members before those of an answer.
fn successful(json: &str) -> String {
    const HEAD: &str = r#"{"code":"10000","msg":"Success""#;
    let members = json
        .trim_start()
        .strip_prefix('{')
        .unwrap_or("}")
        .trim_start();
    let comma = if members.starts_with('}') { "" } else { "," };
    let mut node = String::with_capacity(HEAD.len() + members.len() + 1);
    node.push_str(HEAD);
    node.push_str(comma);
    node.push_str(members);
    node
}

fn respond(reply: Reply) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(reply.body));
    // Charset names that are accepted make header values.
    let content_type = HeaderValue::try_from(reply.content_type);
    let content_type = content_type.unwrap_or(HeaderValue::from_static("text/html;charset=utf-8"));
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, content_type);
    response
}

/// Whether the body of a method may be large.
fn is_large(method: &str) -> bool {
    Operation::of_method(method)
        .is_some_and(|operation| path::is_large(Target::Operation(operation)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_begins_with_the_gateways_members() {
        assert_eq!(successful("{}"), r#"{"code":"10000","msg":"Success"}"#);
        assert_eq!(
            successful(r#"{"activity_id":"1"}"#),
            r#"{"code":"10000","msg":"Success","activity_id":"1"}"#
        );
    }

    #[test]
    fn d23_uploads_and_long_lists_may_be_large() {
        assert!(is_large("alipay.marketing.material.image.upload"));
        assert!(is_large("alipay.marketing.activity.ordervoucher.modify"));
        assert!(!is_large("alipay.marketing.activity.voucher.create"));
        assert!(!is_large("alipay.nosuch"));
    }
}
