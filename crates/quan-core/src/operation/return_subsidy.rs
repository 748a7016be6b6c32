//! Ask for a subsidy back.

use std::sync::Arc;

use crate::account::{Letter, LetterBody, LetterId};
use crate::subsidy::{SubsidyReturn, Transfer, TransferId};
use crate::{
    Denial, Desk, Fact, Fen, HomeId, Keys, Receipt, RequestNo, SubsidyId, SubsidyReturnId,
    Timestamp,
};

use super::{Decision, Operation};

/// Asks a payee for a subsidy back, or for a part of it. The receipt numbers the
/// return.
#[derive(Clone, Debug)]
pub struct ReturnSubsidy {
    /// Which.
    pub subsidy: SubsidyId,
    /// How much.
    pub amount: Fen,
    /// What the dialect keeps with it.
    pub document: Arc<str>,
    /// The number of the request.
    pub request: RequestNo,
}

impl Operation for ReturnSubsidy {
    fn home(&self) -> HomeId {
        HomeId::Merchant(self.subsidy.payer)
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.subsidies.push(self.subsidy);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let subsidy = desk.subsidy(self.subsidy)?;
        if subsidy.transfer == Transfer::Accepted {
            return Err(Denial::OperationRunning);
        }
        let left = subsidy.returnable();
        if self.amount > left {
            return Err(Denial::RefundTooLarge { left });
        }
        let account = desk.account(self.subsidy.payer);
        let back = SubsidyReturn {
            id: SubsidyReturnId::new(
                self.subsidy.payer,
                account.subsidy_returns.saturating_add(1),
            ),
            subsidy: self.subsidy.sequence,
            amount: self.amount,
            document: Arc::clone(&self.document),
            request: self.request.clone(),
            accepted_at: now,
            transfer: Transfer::Accepted,
        };
        let letter = Letter {
            id: LetterId {
                from: self.home(),
                sequence: account.letters.saturating_add(1),
            },
            to: HomeId::Merchant(subsidy.payee),
            body: LetterBody::Transfer {
                transfer: TransferId::Return(back.id),
                amount: self.amount,
            },
        };
        let receipt = Receipt {
            number: u64::from(back.id.sequence),
            at: now,
        };
        let facts = vec![
            Fact::SubsidyReturnAccepted(back),
            Fact::LetterWritten(letter),
        ];
        Ok((facts, receipt))
    }
}
