//! C17 to C23: what a voucher is worth, and the goods that it is about.

use quan_core::Fen;

use super::Request;
use super::activity::Benefit;
use crate::alipay::message::activity::Benefit as Deduction;
use crate::alipay::message::block::{
    DiscountVoucherInfo, ExchangeVoucherInfo, FixVoucherInfo, SpecialVoucherInfo,
    VoucherAvailableGoodsInfo, VoucherDeductInfo,
};
use crate::alipay::message::check::{need, one_of, present};
use crate::alipay::message::document::Document;
use crate::alipay::message::field::Text;
use crate::alipay::message::order_voucher::check::{need_price, price};
use crate::alipay::message::order_voucher::form::Forms;
use crate::alipay::message::order_voucher::legacy;
use crate::alipay::message::order_voucher::word::{ExchangeKind, Kind};
use crate::alipay::message::violation::Violation;

const INFO: &str = "voucher_deduct_info";
const GOODS: &str = "voucher_available_scope_info.voucher_available_goods_info";

const TENTH: Fen = Fen::new(10);
const MOST: Fen = Fen::new(300_000);

/// The benefit. Blocks of other kinds are dropped.
pub(super) fn check(
    document: &mut Document,
    request: &Request,
    forms: Forms,
) -> Result<Benefit, Violation> {
    let kind = super::base::kind(document)?;
    let goods = document
        .voucher_available_scope_info
        .as_ref()
        .and_then(|scope| scope.voucher_available_goods_info.clone())
        .unwrap_or_default();
    let sent = document.voucher_deduct_info.clone().unwrap_or_default();
    let mut kept = VoucherDeductInfo {
        voucher_type: sent.voucher_type,
        customer_define_voucher_info: sent.customer_define_voucher_info,
        ..VoucherDeductInfo::default()
    };
    let benefit = match kind {
        Kind::Fix => {
            let info = block("fix_voucher_info", sent.fix_voucher_info.as_ref())?;
            kept.fix_voucher_info = Some(info.clone());
            Benefit::Deduction(fix(info)?)
        }
        Kind::Discount => {
            let info = block("discount_voucher_info", sent.discount_voucher_info.as_ref())?;
            kept.discount_voucher_info = Some(info.clone());
            Benefit::Deduction(discount(info, &goods)?)
        }
        Kind::Special => {
            let info = block("special_voucher_info", sent.special_voucher_info.as_ref())?;
            kept.special_voucher_info = Some(info.clone());
            Benefit::Deduction(special(info, &goods, forms.nested)?)
        }
        Kind::Exchange => {
            let info = block("exchange_voucher_info", sent.exchange_voucher_info.as_ref())?;
            kept.exchange_voucher_info = Some(info.clone());
            let display = document.voucher_display_pattern_info.as_ref();
            let name = display.and_then(|display| display.voucher_name.clone());
            exchange(info, &name)?
        }
    };
    document.voucher_deduct_info = Some(kept);
    goods_told(kind, &goods, request, forms)?;
    Ok(benefit)
}

fn block<'a, T>(name: &str, block: Option<&'a T>) -> Result<&'a T, Violation> {
    present(
        "C21 block_of_type_required",
        &format!("{INFO}.{name}"),
        block,
    )
}

fn fix(info: &FixVoucherInfo) -> Result<Deduction, Violation> {
    let at = |name: &str| format!("{INFO}.fix_voucher_info.{name}");
    let amount = need_price(
        "C17 amount_required",
        "C17 amount_between_0_1_and_3000",
        &at("amount"),
        &info.amount,
        TENTH,
        MOST,
    )?;
    let rule = "C17 floor_between_0_1_and_50000";
    let floor = floor(rule, &at("floor_amount"), &info.floor_amount)?;
    Ok(Deduction::Fix { amount, floor })
}

fn floor(rule: &'static str, field: &str, text: &Text) -> Result<Option<Fen>, Violation> {
    price(rule, field, text, TENTH, Fen::new(5_000_000))
}

fn discount(
    info: &DiscountVoucherInfo,
    goods: &VoucherAvailableGoodsInfo,
) -> Result<Deduction, Violation> {
    let at = |name: &str| format!("{INFO}.discount_voucher_info.{name}");
    let pays = pays(&at("discount"), &info.discount)?;
    let ceiling = need_price(
        "C18 ceiling_required",
        "C18 ceiling_between_0_1_and_15000",
        &at("ceiling_amount"),
        &info.ceiling_amount,
        TENTH,
        Fen::new(1_500_000),
    )?;
    let rule = "C18 floor_between_0_1_and_50000";
    let floor = floor(rule, &at("floor_amount"), &info.floor_amount)?;
    origin("C18 origin_between_0_1_and_9999", goods)?;
    Ok(Deduction::Discount {
        pays,
        ceiling,
        floor,
    })
}

