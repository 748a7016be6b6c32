//! `voucher_display_pattern_info`: what users see.

use crate::alipay::message::activity::{Display, Shape};
use crate::alipay::message::check::{at_most, each_at_most, need, present};
use crate::alipay::message::document::Document;
use crate::alipay::message::project::voucher_name;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::FileKey;

const INFO: &str = "voucher_display_pattern_info";

pub(super) fn check(document: &Document, shape: Shape) -> Result<Display, Violation> {
    let info = document.voucher_display_pattern_info.as_ref();
    let info = present("V2.1 voucher_display_pattern_info_required", INFO, info)?;
    let at = |name: &str| format!("{INFO}.{name}");
    at_most(
        "V2.1 brand_name_at_most_32_chars",
        &at("brand_name"),
        &info.brand_name,
        32,
    )?;
    at_most(
        "V2.1 brand_logo_at_most_64_chars",
        &at("brand_logo"),
        &info.brand_logo,
        64,
    )?;
    at_most(
        "V2.1 voucher_name_at_most_32_chars",
        &at("voucher_name"),
        &info.voucher_name,
        32,
    )?;
    let field = at("voucher_description");
    if shape == Shape::Nested {
        need(
            "V2.1 voucher_description_required",
            &field,
            &info.voucher_description,
        )?;
    }
    at_most(
        "V2.1 voucher_description_at_most_1000_chars",
        &field,
        &info.voucher_description,
        1000,
    )?;
    at_most(
        "V2.1 voucher_image_at_most_64_chars",
        &at("voucher_image"),
        &info.voucher_image,
        64,
    )?;
    let (field, details) = (at("voucher_detail_images"), &info.voucher_detail_images);
    if details.len() > 3 {
        return Err(Violation::of(
            "V2.1 at_most_3_detail_images",
            &field,
            "最多3张",
        ));
    }
    each_at_most("V2.1 detail_images_at_most_64_chars", &field, details, 64)?;
    if !details.is_empty() && info.voucher_image.is_none() {
        let rule = "V2.1 detail_images_need_voucher_image";
        return Err(Violation::of(rule, &field, "设置时 voucher_image 不能为空"));
    }
    let field = at("customer_service_mobile");
    let rule = "V2.1 customer_service_mobile_at_most_32_chars";
    at_most(rule, &field, &info.customer_service_mobile, 32)?;
    let field = at("customer_service_url");
    let rule = "V2.1 customer_service_url_at_most_512_chars";
    at_most(rule, &field, &info.customer_service_url, 512)?;

    let of = |key, id: &Option<String>| id.clone().map(|id| (key, id));
    let logo = of(FileKey::BrandLogo, &info.brand_logo);
    let image = of(FileKey::VoucherImage, &info.voucher_image);
    let details = details
        .iter()
        .map(|id| (FileKey::VoucherDetailImage, id.clone()));
    Ok(Display {
        brand_name: info.brand_name.clone(),
        voucher_name: voucher_name(document),
        images: logo.into_iter().chain(image).chain(details).collect(),
    })
}
