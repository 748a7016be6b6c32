//! What happens to vouchers, their codes and their uses.

use std::sync::Arc;

use super::{plus, tally_key};
use crate::activity::DayCount;
use crate::desk::Desk;
use crate::keys::Subject;
use crate::notice::Event;
use crate::time;
use crate::voucher::{CodeRow, CodeState, Deposit, VoucherState};
use crate::{ActivityId, Code, Fen, Redemption, Return, Timestamp, Voucher, VoucherId};

impl Desk {
    pub(super) fn issue(&mut self, voucher: Voucher, subjects: Vec<Subject>) {
        let day = time::day_of(voucher.issued_at);
        let mut caps = Vec::new();
        self.activity_mut(voucher.id.activity, |row| {
            row.issued = voucher.id.sequence;
            row.today = DayCount {
                day,
                issued: row.today.on(day).saturating_add(1),
            };
            if row.next_expiry_at.is_none() {
                row.next_expiry_at = Some(voucher.window(&row.terms).closes_at);
            }
            if !subjects.is_empty() {
                caps = row.terms.issue_periods().collect();
            }
        });
        for subject in subjects {
            for &period in &caps {
                let key = tally_key(
                    voucher.id.activity,
                    subject.clone(),
                    period,
                    voucher.issued_at,
                );
                if self.tallies.has(&key) {
                    if let Some(count) = self.tallies.change(&key) {
                        *count = count.saturating_add(1);
                    }
                } else {
                    self.tallies.add(key, 1);
                }
            }
        }
        self.count_receipt(&voucher);
        if let Some(code) = &voucher.code {
            self.give_code(voucher.id, code);
        }
        self.added.vouchers.push(voucher);
    }

    fn give_code(&mut self, voucher: VoucherId, code: &Code) {
        let state = CodeState::Issued {
            sequence: voucher.sequence,
        };
        let key = (voucher.activity, code.clone());
        if let Some(free) = self.free_codes.get_mut(&voucher.activity)
            && free.front() == Some(code)
        {
            free.pop_front();
        }
        if self.codes.has(&key) {
            if let Some(row) = self.codes.change(&key) {
                row.state = state;
            }
        } else {
            self.codes.add(key, CodeRow { deposit: 0, state });
        }
    }

    pub(super) fn redeem(&mut self, redemption: Redemption) {
        let at = redemption.redeemed_at;
        let activity = redemption.voucher.activity;
        let max_uses = self
            .activities
            .get(&activity)
            .map_or(1, |row| row.terms.redeem.max_uses);
        let Some(voucher) = self.vouchers.change(&redemption.voucher) else {
            return;
        };
        voucher.uses = voucher.uses.saturating_add(redemption.times);
        voucher.deducted = plus(voucher.deducted, redemption.deduction);
        voucher.last_use = Some(redemption.id.sequence);
        let used_up = voucher.uses >= max_uses;
        if used_up {
            voucher.state = VoucherState::Redeemed { at };
        }
        self.activity_mut(activity, |row| {
            row.counters.redemptions = redemption.id.sequence;
            row.uses = row.uses.saturating_add(redemption.times);
            row.redeemed = row.redeemed.saturating_add(u32::from(used_up));
            // An order that was made in time may be paid after the end.
            let was_expired = used_up && redemption.voucher.sequence <= row.swept;
            row.expired = row.expired.saturating_sub(u32::from(was_expired));
            if row.sponsor().is_some() {
                row.held = row.held.saturating_sub(redemption.deduction);
                row.spent = plus(row.spent, redemption.deduction);
            }
        });
        let times = redemption.times;
        self.count_use(activity, &redemption.user, |counts| counts.count_up(times));
        let event = Event::Redeemed {
            voucher: redemption.voucher,
            user: redemption.user.clone(),
            redemption: redemption.id.sequence,
        };
        if let Some(uses) = self.uses_of_vouchers.get_mut(&redemption.voucher) {
            uses.push(redemption.id);
        }
        self.redemptions.add(redemption.id, redemption);
        self.tell(activity, event, at);
    }

