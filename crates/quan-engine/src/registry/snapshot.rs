//! What every request needs to know, in memory.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use quan_core::{AppId, MerchantId};

use super::{
    AlipayApp, ApiToken, Authorization, Entry, Merchant, NotifyAddress, RegistryError, Switches,
    WechatMerchant,
};

/// Merchants, applications, authorisations and tokens as they stood at one
/// moment. Entries that a write did not touch keep their address, so that
/// what is derived from one (a parsed key) can be kept as long as it.
#[derive(Clone, Debug)]
pub struct Snapshot {
    merchants: HashMap<MerchantId, Arc<Merchant>>,
    apps: HashMap<String, Arc<AlipayApp>>,
    authorizations: HashMap<String, Arc<Authorization>>,
    tokens: HashMap<[u8; 32], ApiToken>,
    switches: HashMap<MerchantId, Switches>,
    wechat_merchants: HashMap<MerchantId, Arc<WechatMerchant>>,
    /// The merchants that a service provider acts for.
    wechat_partners: HashMap<MerchantId, BTreeSet<MerchantId>>,
    users_open: bool,
}

impl Default for Snapshot {
    fn default() -> Self {
        Snapshot {
            merchants: HashMap::new(),
            apps: HashMap::new(),
            authorizations: HashMap::new(),
            tokens: HashMap::new(),
            switches: HashMap::new(),
            wechat_merchants: HashMap::new(),
            wechat_partners: HashMap::new(),
            users_open: true,
        }
    }
}

impl Snapshot {
    /// This snapshot after `entries` were written.
    pub(super) fn with(&self, entries: &[Entry]) -> Result<Snapshot, RegistryError> {
        let mut next = self.clone();
        for entry in entries {
            next.take(entry)?;
        }
        Ok(next)
    }

    fn take(&mut self, entry: &Entry) -> Result<(), RegistryError> {
        match entry {
            Entry::Merchant(merchant) => {
                if self.merchants.get(&merchant.id).map(Arc::as_ref) != Some(merchant) {
                    self.merchants
                        .insert(merchant.id, Arc::new(merchant.clone()));
                }
            }
            Entry::App(app) => {
                if self.app(app.app_id.as_str()).map(Arc::as_ref) != Some(app) {
                    self.apps
                        .insert(app.app_id.as_str().to_owned(), Arc::new(app.clone()));
                }
            }
            Entry::Authorization(leave) => self.authorize(leave)?,
            Entry::Token(token) => {
                self.tokens.insert(token.sha256, token.clone());
            }
            Entry::UsersOpen(open) => self.users_open = *open,
            Entry::Switches(merchant, switches) => {
                self.switches.insert(*merchant, *switches);
            }
            Entry::WechatMerchant(merchant) => self.take_wechat_merchant(merchant),
            Entry::WechatNotify(mchid, notify) => self.take_notify(*mchid, notify.as_ref()),
            Entry::WechatPartner(partner) => {
                self.wechat_partners
                    .insert(partner.mchid, partner.sub_merchants.clone());
            }
            Entry::User(_)
            | Entry::Shop(_)
            | Entry::Image(..)
            | Entry::Smid(_)
            | Entry::ServiceCode(_)
            | Entry::Payee(_)
            | Entry::Package(_)
            | Entry::WechatCard(_) => {}
        }
        Ok(())
    }

    /// A merchant that comes without an address keeps the one it has.
    fn take_wechat_merchant(&mut self, merchant: &WechatMerchant) {
        let known = self.wechat_merchants.get(&merchant.mchid);
        let mut next = merchant.clone();
        if next.notify.is_none() {
            next.notify = known.and_then(|known| known.notify.clone());
        }
        if known.map(Arc::as_ref) != Some(&next) {
            self.wechat_merchants.insert(next.mchid, Arc::new(next));
        }
    }

    fn take_notify(&mut self, mchid: MerchantId, notify: Option<&NotifyAddress>) {
        if let Some(known) = self.wechat_merchants.get_mut(&mchid)
            && known.notify.as_ref() != notify
        {
            Arc::make_mut(known).notify = notify.cloned();
        }
    }

    /// This snapshot without the tokens of these digests.
    pub(super) fn without(mut self, tokens: &[[u8; 32]]) -> Snapshot {
        for sha256 in tokens {
            self.tokens.remove(sha256);
        }
        self
    }

