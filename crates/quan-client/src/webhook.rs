//! The messages that the platform pushes: verified, decrypted, typed. Those of
//! `WeChat` Pay are in [`wechatpay`].
//!
//! The platform posts a signed form to the app's address and repeats it until
//! the answer is [`SUCCESS`] with status 200. Delivery is at least once, so a
//! receiver keeps the [`Pushed::notify_id`]s that it has dealt with.
//!
//! ```
//! use quan_client::webhook::{FAIL, SUCCESS, Webhook};
//!
//! fn answer(webhook: &Webhook, body: &[u8]) -> &'static str {
//!     match webhook.receive(body) {
//!         Ok(pushed) => {
//!             // Store it, or recognise it by `pushed.notify_id`; then say so.
//!             drop(pushed);
//!             SUCCESS
//!         }
//!         // Not the platform's. Somebody may be trying something.
//!         Err(_) => FAIL,
//!     }
//! }
//! ```

pub mod wechatpay;

use quan_wire::alipay::certificate::Certificate;
use quan_wire::alipay::encrypt::AesKey;
use quan_wire::alipay::form::Layout;
use quan_wire::alipay::key::PublicKey;
use quan_wire::alipay::message::Violation;
use quan_wire::alipay::message::push::Message;
use quan_wire::alipay::notify::{self, Notification, NotifyError};

use crate::Timestamp;
use crate::alipay::BuildError;

pub use quan_wire::alipay::notify::SUCCESS;

/// What to answer to a message that was not taken in. Everything but
/// [`SUCCESS`] has the platform send it again.
pub const FAIL: &str = "fail";

/// Verifies and reads pushed messages. Keys are parsed once; clones share them.
#[derive(Clone, Debug)]
#[must_use]
pub struct Webhook {
    keys: Vec<PublicKey>,
    encrypt_key: Option<AesKey>,
    app_id: Option<String>,
    layouts: Layouts,
}

/// Which form of the signed string is accepted. The platform uses both; SDKs
/// call them by the names of their functions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Layouts {
    /// Without `sign_type`: what `rsaCheckV1` checks.
    V1,
    /// With `sign_type`: what `rsaCheckV2` checks.
    V2,
    /// Either.
    #[default]
    Either,
}

/// A message, verified and decrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pushed {
    /// The same however often the message is sent: tells repetitions.
    pub notify_id: String,
    /// When the message arose.
    pub at: Timestamp,
    /// The app that is told.
    pub app_id: String,
    /// What it is about.
    pub msg_method: String,
    /// The version of the message's form.
    pub version: String,
    /// Its contents as JSON text.
    pub biz_content: String,
    /// Its contents, where they are about vouchers; `None` for other methods.
    pub message: Option<Message>,
}

/// Why a form is no message to act upon.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WebhookError {
    /// It is not the platform's, or cannot be read.
    #[error(transparent)]
    Notify(#[from] NotifyError),
    /// Its signed string has the form that was not asked for.
    #[error("the message's signature is of the other form")]
    OtherLayout,
    /// It is for another app.
    #[error("the message is for the app {0}")]
    OtherApp(String),
    /// Its contents are not what its method says.
    #[error("the contents of a {msg_method} message cannot be read: {violation}")]
    Contents {
        /// The message's method.
        msg_method: String,
        /// What is wrong.
        violation: Violation,
    },
}

impl WebhookError {
    /// Whether the form was not signed by the platform: nobody should act upon
    /// it, and somebody may want to know.
    pub fn is_forged(&self) -> bool {
        match self {
            WebhookError::Notify(error) => matches!(
                error,
                NotifyError::Unsigned | NotifyError::Signature | NotifyError::SignType
            ),
            WebhookError::OtherLayout => true,
            WebhookError::OtherApp(_) | WebhookError::Contents { .. } => false,
        }
    }
}

impl Webhook {
    /// A webhook that trusts the platform's public key: PEM or one line of base64.
    pub fn new(alipay_public_key: &str) -> Result<Webhook, BuildError> {
        let key = PublicKey::parse(alipay_public_key).map_err(|source| BuildError::Key {
            what: "the platform's public key",
            source,
        })?;
        Ok(Webhook::trusting(key))
    }

    /// A webhook that trusts the platform's certificate (PEM).
    pub fn with_certificate(pem: &str) -> Result<Webhook, BuildError> {
        platform_key(pem).map(Webhook::trusting)
    }

    /// One more certificate (PEM), for the time in which the platform changes
    /// from one to the next: messages do not say which signed them.
    pub fn another_certificate(mut self, pem: &str) -> Result<Webhook, BuildError> {
        self.keys.push(platform_key(pem)?);
        Ok(self)
    }

    /// The app's content key (base64), for messages that are encrypted.
    pub fn encrypt_key(mut self, base64: &str) -> Result<Webhook, BuildError> {
        self.encrypt_key = Some(AesKey::parse(base64)?);
        Ok(self)
    }

    /// Refuses messages for other apps.
    pub fn app_id(mut self, app_id: impl Into<String>) -> Webhook {
        self.app_id = Some(app_id.into());
        self
    }

    /// Accepts only this form of the signed string; either, unless said otherwise.
    pub fn layout(mut self, layouts: Layouts) -> Webhook {
        self.layouts = layouts;
        self
    }

    fn trusting(key: PublicKey) -> Webhook {
        Webhook {
            keys: vec![key],
            encrypt_key: None,
            app_id: None,
            layouts: Layouts::default(),
        }
    }

    /// Verifies a form body and gives its fields: for flat forms, such as what
    /// `notify_url` receives about a trade.
    pub fn verify(&self, body: &[u8]) -> Result<Notification, WebhookError> {
        let mut outcome = Err(NotifyError::Signature);
        for key in &self.keys {
            outcome = notify::receive(body, key);
            if !matches!(outcome, Err(NotifyError::Signature)) {
                break;
            }
        }
        let notification = outcome?;
        let accepted = match self.layouts {
            Layouts::V1 => notification.layout() == Layout::WithoutSignType,
            Layouts::V2 => notification.layout() == Layout::WithSignType,
            Layouts::Either => true,
        };
        if !accepted {
            return Err(WebhookError::OtherLayout);
        }
        if let (Some(own), Some(app_id)) = (self.app_id.as_deref(), notification.get("app_id"))
            && own != app_id
        {
            return Err(WebhookError::OtherApp(app_id.to_owned()));
        }
        Ok(notification)
    }

    /// Verifies a form body and reads it as a message of the app's gateway.
    pub fn receive(&self, body: &[u8]) -> Result<Pushed, WebhookError> {
        let event = self.verify(body)?.event(self.encrypt_key.as_ref())?;
        let message = match Message::parse(&event.msg_method, &event.biz_content) {
            None => None,
            Some(Ok(message)) => Some(message),
            Some(Err(violation)) => {
                let msg_method = event.msg_method;
                return Err(WebhookError::Contents {
                    msg_method,
                    violation,
                });
            }
        };
        Ok(Pushed {
            notify_id: event.notify_id,
            at: event.at,
            app_id: event.app_id,
            msg_method: event.msg_method,
            version: event.version,
            biz_content: event.biz_content,
            message,
        })
    }
}

fn platform_key(pem: &str) -> Result<PublicKey, BuildError> {
    let what = "the platform's certificate";
    let certificate = Certificate::parse_leaf(pem.as_bytes())
        .map_err(|source| BuildError::Certificate { what, source })?;
    certificate
        .public_key()
        .cloned()
        .ok_or(BuildError::NoRsaKey(what))
}
