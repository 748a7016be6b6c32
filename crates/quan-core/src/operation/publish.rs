//! Open an activity for issue.

use crate::activity::{ActivityState, Change, Completion, Due, Pending};
use crate::operation::{Decision, Operation, done, open_recharge};
use crate::{ActivityId, Denial, Desk, Fact, HomeId, MerchantId, Receipt, RequestNo, Timestamp};

/// Asks for an activity to be opened; a prepaid one waits for its money.
#[derive(Clone, Debug)]
pub struct Publish {
    /// Which.
    pub activity: ActivityId,
    /// Who asks.
    pub caller: MerchantId,
    /// Under which number, which the message names.
    pub request: RequestNo,
    /// When it is to be done.
    pub completion: Completion,
}

impl Operation for Publish {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.activity)?;
        activity.obeys(self.caller)?;
        match activity.state {
            ActivityState::Created => {}
            ActivityState::Active | ActivityState::Paused => return Err(Denial::AlreadyActive),
            ActivityState::Stopped { .. } => return Err(Denial::Stopped),
        }
        activity.is_idle()?;
        if activity.terms.issue.window.is_over(now) {
            return Err(Denial::Ended);
        }
        let mut facts = Vec::new();
        let (due, receipt) = match activity.sponsor() {
            None => (self.completion.due(now), done(now)),
            Some(sponsor) => {
                let recharge = open_recharge(activity, sponsor, activity.quantity, now)?;
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
        let pending = Pending {
            change: Change::Publish,
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
