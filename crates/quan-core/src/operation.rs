//! What can be asked of the voucher platform, one file each. An operation looks
//! and decides; it never changes anything.

mod append;
mod bind;
mod complete;
mod create;
mod delete_code;
mod deposit_codes;
mod funds;
mod hide;
mod issue;
mod link;
mod modify;
mod pause;
mod publish;
mod redeem;
mod return_order;
mod return_subsidy;
mod revoke;
mod sale;
mod set_budget;
mod stop;
mod subsidize;
mod sweep;
mod transfer;
mod undo;

pub use append::Append;
pub use bind::BindReceiver;
pub use complete::Complete;
pub use create::{Create, Open};
pub use delete_code::DeleteCode;
pub use deposit_codes::DepositCodes;
pub use funds::{BookPayment, Deposit, PayRecharge, Provision, TakeBack};
pub use hide::Hide;
pub use issue::{Issue, Label, Recipient};
pub use link::{Link, Unlink};
pub use modify::Modify;
pub use pause::{Pause, Resume};
pub use publish::Publish;
pub use redeem::{Redeem, Redeemer};
pub use return_order::ReturnOrder;
pub use return_subsidy::ReturnSubsidy;
pub use revoke::Revoke;
pub use sale::{
    CloseOrder, Deliver, FailDelivery, PayOrder, PlaceOrder, RefundOrder, RefundReply, Settle,
};
pub use set_budget::{BudgetTarget, SetBudget};
pub use stop::Stop;
pub use subsidize::Subsidize;
pub use sweep::Sweep;
pub use transfer::{SettleTransfer, TakePart};
pub use undo::Undo;

use crate::account::{Letter, LetterBody, LetterId};
use crate::{
    Activity, Denial, Desk, Fact, Facts, Fen, HomeId, Keys, MerchantId, Receipt, Recharge,
    RechargeId, RechargeState, Timestamp,
};

/// Days that a recharge can be paid; both platforms' own limit.
pub const RECHARGE_DAYS: u32 = 3;

/// What an operation decided: the facts, and what is answered.
pub type Decision = Result<(Facts, Receipt), Denial>;

/// One thing that can be asked of the voucher platform.
pub trait Operation: Send {
    /// The one home that it writes.
    fn home(&self) -> HomeId;

    /// The rows that it must see before it can decide, beyond its home, which
    /// is on the desk already.
    fn reads(&self, _desk: &Desk, _now: Timestamp, _keys: &mut Keys) {}

    /// What happens, and what is answered. Looks, never changes.
    fn decide(&self, desk: &Desk, now: Timestamp) -> Decision;

    /// How much work it is, in rows; a batch takes so many at the most.
    fn weight(&self) -> usize {
        1
    }

    /// Whether it may put other terms in force. What follows must read its rows
    /// anew, since the terms say which rows those are: it goes into the next
    /// batch.
    fn ends_batch(&self) -> bool {
        false
    }
}

/// The receipt of something that made nothing of a number.
fn done(now: Timestamp) -> Receipt {
    Receipt { number: 0, at: now }
}

/// Opens the payment that prepaid vouchers wait for.
fn open_recharge(
    activity: &Activity,
    sponsor: MerchantId,
    vouchers: u32,
    now: Timestamp,
) -> Result<Recharge, Denial> {
    let amount = activity
        .terms
        .benefit
        .face()
        .checked_mul(u64::from(vouchers))
        .ok_or(Denial::FundsTooLarge)?;
    let sequence = activity.counters.recharges.saturating_add(1);
    let lapses_at = crate::time::seconds_after(now, RECHARGE_DAYS * 86_400);
    Ok(Recharge {
        id: RechargeId::new(activity.id, sequence),
        sponsor,
        amount,
        opened_at: now,
        lapses_at,
        state: RechargeState::Open,
    })
}

/// Frees prepaid money: it leaves the activity in a letter to its sponsor.
fn free_funds(activity: &Activity, amount: Fen, facts: &mut Facts) {
    let Some(sponsor) = activity.sponsor() else {
        return;
    };
    if amount == Fen::ZERO {
        return;
    }
    facts.push(Fact::FundsFreed {
        activity: activity.id,
        amount,
    });
    facts.push(Fact::LetterWritten(Letter {
        id: LetterId {
            from: HomeId::Activity(activity.id),
            sequence: activity.counters.letters.saturating_add(1),
        },
        to: HomeId::Merchant(sponsor),
        body: LetterBody::Refund { amount },
    }));
}
