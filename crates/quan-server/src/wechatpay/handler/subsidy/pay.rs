//! `POST /subsidy/pay-receipts`: pays a subsidy for a coupon that was used.

use quan_core::{Benefit, MerchantId, Voucher, VoucherStatus};
use quan_engine::NewSubsidy;
use quan_wire::wechatpay::message::Problem;
use quan_wire::wechatpay::message::subsidy::pay::{PayReceipt, Request};

use super::super::Handlers;
use super::super::coupon::redeem::Paid;
use super::super::number::numbered;
use super::super::view::stock_of;
use super::{accepted_receipt, limit, merchant, named};
use crate::wechatpay::denial::Fault;

pub(in super::super) async fn pay(
    handlers: &Handlers,
    caller: MerchantId,
    request: Request,
) -> Result<PayReceipt, Fault> {
    let call = numbered(&request.out_subsidy_no, &request)?;
    let found = handlers.coupon_name(&request.coupon_code, Some(&request.stock_id));
    let (name, sort) = found.await.map_err(named)?;
    sort.parties.obeys(caller)?;
    let (payer, payee) = (
        merchant(&request.payer_merchant)?,
        merchant(&request.payee_merchant)?,
    );
    let parties = sort.parties;
    let may_pay = payer == parties.operator || payer == parties.owner;
    // The brand's other merchants are those that its service provider acts for.
    let may_be_paid =
        payee == parties.owner || handlers.registry.is_partner_of(parties.operator, payee);
    if !may_pay || !may_be_paid || payer == payee {
        return Err(Problem::SubsidyMerchant.into());
    }
    let view = handlers.view(name.activity()).await?;
    if !stock_of(&view)?.is_subsidised() {
        return Err(Problem::NoSubsidy.into());
    }
    let terms = &view.activity.terms;
    if let Benefit::Special { .. } = terms.benefit {
        return Err(Problem::SubsidyOfExchange.into());
    }
    let voucher = handlers.coupon(&name).await.map_err(named)?;
    // What was paid before is answered again, whatever became of the coupon.
    let home = quan_core::HomeId::Merchant(payer);
    let action = quan_core::Action::Subsidize;
    let known = handlers.engine.replayed(home, action, &call).await?;
    let used = voucher.status(terms, handlers.engine.now()) == VoucherStatus::Redeemed;
    if known.is_none() && !used {
        return Err(Problem::SubsidyBeforeUse.into());
    }
    if known.is_none() {
        handlers.knows_payment(&voucher, &request).await?;
    }
    let document =
        serde_json::to_string(&request).map_err(|error| Fault::broken(error.to_string()))?;
    let new = NewSubsidy {
        payer,
        payee,
        voucher: voucher.id,
        amount: request.amount.0,
        limit: limit(&terms.benefit),
        document,
    };
    let accepted = handlers.engine.subsidize(call, new).await?;
    let subsidy = handlers.engine.subsidy(accepted.subsidy).await?;
    let subsidy = subsidy.ok_or(Fault::broken("a receipt is not there"))?;
    accepted_receipt(&subsidy)
}

impl Handlers {
    /// Refuses another payment than the one that the use of the coupon told, if it
    /// told one.
    async fn knows_payment(&self, voucher: &Voucher, request: &Request) -> Result<(), Fault> {
        let used = self.engine.last_use(voucher).await?;
        let note = used.and_then(|(redemption, _)| redemption.note);
        let told: Option<Paid> = note.and_then(|note| serde_json::from_str(&note).ok());
        match told.and_then(|paid| paid.transaction_id) {
            Some(told) if told != request.transaction_id => Err(Problem::NoSuchPayment.into()),
            Some(_) | None => Ok(()),
        }
    }
}
