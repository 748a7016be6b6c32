//! Request numbers: the same request is answered once, and then the same way.

use crate::{HomeId, RequestNo, Timestamp};

/// What a request asks for. A number belongs to its action and its home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Make an activity.
    Create,
    /// Publish it.
    Publish,
    /// Raise its budget.
    Append,
    /// Change its terms.
    Modify,
    /// Stop it.
    Stop,
    /// Issue a voucher.
    Issue,
    /// Use a voucher.
    Redeem,
    /// Refund an order.
    Return,
    /// Pay a recharge.
    Pay,
    /// Pay money in.
    Deposit,
    /// Carry out a letter.
    Letter,
    /// Bring codes.
    DepositCodes,
    /// Take uses back.
    Undo,
    /// Take a voucher back.
    Revoke,
    /// Link a voucher to a trade.
    Link,
    /// Undo that.
    Unlink,
    /// Order a voucher.
    Order,
    /// Pay an order.
    PayOrder,
    /// Refund an order.
    RefundOrder,
    /// Ask for an order's money.
    Settle,
    /// Set a budget.
    SetBudget,
    /// Take a code out.
    DeleteCode,
    /// Pay a subsidy.
    Subsidize,
    /// Give a subsidy back.
    ReturnSubsidy,
}

impl Action {
    /// Every action, in the order of their numbers in a store.
    pub const ALL: [Action; 24] = [
        Action::Create,
        Action::Publish,
        Action::Append,
        Action::Modify,
        Action::Stop,
        Action::Issue,
        Action::Redeem,
        Action::Return,
        Action::Pay,
        Action::Deposit,
        Action::Letter,
        Action::DepositCodes,
        Action::Undo,
        Action::Revoke,
        Action::Link,
        Action::Unlink,
        Action::Order,
        Action::PayOrder,
        Action::RefundOrder,
        Action::Settle,
        Action::SetBudget,
        Action::DeleteCode,
        Action::Subsidize,
        Action::ReturnSubsidy,
    ];
}

/// A digest of everything that a request says.
pub type Fingerprint = [u8; 16];

/// What makes a write the same write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// Where the number is kept.
    pub home: HomeId,
    /// What it asks for.
    pub action: Action,
    /// The caller's number.
    pub number: RequestNo,
    /// A digest of the contents: the same number with other contents is denied.
    pub fingerprint: Fingerprint,
}

/// What a request was answered with. The number says which voucher, redemption,
/// recharge … it made; 0 where it made none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Of what was made.
    pub number: u64,
    /// When.
    pub at: Timestamp,
}

impl Receipt {
    /// The sequence of what was made in an activity.
    pub fn sequence(&self) -> u32 {
        u32::try_from(self.number).unwrap_or(0)
    }
}

/// An answer that was given before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The digest of the request that was answered.
    pub fingerprint: Fingerprint,
    /// With what.
    pub receipt: Receipt,
}
