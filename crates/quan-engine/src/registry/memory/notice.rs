//! What applications are told of plans and shops, in memory.

use std::collections::BTreeSet;

use quan_core::{AppId, Timestamp};

use super::Memory;
use crate::registry::{News, RegistryNotice};

impl Memory {
    pub(in crate::registry) fn due_notices(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Vec<RegistryNotice> {
        let mut waiting = BTreeSet::new();
        let due = self.notices.values().filter(|(notice, next_at)| {
            next_at.is_some_and(|at| waiting.insert(&notice.news.subject) && at <= now)
        });
        due.take(limit).map(|(notice, _)| notice.clone()).collect()
    }

    pub(in crate::registry) fn record_attempt(&mut self, number: u64, next_at: Option<Timestamp>) {
        if let Some((notice, next)) = self.notices.get_mut(&number) {
            notice.attempts += 1;
            *next = next_at;
        }
    }

    /// Notes what an application is to be told, if it is one of those that can
    /// be `told` anything.
    pub(super) fn tell(&mut self, news: Option<News>, now: Timestamp, told: &[AppId]) {
        let Some(news) = news.filter(|news| told.contains(&news.receiver)) else {
            return;
        };
        let last = self.notices.last_key_value();
        let number = last.map_or(1, |(last, _)| last + 1);
        let notice = RegistryNotice {
            number,
            news,
            happened_at: now,
            attempts: 0,
        };
        self.notices.insert(number, (notice, Some(now)));
    }
}
