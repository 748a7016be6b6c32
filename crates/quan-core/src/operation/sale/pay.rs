//! Pay an order. A deposited code is delivered at once; for another one the
//! merchant is asked.

use crate::sale::SaleState;
use crate::terms::Codes;
use crate::{Denial, Desk, Fact, HomeId, Keys, SaleId, Timestamp};

use super::{Decision, Label, Operation, delivered, done, order};

/// Pays an order, as its buyer would. Paying again changes nothing, whatever
/// became of the order since.
#[derive(Clone, Debug)]
pub struct PayOrder {
    /// Which.
    pub sale: SaleId,
}

impl Operation for PayOrder {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.sale.activity)
    }

    fn reads(&self, desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.sales.push(self.sale);
        if let Ok(activity) = desk.activity(self.sale.activity) {
            Label::default().reads(activity, keys);
        }
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let (activity, sale) = order(desk, self.sale)?;
        match sale.state {
            SaleState::Ordered => {}
            SaleState::Paid | SaleState::Delivered | SaleState::Refunding | SaleState::Refunded => {
                return Ok((Vec::new(), done(now)));
            }
            SaleState::Closed => return Err(Denial::OrderState),
        }
        let asks = activity.terms.codes == Codes::Named;
        let mut facts = vec![Fact::SalePaid {
            sale: self.sale,
            at: now,
            asks,
        }];
        if !asks {
            facts.extend(delivered(activity, sale, &Label::default(), desk, now)?);
        }
        Ok((facts, done(now)))
    }
}
