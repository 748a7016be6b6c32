//! What only the flat shape demands.

use super::Request;
use super::budget::is_total;
use crate::alipay::message::activity::Benefit;
use crate::alipay::message::check::need;
use crate::alipay::message::violation::Violation;

/// The flat shape knows fixed amounts only.
pub(super) fn voucher_type(request: &Request) -> Result<(), Violation> {
    match request.voucher_type.as_deref() {
        None | Some("FIX_VOUCHER") => Ok(()),
        Some(_) => {
            let rule = "V2.2 voucher_type_is_fix";
            Err(Violation::of(rule, "voucher_type", "只支持 FIX_VOUCHER"))
        }
    }
}

/// A link is for one way of use, and that way needs it.
pub(super) fn use_mode(request: &Request) -> Result<(), Violation> {
    let uses = request.voucher_use_rule.clone().unwrap_or_default();
    let field = "voucher_use_rule.use_url";
    match uses.use_mode.as_deref() {
        Some("SELF_LINK") => {
            need("V2.2 use_url_required_with_self_link", field, &uses.use_url)?;
        }
        None | Some("CAN_USE" | "SCAN_CODE") => {
            if uses.use_url.is_some() {
                let rule = "V2.2 use_url_only_with_self_link";
                return Err(Violation::of(
                    rule,
                    field,
                    "仅在 use_mode 为 SELF_LINK 时设置",
                ));
            }
        }
        Some(_) => {
            let rule = "V2.2 use_mode_known";
            return Err(Violation::of(
                rule,
                "voucher_use_rule.use_mode",
                "取值不合法",
            ));
        }
    }
    Ok(())
}

/// Vouchers for certain goods show a picture.
pub(super) fn display(request: &Request) -> Result<(), Violation> {
    let goods = request
        .voucher_use_rule
        .as_ref()
        .and_then(|uses| uses.available_goods.as_ref());
    let shows = request.voucher_display_info.clone().unwrap_or_default();
    if goods.is_some() {
        let rule = "V2.2 voucher_image_required_with_goods";
        need(
            rule,
            "voucher_display_info.voucher_image",
            &shows.voucher_image,
        )?;
    }
    Ok(())
}

/// A total that is said must be right, and prepaid vouchers must say it.
pub(super) fn budget(request: &Request, benefit: &Benefit, quantity: u32) -> Result<(), Violation> {
    let Some(budget) = &request.voucher_budget_info else {
        return Ok(());
    };
    let field = "voucher_budget_info.amount";
    if budget.budget_type.as_deref() == Some("RECHARGE") {
        need(
            "V2.2 budget_amount_required_with_recharge",
            field,
            &budget.amount,
        )?;
    }
    if budget.amount.is_some() {
        let rule = "V2.2 budget_amount_is_face_times_quantity";
        is_total(rule, field, &budget.amount, benefit, quantity)?;
    }
    Ok(())
}
