//! The flat form of 2021: its blocks, and how they become today's containers.

mod block;
mod guide;
pub(crate) mod link;
mod modify;
mod names;

pub use block::{
    CustomerGuide, ExchangeVoucher, ExchangeVoucherModify, OrderVoucherAvailableCityCode,
    OrderVoucherAvailableCityCodeModify, OrderVoucherAvailableScope,
    OrderVoucherAvailableScopeModify, OrderVoucherAvailableShop, OrderVoucherDisplayInfo,
    OrderVoucherMerchantAllShop, OrderVoucherSendRule, OrderVoucherSendRuleModify,
    OrderVoucherUseRule, OrderVoucherUseRuleModify, VoucherSendGuide, VoucherUseGuide,
};
pub(crate) use guide::UseGuide;
pub(crate) use modify::{landing_of_modify, of_modify, shops_of_modify};
pub(crate) use names::{flat_name, to_flat};

use super::create;
use super::form::ShopLists;
use super::word::{Kind, PlaceType};
use crate::alipay::message::block::{
    ActivityBaseInfo, AvailableGeographyAllShop, AvailableGeographyCityInfo,
    AvailableGeographyShopInfo, DiscountVoucherInfo, ExchangeVoucherInfo, FixVoucherInfo,
    OrderVoucherRest, SpecialVoucherInfo, VoucherAvailableGeographyScopeInfo,
    VoucherAvailableGoodsInfo, VoucherAvailableScopeInfo, VoucherDeductInfo,
    VoucherDisplayPatternInfo, VoucherSaleModeInfo, VoucherSendModeInfo, VoucherSendRuleInfo,
    VoucherUseRuleInfo,
};
use crate::alipay::message::document::Document;
use crate::alipay::message::field::Text;
use crate::alipay::message::shape::{said, validity};
use crate::alipay::message::violation::Violation;

/// The flat fields of a creation as containers; what they do not say stays
/// absent. Only the block of the voucher's kind counts.
/// `shops` are those that were taken out of it.
pub(crate) fn of_create(
    request: &create::Request,
    shops: &ShopLists,
    kind: Option<Kind>,
) -> Result<Document, Violation> {
    let uses = request.voucher_use_rule.clone().unwrap_or_default().0;
    let sends = request.voucher_send_rule.clone().unwrap_or_default();
    let display = request.voucher_display_info.clone().unwrap_or_default();
    let guide = request.customer_guide.clone().unwrap_or_default();
    let exchange = uses.exchange_voucher.clone();
    let exchange = exchange.filter(|_| kind == Some(Kind::Exchange));
    let exchange = exchange.unwrap_or_default();
    let using = UseGuide::of_create(&guide, uses.voucher_available_scope.is_some());
    let landing = guide.voucher_send_guide.unwrap_or_default();
    let landing = either(
        landing.voucher_detail_url,
        exchange.voucher_detail_url,
        "customer_guide.voucher_send_guide.voucher_detail_url",
    )?;
    Ok(Document {
        activity_base_info: said(ActivityBaseInfo {
            activity_name: request.activity_name.clone(),
            code_mode: request.code_mode.clone(),
            belong_merchant_info: request.belong_merchant_info.clone(),
            ..ActivityBaseInfo::default()
        }),
        voucher_send_mode_info: said(VoucherSendModeInfo {
            voucher_sale_mode_info: said(VoucherSaleModeInfo {
                sale_amount: exchange.sale_amount,
                payee_pid: exchange.payee_pid,
                refundable: exchange.refundable,
                overdue_refundable: exchange.overdue_refundable,
                ..VoucherSaleModeInfo::default()
            }),
            voucher_send_rule_info: said(VoucherSendRuleInfo {
                quantity: sends.voucher_quantity,
                quantity_limit_per_user: sends.voucher_quantity_limit_per_user,
                natural_person_limit: sends.natural_person_limit,
                phone_number_limit: sends.phone_number_limit,
                publish_start_time: request.publish_start_time.clone(),
                publish_end_time: request.publish_end_time.clone(),
                ..VoucherSendRuleInfo::default()
            }),
            ..VoucherSendModeInfo::default()
        }),
        voucher_deduct_info: said(VoucherDeductInfo {
            voucher_type: request.voucher_type.clone(),
            ..deduct(&uses, kind)
        }),
        voucher_available_scope_info: scope(
            geography(uses.voucher_available_scope.as_ref(), shops),
            goods(&uses, kind),
        ),
        voucher_use_rule_info: said(VoucherUseRuleInfo {
            voucher_use_time_info: uses.voucher_valid_period.as_ref().and_then(validity),
            ..VoucherUseRuleInfo::default()
        }),
        voucher_customer_guide_info: guide::containers(&using, landing),
        voucher_display_pattern_info: said(VoucherDisplayPatternInfo {
            voucher_name: exchange.voucher_name,
            customer_service_mobile: either(
                display.customer_service_mobile,
                exchange.customer_service_mobile,
                "voucher_display_info.customer_service_mobile",
            )?,
            customer_service_url: either(
                display.customer_service_url,
                exchange.customer_service_url,
                "voucher_display_info.customer_service_url",
            )?,
            brand_name: display.brand_name,
            brand_logo: display.brand_logo,
            voucher_description: display.voucher_description,
            voucher_image: display.voucher_image,
            voucher_detail_images: display.voucher_detail_images,
            ..VoucherDisplayPatternInfo::default()
        }),
        order_voucher_rest: said(OrderVoucherRest {
            biz_tag: request.biz_tag.clone(),
            voucher_comment: display.voucher_comment,
            settle_type: exchange.settle_type,
            mini_app_id: using.app_of_service(),
            shop_type: None,
        }),
        ..Document::default()
    })
}

