//! How this dialect says no. The code lists of the operations are closed: an
//! SDK may refuse a code that is not in its operation's list, so the words
//! depend on the call as well as on the denial.

mod order_voucher;

use std::borrow::Cow;
use std::error::Error as StdError;

use quan_core::Denial;
use quan_engine::registry::RegistryError;
use quan_wire::alipay::code::TransportError;
use quan_wire::alipay::message::code::{ACTIVITY_EXPIRED, Code, NO_AGENCY, NUMBER_REUSED};
use quan_wire::alipay::message::word::ConsultResult;
use quan_wire::alipay::message::{Operation, Violation};

use super::Outcome;
use super::image::ImageRefusal;

/// What a handler ends with when it does not answer.
#[derive(Debug)]
pub enum Fault {
    /// The domain says no.
    Denied(Denial),
    /// A rule of the request is broken.
    Violated(Violation),
    /// The dialect says no.
    Refused(Reason),
    /// Something is wrong with the call as such.
    Transport(TransportError),
    /// Quan itself failed.
    Failed(Box<dyn StdError + Send + Sync>),
}

/// A refusal in the platform's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// One of the operation's own codes.
    pub code: Code,
    /// What people read.
    pub message: Cow<'static, str>,
}

fn words(code: Code, message: impl Into<Cow<'static, str>>) -> Words {
    Words {
        code,
        message: message.into(),
    }
}

/// Why the dialect says no before the domain is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The caller may not act for this merchant.
    NoAgency,
    /// The merchant is not registered, or an indirect one is bound to nobody.
    NoMerchant,
    /// A merchant that is neither the owner nor the operator asks.
    Stranger,
    /// The user is not known.
    NoSuchUser,
    /// A value that the registry does not know, or knows as something else:
    /// the field and what is wrong.
    Value(&'static str, &'static str),
    /// What the request meets forbids it, in these words.
    Business(&'static str),
    /// A code of the operation's own says it all.
    Code(Code),
    /// An uploaded file.
    Image(ImageRefusal),
}

impl From<Denial> for Fault {
    fn from(denial: Denial) -> Fault {
        Fault::Denied(denial)
    }
}

impl From<Violation> for Fault {
    fn from(violation: Violation) -> Fault {
        Fault::Violated(violation)
    }
}

impl From<Reason> for Fault {
    fn from(reason: Reason) -> Fault {
        Fault::Refused(reason)
    }
}

impl From<ImageRefusal> for Fault {
    fn from(refusal: ImageRefusal) -> Fault {
        Fault::Refused(Reason::Image(refusal))
    }
}

impl From<RegistryError> for Fault {
    fn from(error: RegistryError) -> Fault {
        Fault::Failed(Box::new(error))
    }
}

impl From<quan_engine::Error> for Fault {
    fn from(error: quan_engine::Error) -> Fault {
        match error {
            quan_engine::Error::Denied(denial) => Fault::Denied(denial),
            quan_engine::Error::Store(_) | quan_engine::Error::Closed => {
                Fault::Failed(Box::new(error))
            }
        }
    }
}

impl Fault {
    /// A failure of Quan's own with nothing behind it.
    pub fn broken(what: &'static str) -> Fault {
        Fault::Failed(what.into())
    }

    /// What the caller is answered. A failure is written to the log here, with
    /// everything that caused it; a denial never is.
    pub fn outcome(&self, call: Operation) -> Outcome {
        let Words { code, message } = match self {
            Fault::Denied(denial) => denied(call, denial),
            Fault::Violated(violation) => violated(call, violation),
            Fault::Refused(reason) => refused(call, reason),
            Fault::Transport(error) => return Outcome::Refused(error.clone()),
            Fault::Failed(error) => {
                let error = chain(error.as_ref());
                tracing::error!(call = call.method(), error, "a call failed");
                failed(call)
            }
        };
        Outcome::Business {
            code: code.as_str(),
            message: message.into_owned(),
        }
    }
}

/// An error and everything that caused it, in one line.
pub(super) fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

/// A code with its plain text.
fn plain(code: Code) -> Words {
    words(code, code.text())
}

/// The first of the codes that the call may answer, with its plain text;
/// otherwise the business says no in the call's own way.
fn plain_or_business(call: Operation, code: Code) -> Words {
    if call.codes().contains(&code) {
        plain(code)
    } else {
        business(call, code.text())
    }
}

