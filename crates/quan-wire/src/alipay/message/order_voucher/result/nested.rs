//! The result in today's form.

use super::{FailReason, PlacesOutcome, ShopOutcome, told};
use crate::alipay::message::field::{Text, blocks};

blocks! {
    /// What became of the scope.
    VoucherAvailableScopeResultInfo {
        voucher_available_geography_scope_result_info:
            Option<VoucherAvailableGeographyScopeResultInfo>,
    }

    /// What became of the places.
    VoucherAvailableGeographyScopeResultInfo {
        available_geography_shop_result_info: Option<AvailableGeographyShopResultInfo>,
    }

    /// What became of the shops.
    AvailableGeographyShopResultInfo {
        success_available_shop_ids: Vec<String>,
        fail_available_shop_infos: Vec<FailAvailableShopInfo>,
        success_available_real_shop_ids: Vec<String>,
        fail_available_real_shop_infos: Vec<FailAvailableShopInfo>,
        available_geography_all_shop_result_info: Option<AvailableGeographyAllShopResultInfo>,
    }

    /// What became of the shops that are left out.
    AvailableGeographyAllShopResultInfo {
        success_exclude_shop_ids: Vec<String>,
        fail_exclude_shop_infos: Vec<FailAvailableShopInfo>,
    }

    /// A shop of either directory that was not taken.
    FailAvailableShopInfo {
        shop_id: Text,
        real_shop_id: Text,
        fail_reasons: Vec<String>,
        fail_message: Text,
    }
}

pub(super) fn tell(outcome: PlacesOutcome) -> Option<VoucherAvailableScopeResultInfo> {
    let PlacesOutcome {
        shops,
        real_shops,
        excluded,
        cities: _,
    } = outcome;
    if shops.is_none() && real_shops.is_none() && excluded.is_none() {
        return None;
    }
    let (shops, real_shops) = (shops.unwrap_or_default(), real_shops.unwrap_or_default());
    let shops = AvailableGeographyShopResultInfo {
        fail_available_shop_infos: failed(shops.failed, false),
        success_available_shop_ids: shops.succeeded,
        fail_available_real_shop_infos: failed(real_shops.failed, true),
        success_available_real_shop_ids: real_shops.succeeded,
        available_geography_all_shop_result_info: excluded.map(all),
    };
    Some(VoucherAvailableScopeResultInfo {
        voucher_available_geography_scope_result_info: Some(
            VoucherAvailableGeographyScopeResultInfo {
                available_geography_shop_result_info: Some(shops),
            },
        ),
    })
}

fn all(excluded: ShopOutcome) -> AvailableGeographyAllShopResultInfo {
    AvailableGeographyAllShopResultInfo {
        success_exclude_shop_ids: excluded.succeeded,
        fail_exclude_shop_infos: failed(excluded.failed, false),
    }
}

fn failed(shops: Vec<(String, Vec<FailReason>)>, real: bool) -> Vec<FailAvailableShopInfo> {
    let shops = shops.into_iter().map(|(id, reasons)| {
        let (fail_reasons, fail_message) = told(&reasons);
        let (shop_id, real_shop_id) = if real {
            (None, Some(id))
        } else {
            (Some(id), None)
        };
        FailAvailableShopInfo {
            shop_id,
            real_shop_id,
            fail_reasons,
            fail_message,
        }
    });
    shops.collect()
}
