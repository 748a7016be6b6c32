//! `alipay.marketing.activity.voucherpackage.consult`: could a user buy these
//! packages now?

use crate::alipay::message::call::{Call, Operation};
use crate::alipay::message::check;
use crate::alipay::message::field::{Text, blocks};
use crate::alipay::message::violation::Violation;
use crate::alipay::message::word::words;

blocks! {
    /// Which packages. Who the user is, their authorisation says.
    Request { voucher_package_id_list: Vec<String> }

    /// A result for each package, in the order of the request.
    Answer { voucher_package_consult_result: Vec<VoucherPackageConsultResult> }

    /// Whether one package can be bought, or why not.
    VoucherPackageConsultResult { voucher_package_id: Text, consult_result_code: Text }
}

words! {
    /// What is said about one package.
    ConsultCode {
        Success = "SUCCESS",
        NotEnabled = "PRODUCT_NOT_ENABLE",
        NotInSellTime = "NOT_IN_SELL_TIME",
        SoldOut = "PRODUCT_SOLD_OUT",
        UserLimit = "USER_PURCHASE_LIMIT",
        Other = "OTHER",
    }
}

impl Call for Request {
    type Answer = Answer;
    const OPERATION: Operation = Operation::VoucherpackageConsult;
}

impl Request {
    /// The packages' ids, or the first rule that the request breaks.
    pub fn check(&self) -> Result<Vec<String>, Violation> {
        self.judge().map_err(Violation::in_order_words)
    }

    fn judge(&self) -> Result<Vec<String>, Violation> {
        let list = "voucher_package_id_list";
        if self.voucher_package_id_list.is_empty() {
            let rule = "P0 voucher_package_id_list_required";
            return Err(Violation::of(rule, list, "不能为空"));
        }
        let rule = "G12 text_too_long";
        check::each_at_most(rule, list, &self.voucher_package_id_list, 64)?;
        Ok(self.voucher_package_id_list.clone())
    }
}

impl VoucherPackageConsultResult {
    /// What is said about a package.
    pub fn of(id: &str, code: ConsultCode) -> VoucherPackageConsultResult {
        VoucherPackageConsultResult {
            voucher_package_id: Some(id.to_owned()),
            consult_result_code: Some(code.to_string()),
        }
    }
}
