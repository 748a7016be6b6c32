//! The business codes and their words.

use super::word::words;

words! {
    /// Every business code around vouchers, spelt as published.
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
        DiscountAmountInsufficient = "DISCOUNT_AMOUNT_INSUFFICIENT",
        ActivityNotExist = "ACTIVITY_NOT_EXIST",
        VoucherAssociateOtherTradeNo = "VOUCHER_ASSOCIATE_OTHER_TRADE_NO",
        VoucherAssociateTradeNoError = "VOUCHER_ASSOCIATE_TRADE_NO_ERROR",
        VoucherPackageNotExist = "VOUCHER_PACKAGE_NOT_EXIST",
        ShopShopnoIsEmpty = "SHOP_SHOPNO_IS_EMPTY",
        ShopShopnameIsEmpty = "SHOP_SHOPNAME_IS_EMPTY",
        ShopCategoryIsEmpty = "SHOP_CATEGORY_IS_EMPTY",
        BusinessAddressIsEmpty = "BUSINESS_ADDRESS_IS_EMPTY",
        AddressProvinceCodeIllegal = "ADDRESS_PROVINCE_CODE_ILLEGAL",
        AddressCityCodeIllegal = "ADDRESS_CITY_CODE_ILLEGAL",
        AddressDistrictCodeIllegal = "ADDRESS_DISTRICT_CODE_ILLEGAL",
        AddressVersionCodeIllegal = "ADDRESS_VERSION_CODE_ILLEGAL",
        ContactWayValueNull = "CONTACT_WAY_VALUE_NULL",
        MerchantNotExist = "MERCHANT_NOT_EXIST",
        NotAllowedSettle = "NOT_ALLOWED_SETTLE",
        ShopAlreadyExist = "SHOP_ALREADY_EXIST",
        ShopNotExist = "SHOP_NOT_EXIST",
        RelationNotExist = "RELATION_NOT_EXIST",
        BusinessTimeIllegal = "BUSINESS_TIME_ILLEGAL",
        MerArgumentNull = "MER_ARGUMENT_NULL",
        MerArgumentIllegal = "MER_ARGUMENT_ILLEGAL",
        ThirdSystemError = "THIRD_SYSTEM_ERROR",
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
            Code::DiscountAmountInsufficient => "优惠力度不足",
            Code::ActivityNotExist => "活动不存在",
            Code::VoucherAssociateOtherTradeNo => "券已关联其他订单",
            Code::VoucherAssociateTradeNoError => "券关联的订单号不正确",
            Code::VoucherPackageNotExist => "券包不存在",
            Code::ShopShopnoIsEmpty => "门店编号不能为空",
            Code::ShopShopnameIsEmpty => "门店名称不能为空",
            Code::ShopCategoryIsEmpty => "门店类目不能为空",
            Code::BusinessAddressIsEmpty => "门店地址不能为空",
            Code::AddressProvinceCodeIllegal => "省份编码不合法",
            Code::AddressCityCodeIllegal => "城市编码不合法",
            Code::AddressDistrictCodeIllegal => "区县编码不合法",
            Code::AddressVersionCodeIllegal => "地址版本不合法",
            Code::ContactWayValueNull => "联系方式不能为空",
            Code::MerchantNotExist => "商户不存在",
            Code::NotAllowedSettle => "商户不允许开店",
            Code::ShopAlreadyExist => "门店已存在",
            Code::ShopNotExist => "门店不存在",
            Code::RelationNotExist => "门店与商户没有关联关系",
            Code::BusinessTimeIllegal => "营业时间不合法",
            Code::MerArgumentNull => "必要参数为空",
            Code::MerArgumentIllegal => "参数不合法",
            Code::ThirdSystemError => "外部系统异常",
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
/// What an order voucher's owner and operator alone may do.
pub const NOT_PERMITTED: &str = "没有活动操作权限";
