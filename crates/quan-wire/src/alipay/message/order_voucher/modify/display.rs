//! M25 to M37: what users see.

use super::against::{Draft, set, set_list};
use crate::alipay::message::block::VoucherDisplayPatternInfo;
use crate::alipay::message::check::{at_most, need};
use crate::alipay::message::document::Document;
use crate::alipay::message::field::Text;
use crate::alipay::message::order_voucher::check::json_length;
use crate::alipay::message::order_voucher::legacy::OrderVoucherDisplayInfo;
use crate::alipay::message::order_voucher::word::{Business, Kind};
use crate::alipay::message::violation::Violation;

const FLAT: &str = "voucher_display_info";
const NESTED: &str = "voucher_display_pattern_info";

pub(super) fn check(draft: &mut Draft<'_>) -> Result<(), Violation> {
    let request = &draft.asked.request;
    let flat = request.voucher_display_info.clone().unwrap_or_default();
    let nested = request.voucher_display_pattern_info.clone();
    let nested = nested.unwrap_or_default();
    texts(draft, &flat, &nested)?;
    details(draft)?;
    enrolled(draft)?;
    service(&flat, &nested)?;
    apply(draft, &flat);
    completed(draft, request.voucher_display_pattern_info.is_some())?;
    exchange_name(draft)
}

/// A text in either form, with its length in each.
fn text(
    rule: &'static str,
    name: &str,
    flat: (&Text, usize),
    nested: (&Text, usize),
) -> Result<(), Violation> {
    at_most(rule, &format!("{FLAT}.{name}"), flat.0, flat.1)?;
    at_most(rule, &format!("{NESTED}.{name}"), nested.0, nested.1)
}

fn texts(
    draft: &Draft<'_>,
    flat: &OrderVoucherDisplayInfo,
    nested: &VoucherDisplayPatternInfo,
) -> Result<(), Violation> {
    text(
        "M26 brand_name_at_most_12_chars",
        "brand_name",
        (&flat.brand_name, 12),
        (&nested.brand_name, 12),
    )?;
    text(
        "M27 brand_logo_at_most_64_or_128_chars",
        "brand_logo",
        (&flat.brand_logo, 64),
        (&nested.brand_logo, 128),
    )?;
    let (rule, field) = (
        "M28 comment_at_most_12_chars",
        format!("{FLAT}.voucher_comment"),
    );
    at_most(rule, &field, &flat.voucher_comment, 12)?;
    if flat.voucher_comment.is_some() && draft.kind != Kind::Exchange {
        let rule = "M28 comment_only_for_exchange";
        return Err(Violation::of(rule, &field, "仅兑换券支持"));
    }
    text(
        "M29 voucher_description_at_most_1000_chars",
        "voucher_description",
        (&flat.voucher_description, 1000),
        (&nested.voucher_description, 1000),
    )?;
    text(
        "M30 voucher_image_at_most_64_chars",
        "voucher_image",
        (&flat.voucher_image, 64),
        (&nested.voucher_image, 64),
    )
}

/// What is asked for in either form.
fn wanted(draft: &Draft<'_>) -> VoucherDisplayPatternInfo {
    let wanted = draft.asked.wanted.voucher_display_pattern_info.clone();
    wanted.unwrap_or_default()
}

fn stored(draft: &Draft<'_>) -> VoucherDisplayPatternInfo {
    let stored = draft.before.voucher_display_pattern_info.clone();
    stored.unwrap_or_default()
}

fn details(draft: &Draft<'_>) -> Result<(), Violation> {
    let (wanted, stored) = (wanted(draft), stored(draft));
    let field = format!("{NESTED}.voucher_detail_images");
    let images = &wanted.voucher_detail_images;
    if images.is_empty() {
        return Ok(());
    }
    if wanted.voucher_image.is_none() && stored.voucher_image.is_none() {
        let rule = "M31 detail_images_need_voucher_image";
        return Err(Violation::of(rule, &field, "设置时 voucher_image 不能为空"));
    }
    if images.len() > 3 {
        let rule = "M32 at_most_3_detail_images";
        return Err(Violation::of(rule, &field, "最多3张"));
    }
    if json_length(images) > 256 {
        let rule = "M32 detail_images_at_most_256_chars";
        return Err(Violation::of(rule, &field, "总长度不能超过256"));
    }
    Ok(())
}

