//! The store in memory: the domain's own rows in ordered maps, for tests, for
//! simulation and as the plain reading of what a store is.
//!
//! What a transaction writes is staged and put in place at its commit, so that
//! readers see committed rows only and a rollback has nothing to undo.

mod list;
mod load;
mod news;
mod read;
mod save;
mod state;
mod subsidy;
mod sums;
#[cfg(test)]
mod tests;

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard};

use quan_core::{ActivityId, Desk, HomeId, Keys, LetterId, NoticeId, Timestamp};

use self::save::Change;
use self::state::State;
use super::{Opened, Result, Writer};
use crate::error::StoreError;
use crate::view::{NoticeOutcome, PassOutcome};

/// Opens an empty store.
pub(crate) fn open() -> Opened {
    let rows = Rows::default();
    let writer = Memory {
        rows: rows.clone(),
        staged: Vec::new(),
    };
    Opened {
        writer: Box::new(writer),
        reader: Arc::new(rows),
    }
}

/// The committed rows, which both sides share.
#[derive(Clone, Default)]
struct Rows(Arc<RwLock<State>>);

impl Rows {
    /// The rows as they are now; a panic elsewhere leaves them whole, since a
    /// commit only puts finished rows in place.
    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }
}

struct Memory {
    rows: Rows,
    /// What the open transaction wrote so far.
    staged: Vec<Change>,
}

impl Writer for Memory {
    fn begin(&mut self) -> Result<()> {
        self.staged.clear();
        Ok(())
    }

    fn load_homes(&mut self, homes: &[HomeId], desk: &mut Desk) -> Result<()> {
        load::homes(&self.rows.read(), homes, desk);
        Ok(())
    }

    fn load(&mut self, keys: &Keys, now: Timestamp, desk: &mut Desk) -> Result<()> {
        load::rows(&self.rows.read(), keys, now, desk)
    }

    fn save(&mut self, desk: &Desk) -> Result<()> {
        self.staged.push(Change::desk(desk));
        Ok(())
    }

    fn commit(&mut self) -> Result<()> {
        let mut state = self.rows.0.write().unwrap_or_else(PoisonError::into_inner);
        for change in self.staged.drain(..) {
            save::apply(&mut state, change);
        }
        Ok(())
    }

    fn rollback(&mut self) {
        self.staged.clear();
    }

    fn next_activity(&mut self) -> Result<ActivityId> {
        let staged = self
            .staged
            .iter()
            .filter_map(|change| match change {
                Change::Number(number) => Some(*number),
                Change::Desk(_)
                | Change::Forget(_)
                | Change::Attempts(_)
                | Change::Passes(_)
                | Change::Replay(..) => None,
            })
            .max();
        let last = staged.unwrap_or_else(|| self.rows.read().last_activity);
        let number = last.saturating_add(1);
        let id = ActivityId::new(number)
            .ok_or_else(|| StoreError::inconsistent("activity", format!("number {number}")))?;
        self.staged.push(Change::Number(number));
        Ok(id)
    }

    fn forget_letter(&mut self, id: LetterId) -> Result<()> {
        self.staged.push(Change::Forget(id));
        Ok(())
    }

    fn record_attempts(&mut self, outcomes: &[NoticeOutcome]) -> Result<()> {
        news::are_known(&self.rows.read(), outcomes)?;
        self.staged.push(Change::Attempts(outcomes.to_vec()));
        Ok(())
    }

    fn record_passes(&mut self, outcomes: &[PassOutcome]) -> Result<()> {
        news::have_activities(&self.rows.read(), outcomes)?;
        self.staged.push(Change::Passes(outcomes.to_vec()));
        Ok(())
    }

    fn replay_notice(&mut self, id: NoticeId, now: Timestamp) -> Result<bool> {
        let found = self.rows.read().notices.contains_key(&id);
        if found {
            self.staged.push(Change::Replay(id, now));
        }
        Ok(found)
    }
}
