//! Take an unused voucher back for good.

use crate::{
    Denial, Desk, Fact, Facts, HomeId, Keys, MerchantId, Timestamp, Voucher, VoucherName,
    VoucherState,
};

use super::{Decision, Operation, done, free_funds};
use crate::Activity;

/// Takes a voucher back. One that has expired can be taken back too.
#[derive(Clone, Debug)]
pub struct Revoke {
    /// Which.
    pub voucher: VoucherName,
    /// Who asks.
    pub caller: MerchantId,
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
        activity.admits(self.caller)?;
        let voucher = desk.named_voucher(&self.voucher)?;
        Ok((revoked(activity, voucher, now)?, done(now)))
    }
}

/// What follows from taking a voucher back.
pub(super) fn revoked(
    activity: &Activity,
    voucher: &Voucher,
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
    }];
    if voucher.id.sequence > activity.swept {
        let face = activity.terms.benefit.face().min(activity.held);
        free_funds(activity, face, &mut facts);
    }
    Ok(facts)
}
