//! What coupons must answer, by a record of what was answered before.

use std::collections::{BTreeMap, BTreeSet};

use quan_core::operation::BudgetTarget;
use quan_core::{
    Activity, ActivityId, ActivityState, Denial, Period, Timestamp, Voucher, VoucherId,
    VoucherState, VoucherStatus,
};
use quan_engine::CodeOutcome;

use super::play::{Shares, person_of, rank_of};

/// What is known of coupons, and of codes that were brought.
#[derive(Default)]
pub(super) struct Model {
    /// Codes that were brought, and whether a voucher has them.
    pub(super) codes: BTreeMap<ActivityId, BTreeMap<u8, bool>>,
    /// How many coupons there can be, and how many a day.
    pub(super) budgets: BTreeMap<ActivityId, (u32, Option<u32>)>,
    /// Vouchers that were thrown away.
    pub(super) hidden: BTreeSet<VoucherId>,
    /// Vouchers that were taken back.
    pub(super) revoked: BTreeSet<VoucherId>,
}

impl Model {
    /// The code that the next voucher gets: that of the lowest rank.
    pub(super) fn next_code(&self, activity: ActivityId) -> Option<u8> {
        let codes = self.codes.get(&activity)?.iter();
        codes
            .filter(|(_, given)| !**given)
            .map(|(code, _)| *code)
            .min_by_key(|code| rank_of(*code))
    }

    pub(super) fn free_codes(&self, activity: ActivityId) -> usize {
        let codes = self.codes.get(&activity).into_iter().flatten();
        codes.filter(|(_, given)| !**given).count()
    }

    /// What becomes of codes that are brought for coupons.
    pub(super) fn bring(&self, row: &Activity, codes: &[u8]) -> Result<Vec<CodeOutcome>, Denial> {
        if let ActivityState::Stopped { .. } = row.state {
            return Err(Denial::Stopped);
        }
        let mut there: BTreeSet<u8> = self
            .codes
            .get(&row.id)
            .into_iter()
            .flat_map(BTreeMap::keys)
            .copied()
            .collect();
        let most = usize::try_from(row.quantity).expect("a quantity");
        let mut surplus = BTreeSet::new();
        let mut outcomes = Vec::new();
        for code in codes {
            outcomes.push(if there.contains(code) {
                CodeOutcome::Known
            } else if surplus.contains(code) || there.len() >= most {
                surplus.insert(*code);
                CodeOutcome::Surplus
            } else {
                there.insert(*code);
                CodeOutcome::Taken
            });
        }
        let nothing = !outcomes.contains(&CodeOutcome::Taken);
        if nothing && !surplus.is_empty() {
            return Err(Denial::TooManyCodes);
        }
        Ok(outcomes)
    }

    pub(super) fn delete(&self, activity: ActivityId, code: u8) -> Result<(), Denial> {
        match self.codes.get(&activity).and_then(|codes| codes.get(&code)) {
            None => Err(Denial::NoSuchCode),
            Some(true) => Err(Denial::CodeIssued),
            Some(false) => Ok(()),
        }
    }

    /// What a budget is once it is set.
    pub(super) fn set(
        &self,
        row: &Activity,
        target: &BudgetTarget,
        now: Timestamp,
    ) -> Result<(u32, Option<u32>), Denial> {
        if let ActivityState::Stopped { .. } = row.state {
            return Err(Denial::Stopped);
        }
        if row.terms.issue.window.is_over(now) {
            return Err(Denial::Ended);
        }
        let (quantity, by_day) = self.budgets[&row.id];
        match target {
            BudgetTarget::Quantity { from, .. } if *from != quantity => {
                Err(Denial::QuantityDiffers { quantity })
            }
            BudgetTarget::Quantity { to, .. } if *to < row.issued => {
                Err(Denial::QuantityBelowIssued { issued: row.issued })
            }
            BudgetTarget::Quantity { to, .. } => Ok((*to, by_day)),
            BudgetTarget::ByDay { from, .. } if *from != by_day => Err(Denial::QuantityDiffers {
                quantity: by_day.unwrap_or(0),
            }),
            BudgetTarget::ByDay { to, .. } => Ok((quantity, Some(*to))),
        }
    }

    /// Whether somebody receives a coupon.
    pub(super) fn issue(
        &self,
        row: &Activity,
        shares: Option<&Shares>,
        user: usize,
        now: Timestamp,
    ) -> Result<(), Denial> {
        match row.state {
            ActivityState::Created | ActivityState::Paused => return Err(Denial::NotActive),
            ActivityState::Stopped { .. } => return Err(Denial::Stopped),
            ActivityState::Active => {}
        }
        if row.terms.issue.window.is_over(now) {
            return Err(Denial::Ended);
        }
        let today = quan_core::time::day_of(now);
        let (quantity, by_day) = self.budgets[&row.id];
        let none = Shares::default();
        let shares = shares.unwrap_or(&none);
        let coded = self.codes.contains_key(&row.id);
        if shares.all >= quantity || (coded && self.free_codes(row.id) == 0) {
            return Err(Denial::BudgetExhausted);
        }
        let count = |found: Option<&u32>| found.copied().unwrap_or(0);
        if by_day.is_some_and(|most| count(shares.by_day.get(&today)) >= most) {
            return Err(Denial::DayExhausted);
        }
        let person = person_of(user);
        for cap in &row.terms.issue.per_user {
            let (of_user, of_person) = match cap.period {
                Period::Day => (
                    shares.by_user_and_day.get(&(user, today)),
                    shares.by_person_and_day.get(&(person, today)),
                ),
                Period::Lifetime | Period::Week | Period::Month => {
                    (shares.by_user.get(&user), shares.by_person.get(&person))
                }
            };
            if count(of_user) >= cap.limit {
                return Err(Denial::UserLimit);
            }
            if row.terms.issue.by_person && count(of_person) >= cap.limit {
                return Err(Denial::PersonLimit);
            }
        }
        Ok(())
    }

    /// Whether a coupon is taken back.
    pub(super) fn revoke(
        &self,
        row: &Activity,
        voucher: &Voucher,
        now: Timestamp,
    ) -> Result<(), Denial> {
        // What its user threw away is gone, whatever it was.
        assert_eq!(voucher.hidden, self.hidden.contains(&voucher.id));
        if voucher.hidden {
            return Err(Denial::Revoked);
        }
        let revoked = self.revoked.contains(&voucher.id);
        let is_revoked = matches!(voucher.state, VoucherState::Revoked { .. });
        assert_eq!(is_revoked, revoked, "who was taken back stays so");
        match voucher.status(&row.terms, now) {
            VoucherStatus::Revoked => Err(Denial::Revoked),
            VoucherStatus::Redeemed => Err(Denial::InUse),
            VoucherStatus::Expired => Err(Denial::Expired),
            VoucherStatus::Usable => Ok(()),
        }
    }
}
