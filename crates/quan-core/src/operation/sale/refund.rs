//! Give the money of a delivered order back, and take its voucher back.

use crate::operation::revoke::revoked;
use crate::sale::{RefundCause, SaleOrder, SaleState};
use crate::terms::MoneyBack;
use crate::{
    Activity, Code, Denial, Desk, Fact, Facts, HomeId, Keys, MerchantId, RequestNo, SaleId,
    Timestamp, UserId, Voucher, VoucherId, VoucherState, VoucherStatus,
};

use super::{Decision, Operation, done, order};

/// Asks for the money of an order. Where the terms say so, the merchant is
/// asked first.
#[derive(Clone, Debug)]
pub struct RefundOrder {
    /// Which order.
    pub sale: SaleId,
    /// Who asks.
    pub caller: MerchantId,
    /// Whose order it must be, if that is said.
    pub buyer: Option<UserId>,
    /// Why.
    pub cause: RefundCause,
    /// The code that the voucher must have.
    pub code: Option<Code>,
    /// Under which number, which the message names.
    pub request: RequestNo,
}

impl Operation for RefundOrder {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.sale.activity)
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.sales.push(self.sale);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let (activity, sale) = order(desk, self.sale)?;
        activity.admits(self.caller)?;
        if let Some(buyer) = &self.buyer {
            sale.is_of(buyer)?;
        }
        if sale.state != SaleState::Delivered || sale.settled_at.is_some() {
            return Err(Denial::OrderState);
        }
        let voucher = voucher(desk, sale)?;
        if self.code.is_some() && voucher.code != self.code {
            return Err(Denial::NoSuchVoucher);
        }
        let asks = self.admits(activity, voucher, now)?;
        let mut facts = vec![Fact::RefundAsked {
            sale: self.sale,
            cause: self.cause,
            request: Some(self.request.clone()),
            at: now,
            asks,
        }];
        // What cannot be taken back cannot be refunded, whoever agrees.
        let back = taken_back(activity, voucher, now)?;
        if !asks {
            facts.extend(back);
            facts.push(Fact::RefundDone {
                sale: self.sale,
                at: now,
            });
        }
        Ok((facts, done(now)))
    }
}

impl RefundOrder {
    /// Whether the terms let the money go back, and whether the merchant is
    /// asked first.
    fn admits(
        &self,
        activity: &Activity,
        voucher: &Voucher,
        now: Timestamp,
    ) -> Result<bool, Denial> {
        let terms = &activity.terms;
        let sale = terms.sale.ok_or(Denial::NotForSale)?;
        let money = match self.cause {
            RefundCause::Buyer => sale.refund,
            RefundCause::Expired if voucher.status(terms, now) == VoucherStatus::Expired => {
                sale.overdue
            }
            RefundCause::Expired | RefundCause::NotDelivered => MoneyBack::Never,
        };
        match money {
            MoneyBack::Never => Err(Denial::NotRefundable),
            MoneyBack::AtOnce => Ok(false),
            MoneyBack::IfAgreed => Ok(true),
        }
    }
}

/// The merchant's word on a refund that it was asked about.
#[derive(Clone, Debug)]
pub struct RefundReply {
    /// Of which order.
    pub sale: SaleId,
    /// Who says it; the platform where nobody is named.
    pub caller: Option<MerchantId>,
    /// Whether the money may go.
    pub agreed: bool,
}

impl Operation for RefundReply {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.sale.activity)
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.sales.push(self.sale);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let (activity, sale) = order(desk, self.sale)?;
        if let Some(caller) = self.caller {
            activity.admits(caller)?;
        }
        if sale.state != SaleState::Refunding {
            return Err(Denial::OrderState);
        }
        let voucher = voucher(desk, sale)?;
        if !self.agreed || voucher.uses > 0 {
            return Ok((vec![Fact::RefundRefused(self.sale)], done(now)));
        }
        let mut facts = taken_back(activity, voucher, now)?;
        facts.push(Fact::RefundDone {
            sale: self.sale,
            at: now,
        });
        Ok((facts, done(now)))
    }
}

/// What follows from taking back what was bought. The merchant may have taken it
/// back before; that does not keep the buyer's money.
fn taken_back(activity: &Activity, voucher: &Voucher, now: Timestamp) -> Result<Facts, Denial> {
    match voucher.state {
        VoucherState::Revoked { .. } => Ok(Facts::new()),
        VoucherState::Issued | VoucherState::Redeemed { .. } => {
            revoked(activity, voucher, None, now)
        }
    }
}

fn voucher<'a>(desk: &'a Desk, sale: &SaleOrder) -> Result<&'a Voucher, Denial> {
    let sequence = sale.voucher.ok_or(Denial::OrderState)?;
    desk.voucher(VoucherId::new(sale.id.activity, sequence))
}