    pub(super) fn refund(&mut self, returned: Return, voucher: Option<VoucherId>) {
        let activity = returned.id.activity;
        let Some(redemption) = self.redemptions.change(&returned.redemption) else {
            return;
        };
        redemption.refunded = plus(redemption.refunded, returned.amount);
        redemption.last_return = Some(returned.id.sequence);
        let deduction = redemption.deduction;
        let times = redemption.open_times();
        if voucher.is_some() {
            redemption.returned_at = Some(returned.returned_at);
            redemption.undone = redemption.times;
        }
        let (user, redeemed_at) = (redemption.user.clone(), redemption.redeemed_at);
        self.activity_mut(activity, |row| row.counters.returns = returned.id.sequence);
        let at = returned.returned_at;
        self.added.returns.push(returned);
        let Some(voucher) = voucher else {
            return;
        };
        self.give_back(voucher, times, deduction);
        self.count_use(activity, &user, |counts| {
            counts.uncount(times, redeemed_at, at);
        });
    }

    pub(super) fn undo(&mut self, returned: Return, times: u32) {
        let activity = returned.id.activity;
        let Some(redemption) = self.redemptions.change(&returned.redemption) else {
            return;
        };
        redemption.undone = redemption.undone.saturating_add(times);
        redemption.last_return = Some(returned.id.sequence);
        let mut deduction = Fen::ZERO;
        if redemption.undone >= redemption.times {
            redemption.returned_at = Some(returned.returned_at);
            deduction = redemption.deduction;
        }
        redemption.refunded = plus(redemption.refunded, returned.amount).min(redemption.total);
        let (voucher, user) = (redemption.voucher, redemption.user.clone());
        let (redeemed_at, at) = (redemption.redeemed_at, returned.returned_at);
        self.activity_mut(activity, |row| row.counters.returns = returned.id.sequence);
        self.added.returns.push(returned);
        self.give_back(voucher, times, deduction);
        self.count_use(activity, &user, |counts| {
            counts.uncount(times, redeemed_at, at);
        });
    }

    /// A voucher has so many uses again, and did not take so much off.
    fn give_back(&mut self, voucher: VoucherId, times: u32, deduction: Fen) {
        let Some(voucher) = self.vouchers.change(&voucher) else {
            return;
        };
        voucher.uses = voucher.uses.saturating_sub(times);
        voucher.deducted = voucher.deducted.saturating_sub(deduction);
        let was_used_up = voucher.state != VoucherState::Issued;
        voucher.state = VoucherState::Issued;
        let (activity, sequence) = (voucher.id.activity, voucher.id.sequence);
        self.activity_mut(activity, |row| {
            row.uses = row.uses.saturating_sub(times);
            row.redeemed = row.redeemed.saturating_sub(u32::from(was_used_up));
            row.expired = row
                .expired
                .saturating_add(u32::from(was_used_up && sequence <= row.swept));
            if row.sponsor().is_some() {
                row.spent = row.spent.saturating_sub(deduction);
                row.held = plus(row.held, deduction);
            }
        });
    }

    pub(super) fn revoke(&mut self, id: VoucherId, at: Timestamp, note: Option<Arc<str>>) {
        self.voucher_mut(id, |row| {
            row.state = VoucherState::Revoked { at };
            if note.is_some() {
                row.note = note;
            }
        });
        self.activity_mut(id.activity, |row| {
            row.revoked = row.revoked.saturating_add(1);
            let was_expired = id.sequence <= row.swept;
            row.expired = row.expired.saturating_sub(u32::from(was_expired));
        });
    }

    pub(super) fn deposit(&mut self, deposit: Deposit, codes: Vec<(Code, u64)>) {
        let activity = deposit.activity;
        let count = u32::try_from(codes.len()).unwrap_or(u32::MAX);
        self.activity_mut(activity, |row| {
            row.counters.deposits = deposit.sequence;
            row.codes = row.codes.saturating_add(count);
        });
        for (code, rank) in codes {
            let row = CodeRow {
                deposit: deposit.sequence,
                state: CodeState::Free { rank },
            };
            self.codes.add((activity, code), row);
        }
        self.added.deposits.push(deposit);
    }

    pub(super) fn delete_code(&mut self, activity: ActivityId, code: Code) {
        self.activity_mut(activity, |row| row.codes = row.codes.saturating_sub(1));
        if let Some(free) = self.free_codes.get_mut(&activity) {
            free.retain(|other| *other != code);
        }
        let key = (activity, code);
        self.codes.remove(&key);
        self.added.deleted_codes.push(key);
    }
}
