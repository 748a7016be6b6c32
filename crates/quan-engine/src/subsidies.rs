//! Subsidies: money that one merchant pays another for a used voucher.

use std::sync::Arc;

use quan_core::operation::{ReturnSubsidy, Subsidize};
use quan_core::{
    Action, Fen, HomeId, MerchantId, RequestNo, Subsidy, SubsidyId, SubsidyReturn, SubsidyReturnId,
    Timestamp, Transfer, VoucherId,
};

use crate::engine::{Engine, Numbered};
use crate::error::Error;

/// What is to be paid.
#[derive(Clone, Debug)]
pub struct NewSubsidy {
    /// Who pays.
    pub payer: MerchantId,
    /// Who is paid.
    pub payee: MerchantId,
    /// For which voucher. That it may be subsidised is for the caller to see to.
    pub voucher: VoucherId,
    /// How much.
    pub amount: Fen,
    /// What the payer may give for the voucher in all.
    pub limit: Fen,
    /// What the dialect keeps with it.
    pub document: String,
}

/// A subsidy that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubsidyAccepted {
    /// Its number.
    pub subsidy: SubsidyId,
    /// When.
    pub accepted_at: Timestamp,
}

/// A return of a subsidy that was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubsidyReturnAccepted {
    /// Its number.
    pub id: SubsidyReturnId,
    /// When.
    pub accepted_at: Timestamp,
}

impl Engine {
    /// Pays a subsidy. The payer's home remembers the number; the money is the
    /// payee's when this answers, unless a crash or a twin is in between.
    pub async fn subsidize(
        &self,
        call: Numbered,
        new: NewSubsidy,
    ) -> Result<SubsidyAccepted, Error> {
        let payer = new.payer;
        let operation = Subsidize {
            payer,
            payee: new.payee,
            voucher: new.voucher,
            amount: new.amount,
            limit: new.limit,
            document: new.document.into(),
            request: call.number.clone(),
        };
        let request = call.request(HomeId::Merchant(payer), Action::Subsidize);
        let receipt = self.run(operation, Some(request)).await?;
        Ok(SubsidyAccepted {
            subsidy: SubsidyId::new(payer, receipt.sequence()),
            accepted_at: receipt.at,
        })
    }

    /// Asks for a subsidy back, or for a part of it. The payer's home remembers
    /// the number; whether the payee had enough the return says afterwards.
    pub async fn return_subsidy(
        &self,
        subsidy: SubsidyId,
        call: Numbered,
        amount: Fen,
        document: String,
    ) -> Result<SubsidyReturnAccepted, Error> {
        let arriving = self
            .subsidy(subsidy)
            .await?
            .is_some_and(|row| row.transfer == Transfer::Accepted);
        if arriving {
            // A crash may have left its letter.
            self.carry_out_letters().await?;
        }
        let operation = ReturnSubsidy {
            subsidy,
            amount,
            document: Arc::from(document),
            request: call.number.clone(),
        };
        let home = HomeId::Merchant(subsidy.payer);
        let request = call.request(home, Action::ReturnSubsidy);
        let receipt = self.run(operation, Some(request)).await?;
        Ok(SubsidyReturnAccepted {
            id: SubsidyReturnId::new(subsidy.payer, receipt.sequence()),
            accepted_at: receipt.at,
        })
    }

    /// A subsidy.
    pub async fn subsidy(&self, id: SubsidyId) -> Result<Option<Subsidy>, Error> {
        self.read(move |reader| reader.subsidy(id)).await
    }

    /// What was paid for a voucher, by anybody or by one merchant, under any
    /// number or under one; in the order of payers and numbers.
    pub async fn subsidies_of(
        &self,
        voucher: VoucherId,
        payer: Option<MerchantId>,
        request: Option<RequestNo>,
    ) -> Result<Vec<Subsidy>, Error> {
        self.read(move |reader| reader.subsidies_of(voucher, payer, request.as_ref()))
            .await
    }

    /// A subsidy that goes back.
    pub async fn subsidy_return(
        &self,
        id: SubsidyReturnId,
    ) -> Result<Option<SubsidyReturn>, Error> {
        self.read(move |reader| reader.subsidy_return(id)).await
    }
}
