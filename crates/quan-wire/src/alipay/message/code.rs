//! The business codes and their words.

use super::word::words;

words! {
    /// Every business code around payment vouchers, spelt as published.
    Code {
        SystemError = "SYSTEM_ERROR",
        InvalidParameter = "INVALID_PARAMETER",
        BizError = "BIZ_ERROR",
        MaterialAuditWaiting = "MATERIAL_AUDIT_WAITING",
        BusinessHasRisk = "BUSINESS_HAS_RISK",
        ActivityNotActive = "ACTIVITY_NOT_ACTIVE",
        ActivityNotStart = "ACTIVITY_NOT_START",
        ActivityIsEnd = "ACTIVITY_IS_END",
        ActivityIsStoped = "ACTIVITY_IS_STOPED",
        BudgetNotEnough = "BUDGET_NOT_ENOUGH",
        CountOverLimit = "COUNT_OVER_LIMIT",
        ActivityNotPermission = "ACTIVITY_NOT_PERMISSION",
        VoucherNotExist = "VOUCHER_NOT_EXIST",
        MerchantRelationNotExist = "MERCHANT_RELATION_NOT_EXIST",
        IllegalArgumentException = "ILLEGAL_ARGUMENT_EXCEPTION",
        ConsultException = "CONSULT_EXCEPTION",
        FileSizeOutOfRange = "FILE_SIZE_OUT_OF_RANGE",
        PicSuffixIllegal = "PIC_SUFFIX_ILLEGAL",
        FileTypeError = "FILE_TYPE_ERROR",
        MaterialError = "MATERIAL_ERROR",
    }
}

impl Code {
    /// The message of the code. A detail may follow it; see [`Code::because`].
    pub const fn text(self) -> &'static str {
        match self {
            Code::SystemError => "系统繁忙，请稍后再试",
            Code::InvalidParameter | Code::IllegalArgumentException => "参数有误",
            Code::BizError => "业务异常",
            Code::MaterialAuditWaiting => "素材审核中",
            Code::BusinessHasRisk => "业务存在风险",
            Code::ActivityNotActive => "活动未激活",
            Code::ActivityNotStart => "活动未开始",
            Code::ActivityIsEnd => "活动已结束",
            Code::ActivityIsStoped => "活动已停止",
            Code::BudgetNotEnough => "预算不足",
            Code::CountOverLimit => "次数超过限制",
            Code::ActivityNotPermission => "商户没有权限发放该活动",
            Code::VoucherNotExist => "券不存在",
            Code::MerchantRelationNotExist => "商户授权关系不存在",
            Code::ConsultException => "咨询异常",
            Code::FileSizeOutOfRange => "文件大小超出限制",
            Code::PicSuffixIllegal => "图片后缀不合法",
            Code::FileTypeError => "文件类型错误",
            Code::MaterialError => "素材异常",
        }
    }

    /// The message with its reason.
    pub fn because(self, detail: &str) -> String {
        format!("{}|异常原因：{detail}", self.text())
    }

    /// The status that REST v3 answers with.
    pub const fn status(self) -> u16 {
        if matches!(self, Code::SystemError) {
            500
        } else {
            400
        }
    }
}

/// The whole message about an activity that is over.
pub const ACTIVITY_EXPIRED: &str = "参数有误ACTIVITY_EXPIRED|异常原因：活动已过期";
/// The whole message about a number that was used for another request.
pub const NUMBER_REUSED: &str = "参数有误|外部业务单号重复，且请求参数不一致";
/// The whole message of `BIZ_ERROR` when the merchant never authorised the agent.
pub const NO_AGENCY: &str = "异常原因：立即邀约授权|缺少代运营授权关系";
