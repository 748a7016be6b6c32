//! The domain of Quan: values, terms, states, and operations that decide. Pure:
//! no I/O, no async, no clock of its own.
//!
//! An [`Operation`] looks at a [`Desk`] of rows and answers with [`Fact`]s or a
//! [`Denial`]; [`Desk::apply`] is the one place where state changes.

pub mod account;
pub mod activity;
pub mod benefit;
mod denial;
pub mod desk;
mod fact;
mod id;
pub mod keys;
mod money;
pub mod notice;
pub mod operation;
pub mod order;
pub mod request;
pub mod sale;
pub mod subsidy;
pub mod terms;
pub mod time;
pub mod voucher;
pub mod window;

pub use account::{Account, Letter, LetterBody, LetterId, Opening, Recharge, RechargeState};
pub use activity::{Activity, ActivityState, Change, Completion, Due, Pending, Product};
pub use benefit::Benefit;
pub use denial::Denial;
pub use desk::Desk;
pub use fact::{Fact, Facts};
pub use id::{
    ActivityId, AppId, Code, HomeId, Member, MerchantId, NotAName, OrderNo, PersonId, Phone,
    RechargeId, RedemptionId, RequestNo, ReturnId, SaleId, SubsidyId, SubsidyReturnId, UserId,
    VoucherId,
};
pub use keys::Keys;
pub use money::Fen;
pub use notice::{Event, Notice, NoticeId};
pub use operation::Operation;
pub use order::Order;
pub use request::{Action, Fingerprint, Receipt, Request};
pub use sale::{SaleOrder, SaleState};
pub use subsidy::{Subsidy, SubsidyReturn, SubsidyState, Transfer, TransferId};
pub use terms::{Cap, Funding, Rounding, Scope, ScopeChange, ScopeKind, Terms, Validity};
pub use time::{Clock, Period, Timestamp};
pub use voucher::{Redemption, Return, Voucher, VoucherName, VoucherState, VoucherStatus};
pub use window::Window;
