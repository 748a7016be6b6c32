//! The merchant's side: an address that messages are posted to, and that checks
//! their signatures.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use anyhow::Context;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use quan_client::WechatPayClient;
use quan_client::webhook::{SUCCESS, Webhook};
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// How long messages may take before the demo says that they are missing.
const PATIENCE: Duration = Duration::from_mins(1);

/// An address of a merchant.
pub(super) struct Receiver {
    url: String,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    webhook: OnceLock<Webhook>,
    /// Verifies and opens what WeChat Pay posts.
    coupons: OnceLock<WechatPayClient>,
    /// How many messages came of each kind, without repeats.
    came: Mutex<Came>,
    more: Notify,
}

#[derive(Default)]
struct Came {
    ids: std::collections::HashSet<String>,
    kinds: BTreeMap<String, u64>,
    refused: u64,
}

impl Receiver {
    /// Listens on a free port.
    pub(super) async fn start() -> anyhow::Result<Receiver> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}/", listener.local_addr()?);
        let shared = Arc::new(Shared::default());
        let router = Router::new()
            .route("/", post(take))
            .route("/wechat", post(take_coupon))
            .with_state(Arc::clone(&shared));
        tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the receiver ended");
            }
        });
        Ok(Receiver { url, shared })
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    /// Whose signatures are to be believed.
    pub(super) fn expect_from(&self, platform_key: &str) -> anyhow::Result<()> {
        let webhook = Webhook::new(platform_key)?;
        self.shared
            .webhook
            .set(webhook)
            .map_err(|_| anyhow::anyhow!("the receiver has a key already"))
    }

    /// With whose keys messages of coupons are verified and opened.
    pub(super) fn expect_coupons_from(&self, client: WechatPayClient) -> anyhow::Result<()> {
        self.shared
            .coupons
            .set(client)
            .map_err(|_| anyhow::anyhow!("the receiver has a client already"))
    }

    /// Waits until so many messages of a kind came.
    pub(super) async fn wait(&self, kind: &str, count: u64) -> anyhow::Result<()> {
        let enough = async {
            loop {
                let more = self.shared.more.notified();
                if self.count(kind) >= count {
                    return;
                }
                more.await;
            }
        };
        tokio::time::timeout(PATIENCE, enough)
            .await
            .with_context(|| format!("{} of {count} messages `{kind}` came", self.count(kind)))
    }

    /// How many messages of a kind came.
    pub(super) fn count(&self, kind: &str) -> u64 {
        self.came(|came| came.kinds.get(kind).copied().unwrap_or(0))
    }

    /// How many came of each kind.
    pub(super) fn counts(&self) -> BTreeMap<String, u64> {
        self.came(|came| came.kinds.clone())
    }

    /// How many were not what the platform signs.
    pub(super) fn refused(&self) -> u64 {
        self.came(|came| came.refused)
    }

    fn came<T>(&self, look: impl FnOnce(&Came) -> T) -> T {
        look(
            &self
                .shared
                .came
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }
}

/// The last word of a method; that of orders is told from that of vouchers.
fn kind(method: &str) -> String {
    let word = method.rsplit('.').next().unwrap_or_default();
    if method.ends_with("ordermessage.received") {
        "delivered".to_owned()
    } else {
        word.to_owned()
    }
}

/// Verifies and counts a message. It may come again: `notify_id` tells.
async fn take(State(shared): State<Arc<Shared>>, body: Bytes) -> &'static str {
    let pushed = shared.webhook.get().map(|webhook| webhook.receive(&body));
    let mut came = shared.came.lock().unwrap_or_else(PoisonError::into_inner);
    let answer = if let Some(Ok(pushed)) = pushed {
        if came.ids.insert(pushed.notify_id) {
            *came.kinds.entry(kind(&pushed.msg_method)).or_default() += 1;
        }
        SUCCESS
    } else {
        came.refused += 1;
        "fail"
    };
    drop(came);
    shared.more.notify_waiters();
    answer
}

/// The same for a message of a coupon.
async fn take_coupon(
    State(shared): State<Arc<Shared>>,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let header = |name| headers.get(name)?.to_str().ok();
    let received = match shared.coupons.get() {
        Some(client) => client.receive(header, &body).await.ok(),
        None => None,
    };
    let mut came = shared.came.lock().unwrap_or_else(PoisonError::into_inner);
    let status = if let Some(notification) = received {
        if came.ids.insert(notification.id) {
            *came.kinds.entry(notification.event_type).or_default() += 1;
        }
        StatusCode::OK
    } else {
        came.refused += 1;
        StatusCode::UNAUTHORIZED
    };
    drop(came);
    shared.more.notify_waiters();
    status
}
