//! Payees: the accounts that receive what buyers paid for vouchers.

use quan_core::MerchantId;

use super::{Registry, RegistryError};

/// An account that receives the money of redemptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Payee {
    /// The account.
    pub pid: MerchantId,
    /// When money is settled.
    pub settle_mode: SettleMode,
    /// Whether it may receive already.
    pub status: PayeeStatus,
}

/// When money is settled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SettleMode {
    /// When somebody asks.
    #[default]
    OnRequest,
    /// Now and then.
    Periodic,
}

/// Whether a payee may receive already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PayeeStatus {
    /// It may.
    #[default]
    Registered,
    /// Somebody still looks at the application.
    Applied,
}

impl Registry {
    /// The payee of this account.
    pub fn find_payee(&self, pid: MerchantId) -> Result<Option<Payee>, RegistryError> {
        self.ask(|sqlite| sqlite.payee(pid), |memory| Ok(memory.payee(pid)))
    }

    /// At most `limit` payees in the order of their numbers, from the one
    /// behind `after`.
    pub fn list_payees(
        &self,
        after: Option<MerchantId>,
        limit: usize,
    ) -> Result<Vec<Payee>, RegistryError> {
        self.ask(
            |sqlite| sqlite.list_payees(after, limit),
            |memory| Ok(memory.list_payees(after, limit)),
        )
    }

    /// Registers an account as a payee, and answers how it stands. One that is
    /// known keeps its status; it takes the new mode where its owner asks.
    pub fn register_payee(
        &self,
        pid: MerchantId,
        settle_mode: SettleMode,
        by_owner: bool,
    ) -> Result<Payee, RegistryError> {
        let make = |known: Option<Payee>| match known {
            Some(known) if by_owner => Payee {
                settle_mode,
                ..known
            },
            Some(known) => known,
            None => Payee {
                pid,
                settle_mode,
                status: PayeeStatus::default(),
            },
        };
        self.change(
            |sqlite| sqlite.register_payee(pid, &make),
            |memory| Ok(memory.register_payee(pid, &make)),
        )
    }
}
