//! What never changes about an activity, remembered, so that a hot one is looked up
//! once.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use quan_core::ActivityId;

/// So many activities are remembered.
const MOST_KNOWN: usize = 100_000;

/// Something that is remembered of activities.
#[derive(Debug)]
pub(crate) struct Known<T>(RwLock<HashMap<ActivityId, T>>);

impl<T> Default for Known<T> {
    fn default() -> Known<T> {
        Known(RwLock::default())
    }
}

impl<T: Copy> Known<T> {
    pub(crate) fn get(&self, activity: ActivityId) -> Option<T> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(&activity)
            .copied()
    }

    pub(crate) fn put(&self, activity: ActivityId, what: T) {
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MOST_KNOWN {
            known.clear();
        }
        known.insert(activity, what);
    }
}
