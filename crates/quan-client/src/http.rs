//! Connections: kept alive and shared, answers read up to a bound, failures
//! told apart by whether the request may have arrived.

use std::time::Duration;

use ::http::HeaderMap;
use reqwest::redirect::Policy;
use url::{Host, Url};

/// How much of an answer is read. The largest, a page of activities with long
/// scopes, stays far below.
const LARGEST_ANSWER: usize = 32 * 1024 * 1024;
/// How much of an unreadable answer an error shows.
const SHOWN: usize = 512;

/// How connections are made and kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connections {
    /// How long a connection may take to be made.
    pub connect_timeout: Duration,
    /// How long one attempt may take in all.
    pub timeout: Duration,
    /// How many idle connections are kept. A load generator wants as many as it
    /// has callers.
    pub idle_per_host: usize,
    /// How long an idle connection is kept.
    pub idle_timeout: Duration,
    /// Certificates (PEM) of authorities to trust beside the system's, for a
    /// server behind a certificate of one's own.
    pub roots: Vec<String>,
}

impl Default for Connections {
    fn default() -> Connections {
        Connections {
            connect_timeout: Duration::from_secs(3),
            timeout: Duration::from_secs(15),
            idle_per_host: 64,
            idle_timeout: Duration::from_mins(1),
            roots: Vec::new(),
        }
    }
}

impl Connections {
    /// The same, keeping so many idle connections.
    #[must_use]
    pub fn idle(mut self, idle_per_host: usize) -> Connections {
        self.idle_per_host = idle_per_host;
        self
    }

    /// The same, with so long for one attempt.
    #[must_use]
    pub fn within(mut self, timeout: Duration) -> Connections {
        self.timeout = timeout;
        self
    }

    /// The same, trusting one more authority (PEM).
    #[must_use]
    pub fn trusting(mut self, root: impl Into<String>) -> Connections {
        self.roots.push(root.into());
        self
    }

    pub(crate) fn open(&self, endpoint: &Url) -> Result<Transport, reqwest::Error> {
        let encrypted = endpoint.scheme() == "https";
        if encrypted && rustls::crypto::CryptoProvider::get_default().is_none() {
            // Whoever came first keeps their choice: any provider will do.
            let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        }
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("quan-client/", env!("CARGO_PKG_VERSION")))
            // A signed request is meant for one address.
            .redirect(Policy::none())
            .connect_timeout(self.connect_timeout)
            .timeout(self.timeout)
            .pool_max_idle_per_host(self.idle_per_host)
            .pool_idle_timeout(self.idle_timeout);
        if encrypted {
            for root in &self.roots {
                builder =
                    builder.add_root_certificate(reqwest::Certificate::from_pem(root.as_bytes())?);
            }
        } else {
            builder = builder.use_preconfigured_tls(unused_tls());
        }
        if is_loopback(endpoint) {
            builder = builder.no_proxy();
        }
        Ok(Transport {
            client: builder.build()?,
        })
    }
}

/// TLS without authorities, for endpoints that do not use it: reading the
/// system's store takes longer than a thousand calls on loopback.
fn unused_tls() -> rustls::ClientConfig {
    let provider = rustls::crypto::aws_lc_rs::default_provider();
    rustls::ClientConfig::builder_with_provider(provider.into())
        .with_safe_default_protocol_versions()
        .expect("the provider that we name has the default versions")
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}

fn is_loopback(endpoint: &Url) -> bool {
    match endpoint.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

/// No answer came.
#[derive(Debug, thiserror::Error)]
#[error("{}", if *.sent { "the connection broke" } else { "the server could not be reached" })]
pub struct ConnectionError {
    sent: bool,
    source: Box<dyn std::error::Error + Send + Sync>,
}

impl ConnectionError {
    /// Whether the request may have arrived.
    pub fn may_have_arrived(&self) -> bool {
        self.sent
    }
}

/// Why there is no answer to read.
#[derive(Debug)]
pub(crate) enum Failure {
    Timeout,
    Connection(ConnectionError),
    TooLarge,
}

/// An answer, whole.
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The beginning of the body, for an error to show.
    pub(crate) fn excerpt(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        let end = text.floor_char_boundary(SHOWN);
        text[..end].to_owned()
    }
}

/// An open pool of connections. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Transport {
    pub(crate) client: reqwest::Client,
}

impl Transport {
    pub(crate) async fn send(&self, request: reqwest::RequestBuilder) -> Result<Reply, Failure> {
        let mut response = request.send().await.map_err(failure)?;
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failure)? {
            if body.len() + chunk.len() > LARGEST_ANSWER {
                return Err(Failure::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Reply {
            status,
            headers,
            body,
        })
    }
}

fn failure(error: reqwest::Error) -> Failure {
    let sent = !(error.is_connect() || error.is_builder());
    if sent && error.is_timeout() {
        return Failure::Timeout;
    }
    // The address holds the signature on the gateway; nothing should log it.
    Failure::Connection(ConnectionError {
        sent,
        source: Box::new(error.without_url()),
    })
}
