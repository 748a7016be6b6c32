//! Close an order that nobody paid.

use crate::sale::SaleState;
use crate::{Denial, Desk, Fact, HomeId, Keys, SaleId, Timestamp};

use super::{Decision, Operation, done, order};

/// Closes an order; what was set aside for it is free again.
#[derive(Clone, Debug)]
pub struct CloseOrder {
    /// Which.
    pub sale: SaleId,
}

impl Operation for CloseOrder {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.sale.activity)
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.sales.push(self.sale);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let (_, sale) = order(desk, self.sale)?;
        match sale.state {
            SaleState::Ordered => Ok((vec![Fact::SaleClosed(self.sale)], done(now))),
            SaleState::Closed => Ok((Vec::new(), done(now))),
            SaleState::Paid | SaleState::Delivered | SaleState::Refunding | SaleState::Refunded => {
                Err(Denial::OrderState)
            }
        }
    }
}
