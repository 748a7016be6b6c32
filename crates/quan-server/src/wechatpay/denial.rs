//! How the domain's denials are worded, per call.

use quan_core::Denial;
use quan_engine::Error;
use quan_engine::registry::RegistryError;
use quan_wire::wechatpay::error::ErrorBody;
use quan_wire::wechatpay::message::{Operation, Problem, Refusal};
use quan_wire::wechatpay::upload::UploadFault;

/// Why a call is not done.
#[derive(Debug)]
pub(super) enum Fault {
    /// What it says breaks a rule, or the platform has a problem of its own words.
    Refused(Refusal),
    /// The domain says no.
    Denied(Denial),
    /// An upload that cannot be taken.
    Upload(UploadFault),
    /// Quan itself could not.
    Broken(String),
}

impl Fault {
    /// Something that cannot be, in the log's words.
    pub(super) fn broken(what: impl Into<String>) -> Fault {
        Fault::Broken(what.into())
    }

    /// What the platform calls it.
    pub(super) fn problem(&self, call: Operation) -> Problem {
        match self {
            Fault::Refused(refusal) => refusal.problem,
            Fault::Denied(denial) => problem(call, denial),
            Fault::Upload(_) => Problem::Parameter,
            Fault::Broken(what) => {
                tracing::error!(operation = ?call, what, "a call failed");
                Problem::Failure
            }
        }
    }

    /// The error that is answered.
    pub(super) fn answer(self, call: Operation) -> ErrorBody {
        match self {
            Fault::Refused(refusal) => refusal.answer(),
            Fault::Upload(fault) => fault.error(),
            other @ (Fault::Denied(_) | Fault::Broken(_)) => {
                Refusal::from(other.problem(call)).answer()
            }
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Fault {
        Fault::Refused(refusal)
    }
}

impl From<Problem> for Fault {
    fn from(problem: Problem) -> Fault {
        Fault::Refused(problem.into())
    }
}

impl From<UploadFault> for Fault {
    fn from(fault: UploadFault) -> Fault {
        Fault::Upload(fault)
    }
}

impl From<Denial> for Fault {
    fn from(denial: Denial) -> Fault {
        Fault::Denied(denial)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Fault {
        match error {
            Error::Denied(denial) => Fault::Denied(denial),
            Error::Store(_) | Error::Closed => Fault::Broken(error.to_string()),
        }
    }
}

impl From<RegistryError> for Fault {
    fn from(error: RegistryError) -> Fault {
        Fault::Broken(error.to_string())
    }
}

/// What the platform calls a denial in the answer of a call.
fn problem(call: Operation, denial: &Denial) -> Problem {
    match denial {
        Denial::NoSuchActivity => no_such_stock(call),
        Denial::NotPermitted => not_permitted(call),
        Denial::NoSuchVoucher => no_such_coupon(call),
        Denial::RequestReused if call == Operation::StockCreate => Problem::StockExists,
        Denial::RequestReused => Problem::RequestReused,
        Denial::NotActive if call == Operation::CodeUpload => Problem::StockCreating,
        // At issue, one sentence for everything that is not running.
        Denial::NotActive | Denial::NotStarted => Problem::NotRunning,
        Denial::Ended | Denial::Stopped if is_issue(call) => Problem::NotRunning,
        Denial::Ended | Denial::Stopped => Problem::StockOver,
        Denial::BudgetExhausted => Problem::BudgetSpent,
        Denial::DayExhausted => Problem::DaySpent,
        Denial::UserLimit => Problem::UserLimit,
        Denial::PersonLimit => Problem::PersonLimit,
        Denial::CodeTaken => Problem::CodeTaken,
        Denial::CodesNotDeposited => Problem::CodeMode,
        Denial::TooManyCodes => Problem::CodesFull,
        Denial::NoSuchCode | Denial::NoSuchSubsidy => Problem::NotFound,
        Denial::CodeIssued => Problem::CodeDispatched,
        Denial::QuantityDiffers { .. } => Problem::BudgetChanged,
        Denial::QuantityBelowIssued { .. } => Problem::BelowIssued,
        Denial::AlreadyRedeemed if call == Operation::CouponUse => Problem::UsedBefore,
        Denial::NotYetUsable | Denial::Expired | Denial::HourExcluded
            if call == Operation::CouponUse =>
        {
            Problem::OutsideValidity
        }
        Denial::AlreadyRedeemed
        | Denial::InUse
        | Denial::Revoked
        | Denial::NotYetUsable
        | Denial::Expired
        | Denial::HourExcluded
        | Denial::TooManyUses { .. } => Problem::NotUsable,
        Denial::NotRedeemed => Problem::NotUsed,
        Denial::LinkedElsewhere => Problem::LinkedElsewhere,
        Denial::NotLinked => Problem::NotLinked,
        Denial::RefundTooLarge { .. } => Problem::ReturnTooLarge,
        Denial::SubsidyTooLarge { .. } => Problem::SubsidyTooLarge,
        // Somebody else is at it: the caller comes again.
        Denial::OperationRunning | Denial::TermsChanged => Problem::Failure,
        // What no call of this platform's can meet.
        Denial::NoSuchRedemption
        | Denial::NoSuchRecharge
        | Denial::AlreadyActive
        | Denial::WrongState
        | Denial::RealNameNeeded
        | Denial::QuantityNotGrown { .. }
        | Denial::QuantityNotDeposited { .. }
        | Denial::QuantityTooLarge
        | Denial::BeyondCalendar
        | Denial::FundsShort { .. }
        | Denial::RechargeClosed
        | Denial::FundsTooLarge
        | Denial::SellerExcluded
        | Denial::AppExcluded
        | Denial::ShopExcluded
        | Denial::GoodsExcluded
        | Denial::BelowFloor { .. }
        | Denial::CodeNeeded
        | Denial::CodeNotWanted
        | Denial::NotForSale
        | Denial::PriceDiffers { .. }
        | Denial::NoSuchOrder
        | Denial::OrderState
        | Denial::NotRefundable
        | Denial::AlreadySettled
        | Denial::RedeemLimit
        | Denial::NothingToDeduct => Problem::Request,
    }
}

fn is_issue(call: Operation) -> bool {
    matches!(call, Operation::CouponSend | Operation::CardSend)
}

/// Calls about a coupon name its stock, and say so where it does not exist.
fn no_such_stock(call: Operation) -> Problem {
    if call == Operation::CouponDeactivate {
        Problem::NoSuchStock
    } else if call == Operation::CouponUse {
        Problem::NotTheirs
    } else if is_link(call) {
        Problem::NoCouponToLink
    } else {
        Problem::NotFound
    }
}

fn not_permitted(call: Operation) -> Problem {
    let manages_a_coupon = is_link(call)
        || matches!(
            call,
            Operation::CouponUse | Operation::CouponReturn | Operation::CouponDeactivate
        );
    if manages_a_coupon {
        Problem::NotTheCreator
    } else {
        Problem::NotPermitted
    }
}

fn no_such_coupon(call: Operation) -> Problem {
    if matches!(call, Operation::CouponReturn | Operation::CouponDeactivate) {
        Problem::NoSuchCoupon
    } else if is_link(call) {
        Problem::NoCouponToLink
    } else {
        Problem::NotTheirs
    }
}

fn is_link(call: Operation) -> bool {
    matches!(
        call,
        Operation::CouponAssociate | Operation::CouponDisassociate
    )
}
