//! The provisioning file: who is known to a server from its start.
//!
//! It is read whole, with the files that it names, before anything is
//! written; applying it again changes nothing. Every error names the table,
//! the entry and the key.

mod check;
mod error;
mod sale;
mod schema;
mod shop;
mod wechat;

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::{fmt, fs};

use quan_core::{AppId, Fen, MerchantId};
use quan_engine::registry::{Entry, Registry, RegistryError};
use quan_wire::alipay::key::PublicKey;

pub use self::check::token_digest;
pub use self::error::ProvisionError;
pub(crate) use self::wechat::is_name;

use self::check::Place;
use crate::platform::WechatKeys;

/// A provisioning file that was read and understood.
#[derive(Debug)]
pub struct Provision {
    path: PathBuf,
    platform_key_file: Option<PathBuf>,
    wechat_keys: WechatKeys,
    entries: Vec<Entry>,
    /// Certificates of whose state the file says nothing: it stays as it is.
    unstated: HashSet<(MerchantId, String)>,
    balances: Vec<(MerchantId, Fen)>,
    /// Where each entry stands, for what can only be said when it is applied.
    mentions: Vec<Mention>,
    app_keys: Vec<(Place, PublicKey)>,
    told: Told,
}

/// What the file's entries are, for those that speak of others.
#[derive(Debug, Default)]
struct Told {
    merchants: HashSet<MerchantId>,
    wechat_merchants: HashSet<MerchantId>,
    apps: HashSet<AppId>,
    smids: HashMap<String, MerchantId>,
}

impl Told {
    fn note(&mut self, entry: &Entry) {
        if let Entry::Merchant(merchant) = entry {
            self.merchants.insert(merchant.id);
        } else if let Entry::WechatMerchant(merchant) = entry {
            self.wechat_merchants.insert(merchant.mchid);
        } else if let Entry::App(app) = entry {
            self.apps.insert(app.app_id.clone());
        } else if let Entry::Smid(smid) = entry {
            self.smids.insert(smid.id.clone(), smid.merchant);
        }
    }
}

/// An entry that speaks of a merchant or an application.
#[derive(Debug)]
struct Mention {
    place: Place,
    key: &'static str,
    of: Mentioned,
}

#[derive(Debug)]
enum Mentioned {
    Merchant(MerchantId),
    /// A merchant at `WeChat` Pay.
    WechatMerchant(MerchantId),
    /// A merchant on any platform.
    AnyMerchant(MerchantId),
    App(AppId),
    /// An indirect merchant, bound to this one.
    Smid(String, MerchantId),
}

impl Provision {
    /// Reads a file and the files that it names.
    pub fn read(path: &Path) -> Result<Provision, ProvisionError> {
        let text = fs::read_to_string(path).map_err(|source| ProvisionError::Unreadable {
            path: path.to_owned(),
            source,
        })?;
        Provision::parse(path, &text)
    }

    /// Reads the text of a file that lies at `path`.
    pub fn parse(path: &Path, text: &str) -> Result<Provision, ProvisionError> {
        let mut provision = Provision {
            path: path.to_owned(),
            platform_key_file: None,
            wechat_keys: WechatKeys::default(),
            entries: Vec::new(),
            unstated: HashSet::new(),
            balances: Vec::new(),
            mentions: Vec::new(),
            app_keys: Vec::new(),
            told: Told::default(),
        };
        let document: toml::Table =
            text.parse()
                .map_err(|error: toml::de::Error| ProvisionError::Syntax {
                    path: path.to_owned(),
                    what: error.to_string(),
                })?;
        for (table, value) in document {
            provision.take_table(&table, value)?;
        }
        for entry in &provision.entries {
            provision.told.note(entry);
        }
        Ok(provision)
    }

