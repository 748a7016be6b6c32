//! `voucher_budget_supply_info`: who pays for the vouchers, and when.

use quan_core::Fen;

use crate::alipay::message::activity::{Benefit, Budget, Sponsor};
use crate::alipay::message::block::{VoucherBudgetSupplyInfo, VoucherRechargeInfo};
use crate::alipay::message::check::{money, need, need_one_of, present};
use crate::alipay::message::document::{says_nothing, value};
use crate::alipay::message::field::Text;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::BudgetType;

const INFO: &str = "voucher_budget_supply_info";
const RECHARGE: &str = "voucher_budget_supply_info.voucher_recharge_info";

pub(super) fn check(
    info: Option<&VoucherBudgetSupplyInfo>,
    benefit: &Benefit,
    quantity: u32,
) -> Result<Budget, Violation> {
    let info = present("V2.1 voucher_budget_supply_info_required", INFO, info)?;
    let field = format!("{INFO}.budget_type");
    need("V2.1 budget_type_required", &field, &info.budget_type)?;
    let kind = need_one_of(
        "V2.1 budget_type_known",
        &field,
        &info.budget_type,
        BudgetType::from_word,
    )?;
    let recharge = info.voucher_recharge_info.as_ref();
    match kind {
        BudgetType::NoCash if says_nothing(&value(&recharge)) => Ok(Budget::NoCash),
        BudgetType::NoCash => {
            let rule = "V2.1 recharge_info_only_with_recharge";
            Err(Violation::of(
                rule,
                RECHARGE,
                "仅在 budget_type 为 RECHARGE 时设置",
            ))
        }
        BudgetType::Recharge => {
            let info = present("V2.1 voucher_recharge_info_required", RECHARGE, recharge)?;
            in_advance(info, benefit, quantity)
        }
    }
}

fn in_advance(
    info: &VoucherRechargeInfo,
    benefit: &Benefit,
    quantity: u32,
) -> Result<Budget, Violation> {
    let field = format!("{RECHARGE}.recharge_type");
    let rule = "V2.1 recharge_type_is_alipay_balance";
    let known = |word: &str| (word == "ALIPAY_BALANCE").then_some(());
    need_one_of(rule, &field, &info.recharge_type, known)?;
    let balance = format!("{RECHARGE}.voucher_balance_recharge_info");
    let info = info
        .voucher_balance_recharge_info
        .clone()
        .unwrap_or_default();
    let field = format!("{balance}.amount");
    need("V2.1 recharge_amount_required", &field, &info.amount)?;
    let rule = "V2.1 recharge_amount_is_face_times_quantity";
    let amount = is_total(rule, &field, &info.amount, benefit, quantity)?;
    match (info.partner_id, info.logon_id) {
        (Some(account), None) => Ok(Budget::Recharge {
            amount,
            sponsor: Sponsor::Account(account),
        }),
        (None, Some(login)) => Ok(Budget::Recharge {
            amount,
            sponsor: Sponsor::Login(login),
        }),
        (Some(_), Some(_)) | (None, None) => {
            let rule = "V2.1 partner_id_xor_logon_id";
            let field = format!("{balance}.partner_id");
            Err(Violation::of(rule, &field, "和 logon_id 必须且只能传一个"))
        }
    }
}

/// The face of all vouchers together, which is what must have been said.
pub(super) fn is_total(
    rule: &'static str,
    field: &str,
    text: &Text,
    benefit: &Benefit,
    quantity: u32,
) -> Result<Fen, Violation> {
    let amount = money("V1.2 money_has_at_most_two_decimals", field, text)?;
    let total = benefit.face().checked_mul(u64::from(quantity));
    match (amount, total) {
        (Some(amount), Some(total)) if amount == total => Ok(total),
        _ => Err(Violation::of(rule, field, "必须等于券面额乘以券总数量")),
    }
}
