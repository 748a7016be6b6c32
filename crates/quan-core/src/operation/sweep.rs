//! Count the vouchers that passed their end, and free what was set aside.

use crate::{
    ActivityId, Desk, Fact, Fen, HomeId, Keys, Receipt, Timestamp, VoucherId, VoucherState,
};

use super::{Decision, Operation, done, free_funds};

/// Counts vouchers that passed their end, in the order of issue, which is also
/// the order in which they end. The receipt counts them. Nothing depends on
/// when this runs but messages and money: whether a voucher has expired is asked
/// of the clock.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// Of which activity.
    pub activity: ActivityId,
    /// How many at the most.
    pub limit: u32,
}

impl Operation for Sweep {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn reads(&self, desk: &Desk, now: Timestamp, keys: &mut Keys) {
        let Ok(activity) = desk.activity(self.activity) else {
            return;
        };
        if activity.next_expiry_at.is_some_and(|at| at < now) {
            let last = activity
                .swept
                .saturating_add(self.limit)
                .saturating_add(1)
                .min(activity.issued);
            keys.voucher_runs
                .push((self.activity, activity.swept.saturating_add(1), last));
        }
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.activity)?;
        if activity.pending.is_some() {
            return Ok((Vec::new(), done(now)));
        }
        let face = activity.terms.benefit.face();
        let (mut through, mut expired, mut free, mut next) =
            (activity.swept, 0_u32, Fen::ZERO, None);
        while through < activity.swept.saturating_add(self.limit) {
            let sequence = through.saturating_add(1);
            let Some(voucher) = desk.vouchers.get(&VoucherId::new(self.activity, sequence)) else {
                break;
            };
            if !voucher.window(&activity.terms).is_over(now) {
                break;
            }
            through = sequence;
            expired = expired.saturating_add(u32::from(voucher.state == VoucherState::Issued));
            // The money of one that was taken back is free already.
            if !matches!(voucher.state, VoucherState::Revoked { .. }) {
                let unspent = face.saturating_sub(voucher.deducted);
                free = free.checked_add(unspent).unwrap_or(Fen::MAX);
            }
        }
        if through < activity.issued {
            let voucher = desk
                .vouchers
                .get(&VoucherId::new(self.activity, through.saturating_add(1)));
            next = voucher.map_or(activity.next_expiry_at, |voucher| {
                Some(voucher.window(&activity.terms).closes_at)
            });
        }
        let mut facts = Vec::new();
        if through > activity.swept {
            facts.push(Fact::VouchersSwept {
                activity: self.activity,
                through,
                expired,
                next_expiry_at: next,
            });
        }
        let over = activity.is_finished(now) && activity.held > Fen::ZERO;
        let vouchers = if over { activity.unreleased() } else { 0 };
        if vouchers > 0 {
            let unissued = face.checked_mul(u64::from(vouchers)).unwrap_or(Fen::MAX);
            free = free.checked_add(unissued).unwrap_or(Fen::MAX);
            facts.push(Fact::BudgetReleased {
                activity: self.activity,
                vouchers,
            });
        }
        if activity.sponsor().is_some() {
            free_funds(activity, free.min(activity.held), &mut facts);
        }
        Ok((
            facts,
            Receipt {
                number: u64::from(through.saturating_sub(activity.swept)),
                at: now,
            },
        ))
    }

    fn weight(&self) -> usize {
        usize::try_from(self.limit).unwrap_or(usize::MAX)
    }
}
