//! The platform's own keys, and which of them signs.

use jiff::{SignedDuration, Timestamp};

use super::certificate::Certificate;
use super::header::is_public_key_id;
use super::key::SigningKey;
use super::refusal::Refusal;

/// How long a certificate is listed before it signs, so that every client that looks
/// twice a day has it.
pub const LISTED_AHEAD: SignedDuration = SignedDuration::from_hours(24);

/// Which kind of key signs where a request does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum KeyKind {
    #[default]
    Certificate,
    PublicKey,
}

/// The keys.
#[derive(Clone, Debug, Default)]
pub struct Platform {
    /// All certificates with their keys, old ones too while they last.
    pub certificates: Vec<(Certificate, SigningKey)>,
    /// The public key's name, and its key.
    pub public_key: Option<(String, SigningKey)>,
}

/// One of the keys, under the text by which clients know it.
#[derive(Clone, Copy, Debug)]
pub struct Chosen<'a> {
    pub serial: &'a str,
    pub key: &'a SigningKey,
}

impl Platform {
    /// The key for an answer. What the request names decides, and must be known; else
    /// the merchant's kind, and where that kind has no key the other.
    pub fn choose(
        &self,
        asked: Option<&str>,
        kind: KeyKind,
        now: Timestamp,
    ) -> Result<Option<Chosen<'_>>, Refusal> {
        match asked {
            Some(serial) if is_public_key_id(serial) => {
                let public_key = self.public_key().filter(|chosen| chosen.serial == serial);
                public_key.map(Some).ok_or(Refusal::PlatformSerial)
            }
            Some(serial) => self
                .certificates
                .iter()
                .find(|(certificate, _)| certificate.is_named(serial))
                .filter(|(certificate, _)| certificate.is_valid_at(now))
                .map(|one| Some(chosen(one)))
                .ok_or(Refusal::PlatformSerial),
            None => Ok(self.default_of(kind, now)),
        }
    }

    /// The key for what nobody asked for: notifications.
    pub fn default_of(&self, kind: KeyKind, now: Timestamp) -> Option<Chosen<'_>> {
        match kind {
            KeyKind::Certificate => self.certificate(now).or_else(|| self.public_key()),
            KeyKind::PublicKey => self.public_key().or_else(|| self.certificate(now)),
        }
    }

    /// The certificates that a client may meet, for the list.
    pub fn listed(&self, now: Timestamp) -> impl Iterator<Item = &Certificate> {
        self.certificates
            .iter()
            .map(|(certificate, _)| certificate)
            .filter(move |certificate| certificate.is_valid_at(now))
    }

    fn public_key(&self) -> Option<Chosen<'_>> {
        let (serial, key) = self.public_key.as_ref()?;
        Some(Chosen { serial, key })
    }

    /// The newest certificate that has been listed long enough; the oldest one where
    /// none has.
    fn certificate(&self, now: Timestamp) -> Option<Chosen<'_>> {
        let valid = || {
            self.certificates
                .iter()
                .filter(|(certificate, _)| certificate.is_valid_at(now))
        };
        let since = |one: &&(Certificate, SigningKey)| one.0.not_before();
        valid()
            .filter(|one| now.duration_since(since(one)) >= LISTED_AHEAD)
            .max_by_key(since)
            .or_else(|| valid().min_by_key(since))
            .map(chosen)
    }
}

fn chosen(one: &(Certificate, SigningKey)) -> Chosen<'_> {
    let (certificate, key) = one;
    Chosen {
        serial: certificate.serial(),
        key,
    }
}
