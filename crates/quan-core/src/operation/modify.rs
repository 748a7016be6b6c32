//! Change an activity's terms.

use std::sync::Arc;

use crate::activity::{Change, Completion, Pending};
use crate::operation::{Decision, Operation};
use crate::terms::{ScopeChange, Terms};
use crate::{
    ActivityId, ActivityState, Denial, Desk, Fact, HomeId, MerchantId, Receipt, RequestNo,
    Timestamp,
};

/// Asks for new terms. The receipt numbers their version. What may change is the dialect's rule, which it checked
/// against the version that it read.
#[derive(Clone, Debug)]
pub struct Modify {
    /// Of which activity.
    pub activity: ActivityId,
    /// Who asks.
    pub caller: MerchantId,
    /// Under which number, which the message names.
    pub request: RequestNo,
    /// The version that the new terms were made from.
    pub based_on: u32,
    /// The new terms.
    pub terms: Arc<Terms>,
    /// What the dialect will show.
    pub document: Arc<str>,
    /// How the members of its scope change, where that is a new generation.
    pub members: Arc<ScopeChange>,
    /// When it is to be done.
    pub completion: Completion,
}

impl Operation for Modify {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.activity)?;
        activity.obeys(self.caller)?;
        if activity.product.ends_with_window() {
            if let ActivityState::Stopped { .. } = activity.state {
                return Err(Denial::Stopped);
            }
            if activity.terms.issue.window.is_over(now) {
                return Err(Denial::Ended);
            }
        }
        activity.is_idle()?;
        if activity.version != self.based_on {
            return Err(Denial::TermsChanged);
        }
        let version = activity.counters.versions.saturating_add(1);
        let pending = Pending {
            change: Change::Modify { version },
            request: self.request.clone(),
            accepted_at: now,
            due: self.completion.due(now),
        };
        let drafted = Fact::TermsDrafted {
            activity: self.activity,
            version,
            terms: Arc::clone(&self.terms),
            document: Arc::clone(&self.document),
            members: Arc::clone(&self.members),
        };
        let mut facts = vec![
            drafted,
            Fact::ChangeAccepted {
                activity: self.activity,
                pending,
            },
        ];
        if self.completion == Completion::AtOnce {
            facts.push(Fact::ChangeDone {
                activity: self.activity,
                at: now,
                terms: Some(Arc::clone(&self.terms)),
            });
        }
        let receipt = Receipt {
            number: u64::from(version),
            at: now,
        };
        Ok((facts, receipt))
    }

    fn ends_batch(&self) -> bool {
        self.completion == Completion::AtOnce
    }

    fn weight(&self) -> usize {
        self.members.size().saturating_add(1)
    }
}
