//! The answer in today's form, and both together.

use super::{Answer, flat};
use crate::alipay::message::block::{
    ActivityBaseInfo, AvailableGeographyShopInfo, VoucherAvailableScopeInfo,
    VoucherDisplayPatternInfo, VoucherSendModeInfo,
};
use crate::alipay::message::document::Document;
use crate::alipay::message::order_voucher::voucher_name;
use crate::alipay::message::project::DEFAULT_BRAND;
use crate::alipay::message::query::{Summary, VoucherInventoryInfo};
use crate::alipay::message::word::{ActivityStatus, LimitPeriod, OperationStatus, ShopType};

/// The present state of an activity, as far as answers show it.
#[derive(Clone, Copy)]
pub struct State<'a> {
    /// The activity.
    pub activity_id: &'a str,
    /// Its state; `None` while it is being made.
    pub status: Option<ActivityStatus>,
    /// What is being done to it.
    pub operation: Option<OperationStatus>,
    /// The account that it belongs to.
    pub owner: &'a str,
    /// The name that stands in for a missing brand; `None` for the platform's own.
    pub owner_alias: Option<&'a str>,
    /// The present total.
    pub quantity: u32,
    /// How many vouchers were given, ever.
    pub issued: u32,
    /// How many are redeemed.
    pub redeemed: u32,
    /// The shops of the scope: those of the one directory that it uses, or those
    /// left out where all shops of the owner take the voucher.
    pub shops: &'a [String],
    /// The address of an uploaded image.
    pub image_url: &'a dyn Fn(&str) -> Option<String>,
}

/// Everything about an activity: what it was created with and modified to, and
/// how it stands.
pub fn answer(document: &Document, state: &State<'_>) -> Answer {
    let base = base(document, state);
    let sending = sending(document, state);
    let display = display(document, state);
    let scope = scope(document, state);
    let rule = sending
        .as_ref()
        .and_then(|info| info.voucher_send_rule_info.clone());
    let rule = rule.unwrap_or_default();
    let deduct = document.voucher_deduct_info.clone();
    let rest = document.order_voucher_rest.clone().unwrap_or_default();
    let (issued, redeemed) = (Some(count(state.issued)), Some(count(state.redeemed)));
    Answer {
        activity_id: base.activity_id.clone(),
        activity_name: base.activity_name.clone(),
        activity_status: base.activity_status.clone(),
        activity_operation_status: base.activity_operation_status.clone(),
        belong_merchant_info: base.belong_merchant_info.clone(),
        biz_tag: rest.biz_tag.clone(),
        publish_start_time: rule.publish_start_time.clone(),
        publish_end_time: rule.publish_end_time.clone(),
        voucher_type: deduct.as_ref().and_then(|info| info.voucher_type.clone()),
        voucher_send_rule: Some(flat::send_rule(&rule)),
        voucher_use_rule: Some(flat::use_rule(document, scope.as_ref())),
        voucher_display_info: Some(flat::display(&display, &rest)),
        customer_guide: flat::guide(document),
        summary: Some(Summary {
            publish_count: issued,
            used_count: redeemed,
        }),
        activity_base_info: Some(base),
        voucher_send_mode_info: sending,
        voucher_deduct_info: deduct,
        voucher_available_scope_info: scope,
        voucher_use_rule_info: document.voucher_use_rule_info.clone(),
        voucher_customer_guide_info: document.voucher_customer_guide_info.clone(),
        voucher_display_pattern_info: Some(display),
        voucher_inventory_info: Some(VoucherInventoryInfo {
            send_count: issued,
            use_count: redeemed,
        }),
        audit_result_info: None,
    }
}

fn count(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}

/// Id, name, codes, owner as sent, and both states.
fn base(document: &Document, state: &State<'_>) -> ActivityBaseInfo {
    ActivityBaseInfo {
        activity_id: Some(state.activity_id.to_owned()),
        activity_status: state.status.map(|status| status.to_string()),
        activity_operation_status: state.operation.map(|operation| operation.to_string()),
        ..document.activity_base_info.clone().unwrap_or_default()
    }
}

/// The rules of giving with the present total, and the plain flags filled in.
fn sending(document: &Document, state: &State<'_>) -> Option<VoucherSendModeInfo> {
    let mut info = document.voucher_send_mode_info.clone()?;
    if let Some(rule) = &mut info.voucher_send_rule_info {
        rule.quantity = Some(count(state.quantity));
        for flag in [
            &mut rule.natural_person_limit,
            &mut rule.phone_number_limit,
            &mut rule.real_name_limit,
        ] {
            flag.get_or_insert(false);
        }
        if rule.quantity_limit_per_user.is_some() {
            rule.quantity_limit_per_user_period_type
                .get_or_insert_with(|| LimitPeriod::LifeCycle.to_string());
        }
    }
    Some(info)
}

/// The scope, with the shops as they are now.
fn scope(document: &Document, state: &State<'_>) -> Option<VoucherAvailableScopeInfo> {
    let mut info = document.voucher_available_scope_info.clone()?;
    let shops = info
        .voucher_available_geography_scope_info
        .as_mut()
        .and_then(|geography| geography.available_geography_shop_info.as_mut());
    if let Some(shops) = shops {
        let rest = document.order_voucher_rest.as_ref();
        let kind = rest.and_then(|rest| rest.shop_type.as_deref());
        put(shops, kind.and_then(ShopType::from_word), state);
    }
    Some(info)
}

fn put(info: &mut AvailableGeographyShopInfo, kind: Option<ShopType>, state: &State<'_>) {
    let shops = state.shops.to_vec();
    match (kind, info.available_geography_all_shop.as_mut()) {
        (Some(ShopType::PaymentShop), _) => info.available_shop_ids = shops,
        (Some(ShopType::RealShop), _) => info.available_real_shop_ids = shops,
        (None, Some(all)) => {
            if all.merchant_ids.is_empty() {
                all.merchant_ids.push(state.owner.to_owned());
            }
            all.exclude_shop_ids = shops;
        }
        (None, None) => {}
    }
}

/// What users see, with a brand, a name and the addresses of images.
fn display(document: &Document, state: &State<'_>) -> VoucherDisplayPatternInfo {
    let url = |id: &String| (state.image_url)(id);
    let mut display = document
        .voucher_display_pattern_info
        .clone()
        .unwrap_or_default();
    let brand = || state.owner_alias.unwrap_or(DEFAULT_BRAND).to_owned();
    display.brand_name.get_or_insert_with(brand);
    let name = Some(voucher_name(document));
    display.voucher_name = name.filter(|name| !name.is_empty());
    display.brand_logo_url = display.brand_logo.as_ref().and_then(url);
    display.voucher_image_url = display.voucher_image.as_ref().and_then(url);
    display.voucher_detail_image_urls = display
        .voucher_detail_images
        .iter()
        .filter_map(url)
        .collect();
    display
}
