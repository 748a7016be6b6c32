//! The one place where state moves. A fact was decided on; applying it cannot
//! fail, and sums are held at their bounds rather than wrapped.

mod sale;
mod subsidy;
mod voucher;

use std::sync::Arc;

use super::{Desk, Draft};
use crate::account::{Account, Opening, RechargeState};
use crate::activity::{
    Activity, ActivityState, Change, Completion, Counters, DayCount, Due, Pending,
};
use crate::fact::Fact;
use crate::keys::{Subject, TallyKey};
use crate::notice::Event;
use crate::sale::SaleState;
use crate::terms::Terms;
use crate::time::{self, Period};
use crate::{ActivityId, Fen, HomeId, MerchantId, Timestamp, Voucher, VoucherId};

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
            Fact::VoucherRevoked { voucher, at, note } => self.revoke(voucher, at, note),
            Fact::VoucherLinked { voucher, trade } => {
                self.voucher_mut(voucher, |row| row.trade = trade);
            }
            Fact::VoucherHidden(voucher) => self.voucher_mut(voucher, |row| row.hidden = true),
            Fact::CodesDeposited { deposit, codes } => self.deposit(deposit, codes),
            Fact::CodeDeleted { activity, code } => self.delete_code(activity, code),
            Fact::QuantitySet { activity, quantity } => {
                self.activity_mut(activity, |row| row.quantity = quantity);
            }
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
            Fact::SubsidyAccepted(subsidy) => self.subsidize(subsidy),
            Fact::SubsidyReceived { payee, amount } => self.account_mut(payee, |row| {
                row.balance = plus(row.balance, amount);
                row.received = plus(row.received, amount);
            }),
            Fact::SubsidySettled { subsidy, done, at } => self.settle_subsidy(subsidy, done, at),
            Fact::SubsidyReturnAccepted(back) => self.ask_back(back),
            Fact::SubsidyGivenBack { payee, amount } => self.account_mut(payee, |row| {
                row.balance = row.balance.saturating_sub(amount);
                row.received = row.received.saturating_sub(amount);
            }),
            Fact::SubsidyReturnSettled { id, done, at } => self.settle_return(id, done, at),
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
        let at_once = matches!(publish, Some((_, Completion::AtOnce)));
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
        if at_once {
            self.done(id, at, None);
        }
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
                            if !window.is_over(at) && row.sponsor().is_none() {
                                // What had ended is good again.
                                row.swept = 0;
                                row.expired = 0;
                            }
                            row.next_expiry_at =
                                (row.swept < row.issued).then_some(window.closes_at);
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
