//! Throw a voucher out of the wallet. No platform's API does this; its user does.

use crate::{Desk, Fact, HomeId, Keys, Timestamp, VoucherId};

use super::{Decision, Operation, done};

/// Hides a voucher from its user's lists, for good. It stays what it was.
#[derive(Clone, Debug)]
pub struct Hide {
    /// Which.
    pub voucher: VoucherId,
}

impl Operation for Hide {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.voucher.activity)
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.vouchers.push(self.voucher);
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let voucher = desk.voucher(self.voucher)?;
        let facts = if voucher.hidden {
            Vec::new()
        } else {
            vec![Fact::VoucherHidden(self.voucher)]
        };
        Ok((facts, done(now)))
    }
}
