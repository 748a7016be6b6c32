//! The name of a voucher whose creator gave it none.

use quan_core::Fen;

use crate::alipay::message::document::Document;

/// The brand that is shown where neither the activity nor its owner has one.
pub const DEFAULT_BRAND: &str = "商家优惠";

/// The voucher's name: as it was sent, or brand, scope and benefit in one line.
pub fn voucher_name(document: &Document) -> String {
    let display = document.voucher_display_pattern_info.as_ref();
    if let Some(name) = display.and_then(|display| display.voucher_name.clone()) {
        return name;
    }
    let brand = display
        .and_then(|display| display.brand_name.clone())
        .unwrap_or_default();
    format!("{brand}{}{}", goods(document), benefit(document))
}

/// `全场` for all goods; otherwise what the goods are called.
fn goods(document: &Document) -> String {
    let scope = document.voucher_available_scope_info.as_ref();
    let goods = scope.and_then(|scope| scope.voucher_available_goods_info.as_ref());
    match goods {
        Some(goods) if goods.goods_name.is_some() => goods.goods_name.clone().unwrap_or_default(),
        Some(goods) if !goods.available_goods_sku_ids.is_empty() => "指定商品".to_owned(),
        Some(_) | None => "全场".to_owned(),
    }
}

fn benefit(document: &Document) -> String {
    let info = document.voucher_deduct_info.clone().unwrap_or_default();
    let short = |text: Option<String>| text.map(|text| shortest(&text)).unwrap_or_default();
    if let Some(discount) = info.discount_voucher_info {
        return format!("{}折券", short(discount.discount));
    }
    if let Some(special) = info.special_voucher_info {
        return format!("{}元特价券", short(special.special_amount));
    }
    format!(
        "{}元券",
        short(info.fix_voucher_info.and_then(|fix| fix.amount))
    )
}

/// Yuan without decimals that say nothing: `20` for `20.00`, `0.5` for `0.50`.
fn shortest(text: &str) -> String {
    match Fen::from_yuan(text) {
        Some(amount) => {
            let text = amount.to_string();
            text.trim_end_matches('0').trim_end_matches('.').to_owned()
        }
        None => text.to_owned(),
    }
}
