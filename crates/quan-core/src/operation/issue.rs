//! Issue a voucher to a user.

use crate::desk::tally_key;
use crate::keys::Subject;
use crate::terms::{Terms, Validity};
use crate::{
    Activity, ActivityId, Denial, Desk, Fact, Fen, HomeId, Keys, MerchantId, PersonId, Phone,
    Receipt, Timestamp, UserId, Voucher, VoucherId, VoucherState,
};

use super::{Decision, Operation};

/// Who receives a voucher, with what is known of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// The account.
    pub user: UserId,
    /// The human being behind it.
    pub person: Option<PersonId>,
    /// Their telephone.
    pub phone: Option<Phone>,
    /// Whether their name was verified.
    pub real_name: bool,
}

impl Recipient {
    /// The persons and telephone numbers whose receipts the terms count.
    fn subjects(&self, terms: &Terms) -> impl Iterator<Item = Subject> {
        let person = self
            .person
            .as_ref()
            .filter(|_| terms.issue.by_person)
            .cloned()
            .map(Subject::Person);
        let phone = self
            .phone
            .as_ref()
            .filter(|_| terms.issue.by_phone)
            .cloned()
            .map(Subject::Phone);
        person.into_iter().chain(phone)
    }
}

/// Issues one voucher.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Of which activity.
    pub activity: ActivityId,
    /// Who asks.
    pub caller: MerchantId,
    /// To whom.
    pub recipient: Recipient,
}

impl Operation for Issue {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn reads(&self, desk: &Desk, now: Timestamp, keys: &mut Keys) {
        let Ok(activity) = desk.activity(self.activity) else {
            return;
        };
        let terms = &activity.terms;
        keys.receipts_of(self.activity, &self.recipient.user, terms);
        for subject in self.recipient.subjects(terms) {
            for period in terms.issue_periods() {
                keys.tallies
                    .push(tally_key(self.activity, subject.clone(), period, now));
            }
        }
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.activity)?;
        activity.admits(self.caller)?;
        self.may_receive(activity, desk, now)?;
        let id = VoucherId::new(self.activity, activity.issued.saturating_add(1));
        let own_window = match activity.terms.validity {
            Validity::Absolute(_) => None,
            Validity::Relative { .. } => Some(
                activity
                    .terms
                    .validity
                    .of(now)
                    .ok_or(Denial::BeyondCalendar)?,
            ),
        };
        let voucher = Voucher {
            id,
            user: self.recipient.user.clone(),
            issued_at: now,
            own_window,
            uses: 0,
            deducted: Fen::ZERO,
            state: VoucherState::Issued,
        };
        let subjects = self.recipient.subjects(&activity.terms).collect();
        let receipt = Receipt {
            number: u64::from(id.sequence),
            at: now,
        };
        Ok((vec![Fact::VoucherIssued { voucher, subjects }], receipt))
    }
}

impl Issue {
    /// Asks everything that stands between a user and a voucher, in the order
    /// in which the platforms ask it. Also what a consultation asks.
    pub fn may_receive(
        &self,
        activity: &Activity,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<(), Denial> {
        activity.is_open(now)?;
        let terms = &activity.terms;
        if terms.issue.real_name && !self.recipient.real_name {
            return Err(Denial::RealNameNeeded);
        }
        let received = desk.receipts_of(self.activity, &self.recipient.user);
        for cap in &terms.issue.per_user {
            if received.in_period(cap.period) >= cap.limit {
                return Err(Denial::UserLimit);
            }
            for subject in self.recipient.subjects(terms) {
                if desk.tally(&tally_key(self.activity, subject, cap.period, now)) >= cap.limit {
                    return Err(Denial::UserLimit);
                }
            }
        }
        activity.has_budget(now)
    }
}
