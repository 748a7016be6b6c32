//! The letters of subsidies: one to the payee, who takes or gives the money, and
//! one with the answer to the payer, who keeps the record.

use crate::account::{Letter, LetterBody, LetterId};
use crate::subsidy::TransferId;
use crate::{Desk, Fact, Fen, HomeId, Keys, MerchantId, Timestamp};

use super::{Decision, Operation, done};

/// Carries out the payee's part: takes a subsidy, or gives one back.
#[derive(Clone, Debug)]
pub struct TakePart {
    /// Which.
    pub transfer: TransferId,
    /// Who is or was paid.
    pub payee: MerchantId,
    /// How much.
    pub amount: Fen,
}

impl Operation for TakePart {
    fn home(&self) -> HomeId {
        HomeId::Merchant(self.payee)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let account = desk.account(self.payee);
        let TakePart {
            transfer,
            payee,
            amount,
        } = *self;
        let (can, moved) = match transfer {
            TransferId::Subsidy(_) => (
                account.has_room_for(amount),
                Fact::SubsidyReceived { payee, amount },
            ),
            TransferId::Return(_) => (
                account.balance >= amount,
                Fact::SubsidyGivenBack { payee, amount },
            ),
        };
        let answer = Letter {
            id: LetterId {
                from: self.home(),
                sequence: account.letters.saturating_add(1),
            },
            to: HomeId::Merchant(transfer.payer()),
            body: LetterBody::Transferred {
                transfer,
                amount,
                done: can,
            },
        };
        let moved = can.then_some(moved);
        let facts = moved.into_iter().chain([Fact::LetterWritten(answer)]);
        Ok((facts.collect(), done(now)))
    }
}

/// Carries out the answer: the payer's record says how it went, and money that
/// came back or never arrived is in the payer's balance.
#[derive(Clone, Debug)]
pub struct SettleTransfer {
    /// Which.
    pub transfer: TransferId,
    /// Whether the payee could.
    pub done: bool,
}

impl Operation for SettleTransfer {
    fn home(&self) -> HomeId {
        HomeId::Merchant(self.transfer.payer())
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        match self.transfer {
            TransferId::Subsidy(id) => keys.subsidies.push(id),
            TransferId::Return(id) => keys.subsidy_returns.push(id),
        }
    }

    fn decide(&self, _desk: &Desk, now: Timestamp) -> Decision {
        let fact = match self.transfer {
            TransferId::Subsidy(subsidy) => Fact::SubsidySettled {
                subsidy,
                done: self.done,
                at: now,
            },
            TransferId::Return(id) => Fact::SubsidyReturnSettled {
                id,
                done: self.done,
                at: now,
            },
        };
        Ok((vec![fact], done(now)))
    }
}
