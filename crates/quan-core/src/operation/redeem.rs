//! Use a voucher on an order.

use crate::order::Order;
use crate::terms::Funding;
use crate::{
    Denial, Desk, Fact, Fen, HomeId, Keys, Receipt, Redemption, RedemptionId, Timestamp, UserId,
    VoucherId, VoucherState,
};

use super::{Decision, Operation};

/// Uses a voucher on an order. The receipt numbers the redemption.
#[derive(Clone, Debug)]
pub struct Redeem {
    /// Which voucher.
    pub voucher: VoucherId,
    /// Who pays.
    pub user: UserId,
    /// For what.
    pub order: Order,
}

impl Operation for Redeem {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.voucher.activity)
    }

    fn reads(&self, desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.vouchers.push(self.voucher);
        let Ok(activity) = desk.activity(self.voucher.activity) else {
            return;
        };
        keys.uses_of(self.voucher.activity, &self.user, &activity.terms);
        self.order.reads(self.voucher, &activity.terms, keys);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk
            .activity(self.voucher.activity)
            .map_err(|_| Denial::NoSuchVoucher)?;
        let deduction = self.deduction(desk, now)?;
        let id = RedemptionId::new(activity.id, activity.counters.redemptions.saturating_add(1));
        let redemption = Redemption {
            id,
            voucher: self.voucher,
            user: self.user.clone(),
            order: self.order.number.clone(),
            total: self.order.total,
            deduction,
            redeemed_at: now,
            refunded: Fen::ZERO,
            returned_at: None,
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
            .activity(self.voucher.activity)
            .map_err(|_| Denial::NoSuchVoucher)?;
        let terms = &activity.terms;
        let voucher = desk.voucher(self.voucher)?;
        if voucher.user != self.user {
            return Err(Denial::NoSuchVoucher);
        }
        if let VoucherState::Redeemed { .. } = voucher.state {
            return Err(Denial::AlreadyRedeemed);
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
        let base = self.order.eligible(self.voucher, terms, desk)?;
        if let Some(cap) = terms.redeem.per_user {
            let used = desk.uses_of(self.voucher.activity, &self.user);
            if used.in_period(cap.period) >= cap.limit {
                return Err(Denial::RedeemLimit);
            }
        }
        let mut deduction = terms.benefit.deduction(base);
        if let Funding::Prepaid { .. } = terms.funding {
            // The money of a voucher that passed its end went back at the sweep.
            let left = if self.voucher.sequence <= activity.swept {
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
}
