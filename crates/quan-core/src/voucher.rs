//! A voucher, from its issue to its last use.

use std::sync::Arc;

use crate::terms::Terms;
use crate::time::Timestamp;
use crate::window::Window;
use crate::{
    ActivityId, Code, Fen, MerchantId, OrderNo, RedemptionId, RequestNo, ReturnId, UserId,
    VoucherId,
};

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
    /// The number of its last use, returned or not.
    pub last_use: Option<u32>,
    /// Whether it is used up.
    pub state: VoucherState,
    /// What its merchant tells it by.
    pub code: Option<Code>,
    /// The trade that it was linked to.
    pub trade: Option<Linked>,
    /// Whether its user threw it out of the wallet.
    pub hidden: bool,
    /// Who issued it, where that was not the maker of its activity.
    pub issuer: Option<MerchantId>,
    /// What the dialect keeps with it; it means nothing to the engine.
    pub note: Option<Arc<str>>,
}

/// A link between a voucher and a trade, which nothing but statistics needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linked {
    /// The trade.
    pub trade: OrderNo,
    /// Since when.
    pub at: Timestamp,
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
    /// Taken back unused, for good.
    Revoked {
        /// When.
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
    /// Taken back.
    Revoked,
}

/// How a call tells which voucher it means.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum VoucherName {
    /// By its number.
    Id(VoucherId),
    /// By its code in an activity.
    Code(ActivityId, Code),
}

impl VoucherName {
    /// The activity that it belongs to.
    pub fn activity(&self) -> ActivityId {
        match self {
            VoucherName::Id(id) => id.activity,
            VoucherName::Code(activity, _) => *activity,
        }
    }
}

impl From<VoucherId> for VoucherName {
    fn from(id: VoucherId) -> VoucherName {
        VoucherName::Id(id)
    }
}

/// A code of an activity whose merchant brings or names codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRow {
    /// The deposit that it came with; 0 for one that was named at issue.
    pub deposit: u32,
    /// Whether a voucher has it.
    pub state: CodeState,
}

/// Codes that a merchant brought at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposit {
    /// For which activity.
    pub activity: ActivityId,
    /// Its number there, from 1.
    pub sequence: u32,
    /// When.
    pub at: Timestamp,
    /// The codes that were left out because the activity had them.
    pub known: Vec<Code>,
    /// The codes that were left out because there was no room.
    pub surplus: Vec<Code>,
}

/// Whether a voucher has a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeState {
    /// None has.
    Free {
        /// Its place among the free codes, drawn at random.
        rank: u64,
    },
    /// This one has.
    Issued {
        /// The voucher's place in the order of issue.
        sequence: u32,
    },
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
            VoucherState::Revoked { .. } => VoucherStatus::Revoked,
            VoucherState::Issued if self.window(terms).is_over(now) => VoucherStatus::Expired,
            VoucherState::Issued => VoucherStatus::Usable,
        }
    }

    /// How many uses are left of so many.
    pub fn uses_left(&self, max_uses: u32) -> u32 {
        match self.state {
            VoucherState::Issued => max_uses.saturating_sub(self.uses),
            VoucherState::Redeemed { .. } | VoucherState::Revoked { .. } => 0,
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
    /// How many of the voucher's uses it took; at least 1.
    pub times: u32,
    /// How many of these were taken back.
    pub undone: u32,
    /// How many uses the voucher had left after it.
    pub left: u32,
    /// The number of the report, where a merchant reported it.
    pub request: Option<RequestNo>,
    /// The number of the last return of it.
    pub last_return: Option<u32>,
    /// What the dialect keeps with it; it means nothing to the engine.
    pub note: Option<Arc<str>>,
}

impl Redemption {
    /// What the buyer paid.
    pub fn paid(&self) -> Fen {
        self.total.saturating_sub(self.deduction)
    }

    /// Uses that were made and not taken back.
    pub fn open_times(&self) -> u32 {
        if self.returned_at.is_some() {
            0
        } else {
            self.times.saturating_sub(self.undone)
        }
    }
}

/// A refund of an order, or of a part of it; or uses that were taken back.
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
    /// How many uses the voucher has left after it.
    pub left: u32,
    /// The number of the merchant's report, where one reported it.
    pub request: Option<RequestNo>,
}
