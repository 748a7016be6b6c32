//! `alipay.marketing.activity.query`: an activity as those see it who may give
//! its vouchers away.

use super::block::{
    ActivityBaseInfo, PaymentVoucherDisplayInfo, PaymentVoucherSendRule, UseRuleLite,
    VoucherAvailableScopeInfo, VoucherCustomerGuideInfo, VoucherDeductInfo,
    VoucherDisplayPatternInfo, VoucherSendModeInfo, VoucherUseRuleInfo,
};
use super::call::{Call, Operation};
use super::check;
use super::field::{Text, blocks};
use super::violation::Violation;

blocks! {
    /// Which activity, and for which merchant it is asked.
    Request { activity_id: Text, merchant_id: Text, merchant_access_mode: Text }

    /// The activity; images are addresses.
    Answer {
        activity_id: Text,
        activity_name: Text,
        activity_status: Text,
        activity_base_info: Option<ActivityBaseInfo>,
        belong_merchant_id: Text,
        publish_start_time: Text,
        publish_end_time: Text,
        voucher_type: Text,
        voucher_send_rule: Option<PaymentVoucherSendRule>,
        voucher_use_rule: Option<UseRuleLite>,
        voucher_display_info: Option<PaymentVoucherDisplayInfo>,
        voucher_send_mode_info: Option<VoucherSendModeInfo>,
        voucher_deduct_info: Option<VoucherDeductInfo>,
        voucher_available_scope_info: Option<VoucherAvailableScopeInfo>,
        voucher_use_rule_info: Option<VoucherUseRuleInfo>,
        voucher_customer_guide_info: Option<VoucherCustomerGuideInfo>,
        voucher_display_pattern_info: Option<VoucherDisplayPatternInfo>,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::ActivityQuery;
}

/// A question about one activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The activity.
    pub activity_id: String,
    /// The merchant that it is asked for; `None` is the caller.
    pub merchant_id: Option<String>,
}

impl Request {
    /// The question, or the first rule that it breaks.
    pub fn check(&self) -> Result<Question, Violation> {
        let activity_id = check::activity_id(&self.activity_id)?;
        let merchant_id = check::merchant_id(&self.merchant_id)?;
        check::access_mode(&self.merchant_access_mode)?;
        Ok(Question {
            activity_id,
            merchant_id,
        })
    }
}
