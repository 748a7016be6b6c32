//! The older blocks, made from today's containers.

use super::Snapshot;
use crate::alipay::message::block::{
    AlipayBalanceRechargeInfo, DiscountVoucher, DisplayLite, ExchangeVoucherLite, FixVoucher,
    PaymentVoucherBudgetInfo, PaymentVoucherDisplayInfo, PaymentVoucherSendRule,
    PaymentVoucherUseRule, RechargeInfo, SpecialVoucher, UseRuleLite, VoucherDisplayPatternInfo,
    VoucherSendRuleInfo, VoucherUseGuideInfo, VoucherUseTimeInfo, VoucherValidPeriod,
};
use crate::alipay::message::document::Document;
use crate::alipay::message::field::Text;

pub(super) fn send_rule(rule: &VoucherSendRuleInfo) -> PaymentVoucherSendRule {
    PaymentVoucherSendRule {
        voucher_quantity: rule.quantity,
        max_quantity_by_day: rule.max_quantity_by_day,
        voucher_quantity_limit_per_user: rule.quantity_limit_per_user,
        voucher_quantity_limit_per_user_period_type: rule
            .quantity_limit_per_user_period_type
            .clone(),
        natural_person_limit: rule.natural_person_limit,
        phone_number_limit: rule.phone_number_limit,
        real_name_limit: rule.real_name_limit,
    }
}

/// The benefit alone; `goods` adds what the voucher is for.
pub(super) fn benefit(document: &Document) -> UseRuleLite {
    let info = document.voucher_deduct_info.clone().unwrap_or_default();
    let scope = document.voucher_available_scope_info.as_ref();
    let goods = scope.and_then(|scope| scope.voucher_available_goods_info.clone());
    let goods = goods.unwrap_or_default();
    let sale = document.voucher_send_mode_info.as_ref();
    let sale = sale.and_then(|mode| mode.voucher_sale_mode_info.clone());
    let sale = sale.unwrap_or_default();
    // Only an order voucher's discount names the price that it is taken off.
    let base = document.activity_base_info.as_ref();
    let is_order_voucher = base.is_some_and(|base| base.code_mode.is_some());
    UseRuleLite {
        fix_voucher: info.fix_voucher_info.map(|fix| FixVoucher {
            amount: fix.amount,
            floor_amount: fix.floor_amount,
            goods_name: goods.goods_name.clone(),
        }),
        discount_voucher: info.discount_voucher_info.map(|discount| DiscountVoucher {
            discount: discount.discount,
            ceiling_amount: discount.ceiling_amount,
            floor_amount: discount.floor_amount,
            goods_name: goods.goods_name.clone(),
            origin_amount: goods.origin_amount.clone().filter(|_| is_order_voucher),
        }),
        special_voucher: info.special_voucher_info.map(|special| SpecialVoucher {
            special_amount: special.special_amount,
            floor_amount: special.floor_amount,
            goods_name: goods.goods_name.clone(),
            origin_amount: goods.origin_amount.clone(),
        }),
        exchange_voucher: info
            .exchange_voucher_info
            .map(|exchange| ExchangeVoucherLite {
                amount: exchange.amount,
                floor_amount: exchange.floor_amount,
                sale_amount: sale.sale_amount,
                refundable: sale.refundable,
                overdue_refundable: sale.overdue_refundable,
            }),
    }
}

/// What the owner sees: scopes are left to the queries of their own.
pub(super) fn use_rule(document: &Document) -> PaymentVoucherUseRule {
    let info = document.voucher_use_rule_info.clone().unwrap_or_default();
    let guide = document.voucher_customer_guide_info.as_ref();
    let guide = guide.and_then(|guide| guide.voucher_use_guide_info.as_ref());
    let (use_mode, use_url) = guide.map(use_mode).unwrap_or_default();
    let benefit = benefit(document);
    let fix_voucher = benefit.fix_voucher.map(|fix| FixVoucher {
        goods_name: None,
        ..fix
    });
    PaymentVoucherUseRule {
        fix_voucher,
        discount_voucher: benefit.discount_voucher,
        special_voucher: benefit.special_voucher,
        use_mode,
        use_url,
        voucher_quantity_limit_per_user: info.quantity_limit_per_user,
        voucher_quantity_limit_per_user_period_type: info.quantity_limit_per_user_period_type,
        voucher_valid_period: info.voucher_use_time_info.as_ref().map(valid_period),
        ..PaymentVoucherUseRule::default()
    }
}

/// The first way of use that has an older name, and its link.
fn use_mode(guide: &VoucherUseGuideInfo) -> (Text, Text) {
    let named = guide
        .use_guide_mode
        .iter()
        .find_map(|mode| match mode.as_str() {
            "MINI_APP" => Some("SELF_LINK"),
            "CAN_USE" => Some("CAN_USE"),
            "SCAN_CODE" => Some("SCAN_CODE"),
            _ => None,
        });
    let url = guide
        .mini_app_use_guide_info
        .as_ref()
        .and_then(|app| app.mini_app_url.clone());
    (
        named.map(str::to_owned),
        url.filter(|_| named == Some("SELF_LINK")),
    )
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

pub(super) fn budget(document: &Document) -> Option<PaymentVoucherBudgetInfo> {
    let info = document.voucher_budget_supply_info.clone()?;
    let recharge = info.voucher_recharge_info.clone();
    let balance = recharge
        .as_ref()
        .and_then(|info| info.voucher_balance_recharge_info.clone());
    Some(PaymentVoucherBudgetInfo {
        budget_type: info.budget_type,
        amount: balance.as_ref().and_then(|balance| balance.amount.clone()),
        recharge_info: recharge.map(|info| RechargeInfo {
            recharge_type: info.recharge_type,
            alipay_balance_recharge_info: balance.map(|balance| AlipayBalanceRechargeInfo {
                logon_id: balance.logon_id,
                user_id: balance.partner_id,
            }),
        }),
    })
}

/// Images by their ids, as their owner sent them.
pub(super) fn display(pattern: &VoucherDisplayPatternInfo) -> PaymentVoucherDisplayInfo {
    PaymentVoucherDisplayInfo {
        brand_name: pattern.brand_name.clone(),
        brand_logo: pattern.brand_logo.clone(),
        customer_service_mobile: pattern.customer_service_mobile.clone(),
        voucher_description: pattern.voucher_description.clone(),
        voucher_image: pattern.voucher_image.clone(),
        voucher_detail_images: pattern.voucher_detail_images.clone(),
    }
}

/// Images by their addresses, as others see them.
pub(super) fn display_of_others(pattern: &VoucherDisplayPatternInfo) -> PaymentVoucherDisplayInfo {
    PaymentVoucherDisplayInfo {
        brand_name: pattern.brand_name.clone(),
        brand_logo: pattern.brand_logo_url.clone(),
        customer_service_mobile: None,
        voucher_description: pattern.voucher_description.clone(),
        voucher_image: pattern.voucher_image_url.clone(),
        voucher_detail_images: pattern.voucher_detail_image_urls.clone(),
    }
}

pub(super) fn display_lite(snapshot: &Snapshot<'_>) -> DisplayLite {
    let pattern = snapshot.display();
    DisplayLite {
        brand_name: pattern.brand_name,
        brand_logo: pattern.brand_logo_url,
    }
}
