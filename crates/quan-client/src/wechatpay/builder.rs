//! Building a client: everything is read and checked once, before the first call.

use std::sync::Arc;
use std::time::Duration;

use quan_core::Clock;
use quan_wire::alipay::key::{KeyError, PrivateKey, PublicKey};
use quan_wire::wechatpay::aead::{ApiV3Key, ApiV3KeyError};
use quan_wire::wechatpay::certificate::{Certificate, CertificateError};
use quan_wire::wechatpay::client::Caller;
use quan_wire::wechatpay::header::is_public_key_id;
use quan_wire::wechatpay::received::Trust;
use rand::RngCore;
use url::Url;

use super::client::{Host, Parts, WechatPayClient};
use super::keys::Keys;
use crate::ambient::{Ambient, Sleeper};
use crate::http::Connections;
use crate::path;
use crate::retry::Retry;

/// The platform's production servers.
const PRODUCTION: &str = "https://api.mch.weixin.qq.com";
/// The platform closes connections that are idle for eight seconds.
const IDLE: Duration = Duration::from_secs(7);
const USER_AGENT: &str = concat!("quan-client/", env!("CARGO_PKG_VERSION"));

/// The merchant that calls.
#[derive(Clone, Copy, Debug)]
pub struct Merchant<'a> {
    /// Its number.
    pub mchid: &'a str,
    /// The serial number of its API certificate, in hex.
    pub serial_no: &'a str,
    /// The certificate's private key: PEM or one line of base64 (`apiclient_key.pem`).
    pub private_key: &'a str,
}