/// Takes the ids of shops out of a request: those of the scope, or of the
/// older positions while nothing newer is there.
pub(crate) fn shops_of_create(request: &mut create::Request) -> Result<ShopLists, Violation> {
    let scope = request
        .voucher_use_rule
        .as_mut()
        .and_then(|uses| uses.0.voucher_available_scope.as_mut());
    let scoped = scope.is_some();
    let shops = scope.and_then(|scope| scope.order_voucher_available_shop.as_mut());
    let listed = shops.map(shops_of_block).unwrap_or_default();
    let guide = request.customer_guide.as_mut();
    let old = guide.map_or(Ok(ShopLists::default()), shops_of_guide)?;
    let newer = |guide: &CustomerGuide| guide.voucher_use_guide.is_some();
    if scoped || request.customer_guide.as_ref().is_some_and(newer) {
        return Ok(listed);
    }
    Ok(old)
}

/// Takes the ids out of a block of shops.
pub(crate) fn shops_of_block(block: &mut OrderVoucherAvailableShop) -> ShopLists {
    let all = block.order_voucher_merchant_all_shop.as_mut();
    ShopLists {
        excluded: all
            .map(|all| std::mem::take(&mut all.exclude_shop_ids))
            .unwrap_or_default(),
        shops: std::mem::take(&mut block.shop_ids),
        real_shops: std::mem::take(&mut block.real_shop_ids),
    }
}

/// Takes the ids out of the positions of 2021, one of which has two names.
pub(crate) fn shops_of_guide(guide: &mut CustomerGuide) -> Result<ShopLists, Violation> {
    let alias = ShopLists {
        shops: std::mem::take(&mut guide.store_ids),
        ..ShopLists::default()
    };
    let named = ShopLists {
        shops: std::mem::take(&mut guide.shop_ids),
        real_shops: std::mem::take(&mut guide.real_shop_ids),
        excluded: Vec::new(),
    };
    ShopLists::merge(named, alias).map_err(|_| twice("customer_guide.store_ids"))
}

/// A datum that stands in a newer and in an older place of the flat form.
fn either(newer: Text, older: Text, field: &str) -> Result<Text, Violation> {
    match (newer, older) {
        (Some(newer), Some(older)) if newer != older => Err(twice(field)),
        (newer, older) => Ok(newer.or(older)),
    }
}

fn twice(field: &str) -> Violation {
    Violation::of("G1 forms_agree", field, "在两处的取值不一致")
}

/// The block of the voucher's kind.
fn deduct(uses: &OrderVoucherUseRule, kind: Option<Kind>) -> VoucherDeductInfo {
    let mut info = VoucherDeductInfo::default();
    match kind {
        Some(Kind::Fix) => {
            info.fix_voucher_info = uses.fix_voucher.clone().map(|fix| FixVoucherInfo {
                amount: fix.amount,
                floor_amount: fix.floor_amount,
                ..FixVoucherInfo::default()
            });
        }
        Some(Kind::Discount) => {
            let discount = uses.discount_voucher.clone();
            info.discount_voucher_info = discount.map(|discount| DiscountVoucherInfo {
                discount: discount.discount,
                ceiling_amount: discount.ceiling_amount,
                floor_amount: discount.floor_amount,
                ..DiscountVoucherInfo::default()
            });
        }
        Some(Kind::Special) => {
            let special = uses.special_voucher.clone();
            info.special_voucher_info = special.map(|special| SpecialVoucherInfo {
                special_amount: special.special_amount,
                floor_amount: special.floor_amount,
                ..SpecialVoucherInfo::default()
            });
        }
        Some(Kind::Exchange) => {
            let exchange = uses.exchange_voucher.clone();
            info.exchange_voucher_info = exchange.map(|exchange| ExchangeVoucherInfo {
                amount: exchange.amount,
                biz_type: exchange.biz_type,
                floor_amount: exchange.floor_amount,
                ..ExchangeVoucherInfo::default()
            });
        }
        None => {}
    }
    info
}