/// A rule is broken: under the code that goes with it, where the call has that.
fn violated(call: Operation, violation: &Violation) -> Words {
    // What only a reader of messages can find is worded for every product.
    let violation = if call.is_of_order_vouchers() {
        violation.clone().in_order_words()
    } else {
        violation.clone()
    };
    let code = violation.code();
    if call.codes().contains(&code) {
        words(code, violation.to_string())
    } else {
        parameter(call, violation.to_string())
    }
}

/// Something is wrong with what was sent.
fn parameter(call: Operation, message: String) -> Words {
    let known = |code: &&Code| call.codes().contains(code);
    let code = [
        Code::InvalidParameter,
        Code::MerArgumentIllegal,
        Code::MerArgumentNull,
    ];
    let code = code.iter().find(known).copied();
    words(code.unwrap_or(Code::IllegalArgumentException), message)
}

/// A value of the request that means nothing here, with a detail.
fn detail(call: Operation, detail: &str) -> Words {
    if call.is_of_order_vouchers() {
        return order_voucher::parameter(call, detail);
    }
    parameter(
        call,
        format!("参数有误REQUEST_PARAM_ILLEGAL|异常原因：请求参数非法|{detail}"),
    )
}

/// The request is well-formed, and the business says no. Some operations have
/// no code of their own for that.
fn business(call: Operation, why: &str) -> Words {
    if call.is_of_order_vouchers() {
        order_voucher::business(call, why)
    } else if call.codes().contains(&Code::BizError) {
        words(Code::BizError, Code::BizError.because(why))
    } else {
        detail(call, why)
    }
}

/// The activity is over, for whatever reason.
fn expired(call: Operation) -> Words {
    if call == Operation::VoucherPublish {
        business(call, "活动已过期")
    } else {
        parameter(call, ACTIVITY_EXPIRED.to_owned())
    }
}

/// Quan could not: the caller may ask again under the same number.
pub fn failed(call: Operation) -> Words {
    if call.codes().contains(&Code::SystemError) {
        plain(Code::SystemError)
    } else {
        plain(Code::ConsultException)
    }
}

/// How the domain's denials are worded, per call.
pub fn denied(call: Operation, denial: &Denial) -> Words {
    if call.is_of_order_vouchers() {
        return order_voucher::denied(call, denial);
    }
    match denial {
        Denial::NoSuchActivity => detail(call, "activity_id 对应的活动不存在"),
        Denial::NotPermitted => {
            if call.codes().contains(&Code::ActivityNotPermission) {
                plain(Code::ActivityNotPermission)
            } else {
                detail(call, "activity_id 对应的活动不存在")
            }
        }
        Denial::NoSuchVoucher => plain_or_business(call, Code::VoucherNotExist),
        Denial::RequestReused => parameter(call, NUMBER_REUSED.to_owned()),
        Denial::OperationRunning => business(call, "活动存在正在进行中的其他操作"),
        Denial::NotActive => plain_or_business(call, Code::ActivityNotActive),
        Denial::NotStarted => plain_or_business(call, Code::ActivityNotStart),
        Denial::Ended if call.codes().contains(&Code::ActivityIsEnd) => plain(Code::ActivityIsEnd),
        Denial::Stopped if call.codes().contains(&Code::ActivityIsStoped) => {
            plain(Code::ActivityIsStoped)
        }
        Denial::Ended | Denial::Stopped => expired(call),
        Denial::AlreadyActive => business(call, "活动已激活"),
        Denial::WrongState => business(call, "活动状态不允许此操作"),
        Denial::TermsChanged => business(call, "活动信息已变更，请重新查询后再试"),
        Denial::RealNameNeeded => detail(call, "用户未实名认证"),
        Denial::UserLimit | Denial::PersonLimit => plain_or_business(call, Code::CountOverLimit),
        Denial::BudgetExhausted | Denial::DayExhausted => {
            plain_or_business(call, Code::BudgetNotEnough)
        }
        Denial::QuantityNotGrown { .. } => detail(call, "voucher_quantity 只能增加"),
        Denial::QuantityTooLarge => detail(call, "voucher_quantity 不能大于99999999"),
        Denial::BeyondCalendar => detail(call, "券有效期超出范围"),
        Denial::FundsShort { .. } => business(call, "账户余额不足"),
        Denial::FundsTooLarge => business(call, "预算金额超出范围"),
        Denial::NoSuchRecharge | Denial::RechargeClosed => business(call, "充值单不存在或已关闭"),
        Denial::NoSuchRedemption => detail(call, "核销记录不存在"),
        Denial::NotYetUsable => detail(call, "券未到可用时间"),
        Denial::Expired => detail(call, "券已过期"),
        Denial::AlreadyRedeemed => detail(call, "券已使用"),
        Denial::HourExcluded => detail(call, "券当前时段不可用"),
        Denial::SellerExcluded => detail(call, "券在该商户不可用"),
        Denial::AppExcluded => detail(call, "券在该小程序不可用"),
        Denial::ShopExcluded => detail(call, "券在该门店不可用"),
        Denial::GoodsExcluded => detail(call, "券对该商品不可用"),
        Denial::BelowFloor { .. } => detail(call, "订单金额未达到使用门槛"),
        Denial::RedeemLimit => detail(call, "券使用次数超过限制"),
        Denial::NothingToDeduct => detail(call, "订单无可优惠金额"),
        Denial::RefundTooLarge { .. } => detail(call, "退款金额超出可退金额"),
        // What only other products' calls can meet.
        Denial::NoSuchSubsidy
        | Denial::SubsidyTooLarge { .. }
        | Denial::QuantityNotDeposited { .. }
        | Denial::QuantityBelowIssued { .. }
        | Denial::QuantityDiffers { .. }
        | Denial::NoSuchCode
        | Denial::CodeIssued
        | Denial::TooManyCodes
        | Denial::CodesNotDeposited
        | Denial::CodeNeeded
        | Denial::CodeNotWanted
        | Denial::CodeTaken
        | Denial::Revoked
        | Denial::InUse
        | Denial::NotRedeemed
        | Denial::TooManyUses { .. }
        | Denial::LinkedElsewhere
        | Denial::NotLinked
        | Denial::NotForSale
        | Denial::PriceDiffers { .. }
        | Denial::NoSuchOrder
        | Denial::OrderState
        | Denial::NotRefundable
        | Denial::AlreadySettled => business(call, "活动类型不支持此操作"),
    }
}

