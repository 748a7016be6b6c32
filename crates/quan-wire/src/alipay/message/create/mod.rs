//! `alipay.marketing.activity.voucher.create`: a new activity, in either shape.

mod benefit;
mod budget;
mod display;
mod flat;
mod geography;
mod guide;

mod request;
mod scope;
mod sending;
mod time_rule;
mod usage;

use super::block::{
    ActivityBaseInfo, BelongMerchantInfo, PaymentVoucherBudgetInfo, PaymentVoucherDisplayInfo,
    PaymentVoucherSendRule, PaymentVoucherUseRule, VoucherAvailableScopeInfo,
    VoucherBudgetSupplyInfo, VoucherCustomerGuideInfo, VoucherDeductInfo,
    VoucherDisplayPatternInfo, VoucherSendModeInfo, VoucherUseRuleInfo,
};
use super::call::{Call, Operation};
use super::field::{Text, blocks};

pub(crate) use scope::{accounts_fit, apps, goods_listed, places};
pub(crate) use sending::LONGEST;
pub(crate) use time_rule::check as time_rules;
pub(crate) use usage::rounding;

blocks! {
    /// Today's nested containers, or the flat fields of 2021.
    Request {
        out_biz_no: Text,
        merchant_access_mode: Text,
        activity_base_info: Option<ActivityBaseInfo>,
        voucher_send_mode_info: Option<VoucherSendModeInfo>,
        voucher_deduct_info: Option<VoucherDeductInfo>,
        voucher_available_scope_info: Option<VoucherAvailableScopeInfo>,
        voucher_use_rule_info: Option<VoucherUseRuleInfo>,
        voucher_customer_guide_info: Option<VoucherCustomerGuideInfo>,
        voucher_display_pattern_info: Option<VoucherDisplayPatternInfo>,
        voucher_budget_supply_info: Option<VoucherBudgetSupplyInfo>,
        activity_name: Text,
        belong_merchant_info: Option<BelongMerchantInfo>,
        publish_start_time: Text,
        publish_end_time: Text,
        voucher_type: Text,
        voucher_send_rule: Option<PaymentVoucherSendRule>,
        voucher_use_rule: Option<PaymentVoucherUseRule>,
        voucher_budget_info: Option<PaymentVoucherBudgetInfo>,
        voucher_display_info: Option<PaymentVoucherDisplayInfo>,
    }

    /// The activity exists, and is not yet active.
    Answer { activity_id: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::VoucherCreate;
}
