//! Merchants' keys, parsed once.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use quan_core::{MerchantId, Timestamp};
use quan_engine::registry::{CertificateState, ResponseKey, WechatCertificate, WechatMerchant};
use quan_wire::key::PublicKey;
use quan_wire::wechatpay::aead::ApiV3Key;
use quan_wire::wechatpay::key::VerifyingKey;
use quan_wire::wechatpay::platform::KeyKind;
use quan_wire::wechatpay::refusal::Refusal;

/// What a merchant's requests are verified with and contents to it are sealed with.
pub(crate) struct Credential {
    /// The registry's entry that this was parsed from.
    pub(crate) merchant: Arc<WechatMerchant>,
    /// Keys by the spelling of their certificates' numbers.
    keys: HashMap<String, VerifyingKey>,
    content_key: Option<ApiV3Key>,
}

impl Credential {
    pub(crate) fn of(merchant: Arc<WechatMerchant>) -> Credential {
        let keys = merchant
            .certificates
            .iter()
            .filter_map(|(serial, certificate)| {
                let key = PublicKey::parse(&certificate.public_key).ok()?;
                Some((serial.clone(), VerifyingKey::Rsa(key)))
            })
            .collect();
        let content_key = merchant
            .apiv3_key
            .as_deref()
            .and_then(|key| ApiV3Key::parse(key).ok());
        Credential {
            merchant,
            keys,
            content_key,
        }
    }

    /// What contents are sealed with, where the merchant has set it.
    pub(crate) fn content_key(&self) -> Option<&ApiV3Key> {
        self.content_key.as_ref()
    }

    /// Which kind of key signs what nobody asked a key for.
    pub(crate) fn kind(&self) -> KeyKind {
        match self.merchant.response_key {
            ResponseKey::Certificate => KeyKind::Certificate,
            ResponseKey::PublicKey => KeyKind::PublicKey,
        }
    }

    /// The key of the certificate that a request names.
    pub(super) fn key(&self, serial: &str, now: Timestamp) -> Result<&VerifyingKey, Refusal> {
        if self.merchant.certificates.is_empty() {
            return Err(Refusal::NoCertificate);
        }
        let certificate = self.merchant.certificate(serial);
        match certificate.ok_or(Refusal::SerialNo)?.state_at(now) {
            CertificateState::Valid => {}
            CertificateState::Expired => return Err(Refusal::CertificateExpired),
            CertificateState::Revoked => return Err(Refusal::CertificateRevoked),
            CertificateState::Replaced => return Err(Refusal::CertificateReplaced),
        }
        let spelt = WechatCertificate::spell(serial).ok_or(Refusal::SerialNo)?;
        self.keys.get(&spelt).ok_or(Refusal::SerialNo)
    }
}

/// The parsed keys of all merchants that have called.
#[derive(Default)]
pub(super) struct Credentials(RwLock<HashMap<MerchantId, Arc<Credential>>>);

impl Credentials {
    /// The parsed keys of a merchant, as long as its entry is the same.
    pub(super) fn of(&self, merchant: Arc<WechatMerchant>) -> Arc<Credential> {
        let mchid = merchant.mchid;
        let parsed = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(credential) = parsed.get(&mchid)
            && Arc::ptr_eq(&credential.merchant, &merchant)
        {
            return Arc::clone(credential);
        }
        drop(parsed);
        let credential = Arc::new(Credential::of(merchant));
        let mut parsed = self.0.write().unwrap_or_else(PoisonError::into_inner);
        parsed.insert(mchid, Arc::clone(&credential));
        credential
    }
}
