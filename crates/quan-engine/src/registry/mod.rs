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
mod write;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use quan_core::{AppId, MerchantId, UserId};

pub use self::app::{AlipayApp, AppKey, AppKind, Authorization};
pub use self::delivery::{Delivery, DeliveryStatus, Recorded};
pub use self::entry::Entry;
pub use self::error::RegistryError;
pub use self::image::Image;
pub use self::merchant::{Merchant, RechargeMode};
pub use self::notice::{News, NoticeEvent, RegistryNotice};
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
}

enum Backend {
    Sqlite(Sqlite),
    Memory(Mutex<Memory>),
}

impl Registry {
    /// An empty registry that forgets everything when it is dropped.
    pub fn in_memory() -> Registry {
        Registry::over(Backend::Memory(Mutex::default()), Snapshot::default())
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
            }),
        }
    }

    /// Takes all entries over, or none: new ones are added, known ones
    /// replaced. Doing it again changes nothing.
    pub fn put(&self, entries: &[Entry]) -> Result<(), RegistryError> {
        let _writing = locked(&self.inner.writing);
        let next = self.snapshot().with(entries)?;
        match &self.inner.backend {
            Backend::Sqlite(sqlite) => sqlite.put(entries)?,
            Backend::Memory(memory) => locked(memory).put(entries)?,
        }
        *self
            .inner
            .snapshot
            .write()
            .unwrap_or_else(PoisonError::into_inner) = Arc::new(next);
        Ok(())
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
        };
        Ok(registered.or_else(|| {
            if self.users_open() {
                User::unregistered(name)
            } else {
                None
            }
        }))
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
        match &self.inner.backend {
            Backend::Sqlite(store) => sqlite(store),
            Backend::Memory(store) => memory(&mut locked(store)),
        }
    }
}

/// The value behind a lock. A panic while it was held has been reported where
/// it happened; every write here leaves a whole value.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests;
