//! Use a voucher on an order.

use std::sync::Arc;

use crate::order::Order;
use crate::terms::{Funding, Judge, Terms};
use crate::{
    Activity, Denial, Desk, Fact, Fen, HomeId, Keys, MerchantId, Receipt, Redemption, RedemptionId,
    RequestNo, Timestamp, UserId, Voucher, VoucherName, VoucherState,
};

use super::{Decision, Operation};

/// Uses a voucher on an order. The receipt numbers the redemption.
#[derive(Clone, Debug)]
pub struct Redeem {
    /// Which voucher.
    pub voucher: VoucherName,
    /// Who says so.
    pub by: Redeemer,
    /// For what.
    pub order: Order,
    /// How many of the voucher's uses it takes; at least 1.
    pub times: u32,
    /// What came off, as a merchant reports it; where the platform judges, it
    /// computes that itself.
    pub reported: Option<Fen>,
    /// What the dialect keeps with it.
    pub note: Option<Arc<str>>,
}

/// Who says that a voucher is used.
#[derive(Clone, Debug)]
pub enum Redeemer {
    /// Its user, who pays with it.
    User(UserId),
    /// A merchant, at whom it was shown.
    Merchant {
        /// Which.
        caller: MerchantId,
        /// The number of its report, which the message names.
        request: RequestNo,
    },
}

impl Redeem {
    /// A user pays an order with one use of a voucher.
    pub fn by_user(voucher: impl Into<VoucherName>, user: UserId, order: Order) -> Redeem {
        Redeem {
            voucher: voucher.into(),
            by: Redeemer::User(user),
            order,
            times: 1,
            reported: None,
            note: None,
        }
    }
}

impl Operation for Redeem {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.voucher.activity())
    }

    fn reads(&self, desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        let id = self.voucher.activity();
        let Ok(activity) = desk.activity(id) else {
            return;
        };
        keys.voucher(&self.voucher);
        if let Redeemer::User(user) = &self.by {
            keys.uses_of(id, user, &activity.terms);
        } else if activity.terms.redeem.per_user.is_some() {
            // Whose it is only the voucher says, so the store brings both.
            keys.uses_of_holders
                .push((self.voucher.clone(), activity.terms.use_periods()));
        }
        self.order.reads(id, &activity.terms, keys);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let id = self.voucher.activity();
        let activity = desk.activity(id).map_err(|_| Denial::NoSuchVoucher)?;
        let deduction = self.deduction(desk, now)?;
        let voucher = desk.named_voucher(&self.voucher)?;
        let id = RedemptionId::new(id, activity.counters.redemptions.saturating_add(1));
        let left = voucher.uses_left(activity.terms.redeem.max_uses);
        let redemption = Redemption {
            id,
            voucher: voucher.id,
            user: voucher.user.clone(),
            order: self.order.number.clone(),
            total: self.order.total,
            deduction,
            redeemed_at: now,
            refunded: Fen::ZERO,
            returned_at: None,
            times: self.times,
            undone: 0,
            left: left.saturating_sub(self.times),
            last_return: None,
            note: self.note.clone(),
            request: match &self.by {
                Redeemer::User(_) => None,
                Redeemer::Merchant { request, .. } => Some(request.clone()),
            },
        };
        let receipt = Receipt {
            number: u64::from(id.sequence),
            at: now,
        };
        Ok((vec![Fact::VoucherRedeemed(redemption)], receipt))
    }
}

impl Redeem {
    /// Asks everything that stands between a voucher and its use, in the order
    /// in which the platforms ask it, and answers what comes off. Also what a
    /// consultation asks.
    pub fn deduction(&self, desk: &Desk, now: Timestamp) -> Result<Fen, Denial> {
        let activity = desk
            .activity(self.voucher.activity())
            .map_err(|_| Denial::NoSuchVoucher)?;
        let terms = &activity.terms;
        if let Redeemer::Merchant { caller, .. } = self.by {
            activity.obeys(caller)?;
        }
        let voucher = desk.named_voucher(&self.voucher)?;
        match &self.by {
            Redeemer::User(user) if voucher.user != *user => return Err(Denial::NoSuchVoucher),
            Redeemer::User(_) | Redeemer::Merchant { .. } => {}
        }
        activity.has_kept(voucher)?;
        match voucher.state {
            VoucherState::Issued => {}
            VoucherState::Redeemed { .. } => return Err(Denial::AlreadyRedeemed),
            VoucherState::Revoked { .. } => return Err(Denial::Revoked),
        }
        let placed_at = self.order.placed_at.unwrap_or(now);
        let window = voucher.window(terms);
        if window.is_ahead(placed_at) {
            return Err(Denial::NotYetUsable);
        }
        if window.is_over(placed_at) {
            return Err(Denial::Expired);
        }
        if !terms.calendar.admits(placed_at) {
            return Err(Denial::HourExcluded);
        }
        let left = voucher.uses_left(terms.redeem.max_uses);
        if self.times == 0 || self.times > left {
            return Err(Denial::TooManyUses { left });
        }
        match terms.redeem.judge {
            Judge::Platform => {
                let base = self.order.eligible(activity.id, terms, desk)?;
                self.is_within_limit(desk, activity, voucher)?;
                comes_off(base, terms, activity, voucher)
            }
            Judge::Merchant => {
                // Only its merchant knows what it takes off.
                if let Redeemer::User(_) = self.by {
                    return Err(Denial::NothingToDeduct);
                }
                self.order.is_placed_within(activity.id, terms, desk)?;
                self.is_within_limit(desk, activity, voucher)?;
                Ok(self.reported.unwrap_or(Fen::ZERO).min(self.order.total))
            }
        }
    }

    fn is_within_limit(
        &self,
        desk: &Desk,
        activity: &Activity,
        voucher: &Voucher,
    ) -> Result<(), Denial> {
        let Some(cap) = activity.terms.redeem.per_user else {
            return Ok(());
        };
        let used = desk.uses_of(activity.id, &voucher.user);
        if used.in_period(cap.period).saturating_add(self.times) > cap.limit {
            Err(Denial::RedeemLimit)
        } else {
            Ok(())
        }
    }
}

/// What the platform takes off an eligible sum.
fn comes_off(
    base: Fen,
    terms: &Terms,
    activity: &Activity,
    voucher: &Voucher,
) -> Result<Fen, Denial> {
    let mut deduction = terms.benefit.deduction(base);
    if let Funding::Prepaid { .. } = terms.funding {
        // The money of a voucher that passed its end went back at the sweep.
        let left = if voucher.id.sequence <= activity.swept {
            Fen::ZERO
        } else {
            terms.benefit.face().saturating_sub(voucher.deducted)
        };
        deduction = deduction.min(left).min(activity.held);
    }
    if deduction == Fen::ZERO {
        Err(Denial::NothingToDeduct)
    } else {
        Ok(deduction)
    }
}
