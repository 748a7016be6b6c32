//! Coupons (券): issued, shown, and all that becomes of them.

pub(super) mod card;
pub(super) mod deactivate;
pub(super) mod link;
pub(super) mod list;
pub(super) mod query;
pub(super) mod redeem;
pub(super) mod send;
pub(super) mod undo;
