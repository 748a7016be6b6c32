//! M53: the goods.

use quan_core::Fen;

use super::Member;
use super::against::{Draft, origin, set, set_list};
use super::scope::{list, scope_of};
use crate::alipay::message::block::VoucherAvailableScopeInfo;
use crate::alipay::message::check::{at_most, need};
use crate::alipay::message::order_voucher::check::price;
use crate::alipay::message::order_voucher::create::goods;
use crate::alipay::message::order_voucher::word::{Kind, ModifyType};
use crate::alipay::message::violation::Violation;

fn at(name: &str) -> String {
    format!("voucher_available_scope_info.voucher_available_goods_info.{name}")
}

pub(super) fn check(
    draft: &mut Draft<'_>,
    wanted: &VoucherAvailableScopeInfo,
    how: ModifyType,
) -> Result<(), Violation> {
    let Some(wanted) = &wanted.voucher_available_goods_info else {
        return Ok(());
    };
    let one_sided = |violation| Violation {
        rule: "M53 goods_only_or_except",
        ..violation
    };
    goods(wanted).map_err(one_sided)?;
    list(draft, Member::Goods, how, &wanted.available_goods_sku_ids)?;
    let except = &wanted.exclude_goods_sku_ids;
    list(draft, Member::ExcludedGoods, how, except)?;
    let kind = draft.kind;
    let special = draft.before.voucher_deduct_info.as_ref();
    let special = special.and_then(|info| info.special_voucher_info.clone());
    let scope = scope_of(&mut draft.after);
    let info = scope.voucher_available_goods_info.get_or_insert_default();
    goods(info).map_err(one_sided)?;

    let (name, description) = (&wanted.goods_name, &wanted.goods_description);
    at_most(
        "M53 goods_name_at_most_12_chars",
        &at("goods_name"),
        name,
        12,
    )?;
    let rule = "M53 goods_description_at_most_120_chars";
    at_most(rule, &at("goods_description"), description, 120)?;
    let field = at("origin_amount");
    let rule = "M53 origin_between_0_1_and_9999";
    let (least, most) = (Fen::new(10), Fen::new(999_900));
    price(rule, &field, &wanted.origin_amount, least, most)?;
    set(&mut info.goods_name, name.as_ref());
    set(&mut info.goods_description, description.as_ref());
    set(&mut info.goods_detail, wanted.goods_detail.as_ref());
    let rich = wanted.goods_detail_rich_description.as_ref();
    set(&mut info.goods_detail_rich_description, rich);
    let images = &wanted.goods_detail_images;
    set_list(&mut info.goods_detail_images, images);
    let origin_text = wanted.origin_amount.as_deref().and_then(Fen::from_yuan);
    let origin_text = origin_text.map(|amount| amount.to_string());
    set(&mut info.origin_amount, origin_text.as_ref());
    if matches!(kind, Kind::Exchange | Kind::Special) {
        let rule = "M53 goods_name_required";
        need(rule, &at("goods_name"), &info.goods_name)?;
    }
    if kind == Kind::Special {
        need("M53 origin_required", &field, &info.origin_amount)?;
        let special = special.unwrap_or_default().special_amount;
        let special = special.as_deref().and_then(Fen::from_yuan);
        if origin(&draft.after) <= special {
            let rule = "M53 origin_above_special";
            return Err(Violation::of(rule, &field, "必须大于 special_amount"));
        }
    }
    Ok(())
}
