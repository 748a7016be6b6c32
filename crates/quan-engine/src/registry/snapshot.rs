//! What every request needs to know, in memory.

use std::collections::HashMap;
use std::sync::Arc;

use quan_core::{AppId, MerchantId};

use super::{AlipayApp, ApiToken, Authorization, Entry, Merchant, RegistryError, Switches};

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
            Entry::User(_)
            | Entry::Shop(_)
            | Entry::Image(..)
            | Entry::Smid(_)
            | Entry::ServiceCode(_)
            | Entry::Payee(_)
            | Entry::Package(_) => {}
        }
        Ok(())
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

    /// Whether users need not be registered to be known.
    pub fn users_open(&self) -> bool {
        self.users_open
    }
}
