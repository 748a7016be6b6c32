//! The blocks of the flat form.

use crate::alipay::message::block::{
    DiscountVoucher, FixVoucher, SpecialVoucher, VoucherValidPeriod,
};
use crate::alipay::message::field::{Flag, Int, Spoken, Text, blocks};

blocks! {
    /// Quantity and limits of giving.
    OrderVoucherSendRule {
        voucher_quantity: Int,
        voucher_quantity_limit_per_user: Int,
        natural_person_limit: Flag,
        phone_number_limit: Flag,
    }

    /// The limits that can be changed. One flag is modelled as a text here.
    OrderVoucherSendRuleModify {
        voucher_quantity_limit_per_user: Int,
        natural_person_limit: Flag,
        phone_number_limit: Option<Spoken>,
    }

    /// Benefit, scope and validity.
    OrderVoucherUseRule {
        fix_voucher: Option<FixVoucher>,
        discount_voucher: Option<DiscountVoucher>,
        special_voucher: Option<SpecialVoucher>,
        exchange_voucher: Option<ExchangeVoucher>,
        voucher_available_scope: Option<OrderVoucherAvailableScope>,
        voucher_valid_period: Option<VoucherValidPeriod>,
    }

    /// The parts of them that can be changed.
    OrderVoucherUseRuleModify {
        exchange_voucher: Option<ExchangeVoucherModify>,
        voucher_available_scope: Option<OrderVoucherAvailableScopeModify>,
        voucher_valid_period: Option<VoucherValidPeriod>,
    }

    /// Goods for the voucher, and how it is sold.
    ExchangeVoucher {
        amount: Text,
        floor_amount: Text,
        biz_type: Text,
        voucher_name: Text,
        voucher_detail_url: Text,
        customer_service_mobile: Text,
        customer_service_url: Text,
        sale_amount: Text,
        payee_pid: Text,
        refundable: Flag,
        overdue_refundable: Flag,
        settle_type: Text,
    }

    /// What of an exchange voucher can be changed.
    ExchangeVoucherModify { voucher_name: Text, voucher_detail_url: Text }

    /// Where a voucher counts.
    OrderVoucherAvailableScope {
        voucher_available_type: Text,
        order_voucher_available_shop: Option<OrderVoucherAvailableShop>,
        order_voucher_available_city_code: Option<OrderVoucherAvailableCityCode>,
    }

    /// Where it counts from now on: what comes on top, what goes, or all of it.
    OrderVoucherAvailableScopeModify {
        modify_type: Text,
        order_voucher_available_shop: Option<OrderVoucherAvailableShop>,
        order_voucher_available_city_code: Option<OrderVoucherAvailableCityCodeModify>,
    }

    /// The shops, of one of three kinds.
    OrderVoucherAvailableShop {
        shop_ids: Vec<String>,
        real_shop_ids: Vec<String>,
        order_voucher_merchant_all_shop: Option<OrderVoucherMerchantAllShop>,
    }

    /// All shops of the merchant, but for some.
    OrderVoucherMerchantAllShop { exclude_shop_ids: Vec<String> }

    /// The cities.
    OrderVoucherAvailableCityCode { all_city: Flag, city_codes: Vec<String> }

    /// The cities of a modification.
    OrderVoucherAvailableCityCodeModify { city_codes: Vec<String> }

    /// What users see.
    OrderVoucherDisplayInfo {
        brand_name: Text,
        brand_logo: Text,
        customer_service_mobile: Text,
        customer_service_url: Text,
        voucher_comment: Text,
        voucher_description: Text,
        voucher_image: Text,
        voucher_detail_images: Vec<String>,
    }

    /// Where users are led to. What stands directly in it is of 2021.
    CustomerGuide {
        mini_app_id: Text,
        mini_app_path: Text,
        service_codes: Vec<String>,
        shop_ids: Vec<String>,
        store_ids: Vec<String>,
        real_shop_ids: Vec<String>,
        voucher_send_guide: Option<VoucherSendGuide>,
        voucher_use_guide: Option<VoucherUseGuide>,
    }

    /// Where a voucher is had.
    VoucherSendGuide { voucher_detail_url: Text }

    /// Where a voucher is used.
    VoucherUseGuide {
        offline_code_use_guide: Flag,
        mini_app_use_guide: Flag,
        mini_app_id: Text,
        mini_app_path: Text,
        service_codes: Vec<String>,
    }
}
