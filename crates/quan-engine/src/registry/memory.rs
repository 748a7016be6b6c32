//! The registry's larger tables in memory, for tests and simulation.

mod delivery;
mod notice;
mod other;
mod package;
mod shop;
mod wechat;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use quan_core::{ActivityId, AppId, Fingerprint, MerchantId};

use self::notice::Kept;
use self::package::Purchase;
use super::{
    Delivery, Entry, Image, PackageView, Payee, RegistryError, ServiceCode, Shop, Smid, User,
    WechatCard,
};

/// Everything but what the snapshot holds.
#[derive(Debug, Default)]
pub(super) struct Memory {
    users: BTreeMap<String, User>,
    shops: BTreeMap<String, Shop>,
    /// What a shop was registered with, and who is told what becomes of it.
    shop_details: BTreeMap<String, (String, Option<AppId>)>,
    images: BTreeMap<String, (Image, Vec<u8>)>,
    smids: BTreeMap<String, Smid>,
    service_codes: BTreeMap<String, ServiceCode>,
    payees: BTreeMap<MerchantId, Payee>,
    packages: BTreeMap<String, PackageView>,
    /// By package and request.
    purchases: BTreeMap<(String, String), Purchase>,
    deliveries: BTreeMap<String, Delivery>,
    /// By home and request: a digest, and the answer.
    delivery_requests: BTreeMap<(String, String), (Fingerprint, String)>,
    /// By number.
    notices: BTreeMap<u64, Kept>,
    venue: BTreeSet<ActivityId>,
    cards: BTreeMap<String, WechatCard>,
    /// The names of images by merchant and digest.
    media: BTreeMap<(MerchantId, [u8; 32]), String>,
    /// The digests of the tokens that came from provisioning.
    provisioned: BTreeSet<[u8; 32]>,
    sequences: BTreeMap<Series, u64>,
}

/// What is numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Series {
    Shop,
    Service,
    Package,
    Delivery,
    Image,
}

impl Memory {
    /// The next number of a series, which is taken once it is written.
    fn peek(&self, series: Series) -> u64 {
        self.sequences.get(&series).map_or(1, |last| last + 1)
    }

    pub(super) fn put(&mut self, entries: &[Entry]) -> Result<(), RegistryError> {
        self.check_store_ids(entries.iter().filter_map(|entry| {
            if let Entry::Shop(shop) = entry {
                Some(shop)
            } else {
                None
            }
        }))?;
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
                Entry::ServiceCode(service) => {
                    self.service_codes
                        .insert(service.code.clone(), service.clone());
                }
                Entry::Payee(payee) => {
                    self.payees.insert(payee.pid, *payee);
                }
                Entry::Package(package) => self.put_package(package),
                Entry::WechatCard(card) => {
                    self.cards.insert(card.id.clone(), card.clone());
                }
                Entry::Switches(..)
                | Entry::WechatMerchant(_)
                | Entry::WechatNotify(..)
                | Entry::WechatPartner(_)
                | Entry::Merchant(_)
                | Entry::App(_)
                | Entry::Authorization(_)
                | Entry::Token(_)
                | Entry::UsersOpen(_) => {}
            }
        }
        Ok(())
    }

    /// Puts entries, and answers the digests of the tokens that are gone: those
    /// that entries brought the last time, and do not any more.
    pub(super) fn provision(&mut self, entries: &[Entry]) -> Result<Vec<[u8; 32]>, RegistryError> {
        self.put(entries)?;
        let tokens = entries.iter().filter_map(|entry| {
            if let Entry::Token(token) = entry {
                Some(token.sha256)
            } else {
                None
            }
        });
        let tokens: BTreeSet<_> = tokens.collect();
        let gone = self.provisioned.difference(&tokens).copied().collect();
        self.provisioned = tokens;
        Ok(gone)
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
        for (appid, openid) in &user.openids {
            for other in self.users.values_mut() {
                other
                    .openids
                    .retain(|app, name| app != appid || name != openid);
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

    pub(super) fn user_by_openid(&self, appid: &str, openid: &str) -> Option<User> {
        self.users
            .values()
            .find(|user| user.openid_in(appid) == Some(openid))
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

    pub(super) fn image(&self, id: &str) -> Option<Image> {
        self.images.get(id).map(|(image, _)| image.clone())
    }

    pub(super) fn add_image(&mut self, content: &[u8], make: &dyn Fn(u64) -> Image) -> Image {
        let mut number = self.peek(Series::Image);
        let mut image = make(number);
        while self.images.contains_key(&image.id) {
            number += 1;
            image = make(number);
        }
        self.sequences.insert(Series::Image, number);
        self.images
            .insert(image.id.clone(), (image.clone(), content.to_vec()));
        image
    }

    pub(super) fn image_content(&self, id: &str) -> Option<Vec<u8>> {
        self.images.get(id).map(|(_, content)| content.clone())
    }
}

fn behind(after: Option<&str>) -> (Bound<&str>, Bound<&str>) {
    (
        after.map_or(Bound::Unbounded, Bound::Excluded),
        Bound::Unbounded,
    )
}
