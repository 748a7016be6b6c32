//! Puts what a transaction wrote in place.

use quan_core::desk::Draft;
use quan_core::keys::TallyKey;
use quan_core::request::Answered;
use quan_core::voucher::{CodeRow, Deposit};
use quan_core::{
    Account, Activity, ActivityId, Code, Desk, Letter, LetterId, Notice, NoticeId, Receipt,
    Recharge, Redemption, Request, Return, SaleOrder, ScopeChange, Subsidy, SubsidyReturn,
    Timestamp, Voucher,
};

use super::news;
use super::state::{NoticeRow, Span, State, place};
use crate::view::{NoticeOutcome, NoticeState, PassOutcome};

/// Something that a transaction wrote.
pub(super) enum Change {
    /// What became of a desk.
    Desk(Box<Saved>),
    /// An activity's number was set aside.
    Number(u64),
    /// A letter was carried out.
    Forget(LetterId),
    /// Notices were tried.
    Attempts(Vec<NoticeOutcome>),
    /// Cursors moved.
    Passes(Vec<PassOutcome>),
    /// A notice is due again.
    Replay(NoticeId, Timestamp),
}

/// The rows of a desk that the store does not have, or has otherwise.
#[derive(Default)]
pub(super) struct Saved {
    activities: Vec<Activity>,
    accounts: Vec<Account>,
    /// New ones first, then changed ones.
    vouchers: Vec<Voucher>,
    redemptions: Vec<Redemption>,
    recharges: Vec<Recharge>,
    subsidies: Vec<Subsidy>,
    subsidy_returns: Vec<SubsidyReturn>,
    tallies: Vec<(TallyKey, u32)>,
    codes: Vec<((ActivityId, Code), CodeRow)>,
    deleted_codes: Vec<(ActivityId, Code)>,
    deposits: Vec<Deposit>,
    sales: Vec<SaleOrder>,
    drafts: Vec<Draft>,
    returns: Vec<Return>,
    answers: Vec<(Request, Receipt)>,
    letters: Vec<Letter>,
    notices: Vec<Notice>,
}

impl Change {
    /// Takes what is to be saved off the desk.
    pub(super) fn desk(desk: &Desk) -> Change {
        let added = &desk.added;
        let new = added.vouchers.iter();
        Change::Desk(Box::new(Saved {
            activities: desk
                .activities
                .unsaved()
                .map(|(_, row)| row.clone())
                .collect(),
            accounts: desk
                .accounts
                .unsaved()
                .map(|(_, row)| row.clone())
                .collect(),
            vouchers: new.chain(desk.vouchers.changed()).cloned().collect(),
            redemptions: desk
                .redemptions
                .unsaved()
                .map(|(_, row)| row.clone())
                .collect(),
            recharges: desk
                .recharges
                .unsaved()
                .map(|(_, row)| row.clone())
                .collect(),
            subsidies: desk
                .subsidies
                .unsaved()
                .map(|(_, row)| row.clone())
                .collect(),
            subsidy_returns: desk
                .subsidy_returns
                .unsaved()
                .map(|(_, row)| row.clone())
                .collect(),
            tallies: desk
                .tallies
                .unsaved()
                .map(|(key, received)| (key.clone(), *received))
                .collect(),
            codes: desk
                .codes
                .unsaved()
                .map(|(key, row)| (key.clone(), row.clone()))
                .collect(),
            deleted_codes: added.deleted_codes.clone(),
            deposits: added.deposits.clone(),
            sales: desk.sales.unsaved().map(|(_, row)| row.clone()).collect(),
            drafts: added.drafts.clone(),
            returns: added.returns.clone(),
            answers: added.answers.clone(),
            letters: added.letters.clone(),
            notices: added.notices.clone(),
        }))
    }
}

pub(super) fn apply(state: &mut State, change: Change) {
    match change {
        Change::Desk(saved) => rows(state, *saved),
        Change::Number(number) => state.last_activity = number,
        Change::Forget(id) => {
            state.letters.remove(&place(id));
        }
        Change::Attempts(outcomes) => news::record_attempts(state, outcomes),
        Change::Passes(outcomes) => news::record_passes(state, outcomes),
        Change::Replay(id, now) => news::replay(state, id, now),
    }
}

fn rows(state: &mut State, saved: Saved) {
    for activity in saved.activities {
        state.activities.insert(activity.id, activity);
    }
    for account in saved.accounts {
        state.accounts.insert(account.merchant, account);
    }
    for draft in saved.drafts {
        write_terms(state, draft);
    }
    for deposit in saved.deposits {
        let key = (deposit.activity, deposit.sequence);
        state.deposits.insert(key, deposit);
    }
    for key in saved.deleted_codes {
        state.delete_code(key);
    }
    for ((activity, code), row) in saved.codes {
        state.put_code(activity, code, row);
    }
    for sale in saved.sales {
        state.sales.insert(sale.id, sale);
    }
    for voucher in saved.vouchers {
        state
            .vouchers_of
            .entry(voucher.user.clone())
            .or_default()
            .insert(voucher.id);
        state.vouchers.insert(voucher.id, voucher);
    }
    for redemption in saved.redemptions {
        let key = (redemption.id.activity, redemption.user.clone());
        state
            .redemptions_of
            .entry(key)
            .or_default()
            .insert(redemption.id);
        state.redemptions.insert(redemption.id, redemption);
    }
    for returned in saved.returns {
        state.returns.insert(returned.id, returned);
    }
    for recharge in saved.recharges {
        state.recharges.insert(recharge.id, recharge);
    }
    for subsidy in saved.subsidies {
        let of_voucher = state.subsidies_of.entry(subsidy.voucher).or_default();
        of_voucher.insert(subsidy.id);
        state.subsidies.insert(subsidy.id, subsidy);
    }
    for back in saved.subsidy_returns {
        state.subsidy_returns.insert(back.id, back);
    }
    state.tallies.extend(saved.tallies);
    for (request, receipt) in saved.answers {
        let answered = Answered {
            fingerprint: request.fingerprint,
            receipt,
        };
        state
            .answers
            .insert((request.home, request.action, request.number), answered);
    }
    for letter in saved.letters {
        state.letters.insert(place(letter.id), letter);
    }
    for notice in saved.notices {
        let row = NoticeRow {
            state: NoticeState::Waiting,
            due_at: notice.happened_at,
            attempts: Vec::new(),
            notice,
        };
        news::insert(state, row);
    }
}

/// Ends the span that is open.
fn end_at(spans: &mut [Span], generation: u32) {
    if let Some(span) = spans.last_mut()
        && span.until.is_none()
        && span.since < generation
    {
        span.until = Some(generation);
    }
}

fn write_terms(state: &mut State, draft: Draft) {
    let generation = draft.terms.scope.generation;
    let ScopeChange {
        cleared,
        removed,
        added,
    } = &*draft.members;
    for kind in cleared {
        let members = state.members.entry((draft.activity, *kind)).or_default();
        for spans in members.values_mut() {
            end_at(spans, generation);
        }
    }
    for (kind, member) in removed {
        let members = state.members.entry((draft.activity, *kind)).or_default();
        if let Some(spans) = members.get_mut(member) {
            end_at(spans, generation);
        }
    }
    for (kind, member) in added {
        let members = state.members.entry((draft.activity, *kind)).or_default();
        let spans = members.entry(member.clone()).or_default();
        if spans.last().is_none_or(|span| span.until.is_some()) {
            spans.push(Span {
                since: generation,
                until: None,
            });
        }
    }
    let key = (draft.activity, draft.version);
    state.terms.insert(key, (draft.terms, draft.document));
}
