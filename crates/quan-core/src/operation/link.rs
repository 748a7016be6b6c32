//! Link a voucher to a trade, for statistics; and undo that.

use crate::voucher::{Linked, VoucherStatus};
use crate::{
    Activity, Denial, Desk, Fact, HomeId, Keys, MerchantId, OrderNo, Timestamp, Voucher,
    VoucherName,
};

use super::{Decision, Operation, done};

/// Links a voucher to a trade. Doing it again changes nothing.
#[derive(Clone, Debug)]
pub struct Link {
    /// Which voucher.
    pub voucher: VoucherName,
    /// Who asks.
    pub caller: MerchantId,
    /// To which trade.
    pub trade: OrderNo,
}

impl Operation for Link {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.voucher.activity())
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.voucher(&self.voucher);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.voucher.activity())?;
        activity.obeys(self.caller)?;
        let voucher = desk.named_voucher(&self.voucher)?;
        is_linkable(activity, voucher, now)?;
        match &voucher.trade {
            Some(linked) if linked.trade == self.trade => Ok((Vec::new(), done(linked.at))),
            Some(_) => Err(Denial::LinkedElsewhere),
            None => {
                let linked = Linked {
                    trade: self.trade.clone(),
                    at: now,
                };
                let fact = Fact::VoucherLinked {
                    voucher: voucher.id,
                    trade: Some(linked),
                };
                Ok((vec![fact], done(now)))
            }
        }
    }
}

/// Undoes a link.
#[derive(Clone, Debug)]
pub struct Unlink {
    /// Which voucher.
    pub voucher: VoucherName,
    /// Who asks.
    pub caller: MerchantId,
    /// To which trade it is linked.
    pub trade: OrderNo,
}

impl Operation for Unlink {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.voucher.activity())
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.voucher(&self.voucher);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.voucher.activity())?;
        activity.obeys(self.caller)?;
        let voucher = desk.named_voucher(&self.voucher)?;
        is_linkable(activity, voucher, now)?;
        match &voucher.trade {
            Some(linked) if linked.trade == self.trade => {
                let fact = Fact::VoucherLinked {
                    voucher: voucher.id,
                    trade: None,
                };
                Ok((vec![fact], done(now)))
            }
            Some(_) | None => Err(Denial::NotLinked),
        }
    }
}

/// Refuses a voucher that is no longer usable, where the product asks for that.
fn is_linkable(activity: &Activity, voucher: &Voucher, now: Timestamp) -> Result<(), Denial> {
    activity.has_kept(voucher)?;
    if !activity.product.wants_usable() {
        return Ok(());
    }
    match voucher.status(&activity.terms, now) {
        VoucherStatus::Usable => Ok(()),
        VoucherStatus::Redeemed => Err(Denial::AlreadyRedeemed),
        VoucherStatus::Expired => Err(Denial::Expired),
        VoucherStatus::Revoked => Err(Denial::Revoked),
    }
}
