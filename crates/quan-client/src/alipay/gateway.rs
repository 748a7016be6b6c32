//! One attempt on the gateway.

use std::borrow::Cow;

use quan_wire::alipay::code::rest_status;
use quan_wire::alipay::encrypt::EncryptType;
use quan_wire::alipay::gateway::{Envelope, EnvelopeError, Outgoing};
use quan_wire::alipay::key::CannotSign;
use serde::Deserialize;

use super::client::{Image, Parts, Verified};
use super::error::{Error, Refused, SignatureError};
use super::rest::upload;
use crate::http::Reply;

/// The header by which the gateway finds a call again.
const TRACE_ID: &str = "trace_id";

/// What every node of the gateway may say about success.
#[derive(Deserialize)]
struct Verdict<'a> {
    #[serde(default, borrow)]
    code: Cow<'a, str>,
    #[serde(default, borrow)]
    msg: Cow<'a, str>,
    #[serde(default, borrow)]
    sub_code: Cow<'a, str>,
    #[serde(default, borrow)]
    sub_msg: Cow<'a, str>,
}

impl Verdict<'_> {
    /// A code of its own is a refusal; 10003 is a success that is not finished.
    /// Answers of the oldest methods have no code at all.
    fn is_refusal(&self) -> bool {
        !self.sub_code.is_empty() || !matches!(&*self.code, "" | "10000" | "10003")
    }

    fn refused(self, trace_id: Option<String>, signed: bool) -> Error {
        let said = |first: Cow<'_, str>, second: Cow<'_, str>| {
            if first.is_empty() {
                second.into_owned()
            } else {
                first.into_owned()
            }
        };
        let code = said(self.sub_code, self.code);
        let message = said(self.sub_msg, self.msg);
        let status = rest_status(&code);
        Error::refused(Refused {
            code,
            message,
            status,
            trace_id,
            signed,
        })
    }
}

impl Parts {
    pub(super) async fn gateway_call(
        &self,
        method: &str,
        content: &str,
        auth_token: Option<&str>,
    ) -> Result<Verified, Error> {
        let now = self.ambient.now();
        let outgoing = match auth_token {
            None => self.gateway.call(method, content, now),
            Some(token) => {
                let mut caller = self.gateway.clone();
                caller.auth_token = Some(token.to_owned());
                caller.call(method, content, now)
            }
        };
        self.gateway_send(method, outgoing).await
    }

    pub(super) async fn gateway_upload(
        &self,
        method: &str,
        texts: &[(String, String)],
        image: &Image<'_>,
    ) -> Result<Verified, Error> {
        let texts: Vec<(&str, &str)> = texts
            .iter()
            .map(|(name, text)| (name.as_str(), text.as_str()))
            .collect();
        let boundary = self.ambient.name();
        let now = self.ambient.now();
        let outgoing = self
            .gateway
            .upload(method, &texts, &[upload(image)], now, &boundary);
        self.gateway_send(method, outgoing).await
    }

    async fn gateway_send(
        &self,
        method: &str,
        outgoing: Result<Outgoing, CannotSign>,
    ) -> Result<Verified, Error> {
        let outgoing = outgoing.map_err(|error| Error::Request(error.to_string()))?;
        let mut url =
            crate::path::below(&self.endpoint, "/gateway.do", &[]).map_err(Error::Request)?;
        url.set_query(Some(&outgoing.query));
        let request = self
            .transport
            .client
            .post(url)
            .header(::http::header::CONTENT_TYPE, outgoing.content_type)
            .body(outgoing.body);
        let reply = self.transport.send(request).await?;
        self.read_gateway(method, reply)
    }

    fn read_gateway(&self, method: &str, reply: Reply) -> Result<Verified, Error> {
        if reply.status != 200 {
            return Err(Error::Http {
                status: reply.status,
                body: reply.excerpt(),
            });
        }
        let trace_id = reply.header(TRACE_ID).map(str::to_owned);
        let envelope =
            Envelope::read(&reply.body, method, &self.gateway.charset).map_err(unreadable)?;
        if !envelope.is_signed() {
            return Err(unsigned(&envelope, trace_id));
        }
        let key = self.trust.key(envelope.cert_sn())?;
        let content = self
            .gateway
            .encrypt_key
            .as_ref()
            .map(|key| (key, EncryptType::Aes));
        let opened = envelope
            .open(key, self.gateway.sign_type, content)
            .map_err(unreadable)?;
        let verdict: Verdict<'_> = serde_json::from_str(&opened.json).map_err(not_a_node)?;
        if opened.is_error_response || verdict.is_refusal() {
            return Err(verdict.refused(trace_id, true));
        }
        if self.trust.is_by_certificate() && envelope.cert_sn().is_none() {
            return Err(SignatureError::NoCertificate.into());
        }
        Ok(Verified {
            json: opened.json,
            raw: reply.body,
            trace_id,
        })
    }
}

/// The platform leaves some refusals unsigned; a success never is.
fn unsigned(envelope: &Envelope, trace_id: Option<String>) -> Error {
    match serde_json::from_str::<Verdict<'_>>(envelope.unverified_node()) {
        Ok(verdict) if verdict.is_refusal() => verdict.refused(trace_id, false),
        Ok(_) | Err(_) => SignatureError::Missing.into(),
    }
}

fn not_a_node(error: serde_json::Error) -> Error {
    Error::Decode {
        what: "the answer is no object of the gateway's".to_owned(),
        source: Some(Box::new(error)),
    }
}

fn unreadable(error: EnvelopeError) -> Error {
    match error {
        EnvelopeError::Unsigned => SignatureError::Missing.into(),
        EnvelopeError::Signature => SignatureError::Wrong.into(),
        EnvelopeError::Certificate { got, .. } => SignatureError::UnknownCertificate(got).into(),
        EnvelopeError::NoCertificate => SignatureError::NoCertificate.into(),
        error @ (EnvelopeError::Charset(_)
        | EnvelopeError::NotJson
        | EnvelopeError::NoRoot(_)
        | EnvelopeError::NoKey
        | EnvelopeError::Undecipherable) => Error::decode(error.to_string()),
    }
}
