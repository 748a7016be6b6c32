//! `alipay.marketing.activity.voucherpackage.batchquery`: packages, a page at a
//! time.

use quan_core::Timestamp;

use super::{PackageStatus, VoucherPackageBaseInfo};
use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::field::{Int, Price, Text, blocks};
use crate::alipay::message::order_voucher::ask;
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::Page;

blocks! {
    /// Which packages, and which page of them.
    Request {
        page_num: Int,
        page_size: Int,
        voucher_package_status: Text,
        voucher_package_purchase_start_time: Text,
    }

    /// A page.
    Answer {
        page_num: Int,
        page_size: Int,
        total_size: Int,
        voucher_package_info: Vec<VoucherPackageInfo>,
    }

    /// One package of the list.
    VoucherPackageInfo {
        voucher_package_base_info: Option<VoucherPackageBaseInfo>,
        voucher_package_sales_lite_info: Option<VoucherPackageSalesLiteInfo>,
    }

    /// What it costs, and how many there are.
    VoucherPackageSalesLiteInfo { budget: Int, sale_price: Price }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::VoucherpackageBatchquery;
}

/// Which packages to list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// Only in this state.
    pub status: Option<PackageStatus>,
    /// Only those whose sale begins at this instant or later.
    pub sold_since: Option<Timestamp>,
    /// Which page.
    pub page: Page,
}

const LARGEST_PAGE: u32 = 30;

impl Request {
    /// The listing, or the first rule that it breaks.
    pub fn check(&self) -> Result<Listing, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Listing, Violation> {
        let rule = "P0 page_num_at_least_1";
        let num = check::positive(rule, "page_num", self.page_num)?.unwrap_or(1);
        let rule = "P0 page_size_between_1_and_30";
        let size = check::positive(rule, "page_size", self.page_size)?.unwrap_or(20);
        if size > LARGEST_PAGE {
            return Err(Violation::of(rule, "page_size", "必须在1到30之间"));
        }
        let status = check::one_of(
            "P0 voucher_package_status_known",
            "voucher_package_status",
            &self.voucher_package_status,
            PackageStatus::from_word,
        )?;
        let sold_since = ask::instant(
            "voucher_package_purchase_start_time",
            &self.voucher_package_purchase_start_time,
        )?;
        let page = Page { num, size };
        Ok(Listing {
            status,
            sold_since,
            page,
        })
    }
}
