//! `alipay.marketing.activity.batchquery`: the activities of a merchant.

use super::block::{
    ActivityBaseInfo, DisplayLite, UseRuleLite, VoucherAvailableScopeInfo,
    VoucherCustomerGuideInfo, VoucherDeductInfo, VoucherDisplayPatternInfo, VoucherSendModeInfo,
    VoucherUseRuleInfo,
};
use super::call::{Call, Operation};
use super::check;
use super::field::{Int, Text, blocks};
use super::violation::Violation;
use super::word::{ActivityStatus, Page};

blocks! {
    /// Whose activities, and which page of them.
    Request {
        merchant_id: Text,
        activity_status: Text,
        page_num: Int,
        page_size: Int,
        merchant_access_mode: Text,
    }

    /// A page, newest first. Only here is the total a text.
    Answer {
        activity_lite_infos: Vec<ActivityLiteInfo>,
        page_num: Int,
        page_size: Int,
        total_size: Text,
    }

    /// One activity of the list.
    ActivityLiteInfo {
        activity_id: Text,
        activity_name: Text,
        activity_status: Text,
        belong_merchant_id: Text,
        create_time: Text,
        publish_start_time: Text,
        publish_end_time: Text,
        voucher_type: Text,
        voucher_display_lite_info: Option<DisplayLite>,
        voucher_use_rule_lite_info: Option<UseRuleLite>,
        activity_base_info: Option<ActivityBaseInfo>,
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
    const OPERATION: Operation = Operation::ActivityBatchquery;
}

/// Which activities to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Whose; `None` is the caller's.
    pub merchant_id: Option<String>,
    /// Only active or only paused ones; `None` lists both and finished ones.
    pub status: Option<ActivityStatus>,
    /// Which page.
    pub page: Page,
}

impl Request {
    /// The listing, or the first rule that it breaks.
    pub fn check(&self) -> Result<Listing, Violation> {
        let merchant_id = check::merchant_id(&self.merchant_id)?;
        let rule = "V9.3 activity_status_is_active_or_pause";
        let known = [ActivityStatus::Active, ActivityStatus::Pause];
        let status = check::one_of(rule, "activity_status", &self.activity_status, |word| {
            ActivityStatus::from_word(word).filter(|status| known.contains(status))
        })?;
        let page = check::page(self.page_num, self.page_size)?;
        check::access_mode(&self.merchant_access_mode)?;
        Ok(Listing {
            merchant_id,
            status,
            page,
        })
    }
}
