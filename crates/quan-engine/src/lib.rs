//! The engine: runs operations in lanes over a store, completes what was
//! accepted, and keeps what merchants are to be told.
//!
//! Every write goes through a lane, which loads the rows that a batch of
//! operations reads, lets `quan-core` decide, saves what changed and answers
//! after the commit. Everything else here only reads.

mod audit;
mod codes;
mod engine;
mod error;
mod lane;
mod letters;
mod query;
pub mod registry;
mod sales;
mod scheduler;
mod store;
mod subsidies;
mod view;
mod vouchers;

pub use audit::{Audit, Finding};
pub use codes::{CodeOutcome, CodeView, Deposited};
pub use engine::{Accepted, Created, Engine, NewActivity, NewTerms, Numbered, Options};
pub use error::{Error, StoreError};
pub use sales::{Ordered, RefundCall};
pub use subsidies::{NewSubsidy, SubsidyAccepted, SubsidyReturnAccepted};
pub use view::{
    ActivityFilter, ActivityStatus, ActivityView, Attempt, CodeFilter, DueNotice, FailedNotice,
    Listed, NoticeFilter, NoticeOutcome, NoticeState, NoticeView, Page, Pass, PassKind,
    PassOutcome, VoucherFilter,
};
pub use vouchers::{Issued, Report, Returned};
