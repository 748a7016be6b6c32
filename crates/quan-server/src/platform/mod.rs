//! The platform's own keys: what answers and messages are signed with, and
//! what merchants verify them with.
//!
//! They lie in the data directory: a private key that only its owner may read,
//! and the certificates that certificate mode hands out. Whoever issued the
//! certificates is forgotten at once: nothing else is ever issued.

mod file;
mod issue;
mod wechat;

use std::path::{Path, PathBuf};

use quan_core::Timestamp;
use quan_wire::alipay::certificate::{self, Certificate, CertificateError};
use quan_wire::alipay::key::{KeyError, PrivateKey, PublicKey};
use quan_wire::wechatpay;

use self::issue::Chain;

pub use self::wechat::{Rotated, WechatKeys, WechatPlatform};

/// The private key of the data directory.
const PRIVATE_KEY: &str = "alipay_private_key.pem";
/// What key mode verifies with.
const PUBLIC_KEY: &str = "alipay_public_key.pem";
/// What certificate mode trusts.
const ROOT: &str = "alipay_root.crt";
/// What certificate mode verifies with: the leaf, then its issuer.
const CERTIFICATE: &str = "alipay_cert_public_key.crt";

/// The platform's keys for Alipay's protocols. Clones share the parsed key.
#[derive(Clone, Debug)]
pub struct Platform {
    private_key: PrivateKey,
    root_pem: String,
    certificate_pem: String,
    certificate_sn: String,
    root_sn: String,
}

/// Why the platform's keys cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PlatformError {
    /// A file could not be read or written.
    #[error("could not {doing} {}", path.display())]
    File {
        /// `read` or `write`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// What went wrong.
        source: std::io::Error,
    },
    /// The private key cannot be used.
    #[error("the private key in {} cannot be used", path.display())]
    Key {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: KeyError,
    },
    /// The certificates cannot be read.
    #[error("the certificates in {} cannot be read", path.display())]
    Certificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with them.
        source: CertificateError,
    },
    /// A certificate for `WeChat` Pay cannot be used.
    #[error("the certificate in {} cannot be used", path.display())]
    WechatCertificate {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: wechatpay::certificate::CertificateError,
    },
    /// A certificate is of another key.
    #[error("the certificate in {} is not of the private key beside it", path.display())]
    OtherKey {
        /// The certificate's file.
        path: PathBuf,
    },
    /// A certificate that was given is not valid now.
    #[error("the certificate in {} is not valid now", path.display())]
    OutOfTime {
        /// The certificate's file.
        path: PathBuf,
    },
    /// A certificate was given without its key.
    #[error("wechatpay_certificate_file needs wechatpay_private_key_file beside it")]
    NoPrivateKey,
    /// A text is no name of a public key.
    #[error("{0:?} is no name of a public key: write PUB_KEY_ID_ and digits")]
    PublicKeyId(String),
    /// The key of coupon codes is not what was written.
    #[error("the key of coupon codes in {} is damaged", path.display())]
    CodeKey {
        /// The file.
        path: PathBuf,
    },
    /// A key or a certificate could not be made.
    #[error("could not make the platform's key or certificates: {0}")]
    Issue(String),
    /// The certificates are made for RSA keys that SHA-256 can be signed with.
    #[error("the platform's private key cannot sign with RSA2; it needs 2048 bits or more")]
    TooShort,
}

impl Platform {
    /// Opens the keys of a data directory and makes what is missing.
    ///
    /// `private_key_file` takes the place of the directory's own key and is
    /// kept there, so that a later start signs alike. Certificates that do not
    /// fit the key, or have run out at `now` by the wall clock, are made anew.
    pub fn open(
        directory: &Path,
        private_key_file: Option<&Path>,
        now: Timestamp,
    ) -> Result<Platform, PlatformError> {
        let own = directory.join(PRIVATE_KEY);
        let text = match private_key_file {
            Some(path) => {
                let text = file::read(path)?;
                parse(path, &text)?;
                if file::read_if_there(&own)?.as_ref() != Some(&text) {
                    file::write_secret(&own, &text)?;
                }
                text
            }
            None => {
                if let Some(text) = file::read_if_there(&own)? {
                    text
                } else {
                    let text = issue::private_key()?;
                    file::write_secret(&own, &text)?;
                    text
                }
            }
        };
        let private_key = parse(&own, &text)?;
        let chain = if let Some(chain) = Platform::chain_of(directory, &private_key, now)? {
            chain
        } else {
            let chain = issue::chain(&text, now)?;
            file::write(&directory.join(ROOT), &chain.root)?;
            file::write(&directory.join(CERTIFICATE), &chain.leaf_and_issuer)?;
            chain
        };
        Platform::of(directory, private_key, chain)
    }

