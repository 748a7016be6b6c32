//! `voucher_send_mode_info`: how vouchers reach users, when and how many.

use crate::alipay::message::field::{Flag, Int, Text, blocks};

blocks! {
    /// The way of giving vouchers away and its rules.
    VoucherSendModeInfo {
        voucher_send_mode: Text,
        delivery_channel_list: Vec<String>,
        voucher_package_mode_info: Option<VoucherPackageModeInfo>,
        voucher_sale_mode_info: Option<VoucherSaleModeInfo>,
        voucher_send_rule_info: Option<VoucherSendRuleInfo>,
    }

    /// Window, quantity and limits of giving.
    VoucherSendRuleInfo {
        quantity: Int,
        max_quantity_by_day: Int,
        quantity_limit_per_user: Int,
        quantity_limit_per_user_period_type: Text,
        quantity_day_limit_per_user: Int,
        quantity_week_limit_per_user: Int,
        quantity_month_limit_per_user: Int,
        natural_person_limit: Flag,
        phone_number_limit: Flag,
        phone_number_need_input_limit: Flag,
        real_name_limit: Flag,
        publish_start_time: Text,
        publish_end_time: Text,
    }

    /// The package that vouchers are part of; kept and given back.
    VoucherPackageModeInfo { voucher_package_id: Text }

    /// The terms of selling vouchers; kept and given back.
    VoucherSaleModeInfo {
        sale_amount: Text,
        payee_pid: Text,
        refundable: Flag,
        refundable_need_confirm: Flag,
        overdue_refundable: Flag,
        overdue_refundable_need_confirm: Flag,
        fund_custody_mode: Text,
        settle_info: Option<SettleInfo>,
    }

    /// How the money of sold vouchers is settled.
    SettleInfo { settle_mode: Text, settle_target_type: Text }
}
