//! What applications are told of plans and shops, in memory.

use std::collections::BTreeSet;

use quan_core::{AppId, Timestamp};

use super::Memory;
use crate::registry::notice::state_of;
use crate::registry::{News, RegistryNotice, RegistryNoticeFilter, RegistryNoticeView};
use crate::{Attempt, Listed};

/// Something that an application is told, and how that went.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    notice: RegistryNotice,
    next_at: Option<Timestamp>,
    attempts: Vec<Attempt>,
}

impl Kept {
    fn view(&self) -> RegistryNoticeView {
        let last = self.attempts.last();
        RegistryNoticeView {
            notice: self.notice.clone(),
            state: state_of(self.next_at, last),
            due_at: self
                .next_at
                .or(last.map(|attempt| attempt.at))
                .unwrap_or(self.notice.happened_at),
            attempts: self.attempts.clone(),
        }
    }
}

impl Memory {
    pub(in crate::registry) fn due_notices(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Vec<RegistryNotice> {
        let mut waiting = BTreeSet::new();
        let due = self.notices.values().filter(|kept| {
            kept.next_at
                .is_some_and(|at| waiting.insert(&kept.notice.news.subject) && at <= now)
        });
        due.take(limit).map(|kept| kept.notice.clone()).collect()
    }

    pub(in crate::registry) fn list_notices(
        &self,
        filter: RegistryNoticeFilter<'_>,
        skipped: u64,
        limit: usize,
    ) -> Listed<RegistryNoticeView> {
        let all = self.notices.values().rev().map(Kept::view);
        let all: Vec<_> = all
            .filter(|view| {
                let subject = &view.notice.news.subject;
                filter.subject.is_none_or(|wanted| wanted == subject)
                    && filter.state.is_none_or(|wanted| wanted == view.state)
            })
            .collect();
        let total = u64::try_from(all.len()).unwrap_or(u64::MAX);
        let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
        let items = all.into_iter().skip(skipped).take(limit).collect();
        Listed { items, total }
    }

    pub(in crate::registry) fn notice(&self, number: u64) -> Option<RegistryNotice> {
        Some(self.notices.get(&number)?.notice.clone())
    }

    pub(in crate::registry) fn replay_notice(&mut self, number: u64, now: Timestamp) -> bool {
        let Some(kept) = self.notices.get_mut(&number) else {
            return false;
        };
        kept.next_at = Some(now);
        true
    }

    pub(in crate::registry) fn record_attempt(
        &mut self,
        number: u64,
        attempt: &Attempt,
        next_at: Option<Timestamp>,
    ) {
        if let Some(kept) = self.notices.get_mut(&number) {
            kept.notice.attempts += 1;
            kept.next_at = next_at;
            kept.attempts.push(attempt.clone());
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
        let kept = Kept {
            notice: RegistryNotice {
                number,
                news,
                happened_at: now,
                attempts: 0,
            },
            next_at: Some(now),
            attempts: Vec::new(),
        };
        self.notices.insert(number, kept);
    }
}
