//! Uploaded images.

use quan_core::MerchantId;

use super::{Registry, RegistryError};

/// An uploaded image, without its content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The name that the upload was answered with.
    pub id: String,
    /// The merchant that it was uploaded for.
    pub merchant: MerchantId,
    /// What it is to be used for, in the platform's words.
    pub file_key: String,
    /// `image/png`, `image/jpeg`, …
    pub media_type: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Size of the content.
    pub byte_count: u64,
    /// Whether it was resized on arrival to the wanted measures.
    pub enhanced: bool,
}

impl Registry {
    /// Keeps an image under a new name: `make` makes it from a number that no
    /// image was made from.
    pub fn add_image(
        &self,
        content: &[u8],
        make: impl Fn(u64) -> Image,
    ) -> Result<Image, RegistryError> {
        self.change(
            |sqlite| sqlite.add_image(content, &make),
            |memory| Ok(memory.add_image(content, &make)),
        )
    }
}
