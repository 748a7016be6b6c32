//! `voucher_deduct_info`: what a voucher takes off.

use quan_core::Fen;

use crate::alipay::message::activity::Benefit;
use crate::alipay::message::block::{
    DiscountVoucherInfo, FixVoucherInfo, SpecialVoucherInfo, VoucherDeductInfo,
};
use crate::alipay::message::check::{self, money_between, need, need_one_of, present};
use crate::alipay::message::document::{Document, says_nothing, value};
use crate::alipay::message::field::Text;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::VoucherType;

const INFO: &str = "voucher_deduct_info";

/// The benefit. A special price has no origin yet: that is said with the goods.
pub(super) fn check(document: &Document) -> Result<Benefit, Violation> {
    let info = document.voucher_deduct_info.as_ref();
    let info = present("V2.1 voucher_deduct_info_required", INFO, info)?;
    let kind = kind(info)?;
    matches_kind(info, kind)?;
    match kind {
        VoucherType::Fix => fix(info.fix_voucher_info.as_ref(), names_goods(document)),
        VoucherType::Discount => discount(info.discount_voucher_info.as_ref()),
        VoucherType::Special => special(info.special_voucher_info.as_ref()),
    }
}

fn kind(info: &VoucherDeductInfo) -> Result<VoucherType, Violation> {
    let field = format!("{INFO}.voucher_type");
    match need("V2.1 voucher_type_required", &field, &info.voucher_type)? {
        "EXCHANGE_VOUCHER" => Err(Violation::of(
            "V8.3 exchange_voucher_refused",
            &field,
            "不支持兑换券",
        )),
        "CUSTOMER_DEFINE_VOUCHER" => Err(Violation::of(
            "V8.3 customer_defined_voucher_refused",
            &field,
            "不支持自定义券",
        )),
        _ => {
            let rule = "V2.1 voucher_type_known";
            need_one_of(rule, &field, &info.voucher_type, VoucherType::from_word)
        }
    }
}

/// Each kind has a block of its own, and none of the others.
fn matches_kind(info: &VoucherDeductInfo, kind: VoucherType) -> Result<(), Violation> {
    let blocks = [
        (
            Some(VoucherType::Fix),
            "fix_voucher_info",
            value(&info.fix_voucher_info),
        ),
        (
            Some(VoucherType::Discount),
            "discount_voucher_info",
            value(&info.discount_voucher_info),
        ),
        (
            Some(VoucherType::Special),
            "special_voucher_info",
            value(&info.special_voucher_info),
        ),
        (
            None,
            "exchange_voucher_info",
            value(&info.exchange_voucher_info),
        ),
    ];
    for (of, name, block) in blocks {
        if of != Some(kind) && !says_nothing(&block) {
            let rule = "V2.1 deduct_block_matches_voucher_type";
            return Err(Violation::of(
                rule,
                &format!("{INFO}.{name}"),
                "与 voucher_type 不匹配",
            ));
        }
    }
    Ok(())
}

fn names_goods(document: &Document) -> bool {
    let scope = document.voucher_available_scope_info.as_ref();
    let goods = scope.and_then(|scope| scope.voucher_available_goods_info.as_ref());
    goods.is_some_and(|goods| !goods.available_goods_sku_ids.is_empty())
}

fn fix(info: Option<&FixVoucherInfo>, goods: bool) -> Result<Benefit, Violation> {
    let at = |name: &str| format!("{INFO}.fix_voucher_info.{name}");
    let info = present(
        "V2.1 fix_voucher_info_required",
        &format!("{INFO}.fix_voucher_info"),
        info,
    )?;
    let amount = required(
        "V2.1 fix_amount_required",
        "V2.1 fix_amount_between_0_1_and_3000",
        &at("amount"),
        &info.amount,
        Fen::new(10),
        Fen::new(300_000),
    )?;
    let floor = floor(&at("floor_amount"), &info.floor_amount)?;
    if goods && floor.is_none() {
        let rule = "V2.1 floor_amount_required_with_goods";
        return Err(Violation::of(
            rule,
            &at("floor_amount"),
            "指定可用商品时不能为空",
        ));
    }
    if floor.is_some_and(|floor| floor < amount) {
        let rule = "V2.1 floor_amount_not_below_amount";
        return Err(Violation::of(rule, &at("floor_amount"), "不能小于 amount"));
    }
    Ok(Benefit::Fix { amount, floor })
}

fn discount(info: Option<&DiscountVoucherInfo>) -> Result<Benefit, Violation> {
    let block = format!("{INFO}.discount_voucher_info");
    let info = present("V2.1 discount_voucher_info_required", &block, info)?;
    let field = format!("{block}.discount");
    let text = need("V2.1 discount_required", &field, &info.discount)?;
    // Nine and a half tenths are 950 of a thousand: finer steps have no word.
    let thousandths = Fen::from_yuan(text)
        .map(Fen::get)
        .filter(|parts| parts % 10 == 0);
    let pays = thousandths.and_then(|parts| u8::try_from(parts / 10).ok());
    let Some(pays) = pays.filter(|pays| (1..=99).contains(pays)) else {
        let rule = "V2.1 discount_between_0_1_and_9_9";
        return Err(Violation::of(
            rule,
            &field,
            "必须在0.1到9.9之间，最多一位小数",
        ));
    };
    let ceiling = required(
        "V2.1 ceiling_amount_required",
        "V2.1 ceiling_amount_between_0_1_and_15000",
        &format!("{block}.ceiling_amount"),
        &info.ceiling_amount,
        Fen::new(10),
        Fen::new(1_500_000),
    )?;
    let floor = floor(&format!("{block}.floor_amount"), &info.floor_amount)?;
    Ok(Benefit::Discount {
        pays,
        ceiling,
        floor,
    })
}

fn special(info: Option<&SpecialVoucherInfo>) -> Result<Benefit, Violation> {
    let block = format!("{INFO}.special_voucher_info");
    let info = present("V2.1 special_voucher_info_required", &block, info)?;
    let price = required(
        "V2.1 special_amount_required",
        "V2.1 special_amount_at_most_999",
        &format!("{block}.special_amount"),
        &info.special_amount,
        Fen::ZERO,
        Fen::new(99_900),
    )?;
    let floor = floor(&format!("{block}.floor_amount"), &info.floor_amount)?;
    Ok(Benefit::Special {
        price,
        origin: Fen::ZERO,
        floor,
    })
}

fn floor(field: &str, text: &Text) -> Result<Option<Fen>, Violation> {
    let rule = "V2.1 floor_amount_between_0_1_and_50000";
    money_between(rule, field, text, Fen::new(10), Fen::new(5_000_000))
}

fn required(
    missing: &'static str,
    range: &'static str,
    field: &str,
    text: &Text,
    least: Fen,
    most: Fen,
) -> Result<Fen, Violation> {
    need(missing, field, text)?;
    let amount = check::money_between(range, field, text, least, most)?;
    amount.ok_or_else(|| Violation::of(missing, field, "不能为空"))
}
