//! The blocks of the older, flat shape: accepted in requests, and answered
//! beside the newer ones.

use crate::alipay::message::field::{Flag, Int, Text, blocks};

blocks! {
    /// Quantity and limits of giving.
    PaymentVoucherSendRule {
        voucher_quantity: Int,
        max_quantity_by_day: Int,
        voucher_quantity_limit_per_user: Int,
        voucher_quantity_limit_per_user_period_type: Text,
        natural_person_limit: Flag,
        phone_number_limit: Flag,
        real_name_limit: Flag,
    }

    /// Benefit, scope, validity and limits of use.
    PaymentVoucherUseRule {
        fix_voucher: Option<FixVoucher>,
        discount_voucher: Option<DiscountVoucher>,
        special_voucher: Option<SpecialVoucher>,
        available_merchant: Option<AvailableMerchant>,
        available_app_ids: Vec<String>,
        available_store_ids: Vec<String>,
        available_goods: Option<AvailableGoods>,
        unavailable_goods_ids: Vec<String>,
        use_mode: Text,
        use_url: Text,
        voucher_quantity_limit_per_user: Int,
        voucher_quantity_limit_per_user_period_type: Text,
        voucher_valid_period: Option<VoucherValidPeriod>,
    }

    /// The benefit alone, as lists show it.
    UseRuleLite {
        fix_voucher: Option<FixVoucher>,
        discount_voucher: Option<DiscountVoucher>,
        special_voucher: Option<SpecialVoucher>,
        exchange_voucher: Option<ExchangeVoucherLite>,
    }

    /// Goods in exchange for the voucher, which may have been sold.
    ExchangeVoucherLite {
        amount: Text,
        floor_amount: Text,
        sale_amount: Text,
        refundable: Flag,
        overdue_refundable: Flag,
    }

    /// A fixed amount off.
    FixVoucher { amount: Text, floor_amount: Text, goods_name: Text }

    /// A part of the price off.
    DiscountVoucher {
        discount: Text,
        ceiling_amount: Text,
        floor_amount: Text,
        goods_name: Text,
        origin_amount: Text,
    }

    /// A special price.
    SpecialVoucher {
        special_amount: Text,
        floor_amount: Text,
        goods_name: Text,
        origin_amount: Text,
    }

    /// The merchants that take the voucher.
    AvailableMerchant { available_pids: Vec<String>, available_smids: Vec<String> }

    /// The goods that it is for.
    AvailableGoods { goods_ids: Vec<String>, goods_name: Text, goods_description: Text }

    /// Validity: between two instants, or counted from receipt.
    VoucherValidPeriod {
        #[serde(rename = "type")]
        period: Text,
        valid_begin_time: Text,
        valid_end_time: Text,
        valid_days_after_receive: Int,
        wait_days_after_receive: Int,
    }

    /// Who pays for the vouchers, and how much in all.
    PaymentVoucherBudgetInfo {
        budget_type: Text,
        amount: Text,
        recharge_info: Option<RechargeInfo>,
    }

    /// How a budget is paid in advance.
    RechargeInfo {
        recharge_type: Text,
        alipay_balance_recharge_info: Option<AlipayBalanceRechargeInfo>,
    }

    /// From whose balance.
    AlipayBalanceRechargeInfo { logon_id: Text, user_id: Text }

    /// What users see.
    PaymentVoucherDisplayInfo {
        brand_name: Text,
        brand_logo: Text,
        customer_service_mobile: Text,
        voucher_description: Text,
        voucher_image: Text,
        voucher_detail_images: Vec<String>,
    }

    /// What users see in a list.
    DisplayLite { brand_name: Text, brand_logo: Text }
}
