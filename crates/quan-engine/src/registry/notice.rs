//! What applications are told of plans and shops: these have no activity whose
//! notices could be theirs.

use quan_core::{AppId, RequestNo, Timestamp};

use super::{DeliveryStatus, Registry, RegistryError};

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

impl Registry {
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
        detail: &str,
        next_at: Option<Timestamp>,
    ) -> Result<(), RegistryError> {
        self.change(
            |sqlite| sqlite.record_attempt(number, detail, next_at),
            |memory| {
                memory.record_attempt(number, next_at);
                Ok(())
            },
        )
    }
}
