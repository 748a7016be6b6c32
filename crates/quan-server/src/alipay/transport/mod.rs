//! Verification and signing: from bytes to an [`Incoming`] call and back.
//!
//! [`gateway`] and [`rest`] are the two pipelines; each asks its questions in
//! one order, and the first fault is the one that is answered. Nothing here
//! waits but for the handlers: a signature is verified where it arrives.
//!
//! [`Incoming`]: super::Incoming

mod certificate;
mod credential;
mod gateway;
mod nonce;
mod path;
mod rest;

use std::sync::Arc;

use quan_core::Clock;
use quan_engine::registry::{AlipayApp, Registry};
use quan_wire::alipay::code::TransportError;
use rand::rngs::StdRng;
use serde::de::IgnoredAny;

use super::{Caller, Dispatch};
use crate::config::BodyLimits;
use crate::draw::Draws;
use crate::platform::Platform;

use self::credential::Credentials;
use self::nonce::Nonces;
use self::path::Paths;

pub(crate) use self::rest::RestArrival;

/// Alipay's transport over the handlers `D`.
pub(crate) struct Transport<D> {
    registry: Registry,
    platform: Platform,
    wall: Arc<dyn Clock>,
    limits: BodyLimits,
    credentials: Credentials,
    nonces: Nonces,
    paths: Paths,
    draws: Draws,
    dispatch: D,
}

impl<D: Dispatch> Transport<D> {
    pub(crate) fn new(
        registry: Registry,
        platform: Platform,
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
            nonces: Nonces::default(),
            paths: Paths::new(),
            draws: Draws::new(rng),
            dispatch,
        }
    }

    /// For whom an application calls.
    fn caller(
        &self,
        app: &AlipayApp,
        app_auth_token: Option<&str>,
    ) -> Result<Caller, TransportError> {
        let merchant = match app_auth_token {
            None => app.merchant,
            Some(token) => {
                let leave = self.registry.find_authorization(token);
                let leave = leave.filter(|leave| leave.app_id == app.app_id);
                leave.ok_or(TransportError::InvalidAppAuthToken)?.merchant
            }
        };
        Ok(Caller {
            app_id: app.app_id.clone(),
            merchant,
            app_merchant: app.merchant,
            agency: app_auth_token.is_some(),
        })
    }
}

/// The text of a call as a JSON object; nothing at all is an empty one.
fn object(text: String) -> Result<String, TransportError> {
    let trimmed = text.trim_ascii();
    if trimmed.is_empty() {
        return Ok("{}".to_owned());
    }
    let is_object = trimmed.starts_with('{') && serde_json::from_str::<IgnoredAny>(trimmed).is_ok();
    if is_object {
        Ok(text)
    } else {
        Err(TransportError::IllegalJson)
    }
}

#[cfg(test)]
mod tests;
