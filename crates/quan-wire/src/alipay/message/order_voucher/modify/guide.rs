//! M62 to M70: where users are led to.

use super::against::Draft;
use crate::alipay::message::block::{
    MiniAppUseGuideInfo, VoucherCustomerGuideInfo, VoucherUseGuideInfo,
};
use crate::alipay::message::check::at_most;
use crate::alipay::message::document::Document;
use crate::alipay::message::field::Text;
use crate::alipay::message::order_voucher::check::{PAGE_WITHOUT_APP, json_length};
use crate::alipay::message::order_voucher::legacy::{UseGuide, landing_of_modify, link};
use crate::alipay::message::order_voucher::word::Kind;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::UseGuideMode;

const USE: &str = "voucher_customer_guide_info.voucher_use_guide_info";
const SEND: &str = "voucher_customer_guide_info.voucher_send_guide_info";

pub(super) fn check(draft: &mut Draft<'_>) -> Result<(), Violation> {
    flat(draft)?;
    landing(draft)?;
    let wanted = draft.asked.request.voucher_customer_guide_info.clone();
    let wanted = wanted.unwrap_or_default();
    modes(&wanted)?;
    links(&wanted)?;
    apply(draft, wanted);
    Ok(())
}

/// The container to be.
fn guide_of(document: &mut Document) -> &mut VoucherCustomerGuideInfo {
    document.voucher_customer_guide_info.get_or_insert_default()
}

/// The mini-program of use to be.
fn app_of(document: &mut Document) -> &mut MiniAppUseGuideInfo {
    let using = guide_of(document)
        .voucher_use_guide_info
        .get_or_insert_default();
    using.mini_app_use_guide_info.get_or_insert_default()
}

/// The mini-program, and the page or the service in it.
fn flat(draft: &mut Draft<'_>) -> Result<(), Violation> {
    let Some(guide) = &draft.asked.request.customer_guide else {
        return Ok(());
    };
    let using = UseGuide::of_modify(guide);
    let (stored_app, stored_page) = stored(draft.before);
    let app = using.app_id.clone().or(stored_app);

    let field = using.field("mini_app_id");
    at_most(
        "M62 mini_app_id_at_most_16_chars",
        &field,
        &using.app_id,
        16,
    )?;
    let field = using.field("mini_app_path");
    at_most(
        "M63 mini_app_path_at_most_64_chars",
        &field,
        &using.page,
        64,
    )?;
    if using.page.is_some() && app.is_none() {
        let rule = "M63 mini_app_path_needs_mini_app_id";
        return Err(Violation::saying(rule, &field, PAGE_WITHOUT_APP));
    }
    let absolute = |page: &String| page.contains("://") || page.starts_with("http");
    if using.page.as_ref().is_some_and(absolute) {
        let rule = "M64 mini_app_path_is_relative";
        return Err(Violation::of(rule, &field, "必须是相对路径"));
    }
    let field = using.field("service_codes");
    let codes = &using.service_codes;
    if json_length(codes) > 1280 {
        let rule = "M65 service_codes_at_most_1280_chars";
        return Err(Violation::of(rule, &field, "总长度不能超过1280"));
    }
    if !codes.is_empty() && app.is_none() {
        let rule = "M65 service_codes_need_mini_app_id";
        return Err(Violation::of(rule, &field, "设置时 mini_app_id 不能为空"));
    }
    if codes.len() > 1 {
        let rule = "M66 one_service_code";
        return Err(Violation::of(rule, &field, "只能设置一个服务编码"));
    }
    if !codes.is_empty() && using.page.is_some() {
        let rule = "M67 service_code_or_mini_app_path";
        return Err(Violation::of(rule, &field, "和 mini_app_path 不能同时设置"));
    }
    let said = using.app_id.is_some() || using.page.is_some() || !codes.is_empty();
    if let (Some(app), true) = (app, said) {
        lead(draft, &app, using, stored_page);
    }
    Ok(())
}

/// The mini-program of an activity and the page in it.
fn stored(document: &Document) -> (Text, Text) {
    let rest = document.order_voucher_rest.as_ref();
    let of_service = rest.and_then(|rest| rest.mini_app_id.clone());
    let guide = document.voucher_customer_guide_info.clone();
    let using = guide.unwrap_or_default().voucher_use_guide_info;
    let app = using.unwrap_or_default().mini_app_use_guide_info;
    let url = app.unwrap_or_default().mini_app_url;
    let (linked, page) = url.as_deref().map(link::read).unwrap_or_default();
    (linked.or(of_service), page)
}

/// Leads users into a mini-program: to a page, or to a service. Naming one
/// forgets the other; naming the program alone keeps what there is.
fn lead(draft: &mut Draft<'_>, app: &str, using: UseGuide, stored_page: Text) {
    let info = app_of(&mut draft.after);
    if !using.service_codes.is_empty() {
        info.mini_app_service_codes = using.service_codes;
        info.mini_app_url = None;
    } else if info.mini_app_service_codes.is_empty() || using.page.is_some() {
        let page = using.page.or(stored_page);
        info.mini_app_service_codes.clear();
        info.mini_app_url = Some(link::write(app, page.as_deref()));
    }
    let of_service = info.mini_app_url.is_none().then(|| app.to_owned());
    let rest = draft.after.order_voucher_rest.get_or_insert_default();
    rest.mini_app_id = of_service;
}

