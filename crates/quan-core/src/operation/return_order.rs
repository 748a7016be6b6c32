//! Refund an order that a voucher was used on.

use crate::{
    Denial, Desk, Fact, Fen, HomeId, Keys, Receipt, RedemptionId, Return, ReturnId, Timestamp,
};

use super::{Decision, Operation, free_funds};

/// Refunds an order, whole or in part. The buyer's own money goes back first;
/// the use of the voucher is returned once the whole order is.
#[derive(Clone, Debug)]
pub struct ReturnOrder {
    /// Which use.
    pub redemption: RedemptionId,
    /// How much of the order's sum; everything that is left, where not said.
    pub amount: Option<Fen>,
    /// Whether the platform gives vouchers back at all.
    pub vouchers_return: bool,
}

impl Operation for ReturnOrder {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.redemption.activity)
    }

    fn reads(&self, desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        // The voucher is known only from the redemption, so the store brings
        // both.
        keys.redemptions.push(self.redemption);
        let _ = desk;
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk
            .activity(self.redemption.activity)
            .map_err(|_| Denial::NoSuchRedemption)?;
        let redemption = desk
            .redemptions
            .get(&self.redemption)
            .ok_or(Denial::NoSuchRedemption)?;
        let left = redemption.total.saturating_sub(redemption.refunded);
        let amount = self.amount.unwrap_or(left);
        if amount == Fen::ZERO || amount > left {
            return Err(Denial::RefundTooLarge { left });
        }
        let own_left = redemption
            .paid()
            .saturating_sub(redemption.refunded.min(redemption.paid()));
        let whole = amount == left;
        // A use that was taken back before is not returned once more.
        let voucher_back = whole && self.vouchers_return && redemption.open_times() > 0;
        let uses_left = desk.vouchers.get(&redemption.voucher).map_or(0, |voucher| {
            let back = if voucher_back {
                redemption.open_times()
            } else {
                0
            };
            let uses = voucher.uses.saturating_sub(back);
            activity.terms.redeem.max_uses.saturating_sub(uses)
        });
        let id = ReturnId::new(activity.id, activity.counters.returns.saturating_add(1));
        let returned = Return {
            id,
            redemption: self.redemption,
            amount,
            to_buyer: amount.min(own_left),
            voucher_back,
            returned_at: now,
            left: uses_left,
            request: None,
        };
        let voucher = voucher_back.then_some(redemption.voucher);
        let mut facts = vec![Fact::OrderRefunded { returned, voucher }];
        if voucher.is_some_and(|voucher| voucher.sequence <= activity.swept) {
            // The voucher passed its end, so its money is free at once.
            free_funds(activity, redemption.deduction, &mut facts);
        }
        Ok((
            facts,
            Receipt {
                number: u64::from(id.sequence),
                at: now,
            },
        ))
    }
}