/// How the dialect's own refusals are worded, per call.
fn refused(call: Operation, reason: &Reason) -> Words {
    match reason {
        Reason::NoAgency => {
            let codes = call.codes();
            if codes.contains(&Code::MerchantRelationNotExist) {
                plain(Code::MerchantRelationNotExist)
            } else if codes.contains(&Code::ActivityNotPermission) {
                plain(Code::ActivityNotPermission)
            } else if codes.contains(&Code::BizError) && !call.is_of_order_vouchers() {
                words(Code::BizError, NO_AGENCY)
            } else if codes.contains(&Code::BizError) {
                business(call, "异常原因:立即邀约授权|缺少代运营授权关系")
            } else {
                parameter(
                    call,
                    format!("{}{NO_AGENCY}", Code::InvalidParameter.text()),
                )
            }
        }
        Reason::NoMerchant => business(call, "商户不存在或未签约"),
        Reason::Stranger => denied(call, &Denial::NotPermitted),
        Reason::NoSuchUser => detail(call, "用户不存在"),
        Reason::Value(field, what) => detail(call, &format!("{field} {what}")),
        Reason::Business(why) => business(call, why),
        Reason::Code(code) => plain_or_business(call, *code),
        Reason::Image(refusal) => match refusal {
            ImageRefusal::TooLarge => plain_or_business(call, Code::FileSizeOutOfRange),
            ImageRefusal::Suffix => plain_or_business(call, Code::PicSuffixIllegal),
            ImageRefusal::NotAnImage => plain_or_business(call, Code::FileTypeError),
            ImageRefusal::Unreadable => plain_or_business(call, Code::MaterialError),
        },
    }
}