/// Why a client or a webhook cannot be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Something that every client needs was not given.
    #[error("{0} missing")]
    Missing(&'static str),
    /// Something that was given has not its form.
    #[error("{0}")]
    Form(&'static str),
    /// An endpoint is no address.
    #[error("the endpoint {0}")]
    Endpoint(String),
    /// A key cannot be read.
    #[error("could not read {what}")]
    Key {
        /// Which.
        what: &'static str,
        /// Why.
        source: KeyError,
    },
    /// A certificate cannot be read.
    #[error("could not read a certificate of the platform")]
    Certificate(#[from] CertificateError),
    /// The `APIv3` key cannot be read.
    #[error("could not read the APIv3 key")]
    ApiV3Key(#[from] ApiV3KeyError),
    /// The merchant's own key was given as the platform's.
    #[error("the platform's key is the merchant's own; take it from the platform")]
    OwnKey,
    /// The connections cannot be set up.
    #[error("could not set up connections")]
    Connections(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Builds a [`WechatPayClient`].
#[derive(Clone, Debug)]
#[must_use]
pub struct WechatPayClientBuilder {
    endpoint: String,
    second_endpoint: Option<String>,
    merchant: Option<OwnedMerchant>,
    apiv3_key: Option<Secret>,
    platform_certificates: Vec<String>,
    public_key: Option<(String, String)>,
    connections: Connections,
    retry: Retry,
    ambient: Ambient,
}

#[derive(Clone, Debug)]
struct OwnedMerchant {
    mchid: String,
    serial_no: String,
    private_key: Secret,
}

/// A text that nothing shows.
#[derive(Clone)]
struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl WechatPayClientBuilder {
    pub(super) fn new() -> WechatPayClientBuilder {
        WechatPayClientBuilder {
            endpoint: PRODUCTION.to_owned(),
            second_endpoint: None,
            merchant: None,
            apiv3_key: None,
            platform_certificates: Vec::new(),
            public_key: None,
            connections: Connections {
                idle_timeout: IDLE,
                ..Connections::default()
            },
            retry: Retry::default(),
            ambient: Ambient::default(),
        }
    }

    /// Where the platform is: `https://api.mch.weixin.qq.com` unless said otherwise.
    /// Plain `http` is for a Quan server on one's own machine or network.
    pub fn endpoint(mut self, address: impl Into<String>) -> Self {
        self.endpoint = address.into();
        self
    }

    /// Another way to the platform, such as `https://api2.mch.weixin.qq.com`, which every
    /// other attempt of a call takes.
    pub fn second_endpoint(mut self, address: impl Into<String>) -> Self {
        self.second_endpoint = Some(address.into());
        self
    }

    /// The merchant that calls.
    pub fn merchant(mut self, merchant: Merchant<'_>) -> Self {
        self.merchant = Some(OwnedMerchant {
            mchid: merchant.mchid.to_owned(),
            serial_no: merchant.serial_no.to_owned(),
            private_key: Secret(merchant.private_key.to_owned()),
        });
        self
    }

    /// The merchant's `APIv3` key. With it the client downloads the platform's
    /// certificates, before the first call and twice a day where no key of the platform is
    /// given, and whenever an answer names one that is not known. It also opens
    /// notifications.
    pub fn apiv3_key(mut self, key: impl Into<String>) -> Self {
        self.apiv3_key = Some(Secret(key.into()));
        self
    }

    /// Trusts a certificate of the platform's (PEM). Call it again for another one.
    pub fn platform_certificate(mut self, pem: impl Into<String>) -> Self {
        self.platform_certificates.push(pem.into());
        self
    }

    /// Public-key mode: trusts the platform's public key (PEM) under its name,
    /// `PUB_KEY_ID_…`, and asks for answers that are signed with it.
    pub fn public_key(mut self, id: impl Into<String>, pem: impl Into<String>) -> Self {
        self.public_key = Some((id.into(), pem.into()));
        self
    }

    /// How connections are made and kept. The platform closes those that are idle for
    /// eight seconds, so they are kept for seven unless said otherwise.
    pub fn connections(mut self, connections: Connections) -> Self {
        self.connections = connections;
        self
    }

    /// When calls are made again.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// The clock that stamps requests and judges answers, the wall's unless said
    /// otherwise.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.ambient.clock = clock;
        self
    }

    /// Where nonces, boundaries and jitter are drawn from, the operating system's source
    /// unless said otherwise.
    pub fn rng(mut self, rng: impl RngCore + Send + 'static) -> Self {
        self.ambient.draw_from(rng);
        self
    }

    /// What waits between attempts, Tokio's timer unless said otherwise.
    pub fn sleeper(mut self, sleeper: impl Sleeper) -> Self {
        self.ambient.sleeper = Arc::new(sleeper);
        self
    }

    /// Reads keys and certificates and opens the pool of connections. Nothing is sent.
    pub fn build(self) -> Result<WechatPayClient, BuildError> {
        let merchant = self
            .merchant
            .ok_or(BuildError::Missing("the merchant is"))?;
        let key = PrivateKey::parse(&merchant.private_key.0).map_err(|source| BuildError::Key {
            what: "the merchant's private key",
            source,
        })?;
        if merchant.mchid.is_empty() || !merchant.mchid.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(BuildError::Form("the merchant's number is no number"));
        }
        let serial = &merchant.serial_no;
        if serial.is_empty() || !serial.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(BuildError::Form(
                "the certificate's serial number is no number in hex",
            ));
        }
        let apiv3_key = self
            .apiv3_key
            .map(|key| ApiV3Key::parse(&key.0))
            .transpose()?;
        let own = key.public_key();
        let mut given = None;
        for pem in &self.platform_certificates {
            let certificate = platform_certificate(pem)?;
            if certificate.public_key() == own {
                return Err(BuildError::OwnKey);
            }
            given = Some(Trust::with_certificate(
                given.unwrap_or_default(),
                &certificate,
            ));
        }
        if let Some((id, pem)) = &self.public_key {
            let public_key = platform_key(id, pem)?;
            if public_key == *own {
                return Err(BuildError::OwnKey);
            }
            given = Some(Trust::with_key(given.unwrap_or_default(), id, public_key));
        }
        if given.is_none() && apiv3_key.is_none() {
            return Err(BuildError::Missing(
                "the APIv3 key and every key of the platform are",
            ));
        }
        let open = |address: &str| host(address, &self.connections);
        Ok(WechatPayClient::of(Parts {
            first: open(&self.endpoint)?,
            second: self.second_endpoint.as_deref().map(open).transpose()?,
            caller: Caller {
                mchid: merchant.mchid,
                serial_no: merchant.serial_no,
                key: key.into(),
                user_agent: USER_AGENT.to_owned(),
            },
            keys: Keys::new(given, apiv3_key),
            retry: self.retry,
            ambient: self.ambient,
        }))
    }
}

/// Opens connections to a host. Its path is signed as the platform knows it, so there can
/// be none before it.
fn host(address: &str, connections: &Connections) -> Result<Host, BuildError> {
    let endpoint: Url = path::endpoint(address).map_err(BuildError::Endpoint)?;
    if endpoint.path() != "/" {
        let text = format!("{address:?} has more than a host");
        return Err(BuildError::Endpoint(text));
    }
    let transport = connections
        .open(&endpoint)
        .map_err(|error| BuildError::Connections(Box::new(error)))?;
    Ok(Host {
        endpoint,
        transport,
    })
}

/// Reads a certificate of the platform.
pub(crate) fn platform_certificate(pem: &str) -> Result<Certificate, BuildError> {
    Ok(Certificate::parse(pem)?)
}

/// Reads the platform's public key under its name.
pub(crate) fn platform_key(id: &str, pem: &str) -> Result<PublicKey, BuildError> {
    if !is_public_key_id(id) {
        return Err(BuildError::Form(
            "the name of the platform's public key is not PUB_KEY_ID_ and digits",
        ));
    }
    PublicKey::parse(pem).map_err(|source| BuildError::Key {
        what: "the platform's public key",
        source,
    })
}