    fn take_table(&mut self, table: &str, value: toml::Value) -> Result<(), ProvisionError> {
        match table {
            "platform" => {
                let platform: schema::Platform = self.one("[platform]", value)?;
                let file = platform.alipay_private_key_file.as_deref();
                self.platform_key_file = file.map(|file| self.beside(file));
                self.take_wechat_keys(platform)?;
            }
            "registry" => {
                let registry: schema::Registry = self.one("[registry]", value)?;
                if let Some(users) = registry.users {
                    self.entries
                        .push(Entry::UsersOpen(users == schema::Users::Open));
                }
            }
            "api_token" => self.many("[[api_token]]", value, Provision::take_token)?,
            "merchant" => self.many("[[merchant]]", value, Provision::take_merchant)?,
            "alipay_app" => self.many("[[alipay_app]]", value, Provision::take_app)?,
            "authorization" => {
                self.many("[[authorization]]", value, Provision::take_authorization)?;
            }
            "user" => self.many("[[user]]", value, Provision::take_user)?,
            "shop" => self.many("[[shop]]", value, Provision::take_shop)?,
            "real_shop" => self.many("[[real_shop]]", value, Provision::take_real_shop)?,
            "image" => self.many("[[image]]", value, Provision::take_image)?,
            "smid" => self.many("[[smid]]", value, Provision::take_smid)?,
            "payee" => self.many("[[payee]]", value, Provision::take_payee)?,
            "service_code" => {
                self.many("[[service_code]]", value, Provision::take_service_code)?;
            }
            "voucher_package" => {
                self.many("[[voucher_package]]", value, Provision::take_package)?;
            }
            "wechatpay_merchant" => {
                self.many(
                    "[[wechatpay_merchant]]",
                    value,
                    Provision::take_wechat_merchant,
                )?;
            }
            "wechatpay_partner" => {
                self.many(
                    "[[wechatpay_partner]]",
                    value,
                    Provision::take_wechat_partner,
                )?;
            }
            "wechatpay_card" => {
                self.many("[[wechatpay_card]]", value, Provision::take_wechat_card)?;
            }
            other => {
                let place = Place::table(&format!("[{other}]"));
                let what = "there is no such table; known are platform, registry, api_token, \
                            merchant, alipay_app, authorization, user, shop, real_shop, image, smid, \
                            payee, service_code, voucher_package, wechatpay_merchant, \
                            wechatpay_partner and wechatpay_card";
                return Err(self.wrong(&place, None, what));
            }
        }
        Ok(())
    }

    fn one<T: serde::de::DeserializeOwned>(
        &self,
        table: &str,
        value: toml::Value,
    ) -> Result<T, ProvisionError> {
        self.entry(&Place::table(table), value)
    }

    fn many<T: serde::de::DeserializeOwned>(
        &mut self,
        table: &str,
        value: toml::Value,
        take: fn(&mut Provision, Place, T) -> Result<(), ProvisionError>,
    ) -> Result<(), ProvisionError> {
        let toml::Value::Array(values) = value else {
            let place = Place::table(table);
            return Err(self.wrong(&place, None, "write it with two brackets: it is a list"));
        };
        let mut told = HashSet::new();
        for (index, value) in values.into_iter().enumerate() {
            let place = Place::entry(table, index, &value);
            if let Some((key, id)) = identity(table, &value)
                && !told.insert(id.clone())
            {
                return Err(self.wrong(&place, Some(key), "an entry before it has the same"));
            }
            let entry = self.entry(&place, value)?;
            take(self, place, entry)?;
        }
        Ok(())
    }

    fn entry<T: serde::de::DeserializeOwned>(
        &self,
        place: &Place,
        value: toml::Value,
    ) -> Result<T, ProvisionError> {
        value.try_into().map_err(|error: toml::de::Error| {
            self.wrong(place, None, error.to_string().trim_end().replace('\n', " "))
        })
    }

    fn wrong(&self, place: &Place, key: Option<&str>, what: impl Into<String>) -> ProvisionError {
        ProvisionError::Entry {
            path: self.path.clone(),
            place: place.to_string(),
            key: key.map(str::to_owned),
            what: what.into(),
        }
    }

    /// A path of the file, which is relative to it.
    fn beside(&self, path: &Path) -> PathBuf {
        self.path
            .parent()
            .map_or_else(|| path.to_owned(), |directory| directory.join(path))
    }

    fn read_beside(
        &self,
        place: &Place,
        key: &'static str,
        path: &Path,
    ) -> Result<Vec<u8>, ProvisionError> {
        let path = self.beside(path);
        fs::read(&path).map_err(|error| {
            self.wrong(
                place,
                Some(key),
                format!("could not read {}: {error}", path.display()),
            )
        })
    }

    /// The platform's private key, where the file names one.
    pub fn platform_key_file(&self) -> Option<&Path> {
        self.platform_key_file.as_deref()
    }

    /// The platform's keys for `WeChat` Pay that the file brings.
    pub fn wechat_keys(&self) -> &WechatKeys {
        &self.wechat_keys
    }

