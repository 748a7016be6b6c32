//! Making a message.

use jiff::Timestamp;

use crate::alipay::encrypt::{AesKey, EncryptType, Seal};
use crate::alipay::form::{self, Empties, Layout, Params};
use crate::alipay::key::{CannotSign, PrivateKey, SignType};

/// The charset of every message.
pub const CHARSET: &str = "utf-8";

/// One message to an app. What is empty is not sent: receivers do not agree on
/// whether an empty value is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Message<'a> {
    /// The same for every attempt: receivers tell repeats by it.
    pub notify_id: &'a str,
    /// When the message arose.
    pub at: Timestamp,
    /// What it is about: `alipay.marketing.activity.…`.
    pub msg_method: &'a str,
    pub app_id: &'a str,
    /// `1.1` for messages of the standard kind.
    pub version: &'a str,
    /// The JSON text.
    pub biz_content: &'a str,
    /// `sys`, `usr`, … where the message has a class.
    pub msg_type: &'a str,
    /// The owning user, app or shop, where the class has one.
    pub msg_uid: &'a str,
    pub msg_app_id: &'a str,
    pub msg_mshop_id: &'a str,
}

/// How a message is signed and sealed.
#[derive(Clone, Copy, Debug)]
pub struct Signing<'a> {
    pub key: &'a PrivateKey,
    pub sign_type: SignType,
    /// [`Layout::WithoutSignType`] unless the app asks for the other.
    pub layout: Layout,
    /// The app's content key, if it has one.
    pub content: Option<(&'a AesKey, Seal)>,
}

/// A form, ready to be posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Push {
    pub content_type: &'static str,
    pub body: String,
}

/// Makes the form of a message.
pub fn push(message: &Message<'_>, signing: Signing<'_>) -> Result<Push, CannotSign> {
    let at = message.at.as_millisecond().to_string();
    let sealed;
    let (content, encrypt_type) = match signing.content {
        None => (message.biz_content, ""),
        Some((key, seal)) => {
            sealed = key.encrypt(message.biz_content.as_bytes(), seal);
            let how = match seal {
                Seal::Aes => EncryptType::Aes,
                Seal::AesV2 { .. } => EncryptType::AesV2,
            };
            (sealed.as_str(), how.as_str())
        }
    };
    let fields = [
        ("notify_id", message.notify_id),
        ("utc_timestamp", &at),
        ("msg_method", message.msg_method),
        ("app_id", message.app_id),
        ("version", message.version),
        ("biz_content", content),
        ("msg_type", message.msg_type),
        ("msg_uid", message.msg_uid),
        ("msg_app_id", message.msg_app_id),
        ("msg_mshop_id", message.msg_mshop_id),
        ("sign_type", signing.sign_type.as_str()),
        ("charset", CHARSET),
        ("encrypt_type", encrypt_type),
    ];
    push_fields(&fields, signing)
}

/// Makes the form of any fields, in the order given, without the empty ones. The
/// fields must already say `sign_type` and `charset`; nothing is encrypted here.
pub fn push_fields(fields: &[(&str, &str)], signing: Signing<'_>) -> Result<Push, CannotSign> {
    let mut filled: Vec<(&str, &str)> = fields
        .iter()
        .copied()
        .filter(|(_, value)| !value.is_empty())
        .collect();
    let mut params = Params::new();
    for (name, value) in &filled {
        params.insert(*name, *value);
    }
    let text = params.string_to_sign(signing.layout, Empties::Dropped);
    let sign = signing.key.sign(signing.sign_type, &text)?;
    filled.push(("sign", &sign));
    Ok(Push {
        content_type: "application/x-www-form-urlencoded; charset=utf-8",
        body: form::encode(filled),
    })
}
