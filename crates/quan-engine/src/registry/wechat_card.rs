//! Consumption cards: coupons that are sent under a card's number.

use quan_core::{ActivityId, MerchantId};

use super::{Registry, RegistryError};

/// A consumption card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WechatCard {
    /// Its number.
    pub id: String,
    /// The merchant whose it is.
    pub merchant: MerchantId,
    /// The activity whose vouchers are sent as the card.
    pub activity: ActivityId,
}

impl Registry {
    /// The card of this number.
    pub fn find_card(&self, id: &str) -> Result<Option<WechatCard>, RegistryError> {
        self.ask(|sqlite| sqlite.card(id), |memory| Ok(memory.card(id)))
    }

    /// At most `limit` cards in the order of their numbers, from the one behind
    /// `after`; of one merchant, where one is named.
    pub fn list_cards(
        &self,
        merchant: Option<MerchantId>,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<WechatCard>, RegistryError> {
        self.ask(
            |sqlite| sqlite.list_cards(merchant, after, limit),
            |memory| Ok(memory.list_cards(merchant, after, limit)),
        )
    }
}
