//! An activity: its budget, its state, and the operation that is under way.

use std::sync::Arc;

use jiff::civil::Date;

use crate::terms::{Codes, Funding, MOST_VOUCHERS, Terms};
use crate::time::{self, Timestamp};
use crate::{ActivityId, AppId, Denial, Fen, MerchantId, RequestNo, Voucher};

/// A programme that issues vouchers from a budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Activity {
    /// Its number.
    pub id: ActivityId,
    /// Which platform's product it is.
    pub product: Product,
    /// Whose vouchers these are.
    pub owner: MerchantId,
    /// Who made it on the owner's behalf, or the owner.
    pub operator: MerchantId,
    /// Whom messages go to.
    pub receiver: AppId,
    /// When it was made.
    pub created_at: Timestamp,
    /// What was agreed.
    pub terms: Arc<Terms>,
    /// Which version of the terms that is, from 1.
    pub version: u32,
    /// Whether it is open.
    pub state: ActivityState,
    /// What was accepted and is not yet done; at most one at a time.
    pub pending: Option<Pending>,
    /// How many vouchers there can be.
    pub quantity: u32,
    /// How many were issued: the sequence of the last one.
    pub issued: u32,
    /// How many are used up.
    pub redeemed: u32,
    /// How many passed their end unused.
    pub expired: u32,
    /// Vouchers that were taken back unused.
    pub revoked: u32,
    /// Vouchers that are set aside for orders.
    pub reserved: u32,
    /// Codes that its merchant brought.
    pub codes: u32,
    /// Uses that were not returned.
    pub uses: u32,
    /// Vouchers up to this sequence passed their end, and were counted.
    pub swept: u32,
    /// When the first voucher that is not yet swept passes its end.
    pub next_expiry_at: Option<Timestamp>,
    /// What was issued on the last day on which anything was.
    pub today: DayCount,
    /// Prepaid money that is set aside.
    pub held: Fen,
    /// Prepaid money that went into deductions.
    pub spent: Fen,
    /// Vouchers that will never be issued, whose money went back.
    pub released: u32,
    /// The numbers given so far, each kind from 1.
    pub counters: Counters,
}

/// Which platform's product an activity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Product {
    /// Alipay's payment voucher, 支付券.
    AlipayPayment,
    /// Alipay's merchant voucher, 商家券.
    AlipayOrder,
    /// WeChat Pay's merchant coupon, 商家券 (busifavor).
    WechatCoupon,
}

impl Product {
    /// Whether an activity is over once its window is: nothing about it can be
    /// changed then. Otherwise it stays until somebody stops it.
    pub fn ends_with_window(self) -> bool {
        match self {
            Product::AlipayPayment | Product::WechatCoupon => true,
            Product::AlipayOrder => false,
        }
    }

    /// The most vouchers that an activity of it can have.
    pub fn most_vouchers(self) -> u32 {
        match self {
            Product::AlipayPayment | Product::AlipayOrder => MOST_VOUCHERS,
            Product::WechatCoupon => 1_000_000_000,
        }
    }

    /// Whether the owner manages an activity that somebody else made, beside
    /// its maker.
    fn is_managed_by_owner(self) -> bool {
        match self {
            Product::AlipayPayment | Product::AlipayOrder => true,
            Product::WechatCoupon => false,
        }
    }

    /// Whether a voucher can be taken back or linked to a trade only while it
    /// can be used, now or later.
    pub(crate) fn wants_usable(self) -> bool {
        match self {
            Product::AlipayPayment | Product::AlipayOrder => false,
            Product::WechatCoupon => true,
        }
    }

    /// Whether a voucher that its user threw away is gone: nobody can use it, take
    /// it back or link it to a trade.
    pub(crate) fn loses_hidden(self) -> bool {
        match self {
            Product::AlipayPayment | Product::AlipayOrder => false,
            Product::WechatCoupon => true,
        }
    }

    /// Whether merchants are told of a voucher's receipt, or of its end.
    pub fn is_told(self, end: bool) -> bool {
        self.tells_all() || !end
    }

    /// Whether what is asked of an activity is done before it is answered.
    pub fn is_synchronous(self) -> bool {
        match self {
            Product::AlipayPayment | Product::AlipayOrder => false,
            Product::WechatCoupon => true,
        }
    }

    /// Whether merchants are told what happens to an activity and its vouchers
    /// after their issue.
    pub fn tells_all(self) -> bool {
        match self {
            Product::AlipayPayment | Product::AlipayOrder => true,
            Product::WechatCoupon => false,
        }
    }

    /// Whether the budget is asked for before the user, when vouchers are
    /// issued.
    pub(crate) fn asks_budget_first(self) -> bool {
        match self {
            Product::AlipayPayment => false,
            Product::AlipayOrder | Product::WechatCoupon => true,
        }
    }
}

