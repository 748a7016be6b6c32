//! `voucher_customer_guide_info`: where users are led to.

use crate::alipay::message::activity::Shape;
use crate::alipay::message::block::{
    MiniAppUseGuideInfo, VoucherCustomerGuideInfo, VoucherSendGuideInfo,
};
use crate::alipay::message::check::at_most;
use crate::alipay::message::field::Text;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::UseGuideMode;

const INFO: &str = "voucher_customer_guide_info";
const USE: &str = "voucher_customer_guide_info.voucher_use_guide_info";

/// How links into Alipay's mini-programs begin.
const MINI_APP: &str = "alipays://platformapi/startapp?";

/// Judges the guide and says what is meant where no way of use is named.
pub(super) fn check(
    info: Option<&mut VoucherCustomerGuideInfo>,
    shape: Shape,
) -> Result<(), Violation> {
    let Some(info) = info else {
        return Err(Violation::of(
            "V2.1 voucher_customer_guide_info_required",
            INFO,
            "不能为空",
        ));
    };
    let using = info.voucher_use_guide_info.get_or_insert_default();
    if using.use_guide_mode.is_empty() {
        using.use_guide_mode.push(UseGuideMode::CanUse.to_string());
    }
    let unknown = |mode: &String| UseGuideMode::from_word(mode).is_none();
    if using.use_guide_mode.iter().any(unknown) {
        let field = format!("{USE}.use_guide_mode");
        return Err(Violation::of(
            "V2.1 use_guide_mode_known",
            &field,
            "取值不合法",
        ));
    }
    let in_app = using
        .use_guide_mode
        .iter()
        .any(|mode| mode == UseGuideMode::MiniApp.as_str());
    mini_app(
        in_app,
        using.mini_app_use_guide_info.clone().unwrap_or_default(),
        shape,
    )?;
    at_most(
        "V2.1 use_url_at_most_512_chars",
        &format!("{USE}.use_url"),
        &using.use_url,
        512,
    )?;
    info.voucher_send_guide_info
        .as_ref()
        .map_or(Ok(()), sending)
}

fn mini_app(in_app: bool, info: MiniAppUseGuideInfo, shape: Shape) -> Result<(), Violation> {
    let field = format!("{USE}.mini_app_use_guide_info.mini_app_url");
    let codes = format!("{USE}.mini_app_use_guide_info.mini_app_service_codes");
    match (
        in_app,
        &info.mini_app_url,
        info.mini_app_service_codes.len(),
    ) {
        (false, None, 0) => return Ok(()),
        (false, _, _) => {
            let rule = "V2.1 mini_app_guide_only_with_mini_app";
            return Err(Violation::of(
                rule,
                &field,
                "仅在 use_guide_mode 为 MINI_APP 时设置",
            ));
        }
        (true, Some(_), 0) | (true, None, 1) => {}
        (true, None, 2..) => {
            return Err(Violation::of(
                "V2.1 one_mini_app_service_code",
                &codes,
                "只能设置一个服务编码",
            ));
        }
        (true, None, 0) | (true, Some(_), 1..) => {
            let rule = "V2.1 mini_app_url_xor_service_code";
            let what = "和 mini_app_service_codes 必须且只能设置一个";
            return Err(Violation::of(rule, &field, what));
        }
    }
    let (rule, most) = match shape {
        Shape::Nested => ("V2.1 mini_app_url_at_most_255_chars", 255),
        Shape::Flat => ("V2.2 use_url_at_most_512_chars", 512),
    };
    link(rule, &field, &info.mini_app_url, most)
}

/// A link into a mini-program.
fn link(length: &'static str, field: &str, url: &Text, most: usize) -> Result<(), Violation> {
    at_most(length, field, url, most)?;
    match url {
        Some(url) if !url.starts_with(MINI_APP) => {
            let rule = "V2.1 mini_app_url_is_a_mini_app_link";
            Err(Violation::of(rule, field, "必须是支付宝小程序链接"))
        }
        Some(_) | None => Ok(()),
    }
}

fn sending(info: &VoucherSendGuideInfo) -> Result<(), Violation> {
    let field = format!("{INFO}.voucher_send_guide_info");
    if info
        .send_guide_mode
        .iter()
        .any(|mode| mode != UseGuideMode::MiniApp.as_str())
    {
        let field = format!("{field}.send_guide_mode");
        return Err(Violation::of(
            "V2.1 send_guide_mode_known",
            &field,
            "取值不合法",
        ));
    }
    let Some(app) = &info.mini_app_send_guide_info else {
        return Ok(());
    };
    let field = format!("{field}.mini_app_send_guide_info.mini_app_url");
    link(
        "V2.1 mini_app_url_at_most_255_chars",
        &field,
        &app.mini_app_url,
        255,
    )
}
