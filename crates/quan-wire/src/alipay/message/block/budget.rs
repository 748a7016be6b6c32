//! `voucher_budget_supply_info`: who pays for the vouchers, and when.

use crate::alipay::message::field::{Text, blocks};

blocks! {
    /// Paid at redemption, or in advance.
    VoucherBudgetSupplyInfo {
        budget_type: Text,
        voucher_recharge_info: Option<VoucherRechargeInfo>,
    }

    /// How a budget is paid in advance.
    VoucherRechargeInfo {
        recharge_type: Text,
        voucher_balance_recharge_info: Option<VoucherBalanceRechargeInfo>,
    }

    /// How much, and from whose balance.
    VoucherBalanceRechargeInfo { amount: Text, partner_id: Text, logon_id: Text }
}
