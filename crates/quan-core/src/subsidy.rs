//! Subsidies: what one merchant pays another for a voucher that was used there.

use std::sync::Arc;

use crate::{Fen, MerchantId, RequestNo, SubsidyId, SubsidyReturnId, Timestamp, VoucherId};

/// A subsidy, written down where it is paid.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subsidy {
    /// Who pays, and its number there.
    pub id: SubsidyId,
    /// For which voucher.
    pub voucher: VoucherId,
    /// Who is paid.
    pub payee: MerchantId,
    /// How much.
    pub amount: Fen,
    /// What the dialect keeps with it; it means nothing to the engine.
    pub document: Arc<str>,
    /// The request that asked for it.
    pub request: RequestNo,
    /// When it was accepted, and the money left.
    pub accepted_at: Timestamp,
    /// Whether the money arrived.
    pub transfer: Transfer,
    /// What is on its way back.
    pub returning: Fen,
    /// What is back.
    pub returned: Fen,
}

impl Subsidy {
    /// What a query shows.
    pub fn state(&self) -> SubsidyState {
        match self.transfer {
            Transfer::Accepted => SubsidyState::Accepted,
            Transfer::Failed { .. } => SubsidyState::Failed,
            Transfer::Done { .. } if self.returning > Fen::ZERO => SubsidyState::Returning,
            Transfer::Done { .. } if self.returned == Fen::ZERO => SubsidyState::Done,
            Transfer::Done { .. } if self.returned < self.amount => SubsidyState::PartlyReturned,
            Transfer::Done { .. } => SubsidyState::FullyReturned,
        }
    }

    /// What was given and is not back.
    pub fn given(&self) -> Fen {
        match self.transfer {
            Transfer::Failed { .. } => Fen::ZERO,
            Transfer::Accepted | Transfer::Done { .. } => self.amount.saturating_sub(self.returned),
        }
    }

    /// What can still be asked back.
    pub fn returnable(&self) -> Fen {
        match self.transfer {
            Transfer::Done { .. } => self.given().saturating_sub(self.returning),
            Transfer::Accepted | Transfer::Failed { .. } => Fen::ZERO,
        }
    }
}

/// A subsidy that goes back, whole or in part, written down beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubsidyReturn {
    /// Who is paid back, and its number there.
    pub id: SubsidyReturnId,
    /// The number of the subsidy; it is in the same home.
    pub subsidy: u32,
    /// How much.
    pub amount: Fen,
    /// What the dialect keeps with it; it means nothing to the engine.
    pub document: Arc<str>,
    /// The request that asked for it.
    pub request: RequestNo,
    /// When it was accepted.
    pub accepted_at: Timestamp,
    /// Whether the money is back. It fails where the payee has not enough.
    pub transfer: Transfer,
}

impl SubsidyReturn {
    /// What goes back.
    pub fn of(&self) -> SubsidyId {
        SubsidyId::new(self.id.payer, self.subsidy)
    }
}

/// How money gets from one merchant to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transfer {
    /// A letter is on its way.
    Accepted,
    /// The money arrived.
    Done {
        /// When that was answered.
        at: Timestamp,
    },
    /// It did not: nobody gained or lost anything.
    Failed {
        /// When that was answered.
        at: Timestamp,
    },
}

/// What a query shows of a subsidy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubsidyState {
    /// The money is on its way.
    Accepted,
    /// It arrived.
    Done,
    /// It did not, and the payer has it again.
    Failed,
    /// Some of it is on its way back.
    Returning,
    /// Some of it is back.
    PartlyReturned,
    /// All of it is back.
    FullyReturned,
}

/// What moves between two merchants. The payer's home keeps the record of both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferId {
    /// A subsidy, from payer to payee.
    Subsidy(SubsidyId),
    /// A subsidy that goes back, from payee to payer.
    Return(SubsidyReturnId),
}

impl TransferId {
    /// Who pays or paid the subsidy.
    pub fn payer(self) -> MerchantId {
        match self {
            TransferId::Subsidy(id) => id.payer,
            TransferId::Return(id) => id.payer,
        }
    }
}
