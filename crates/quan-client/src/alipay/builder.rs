//! Building a client: everything is read and checked once, before the first call.

use std::sync::Arc;

use quan_core::Clock;
use quan_wire::alipay::certificate::{Certificate, CertificateError, root_sn};
use quan_wire::alipay::encrypt::{AesKey, AesKeyError};
use quan_wire::alipay::gateway::CertificateSns;
use quan_wire::alipay::key::{KeyError, PrivateKey, PublicKey};
use quan_wire::alipay::{gateway, rest};
use rand::RngCore;

use super::client::{AlipayClient, Protocol};
use super::trust::Trust;
use crate::ambient::{Ambient, Sleeper};
use crate::http::Connections;
use crate::path;
use crate::retry::Retry;

/// Alipay's production servers.
const PRODUCTION: &str = "https://openapi.alipay.com";

/// The three files of certificate mode, as PEM texts.
#[derive(Clone, Copy, Debug)]
pub struct Certificates<'a> {
    /// The app's own certificate (`appCertPublicKey_….crt`).
    pub app: &'a str,
    /// The platform's (`alipayCertPublicKey_RSA2.crt`).
    pub alipay: &'a str,
    /// The bundle of roots (`alipayRootCert.crt`).
    pub root: &'a str,
}

/// Why a client cannot be built.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// Something that every client needs was not given.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// The endpoint is no address.
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
    #[error("could not read {what}")]
    Certificate {
        /// Which.
        what: &'static str,
        /// Why.
        source: CertificateError,
    },
    /// A certificate holds no RSA key.
    #[error("{0} holds no RSA key")]
    NoRsaKey(&'static str),
    /// No certificate of the bundle counts.
    #[error("the root certificates hold none that is signed with RSA")]
    NoRsaRoot,
    /// The app's certificate was made for another key.
    #[error("the app's certificate does not belong to its private key")]
    ForeignCertificate,
    /// The app's own public key was given as the platform's.
    #[error("the platform's public key is the app's own; take it from the platform's console")]
    OwnKey,
    /// The content key cannot be read.
    #[error("could not read the encrypt key")]
    EncryptKey(#[from] AesKeyError),
    /// The connections cannot be set up.
    #[error("could not set up connections")]
    Connections(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Builds an [`AlipayClient`].
#[derive(Clone, Debug)]
#[must_use]
pub struct AlipayClientBuilder {
    endpoint: String,
    app: Option<(String, String)>,
    alipay_public_key: Option<String>,
    certificates: Option<OwnedCertificates>,
    more_alipay_certificates: Vec<String>,
    encrypt_key: Option<String>,
    app_auth_token: Option<String>,
    protocol: Protocol,
    connections: Connections,
    retry: Retry,
    ambient: Ambient,
}

#[derive(Clone, Debug)]
struct OwnedCertificates {
    app: String,
    alipay: String,
    root: String,
}

impl AlipayClientBuilder {
    pub(super) fn new() -> AlipayClientBuilder {
        AlipayClientBuilder {
            endpoint: PRODUCTION.to_owned(),
            app: None,
            alipay_public_key: None,
            certificates: None,
            more_alipay_certificates: Vec::new(),
            encrypt_key: None,
            app_auth_token: None,
            protocol: Protocol::default(),
            connections: Connections::default(),
            retry: Retry::default(),
            ambient: Ambient::default(),
        }
    }

    /// Where the platform is: `https://openapi.alipay.com` unless said
    /// otherwise. Plain `http` is for a Quan server on one's own machine or network.
    pub fn endpoint(mut self, address: impl Into<String>) -> Self {
        self.endpoint = address.into();
        self
    }

    /// The app that calls, and its private key: PEM or one line of base64,
    /// PKCS#8 or PKCS#1.
    pub fn app(mut self, app_id: impl Into<String>, private_key: impl Into<String>) -> Self {
        self.app = Some((app_id.into(), private_key.into()));
        self
    }

    /// Key mode: the platform's public key, PEM or one line of base64.
    pub fn alipay_public_key(mut self, public_key: impl Into<String>) -> Self {
        self.alipay_public_key = Some(public_key.into());
        self
    }

    /// Certificate mode.
    pub fn certificates(mut self, certificates: Certificates<'_>) -> Self {
        self.certificates = Some(OwnedCertificates {
            app: certificates.app.to_owned(),
            alipay: certificates.alipay.to_owned(),
            root: certificates.root.to_owned(),
        });
        self
    }

    /// Certificate mode: one more certificate that the platform may sign with,
    /// for the time in which it changes from one to the next.
    pub fn another_alipay_certificate(mut self, pem: impl Into<String>) -> Self {
        self.more_alipay_certificates.push(pem.into());
        self
    }

    /// Encrypts the contents of every call with the app's content key (base64).
    pub fn encrypt_key(mut self, base64: impl Into<String>) -> Self {
        self.encrypt_key = Some(base64.into());
        self
    }

    /// Acts for the merchant who gave this token; see also
    /// [`AlipayClient::for_merchant`].
    pub fn app_auth_token(mut self, token: impl Into<String>) -> Self {
        self.app_auth_token = Some(token.into());
        self
    }

    /// REST v3, unless said otherwise.
    pub fn protocol(mut self, protocol: Protocol) -> Self {
        self.protocol = protocol;
        self
    }

    /// How connections are made and kept.
    pub fn connections(mut self, connections: Connections) -> Self {
        self.connections = connections;
        self
    }

    /// When calls are made again.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// The clock that stamps requests, the wall's unless said otherwise.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Self {
        self.ambient.clock = clock;
        self
    }

    /// Where nonces, boundaries and jitter are drawn from, the operating
    /// system's source unless said otherwise. Nonces must not repeat.
    pub fn rng(mut self, rng: impl RngCore + Send + 'static) -> Self {
        self.ambient.draw_from(rng);
        self
    }

    /// What waits between attempts, Tokio's timer unless said otherwise.
    pub fn sleeper(mut self, sleeper: impl Sleeper) -> Self {
        self.ambient.sleeper = Arc::new(sleeper);
        self
    }

    /// Reads keys and certificates and opens the pool of connections. Nothing
    /// is sent.
    pub fn build(self) -> Result<AlipayClient, BuildError> {
        let endpoint = path::endpoint(&self.endpoint).map_err(BuildError::Endpoint)?;
        let (app_id, key) = self.app.ok_or(BuildError::Missing("the app"))?;
        if app_id.is_empty() {
            return Err(BuildError::Missing("the app's id"));
        }
        let key = PrivateKey::parse(&key).map_err(|source| BuildError::Key {
            what: "the app's private key",
            source,
        })?;
        let (trust, certificates) = match (&self.certificates, &self.alipay_public_key) {
            (Some(certificates), _) => {
                let sns = sns(certificates, &key)?;
                (
                    by_certificates(&certificates.alipay, &self.more_alipay_certificates)?,
                    Some(sns),
                )
            }
            (None, Some(text)) => (Trust::Key(platform_key(text, &key)?), None),
            (None, None) => {
                return Err(BuildError::Missing(
                    "the platform's public key or certificate",
                ));
            }
        };
        let encrypt_key = self.encrypt_key.as_deref().map(AesKey::parse).transpose()?;
        let app_auth_token = self.app_auth_token.filter(|token| !token.is_empty());
        let transport = self
            .connections
            .open(&endpoint)
            .map_err(|error| BuildError::Connections(Box::new(error)))?;
        let rest = rest::Caller {
            certificates: certificates.clone(),
            encrypt_key: encrypt_key.clone(),
            app_auth_token: app_auth_token.clone(),
            ..rest::Caller::new(app_id.clone(), key.clone())
        };
        let gateway = gateway::Caller {
            certificates,
            encrypt_key,
            app_auth_token,
            ..gateway::Caller::new(app_id, key)
        };
        Ok(AlipayClient::of(super::client::Parts {
            transport,
            endpoint,
            protocol: self.protocol,
            rest,
            gateway,
            trust,
            retry: self.retry,
            ambient: self.ambient,
        }))
    }
}

fn platform_key(text: &str, own: &PrivateKey) -> Result<PublicKey, BuildError> {
    let key = PublicKey::parse(text).map_err(|source| BuildError::Key {
        what: "the platform's public key",
        source,
    })?;
    if key == *own.public_key() {
        return Err(BuildError::OwnKey);
    }
    Ok(key)
}

fn sns(certificates: &OwnedCertificates, key: &PrivateKey) -> Result<CertificateSns, BuildError> {
    let (sn, public) = leaf("the app's certificate", &certificates.app)?;
    if public != *key.public_key() {
        return Err(BuildError::ForeignCertificate);
    }
    let roots = Certificate::parse_chain(certificates.root.as_bytes()).map_err(|source| {
        BuildError::Certificate {
            what: "the root certificates",
            source,
        }
    })?;
    let alipay_root_cert_sn = root_sn(&roots);
    if alipay_root_cert_sn.is_empty() {
        return Err(BuildError::NoRsaRoot);
    }
    Ok(CertificateSns {
        app_cert_sn: sn,
        alipay_root_cert_sn,
    })
}

fn by_certificates(present: &str, more: &[String]) -> Result<Trust, BuildError> {
    let present = leaf("the platform's certificate", present)?;
    let first = present.1.clone();
    let mut all = vec![present];
    for pem in more {
        all.push(leaf("another certificate of the platform", pem)?);
    }
    Ok(Trust::Certificates { first, all })
}

fn leaf(what: &'static str, pem: &str) -> Result<(String, PublicKey), BuildError> {
    let certificate = Certificate::parse_leaf(pem.as_bytes())
        .map_err(|source| BuildError::Certificate { what, source })?;
    let key = certificate
        .public_key()
        .cloned()
        .ok_or(BuildError::NoRsaKey(what))?;
    Ok((certificate.sn().to_owned(), key))
}
