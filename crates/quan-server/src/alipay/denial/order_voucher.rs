//! How calls about order vouchers (商家券) are told no. Texts and details that
//! were published stand as they were; the others are ours, in the same form: the
//! code's text, and the detail right behind it.

use quan_core::Denial;
use quan_wire::alipay::message::Operation;
use quan_wire::alipay::message::code::Code;

use super::{Words, plain, words};

/// Something is wrong with what was sent, named as the platform names it.
pub(super) fn parameter(call: Operation, what: &str) -> Words {
    said(
        call,
        &format!("REQUEST_PARAM_ILLEGAL|异常原因:请求参数非法|{what}"),
    )
}

/// Something is wrong with what was sent, in words of its own.
fn said(call: Operation, what: &str) -> Words {
    super::parameter(call, format!("{}{what}", Code::InvalidParameter.text()))
}

/// The request is well-formed, and the business says no. Some operations have
/// no code for that.
pub(super) fn business(call: Operation, what: &str) -> Words {
    if call.codes().contains(&Code::BizError) {
        words(Code::BizError, format!("{}{what}", Code::BizError.text()))
    } else {
        said(call, what)
    }
}

/// The code if the call may answer it, otherwise these words of the business.
fn own_or_business(call: Operation, code: Code, what: &str) -> Words {
    if call.codes().contains(&code) {
        plain(code)
    } else {
        business(call, what)
    }
}

fn unknown_activity(call: Operation) -> Words {
    if call.codes().contains(&Code::ActivityNotExist) {
        plain(Code::ActivityNotExist)
    } else {
        said(call, "活动不存在")
    }
}

/// How the domain's denials are worded, per call.
pub(super) fn denied(call: Operation, denial: &Denial) -> Words {
    let business = |what: &str| business(call, what);
    match denial {
        Denial::NoSuchActivity => unknown_activity(call),
        Denial::NotPermitted if call.codes().contains(&Code::ActivityNotPermission) => {
            plain(Code::ActivityNotPermission)
        }
        Denial::NotPermitted => said(call, "活动不存在"),
        Denial::NoSuchVoucher => own_or_business(call, Code::VoucherNotExist, "券码不存在或未发放"),
        Denial::RequestReused => said(call, "外部业务单号重复，且请求参数不一致"),
        Denial::OperationRunning => business("活动存在正在进行中的其他操作"),
        Denial::NotActive | Denial::Stopped if call == Operation::OrderVoucherCodedeposit => {
            unknown_activity(call)
        }
        Denial::NotActive => business("活动未生效"),
        Denial::NotStarted => business("活动未开始"),
        Denial::Ended => business("活动已结束"),
        Denial::Stopped => business("活动已停止"),
        Denial::AlreadyActive => business("活动已激活"),
        Denial::WrongState => business("活动状态不允许此操作"),
        Denial::TermsChanged => business("活动信息已变更，请重新查询后再试"),
        Denial::RealNameNeeded => business("用户未实名"),
        Denial::UserLimit | Denial::PersonLimit => business("超过用户领取上限"),
        Denial::BudgetExhausted => business("库存不足"),
        Denial::DayExhausted => business("超过当日发放上限"),
        Denial::QuantityNotGrown { .. } => parameter(call, "voucher_quantity: 只能增加"),
        Denial::QuantityNotDeposited { codes } => parameter(
            call,
            &format!("voucher_quantity: 必须等于已导入的券码总数{codes}"),
        ),
        Denial::QuantityTooLarge => parameter(call, "voucher_quantity: 超出上限"),
        Denial::BeyondCalendar => business("券有效期超出范围"),
        Denial::CodesNotDeposited => parameter(call, "activity_id: 活动不支持导入券码"),
        Denial::CodeNeeded => business("活动需要商户提供券码"),
        Denial::CodeNotWanted => business("活动不支持商户指定券码"),
        // Calls of the other platform's only.
        Denial::QuantityBelowIssued { .. }
        | Denial::QuantityDiffers { .. }
        | Denial::NoSuchCode
        | Denial::CodeIssued
        | Denial::TooManyCodes => business("操作不支持"),
        Denial::CodeTaken => business("券码已被使用"),
        Denial::Revoked => business("券已失效"),
        Denial::InUse | Denial::AlreadyRedeemed => business("券已核销"),
        Denial::NotRedeemed => business("券未核销"),
        Denial::TooManyUses { left } => business(&format!("券次数不足，剩余{left}次")),
        Denial::LinkedElsewhere => {
            own_or_business(call, Code::VoucherAssociateOtherTradeNo, "券已关联其他订单")
        }
        Denial::NotLinked => own_or_business(
            call,
            Code::VoucherAssociateTradeNoError,
            "券关联的订单号不正确",
        ),
        Denial::NotYetUsable => business("券未生效"),
        Denial::Expired => business("券已过期"),
        Denial::HourExcluded => business("当前时间不可用"),
        Denial::ShopExcluded => business("门店不在活动可用范围内"),
        Denial::GoodsExcluded => business("商品不在活动可用范围内"),
        Denial::SellerExcluded => business("商户不在活动可用范围内"),
        Denial::AppExcluded => business("小程序不在活动可用范围内"),
        Denial::BelowFloor { .. } => business("订单金额未达到使用门槛"),
        Denial::RedeemLimit => business("超过用户核销上限"),
        Denial::NothingToDeduct => business("订单无可优惠金额"),
        Denial::NotForSale => business("活动不可售卖"),
        Denial::PriceDiffers { price } => parameter(
            call,
            &format!("sale_activity_info_list[0].amount: 必须等于活动的售卖金额{price}"),
        ),
        Denial::NoSuchOrder => business("订单不存在"),
        Denial::OrderState => business("订单状态不允许此操作"),
        Denial::NotRefundable => business("订单不支持退款"),
        Denial::AlreadySettled => business("订单已结算"),
        Denial::FundsShort { .. }
        | Denial::FundsTooLarge
        | Denial::NoSuchRecharge
        | Denial::RechargeClosed
        | Denial::NoSuchRedemption
        | Denial::RefundTooLarge { .. }
        | Denial::NoSuchSubsidy
        | Denial::SubsidyTooLarge { .. } => business("活动类型不支持此操作"),
    }
}
