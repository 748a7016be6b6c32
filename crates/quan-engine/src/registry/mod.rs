//! Who may call, and what calls refer to: merchants, applications and their
//! keys, users, shops, images.
//!
//! Dialects resolve names here before they ask the engine for anything; what
//! they find travels in the operation. What every request needs (merchants,
//! apps, authorisations, tokens) lies in memory; users, shops, images and the
//! other things that activities refer to, which can be many, are looked up by
//! key. Each thing's file says what it is and how it is asked about.

mod app;
mod delivery;
mod entry;
mod error;
mod image;
mod media;
mod memory;
mod merchant;
mod notice;
mod package;
mod payee;
mod row;
mod service;
mod shop;
mod snapshot;
mod sqlite;
mod switches;
mod token;
mod user;
mod wechat;
mod wechat_card;
mod write;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use quan_core::{AppId, MerchantId, UserId};
use tokio::sync::watch;

pub use self::app::{AlipayApp, AppKey, AppKind, Authorization};
pub use self::delivery::{Delivery, DeliveryStatus, Recorded};
pub use self::entry::Entry;
pub use self::error::RegistryError;
pub use self::image::Image;
pub use self::merchant::{Merchant, RechargeMode};
pub use self::notice::{
    News, NoticeEvent, RegistryNotice, RegistryNoticeFilter, RegistryNoticeView,
};
pub use self::package::{
    Package, PackageFilter, PackageStatus, PackageView, Purchased, SaleRefusal,
};
pub use self::payee::{Payee, PayeeStatus, SettleMode};
pub use self::service::ServiceCode;
pub use self::shop::{
    AddedShop, Certification, Registration, Shop, ShopFault, ShopFilter, ShopKind, Smid,
};
pub use self::snapshot::Snapshot;
pub use self::switches::Switches;
pub use self::token::{ApiToken, Role};
pub use self::user::{User, UserName};
pub use self::wechat::{
    CertificateState, NotifyAddress, ResponseKey, WechatCertificate, WechatMerchant, WechatPartner,
};
pub use self::wechat_card::WechatCard;

use self::memory::Memory;
use self::sqlite::Sqlite;

/// A handle on the registry; clones share it.
#[derive(Clone)]
pub struct Registry {
    inner: Arc<Inner>,
}

struct Inner {
    backend: Backend,
    /// What every request needs. The lock is held to read or swap the pointer.
    snapshot: RwLock<Arc<Snapshot>>,
    /// One writer at a time, from the store to the swapped snapshot.
    writing: Mutex<()>,
    news: watch::Sender<u64>,
}

enum Backend {
    Sqlite(Sqlite),
    Memory(Box<Mutex<Memory>>),
}

impl Registry {
    /// An empty registry that forgets everything when it is dropped.
    pub fn in_memory() -> Registry {
        Registry::over(Backend::Memory(Box::default()), Snapshot::default())
    }

    /// The registry in the database at `path`, whose tables are there already.
    pub fn on_sqlite(path: &Path) -> Result<Registry, RegistryError> {
        let sqlite = Sqlite::open(path)?;
        let snapshot = sqlite.snapshot()?;
        Ok(Registry::over(Backend::Sqlite(sqlite), snapshot))
    }

    fn over(backend: Backend, snapshot: Snapshot) -> Registry {
        let snapshot = RwLock::new(Arc::new(snapshot));
        Registry {
            inner: Arc::new(Inner {
                backend,
                snapshot,
                writing: Mutex::new(()),
                news: watch::Sender::new(0),
            }),
        }
    }

    /// Takes all entries over, or none: new ones are added, known ones
    /// replaced. Doing it again changes nothing.
    pub fn put(&self, entries: &[Entry]) -> Result<(), RegistryError> {
        let writing = locked(&self.inner.writing);
        self.put_while(&writing, entries)
    }

    fn put_while(
        &self,
        _writing: &MutexGuard<'_, ()>,
        entries: &[Entry],
    ) -> Result<(), RegistryError> {
        let next = self.snapshot().with(entries)?;
        match &self.inner.backend {
            Backend::Sqlite(sqlite) => sqlite.put(entries)?,
            Backend::Memory(memory) => locked(memory).put(entries)?,
        }
        self.swap(next);
        Ok(())
    }

    /// Takes over what a provisioning file says, all or nothing. Tokens that it
    /// brought when it was taken over before and does not any more are revoked;
    /// those that were made otherwise stay.
    pub fn provision(&self, entries: &[Entry]) -> Result<(), RegistryError> {
        let _writing = locked(&self.inner.writing);
        let next = self.snapshot().with(entries)?;
        let gone = match &self.inner.backend {
            Backend::Sqlite(sqlite) => sqlite.provision(entries)?,
            Backend::Memory(memory) => locked(memory).provision(entries)?,
        };
        self.swap(next.without(&gone));
        Ok(())
    }

