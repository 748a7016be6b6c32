//! `alipay.marketing.activity.ordervoucher.query`: everything about an
//! activity, in both forms.

mod answer;
mod flat;

use super::ask;
use super::legacy::{
    CustomerGuide, OrderVoucherDisplayInfo, OrderVoucherSendRule, OrderVoucherUseRule,
};
use crate::alipay::message::block::{
    ActivityBaseInfo, BelongMerchantInfo, VoucherAvailableScopeInfo, VoucherCustomerGuideInfo,
    VoucherDeductInfo, VoucherDisplayPatternInfo, VoucherSendModeInfo, VoucherUseRuleInfo,
};
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::query::{AuditResultInfo, Summary, VoucherInventoryInfo};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::AccessMode;

pub use answer::{State, answer};

blocks! {
    /// Which activity.
    Request { activity_id: Text, merchant_access_mode: Text }

    /// The activity in both forms.
    Answer {
        activity_id: Text,
        activity_name: Text,
        activity_status: Text,
        activity_operation_status: Text,
        belong_merchant_info: Option<BelongMerchantInfo>,
        biz_tag: Text,
        publish_start_time: Text,
        publish_end_time: Text,
        voucher_type: Text,
        voucher_send_rule: Option<OrderVoucherSendRule>,
        voucher_use_rule: Option<OrderVoucherUseRule>,
        voucher_display_info: Option<OrderVoucherDisplayInfo>,
        customer_guide: Option<CustomerGuide>,
        summary: Option<Summary>,
        activity_base_info: Option<ActivityBaseInfo>,
        voucher_send_mode_info: Option<VoucherSendModeInfo>,
        voucher_deduct_info: Option<VoucherDeductInfo>,
        voucher_available_scope_info: Option<VoucherAvailableScopeInfo>,
        voucher_use_rule_info: Option<VoucherUseRuleInfo>,
        voucher_customer_guide_info: Option<VoucherCustomerGuideInfo>,
        voucher_display_pattern_info: Option<VoucherDisplayPatternInfo>,
        voucher_inventory_info: Option<VoucherInventoryInfo>,
        audit_result_info: Option<AuditResultInfo>,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherQuery;
}

/// An activity to show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// Which one.
    pub activity_id: String,
    /// Who integrates.
    pub access_mode: AccessMode,
}

impl Request {
    /// The activity that is asked about, or the first rule that is broken.
    pub fn check(&self) -> Result<Query, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Query, Violation> {
        let rule = "Q1 activity_id_required";
        Ok(Query {
            activity_id: ask::activity_id(rule, "activity_id", &self.activity_id)?,
            access_mode: ask::access_mode(&self.merchant_access_mode)?,
        })
    }
}
