//! The client: one call, sent, verified, read.

use std::sync::Arc;

use quan_wire::wechatpay::client::Caller;
use quan_wire::wechatpay::header;
use quan_wire::wechatpay::message::Call;
use quan_wire::wechatpay::received::Received;
use serde::de::DeserializeOwned;
use url::Url;

use super::ask::Ask;
use super::builder::WechatPayClientBuilder;
use super::error::Error;
use super::keys::Keys;
use super::send::received;
use crate::ambient::Ambient;
use crate::http::{Reply, Transport};
use crate::retry::Retry;
use crate::webhook::wechatpay::{Notification, Sealed, WebhookError};

/// Calls `WeChat` Pay's merchant coupons, on the platform's servers or on Quan's.
///
/// Cheap to clone; clones share the connections and the platform's certificates, so one
/// client serves a whole program. Every success is verified before it is read. What is
/// worth repeating is repeated as [`Retry`] says, with the same request number.
#[derive(Clone, Debug)]
pub struct WechatPayClient {
    pub(super) parts: Arc<Parts>,
}

#[derive(Debug)]
pub(super) struct Parts {
    pub(super) first: Host,
    pub(super) second: Option<Host>,
    pub(super) caller: Caller,
    pub(super) keys: Keys,
    pub(super) retry: Retry,
    pub(super) ambient: Ambient,
}

/// Where the platform is.
#[derive(Debug)]
pub(super) struct Host {
    pub(super) endpoint: Url,
    pub(super) transport: Transport,
}

/// An answer with what it was read from.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Answered<A> {
    /// The answer.
    pub answer: A,
    /// The body as it was verified; empty where there is none.
    pub raw: Vec<u8>,
    /// By which the platform finds the call again.
    pub request_id: Option<String>,
    /// How often the call was made.
    pub attempts: u32,
}

impl WechatPayClient {
    /// Starts building a client.
    pub fn builder() -> WechatPayClientBuilder {
        WechatPayClientBuilder::new()
    }

    pub(super) fn of(parts: Parts) -> WechatPayClient {
        WechatPayClient {
            parts: Arc::new(parts),
        }
    }

    /// The merchant that calls.
    pub fn mchid(&self) -> &str {
        &self.parts.caller.mchid
    }

    /// Where the platform is.
    pub fn endpoint(&self) -> &str {
        self.parts.first.endpoint.as_str()
    }

    /// Makes any call that has no file.
    pub async fn call<C: Call>(&self, request: &C) -> Result<C::Answer, Error> {
        Ok(self.call_detailed(request).await?.answer)
    }

    /// Makes any call that has no file, and keeps what its answer was read from.
    pub async fn call_detailed<C: Call>(&self, request: &C) -> Result<Answered<C::Answer>, Error> {
        self.ask(&Ask::of(request)?).await
    }

    /// Verifies a notification and opens it, with the same keys as answers: a new
    /// certificate of the platform is downloaded. `header` looks a header of the request
    /// up by its name, of which the case does not matter.
    pub async fn receive<'a>(
        &self,
        header: impl Fn(&'static str) -> Option<&'a str>,
        body: &'a [u8],
    ) -> Result<Notification, WebhookError> {
        let sealed = Sealed::of(header, body);
        let key = self.parts.keys.apiv3_key().ok_or(WebhookError::NoKey)?;
        let trust = self.parts.trust().await.map_err(keys_missing)?;
        match self.parts.verify(sealed.came, &trust).await {
            Ok(()) => sealed.open(key),
            Err(Error::Signature(error)) => Err(error.into()),
            Err(error) => Err(keys_missing(error)),
        }
    }

    pub(super) async fn ask<A: DeserializeOwned>(
        &self,
        ask: &Ask<'_>,
    ) -> Result<Answered<A>, Error> {
        let trust = self.parts.trust().await?;
        let (reply, attempts) = self.parts.send(ask, &trust).await?;
        let came: Received<'_> = received(&reply);
        self.parts.verify(came, &trust).await?;
        let answer = read(ask, &reply)?;
        Ok(Answered {
            answer,
            request_id: reply.header(header::REQUEST_ID).map(str::to_owned),
            raw: reply.body,
            attempts,
        })
    }
}

fn keys_missing(error: Error) -> WebhookError {
    WebhookError::Keys(Box::new(error))
}

/// Reads a verified body.
fn read<A: DeserializeOwned>(ask: &Ask<'_>, reply: &Reply) -> Result<A, Error> {
    let path = ask.operation.path();
    let unreadable = |source| Error::Decode {
        what: format!("the answer of {path} cannot be read"),
        source,
    };
    // What says nothing but that it is done has no body to look at.
    let body = if ask.operation.success() == 204 {
        b"null"
    } else {
        reply.body.as_slice()
    };
    // A derived reader would take a list for an object.
    let is_object = body.trim_ascii_start().starts_with(b"{");
    if !is_object && body != b"null" {
        return Err(unreadable(None));
    }
    serde_json::from_slice(body).map_err(|error| unreadable(Some(Box::new(error))))
}
