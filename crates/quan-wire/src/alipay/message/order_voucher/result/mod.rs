//! Which of the shops that a request named were taken: one value, told in the
//! form of the request.

mod legacy;
mod nested;

use super::form::Forms;
use super::word::{FailReason, PlaceType};

pub use legacy::{
    OrderVoucherAvailableScopeResult, OrderVoucherAvailableShopResult,
    OrderVoucherMerchantAllShopResult, RealShopFailInfo, ShopFailInfo, VoucherUseRuleResult,
};
pub use nested::{
    AvailableGeographyAllShopResultInfo, AvailableGeographyShopResultInfo, FailAvailableShopInfo,
    VoucherAvailableGeographyScopeResultInfo, VoucherAvailableScopeResultInfo,
};

/// What became of the shops of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ShopOutcome {
    /// Those that were taken, in the order of the request.
    pub succeeded: Vec<String>,
    /// Those that were not, and why: at least one reason each, in the order of
    /// [`FailReason::ALL`].
    pub failed: Vec<(String, Vec<FailReason>)>,
}

/// What became of the places that a request named. A kind that it did not
/// name, or that the activity does not use, has no entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacesOutcome {
    /// Shops of the payment directory.
    pub shops: Option<ShopOutcome>,
    /// Shops of the directory of real shops.
    pub real_shops: Option<ShopOutcome>,
    /// Shops left out of all shops.
    pub excluded: Option<ShopOutcome>,
    /// Whether the request named cities, which are told by their type alone.
    pub cities: bool,
}

impl PlacesOutcome {
    /// Whether shops were named and not one of them was taken.
    pub fn none_succeeded(&self) -> bool {
        let mut kinds = self.kinds().peekable();
        kinds.peek().is_some() && kinds.all(|kind| kind.succeeded.is_empty())
    }

    fn kinds(&self) -> impl Iterator<Item = &ShopOutcome> {
        let kinds = [&self.shops, &self.real_shops, &self.excluded];
        kinds.into_iter().flatten()
    }

    fn place_type(&self) -> Option<PlaceType> {
        if self.kinds().next().is_some() {
            return Some(PlaceType::Shop);
        }
        self.cities.then_some(PlaceType::City)
    }

    /// The result blocks of an answer: of the forms that the request used.
    pub fn blocks(
        self,
        forms: Forms,
    ) -> (
        Option<VoucherUseRuleResult>,
        Option<VoucherAvailableScopeResultInfo>,
    ) {
        match (forms.legacy, forms.nested) {
            (true, true) => (legacy::tell(self.clone()), nested::tell(self)),
            (false, true) => (None, nested::tell(self)),
            (true | false, false) => (legacy::tell(self), None),
        }
    }
}

/// Reasons as they are sent, and the words of the first.
fn told(reasons: &[FailReason]) -> (Vec<String>, Option<String>) {
    let words = reasons.iter().map(ToString::to_string).collect();
    let message = reasons.first().map(|reason| reason.message().to_owned());
    (words, message)
}
