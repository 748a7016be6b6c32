//! The provisioning file: who is known to a server from its start.
//!
//! It is read whole, with the files that it names, before anything is
//! written; applying it again changes nothing. Every error names the table,
//! the entry and the key.

mod check;
mod error;
mod schema;

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use quan_core::{AppId, Fen, MerchantId};
use quan_engine::registry::{Entry, Registry};
use quan_wire::alipay::key::PublicKey;

pub use self::check::token_digest;
pub use self::error::ProvisionError;

use self::check::Place;

/// A provisioning file that was read and understood.
#[derive(Debug)]
pub struct Provision {
    path: PathBuf,
    platform_key_file: Option<PathBuf>,
    entries: Vec<Entry>,
    balances: Vec<(MerchantId, Fen)>,
    /// Where each entry stands, for what can only be said when it is applied.
    mentions: Vec<Mention>,
    app_keys: Vec<(Place, PublicKey)>,
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
    App(AppId),
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
            entries: Vec::new(),
            balances: Vec::new(),
            mentions: Vec::new(),
            app_keys: Vec::new(),
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
        Ok(provision)
    }

    fn take_table(&mut self, table: &str, value: toml::Value) -> Result<(), ProvisionError> {
        match table {
            "platform" => {
                let platform: schema::Platform = self.one("[platform]", value)?;
                let file = platform.alipay_private_key_file;
                self.platform_key_file = file.map(|file| self.beside(&file));
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
            "image" => self.many("[[image]]", value, Provision::take_image)?,
            "smid" => self.many("[[smid]]", value, Provision::take_smid)?,
            other => {
                let place = Place::table(&format!("[{other}]"));
                let what = "there is no such table; known are platform, registry, api_token, \
                            merchant, alipay_app, authorization, user, shop, image and smid";
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
        for (index, value) in values.into_iter().enumerate() {
            let place = Place::entry(table, index, &value);
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

    /// What each merchant is to have been given, all in all, by this file.
    pub fn balances(&self) -> &[(MerchantId, Fen)] {
        &self.balances
    }

    /// Writes everything to the registry, or nothing. `platform` is the key
    /// that answers are verified with: an application must have another one.
    pub fn apply(&self, registry: &Registry, platform: &PublicKey) -> Result<(), ProvisionError> {
        let known = registry.snapshot();
        let mut merchants = HashSet::new();
        let mut apps = HashSet::new();
        for entry in &self.entries {
            if let Entry::Merchant(merchant) = entry {
                merchants.insert(merchant.id);
            } else if let Entry::App(app) = entry {
                apps.insert(app.app_id.as_str());
            }
        }
        for Mention { place, key, of } in &self.mentions {
            let (there, what) = match of {
                Mentioned::Merchant(id) => (
                    merchants.contains(id) || known.merchant(*id).is_some(),
                    id.to_string(),
                ),
                Mentioned::App(id) => {
                    let there = apps.contains(id.as_str()) || known.app(id.as_str()).is_some();
                    (there, id.to_string())
                }
            };
            if !there {
                let table = match of {
                    Mentioned::Merchant(_) => "merchant",
                    Mentioned::App(_) => "alipay_app",
                };
                let what = format!("there is no [[{table}]] {what}");
                return Err(self.wrong(place, Some(key), what));
            }
        }
        for (place, key) in &self.app_keys {
            if key == platform {
                let what = "the application's key is the platform's own; Java's SDK refuses \
                            to work so, and nobody could tell their signatures apart";
                return Err(self.wrong(place, None, what));
            }
        }
        registry
            .put(&self.entries)
            .map_err(|source| ProvisionError::Registry {
                path: self.path.clone(),
                source,
            })
    }
}

#[cfg(test)]
mod tests;
