//! What applications are told of plans and shops: these have no activity whose
//! notices could be theirs.

use quan_core::{AppId, RequestNo, Timestamp};

use super::{DeliveryStatus, Registry, RegistryError};
use crate::{Attempt, Listed, NoticeState};

/// Something that an application is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryNotice {
    /// In the order in which things happened.
    pub number: u64,
    /// What happened, to what, and who is told.
    pub news: News,
    /// When it happened.
    pub happened_at: Timestamp,
    /// How often it was tried to tell.
    pub attempts: u32,
}

/// What happened, to what, and who is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The id of the plan or of the shop.
    pub subject: String,
    /// Who is told.
    pub receiver: AppId,
    /// What happened.
    pub event: NoticeEvent,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeEvent {
    /// A promotion plan stands otherwise than before.
    Delivery {
        /// The request that made the plan.
        request: RequestNo,
        /// How it stands since then.
        status: DeliveryStatus,
        /// Why it is not shown.
        fault: Option<String>,
    },
    /// A shop was certified.
    ShopPassed,
    /// A shop was found wanting.
    ShopRejected,
}

/// Which of what applications are told.
#[derive(Clone, Copy, Debug, Default)]
pub struct RegistryNoticeFilter<'a> {
    /// About this plan or shop.
    pub subject: Option<&'a str>,
    /// In this state.
    pub state: Option<NoticeState>,
}

/// Something that an application is told, and how that went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegistryNoticeView {
    /// What is told.
    pub notice: RegistryNotice,
    /// How it stands.
    pub state: NoticeState,
    /// When it is tried next, or was tried last.
    pub due_at: Timestamp,
    /// The tries.
    pub attempts: Vec<Attempt>,
}

impl Registry {
    /// At most `limit` of what applications are told, latest first, behind the
    /// first `skipped`; and how many there are.
    pub fn list_notices(
        &self,
        filter: RegistryNoticeFilter<'_>,
        skipped: u64,
        limit: usize,
    ) -> Result<Listed<RegistryNoticeView>, RegistryError> {
        self.ask(
            |sqlite| sqlite.list_notices(filter, skipped, limit),
            |memory| Ok(memory.list_notices(filter, skipped, limit)),
        )
    }

    /// What is told under this number.
    pub fn find_notice(&self, number: u64) -> Result<Option<RegistryNotice>, RegistryError> {
        self.ask(
            |sqlite| sqlite.notice(number),
            |memory| Ok(memory.notice(number)),
        )
    }

    /// Makes something due again, whatever became of it; `false` where nothing
    /// has this number.
    pub fn replay_notice(&self, number: u64, now: Timestamp) -> Result<bool, RegistryError> {
        self.change(
            |sqlite| sqlite.replay_notice(number, now),
            |memory| Ok(memory.replay_notice(number, now)),
        )
    }

    /// At most `limit` of what applications are to be told now. Of one plan or
    /// shop nothing is told before what happened earlier was taken or given up.
    pub fn due_notices(
        &self,
        now: Timestamp,
        limit: usize,
    ) -> Result<Vec<RegistryNotice>, RegistryError> {
        self.ask(
            |sqlite| sqlite.due_notices(now, limit),
            |memory| Ok(memory.due_notices(now, limit)),
        )
    }

    /// Records that it was tried to tell something: `next_at` is when it is
    /// tried again, and `None` where it was taken or is given up.
    pub fn record_attempt(
        &self,
        number: u64,
        attempt: &Attempt,
        next_at: Option<Timestamp>,
    ) -> Result<(), RegistryError> {
        self.change(
            |sqlite| sqlite.record_attempt(number, attempt, next_at),
            |memory| {
                memory.record_attempt(number, attempt, next_at);
                Ok(())
            },
        )
    }
}

/// How a notice stands that is tried next at `next_at`, after the `last` try.
pub(super) fn state_of(next_at: Option<Timestamp>, last: Option<&Attempt>) -> NoticeState {
    match (next_at, last) {
        (Some(_), _) => NoticeState::Waiting,
        (None, Some(last)) if last.delivered => NoticeState::Delivered,
        (None, _) => NoticeState::Dead,
    }
}
