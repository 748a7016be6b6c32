//! `voucher_available_scope_info`: with whom, where and for what a voucher counts.

use crate::alipay::message::field::{Flag, Text, blocks};

blocks! {
    /// All limits of place, merchant, app and goods.
    VoucherAvailableScopeInfo {
        voucher_available_account_info: Option<VoucherAvailableAccountInfo>,
        voucher_available_app_info: Option<VoucherAvailableAppInfo>,
        voucher_available_geography_scope_info: Option<VoucherAvailableGeographyScopeInfo>,
        voucher_available_goods_info: Option<VoucherAvailableGoodsInfo>,
        voucher_available_item_info: Option<VoucherAvailableItemInfo>,
    }

    /// The merchants that take the voucher.
    VoucherAvailableAccountInfo { available_pids: Vec<String>, available_smids: Vec<String> }

    /// The mini-programs in which it counts.
    VoucherAvailableAppInfo { available_app_ids: Vec<String> }

    /// The places where it counts.
    VoucherAvailableGeographyScopeInfo {
        available_geography_scope_type: Text,
        available_geography_city_info: Option<AvailableGeographyCityInfo>,
        available_geography_shop_info: Option<AvailableGeographyShopInfo>,
    }

    /// The cities.
    AvailableGeographyCityInfo { all_city: Flag, available_city_codes: Vec<String> }

    /// The shops, of exactly one of three kinds.
    AvailableGeographyShopInfo {
        available_shop_ids: Vec<String>,
        available_real_shop_ids: Vec<String>,
        available_geography_all_shop: Option<AvailableGeographyAllShop>,
    }

    /// All shops of a merchant or brand, but for some.
    AvailableGeographyAllShop {
        merchant_ids: Vec<String>,
        exclude_shop_ids: Vec<String>,
        available_brand_id: Text,
    }

    /// The goods, named by the merchant's codes.
    VoucherAvailableGoodsInfo {
        available_goods_sku_ids: Vec<String>,
        exclude_goods_sku_ids: Vec<String>,
        goods_name: Text,
        goods_description: Text,
        origin_amount: Text,
        goods_detail: Text,
        goods_detail_rich_description: Text,
        goods_detail_images: Vec<String>,
    }

    /// Items of mini-programs; kept and given back.
    VoucherAvailableItemInfo { item_id: Text, out_item_info: Vec<OutItemInfo> }

    /// One item of a mini-program.
    OutItemInfo { item_app_id: Text, out_item_id: Text }
}
