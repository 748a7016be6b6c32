//! How Quan's own API words each denial.

use http::StatusCode;
use quan_core::Denial;

/// How a denial is worded.
pub(super) struct Kind {
    pub(super) status: StatusCode,
    /// A stable word, to branch on.
    pub(super) code: &'static str,
    pub(super) title: &'static str,
}

/// The kind of a denial. No `_` arm: a new denial needs its word here.
pub(super) fn kind(denial: &Denial) -> Kind {
    const UNKNOWN: (StatusCode, &str) = (StatusCode::NOT_FOUND, "Not found");
    const CONFLICT: (StatusCode, &str) = (StatusCode::CONFLICT, "Not in this state");
    const UNUSABLE: (StatusCode, &str) = (
        StatusCode::UNPROCESSABLE_ENTITY,
        "The voucher cannot be used here",
    );
    const UNFIT: (StatusCode, &str) = (StatusCode::UNPROCESSABLE_ENTITY, "The amount does not fit");
    let ((status, title), code) = match denial {
        Denial::NoSuchActivity => (UNKNOWN, "no-such-activity"),
        Denial::NotPermitted => (
            (StatusCode::FORBIDDEN, "Another merchant's activity"),
            "not-permitted",
        ),
        Denial::NoSuchVoucher => (UNKNOWN, "no-such-voucher"),
        Denial::NoSuchRedemption => (UNKNOWN, "no-such-redemption"),
        Denial::NoSuchRecharge => (UNKNOWN, "no-such-recharge"),
        Denial::RequestReused => (
            (StatusCode::CONFLICT, "The request number is taken"),
            "request-reused",
        ),
        Denial::OperationRunning => (CONFLICT, "operation-running"),
        Denial::TermsChanged => (CONFLICT, "terms-changed"),
        Denial::NotActive => (CONFLICT, "not-active"),
        Denial::AlreadyActive => (CONFLICT, "already-active"),
        Denial::WrongState => (CONFLICT, "wrong-state"),
        Denial::NotStarted => (CONFLICT, "not-started"),
        Denial::Ended => (CONFLICT, "ended"),
        Denial::Stopped => (CONFLICT, "stopped"),
        Denial::RealNameNeeded => (CONFLICT, "real-name-needed"),
        Denial::UserLimit => (CONFLICT, "user-limit"),
        Denial::PersonLimit => (CONFLICT, "person-limit"),
        Denial::QuantityBelowIssued { .. } => (UNFIT, "quantity-below-issued"),
        Denial::QuantityDiffers { .. } => (CONFLICT, "quantity-differs"),
        Denial::NoSuchCode => (UNKNOWN, "no-such-code"),
        Denial::CodeIssued => (CONFLICT, "code-issued"),
        Denial::TooManyCodes => (CONFLICT, "too-many-codes"),
        Denial::BudgetExhausted => (CONFLICT, "budget-exhausted"),
        Denial::DayExhausted => (CONFLICT, "day-exhausted"),
        Denial::QuantityNotGrown { .. } => (UNFIT, "quantity-not-grown"),
        Denial::QuantityTooLarge => (UNFIT, "quantity-too-large"),
        Denial::BeyondCalendar => (UNFIT, "beyond-calendar"),
        Denial::FundsShort { .. } => (
            (StatusCode::CONFLICT, "The balance does not suffice"),
            "funds-short",
        ),
        Denial::RechargeClosed => (CONFLICT, "recharge-closed"),
        Denial::FundsTooLarge => (UNFIT, "funds-too-large"),
        Denial::NotYetUsable => (UNUSABLE, "not-yet-usable"),
        Denial::Expired => (UNUSABLE, "expired"),
        Denial::AlreadyRedeemed => (CONFLICT, "already-redeemed"),
        Denial::HourExcluded => (UNUSABLE, "hour-excluded"),
        Denial::SellerExcluded => (UNUSABLE, "seller-excluded"),
        Denial::AppExcluded => (UNUSABLE, "app-excluded"),
        Denial::ShopExcluded => (UNUSABLE, "shop-excluded"),
        Denial::GoodsExcluded => (UNUSABLE, "goods-excluded"),
        Denial::BelowFloor { .. } => (UNUSABLE, "below-floor"),
        Denial::RedeemLimit => (UNUSABLE, "redeem-limit"),
        Denial::NothingToDeduct => (UNUSABLE, "nothing-to-deduct"),
        Denial::RefundTooLarge { .. } => (UNFIT, "refund-too-large"),
        Denial::NoSuchSubsidy => (UNKNOWN, "no-such-subsidy"),
        Denial::SubsidyTooLarge { .. } => (UNFIT, "subsidy-too-large"),
        Denial::QuantityNotDeposited { .. } => (UNFIT, "quantity-not-deposited"),
        Denial::CodesNotDeposited => (CONFLICT, "codes-not-deposited"),
        Denial::CodeNeeded => (CONFLICT, "code-needed"),
        Denial::CodeNotWanted => (CONFLICT, "code-not-wanted"),
        Denial::CodeTaken => (CONFLICT, "code-taken"),
        Denial::Revoked => (UNUSABLE, "revoked"),
        Denial::InUse => (CONFLICT, "in-use"),
        Denial::NotRedeemed => (CONFLICT, "not-redeemed"),
        Denial::TooManyUses { .. } => (UNUSABLE, "too-many-uses"),
        Denial::LinkedElsewhere => (CONFLICT, "linked-elsewhere"),
        Denial::NotLinked => (CONFLICT, "not-linked"),
        Denial::NotForSale => (CONFLICT, "not-for-sale"),
        Denial::PriceDiffers { .. } => (UNFIT, "price-differs"),
        Denial::NoSuchOrder => (UNKNOWN, "no-such-order"),
        Denial::OrderState => (CONFLICT, "order-state"),
        Denial::NotRefundable => (CONFLICT, "not-refundable"),
        Denial::AlreadySettled => (CONFLICT, "already-settled"),
    };
    Kind {
        status,
        code,
        title,
    }
}
