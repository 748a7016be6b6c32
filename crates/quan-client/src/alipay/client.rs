//! The client: one call, on either protocol, as often as it takes.

use std::sync::Arc;

use quan_wire::alipay::message::Call;
use quan_wire::alipay::{gateway, rest};
use serde::de::DeserializeOwned;
use url::Url;

use super::ask::{Ask, Sent};
use super::builder::AlipayClientBuilder;
use super::error::Error;
use super::trust::Trust;
use crate::ambient::Ambient;
use crate::http::Transport;
use crate::retry::{Attempts, Retry};

/// Calls Alipay's voucher APIs, on Alipay's servers or on Quan's.
///
/// Cheap to clone; clones share the connections, so one client serves a whole
/// program. Every answer's signature is verified. What is worth repeating is
/// repeated as [`Retry`] says, with the same `out_biz_no`.
#[derive(Clone, Debug)]
pub struct AlipayClient {
    pub(super) parts: Arc<Parts>,
}

#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) transport: Transport,
    pub(super) endpoint: Url,
    pub(super) protocol: Protocol,
    pub(super) rest: rest::Caller,
    pub(super) gateway: gateway::Caller,
    pub(super) trust: Trust,
    pub(super) retry: Retry,
    pub(super) ambient: Ambient,
}

/// How calls travel. The operations are the same on both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// REST v3: a path a call, JSON bodies, signatures in headers. The few
    /// operations that it does not have go to the gateway.
    #[default]
    Rest,
    /// The gateway: one path, the method is a parameter.
    Gateway,
}

/// An image to upload.
#[derive(Clone, Copy, Debug)]
pub struct Image<'a> {
    /// Its file name; the ending must be one that the platform takes.
    pub filename: &'a str,
    /// Its media type, such as `image/png`.
    pub content_type: &'a str,
    /// The file.
    pub bytes: &'a [u8],
}

/// An answer with what it was read from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answered<A> {
    /// The answer.
    pub answer: A,
    /// The JSON text that was verified and, if need be, decrypted.
    pub json: String,
    /// The body as it came.
    pub raw: Vec<u8>,
    /// By which the platform finds the call again.
    pub trace_id: Option<String>,
    /// How often the call was made.
    pub attempts: u32,
}

/// What an attempt brings when it succeeds: verified, not yet read.
pub(super) struct Verified {
    pub(super) json: String,
    pub(super) raw: Vec<u8>,
    pub(super) trace_id: Option<String>,
}

impl AlipayClient {
    /// Starts building a client.
    pub fn builder() -> AlipayClientBuilder {
        AlipayClientBuilder::new()
    }

    pub(super) fn of(parts: Parts) -> AlipayClient {
        AlipayClient {
            parts: Arc::new(parts),
        }
    }

    /// A client that acts for the merchant who gave this `app_auth_token`. It
    /// shares this one's connections.
    #[must_use]
    pub fn for_merchant(&self, app_auth_token: impl Into<String>) -> AlipayClient {
        let token = Some(app_auth_token.into());
        let mut parts = Parts::clone(&self.parts);
        parts.rest.app_auth_token.clone_from(&token);
        parts.gateway.app_auth_token = token;
        AlipayClient::of(parts)
    }

    /// The same client on another protocol. It shares this one's connections.
    #[must_use]
    pub fn over(&self, protocol: Protocol) -> AlipayClient {
        AlipayClient::of(Parts {
            protocol,
            ..Parts::clone(&self.parts)
        })
    }

    /// How calls travel.
    pub fn protocol(&self) -> Protocol {
        self.parts.protocol
    }

    /// The app that calls.
    pub fn app_id(&self) -> &str {
        &self.parts.rest.app_id
    }

    /// Where the platform is.
    pub fn endpoint(&self) -> &str {
        self.parts.endpoint.as_str()
    }

    /// Makes any call that has no file.
    pub async fn call<C: Call>(&self, request: &C) -> Result<C::Answer, Error> {
        Ok(self.call_detailed(request).await?.answer)
    }

    /// Makes any call that has no file, and keeps what its answer was read from.
    pub async fn call_detailed<C: Call>(&self, request: &C) -> Result<Answered<C::Answer>, Error> {
        let ask = Ask::of(
            request,
            self.parts.protocol,
            &self.parts.endpoint,
            None,
            None,
        )?;
        self.ask(&ask).await
    }

    /// Calls a method of the gateway that has no type here. `biz_content` is a
    /// JSON text. It is repeated only when it surely was not carried out, because
    /// nothing is known about the method.
    pub async fn call_gateway(
        &self,
        method: &str,
        biz_content: &str,
    ) -> Result<Answered<serde_json::Value>, Error> {
        let sent = Sent::Gateway {
            content: biz_content.to_owned(),
            auth_token: None,
        };
        self.ask(&Ask {
            name: method,
            repeatable: false,
            sent,
        })
        .await
    }

    pub(super) async fn ask<A: DeserializeOwned>(
        &self,
        ask: &Ask<'_>,
    ) -> Result<Answered<A>, Error> {
        let parts = &*self.parts;
        let mut attempts = Attempts::first(parts.retry, &parts.ambient);
        let verified = loop {
            let error = match parts.attempt(ask).await {
                Ok(verified) => break verified,
                Err(error) => error,
            };
            let again = error.is_retryable() && (ask.repeatable || error.surely_not_done());
            if !(again && attempts.next(ask.name, &error).await) {
                return Err(error);
            }
        };
        let Verified {
            json,
            raw,
            trace_id,
        } = verified;
        let unreadable = |source| Error::Decode {
            what: format!("the answer to {} cannot be read", ask.name),
            source,
        };
        // A derived reader would take a list for an object.
        if !json.trim_ascii_start().starts_with('{') {
            return Err(unreadable(None));
        }
        let answer =
            serde_json::from_str(&json).map_err(|error| unreadable(Some(Box::new(error))))?;
        Ok(Answered {
            answer,
            json,
            raw,
            trace_id,
            attempts: attempts.made,
        })
    }
}

impl Parts {
    /// One attempt: signed anew, because a nonce counts once.
    async fn attempt(&self, ask: &Ask<'_>) -> Result<Verified, Error> {
        match &ask.sent {
            Sent::RestGet { url } => self.rest("GET", url, None, None).await,
            Sent::RestBody { verb, url, json } => {
                self.rest(verb.as_str(), url, Some(json), None).await
            }
            Sent::RestUpload { url, json, image } => {
                self.rest("POST", url, Some(json), Some(image)).await
            }
            Sent::Gateway {
                content,
                auth_token,
            } => self.gateway_call(ask.name, content, *auth_token).await,
            Sent::GatewayUpload { texts, image } => {
                self.gateway_upload(ask.name, texts, image).await
            }
        }
    }
}