    fn authorize(&mut self, leave: &Authorization) -> Result<(), RegistryError> {
        let same = |other: &Authorization| {
            other.app_id == leave.app_id && other.merchant == leave.merchant
        };
        if let Some(other) = self.authorization(&leave.app_auth_token)
            && !same(other)
        {
            return Err(RegistryError::TokenTaken {
                app_id: leave.app_id.to_string(),
            });
        }
        self.authorizations.retain(|_, other| !same(other));
        self.authorizations
            .insert(leave.app_auth_token.clone(), Arc::new(leave.clone()));
        Ok(())
    }

    /// The merchant of this number.
    pub fn merchant(&self, id: MerchantId) -> Option<&Arc<Merchant>> {
        self.merchants.get(&id)
    }

    /// The merchant whose account has this name.
    pub fn merchant_by_logon_id(&self, logon_id: &str) -> Option<&Arc<Merchant>> {
        self.merchants
            .values()
            .find(|merchant| merchant.logon_id.as_deref() == Some(logon_id))
    }

    /// All merchants, in the order of their numbers.
    pub fn merchants(&self) -> Vec<Arc<Merchant>> {
        let mut all: Vec<_> = self.merchants.values().cloned().collect();
        all.sort_by_key(|merchant| merchant.id);
        all
    }

    /// The application of this number.
    pub fn app(&self, app_id: &str) -> Option<&Arc<AlipayApp>> {
        self.apps.get(app_id)
    }

    /// All applications, in the order of their numbers.
    pub fn apps(&self) -> Vec<Arc<AlipayApp>> {
        let mut all: Vec<_> = self.apps.values().cloned().collect();
        all.sort_by(|one, other| one.app_id.cmp(&other.app_id));
        all
    }

    /// The applications that messages can be delivered to, in order.
    pub fn apps_with_address(&self) -> Vec<AppId> {
        let with_address = self.apps().into_iter().filter(|app| app.has_address());
        with_address.map(|app| app.app_id.clone()).collect()
    }

    /// What an application may do with this `app_auth_token`.
    pub fn authorization(&self, app_auth_token: &str) -> Option<&Arc<Authorization>> {
        self.authorizations.get(app_auth_token)
    }

    /// Whether an application may act for a merchant.
    pub fn is_authorized(&self, app_id: &str, merchant: MerchantId) -> bool {
        self.authorizations
            .values()
            .any(|leave| leave.app_id.as_str() == app_id && leave.merchant == merchant)
    }

    /// What the holder of the token with this digest may do.
    pub fn token(&self, sha256: &[u8; 32]) -> Option<&ApiToken> {
        self.tokens.get(sha256)
    }

    /// How the platform treats a merchant.
    pub fn switches(&self, merchant: MerchantId) -> Switches {
        self.switches.get(&merchant).copied().unwrap_or_default()
    }

    /// The merchant at `WeChat` Pay of this number.
    pub fn wechat_merchant(&self, mchid: MerchantId) -> Option<&Arc<WechatMerchant>> {
        self.wechat_merchants.get(&mchid)
    }

    /// All merchants at `WeChat` Pay, in the order of their numbers.
    pub fn wechat_merchants(&self) -> Vec<Arc<WechatMerchant>> {
        let mut all: Vec<_> = self.wechat_merchants.values().cloned().collect();
        all.sort_by_key(|merchant| merchant.mchid);
        all
    }

    /// Whom a service provider at `WeChat` Pay acts for, in order.
    pub fn sub_merchants(&self, partner: MerchantId) -> impl Iterator<Item = MerchantId> {
        self.wechat_partners
            .get(&partner)
            .into_iter()
            .flatten()
            .copied()
    }

    /// Whether a service provider at `WeChat` Pay acts for a merchant.
    pub fn is_partner_of(&self, partner: MerchantId, merchant: MerchantId) -> bool {
        self.wechat_partners
            .get(&partner)
            .is_some_and(|merchants| merchants.contains(&merchant))
    }

    /// Whether an app is bound to a merchant at `WeChat` Pay.
    pub fn is_appid_of(&self, merchant: MerchantId, appid: &str) -> bool {
        self.wechat_merchant(merchant)
            .is_some_and(|merchant| merchant.has_app(appid))
    }

    /// Whether a merchant is known on any platform.
    pub fn knows(&self, merchant: MerchantId) -> bool {
        self.merchants.contains_key(&merchant) || self.wechat_merchants.contains_key(&merchant)
    }

    /// Whether users need not be registered to be known.
    pub fn users_open(&self) -> bool {
        self.users_open
    }
}
