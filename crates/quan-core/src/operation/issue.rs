//! Issue a voucher to a user.

use std::sync::Arc;

use crate::desk::tally_key;
use crate::keys::{Buyer, Subject, TallyKey};
use crate::terms::{Codes, Terms, Validity};
use crate::{
    Activity, ActivityId, Code, Denial, Desk, Fact, Fen, HomeId, Keys, MerchantId, PersonId, Phone,
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

    /// In whose names orders are counted.
    pub(crate) fn buyers(&self, terms: &Terms) -> impl Iterator<Item = Buyer> {
        let user = Buyer::User(self.user.clone());
        std::iter::once(user).chain(self.subjects(terms).map(Buyer::Subject))
    }

    /// Asks for what this recipient received, where the terms cap that.
    pub(super) fn reads(&self, activity: &Activity, now: Timestamp, keys: &mut Keys) {
        let terms = &activity.terms;
        keys.receipts_of(activity.id, &self.user, terms);
        keys.tallies.extend(self.tallies(activity, now));
        if terms.sale.is_some() && !terms.issue.per_user.is_empty() {
            let buyers = self.buyers(terms);
            keys.reservations
                .extend(buyers.map(|buyer| (activity.id, buyer)));
        }
    }

    /// The tallies that a voucher would count for.
    pub(crate) fn tallies(&self, activity: &Activity, now: Timestamp) -> Vec<TallyKey> {
        let mut tallies = Vec::new();
        for subject in self.subjects(&activity.terms) {
            for period in activity.terms.issue_periods() {
                tallies.push(tally_key(activity.id, subject.clone(), period, now));
            }
        }
        tallies
    }

    /// Asks everything that stands between this recipient and a voucher, in the
    /// order in which the product's platform asks it.
    pub fn may_receive(
        &self,
        activity: &Activity,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<(), Denial> {
        activity.is_open(now)?;
        if activity.product.asks_budget_first() {
            activity.has_budget(now)?;
            return self.is_within_caps(activity, desk, now);
        }
        self.is_within_caps(activity, desk, now)?;
        activity.has_budget(now)
    }

    fn is_within_caps(
        &self,
        activity: &Activity,
        desk: &Desk,
        now: Timestamp,
    ) -> Result<(), Denial> {
        let terms = &activity.terms;
        if terms.issue.real_name && !self.real_name {
            return Err(Denial::RealNameNeeded);
        }
        let received = desk.receipts_of(activity.id, &self.user);
        let reserved = |buyer| desk.reserved_for(activity.id, buyer);
        let of_user = reserved(Buyer::User(self.user.clone()));
        for cap in &terms.issue.per_user {
            if received.in_period(cap.period).saturating_add(of_user) >= cap.limit {
                return Err(Denial::UserLimit);
            }
            for subject in self.subjects(terms) {
                let waiting = reserved(Buyer::Subject(subject.clone()));
                let received = desk.tally(&tally_key(activity.id, subject, cap.period, now));
                if received.saturating_add(waiting) >= cap.limit {
                    return Err(Denial::PersonLimit);
                }
            }
        }
        Ok(())
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
    /// What it is told by, and counted from.
    pub label: Label,
}

/// What a voucher carries from its issue on.
#[derive(Clone, Debug, Default)]
pub struct Label {
    /// The code that its merchant names.
    pub code: Option<Code>,
    /// The instant that its time is counted from, where that depends on its
    /// receipt; its issue, if not said.
    pub base: Option<Timestamp>,
    /// What the dialect keeps with it.
    pub note: Option<Arc<str>>,
}

impl Operation for Issue {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn reads(&self, desk: &Desk, now: Timestamp, keys: &mut Keys) {
        let Ok(activity) = desk.activity(self.activity) else {
            return;
        };
        self.recipient.reads(activity, now, keys);
        self.label.reads(activity, keys);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.activity)?;
        activity.admits(self.caller)?;
        self.label.fits(activity)?;
        self.recipient.may_receive(activity, desk, now)?;
        let fact = issued(
            activity,
            self.caller,
            &self.recipient,
            &self.label,
            desk,
            now,
        )?;
        let receipt = Receipt {
            number: u64::from(activity.issued.saturating_add(1)),
            at: now,
        };
        Ok((vec![fact], receipt))
    }
}

impl Label {
    /// Asks for the code that the voucher will have.
    pub(super) fn reads(&self, activity: &Activity, keys: &mut Keys) {
        match (activity.terms.codes, &self.code) {
            (Codes::Deposited, _) => keys.free_codes.push(activity.id),
            (Codes::Named, Some(code)) => keys.codes.push((activity.id, code.clone())),
            (Codes::Named | Codes::None, _) => {}
        }
    }

    /// Whether a code is named where one must be, and nowhere else.
    pub(super) fn fits(&self, activity: &Activity) -> Result<(), Denial> {
        match (activity.terms.codes, &self.code) {
            (Codes::Named, None) => Err(Denial::CodeNeeded),
            (Codes::Deposited | Codes::None, Some(_)) => Err(Denial::CodeNotWanted),
            (Codes::Named, Some(_)) | (Codes::Deposited | Codes::None, None) => Ok(()),
        }
    }

    fn code(&self, activity: &Activity, desk: &Desk) -> Result<Option<Code>, Denial> {
        match (activity.terms.codes, &self.code) {
            (Codes::None, _) => Ok(None),
            (Codes::Deposited, _) => {
                let code = desk.next_free_code(activity.id);
                Ok(Some(code.cloned().ok_or(Denial::BudgetExhausted)?))
            }
            (Codes::Named, None) => Err(Denial::CodeNeeded),
            (Codes::Named, Some(code)) if desk.codes.has(&(activity.id, code.clone())) => {
                Err(Denial::CodeTaken)
            }
            (Codes::Named, Some(code)) => Ok(Some(code.clone())),
        }
    }
}

/// The next voucher of an activity, for somebody who may receive it.
pub(super) fn issued(
    activity: &Activity,
    caller: MerchantId,
    recipient: &Recipient,
    label: &Label,
    desk: &Desk,
    now: Timestamp,
) -> Result<Fact, Denial> {
    let id = VoucherId::new(activity.id, activity.issued.saturating_add(1));
    let terms = &activity.terms;
    let own_window = match terms.validity {
        Validity::Absolute(_) => None,
        Validity::Relative { .. } | Validity::Within { .. } => {
            let window = terms.validity.of(label.base.unwrap_or(now));
            Some(window.ok_or(Denial::BeyondCalendar)?)
        }
    };
    let voucher = Voucher {
        id,
        user: recipient.user.clone(),
        issued_at: now,
        own_window,
        uses: 0,
        deducted: Fen::ZERO,
        last_use: None,
        state: VoucherState::Issued,
        code: label.code(activity, desk)?,
        trade: None,
        hidden: false,
        issuer: (caller != activity.operator).then_some(caller),
        note: label.note.clone(),
    };
    let subjects = recipient.subjects(terms).collect();
    Ok(Fact::VoucherIssued { voucher, subjects })
}
