//! The nested blocks of fields that requests and answers share, in today's
//! shape: one file a container.

mod base;
mod budget;
mod deduct;
mod display;
mod flat;
mod guide;
mod rest;
mod scope;
mod send_mode;
mod use_rule;

pub use base::{ActivityBaseInfo, BelongMerchantInfo};
pub use budget::{VoucherBalanceRechargeInfo, VoucherBudgetSupplyInfo, VoucherRechargeInfo};
pub use deduct::{
    CustomerDefineDeductRule, CustomerDefineVoucherInfo, DeductInfo, DiscountVoucherInfo,
    ExchangeGoodsInfo, ExchangeVoucherInfo, FixVoucherInfo, SpecialVoucherInfo, VoucherDeductInfo,
    VoucherDeductThresholdInfo, VoucherExpressInfo, VoucherGoodsQuantitySpecificationInfo,
};
pub use display::VoucherDisplayPatternInfo;
pub use flat::{
    AlipayBalanceRechargeInfo, AvailableGoods, AvailableMerchant, DiscountVoucher, DisplayLite,
    ExchangeVoucherLite, FixVoucher, PaymentVoucherBudgetInfo, PaymentVoucherDisplayInfo,
    PaymentVoucherSendRule, PaymentVoucherUseRule, RechargeInfo, SpecialVoucher, UseRuleLite,
    VoucherValidPeriod,
};
pub use guide::{
    MiniAppSendGuideInfo, MiniAppUseGuideInfo, VoucherCustomerGuideInfo, VoucherSendGuideInfo,
    VoucherUseGuideInfo,
};
pub use rest::{OrderVoucherRefused, OrderVoucherRest};
pub use scope::{
    AvailableGeographyAllShop, AvailableGeographyCityInfo, AvailableGeographyShopInfo, OutItemInfo,
    VoucherAvailableAccountInfo, VoucherAvailableAppInfo, VoucherAvailableGeographyScopeInfo,
    VoucherAvailableGoodsInfo, VoucherAvailableItemInfo, VoucherAvailableScopeInfo,
};
pub use send_mode::{
    SettleInfo, VoucherPackageModeInfo, VoucherSaleModeInfo, VoucherSendModeInfo,
    VoucherSendRuleInfo,
};
pub use use_rule::{
    AbsolutePeriodInfo, DateRangeInfo, DateRuleInfo, EndTimeInfo, HolidayRuleInfo,
    RelativePeriodInfo, TimeRangeInfo, TimeRestrictInfo, VoucherUseRuleInfo, VoucherUseTimeInfo,
    VoucherUseTimeRuleInfo, WeekRuleInfo,
};
