//! What queries answer with, and what they can be narrowed to.

use std::sync::Arc;

use quan_core::{
    Activity, ActivityId, AppId, Event, MerchantId, Notice, NoticeId, Timestamp, Voucher,
    VoucherStatus,
};

/// A page of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Which, from 1.
    pub number: u32,
    /// How many rows a page has.
    pub size: u32,
}

impl Page {
    /// The first rows.
    pub const fn first(size: u32) -> Page {
        Page { number: 1, size }
    }

    /// How many rows are on the pages before it.
    pub fn offset(self) -> u64 {
        u64::from(self.number.saturating_sub(1)) * u64::from(self.size)
    }
}

/// A page, and how many rows there are in all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    /// The page.
    pub items: Vec<T>,
    /// All there are.
    pub total: u64,
}

/// An activity, and what its dialect shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivityView {
    /// The activity.
    pub activity: Activity,
    /// The dialect's document of the terms in force.
    pub document: Arc<str>,
}

/// Which activities.
#[derive(Clone, Copy, Debug, Default)]
pub struct ActivityFilter {
    /// Owned or made by this merchant.
    pub merchant: Option<MerchantId>,
    /// Only those in this state.
    pub status: Option<ActivityStatus>,
    /// Also those that were never published.
    pub include_created: bool,
}

/// A state that activities are listed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActivityStatus {
    /// Open, and the window of issue is not over.
    Active,
    /// Paused.
    Paused,
}

/// Which vouchers of a user.
#[derive(Clone, Copy, Debug, Default)]
pub struct VoucherFilter {
    /// Of this activity.
    pub activity: Option<ActivityId>,
    /// Of activities that this merchant owns.
    pub owner: Option<MerchantId>,
    /// Of activities that this merchant made.
    pub operator: Option<MerchantId>,
    /// In this status.
    pub status: Option<VoucherStatus>,
    /// Without those that expired before this instant.
    pub expired_since: Option<Timestamp>,
    /// That this merchant issued.
    pub issuer: Option<MerchantId>,
    /// Those that were taken back too, where no status is wanted.
    pub revoked_too: bool,
    /// Those that their users threw away, and no others.
    pub hidden: bool,
}

/// Which codes a list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeFilter {
    /// All of them.
    All,
    /// Those that no voucher has.
    Free,
    /// Those that a voucher has.
    Issued,
}

/// A notice that is to be told now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DueNotice {
    /// What is told.
    pub notice: Notice,
    /// How often that was tried.
    pub attempts: u32,
}

/// One try at telling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// When.
    pub at: Timestamp,
    /// Whether the receiver took it.
    pub delivered: bool,
    /// What it answered.
    pub detail: String,
}

/// How a try at a notice went.
#[derive(Clone, Debug)]
pub struct NoticeOutcome {
    /// Which notice.
    pub id: NoticeId,
    /// The try.
    pub attempt: Attempt,
    /// When to try again; `None` after a failure gives the notice up.
    pub next_at: Option<Timestamp>,
}

/// What every voucher causes, told from the vouchers themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PassKind {
    /// It was received.
    Received,
    /// It passed its end unused.
    Expired,
}

/// Vouchers that are to be told of.
#[derive(Clone, Debug)]
pub struct Pass {
    /// Of which activity.
    pub activity: ActivityId,
    /// Who is told.
    pub receiver: AppId,
    /// What.
    pub kind: PassKind,
    /// The vouchers to be told of, in order; used ones never expire and are
    /// left out.
    pub vouchers: Vec<Voucher>,
    /// Up to where the pass goes.
    pub through: u32,
}

/// How a pass went.
#[derive(Clone, Debug)]
pub struct PassOutcome {
    /// Of which activity.
    pub activity: ActivityId,
    /// What was told.
    pub kind: PassKind,
    /// Up to where.
    pub through: u32,
    /// What was not taken, and becomes a notice of its own.
    pub failed: Vec<FailedNotice>,
}

/// News of a voucher that was not taken.
#[derive(Clone, Debug)]
pub struct FailedNotice {
    /// What happened.
    pub event: Event,
    /// When.
    pub happened_at: Timestamp,
    /// Who was told.
    pub receiver: AppId,
    /// The try.
    pub attempt: Attempt,
    /// When to try again; `None` gives it up.
    pub next_at: Option<Timestamp>,
}

/// How a notice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoticeState {
    /// It is to be told.
    Waiting,
    /// It was taken.
    Delivered,
    /// It was given up.
    Dead,
}

/// Which notices.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoticeFilter {
    /// Of this activity.
    pub activity: Option<ActivityId>,
    /// In this state.
    pub state: Option<NoticeState>,
}

/// A notice and its tries.
#[derive(Clone, Debug)]
pub struct NoticeView {
    /// What is told.
    pub notice: Notice,
    /// How it stands.
    pub state: NoticeState,
    /// When it is tried next, or was last due.
    pub due_at: Timestamp,
    /// The tries.
    pub attempts: Vec<Attempt>,
}
