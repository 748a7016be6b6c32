//! Answers made from a stored [`Document`] and the present state.

mod activity;
mod flat;
mod name;
mod query;
mod user;

use quan_core::Timestamp;

use super::block::{
    ActivityBaseInfo, BelongMerchantInfo, VoucherDisplayPatternInfo, VoucherSendModeInfo,
};
use super::document::Document;
use super::word::{ActivityStatus, MerchantRef, OperationStatus, VoucherStatus};

pub use self::query::voucher_query;
pub use activity::{activity_lite_info, activity_query};
pub use name::{DEFAULT_BRAND, voucher_name};
pub use user::{user_query_voucher, user_voucher_info};

/// The present state of an activity, as far as answers show it.
#[derive(Clone, Copy)]
pub struct Snapshot<'a> {
    /// The activity.
    pub activity_id: &'a str,
    /// What it was created with, and modified to.
    pub document: &'a Document,
    /// Its state.
    pub status: ActivityStatus,
    /// What is being done to it.
    pub operation: Option<OperationStatus>,
    /// Whose it is.
    pub owner: &'a MerchantRef,
    /// The name that stands in for a missing brand; `None` for the platform's own.
    pub owner_alias: Option<&'a str>,
    /// When it was created.
    pub created_at: Timestamp,
    /// The present total.
    pub quantity: u32,
    /// How many vouchers were given.
    pub send_count: u32,
    /// How many were used.
    pub use_count: u32,
    /// The address of an uploaded image.
    pub image_url: &'a dyn Fn(&str) -> Option<String>,
}

/// The present state of a voucher.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VoucherSnapshot<'a> {
    /// The voucher.
    pub voucher_id: &'a str,
    /// Its state.
    pub status: VoucherStatus,
    /// When it was given.
    pub created_at: Timestamp,
    /// The first instant of its validity.
    pub valid_begin: Timestamp,
    /// The last.
    pub valid_end: Timestamp,
    /// How often it can be used.
    pub max_uses: u32,
    /// How often it was.
    pub used: u32,
    /// Its code; payment vouchers have none.
    pub voucher_code: Option<&'a str>,
    /// The trade that it is linked to.
    pub trade_no: Option<&'a str>,
}

impl Snapshot<'_> {
    /// Id, name, state and owner.
    fn base(&self) -> ActivityBaseInfo {
        let kept = self.document.activity_base_info.clone().unwrap_or_default();
        ActivityBaseInfo {
            activity_id: Some(self.activity_id.to_owned()),
            activity_name: kept.activity_name,
            activity_status: Some(self.status.to_string()),
            activity_operation_status: self.operation.map(|operation| operation.to_string()),
            out_activity_id: kept.out_activity_id,
            belong_merchant_info: Some(BelongMerchantInfo {
                merchant_id: Some(self.owner.id.clone()),
                merchant_id_type: Some(self.owner.kind.to_string()),
                business_type: kept
                    .belong_merchant_info
                    .and_then(|owner| owner.business_type),
            }),
            ..ActivityBaseInfo::default()
        }
    }

    /// The rules of giving, with the present total.
    fn sending(&self) -> Option<VoucherSendModeInfo> {
        let mut info = self.document.voucher_send_mode_info.clone()?;
        if let Some(rule) = &mut info.voucher_send_rule_info {
            rule.quantity = Some(query::count(self.quantity));
        }
        Some(info)
    }

    /// What users see, with a brand, a name and the addresses of images.
    fn display(&self) -> VoucherDisplayPatternInfo {
        let url = |id: &String| (self.image_url)(id);
        let mut display = self
            .document
            .voucher_display_pattern_info
            .clone()
            .unwrap_or_default();
        let brand = || self.owner_alias.unwrap_or(DEFAULT_BRAND).to_owned();
        display.brand_name.get_or_insert_with(brand);
        display.voucher_name = Some(voucher_name(self.document));
        display.brand_logo_url = display.brand_logo.as_ref().and_then(url);
        display.voucher_image_url = display.voucher_image.as_ref().and_then(url);
        display.voucher_detail_image_urls = display
            .voucher_detail_images
            .iter()
            .filter_map(url)
            .collect();
        display
    }
}
