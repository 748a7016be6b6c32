//! The rules of a stock: when its coupons are valid, what they give, how they are
//! issued, and how they are shown.

pub mod availability;
pub mod benefit;
pub mod display;
pub mod entrance;
pub mod send_rule;
pub mod use_rule;

pub use availability::{AvailableDayTime, AvailableWeek, CouponAvailableTime, IrregularTime};
pub use benefit::{Benefit, DiscountCoupon, ExchangeCoupon, FixedNormalCoupon};
pub use display::{DisplayPatternInfo, FinderInfo};
pub use entrance::{CustomEntrance, MiniProgramsInfo};
pub use send_rule::StockSendRule;
pub use use_rule::CouponUseRule;

/// What a change leaves of a value: the new one, if one is said.
#[expect(clippy::ref_option, reason = "both are fields as they stand")]
fn changed<T: Clone>(new: &Option<T>, old: &Option<T>) -> Option<T> {
    new.as_ref().or(old.as_ref()).cloned()
}
