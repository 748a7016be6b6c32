//! The server: every request comes through [`Server::answer`].

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ::http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use axum::body::Body as AnyBody;
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body, Bytes};
use quan_core::Clock;
use quan_engine::registry::Registry;
use quan_wire::alipay::code::TransportError;
use quan_wire::alipay::gateway::Arrival;
use rand::rngs::StdRng;
use tokio::net::TcpListener;
use tower::ServiceExt as _;

use crate::alipay::Dispatch;
use crate::alipay::transport::{RestArrival, Transport};
use crate::config::BodyLimits;
use crate::http::body::{BodyError, Budget, Held, collect};
use crate::http::listen::{self, Answer};
use crate::http::route::{Dialect, route};
use crate::platform::{Platform, WechatPlatform};
use crate::wechatpay;

/// WeChat Pay's transport over its handlers.
type Coupons = wechatpay::transport::Transport<wechatpay::handler::Handlers>;

/// Says on every answer that the clock may have been moved.
const SANDBOX: HeaderName = HeaderName::from_static("quan-sandbox");

/// What a server stands on.
pub struct Parts<D> {
    /// Who may call.
    pub registry: Registry,
    /// What answers are signed with.
    pub platform: Platform,
    /// The time of day.
    pub wall: Arc<dyn Clock>,
    /// How large bodies may be.
    pub limits: BodyLimits,
    /// Whether every answer says that this is a sandbox.
    pub sandbox: bool,
    /// Where nonces and trace ids are drawn from.
    pub rng: StdRng,
    /// What carries Alipay's calls out.
    pub alipay: D,
    /// What WeChat Pay's calls are answered with; its paths are unknown without.
    pub wechat: Option<WechatParts>,
    /// Quan's own paths: the API and its pages.
    pub own: axum::Router,
}

/// What WeChat Pay's calls are answered with.
pub struct WechatParts {
    /// The platform's keys.
    pub platform: WechatPlatform,
    /// What carries the calls out.
    pub handlers: wechatpay::handler::Handlers,
    /// Where nonces and request ids are drawn from.
    pub rng: StdRng,
}

/// A server. Clones are the same server.
pub struct Server<D> {
    inner: Arc<Inner<D>>,
}

struct Inner<D> {
    alipay: Transport<D>,
    wechat: Option<Coupons>,
    own: axum::Router,
    budget: Budget,
    /// How large the body of a claim may be.
    claim_limit: usize,
    sandbox: bool,
    ready: AtomicBool,
}

impl<D> Clone for Server<D> {
    fn clone(&self) -> Server<D> {
        Server {
            inner: Arc::clone(&self.inner),
        }
    }
}

impl<D: Dispatch> Server<D> {
    /// Puts a server together; it is ready at once.
    pub fn new(parts: Parts<D>) -> Server<D> {
        let Parts {
            registry,
            platform,
            wall,
            limits,
            sandbox,
            rng,
            alipay,
            wechat,
            own,
        } = parts;
        let wechat = wechat.map(|wechat| {
            let (registry, wall) = (registry.clone(), Arc::clone(&wall));
            let WechatParts {
                platform,
                handlers,
                rng,
            } = wechat;
            Coupons::new(registry, platform, wall, limits, rng, handlers)
        });
        let alipay = Transport::new(registry, platform, wall, limits, rng, alipay);
        let budget = Budget::new(limits.together);
        let ready = AtomicBool::new(true);
        Server {
            inner: Arc::new(Inner {
                alipay,
                wechat,
                own,
                budget,
                claim_limit: limits.ordinary,
                sandbox,
                ready,
            }),
        }
    }

    /// Serves connections until `shutdown` is ready, then ends what was begun.
    pub async fn serve(
        &self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()>,
    ) -> io::Result<()> {
        let told = async {
            shutdown.await;
            self.inner.ready.store(false, Ordering::Relaxed);
        };
        listen::serve(listener, self.clone(), told).await
    }

