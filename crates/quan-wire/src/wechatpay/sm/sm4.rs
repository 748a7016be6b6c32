//! SM4 in Galois counter mode under a key that is drawn from an `APIv3` key.

use aes_gcm::aead::{AeadInOut as _, Buffer, KeyInit as _, consts::U12};
use aes_gcm::{AesGcm, Nonce};
use sm3::{Digest as _, Sm3};
use sm4::Sm4;

use crate::wechatpay::aead::NONCE_LENGTH;

/// The mode is generic over ciphers with blocks of 16 bytes.
pub(in crate::wechatpay) struct Sm4Key(AesGcm<Sm4, U12>);

impl Sm4Key {
    /// The key is the first half of the digest of the `APIv3` key.
    pub(in crate::wechatpay) fn of(api_v3_key: &str) -> Sm4Key {
        let digest = Sm3::digest(api_v3_key);
        let (half, _) = digest.split_at(16);
        let cipher = AesGcm::new_from_slice(half).expect("an SM4 key has 16 bytes");
        Sm4Key(cipher)
    }

    /// Seals in place and appends the tag.
    pub(in crate::wechatpay) fn seal(
        &self,
        nonce: [u8; NONCE_LENGTH],
        associated_data: &[u8],
        text: &mut Vec<u8>,
    ) -> Option<()> {
        self.0
            .encrypt_in_place(
                &Nonce::from(nonce),
                associated_data,
                text as &mut dyn Buffer,
            )
            .ok()
    }

    /// Opens in place and takes the tag off.
    pub(in crate::wechatpay) fn open(
        &self,
        nonce: [u8; NONCE_LENGTH],
        associated_data: &[u8],
        text: &mut Vec<u8>,
    ) -> Option<()> {
        self.0
            .decrypt_in_place(
                &Nonce::from(nonce),
                associated_data,
                text as &mut dyn Buffer,
            )
            .ok()
    }
}
