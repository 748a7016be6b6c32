//! Subsidise a voucher that was used at another merchant's.

use std::sync::Arc;

use crate::account::{Letter, LetterBody, LetterId};
use crate::subsidy::{Subsidy, Transfer, TransferId};
use crate::{
    Denial, Desk, Fact, Fen, HomeId, Keys, MerchantId, Receipt, RequestNo, SubsidyId, Timestamp,
    VoucherId,
};

use super::{Decision, Operation};

/// Pays a subsidy from the payer's balance; the money travels by letter. The
/// receipt numbers the subsidy. One that the balance does not suffice for is written
/// down as failed, and moves nothing.
#[derive(Clone, Debug)]
pub struct Subsidize {
    /// Who pays.
    pub payer: MerchantId,
    /// Who is paid.
    pub payee: MerchantId,
    /// For which voucher.
    pub voucher: VoucherId,
    /// How much.
    pub amount: Fen,
    /// What the payer may give for the voucher in all.
    pub limit: Fen,
    /// What the dialect keeps with it.
    pub document: Arc<str>,
    /// The number of the request.
    pub request: RequestNo,
}

impl Operation for Subsidize {
    fn home(&self) -> HomeId {
        HomeId::Merchant(self.payer)
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.subsidies_of_vouchers.push((self.payer, self.voucher));
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let left = self.limit.saturating_sub(self.given(desk));
        if self.amount > left {
            return Err(Denial::SubsidyTooLarge { left });
        }
        let account = desk.account(self.payer);
        let short = self.amount > account.balance;
        let subsidy = Subsidy {
            id: SubsidyId::new(self.payer, account.subsidies.saturating_add(1)),
            voucher: self.voucher,
            payee: self.payee,
            amount: self.amount,
            document: Arc::clone(&self.document),
            request: self.request.clone(),
            accepted_at: now,
            transfer: if short {
                Transfer::Failed { at: now }
            } else {
                Transfer::Accepted
            },
            returning: Fen::ZERO,
            returned: Fen::ZERO,
        };
        let receipt = Receipt {
            number: u64::from(subsidy.id.sequence),
            at: now,
        };
        if short {
            return Ok((vec![Fact::SubsidyAccepted(subsidy)], receipt));
        }
        let letter = Letter {
            id: LetterId {
                from: self.home(),
                sequence: account.letters.saturating_add(1),
            },
            to: HomeId::Merchant(self.payee),
            body: LetterBody::Transfer {
                transfer: TransferId::Subsidy(subsidy.id),
                amount: self.amount,
            },
        };
        let facts = vec![Fact::SubsidyAccepted(subsidy), Fact::LetterWritten(letter)];
        Ok((facts, receipt))
    }
}

impl Subsidize {
    /// What the payer gave for the voucher and does not have again.
    fn given(&self, desk: &Desk) -> Fen {
        desk.subsidies_of_vouchers
            .get(&(self.payer, self.voucher))
            .into_iter()
            .flatten()
            .filter_map(|id| desk.subsidies.get(id))
            .fold(Fen::ZERO, |sum, subsidy| {
                sum.checked_add(subsidy.given()).unwrap_or(Fen::MAX)
            })
    }
}
