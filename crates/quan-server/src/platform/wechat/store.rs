//! The files of the data directory in which the keys lie.

use std::path::{Path, PathBuf};

use aws_lc_rs::rand;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::SignedDuration;
use quan_core::Timestamp;
use quan_wire::alipay::key::PrivateKey;
use quan_wire::wechatpay::certificate::Certificate;
use quan_wire::wechatpay::platform::Platform as Keys;

use super::super::{PlatformError, file, issue, parse};
use super::{PUBLIC_KEY_ID, WechatKeys, public_key_id};

/// How the names of all files begin.
const LEAD: &str = "wechatpay_";
/// A certificate, after its serial number.
const CERTIFICATE: &str = ".crt";
/// The private key of a certificate, after its serial number.
const CERTIFICATE_KEY: &str = ".key";
/// The private half of what merchants know as a public key.
const PUBLIC_KEY_PRIVATE: &str = "wechatpay_public_key_private.pem";
/// What that public key is called.
const PUBLIC_KEY_NAME: &str = "wechatpay_public_key_id.txt";
/// What coupon codes are written with, in base64.
const CODE_KEY: &str = "wechatpay_coupon_code_key.txt";

/// So much before now the first certificate begins: clocks differ.
const EARLIER: SignedDuration = SignedDuration::from_hours(24);

#[derive(Debug)]
pub(super) struct Store {
    directory: PathBuf,
}

impl Store {
    pub(super) fn open(data: &Path) -> Result<Store, PlatformError> {
        file::make_directory(data)?;
        Ok(Store {
            directory: data.to_owned(),
        })
    }

    /// Takes over what somebody brings.
    pub(super) fn take(&self, brought: &WechatKeys, now: Timestamp) -> Result<(), PlatformError> {
        match (&brought.private_key_file, &brought.certificate_file) {
            (None, None) => {}
            (None, Some(_)) => return Err(PlatformError::NoPrivateKey),
            (Some(key), certificate) => self.take_pair(key, certificate.as_deref(), now)?,
        }
        if let Some(path) = &brought.public_key_private_file {
            let text = file::read(path)?;
            parse(path, &text)?;
            self.keep_secret(PUBLIC_KEY_PRIVATE, &text)?;
        }
        if let Some(id) = &brought.public_key_id {
            let id = public_key_id(id)?;
            file::write(&self.directory.join(PUBLIC_KEY_NAME), id)?;
        }
        Ok(())
    }

    /// A pair that is not here yet takes the place of all that are.
    fn take_pair(
        &self,
        key_path: &Path,
        path: Option<&Path>,
        now: Timestamp,
    ) -> Result<(), PlatformError> {
        let key_text = file::read(key_path)?;
        let key = parse(key_path, &key_text)?;
        let known = self.read_pairs(&self.names()?)?;
        let certificate = if let Some(path) = path {
            let certificate = read_certificate(path)?;
            if certificate.public_key() != key.public_key() {
                return Err(PlatformError::OtherKey {
                    path: path.to_owned(),
                });
            }
            if !certificate.is_valid_at(now) {
                return Err(PlatformError::OutOfTime {
                    path: path.to_owned(),
                });
            }
            if known.iter().any(|(known, _)| *known == certificate) {
                return Ok(());
            }
            certificate
        } else {
            let fits = |known: &Certificate| {
                known.public_key() == key.public_key() && known.is_valid_at(now)
            };
            if known.iter().any(|(known, _)| fits(known)) {
                return Ok(());
            }
            self_signed(&key_text, before(now))?
        };
        for (certificate, _) in known {
            file::remove(&self.path(certificate.serial(), CERTIFICATE))?;
            file::remove(&self.path(certificate.serial(), CERTIFICATE_KEY))?;
        }
        self.write_pair(&certificate, &key_text)
    }

    /// Makes what is missing.
    pub(super) fn fill(&self, now: Timestamp) -> Result<(), PlatformError> {
        let known = self.read_pairs(&self.names()?)?;
        if !known.iter().any(|(known, _)| known.is_valid_at(now)) {
            self.issue(before(now))?;
        }
        let path = self.directory.join(PUBLIC_KEY_PRIVATE);
        if file::read_if_there(&path)?.is_none() {
            file::write_secret(&path, &issue::private_key()?)?;
        }
        let path = self.directory.join(PUBLIC_KEY_NAME);
        if file::read_if_there(&path)?.is_none() {
            file::write(&path, PUBLIC_KEY_ID)?;
        }
        Ok(())
    }

