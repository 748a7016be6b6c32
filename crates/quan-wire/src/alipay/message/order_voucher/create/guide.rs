//! C36 to C39 and C46: where users are led to.

use super::Request;
use super::activity::Guide;
use crate::alipay::message::block::{OrderVoucherRest, VoucherUseGuideInfo};
use crate::alipay::message::check::need;
use crate::alipay::message::document::Document;
use crate::alipay::message::order_voucher::check::PAGE_WITHOUT_APP;
use crate::alipay::message::order_voucher::form::Forms;
use crate::alipay::message::order_voucher::legacy::{CustomerGuide, UseGuide, link};
use crate::alipay::message::order_voucher::word::Kind;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::UseGuideMode;

const USE: &str = "voucher_customer_guide_info.voucher_use_guide_info";
const LANDING: &str =
    "voucher_customer_guide_info.voucher_send_guide_info.mini_app_send_guide_info.mini_app_url";

/// Mini-programs and services that users are led to.
pub(super) fn check(
    document: &mut Document,
    request: &Request,
    forms: Forms,
) -> Result<Guide, Violation> {
    flat(request)?;
    let kind = super::base::kind(document)?;
    let info = document.voucher_customer_guide_info.as_ref();
    let using = info.and_then(|info| info.voucher_use_guide_info.as_ref());
    if let Some(using) = using
        && forms.nested
    {
        modes(using)?;
        app(using)?;
    }
    let sending = info.and_then(|info| info.voucher_send_guide_info.as_ref());
    let known = |mode: &String| mode == UseGuideMode::MiniApp.as_str();
    if let Some(sending) = sending
        && !sending.send_guide_mode.iter().all(known)
    {
        let field = "voucher_customer_guide_info.voucher_send_guide_info.send_guide_mode";
        let rule = "C38 send_guide_mode_known";
        return Err(Violation::of(rule, field, "取值不合法"));
    }
    if kind == Kind::Exchange && !forms.nested {
        let landing = sending
            .and_then(|sending| sending.mini_app_send_guide_info.as_ref())
            .and_then(|app| app.mini_app_url.clone());
        need("C39 detail_url_required_for_exchange", LANDING, &landing)?;
    }
    Ok(guide_of(document))
}

/// The guide of the flat form, from whichever position it is told in.
fn flat(request: &Request) -> Result<(), Violation> {
    let Some(guide) = &request.customer_guide else {
        return Ok(());
    };
    let uses = request.voucher_use_rule.as_ref();
    let scoped = uses.is_some_and(|uses| uses.voucher_available_scope.is_some());
    let using = UseGuide::of_create(guide, scoped);
    if using.page.is_some() && using.app_id.is_none() {
        let rule = "C36 mini_app_path_needs_mini_app_id";
        let field = using.field("mini_app_path");
        return Err(Violation::saying(rule, &field, PAGE_WITHOUT_APP));
    }
    let field = using.field("service_codes");
    match using.service_codes.len() {
        0 => {}
        _ if using.app_id.is_none() => {
            let rule = "C37 service_codes_need_mini_app_id";
            let what = "设置时 mini_app_id 不能为空";
            return Err(Violation::of(rule, &field, what));
        }
        1 if using.page.is_some() => {
            let rule = "C37 service_code_or_mini_app_path";
            return Err(Violation::of(rule, &field, "和 mini_app_path 不能同时设置"));
        }
        1 => {}
        _ => {
            let rule = "C37 one_service_code";
            return Err(Violation::of(rule, &field, "只能设置一个服务编码"));
        }
    }
    if !using.newer {
        return Ok(());
    }
    if !using.shows_code && !using.opens_app {
        let rule = "C38 some_use_guide";
        let what = "offline_code_use_guide 和 mini_app_use_guide 至少设置一个";
        return Err(Violation::of(rule, using.at, what));
    }
    if using.opens_app {
        let rule = "C38 mini_app_guide_needs_mini_app_id";
        need(rule, &using.field("mini_app_id"), &using.app_id)?;
    }
    Ok(())
}