    /// The public key that [`Platform::open`] would answer with, where there is
    /// one. Changes nothing.
    pub fn public_key_of(
        directory: &Path,
        private_key_file: Option<&Path>,
    ) -> Result<Option<PublicKey>, PlatformError> {
        let own = directory.join(PRIVATE_KEY);
        let found = match private_key_file {
            Some(path) => Some(parse(path, &file::read(path)?)?),
            None => file::read_if_there(&own)?
                .map(|text| parse(&own, &text))
                .transpose()?,
        };
        Ok(found.map(|key| key.public_key().clone()))
    }

    /// The certificates of the directory, where they fit the key.
    fn chain_of(
        directory: &Path,
        private_key: &PrivateKey,
        now: Timestamp,
    ) -> Result<Option<Chain>, PlatformError> {
        let root = file::read_if_there(&directory.join(ROOT))?;
        let leaf_and_issuer = file::read_if_there(&directory.join(CERTIFICATE))?;
        let (Some(root), Some(leaf_and_issuer)) = (root, leaf_and_issuer) else {
            return Ok(None);
        };
        let fits = Certificate::parse_leaf(leaf_and_issuer.as_bytes()).is_ok_and(|leaf| {
            leaf.public_key() == Some(private_key.public_key()) && now <= leaf.not_after()
        });
        Ok(fits.then_some(Chain {
            root,
            leaf_and_issuer,
        }))
    }

    fn of(
        directory: &Path,
        private_key: PrivateKey,
        chain: Chain,
    ) -> Result<Platform, PlatformError> {
        let wrong = |name: &str| {
            let path = directory.join(name);
            |source| PlatformError::Certificate { path, source }
        };
        let leaf = Certificate::parse_leaf(chain.leaf_and_issuer.as_bytes())
            .map_err(wrong(CERTIFICATE))?;
        let roots = Certificate::parse_chain(chain.root.as_bytes()).map_err(wrong(ROOT))?;
        Ok(Platform {
            private_key,
            certificate_sn: leaf.sn().to_owned(),
            root_sn: certificate::root_sn(&roots),
            root_pem: chain.root,
            certificate_pem: chain.leaf_and_issuer,
        })
    }

    /// Writes what merchants need: the public key for key mode, the root and
    /// the certificate for certificate mode. Answers the files written.
    pub fn export(&self, directory: &Path) -> Result<Vec<PathBuf>, PlatformError> {
        file::make_directory(directory)?;
        let texts = [
            (PUBLIC_KEY, &self.public_key().to_pem()),
            (ROOT, &self.root_pem),
            (CERTIFICATE, &self.certificate_pem),
        ];
        let mut written = Vec::new();
        for (name, text) in texts {
            let path = directory.join(name);
            file::write(&path, text)?;
            written.push(path);
        }
        Ok(written)
    }

    /// What answers and messages are signed with.
    pub fn private_key(&self) -> &PrivateKey {
        &self.private_key
    }

    /// What key mode verifies with.
    pub fn public_key(&self) -> &PublicKey {
        self.private_key.public_key()
    }

    /// `alipay_cert_sn`: what certificate mode calls the certificate.
    pub fn certificate_sn(&self) -> &str {
        &self.certificate_sn
    }

    /// `alipay_root_cert_sn`: what certificate mode calls the root.
    pub fn root_sn(&self) -> &str {
        &self.root_sn
    }

    /// PEM of the certificate, then of its issuer.
    pub fn certificate_pem(&self) -> &str {
        &self.certificate_pem
    }
}

fn parse(path: &Path, text: &str) -> Result<PrivateKey, PlatformError> {
    let wrong = |source| PlatformError::Key {
        path: path.to_owned(),
        source,
    };
    PrivateKey::parse(text).map_err(wrong)
}

#[cfg(test)]
mod tests;
