//! The platform's keys for `WeChat` Pay: certificates, of which there may be several at
//! once, the public key, and the key of coupon codes.
//!
//! They lie in the data directory. A certificate that comes by rotation is listed from its first instant and signs a day later, so that
//! every client has met it by then; the one before it stays listed while it lasts. A
//! server that runs sees a new one within a minute.

mod store;

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use quan_core::Timestamp;
use quan_wire::wechatpay::header::is_public_key_id;
use quan_wire::wechatpay::platform::{KeyKind, LISTED_AHEAD, Platform as Keys};

use self::store::Store;
use super::{PlatformError, file};
use crate::coupon_code::CodeBook;

/// What the public key is called where nobody named it.
const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0000000000000000000000000000000";

/// How long what was read of the directory is taken to be all, in milliseconds.
const FRESH_MS: i64 = 60_000;

/// Keys that somebody brings, to take the place of those that were made here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WechatKeys {
    /// The private key that answers are signed with.
    pub private_key_file: Option<PathBuf>,
    /// Its certificate; one is made where only the key is brought.
    pub certificate_file: Option<PathBuf>,
    /// The private half of what merchants know as a public key.
    pub public_key_private_file: Option<PathBuf>,
    /// What that public key is called.
    pub public_key_id: Option<String>,
}

/// The platform's keys for `WeChat` Pay. Clones share them.
#[derive(Clone, Debug)]
pub struct WechatPlatform(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    store: Store,
    codes: CodeBook,
    read: RwLock<Read>,
}

/// What was read of the directory, and when.
#[derive(Clone, Debug)]
struct Read {
    keys: Arc<Keys>,
    names: Vec<String>,
    at: Timestamp,
}

/// A certificate that was made to follow another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rotated {
    /// Its serial number.
    pub serial: String,
    /// From when on it signs.
    pub signs_at: Timestamp,
}

impl WechatPlatform {
    /// Opens the keys of a data directory and makes what is missing. What is brought
    /// takes the place of what is there, and is kept, so that a later start signs
    /// alike.
    pub fn open(
        directory: &Path,
        brought: &WechatKeys,
        now: Timestamp,
    ) -> Result<WechatPlatform, PlatformError> {
        let store = Store::open(directory)?;
        store.take(brought, now)?;
        store.fill(now)?;
        let codes = CodeBook::new(&store.code_key()?);
        let names = store.names()?;
        let keys = Arc::new(store.read(&names)?);
        let read = Read {
            keys,
            names,
            at: now,
        };
        Ok(WechatPlatform(Arc::new(Inner {
            store,
            codes,
            read: RwLock::new(read),
        })))
    }

    /// Makes a certificate that follows the one which signs now.
    pub fn rotate(directory: &Path, now: Timestamp) -> Result<Rotated, PlatformError> {
        let store = Store::open(directory)?;
        store.fill(now)?;
        let certificate = store.issue(now)?;
        let signs_at = certificate.not_before().checked_add(LISTED_AHEAD);
        Ok(Rotated {
            serial: certificate.serial().to_owned(),
            signs_at: signs_at.map_err(|error| PlatformError::Issue(error.to_string()))?,
        })
    }

    /// The keys as they stand at an instant of the wall clock.
    pub fn keys(&self, now: Timestamp) -> Arc<Keys> {
        let read = self.0.read.read().unwrap_or_else(PoisonError::into_inner);
        let age = now.as_millisecond().abs_diff(read.at.as_millisecond());
        if age < FRESH_MS.unsigned_abs() {
            return Arc::clone(&read.keys);
        }
        drop(read);
        let mut read = self.0.read.write().unwrap_or_else(PoisonError::into_inner);
        read.at = now;
        if let Err(error) = self.0.refresh(&mut read) {
            tracing::warn!(%error, "the certificates in the data directory cannot be read");
        }
        Arc::clone(&read.keys)
    }

    /// The book of coupon codes.
    pub fn code_book(&self) -> &CodeBook {
        &self.0.codes
    }

    /// Writes what merchants need: the certificate that signs now, the public key, and
    /// what both are called. Answers the files written.
    pub fn export(&self, directory: &Path, now: Timestamp) -> Result<Vec<PathBuf>, PlatformError> {
        file::make_directory(directory)?;
        let keys = self.keys(now);
        let serial = keys.default_of(KeyKind::Certificate, now);
        let serial = serial.map_or("", |chosen| chosen.serial);
        let certificate = keys.certificates.iter().map(|(certificate, _)| certificate);
        let certificate = certificate
            .filter(|certificate| certificate.serial() == serial)
            .map(|certificate| certificate.pem().to_owned());
        let public_key_id = keys.public_key.as_ref().map_or("", |(id, _)| id);
        let public_key = self.0.store.public_key()?.public_key().to_pem();
        let names = format!("serial={serial}\npublic_key_id={public_key_id}\n");
        let texts = [
            ("wechatpay_platform_cert.pem", certificate.collect()),
            ("wechatpay_platform_public_key.pem", public_key),
            ("wechatpay.txt", names),
        ];
        let mut written = Vec::new();
        for (name, text) in texts {
            let path = directory.join(name);
            file::write(&path, &text)?;
            written.push(path);
        }
        Ok(written)
    }
}

impl Inner {
    /// Reads the directory again where there are other certificates than before.
    fn refresh(&self, read: &mut Read) -> Result<(), PlatformError> {
        let names = self.store.names()?;
        if names != read.names {
            read.keys = Arc::new(self.store.read(&names)?);
            read.names = names;
        }
        Ok(())
    }
}

/// Reads the name of a public key.
fn public_key_id(text: &str) -> Result<&str, PlatformError> {
    let text = text.trim();
    if is_public_key_id(text) {
        Ok(text)
    } else {
        Err(PlatformError::PublicKeyId(text.to_owned()))
    }
}

#[cfg(test)]
mod tests;