/// The numbers that an activity has given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Redemptions.
    pub redemptions: u32,
    /// Returns.
    pub returns: u32,
    /// Recharges.
    pub recharges: u32,
    /// Letters to other homes.
    pub letters: u32,
    /// Notices.
    pub notices: u32,
    /// To deposits of codes.
    pub deposits: u32,
    /// To orders for vouchers.
    pub sales: u32,
    /// Versions of the terms, in force or not.
    pub versions: u32,
}

/// What was issued on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayCount {
    /// The day in Shanghai.
    pub day: Date,
    /// How many.
    pub issued: u32,
}

impl DayCount {
    /// How many were issued on `day`.
    pub fn on(self, day: Date) -> u32 {
        if self.day == day { self.issued } else { 0 }
    }
}

/// Whether an activity is open. That its window is over is no state: it follows
/// from the terms and the time of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityState {
    /// Made, and not yet published.
    Created,
    /// Issues vouchers within its window.
    Active,
    /// Issues none until it is resumed.
    Paused,
    /// Issues none any more.
    Stopped {
        /// Since when.
        at: Timestamp,
    },
}

/// Something that was accepted and is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// What.
    pub change: Change,
    /// The request that asked for it, which the message names.
    pub request: RequestNo,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// What it waits for.
    pub due: Due,
}

/// A change that is accepted first and done later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Open for issue.
    Publish,
    /// Put these terms in force.
    Modify {
        /// The version of the terms.
        version: u32,
    },
    /// Raise the budget.
    Append {
        /// The new total.
        quantity: u32,
    },
    /// Close for good.
    Stop,
}

/// What an accepted change waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// An instant.
    At(Timestamp),
    /// Somebody to say so: see [`Completion::Told`].
    Told,
    /// A payment.
    Paid {
        /// The number of the recharge.
        recharge: u32,
        /// When it is too late.
        lapses_at: Timestamp,
    },
}

/// When accepted changes are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Completion {
    /// After so many milliseconds of the business clock.
    AfterMs(u32),
    /// When somebody says so, to see the state in between.
    Told,
    /// In the very transaction that accepts it.
    AtOnce,
}

impl Completion {
    /// What a change accepted at `now` waits for.
    pub fn due(self, now: Timestamp) -> Due {
        match self {
            Completion::AfterMs(ms) => Due::At(
                now.checked_add(jiff::SignedDuration::from_millis(i64::from(ms)))
                    .unwrap_or(Timestamp::MAX),
            ),
            Completion::Told => Due::Told,
            Completion::AtOnce => Due::At(now),
        }
    }
}

/// Who acts on an activity: it never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parties {
    /// Whose vouchers these are.
    pub owner: MerchantId,
    /// Who made it.
    pub operator: MerchantId,
    /// Of which product it is.
    pub product: Product,
}

impl Parties {
    /// Refuses everybody else.
    pub fn admits(self, caller: MerchantId) -> Result<(), Denial> {
        if self.owner == caller || self.operator == caller {
            Ok(())
        } else {
            Err(Denial::NotPermitted)
        }
    }

    /// Refuses everybody who may not change the activity and what becomes of
    /// its vouchers.
    pub fn obeys(self, caller: MerchantId) -> Result<(), Denial> {
        self.admits(caller)?;
        if self.operator == caller || self.product.is_managed_by_owner() {
            Ok(())
        } else {
            Err(Denial::NotPermitted)
        }
    }
}

impl Activity {
    /// Refuses strangers: only the owner and the operator act on an activity.
    pub fn admits(&self, caller: MerchantId) -> Result<(), Denial> {
        self.parties().admits(caller)
    }

    /// Refuses everybody who may not change it and what becomes of its
    /// vouchers.
    pub fn obeys(&self, caller: MerchantId) -> Result<(), Denial> {
        self.parties().obeys(caller)
    }

    /// Who acts on it.
    pub fn parties(&self) -> Parties {
        Parties {
            owner: self.owner,
            operator: self.operator,
            product: self.product,
        }
    }

    /// Refuses a voucher that its user threw away, where that is gone.
    pub(crate) fn has_kept(&self, voucher: &Voucher) -> Result<(), Denial> {
        if voucher.hidden && self.product.loses_hidden() {
            Err(Denial::Revoked)
        } else {
            Ok(())
        }
    }

    /// Refuses while something accepted is not yet done.
    pub fn is_idle(&self) -> Result<(), Denial> {
        match self.pending {
            None => Ok(()),
            Some(_) => Err(Denial::OperationRunning),
        }
    }

    /// Whether it issues vouchers, apart from caps and budget.
    pub fn is_open(&self, now: Timestamp) -> Result<(), Denial> {
        match self.state {
            ActivityState::Created | ActivityState::Paused => return Err(Denial::NotActive),
            ActivityState::Stopped { .. } => return Err(Denial::Stopped),
            ActivityState::Active => {}
        }
        if matches!(
            self.pending,
            Some(Pending {
                change: Change::Stop,
                ..
            })
        ) {
            return Err(Denial::Stopped);
        }
        let window = &self.terms.issue.window;
        if window.is_ahead(now) {
            return Err(Denial::NotStarted);
        }
        if window.is_over(now) {
            return Err(Denial::Ended);
        }
        Ok(())
    }

