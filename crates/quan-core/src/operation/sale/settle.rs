//! Ask for the money of an order whose voucher was redeemed.

use crate::sale::SaleState;
use crate::{
    Denial, Desk, Fact, HomeId, Keys, MerchantId, Receipt, SaleId, Timestamp, VoucherId,
    VoucherState,
};

use super::{Decision, Operation, order};

/// Asks for the money of an order, once. The receipt numbers the order.
#[derive(Clone, Debug)]
pub struct Settle {
    /// Which order.
    pub sale: SaleId,
    /// Who asks.
    pub caller: MerchantId,
}

impl Operation for Settle {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.sale.activity)
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.sales.push(self.sale);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let (activity, sale) = order(desk, self.sale)?;
        activity.admits(self.caller)?;
        if sale.settled_at.is_some() {
            return Err(Denial::AlreadySettled);
        }
        let sequence = sale.voucher.ok_or(Denial::OrderState)?;
        if sale.state != SaleState::Delivered {
            return Err(Denial::OrderState);
        }
        let voucher = desk.voucher(VoucherId::new(sale.id.activity, sequence))?;
        // Where the uses were made fewer, some vouchers have none left.
        let used_up = voucher.uses_left(activity.terms.redeem.max_uses) == 0;
        if !used_up && !matches!(voucher.state, VoucherState::Redeemed { .. }) {
            return Err(Denial::NotRedeemed);
        }
        let fact = Fact::SaleSettled {
            sale: self.sale,
            at: now,
        };
        let receipt = Receipt {
            number: u64::from(self.sale.sequence),
            at: now,
        };
        Ok((vec![fact], receipt))
    }
}
