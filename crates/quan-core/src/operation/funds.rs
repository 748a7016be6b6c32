//! Money of merchants: paid in, set aside for an activity, and given back.

use crate::account::{Letter, LetterBody, LetterId};
use crate::activity::Completion;
use crate::{
    Denial, Desk, Due, Fact, Fen, HomeId, Keys, MerchantId, Receipt, RechargeId, RechargeState,
    Timestamp,
};

use super::{Decision, Operation, done};

/// Pays money into a merchant's account.
#[derive(Clone, Debug)]
pub struct Deposit {
    /// Whose.
    pub merchant: MerchantId,
    /// How much.
    pub amount: Fen,
}

impl Operation for Deposit {
    fn home(&self) -> HomeId {
        HomeId::Merchant(self.merchant)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        if !desk.account(self.merchant).has_room_for(self.amount) {
            return Err(Denial::FundsTooLarge);
        }
        let fact = Fact::FundsPaidIn {
            merchant: self.merchant,
            amount: self.amount,
            provisioned: false,
        };
        Ok((vec![fact], done(now)))
    }
}

/// Sees to it that a merchant was given so much by provisioning, however often
/// it is asked.
#[derive(Clone, Debug)]
pub struct Provision {
    /// Whose account.
    pub merchant: MerchantId,
    /// How much in all.
    pub total: Fen,
}

impl Operation for Provision {
    fn home(&self) -> HomeId {
        HomeId::Merchant(self.merchant)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let account = desk.account(self.merchant);
        let amount = self.total.saturating_sub(account.provisioned);
        if amount == Fen::ZERO {
            return Ok((Vec::new(), done(now)));
        }
        if !account.has_room_for(amount) {
            return Err(Denial::FundsTooLarge);
        }
        let fact = Fact::FundsPaidIn {
            merchant: self.merchant,
            amount,
            provisioned: true,
        };
        Ok((vec![fact], done(now)))
    }
}

/// Pays a recharge from the sponsor's balance; the money travels by letter.
#[derive(Clone, Debug)]
pub struct PayRecharge {
    /// Which.
    pub recharge: RechargeId,
    /// Who pays, as the recharge says.
    pub sponsor: MerchantId,
    /// How much, as the recharge says.
    pub amount: Fen,
}

impl Operation for PayRecharge {
    fn home(&self) -> HomeId {
        HomeId::Merchant(self.sponsor)
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let account = desk.account(self.sponsor);
        if account.balance < self.amount {
            return Err(Denial::FundsShort {
                balance: account.balance,
            });
        }
        let letter = Letter {
            id: LetterId {
                from: self.home(),
                sequence: account.letters.saturating_add(1),
            },
            to: HomeId::Activity(self.recharge.activity),
            body: LetterBody::Pay {
                recharge: self.recharge,
                amount: self.amount,
                sponsor: self.sponsor,
            },
        };
        let reserved = Fact::FundsReserved {
            merchant: self.sponsor,
            amount: self.amount,
        };
        Ok((vec![reserved, Fact::LetterWritten(letter)], done(now)))
    }
}

/// Carries out the letter of a payment: books it, or sends it back if it comes
/// too late.
#[derive(Clone, Debug)]
pub struct BookPayment {
    /// For which recharge.
    pub recharge: RechargeId,
    /// How much.
    pub amount: Fen,
    /// From whom.
    pub sponsor: MerchantId,
    /// When the change that waits for it is to be done.
    pub completion: Completion,
}

impl Operation for BookPayment {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.recharge.activity)
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.recharges.push(self.recharge);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.recharge.activity)?;
        let recharge = desk
            .recharges
            .get(&self.recharge)
            .ok_or(Denial::NoSuchRecharge)?;
        let awaited = match activity.pending.as_ref().map(|pending| pending.due) {
            Some(Due::Paid { recharge, .. }) => recharge == self.recharge.sequence,
            Some(Due::At(_) | Due::Told) | None => false,
        };
        if awaited && recharge.state == RechargeState::Open && now < recharge.lapses_at {
            let due = self.completion.due(now);
            return Ok((
                vec![Fact::RechargePaid {
                    recharge: self.recharge,
                    at: now,
                    due,
                }],
                done(now),
            ));
        }
        let letter = Letter {
            id: LetterId {
                from: self.home(),
                sequence: activity.counters.letters.saturating_add(1),
            },
            to: HomeId::Merchant(self.sponsor),
            body: LetterBody::Refund {
                amount: self.amount,
            },
        };
        Ok((
            vec![Fact::LetterWritten(letter)],
            Receipt { number: 1, at: now },
        ))
    }
}

/// Carries out the letter of a refund: the money is back in the account.
#[derive(Clone, Debug)]
pub struct TakeBack {
    /// Whose.
    pub merchant: MerchantId,
    /// How much.
    pub amount: Fen,
}

impl Operation for TakeBack {
    fn home(&self) -> HomeId {
        HomeId::Merchant(self.merchant)
    }

    fn decide(&self, _desk: &Desk, now: Timestamp) -> Decision {
        Ok((
            vec![Fact::FundsRefunded {
                merchant: self.merchant,
                amount: self.amount,
            }],
            done(now),
        ))
    }
}