    /// Whether nothing about it can change any more: stopped, or past its
    /// window.
    pub fn is_finished(&self, now: Timestamp) -> bool {
        matches!(self.state, ActivityState::Stopped { .. }) || self.terms.issue.window.is_over(now)
    }

    /// Whether a voucher is left for today.
    pub fn has_budget(&self, now: Timestamp) -> Result<(), Denial> {
        if self.issued.saturating_add(self.reserved) >= self.quantity {
            return Err(Denial::BudgetExhausted);
        }
        if self.terms.codes == Codes::Deposited && self.free_codes() == 0 {
            return Err(Denial::BudgetExhausted);
        }
        // What is set aside counts today, whenever it was ordered: it is issued
        // when it is paid, and nobody asks again then.
        let today = self.today.on(time::day_of(now));
        let today = today.saturating_add(self.reserved);
        if self.terms.issue.by_day.is_some_and(|most| today >= most) {
            return Err(Denial::DayExhausted);
        }
        Ok(())
    }

    /// How many more codes can be brought: some platforms want no more than
    /// there can be vouchers.
    pub fn room_for_codes(&self) -> usize {
        let room = match self.product {
            Product::AlipayPayment | Product::AlipayOrder => u32::MAX,
            Product::WechatCoupon => self.quantity.saturating_sub(self.codes),
        };
        usize::try_from(room).unwrap_or(usize::MAX)
    }

    /// Codes that its merchant brought and no voucher has.
    pub fn free_codes(&self) -> u32 {
        self.codes.saturating_sub(self.issued)
    }

    /// Vouchers that were issued, are not used up and did not pass their end
    /// at the last sweep.
    pub fn usable(&self) -> u32 {
        self.issued
            .saturating_sub(self.redeemed)
            .saturating_sub(self.expired)
            .saturating_sub(self.revoked)
    }

    /// Vouchers that will not be issued any more and whose money is still set
    /// aside.
    pub fn unreleased(&self) -> u32 {
        self.quantity
            .saturating_sub(self.issued)
            .saturating_sub(self.released)
    }

    /// Who paid in advance.
    pub fn sponsor(&self) -> Option<MerchantId> {
        match self.terms.funding {
            Funding::Forgone => None,
            Funding::Prepaid { sponsor } => Some(sponsor),
        }
    }

    /// When somebody must look after it again: for a change that falls due, a
    /// voucher that passes its end, or money that goes back.
    pub fn wake_at(&self) -> Option<Timestamp> {
        let change = self.pending.as_ref().and_then(|pending| match pending.due {
            Due::At(at) => Some(at),
            Due::Paid { lapses_at, .. } => Some(lapses_at),
            Due::Told => None,
        });
        // Spans include their last millisecond: what follows comes after it.
        let after = |at: Timestamp| {
            at.checked_add(jiff::SignedDuration::from_millis(1))
                .unwrap_or(at)
        };
        let quiet = self.pending.is_none();
        let expiry = self.next_expiry_at.filter(|_| quiet).map(after);
        let release = (quiet && self.held > Fen::ZERO && self.unreleased() > 0)
            .then(|| after(self.terms.issue.window.closes_at));
        [change, expiry, release].into_iter().flatten().min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_platform_has_its_own_most_of_vouchers() {
        assert_eq!(Product::AlipayPayment.most_vouchers(), 99_999_999);
        assert_eq!(Product::AlipayOrder.most_vouchers(), 99_999_999);
        assert_eq!(Product::WechatCoupon.most_vouchers(), 1_000_000_000);
    }

    #[test]
    fn w_role_1_only_its_maker_manages_a_coupon() {
        let merchant = |text| MerchantId::parse(text).unwrap();
        let (owner, operator, stranger) =
            (merchant("190001"), merchant("190002"), merchant("190003"));
        let parties = |product| Parties {
            owner,
            operator,
            product,
        };
        let coupon = parties(Product::WechatCoupon);
        assert_eq!(coupon.admits(owner), Ok(()));
        assert_eq!(coupon.obeys(operator), Ok(()));
        for other in [owner, stranger] {
            assert_eq!(coupon.obeys(other), Err(Denial::NotPermitted));
        }
        assert_eq!(coupon.admits(stranger), Err(Denial::NotPermitted));
        for product in [Product::AlipayPayment, Product::AlipayOrder] {
            assert_eq!(parties(product).obeys(owner), Ok(()));
            assert_eq!(parties(product).obeys(stranger), Err(Denial::NotPermitted));
        }
    }
}
