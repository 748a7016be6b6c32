//! The client of Quan's own API: JSON with a bearer token.

use std::fmt;
use std::sync::Arc;

use ::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use ::http::{HeaderValue, Method};
use quan_wire::api::Problem;
use rand::RngCore;
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::Url;

use super::error::ApiError;
use crate::alipay::BuildError;
use crate::ambient::{Ambient, Sleeper};
use crate::http::{Connections, Transport};
use crate::path;
use crate::retry::{Attempts, Retry};

/// Calls Quan's own API: what no platform's API gives.
///
/// Cheap to clone; clones share the connections. Calls are repeated as [`Retry`]
/// says: writes carry a request number or change nothing the second time, but
/// for moving a clock by a step, which is repeated only where it surely did not
/// arrive.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use quan_client::QuanClient;
/// use quan_client::api::{RedeemVoucher, Seller};
///
/// let quan = QuanClient::new("http://127.0.0.1:8600", "demo-token")?;
/// let order = RedeemVoucher {
///     request_no: "pay-42".into(),
///     user_id: "2088202967380463".into(),
///     order_no: "order-42".into(),
///     total: "35.00".parse()?,
///     seller: Seller { pid: Some("2088102111111111".into()), ..Seller::default() },
///     discountable: None,
///     undiscountable: None,
///     app_id: None,
///     shop_id: None,
///     goods: Vec::new(),
///     actual_order_time: None,
/// };
/// match quan.redeem("2026112500073002000000010001", &order).await {
///     Ok(redeemed) => println!("{} comes off", redeemed.deduction),
///     Err(error) if error.is("below-floor") => println!("the order is too small"),
///     Err(error) => return Err(error.into()),
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug)]
pub struct QuanClient {
    parts: Arc<Parts>,
}

struct Parts {
    transport: Transport,
    endpoint: Url,
    authorization: HeaderValue,
    retry: Retry,
    ambient: Ambient,
}

/// Shows where Quan is, never the token.
impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("endpoint", &self.endpoint.as_str())
            .finish_non_exhaustive()
    }
}

/// Builds a [`QuanClient`].
#[must_use]
pub struct QuanClientBuilder {
    endpoint: String,
    token: String,
    connections: Connections,
    retry: Retry,
    ambient: Ambient,
}

impl fmt::Debug for QuanClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("QuanClientBuilder")
            .field("endpoint", &self.endpoint)
            .finish_non_exhaustive()
    }
}

impl QuanClientBuilder {
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

    /// Where jitter is drawn from, the operating system's source unless said
    /// otherwise.
    pub fn rng(mut self, rng: impl RngCore + Send + 'static) -> Self {
        self.ambient.draw_from(rng);
        self
    }

    /// What waits between attempts, Tokio's timer unless said otherwise.
    pub fn sleeper(mut self, sleeper: impl Sleeper) -> Self {
        self.ambient.sleeper = Arc::new(sleeper);
        self
    }

    /// Opens the pool of connections. Nothing is sent.
    pub fn build(self) -> Result<QuanClient, BuildError> {
        let endpoint = path::endpoint(&self.endpoint).map_err(BuildError::Endpoint)?;
        let mut authorization = HeaderValue::try_from(format!("Bearer {}", self.token))
            .map_err(|_| BuildError::Missing("a token of plain characters"))?;
        authorization.set_sensitive(true);
        let transport = self
            .connections
            .open(&endpoint)
            .map_err(|error| BuildError::Connections(Box::new(error)))?;
        Ok(QuanClient {
            parts: Arc::new(Parts {
                transport,
                endpoint,
                authorization,
                retry: self.retry,
                ambient: self.ambient,
            }),
        })
    }
}

/// One call.
pub(super) struct Ask<'a, B: ?Sized = ()> {
    pub(super) method: Method,
    /// The path, with `{…}` for names.
    pub(super) path: &'static str,
    pub(super) names: &'a [&'a str],
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Option<&'a B>,
    /// Whether a second time changes nothing.
    pub(super) repeatable: bool,
}

