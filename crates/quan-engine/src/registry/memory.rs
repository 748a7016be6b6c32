//! The registry's larger tables in memory, for tests and simulation.

use std::collections::BTreeMap;
use std::ops::Bound;

use quan_core::MerchantId;

use super::{Entry, Image, Shop, Smid, User};

/// Users, shops, images and indirect merchants; the rest is in the snapshot.
#[derive(Debug, Default)]
pub(super) struct Memory {
    users: BTreeMap<String, User>,
    shops: BTreeMap<String, Shop>,
    images: BTreeMap<String, (Image, Vec<u8>)>,
    smids: BTreeMap<String, Smid>,
}

impl Memory {
    pub(super) fn put(&mut self, entries: &[Entry]) {
        for entry in entries {
            match entry {
                Entry::User(user) => self.put_user(user),
                Entry::Shop(shop) => {
                    self.shops.insert(shop.id.clone(), shop.clone());
                }
                Entry::Image(image, content) => {
                    self.images
                        .insert(image.id.clone(), (image.clone(), content.clone()));
                }
                Entry::Smid(smid) => {
                    self.smids.insert(smid.id.clone(), smid.clone());
                }
                Entry::Merchant(_)
                | Entry::App(_)
                | Entry::Authorization(_)
                | Entry::Token(_)
                | Entry::UsersOpen(_) => {}
            }
        }
    }

    /// An application has one user of a name: it moves to the latest.
    fn put_user(&mut self, user: &User) {
        for (app_id, open_id) in &user.open_ids {
            for other in self.users.values_mut() {
                other
                    .open_ids
                    .retain(|app, name| app != app_id || name != open_id);
            }
        }
        self.users.insert(user.id.as_str().to_owned(), user.clone());
    }

    pub(super) fn user(&self, id: &str) -> Option<User> {
        self.users.get(id).cloned()
    }

    pub(super) fn user_by_open_id(&self, app_id: &str, open_id: &str) -> Option<User> {
        self.users
            .values()
            .find(|user| user.open_id_in(app_id) == Some(open_id))
            .cloned()
    }

    pub(super) fn user_by_logon_id(&self, logon_id: &str) -> Option<User> {
        self.users
            .values()
            .find(|user| user.logon_id.as_deref() == Some(logon_id))
            .cloned()
    }

    pub(super) fn users(&self, after: Option<&str>, limit: usize) -> Vec<User> {
        self.users
            .range::<str, _>(behind(after))
            .take(limit)
            .map(|(_, user)| user.clone())
            .collect()
    }

    pub(super) fn shops(&self, ids: &[&str]) -> Vec<Option<Shop>> {
        ids.iter().map(|id| self.shops.get(*id).cloned()).collect()
    }

    pub(super) fn shops_of(
        &self,
        merchant: MerchantId,
        after: Option<&str>,
        limit: usize,
    ) -> Vec<Shop> {
        let later = self
            .shops
            .range::<str, _>(behind(after))
            .map(|(_, shop)| shop);
        later
            .filter(|shop| shop.merchant == merchant)
            .take(limit)
            .cloned()
            .collect()
    }

    pub(super) fn image(&self, id: &str) -> Option<Image> {
        self.images.get(id).map(|(image, _)| image.clone())
    }

    pub(super) fn image_content(&self, id: &str) -> Option<Vec<u8>> {
        self.images.get(id).map(|(_, content)| content.clone())
    }

    pub(super) fn smid(&self, id: &str) -> Option<Smid> {
        self.smids.get(id).cloned()
    }
}

fn behind(after: Option<&str>) -> (Bound<&str>, Bound<&str>) {
    (
        after.map_or(Bound::Unbounded, Bound::Excluded),
        Bound::Unbounded,
    )
}
