//! Why the platform says no.

use std::fmt;

use crate::Fen;

/// Why the platform says no. A denial is an answer, not a failure: it is shown
/// to the caller, never logged as an error, never retried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Denial {
    /// No activity has this number.
    NoSuchActivity,
    /// The activity is another merchant's.
    NotPermitted,
    /// No voucher has this number, or it is another user's.
    NoSuchVoucher,
    /// No redemption has this number.
    NoSuchRedemption,
    /// No recharge has this number.
    NoSuchRecharge,
    /// The request number was used for other contents.
    RequestReused,
    /// Something that was accepted before is not yet done.
    OperationRunning,
    /// The terms changed since they were read; read them again.
    TermsChanged,
    /// Not yet published, or paused.
    NotActive,
    /// Published before.
    AlreadyActive,
    /// Not in a state that can be paused or resumed.
    WrongState,
    /// The window of issue has not opened.
    NotStarted,
    /// The window of issue is over.
    Ended,
    /// Stopped by its merchant.
    Stopped,
    /// Only users with a verified name may receive.
    RealNameNeeded,
    /// The user has had their share.
    UserLimit,
    /// The person or the telephone number has had its share, by other accounts.
    PersonLimit,
    /// Every voucher is issued.
    BudgetExhausted,
    /// Today's vouchers are issued.
    DayExhausted,
    /// A budget can only grow.
    QuantityNotGrown {
        /// The present total.
        quantity: u32,
    },
    /// A budget of deposited codes is as large as there are codes.
    QuantityNotDeposited {
        /// How many there are.
        codes: u32,
    },
    /// A budget is at least what was issued.
    QuantityBelowIssued {
        /// How many were issued or set aside.
        issued: u32,
    },
    /// The budget is another one than the caller believes.
    QuantityDiffers {
        /// The present total.
        quantity: u32,
    },
    /// More vouchers than an activity can have.
    QuantityTooLarge,
    /// The voucher would be valid beyond the calendar.
    BeyondCalendar,
    /// The balance does not suffice.
    FundsShort {
        /// What there is.
        balance: Fen,
    },
    /// Paid before, or too late.
    RechargeClosed,
    /// The sum is larger than an account can hold.
    FundsTooLarge,
    /// The voucher's time has not come.
    NotYetUsable,
    /// The voucher's time is over.
    Expired,
    /// The voucher is used up.
    AlreadyRedeemed,
    /// Not usable at this hour.
    HourExcluded,
    /// Not usable at this seller.
    SellerExcluded,
    /// Not usable in this application.
    AppExcluded,
    /// Not usable in this shop.
    ShopExcluded,
    /// Not usable on these goods.
    GoodsExcluded,
    /// The eligible sum is too small.
    BelowFloor {
        /// What it must reach.
        floor: Fen,
    },
    /// The activity's merchant does not deposit codes.
    CodesNotDeposited,
    /// The caller must name a code.
    CodeNeeded,
    /// The caller must not name a code.
    CodeNotWanted,
    /// The activity has no such code.
    NoSuchCode,
    /// A voucher has the code.
    CodeIssued,
    /// The activity has as many codes as it can issue vouchers.
    TooManyCodes,
    /// Another voucher of the activity has this code.
    CodeTaken,
    /// The voucher was taken back.
    Revoked,
    /// The voucher is used, whole or in part.
    InUse,
    /// The voucher is not used.
    NotRedeemed,
    /// More uses than there are.
    TooManyUses {
        /// How many there are.
        left: u32,
    },
    /// The voucher is linked to another trade.
    LinkedElsewhere,
    /// The voucher is not linked to this trade.
    NotLinked,
    /// The activity's vouchers are not sold.
    NotForSale,
    /// The price is another one.
    PriceDiffers {
        /// Which.
        price: Fen,
    },
    /// No order has this number, or it is another buyer's.
    NoSuchOrder,
    /// The order is not in a state for this.
    OrderState,
    /// The money does not go back on these terms.
    NotRefundable,
    /// The order's money was asked for before.
    AlreadySettled,
    /// The user has used enough of these.
    RedeemLimit,
    /// Nothing would come off.
    NothingToDeduct,
    /// More than is left of the order.
    RefundTooLarge {
        /// What is left.
        left: Fen,
    },
    /// No subsidy has this number.
    NoSuchSubsidy,
    /// More than a voucher can be subsidised with.
    SubsidyTooLarge {
        /// What is left.
        left: Fen,
    },
}

