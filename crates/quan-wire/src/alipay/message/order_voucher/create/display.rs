//! C33 to C35: what users see.

use crate::alipay::message::activity::Display;
use crate::alipay::message::block::VoucherDisplayPatternInfo;
use crate::alipay::message::check::need;
use crate::alipay::message::document::Document;
use crate::alipay::message::order_voucher::form::Forms;
use crate::alipay::message::order_voucher::voucher_name;
use crate::alipay::message::order_voucher::word::{Business, Kind};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::FileKey;

const INFO: &str = "voucher_display_pattern_info";

pub(super) fn check(
    document: &mut Document,
    forms: Forms,
    business: Business,
) -> Result<Display, Violation> {
    let kind = super::base::kind(document)?;
    let at = |name: &str| format!("{INFO}.{name}");
    if let Some(info) = &mut document.voucher_display_pattern_info {
        // Addresses are only answered.
        info.brand_logo_url = None;
        info.voucher_image_url = None;
        info.voucher_detail_image_urls.clear();
    }
    let info = document.voucher_display_pattern_info.clone();
    let info = info.unwrap_or_default();
    if business == Business::Own {
        let rule = "C33 brand_required_for_isv";
        need(rule, &at("brand_name"), &info.brand_name)?;
        need(rule, &at("brand_logo"), &info.brand_logo)?;
    }
    if kind == Kind::Exchange && !forms.nested {
        let rule = "C34 voucher_image_required_for_exchange";
        need(rule, &at("voucher_image"), &info.voucher_image)?;
    }
    details(kind, &info)?;
    let rest = document.order_voucher_rest.as_ref();
    if kind != Kind::Exchange && rest.is_some_and(|rest| rest.voucher_comment.is_some()) {
        let rule = "C35 comment_only_for_exchange";
        let field = "voucher_display_info.voucher_comment";
        return Err(Violation::of(rule, field, "仅兑换券支持"));
    }
    if info.customer_service_mobile.is_some() == info.customer_service_url.is_some() {
        let rule = "C35 one_customer_service";
        let what = "和 customer_service_url 必须且只能设置一个";
        let field = at("customer_service_mobile");
        return Err(Violation::of(rule, &field, what));
    }
    Ok(Display {
        brand_name: info.brand_name.clone(),
        voucher_name: voucher_name(document),
        images: images(&info),
    })
}

/// Detail images go with a cover, are few, and not for exchange vouchers.
fn details(kind: Kind, info: &VoucherDisplayPatternInfo) -> Result<(), Violation> {
    if info.voucher_detail_images.is_empty() {
        return Ok(());
    }
    let field = format!("{INFO}.voucher_detail_images");
    if info.voucher_image.is_none() {
        let rule = "C34 detail_images_need_voucher_image";
        return Err(Violation::of(rule, &field, "设置时 voucher_image 不能为空"));
    }
    if info.voucher_detail_images.len() > 3 {
        let rule = "C34 at_most_3_detail_images";
        return Err(Violation::of(rule, &field, "最多3张"));
    }
    if kind == Kind::Exchange {
        let rule = "C34 detail_images_not_for_exchange";
        return Err(Violation::of(rule, &field, "兑换券不支持"));
    }
    Ok(())
}

/// Uploaded images that are named, with what each must have been uploaded for.
pub(crate) fn images(info: &VoucherDisplayPatternInfo) -> Vec<(FileKey, String)> {
    let of = |key, id: &Option<String>| id.clone().map(|id| (key, id));
    let logo = of(FileKey::BrandLogo, &info.brand_logo);
    let image = of(FileKey::VoucherImage, &info.voucher_image);
    let details = info.voucher_detail_images.iter();
    let details = details.map(|id| (FileKey::VoucherDetailImage, id.clone()));
    logo.into_iter().chain(image).chain(details).collect()
}
