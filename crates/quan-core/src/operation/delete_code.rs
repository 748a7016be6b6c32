//! Take a code out again that no voucher has.

use crate::voucher::CodeState;
use crate::{ActivityId, Code, Denial, Desk, Fact, HomeId, Keys, MerchantId, Timestamp};

use super::{Decision, Operation, done};

/// Takes a free code out. It can be brought again.
#[derive(Clone, Debug)]
pub struct DeleteCode {
    /// Of which activity.
    pub activity: ActivityId,
    /// Who asks.
    pub caller: MerchantId,
    /// Which.
    pub code: Code,
}

impl Operation for DeleteCode {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.codes.push((self.activity, self.code.clone()));
        // It may take away one of those that are there for whoever issues after it.
        keys.free_codes.push(self.activity);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.activity)?;
        activity.obeys(self.caller)?;
        let row = desk.codes.get(&(self.activity, self.code.clone()));
        match row.map(|row| row.state) {
            None => Err(Denial::NoSuchCode),
            Some(CodeState::Issued { .. }) => Err(Denial::CodeIssued),
            Some(CodeState::Free { .. }) => {
                let fact = Fact::CodeDeleted {
                    activity: self.activity,
                    code: self.code.clone(),
                };
                Ok((vec![fact], done(now)))
            }
        }
    }
}
