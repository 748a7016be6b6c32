//! The one place where state moves. A fact was decided on; applying it cannot
//! fail, and sums are held at their bounds rather than wrapped.

use std::sync::Arc;

use super::{Desk, Draft};
use crate::account::{Account, Opening, RechargeState};
use crate::activity::{Activity, ActivityState, Change, Counters, DayCount, Due, Pending};
use crate::fact::Fact;
use crate::keys::{Subject, TallyKey};
use crate::notice::Event;
use crate::sale::{Refund, RefundCause, SaleOrder, SaleState};
use crate::terms::Terms;
use crate::time::{self, Period};
use crate::voucher::{CodeRow, CodeState, VoucherState};
use crate::{
    ActivityId, Code, Fen, HomeId, MerchantId, Redemption, RequestNo, Return, SaleId, Timestamp,
    Voucher, VoucherId,
};

impl Desk {
    /// Carries out what was decided.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm a fact, and each of them is short"
    )]
    pub fn apply(&mut self, fact: Fact) {
        match fact {
            Fact::ActivityOpened { opening, at } => self.open(*opening, at),
            Fact::ChangeAccepted { activity, pending } => {
                self.activity_mut(activity, |row| row.pending = Some(pending));
            }
            Fact::TermsDrafted {
                activity,
                version,
                terms,
                document,
                members,
            } => {
                self.activity_mut(activity, |row| row.counters.versions = version);
                self.drafts.insert((activity, version), Arc::clone(&terms));
                self.added.drafts.push(Draft {
                    activity,
                    version,
                    terms,
                    document,
                    members,
                });
            }
            Fact::ChangeDone {
                activity,
                at,
                terms,
            } => self.done(activity, at, terms),
            Fact::ChangeLapsed { activity, at } => self.lapse(activity, at),
            Fact::ActivityPaused(activity) => {
                self.activity_mut(activity, |row| row.state = ActivityState::Paused);
            }
            Fact::ActivityResumed(activity) => {
                self.activity_mut(activity, |row| row.state = ActivityState::Active);
            }
            Fact::ReceiverBound { activity, receiver } => {
                self.activity_mut(activity, |row| row.receiver = receiver);
            }
            Fact::RechargeOpened(recharge) => {
                let id = recharge.id;
                self.activity_mut(id.activity, |row| row.counters.recharges = id.sequence);
                self.recharges.add(id, recharge);
            }
            Fact::RechargePaid { recharge, at, due } => {
                let Some(row) = self.recharges.change(&recharge) else {
                    return;
                };
                row.state = RechargeState::Paid { at };
                let amount = row.amount;
                self.activity_mut(recharge.activity, |row| {
                    row.held = plus(row.held, amount);
                    if let Some(pending) = &mut row.pending {
                        pending.due = due;
                    }
                });
            }
            Fact::VoucherIssued { voucher, subjects } => self.issue(voucher, subjects),
            Fact::VoucherRedeemed(redemption) => self.redeem(redemption),
            Fact::OrderRefunded { returned, voucher } => self.refund(returned, voucher),
            Fact::UseUndone { returned, times } => self.undo(returned, times),
            Fact::VoucherRevoked { voucher, at } => self.revoke(voucher, at),
            Fact::VoucherLinked { voucher, trade } => {
                self.voucher_mut(voucher, |row| row.trade = trade);
            }
            Fact::VoucherHidden(voucher) => self.voucher_mut(voucher, |row| row.hidden = true),
            Fact::CodesDeposited {
                activity,
                deposit,
                codes,
            } => self.deposit(activity, deposit, codes),
            Fact::SaleOrdered(sale) => self.order(sale),
            Fact::SalePaid { sale, at, asks } => self.paid(sale, at, asks),
            Fact::SaleDelivered { sale, voucher, at } => self.delivered(sale, voucher, at),
            Fact::SaleClosed(sale) => {
                self.sale_mut(sale, |row| row.state = SaleState::Closed);
                self.unreserve(sale);
            }
            Fact::RefundAsked {
                sale,
                cause,
                request,
                at,
                asks,
            } => self.refund_asked(sale, (cause, request), at, asks),
            Fact::RefundDone { sale, at } => self.refund_done(sale, at),
            Fact::RefundRefused(sale) => self.sale_mut(sale, |row| {
                row.state = SaleState::Delivered;
                row.refund = None;
            }),
            Fact::SaleSettled { sale, at } => {
                self.sale_mut(sale, |row| row.settled_at = Some(at));
            }
            Fact::VouchersSwept {
                activity,
                through,
                expired,
                next_expiry_at,
            } => {
                self.activity_mut(activity, |row| {
                    row.swept = through;
                    row.expired = row.expired.saturating_add(expired);
                    row.next_expiry_at = next_expiry_at;
                });
            }
            Fact::BudgetReleased { activity, vouchers } => {
                self.activity_mut(activity, |row| {
                    row.released = row.released.saturating_add(vouchers);
                });
            }
            Fact::FundsFreed { activity, amount } => {
                self.activity_mut(activity, |row| row.held = row.held.saturating_sub(amount));
            }
            Fact::FundsPaidIn {
                merchant,
                amount,
                provisioned,
            } => self.account_mut(merchant, |row| {
                row.paid_in = plus(row.paid_in, amount);
                row.balance = plus(row.balance, amount);
                if provisioned {
                    row.provisioned = plus(row.provisioned, amount);
                }
            }),
            Fact::FundsReserved { merchant, amount } => {
                self.account_mut(merchant, |row| {
                    row.balance = row.balance.saturating_sub(amount);
                });
            }
            Fact::FundsRefunded { merchant, amount } => {
                self.account_mut(merchant, |row| row.balance = plus(row.balance, amount));
            }
            Fact::LetterWritten(letter) => {
                match letter.id.from {
                    HomeId::Activity(id) => {
                        self.activity_mut(id, |row| row.counters.letters = letter.id.sequence);
                    }
                    HomeId::Merchant(id) => {
                        self.account_mut(id, |row| row.letters = letter.id.sequence);
                    }
                }
                self.added.letters.push(letter);
            }
        }
    }

    fn open(&mut self, opening: Opening, at: Timestamp) {
        let Opening {
            activity: id,
            product,
            owner,
            operator,
            receiver,
            quantity,
            terms,
            document,
            members,
            publish,
        } = opening;
        let pending = publish.map(|(request, completion)| Pending {
            change: Change::Publish,
            request,
            accepted_at: at,
            due: completion.due(at),
        });
        self.added.drafts.push(Draft {
            activity: id,
            version: 1,
            terms: Arc::clone(&terms),
            document,
            members,
        });
        let activity = Activity {
            id,
            product,
            owner,
            operator,
            receiver,
            created_at: at,
            terms,
            version: 1,
            state: ActivityState::Created,
            pending,
            quantity,
            issued: 0,
            redeemed: 0,
            expired: 0,
            revoked: 0,
            reserved: 0,
            codes: 0,
            uses: 0,
            swept: 0,
            next_expiry_at: None,
            today: DayCount {
                day: time::day_of(at),
                issued: 0,
            },
            held: Fen::ZERO,
            spent: Fen::ZERO,
            released: 0,
            counters: Counters {
                versions: 1,
                ..Counters::default()
            },
        };
        self.activities.add(id, activity);
    }

    fn done(&mut self, activity: ActivityId, at: Timestamp, terms: Option<Arc<Terms>>) {
        let mut news = None;
        self.activity_mut(activity, |row| {
            let Some(Pending {
                change, request, ..
            }) = row.pending.take()
            else {
                return;
            };
            news = Some(match change {
                Change::Publish => {
                    row.state = ActivityState::Active;
                    Event::Published(request)
                }
                Change::Modify { version } => {
                    if let Some(terms) = terms {
                        row.terms = terms;
                        row.version = version;
                        if let crate::Validity::Absolute(window) = row.terms.validity {
                            row.next_expiry_at = row.next_expiry_at.map(|_| window.closes_at);
                        }
                    }
                    Event::Modified(request)
                }
                Change::Append { quantity } => {
                    row.quantity = quantity;
                    Event::Appended(request)
                }
                Change::Stop => {
                    row.state = ActivityState::Stopped { at };
                    Event::Stopped(request)
                }
            });
        });
        if let Some(event) = news {
            self.tell(activity, event, at);
        }
    }

    fn lapse(&mut self, activity: ActivityId, at: Timestamp) {
        let mut lapsed = None;
        self.activity_mut(activity, |row| {
            if let Some(Pending {
                due: Due::Paid { recharge, .. },
                ..
            }) = row.pending.take()
            {
                lapsed = Some(crate::RechargeId::new(activity, recharge));
            }
        });
        if let Some(row) = lapsed.and_then(|id| self.recharges.change(&id)) {
            row.state = RechargeState::Lapsed { at };
        }
    }

    fn issue(&mut self, voucher: Voucher, subjects: Vec<Subject>) {
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

    fn redeem(&mut self, redemption: Redemption) {
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
        self.redemptions.add(redemption.id, redemption);
        self.tell(activity, event, at);
    }

    fn refund(&mut self, returned: Return, voucher: Option<VoucherId>) {
        let activity = returned.id.activity;
        let Some(redemption) = self.redemptions.change(&returned.redemption) else {
            return;
        };
        redemption.refunded = plus(redemption.refunded, returned.amount);
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

    fn undo(&mut self, returned: Return, times: u32) {
        let activity = returned.id.activity;
        let Some(redemption) = self.redemptions.change(&returned.redemption) else {
            return;
        };
        redemption.undone = redemption.undone.saturating_add(times);
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

    fn revoke(&mut self, id: VoucherId, at: Timestamp) {
        self.voucher_mut(id, |row| row.state = VoucherState::Revoked { at });
        self.activity_mut(id.activity, |row| {
            row.revoked = row.revoked.saturating_add(1);
            let was_expired = id.sequence <= row.swept;
            row.expired = row.expired.saturating_sub(u32::from(was_expired));
        });
    }

    fn deposit(&mut self, activity: ActivityId, deposit: u32, codes: Vec<(Code, u64)>) {
        let count = u32::try_from(codes.len()).unwrap_or(u32::MAX);
        self.activity_mut(activity, |row| {
            row.counters.deposits = deposit;
            row.codes = row.codes.saturating_add(count);
        });
        for (code, rank) in codes {
            let row = CodeRow {
                deposit,
                state: CodeState::Free { rank },
            };
            self.codes.add((activity, code), row);
        }
    }

    fn order(&mut self, sale: SaleOrder) {
        self.activity_mut(sale.id.activity, |row| {
            row.counters.sales = sale.id.sequence;
            row.reserved = row.reserved.saturating_add(1);
        });
        self.reserve(&sale, |reserved| reserved.saturating_add(1));
        self.sales.add(sale.id, sale);
    }

    fn paid(&mut self, sale: SaleId, at: Timestamp, asks: bool) {
        self.sale_mut(sale, |row| {
            row.state = SaleState::Paid;
            row.paid_at = Some(at);
        });
        if asks {
            let sequence = sale.sequence;
            self.tell(sale.activity, Event::CodeWanted { sale: sequence }, at);
        }
    }

    fn delivered(&mut self, sale: SaleId, voucher: u32, at: Timestamp) {
        self.unreserve(sale);
        self.sale_mut(sale, |row| {
            row.state = SaleState::Delivered;
            row.voucher = Some(voucher);
        });
        let sequence = sale.sequence;
        self.tell(sale.activity, Event::SaleDelivered { sale: sequence }, at);
    }

    fn refund_asked(
        &mut self,
        sale: SaleId,
        (cause, request): (RefundCause, Option<RequestNo>),
        at: Timestamp,
        asks: bool,
    ) {
        let refund = Refund {
            cause,
            request,
            asked_at: at,
            done_at: None,
        };
        self.sale_mut(sale, |row| {
            row.refund = Some(refund);
            if asks {
                row.state = SaleState::Refunding;
            }
        });
        if asks {
            let sequence = sale.sequence;
            self.tell(sale.activity, Event::RefundWanted { sale: sequence }, at);
        }
    }

    fn refund_done(&mut self, sale: SaleId, at: Timestamp) {
        let reserved = self.sales.get(&sale).is_some_and(SaleOrder::reserves);
        if reserved {
            self.unreserve(sale);
        }
        self.sale_mut(sale, |row| {
            row.state = SaleState::Refunded;
            if let Some(refund) = &mut row.refund {
                refund.done_at = Some(at);
            }
        });
        let sequence = sale.sequence;
        self.tell(sale.activity, Event::SaleRefunded { sale: sequence }, at);
    }

    /// A voucher is no longer set aside for an order.
    fn unreserve(&mut self, sale: SaleId) {
        self.activity_mut(sale.activity, |row| {
            row.reserved = row.reserved.saturating_sub(1);
        });
        if let Some(row) = self.sales.get(&sale).cloned() {
            self.reserve(&row, |reserved| reserved.saturating_sub(1));
        }
    }

    fn reserve(&mut self, sale: &SaleOrder, change: impl Fn(u32) -> u32) {
        let Some(activity) = self.activities.get(&sale.id.activity) else {
            return;
        };
        for buyer in sale.buyer.buyers(&activity.terms) {
            let reserved = self
                .reservations
                .entry((sale.id.activity, buyer))
                .or_default();
            *reserved = change(*reserved);
        }
    }

    fn sale_mut(&mut self, id: SaleId, change: impl FnOnce(&mut SaleOrder)) {
        if let Some(row) = self.sales.change(&id) {
            change(row);
        }
    }

    fn voucher_mut(&mut self, id: VoucherId, change: impl FnOnce(&mut Voucher)) {
        if let Some(row) = self.vouchers.change(&id) {
            change(row);
        }
    }

    fn activity_mut(&mut self, id: ActivityId, change: impl FnOnce(&mut Activity)) {
        if let Some(row) = self.activities.change(&id) {
            change(row);
        }
    }

    fn account_mut(&mut self, merchant: MerchantId, change: impl FnOnce(&mut Account)) {
        if !self.accounts.has(&merchant) {
            self.accounts.add(merchant, Account::empty(merchant));
        }
        if let Some(row) = self.accounts.change(&merchant) {
            change(row);
        }
    }
}

/// The tally of a subject in the period that `now` lies in.
pub(crate) fn tally_key(
    activity: ActivityId,
    subject: Subject,
    period: Period,
    now: Timestamp,
) -> TallyKey {
    let start_ms = period.start(now).map_or(0, Timestamp::as_millisecond);
    TallyKey {
        activity,
        subject,
        period,
        start_ms,
    }
}

fn plus(sum: Fen, amount: Fen) -> Fen {
    sum.checked_add(amount).unwrap_or(Fen::MAX)
}
