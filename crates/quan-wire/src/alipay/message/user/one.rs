//! `alipay.marketing.activity.user.queryvoucher`: one voucher of a user.

use super::list::UserVoucherBaseInfo;
use crate::alipay::message::block::{
    ActivityBaseInfo, PaymentVoucherDisplayInfo, PaymentVoucherSendRule, UseRuleLite,
    VoucherAvailableScopeInfo, VoucherCustomerGuideInfo, VoucherDeductInfo,
    VoucherDisplayPatternInfo, VoucherSendModeInfo, VoucherUseRuleInfo,
};
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Recipient;

blocks! {
    /// Which voucher, and whose.
    Request {
        user_id: Text,
        open_id: Text,
        voucher_id: Text,
        voucher_code: Text,
        activity_id: Text,
        merchant_id: Text,
        merchant_access_mode: Text,
    }

    /// The voucher; its id is in the block of its own only.
    Answer {
        activity_id: Text,
        voucher_name: Text,
        voucher_type: Text,
        voucher_status: Text,
        create_time: Text,
        available_begin_time: Text,
        available_end_time: Text,
        belong_merchant_id: Text,
        associate_trade_no: Text,
        user_voucher_base_info: Option<UserVoucherBaseInfo>,
        activity_base_info: Option<ActivityBaseInfo>,
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
    const OPERATION: Operation = Operation::UserQueryvoucher;
}

/// A question about one voucher.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Whose.
    pub holder: Recipient,
    /// Which.
    pub voucher: Named,
    /// The activity, where it is said.
    pub activity_id: Option<String>,
    /// The merchant that it is asked for; `None` is the caller.
    pub merchant_id: Option<String>,
}

/// How a voucher is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// By id.
    Id(String),
    /// By code, which payment vouchers do not have.
    Code(String),
}

impl Request {
    /// The question, or the first rule that it breaks.
    pub fn check(&self) -> Result<Question, Violation> {
        let rule = "V9.6 user_id_xor_open_id";
        let holder = check::recipient(rule, &self.user_id, &self.open_id)?;
        let voucher = match (&self.voucher_id, &self.voucher_code) {
            (Some(id), None) => Named::Id(id.clone()),
            (None, Some(code)) => Named::Code(code.clone()),
            (Some(_), Some(_)) | (None, None) => {
                let rule = "V9.6 voucher_id_xor_voucher_code";
                let what = "和 voucher_code 必须且只能传一个";
                return Err(Violation::of(rule, "voucher_id", what));
            }
        };
        let rule = "V9.6 voucher_id_at_most_32_chars";
        check::at_most(rule, "voucher_id", &self.voucher_id, 32)?;
        let rule = "V9.6 voucher_code_needs_activity_id";
        if self.voucher_code.is_some() {
            check::need(rule, "activity_id", &self.activity_id)?;
        }
        let merchant_id = check::merchant_id(&self.merchant_id)?;
        check::access_mode(&self.merchant_access_mode)?;
        Ok(Question {
            holder,
            voucher,
            activity_id: self.activity_id.clone(),
            merchant_id,
        })
    }
}
