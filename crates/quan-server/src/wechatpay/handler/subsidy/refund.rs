//! `POST /subsidy/return-receipts`: gives a subsidy back, from its payee to its payer.

use quan_core::{MerchantId, SubsidyId, SubsidyReturnId};
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::subsidy::refund::{Request, ReturnReceipt};

use super::super::Handlers;
use super::super::number::numbered;
use super::{accepted_return, merchant, named};
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn give_back(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<ReturnReceipt, Fault> {
    let call = numbered(&request.out_subsidy_return_no, &request)?;
    let found = handlers.coupon_name(&request.coupon_code, Some(&request.stock_id));
    let (name, sort) = found.await.map_err(named)?;
    sort.parties.obeys(caller)?;
    let (payer, payee) = (
        merchant(&request.payer_merchant)?,
        merchant(&request.payee_merchant)?,
    );
    let voucher = handlers.coupon(&name).await.map_err(named)?;
    let subsidy = handlers
        .paid_for(voucher.id, payer, payee, &request)
        .await?;
    let document =
        serde_json::to_string(&request).map_err(|error| Fault::broken(error.to_string()))?;
    let accepted = handlers
        .engine
        .return_subsidy(subsidy, call, request.amount.0, document)
        .await?;
    let id: SubsidyReturnId = accepted.id;
    let back = handlers.engine.subsidy_return(id).await?;
    accepted_return(&back.ok_or(Fault::broken("a receipt is not there"))?)
}

impl Handlers {
    /// The subsidy that is to go back: the one of this payment between these
    /// merchants that has the most left.
    async fn paid_for(
        &self,
        voucher: quan_core::VoucherId,
        payer: MerchantId,
        payee: MerchantId,
        request: &Request,
    ) -> Result<SubsidyId, Fault> {
        let paid = self.engine.subsidies_of(voucher, Some(payer), None).await?;
        let mut fitting = Vec::new();
        for subsidy in paid.into_iter().filter(|subsidy| subsidy.payee == payee) {
            let said: quan_wire::wechatpay::message::subsidy::pay::Request =
                super::document(&subsidy.document)?;
            if said.transaction_id == request.transaction_id {
                fitting.push(subsidy);
            }
        }
        // What is being answered again may have left nothing to give back.
        let found = fitting
            .into_iter()
            .max_by_key(quan_core::Subsidy::returnable);
        found
            .map(|subsidy| subsidy.id)
            .ok_or_else(|| Problem::NotFound.into())
    }
}