impl<'a> Ask<'a> {
    fn of(method: Method, path: &'static str, names: &'a [&'a str]) -> Ask<'a> {
        Ask {
            method,
            path,
            names,
            query: Vec::new(),
            body: None,
            repeatable: true,
        }
    }

    pub(super) fn get(path: &'static str, names: &'a [&'a str]) -> Ask<'a> {
        Ask::of(Method::GET, path, names)
    }

    pub(super) fn post(path: &'static str, names: &'a [&'a str]) -> Ask<'a> {
        Ask::of(Method::POST, path, names)
    }

    pub(super) fn put(path: &'static str, names: &'a [&'a str]) -> Ask<'a> {
        Ask::of(Method::PUT, path, names)
    }

    pub(super) fn patch(path: &'static str, names: &'a [&'a str]) -> Ask<'a> {
        Ask::of(Method::PATCH, path, names)
    }

    pub(super) fn delete(path: &'static str, names: &'a [&'a str]) -> Ask<'a> {
        Ask::of(Method::DELETE, path, names)
    }

    /// Adds what was said to the query.
    pub(super) fn with(mut self, name: &'static str, value: Option<impl ToString>) -> Ask<'a> {
        self.query
            .extend(value.map(|value| (name, value.to_string())));
        self
    }

    pub(super) fn carrying<B: ?Sized>(self, body: &'a B) -> Ask<'a, B> {
        let Ask {
            method,
            path,
            names,
            query,
            body: _,
            repeatable,
        } = self;
        Ask {
            method,
            path,
            names,
            query,
            body: Some(body),
            repeatable,
        }
    }
}

impl QuanClient {
    /// A client with a bearer token of Quan's provisioning file.
    pub fn new(
        endpoint: impl Into<String>,
        token: impl Into<String>,
    ) -> Result<QuanClient, BuildError> {
        QuanClient::builder(endpoint, token).build()
    }

    /// Starts building a client.
    pub fn builder(endpoint: impl Into<String>, token: impl Into<String>) -> QuanClientBuilder {
        QuanClientBuilder {
            endpoint: endpoint.into(),
            token: token.into(),
            connections: Connections::default(),
            retry: Retry::default(),
            ambient: Ambient::default(),
        }
    }

    /// Where Quan is.
    pub fn endpoint(&self) -> &str {
        self.parts.endpoint.as_str()
    }

    /// Makes a call and reads its answer.
    pub(super) async fn ask<A, B>(&self, ask: Ask<'_, B>) -> Result<A, ApiError>
    where
        A: DeserializeOwned,
        B: Serialize + ?Sized,
    {
        let path = ask.path;
        let body = self.send(ask).await?;
        read(&body).map_err(|why| unreadable(path, why))
    }

    /// Posts a CSV file and reads the answer.
    pub(super) async fn ask_with_csv<A: DeserializeOwned>(
        &self,
        path: &'static str,
        csv: String,
    ) -> Result<A, ApiError> {
        let load = Load {
            media_type: "text/csv",
            bytes: csv.into_bytes(),
        };
        let body = self.deliver(Ask::post(path, &[]), Some(load)).await?;
        read(&body).map_err(|why| unreadable(path, why))
    }

    /// Makes a call that answers nothing but success.
    pub(super) async fn tell(&self, ask: Ask<'_>) -> Result<(), ApiError> {
        self.send(ask).await.map(drop)
    }

    async fn send<B: Serialize + ?Sized>(&self, ask: Ask<'_, B>) -> Result<Vec<u8>, ApiError> {
        let unwritable =
            |error| ApiError::Request(format!("the request cannot be written as JSON: {error}"));
        let load = match ask.body {
            Some(body) => Some(Load {
                media_type: "application/json",
                bytes: serde_json::to_vec(body).map_err(unwritable)?,
            }),
            None => None,
        };
        self.deliver(ask, load).await
    }

    /// Makes a call until it is answered or should not be made again.
    async fn deliver<B: ?Sized>(
        &self,
        ask: Ask<'_, B>,
        load: Option<Load>,
    ) -> Result<Vec<u8>, ApiError> {
        let parts = &*self.parts;
        let mut url =
            path::below(&parts.endpoint, ask.path, ask.names).map_err(ApiError::Request)?;
        if !ask.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&ask.query);
        }
        let mut attempts = Attempts::first(parts.retry, &parts.ambient);
        loop {
            let error = match parts.attempt(&ask.method, &url, load.as_ref()).await {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            let again = error.is_retryable() && (ask.repeatable || error.surely_not_done());
            if !(again && attempts.next(ask.path, &error).await) {
                return Err(error);
            }
        }
    }
}

/// Reads an answer. A derived reader would take a list for an object.
fn read<A: DeserializeOwned>(body: &[u8]) -> Result<A, Option<serde_json::Error>> {
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Err(None);
    }
    serde_json::from_slice(body).map_err(Some)
}

fn unreadable(path: &str, why: Option<serde_json::Error>) -> ApiError {
    ApiError::Decode {
        what: format!("the answer of {path} cannot be read"),
        source: why.map(Into::into),
    }
}

/// What a request carries.
struct Load {
    media_type: &'static str,
    bytes: Vec<u8>,
}

impl Parts {
    async fn attempt(
        &self,
        method: &Method,
        url: &Url,
        load: Option<&Load>,
    ) -> Result<Vec<u8>, ApiError> {
        let mut request = self
            .transport
            .client
            .request(method.clone(), url.clone())
            .header(AUTHORIZATION, self.authorization.clone())
            .header(ACCEPT, "application/json, application/problem+json");
        if let Some(load) = load {
            request = request
                .header(CONTENT_TYPE, load.media_type)
                .body(load.bytes.clone());
        }
        let reply = self.transport.send(request).await?;
        if reply.is_success() {
            return Ok(reply.body);
        }
        Err(match serde_json::from_slice::<Problem>(&reply.body) {
            Ok(problem) => ApiError::Problem(problem),
            Err(_) => ApiError::Http {
                status: reply.status,
                body: reply.excerpt(),
            },
        })
    }
}
