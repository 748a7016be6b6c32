//! Applications' keys, parsed once.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use quan_core::Timestamp;
use quan_engine::registry::{AlipayApp, AppKey};
use quan_wire::alipay::certificate::Certificate;
use quan_wire::alipay::code::TransportError;
use quan_wire::alipay::encrypt::AesKey;
use quan_wire::alipay::key::PublicKey;

/// What an application's requests are verified and read with.
pub(super) struct Credential {
    /// The registry's entry that this was parsed from.
    pub(super) app: Arc<AlipayApp>,
    mode: Option<Mode>,
    content_key: Option<AesKey>,
}

enum Mode {
    Key(PublicKey),
    Certificate(PublicKey, Box<Certificate>),
}

/// What a request says about certificates.
#[derive(Clone, Copy)]
pub(super) struct CertificateClaim<'a> {
    pub(super) app_cert_sn: Option<&'a str>,
    pub(super) root_cert_sn: Option<&'a str>,
    /// Whether the protocol asks for the root's number: one SDK of REST v3
    /// computes it and forgets to send it.
    pub(super) needs_root: bool,
}

impl Credential {
    fn of(app: Arc<AlipayApp>) -> Credential {
        let mode = match &app.key {
            AppKey::PublicKey(pem) => PublicKey::parse(pem).ok().map(Mode::Key),
            AppKey::Certificate(pem) => Certificate::parse_leaf(pem.as_bytes())
                .ok()
                .and_then(|leaf| Some(Mode::Certificate(leaf.public_key()?.clone(), leaf.into()))),
        };
        let content_key = app
            .encrypt_key
            .as_deref()
            .and_then(|key| AesKey::parse(key).ok());
        if mode.is_none() {
            tracing::warn!(app_id = %app.app_id, "the application's key cannot be read");
        }
        Credential {
            app,
            mode,
            content_key,
        }
    }

    /// What contents are encrypted with, where the application has a key.
    pub(super) fn content_key(&self) -> Option<&AesKey> {
        self.content_key.as_ref()
    }

    /// The key that a request's signature must verify with: in certificate
    /// mode, that of the certificate which the request names.
    pub(super) fn key(
        &self,
        claim: CertificateClaim<'_>,
        platform_root_sn: &str,
        now: Timestamp,
    ) -> Result<&PublicKey, TransportError> {
        match &self.mode {
            None => Err(TransportError::MissingSignatureConfig),
            Some(Mode::Key(_)) if claim.app_cert_sn.is_some() => {
                Err(TransportError::AppCertNotExist)
            }
            Some(Mode::Key(key)) => Ok(key),
            Some(Mode::Certificate(key, certificate)) => {
                match claim.app_cert_sn {
                    None => return Err(TransportError::MissingAppCertSn),
                    Some(sn) if sn != certificate.sn() => {
                        return Err(TransportError::AppCertNotExist);
                    }
                    Some(_) => {}
                }
                match claim.root_cert_sn {
                    None if claim.needs_root => {
                        return Err(TransportError::MissingAlipayRootCertSn);
                    }
                    Some(sn) if sn != platform_root_sn => {
                        return Err(TransportError::InvalidAlipayRootCertSn);
                    }
                    None | Some(_) => {}
                }
                // One that begins later is let pass: clocks differ.
                if certificate.not_after() < now {
                    return Err(TransportError::AppCertExpired);
                }
                Ok(key)
            }
        }
    }
}

/// The parsed keys of all applications that have called.
#[derive(Default)]
pub(super) struct Credentials(RwLock<HashMap<String, Arc<Credential>>>);

impl Credentials {
    /// The parsed keys of an application, as long as its entry is the same.
    pub(super) fn of(&self, app: Arc<AlipayApp>) -> Arc<Credential> {
        let parsed = self.0.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(credential) = parsed.get(app.app_id.as_str())
            && Arc::ptr_eq(&credential.app, &app)
        {
            return Arc::clone(credential);
        }
        drop(parsed);
        let app_id = app.app_id.as_str().to_owned();
        let credential = Arc::new(Credential::of(app));
        let mut parsed = self.0.write().unwrap_or_else(PoisonError::into_inner);
        parsed.insert(app_id, Arc::clone(&credential));
        credential
    }
}
