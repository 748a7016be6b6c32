//! `WeChat` Pay's merchants, and whom service providers act for.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use quan_core::{MerchantId, Timestamp};

use super::{Entry, Registry, RegistryError, locked};

/// How many digits a serial number is written with.
const SERIAL_DIGITS: usize = 40;

/// A merchant at `WeChat` Pay: what calls, and what is told what happened.
#[derive(Clone, PartialEq, Eq)]
pub struct WechatMerchant {
    /// Its number.
    pub mchid: MerchantId,
    /// The full name.
    pub name: String,
    /// Its certificates by their serial numbers, as [`WechatCertificate::spell`]
    /// writes them.
    pub certificates: BTreeMap<String, WechatCertificate>,
    /// What contents to it are sealed with: 32 bytes.
    pub apiv3_key: Option<String>,
    /// What its pages and mini programs sign with: 32 characters.
    pub v2_key: Option<String>,
    /// Which key of the platform signs what nobody asked a key for.
    pub response_key: ResponseKey,
    /// Whether it may use merchant coupons.
    pub busifavor: bool,
    /// The apps that are bound to it.
    pub appids: BTreeSet<String>,
    /// Where messages to it are posted. A merchant that is written without an
    /// address keeps the one it has.
    pub notify: Option<NotifyAddress>,
}

impl WechatMerchant {
    /// A merchant that has nothing but a number and a name.
    pub fn named(mchid: MerchantId, name: &str) -> WechatMerchant {
        WechatMerchant {
            mchid,
            name: name.to_owned(),
            certificates: BTreeMap::new(),
            apiv3_key: None,
            v2_key: None,
            response_key: ResponseKey::default(),
            busifavor: true,
            appids: BTreeSet::new(),
            notify: None,
        }
    }

    /// The certificate that a request names.
    pub fn certificate(&self, serial: &str) -> Option<&WechatCertificate> {
        let same = |spelt: &str| significant(spelt).eq_ignore_ascii_case(significant(serial));
        self.certificates
            .iter()
            .find_map(|(spelt, certificate)| same(spelt).then_some(certificate))
    }

    /// Whether an app is bound to it.
    pub fn has_app(&self, appid: &str) -> bool {
        self.appids.contains(appid)
    }
}

/// Without the keys, so that no log ever holds them.
impl fmt::Debug for WechatMerchant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WechatMerchant")
            .field("mchid", &self.mchid)
            .field("name", &self.name)
            .field("certificates", &self.certificates)
            .field("apiv3_key", &self.apiv3_key.is_some())
            .field("v2_key", &self.v2_key.is_some())
            .field("response_key", &self.response_key)
            .field("busifavor", &self.busifavor)
            .field("appids", &self.appids)
            .field("notify", &self.notify)
            .finish()
    }
}

/// A merchant's certificate, as far as the platform needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WechatCertificate {
    /// PEM of the public key that requests are verified with.
    pub public_key: String,
    /// Its last instant, where it is known.
    pub expires_at: Option<Timestamp>,
    /// What the platform says of it.
    pub state: CertificateState,
}

impl WechatCertificate {
    /// The spelling of a serial number under which certificates are kept: upper
    /// case, filled up with zeros; `None` for what is no number in hex.
    pub fn spell(serial: &str) -> Option<String> {
        let digits = significant(serial);
        let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !hex || digits.is_empty() || digits.len() > SERIAL_DIGITS {
            return None;
        }
        let digits = digits.to_ascii_uppercase();
        Some(format!("{digits:0>SERIAL_DIGITS$}"))
    }

    /// What is to be said of it at an instant of the wall clock: it expires by
    /// itself, too.
    pub fn state_at(&self, now: Timestamp) -> CertificateState {
        let over = self.expires_at.is_some_and(|last| last < now);
        if over && self.state == CertificateState::Valid {
            CertificateState::Expired
        } else {
            self.state
        }
    }
}

/// A serial number without leading zeros, which not everybody writes.
fn significant(serial: &str) -> &str {
    serial.trim_start_matches('0')
}

/// What the platform says of a merchant's certificate.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CertificateState {
    /// Requests are verified with it.
    #[default]
    Valid,
    /// Its time is over.
    Expired,
    /// The merchant took it back.
    Revoked,
    /// The merchant has another one in its place.
    Replaced,
}

/// Which key of the platform signs what nobody asked a key for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ResponseKey {
    /// That of a certificate.
    #[default]
    Certificate,
    /// The one that merchants know as a public key.
    PublicKey,
}

/// Where messages to a merchant are posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotifyAddress {
    /// The address.
    pub url: String,
    /// Whether it is the operator's own word, which needs no check; one that
    /// somebody set through an API is not.
    pub trusted: bool,
}

/// A service provider and the merchants that it acts for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WechatPartner {
    /// The number of the service provider.
    pub mchid: MerchantId,
    /// Whom it acts for.
    pub sub_merchants: BTreeSet<MerchantId>,
}

impl Registry {
    /// The merchant at `WeChat` Pay of this number.
    pub fn wechat_merchant(&self, mchid: MerchantId) -> Option<Arc<WechatMerchant>> {
        self.snapshot().wechat_merchant(mchid).cloned()
    }

    /// Whether a service provider at `WeChat` Pay acts for a merchant.
    pub fn is_partner_of(&self, partner: MerchantId, merchant: MerchantId) -> bool {
        self.snapshot().is_partner_of(partner, merchant)
    }

    /// Says where messages to a merchant are posted, in somebody's words that
    /// need a check, or that they are posted nowhere; answers the merchant, `None`
    /// where it is not known.
    pub fn set_notify_url(
        &self,
        mchid: MerchantId,
        url: Option<String>,
    ) -> Result<Option<Arc<WechatMerchant>>, RegistryError> {
        let writing = locked(&self.inner.writing);
        if self.wechat_merchant(mchid).is_none() {
            return Ok(None);
        }
        let notify = url.map(|url| NotifyAddress {
            url,
            trusted: false,
        });
        self.put_while(&writing, &[Entry::WechatNotify(mchid, notify)])?;
        Ok(self.wechat_merchant(mchid))
    }

    /// Says what is to be said of a merchant's certificate, and answers the
    /// merchant; `None` where it has no such certificate.
    pub fn set_certificate_state(
        &self,
        mchid: MerchantId,
        serial: &str,
        state: CertificateState,
    ) -> Result<Option<Arc<WechatMerchant>>, RegistryError> {
        let writing = locked(&self.inner.writing);
        let (Some(merchant), Some(serial)) = (
            self.wechat_merchant(mchid),
            WechatCertificate::spell(serial),
        ) else {
            return Ok(None);
        };
        let mut merchant = WechatMerchant::clone(&merchant);
        let Some(certificate) = merchant.certificates.get_mut(&serial) else {
            return Ok(None);
        };
        certificate.state = state;
        self.put_while(&writing, &[Entry::WechatMerchant(merchant)])?;
        Ok(self.wechat_merchant(mchid))
    }
}
