//! `alipay.marketing.activity.user.batchqueryvoucher`: a user's vouchers, a
//! page at a time.

use crate::alipay::message::block::{
    ActivityBaseInfo, DisplayLite, UseRuleLite, VoucherAvailableScopeInfo,
    VoucherCustomerGuideInfo, VoucherDeductInfo, VoucherDisplayPatternInfo, VoucherSendModeInfo,
    VoucherUseRuleInfo,
};
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::field::{Int, Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::{Page, Recipient, VoucherStatus};

blocks! {
    /// Whose vouchers, of which merchant, and which page of them.
    Request {
        user_id: Text,
        open_id: Text,
        belong_merchant_id: Text,
        sender_merchant_id: Text,
        activity_id: Text,
        voucher_status: Text,
        page_num: Int,
        page_size: Int,
        merchant_access_mode: Text,
    }

    /// A page.
    Answer {
        page_num: Int,
        page_size: Int,
        total_size: Int,
        user_voucher_infos: Vec<UserVoucherInfo>,
    }

    /// One voucher.
    UserVoucherInfo {
        activity_id: Text,
        voucher_id: Text,
        voucher_name: Text,
        voucher_type: Text,
        voucher_status: Text,
        create_time: Text,
        available_begin_time: Text,
        available_end_time: Text,
        belong_merchant_id: Text,
        voucher_display_lite_info: Option<DisplayLite>,
        voucher_use_rule_lite_info: Option<UseRuleLite>,
        activity_base_info: Option<ActivityBaseInfo>,
        user_voucher_base_info: Option<UserVoucherBaseInfo>,
        voucher_send_mode_info: Option<VoucherSendModeInfo>,
        voucher_deduct_info: Option<VoucherDeductInfo>,
        voucher_available_scope_info: Option<VoucherAvailableScopeInfo>,
        voucher_use_rule_info: Option<VoucherUseRuleInfo>,
        voucher_customer_guide_info: Option<VoucherCustomerGuideInfo>,
        voucher_display_pattern_info: Option<VoucherDisplayPatternInfo>,
    }

    /// What is the voucher's own.
    UserVoucherBaseInfo {
        voucher_id: Text,
        voucher_name: Text,
        voucher_status: Text,
        voucher_code: Text,
        create_time: Text,
        valid_begin_time: Text,
        valid_end_time: Text,
        voucher_max_use_times: Int,
        voucher_used_times: Int,
        belong_merchant_id: Text,
        associate_trade_no: Text,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::UserBatchqueryvoucher;
}

/// Which vouchers to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Whose.
    pub holder: Recipient,
    /// Of which merchant.
    pub merchant: Merchant,
    /// Only of this activity.
    pub activity_id: Option<String>,
    /// Only in this state.
    pub status: Option<VoucherStatus>,
    /// Which page.
    pub page: Page,
}

/// The merchant whose vouchers are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Merchant {
    /// The activity's owner.
    Owner(String),
    /// Who gave the voucher away.
    Sender(String),
}

impl Request {
    /// The listing, or the first rule that it breaks.
    pub fn check(&self) -> Result<Listing, Violation> {
        let rule = "V9.5 user_id_xor_open_id";
        let holder = check::recipient(rule, &self.user_id, &self.open_id)?;
        let merchant = match (&self.belong_merchant_id, &self.sender_merchant_id) {
            (Some(owner), None) => Merchant::Owner(owner.clone()),
            (None, Some(sender)) => Merchant::Sender(sender.clone()),
            (Some(_), Some(_)) | (None, None) => {
                let rule = "V9.5 belong_xor_sender_merchant_id";
                let what = "和 sender_merchant_id 必须且只能传一个";
                return Err(Violation::of(rule, "belong_merchant_id", what));
            }
        };
        let rule = "V1.2 activity_id_at_most_128_chars";
        check::at_most(rule, "activity_id", &self.activity_id, 128)?;
        let rule = "V9.5 voucher_status_known";
        let word = VoucherStatus::from_word;
        let status = check::one_of(rule, "voucher_status", &self.voucher_status, word)?;
        let page = check::page(self.page_num, self.page_size)?;
        check::access_mode(&self.merchant_access_mode)?;
        Ok(Listing {
            holder,
            merchant,
            activity_id: self.activity_id.clone(),
            status,
            page,
        })
    }
}
