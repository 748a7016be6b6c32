//! `alipay.marketing.activity.voucher.query`: everything about an activity.

use super::block::{
    ActivityBaseInfo, BelongMerchantInfo, PaymentVoucherBudgetInfo, PaymentVoucherDisplayInfo,
    PaymentVoucherSendRule, PaymentVoucherUseRule, VoucherAvailableScopeInfo,
    VoucherBudgetSupplyInfo, VoucherCustomerGuideInfo, VoucherDeductInfo,
    VoucherDisplayPatternInfo, VoucherSendModeInfo, VoucherUseRuleInfo,
};
use super::call::{Call, Operation};
use super::check;
use super::field::{Int, Text, blocks};
use super::violation::Violation;

blocks! {
    /// Which activity.
    Request { activity_id: Text, merchant_access_mode: Text }

    /// The activity in both shapes.
    Answer {
        activity_id: Text,
        activity_name: Text,
        activity_status: Text,
        activity_base_info: Option<ActivityBaseInfo>,
        belong_merchant_info: Option<BelongMerchantInfo>,
        publish_start_time: Text,
        publish_end_time: Text,
        voucher_type: Text,
        voucher_send_mode_info: Option<VoucherSendModeInfo>,
        voucher_deduct_info: Option<VoucherDeductInfo>,
        voucher_available_scope_info: Option<VoucherAvailableScopeInfo>,
        voucher_use_rule_info: Option<VoucherUseRuleInfo>,
        voucher_customer_guide_info: Option<VoucherCustomerGuideInfo>,
        voucher_display_pattern_info: Option<VoucherDisplayPatternInfo>,
        voucher_budget_supply_info: Option<VoucherBudgetSupplyInfo>,
        voucher_inventory_info: Option<VoucherInventoryInfo>,
        summary: Option<Summary>,
        voucher_send_rule: Option<PaymentVoucherSendRule>,
        voucher_use_rule: Option<PaymentVoucherUseRule>,
        voucher_budget_info: Option<PaymentVoucherBudgetInfo>,
        voucher_display_info: Option<PaymentVoucherDisplayInfo>,
        audit_result_info: Option<AuditResultInfo>,
    }

    /// How many vouchers were given and used.
    VoucherInventoryInfo { send_count: Int, use_count: Int }

    /// The same numbers under older names.
    Summary { publish_count: Int, used_count: Int }

    /// How an examination of the activity went.
    AuditResultInfo { audit_type: Text, audit_result: Text, audit_reason: Text }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::VoucherQuery;
}

impl Request {
    /// The activity that is asked about, or the first rule that is broken.
    pub fn check(&self) -> Result<String, Violation> {
        let activity_id = check::activity_id(&self.activity_id)?;
        check::access_mode(&self.merchant_access_mode)?;
        Ok(activity_id)
    }
}
