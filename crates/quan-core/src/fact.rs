//! What happened: the only words in which an operation can change anything.

use std::sync::Arc;

use crate::account::{Letter, Opening};
use crate::activity::Pending;
use crate::keys::Subject;
use crate::sale::{RefundCause, SaleOrder};
use crate::subsidy::{Subsidy, SubsidyReturn};
use crate::terms::{ScopeChange, Terms};
use crate::voucher::{Deposit, Linked};
use crate::{
    ActivityId, AppId, Code, Fen, MerchantId, Recharge, RechargeId, Redemption, RequestNo, Return,
    SaleId, SubsidyId, SubsidyReturnId, Timestamp, Voucher, VoucherId,
};

/// What an operation did, in order.
pub type Facts = Vec<Fact>;

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// An activity was made.
    ActivityOpened {
        /// With what.
        opening: Box<Opening>,
        /// When.
        at: Timestamp,
    },
    /// A change was accepted.
    ChangeAccepted {
        /// For which activity.
        activity: ActivityId,
        /// What.
        pending: Pending,
    },
    /// Terms were written down; a change puts them in force.
    TermsDrafted {
        /// For which activity.
        activity: ActivityId,
        /// Under which version.
        version: u32,
        /// The terms.
        terms: Arc<Terms>,
        /// What the dialect shows.
        document: Arc<str>,
        /// How the members of their scope change, where that is a new generation.
        members: Arc<ScopeChange>,
    },
    /// The accepted change was done.
    ChangeDone {
        /// In which activity.
        activity: ActivityId,
        /// When.
        at: Timestamp,
        /// The terms that are now in force, where it changed them.
        terms: Option<Arc<Terms>>,
    },
    /// The accepted change was given up, since nobody paid.
    ChangeLapsed {
        /// In which activity.
        activity: ActivityId,
        /// When.
        at: Timestamp,
    },
    /// An activity was paused.
    ActivityPaused(ActivityId),
    /// An activity was resumed.
    ActivityResumed(ActivityId),
    /// Messages go to another application.
    ReceiverBound {
        /// Of which activity.
        activity: ActivityId,
        /// To whom.
        receiver: AppId,
    },
    /// A recharge was opened.
    RechargeOpened(Recharge),
    /// A recharge was paid, and the change that waits for it is due.
    RechargePaid {
        /// Which.
        recharge: RechargeId,
        /// When.
        at: Timestamp,
        /// When the change is due.
        due: crate::Due,
    },
    /// A voucher was issued.
    VoucherIssued {
        /// The voucher.
        voucher: Voucher,
        /// Persons and telephone numbers that it counts for.
        subjects: Vec<Subject>,
    },
    /// A voucher was used.
    VoucherRedeemed(Redemption),
    /// An order was refunded, whole or in part.
    OrderRefunded {
        /// How.
        returned: Return,
        /// The voucher of the order, if its use is returned.
        voucher: Option<VoucherId>,
    },
    /// A use was taken back, or a part of it.
    UseUndone {
        /// How.
        returned: Return,
        /// How many of the voucher's uses.
        times: u32,
    },
    /// A voucher was taken back, unused.
    VoucherRevoked {
        /// Which.
        voucher: VoucherId,
        /// When.
        at: Timestamp,
        /// What the dialect keeps with it from now on, where that changes.
        note: Option<Arc<str>>,
    },
    /// A voucher was linked to a trade, or is so no more.
    VoucherLinked {
        /// Which.
        voucher: VoucherId,
        /// To what.
        trade: Option<Linked>,
    },
    /// A user threw a voucher out of the wallet.
    VoucherHidden(VoucherId),
    /// A merchant brought codes.
    CodesDeposited {
        /// The deposit, and what it left out.
        deposit: Deposit,
        /// The codes, and their places among the free ones.
        codes: Vec<(Code, u64)>,
    },
    /// A free code was taken out again.
    CodeDeleted {
        /// Of which activity.
        activity: ActivityId,
        /// Which.
        code: Code,
    },
    /// A budget was set to another total.
    QuantitySet {
        /// Of which activity.
        activity: ActivityId,
        /// The total.
        quantity: u32,
    },
    /// An order for a voucher was placed.
    SaleOrdered(SaleOrder),
    /// It was paid.
    SalePaid {
        /// Which.
        sale: SaleId,
        /// When.
        at: Timestamp,
        /// Whether the merchant is to be asked for a code.
        asks: bool,
    },
    /// Its voucher was issued; that is a fact of its own.
    SaleDelivered {
        /// Which.
        sale: SaleId,
        /// The voucher's place in the order of issue.
        voucher: u32,
        /// When.
        at: Timestamp,
    },
    /// It was closed, since nobody paid.
    SaleClosed(SaleId),
    /// Its money is wanted back.
    RefundAsked {
        /// Of which order.
        sale: SaleId,
        /// Why.
        cause: RefundCause,
        /// The request that asked for it.
        request: Option<RequestNo>,
        /// When.
        at: Timestamp,
        /// Whether the merchant is asked first.
        asks: bool,
    },
    /// Its money went back.
    RefundDone {
        /// Of which order.
        sale: SaleId,
        /// When.
        at: Timestamp,
    },
    /// The merchant refused to give its money back.
    RefundRefused(SaleId),
    /// The payee asked for its money.
    SaleSettled {
        /// Which.
        sale: SaleId,
        /// When.
        at: Timestamp,
    },
    /// Vouchers passed their end.
    VouchersSwept {
        /// Of which activity.
        activity: ActivityId,
        /// Up to which sequence.
        through: u32,
        /// How many of them were unused.
        expired: u32,
        /// When the next one does.
        next_expiry_at: Option<Timestamp>,
    },
    /// Vouchers will never be issued, and their money is free.
    BudgetReleased {
        /// Of which activity.
        activity: ActivityId,
        /// How many.
        vouchers: u32,
    },
    /// Prepaid money left an activity.
    FundsFreed {
        /// Which.
        activity: ActivityId,
        /// How much.
        amount: Fen,
    },
    /// Money came into an account.
    FundsPaidIn {
        /// Whose.
        merchant: MerchantId,
        /// How much.
        amount: Fen,
        /// Whether a provisioning file asked for it.
        provisioned: bool,
    },
    /// Money left an account for an activity.
    FundsReserved {
        /// Whose.
        merchant: MerchantId,
        /// How much.
        amount: Fen,
    },
    /// Money came back to an account.
    FundsRefunded {
        /// Whose.
        merchant: MerchantId,
        /// How much.
        amount: Fen,
    },
    /// Money left an account for another merchant's.
    SubsidyAccepted(Subsidy),
    /// A subsidy came into an account.
    SubsidyReceived {
        /// Whose.
        payee: MerchantId,
        /// How much.
        amount: Fen,
    },
    /// The payer learned that it came, or has the money again.
    SubsidySettled {
        /// Which.
        subsidy: SubsidyId,
        /// Whether it came.
        done: bool,
        /// When.
        at: Timestamp,
    },
    /// A subsidy is asked back.
    SubsidyReturnAccepted(SubsidyReturn),
    /// A subsidy left an account again.
    SubsidyGivenBack {
        /// Whose.
        payee: MerchantId,
        /// How much.
        amount: Fen,
    },
    /// The payer has the money again, or learned that the payee has not enough.
    SubsidyReturnSettled {
        /// Which.
        id: SubsidyReturnId,
        /// Whether the money is back.
        done: bool,
        /// When.
        at: Timestamp,
    },
    /// A letter was written.
    LetterWritten(Letter),
}
