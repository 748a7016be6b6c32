//! What every message looks like from outside.

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::wechatpay::aead::{Algorithm, ApiV3Key, NonceError, Undecipherable};
use crate::wechatpay::message::notice::CouponSent;
use crate::wechatpay::message::value::Time;

const RESOURCE_TYPE: &str = "encrypt-resource";
const COUPON_SUMMARY: &str = "商家券领券通知";
/// What a coupon's resource is, and what it is sealed with beside the key.
const COUPON: &str = "coupon";

/// A message, its resource still sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The same on every retry: receivers tell repeats by it.
    pub id: String,
    pub create_time: Time,
    pub resource_type: String,
    pub event_type: String,
    #[serde(default)]
    pub summary: String,
    pub resource: Resource,
}

/// The sealed part. Senders fill every field; some receivers insist on them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    #[serde(default)]
    pub original_type: String,
    pub algorithm: String,
    pub ciphertext: String,
    #[serde(default)]
    pub associated_data: String,
    pub nonce: String,
}

/// Why a message cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    #[error("the body is no message")]
    NotMessage,
    #[error("the algorithm {0} is unknown")]
    Algorithm(String),
    #[error(transparent)]
    Undecipherable(#[from] Undecipherable),
    #[error("the resource is not what the event says")]
    Resource,
}

impl Envelope {
    /// The name of the event that a coupon was issued.
    pub const COUPON_SEND: &'static str = "COUPON.SEND";

    /// Tells of a coupon, once for all deliveries: `id` names the message, `key` is
    /// the receiver's, and the nonce has twelve characters, drawn at random.
    pub fn coupon_send(
        id: impl Into<String>,
        at: Timestamp,
        coupon: &CouponSent,
        key: &ApiV3Key,
        nonce: &str,
    ) -> Result<Envelope, NonceError> {
        let algorithm = Algorithm::Aes256Gcm;
        let plain = serde_json::to_vec(coupon).expect("texts are JSON");
        Ok(Envelope {
            id: id.into(),
            create_time: at.into(),
            resource_type: RESOURCE_TYPE.to_owned(),
            event_type: Envelope::COUPON_SEND.to_owned(),
            summary: COUPON_SUMMARY.to_owned(),
            resource: Resource {
                original_type: COUPON.to_owned(),
                algorithm: algorithm.as_str().to_owned(),
                ciphertext: key.seal(algorithm, nonce, COUPON, &plain)?,
                associated_data: COUPON.to_owned(),
                nonce: nonce.to_owned(),
            },
        })
    }

    /// Reads a body. Verify it first.
    pub fn read(body: &[u8]) -> Result<Envelope, EnvelopeError> {
        serde_json::from_slice(body).map_err(|_| EnvelopeError::NotMessage)
    }

    /// The JSON text.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("texts are JSON")
    }

    /// Opens the resource: a JSON text.
    pub fn open(&self, key: &ApiV3Key) -> Result<Vec<u8>, EnvelopeError> {
        let sealed = &self.resource;
        let algorithm = Algorithm::parse(&sealed.algorithm)
            .ok_or_else(|| EnvelopeError::Algorithm(sealed.algorithm.clone()))?;
        let plain = key.open(
            algorithm,
            &sealed.nonce,
            &sealed.associated_data,
            &sealed.ciphertext,
        )?;
        Ok(plain)
    }

    /// Opens the resource as what the event says it is.
    pub fn open_as<T: DeserializeOwned>(&self, key: &ApiV3Key) -> Result<T, EnvelopeError> {
        serde_json::from_slice(&self.open(key)?).map_err(|_| EnvelopeError::Resource)
    }
}