    /// What each merchant is to have been given, all in all, by this file.
    pub fn balances(&self) -> &[(MerchantId, Fen)] {
        &self.balances
    }

    /// Writes everything to the registry, or nothing; tokens that the file brought
    /// the last time and does not any more are revoked. `platform` is the key
    /// that answers are verified with: an application must have another one.
    pub fn apply(&self, registry: &Registry, platform: &PublicKey) -> Result<(), ProvisionError> {
        self.fits(registry, Some(platform))?;
        registry
            .provision(&self.stated(registry))
            .map_err(|source| self.unreadable(source))
    }

    /// The entries, with what stays as it is.
    fn stated(&self, registry: &Registry) -> Vec<Entry> {
        let known = registry.snapshot();
        let mut entries = self.entries.clone();
        for entry in &mut entries {
            if let Entry::WechatMerchant(merchant) = entry
                && let Some(known) = known.wechat_merchant(merchant.mchid)
            {
                for (serial, certificate) in &mut merchant.certificates {
                    if self.unstated.contains(&(merchant.mchid, serial.clone()))
                        && let Some(known) = known.certificate(serial)
                    {
                        certificate.state = known.state;
                    }
                }
            }
        }
        entries
    }

    fn unreadable(&self, source: RegistryError) -> ProvisionError {
        ProvisionError::Registry {
            path: self.path.clone(),
            source,
        }
    }

    /// Whether [`Provision::apply`] would write it. Changes nothing.
    pub fn fits(
        &self,
        registry: &Registry,
        platform: Option<&PublicKey>,
    ) -> Result<(), ProvisionError> {
        let unreadable = |source| self.unreadable(source);
        for Mention { place, key, of } in &self.mentions {
            if !self.is_there(of, registry).map_err(unreadable)? {
                let what = format!("there is no {of}");
                return Err(self.wrong(place, Some(key), what));
            }
        }
        for (place, key) in &self.app_keys {
            if Some(key) == platform {
                let what = "the application's key is the platform's own; Java's SDK refuses \
                            to work so, and nobody could tell their signatures apart";
                return Err(self.wrong(place, None, what));
            }
        }
        Ok(())
    }

    /// Whether something is in the file, or was registered before.
    fn is_there(&self, of: &Mentioned, registry: &Registry) -> Result<bool, RegistryError> {
        let known = registry.snapshot();
        Ok(match of {
            Mentioned::Merchant(id) => {
                self.told.merchants.contains(id) || known.merchant(*id).is_some()
            }
            Mentioned::WechatMerchant(id) => {
                self.told.wechat_merchants.contains(id) || known.wechat_merchant(*id).is_some()
            }
            Mentioned::AnyMerchant(id) => {
                self.told.merchants.contains(id)
                    || self.told.wechat_merchants.contains(id)
                    || known.knows(*id)
            }
            Mentioned::App(id) => self.told.apps.contains(id) || known.app(id.as_str()).is_some(),
            Mentioned::Smid(id, merchant) => {
                let bound = match self.told.smids.get(id) {
                    Some(bound) => Some(*bound),
                    None => registry.find_smid(id)?.map(|smid| smid.merchant),
                };
                bound == Some(*merchant)
            }
        })
    }
}

/// The key and the text that tell an entry of a list from its others.
fn identity<'a>(table: &str, value: &'a toml::Value) -> Option<(&'static str, &'a String)> {
    // An application may have many of these, one a merchant.
    if table == "alipay_authorization" {
        return None;
    }
    ["id", "mchid", "app_id", "token"]
        .into_iter()
        .find_map(|key| {
            let toml::Value::String(text) = value.get(key)? else {
                return None;
            };
            Some((key, text))
        })
}

impl fmt::Display for Mentioned {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Mentioned::Merchant(id) => write!(f, "[[merchant]] {id}"),
            Mentioned::WechatMerchant(id) => write!(f, "[[wechatpay_merchant]] {id}"),
            Mentioned::AnyMerchant(id) => {
                write!(f, "[[merchant]] or [[wechatpay_merchant]] {id}")
            }
            Mentioned::App(id) => write!(f, "[[alipay_app]] {id}"),
            Mentioned::Smid(id, merchant) => {
                write!(f, "[[smid]] {id} of the merchant {merchant}")
            }
        }
    }
}

#[cfg(test)]
mod tests;