/// M68: where an exchange voucher is had.
fn landing(draft: &mut Draft<'_>) -> Result<(), Violation> {
    let landing = landing_of_modify(&draft.asked.request)?;
    let field = "customer_guide.voucher_send_guide.voucher_detail_url";
    at_most("M68 detail_url_at_most_255_chars", field, &landing, 255)?;
    let Some(url) = landing else { return Ok(()) };
    if draft.kind != Kind::Exchange {
        let rule = "M68 detail_url_only_for_exchange";
        return Err(Violation::of(rule, field, "仅兑换券支持"));
    }
    let guide = guide_of(&mut draft.after);
    let sending = guide.voucher_send_guide_info.get_or_insert_default();
    sending.send_guide_mode = vec![UseGuideMode::MiniApp.to_string()];
    let app = sending.mini_app_send_guide_info.get_or_insert_default();
    app.mini_app_url = Some(url);
    Ok(())
}

/// M69: the ways to have and to use a voucher.
fn modes(wanted: &VoucherCustomerGuideInfo) -> Result<(), Violation> {
    let sending = wanted.voucher_send_guide_info.clone().unwrap_or_default();
    let using = wanted.voucher_use_guide_info.clone().unwrap_or_default();
    let known_send = |mode: &String| mode == UseGuideMode::MiniApp.as_str();
    let known_use = |mode: &String| UseGuideMode::from_word(mode).is_some();
    let sides = [
        (
            format!("{SEND}.send_guide_mode"),
            sending.send_guide_mode.iter().all(known_send),
            json_length(&sending.send_guide_mode),
        ),
        (
            format!("{USE}.use_guide_mode"),
            using.use_guide_mode.iter().all(known_use),
            json_length(&using.use_guide_mode),
        ),
    ];
    for (field, known, length) in sides {
        if !known {
            let rule = "M69 guide_modes_known";
            return Err(Violation::of(rule, &field, "取值不合法"));
        }
        if length > 300 {
            let rule = "M69 guide_modes_at_most_300_chars";
            return Err(Violation::of(rule, &field, "总长度不能超过300"));
        }
    }
    Ok(())
}

/// M70: links and services of the nested form, one or none.
fn links(wanted: &VoucherCustomerGuideInfo) -> Result<(), Violation> {
    let sending = wanted.voucher_send_guide_info.clone().unwrap_or_default();
    let landing = sending.mini_app_send_guide_info.unwrap_or_default();
    let using = wanted.voucher_use_guide_info.clone().unwrap_or_default();
    let app = using.mini_app_use_guide_info.unwrap_or_default();
    let rule = "M70 mini_app_url_at_most_255_chars";
    let field = format!("{SEND}.mini_app_send_guide_info.mini_app_url");
    at_most(rule, &field, &landing.mini_app_url, 255)?;
    let field = format!("{USE}.mini_app_use_guide_info.mini_app_url");
    at_most(rule, &field, &app.mini_app_url, 255)?;
    let codes = format!("{USE}.mini_app_use_guide_info.mini_app_service_codes");
    if json_length(&app.mini_app_service_codes) > 1000 {
        let rule = "M70 service_codes_at_most_1000_chars";
        return Err(Violation::of(rule, &codes, "总长度不能超过1000"));
    }
    if app.mini_app_service_codes.len() > 1 {
        let rule = "M70 one_service_code";
        return Err(Violation::of(rule, &codes, "只能设置一个服务编码"));
    }
    if app.mini_app_url.is_some() && !app.mini_app_service_codes.is_empty() {
        let rule = "M70 mini_app_url_or_service_code";
        return Err(Violation::of(
            rule,
            &field,
            "和 mini_app_service_codes 不能同时设置",
        ));
    }
    Ok(())
}

fn apply(draft: &mut Draft<'_>, wanted: VoucherCustomerGuideInfo) {
    if let Some(sending) = wanted.voucher_send_guide_info {
        let guide = guide_of(&mut draft.after);
        let stored = guide.voucher_send_guide_info.get_or_insert_default();
        if !sending.send_guide_mode.is_empty() {
            stored.send_guide_mode = sending.send_guide_mode;
        }
        let app = sending.mini_app_send_guide_info.unwrap_or_default();
        if app.mini_app_url.is_some() {
            stored.mini_app_send_guide_info = Some(app);
        }
    }
    let Some(using) = wanted.voucher_use_guide_info else {
        return;
    };
    let VoucherUseGuideInfo {
        use_guide_mode,
        mini_app_use_guide_info,
        use_url,
    } = using;
    let guide = guide_of(&mut draft.after);
    let stored = guide.voucher_use_guide_info.get_or_insert_default();
    if !use_guide_mode.is_empty() {
        stored.use_guide_mode = use_guide_mode;
    }
    if use_url.is_some() {
        stored.use_url = use_url;
    }
    let app = mini_app_use_guide_info.unwrap_or_default();
    if app.mini_app_url.is_some() || !app.mini_app_service_codes.is_empty() {
        let linked = app.mini_app_url.is_some();
        stored.mini_app_use_guide_info = Some(app);
        if let (true, Some(rest)) = (linked, draft.after.order_voucher_rest.as_mut()) {
            rest.mini_app_id = None;
        }
    }
}
