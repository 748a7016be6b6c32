//! Cards and uploaded pictures of `WeChat` Pay in memory.

use quan_core::MerchantId;

use super::{Memory, behind};
use crate::registry::{Image, WechatCard};

impl Memory {
    pub(in crate::registry) fn card(&self, id: &str) -> Option<WechatCard> {
        self.cards.get(id).cloned()
    }

    pub(in crate::registry) fn list_cards(
        &self,
        merchant: Option<MerchantId>,
        after: Option<&str>,
        limit: usize,
    ) -> Vec<WechatCard> {
        let later = self.cards.range::<str, _>(behind(after));
        later
            .map(|(_, card)| card)
            .filter(|card| merchant.is_none_or(|merchant| merchant == card.merchant))
            .take(limit)
            .cloned()
            .collect()
    }

    pub(in crate::registry) fn media(
        &self,
        merchant: MerchantId,
        sha256: &[u8; 32],
    ) -> Option<Image> {
        self.image(self.media.get(&(merchant, *sha256))?)
    }

    pub(in crate::registry) fn add_media(
        &mut self,
        merchant: MerchantId,
        sha256: &[u8; 32],
        content: &[u8],
        make: &dyn Fn(u64) -> Image,
    ) -> Image {
        if let Some(image) = self.media(merchant, sha256) {
            return image;
        }
        let image = self.add_image(content, make);
        self.media.insert((merchant, *sha256), image.id.clone());
        image
    }
}
