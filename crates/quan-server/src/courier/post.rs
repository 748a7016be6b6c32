//! Signs a message and posts it.

use std::error::Error;

use quan_core::Timestamp;
use quan_engine::registry::{AlipayApp, NotifyAddress};
use quan_wire::alipay::encrypt::{AesKey, Seal};
use quan_wire::alipay::key::{PrivateKey, SignType};
use quan_wire::alipay::message::push;
use quan_wire::alipay::notify::{self, Push, Signing};
use quan_wire::wechatpay;
use reqwest::header::CONTENT_TYPE;
use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder, RequestBuilder, Response};

use super::address::{PublicOnly, address};
use super::settings::Settings;

/// The version of standard messages.
const VERSION: &str = "1.1";
/// How much of an answer is read: enough to tell `success` and to show the rest.
const MOST_READ: usize = 256;
/// How much of an answer to a question is read.
const MOST_ANSWERED: usize = 64 * 1024;

/// Posts messages.
pub(super) struct Post {
    key: PrivateKey,
    settings: Settings,
    /// For addresses that the operator wrote.
    trusting: Client,
    /// For those that somebody set through an API.
    guarded: Client,
}

/// One message on its way.
#[derive(Clone, Copy)]
pub(super) struct Letter<'a> {
    pub(super) notify_id: &'a str,
    /// By the wall clock.
    pub(super) at: Timestamp,
    pub(super) message: &'a push::Message,
}

/// The HTTP client could not be made.
#[derive(Debug, thiserror::Error)]
#[error("could not make the courier's HTTP client")]
pub struct CannotPost(#[source] reqwest::Error);

impl Post {
    pub(super) fn new(key: PrivateKey, settings: &Settings) -> Result<Post, CannotPost> {
        // Fails only where the process has chosen one already, which is as good.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let client = || {
            ClientBuilder::new()
                .timeout(settings.timeout)
                .redirect(Policy::none())
                // A proxy would resolve names itself, unchecked.
                .no_proxy()
                .http1_only()
                .user_agent(concat!("Quan/", env!("CARGO_PKG_VERSION")))
        };
        let mut guarded = client();
        if !settings.allow_private {
            guarded = guarded.dns_resolver(std::sync::Arc::new(PublicOnly));
        }
        Ok(Post {
            key,
            settings: settings.clone(),
            trusting: client().build().map_err(CannotPost)?,
            guarded: guarded.build().map_err(CannotPost)?,
        })
    }

    /// A request to an address, if it may be posted to.
    fn to(&self, text: &str, trusted: bool) -> Result<RequestBuilder, String> {
        let url = address(text, trusted, &self.settings);
        let url = url.map_err(|refused| refused.to_string())?;
        let client = if trusted {
            &self.trusting
        } else {
            &self.guarded
        };
        Ok(client.post(url))
    }

    /// Posts a letter to an application. Answers what there is to say about
    /// the try, as an error where the letter was not taken.
    pub(super) async fn send(&self, app: &AlipayApp, letter: Letter<'_>) -> Result<String, String> {
        let address = app
            .gateway_url
            .as_deref()
            .ok_or("the application has no address")?;
        let request = self.to(address, app.trusted)?;
        let Push { content_type, body } = self.sign(app, letter)?;
        let request = request.header(CONTENT_TYPE, content_type).body(body);
        let response = request.send().await.map_err(|error| chain(&error))?;
        let status = response.status();
        let answer = beginning(response, MOST_READ).await;
        let answer = answer.map_err(|error| chain(&error))?;
        let shown = String::from_utf8_lossy(&answer);
        let detail = format!("{} {shown:?}", status.as_u16());
        if notify::is_accepted(status.as_u16(), &answer) {
            Ok(detail)
        } else {
            Err(detail)
        }
    }

    /// Posts the message of a coupon: any status of success takes it in.
    pub(super) async fn coupon(
        &self,
        address: &NotifyAddress,
        push: wechatpay::notify::Push,
    ) -> Result<String, String> {
        let mut request = self
            .to(&address.url, address.trusted)?
            .timeout(wechatpay::notify::TIMEOUT.min(self.settings.timeout));
        for (name, value) in push.headers {
            request = request.header(name, value);
        }
        let response = request.body(push.body).send().await;
        let response = response.map_err(|error| chain(&error))?;
        let status = response.status().as_u16();
        // The status alone decides; what is said beside it is for the record.
        let answer = beginning(response, MOST_READ).await.unwrap_or_default();
        let detail = format!("{status} {:?}", String::from_utf8_lossy(&answer));
        if wechatpay::notify::is_accepted(status) {
            Ok(detail)
        } else {
            Err(detail)
        }
    }

    /// The platform's key.
    pub(super) fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// Posts a question, and answers what came back, in a few seconds or not at
    /// all.
    pub(super) async fn ask(&self, app: &AlipayApp, push: Push) -> Result<Vec<u8>, String> {
        let address = app.spi_url.as_deref();
        let address = address.ok_or("the application has no address for questions")?;
        let request = self
            .to(address, app.trusted)?
            .timeout(self.settings.question_timeout)
            .header(CONTENT_TYPE, push.content_type)
            .body(push.body);
        let response = request.send().await.map_err(|error| chain(&error))?;
        let status = response.status();
        let answer = beginning(response, MOST_ANSWERED).await;
        let answer = answer.map_err(|error| chain(&error))?;
        if status.is_success() {
            Ok(answer)
        } else {
            Err(format!("{}", status.as_u16()))
        }
    }

    fn sign(&self, app: &AlipayApp, letter: Letter<'_>) -> Result<Push, String> {
        let key = app.encrypt_key.as_deref().map(AesKey::parse).transpose();
        let key = key.map_err(|error| error.to_string())?;
        let message = notify::Message {
            notify_id: letter.notify_id,
            at: letter.at,
            msg_method: letter.message.event().msg_method(),
            app_id: app.app_id.as_str(),
            version: VERSION,
            biz_content: &letter.message.biz_content(),
            ..notify::Message::default()
        };
        let signing = Signing {
            key: &self.key,
            sign_type: SignType::Rsa2,
            layout: self.settings.layout,
            content: key.as_ref().map(|key| (key, Seal::Aes)),
        };
        notify::push(&message, signing).map_err(|error| error.to_string())
    }
}

/// The beginning of an answer: nobody is made to read a long one.
async fn beginning(mut response: Response, most: usize) -> Result<Vec<u8>, reqwest::Error> {
    let mut read = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        let room = most.saturating_sub(read.len());
        read.extend_from_slice(chunk.get(..room).unwrap_or(&chunk));
        if read.len() >= most {
            break;
        }
    }
    Ok(read)
}

/// An error with its causes. The address is left out: its query may hold a
/// secret of the merchant's.
fn chain(error: &reqwest::Error) -> String {
    let mut words = if error.is_timeout() {
        "no answer in time".to_owned()
    } else if error.is_connect() {
        "could not connect".to_owned()
    } else {
        "the exchange broke off".to_owned()
    };
    let mut cause = error.source();
    while let Some(error) = cause {
        words.push_str(": ");
        words.push_str(&error.to_string());
        cause = error.source();
    }
    words
}
