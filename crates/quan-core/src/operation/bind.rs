//! Send an activity's messages to another application.

use crate::{ActivityId, AppId, Desk, Fact, HomeId, MerchantId, Timestamp};

use super::{Decision, Operation, done};

/// Binds the receiver of an activity's messages.
#[derive(Clone, Debug)]
pub struct BindReceiver {
    /// Of which activity.
    pub activity: ActivityId,
    /// Who asks.
    pub caller: MerchantId,
    /// Whom messages go to from now on.
    pub receiver: AppId,
}

impl Operation for BindReceiver {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        desk.activity(self.activity)?.obeys(self.caller)?;
        let bound = Fact::ReceiverBound {
            activity: self.activity,
            receiver: self.receiver.clone(),
        };
        Ok((vec![bound], done(now)))
    }
}
