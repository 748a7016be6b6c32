//! Pictures that merchants at `WeChat` Pay uploaded: the same file is kept once.

use quan_core::MerchantId;

use super::{Image, Registry, RegistryError};

impl Registry {
    /// The picture of this digest that a merchant uploaded.
    pub fn find_media(
        &self,
        merchant: MerchantId,
        sha256: &[u8; 32],
    ) -> Result<Option<Image>, RegistryError> {
        self.ask(
            |sqlite| sqlite.media(merchant, sha256),
            |memory| Ok(memory.media(merchant, sha256)),
        )
    }

    /// Keeps a picture: the one that the merchant uploaded before where the digest
    /// is the same, and else a new one, which `make` makes from a number that no
    /// image was made from.
    pub fn add_media(
        &self,
        merchant: MerchantId,
        sha256: &[u8; 32],
        content: &[u8],
        make: impl Fn(u64) -> Image,
    ) -> Result<Image, RegistryError> {
        self.change(
            |sqlite| sqlite.add_media(merchant, sha256, content, &make),
            |memory| Ok(memory.add_media(merchant, sha256, content, &make)),
        )
    }
}