    /// Makes a certificate with a key of its own.
    pub(super) fn issue(&self, since: Timestamp) -> Result<Certificate, PlatformError> {
        let key = issue::private_key()?;
        let certificate = self_signed(&key, since)?;
        self.write_pair(&certificate, &key)?;
        Ok(certificate)
    }

    /// The files of certificates.
    pub(super) fn names(&self) -> Result<Vec<String>, PlatformError> {
        file::names_in(&self.directory, LEAD, CERTIFICATE)
    }

    /// All keys, those of the certificates in these files among them.
    pub(super) fn read(&self, names: &[String]) -> Result<Keys, PlatformError> {
        let certificates = self.read_pairs(names)?.into_iter();
        let path = self.directory.join(PUBLIC_KEY_NAME);
        let id = public_key_id(&file::read(&path)?)?.to_owned();
        Ok(Keys {
            certificates: certificates
                .map(|(certificate, key)| (certificate, key.into()))
                .collect(),
            public_key: Some((id, self.public_key()?.into())),
        })
    }

    /// The pair that merchants know as a public key.
    pub(super) fn public_key(&self) -> Result<PrivateKey, PlatformError> {
        let path = self.directory.join(PUBLIC_KEY_PRIVATE);
        parse(&path, &file::read(&path)?)
    }

    /// What coupon codes are written with; it is made once.
    pub(super) fn code_key(&self) -> Result<[u8; 32], PlatformError> {
        let path = self.directory.join(CODE_KEY);
        if let Some(text) = file::read_if_there(&path)? {
            let key = STANDARD.decode(text.trim()).ok();
            let key = key.and_then(|key| key.try_into().ok());
            return key.ok_or(PlatformError::CodeKey { path });
        }
        let mut key = [0; 32];
        rand::fill(&mut key)
            .map_err(|_| PlatformError::Issue("there is no randomness".to_owned()))?;
        file::write_secret(&path, &STANDARD.encode(key))?;
        Ok(key)
    }

    fn read_pairs(
        &self,
        names: &[String],
    ) -> Result<Vec<(Certificate, PrivateKey)>, PlatformError> {
        let mut pairs = Vec::new();
        for name in names {
            let path = self.directory.join(name);
            let certificate = read_certificate(&path)?;
            let key_path = path.with_extension(CERTIFICATE_KEY.trim_start_matches('.'));
            let key = parse(&key_path, &file::read(&key_path)?)?;
            if certificate.public_key() != key.public_key() {
                return Err(PlatformError::OtherKey { path });
            }
            pairs.push((certificate, key));
        }
        Ok(pairs)
    }

    /// The key first: a certificate is there only with its key.
    fn write_pair(&self, certificate: &Certificate, key: &str) -> Result<(), PlatformError> {
        let serial = certificate.serial();
        file::write_secret(&self.path(serial, CERTIFICATE_KEY), key)?;
        file::write(&self.path(serial, CERTIFICATE), certificate.pem())
    }

    fn keep_secret(&self, name: &str, text: &str) -> Result<(), PlatformError> {
        let path = self.directory.join(name);
        if file::read_if_there(&path)?.as_deref() == Some(text) {
            return Ok(());
        }
        file::write_secret(&path, text)
    }

    fn path(&self, serial: &str, end: &str) -> PathBuf {
        self.directory.join(format!("{LEAD}{serial}{end}"))
    }
}

fn read_certificate(path: &Path) -> Result<Certificate, PlatformError> {
    let text = file::read(path)?;
    Certificate::parse(&text).map_err(|source| PlatformError::WechatCertificate {
        path: path.to_owned(),
        source,
    })
}

fn self_signed(key: &str, since: Timestamp) -> Result<Certificate, PlatformError> {
    let pem = issue::self_signed(key, since)?;
    Certificate::parse(&pem).map_err(|error| PlatformError::Issue(error.to_string()))
}

fn before(now: Timestamp) -> Timestamp {
    now.checked_sub(EARLIER).unwrap_or(now)
}
