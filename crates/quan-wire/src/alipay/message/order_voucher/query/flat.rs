//! The blocks of the flat form, made from today's containers.

use crate::alipay::message::block::{
    DiscountVoucher, FixVoucher, OrderVoucherRest, SpecialVoucher,
    VoucherAvailableGeographyScopeInfo, VoucherAvailableScopeInfo, VoucherDisplayPatternInfo,
    VoucherSaleModeInfo, VoucherSendRuleInfo, VoucherUseTimeInfo, VoucherValidPeriod,
};
use crate::alipay::message::document::Document;
use crate::alipay::message::order_voucher::legacy::{
    CustomerGuide, ExchangeVoucher, OrderVoucherAvailableCityCode, OrderVoucherAvailableScope,
    OrderVoucherAvailableShop, OrderVoucherDisplayInfo, OrderVoucherMerchantAllShop,
    OrderVoucherSendRule, OrderVoucherUseRule, VoucherSendGuide, VoucherUseGuide, link,
};
use crate::alipay::message::shape::said;
use crate::alipay::message::word::UseGuideMode;

pub(super) fn send_rule(rule: &VoucherSendRuleInfo) -> OrderVoucherSendRule {
    OrderVoucherSendRule {
        voucher_quantity: rule.quantity,
        voucher_quantity_limit_per_user: rule.quantity_limit_per_user,
        natural_person_limit: rule.natural_person_limit,
        phone_number_limit: rule.phone_number_limit,
    }
}

/// Benefit, scope and validity. Sales and texts of exchange vouchers stand with
/// the benefit.
pub(super) fn use_rule(
    document: &Document,
    scope: Option<&VoucherAvailableScopeInfo>,
) -> OrderVoucherUseRule {
    let deduct = document.voucher_deduct_info.clone().unwrap_or_default();
    let goods = scope.and_then(|scope| scope.voucher_available_goods_info.clone());
    let goods = goods.unwrap_or_default();
    let uses = document.voucher_use_rule_info.as_ref();
    let time = uses.and_then(|uses| uses.voucher_use_time_info.as_ref());
    let exchange = deduct
        .exchange_voucher_info
        .map(|exchange| ExchangeVoucher {
            amount: exchange.amount,
            floor_amount: exchange.floor_amount,
            biz_type: exchange.biz_type,
            ..sold(document)
        });
    OrderVoucherUseRule {
        fix_voucher: deduct.fix_voucher_info.map(|fix| FixVoucher {
            amount: fix.amount,
            floor_amount: fix.floor_amount,
            goods_name: goods.goods_name.clone(),
        }),
        discount_voucher: deduct
            .discount_voucher_info
            .map(|discount| DiscountVoucher {
                discount: discount.discount,
                ceiling_amount: discount.ceiling_amount,
                floor_amount: discount.floor_amount,
                goods_name: goods.goods_name.clone(),
                origin_amount: goods.origin_amount.clone(),
            }),
        special_voucher: deduct.special_voucher_info.map(|special| SpecialVoucher {
            special_amount: special.special_amount,
            floor_amount: special.floor_amount,
            goods_name: goods.goods_name.clone(),
            origin_amount: goods.origin_amount.clone(),
        }),
        exchange_voucher: exchange,
        voucher_available_scope: scope
            .and_then(|scope| scope.voucher_available_geography_scope_info.as_ref())
            .map(places),
        voucher_valid_period: time.map(valid_period),
    }
}

/// What an exchange voucher is called and sold for, and who helps.
fn sold(document: &Document) -> ExchangeVoucher {
    let sending = document.voucher_send_mode_info.as_ref();
    let sale = sending.and_then(|info| info.voucher_sale_mode_info.clone());
    let VoucherSaleModeInfo {
        sale_amount,
        payee_pid,
        refundable,
        overdue_refundable,
        ..
    } = sale.unwrap_or_default();
    let display = document.voucher_display_pattern_info.clone();
    let display = display.unwrap_or_default();
    let rest = document.order_voucher_rest.clone().unwrap_or_default();
    ExchangeVoucher {
        voucher_name: display.voucher_name,
        customer_service_mobile: display.customer_service_mobile,
        customer_service_url: display.customer_service_url,
        voucher_detail_url: landing(document),
        sale_amount,
        payee_pid,
        refundable,
        overdue_refundable,
        settle_type: rest.settle_type,
        ..ExchangeVoucher::default()
    }
}

