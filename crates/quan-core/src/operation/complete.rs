//! Do what was accepted, once it is due.

use crate::activity::{Change, Due, Pending};
use crate::operation::{Decision, Operation, done, free_funds};
use crate::{ActivityId, Denial, Desk, Fact, Fen, HomeId, Keys, Receipt, RechargeId, Timestamp};

/// Does the accepted change of an activity if it is due, or gives it up if
/// nobody paid in time; otherwise nothing. The receipt counts what was done.
#[derive(Clone, Debug)]
pub struct Complete {
    /// Which activity.
    pub activity: ActivityId,
    /// Whether somebody says that it is to be done now.
    pub told: bool,
}

impl Operation for Complete {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn reads(&self, desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        let pending = desk
            .activity(self.activity)
            .ok()
            .and_then(|row| row.pending.as_ref());
        let Some(Pending { change, due, .. }) = pending else {
            return;
        };
        if let Change::Modify { version } = change {
            keys.drafts.push((self.activity, *version));
        }
        if let Due::Paid { recharge, .. } = due {
            keys.recharges
                .push(RechargeId::new(self.activity, *recharge));
        }
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.activity)?;
        let Some(pending) = &activity.pending else {
            return Ok((Vec::new(), done(now)));
        };
        let due = match pending.due {
            Due::At(at) => self.told || at <= now,
            Due::Told => self.told,
            Due::Paid { lapses_at, .. } if lapses_at <= now => {
                let lapsed = Fact::ChangeLapsed {
                    activity: self.activity,
                    at: now,
                };
                return Ok((vec![lapsed], Receipt { number: 1, at: now }));
            }
            Due::Paid { .. } => false,
        };
        if !due {
            return Ok((Vec::new(), done(now)));
        }
        let terms = match pending.change {
            Change::Modify { version } => Some(
                desk.drafts
                    .get(&(self.activity, version))
                    .cloned()
                    .ok_or(Denial::TermsChanged)?,
            ),
            Change::Publish | Change::Append { .. } | Change::Stop => None,
        };
        let mut facts = vec![Fact::ChangeDone {
            activity: self.activity,
            at: now,
            terms,
        }];
        if pending.change == Change::Stop && activity.held > Fen::ZERO {
            let vouchers = activity.unreleased();
            let amount = activity
                .terms
                .benefit
                .face()
                .checked_mul(u64::from(vouchers))
                .unwrap_or(activity.held);
            facts.push(Fact::BudgetReleased {
                activity: self.activity,
                vouchers,
            });
            free_funds(activity, amount.min(activity.held), &mut facts);
        }
        Ok((facts, Receipt { number: 1, at: now }))
    }

    fn ends_batch(&self) -> bool {
        true
    }
}
