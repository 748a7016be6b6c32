//! `alipay.marketing.activity.ordervoucher.modify`: an activity is renamed,
//! prolonged, shown otherwise, and gets other places.
//!
//! What a modification breaks is mostly seen beside the activity as it stands,
//! and rules are told in one order. So [`Request::check`] asks only what comes
//! before the activity is looked up, and [`OrderModification::against`] the rest.

mod against;
mod base;
mod display;
mod goods;
mod guide;
mod places;
mod request;
mod scope;
mod sending;
mod usage;
mod validity;
mod window;

use quan_core::{Fen, Timestamp};

use super::create::Sale;
use super::form::{Forms, ShopLists};
use super::legacy::{
    CustomerGuide, OrderVoucherDisplayInfo, OrderVoucherSendRuleModify, OrderVoucherUseRuleModify,
};
use super::result::{VoucherAvailableScopeResultInfo, VoucherUseRuleResult};
use super::word::ModifyType;
use crate::alipay::message::activity::{Sending, Usage};
use crate::alipay::message::block::{
    ActivityBaseInfo, VoucherAvailableScopeInfo, VoucherCustomerGuideInfo,
    VoucherDisplayPatternInfo, VoucherSendModeInfo, VoucherUseRuleInfo,
};
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::document::Document;
use crate::alipay::message::field::{Priced, Text, blocks};
use crate::alipay::message::word::{FileKey, Order};

blocks! {
    /// The activity and what is to change, in either form or in both.
    Request {
        activity_id: Text,
        out_biz_no: Text,
        merchant_access_mode: Text,
        activity_name: Text,
        publish_start_time: Text,
        publish_end_time: Text,
        voucher_display_info: Option<OrderVoucherDisplayInfo>,
        voucher_use_rule: Option<OrderVoucherUseRuleModify>,
        voucher_send_rule: Option<OrderVoucherSendRuleModify>,
        customer_guide: Option<CustomerGuide>,
        voucher_available_scope_modify_type: Text,
        activity_base_info: Option<ActivityBaseInfo>,
        voucher_send_mode_info: Option<Priced<VoucherSendModeInfo>>,
        voucher_available_scope_info: Option<Priced<VoucherAvailableScopeInfo>>,
        voucher_use_rule_info: Option<VoucherUseRuleInfo>,
        voucher_customer_guide_info: Option<VoucherCustomerGuideInfo>,
        voucher_display_pattern_info: Option<VoucherDisplayPatternInfo>,
    }

    /// The change is being made; which of the named shops it takes in.
    Answer {
        voucher_use_rule_result: Option<VoucherUseRuleResult>,
        voucher_available_scope_result_info: Option<VoucherAvailableScopeResultInfo>,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::OrderVoucherModify;
}

/// What is to change, as far as it can be judged by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderModification {
    /// Which activity, and the caller's number.
    pub order: Order,
    /// The forms of the request, which the answer uses, too.
    pub forms: Forms,
    /// Everything that was sent but the ids of shops, in today's containers.
    pub wanted: Document,
    /// The same as it was sent.
    request: Request,
    /// Ids of shops.
    shops: ShopLists,
    /// Ids of shops from the positions of 2021: complete lists that only grow.
    old_shops: ShopLists,
}

/// The activity as it stands, beside its document.
#[derive(Clone, Copy, Debug)]
pub struct Present<'a> {
    /// The instant of the business clock.
    pub now: Timestamp,
    /// Whether it was stopped.
    pub stopped: bool,
    /// The account that it belongs to.
    pub owner: &'a str,
    /// The present total.
    pub quantity: u32,
    /// How often the most used one of its vouchers was redeemed.
    pub most_uses: u32,
    /// Whether it is enrolled in a central venue, where what users see is fixed.
    pub enrolled: bool,
    /// The shops of its scope, of the one directory that it uses. They are
    /// looked at only if [`OrderModification::asks_for_shops`].
    pub shops: &'a [String],
    /// Whether a new end of giving is refused once the activity is over. It is
    /// ignored otherwise.
    pub over_is_refused: bool,
}

/// What a modification makes of an activity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Modified {
    /// The new containers.
    pub document: Document,
    /// The values that differ from before.
    pub changes: Changes,
    /// How the members of the scope change. Shops are taken as they were named,
    /// each id once: whether they can be taken is the registry's to say.
    pub scope: Vec<ScopeChange>,
}

/// The values that differ from before, each complete and new.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The name in the back office.
    pub name: Option<String>,
    /// Window and limits of giving.
    pub sending: Option<Sending>,
    /// Validity, times and limits of use.
    pub usage: Option<Usage>,
    /// The terms of sale.
    pub sale: Option<Sale>,
    /// The price that a special one starts from.
    pub origin: Option<Fen>,
    /// Whether every city counts from now on, or no longer.
    pub all_cities: Option<bool>,
    /// Images that were not there before, with what each must have been
    /// uploaded for.
    pub images: Vec<(FileKey, String)>,
    /// Mini-programs that users were not led to before.
    pub app_ids: Vec<String>,
    /// Services that users were not led to before.
    pub service_codes: Vec<String>,
}

/// How the members of one kind change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScopeChange {
    /// Which kind.
    pub member: Member,
    /// Whether they come, go, or are all from now on.
    pub how: ModifyType,
    /// Which ones, each once and in the order of the request.
    pub ids: Vec<String>,
}

/// A kind of members of a scope.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Member {
    /// Shops of the payment directory.
    Shop,
    /// Shops of the directory of real shops.
    RealShop,
    /// Shops left out of all shops.
    ExcludedShop,
    /// Cities.
    City,
    /// Merchants, by account.
    Pid,
    /// Secondary merchants.
    Smid,
    /// Mini-programs.
    App,
    /// Goods that the voucher is for.
    Goods,
    /// Goods that it is not for.
    ExcludedGoods,
}
