//! Pause an activity, and resume it. No platform offers this to merchants; its
//! own staff does it.

use crate::activity::ActivityState;
use crate::{ActivityId, Denial, Desk, Fact, HomeId, Timestamp};

use super::{Decision, Operation, done};

/// Issues nothing more until the activity is resumed.
#[derive(Clone, Debug)]
pub struct Pause {
    /// Which.
    pub activity: ActivityId,
}

impl Operation for Pause {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        match desk.activity(self.activity)?.state {
            ActivityState::Active => Ok((vec![Fact::ActivityPaused(self.activity)], done(now))),
            ActivityState::Created | ActivityState::Paused | ActivityState::Stopped { .. } => {
                Err(Denial::WrongState)
            }
        }
    }
}

/// Issues again.
#[derive(Clone, Debug)]
pub struct Resume {
    /// Which.
    pub activity: ActivityId,
}

impl Operation for Resume {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        match desk.activity(self.activity)?.state {
            ActivityState::Paused => Ok((vec![Fact::ActivityResumed(self.activity)], done(now))),
            ActivityState::Created | ActivityState::Active | ActivityState::Stopped { .. } => {
                Err(Denial::WrongState)
            }
        }
    }
}
