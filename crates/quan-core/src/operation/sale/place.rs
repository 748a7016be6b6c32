//! Order a voucher: it is set aside until the order is paid or closed.

use crate::sale::{SaleOrder, SaleState};
use crate::{
    ActivityId, Denial, Desk, Fact, Fen, HomeId, Keys, MerchantId, OrderNo, Receipt, SaleId,
    Timestamp,
};

use super::{Decision, Operation, Recipient};

/// Orders a voucher for a buyer. The receipt numbers the order.
#[derive(Clone, Debug)]
pub struct PlaceOrder {
    /// Of which activity.
    pub activity: ActivityId,
    /// Who asks.
    pub caller: MerchantId,
    /// The merchant's number for the order.
    pub number: OrderNo,
    /// Who buys.
    pub buyer: Recipient,
    /// What the merchant takes it to cost.
    pub price: Fen,
}

impl Operation for PlaceOrder {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.activity)
    }

    fn reads(&self, desk: &Desk, now: Timestamp, keys: &mut Keys) {
        if let Ok(activity) = desk.activity(self.activity) {
            self.buyer.reads(activity, now, keys);
        }
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.activity)?;
        activity.admits(self.caller)?;
        let sale = activity.terms.sale.ok_or(Denial::NotForSale)?;
        if sale.price != self.price {
            return Err(Denial::PriceDiffers { price: sale.price });
        }
        self.buyer.may_receive(activity, desk, now)?;
        let id = SaleId::new(activity.id, activity.counters.sales.saturating_add(1));
        let order = SaleOrder {
            id,
            number: self.number.clone(),
            buyer: self.buyer.clone(),
            price: self.price,
            ordered_at: now,
            state: SaleState::Ordered,
            paid_at: None,
            voucher: None,
            refund: None,
            settled_at: None,
        };
        let receipt = Receipt {
            number: u64::from(id.sequence),
            at: now,
        };
        Ok((vec![Fact::SaleOrdered(order)], receipt))
    }
}