    /// Answers one request without a socket, through the real router.
    pub async fn call(&self, request: Request<Bytes>) -> Response<Bytes> {
        let answer = self.answer_any(request.map(Full::new)).await;
        let (parts, body) = answer.into_parts();
        let bytes = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => {
                tracing::warn!(%error, "the body of an answer broke");
                Bytes::new()
            }
        };
        Response::from_parts(parts, bytes)
    }

    async fn answer_any<B>(&self, request: Request<B>) -> Response<AnyBody>
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        let mut answer = match route(request.uri().path()) {
            Dialect::AlipayGateway => self.gateway(request).await.map(AnyBody::from),
            Dialect::AlipayRest => self.rest(request).await.map(AnyBody::from),
            Dialect::WeChatPay => match &self.inner.wechat {
                Some(wechat) => self.wechat(wechat, request).await.map(AnyBody::from),
                None => status(StatusCode::NOT_FOUND, ""),
            },
            Dialect::Claim | Dialect::Plugin => match &self.inner.wechat {
                Some(wechat) if wechat.handlers().takes_claims() => self
                    .claim(wechat.handlers(), request)
                    .await
                    .map(AnyBody::from),
                Some(_) | None => status(StatusCode::NOT_FOUND, ""),
            },
            Dialect::Live => status(StatusCode::OK, "ok\n"),
            Dialect::Ready if self.inner.ready.load(Ordering::Relaxed) => {
                status(StatusCode::OK, "ready\n")
            }
            Dialect::Ready => status(StatusCode::SERVICE_UNAVAILABLE, "stopping\n"),
            Dialect::Own => {
                let request = request.map(AnyBody::new);
                match self.inner.own.clone().oneshot(request).await {
                    Ok(answer) => answer,
                    Err(never) => match never {},
                }
            }
        };
        if self.inner.sandbox {
            answer
                .headers_mut()
                .insert(SANDBOX, HeaderValue::from_static("true"));
        }
        answer
    }

    async fn gateway<B>(&self, request: Request<B>) -> Response<Bytes>
    where
        B: Body<Data = Bytes>,
    {
        let (parts, body) = request.into_parts();
        let target = target(&parts.uri);
        let query = parts.uri.query().unwrap_or_default();
        let content_type = parts
            .headers
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok());
        let limit = self.inner.alipay.gateway_limit(query, content_type);
        match collect(body, limit, &self.inner.budget).await {
            Ok(Held { bytes, share }) => {
                let arrival = Arrival {
                    target,
                    content_type,
                    body: &bytes,
                };
                let answer = self.inner.alipay.gateway(&parts.method, arrival).await;
                drop(share);
                answer
            }
            Err(error) => self.inner.alipay.gateway_unread(query, unread(error)),
        }
    }

    async fn rest<B>(&self, request: Request<B>) -> Response<Bytes>
    where
        B: Body<Data = Bytes>,
    {
        let (parts, body) = request.into_parts();
        let target = target(&parts.uri);
        let limit = self
            .inner
            .alipay
            .rest_limit(&parts.method, parts.uri.path());
        match collect(body, limit, &self.inner.budget).await {
            Ok(Held { bytes, share }) => {
                let (verb, headers): (&Method, _) = (&parts.method, &parts.headers);
                let arrival = RestArrival {
                    verb,
                    target,
                    headers,
                    body: &bytes,
                };
                let answer = self.inner.alipay.rest(arrival).await;
                drop(share);
                answer
            }
            Err(error) => self.inner.alipay.rest_unread(unread(error)),
        }
    }

    async fn wechat<B>(&self, wechat: &Coupons, request: Request<B>) -> Response<Bytes>
    where
        B: Body<Data = Bytes>,
    {
        let (parts, body) = request.into_parts();
        let limit = wechat.limit(&parts.method, parts.uri.path());
        match collect(body, limit, &self.inner.budget).await {
            Ok(Held { bytes, share }) => {
                let arrival = wechatpay::transport::Arrival {
                    method: &parts.method,
                    target: target(&parts.uri),
                    headers: &parts.headers,
                    body: &bytes,
                };
                let answer = wechat.answer(arrival).await;
                drop(share);
                answer
            }
            Err(_) => wechat.unread(&parts.method, parts.uri.path(), &parts.headers),
        }
    }
}

impl<D: Dispatch> Server<D> {
    /// Answers a user, or a mini program, who claims coupons. Whatever comes of it is
    /// JSON with a status of success, as the platform's clients expect.
    async fn claim<B>(
        &self,
        handlers: &wechatpay::handler::Handlers,
        request: Request<B>,
    ) -> Response<Bytes>
    where
        B: Body<Data = Bytes>,
    {
        let (parts, body) = request.into_parts();
        let page = route(parts.uri.path()) == Dialect::Claim;
        let json = match (page, parts.method) {
            (true, Method::GET) => handlers.page(parts.uri.query().unwrap_or_default()).await,
            (_, Method::POST) => {
                let held = collect(body, self.inner.claim_limit, &self.inner.budget).await;
                let Ok(Held { bytes, share }) = held else {
                    return unclaimed(StatusCode::PAYLOAD_TOO_LARGE);
                };
                let answer = if page {
                    let link = String::from_utf8_lossy(&bytes);
                    handlers.page_of_link(&link).await
                } else {
                    handlers.plugin(&bytes).await
                };
                drop(share);
                answer
            }
            _ => return unclaimed(StatusCode::METHOD_NOT_ALLOWED),
        };
        let mut response = Response::new(Bytes::from(json));
        let kind = HeaderValue::from_static("application/json;charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, kind);
        response
    }
}

impl<D: Dispatch> Answer for Server<D> {
    async fn answer(&self, request: Request<hyper::body::Incoming>) -> Response<AnyBody> {
        self.answer_any(request).await
    }
}

/// Path and query as they stood on the request line.
fn target(uri: &::http::Uri) -> &str {
    uri.path_and_query().map_or("/", |target| target.as_str())
}

fn unread(error: BodyError) -> TransportError {
    match error {
        BodyError::TooLarge => TransportError::TooLarge,
        BodyError::Broken => TransportError::InvalidParameter("请求体不完整"),
    }
}

/// Nothing but a status.
fn unclaimed(status: StatusCode) -> Response<Bytes> {
    let mut response = Response::default();
    *response.status_mut() = status;
    response
}

fn status(status: StatusCode, text: &'static str) -> Response<AnyBody> {
    let mut response = Response::new(AnyBody::from(text));
    *response.status_mut() = status;
    if !text.is_empty() {
        let plain = HeaderValue::from_static("text/plain;charset=utf-8");
        response.headers_mut().insert(header::CONTENT_TYPE, plain);
    }
    response
}
