//! Verifying and reading a message.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::alipay::charset::Charset;
use crate::alipay::encrypt::{AesKey, EncryptType};
use crate::alipay::form::{Layout, Params};
use crate::alipay::key::{PublicKey, SignType};

/// A form whose signature has been verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    fields: BTreeMap<String, String>,
    charset: Charset,
    layout: Layout,
}

/// A message of an app's gateway, decrypted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub notify_id: String,
    pub at: Timestamp,
    pub msg_method: String,
    pub app_id: String,
    pub version: String,
    /// The JSON text.
    pub biz_content: String,
    pub msg_type: Option<String>,
    pub msg_uid: Option<String>,
    pub msg_app_id: Option<String>,
    pub msg_mshop_id: Option<String>,
}

/// Why a form is no message to be trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotifyError {
    #[error("the message is not signed")]
    Unsigned,
    #[error("the message's sign type is unknown")]
    SignType,
    #[error("the message's signature does not verify")]
    Signature,
    #[error("the message's charset is unknown, or its fields are not in it")]
    Charset,
    #[error("the message has no usable field {0}")]
    Field(&'static str),
    #[error("the message is encrypted and there is no key for it")]
    NoKey,
    #[error("the message cannot be decrypted")]
    Undecipherable,
}

/// Verifies a form body with the platform's public key. Both layouts of the signed
/// string are tried: the platform uses both.
pub fn receive(body: &[u8], key: &PublicKey) -> Result<Notification, NotifyError> {
    let mut params = Params::new();
    params.merge_encoded(body);
    let ascii = |name| params.filled(name).map(String::from_utf8_lossy);
    let sign = ascii("sign").ok_or(NotifyError::Unsigned)?;
    let sign_type = match ascii("sign_type") {
        None => SignType::default(),
        Some(text) => SignType::parse(&text).ok_or(NotifyError::SignType)?,
    };
    let layout = [Layout::WithoutSignType, Layout::WithSignType]
        .into_iter()
        .find(|layout| {
            params
                .candidates(*layout)
                .iter()
                .any(|text| key.verifies(sign_type, text, &sign))
        })
        .ok_or(NotifyError::Signature)?;
    let charset = match ascii("charset") {
        None => Charset::default(),
        Some(name) => Charset::parse(&name).ok_or(NotifyError::Charset)?,
    };
    let text = |bytes| charset.decode(bytes).map(std::borrow::Cow::into_owned);
    let fields = params
        .iter()
        .map(|(name, value)| Some((text(name)?, text(value)?)))
        .collect::<Option<BTreeMap<_, _>>>()
        .ok_or(NotifyError::Charset)?;
    Ok(Notification {
        fields,
        charset,
        layout,
    })
}

impl Notification {
    /// A field that is not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// All fields, by name.
    pub fn fields(&self) -> &BTreeMap<String, String> {
        &self.fields
    }

    /// Whether `sign_type` was part of the signed string.
    pub fn layout(&self) -> Layout {
        self.layout
    }

    /// Reads the form as a message of an app's gateway.
    pub fn event(&self, key: Option<&AesKey>) -> Result<Event, NotifyError> {
        let field = |name: &'static str| {
            self.get(name)
                .map(str::to_owned)
                .ok_or(NotifyError::Field(name))
        };
        let at = field("utc_timestamp")?
            .parse()
            .ok()
            .and_then(|millis| Timestamp::from_millisecond(millis).ok())
            .ok_or(NotifyError::Field("utc_timestamp"))?;
        let content = field("biz_content")?;
        let biz_content = match self.get("encrypt_type") {
            None => content,
            Some(how) => {
                let how = EncryptType::parse(how).ok_or(NotifyError::Field("encrypt_type"))?;
                let key = key.ok_or(NotifyError::NoKey)?;
                let plain = key
                    .decrypt(&content, how)
                    .map_err(|_| NotifyError::Undecipherable)?;
                let plain = self
                    .charset
                    .decode(&plain)
                    .ok_or(NotifyError::Undecipherable)?;
                plain.into_owned()
            }
        };
        Ok(Event {
            notify_id: field("notify_id")?,
            at,
            msg_method: field("msg_method")?,
            app_id: field("app_id")?,
            version: field("version")?,
            biz_content,
            msg_type: self.get("msg_type").map(str::to_owned),
            msg_uid: self.get("msg_uid").map(str::to_owned),
            msg_app_id: self.get("msg_app_id").map(str::to_owned),
            msg_mshop_id: self.get("msg_mshop_id").map(str::to_owned),
        })
    }
}
