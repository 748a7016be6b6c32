//! What happens to subsidies, in the home of the merchant that pays them.

use super::plus;
use crate::desk::Desk;
use crate::subsidy::{Subsidy, SubsidyReturn, Transfer};
use crate::{Fen, MerchantId, SubsidyId, SubsidyReturnId, Timestamp};

impl Desk {
    pub(super) fn subsidize(&mut self, subsidy: Subsidy) {
        let (id, voucher) = (subsidy.id, subsidy.voucher);
        // One that failed at once moves nothing.
        let amount = subsidy.given();
        self.account_mut(id.payer, |row| {
            row.subsidies = id.sequence;
            row.balance = row.balance.saturating_sub(amount);
            row.given = plus(row.given, amount);
        });
        if let Some(paid) = self.subsidies_of_vouchers.get_mut(&(id.payer, voucher)) {
            paid.push(id);
        }
        self.subsidies.add(id, subsidy);
    }

    pub(super) fn settle_subsidy(&mut self, id: SubsidyId, done: bool, at: Timestamp) {
        let Some(row) = self.subsidies.change(&id) else {
            return;
        };
        row.transfer = outcome(done, at);
        let amount = row.amount;
        if !done {
            self.comes_back(id.payer, amount);
        }
    }

    pub(super) fn ask_back(&mut self, back: SubsidyReturn) {
        self.account_mut(back.id.payer, |row| row.subsidy_returns = back.id.sequence);
        if let Some(row) = self.subsidies.change(&back.of()) {
            row.returning = plus(row.returning, back.amount);
        }
        self.subsidy_returns.add(back.id, back);
    }

    pub(super) fn settle_return(&mut self, id: SubsidyReturnId, done: bool, at: Timestamp) {
        let Some(row) = self.subsidy_returns.change(&id) else {
            return;
        };
        row.transfer = outcome(done, at);
        let (of, amount) = (row.of(), row.amount);
        if let Some(row) = self.subsidies.change(&of) {
            row.returning = row.returning.saturating_sub(amount);
            if done {
                row.returned = plus(row.returned, amount);
            }
        }
        if done {
            self.comes_back(id.payer, amount);
        }
    }

    /// Money that was given is the payer's again.
    fn comes_back(&mut self, payer: MerchantId, amount: Fen) {
        self.account_mut(payer, |row| {
            row.given = row.given.saturating_sub(amount);
            row.balance = plus(row.balance, amount);
        });
    }
}

fn outcome(done: bool, at: Timestamp) -> Transfer {
    if done {
        Transfer::Done { at }
    } else {
        Transfer::Failed { at }
    }
}