/// Name and price of the goods, which the flat form has in the kind's block.
pub(crate) fn goods_of(uses: &OrderVoucherUseRule, kind: Option<Kind>) -> (Text, Text) {
    match kind {
        Some(Kind::Fix) => (
            uses.fix_voucher
                .as_ref()
                .and_then(|fix| fix.goods_name.clone()),
            None,
        ),
        Some(Kind::Discount) => {
            let discount = uses.discount_voucher.clone().unwrap_or_default();
            (discount.goods_name, discount.origin_amount)
        }
        Some(Kind::Special) => {
            let special = uses.special_voucher.clone().unwrap_or_default();
            (special.goods_name, special.origin_amount)
        }
        Some(Kind::Exchange) | None => (None, None),
    }
}

fn goods(uses: &OrderVoucherUseRule, kind: Option<Kind>) -> Option<VoucherAvailableGoodsInfo> {
    let (goods_name, origin_amount) = goods_of(uses, kind);
    said(VoucherAvailableGoodsInfo {
        goods_name,
        origin_amount,
        ..VoucherAvailableGoodsInfo::default()
    })
}

/// Places. All shops of a merchant are told by a block that may be empty, so
/// that blocks are kept as they are.
fn geography(
    scope: Option<&OrderVoucherAvailableScope>,
    shops: &ShopLists,
) -> Option<VoucherAvailableGeographyScopeInfo> {
    let Some(scope) = scope else {
        let old = !shops.shops.is_empty() || !shops.real_shops.is_empty();
        return old.then(|| VoucherAvailableGeographyScopeInfo {
            available_geography_scope_type: Some(PlaceType::Shop.to_string()),
            available_geography_shop_info: Some(AvailableGeographyShopInfo::default()),
            available_geography_city_info: None,
        });
    };
    let cities = scope.order_voucher_available_city_code.as_ref();
    let shops = scope.order_voucher_available_shop.as_ref();
    if scope.voucher_available_type.is_none() && shops.is_none() && cities.is_none() {
        return None;
    }
    Some(VoucherAvailableGeographyScopeInfo {
        available_geography_scope_type: scope.voucher_available_type.clone(),
        available_geography_city_info: cities.map(|cities| AvailableGeographyCityInfo {
            all_city: cities.all_city,
            available_city_codes: cities.city_codes.clone(),
        }),
        available_geography_shop_info: shops.map(|shops| AvailableGeographyShopInfo {
            available_geography_all_shop: shops
                .order_voucher_merchant_all_shop
                .as_ref()
                .map(|_| AvailableGeographyAllShop::default()),
            ..AvailableGeographyShopInfo::default()
        }),
    })
}

fn scope(
    geography: Option<VoucherAvailableGeographyScopeInfo>,
    goods: Option<VoucherAvailableGoodsInfo>,
) -> Option<VoucherAvailableScopeInfo> {
    if geography.is_none() && goods.is_none() {
        return None;
    }
    Some(VoucherAvailableScopeInfo {
        voucher_available_geography_scope_info: geography,
        voucher_available_goods_info: goods,
        ..VoucherAvailableScopeInfo::default()
    })
}

/// The scope of a modification, without the ids of shops. Which type of places
/// the activity has was settled when it was made.
fn scope_of_modify(scope: &OrderVoucherAvailableScopeModify) -> VoucherAvailableScopeInfo {
    let cities = scope.order_voucher_available_city_code.as_ref();
    VoucherAvailableScopeInfo {
        voucher_available_geography_scope_info: Some(VoucherAvailableGeographyScopeInfo {
            available_geography_city_info: cities.map(|cities| AvailableGeographyCityInfo {
                all_city: None,
                available_city_codes: cities.city_codes.clone(),
            }),
            ..VoucherAvailableGeographyScopeInfo::default()
        }),
        ..VoucherAvailableScopeInfo::default()
    }
}
