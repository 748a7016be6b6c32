//! Which keys the platform may sign with.

use quan_wire::alipay::key::PublicKey;

use super::error::SignatureError;

/// The platform's key, or its certificates.
#[derive(Clone, Debug)]
pub(super) enum Trust {
    /// Key mode: the one key.
    Key(PublicKey),
    /// Certificate mode: keys by the serial number of their certificate, the
    /// present one first. Never empty.
    Certificates {
        first: PublicKey,
        all: Vec<(String, PublicKey)>,
    },
}

impl Trust {
    /// The key of an answer that names this certificate, or none.
    pub(super) fn key(&self, sn: Option<&str>) -> Result<&PublicKey, SignatureError> {
        match (self, sn) {
            (Trust::Key(key), _) => Ok(key),
            (Trust::Certificates { first, .. }, None) => Ok(first),
            (Trust::Certificates { all, .. }, Some(sn)) => all
                .iter()
                .find(|(known, _)| known == sn)
                .map(|(_, key)| key)
                .ok_or_else(|| SignatureError::UnknownCertificate(sn.to_owned())),
        }
    }

    pub(super) fn is_by_certificate(&self) -> bool {
        matches!(self, Trust::Certificates { .. })
    }
}
