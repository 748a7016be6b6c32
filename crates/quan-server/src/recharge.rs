//! The page on which a sponsor pays for a prepaid budget, and the links to it.
//!
//! A link is all that its holder needs: it carries a token that nobody can
//! guess, made with a key that only this platform can derive.

pub(crate) mod page;

use std::sync::Arc;

use aws_lc_rs::{digest, hmac};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use quan_core::RechargeId;
use quan_wire::alipay::key::{CannotSign, PrivateKey, SignType};

/// What is signed to derive the key of the links. Neither a form nor JSON, so
/// that no answer or message of the platform can ever be this text.
const PURPOSE: &[u8] = b"Quan recharge links, version 1";

/// How much of the digest a link carries: enough that guessing is hopeless.
const TOKEN_BYTES: usize = 16;

/// Makes and checks links to the recharge page. Clones share the key.
#[derive(Clone)]
pub struct RechargeLinks {
    base: Arc<str>,
    key: Arc<hmac::Key>,
}

impl RechargeLinks {
    /// Links below `base`, the address under which users reach this server
    /// (`https://quan.example`), with a key derived from the platform's.
    ///
    /// The signature scheme is deterministic, so every process with the same
    /// platform key makes the same links, and they outlive a restart.
    pub fn new(base: &str, platform: &PrivateKey) -> Result<RechargeLinks, CannotSign> {
        let seed = platform.sign(SignType::Rsa2, PURPOSE)?;
        let key = digest::digest(&digest::SHA256, seed.as_bytes());
        Ok(RechargeLinks {
            base: base.trim_end_matches('/').into(),
            key: Arc::new(hmac::Key::new(hmac::HMAC_SHA256, key.as_ref())),
        })
    }

    /// The address of the page for a recharge.
    pub fn url(&self, id: RechargeId) -> String {
        format!("{}{}", self.base, self.path(id))
    }

    /// The same without the base.
    pub(crate) fn path(&self, id: RechargeId) -> String {
        format!("/recharge/{id}?token={}", self.token(id))
    }

    /// Whether `token` came with a link to this recharge. Compares in constant
    /// time.
    pub fn check(&self, id: RechargeId, token: &str) -> bool {
        aws_lc_rs::constant_time::verify_slices_are_equal(
            self.token(id).as_bytes(),
            token.as_bytes(),
        )
        .is_ok()
    }

    fn token(&self, id: RechargeId) -> String {
        let tag = hmac::sign(&self.key, id.to_string().as_bytes());
        let short = tag.as_ref().get(..TOKEN_BYTES).unwrap_or(tag.as_ref());
        URL_SAFE_NO_PAD.encode(short)
    }
}

/// Without the key.
impl std::fmt::Debug for RechargeLinks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RechargeLinks")
            .field("base", &self.base)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quan_core::ActivityId;

    fn links() -> RechargeLinks {
        let pair =
            rcgen::KeyPair::generate_rsa_for(&rcgen::PKCS_RSA_SHA256, rcgen::RsaKeySize::_2048)
                .unwrap();
        let key = PrivateKey::parse(&pair.serialize_pem()).unwrap();
        RechargeLinks::new("https://quan.example/", &key).unwrap()
    }

    fn id(sequence: u32) -> RechargeId {
        RechargeId::new(ActivityId::new(7).unwrap(), sequence)
    }

    #[test]
    fn a_link_opens_its_own_recharge_and_no_other() {
        let links = links();
        let url = links.url(id(1));
        let token = url
            .strip_prefix("https://quan.example/recharge/7-1?token=")
            .unwrap();
        assert!(links.check(id(1), token));
        assert!(!links.check(id(2), token));
        assert!(!links.check(id(1), ""));
    }
}
