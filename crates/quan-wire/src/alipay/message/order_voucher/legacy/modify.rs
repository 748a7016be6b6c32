//! The flat fields of a modification as containers.

use super::guide::{self, UseGuide};
use super::{either, scope_of_modify, shops_of_block, shops_of_guide};
use crate::alipay::message::block::{
    ActivityBaseInfo, OrderVoucherRest, VoucherDisplayPatternInfo, VoucherSendModeInfo,
    VoucherSendRuleInfo, VoucherUseRuleInfo,
};
use crate::alipay::message::document::Document;
use crate::alipay::message::field::Text;
use crate::alipay::message::order_voucher::form::ShopLists;
use crate::alipay::message::order_voucher::modify::Request;
use crate::alipay::message::shape::validity;
use crate::alipay::message::violation::Violation;

/// The flat fields as containers. False is a value here, so that no block is
/// left out for saying nothing else.
pub(crate) fn of_modify(request: &Request) -> Result<Document, Violation> {
    let uses = request.voucher_use_rule.clone().unwrap_or_default();
    let sends = request.voucher_send_rule.clone().unwrap_or_default();
    let shows = request.voucher_display_info.clone().unwrap_or_default();
    let exchange = uses.exchange_voucher.clone().unwrap_or_default();
    let using = request.customer_guide.as_ref().map(UseGuide::of_modify);
    let scope = uses.voucher_available_scope.as_ref();
    Ok(Document {
        activity_base_info: Some(ActivityBaseInfo {
            activity_name: request.activity_name.clone(),
            ..ActivityBaseInfo::default()
        }),
        voucher_send_mode_info: Some(VoucherSendModeInfo {
            voucher_send_rule_info: Some(VoucherSendRuleInfo {
                quantity_limit_per_user: sends.voucher_quantity_limit_per_user,
                natural_person_limit: sends.natural_person_limit,
                phone_number_limit: sends.phone_number_limit.map(|flag| flag.0),
                publish_start_time: request.publish_start_time.clone(),
                publish_end_time: request.publish_end_time.clone(),
                ..VoucherSendRuleInfo::default()
            }),
            ..VoucherSendModeInfo::default()
        }),
        voucher_available_scope_info: scope.map(scope_of_modify),
        voucher_use_rule_info: Some(VoucherUseRuleInfo {
            voucher_use_time_info: uses.voucher_valid_period.as_ref().and_then(validity),
            ..VoucherUseRuleInfo::default()
        }),
        voucher_customer_guide_info: guide::containers(
            &using.unwrap_or_default(),
            landing_of_modify(request)?,
        ),
        voucher_display_pattern_info: Some(VoucherDisplayPatternInfo {
            brand_name: shows.brand_name,
            brand_logo: shows.brand_logo,
            voucher_name: exchange.voucher_name,
            voucher_description: shows.voucher_description,
            voucher_image: shows.voucher_image,
            voucher_detail_images: shows.voucher_detail_images,
            customer_service_mobile: shows.customer_service_mobile,
            customer_service_url: shows.customer_service_url,
            ..VoucherDisplayPatternInfo::default()
        }),
        order_voucher_rest: Some(OrderVoucherRest {
            voucher_comment: shows.voucher_comment,
            ..OrderVoucherRest::default()
        }),
        ..Document::default()
    })
}

/// The link to where a voucher is had, from either of its two places.
pub(crate) fn landing_of_modify(request: &Request) -> Result<Text, Violation> {
    let guide = request.customer_guide.as_ref();
    let guide = guide.and_then(|guide| guide.voucher_send_guide.as_ref());
    let uses = request.voucher_use_rule.as_ref();
    let exchange = uses.and_then(|uses| uses.exchange_voucher.as_ref());
    either(
        guide.and_then(|guide| guide.voucher_detail_url.clone()),
        exchange.and_then(|exchange| exchange.voucher_detail_url.clone()),
        "customer_guide.voucher_send_guide.voucher_detail_url",
    )
}

/// Takes the ids of shops out of a modification: those of the scope, and those
/// of the older positions, which count while there is no scope.
pub(crate) fn shops_of_modify(request: &mut Request) -> Result<(ShopLists, ShopLists), Violation> {
    let scope = request
        .voucher_use_rule
        .as_mut()
        .and_then(|uses| uses.voucher_available_scope.as_mut());
    let scoped = scope.is_some();
    let shops = scope.and_then(|scope| scope.order_voucher_available_shop.as_mut());
    let listed = shops.map(shops_of_block).unwrap_or_default();
    let guide = request.customer_guide.as_mut();
    let old = guide.map_or(Ok(ShopLists::default()), shops_of_guide)?;
    if scoped {
        return Ok((listed, ShopLists::default()));
    }
    Ok((listed, old))
}
