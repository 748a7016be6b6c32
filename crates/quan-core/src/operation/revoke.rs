//! Take an unused voucher back for good.

use std::sync::Arc;

use crate::voucher::VoucherStatus;
use crate::{
    Denial, Desk, Fact, Facts, HomeId, Keys, MerchantId, Timestamp, Voucher, VoucherName,
    VoucherState,
};

use super::{Decision, Operation, done, free_funds};
use crate::Activity;

/// Takes a voucher back. Whether one that has expired can be taken back too is
/// the product's rule.
#[derive(Clone, Debug)]
pub struct Revoke {
    /// Which.
    pub voucher: VoucherName,
    /// Who asks.
    pub caller: MerchantId,
    /// What the dialect keeps with the voucher from now on, where that changes.
    pub note: Option<Arc<str>>,
}

impl Operation for Revoke {
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
        activity.has_kept(voucher)?;
        let expired = voucher.status(&activity.terms, now) == VoucherStatus::Expired;
        if expired && activity.product.wants_usable() {
            return Err(Denial::Expired);
        }
        let facts = revoked(activity, voucher, self.note.clone(), now)?;
        Ok((facts, done(now)))
    }
}

/// What follows from taking a voucher back.
pub(super) fn revoked(
    activity: &Activity,
    voucher: &Voucher,
    note: Option<Arc<str>>,
    now: Timestamp,
) -> Result<Facts, Denial> {
    match voucher.state {
        VoucherState::Revoked { .. } => return Err(Denial::Revoked),
        VoucherState::Redeemed { .. } => return Err(Denial::InUse),
        VoucherState::Issued if voucher.uses > 0 => return Err(Denial::InUse),
        VoucherState::Issued => {}
    }
    let mut facts = vec![Fact::VoucherRevoked {
        voucher: voucher.id,
        at: now,
        note,
    }];
    if voucher.id.sequence > activity.swept {
        let face = activity.terms.benefit.face().min(activity.held);
        free_funds(activity, face, &mut facts);
    }
    Ok(facts)
}
