//! The name of a voucher whose creator gave it none.

use quan_core::Fen;

use super::form::shortest;
use super::word::Kind;
use crate::alipay::message::document::Document;

/// The voucher's name: as it was sent, or scope and benefit in one line.
pub fn voucher_name(document: &Document) -> String {
    let display = document.voucher_display_pattern_info.as_ref();
    if let Some(name) = display.and_then(|display| display.voucher_name.clone()) {
        return name;
    }
    let info = document.voucher_deduct_info.clone().unwrap_or_default();
    let amount = |text: Option<String>| {
        let text = text.unwrap_or_default();
        Fen::from_yuan(&text).map_or(text, shortest)
    };
    let goods = goods(document);
    let of = goods.as_deref().unwrap_or("全场");
    match info.voucher_type.as_deref().and_then(Kind::from_word) {
        Some(Kind::Fix) => {
            let fix = info.fix_voucher_info.unwrap_or_default();
            format!("{of}{}元券", amount(fix.amount))
        }
        Some(Kind::Discount) => {
            let discount = info.discount_voucher_info.unwrap_or_default();
            format!("{of}{}折券", amount(discount.discount))
        }
        Some(Kind::Special) => format!("{}特价券", goods.unwrap_or_default()),
        Some(Kind::Exchange) | None => goods.unwrap_or_default(),
    }
}

/// What the goods are called; `None` for the whole shop.
fn goods(document: &Document) -> Option<String> {
    let scope = document.voucher_available_scope_info.as_ref()?;
    let goods = scope.voucher_available_goods_info.as_ref()?;
    let listed = !goods.available_goods_sku_ids.is_empty();
    let unnamed = || listed.then(|| "指定商品".to_owned());
    goods.goods_name.clone().or_else(unnamed)
}
