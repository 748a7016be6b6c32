//! Deliver what was paid: the merchant's answer with a code, or that there will
//! be none.

use crate::sale::{Delivery, RefundCause, SaleState};
use crate::{Denial, Desk, Fact, HomeId, Keys, SaleId, Timestamp};

use super::{Decision, Label, Operation, delivered, done, order};

/// Delivers the voucher of a paid order, with the code that the merchant named.
/// Doing it again changes nothing.
#[derive(Clone, Debug)]
pub struct Deliver {
    /// Which order.
    pub sale: SaleId,
    /// With what.
    pub delivery: Delivery,
}

impl Deliver {
    fn label(&self) -> Label {
        let Delivery { code, base, note } = self.delivery.clone();
        Label {
            code: Some(code),
            base,
            note,
        }
    }
}

impl Operation for Deliver {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.sale.activity)
    }

    fn reads(&self, desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.sales.push(self.sale);
        if let Ok(activity) = desk.activity(self.sale.activity) {
            self.label().reads(activity, keys);
        }
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let (activity, sale) = order(desk, self.sale)?;
        match sale.state {
            SaleState::Paid => {}
            SaleState::Delivered => return Ok((Vec::new(), done(now))),
            SaleState::Ordered | SaleState::Refunding | SaleState::Refunded | SaleState::Closed => {
                return Err(Denial::OrderState);
            }
        }
        let label = self.label();
        label.fits(activity)?;
        Ok((delivered(activity, sale, &label, desk, now)?, done(now)))
    }
}

/// Gives the money of a paid order back, since no code came.
#[derive(Clone, Debug)]
pub struct FailDelivery {
    /// Which order.
    pub sale: SaleId,
}

impl Operation for FailDelivery {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.sale.activity)
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.sales.push(self.sale);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let (_, sale) = order(desk, self.sale)?;
        if sale.state != SaleState::Paid {
            return Err(Denial::OrderState);
        }
        let facts = vec![
            Fact::RefundAsked {
                sale: self.sale,
                cause: RefundCause::NotDelivered,
                request: None,
                at: now,
                asks: false,
            },
            Fact::RefundDone {
                sale: self.sale,
                at: now,
            },
        ];
        Ok((facts, done(now)))
    }
}
