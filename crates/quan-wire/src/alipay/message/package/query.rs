//! `alipay.marketing.activity.voucherpackage.query`: everything about a package.

use super::VoucherPackageBaseInfo;
use crate::alipay::message::block::{
    ActivityBaseInfo, VoucherAvailableScopeInfo, VoucherDeductInfo, VoucherDisplayPatternInfo,
    VoucherSendModeInfo, VoucherUseRuleInfo,
};
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::field::{Int, Price, Text, blocks};
use crate::alipay::message::order_voucher::ask;
use crate::alipay::message::violation::Violation;

blocks! {
    /// Which package.
    Request { voucher_package_id: Text }

    /// The package and its vouchers.
    Answer {
        voucher_package_base_info: Option<VoucherPackageBaseInfo>,
        voucher_package_sales_info: Option<VoucherPackageSalesInfo>,
        voucher_package_use_rule: Option<VoucherPackageUseRule>,
        voucher_package_activity_info: Vec<VoucherPackageActivityInfo>,
    }

    /// What it costs, and who can buy how many.
    VoucherPackageSalesInfo {
        sale_price: Price,
        budget: Int,
        sale_period_limit: Text,
        sale_count_limit_in_period: Int,
        pay_channel: Text,
        purchase_url: Text,
    }

    /// What buyers read.
    VoucherPackageUseRule { use_rule_desc: Text }

    /// The activity of one of its vouchers.
    VoucherPackageActivityInfo {
        activity_base_info: Option<ActivityBaseInfo>,
        voucher_deduct_info: Option<VoucherDeductInfo>,
        voucher_send_mode_info: Option<VoucherSendModeInfo>,
        voucher_available_scope_info: Option<VoucherAvailableScopeInfo>,
        voucher_use_rule_info: Option<VoucherUseRuleInfo>,
        voucher_display_pattern_info: Option<VoucherDisplayPatternInfo>,
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::VoucherpackageQuery;
}

impl Request {
    /// The package's id, or the first rule that the request breaks.
    pub fn check(&self) -> Result<String, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<String, Violation> {
        let rule = "P1 voucher_package_id_required";
        ask::text(rule, "voucher_package_id", &self.voucher_package_id, 64)
    }
}