/// While an activity is enrolled in a central venue, its face stays.
fn enrolled(draft: &Draft<'_>) -> Result<(), Violation> {
    if !draft.present.enrolled {
        return Ok(());
    }
    let (wanted, stored) = (wanted(draft), stored(draft));
    let rest = |document: &Document| {
        let rest = document.order_voucher_rest.as_ref();
        rest.and_then(|rest| rest.voucher_comment.clone())
    };
    let differs = |wanted: &Text, stored: &Text| wanted.is_some() && wanted != stored;
    let name = draft.asked.request.voucher_use_rule.as_ref();
    let name = name.and_then(|uses| uses.exchange_voucher.clone());
    let name = name.unwrap_or_default().voucher_name;
    let details = &wanted.voucher_detail_images;
    let comment = (rest(&draft.asked.wanted), rest(draft.before));
    let changed = [
        (
            "voucher_display_pattern_info.brand_name",
            differs(&wanted.brand_name, &stored.brand_name),
        ),
        (
            "voucher_display_pattern_info.brand_logo",
            differs(&wanted.brand_logo, &stored.brand_logo),
        ),
        (
            "voucher_display_info.voucher_comment",
            differs(&comment.0, &comment.1),
        ),
        (
            "voucher_display_pattern_info.voucher_image",
            differs(&wanted.voucher_image, &stored.voucher_image),
        ),
        (
            "voucher_display_pattern_info.voucher_detail_images",
            !details.is_empty() && *details != stored.voucher_detail_images,
        ),
        (
            "voucher_use_rule.exchange_voucher.voucher_name",
            differs(&name, &stored.voucher_name),
        ),
    ];
    match changed.iter().find(|(_, changed)| *changed) {
        None => Ok(()),
        Some((field, _)) => Err(Violation::business(
            "M34 enrolled_display_stays",
            field,
            "活动已报名会场，不允许修改展示信息",
        )),
    }
}

fn service(
    flat: &OrderVoucherDisplayInfo,
    nested: &VoucherDisplayPatternInfo,
) -> Result<(), Violation> {
    text(
        "M35 customer_service_mobile_at_most_20_chars",
        "customer_service_mobile",
        (&flat.customer_service_mobile, 20),
        (&nested.customer_service_mobile, 20),
    )?;
    text(
        "M35 customer_service_url_at_most_255_chars",
        "customer_service_url",
        (&flat.customer_service_url, 255),
        (&nested.customer_service_url, 255),
    )?;
    if nested.customer_service_mobile.is_some() && nested.customer_service_url.is_some() {
        let rule = "M35 one_customer_service";
        let field = format!("{NESTED}.customer_service_mobile");
        return Err(Violation::of(
            rule,
            &field,
            "和 customer_service_url 只能设置一个",
        ));
    }
    let rule = "M36 voucher_name_at_most_20_chars";
    at_most(
        rule,
        &format!("{NESTED}.voucher_name"),
        &nested.voucher_name,
        20,
    )
}

/// The flat name of an exchange voucher.
fn exchange_name(draft: &Draft<'_>) -> Result<(), Violation> {
    let uses = draft.asked.request.voucher_use_rule.as_ref();
    let exchange = uses.and_then(|uses| uses.exchange_voucher.clone());
    let name = exchange.unwrap_or_default().voucher_name;
    let field = "voucher_use_rule.exchange_voucher.voucher_name";
    at_most("M37 voucher_name_at_most_12_chars", field, &name, 12)?;
    if name.is_some() && draft.kind != Kind::Exchange {
        let rule = "M37 voucher_name_only_for_exchange";
        return Err(Violation::of(rule, field, "仅兑换券支持"));
    }
    Ok(())
}

/// What a provider's own business and exchange vouchers need of the display.
fn completed(draft: &Draft<'_>, nested: bool) -> Result<(), Violation> {
    let base = draft.before.activity_base_info.as_ref();
    let owner = base.and_then(|base| base.belong_merchant_info.as_ref());
    let business = owner.and_then(|owner| owner.business_type.as_deref());
    let display = draft.after.voucher_display_pattern_info.clone();
    let display = display.unwrap_or_default();
    let at = |name: &str| format!("{NESTED}.{name}");
    if nested && business == Some(Business::Own.as_str()) {
        let rule = "M36 brand_required_for_isv";
        need(rule, &at("brand_name"), &display.brand_name)?;
        need(rule, &at("brand_logo"), &display.brand_logo)?;
    }
    if draft.kind != Kind::Exchange {
        return Ok(());
    }
    if nested {
        let rule = "M36 voucher_name_required_for_exchange";
        need(rule, &at("voucher_name"), &display.voucher_name)?;
    }
    if !wanted(draft).voucher_detail_images.is_empty() {
        let rule = "M36 detail_images_not_for_exchange";
        let field = at("voucher_detail_images");
        return Err(Violation::of(rule, &field, "兑换券不支持"));
    }
    Ok(())
}

fn apply(draft: &mut Draft<'_>, flat: &OrderVoucherDisplayInfo) {
    let wanted = wanted(draft);
    let display = draft
        .after
        .voucher_display_pattern_info
        .get_or_insert_default();
    set(&mut display.brand_name, wanted.brand_name.as_ref());
    set(&mut display.brand_logo, wanted.brand_logo.as_ref());
    set(&mut display.voucher_name, wanted.voucher_name.as_ref());
    let description = wanted.voucher_description.as_ref();
    set(&mut display.voucher_description, description);
    set(&mut display.voucher_image, wanted.voucher_image.as_ref());
    let details = &wanted.voucher_detail_images;
    set_list(&mut display.voucher_detail_images, details);
    let (mobile, url) = (wanted.customer_service_mobile, wanted.customer_service_url);
    // One of them takes the other's place; only the flat form can say both.
    if mobile.is_some() || url.is_some() {
        display.customer_service_mobile = mobile;
        display.customer_service_url = url;
    }
    if flat.voucher_comment.is_some() {
        let rest = draft.after.order_voucher_rest.get_or_insert_default();
        rest.voucher_comment.clone_from(&flat.voucher_comment);
    }
}