    /// Has every request see what was written.
    fn swap(&self, next: Snapshot) {
        let snapshot = self.inner.snapshot.write();
        *snapshot.unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        self.tell_of_change();
    }

    fn tell_of_change(&self) {
        self.inner
            .news
            .send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Changes after every write: an application may have come, or there may be
    /// something to tell one.
    pub fn news(&self) -> watch::Receiver<u64> {
        self.inner.news.subscribe()
    }

    /// Says where an application is told things and asked things, in somebody's
    /// words that need a check, and answers it; `None` where it is not known.
    pub fn set_addresses(
        &self,
        app_id: &str,
        gateway_url: Option<String>,
        spi_url: Option<String>,
    ) -> Result<Option<Arc<AlipayApp>>, RegistryError> {
        let writing = locked(&self.inner.writing);
        let Some(app) = self.find_app(app_id) else {
            return Ok(None);
        };
        let app = AlipayApp {
            gateway_url,
            spi_url,
            trusted: false,
            ..AlipayApp::clone(&app)
        };
        self.put_while(&writing, &[Entry::App(app)])?;
        Ok(self.find_app(app_id))
    }

    /// What every request needs, as it stands now.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(
            &self
                .inner
                .snapshot
                .read()
                .unwrap_or_else(PoisonError::into_inner),
        )
    }

    /// The merchant of this number.
    pub fn find_merchant(&self, id: MerchantId) -> Option<Arc<Merchant>> {
        self.snapshot().merchant(id).cloned()
    }

    /// The merchant whose account has this name, or whose user has.
    pub fn find_merchant_by_logon_id(
        &self,
        logon_id: &str,
    ) -> Result<Option<Arc<Merchant>>, RegistryError> {
        let snapshot = self.snapshot();
        if let Some(merchant) = snapshot.merchant_by_logon_id(logon_id) {
            return Ok(Some(Arc::clone(merchant)));
        }
        let user = self.find_user_by_logon_id(logon_id)?;
        let id = user.and_then(|user| MerchantId::parse(user.id.as_str()).ok());
        Ok(id.and_then(|id| snapshot.merchant(id).cloned()))
    }

    /// The application of this number.
    pub fn find_app(&self, app_id: &str) -> Option<Arc<AlipayApp>> {
        self.snapshot().app(app_id).cloned()
    }

    /// What an application may do with this `app_auth_token`.
    pub fn find_authorization(&self, app_auth_token: &str) -> Option<Arc<Authorization>> {
        self.snapshot().authorization(app_auth_token).cloned()
    }

    /// Whether an application may act for a merchant.
    pub fn is_authorized(&self, app_id: &str, merchant: MerchantId) -> bool {
        self.snapshot().is_authorized(app_id, merchant)
    }

    /// What the holder of the token with this digest may do.
    pub fn find_token(&self, sha256: &[u8; 32]) -> Option<ApiToken> {
        self.snapshot().token(sha256).cloned()
    }

    /// The applications that messages can be delivered to.
    pub fn apps_with_address(&self) -> Vec<AppId> {
        self.snapshot().apps_with_address()
    }

    /// Whether users need not be registered to be known.
    pub fn users_open(&self) -> bool {
        self.snapshot().users_open()
    }

    /// The user that a call names. Where users are open, a well-formed name
    /// that nobody registered is a user without known person or phone.
    pub fn resolve_user(&self, name: &UserName<'_>) -> Result<Option<User>, RegistryError> {
        let registered = match name {
            UserName::Id(id) => self.find_user(id)?,
            UserName::OpenId { app_id, open_id } => self.find_user_by_open_id(app_id, open_id)?,
            UserName::LogonId(logon_id) => self.find_user_by_logon_id(logon_id)?,
            UserName::Openid { appid, openid } => self.find_user_by_openid(appid, openid)?,
        };
        if registered.is_some() || !self.users_open() {
            return Ok(registered);
        }
        let unregistered = User::unregistered(name);
        if let (UserName::Openid { .. }, Some(user)) = (name, &unregistered)
            && self.find_user(user.id.as_str())?.is_some()
        {
            // The number of somebody else, whom the app knows by another name.
            return Ok(None);
        }
        Ok(unregistered)
    }

    /// The registered user of this number.
    pub fn find_user(&self, id: &str) -> Result<Option<User>, RegistryError> {
        match &self.inner.backend {
            Backend::Sqlite(sqlite) => sqlite.user(id),
            Backend::Memory(memory) => Ok(locked(memory).user(id)),
        }
    }

    /// The registered user that an application knows under this name.
    pub fn find_user_by_open_id(
        &self,
        app_id: &str,
        open_id: &str,
    ) -> Result<Option<User>, RegistryError> {
        match &self.inner.backend {
            Backend::Sqlite(sqlite) => sqlite.user_by_open_id(app_id, open_id),
            Backend::Memory(memory) => Ok(locked(memory).user_by_open_id(app_id, open_id)),
        }
    }

    /// The registered user that an app of `WeChat` knows under this name.
    pub fn find_user_by_openid(
        &self,
        appid: &str,
        openid: &str,
    ) -> Result<Option<User>, RegistryError> {
        self.ask(
            |sqlite| sqlite.user_by_openid(appid, openid),
            |memory| Ok(memory.user_by_openid(appid, openid)),
        )
    }

    /// The registered user who signs in with this name.
    pub fn find_user_by_logon_id(&self, logon_id: &str) -> Result<Option<User>, RegistryError> {
        match &self.inner.backend {
            Backend::Sqlite(sqlite) => sqlite.user_by_logon_id(logon_id),
            Backend::Memory(memory) => Ok(locked(memory).user_by_logon_id(logon_id)),
        }
    }

    /// The name under which an application knows a user.
    pub fn open_id_of(&self, app_id: &str, user: &UserId) -> Result<Option<String>, RegistryError> {
        let user = self.find_user(user.as_str())?;
        Ok(user.and_then(|user| user.open_id_in(app_id).map(str::to_owned)))
    }

    /// The name under which an app of `WeChat` knows a user. Where users are open,
    /// one whom nobody registered is known by the name that is their number.
    pub fn openid_of(&self, appid: &str, user: &UserId) -> Result<Option<String>, RegistryError> {
        if let Some(user) = self.find_user(user.as_str())? {
            return Ok(user.openid_in(appid).map(str::to_owned));
        }
        let named = self.users_open() && !User::is_account_number(user.as_str());
        Ok(named.then(|| user.to_string()))
    }

    /// The name of a user over all apps of one owner at `WeChat`, where it is known.
    pub fn unionid_of(&self, user: &UserId) -> Result<Option<String>, RegistryError> {
        let user = self.find_user(user.as_str())?;
        Ok(user.and_then(|user| user.unionid))
    }

    /// At most `limit` registered users in the order of their numbers, from
    /// the one behind `after`.
    pub fn list_users(
        &self,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<User>, RegistryError> {
        match &self.inner.backend {
            Backend::Sqlite(sqlite) => sqlite.users(after, limit),
            Backend::Memory(memory) => Ok(locked(memory).users(after, limit)),
        }
    }

    /// The image of this name.
    pub fn find_image(&self, id: &str) -> Result<Option<Image>, RegistryError> {
        match &self.inner.backend {
            Backend::Sqlite(sqlite) => sqlite.image(id),
            Backend::Memory(memory) => Ok(locked(memory).image(id)),
        }
    }

    /// The file of the image of this name.
    pub fn image_content(&self, id: &str) -> Result<Option<Vec<u8>>, RegistryError> {
        match &self.inner.backend {
            Backend::Sqlite(sqlite) => sqlite.image_content(id),
            Backend::Memory(memory) => Ok(locked(memory).image_content(id)),
        }
    }

    /// Asks the store, whichever it is.
    fn ask<T>(
        &self,
        sqlite: impl FnOnce(&Sqlite) -> Result<T, RegistryError>,
        memory: impl FnOnce(&Memory) -> Result<T, RegistryError>,
    ) -> Result<T, RegistryError> {
        match &self.inner.backend {
            Backend::Sqlite(store) => sqlite(store),
            Backend::Memory(store) => memory(&locked(store)),
        }
    }

    /// Changes what is not in the snapshot, whichever the store is.
    fn change<T>(
        &self,
        sqlite: impl FnOnce(&Sqlite) -> Result<T, RegistryError>,
        memory: impl FnOnce(&mut Memory) -> Result<T, RegistryError>,
    ) -> Result<T, RegistryError> {
        let _writing = locked(&self.inner.writing);
        let changed = match &self.inner.backend {
            Backend::Sqlite(store) => sqlite(store),
            Backend::Memory(store) => memory(&mut locked(store)),
        };
        self.tell_of_change();
        changed
    }
}

/// The value behind a lock. A panic while it was held has been reported where
/// it happened; every write here leaves a whole value.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
