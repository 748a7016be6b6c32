//! `alipay.marketing.activity.ordervoucher.create`: a new activity, in either
//! form or in both.

mod activity;
mod base;
mod benefit;
mod display;
mod guide;
mod request;
mod scope;
mod sending;
mod usage;

use super::form::Forms;
use super::legacy::{
    CustomerGuide, OrderVoucherDisplayInfo, OrderVoucherSendRule, OrderVoucherUseRule,
};
use super::result::{PlacesOutcome, VoucherAvailableScopeResultInfo, VoucherUseRuleResult};
use crate::alipay::message::block::{
    ActivityBaseInfo, BelongMerchantInfo, VoucherAvailableScopeInfo, VoucherCustomerGuideInfo,
    VoucherDeductInfo, VoucherDisplayPatternInfo, VoucherSendModeInfo, VoucherUseRuleInfo,
};
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Priced, Text, blocks};

pub use activity::{Benefit, Guide, NewOrderActivity, Offer, Refund, Sale, Settlement};
pub(crate) use display::images;
pub(crate) use guide::guide_of;
pub(crate) use scope::goods;
pub(crate) use sending::{read as read_sending, sale_of};
pub(crate) use usage::read as read_usage;

blocks! {
    /// Today's nested containers, the flat fields of 2021, or both.
    Request {
        out_biz_no: Text,
        merchant_access_mode: Text,
        activity_name: Text,
        code_mode: Text,
        voucher_type: Text,
        biz_tag: Text,
        belong_merchant_info: Option<BelongMerchantInfo>,
        publish_start_time: Text,
        publish_end_time: Text,
        voucher_send_rule: Option<OrderVoucherSendRule>,
        voucher_use_rule: Option<Priced<OrderVoucherUseRule>>,
        voucher_display_info: Option<OrderVoucherDisplayInfo>,
        customer_guide: Option<CustomerGuide>,
        activity_base_info: Option<ActivityBaseInfo>,
        voucher_send_mode_info: Option<Priced<VoucherSendModeInfo>>,
        voucher_deduct_info: Option<Priced<VoucherDeductInfo>>,
        voucher_available_scope_info: Option<Priced<VoucherAvailableScopeInfo>>,
        voucher_use_rule_info: Option<VoucherUseRuleInfo>,
        voucher_customer_guide_info: Option<VoucherCustomerGuideInfo>,
        voucher_display_pattern_info: Option<VoucherDisplayPatternInfo>,
    }

    /// The activity is being made; which of the named shops it has.
    Answer {
        activity_id: Text,
        voucher_use_rule_result: Option<VoucherUseRuleResult>,
        voucher_available_scope_result_info: Option<VoucherAvailableScopeResultInfo>,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherCreate;
}

impl Answer {
    /// The answer about a new activity and its places, in the forms of the request.
    pub fn made(activity_id: String, places: PlacesOutcome, forms: Forms) -> Answer {
        let (legacy, nested) = places.blocks(forms);
        Answer {
            activity_id: Some(activity_id),
            voucher_use_rule_result: legacy,
            voucher_available_scope_result_info: nested,
        }
    }
}
