//! The result in the flat form.

use super::{PlacesOutcome, ShopOutcome, told};
use crate::alipay::message::field::{Text, blocks};

blocks! {
    /// What became of the rule of use.
    VoucherUseRuleResult {
        voucher_available_scope_result: Option<OrderVoucherAvailableScopeResult>,
    }

    /// What became of the scope.
    OrderVoucherAvailableScopeResult {
        voucher_available_type: Text,
        order_voucher_available_shop_result: Option<OrderVoucherAvailableShopResult>,
    }

    /// What became of the shops.
    OrderVoucherAvailableShopResult {
        success_shop_ids: Vec<String>,
        shop_fail_infos: Vec<ShopFailInfo>,
        success_real_shop_ids: Vec<String>,
        real_shop_fail_infos: Vec<RealShopFailInfo>,
        order_voucher_merchant_all_shop_result: Option<OrderVoucherMerchantAllShopResult>,
    }

    /// What became of the shops that are left out.
    OrderVoucherMerchantAllShopResult {
        success_exclude_shop_ids: Vec<String>,
        exclude_shop_fail_infos: Vec<ShopFailInfo>,
    }

    /// A shop that was not taken.
    ShopFailInfo { shop_id: Text, fail_reasons: Vec<String>, fail_message: Text }

    /// A real shop that was not taken.
    RealShopFailInfo { real_shop_id: Text, fail_reasons: Vec<String>, fail_message: Text }
}

pub(super) fn tell(outcome: PlacesOutcome) -> Option<VoucherUseRuleResult> {
    let kind = outcome.place_type()?;
    let PlacesOutcome {
        shops,
        real_shops,
        excluded,
        cities: _,
    } = outcome;
    let named = shops.is_some() || real_shops.is_some() || excluded.is_some();
    let (shops, real_shops) = (shops.unwrap_or_default(), real_shops.unwrap_or_default());
    let shops = OrderVoucherAvailableShopResult {
        shop_fail_infos: failed(shops.failed),
        success_shop_ids: shops.succeeded,
        real_shop_fail_infos: real_shops
            .failed
            .into_iter()
            .map(|(id, reasons)| {
                let (fail_reasons, fail_message) = told(&reasons);
                RealShopFailInfo {
                    real_shop_id: Some(id),
                    fail_reasons,
                    fail_message,
                }
            })
            .collect(),
        success_real_shop_ids: real_shops.succeeded,
        order_voucher_merchant_all_shop_result: excluded.map(all),
    };
    Some(VoucherUseRuleResult {
        voucher_available_scope_result: Some(OrderVoucherAvailableScopeResult {
            voucher_available_type: Some(kind.to_string()),
            order_voucher_available_shop_result: named.then_some(shops),
        }),
    })
}

fn all(excluded: ShopOutcome) -> OrderVoucherMerchantAllShopResult {
    OrderVoucherMerchantAllShopResult {
        success_exclude_shop_ids: excluded.succeeded,
        exclude_shop_fail_infos: failed(excluded.failed),
    }
}

fn failed(shops: Vec<(String, Vec<super::FailReason>)>) -> Vec<ShopFailInfo> {
    let shops = shops.into_iter().map(|(id, reasons)| {
        let (fail_reasons, fail_message) = told(&reasons);
        ShopFailInfo {
            shop_id: Some(id),
            fail_reasons,
            fail_message,
        }
    });
    shops.collect()
}
