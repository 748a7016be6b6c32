//! The notifications that `WeChat` Pay posts: verified, opened, typed.
//!
//! The platform repeats a notification until it is answered with a status of success
//! within five seconds, at most eleven times. Delivery is at least once, so a receiver
//! keeps the [`Notification::id`]s that it has dealt with.
//!
//! ```
//! use quan_client::webhook::wechatpay::{SUCCESS, Webhook};
//!
//! /// The status and the body to answer with.
//! fn answer(webhook: &Webhook, headers: &http::HeaderMap, body: &[u8]) -> (u16, String) {
//!     let header = |name| headers.get(name)?.to_str().ok();
//!     match webhook.receive(header, body) {
//!         Ok(notification) => {
//!             // Store it, or recognise it by `notification.id`; then say so.
//!             drop(notification);
//!             (200, SUCCESS.to_owned())
//!         }
//!         // Not the platform's, perhaps a probe of it: it wants to be refused.
//!         Err(error) => error.answer(),
//!     }
//! }
//! ```
//!
//! A [`Webhook`] knows the keys that it was given. A client that downloads certificates
//! by itself also receives:
//! [`WechatPayClient::receive`](crate::WechatPayClient::receive).

use std::sync::Arc;

use quan_core::{Clock, Timestamp};
use quan_wire::wechatpay::aead::ApiV3Key;
use quan_wire::wechatpay::header;
use quan_wire::wechatpay::message::notice::CouponSent;
use quan_wire::wechatpay::notify::{Envelope, EnvelopeError};
use quan_wire::wechatpay::received::{Received, Trust};

use crate::ambient::WallClock;
use crate::wechatpay::{BuildError, Error, SignatureError, platform_certificate, platform_key};

/// What a body may be with which a notification is taken in; the status counts.
pub use quan_wire::wechatpay::notify::SUCCESS;
/// The body that goes with a status of failure, and has the notification come again.
pub use quan_wire::wechatpay::notify::failure;

/// Verifies and opens notifications. Keys are parsed once; clones share them.
#[derive(Clone)]
#[must_use]
pub struct Webhook {
    trust: Trust,
    apiv3_key: ApiV3Key,
    clock: Arc<dyn Clock>,
}

/// A notification, verified and opened.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Notification {
    /// The same however often it is sent: tells repetitions.
    pub id: String,
    /// When it arose.
    pub at: Timestamp,
    /// What it is about, such as `COUPON.SEND`.
    pub event_type: String,
    /// The platform's words about it.
    pub summary: String,
    /// The resource as JSON text.
    pub resource: String,
    /// The coupon that was issued; `None` for other events.
    pub coupon_sent: Option<CouponSent>,
}

/// Why a request is no notification to act upon.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// It is not the platform's, or cannot be shown to be.
    #[error("the notification cannot be trusted")]
    Signature(#[from] SignatureError),
    /// It is the platform's and cannot be read.
    #[error("the notification cannot be read")]
    Contents(#[from] EnvelopeError),
    /// The client has no `APIv3` key to open it with.
    #[error("without the APIv3 key no notification can be opened")]
    NoKey,
    /// The platform's certificates could not be had.
    #[error("the notification cannot be verified now")]
    Keys(#[source] Box<Error>),
}

impl WebhookError {
    /// Whether the request was not signed by the platform: nobody should act upon it, and
    /// somebody may want to know. The platform's own probes are such.
    pub fn is_forged(&self) -> bool {
        matches!(self, WebhookError::Signature(_))
    }

    /// The status and the body to answer with. They have the platform send it again.
    pub fn answer(&self) -> (u16, String) {
        let status = if self.is_forged() { 401 } else { 500 };
        (status, failure(&self.to_string()))
    }
}

impl Webhook {
    /// A webhook of the merchant with this `APIv3` key. It trusts nobody yet.
    pub fn new(apiv3_key: &str) -> Result<Webhook, BuildError> {
        Ok(Webhook {
            trust: Trust::default(),
            apiv3_key: ApiV3Key::parse(apiv3_key)?,
            clock: Arc::new(WallClock),
        })
    }

    /// Trusts the platform's public key (PEM) under its name, `PUB_KEY_ID_…`.
    pub fn public_key(mut self, id: &str, pem: &str) -> Result<Webhook, BuildError> {
        let key = platform_key(id, pem)?;
        self.trust = self.trust.with_key(id, key);
        Ok(self)
    }

    /// Trusts a certificate of the platform's (PEM). Call it again for another one.
    pub fn platform_certificate(mut self, pem: &str) -> Result<Webhook, BuildError> {
        let certificate = platform_certificate(pem)?;
        self.trust = self.trust.with_certificate(&certificate);
        Ok(self)
    }

    /// The clock that judges how old a signature is, the wall's unless said otherwise.
    pub fn clock(mut self, clock: Arc<dyn Clock>) -> Webhook {
        self.clock = clock;
        self
    }

    /// Verifies a notification and opens it. `header` looks a header of the request up by
    /// its name, of which the case does not matter; `body` is as it came.
    pub fn receive<'a>(
        &self,
        header: impl Fn(&'static str) -> Option<&'a str>,
        body: &'a [u8],
    ) -> Result<Notification, WebhookError> {
        let sealed = Sealed::of(header, body);
        sealed.came.verify(&self.trust, self.clock.now())?;
        sealed.open(&self.apiv3_key)
    }
}

impl std::fmt::Debug for Webhook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Webhook")
            .field("trust", &self.trust)
            .finish_non_exhaustive()
    }
}

/// A notification as it came.
pub(crate) struct Sealed<'a> {
    pub(crate) came: Received<'a>,
}

impl<'a> Sealed<'a> {
    pub(crate) fn of(
        header: impl Fn(&'static str) -> Option<&'a str>,
        body: &'a [u8],
    ) -> Sealed<'a> {
        Sealed {
            came: Received {
                timestamp: header(header::TIMESTAMP),
                nonce: header(header::NONCE),
                serial: header(header::SERIAL),
                signature: header(header::SIGNATURE),
                body,
            },
        }
    }

    /// Opens what was verified.
    pub(crate) fn open(&self, key: &ApiV3Key) -> Result<Notification, WebhookError> {
        let envelope = Envelope::read(self.came.body)?;
        let plain = envelope.open(key)?;
        let resource = String::from_utf8(plain).map_err(|_| EnvelopeError::Resource)?;
        let coupon_sent = if envelope.event_type == Envelope::COUPON_SEND {
            let coupon = serde_json::from_str(&resource).map_err(|_| EnvelopeError::Resource)?;
            Some(coupon)
        } else {
            None
        };
        Ok(Notification {
            id: envelope.id,
            at: envelope.create_time.0,
            event_type: envelope.event_type,
            summary: envelope.summary,
            resource,
            coupon_sent,
        })
    }
}
