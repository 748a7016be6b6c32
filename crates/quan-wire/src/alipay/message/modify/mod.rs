//! `alipay.marketing.activity.voucher.modify`: an activity grows. Names may
//! change; windows, validity and scopes may only become wider.

mod against;
mod request;
mod scope;

use super::activity::Places;
use super::block::{
    ActivityBaseInfo, AvailableGoods, AvailableMerchant, VoucherAvailableScopeInfo,
    VoucherSendModeInfo, VoucherUseRuleInfo, VoucherValidPeriod,
};
use super::call::{Call, Operation};
use super::document::Document;
use super::field::{Joined, Text, blocks};
use super::word::Order;
use quan_core::Timestamp;

use super::activity::Shape;

blocks! {
    /// The activity and what is to change, in either shape.
    Request {
        out_biz_no: Text,
        merchant_access_mode: Text,
        activity_id: Text,
        activity_base_info: Option<ActivityBaseInfo>,
        voucher_send_mode_info: Option<VoucherSendModeInfo>,
        voucher_available_scope_info: Option<VoucherAvailableScopeInfo>,
        voucher_use_rule_info: Option<VoucherUseRuleInfo>,
        publish_end_time: Text,
        voucher_use_rule: Option<PaymentVoucherUseRuleModify>,
    }

    /// Scope and validity in the flat shape. Two lists are texts joined by commas.
    PaymentVoucherUseRuleModify {
        available_merchant: Option<AvailableMerchant>,
        available_app_ids: Joined,
        available_store_ids: Joined,
        available_goods: Option<AvailableGoods>,
        voucher_valid_period: Option<VoucherValidPeriod>,
    }

    /// Nothing but success.
    Answer {}
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::VoucherModify;
}

/// What is to change, well formed by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modification {
    /// Which activity, and the caller's number.
    pub order: Order,
    /// The shape of the request.
    pub shape: Shape,
    /// Everything that was sent, in today's containers.
    pub wanted: Document,
}

/// What a modification makes of an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modified {
    /// The new containers.
    pub document: Document,
    /// The values that differ from before.
    pub changes: Changes,
}

/// The values that differ from before; a list is the complete new one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The name in the back office.
    pub name: Option<String>,
    /// The last instant at which a voucher can be had.
    pub closes: Option<Timestamp>,
    /// Merchants, by account.
    pub pids: Option<Vec<String>>,
    /// Secondary merchants.
    pub smids: Option<Vec<String>>,
    /// Mini-programs.
    pub app_ids: Option<Vec<String>>,
    /// Places.
    pub places: Option<Places>,
    /// Goods that the voucher is for.
    pub goods: Option<Vec<String>>,
    /// The last instant of an absolute validity, also for vouchers already given.
    pub valid_end: Option<Timestamp>,
    /// The days of a relative validity, for vouchers given from now on.
    pub valid_days: Option<u32>,
}