/// What a consultation answers for an activity that a user cannot receive of.
pub fn consulted(denial: &Denial) -> ConsultResult {
    match denial {
        Denial::UserLimit | Denial::PersonLimit => ConsultResult::CountOverLimit,
        Denial::BudgetExhausted | Denial::DayExhausted => ConsultResult::BudgetNotEnough,
        Denial::NotStarted => ConsultResult::ActivityNotStart,
        Denial::NotPermitted => ConsultResult::ActivityNotPermission,
        Denial::NoSuchActivity
        | Denial::NoSuchVoucher
        | Denial::NoSuchRedemption
        | Denial::NoSuchRecharge
        | Denial::RequestReused
        | Denial::OperationRunning
        | Denial::TermsChanged
        | Denial::NotActive
        | Denial::AlreadyActive
        | Denial::WrongState
        | Denial::Ended
        | Denial::Stopped
        | Denial::RealNameNeeded
        | Denial::QuantityBelowIssued { .. }
        | Denial::QuantityDiffers { .. }
        | Denial::NoSuchCode
        | Denial::CodeIssued
        | Denial::TooManyCodes
        | Denial::QuantityNotGrown { .. }
        | Denial::QuantityTooLarge
        | Denial::BeyondCalendar
        | Denial::FundsShort { .. }
        | Denial::RechargeClosed
        | Denial::FundsTooLarge
        | Denial::NotYetUsable
        | Denial::Expired
        | Denial::AlreadyRedeemed
        | Denial::HourExcluded
        | Denial::SellerExcluded
        | Denial::AppExcluded
        | Denial::ShopExcluded
        | Denial::GoodsExcluded
        | Denial::BelowFloor { .. }
        | Denial::RedeemLimit
        | Denial::NothingToDeduct
        | Denial::RefundTooLarge { .. }
        | Denial::NoSuchSubsidy
        | Denial::SubsidyTooLarge { .. }
        | Denial::QuantityNotDeposited { .. }
        | Denial::CodesNotDeposited
        | Denial::CodeNeeded
        | Denial::CodeNotWanted
        | Denial::CodeTaken
        | Denial::Revoked
        | Denial::InUse
        | Denial::NotRedeemed
        | Denial::TooManyUses { .. }
        | Denial::LinkedElsewhere
        | Denial::NotLinked
        | Denial::NotForSale
        | Denial::PriceDiffers { .. }
        | Denial::NoSuchOrder
        | Denial::OrderState
        | Denial::NotRefundable
        | Denial::AlreadySettled => ConsultResult::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use quan_core::Fen;

    /// Every denial; a test beside the type would be no nearer to complete.
    fn denials() -> Vec<Denial> {
        use Denial::*;
        let fen = Fen::ZERO;
        vec![
            NoSuchActivity,
            NotPermitted,
            NoSuchVoucher,
            NoSuchRedemption,
            NoSuchRecharge,
            RequestReused,
            OperationRunning,
            TermsChanged,
            NotActive,
            AlreadyActive,
            WrongState,
            NotStarted,
            Ended,
            Stopped,
            RealNameNeeded,
            UserLimit,
            BudgetExhausted,
            DayExhausted,
            QuantityNotGrown { quantity: 1 },
            QuantityTooLarge,
            BeyondCalendar,
            FundsShort { balance: fen },
            RechargeClosed,
            FundsTooLarge,
            NotYetUsable,
            Expired,
            AlreadyRedeemed,
            HourExcluded,
            SellerExcluded,
            AppExcluded,
            ShopExcluded,
            GoodsExcluded,
            BelowFloor { floor: fen },
            RedeemLimit,
            NothingToDeduct,
            RefundTooLarge { left: fen },
            NoSuchSubsidy,
            SubsidyTooLarge { left: fen },
            QuantityNotDeposited { codes: 1 },
            CodesNotDeposited,
            CodeNeeded,
            CodeNotWanted,
            CodeTaken,
            Revoked,
            InUse,
            NotRedeemed,
            TooManyUses { left: 1 },
            LinkedElsewhere,
            NotLinked,
            NotForSale,
            PriceDiffers { price: fen },
            NoSuchOrder,
            OrderState,
            NotRefundable,
            AlreadySettled,
        ]
    }

    fn reasons() -> Vec<Reason> {
        vec![
            Reason::NoAgency,
            Reason::NoMerchant,
            Reason::Stranger,
            Reason::NoSuchUser,
            Reason::Value("field", "words"),
            Reason::Business("words"),
            Reason::Code(Code::ShopAlreadyExist),
            Reason::Image(ImageRefusal::TooLarge),
            Reason::Image(ImageRefusal::Suffix),
            Reason::Image(ImageRefusal::NotAnImage),
            Reason::Image(ImageRefusal::Unreadable),
        ]
    }

    #[test]
    fn v1_1_codes_stay_within_the_operations_list() {
        for call in Operation::ALL.iter().copied() {
            let denied = denials().into_iter().map(|denial| denied(call, &denial));
            let refused = reasons().into_iter().map(|reason| refused(call, &reason));
            for Words { code, message } in denied.chain(refused).chain([failed(call)]) {
                assert!(call.codes().contains(&code), "{call:?} answers {code}");
                assert!(!message.is_empty());
            }
        }
    }

    #[test]
    fn the_cause_of_a_failure_is_told_with_it() {
        let error = quan_engine::Error::Store(quan_engine::StoreError::Database {
            what: "save",
            why: "disk full".to_owned(),
        });
        assert_eq!(chain(&error), "the store failed: could not save: disk full");
    }
}