impl fmt::Display for Denial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Denial::NoSuchActivity => "no such activity",
            Denial::NotPermitted => "the activity is another merchant's",
            Denial::NoSuchVoucher => "no such voucher",
            Denial::NoSuchRedemption => "no such redemption",
            Denial::NoSuchRecharge => "no such recharge",
            Denial::RequestReused => "the request number was used for other contents",
            Denial::OperationRunning => "another operation is in progress",
            Denial::TermsChanged => "the terms changed meanwhile",
            Denial::NotActive => "the activity is not active",
            Denial::AlreadyActive => "the activity was published before",
            Denial::WrongState => "the activity is not in a state for this",
            Denial::NotStarted => "the activity has not started",
            Denial::Ended => "the activity has ended",
            Denial::Stopped => "the activity was stopped",
            Denial::RealNameNeeded => "the user's name is not verified",
            Denial::UserLimit => "the user has received as many as allowed",
            Denial::PersonLimit => "the person has received as many as allowed",
            Denial::BudgetExhausted => "every voucher is issued",
            Denial::DayExhausted => "today's vouchers are issued",
            Denial::QuantityNotGrown { quantity } => {
                return write!(f, "the quantity must be more than {quantity}");
            }
            Denial::QuantityNotDeposited { codes } => {
                return write!(f, "the quantity must be that of the codes, {codes}");
            }
            Denial::QuantityBelowIssued { issued } => {
                return write!(
                    f,
                    "the quantity must be at least {issued}, which were issued"
                );
            }
            Denial::QuantityDiffers { quantity } => {
                return write!(f, "the quantity is {quantity}");
            }
            Denial::QuantityTooLarge => "the quantity is larger than an activity can have",
            Denial::BeyondCalendar => "the validity lies beyond the calendar",
            Denial::FundsShort { balance } => return write!(f, "the balance is {balance} yuan"),
            Denial::RechargeClosed => "the recharge is no longer open",
            Denial::FundsTooLarge => "the sum is larger than an account can hold",
            Denial::NotYetUsable => "the voucher is not yet usable",
            Denial::Expired => "the voucher has expired",
            Denial::AlreadyRedeemed => "the voucher is used up",
            Denial::HourExcluded => "the voucher is not usable at this hour",
            Denial::SellerExcluded => "the voucher is not usable at this seller",
            Denial::AppExcluded => "the voucher is not usable in this application",
            Denial::ShopExcluded => "the voucher is not usable in this shop",
            Denial::GoodsExcluded => "the voucher is not usable on these goods",
            Denial::BelowFloor { floor } => {
                return write!(f, "the eligible sum is below {floor} yuan");
            }
            Denial::CodesNotDeposited => "the activity takes no codes in advance",
            Denial::CodeNeeded => "a code must be named",
            Denial::CodeNotWanted => "no code may be named",
            Denial::NoSuchCode => "no such code",
            Denial::CodeIssued => "a voucher has the code",
            Denial::TooManyCodes => "the activity has as many codes as vouchers",
            Denial::CodeTaken => "the code is another voucher's",
            Denial::Revoked => "the voucher was taken back",
            Denial::InUse => "the voucher is used already",
            Denial::NotRedeemed => "the voucher is not used",
            Denial::TooManyUses { left } => return write!(f, "there are only {left} uses"),
            Denial::LinkedElsewhere => "the voucher is linked to another trade",
            Denial::NotLinked => "the voucher is not linked to this trade",
            Denial::NotForSale => "the activity's vouchers are not sold",
            Denial::PriceDiffers { price } => return write!(f, "the price is {price} yuan"),
            Denial::NoSuchOrder => "no such order",
            Denial::OrderState => "the order is not in a state for this",
            Denial::NotRefundable => "the money does not go back on these terms",
            Denial::AlreadySettled => "the order was settled before",
            Denial::RedeemLimit => "the user has used as many as allowed",
            Denial::NothingToDeduct => "nothing would come off the order",
            Denial::RefundTooLarge { left } => {
                return write!(f, "only {left} yuan are left to refund");
            }
            Denial::NoSuchSubsidy => "no such subsidy",
            Denial::SubsidyTooLarge { left } => {
                return write!(f, "only {left} yuan are left to subsidise");
            }
        };
        f.write_str(text)
    }
}

impl std::error::Error for Denial {}
