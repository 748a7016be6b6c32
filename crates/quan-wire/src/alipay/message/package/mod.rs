//! Packages of vouchers that are sold together:
//! `alipay.marketing.activity.voucherpackage.*`. None of the platform's own calls
//! makes one.

pub mod batchquery;
pub mod consult;
pub mod query;

use super::field::{Price, Text, blocks};
use super::word::words;

words! {
    /// States of a package. One that is over is still open: its purchase window says so.
    PackageStatus {
        Created = "CREATED",
        Enable = "ENABLE",
        Paused = "PAUSED",
        Disable = "DISABLE",
    }

    /// The span over which purchases are counted.
    SalePeriod { No = "NO", All = "ALL", Day = "DAY", Week = "WEEK", Month = "MONTH" }

    /// What the buyer must pay with.
    PayChannel { Pcredit = "pcredit", CreditCard = "creditCard", CreditGroup = "credit_group" }
}

blocks! {
    /// What a package is called, when it can be bought, and what it is worth.
    VoucherPackageBaseInfo {
        voucher_package_id: Text,
        voucher_package_name: Text,
        voucher_package_status: Text,
        purchase_start_time: Text,
        purchase_end_time: Text,
        voucher_total_amount: Price,
    }
}
