//! A voucher, from its issue to its last use.

use crate::terms::Terms;
use crate::time::Timestamp;
use crate::window::Window;
use crate::{Fen, OrderNo, RedemptionId, ReturnId, UserId, VoucherId};

/// One voucher in a user's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voucher {
    /// Its activity and its place in the order of issue.
    pub id: VoucherId,
    /// Whose it is.
    pub user: UserId,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it can be used, where that was counted from its receipt; with
    /// absolute validity the terms say it.
    pub own_window: Option<Window>,
    /// How often it was used and not returned.
    pub uses: u32,
    /// What it took off orders so far.
    pub deducted: Fen,
    /// Whether it is used up.
    pub state: VoucherState,
}

/// Whether a voucher is used up. Expiry is no state: it follows from the
/// window and the time of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoucherState {
    /// There is a use left.
    Issued,
    /// Every use was made.
    Redeemed {
        /// By the last use.
        at: Timestamp,
    },
}

/// What a user sees of a voucher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoucherStatus {
    /// Usable, now or later.
    Usable,
    /// Used up.
    Redeemed,
    /// Past its end.
    Expired,
}

impl Voucher {
    /// From when to when it can be used.
    pub fn window(&self, terms: &Terms) -> Window {
        match (self.own_window, terms.validity.of(self.issued_at)) {
            (Some(window), _) | (None, Some(window)) => window,
            (None, None) => Window {
                opens_at: self.issued_at,
                closes_at: self.issued_at,
            },
        }
    }

    /// What a user sees at `now`.
    pub fn status(&self, terms: &Terms, now: Timestamp) -> VoucherStatus {
        match self.state {
            VoucherState::Redeemed { .. } => VoucherStatus::Redeemed,
            VoucherState::Issued if self.window(terms).is_over(now) => VoucherStatus::Expired,
            VoucherState::Issued => VoucherStatus::Usable,
        }
    }
}

/// A use of a voucher on an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redemption {
    /// Its activity and number.
    pub id: RedemptionId,
    /// The voucher that was used.
    pub voucher: VoucherId,
    /// By whom.
    pub user: UserId,
    /// On which order.
    pub order: OrderNo,
    /// The whole sum of the order.
    pub total: Fen,
    /// What came off.
    pub deduction: Fen,
    /// When.
    pub redeemed_at: Timestamp,
    /// How much of the order's sum was refunded since.
    pub refunded: Fen,
    /// When the order was refunded whole, and the use returned.
    pub returned_at: Option<Timestamp>,
}

impl Redemption {
    /// What the buyer paid.
    pub fn paid(&self) -> Fen {
        self.total.saturating_sub(self.deduction)
    }
}

/// A refund of an order, or of a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// Its activity and number.
    pub id: ReturnId,
    /// Of which redemption.
    pub redemption: RedemptionId,
    /// How much of the order's sum.
    pub amount: Fen,
    /// How much of that the buyer gets; the rest is the voucher's.
    pub to_buyer: Fen,
    /// Whether the voucher can be used again.
    pub voucher_back: bool,
    /// When.
    pub returned_at: Timestamp,
}