/// The link to where a voucher is had.
fn landing(document: &Document) -> Option<String> {
    let guide = document.voucher_customer_guide_info.as_ref()?;
    let sending = guide.voucher_send_guide_info.as_ref()?;
    sending
        .mini_app_send_guide_info
        .as_ref()?
        .mini_app_url
        .clone()
}

fn places(geography: &VoucherAvailableGeographyScopeInfo) -> OrderVoucherAvailableScope {
    let shops = geography.available_geography_shop_info.as_ref();
    let cities = geography.available_geography_city_info.as_ref();
    OrderVoucherAvailableScope {
        voucher_available_type: geography.available_geography_scope_type.clone(),
        order_voucher_available_shop: shops.map(|shops| OrderVoucherAvailableShop {
            shop_ids: shops.available_shop_ids.clone(),
            real_shop_ids: shops.available_real_shop_ids.clone(),
            order_voucher_merchant_all_shop: shops.available_geography_all_shop.as_ref().map(
                |all| OrderVoucherMerchantAllShop {
                    exclude_shop_ids: all.exclude_shop_ids.clone(),
                },
            ),
        }),
        order_voucher_available_city_code: cities.map(|cities| OrderVoucherAvailableCityCode {
            all_city: cities.all_city,
            city_codes: cities.available_city_codes.clone(),
        }),
    }
}

fn valid_period(time: &VoucherUseTimeInfo) -> VoucherValidPeriod {
    let absolute = time.absolute_period_info.clone().unwrap_or_default();
    let relative = time.relative_period_info.clone().unwrap_or_default();
    VoucherValidPeriod {
        period: time.period_type.clone(),
        valid_begin_time: absolute.valid_begin_time,
        valid_end_time: absolute.valid_end_time,
        valid_days_after_receive: relative.valid_days_after_receive,
        wait_days_after_receive: relative.wait_days_after_receive,
    }
}

pub(super) fn display(
    pattern: &VoucherDisplayPatternInfo,
    rest: &OrderVoucherRest,
) -> OrderVoucherDisplayInfo {
    OrderVoucherDisplayInfo {
        brand_name: pattern.brand_name.clone(),
        brand_logo: pattern.brand_logo.clone(),
        customer_service_mobile: pattern.customer_service_mobile.clone(),
        customer_service_url: pattern.customer_service_url.clone(),
        voucher_comment: rest.voucher_comment.clone(),
        voucher_description: pattern.voucher_description.clone(),
        voucher_image: pattern.voucher_image.clone(),
        voucher_detail_images: pattern.voucher_detail_images.clone(),
    }
}

/// The guides, as far as the flat form has words for them.
pub(super) fn guide(document: &Document) -> Option<CustomerGuide> {
    let guide = document.voucher_customer_guide_info.as_ref();
    let using = guide.and_then(|guide| guide.voucher_use_guide_info.as_ref());
    let rest = document.order_voucher_rest.as_ref();
    let using = using.map(|using| {
        let names = |mode: UseGuideMode| using.use_guide_mode.iter().any(|m| m == mode.as_str());
        let app = using.mini_app_use_guide_info.clone().unwrap_or_default();
        let (linked, page) = app
            .mini_app_url
            .as_deref()
            .map(link::read)
            .unwrap_or_default();
        let service = rest.and_then(|rest| rest.mini_app_id.clone());
        VoucherUseGuide {
            offline_code_use_guide: names(UseGuideMode::OfflineCode).then_some(true),
            mini_app_use_guide: names(UseGuideMode::MiniApp).then_some(true),
            mini_app_id: linked.or(service),
            mini_app_path: page,
            service_codes: app.mini_app_service_codes,
        }
    });
    let landing = landing(document).map(|url| VoucherSendGuide {
        voucher_detail_url: Some(url),
    });
    said(CustomerGuide {
        voucher_send_guide: landing,
        voucher_use_guide: using.and_then(said),
        ..CustomerGuide::default()
    })
}
