//! Bring codes, from which vouchers will get theirs.

use std::collections::HashSet;
use std::sync::Arc;

use crate::terms::Codes;
use crate::{
    ActivityId, ActivityState, Code, Denial, Desk, Fact, HomeId, Keys, MerchantId, Receipt,
    Timestamp,
};

use super::{Decision, Operation};

/// Brings codes. Those that the activity has already, and repetitions, are left
/// out. The receipt numbers the deposit, which every code that came with it
/// carries.
#[derive(Clone, Debug)]
pub struct DepositCodes {
    /// For which activity.
    pub activity: ActivityId,
    /// Who brings them.
    pub caller: MerchantId,
    /// The codes, each with a number drawn at random, which is its place among
    /// the free ones.
    pub codes: Arc<[(Code, u64)]>,
}

impl Operation for DepositCodes {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        let codes = self.codes.iter();
        keys.codes
            .extend(codes.map(|(code, _)| (self.activity, code.clone())));
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.activity)?;
        activity.admits(self.caller)?;
        if activity.terms.codes != Codes::Deposited {
            return Err(Denial::CodesNotDeposited);
        }
        match activity.state {
            ActivityState::Created => return Err(Denial::NotActive),
            ActivityState::Stopped { .. } => return Err(Denial::Stopped),
            ActivityState::Active | ActivityState::Paused => {}
        }
        let mut seen = HashSet::new();
        let codes = self
            .codes
            .iter()
            .filter(|(code, _)| {
                !desk.codes.has(&(self.activity, code.clone())) && seen.insert(code.clone())
            })
            .cloned()
            .collect();
        let deposit = activity.counters.deposits.saturating_add(1);
        let fact = Fact::CodesDeposited {
            activity: self.activity,
            deposit,
            codes,
        };
        let receipt = Receipt {
            number: u64::from(deposit),
            at: now,
        };
        Ok((vec![fact], receipt))
    }

    fn weight(&self) -> usize {
        self.codes.len()
    }
}
