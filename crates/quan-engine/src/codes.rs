//! Codes that merchants bring in advance.

use std::collections::HashSet;

use quan_core::operation::{DeleteCode, DepositCodes};
use quan_core::voucher::{CodeRow, Deposit};
use quan_core::{Action, ActivityId, Code, HomeId, MerchantId, Timestamp};

use crate::engine::{Engine, Numbered};
use crate::error::{Error, StoreError};
use crate::view::{CodeFilter, Listed};

/// What became of a code that was brought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeOutcome {
    /// It came in.
    Taken,
    /// The activity had it, or it was brought twice at once.
    Known,
    /// There was no room for it.
    Surplus,
}

/// Codes that were brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deposited {
    /// When.
    pub at: Timestamp,
    /// What became of each, in the order in which they were brought.
    pub outcomes: Vec<CodeOutcome>,
}

/// A code, and when it was brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeView {
    /// The code.
    pub code: Code,
    /// Whether a voucher has it.
    pub row: CodeRow,
    /// When it was brought.
    pub deposited_at: Timestamp,
}

impl Engine {
    /// Takes codes in, each with a number drawn at random below 2⁶³, which is
    /// its place among the free ones. The same request is answered with what
    /// became of them the first time.
    pub async fn deposit_codes(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
        codes: Vec<(Code, u64)>,
    ) -> Result<Deposited, Error> {
        let names: Vec<Code> = codes.iter().map(|(code, _)| code.clone()).collect();
        let request = call.request(HomeId::Activity(activity), Action::DepositCodes);
        let operation = DepositCodes {
            activity,
            caller,
            codes: codes.into(),
        };
        let receipt = self.run(operation, Some(request)).await?;
        let deposit = self.code_deposit(activity, receipt.sequence()).await?;
        let Deposit {
            at, known, surplus, ..
        } = deposit.ok_or_else(|| {
            let what = format!("{} of activity {activity} is missing", receipt.number);
            StoreError::inconsistent("deposit", what)
        })?;
        let known: HashSet<Code> = known.into_iter().collect();
        let surplus: HashSet<Code> = surplus.into_iter().collect();
        let mut seen = HashSet::new();
        let outcome = |code: Code| {
            if known.contains(&code) {
                CodeOutcome::Known
            } else if surplus.contains(&code) {
                CodeOutcome::Surplus
            } else if seen.insert(code) {
                CodeOutcome::Taken
            } else {
                CodeOutcome::Known
            }
        };
        let outcomes = names.into_iter().map(outcome).collect();
        Ok(Deposited { at, outcomes })
    }

    /// A deposit of codes, by its number.
    pub async fn code_deposit(
        &self,
        activity: ActivityId,
        sequence: u32,
    ) -> Result<Option<Deposit>, Error> {
        self.read(move |reader| reader.deposit(activity, sequence))
            .await
    }

    /// Takes a free code out again, and answers when that was.
    pub async fn delete_code(
        &self,
        activity: ActivityId,
        caller: MerchantId,
        call: Numbered,
        code: Code,
    ) -> Result<Timestamp, Error> {
        let request = call.request(HomeId::Activity(activity), Action::DeleteCode);
        let operation = DeleteCode {
            activity,
            caller,
            code,
        };
        Ok(self.run(operation, Some(request)).await?.at)
    }

    /// The codes that were brought for an activity, in the order of their
    /// deposits.
    pub async fn deposited_codes(
        &self,
        activity: ActivityId,
        filter: CodeFilter,
        offset: u64,
        limit: u32,
    ) -> Result<Listed<CodeView>, Error> {
        self.read(move |reader| reader.deposited_codes(activity, filter, offset, limit))
            .await
    }

    /// A code that was brought for an activity.
    pub async fn deposited_code(
        &self,
        activity: ActivityId,
        code: Code,
    ) -> Result<Option<CodeView>, Error> {
        self.read(move |reader| {
            let mut found = reader.codes(activity, std::slice::from_ref(&code))?;
            let Some(row) = found.remove(&code) else {
                return Ok(None);
            };
            let deposit = reader.deposit(activity, row.deposit)?;
            Ok(deposit.map(|deposit| CodeView {
                code,
                row,
                deposited_at: deposit.at,
            }))
        })
        .await
    }
}