fn modes(using: &VoucherUseGuideInfo) -> Result<(), Violation> {
    let field = format!("{USE}.use_guide_mode");
    if using.use_guide_mode.is_empty() {
        let rule = "C38 use_guide_mode_required";
        return Err(Violation::of(rule, &field, "不能为空"));
    }
    let known = |mode: &String| UseGuideMode::from_word(mode).is_some();
    if using.use_guide_mode.iter().all(known) {
        return Ok(());
    }
    let rule = "C38 use_guide_mode_known";
    Err(Violation::of(rule, &field, "取值不合法"))
}

/// One link or one service, where users are led into a mini-program.
fn app(using: &VoucherUseGuideInfo) -> Result<(), Violation> {
    let in_app = |mode: &String| mode == UseGuideMode::MiniApp.as_str();
    if !using.use_guide_mode.iter().any(in_app) {
        return Ok(());
    }
    let info = using.mini_app_use_guide_info.clone().unwrap_or_default();
    let field = format!("{USE}.mini_app_use_guide_info.mini_app_url");
    match (
        info.mini_app_url.is_some(),
        info.mini_app_service_codes.len(),
    ) {
        (true, 0) | (false, 1) => Ok(()),
        (false, 2..) => {
            let rule = "C37 one_mini_app_service_code";
            let field = format!("{USE}.mini_app_use_guide_info.mini_app_service_codes");
            Err(Violation::of(rule, &field, "只能设置一个服务编码"))
        }
        (false, 0) | (true, 1..) => {
            let rule = "C37 mini_app_url_or_service_code";
            let what = "和 mini_app_service_codes 必须且只能设置一个";
            Err(Violation::of(rule, &field, what))
        }
    }
}

/// Mini-programs and services that a document names.
pub(crate) fn guide_of(document: &Document) -> Guide {
    let info = document.voucher_customer_guide_info.clone();
    let info = info.unwrap_or_default();
    let app = info.voucher_use_guide_info.unwrap_or_default();
    let app = app.mini_app_use_guide_info.unwrap_or_default();
    let landing = info.voucher_send_guide_info.unwrap_or_default();
    let landing = landing.mini_app_send_guide_info.unwrap_or_default();
    let rest = document.order_voucher_rest.clone();
    let OrderVoucherRest { mini_app_id, .. } = rest.unwrap_or_default();
    let linked = [app.mini_app_url, landing.mini_app_url];
    let linked = linked.iter().flatten().filter_map(|url| link::read(url).0);
    let mut app_ids = Vec::new();
    for id in mini_app_id.into_iter().chain(linked) {
        if !app_ids.contains(&id) {
            app_ids.push(id);
        }
    }
    Guide {
        app_ids,
        service_codes: app.mini_app_service_codes,
    }
}

/// What stood directly in the guide in 2021, while nothing newer is there: one
/// place of use, and one way into a mini-program.
pub(super) fn old_positions(request: &Request) -> Result<(), Violation> {
    let Some(guide) = &request.customer_guide else {
        return Ok(());
    };
    let uses = request.voucher_use_rule.as_ref();
    let scoped = uses.is_some_and(|uses| uses.voucher_available_scope.is_some());
    let CustomerGuide {
        mini_app_id,
        mini_app_path,
        service_codes,
        shop_ids,
        store_ids,
        real_shop_ids,
        voucher_send_guide: _,
        voucher_use_guide,
    } = guide;
    if scoped || voucher_use_guide.is_some() {
        return Ok(());
    }
    let shops = !shop_ids.is_empty() || !store_ids.is_empty();
    let places = [mini_app_id.is_some(), shops, !real_shop_ids.is_empty()];
    match places.iter().filter(|said| **said).count() {
        0 => return Ok(()),
        1 => {}
        _ => {
            let rule = "C46 one_old_place_of_use";
            let what = "和 shop_ids、real_shop_ids 必须且只能设置一个";
            return Err(Violation::of(rule, "customer_guide.mini_app_id", what));
        }
    }
    if mini_app_id.is_some() && mini_app_path.is_some() != service_codes.is_empty() {
        let rule = "C46 service_code_or_path_with_old_app";
        let what = "和 mini_app_path 必须且只能设置一个";
        return Err(Violation::of(rule, "customer_guide.service_codes", what));
    }
    Ok(())
}
