//! `POST /subsidy/pay-receipts`: pays a subsidy for a coupon that was used.

use quan_core::activity::Parties;
use quan_core::{Action, Benefit, HomeId, MerchantId, Voucher, VoucherStatus};
use quan_engine::{ActivityView, NewSubsidy};
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::subsidy::pay::{PayReceipt, Request};

use super::super::Handlers;
use super::super::coupon::redeem::Paid;
use super::super::view::stock_of;
use super::{Sides, accepted_receipt, limit, named};
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn pay(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<PayReceipt, Fault> {
    let found = handlers.coupon_name(&request.coupon_code, Some(&request.stock_id));
    let (name, sort) = found.await.map_err(named)?;
    sort.parties.obeys(caller)?;
    let sides = Sides::named(&request.payer_merchant, &request.payee_merchant)?;
    let payer = sides.payer;
    if payer != sort.parties.operator && payer != sort.parties.owner {
        return Err(Problem::SubsidyMerchant.into());
    }
    let voucher = handlers.coupon(&name).await.map_err(named)?;
    let view = handlers.view(name.activity()).await?;
    let (action, number) = (Action::Subsidize, &request.out_subsidy_no);
    let call = handlers.numbered_for(action, sort.parties, payer, number, &request);
    let call = call.await?;
    // What was paid before is answered again, whatever became of all the rest.
    let known = handlers
        .engine
        .replayed(HomeId::Merchant(payer), action, &call);
    if known.await?.is_none() {
        handlers.may_be_paid(sort.parties, sides)?;
        takes_subsidies(&view)?;
        let status = voucher.status(&view.activity.terms, handlers.engine.now());
        if status != VoucherStatus::Redeemed {
            return Err(Problem::SubsidyBeforeUse.into());
        }
        handlers
            .knows_payment(&voucher, sides.payee, &request)
            .await?;
    }
    let document =
        serde_json::to_string(&request).map_err(|error| Fault::broken(error.to_string()))?;
    let new = NewSubsidy {
        payer,
        payee: sides.payee,
        voucher: voucher.id,
        amount: request.amount.0,
        limit: limit(&view.activity.terms.benefit),
        document,
    };
    let accepted = handlers.engine.subsidize(call, new).await?;
    let subsidy = handlers.engine.subsidy(accepted.subsidy).await?;
    let subsidy = subsidy.ok_or(Fault::broken("a receipt is not there"))?;
    accepted_receipt(&subsidy)
}

/// Refuses the coupons of a stock that nobody may add money to.
fn takes_subsidies(view: &ActivityView) -> Result<(), Fault> {
    if !stock_of(view)?.is_subsidised() {
        return Err(Problem::NoSubsidy.into());
    }
    if let Benefit::Special { .. } = view.activity.terms.benefit {
        return Err(Problem::SubsidyOfExchange.into());
    }
    Ok(())
}

impl Handlers {
    /// Refuses a payee that is neither the stock's owner nor a shop of the same
    /// brand: the brand's merchants are those that its service provider acts for.
    fn may_be_paid(&self, parties: Parties, sides: Sides) -> Result<(), Fault> {
        let paid = sides.payee;
        let of_the_brand =
            paid == parties.owner || self.registry.is_partner_of(parties.operator, paid);
        if of_the_brand && paid != sides.payer {
            Ok(())
        } else {
            Err(Problem::SubsidyMerchant.into())
        }
    }

    /// Refuses another payment than the one that the use of the coupon told, and one
    /// that was not made to the payee: as far as the use told it.
    async fn knows_payment(
        &self,
        voucher: &Voucher,
        payee: MerchantId,
        request: &Request,
    ) -> Result<(), Fault> {
        let used = self.engine.last_use(voucher).await?;
        let note = used.and_then(|(redemption, _)| redemption.note);
        let Some(told) = note.and_then(|note| serde_json::from_str::<Paid>(&note).ok()) else {
            return Ok(());
        };
        let another = told
            .transaction_id
            .is_some_and(|told| told != request.transaction_id);
        let elsewhere = told.mch_id.is_some_and(|told| !self.receives(payee, &told));
        if another || elsewhere {
            return Err(Problem::NoSuchPayment.into());
        }
        Ok(())
    }

    /// Whether a payment to this merchant number is the payee's: its own, or the
    /// number of a service provider that takes payments for it.
    fn receives(&self, payee: MerchantId, mchid: &str) -> bool {
        let paid = MerchantId::parse(mchid).ok();
        paid.is_some_and(|paid| paid == payee || self.registry.is_partner_of(paid, payee))
    }
}
