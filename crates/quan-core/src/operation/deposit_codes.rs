//! Bring codes, from which vouchers will get theirs.

use std::collections::HashSet;
use std::sync::Arc;

use crate::terms::Codes;
use crate::voucher::Deposit;
use crate::{
    ActivityId, ActivityState, Code, Denial, Desk, Fact, HomeId, Keys, MerchantId, Receipt,
    Timestamp,
};

use super::{Decision, Operation};

/// Brings codes. Those that the activity has already, those that it has no room
/// for, and repetitions, are left out. The receipt numbers the deposit, which every code that came with it
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
        activity.obeys(self.caller)?;
        if activity.terms.codes != Codes::Deposited {
            return Err(Denial::CodesNotDeposited);
        }
        match activity.state {
            ActivityState::Created => return Err(Denial::NotActive),
            ActivityState::Stopped { .. } => return Err(Denial::Stopped),
            ActivityState::Active | ActivityState::Paused => {}
        }
        let room = activity.room_for_codes();
        let (mut seen, mut taken) = (HashSet::new(), Vec::new());
        let (mut known, mut surplus) = (Vec::new(), Vec::new());
        for (code, rank) in self.codes.iter() {
            if !seen.insert(code) {
                continue;
            }
            if desk.codes.has(&(self.activity, code.clone())) {
                known.push(code.clone());
            } else if taken.len() < room {
                taken.push((code.clone(), *rank));
            } else {
                surplus.push(code.clone());
            }
        }
        if taken.is_empty() && !surplus.is_empty() {
            return Err(Denial::TooManyCodes);
        }
        let deposit = Deposit {
            activity: self.activity,
            sequence: activity.counters.deposits.saturating_add(1),
            at: now,
            known,
            surplus,
        };
        let receipt = Receipt {
            number: u64::from(deposit.sequence),
            at: now,
        };
        let fact = Fact::CodesDeposited {
            deposit,
            codes: taken,
        };
        Ok((vec![fact], receipt))
    }

    fn weight(&self) -> usize {
        self.codes.len()
    }
}
