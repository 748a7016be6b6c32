//! Raise an activity's budget.

use crate::activity::{ActivityState, Change, Completion, Due, Pending};
use crate::operation::{Decision, Operation, done, open_recharge};
use crate::terms::Codes;
use crate::{ActivityId, Denial, Desk, Fact, HomeId, MerchantId, Receipt, RequestNo, Timestamp};

/// Asks for a larger budget; a prepaid one waits for the difference.
#[derive(Clone, Debug)]
pub struct Append {
    /// Of which activity.
    pub activity: ActivityId,
    /// Who asks.
    pub caller: MerchantId,
    /// Under which number, which the message names.
    pub request: RequestNo,
    /// The new total.
    pub quantity: u32,
    /// When it is to be done.
    pub completion: Completion,
}

impl Operation for Append {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.activity)?;
        activity.obeys(self.caller)?;
        if self.quantity > activity.product.most_vouchers() {
            return Err(Denial::QuantityTooLarge);
        }
        let more = self
            .quantity
            .checked_sub(activity.quantity)
            .filter(|more| *more > 0);
        let Some(more) = more else {
            return Err(Denial::QuantityNotGrown {
                quantity: activity.quantity,
            });
        };
        match activity.state {
            // What is being made already is made first.
            ActivityState::Created => {
                activity.is_idle()?;
                return Err(Denial::NotActive);
            }
            ActivityState::Stopped { .. } => return Err(Denial::Stopped),
            ActivityState::Active | ActivityState::Paused => {}
        }
        if activity.terms.issue.window.is_over(now) {
            return Err(Denial::Ended);
        }
        activity.is_idle()?;
        if activity.terms.codes == Codes::Deposited && self.quantity != activity.codes {
            return Err(Denial::QuantityNotDeposited {
                codes: activity.codes,
            });
        }
        let mut facts = Vec::new();
        let (due, receipt) = match activity.sponsor() {
            None => (self.completion.due(now), done(now)),
            Some(sponsor) => {
                let recharge = open_recharge(activity, sponsor, more, now)?;
                let receipt = Receipt {
                    number: u64::from(recharge.id.sequence),
                    at: now,
                };
                let due = Due::Paid {
                    recharge: recharge.id.sequence,
                    lapses_at: recharge.lapses_at,
                };
                facts.push(Fact::RechargeOpened(recharge));
                (due, receipt)
            }
        };
        let change = Change::Append {
            quantity: self.quantity,
        };
        let pending = Pending {
            change,
            request: self.request.clone(),
            accepted_at: now,
            due,
        };
        facts.push(Fact::ChangeAccepted {
            activity: self.activity,
            pending,
        });
        Ok((facts, receipt))
    }
}
