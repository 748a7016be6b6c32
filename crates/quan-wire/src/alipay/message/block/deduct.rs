//! `voucher_deduct_info`: what a voucher takes off.

use crate::alipay::message::field::{Int, Text, blocks};

blocks! {
    /// The kind of voucher and the amounts of that kind.
    VoucherDeductInfo {
        voucher_type: Text,
        fix_voucher_info: Option<FixVoucherInfo>,
        discount_voucher_info: Option<DiscountVoucherInfo>,
        special_voucher_info: Option<SpecialVoucherInfo>,
        exchange_voucher_info: Option<ExchangeVoucherInfo>,
        customer_define_voucher_info: Option<CustomerDefineVoucherInfo>,
    }

    /// A fixed amount off.
    FixVoucherInfo {
        amount: Text,
        floor_amount: Text,
        voucher_deduct_threshold_info: Option<VoucherDeductThresholdInfo>,
    }

    /// A part of the price off: `discount` is what is paid, in tenths.
    DiscountVoucherInfo {
        discount: Text,
        ceiling_amount: Text,
        floor_amount: Text,
        voucher_deduct_threshold_info: Option<VoucherDeductThresholdInfo>,
    }

    /// A special price for one of the goods.
    SpecialVoucherInfo {
        special_amount: Text,
        floor_amount: Text,
        voucher_deduct_threshold_info: Option<VoucherDeductThresholdInfo>,
    }

    /// Goods in exchange for the voucher; no payment voucher.
    ExchangeVoucherInfo {
        amount: Text,
        biz_type: Text,
        floor_amount: Text,
        exchange_goods_info: Option<ExchangeGoodsInfo>,
        voucher_deduct_threshold_info: Option<VoucherDeductThresholdInfo>,
    }

    /// The goods that are exchanged.
    ExchangeGoodsInfo { exchange_goods_name: Text }

    /// A benefit in the merchant's own words.
    CustomerDefineVoucherInfo { deduct_info: Option<DeductInfo> }

    /// The wrapper of the merchant's own words.
    DeductInfo { customer_define_deduct_rule: Option<CustomerDefineDeductRule> }

    /// The merchant's own words.
    CustomerDefineDeductRule { customer_define_deduct_rule_desc: Text }

    /// Thresholds that are only shown.
    VoucherDeductThresholdInfo {
        customer_define_voucher_threshold_desc: Text,
        voucher_express_info: Option<VoucherExpressInfo>,
        voucher_goods_quantity_specification_info: Option<VoucherGoodsQuantitySpecificationInfo>,
    }

    /// Who pays for delivery.
    VoucherExpressInfo { pay_express: Text }

    /// How many goods are needed.
    VoucherGoodsQuantitySpecificationInfo {
        directional_type: Text,
        specification_quantity: Int,
        specification_unit: Text,
    }
}
