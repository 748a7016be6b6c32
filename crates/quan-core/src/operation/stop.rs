//! Close an activity for good.

use crate::activity::{ActivityState, Change, Completion, Pending};
use crate::operation::{Decision, Operation, done};
use crate::{ActivityId, Denial, Desk, Fact, HomeId, MerchantId, RequestNo, Timestamp};

/// Asks for an activity to be closed. Vouchers that were issued stay usable.
#[derive(Clone, Debug)]
pub struct Stop {
    /// Which.
    pub activity: ActivityId,
    /// Who asks.
    pub caller: MerchantId,
    /// Under which number, which the message names.
    pub request: RequestNo,
    /// When it is to be done.
    pub completion: Completion,
}

impl Operation for Stop {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.activity)?;
        activity.obeys(self.caller)?;
        if let ActivityState::Stopped { .. } = activity.state {
            return Err(Denial::Stopped);
        }
        if activity.product.ends_with_window() && activity.terms.issue.window.is_over(now) {
            return Err(Denial::Ended);
        }
        activity.is_idle()?;
        let due = self.completion.due(now);
        let pending = Pending {
            change: Change::Stop,
            request: self.request.clone(),
            accepted_at: now,
            due,
        };
        Ok((
            vec![Fact::ChangeAccepted {
                activity: self.activity,
                pending,
            }],
            done(now),
        ))
    }
}