/// What is still paid, of a hundred. Nine and a half tenths are 950 of a
/// thousand: finer steps have no word.
fn pays(field: &str, text: &Text) -> Result<u8, Violation> {
    let rule = "C18 discount_between_0_1_and_9_9";
    let text = need("C18 discount_required", field, text)?;
    let thousandths = Fen::from_yuan(text).map(Fen::get);
    let tenths = thousandths.filter(|parts| parts % 10 == 0);
    let pays = tenths.and_then(|parts| u8::try_from(parts / 10).ok());
    pays.filter(|pays| (1..=99).contains(pays))
        .ok_or_else(|| Violation::of(rule, field, "必须在0.1到9.9之间，最多一位小数"))
}

fn special(
    info: &SpecialVoucherInfo,
    goods: &VoucherAvailableGoodsInfo,
    nested: bool,
) -> Result<Deduction, Violation> {
    let at = |name: &str| format!("{INFO}.special_voucher_info.{name}");
    let special = need_price(
        "C19 special_amount_required",
        "C19 special_amount_at_most_999",
        &at("special_amount"),
        &info.special_amount,
        Fen::ZERO,
        Fen::new(99_900),
    )?;
    let rule = "C19 floor_between_0_1_and_50000";
    let floor = floor(rule, &at("floor_amount"), &info.floor_amount)?;
    let field = format!("{GOODS}.origin_amount");
    let origin = origin("C19 origin_between_0_1_and_9999", goods)?;
    let Some(origin) = origin else {
        let rule = if nested {
            "C23 origin_amount_required"
        } else {
            "C19 origin_required"
        };
        return Err(Violation::of(rule, &field, "不能为空"));
    };
    if origin <= special {
        let rule = "C19 origin_above_special";
        return Err(Violation::of(rule, &field, "必须大于 special_amount"));
    }
    Ok(Deduction::Special {
        price: special,
        origin,
        floor,
    })
}

fn origin(rule: &'static str, goods: &VoucherAvailableGoodsInfo) -> Result<Option<Fen>, Violation> {
    let field = format!("{GOODS}.origin_amount");
    price(rule, &field, &goods.origin_amount, TENTH, Fen::new(999_900))
}

fn exchange(info: &ExchangeVoucherInfo, name: &Text) -> Result<Benefit, Violation> {
    let at = |name: &str| format!("{INFO}.exchange_voucher_info.{name}");
    let worth = need_price(
        "C20 amount_required",
        "C20 amount_between_0_1_and_3000",
        &at("amount"),
        &info.amount,
        TENTH,
        MOST,
    )?;
    let rule = "C20 floor_between_0_1_and_50000";
    let floor = floor(rule, &at("floor_amount"), &info.floor_amount)?;
    let rule = "C20 biz_type_known";
    let field = at("biz_type");
    let kind = one_of(rule, &field, &info.biz_type, ExchangeKind::from_word)?;
    let field = "voucher_display_pattern_info.voucher_name";
    need("C20 voucher_name_required", field, name)?;
    Ok(Benefit::Exchange { worth, floor, kind })
}

/// Name and price of the goods: the flat form wants both or neither, the
/// nested one what the kind needs.
fn goods_told(
    kind: Kind,
    goods: &VoucherAvailableGoodsInfo,
    request: &Request,
    forms: Forms,
) -> Result<(), Violation> {
    let uses = request.voucher_use_rule.clone().unwrap_or_default();
    if matches!(kind, Kind::Discount | Kind::Special) {
        let (name, origin) = legacy::goods_of(&uses, Some(kind));
        if name.is_some() != origin.is_some() {
            let rule = "C22 goods_name_and_origin_amount_together";
            let block = match kind {
                Kind::Discount => "voucher_use_rule.discount_voucher.goods_name",
                Kind::Fix | Kind::Special | Kind::Exchange => {
                    "voucher_use_rule.special_voucher.goods_name"
                }
            };
            let what = "和 origin_amount 必须同时设置或同时不设置";
            return Err(Violation::of(rule, block, what));
        }
    }
    if !forms.nested {
        return Ok(());
    }
    if matches!(kind, Kind::Exchange | Kind::Special) {
        let field = format!("{GOODS}.goods_name");
        need("C23 goods_name_required", &field, &goods.goods_name)?;
    }
    origin("C23 origin_between_0_1_and_9999", goods)?;
    Ok(())
}
