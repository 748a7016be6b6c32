//! Take uses of a voucher back, without any order being refunded.

use crate::{
    Denial, Desk, Fact, Fen, HomeId, Keys, MerchantId, Receipt, Redemption, RequestNo, Return,
    ReturnId, Timestamp, VoucherName,
};

use super::{Decision, Operation};

/// Takes uses of a voucher back, the latest first. The receipt numbers the last
/// return.
#[derive(Clone, Debug)]
pub struct Undo {
    /// Which voucher.
    pub voucher: VoucherName,
    /// Who asks.
    pub caller: MerchantId,
    /// How many uses; all of them, where not said.
    pub times: Option<u32>,
    /// The sum of the order that is refunded, for the record.
    pub amount: Fen,
    /// The number of the merchant's report.
    pub request: RequestNo,
}

impl Operation for Undo {
    fn home(&self) -> HomeId {
        HomeId::Activity(self.voucher.activity())
    }

    fn reads(&self, _desk: &Desk, _now: Timestamp, keys: &mut Keys) {
        keys.voucher(&self.voucher);
        keys.uses_of_vouchers.push(self.voucher.clone());
    }

    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision {
        let activity = desk.activity(self.voucher.activity())?;
        activity.obeys(self.caller)?;
        let voucher = desk.named_voucher(&self.voucher)?;
        if voucher.uses == 0 {
            return Err(Denial::NotRedeemed);
        }
        let times = self.times.unwrap_or(voucher.uses);
        if times == 0 || times > voucher.uses {
            return Err(Denial::TooManyUses { left: voucher.uses });
        }
        let mut uses: Vec<&Redemption> = desk
            .uses_of_vouchers
            .get(&voucher.id)
            .into_iter()
            .flatten()
            .filter_map(|id| desk.redemptions.get(id))
            .collect();
        uses.sort_unstable_by_key(|redemption| std::cmp::Reverse(redemption.id));
        let max_uses = activity.terms.redeem.max_uses;
        let (mut facts, mut wanted, mut sequence) = (Vec::new(), times, activity.counters.returns);
        for redemption in uses {
            let back = redemption.open_times().min(wanted);
            if back == 0 {
                continue;
            }
            wanted = wanted.saturating_sub(back);
            sequence = sequence.saturating_add(1);
            let done = times.saturating_sub(wanted);
            let returned = Return {
                id: ReturnId::new(activity.id, sequence),
                redemption: redemption.id,
                amount: self.amount,
                to_buyer: Fen::ZERO,
                voucher_back: true,
                returned_at: now,
                request: Some(self.request.clone()),
                left: max_uses.saturating_sub(voucher.uses.saturating_sub(done)),
            };
            facts.push(Fact::UseUndone {
                returned,
                times: back,
            });
        }
        if wanted > 0 {
            // Uses without a redemption: only those of an order refunded before.
            return Err(Denial::NotRedeemed);
        }
        let receipt = Receipt {
            number: u64::from(sequence),
            at: now,
        };
        Ok((facts, receipt))
    }
}
