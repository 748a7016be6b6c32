//! Notices, the tries at them, and the cursors over vouchers.

use std::collections::HashSet;

use quan_core::{Activity, AppId, Notice, NoticeId, Timestamp, VoucherState};

use super::Result;
use super::state::{NoticeRow, State};
use crate::error::StoreError;
use crate::view::{
    Attempt, DueNotice, Listed, NoticeFilter, NoticeOutcome, NoticeState, NoticeView, Page, Pass,
    PassKind, PassOutcome,
};

pub(super) fn insert(state: &mut State, row: NoticeRow) {
    let id = row.notice.id;
    if row.state == NoticeState::Waiting {
        state.waiting.insert((row.due_at, id));
    }
    state.notices.insert(id, row);
}

/// Moves a notice to another state, or to another time.
fn set(state: &mut State, id: NoticeId, to: NoticeState, due_at: Timestamp) {
    let Some(row) = state.notices.get_mut(&id) else {
        return;
    };
    state.waiting.remove(&(row.due_at, id));
    (row.state, row.due_at) = (to, due_at);
    if to == NoticeState::Waiting {
        state.waiting.insert((due_at, id));
    }
}

/// What a try leaves a notice in, and when it is due.
fn outcome(attempt: &Attempt, next_at: Option<Timestamp>) -> (NoticeState, Timestamp) {
    match next_at {
        _ if attempt.delivered => (NoticeState::Delivered, attempt.at),
        Some(at) => (NoticeState::Waiting, at),
        None => (NoticeState::Dead, attempt.at),
    }
}

/// Refuses tries at notices that there are not.
pub(super) fn are_known(state: &State, outcomes: &[NoticeOutcome]) -> Result<()> {
    match outcomes
        .iter()
        .find(|outcome| !state.notices.contains_key(&outcome.id))
    {
        None => Ok(()),
        Some(NoticeOutcome { id, .. }) => Err(StoreError::Database {
            what: "save notices",
            why: format!("there is no notice {}-{}", id.activity, id.sequence),
        }),
    }
}

/// Refuses notices of activities that there are not.
pub(super) fn have_activities(state: &State, outcomes: &[PassOutcome]) -> Result<()> {
    let stray = outcomes.iter().find(|outcome| {
        !outcome.failed.is_empty() && !state.activities.contains_key(&outcome.activity)
    });
    match stray {
        None => Ok(()),
        Some(PassOutcome { activity, .. }) => Err(StoreError::Database {
            what: "number a notice",
            why: format!("there is no activity {activity}"),
        }),
    }
}

pub(super) fn record_attempts(state: &mut State, outcomes: Vec<NoticeOutcome>) {
    for NoticeOutcome {
        id,
        attempt,
        next_at,
    } in outcomes
    {
        let (to, due_at) = outcome(&attempt, next_at);
        set(state, id, to, due_at);
        if let Some(row) = state.notices.get_mut(&id) {
            row.attempts.push(attempt);
        }
    }
}

pub(super) fn record_passes(state: &mut State, outcomes: Vec<PassOutcome>) {
    for PassOutcome {
        activity,
        kind,
        through,
        failed,
    } in outcomes
    {
        let cursor = state.passes.entry((activity, kind)).or_default();
        *cursor = through.max(*cursor);
        for failure in failed {
            let Some(row) = state.activities.get_mut(&activity) else {
                continue;
            };
            row.counters.notices = row.counters.notices.saturating_add(1);
            let sequence = row.counters.notices;
            let (to, due_at) = outcome(&failure.attempt, failure.next_at);
            let row = NoticeRow {
                notice: Notice {
                    id: NoticeId { activity, sequence },
                    receiver: failure.receiver,
                    event: failure.event,
                    happened_at: failure.happened_at,
                },
                state: to,
                due_at,
                attempts: vec![failure.attempt],
            };
            insert(state, row);
        }
    }
}

pub(super) fn replay(state: &mut State, id: NoticeId, now: Timestamp) {
    set(state, id, NoticeState::Waiting, now);
}

pub(super) fn due(state: &State, now: Timestamp, limit: u32) -> Vec<DueNotice> {
    state
        .waiting
        .iter()
        .take_while(|(due_at, _)| *due_at <= now)
        .filter_map(|(_, id)| state.notices.get(id))
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
        .map(|row| DueNotice {
            notice: row.notice.clone(),
            attempts: tries(row),
        })
        .collect()
}

fn tries(row: &NoticeRow) -> u32 {
    u32::try_from(row.attempts.len()).unwrap_or(u32::MAX)
}

pub(super) fn passes(state: &State, subscribed: &HashSet<AppId>, limit: u32) -> Vec<Pass> {
    let received = (
        PassKind::Received,
        (|row| row.issued) as fn(&Activity) -> u32,
    );
    let expired = (PassKind::Expired, (|row| row.swept) as fn(&Activity) -> u32);
    let mut passes = Vec::new();
    for (kind, last) in [received, expired] {
        for (id, activity) in &state.activities {
            let told = state.passes.get(&(*id, kind)).copied().unwrap_or(0);
            let last = last(activity);
            let (hears, product) = (subscribed.contains(&activity.receiver), activity.product);
            let untold = !product.is_told(kind == PassKind::Expired);
            if last <= told || untold || !hears && product.tells_all() {
                continue;
            }
            let through = if hears {
                last.min(told.saturating_add(limit))
            } else {
                last
            };
            let vouchers = if hears {
                state
                    .vouchers_in(*id, told.saturating_add(1), through)
                    .filter(|voucher| {
                        kind == PassKind::Received || voucher.state == VoucherState::Issued
                    })
                    .cloned()
                    .collect()
            } else {
                Vec::new()
            };
            passes.push(Pass {
                activity: *id,
                receiver: activity.receiver.clone(),
                kind,
                vouchers,
                through,
            });
        }
    }
    passes
}

pub(super) fn list(state: &State, filter: NoticeFilter, page: Page) -> Listed<NoticeView> {
    let mut found: Vec<&NoticeRow> = state
        .notices
        .values()
        .filter(|row| {
            filter
                .activity
                .is_none_or(|activity| row.notice.id.activity == activity)
                && filter.state.is_none_or(|state| row.state == state)
        })
        .collect();
    found.sort_by_key(|row| std::cmp::Reverse((row.notice.happened_at, row.notice.id)));
    super::list::page_of(found, page, |row| NoticeView {
        notice: row.notice.clone(),
        state: row.state,
        due_at: row.due_at,
        attempts: row.attempts.clone(),
    })
}
