//! `POST /subsidy/return-receipts`: gives a subsidy back, from its payee to its payer.

use quan_core::{Action, MerchantId, Subsidy, SubsidyId, VoucherId};
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::subsidy::pay;
use quan_wire::wechatpay::message::subsidy::refund::{Request, ReturnReceipt};

use super::super::Handlers;
use super::{Sides, accepted_return, document, named};
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn give_back(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<ReturnReceipt, Fault> {
    let found = handlers.coupon_name(&request.coupon_code, Some(&request.stock_id));
    let (name, sort) = found.await.map_err(named)?;
    sort.parties.obeys(caller)?;
    let sides = Sides::named(&request.payer_merchant, &request.payee_merchant)?;
    let voucher = handlers.coupon(&name).await.map_err(named)?;
    let (action, number) = (Action::ReturnSubsidy, &request.out_subsidy_return_no);
    let call = handlers.numbered_for(action, sort.parties, sides.payer, number, &request);
    let call = call.await?;
    let subsidy = handlers.paid_for(voucher.id, sides, &request).await?;
    let said = serde_json::to_string(&request).map_err(|error| Fault::broken(error.to_string()))?;
    let accepted = handlers
        .engine
        .return_subsidy(subsidy, call, request.amount.0, said)
        .await?;
    let back = handlers.engine.subsidy_return(accepted.id).await?;
    accepted_return(&back.ok_or(Fault::broken("a receipt is not there"))?)
}

impl Handlers {
    /// The subsidy that is to go back: the one of this payment between these
    /// merchants that has the most left.
    async fn paid_for(
        &self,
        voucher: VoucherId,
        sides: Sides,
        request: &Request,
    ) -> Result<SubsidyId, Fault> {
        let paid = self
            .engine
            .subsidies_of(voucher, Some(sides.payer), None)
            .await?;
        let mut fitting = Vec::new();
        let to_them = paid.into_iter().filter(|one| one.payee == sides.payee);
        for subsidy in to_them {
            let said: pay::Request = document(&subsidy.document)?;
            if said.transaction_id == request.transaction_id {
                fitting.push(subsidy);
            }
        }
        // What is being answered again may have left nothing to give back.
        let found = fitting.into_iter().max_by_key(Subsidy::returnable);
        found
            .map(|subsidy| subsidy.id)
            .ok_or_else(|| Problem::NotFound.into())
    }
}
